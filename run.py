#!/usr/bin/env python3
"""Set up and run casework from a checkout: `python3 run.py lab` or `python3 run.py test`.

Needs Python 3.11 and nothing else: the libraries go into .venv beside this file, from requirements.lock
with their hashes checked, through uv where it is there, else through pip.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "casework.stamp"
LOCK = HERE / "requirements.lock"

PYTEST = ["pytest", "-q", "--color=no"]
NBVAL = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with=nbval.sanitize", "--nbval-cell-timeout=120"]
CHECKS = {
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff check": ["ruff", "check", "."],
    "mypy": ["mypy"],
    "pytest tests": [*PYTEST, "-n", "auto", "--dist", "worksteal", "tests", "--ignore=tests/browser"],
    "pytest notebooks": [*PYTEST, *NBVAL, "notebooks"],
    "pytest browser": [*PYTEST, "-n", "2", "--dist", "loadfile", "tests/browser"],
}


def main(words: list[str]) -> int:
    """Exit code of `lab`, `test` or `refresh`, with everything set up first."""
    verbs = {"lab": lab, "test": test, "refresh": refresh}
    if not words or words[0] not in verbs:
        print(__doc__)
        return 0 if words[:1] in (["-h"], ["--help"]) else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is just what this line is for
        return refuse(
            f"casework 需要 Python 3.11 或更高版本,当前是 {sys.version.split()[0]},请改用新版本运行。",
            f"casework needs Python 3.11 or later, not {sys.version.split()[0]}: run it with a newer one.",
        )
    return set_up() or verbs[words[0]](words[1:])


def lab(words: list[str]) -> int:
    """`casework lab`."""
    return call([str(PYTHON.parent / "casework"), "lab", *words])


def test(words: list[str]) -> int:
    """Every check in turn, then a summary; with arguments, pytest alone on them."""
    if words:
        return call([str(PYTHON), "-m", "pytest", *words])
    results = [(name, *check(command)) for name, command in CHECKS.items()]
    print("\n== casework " + "=" * 60)
    for name, code, seconds, closing in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name:17}{seconds:7.1f} s   {closing}")
    return int(any(code for _, code, _, _ in results))


def refresh(words: list[str]) -> int:
    """Run the notebooks over the demo and write their outputs anew."""
    return call([str(PYTHON), str(HERE / "tools" / "refresh.py"), *words])


def check(command: list[str]) -> tuple[int, float, str]:
    """Exit code, seconds, and pytest's closing line ("" for other tools) of one check, shown as it runs."""
    print(f"\n== {' '.join(command)}", flush=True)
    began, closing = time.monotonic(), ""
    with subprocess.Popen(
        [str(PYTHON), "-m", *command],
        cwd=HERE,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            if re.search(r"\b(passed|failed|errors?|skipped|no tests ran)\b.* in [\d.]+s", line):
                closing = line.strip(" =\n")
    return running.returncode, time.monotonic() - began, closing


def set_up() -> int:
    """Fill .venv if the lock or pyproject.toml changed since last time; 0, or 1 after one sentence."""
    parts = [
        LOCK.read_bytes(),
        (HERE / "pyproject.toml").read_bytes(),
        sys.version.encode(),
        str(HERE).encode(),
    ]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == digest:
        return 0
    say(
        "正在准备运行环境 .venv,只需一次,约半分钟……",
        "Setting up .venv; this happens once and takes half a minute.",
    )
    install = installer()
    if install is None:
        return refuse(
            "既没有 uv 也没有 pip,请先安装其中之一(例如 apt-get install python3-pip)再运行。",
            "There is neither uv nor pip: install one (such as apt-get install python3-pip) and run again.",
        )
    try:
        make_venv()
        subprocess.run([*install, "--no-deps", "--require-hashes", "-r", str(LOCK)], cwd=HERE, check=True)
        subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", "."], cwd=HERE, check=True)
    except (subprocess.CalledProcessError, OSError):
        return refuse(
            "依赖未能装好(原因见上面几行),请检查网络和软件源设置后再试。",
            "The libraries could not be installed (see the lines above): check the network and the package "
            "index settings and run again.",
        )
    STAMP.write_text(digest)
    return 0


def installer() -> list[str] | None:
    """The command that installs into .venv: uv, .venv's pip or this Python's pip; None if there is none."""
    quiet = ["-qq", "--no-compile", "--disable-pip-version-check"]
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    if has("ensurepip"):
        return [str(PYTHON), "-m", "pip", "install", *quiet]
    if has("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", *quiet]
    return None


def make_venv() -> None:
    """A .venv for this Python. Debian without python3-venv has no ensurepip and gets a venv without pip."""
    options = ["--without-pip"] if shutil.which("uv") or not has("ensurepip") else []
    if PYTHON.exists() and version_of(PYTHON) != sys.version:
        options.append("--clear")
    subprocess.run([sys.executable, "-m", "venv", *options, str(VENV)], check=True)


def has(module: str) -> bool:
    """Whether this Python has a module."""
    return importlib.util.find_spec(module) is not None


def version_of(python: Path) -> str:
    """What a Python says of itself; "" if it does not run any more."""
    ask = [str(python), "-c", "import sys; print(sys.version, end='')"]
    return subprocess.run(ask, capture_output=True, text=True, check=False).stdout


def call(words: list[str]) -> int:
    """Exit code of a program; Ctrl-C is the program's to answer."""
    with subprocess.Popen(words, env=environment()) as running:
        while running.returncode is None:
            try:
                running.wait()
            except KeyboardInterrupt:
                continue
    return running.returncode


def environment() -> dict[str, str]:
    """The caller's environment with .venv first on the path and UTF-8 everywhere."""
    path = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1"}


def say(zh: str, en: str) -> None:
    """One line to stderr in the user's language; Chinese if none says, as in casework.vocabulary."""
    told = [os.environ.get(key, "")[:2].lower() for key in ("CASEWORK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    known = [code for code in told if code in ("zh", "en")]
    print(en if known[:1] == ["en"] else zh, file=sys.stderr, flush=True)


def refuse(zh: str, en: str) -> int:
    """Say it and give exit code 1."""
    say(zh, en)
    return 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))

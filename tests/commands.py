"""The command line for tests: a call in this process, what it said, and the forms an answer may have."""

import contextlib
import hashlib
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from casework import cli


class Said(NamedTuple):
    """What a call left behind."""

    code: int
    out: str
    err: str


def casework(*args: object) -> Said:
    """The command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main([str(arg) for arg in args])
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("main always exits")


def well(*args: object, code: int = 0) -> str:
    """What a call says to people, with this exit code and nothing on stderr."""
    said = casework(*args)
    assert (said.code, said.err) == (code, ""), said
    return said.out


def data(*args: object, code: int = 0) -> Any:
    """What a call with --json says: JSON only."""
    return json.loads(well(*args, "--json", code=code))


def wrong(said: Said) -> str:
    """The one sentence of a call that was wrong."""
    assert (said.code, said.out) == (2, ""), said
    assert said.err.endswith("\n")
    assert len(said.err.splitlines()) == 1
    assert not [word for word in ("Traceback", "casework failed", "程序出错") if word in said.err]
    return said.err


def files(folder: Path) -> dict[str, str]:
    """Every file under a folder with its digest."""
    there = [f for f in sorted(folder.rglob("*")) if f.is_file()]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in there}

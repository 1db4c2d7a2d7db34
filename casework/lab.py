"""The workplace: JupyterLab on the start notebook (on First day when there is no casebook yet), with the settings and the page extension of casework."""

import json
import os
import secrets
import socket
from pathlib import Path
from typing import Any

from casework import share
from casework.vocabulary import Refused, Text, language

_JUPYTER = Path(__file__).resolve().parent / "share" / "jupyter"
_HOST = "127.0.0.1"


def open_lab(book: Path, *, lang: str | None, port: int | None, browser: bool) -> int:
    """Serve the notebooks over a book until interrupted, then 0. Refused if the port is taken."""
    port, token = _free_port(port), secrets.token_hex(24)
    first = f"/lab/tree/{'start' if book.exists() else 'first_day'}.ipynb?reset"
    os.environ.update(_environment(book, lang))
    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(
        argv=[
            f"--ServerApp.root_dir={share('notebooks')}",
            f"--ServerApp.port={port}",
            f"--ServerApp.open_browser={browser}",
            f"--LabApp.default_url={first}",
            f"--IdentityProvider.token={token}",
        ]
    )
    said = Text("工作台已打开(按 Ctrl-C 结束)", "The workplace is open (Ctrl-C ends it)").to(language(lang))
    server.io_loop.add_callback(print, f"{said}: http://{_HOST}:{port}{first}&token={token}", flush=True)
    server.start()
    return 0


def scrub(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Before Jupyter saves a notebook: take out all that it showed, widgets included.

    A page that casework ships keeps the outputs of the demo that it came with, cell by cell, as long as the
    cell is unchanged. Only such a page keeps the mark by which pages run when opened.
    """
    if model["type"] != "notebook" or model.get("format", "json") != "json":
        return
    notebook, shipped = model["content"], _page(Path(contents_manager.root_dir, path))
    kept = {(cell.get("id"), _source(cell)): cell for cell in shipped.get("cells", [])}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            before = kept.get((cell.get("id"), _source(cell)), {})
            cell["outputs"] = before.get("outputs", [])
            cell["execution_count"] = before.get("execution_count")
            cell["metadata"].pop("execution", None)
    brought = {key: value for key, value in notebook["metadata"].items() if key not in ("widgets", "casework")}
    notebook["metadata"] = shipped.get("metadata", brought)


def _page(file: Path) -> dict[str, Any]:
    """The notebook in a file if it is a page of casework, else {}."""
    if not file.is_file():
        return {}
    notebook: dict[str, Any] = json.loads(file.read_text("utf-8") or "{}")
    return notebook if "casework" in notebook.get("metadata", {}) else {}


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _environment(book: Path, lang: str | None) -> dict[str, str]:
    """What JupyterLab and its kernels must know; the user's own settings of JupyterLab stay untouched."""
    from jupyter_core.paths import jupyter_config_dir

    own = Path(jupyter_config_dir()) / "casework"
    english = [_JUPYTER / "english"] if language(lang) == "en" else []
    found = {
        "CASEWORK_BOOK": str(book.resolve()),
        "JUPYTER_CONFIG_PATH": _first(*english, _JUPYTER / "config", key="JUPYTER_CONFIG_PATH"),
        "JUPYTER_PATH": _first(_JUPYTER, key="JUPYTER_PATH"),
        "JUPYTERLAB_SETTINGS_DIR": os.environ.get("JUPYTERLAB_SETTINGS_DIR", str(own / "settings")),
        "JUPYTERLAB_WORKSPACES_DIR": os.environ.get("JUPYTERLAB_WORKSPACES_DIR", str(own / "workspaces")),
    }
    return found | ({"CASEWORK_LANG": lang} if lang else {})


def _first(*folders: Path, key: str) -> str:
    """These folders before those that a path variable already names."""
    return os.pathsep.join([*map(str, folders), *filter(None, [os.environ.get(key)])])


def _free_port(wanted: int | None) -> int:
    """The wanted port, else the first free one from 8888 on. Refused if there is none."""
    for port in [wanted] if wanted else range(8888, 8988):
        try:
            socket.create_server((_HOST, port)).close()
        except OSError:
            continue
        return port
    raise Refused(
        f"端口 {wanted or '8888-8987'} 已被占用,请用 --port 换一个端口。",
        f"Port {wanted or '8888-8987'} is taken: choose another one with --port.",
    )

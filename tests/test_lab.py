"""The save hook, and the refusal of a port that is taken."""

import json
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from casework.lab import open_lab, scrub
from casework.vocabulary import Refused


def cell(source: str, count: int | None = None, *shown: str) -> dict[str, Any]:
    outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in shown]
    return {
        "cell_type": "code",
        "id": "a",
        "source": source,
        "execution_count": count,
        "metadata": {},
        "outputs": outputs,
    }


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def saved(folder: Path, content: dict[str, Any]) -> dict[str, Any]:
    """What the hook lets through to a.ipynb in a folder."""
    model = {"type": "notebook", "format": "json", "content": content}
    scrub(model, path="a.ipynb", contents_manager=SimpleNamespace(root_dir=str(folder)))
    return content


PAGE = {"autorun": True}


def test_own_notebook_is_saved_without_what_it_showed(tmp_path: Path) -> None:
    shown = notebook(cell("show()", 3, "张三"), widgets={"state": "张三"}, kernelspec={"name": "python3"})
    assert saved(tmp_path, shown) == notebook(cell("show()"), kernelspec={"name": "python3"})


def test_own_notebook_on_disk_with_outputs_loses_them(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook(cell("show()", 1, "张三"))))
    assert saved(tmp_path, notebook(cell("show()", 1, "张三"))) == notebook(cell("show()"))


def test_page_keeps_the_outputs_it_came_with(tmp_path: Path) -> None:
    shipped = notebook(cell("show()", 1, "demo"), casework=PAGE)
    (tmp_path / "a.ipynb").write_text(json.dumps(shipped))
    run = notebook(cell("show()", 7, "张三"), casework=PAGE, widgets={}, language_info={"version": "3.14"})
    assert saved(tmp_path, run) == shipped


def test_page_whose_cell_was_changed_loses_its_output(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook(cell("show()", 1, "demo"), casework=PAGE)))
    changed = saved(tmp_path, notebook(cell("show(2)", 7, "张三"), casework=PAGE))
    assert changed == notebook(cell("show(2)"), casework=PAGE)


def test_notebook_from_outside_may_not_ask_to_be_run(tmp_path: Path) -> None:
    assert saved(tmp_path, notebook(cell("steal()"), casework=PAGE)) == notebook(cell("steal()"))


def test_other_files_pass_the_hook_unchanged(tmp_path: Path) -> None:
    model = {"type": "file", "format": "text", "content": "张三"}
    scrub(model, path="a.txt", contents_manager=SimpleNamespace(root_dir=str(tmp_path)))
    assert model["content"] == "张三"


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=str(port)) as refused:
            open_lab(tmp_path / "book", lang=None, port=port, browser=False)
    assert "--port" in refused.value.text.zh

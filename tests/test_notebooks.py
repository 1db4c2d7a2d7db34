"""What every committed notebook must be: run over the demo, short, without code of its own, without leaks."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import casework

NOTEBOOKS = [f for f in sorted(casework.share("notebooks").rglob("*.ipynb")) if ".ipynb_checkpoints" not in f.parts]
PAGES = [file for file in NOTEBOOKS if file.parent.name == "notebooks"]
LONGEST_CELL = 8
LARGEST_OUTPUT = 40_000


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def notebook(request: pytest.FixtureRequest) -> Any:
    file: Path = request.param
    return json.loads(file.read_text("utf-8"))


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def test_there_is_a_start_page() -> None:
    assert "start" in [file.stem for file in NOTEBOOKS]


def test_every_cell_has_been_run_in_order(notebook: Any) -> None:
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1)), "run: python3 run.py refresh"


def test_no_cell_failed_or_warned(notebook: Any) -> None:
    assert [output for output in outputs(notebook) if output["output_type"] == "error"] == []
    assert [output for output in outputs(notebook) if output.get("name") == "stderr"] == []


def test_no_widget_state_is_kept(notebook: Any) -> None:
    assert "widgets" not in notebook["metadata"]
    assert "widget-view" not in json.dumps(outputs(notebook))


def test_outputs_name_no_place_on_this_machine(notebook: Any) -> None:
    assert re.findall(r"(?:/tmp|/home|/root|/Users|[A-Z]:\\\\Users)\b", json.dumps(outputs(notebook))) == []


def test_outputs_are_small(notebook: Any) -> None:
    assert [size for size in map(len, map(json.dumps, outputs(notebook))) if size > LARGEST_OUTPUT] == []


def test_code_lives_in_the_package(notebook: Any) -> None:
    for cell in code_cells(notebook):
        source = "".join(cell["source"])
        assert not re.search(r"^\s*(def|class|async def|lambda)\b|^[%!]", source, re.MULTILINE)
        assert len(source.splitlines()) <= LONGEST_CELL


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.stem)
def test_page_runs_when_opened(page: Path) -> None:
    assert json.loads(page.read_text("utf-8"))["metadata"]["casework"] == {"autorun": True}


def test_notebook_begins_with_a_title(notebook: Any) -> None:
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "".join(notebook["cells"][0]["source"]).startswith("# ")

"""The workplace as staff meet it: pages run by themselves, show no code and leave nothing behind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Page, expect

from .conftest import Lab

pytestmark = pytest.mark.browser

Open = Callable[[str], Page]
BUTTON = """
import threading
import ipywidgets

button, said = ipywidgets.Button(description="点我"), ipywidgets.HTML("还没有点")
button.on_click(lambda _: setattr(said, "value", f"点过了,线程 {threading.current_thread().name}"))
ipywidgets.VBox([button, said])
"""


def write(file: Path, *sources: str, **metadata: Any) -> None:
    """A notebook with these code cells, the first of which shows 42 from an earlier run."""
    title = nbformat.v4.new_markdown_cell("# 试一试", id="title")
    cells = [nbformat.v4.new_code_cell(source.strip(), id=f"cell-{n}") for n, source in enumerate(sources)]
    cells[0].update(execution_count=1, outputs=[nbformat.v4.new_output("stream", text="42\n")])
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=[title, *cells], metadata={"kernelspec": kernel, **metadata}), file)


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def save(page: Page) -> None:
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")


@pytest.fixture
def button(lab: Lab) -> str:
    write(lab.notebooks / "button.ipynb", "print(6 * 7)", BUTTON, casework={"autorun": True})
    return "button.ipynb"


def test_page_runs_when_opened_and_its_button_answers_on_the_main_thread(button: str, open_notebook: Open) -> None:
    page = open_notebook(button)
    page.get_by_role("button", name="点我").click()
    expect(page.get_by_text("点过了,线程 MainThread")).to_be_visible()


def test_page_shows_no_code(button: str, open_notebook: Open) -> None:
    page = open_notebook(button)
    expect(page.get_by_text("42", exact=True)).to_be_visible()
    assert page.locator(".jp-CodeCell .jp-InputArea:visible").count() == 0


def test_menus_are_chinese_and_no_news_covers_the_page(button: str, open_notebook: Open) -> None:
    page = open_notebook(button)
    expect(page.locator(".lm-MenuBar-itemLabel", has_text="文件")).to_be_visible()
    assert page.locator(".Toastify__toast").count() == 0


def test_saving_an_unchanged_page_leaves_the_file_as_it_was(lab: Lab, button: str, open_notebook: Open) -> None:
    before = read(lab.notebooks / button)
    save(open_notebook(button))
    assert read(lab.notebooks / button) == before


def test_what_a_notebook_showed_is_not_saved(lab: Lab, open_notebook: Open) -> None:
    write(lab.notebooks / "own.ipynb", "print('张三 ' * 2)")
    page = open_notebook("own.ipynb")
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    expect(page.get_by_text("张三 张三")).to_be_visible()
    save(page)
    assert "张三 张三" not in (lab.notebooks / "own.ipynb").read_text("utf-8")
    assert read(lab.notebooks / "own.ipynb")["cells"][1]["outputs"] == []


def test_a_page_brought_in_from_outside_does_not_run(lab: Lab, page: Page, open_notebook: Open) -> None:
    write(lab.notebooks.parent / "strange.ipynb", "print(6 * 7)", casework={"autorun": True})
    answer = page.request.put(
        f"{lab.address}/api/contents/strange.ipynb?token={lab.token}",
        data={"type": "notebook", "content": read(lab.notebooks.parent / "strange.ipynb")},
    )
    assert answer.status == 201
    open_notebook("strange.ipynb")
    expect(page.locator(".jp-CodeCell .jp-InputArea")).to_be_visible()
    assert page.locator(".jp-OutputArea-output").count() == 0


def test_kernel_speaks_encrypted_and_no_input_is_kept(lab: Lab, button: str, open_notebook: Open) -> None:
    open_notebook(button)
    connections = [read(file) for file in (lab.own / "runtime").glob("kernel-*.json")]
    assert connections
    assert all("curve_publickey" in connection for connection in connections)
    assert not list((lab.own / "ipython").rglob("history.sqlite"))

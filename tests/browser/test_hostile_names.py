"""Twenty hostile names on seven surfaces, in a real browser: each is read as text and nothing of it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casework import demo, reports
from casework.casebook import Casebook, Source
from casework.reports import kernels

from .conftest import READY, Lab, serve

RUN = "window.top.ran=1"
NAMES = [
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"<svg onload={RUN}>", f"'><img src=x onerror={RUN}>", f'"><svg/onload={RUN}>',
    f"</title><script>{RUN}</script>", f"</td></tr></table><script>{RUN}</script>", f"</textarea><img src=x onerror={RUN}>", f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<a href=javascript:{RUN} autofocus onfocus={RUN}>甲</a>", f"<details open ontoggle={RUN}>乙", f"<input autofocus onfocus={RUN}>", f"<body onload={RUN}>",
    f"<math><mtext></form><form><mglyph><style></math><img src=x onerror={RUN}>", f"&lt;img src=x onerror={RUN}&gt;", f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}", f"javascript:{RUN}", f"<style>@import'javascript:{RUN}'</style>", f"=HYPERLINK(\"javascript:{RUN}\";\"丙\")",
]  # fmt: skip
TELLING = "onerror"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of which twenty households on file have a hostile name, employer and address, and their first member too."""
    path = tmp_path_factory.mktemp("hostile") / "book.db"
    demo.make(path, households=60, seed=1).close()
    with Casebook.open(path) as book:
        files = [h for h in book.households() if book.state(h.file_number) == "active"]
        for name, file in zip(NAMES, files, strict=False):
            source = Source("visit", book.today())
            book.correct(
                file.file_number,
                {"name": name, "employer": name, "address": name, "remark": name},
                source,
                "示例建档人",
            )
            if file.members:
                book.correct(file.file_number, {"name": name, "remark": name}, source, "示例建档人", place=1)
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, hostile: Path) -> Iterator[Lab]:
    yield from serve(tmp_path_factory.mktemp("hostile-lab"), hostile)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400}, locale="zh-CN")
    yield context.new_page()
    context.close()


def quiet(page: Page) -> None:
    """Nothing has run, after the time that an event would take."""
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def show(page: Page, server: Lab, name: str) -> None:
    page.goto(server.url(name))
    page.wait_for_function(READY)
    page.locator(".jp-NotebookPanel[data-casework=ran]").wait_for()


@pytest.mark.parametrize("name", ["start", "allocation", "payments"])
def test_a_page_that_lists_files_runs_nothing(opened: Page, server: Lab, name: str) -> None:
    show(opened, server, f"{name}.ipynb")
    expect(opened.locator(".cw").first).to_be_visible()
    quiet(opened)


def test_every_household_opens_with_its_name_as_text(opened: Page, server: Lab) -> None:
    """Both pages of the table, then each of the twenty households, with its file and its letter."""
    show(opened, server, "households.ipynb")
    for name in NAMES:
        opened.get_by_label("查找").fill(name)
        row = opened.locator(".cw-table tbody tr").first
        expect(row).to_contain_text(name)
        row.click()
        expect(opened.locator(".cw h2", has_text=name)).to_be_visible()
    opened.get_by_role("tab", name="打印", exact=True).click()
    opened.get_by_role("button", name="打印决定书").click()
    quiet(opened)


def test_follow_up_and_rules_show_names_as_text(opened: Page, server: Lab) -> None:
    show(opened, server, "follow_up.ipynb")
    opened.get_by_label("查找").fill(TELLING)
    expect(opened.locator(".cw-table tbody tr", has_text=TELLING).first).to_be_visible()
    opened.locator(".cw-table tbody tr", has_text=TELLING).first.click()
    expect(opened.locator(".cw", has_text=TELLING).first).to_be_visible()
    quiet(opened)
    show(opened, server, "rules.ipynb")
    expect(opened.locator(".cw").first).to_be_visible()
    quiet(opened)


def test_a_report_opened_in_the_browser_runs_nothing(opened: Page, hostile: Path, tmp_path: Path) -> None:
    with Casebook.open(hostile) as book:
        numbers = [h.file_number for h in book.households() if h.name in NAMES]
    assert len(numbers) == len(NAMES)
    for number in numbers[:4]:
        for name in ("dossier", "letter"):
            [file] = reports.render(name, hostile, {"file": number, "lang": "zh"}, tmp_path, by="示例经办人")
            opened.goto(file.as_uri())
            expect(opened.locator("h2")).to_be_visible()
            quiet(opened)
    kernels.close()

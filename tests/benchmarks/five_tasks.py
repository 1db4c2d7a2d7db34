"""A caseworker's five tasks in the browser, timed, and a picture of every page in both languages for docs/pages.md.

JupyterLab is started over a demo of 200 households; each task is done with keyboard and mouse as a caseworker would, without pauses for
thought, from a page that is open to the answer that can be read. The time is the machine's share of the task.

    .venv/bin/python -m tests.benchmarks.five_tasks --out FOLDER [--rounds 5] [--pictures docs/images/pages]
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from casework import demo
from casework.casebook import Casebook
from tests.browser.conftest import FLAGS, READY, Lab, serve

PAGES = {
    "start": 900, "first_day": 1500, "intake": 1000, "households": 1350, "rules": 1250, "allocation": 1750, "payments": 1250, "follow_up": 1000,
}  # fmt: skip
"""The pages, and how tall a window shows what matters on each."""
SLOTS: dict[str, list[float]] = {}


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Adds the seconds of what is done inside to those of its name."""
    began = time.perf_counter()
    yield
    SLOTS.setdefault(name, []).append(time.perf_counter() - began)


def show(page: Page, lab: Lab, name: str) -> None:
    """A page, opened and run."""
    page.goto(lab.url(f"{name}.ipynb"))
    page.wait_for_function(READY)
    page.locator(".jp-NotebookPanel[data-casework=ran]").wait_for()


def tab(page: Page, name: str) -> None:
    """Another tab of a household's page."""
    page.get_by_role("tab", name=name, exact=True).click()


def tasks(page: Page, lab: Lab) -> None:
    """Find 王芳; why she is relative; what is missing; who gains from 50,000 yuan more; print the letter."""
    with timed("open the households page"):
        show(page, lab, "households")
        expect(page.locator(".cw-table tbody tr").first).to_be_visible()
    with timed("1 find 王芳"):
        page.get_by_label("查找").fill("王芳")
        row = page.locator(".cw-table tbody tr", has_text="王芳").first
        expect(row).to_be_visible()
        row.press("Enter")
        expect(page.locator(".cw h2", has_text="王芳")).to_be_visible()
    with timed("2 why is she relative"):
        expect(page.locator(".cw h2", has_text="王芳")).to_contain_text("相对困难")
        expect(page.get_by_role("img", name="从收入到标准")).to_be_visible()
        expect(page.locator(".cw", has_text="核算说明").last).to_contain_text("相对困难")
    with timed("5 print the letter"):
        tab(page, "打印")
        page.get_by_role("button", name="打印决定书").click()
        expect(page.locator("iframe.cw-print-frame")).to_be_attached()
    with timed("3 what is missing"):
        page.get_by_label("查找").fill("")
        page.get_by_label("类别").select_option("无法认定")
        first = page.locator(".cw-table tbody tr").first
        expect(first).to_contain_text("无法认定")
        first.press("Enter")
        expect(page.get_by_text("下次入户先问").first).to_be_visible()
    with timed("open the allocation page"):
        show(page, lab, "allocation")
        expect(page.locator("svg[viewBox^='0 0 760']")).to_be_visible()
    with timed("4 move 50,000 yuan to the union fund and see who gains"):
        slider = page.locator(".widget-hslider", has_text="县工会帮扶资金").first
        readout = slider.locator(".widget-readout")
        wanted = int(readout.inner_text().replace(",", "")) + 50_000
        readout.fill(str(wanted))
        readout.press("Enter")
        page.get_by_role("button", name="与现有资金相比").click()
        expect(page.get_by_text("户多得共").first).to_be_visible()


def pictures(page: Page, lab: Lab, folder: Path, number: str) -> None:
    """Each page in each language, as it is when it is opened; of the households page with a household on it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, height in PAGES.items():
        page.set_viewport_size({"width": 1200, "height": height})
        show(page, lab, name)
        for lang, said in (("zh", "中文"), ("en", "English")):
            page.get_by_role("button", name=said, exact=True).click()
            FIRST.get(name, lambda page, number: None)(page, number)
            page.wait_for_timeout(1200)
            page.locator(".jp-Notebook").first.evaluate("e => e.scrollTo(0, 0)")
            page.screenshot(path=folder / f"{name}-{lang}.png")


def _household(page: Page, number: str) -> None:
    search = page.locator(".widget-text input").first
    search.fill(number)
    page.locator(".cw-table tbody tr", has_text=number).first.click()
    expect(page.locator(".cw h2", has_text=number)).to_be_visible()


def _batch(page: Page, _: str) -> None:
    page.locator(".cw-table tbody tr").first.click()
    expect(page.locator(".cw-table").nth(1)).to_be_visible()


FIRST: dict[str, Callable[[Page, str], None]] = {"households": _household, "payments": _batch}
"""What is clicked on a page before its picture is taken."""


def main() -> None:
    """Prints the median seconds of each task and writes them as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--pictures", type=Path)
    asked.add_argument("--at", type=Path, help="where the demo lies, as the first day's picture shows it")
    said = asked.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        book = said.at or Path(folder) / "demo.db"
        demo.make(book, households=200, seed=1).close()
        with Casebook.open(book) as opened:
            number = next(h.file_number for h in opened.households() if h.name == "王芳")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=FLAGS)
        for lab in serve(Path(folder) / "lab", book):
            page = browser.new_context(viewport={"width": 1280, "height": 1200}, locale="zh-CN").new_page()
            for _ in range(said.rounds):
                tasks(page, lab)
            if said.pictures:
                pictures(page, lab, said.pictures, number)
        browser.close()
    found = {name: round(statistics.median(values), 2) for name, values in sorted(SLOTS.items())}
    result = {"rounds": said.rounds, "cores": os.cpu_count(), "load": os.getloadavg(), "seconds": found}
    (said.out / "five_tasks.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
    for name, seconds in found.items():
        print(f"{name}: {seconds:.2f} s")


if __name__ == "__main__":
    main()

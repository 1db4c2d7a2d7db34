"""Intake as a caseworker uses it: the county's workbook is corrected and stored; one household is typed in."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from casework.casebook import Casebook
from tests.test_intake import COUNTY, id_number

from .conftest import Lab, picture

CLERK = "示例建档人"
HOSTILE = "<img src=x onerror='window.top.ran=1'>"
Open = Callable[[str], Page]


@pytest.fixture
def page(open_notebook: Open, lab: Lab, office: Path) -> Page:
    """The intake page over that book."""
    notebook = (lab.notebooks / "intake.ipynb").read_text("utf-8").replace("()", f"({json.dumps(str(office))[1:-1]!r})")
    (lab.notebooks / "intake_office.ipynb").write_text(notebook, "utf-8")
    return open_notebook("intake_office.ipynb")


def shot(page: Page, name: str) -> None:
    picture(page, f"intake_{name}", 1300)


def drop(page: Page, file: Path) -> None:
    """Drops a file somewhere on the page."""
    content = base64.b64encode(file.read_bytes()).decode()
    script = """([name, content]) => {
        const data = new DataTransfer(), bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
        data.items.add(new File([bytes], name));
        return data;
    }"""
    data = page.evaluate_handle(script, [file.name, content])
    for kind in ("dragover", "drop"):
        page.locator(".cw").last.dispatch_event(kind, {"dataTransfer": data})


def test_the_countys_workbook_is_corrected_and_stored(page: Page, office: Path) -> None:
    """Dropped on the page; its documented counts; the income written as a word is corrected with the keyboard, and one household more is stored."""
    dirt = json.loads(COUNTY.with_suffix("").with_suffix(".dirt.json").read_text("utf-8"))
    summary, fault = dirt[-1]["summary"], next(e for e in dirt if e.get("kind") == "money is not a number")
    homes = summary["accepted_households_if_nothing_else"]
    expect(page.get_by_text("请选择一个 .xlsx 工作簿")).to_be_visible()
    drop(page, COUNTY)
    row = page.locator(".cw-table tbody tr", has_text="约两千")
    expect(row.locator("td")).to_contain_text(["职工信息", str(fault["row"]), fault["职工编号"]])
    figures = page.locator("table", has_text="读入行").locator("td")
    expect(figures.nth(0)).to_have_text(str(summary["rows"]))
    expect(figures.nth(5)).to_have_text(str(homes))
    row.focus()
    row.press("Enter")
    expect(page.get_by_role("heading", name="本人月平均收入，原写“约两千”")).to_be_visible()
    page.get_by_label("新值").fill("2000")
    shot(page, "correct_zh")
    page.get_by_label("新值").press("Tab")
    page.keyboard.press("Enter")
    expect(figures.nth(5)).to_have_text(str(homes + 1))
    expect(row).to_have_count(1)
    page.get_by_role("button", name="English").click()
    expect(page.locator(".cw-table th", has_text="Was")).to_be_visible()
    shot(page, "corrected_en")
    page.get_by_role("button", name="中文").click()
    page.get_by_label("经办人").first.fill(CLERK)
    page.get_by_role("button", name="存入案卷库").click()
    expect(page.get_by_text(f"已存入 {homes + 1} 户")).to_be_visible()
    shot(page, "stored_zh")
    with Casebook.open(office) as book:
        assert book.household(fault["职工编号"]).own_income_month_fen == 200_000
        assert len(book.households()) == homes + 1


def test_a_household_is_typed_in_and_its_class_appears(page: Page, office: Path) -> None:
    """By keyboard from box to box: 30,000 yuan a year for two is 1,250 a month, below twice the line of 1,000."""
    page.get_by_role("button", name="English").click()
    page.get_by_role("tab", name="One household").click()
    page.get_by_label("File number").focus()
    for text in ("N1", HOSTILE, id_number()):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.get_by_label("Date of birth").first).to_have_value("1980-05-06")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for text in ("2", "30000", "0", "0", HOSTILE):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("child")
    cells = page.locator(".jp-Cell").count()
    page.keyboard.press("x")
    said = page.locator(".cw", has_text="Dibao line")
    expect(said).to_contain_text("is not an amount in yuan")
    expect(said).to_contain_text("Cannot decide yet")
    expect(page.locator(".cw-wrong").get_by_label("Other rigid expenditure")).to_be_visible()
    page.get_by_label("Other rigid expenditure").fill("0")
    expect(said.locator("h3")).to_have_text("relative hardship")
    assert page.locator(".jp-Cell").count() == cells, "a letter typed in a list is no command of the notebook"
    expect(said).to_contain_text("1,250.00")
    page.get_by_role("button", name="Add a member").click()
    page.get_by_label("Relation to head").select_option("daughter")
    expect(said).to_contain_text("Member 1: Name")
    shot(page, "form_en")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_label("职工编号")).to_have_value("N1")
    shot(page, "form_zh")
    page.get_by_role("button", name="移除该成员").click()
    page.get_by_label("经办人").last.fill(CLERK)
    page.get_by_role("button", name="新建档案").click()
    expect(page.get_by_text("已新建档案 N1")).to_be_visible()
    page.get_by_label("职工编号").fill("N1")
    expect(page.get_by_text("职工编号“N1”已在案卷库中")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    with Casebook.open(office) as book:
        assert (book.household("N1").name, book.state("N1")) == (HOSTILE, None)

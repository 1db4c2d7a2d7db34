"""Rules as a caseworker uses it: this year's line is entered, its reach is read, another person signs; the same page in English."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from casework.casebook import Casebook, lines, reach
from casework.money import show

from .conftest import picture

USUAL: ViewportSize = {"width": 1280, "height": 900}
Open = Callable[[str], Page]
HOSTILE = "<img src=x onerror=window.hacked=1>示例通知"


def fill(page: Page, **said: str) -> None:
    """Fields by their labels."""
    for label, text in said.items():
        page.get_by_label(label, exact=True).fill(text)
        page.get_by_label(label, exact=True).press("Tab")


def shot(page: Page, name: str) -> None:
    picture(page, name, 2200)
    page.set_viewport_size(USUAL)


def test_a_line_is_entered_its_reach_is_read_and_another_signs(open_notebook: Open, book: Path) -> None:
    page = open_notebook("rules.ipynb")
    expect(page.get_by_text("示例市为虚构").first).to_be_visible()
    expect(page.get_by_text("示例市民政局公布的低保标准（虚构）").last).to_be_visible()
    shot(page, "rules_read_zh")
    page.get_by_role("tab", name="本年标准").click()
    expect(page.get_by_text("还没有登记过标准")).to_be_visible()
    fill(page, **{"每人每月(元)": "1120", "文件名称": HOSTILE, "文号": "示例民〔2026〕1号", "发文日期": "2026-06-20", "施行日": "2027-01-01", "登记人": "示例经办人"})  # fmt: skip
    page.get_by_role("button", name="先看影响").click()
    with Casebook.open(book) as opened:
        said = lines.Entered("demo", 112_000, date(2027, 1, 1), "x", date(2026, 6, 20))
        found = reach.reach(opened, said)
    changed = f"户中 {len(found['households'])} 户有变化"
    expect(page.get_by_text(changed)).to_be_visible()
    page.get_by_role("button", name="登记，待签批").click()
    expect(page.get_by_text("第 1 号标准已登记，等另一人签批。")).to_be_visible()
    expect(page.get_by_text(changed)).to_be_visible()
    expect(page.get_by_text(f"增加 {show(found['cost_fen'])} 元")).to_be_visible()
    shot(page, "rules_waiting_zh")
    fill(page, 签批人="示例经办人")
    page.get_by_role("button", name="签批，自施行日起生效").click()
    expect(page.get_by_text("不是审批人")).to_be_visible()
    fill(page, 签批人="示例审批人")
    page.get_by_role("button", name="签批，自施行日起生效").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("第 1 号标准已签批，自 2027-01-01 起用于核算。")).to_be_visible()
    expect(page.locator(".cw-table tbody tr", has_text="已签批，未到施行日")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    with Casebook.open(book) as opened:
        assert opened.standard().line_on(date(2027, 1, 1)) == 112_000
    shot(page, "rules_signed_zh")
    page.get_by_role("tab", name="两套对照").click()
    number = found["households"][0]["household"]
    fill(page, **{"户（编号或姓名）": number})
    page.get_by_label("另一规则包", exact=True).select_option(label="青岛市困难职工认定，2024 年低保标准（示例）")
    page.get_by_role("button", name="对照", exact=True).click()
    expect(page.get_by_text("差别从哪里来")).to_be_visible()
    shot(page, "rules_two_zh")


def test_a_line_that_waits_is_read_and_refused_in_english(open_notebook: Open, book: Path) -> None:
    with Casebook.open(book) as opened:
        said = lines.Entered("demo", 130_000, date(2027, 7, 1), "示例通知", date(2026, 6, 20))
        seq = lines.enter(opened, said, "示例经办人")
        found = reach.reach_of(opened, seq)
    page = open_notebook("rules.ipynb")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("What it lacks").or_(page.get_by_text("The documents behind it"))).to_be_visible()
    shot(page, "rules_read_en")
    page.get_by_role("tab", name="This year's line").click()
    row = page.locator(".cw-table tbody tr", has_text="waits for a signature")
    row.focus()
    row.press("Enter")
    expect(page.get_by_text(f"{len(found['households'])} change")).to_be_visible()
    shot(page, "rules_waiting_en")
    fill(page, **{"Signed by": "示例审批人", "Why refused": "not the amount of the document"})
    page.get_by_role("button", name="Refuse", exact=True).click()
    expect(page.get_by_text(f"Line {seq} was refused.")).to_be_visible()
    page.get_by_role("tab", name="Reach of a change").click()
    page.get_by_label("Change to", exact=True).select_option(label="Beijing, 2021 (an example)")
    page.get_by_role("button", name="See the reach").click()
    expect(page.get_by_text("Moves between classes")).to_be_visible()
    shot(page, "rules_reach_en")
    page.get_by_role("tab", name="Side by side").click()
    fill(page, Household=found["households"][0]["household"])
    page.get_by_role("button", name="Set side by side").click()
    expect(page.get_by_text("What makes the difference")).to_be_visible()
    shot(page, "rules_two_en")

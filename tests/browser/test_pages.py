"""Each page as a caseworker uses it, in JupyterLab in Chromium, over the demo casebook."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from casework.casebook import Casebook

Open = Callable[[str], Page]


def test_a_slider_moves_the_plan(open_notebook: Open) -> None:
    page = open_notebook("allocation.ipynb")
    granted = page.locator(".cw tr", has_text="方案金额(元)").locator("td.n").first
    before = granted.inner_text()
    page.locator(".noUi-handle").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(granted).not_to_have_text(before)
    moved = page.locator(".widget-readout").first.inner_text()
    expect(page.locator(".cw tr", has_text="中央专项帮扶资金").locator("td.n").first).to_have_text(f"{moved}.00")
    expect(page.locator("svg[viewBox^='0 0 760']")).to_be_visible()


def test_two_plans_are_kept_and_compared(open_notebook: Open, book: Path) -> None:
    """Deepest first and most served, kept by name; the comparison names what the book's own answer says of each."""
    page = open_notebook("allocation.ipynb")
    page.get_by_text("保存和比较方案").click()
    for policy, name in (("深度优先", "甲案"), ("满足户数最多", "乙案")):
        page.get_by_label("分配办法").select_option(policy)
        expect(page.get_by_text("有利于需求较小" if name == "乙案" else "先深度、再相对")).to_be_visible()
        page.get_by_label("方案名").fill(name)
        page.get_by_label("经办人").fill("示例经办人")
        page.get_by_label("经办人").press("Tab")
        page.get_by_role("button", name="保存屏上方案").click()
        expect(page.get_by_text(f"已保存方案 {name}。")).to_be_visible()
    page.get_by_role("button", name="比较", exact=True).click()
    with Casebook.open(book) as opened:
        served = [
            opened.allocate(policy)[1].measures()["households_fully_served"]
            for policy in ("deepest-first", "most-served")
        ]
    row = page.locator(".cw tr", has_text="全额满足户数").last.locator("td.n")
    expect(row).to_have_text([str(n) for n in served])
    row.last.scroll_into_view_if_needed()


def test_other_budgets_are_drawn(open_notebook: Open) -> None:
    page = open_notebook("allocation.ipynb")
    page.get_by_text("其他预算会怎样", exact=True).click()
    page.get_by_role("button", name="按所选办法画出").click()
    figure = page.get_by_role("img", name="资金总额变化时")
    expect(figure).to_be_visible()
    figure.scroll_into_view_if_needed()


def test_how_long_the_money_lasts_stands_on_the_allocation_page(open_notebook: Open) -> None:
    page = open_notebook("allocation.ipynb")
    page.get_by_role("tab", name="资金还能用多久").or_(page.locator("span", has_text="资金还能用多久")).first.click()
    figure = page.locator(".cw figure").last
    expect(figure).to_be_visible()
    figure.scroll_into_view_if_needed()


def test_the_start_page_shows_caseload_and_funds_and_switches_language(open_notebook: Open) -> None:
    page = open_notebook("start.ipynb")
    expect(page.get_by_role("heading", name="示例县")).to_be_visible()
    expect(page.locator(".cw").last).to_contain_text("中央专项帮扶资金")
    expect(page.locator(".cw-table tbody tr").first).to_contain_text("逾期")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".cw").last).to_contain_text("deep hardship")

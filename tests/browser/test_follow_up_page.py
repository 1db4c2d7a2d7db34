"""Follow-up as a caseworker uses it: a follow-up that is due is picked and recorded by keyboard; the sums read in English."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from casework.casebook import Casebook, caseload

from .conftest import picture

Open = Callable[[str], Page]
HOSTILE = "<img src=x onerror=window.ran=1>"


def shot(page: Page, name: str) -> None:
    picture(page, f"follow_up_{name}", 1500)


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until the focus is on what a selector names."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_follow_up_is_picked_and_recorded_by_keyboard(open_notebook: Open, book: Path) -> None:
    """Filtered, picked with Enter, refused in place to a handler, recorded by the visitor, gone from the list."""
    with Casebook.open(book) as opened:
        due = [item for item in caseload.agenda(opened) if item.due and item.due.what == "follow_up"]
    number, left = due[0].file_number, len(due) - 1
    page = open_notebook("follow_up.ipynb")
    page.get_by_label("事项").select_option("回访")
    page.get_by_label("期限").select_option("全部")
    rows = page.locator(".cw-table tbody tr").filter(visible=True)
    expect(rows).to_have_count(len(due))
    page.get_by_label("查找").focus()
    tab_to(page, f'tr[data-id="follow_up {number}"]')
    page.keyboard.press("Enter")
    expect(page.locator(".cw h2", has_text=number)).to_contain_text("脱困")
    expect(page.get_by_label("步骤").locator("option:checked")).to_have_text("回访")
    page.get_by_label("情况说明").fill(HOSTILE)
    page.get_by_label("办理人").fill("示例经办人")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("不是入户人")).to_be_visible()
    expect(page.get_by_label("情况说明")).to_have_value(HOSTILE)
    shot(page, "refused_zh")
    page.get_by_label("办理人").fill("示例入户人")
    tab_to(page, "button.mod-primary, button.mod-primary *")
    page.keyboard.press("Space")
    expect(page.get_by_text(f"{number}：2026-10-31 回访已登记")).to_be_visible()
    expect(rows).to_have_count(left)
    expect(page.locator(".cw-table tbody tr", has_text=number)).to_have_count(0)
    expect(page.locator(".cw td", has_text=HOSTILE)).to_be_visible()
    assert page.evaluate("window.ran") is None
    with Casebook.open(book) as opened:
        assert opened.steps(number)[-1][:3] == ("follow_up", opened.last_day, "示例入户人")
    shot(page, "done_zh")


def test_the_sums_of_the_caseload_read_in_english(open_notebook: Open, book: Path) -> None:
    with Casebook.open(book) as opened:
        found = caseload.effect(opened, opened.assess())
        never = caseload.visits(opened, opened.assess()).never
        exits = caseload.flows(opened, (2026,))[2026].exits.total()
    page = open_notebook("follow_up.ipynb")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("to do,").first).to_be_visible()
    shot(page, "due_en")
    page.get_by_role("tab", name="Effect of aid").click()
    row = page.locator(".cw tr", has_text="Below the line")
    for standing in (found.before, found.after, found.in_full):
        expect(row).to_contain_text(f"{standing.below}, {100 * standing.below / standing.of:.1f} %")
    shot(page, "aid_en")
    page.get_by_role("tab", name="Came and left").click()
    expect(page.locator(".cw tr", has_text="Exits").last).to_contain_text(str(exits))
    shot(page, "flows_en")
    page.get_by_role("tab", name="Visits").click()
    expect(page.get_by_role("img", name="Households visited and followed up, by month")).to_be_visible()
    shot(page, "visits_en")
    page.locator(".cw-table tbody tr").filter(visible=True).first.press("Enter")
    expect(page.locator(".cw h2", has_text=never[0][0])).to_be_visible()
    shot(page, "file_en")

"""Ledger and payments as a caseworker uses it: a batch is chosen, approved and paid with mouse and keyboard."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from casework.casebook import Casebook, batches
from casework.money import show

WHOLE: ViewportSize = {"width": 1280, "height": 2000}
"""A window that shows the whole page, for its picture."""
Open = Callable[[str], Page]


def test_a_batch_is_approved_by_mouse_and_paid_by_keyboard(open_notebook: Open, book: Path) -> None:
    """The adopter is refused in place; the approver approves; the payer pays, saves the bank file and sees the new balances."""
    page = open_notebook("payments.ipynb")
    with Casebook.open(book) as opened:
        batch = next(b for b in batches.batches(opened) if b["state"] == "waiting")
    row = page.locator(".cw-table tbody tr", has_text=batch["batch"]).first
    row.focus()
    row.press("Enter")
    expect(page.locator(".cw h3", has_text=f"批次 {batch['batch']}：待审批")).to_be_visible()
    who, said = page.get_by_label("办理人"), page.locator("[role=status]").last
    who.fill("示例经办人")
    page.get_by_role("button", name="审批", exact=True).click()
    expect(said).to_contain_text("不是审批人")
    who.fill("示例审批人")
    page.get_by_role("button", name="审批", exact=True).click()
    expect(page.get_by_text(f"批次 {batch['batch']}：审批 {batch['grants']} 笔。")).to_be_visible()
    expect(row).to_contain_text("待发放")
    expect(who).to_have_value("")
    who.press_sequentially("示例出纳")
    pay = page.get_by_role("button", name="发放", exact=True)
    for _ in range(8):
        if pay.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"发放 {batch['grants']} 笔共 {show(batch['amount_fen'])} 元")).to_be_visible()
    expect(row).to_contain_text("已发放")
    page.get_by_role("button", name="银行文件存到案卷库旁").click()
    expect(page.get_by_text("只有本机当前用户可读")).to_be_visible()
    assert book.with_name(f"bank-{batch['batch']}-1.csv").exists()
    with Casebook.open(book) as opened:
        for fund in batches.balances(opened):
            expect(page.locator(".cw tr", has_text=fund.name).first).to_contain_text(show(fund.paid_fen))
    page.set_viewport_size(WHOLE)
    page.locator(".jp-Cell").first.scroll_into_view_if_needed()


def test_the_banks_list_is_given_on_the_page_in_english(open_notebook: Open, book: Path) -> None:
    page = open_notebook("payments.ipynb")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".cw h3", has_text="Batches")).to_be_visible()
    with Casebook.open(book) as opened:
        batch = batches.batches(opened)[-2]
        line, (_, fen) = next(iter(opened._lines(f"{batch['batch']}-1").items()))
    page.locator(".cw-table tbody tr", has_text=batch["batch"]).first.click()
    expect(page.locator(".cw h3", has_text=f"Batch {batch['batch']}: paid")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose the bank's list").click()
    content = f"序号,金额,原因\n{line},{show(fen).replace(',', '')},销户\n77,1.00,无此行\n"
    chooser.value.set_files({"name": "back.csv", "mimeType": "text/csv", "buffer": content.encode()})
    expect(page.get_by_text("back.csv is chosen")).to_be_visible()
    page.get_by_label("Done by").fill("示例出纳")
    page.get_by_role("button", name="Book the returns").click()
    expect(page.get_by_text(f"1 payments came back, {show(fen)} yuan")).to_be_visible()
    expect(page.get_by_text("row 2 does not fit the bank file")).to_be_visible()
    page.set_viewport_size(WHOLE)
    page.locator(".jp-Cell").first.scroll_into_view_if_needed()

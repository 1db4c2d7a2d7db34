"""First day as a new office does it: on a server whose casebook is not there yet, with the mouse and the keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from casework.casebook import Casebook

from .conftest import Lab, picture, serve

HOSTILE = "<img src=x onerror=window.ran=1>"
Open = Callable[[str], Page]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Where the office's book will be."""
    return tmp_path / "books" / "county.db"


@pytest.fixture
def lab(tmp_path: Path, book: Path) -> Iterator[Lab]:
    """A server of its own, over a book that is not there yet."""
    yield from serve(tmp_path / "lab", book)


def shot(page: Page, name: str, height: int = 2600) -> None:
    picture(page, f"first-day-{name}", height)


def head(page: Page, title: str) -> Locator:
    return page.locator(".cw h3", has_text=title)


def tab_to(page: Page, wanted: Locator) -> None:
    """Goes on with the Tab key until an element has the focus."""
    for _ in range(12):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


def add(page: Page, name: str, roles: list[str], level: str = "不审批") -> None:
    page.get_by_label("姓名", exact=True).fill(name)
    for role in roles:
        page.get_by_role("checkbox", name=role, exact=True).check()
    page.get_by_label("审批层级").select_option(level)
    page.get_by_role("button", name="登记人员").click()
    expect(page.get_by_text(f"已登记 {name}。")).to_be_visible()


def test_an_office_sets_itself_up_in_chinese(open_notebook: Open, lab: Lab, book: Path, tmp_path: Path) -> None:
    """Made with the keyboard, encrypted; three people and a fund; the marks; then the other pages open the book by its noted key."""
    page = open_notebook("start.ipynb")
    shot(page, "no-book-zh", 700)
    page.get_by_role("link", name="打开“首日设置”页").click()
    page.locator(".jp-NotebookPanel[data-casework=ran]").nth(1).wait_for()
    expect(head(page, "案卷库")).to_contain_text("待办")
    shot(page, "empty-zh")
    page.get_by_label("办理人").fill("示例管理员")
    page.get_by_label("单位名称").fill("示例县总工会")
    page.get_by_label("密钥文件").fill(str(book.with_name("county.key")))
    make = page.get_by_role("button", name="建立案卷库")
    make.click()
    expect(page.get_by_text("与案卷库在同一文件夹")).to_be_visible()
    key = page.get_by_label("密钥文件")
    key.fill(str(tmp_path / "safe" / "county.key"))
    tab_to(page, make)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"已建立案卷库 {book}")).to_be_visible()
    expect(head(page, "案卷库")).to_contain_text("已完成")
    add(page, "示例甲", ["经办人", "入户人", "审核人", "出纳"])
    expect(page.get_by_text("还缺：审批人")).to_be_visible()
    add(page, "示例乙", ["审核人"])
    add(page, HOSTILE, ["审批人"], "县级工会")
    expect(head(page, "人员")).to_contain_text("已完成")
    page.get_by_label("办理人").fill("示例甲")
    page.get_by_label("资金名称").fill("县工会帮扶资金")
    page.get_by_label("资金来源").select_option("工会经费")
    for words in ("生活救助", "医疗救助", "深度困难", "相对困难"):
        page.get_by_role("checkbox", name=words, exact=True).check()
    page.get_by_label("首笔到账(元)").fill("250,000")
    look = page.get_by_role("button", name="核对", exact=True)
    look.click()
    expect(page.get_by_text("“到账凭证”缺少这一项")).to_be_visible()
    page.get_by_label("到账凭证").fill("示例工〔2026〕3号")
    look.click()
    expect(page.get_by_text("可用于深度困难、相对困难的生活救助、医疗救助")).to_be_visible()
    page.get_by_text("更多限定（可不填）").click()
    shot(page, "fund-zh")
    page.get_by_role("button", name="登记资金").click()
    expect(head(page, "资金")).to_contain_text("已完成")
    expect(page.get_by_text("共 5 步，已完成 3 步")).to_be_visible()
    shot(page, "done-zh")
    assert not book.read_bytes().startswith(b"SQLite format 3")
    with Casebook.open(book) as opened:
        assert (opened.settings["unit"], [f.name for f in opened.funds()]) == ("示例县总工会", ["县工会帮扶资金"])
    page = open_notebook("start.ipynb")
    expect(page.get_by_role("heading", name="示例县总工会")).to_be_visible()
    expect(page.locator(".cw").last).to_contain_text("县工会帮扶资金")
    shot(page, "start-zh", 900)
    assert page.evaluate("window.ran") is None


def test_an_office_sets_itself_up_in_english(open_notebook: Open, book: Path) -> None:
    """What was typed in Chinese is still there in English; the key is proposed in the user's home."""
    page = open_notebook("first_day.ipynb")
    page.get_by_label("办理人").fill("示例管理员")
    page.get_by_label("单位名称").fill("示例县总工会")
    page.get_by_label("单位名称").press("Tab")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Name of the office")).to_have_value("示例县总工会")
    page.get_by_label("Rule pack").select_option("Suqian, 2024 campaign (an example)")
    expect(page.get_by_text("not law in force")).to_be_visible()
    shot(page, "empty-en")
    page.get_by_role("button", name="Make the casebook").click()
    expect(page.get_by_text("is made.")).to_be_visible()
    expect(page.get_by_text("casework-keys/county.key")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("示例甲")
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_text("Roles: it is missing")).to_be_visible()
    page.get_by_role("checkbox", name="handler", exact=True).check()
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_text("Still wanting: visitor, reviewer, approver, payer")).to_be_visible()
    page.get_by_label("Done by").fill("示例甲")
    page.get_by_text("Further limits (may be empty)").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Checked: 0 faults")).to_be_visible()
    shot(page, "done-en")
    with Casebook.open(book) as opened:
        assert opened.settings["pack"] == "suqian-2024"

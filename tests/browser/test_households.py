"""The households page as a caseworker uses it, in JupyterLab in Chromium, over the demo casebook."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from casework.assistance.explain import explain
from casework.assistance.unknowns import questions
from casework.casebook import Casebook, Source
from casework.households import FACT_WORDS
from casework.vocabulary import CLASSES

from .conftest import picture

Open = Callable[[str], Page]


@pytest.fixture
def page_of(open_notebook: Open) -> Callable[[str], Page]:
    """The page with the household of a name on the screen."""

    def opened(name: str) -> Page:
        page = open_notebook("households.ipynb")
        page.get_by_label("查找").fill(name)
        page.locator(".cw-table tbody tr", has_text=name).first.click()
        expect(page.locator(".cw h2", has_text=name)).to_be_visible()
        return page

    return opened


def whole(page: Page, name: str) -> None:
    picture(page, name, 1300)


def tab(page: Page, name: str) -> Locator:
    page.get_by_role("tab", name=name, exact=True).click()
    return page.locator(".widget-tab-contents > :not(.lm-mod-hidden)")


def test_a_caseworker_finds_wang_fang_and_reads_why(page_of: Callable[[str], Page], book: Path) -> None:
    """Search a name, pick the row, find class, the way to the line, net income and the rule's document on the page."""
    page = page_of("王芳")
    with Casebook.open(book) as opened:
        number = next(h.file_number for h in opened.households() if h.name == "王芳")
        assessment = opened.assess(number=number)
    expect(page.locator(".cw h2", has_text=number)).to_contain_text(CLASSES.words[assessment.class_of(0)].zh)
    expect(page.get_by_role("img", name="从收入到标准")).to_be_visible()
    note = page.locator(".cw", has_text="核算说明").last
    expect(note).to_contain_text("《示例市困难职工帮扶办法》")
    for step in explain(assessment, 0):
        expect(note).to_contain_text(step.result.zh)
    whole(page, "household_why_zh")


def test_filters_work_together_and_an_empty_result_says_what_to_do(open_notebook: Open) -> None:
    page = open_notebook("households.ipynb")
    page.get_by_label("类别").select_option("深度困难")
    expect(page.locator(".cw-bar")).to_contain_text("第 1/4 页，共 58 条")
    assert set(page.locator(".cw-table tbody tr td:nth-child(5)").all_inner_texts()) == {"深度困难"}
    page.get_by_label("查找").fill("公交")
    page.get_by_label("致困原因").select_option("子女上学")
    expect(page.locator(".cw-table tbody tr td:nth-child(3)").first).to_have_text("示例公交集团")
    expect(page.locator(".cw-bar")).not_to_contain_text("共 58 条")
    page.get_by_label("查找").fill("没有这个人")
    expect(page.get_by_text("没有符合条件的档案")).to_be_visible()
    whole(page, "households_none_zh")
    page.get_by_role("button", name="清除条件").click()
    expect(page.locator(".cw-bar")).to_contain_text("共 200 条")


def test_the_table_is_turned_and_sorted_by_keyboard(open_notebook: Open, book: Path) -> None:
    """The last page by its number, then net income from the headers: the least first, then the most."""
    page = open_notebook("households.ipynb")
    first = page.locator(".cw-table tbody tr").first
    before = first.inner_text()
    page.get_by_label("下一页").click()
    expect(page.locator(".cw-bar")).to_contain_text("第 2/14 页")
    assert first.inner_text() != before
    page.get_by_label("转到页").fill("14")
    page.get_by_label("转到页").press("Enter")
    expect(page.locator(".cw-bar")).to_contain_text("第 14/14 页")
    expect(page.get_by_label("最后一页")).to_be_disabled()
    header = page.get_by_role("columnheader", name="月人均纯收入")
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".cw-bar")).to_contain_text("第 1/14 页")
    page.keyboard.press("Space")
    expect(header).to_have_attribute("aria-sort", "descending")
    with Casebook.open(book) as opened:
        assessment = opened.assess()
    net = [assessment.row(i)["net_income_per_capita_month_fen"] for i in range(len(assessment))]
    most = assessment.population.number(max(range(len(net)), key=lambda i: -1 if net[i] is None else net[i]))
    expect(first).to_contain_text(most)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("columnheader", name="Net/head")).to_have_attribute("aria-sort", "descending")
    expect(first).to_contain_text(most)
    whole(page, "households_sorted_en")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cw h2", has_text=most)).to_be_visible()


def test_what_to_ask_first_stands_on_an_undecided_page(open_notebook: Open, book: Path) -> None:
    """The first fact to ask is the one that the book's own answer names first."""
    page = open_notebook("households.ipynb")
    page.get_by_label("类别").select_option("无法认定")
    expect(page.locator(".cw-table tbody tr").first).to_contain_text("无法认定")
    number = page.locator(".cw-table tbody tr td").first.inner_text()
    page.locator(".cw-table tbody tr").first.click()
    with Casebook.open(book) as opened:
        first = questions(opened.assess(number=number), 0)[0].fact
    expect(page.get_by_text(f"下次入户先问：{FACT_WORDS[first].zh}")).to_be_visible()
    whole(page, "household_undecided_zh")
    expect(tab(page, "打印")).to_contain_text("困难职工帮扶：尚不能决定")


def test_another_income_moves_class_and_aid(page_of: Callable[[str], Page], book: Path) -> None:
    """With 20,000 a year 王芳's household is deep; as it is again it is relative; the book stays as it was."""
    page, before = page_of("王芳"), book.read_bytes()
    shown = tab(page, "假如")
    page.get_by_label("家庭年度总收入（元）").fill("20000")
    row = shown.locator("tr", has_text="困难类别")
    expect(row).to_contain_text("深度困难")
    whole(page, "household_what_if_zh")
    page.get_by_label("家庭年度总收入（元）").fill("两万")
    expect(shown).to_contain_text("家庭年度总收入应填数字")
    page.get_by_role("button", name="恢复原值").click()
    expect(row).not_to_contain_text("深度困难")
    assert book.read_bytes() == before


def test_numbers_are_seen_only_for_a_reason_which_is_kept(page_of: Callable[[str], Page], book: Path) -> None:
    page = page_of("王芳")
    with Casebook.open(book) as opened:
        file = next(h for h in opened.households() if h.name == "王芳")
    shown = tab(page, "档案")
    expect(shown).to_contain_text(file.id_number[-2:])
    assert file.id_number not in page.content()
    page.get_by_role("button", name="显示完整号码").click()
    expect(shown).to_contain_text("请填写查看人和查看事由")
    assert file.id_number not in page.content()
    page.get_by_label("查看人").fill("示例经办人")
    page.get_by_label("查看事由").fill("核对银行卡")
    page.get_by_role("button", name="显示完整号码").click()
    expect(shown).to_contain_text(file.id_number)
    whole(page, "household_file_zh")
    with Casebook.open(book) as opened:
        last = opened.rows("SELECT by, act FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert last == {"by": "示例经办人", "act": f"reveal {file.file_number}: 核对银行卡"}


def test_the_cliffs_and_the_history_are_read_and_the_letter_prints(page_of: Callable[[str], Page]) -> None:
    page = page_of("王芳")
    expect(tab(page, "收入变化").get_by_role("img", name="收入变化时全年帮扶（元）")).to_be_visible()
    whole(page, "household_cliffs_zh")
    expect(tab(page, "办理经过")).to_contain_text("入户")
    whole(page, "household_history_zh")
    tab(page, "打印")
    page.get_by_role("button", name="打印决定书").click()
    frame = page.locator("iframe.cw-print-frame")
    expect(frame).to_be_attached()
    assert "困难职工帮扶决定书" in str(frame.get_attribute("srcdoc"))
    whole(page, "household_print_zh")


def test_the_page_speaks_english(page_of: Callable[[str], Page]) -> None:
    page = page_of("王芳")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("img", name="From income to the line")).to_be_visible()
    room = page.locator(".cw-table").evaluate("e => e.parentElement.clientWidth - e.offsetWidth")
    assert room >= 0, "no column is cut off"
    whole(page, "household_why_en")
    for name in ("What if", "Earning more", "History", "Case file", "Print"):
        tab(page, name)
        whole(page, f"household_{name.replace(' ', '_').lower()}_en")


def test_a_fact_is_corrected_by_keyboard(open_notebook: Open, book: Path) -> None:
    """A wrong amount is refused in place; then the effect is seen, kept, and class and history follow."""
    with Casebook.open(book) as opened:
        answers = opened.assess()
        files = zip(opened.households(), range(len(answers)), strict=True)
        file = next(f for f, i in files if answers.class_of(i) == "relative" and f.members and f.name != "王芳")
    page = open_notebook("households.ipynb")
    page.get_by_label("查找").fill(file.file_number)
    page.locator(".cw-table tbody tr", has_text=file.file_number).first.click()
    shown = tab(page, "更正")
    shown.get_by_label("谁的情况").focus()
    press = page.keyboard.press
    press("Tab")
    expect(shown.get_by_label("项目", exact=True)).to_be_focused()
    for _ in range(6):
        press("ArrowDown")
        page.wait_for_timeout(200)
    expect(shown.get_by_label("项目", exact=True).locator("option:checked")).to_have_text("家庭年度总收入")
    expect(shown.get_by_label("改为")).to_have_attribute("placeholder", "元")
    press("Tab")
    expect(shown.get_by_label("改为")).to_be_focused()
    page.keyboard.type("两万")
    for _ in range(9):
        press("Tab")
        if shown.get_by_label("来源").evaluate("e => e === document.activeElement"):
            break
    for source in ("档案表", "证明材料", "入户调查"):
        press("ArrowDown")
        page.wait_for_timeout(200)  # what is chosen reaches the kernel before the next
        expect(shown.get_by_label("来源").locator("option:checked")).to_have_text(source)
    press("Tab")
    page.keyboard.type("示例工资单")
    press("Tab")
    page.keyboard.type("示例建档人")
    page.wait_for_timeout(500)
    press("Tab")
    expect(shown.get_by_role("button", name="先看影响")).to_be_focused()
    press("Enter")
    expect(shown).to_contain_text("不是金额")
    shown.get_by_label("改为").fill("2")
    shown.get_by_role("button", name="先看影响").focus()
    press("Space")
    expect(shown.locator("tr", has_text="困难类别")).to_contain_text("深度困难")
    whole(page, "household_correct_zh")
    expect(page.locator(".cw h2", has_text=file.file_number)).to_contain_text("相对困难")
    press("Tab")
    expect(shown.get_by_role("button", name="保存更正")).to_be_focused()
    press("Enter")
    expect(shown).to_contain_text("已保存更正")
    expect(page.locator(".cw h2", has_text=file.file_number)).to_contain_text("深度困难")
    whole(page, "household_corrected_zh")
    expect(tab(page, "办理经过").locator("tr", has_text="家庭年度总收入")).to_contain_text("示例建档人")
    page.get_by_role("button", name="English").click()
    shown = tab(page, "Correct")
    shown.get_by_label("Whose").select_option(index=1)
    page.wait_for_timeout(300)
    shown.get_by_label("Field", exact=True).select_option("Citizen ID number")
    shown.get_by_label("New value").fill(file.members[0].id_number)
    shown.get_by_label("Source").select_option("document")
    shown.get_by_label("Done by").fill("示例建档人")
    shown.get_by_role("button", name="Show what it changes").click()
    expect(shown).to_contain_text("Class and amounts stay the same.")
    whole(page, "household_correct_en")
    with Casebook.open(book) as opened:
        assert opened.household(file.file_number).annual_income_fen == 200
        was = {"annual_income_fen": file.annual_income_fen}
        opened.correct(file.file_number, was, Source("visit", opened.today()), "示例建档人")


def test_what_stands_in_a_name_never_runs(open_notebook: Open, book: Path) -> None:
    """A hostile name and employer on every tab and in print: read as text, never run."""
    hostile = "<img src=x onerror='window.top.ran=1'><script>window.top.ran=1</script>"
    with Casebook.open(book) as opened:
        file = opened.households()[-1]
        opened.correct(
            file.file_number,
            {"name": hostile, "employer": hostile, "address": hostile},
            Source("visit", opened.today()),
            "示例建档人",
        )
    page = open_notebook("households.ipynb")
    page.get_by_label("查找").fill(file.file_number)
    page.locator(".cw-table tbody tr", has_text=file.file_number).first.click()
    expect(page.locator(".cw h2", has_text=hostile)).to_be_visible()
    for name in ("假如", "收入变化", "办理经过", "档案", "更正", "打印"):
        tab(page, name)
    page.get_by_role("button", name="打印决定书").click()
    expect(page.locator("iframe.cw-print-frame")).to_be_attached()
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    with Casebook.open(book) as opened:
        opened.correct(
            file.file_number,
            {"name": file.name, "employer": file.employer, "address": file.address},
            Source("visit", opened.today()),
            "示例建档人",
        )

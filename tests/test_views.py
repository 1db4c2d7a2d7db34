"""Screens without a browser: set a value, read the result."""

from datetime import date
from pathlib import Path

import ipywidgets as widgets
import pytest

from casework import funds, money, pages, views
from casework.casebook import Casebook
from casework.views import allocation, guarded, households, start
from casework.views.table import ROWS, Table
from casework.vocabulary import Refused, Text
from tests.screens import html, inside


def test_the_class_filter_shows_just_the_households_of_that_class(path: Path, book: Casebook) -> None:
    screen, assessment = households.screen(path), book.assess()
    inside(screen.widget, widgets.Dropdown)[0].value = "relative"
    table = inside(screen.widget, Table)[0]
    wanted = [n for i, n in enumerate(assessment.population.numbers) if assessment.class_of(i) == "relative"]
    seen = []
    for number in range(table.pages):
        table.page = number
        seen += [row[0] for row in table.rows]
    assert seen == wanted


def test_searching_a_name_of_two_characters_and_picking_it_shows_its_card(path: Path, book: Casebook) -> None:
    screen = households.screen(path)
    inside(screen.widget, widgets.Text)[0].value = "王芳"
    table = inside(screen.widget, Table)[0]
    wanted = [h.file_number for h in book.households() if "王芳" in h.name]
    assert [row[0] for row in table.rows] == wanted
    table.selected = wanted[0]
    assert "核算说明" in html(screen)
    assert wanted[0] in html(screen)


def test_switching_the_language_turns_the_whole_screen(path: Path) -> None:
    screen = start.screen(path)
    assert "在册家庭" in html(screen)
    inside(screen.widget, widgets.ToggleButtons)[0].value = "en"
    assert "Caseload" in html(screen)
    assert "在册家庭" not in html(screen)


def test_the_start_screen_lists_what_is_due_and_which_batches_wait(path: Path, book: Casebook) -> None:
    """What the book says is due in the next seven days, the earliest first, and how many batches want a person."""
    screen = start.screen(path)
    due = book.due(within=7)
    assert due
    rows = inside(screen.widget, Table)[0].rows
    assert [r[1:] for r in rows] == [[d.file_number, d.said.zh] for d in due[:ROWS]]
    waiting = book.rows("SELECT count(DISTINCT batch) AS n FROM grant WHERE approved_by IS NULL AND reserved_fen > 0")[
        0
    ]["n"]
    assert f"待审批 {waiting}" in html(screen)


def test_the_start_screen_says_what_is_not_encrypted_and_invented(path: Path) -> None:
    said = html(start.screen(path))
    assert "未加密" in said
    assert "虚构" in said


def test_an_empty_fund_grants_nothing_and_its_needs_say_why(path: Path, book: Casebook) -> None:
    screen = allocation.screen(path)
    for slider in inside(screen.widget, widgets.IntSlider):
        slider.value = 0
    table = inside(screen.widget, Table)[0]
    assert {row[6] for row in table.rows} == {"0.00"} or {row[5] for row in table.rows} == {"0.00"}
    due = sum(n.amount_fen for n in book.needs(book.assess()))
    assert f"未满足金额(元)</td><td class=n>{money.show(due)}" in html(screen)


def test_untouched_sliders_give_the_plan_of_the_command_line(path: Path, book: Casebook) -> None:
    _, plan = book.allocate("deepest-first")
    assert money.show(plan.measures()["granted_fen"]) in html(allocation.screen(path))


def test_a_page_of_rows_is_all_that_reaches_the_browser() -> None:
    table = Table([Text("甲", "A")], "zh")
    table.show([(str(i), f"<b>{i}") for i in range(2 * ROWS + 1)])
    assert (len(table.rows), table.pages) == (ROWS, 3)
    table.page = 2
    assert table.rows == [[str(2 * ROWS), f"<b>{2 * ROWS}"]]
    table.page = 99
    assert table.rows == [[str(2 * ROWS), f"<b>{2 * ROWS}"]]


def test_a_refusal_in_a_callback_is_a_sentence_in_place() -> None:
    status = widgets.HTML()

    def refuse() -> None:
        raise Refused("不行<b>", "no <b>")

    guarded(status, "zh", refuse)({})
    assert "不行&lt;b&gt;" in status.value


def test_any_other_error_in_a_callback_is_shown_too() -> None:
    status = widgets.HTML()
    guarded(status, "en", lambda: {}["gone"])({})
    assert "KeyError" in status.value


def test_a_screen_says_the_same_fixed_words_where_no_kernel_runs(path: Path) -> None:
    bundle = households.screen(path)._repr_mimebundle_()
    assert bundle["text/plain"] == "困难职工档案 Households（请在 JupyterLab 中运行 / run in JupyterLab）"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_without_a_book_a_demo_of_200_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEWORK_BOOK", raising=False)
    with views.open_book() as first, views.open_book() as again:
        assert (len(first.households()), first.path) == (200, again.path)


def test_a_book_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    said = html(households.screen(tmp_path / "none.db"))
    assert f"还没有案卷库 {tmp_path / 'none.db'}" in said
    assert 'href="first_day.ipynb"' in said


def test_a_key_that_is_wanting_is_a_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEWORK_KEY_FILE", raising=False)
    Casebook.create(
        tmp_path / "b.db", unit="示例县", pack="demo-2026", last_day=date(2026, 1, 1), key_file=tmp_path / "k.key"
    ).close()
    assert "--key-file" in html(households.screen(tmp_path / "b.db"))
    assert households.summary(tmp_path / "b.db").empty


def press(screen: views.Screen, label: str) -> None:
    next(b for b in inside(screen.widget, widgets.Button) if b.description == label).click()


def fill(screen: views.Screen, **said: str) -> None:
    for box in inside(screen.widget, widgets.Text):
        box.value = said.get(box.description, box.value)


def test_moving_50000_yuan_to_the_union_fund_shows_who_gains(
    path: Path, book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The households named are those whose total grows between two plans asked of the book itself."""
    monkeypatch.setenv("CASEWORK_LANG", "zh")
    screen = allocation.screen(path)
    slider = next(s for s in inside(screen.widget, widgets.IntSlider) if s.description == "县工会帮扶资金")
    slider.value += 50_000
    press(screen, "与现有资金相比，谁多谁少")
    was, now = (
        {h: sum(fen for (who, _, _), fen in plan.grants.items() if who == h) for h in {n.household for n in plan.needs}}
        for plan in (
            book.allocate("deepest-first")[1],
            book.allocate("deepest-first", available={"县工会帮扶资金": slider.value * 100})[1],
        )
    )
    gain = {h: now[h] - was[h] for h in was if now[h] > was[h]}
    said = html(screen)
    assert gain
    assert f"{len(gain)} 户多得共 {money.show(sum(gain.values()))} 元" in said
    assert all(f"<td>{h}</td><td class=n>{money.show(fen)}" in said for h, fen in sorted(gain.items(), key=lambda row: (-row[1], row[0]))[:5])  # fmt: skip


def test_a_kept_plan_is_adopted_on_the_page_and_a_blank_name_is_refused_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_LANG", "en")
    screen = allocation.screen(path)
    press(screen, "Adopt and reserve the money")
    assert "keep a plan first" in html(screen)
    press(screen, "Keep the plan on the screen")
    assert "fill in who does it" in html(screen)
    fill(screen, Name="floor", Who="示例经办人")
    press(screen, "Keep the plan on the screen")
    press(screen, "Adopt and reserve the money")
    with Casebook.open(path) as after:
        batch = after.rows("SELECT batch, count(*) AS n, sum(reserved_fen) AS fen FROM grant WHERE adopted_by = '示例经办人' GROUP BY 1 ORDER BY 1 DESC")[0]  # fmt: skip
    assert f"batch {batch['batch']}: {batch['n']} grants, {money.show(batch['fen'])} yuan reserved" in html(screen)


RESERVE = """
- {name: 专留, source: union, receipts: [{date: 2026-10-01, amount: 9000, reference: r}], reference: x, reserve: {amount: 6000, for: [temporary]},
   pays: {aids: [living, temporary], classes: [deep, relative, accident], archived_only: false}}
"""


def test_a_smaller_reserve_lets_more_be_granted(path: Path, book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """9,000 yuan of which 6,000 stay for temporary aid that nobody is due: without the reserve they go to living aid."""
    monkeypatch.setenv("CASEWORK_LANG", "en")
    book.add_funds(funds.read(RESERVE, "f"), "示例出纳")
    held = book.allocate("deepest-first")[1]
    assert held.held(held.funds[-1]) > 0
    screen = allocation.screen(path)
    slider = next(s for s in inside(screen.widget, widgets.IntSlider) if s.description == "专留 reserve")
    slider.value = 0
    granted = held.measures()["granted_fen"] + held.held(held.funds[-1])
    assert f"Granted (yuan)</td><td class=n>{money.show(granted)}" in html(screen)


def test_a_screen_tells_how_it_is_used_in_the_language_shown(path: Path) -> None:
    screen = start.screen(path)
    assert "这一页怎么用" in html(screen)
    inside(screen.widget, widgets.ToggleButtons)[0].value = "en"
    assert "How to use this page" in html(screen)


def test_a_bar_shows_how_much_is_done_or_only_that_it_goes_on() -> None:
    half = pages.busy(Text("导入<b>", "Import <b>"), "en", 3, 6)
    assert 'aria-valuenow="50"' in half
    assert "Import &lt;b&gt; 50%" in half
    assert "valuenow" not in pages.busy(Text("导入", "Import"), "en")


def test_the_start_page_of_a_large_book_works_out_the_caseload_only_when_asked(
    path: Path, book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches and warnings at once; what is due, the caseload and the check on a button; no table below."""
    monkeypatch.setattr(start, "SMALL", len(book.households()) - 1)
    with monkeypatch.context() as patch:
        for slow in ("assess", "due", "households"):
            patch.setattr(Casebook, slow, lambda *_, **__: pytest.fail("this takes minutes"))
        screen = start.screen(path)
        assert start.summary(path).empty
    assert "待审批" in html(screen)
    assert "在册家庭" not in html(screen)
    press(screen, "查看待办、在册家庭和检查结果")
    assert "在册家庭" in html(screen)
    assert [row[0] for row in inside(screen.widget, Table)[0].rows] == [d.file_number for d in book.due(within=7)][
        :ROWS
    ]
    monkeypatch.setattr(start, "SMALL", len(book.households()))
    assert "在册家庭" in html(start.screen(path))

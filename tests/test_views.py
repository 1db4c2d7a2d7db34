"""Screens without a browser: set a value, read the result."""

from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from casework import money, views
from casework.casebook import Casebook
from casework.views import Screen, allocation, guarded, households, start
from casework.views.table import ROWS, Table
from casework.vocabulary import Refused, Text


def inside(widget: Any, kind: type) -> list[Any]:
    """Every widget of a kind, depth first."""
    own = [widget] if isinstance(widget, kind) else []
    return own + [found for child in getattr(widget, "children", ()) for found in inside(child, kind)]


def html(screen: Screen) -> str:
    return "".join(w.value for w in inside(screen.widget, widgets.HTML))


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
    with pytest.raises(Refused, match="no casebook"):
        households.screen(tmp_path / "none.db")

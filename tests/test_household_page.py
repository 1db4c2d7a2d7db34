"""The households page without a browser: find, pick, try other facts, see numbers for a reason."""

import asyncio
import functools
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from casework import money, pages
from casework.assistance import assess, what_if
from casework.casebook import Casebook, Source, register
from casework.casebook.register import Register, Wanted, received, reveal
from casework.households import Population, facts_of
from casework.standards import load
from casework.views import Screen, answer, household, households
from casework.views.table import Table
from casework.vocabulary import CLASSES, Refused
from casework.workflow import Person
from tests.screens import html, inside


def control(screen: Screen, said: str) -> Any:
    """The field, choice or button that says this."""
    kinds = (widgets.Text, widgets.Dropdown, widgets.Button)
    return next(w for kind in kinds for w in inside(screen.widget, kind) if w.description.startswith(said))


def found(screen: Screen) -> list[str]:
    """The numbers on every page of the table."""
    table, numbers = inside(screen.widget, Table)[0], []
    for page in range(table.pages):
        table.page = page
        numbers += [row[0] for row in table.rows]
    return numbers


def picked(path: Path, number: str) -> Screen:
    screen = households.screen(path)
    inside(screen.widget, Table)[0].selected = number
    return screen


# ---- finding ------------------------------------------------------------------------------------------


def test_search_and_filters_hold_all_together(path: Path, book: Casebook) -> None:
    """Every text and filter against a plain loop over the files."""
    screen, assessment, files = households.screen(path), book.assess(), book.households()
    control(screen, "查找").value = "示例"
    control(screen, "类别").value = "deep"
    control(screen, "应得项目").value = "living"
    control(screen, "致困原因").value = "患重特大疾病"
    control(screen, "状态").value = "active"
    wanted = [
        file.file_number
        for i, file in enumerate(files)
        if "示例" in (file.employer or "")
        and assessment.class_of(i) == "deep"
        and (assessment.aids["living"].of(i) or 0) > 0
        and file.main_cause == "患重特大疾病"
        and book.state(file.file_number) == "active"
    ]
    assert wanted
    assert found(screen) == wanted


@pytest.mark.parametrize("take", [0, 1])
def test_one_character_two_a_number_or_a_unit_find_the_file(path: Path, book: Casebook, take: int) -> None:
    screen, files = households.screen(path), book.households()
    for file in files[:: len(files) // 5]:
        for said in (file.name[: 1 + take], file.file_number[2:], file.employer or "", f"{file.name} {file.employer}"):
            control(screen, "查找").value = said
            words = said.split()
            whole = ["\t".join((f.file_number, f.name, f.employer or "")) for f in files]
            assert found(screen) == [
                f.file_number for f, w in zip(files, whole, strict=True) if all(x in w for x in words)
            ]


def test_wide_digits_and_small_letters_are_the_same(book: Casebook) -> None:
    whole = Register.whole(book)
    number = book.households()[4].file_number
    wide = number.translate({48 + d: 0xFF10 + d for d in range(10)})
    assert whole.find(Wanted(wide)).tolist() == [4]
    assert len(whole.find(Wanted(".*"))) == 0, "what is typed is text, not a pattern"


def test_a_region_is_found_once_a_file_says_one(path: Path, book: Casebook) -> None:
    assert control(households.screen(path), "户口所在地").disabled
    number = book.households()[7].file_number
    book.correct(number, {"hukou_division": "示例市示例县"}, Source("visit", book.today()), "示例建档人")
    screen = households.screen(path)
    control(screen, "户口所在地").value = "示例市示例县"
    assert found(screen) == [number]


def test_an_empty_result_says_what_to_do_and_clearing_shows_all(path: Path, book: Casebook) -> None:
    screen = households.screen(path)
    control(screen, "查找").value = "<b>没有"
    assert found(screen) == []
    assert "没有符合条件的档案" in html(screen)
    control(screen, "清除条件").click()
    assert len(found(screen)) == len(book.households())
    assert "没有符合条件的档案" not in html(screen)


def sorting(table: Table, column: int, *, down: bool = False) -> None:
    """The header of a column is pressed."""
    assert column in table.sortable
    table.sort = [column, down]


def test_a_header_sorts_what_was_found_and_another_language_keeps_it(path: Path, book: Casebook) -> None:
    """By net income, the largest first; those of whom it is not known come last, in the order of their numbers."""
    screen, assessment = households.screen(path), book.assess()
    control(screen, "类别").value = "undetermined"
    control(screen, "类别").value = ""
    control(screen, "状态").value = "active"
    sorting(inside(screen.widget, Table)[0], 6, down=True)
    rows = [assessment.row(i) for i, h in enumerate(book.households()) if book.state(h.file_number) == "active"]
    net = "net_income_per_capita_month_fen"
    wanted = sorted((row for row in rows if row[net] is not None), key=lambda row: -row[net])
    wanted += [row for row in rows if row[net] is None]
    assert found(screen) == [row["household"] for row in wanted]
    inside(screen.widget, Table)[0].page = 1
    inside(screen.widget, widgets.ToggleButtons)[0].value = "en"
    assert inside(screen.widget, Table)[0].page == 1
    assert found(screen) == [row["household"] for row in wanted]


# ---- a book that takes time ---------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty households are many here: read in five pieces, worked out in nine."""
    monkeypatch.setattr(answer, "SMALL", 10)
    monkeypatch.setattr(answer, "_BUSY", 0)
    monkeypatch.setattr(answer, "_PAUSE", 0)
    monkeypatch.setattr(register, "_READ", 13)
    monkeypatch.setattr(register, "_ANSWERED", 7)


async def until(there: Callable[[], object]) -> None:
    for _ in range(1_000):
        if there():
            return
        await asyncio.sleep(0)
    raise AssertionError("never")


def in_a_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test during which what waits may go on, as in a kernel."""

    @functools.wraps(test)
    def run(**given: Any) -> None:
        asyncio.run(test(**given))  # type: ignore[arg-type]

    return run


@pytest.mark.usefixtures("large")
@in_a_loop
async def test_a_large_book_is_searched_and_paged_before_it_is_worked_out(path: Path, book: Casebook) -> None:
    """The rows on view have their class at once; class and aid count once all is there."""
    screen, assessment, files = households.screen(path), book.assess(), book.households()
    assert "正在读取档案名册" in html(screen)
    assert "核算完后" in households.summary(path).to_string()
    await until(lambda: inside(screen.widget, Table))
    table = inside(screen.widget, Table)[0]
    assert "正在核算全部档案" in html(screen)
    assert table.sortable == [0, 1, 2, 3]
    table.page = 3
    assert [row[5] for row in table.rows] == [CLASSES.show(assessment.class_of(i), "zh") for i in range(45, 60)]
    sorting(table, 0, down=True)
    assert table.rows[0][0] == files[59].file_number
    control(screen, "状态").value = "active"
    control(screen, "类别").value = "deep"
    control(screen, "应得项目").value = "tuition"
    assert "算完后自动生效" in html(screen)
    assert len(found(screen)) == sum(book.state(h.file_number) == "active" for h in files)
    await until(lambda: "已核算" in html(screen))
    assert "自动生效" not in html(screen)
    wanted = [
        h.file_number
        for i, h in enumerate(files)
        if assessment.class_of(i) == "deep"
        and assessment.aids["tuition"].of(i)
        and book.state(h.file_number) == "active"
    ]
    assert wanted
    assert found(screen) == wanted[::-1]
    assert len(table.sortable) == 12
    sure = assessment.aids["living"].sure
    assert f"<td class=n>{(sure > 0).sum()}</td><td class=n>{money.show(int(sure.sum()))}</td>" in html(screen)
    assert households.summary(path).iloc[0, 0] == (sure > 0).sum()


@pytest.mark.usefixtures("large")
@in_a_loop
async def test_nobody_is_worked_out_twice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two languages, the page opened again and its summary: one answer, until something is written into the book."""
    asked: list[str] = []
    assess = Casebook.assess
    monkeypatch.setattr(
        Casebook, "assess", lambda self, **said: (asked.extend(said["number"]), assess(self, **said))[1]
    )
    screen = households.screen(path)
    await until(lambda: inside(screen.widget, Table))
    inside(screen.widget, widgets.ToggleButtons)[0].value = "en"
    again = households.screen(path)
    inside(again.widget, Table)[0].page = 2
    await until(lambda: "已核算" in html(again))
    households.summary(path)
    assert len(asked) == len(set(asked)) == 60
    with Casebook.open(path) as book:
        book.correct(asked[0], {"size": 9}, Source("visit", book.today()), "示例建档人")
    after = households.screen(path)
    await until(lambda: "已核算" in html(after))
    assert len(asked) == 120
    assert inside(after.widget, Table)[0].rows[0][6] == "9"


@pytest.mark.usefixtures("large")
@in_a_loop
async def test_what_goes_wrong_meanwhile_is_a_sentence_and_the_page_can_be_opened_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("案卷库已损坏<b>，请从备份恢复。", "damaged <b>: restore a backup.")

    screen = households.screen(path)
    await until(lambda: inside(screen.widget, Table))
    with monkeypatch.context() as broken:
        broken.setattr(Casebook, "assess", refuse)
        inside(screen.widget, Table)[0].page = 3
        assert "案卷库已损坏&lt;b&gt;" in inside(screen.widget, widgets.HTML)[-1].value
        await until(lambda: "正在核算" not in html(screen))
        assert html(screen).count("案卷库已损坏&lt;b&gt;") == 2
    again = households.screen(path)
    await until(lambda: "已核算" in html(again))


def test_switching_the_language_keeps_what_was_searched_and_picked(path: Path, book: Casebook) -> None:
    number = book.households()[3].file_number
    screen = households.screen(path)
    control(screen, "查找").value = number
    control(screen, "状态").value = str(book.state(number))
    inside(screen.widget, Table)[0].selected = number
    inside(screen.widget, widgets.ToggleButtons)[0].value = "en"
    assert found(screen) == [number]
    assert "Calculation note" in html(screen)
    assert control(screen, "State").value == book.state(number)


def test_a_page_shows_what_a_colleague_has_corrected_meanwhile(path: Path, book: Casebook) -> None:
    screen, number = households.screen(path), book.households()[3].file_number
    book.correct(number, {"annual_income_fen": 4_321_000}, Source("visit", book.today()), "示例建档人")
    inside(screen.widget, Table)[0].selected = number
    assert control(screen, "家庭年度总收入").value == "43,210.00"
    assert "43,210.00 元" in html(screen)


# ---- one household ------------------------------------------------------------------------------------


def test_every_household_has_a_page_in_both_languages(path: Path, book: Casebook) -> None:
    """No traceback, whatever is unknown of it."""
    for file in book.households():
        for lang in ("zh", "en"):
            page = household.Page(path, book, file.file_number, lang)  # type: ignore[arg-type]
            said = "".join(w.value for w in inside(page.widget, widgets.HTML))
            assert file.file_number in said
            assert "程序出错" not in said


def test_the_page_shows_steps_grants_and_changes(path: Path, book: Casebook) -> None:
    number = book.rows("SELECT file_number AS n FROM grant WHERE paid_fen > 0 LIMIT 1")[0]["n"]
    book.correct(number, {"annual_income_fen": 1_234_500}, Source("visit", book.today()), "示例建档人")
    said = html(picked(path, number))
    for grant in received(book, number):
        assert grant["fund"] in said
    assert "12,345.00" in said
    assert all(str(step.on) in said for step in book.steps(number))


@pytest.mark.parametrize("stem", ["demo-2026", "acftu-2016", "suqian-2024", "xingtai-2021", "jiangmen-2022"])
def test_what_is_drawn_adds_up_to_the_net_income_that_was_tested(book: Casebook, stem: str) -> None:
    """Income with what a pack counts besides, less what it accepts, is its net income; and it is drawn wherever that is known."""
    found = assess(book.population(), load(stem), book.last_day)
    for i in range(len(found)):
        way = what_if.to_line(found, i)
        assert (way is None) == (found.per_head_month(i) is None)
        if way:
            assert sum(fen for _, fen in way.parts) == found.classes.net.values[i]
            assert pages.waterfall(way, "en").count("<rect") == len(way.parts) + 1
            assert ("not known" in pages.waterfall(way, "en")) == (not way.edges)


def test_what_if_is_the_answer_of_a_file_with_that_fact_and_writes_nothing(path: Path, book: Casebook) -> None:
    """Other income and medical cost on the screen, against the assessment of a file that says so."""
    file, before = book.households()[0], path.read_bytes()
    screen = picked(path, file.file_number)
    control(screen, "家庭年度总收入").value = "12,000"
    control(screen, "年医疗自付支出").value = "8000"
    facts = facts_of(replace(file, annual_income_fen=1_200_000, medical_out_of_pocket_fen=800_000), book.last_day)
    had = book.facts(book.last_day, file.file_number)[file.file_number]
    facts = replace(
        facts, union_aid_received_fen=had.union_aid_received_fen, warmth_received_fen=had.warmth_received_fen
    )
    wanted = assess(Population.of([facts], [file.file_number]), book.standard(), book.last_day).row(0)
    i = list(book.assess().population.numbers).index(file.file_number)
    given = {"annual_income": 1_200_000, "medical_out_of_pocket": 800_000}
    assert what_if.tried(book.assess(), i, given)[1].row(0) == wanted
    assert f"{wanted['living_aid_fen'] // 100:,}.00" in html(screen)
    assert path.read_bytes() == before


def test_a_change_is_answered_within_a_tenth_of_a_second(path: Path, book: Casebook) -> None:
    screen = picked(path, book.households()[0].file_number)
    income, took = control(screen, "家庭年度总收入"), []
    for yuan in range(20_000, 30_000, 1_000):
        begun = time.perf_counter()
        income.value = str(yuan)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[len(took) // 2] < 0.1


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("家庭年度总收入", "两万"),
        ("家庭人口", "0"),
        ("家庭人口", "三"),
        ("年教育支出", "-1"),
        ("家庭年度总收入", "9" * 30),
    ],
)
def test_what_is_no_figure_is_a_sentence(path: Path, book: Casebook, said: str, typed: str) -> None:
    screen = picked(path, book.households()[0].file_number)
    control(screen, said).value = typed
    assert "应填数字" in html(screen)
    control(screen, "恢复原值").click()
    assert "应填数字" not in html(screen)


def test_a_fact_that_is_emptied_is_unknown_again(path: Path, book: Casebook) -> None:
    screen = picked(path, book.households()[0].file_number)
    control(screen, "家庭年度总收入").value = ""
    assert "无法认定" in html(screen)


# ---- numbers for a reason -----------------------------------------------------------------------------


def test_numbers_show_only_after_name_and_reason_which_are_kept(path: Path, book: Casebook) -> None:
    file = book.households()[0]
    secret = [file.id_number, file.phone, file.bank_card, file.address, *(m.id_number for m in file.members)]
    screen = picked(path, file.file_number)
    show = control(screen, "显示完整号码")
    show.click()
    control(screen, "查看人").value = "示例经办人"
    show.click()
    assert "请填写查看人和查看事由" in html(screen)
    assert not [s for s in secret if s and s in html(screen)]
    control(screen, "查看事由").value = "核对银行卡"
    show.click()
    assert [s for s in secret if s and s in html(screen)] == [s for s in secret if s]
    assert book.rows("SELECT by, act FROM audit ORDER BY seq DESC LIMIT 1") == [
        {"by": "示例经办人", "act": f"reveal {file.file_number}: 核对银行卡"}
    ]
    inside(screen.widget, Table)[0].selected = book.households()[1].file_number
    assert not [s for s in secret if s and s in html(screen)], "the next household is masked again"


def test_a_stranger_sees_no_numbers_where_the_office_named_its_people(tmp_path: Path, book: Casebook) -> None:
    number = book.households()[0].file_number
    with Casebook.create(tmp_path / "own.db", unit="示例县", pack="demo-2026", last_day=book.last_day) as own:
        own.open_file(replace(book.households()[0], filed_on=None), "示例建档人")
        own.add_people([Person("示例建档人", ("filing",), None, book.last_day, None)], "示例建档人")
        before = own.head
        with pytest.raises(Refused):
            reveal(own, number, "路人", "好奇")
        assert own.head == before
        with pytest.raises(Refused):
            reveal(own, "没有", "示例建档人", "核对")


def test_a_book_that_cannot_be_written_shows_no_numbers(path: Path, book: Casebook) -> None:
    """The trail is written first: without it nothing is shown."""
    file = book.households()[0]
    screen = picked(path, file.file_number)
    control(screen, "查看人").value, control(screen, "查看事由").value = "甲", "核对"
    shutil.move(path, path.with_suffix(".away"))
    control(screen, "显示完整号码").click()
    assert file.id_number not in html(screen)
    assert "没有案卷库" in html(screen)


# ---- to print -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_letter_and_note_are_documents_of_their_own_without_numbers(path: Path, book: Casebook, lang: Any) -> None:
    file = book.households()[0]
    page = household.Page(path, book, file.file_number, lang)
    letter, note = inside(page.widget, household.Print)
    for printed in (letter, note):
        assert printed.document.startswith("<!doctype html>")
        assert file.file_number in printed.document
        assert "http" not in printed.document.replace("http://www.w3.org", "")
        assert not [n for n in (file.id_number, file.phone, file.bank_card) if n and n in printed.document]

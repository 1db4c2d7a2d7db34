"""Follow-up: what is due and doing it, visits, who came and left, the caseload before and after aid; and the page over them."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from casework import demo, workflow
from casework.assistance import Assessment, assess
from casework.assistance.stacking import is_limited
from casework.casebook import Casebook, Source, caseload
from casework.casebook.caseload import EVER, Flow
from casework.households import Household
from casework.indicators import standing
from casework.pages import follow_up as drawn
from casework.views import follow_up
from casework.views.follow_up import _FollowUp
from casework.vocabulary import ACTS, REASONS, Refused
from casework.workflow import ON_FILE
from tests.screens import html, inside
from tests.test_acts import DAYS, DOERS, MONDAY, accident, file, intake, march
from tests.test_acts import made as office
from tests.test_payments import file as on_file
from tests.test_payments import made as with_money
from tests.test_payments import planned

HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


# ---- what is due --------------------------------------------------------------------------------------


def test_what_is_due_is_the_books_own_list_with_names(book: Casebook) -> None:
    found = caseload.agenda(book)
    assert [item.due for item in found] == book.due(within=EVER)
    files = {h.file_number: h.name for h in book.households()}
    assert [(item.name, item.state) for item in found] == [
        (files[item.file_number], book.state(item.file_number)) for item in found
    ]
    assert set(caseload.kinds(found)) == {item.due.what for item in found if item.due}


@pytest.mark.parametrize("days", [0, 7, 30, 90, EVER])
def test_a_time_ahead_gives_what_the_book_gives_for_it(book: Casebook, days: int) -> None:
    until = book.today() + timedelta(days=days)
    wanted = book.due(within=days)
    assert [i.due for i in caseload.ahead(caseload.agenda(book), "", until)] == wanted
    late = [i.due for i in caseload.ahead(caseload.agenda(book), "recertify", until)]
    assert late == [d for d in wanted if d.what == "recertify"]


def test_a_search_finds_any_file_by_parts_of_its_number_and_name(tmp_path: Path) -> None:
    """F2 is applied for, F11 was never, and nothing is due for it."""
    with office(tmp_path / "b.db", people=False) as book:
        for number, name in (("F2", "王芳"), ("F11", "王小军"), ("G3", "李芳")):
            book.open_file(file(number, name=name), "Chen", Source("form", date(2026, 1, 1)))
        book.act("F2", "apply", "Chen", on=MONDAY)
        items = caseload.agenda(book)
        found = {text: [i.file_number for i in caseload.find(book, items, text)]
                 for text in ("王", "f1", "芳 F", "Ｆ２", "李 王", "%", "")}  # fmt: skip
        assert found == {
            "王": ["F11", "F2"],
            "f1": ["F11"],
            "芳 F": ["F2"],
            "Ｆ２": ["F2"],
            "李 王": [],
            "%": [],
            "": [],
        }
        applied, never = caseload.find(book, items, "F2")[0], caseload.find(book, items, "F11")[0]
        assert (applied.due and applied.due.what, never.due, never.state) == ("visit", None, None)


# ---- visits -------------------------------------------------------------------------------------------


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Casebook]:
    """F1 and F2 were visited in March, where a fact was learnt too; F1 again in May, by a fact, and followed up while tapering; F3 was only taken over."""
    taken = file("F3", filed_on="2025-06-01", annual_income_fen=1_800_000)
    with office(tmp_path / "b.db", taken, origin="demo", people=False) as book:
        for number in ("F1", "F2"):
            book.open_file(file(number), "Chen", Source("form", date(2026, 1, 1)))
            intake(book, number)
        same, later = Source("visit", march(5)), Source("visit", date(2026, 5, 20))
        book.correct("F2", {"phone": "13800000000"}, same, "Chen")
        book.correct("F1", {"phone": "13800000001"}, later, "Chen")
        book.act("F1", "taper", "Chen", on=date(2026, 6, 1), until=date(2026, 9, 1))
        for day in (3, 20):
            book.act("F1", "follow_up", "Liu", on=date(2026, 7, day))
        yield book


def test_visits_by_month_person_and_class_by_hand(seen: Casebook) -> None:
    found = caseload.visits(seen, seen.assess())
    none = {f"2026-{month:02d}": (0, 0) for month in range(1, 13)}
    assert found.months == none | {"2026-03": (2, 0), "2026-05": (1, 0), "2026-07": (0, 1)}
    assert found.people == {"Chen": (1, 0), "Liu": (2, 1)}
    assert found.classes == {"deep": (2, 2, 0), "relative": (1, 0, 1)}
    assert found.never == [("F3", "王甲", "relative")]


@pytest.mark.parametrize(("day", "lately"), [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1)])
def test_twelve_months_back_is_the_same_day_of_the_year_before(tmp_path: Path, day: date, lately: int) -> None:
    """The book's last day is 2026-12-31, so a visit of 2025-12-31 is twelve months ago, and no longer within them."""
    with office(tmp_path / "b.db", file("F1", filed_on="2025-06-01"), origin="demo", people=False) as book:
        book.correct("F1", {"phone": "13800000000"}, Source("visit", day), "Chen")
        assert caseload.visits(book, book.assess()).classes == {"deep": (1, lately, 0)}


def test_of_two_things_due_a_search_shows_the_first(seen: Casebook) -> None:
    """F1 is to be recertified a year after 23 March; its tapering ends on 1 September before that."""
    items = caseload.agenda(seen)
    assert [i.due.what for i in items if i.file_number == "F1" and i.due] == ["exit", "recertify"]
    assert [i.due and i.due.what for i in caseload.find(seen, items, "F1")] == ["exit"]


# ---- who came and left --------------------------------------------------------------------------------


def through(book: Casebook, number: str, year: int, until: str = "approve") -> None:
    """The intake up to an act, in March of a year; in 2025 the same days are 1 weekday earlier, and the notice is over still."""
    acts = list(DAYS["notice-first"])
    for act in acts[: acts.index(until) + 1]:
        book.act(number, act, DOERS[act], on=date(year, 3, DAYS["notice-first"][act]))


@pytest.fixture
def two_years(tmp_path: Path) -> Iterator[Casebook]:
    """Eight files of every fate in 2025 and 2026; F3, F4, F5 and F8 come from paper, F8 with a wrong day that was put right."""
    paper = [
        file("F3", filed_on="2024-05-01"), file("F4", filed_on="2025-06-01"),
        file("F5", filed_on="2023-01-01", exited_on="2025-08-08"), file("F8", filed_on="2026-01-05"),
    ]  # fmt: skip
    with office(tmp_path / "b.db", origin="demo", people=False) as book:
        with book.write("Chen", "files") as tx:
            book.add_households(tx, paper, Source("form", date(2025, 1, 1)))
        for number in ("F1", "F2", "F6", "F7"):
            book.open_file(file(number), "Chen", Source("form", date(2025, 1, 1)))
        book.correct("F8", {"filed_on": "2024-02-02"}, Source("document", date(2026, 2, 1)), "Chen")
        through(book, "F1", 2025)
        book.act("F1", "exit", "Qian", on=date(2026, 2, 2), note="above_line")
        book.act("F1", "follow_up", "Liu", on=date(2026, 9, 1))
        through(book, "F2", 2026)
        book.act("F3", "exit", "Qian", on=date(2025, 11, 3), note="retired")
        book.act("F3", "relapse", "Chen", on=date(2026, 1, 15))
        book.act("F4", "taper", "Chen", on=date(2026, 3, 2), until=date(2026, 9, 2))
        book.act("F4", "relapse", "Chen", on=date(2026, 5, 4))
        through(book, "F6", 2026, "review")
        book.act("F6", "refuse", "Qian", on=date(2026, 4, 1), note="withdrawn")
        through(book, "F7", 2026, "apply")
        book.act("F7", "cancel", "Qian", on=date(2026, 4, 1), note="moved")
        book.act("F8", "cancel", "Qian", on=date(2026, 10, 1), note="death")
        yield book


def test_who_came_and_left_by_hand(two_years: Casebook) -> None:
    """2025: F3, F5, F8 there; F1 and F4 come; F3 and F5 leave. 2026: F2 comes; F1 and F8 leave, F3 and F4 fall back."""
    found = caseload.flows(two_years, (2025, 2026))
    none: Counter[str] = Counter()
    assert found[2025] == Flow(3, 2, Counter({"retired": 1, "": 1}), none, 0, 0, 0, none, 0)
    assert found[2026] == Flow(
        3, 1, Counter({"above_line": 1}), Counter({"death": 1}), 2, 1, 1, Counter({"withdrawn": 1}), 1
    )
    assert (found[2025].end, found[2026].end) == (3, 1)
    assert (found[2025].rate, found[2026].rate) == (Fraction(2, 5), Fraction(1, 4))
    assert caseload.flows(two_years, (2020,))[2020].rate is None


@pytest.mark.parametrize("seed", [3, 8])
def test_those_on_file_at_the_end_are_those_whose_state_says_so(tmp_path: Path, seed: int) -> None:
    """A second way: the states that the steps left, against the sum of who came and left in each year of the demo."""
    with demo.make(tmp_path / "d.db", households=60, seed=seed) as book:
        found = caseload.flows(book, (2024, 2025, 2026))
        there = [h for h in book.households() if book.state(h.file_number) in ON_FILE]
        assert found[2026].end == len(there)
        assert (found[2025].start, found[2026].start) == (found[2024].end, found[2025].end)
        for act in ("follow_up", "refuse"):
            by_file = [s for h in book.households() for s in book.steps(h.file_number) if s.act == act]
            counted = [n.follow_ups if act == "follow_up" else n.refused.total() for n in found.values()]
            assert sum(counted) == len(by_file)


# ---- before and after aid -----------------------------------------------------------------------------


def paid(path: Path, *files: Household, **said: Any) -> Casebook:
    """A book in which all that a fund for living aid may pay is paid on the last day."""
    book = with_money(path, *files, **said)
    batch = book.adopt(planned(book), "采纳人", book.last_day)["batch"]
    book.approve(batch, "审批人", book.last_day)
    book.pay(batch, "出纳", book.last_day)
    return book


def test_the_caseload_before_and_after_aid_by_hand(tmp_path: Path) -> None:
    """Line 1,000. Alone with 500: living aid 6,000, a gift of 1,000. Two with 1,500 each: 3,000 and 800. Alone with 3,000:
    nothing. One whose income is unknown. Only living aid is paid: 500 + 500 = 1,000 and 1,500 + 125 = 1,625."""
    files = (
        on_file("A", 1), on_file("B", 2, size=2, annual_income_fen=3_600_000), on_file("C", 3, annual_income_fen=3_600_000),
        on_file("D", 4, annual_income_fen=None),
    )  # fmt: skip
    with paid(tmp_path / "b.db", *files) as book:
        found = caseload.effect(book, book.assess())
    assert (found.on_file, found.unknown, found.open_) == (4, 1, 1)
    # Gini of three: (2 × greatest − 2 × least) ÷ (3 × sum).
    assert found.before == (3, 1, round(0.5 / 3, 6), round(0.25 / 3, 6), round(5000 / 15000, 6))
    assert found.after == (3, 0, 0.0, 0.0, round(4000 / (3 * 5625), 6))
    # 500 + 7,000/12 and 1,500 + 3,800/24, in twelfths of a yuan: 13,000, 19,900 and 36,000.
    assert found.in_full == (3, 0, 0.0, 0.0, round(2 * (36_000 - 13_000) / (3 * 68_900), 6))
    assert (found.entitled, found.entitled_fen) == (2, 1_080_000)
    assert (found.paid, found.paid_fen, found.reached) == (2, 900_000, 2)


def test_an_unknown_income_is_left_out_and_not_taken_as_nothing(tmp_path: Path) -> None:
    with with_money(
        tmp_path / "b.db", on_file("A", 1, annual_income_fen=3_600_000), on_file("D", 4, annual_income_fen=None)
    ) as book:
        found = caseload.effect(book, book.assess())
        assert (found.before.of, found.before.below, found.unknown) == (1, 0, 1)
        assert "其中 1 户收入、支出、人口或标准未知" in drawn.effect(found, book.last_day, "zh")


def test_before_aid_is_without_aid_also_where_the_rules_count_it_as_income(tmp_path: Path) -> None:
    """6,000 yuan paid is 500 a month of net income under such rules; before aid it is taken off again."""

    def counting(book: Casebook) -> Assessment:
        own = book.standard()
        own = dataclasses.replace(own, pack=own.pack.model_copy(update={"union_aid_is_income": True}))
        assert is_limited(own)
        return assess(book.population(), own, book.last_day)

    with with_money(tmp_path / "b.db", on_file("A", 1)) as book:
        was = caseload.effect(book, counting(book))
    with paid(tmp_path / "c.db", on_file("A", 1)) as book:
        answer = counting(book)
        assert answer.per_head_month(0) == 100_000
        found = caseload.effect(book, answer)
    assert found.before == was.before == was.after == (1, 1, 0.5, 0.25, 0.0)
    assert found.after == (1, 0, 0.0, 0.0, 0.0)


def test_a_payment_that_came_back_is_no_payment_and_an_old_one_is_not_of_this_year(tmp_path: Path) -> None:
    with paid(tmp_path / "b.db", on_file("A", 1), on_file("B", 2)) as book:
        assert caseload.effect(book, book.assess()).paid == 2
        batch = book.rows("SELECT DISTINCT batch FROM grant")[0]["batch"]
        back = [{"line": 1, "amount_fen": 600_000, "reason": "销户", "file": f"{batch}-1"}]
        assert book.reconcile(batch, back, "出纳", book.last_day)["returned_fen"] == 600_000
        found = caseload.effect(book, book.assess())
        assert (found.paid, found.paid_fen, found.reached) == (1, 600_000, 1)
        for on, n in ((date(2027, 12, 30), 1), (date(2027, 12, 31), 0)):
            with book.write("某", "a later day") as tx:
                book.move_last_day(tx, on)
            assert caseload.effect(book, book.assess()).paid == n


def test_the_demo_before_and_after_aid_by_plain_loops(book: Casebook) -> None:
    """A second way over sixty households: fractions and the definition of each measure, from rows of the book."""
    assessment = book.assess()
    found = caseload.effect(book, assessment)
    got: Counter[str] = Counter()
    for m in book.rows(
        "SELECT g.file_number, m.kind, m.amount_fen, m.made_on FROM move m JOIN grant g ON g.id = m.grant_id"
    ):
        if "2025-10-31" < m["made_on"] <= "2026-10-31":
            got[m["file_number"]] += {"pay": 1, "return": -1, "reversal": -1}.get(m["kind"], 0) * m["amount_fen"]
    before, after = [], []
    for i, number in enumerate(assessment.population.numbers):
        head = assessment.per_head_month(i)
        if book.state(number) in ON_FILE and head is not None:
            before.append(head)
            after.append(head + Fraction(max(got[number], 0), 12 * (book.household(number).size or 1)))
    for incomes, said in ((before, found.before), (after, found.after)):
        gaps = [max(Fraction(0), 1 - y / 100_000) for y in incomes]
        apart = sum(abs(max(a, 0) - max(b, 0)) for a in incomes for b in incomes)
        assert said.below == sum(gap > 0 for gap in gaps)
        assert said.gap == pytest.approx(float(sum(gaps) / len(gaps)), abs=1e-6)
        assert said.severity == pytest.approx(float(sum(g * g for g in gaps) / len(gaps)), abs=1e-6)
        assert said.gini == pytest.approx(float(apart / (2 * len(incomes) * sum(max(y, 0) for y in incomes))), abs=1e-6)
    assert found.after.below < found.before.below


def test_a_published_example_of_gap_and_severity() -> None:
    """Revisiting Targeting (World Bank 2022), table 7.3: ten incomes, line 20: P0 40 %, P1 0.20; P2 0.1115 by hand."""
    found = standing([Fraction(n) for n in (6, 8, 11, 15, 21, 25, 30, 40, 50, 100)], [20] * 10)
    assert (found.of, found.below, found.gap, found.severity) == (10, 4, 0.2, 0.1115)


# ---- the page -----------------------------------------------------------------------------------------


def opened(path: Path, text: str = "", lang: Any = "zh") -> _FollowUp:
    """The page with the one file that a search finds."""
    page = _FollowUp(path, lang)
    if text:
        page.search.value = text
        assert len(page.table.rows) == 1
        page.table.selected = page.table.rows[0][0]
    return page


def record(page: _FollowUp, act: str, by: str, on: date, **said: Any) -> str:
    """What the page says when a step is recorded."""
    page.act.value, page.on.value, page.by.value = act, on, by
    for name, value in said.items():
        getattr(page, name).value = value
    page.record.click()
    return str(page.status.value)


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Casebook]:
    """An office that has named its people, with F1 on file since 23 March and F2 applied for."""
    with office(tmp_path / "b.db") as book:
        for number in ("F1", "F2"):
            book.open_file(file(number), "Chen", Source("form", date(2026, 1, 1)))
        intake(book, "F1")
        book.act("F2", "apply", "Chen", on=MONDAY)
        yield book


def test_a_row_opens_its_file_with_the_step_that_is_due(path: Path, book: Casebook) -> None:
    page = _FollowUp(path, "zh")
    assert page.form.layout.display == "none"
    page.kind.value, page.ahead.value = "follow_up", EVER
    ((id_, number, *_),) = page.table.rows
    page.table.selected = id_
    assert page.form.layout.display == ""
    assert number in page.chosen.value
    assert "回访应于" in page.chosen.value
    assert page.act.value == "follow_up"
    steps = book.steps(number)
    assert [act for _, act in page.act.options] == list(workflow.next_acts("exited", steps, "notice-first"))
    assert page.by.options == ("示例入户人",)
    assert "由入户人办理" in page.hint.value
    wanting = [w for w in book.checklist(number) if w.status != "there"]
    assert f"还缺 {len(wanting)} 种" in page.below.value
    assert page.on.value == book.last_day


def test_a_follow_up_that_is_recorded_is_due_no_more(path: Path, book: Casebook) -> None:
    page = _FollowUp(path, "zh")
    page.kind.value, page.ahead.value = "follow_up", EVER
    number = page.table.rows[0][1]
    page.table.selected = page.table.rows[0][0]
    said = record(page, "follow_up", "示例入户人", book.last_day, note="电话回访，收入稳定（虚构）")
    assert f"{number}：{book.last_day} 回访已登记，办理人 示例入户人，现为“脱困”" in said
    assert "follow_up" not in [kind for _, kind in page.kind.options]
    assert number not in [row[1] for row in page.table.rows]
    assert book.steps(number)[-1] == ("follow_up", book.last_day, "示例入户人", "电话回访，收入稳定（虚构）", None)
    assert "电话回访，收入稳定（虚构）" in page.below.value
    assert (page.note.value, page.by.value) == ("", "示例入户人")


def test_what_is_refused_is_said_in_place_and_nothing_typed_is_lost(tmp_path: Path, strict: Casebook) -> None:
    page = opened(tmp_path / "b.db", "F2")
    before = strict.rows("SELECT count(*) AS n FROM audit")
    typed = {"note": "有稳定收入（虚构）"}
    for act, by, on, said in (
        ("visit", "Chen", march(5), "不是入户人"), ("visit", "", march(5), "请填写姓名"), ("visit", "Nobody", march(5), "不在人员名单上"),
        ("visit", "Liu", march(1), "早于上一步"), ("visit", "Liu", date(2999, 1, 1), "还没有到"),
    ):  # fmt: skip
        assert said in record(page, act, by, on, **typed)
        assert (page.act.value, page.by.value, page.on.value, page.note.value) == (act, by, on, typed["note"])
        assert not page.record.disabled
    page.on.value = None
    page.record.click()
    assert "请填写办理日期" in page.status.value
    assert strict.rows("SELECT count(*) AS n FROM audit") == before
    assert "visit" not in [s.act for s in strict.steps("F2")]
    assert "home visit of 2026-03-05 is recorded" in record(
        opened(tmp_path / "b.db", "F2", "en"), "visit", "Liu", march(5)
    )


def test_who_did_the_first_step_may_not_do_the_one_that_checks_it(tmp_path: Path) -> None:
    with office(tmp_path / "b.db", origin="demo", people=False) as book:
        book.open_file(accident("F1"), "Chen", Source("form", date(2026, 1, 1)))
        intake(book, "F1")
        page = opened(tmp_path / "b.db", "F1")
        assert "已在 2026-03-02 办理申请" in record(page, "convert", "Chen", march(30))
        assert "现为“在档”" in record(page, "convert", "Qian", march(30))


def test_only_what_may_come_next_is_offered(tmp_path: Path, strict: Casebook) -> None:
    page = opened(tmp_path / "b.db", "F1")
    offered = [act for _, act in page.act.options]
    assert offered == ["recertify", "spotcheck", "taper", "exit", "cancel"]
    for act in ACTS.words:
        if act not in offered:
            with pytest.raises(Refused):
                strict.act("F1", act, DOERS[act], on=march(30), note="other")


def test_a_reason_is_a_choice_and_an_end_is_proposed(tmp_path: Path, strict: Casebook) -> None:
    """Tapering six months from 1 April ends on 1 October; leaving wants one of the reasons of the list."""
    page = opened(tmp_path / "b.db", "F1")
    page.on.value, page.act.value = date(2026, 4, 1), "taper"
    assert page.until.value == date(2026, 10, 1)
    assert (page.until.layout.display, page.note.layout.display, page.reason.layout.display) == ("", "", "none")
    page.on.value = date(2026, 4, 2)
    assert page.until.value == date(2026, 10, 2)
    page.until.value = date(2026, 8, 31)
    page.on.value = date(2026, 4, 3)
    assert page.until.value == date(2026, 8, 31), "what was typed stays"
    record(page, "taper", "Chen", date(2026, 4, 3))
    assert strict.steps("F1")[-1].until == date(2026, 8, 31)
    page.act.value = "exit"
    assert (page.until.layout.display, page.note.layout.display, page.reason.layout.display) == ("none", "none", "")
    assert {code for _, code in page.reason.options} == {"", *REASONS.words}
    assert "须注明原因" in record(page, "exit", "Qian", date(2026, 9, 1))
    assert "现为“脱困”" in record(page, "exit", "Qian", date(2026, 9, 1), reason="above_line")
    assert strict.steps("F1")[-1].note == "above_line"
    assert [row[4] for row in page.table.rows if row[1] == "F1"] == ["回访"], (
        "the search still stands, with what is due now"
    )


def test_a_file_that_somebody_changed_meanwhile_is_not_changed_blindly(tmp_path: Path, strict: Casebook) -> None:
    page = opened(tmp_path / "b.db", "F1")
    page.note.value = "抽查无误（虚构）"
    strict.act("F1", "recertify", "Zhao", on=march(25))
    said = record(page, "spotcheck", "Sun", march(26))
    assert "您打开后已被改动" in said
    assert "Zhao" in said
    assert [s.act for s in strict.steps("F1")][-1] == "recertify"
    assert "2026-03-25" in page.below.value, "the file is shown as it is now"
    assert page.note.value == "抽查无误（虚构）"
    page.record.click()
    assert strict.steps("F1")[-1][:3] == ("spotcheck", march(26), "Sun")


def test_it_says_that_it_works_and_reads_everything_anew(tmp_path: Path, strict: Casebook) -> None:
    page, seen = opened(tmp_path / "b.db", "F1"), list[str]()
    page.tabs.selected_index = 2
    assert "脱困" in page.sums[1].children[0].value
    before = page.sums[1].children[0].value
    page.tabs.selected_index = 0
    page.status.observe(lambda change: seen.append(change["new"]), "value")
    record(page, "exit", "Qian", date(2026, 9, 1), reason="above_line")
    assert any("正在登记" in said for said in seen)
    assert not page.record.disabled
    page.tabs.selected_index = 2
    assert page.sums[1].children[0].value != before, "the sums are worked out again"
    assert "收入稳定达标" in page.sums[1].children[0].value


def test_those_never_visited_lead_to_their_file(tmp_path: Path, seen: Casebook) -> None:
    page = _FollowUp(tmp_path / "b.db", "zh")
    page.tabs.selected_index = 1
    never = page.sums[0].children[1]
    assert [row[1] for row in never.rows] == ["F3"]
    never.selected = "F3"
    assert page.tabs.selected_index == 0
    assert "F3" in page.chosen.value
    assert never.selected == ""


def test_the_sums_read_as_counted(tmp_path: Path, two_years: Casebook) -> None:
    page = _FollowUp(tmp_path / "b.db", "en")
    said = []
    for k in (1, 2, 3):
        page.tabs.selected_index = k
        said.append(page.sums[k - 1].children[0].value)
        assert page.status.value == ""
    assert "<td>Yearly exit rate</td><td class=n>40.0 %</td><td class=n>25.0 %</td>" in said[1]
    assert "<td>On file at the end</td><td class=n>3</td><td class=n>1</td>" in said[1]
    assert "no reason given</td><td class=n>1</td><td class=n>0</td>" in said[1]
    assert 'role="img" aria-label="Households visited and followed up, by month"' in said[0]
    assert "1 households are on file; 0 of them are left out" in said[2]
    assert "<td>Below the line</td><td class=n>1, 100.0 %</td>" in said[2]


def test_the_file_that_is_open_stays_open_in_the_other_language(path: Path) -> None:
    screen = follow_up.screen(path)
    switch = screen.widget.children[0]
    table = inside(screen.widget, follow_up.Table)[0]
    table.selected = table.rows[0][0]
    number = table.rows[0][1]
    switch.value = "en"
    assert f"<h2>{number}" in html(screen)
    assert "may come next" in html(screen)


def test_an_empty_book_and_an_empty_search_say_what_to_do(tmp_path: Path) -> None:
    Casebook.create(tmp_path / "n.db", unit="示例县总工会", pack="demo-2026", last_day=date(2026, 12, 31)).close()
    page = _FollowUp(tmp_path / "n.db", "zh")
    assert "casework import" in page.place.value
    assert page.table.layout.display == "none"
    said = []
    for k in (1, 2, 3):
        page.tabs.selected_index = k
        said.append("".join(w.value for w in inside(page.sums[k - 1], widgets.HTML)))
        assert page.status.value == ""
    assert "今年还没有入户或回访记录" in said[0]
    assert "没有在档家庭" in said[2]


def test_a_search_without_a_find_says_what_to_do(path: Path) -> None:
    page = _FollowUp(path, "zh")
    page.search.value = "没有这个人"
    assert "没有符合的案卷" in page.place.value
    assert page.kind.disabled
    assert page.ahead.disabled
    page.search.value = ""
    assert not page.kind.disabled
    page.kind.value, page.ahead.value = "exit", 0
    assert "放宽“期限”" in page.place.value


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    with office(tmp_path / "b.db", origin="demo", people=False) as book:
        book.open_file(file("F1", name=HOSTILE), "Chen", Source("form", date(2026, 1, 1)))
        intake(book, "F1")
        page = opened(tmp_path / "b.db", "F1")
        said = record(page, "recertify", HOSTILE, march(25), note=HOSTILE)
        said += record(page, "recertify", HOSTILE, march(2), note=HOSTILE) + page.chosen.value + page.below.value
        book.correct("F1", {"phone": "13800000000"}, Source("visit", march(26)), HOSTILE)
        page.search.value = HOSTILE
        page.tabs.selected_index = 1
        said += page.sums[0].children[0].value + page.place.value
    assert "&lt;img" in said
    assert "<img" not in said
    assert "<script" not in said


def test_no_number_of_a_person_stands_on_the_page(path: Path, book: Casebook) -> None:
    page = _FollowUp(path, "zh")
    page.ahead.value = EVER
    number = page.table.rows[0][1]
    page.table.selected = page.table.rows[0][0]
    page.tabs.selected_index = 1
    shown = f"{page.chosen.value}{page.below.value}{page.table.rows}{page.sums[0].children[1].rows}"
    file_ = book.household(number)
    assert file_.name in shown
    secrets = [v for h in book.households() for v in (h.id_number, h.phone, h.bank_card, h.address) if v]
    assert [v for v in secrets if v in shown] == []


def test_the_summary_counts_files_by_state_and_what_is_due_by_kind(path: Path, book: Casebook) -> None:
    found = follow_up.summary(path)
    states = Counter(book.state(h.file_number) for h in book.households())
    due = Counter(d.what for d in book.due(within=EVER))
    assert sorted(map(int, found["数量"])) == sorted([*states.values(), *due.values()])
    late = Counter(d.what for d in book.due(within=EVER) if d.late_days)
    assert sorted(int(n) for n in found["其中逾期"] if n) == sorted(late[what] for what in due)
    assert follow_up.summary(path).equals(found)


def test_a_book_that_is_missing_is_a_sentence_on_the_page(tmp_path: Path) -> None:
    assert "none.db" in html(follow_up.screen(tmp_path / "none.db"))
    assert follow_up.summary(tmp_path / "none.db").empty

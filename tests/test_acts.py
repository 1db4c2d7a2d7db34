"""Acts: a case from report to follow-up, who may do what, what is due, evidence, the year's end, what checks notice."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework import checks, funds, workflow
from casework.casebook import Casebook, Source, store
from casework.households import Household, Member, check_digit
from casework.vocabulary import Refused
from casework.workflow import Person

LAST = date(2026, 12, 31)
MONDAY = date(2026, 3, 2)
BEGUN = date(2026, 1, 1)
OFFICE = {
    "Chen": "handler",
    "Liu": "visitor",
    "Zhao": "reviewer",
    "Sun": "reviewer",
    "Qian": "approver",
    "Wu": "approver",
}
DOERS = {
    "report": "Chen",
    "apply": "Chen",
    "visit": "Liu",
    "review": "Zhao",
    "notice": "Chen",
    "object": "Chen",
    "settle": "Sun",
    "recheck": "Sun",
    "match": "Chen",
    "approve": "Qian",
    "refuse": "Qian",
    "convert": "Qian",
    "recertify": "Zhao",
    "spotcheck": "Zhao",
    "taper": "Chen",
    "exit": "Qian",
    "cancel": "Qian",
    "follow_up": "Liu",
    "relapse": "Chen",
}
# 2026-03-09 is a Monday: a notice of that day ends five weekdays later, on Monday the 16th.
# A notice of Thursday the 12th ends on Thursday the 19th.
DAYS = {
    "notice-first": {"apply": 2, "visit": 5, "review": 6, "notice": 9, "recheck": 17, "match": 20, "approve": 23},
    "match-first": {"apply": 2, "visit": 5, "review": 6, "recheck": 9, "match": 11, "notice": 12, "approve": 20},
}


def file(number: str, **said: Any) -> Household:
    """One healthy person alone with 500 yuan a month: deep hardship under lines of 1,000, 2,000 and 3,000."""
    first = f"11010519800101{sum(map(ord, number)) % 1000:03d}"
    usual = {
        "name": "王甲", "sex": "男", "id_number": first + check_digit(first), "birth_date": "1980-01-01", "size": 1,
        "annual_income_fen": 600_000, "own_income_month_fen": 50_000, "other_income_fen": 0,
        "medical_out_of_pocket_fen": 0,
        "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "main_cause": "无劳动能力", "single_parent": False,
        "health_status": "良好", "marital_status": "未婚", "work_status": "在岗",
    }  # fmt: skip
    return Household(**{"file_number": number, **usual, **said})


def made(
    path: Path, *files: Household, origin: str = "new", steps: str = "notice-first", people: bool = True
) -> Casebook:
    """A book with these files as their paper says, and the office's people."""
    book = Casebook.create(path, unit="示例县总工会", pack="demo-2026", last_day=LAST, origin=origin, steps=steps)
    with book.write("Chen", "files") as tx:
        book.add_households(tx, files, Source("form", BEGUN))
    if people:
        book.add_people([Person(who, (role,), "county", BEGUN, None) for who, role in OFFICE.items()], "Chen")
    return book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    """A strict office with one file, F1, that nothing was done with yet."""
    with made(tmp_path / "b.db") as opened:
        opened.open_file(file("F1"), "Chen", Source("form", BEGUN))
        yield opened


def march(day: int) -> date:
    return date(2026, 3, day)


def intake(book: Casebook, number: str, until: str = "approve", order: str = "notice-first") -> dict[str, Any]:
    """The intake up to an act, on the days of DAYS; what the last act gave back."""
    acts = list(DAYS[order])
    done: dict[str, Any] = {}
    for act in acts[: acts.index(until) + 1]:
        done = book.act(number, act, DOERS[act], on=march(DAYS[order][act]))
    return done


def contents(book: Casebook) -> dict[str, list[dict[str, Any]]]:
    tables = book.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {t["name"]: book.rows(f'SELECT * FROM "{t["name"]}" ORDER BY 1, 2') for t in tables}


def reads(error: Refused) -> None:
    """One sentence in each language, each in its own letters."""
    assert re.search(r"[\u4e00-\u9fff]", error.text.zh)
    assert not re.search(r"[\u4e00-\u9fff]", error.text.en)
    assert error.text.zh.endswith("。")
    assert error.text.en.endswith(".")


def refused(book: Casebook, words: str, call: Callable[[], Any]) -> None:
    """The call is refused in a sentence with these words, and nothing is written."""
    before = contents(book)
    with pytest.raises(Refused, match=words) as error:
        call()
    reads(error.value)
    assert contents(book) == before


# ---- from the report to the approval --------------------------------------------------------------------


@pytest.mark.parametrize("order", DAYS)
def test_a_case_goes_from_its_report_to_its_approval_in_either_order(tmp_path: Path, order: str) -> None:
    with made(tmp_path / "b.db", steps=order) as book:
        book.open_file(file("F1"), "Chen", Source("form", BEGUN))
        assert book.state("F1") is None
        assert book.act("F1", "report", "Chen", on=march(1))["state"] is None
        assert intake(book, "F1", order=order)["state"] == "active" == book.state("F1")
        assert [s.act for s in book.steps("F1")] == ["report", *DAYS[order]]
        assert [(s.by, s.on) for s in book.steps("F1")[1:]] == [(DOERS[a], march(d)) for a, d in DAYS[order].items()]
        assert checks.check(book).faults == []


def test_an_approval_decides_and_fills_in_the_day_of_filing(book: Casebook) -> None:
    """500 yuan a month is below 1,000: deep, six lines of living aid in two halves, one warmth visit of 1,000."""
    intake(book, "F1", "match")
    assert book.household("F1").filed_on is None
    assert book.decisions("F1") == []
    done = intake_last(book)
    (decision,) = book.decisions("F1")
    assert done == {"household": "F1", "state": "active", "decision": decision.id}
    assert book.household("F1").filed_on == "2026-03-23"
    assert decision.decided_on == march(23)
    assert decision.facts.archived is True
    said = decision.result
    assert (said["class"], said["net_income_per_capita_month_fen"]) == ("deep", 50_000)
    assert (said["living_aid_fen"], said["living_instalment_fen"], said["warmth_visit_fen"]) == (
        600_000,
        300_000,
        100_000,
    )
    assert said["approval_level"] == "county"
    assert book.rows("SELECT decided_by FROM decision") == [{"decided_by": "Qian"}]
    (filed,) = [c for c in book.changes("F1") if c.field == "filed_on"]
    assert (filed.was, filed.value, filed.true_from, filed.made_by) == (None, "2026-03-23", march(23), "Qian")


def intake_last(book: Casebook) -> dict[str, Any]:
    return book.act("F1", "approve", "Qian", on=march(23))


def test_nobody_approves_what_is_not_known_yet(tmp_path: Path) -> None:
    with made(tmp_path / "b.db") as book:
        book.open_file(file("F1", annual_income_fen=None), "Chen", Source("form", BEGUN))
        intake(book, "F1", "match")
        refused(book, "cannot be decided yet", lambda: intake_last(book))
        book.correct("F1", {"annual_income_fen": 600_000}, Source("visit", march(22)), "Liu")
        assert intake_last(book)["state"] == "active"


@pytest.mark.parametrize(("yearly", "may"), [(35_999, False), (24_000, False), (23_999, True)])
def test_nobody_approves_what_is_not_eligible(tmp_path: Path, yearly: int, may: bool) -> None:
    """Without an event the last line is 2,000 a month, and exactly on it is not below it."""
    with made(tmp_path / "b.db") as book:
        book.open_file(file("F1", annual_income_fen=yearly * 100), "Chen", Source("form", BEGUN))
        intake(book, "F1", "match")
        if may:
            intake_last(book)
            assert book.decisions("F1")[0].result["class"] == "relative"
        else:
            refused(book, "not eligible: refuse it", lambda: intake_last(book))
            assert book.act("F1", "refuse", "Qian", on=march(23), note="not_eligible")["state"] == "refused"
            assert book.decisions("F1") == []


def test_an_approval_rests_on_what_is_true_on_its_day(book: Casebook) -> None:
    """From the 21st the household has 1,500 a month: relative hardship, three lines; said before and after its day."""
    intake(book, "F1", "match")
    book.correct("F1", {"annual_income_fen": 1_800_000}, Source("match", march(22)), "Chen", true_from=march(21))
    intake_last(book)
    assert book.decisions("F1")[0].result["class"] == "relative"
    assert book.decisions("F1")[0].result["living_aid_fen"] == 300_000


def test_what_is_done_after_the_day_a_book_was_made_counts_in_its_answers(tmp_path: Path) -> None:
    """Made in January, approved on 23 March: whoever asks afterwards, without a day, sees a file that is due aid."""
    with Casebook.create(tmp_path / "b.db", unit="示例县总工会", pack="demo-2026", last_day=date(2026, 1, 31)) as book:
        book.open_file(file("F1"), "Chen", Source("form", BEGUN))
        intake(book, "F1")
        found = book.assess()
        assert (found.class_of(0), found.population.facts["archived"].values[0]) == ("deep", True)


# ---- notice, objection ----------------------------------------------------------------------------------


def test_a_public_notice_gets_its_last_day_and_a_later_one_may_be_given(book: Casebook) -> None:
    intake(book, "F1", "review")
    refused(book, "until 2026-03-13 is too short: until 2026-03-16 at least",
            lambda: book.act("F1", "notice", "Chen", on=march(9), until=march(13)))  # fmt: skip
    book.act("F1", "notice", "Chen", on=march(9), until=march(18))
    assert book.steps("F1")[-1].until == march(18)
    refused(book, "runs until 2026-03-18", lambda: book.act("F1", "recheck", "Sun", on=march(18)))
    assert book.act("F1", "recheck", "Sun", on=march(19))["state"] == "rechecked"


def test_an_objection_stops_the_case_until_another_person_settles_it(book: Casebook) -> None:
    intake(book, "F1", "notice")
    assert book.steps("F1")[-1].until == march(16)
    refused(book, "no open objection", lambda: book.act("F1", "settle", "Sun", on=march(12)))
    book.act("F1", "object", "Chen", on=march(11), note="邻居反映有车（虚构）")
    refused(book, "objections still open: 1", lambda: book.act("F1", "recheck", "Sun", on=march(17)))
    assert book.act("F1", "settle", "Sun", on=march(18), note="查无此车（虚构）")["state"] == "noticed"
    assert book.act("F1", "recheck", "Sun", on=march(18))["state"] == "rechecked"


# ---- temporary, tapering, leaving, coming back ------------------------------------------------------------


def accident(number: str) -> Household:
    """30,000 a year less 6,000 of bills: 2,000 a month after an accident. 15 % of the bills is 900 yuan."""
    return file(
        number, annual_income_fen=3_000_000, own_income_month_fen=250_000, medical_out_of_pocket_fen=600_000,
        main_cause="遭受意外事故", application_kind="临时救助",
    )  # fmt: skip


def test_a_temporary_file_is_converted_by_somebody_who_did_not_take_it_in(tmp_path: Path) -> None:
    with made(tmp_path / "b.db", origin="demo", people=False) as book:
        book.open_file(accident("F1"), "Chen", Source("form", BEGUN))
        assert intake(book, "F1")["state"] == "temporary"
        assert book.steps("F1")[-1].note == "temporary"
        decided = book.decisions("F1")[0].result
        assert (decided["class"], decided["temporary_aid_fen"]) == ("accident", 90_000)
        refused(book, "Chen did the application", lambda: book.act("F1", "convert", "Chen", on=march(30)))
        assert book.act("F1", "convert", "Qian", on=march(30))["state"] == "active"


def test_tapering_ends_in_an_exit_with_its_reason_by_another_person(book: Casebook) -> None:
    intake(book, "F1")
    refused(book, "needs an end after 2026-04-01, for example 2026-10-01",
            lambda: book.act("F1", "taper", "Chen", on=date(2026, 4, 1)))  # fmt: skip
    book.act("F1", "taper", "Chen", on=date(2026, 4, 1), until=date(2026, 9, 30))
    assert book.state("F1") == "tapering"
    refused(book, "needs a reason", lambda: book.act("F1", "exit", "Qian", on=date(2026, 10, 1)))
    refused(
        book,
        "a death the file is cancelled",
        lambda: book.act("F1", "exit", "Qian", on=date(2026, 10, 1), note="death"),
    )
    assert book.household("F1").exited_on is None
    assert book.act("F1", "exit", "Qian", on=date(2026, 10, 1), note="above_line")["state"] == "exited"
    assert book.household("F1").exited_on == "2026-10-01"
    assert book.steps("F1")[-1].note == "above_line"
    assert book.act("F1", "follow_up", "Liu", on=date(2026, 12, 1))["state"] == "exited"


def test_a_relapse_opens_a_new_round_that_asks_for_everything_again(book: Casebook) -> None:
    intake(book, "F1")
    book.act("F1", "exit", "Qian", on=march(24), note="above_line")
    assert book.act("F1", "relapse", "Chen", on=march(25))["state"] == "applied"
    assert book.household("F1").exited_on is None
    refused(book, "does not allow: approval", lambda: book.act("F1", "approve", "Qian", on=march(26)))
    later = {act: march(2) + timedelta(days=28 + day) for act, day in DAYS["notice-first"].items() if act != "apply"}
    for act, day in later.items():
        book.act("F1", act, DOERS[act], on=day)
    assert book.state("F1") == "active"
    assert book.household("F1").filed_on == later["approve"].isoformat()
    assert [d.decided_on for d in book.decisions("F1")] == [march(23), later["approve"]]
    assert book.household("F1", as_of=march(24)).exited_on == "2026-03-24"
    assert checks.check(book).faults == []


def test_a_cancellation_for_death_fills_in_the_death(book: Casebook) -> None:
    intake(book, "F1")
    assert book.act("F1", "cancel", "Qian", on=date(2026, 5, 6), note="death")["state"] == "cancelled"
    head = book.household("F1")
    assert (head.died_on, head.exited_on) == ("2026-05-06", "2026-05-06")
    assert book.household("F1", as_of=date(2026, 5, 5)).died_on is None


@pytest.mark.parametrize(("act", "note"), [("cancel", "moved"), ("exit", "retired")])
def test_leaving_for_another_reason_fills_in_no_death(book: Casebook, act: str, note: str) -> None:
    intake(book, "F1")
    book.act("F1", act, "Qian", on=date(2026, 5, 6), note=note)
    assert (book.household("F1").died_on, book.household("F1").exited_on) == (None, "2026-05-06")


def test_the_word_death_in_the_note_of_a_visit_kills_nobody(book: Casebook) -> None:
    intake(book, "F1", "apply")
    book.act("F1", "visit", "Liu", on=march(5), note="death")
    assert book.household("F1").died_on is None


def test_who_applies_anew_after_an_exit_is_on_file_again(book: Casebook) -> None:
    intake(book, "F1")
    book.act("F1", "exit", "Qian", on=march(24), note="above_line")
    for act, day in DAYS["notice-first"].items():
        book.act("F1", act, DOERS[act], on=march(2) + timedelta(days=28 + day))
    assert book.state("F1") == "active"
    assert book.household("F1").exited_on is None
    assert book.facts(LAST)["F1"].archived is True


def test_who_fell_back_is_on_file_only_when_it_is_approved_again(book: Casebook) -> None:
    intake(book, "F1")
    book.act("F1", "exit", "Qian", on=march(24), note="above_line")
    book.act("F1", "relapse", "Chen", on=march(25))
    assert book.facts(LAST)["F1"].archived is False


# ---- refusals -------------------------------------------------------------------------------------------

AT = {"applied": "apply", "noticed": "notice", "matched": "match"}
REFUSALS: dict[str, tuple[str, Callable[[Casebook], Any], str]] = {
    "unknown file": ("applied", lambda b: b.act("F9", "visit", "Liu", on=march(5)), "there is no file F9"),
    "unknown act": ("applied", lambda b: b.act("F1", "pray", "Liu", on=march(5)), "there is no act pray"),
    "future": ("applied", lambda b: b.act("F1", "visit", "Liu", on=date(9999, 1, 1)), "9999-01-01 is in the future"),
    "out of order": ("applied", lambda b: b.act("F1", "review", "Zhao", on=march(5)), "does not allow: review"),
    "before the last step": (
        "applied",
        lambda b: b.act("F1", "visit", "Liu", on=march(1)),
        "before the last step, application on 2026-03-02",
    ),
    "wrong role": ("applied", lambda b: b.act("F1", "visit", "Chen", on=march(5)), "Chen is no visitor"),
    "not on the list": (
        "applied",
        lambda b: b.act("F1", "visit", "Yang", on=march(5)),
        "Yang is not on the list of people",
    ),
    "nobody": ("applied", lambda b: b.act("F1", "visit", "", on=march(5)), "give a name"),
    "in the notice": ("noticed", lambda b: b.act("F1", "recheck", "Sun", on=march(16)), "runs until 2026-03-16"),
    "no reason": ("noticed", lambda b: b.act("F1", "refuse", "Qian", on=march(10)), "it needs a reason"),
    "no such reason": (
        "noticed",
        lambda b: b.act("F1", "cancel", "Qian", on=march(10), note="tired"),
        "choose one of above_line",
    ),
    "changed since": (
        "matched",
        lambda b: b.act("F1", "approve", "Qian", on=march(23), seen=2),
        "changed since you opened it",
    ),
    "no kind of paper": ("applied", lambda b: b.add_evidence("F1", "poem", "Chen"), "no kind of evidence poem"),
    "no paper": (
        "applied",
        lambda b: b.add_evidence("F1", "form", "Chen", path=Path("/nowhere/a.pdf")),
        "cannot read the attachment",
    ),
    "paper of no file": ("applied", lambda b: b.add_evidence("F9", "form", "Chen"), "there is no file F9"),
    "paper of no member": ("applied", lambda b: b.add_evidence("F1", "identity", "Chen", place=1), "has no member 1"),
    "no source": (
        "applied",
        lambda b: b.correct("F1", {"size": 2}, Source("dream", MONDAY), "Chen"),
        "source dream must be one of",
    ),
    "true before it was learnt": (
        "applied",
        lambda b: b.correct("F1", {"size": 2}, Source("visit", MONDAY), "Chen", true_from=march(3)),
        "after the day it was learnt",
    ),
    "another number": (
        "applied",
        lambda b: b.correct("F1", {"file_number": "F2"}, Source("form", MONDAY), "Chen"),
        "file.number",
    ),
    "changed since, corrected": (
        "applied",
        lambda b: b.correct("F1", {"size": 2}, Source("form", MONDAY), "Chen", seen=0),
        "changed since you opened it",
    ),
    "the same person again": (
        "applied",
        lambda b: b.open_file(file("F1", file_number="F2"), "Chen"),
        "has a case file",
    ),
}


@pytest.mark.parametrize(("state", "call", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_a_sentence_and_writes_nothing(
    book: Casebook, state: str, call: Callable[[Casebook], Any], words: str
) -> None:
    intake(book, "F1", AT[state])
    assert book.state("F1") == state
    refused(book, words, lambda: call(book))


def test_who_applied_visited_or_reviewed_does_not_approve(tmp_path: Path) -> None:
    """In a demo anybody may try anything, but never check their own work."""
    with made(tmp_path / "b.db", origin="demo", people=False) as book:
        assert book.strict is False
        for number, act, words in (
            ("F1", "apply", "application"),
            ("F2", "visit", "home visit"),
            ("F3", "recheck", "re-check"),
        ):
            book.open_file(file(number), "anybody", Source("form", BEGUN))
            intake(book, number, "match")
            refused(
                book,
                f"{DOERS[act]} did the {words}",
                lambda n=number, a=act: book.act(n, "approve", DOERS[a], on=march(23)),
            )  # type: ignore[misc]
            assert book.act(number, "approve", "A Passer-by", on=march(23))["state"] == "active"


# ---- people ---------------------------------------------------------------------------------------------


def test_an_office_is_strict_as_soon_as_it_names_people_and_a_demo_never(tmp_path: Path) -> None:
    for origin, strict in (("new", True), ("import", True), ("demo", False)):
        with made(tmp_path / f"{origin}.db", origin=origin, people=False) as book:
            assert book.strict is False
            book.add_people([Person("Chen", ("handler",), None, BEGUN, None)], "Chen")
            assert book.strict is strict


def test_a_new_entry_gives_new_roles_and_past_acts_stay(book: Casebook) -> None:
    intake(book, "F1", "apply")
    book.add_people([Person("Chen", ("visitor", "reviewer"), "province", march(4), None)], "Qian", march(4))
    (chen,) = [p for p in book.people() if p.name == "Chen"]
    assert chen == Person("Chen", ("visitor", "reviewer"), "province", march(4), None)
    assert len(book.people()) == len(OFFICE)
    assert book.act("F1", "visit", "Chen", on=march(5))["state"] == "visited"
    assert [(s.act, s.by) for s in book.steps("F1")] == [("apply", "Chen"), ("visit", "Chen")]
    book.act("F1", "review", "Zhao", on=march(6))
    refused(book, "Chen is no handler on 2026-03-09", lambda: book.act("F1", "notice", "Chen", on=march(9)))


@pytest.mark.parametrize(("day", "may"), [(4, True), (5, True), (6, False)])
def test_a_role_that_has_ended_lasts_through_its_last_day(book: Casebook, day: int, may: bool) -> None:
    intake(book, "F1", "apply")
    book.add_people([Person("Liu", ("visitor",), None, BEGUN, march(5))], "Qian")
    if may:
        assert book.act("F1", "visit", "Liu", on=march(day))["state"] == "visited"
    else:
        refused(book, "Liu is no visitor on 2026-03-06", lambda: book.act("F1", "visit", "Liu", on=march(day)))


def test_the_lines_on_people_are_kept_as_they_were_written(book: Casebook) -> None:
    book.add_people([Person("Liu", ("payer",), None, BEGUN, None)], "Qian")
    assert [r["roles"] for r in book.rows("SELECT roles FROM person WHERE who = 'Liu' ORDER BY seq")] == [
        '["visitor"]',
        '["payer"]',
    ]
    refused(book, "kept as it was written", lambda: _change_people(book))


def _change_people(book: Casebook) -> None:
    with book.write("Qian", "change") as tx:
        tx.execute("UPDATE person SET roles = '[\"approver\"]' WHERE who = 'Liu'")


# ---- what is due ----------------------------------------------------------------------------------------

# Up to which act, what is due then, and the day of it by hand from DAYS and the figures of the procedure:
# visit 5 days, each step 10, match 15, approval 10, recertification 12 months, a temporary file and a follow-up 6.
DEADLINES: dict[str, tuple[Sequence[str], str, date]] = {
    "a report is taken up": (["report"], "apply", march(11)),
    "a visit": (["apply"], "visit", march(7)),
    "a review": (["apply", "visit"], "review", march(15)),
    "a notice": (["apply", "visit", "review"], "notice", march(16)),
    "a re-check": (["apply", "visit", "review", "notice"], "recheck", march(26)),
    "a match": (["apply", "visit", "review", "notice", "recheck"], "match", date(2026, 4, 1)),
    "an approval": (["apply", "visit", "review", "notice", "recheck", "match"], "approve", march(30)),
}


def late(book: Casebook, on: date, within: int = 0) -> list[tuple[str, date, int]]:
    return [(d.what, d.due_on, d.late_days) for d in book.due(on, within) if d.file_number == "F1"]


@pytest.mark.parametrize(("acts", "what", "day"), DEADLINES.values(), ids=DEADLINES)
def test_each_step_of_the_intake_is_due_on_its_day(
    book: Casebook, acts: Sequence[str], what: str, day: date
) -> None:  # fmt: skip
    for act in acts:
        book.act("F1", act, DOERS[act], on=march(DAYS["notice-first"].get(act, 1)))
    before = day - timedelta(days=1)
    assert late(book, before) == []
    assert late(book, before, within=1) == [(what, day, 0)]
    assert late(book, day) == [(what, day, 0)]
    assert late(book, day + timedelta(days=1)) == [(what, day, 1)]


def test_the_end_of_a_notice_is_told_until_it_is_over(book: Casebook) -> None:
    intake(book, "F1", "notice")
    assert late(book, march(15)) == []
    assert late(book, march(16)) == [("notice_ends", march(16), 0)]
    assert late(book, march(17)) == []
    assert late(book, march(17), within=9) == [("recheck", march(26), 0)]


@pytest.mark.parametrize(
    ("act", "said", "what", "day"),
    [
        ("recertify", {}, "recertify", date(2027, 4, 1)),
        ("taper", {"until": date(2026, 9, 30)}, "exit", date(2026, 9, 30)),
        ("exit", {"note": "above_line"}, "follow_up", date(2026, 10, 1)),
    ],
)
def test_what_a_file_wants_after_its_intake(
    book: Casebook, act: str, said: dict[str, Any], what: str, day: date
) -> None:
    """Done on 1 April: again after twelve months, at the end of the tapering, six months after the exit."""
    intake(book, "F1")
    assert late(book, march(22) + timedelta(days=365)) == []
    assert late(book, march(23) + timedelta(days=365)) == [("recertify", date(2027, 3, 23), 0)]
    book.act("F1", act, DOERS[act], on=date(2026, 4, 1), **said)
    assert late(book, day - timedelta(days=1)) == []
    assert late(book, day) == [(what, day, 0)]
    assert (what, day, 1) in late(book, day + timedelta(days=1))


def test_a_temporary_file_is_settled_within_six_months(tmp_path: Path) -> None:
    with made(tmp_path / "b.db") as book:
        book.open_file(accident("F1"), "Chen", Source("form", BEGUN))
        intake(book, "F1")
        assert late(book, date(2026, 9, 22)) == []
        assert late(book, date(2026, 9, 23)) == [("convert", date(2026, 9, 23), 0)]
        assert late(book, date(2026, 9, 24)) == [("convert", date(2026, 9, 23), 1)]
        book.act("F1", "convert", "Wu", on=date(2026, 9, 24))
        assert late(book, date(2027, 9, 23)) == []
        assert late(book, date(2027, 9, 24)) == [("recertify", date(2027, 9, 24), 0)]


def test_the_most_overdue_comes_first_and_says_how_late_in_both_languages(book: Casebook) -> None:
    for number, day in (("F2", 4), ("F3", 1)):
        book.open_file(file(number), "Chen", Source("form", BEGUN))
        book.act(number, "apply", "Chen", on=march(day))
    intake(book, "F1", "apply")
    found = book.due(march(8))
    assert [(d.file_number, d.late_days) for d in found] == [("F3", 2), ("F1", 1)]
    assert [d.file_number for d in book.due(march(8), within=1)] == ["F3", "F1", "F2"]
    assert found[1].said.en == "home visit is due by 2026-03-07, 1 day late."
    assert found[0].said.zh == "入户调查应于 2026-03-06 前办理，已逾期 2 天。"


def test_how_long_each_step_took_is_counted_from_the_one_before(book: Casebook) -> None:
    book.act("F1", "report", "Chen", on=date(2026, 2, 27))
    intake(book, "F1")
    took = [(step.act, days) for step, days in workflow.durations(book.steps("F1"))]
    assert took == [
        ("report", 0),
        ("apply", 3),
        ("visit", 3),
        ("review", 1),
        ("notice", 3),
        ("recheck", 8),
        ("match", 3),
        ("approve", 3),
    ]
    assert sum(days for _, days in took) == (march(23) - date(2026, 2, 27)).days == 24


# ---- evidence -------------------------------------------------------------------------------------------


def test_an_attachment_is_kept_by_its_digest_and_a_later_change_is_noticed(book: Casebook, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"abc")
    digest = book.add_evidence("F1", "application", "Chen", path=letter, title="申请书（虚构）", issued_on=MONDAY)
    # The SHA-256 of "abc" as FIPS 180-2 prints it.
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert not [n for n in notices(book) if "attachment" in n]
    for change in (lambda: letter.write_bytes(b"abd"), letter.unlink):
        change()
        assert notices(book).count(f"the attachment {letter} of F1 is missing or was altered.") == 1
    letter.write_bytes(b"abc")
    assert not [n for n in notices(book) if "attachment" in n]
    assert checks.check(book).faults == []


def test_a_paper_without_an_attachment_has_no_digest(book: Casebook) -> None:
    assert book.add_evidence("F1", "application", "Chen") is None
    assert book.rows("SELECT path, sha256 FROM evidence") == [{"path": None, "sha256": None}]


EVERYONE = ["application", "form", "identity", "income", "card", "notice", "membership", "minutes", "consent"]


def test_the_checklist_names_what_is_wanting_and_what_is_there(book: Casebook) -> None:
    assert [(w.kind, w.status) for w in book.checklist("F1", MONDAY)] == [(kind, "missing") for kind in EVERYONE]
    for kind in ("application", "card"):
        book.add_evidence("F1", kind, "Chen")
    there = {w.kind for w in book.checklist("F1", MONDAY) if w.status == "there"}
    assert there == {"application", "card"}


@pytest.mark.parametrize(("day", "status"), [(date(2027, 3, 2), "there"), (date(2027, 3, 3), "expired")])
def test_bills_of_an_illness_serve_for_twelve_months(tmp_path: Path, day: date, status: str) -> None:
    with made(tmp_path / "b.db", file("F1", health_status="癌症", main_cause="患重特大疾病")) as book:
        assert [w.kind for w in book.checklist("F1", MONDAY)] == [*EVERYONE, "diagnosis", "bills"]
        book.add_evidence("F1", "bills", "Chen", issued_on=MONDAY)
        (bills,) = [w for w in book.checklist("F1", day) if w.kind == "bills"]
        assert (bills.status, bills.expires_on) == (status, date(2027, 3, 2))


def test_the_papers_of_members_keep_their_place_when_another_leaves(tmp_path: Path) -> None:
    """The first member leaves; the child, at place 2, studies and still brings enrolment and receipt."""
    wife = Member(name="李乙", relation="配偶", sex="女", id_number="x1", birth_date="1981-01-01", health_status="良好")
    child = Member(
        name="王丙",
        relation="子",
        sex="男",
        id_number="x2",
        birth_date="2008-01-01",
        health_status="良好",
        study_level="high_school",
    )
    with made(tmp_path / "b.db", file("F1", size=3, members=(wife, child))) as book:
        book.add_evidence("F1", "enrolment", "Chen", place=2)
        book.correct(
            "F1", {"left_on": "2026-02-01"}, Source("visit", MONDAY), "Chen", true_from=date(2026, 2, 1), place=1
        )
        assert book.places("F1") == [2]
        school = {w.kind: w for w in book.checklist("F1", MONDAY) if w.kind in ("enrolment", "tuition")}
        assert {kind: w.status for kind, w in school.items()} == {"enrolment": "there", "tuition": "missing"}
        assert school["tuition"].why.en.startswith("member 2: ")


# ---- the year's end ---------------------------------------------------------------------------------------

PAYS = "pays: {aids: [living], classes: [deep], archived_only: true}, reference: 示例"
FUNDS = f"""
- {{name: lapsing, source: provincial, receipts: [{{date: 2026-01-02, amount: 10000, reference: 示例}}],
   usable_until: 2026-12-31, {PAYS}}}
- {{name: lasting, source: central, receipts: [{{date: 2026-01-02, amount: 500.01, reference: 示例}}],
   usable_until: 2027-01-01, {PAYS}}}
- {{name: open, source: union, receipts: [{{date: 2026-01-02, amount: 1, reference: 示例}}], {PAYS}}}
"""


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Casebook]:
    """Five files of an office at the end of 2026, one filed too late, and three funds."""
    filed = {"filed_on": "2025-06-01"}
    homes = [
        file("A1", **filed), file("B2", **filed), file("C3", **filed | {"annual_income_fen": None}),
        file("D4", **filed),        file("E5", **filed),
    ]  # fmt: skip
    with made(tmp_path / "y.db", *homes) as book:
        book.add_funds(funds.read(FUNDS, "f"), "Chen", LAST)
        book.correct("B2", {"annual_income_fen": 4_800_000}, Source("match", date(2026, 7, 1)), "Chen")
        book.act("D4", "exit", "Qian", on=date(2026, 6, 30), note="above_line")
        book.act("E5", "cancel", "Qian", on=date(2026, 8, 1), note="death")
        yield book


def test_the_end_of_a_year_says_who_stays_who_leaves_and_who_is_open(ending: Casebook) -> None:
    """A1 has 500 a month; B2 rose to 4,000 a month; the income of C3 is unknown; D4 and E5 are gone."""
    before = contents(ending)
    found = ending.year_end(2026)
    assert contents(ending) == before, "without a name it only looks"
    assert (found["year"], found["on"], found["recertified"]) == (2026, "2026-12-31", False)
    assert [(a["household"], a["class"]) for a in found["stay"]] == [("A1", "deep")]
    assert [(a["household"], a["class"]) for a in found["leave"]] == [("B2", "not_eligible")]
    assert [(a["household"], a["missing"]) for a in found["open"]] == [("C3", ["annual_income"])]
    assert found["left"] == [
        {"household": "D4", "act": "exit", "reason": "above_line", "on": "2026-06-30"},
        {"household": "E5", "act": "cancel", "reason": "death", "on": "2026-08-01"},
    ]
    assert ending.year_end(2025)["left"] == []


def test_at_the_end_of_a_year_funds_lapse_or_are_carried_over_by_their_last_day(ending: Casebook) -> None:
    keys = ("fund", "left_fen", "reserved_fen", "usable_until", "then")
    found = [tuple(f[key] for key in keys) for f in ending.year_end(2026)["funds"]]
    assert found == [
        ("lapsing", 1_000_000, 0, "2026-12-31", "lapses"), ("lasting", 50_001, 0, "2027-01-01", "carried over"),
        ("open", 100, 0, None, "carried over"),
    ]  # fmt: skip


def test_with_a_name_every_file_that_can_be_decided_is_recertified(ending: Casebook) -> None:
    found = ending.year_end(2026, "Zhao")
    assert found["recertified"] == len(found["stay"]) + len(found["leave"])
    assert ending.year_end(2026, "Zhao")["recertified"] == 0, "once a day is enough"
    steps = {n: [(s.act, s.on, s.by) for s in ending.steps(n)] for n in ("A1", "B2", "C3")}
    looked = [("recertify", LAST, "Zhao")]
    assert steps == {"A1": looked, "B2": looked, "C3": []}
    assert [(d.file_number, d.decided_on, d.result["class"]) for d in ending.decisions()] == [
        ("A1", LAST, "deep"), ("B2", LAST, "not_eligible"),
    ]  # fmt: skip
    assert (ending.state("B2"), ending.household("B2").exited_on) == ("active", None), "leaving takes a step of its own"
    assert checks.check(ending).faults == []
    assert checks.replay(ending)["differ"] == []


@pytest.mark.parametrize(("by", "words"), [("Chen", "Chen is no reviewer"), ("Yang", "not on the list")])
def test_a_year_is_ended_by_a_reviewer_or_not_at_all(ending: Casebook, by: str, words: str) -> None:
    refused(ending, words, lambda: ending.year_end(2026, by))


def test_a_file_of_the_next_year_is_not_of_this_one(tmp_path: Path) -> None:
    with made(tmp_path / "b.db", file("A1", filed_on="2025-12-31"), file("B2", filed_on="2026-01-01")) as book:
        assert [a["household"] for a in book.year_end(2025)["stay"]] == ["A1"]
        assert [a["household"] for a in book.year_end(2026)["stay"]] == ["A1", "B2"]


def test_who_left_later_was_on_file_at_the_end_of_the_year_before(tmp_path: Path) -> None:
    with made(tmp_path / "b.db", file("A1", filed_on="2025-06-01")) as book:
        book.act("A1", "exit", "Qian", on=date(2026, 6, 30), note="above_line")
        assert [a["household"] for a in book.year_end(2025)["stay"]] == ["A1"]


def test_a_year_that_has_not_begun_is_not_ended(ending: Casebook) -> None:
    with pytest.raises(Refused):
        ending.year_end(2999)


# ---- what checks notice -----------------------------------------------------------------------------------


def notices(book: Casebook) -> list[str]:
    return [notice.en for notice in checks.check(book).notices]


def test_of_41_files_13_are_to_be_spot_checked(tmp_path: Path) -> None:
    """30 % of 41 is 12.3 (domain 11.10): twelve are too few. A file that is checked twice counts once."""
    homes = [file(f"F{i}", filed_on="2026-01-05", id_number=f"n{i}") for i in range(41)]
    with made(tmp_path / "b.db", *homes) as book:
        for i in range(12):
            book.act(f"F{i}", "spotcheck", "Zhao", on=MONDAY)
        book.act("F0", "spotcheck", "Sun", on=MONDAY)
        assert "12 of 41 files were spot-checked in 2026, 1 too few." in notices(book)
        book.act("F12", "spotcheck", "Zhao", on=MONDAY)
        assert not [n for n in notices(book) if "spot-checked" in n]


def test_a_file_is_due_for_review_when_a_year_has_passed(tmp_path: Path) -> None:
    """Filed on the last day of 2025: a year later it is due; filed a day later it is not yet."""
    with made(tmp_path / "b.db", file("A1", filed_on="2025-12-31"), file("B2", filed_on="2026-01-01")) as book:
        stale = "1 files are over a year old and due for review."
        assert stale in notices(book)
        book.act("A1", "recertify", "Zhao", on=date(2026, 12, 30))
        assert stale not in notices(book)


@pytest.mark.parametrize(("left", "may"), [("2016-12-30", True), ("2017-01-01", False)])
def test_a_file_may_be_destroyed_ten_years_after_its_removal(tmp_path: Path, left: str, may: bool) -> None:
    with made(tmp_path / "b.db", file("A1", filed_on="2010-01-01", exited_on=left)) as book:
        said = "1 files were removed so long ago that they may be destroyed."
        assert (said in notices(book)) is may


def test_a_file_is_kept_through_the_last_day_of_its_ten_years(tmp_path: Path) -> None:
    assert workflow.may_destroy(date(2016, 12, 31), LAST, workflow.procedure()) is False
    with made(tmp_path / "b.db", file("A1", filed_on="2010-01-01", exited_on="2016-12-31")) as book:
        assert not [n for n in notices(book) if "destroyed" in n]


def test_an_office_that_named_nobody_is_told_so(tmp_path: Path) -> None:
    said = "no people are named in this book, so names of who did what cannot be checked."
    for people in (False, True):
        with made(tmp_path / f"{people}.db", people=people) as book:
            assert (said in notices(book)) is not people


class Clock:
    """A clock that stands still on an hour of an invented day."""

    @staticmethod
    def now(zone: Any) -> datetime:
        return datetime(2030, 6, 1, 10, 30, tzinfo=zone)


def test_the_audit_trail_says_when_something_was_written_whatever_day_it_is_dated(
    book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "datetime", Clock)
    book.act("F1", "apply", "Chen", on=MONDAY)
    last = book.rows("SELECT at, act FROM audit ORDER BY seq DESC LIMIT 1")
    assert last == [{"at": "2030-06-01T10:30:00+00:00", "act": "apply F1"}]

"""Workflow: which act follows which, who may do it, what is due, which papers are wanted, and the rules of the archive."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import standards, workflow
from casework.households import Household, Member
from casework.vocabulary import ACTS, EVIDENCE, ORDERS, REASONS, STATES, Refused
from casework.workflow import Paper, Person, Step, Wanted, check_step, checklist, due, procedure
from casework.workflow.days import after_months
from casework.workflow.people import same_name
from casework.workflow.procedure import Procedure
from casework.workflow.steps import _NOT_BY

RULES = procedure()
MONDAY = date(2026, 3, 2)
DOERS = {"report": "Zhou", "apply": "Li", "visit": "Wang", "review": "Zhao", "notice": "Li", "recheck": "Sun", "match": "Li",
         "approve": "Qian", "recertify": "Sun", "spotcheck": "Sun", "taper": "Li", "exit": "Qian", "cancel": "Qian",
         "refuse": "Qian", "convert": "Qian", "object": "Li", "settle": "Sun", "follow_up": "Wang", "relapse": "Li"}  # fmt: skip
REASONED = ("exit", "cancel", "refuse")
Kept = tuple[list[Step], str | None]
Tried = tuple[str, int, str, str | None, int | None, str]


def check(
    steps: Sequence[Step], step: Step, state: str | None, order: str = "notice-first", **said: object
) -> str | None:
    given_ = {"people": (), "strict": False, "rules": RULES} | said
    return check_step(steps, step, state=state, order=order, **given_)  # type: ignore[arg-type]


def made(act: str, on: date, **said: object) -> Step:
    """A complete step by whoever usually does it."""
    usual = {"note": "other" if act in REASONED else None, "until": on + timedelta(days=30) if act == "taper" else None}
    return Step(act, on, **({"by": DOERS[act]} | usual | said))  # type: ignore[arg-type]


def walk(acts: str, order: str = "notice-first", kept: Kept = ([], None), every: int = 10) -> Kept:
    """The steps kept and the state when these acts are done one after the other, ten days apart."""
    steps, state = list(kept[0]), kept[1]
    for act in acts.split():
        on = steps[-1].on + timedelta(days=every) if steps else MONDAY
        step = made(act.partition("=")[0], on, **({"note": act.partition("=")[2]} if "=" in act else {}))
        state = check(steps, step, state, order)
        steps.append(step)
    return steps, state


def refused(act: str, kept: Kept, match: str, days: int = 10, order: str = "notice-first", **said: object) -> None:
    steps, state = kept
    on = steps[-1].on + timedelta(days=days) if steps else MONDAY
    people = {k: said.pop(k) for k in ("people", "strict") if k in said}
    with pytest.raises(Refused, match=match) as error:
        check(steps, made(act, on, **said), state, order, **people)
    reads(error.value)


def reads(error: Refused) -> None:
    """The sentence is there in both languages, and each is in its own."""
    assert re.search(r"[\u4e00-\u9fff]", error.text.zh)
    assert error.text.zh.endswith("。")
    assert not re.search(r"[\u4e00-\u9fff]", error.text.en)
    assert error.text.en.endswith(".")


INTAKE = {order: " ".join(workflow.next_order(order)) for order in ORDERS.words}
TO_NOTICE = "apply visit review notice"
ON_FILE = walk(INTAKE["notice-first"])
TEMPORARY = walk(INTAKE["notice-first"].replace("approve", "approve=temporary"))


# ---- the table of acts --------------------------------------------------------------------------------


def test_the_two_orders() -> None:
    assert workflow.next_order("notice-first") == ("apply", "visit", "review", "notice", "recheck", "match", "approve")
    assert workflow.next_order("match-first") == ("apply", "visit", "review", "recheck", "match", "notice", "approve")
    with pytest.raises(Refused, match="no order sideways") as error:
        workflow.next_order("sideways")
    reads(error.value)


@pytest.mark.parametrize(
    ("order", "states"),
    [
        ("notice-first", "applied visited reviewed noticed rechecked matched active"),
        ("match-first", "applied visited reviewed rechecked matched noticed active"),
    ],
)
def test_the_state_names_the_last_act_of_the_intake(order: str, states: str) -> None:
    acts = INTAKE[order].split()
    assert [walk(" ".join(acts[: k + 1]), order)[1] for k in range(len(acts))] == states.split()


@pytest.mark.parametrize("order", ORDERS.words)
def test_no_act_of_the_intake_is_left_out_or_done_twice(order: str) -> None:
    acts = INTAKE[order].split()
    for done in range(1, len(acts)):
        kept = walk(" ".join(acts[:done]), order)
        for act in acts:
            if act != acts[done]:
                refused(act, kept, "does not allow", order=order)


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        (None, "report", None), ("exited", "report", "exited"), ("refused", "apply", "applied"), ("exited", "apply", "applied"),
        ("cancelled", "apply", "applied"), ("noticed", "object", "noticed"), ("reviewed", "refuse", "refused"),
        ("applied", "cancel", "cancelled"), ("active", "cancel", "cancelled"), ("temporary", "convert", "active"),
        ("active", "recertify", "active"), ("temporary", "spotcheck", "temporary"), ("tapering", "recertify", "tapering"),
        ("active", "taper", "tapering"), ("active", "exit", "exited"), ("temporary", "exit", "exited"),
        ("tapering", "exit", "exited"), ("exited", "follow_up", "exited"), ("tapering", "follow_up", "tapering"),
        ("exited", "relapse", "applied"), ("tapering", "relapse", "applied"),
    ],
)  # fmt: skip
def test_a_file_without_any_step_can_be_worked_on_from_its_state(
    state: str | None, act: str, after: str | None
) -> None:
    assert check([], made(act, MONDAY), state) == after
    assert act in workflow.next_acts(state, [], "notice-first")


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (None, "visit"), (None, "cancel"), (None, "exit"), ("applied", "report"), ("applied", "apply"), ("active", "apply"),
        ("active", "refuse"), ("active", "convert"), ("active", "relapse"), ("active", "follow_up"), ("temporary", "taper"),
        ("exited", "exit"), ("exited", "cancel"), ("cancelled", "cancel"), ("refused", "cancel"), ("refused", "relapse"),
        ("reviewed", "object"), ("cancelled", "follow_up"), ("nonsense", "apply"),
    ],
)  # fmt: skip
def test_an_act_that_does_not_come_after_a_state_is_refused(state: str | None, act: str) -> None:
    refused(act, ([], state), "does not allow")
    assert act not in workflow.next_acts(state, [], "notice-first")


def test_the_refusal_says_where_the_file_is_and_what_it_allows() -> None:
    with pytest.raises(Refused) as error:
        workflow.state_after("applied", made("approve", MONDAY), "notice-first")
    assert error.value.text.en == (
        'the file is "applied", which does not allow: approval; it allows: home visit, refusal, cancellation.'
    )
    assert error.value.text.zh == "案卷现为“已申请”，不能办理审批建档；现在可以办理：入户调查、不予通过、注销。"


def test_an_act_off_the_list_is_refused() -> None:
    with pytest.raises(Refused, match="no act bless") as error:
        check([], Step("bless", MONDAY, "Li"), None)
    reads(error.value)


def test_what_may_come_next() -> None:
    assert workflow.next_acts(None, [], "notice-first") == ("report", "apply")
    assert workflow.next_acts("applied", [], "notice-first") == ("visit", "refuse", "cancel")
    assert workflow.next_acts("active", [], "notice-first") == ("recertify", "spotcheck", "taper", "exit", "cancel")
    steps, state = walk(TO_NOTICE)
    assert workflow.next_acts(state, steps, "notice-first") == ("object", "recheck", "refuse", "cancel")
    steps, state = walk("object", kept=(steps, state))
    assert workflow.next_acts(state, steps, "notice-first") == ("object", "settle", "refuse", "cancel")


def test_a_temporary_file_is_approved_as_one_and_may_be_converted() -> None:
    assert TEMPORARY[1] == "temporary"
    assert walk("convert", kept=TEMPORARY)[1] == "active"


def test_a_change_of_the_order_leaves_a_file_on_its_way_alone() -> None:
    kept = walk(TO_NOTICE, "notice-first")
    assert walk("recheck match approve", "match-first", kept)[1] == "active"
    kept = walk("apply visit review recheck", "match-first")
    assert walk("match notice approve", "notice-first", kept)[1] == "active"
    kept = walk("apply visit review", "match-first")
    assert walk("notice", "notice-first", kept)[1] == "noticed"


def test_a_new_round_asks_for_everything_again() -> None:
    steps, state = walk("exit relapse", kept=ON_FILE)
    assert state == "applied"
    refused("approve", (steps, "matched"), "lacks home visit, review, public notice, re-check, data match")
    assert walk("visit review notice recheck match approve", kept=(steps, state))[1] == "active"
    assert walk("refuse report apply visit", kept=walk("apply"))[1] == "visited"


def test_an_approval_without_a_public_notice_is_refused() -> None:
    steps = walk("apply visit review notice recheck match")[0]
    refused("approve", ([s for s in steps if s.act != "notice"], "matched"), "it allows: public notice")
    refused(
        "approve",
        ([s for s in steps if s.act not in ("notice", "recheck")], "matched"),
        "lacks public notice, re-check",
    )
    refused("approve", ([s for s in steps if s.act != "match"], "matched"), "this round lacks data match")


# ---- dates, reasons, ends -------------------------------------------------------------------------------


def test_a_step_is_not_dated_before_the_one_before_it() -> None:
    kept = walk("apply")
    refused("visit", kept, "before the last step, application on 2026-03-02", days=-1)
    assert check(kept[0], made("visit", MONDAY), kept[1]) == "visited"


@pytest.mark.parametrize("act", REASONED)
@pytest.mark.parametrize("note", [None, "", "因病"])
def test_leaving_needs_a_reason_of_the_list(act: str, note: str | None) -> None:
    kept = walk("apply") if act == "refuse" else ON_FILE
    refused(act, kept, "needs a reason", note=note)


def test_every_reason_of_the_list_serves_and_death_is_a_cancellation() -> None:
    for reason in REASONS.words:
        assert check(ON_FILE[0], made("cancel", date(2027, 1, 4), note=reason), ON_FILE[1]) == "cancelled"
    refused("exit", ON_FILE, "after a death the file is cancelled", note="death")
    refused("refuse", walk("apply"), "after a death the file is cancelled", note="death")


def test_tapering_needs_an_end_after_its_beginning() -> None:
    on = ON_FILE[0][-1].on + timedelta(days=10)
    assert on == date(2026, 5, 11)
    for until in (None, on, on - timedelta(days=1)):
        refused("taper", ON_FILE, "needs an end after 2026-05-11, for example 2026-11-11", until=until)
    assert check(ON_FILE[0], made("taper", on, until=on + timedelta(days=1)), "active") == "tapering"


def test_a_public_notice_runs_for_five_working_days_unless_a_later_end_is_given() -> None:
    assert workflow.notice_end(MONDAY, RULES) == date(2026, 3, 9)
    assert workflow.notice_end(date(2026, 3, 6), RULES) == date(2026, 3, 13)
    assert workflow.notice_end(date(2026, 3, 7), RULES) == date(2026, 3, 13)
    kept = walk("apply visit review", every=0)
    refused("notice", kept, "until 2026-03-06 is too short: until 2026-03-09 at least", 0, until=date(2026, 3, 6))
    assert check(kept[0], made("notice", MONDAY, until=date(2026, 3, 9)), kept[1]) == "noticed"


@pytest.mark.parametrize("order", ORDERS.words)
@pytest.mark.parametrize(("until", "over"), [(None, date(2026, 3, 10)), (date(2026, 3, 20), date(2026, 3, 21))])
def test_nothing_goes_on_before_the_notice_is_over(order: str, until: date | None, over: date) -> None:
    acts = INTAKE[order].split()
    at = acts.index("notice")
    steps, state = walk(" ".join(acts[:at]), order, every=0)
    steps.append(made("notice", MONDAY, until=until))
    for early in (MONDAY, over - timedelta(days=1)):
        refused(acts[at + 1], (steps, "noticed"), "runs until", (early - MONDAY).days, order)
    assert check(steps, made(acts[at + 1], over), "noticed", order) in ("rechecked", "active")
    assert check(steps, made("refuse", MONDAY), "noticed", order) == "refused"
    assert state == {"notice-first": "reviewed", "match-first": "matched"}[order]


def test_every_objection_is_settled_before_the_file_goes_on() -> None:
    kept = walk("object object settle", kept=walk(TO_NOTICE))
    assert kept[1] == "noticed"
    refused("recheck", kept, "objections still open: 1")
    kept = walk("settle", kept=kept)
    refused("settle", kept, "no open objection")
    assert walk("recheck", kept=kept)[1] == "rechecked"


# ---- who ----------------------------------------------------------------------------------------------

BEFORE = {
    "review": walk("apply visit"), "recheck": walk(TO_NOTICE), "settle": walk("object", kept=walk(TO_NOTICE)),
    "approve": walk("apply visit review notice recheck match"), "convert": TEMPORARY, "exit": walk("recertify taper", kept=ON_FILE),
}  # fmt: skip


@pytest.mark.parametrize(
    ("act", "checked_"),
    [
        ("review", "apply"), ("recheck", "review"), ("settle", "object"), ("convert", "apply"), ("approve", "apply"),
        ("approve", "visit"), ("approve", "review"), ("approve", "recheck"), ("exit", "recertify"), ("exit", "taper"),
    ],
)  # fmt: skip
def test_nobody_checks_their_own_work(act: str, checked_: str) -> None:
    steps, state = BEFORE[act]
    refused(act, (steps, state), f"{DOERS[checked_]} did the {ACTS.words[checked_].en}", by=DOERS[checked_])
    refused(act, (steps, state), "let another person", by=f" {DOERS[checked_].upper()}\u3000")
    assert check(steps, made(act, date(2027, 1, 4), by="Wu"), state)


def test_the_pairs_tried_are_all_there_are() -> None:
    pairs = {(act, before) for act, acts in _NOT_BY.items() for before in acts if before != "relapse"}
    assert len(pairs) == 10
    assert {act for act, _ in pairs} == set(BEFORE)


def test_a_relapse_counts_as_an_application() -> None:
    kept = walk("exit relapse visit", kept=ON_FILE)
    refused("review", kept, "Li did the relapse", by="Li")


def test_an_earlier_round_or_an_earlier_recertification_binds_nobody() -> None:
    kept = walk("exit relapse visit", kept=ON_FILE)
    assert check(kept[0], made("review", date(2027, 1, 4), by="Qian"), kept[1]) == "reviewed"
    steps, state = ON_FILE
    for by in ("Sun", "Zhao"):
        steps = [*steps, made("recertify", date(2027, 1, 4), by=by)]
    refused("exit", (steps, state), "Zhao did", by="Zhao")
    assert check(steps, made("exit", date(2027, 1, 5), by="Sun"), state) == "exited"


PEOPLE = [
    Person("Li", ("handler", "visitor"), None, date(2026, 1, 1), None),
    Person("Zhao", ("reviewer",), "county", date(2026, 3, 2), date(2026, 3, 31)),
    Person("Qian", ("approver", "payer"), "county", date(2026, 1, 1), None),
    Person("Feng", ("approver",), "province", date(2026, 1, 1), None),
    Person("He", ("approver",), None, date(2026, 1, 1), None),
    Person("Mei", ("approver",), "county", date(2026, 1, 1), None),
    Person("Mei", ("approver",), "province", date(2026, 3, 1), None),
]


def test_a_registered_name_is_bound_to_its_roles() -> None:
    refused("apply", ([], None), "Zhao is no handler", by="Zhao", people=PEOPLE)
    refused("visit", walk("apply"), "Qian is no visitor", by="Qian", people=PEOPLE)
    assert check([], made("apply", MONDAY, by="Li"), None, people=PEOPLE) == "applied"


@pytest.mark.parametrize(("day", "may"), [(1, False), (2, True), (31, True), (32, False)])
def test_a_role_holds_from_its_first_day_to_its_last(day: int, may: bool) -> None:
    on = date(2026, 3, 1) + timedelta(days=day - 1)
    if may:
        workflow.may_act(PEOPLE, "Zhao", on, "reviewer", strict=True)
    else:
        with pytest.raises(Refused, match="Zhao is no reviewer") as error:
            workflow.may_act(PEOPLE, "Zhao", on, "reviewer", strict=False)
        reads(error.value)


def test_a_name_that_is_not_registered_is_refused_only_when_strict() -> None:
    assert check([], made("apply", MONDAY, by="Nobody"), None, people=PEOPLE) == "applied"
    refused("apply", ([], None), "not on the list", by="Nobody", people=PEOPLE, strict=True)
    refused("apply", ([], None), "give a name", by=" ")


@pytest.mark.parametrize(
    ("by", "level", "refusal"),
    [
        ("Qian", "county", None), ("Qian", None, None), ("Qian", "province", "goes to the provincial union"),
        ("Feng", "county", None), ("Feng", "province", None), ("Feng", "national", "goes to the national union"),
        ("He", "county", "goes to the county union"), ("He", None, None), ("Mei", "province", None), ("Li", None, "Li is no approver"),
    ],
)  # fmt: skip
def test_who_may_approve_up_to_which_level(by: str, level: str | None, refusal: str | None) -> None:
    if refusal is None:
        workflow.may_approve(PEOPLE, by, MONDAY, level, strict=True)
        return
    with pytest.raises(Refused, match=refusal) as error:
        workflow.may_approve(PEOPLE, by, MONDAY, level, strict=False)
    reads(error.value)


def test_an_unregistered_approver_is_refused_only_when_strict() -> None:
    workflow.may_approve(PEOPLE, "Nobody", MONDAY, "national", strict=False)
    with pytest.raises(Refused, match="not on the list"):
        workflow.may_approve(PEOPLE, "Nobody", MONDAY, None, strict=True)


def test_names_are_compared_without_their_dress() -> None:
    assert same_name("张 三", "张三\u3000")
    assert same_name("ＬＩ", "li")
    assert not same_name("张三", "张三丰")


# ---- any sequence of acts -------------------------------------------------------------------------------

CHOICES: tuple[tuple[object, ...], ...] = (
    ("next", "next", "next", "next", "allowed", *ACTS.words), tuple(range(13)), tuple("ABCDE"),
    (None, None, "temporary", "other", "death"), (None, None, 3, 20), tuple(ORDERS.words),
)  # fmt: skip
"""What may be tried: an act, the days since the last, the doer, the note, the days until its end, the order of the office."""
TRIED = st.tuples(*(st.sampled_from(choice) for choice in CHOICES))


@settings(deadline=None)
@given(st.sampled_from([None, "applied"]), st.lists(TRIED, max_size=60))
def test_whatever_is_tried_nothing_is_approved_that_was_not_looked_at(state: str | None, tries: list[Tried]) -> None:
    attempt(state, tries)


def test_among_many_tries_some_lead_to_an_approval() -> None:
    random = Random(11)
    tries = [[tuple(random.choice(c) for c in CHOICES) for _ in range(100)] for _ in range(300)]
    assert sum(attempt(None, some) for some in tries) > 50  # type: ignore[arg-type]


def attempt(state: str | None, tries: Sequence[Tried]) -> int:
    """Tries one act after the other, keeps those that are not refused, and counts the approvals."""
    steps: list[Step] = []
    day = MONDAY
    for act, days, by, note, until, order in tries:
        allowed = workflow.next_acts(state, steps, order)
        way = [a for a in allowed if a in INTAKE[order].split()] or [*allowed, "apply"]
        act = {"next": way[0], "allowed": [*allowed, "apply"][days % (len(allowed) + 1)]}.get(act, act)
        on = day + timedelta(days=days)
        step = Step(act, on, by, note, None if until is None else on + timedelta(days=until))
        try:
            after = check(steps, step, state, order)
        except Refused as error:
            reads(error)
            continue
        assert after is None or after in STATES.words
        assert act in allowed, "what may be done is said beforehand"
        if act == "approve":
            looked_at(steps, step)
        steps.append(step)
        state, day = after, step.on
    return sum(s.act == "approve" for s in steps)


def looked_at(steps: list[Step], approval: Step) -> None:
    """By another way than the code: what must stand in the present round before an approval."""
    begun = [k for k, s in enumerate(steps) if s.act in ("apply", "relapse")]
    now = steps[begun[-1] :] if begun else steps
    by = {s.act: s.by for s in now}
    assert {"visit", "review", "notice", "recheck", "match"} <= by.keys()
    notice = next(s for s in now if s.act == "notice")
    assert approval.on > (notice.until or notice.on)
    assert workflow.working_days(notice.on, approval.on) >= 5
    assert sum(s.act == "object" for s in now) == sum(s.act == "settle" for s in now)
    assert approval.by not in {by.get(act) for act in ("apply", "relapse", "visit", "review", "recheck")}
    assert by["review"] not in (by.get("apply"), by.get("relapse"), by["recheck"])


# ---- what is due ------------------------------------------------------------------------------------------


def dues(state: str | None, steps: Sequence[Step], today: date, filed_on: date | None = None,
         order: str = "notice-first") -> list[tuple[str, date, int]]:  # fmt: skip
    found = due("001", state, steps, filed_on, today, RULES, order)
    for d in found:
        assert d.file_number == "001"
        assert d.due_on.isoformat() in d.said.zh
        assert d.due_on.isoformat() in d.said.en
        assert not re.search(r"[\u4e00-\u9fff{}]", d.said.en)
    return [(d.what, d.due_on, d.late_days) for d in found]


@pytest.mark.parametrize(
    ("state", "steps", "filed_on", "what", "due_on"),
    [
        ("applied", [made("apply", MONDAY)], None, "visit", date(2026, 3, 7)),
        ("applied", [], MONDAY, "visit", date(2026, 3, 7)),
        ("applied", [made("relapse", MONDAY)], date(2020, 1, 1), "visit", date(2026, 3, 7)),
        ("visited", [made("visit", MONDAY)], None, "review", date(2026, 3, 12)),
        ("reviewed", [made("review", MONDAY)], None, "notice", date(2026, 3, 12)),
        ("rechecked", [made("notice", MONDAY), made("recheck", date(2026, 3, 10))], None, "match", date(2026, 3, 25)),
        ("matched", [made("notice", MONDAY), made("match", date(2026, 3, 10))], None, "approve", date(2026, 3, 20)),
        (None, [made("report", MONDAY)], None, "apply", date(2026, 3, 12)),
        ("active", [], date(2025, 3, 31), "recertify", date(2026, 3, 31)),
        ("active", [], date(2024, 2, 29), "recertify", date(2025, 2, 28)),
        ("active", [made("approve", MONDAY)], date(2020, 1, 1), "recertify", date(2027, 3, 2)),
        ("active", [made("recertify", MONDAY), made("spotcheck", date(2026, 9, 1))], date(2020, 1, 1), "recertify", date(2027, 3, 2)),
        ("active", [made("approve", MONDAY), made("convert", date(2026, 5, 4))], None, "recertify", date(2027, 5, 4)),
        ("temporary", [made("approve", MONDAY, note="temporary")], None, "convert", date(2026, 9, 2)),
        ("temporary", [made("approve", MONDAY), made("recertify", date(2026, 8, 3))], None, "convert", date(2026, 9, 2)),
        ("temporary", [], date(2026, 8, 31), "convert", date(2027, 2, 28)),
        ("exited", [made("exit", MONDAY)], date(2020, 1, 1), "follow_up", date(2026, 9, 2)),
    ],
)  # fmt: skip
def test_each_deadline_the_day_before_on_the_day_and_after(
    state: str | None, steps: list[Step], filed_on: date | None, what: str, due_on: date
) -> None:
    for days, late in ((-1, 0), (0, 0), (1, 1), (40, 40)):
        assert dues(state, steps, due_on + timedelta(days=days), filed_on) == [(what, due_on, late)]


def test_a_file_of_may_2023_without_renewal_is_late_in_april_2025() -> None:
    assert dues("active", [], date(2025, 4, 21), date(2023, 5, 1)) == [("recertify", date(2024, 5, 1), 355)]


def test_the_notice_runs_out_and_then_the_next_step_is_due() -> None:
    steps = [made("notice", MONDAY)]
    for today in (MONDAY, date(2026, 3, 8), date(2026, 3, 9)):
        assert dues("noticed", steps, today) == [("notice_ends", date(2026, 3, 9), 0)]
    assert dues("noticed", steps, date(2026, 3, 10)) == [("recheck", date(2026, 3, 19), 0)]
    assert dues("noticed", steps, date(2026, 3, 20)) == [("recheck", date(2026, 3, 19), 1)]
    longer = [made("recheck", MONDAY), made("notice", MONDAY, until=date(2026, 3, 16))]
    assert dues("noticed", longer, date(2026, 3, 27), order="match-first") == [("approve", date(2026, 3, 26), 1)]


def test_an_open_objection_is_due_in_place_of_the_next_step() -> None:
    steps = [made("notice", MONDAY), made("object", date(2026, 3, 4))]
    assert dues("noticed", steps, date(2026, 3, 5)) == [
        ("notice_ends", date(2026, 3, 9), 0),
        ("settle", date(2026, 3, 14), 0),
    ]
    assert dues("noticed", steps, date(2026, 3, 15)) == [("settle", date(2026, 3, 14), 1)]
    steps.append(made("settle", date(2026, 3, 11)))
    assert dues("noticed", steps, date(2026, 3, 15)) == [("recheck", date(2026, 3, 19), 0)]


def test_tapering_ends_and_the_file_is_still_recertified() -> None:
    steps = [made("approve", date(2025, 6, 2)), made("taper", MONDAY, until=date(2026, 5, 29))]
    assert dues("tapering", steps, date(2026, 5, 30)) == [
        ("exit", date(2026, 5, 29), 1),
        ("recertify", date(2026, 6, 2), 0),
    ]


def test_where_no_day_is_known_the_day_is_asked_for() -> None:
    for state in ("applied", "active", "temporary"):
        assert dues(state, [], MONDAY) == [("filed_on", MONDAY, 0)]


@pytest.mark.parametrize(
    ("state", "acts"),
    [(None, ""), ("exited", ""), ("cancelled", ""), ("refused", ""), ("exited", "exit follow_up"), ("refused", "apply refuse")],
)  # fmt: skip
def test_nothing_is_due_where_nothing_is_left_to_do(state: str | None, acts: str) -> None:
    assert dues(state, [made(act, MONDAY) for act in acts.split()], date(2030, 1, 1), date(2020, 1, 1)) == []


def test_a_report_after_an_exit_wants_to_be_taken_up() -> None:
    steps = [made("exit", MONDAY), made("follow_up", MONDAY), made("report", date(2026, 12, 1))]
    assert dues("exited", steps, date(2026, 12, 12)) == [("apply", date(2026, 12, 11), 1)]


def test_what_is_due_reads_in_both_languages() -> None:
    (found,) = due("001", "applied", [made("apply", MONDAY)], None, date(2026, 3, 8), RULES, "notice-first")
    assert found.said == (
        "入户调查应于 2026-03-07 前办理，已逾期 1 天。",
        "home visit is due by 2026-03-07, 1 day late.",
    )


def test_first_to_know_first_to_report_first_to_help() -> None:
    steps = [
        made("report", MONDAY),
        made("apply", date(2026, 3, 5)),
        made("visit", date(2026, 3, 5)),
        made("review", date(2026, 4, 1)),
    ]
    assert [days for _, days in workflow.durations(steps)] == [0, 3, 0, 27]
    assert [step for step, _ in workflow.durations(steps)] == steps
    assert workflow.durations([]) == []


# ---- papers ------------------------------------------------------------------------------------------------

ON = date(2026, 10, 31)
ALWAYS = ["application", "form", "identity", "income", "card", "notice", "membership", "minutes", "consent"]
NEEDED = {"file_number": "1", "name": "测试", "sex": "女", "id_number": "x", "birth_date": "1980-01-01"}


def file(**said: object) -> Household:
    return Household(**(NEEDED | said))  # type: ignore[arg-type]


def member(**said: object) -> Member:
    needed = {"name": "测试", "relation": "子", "sex": "男", "id_number": "y", "birth_date": "2005-03-01"}
    return Member(**(needed | said))  # type: ignore[arg-type]


def wanted(household: Household, *papers: Paper, on: date = ON) -> list[Wanted]:
    return checklist(household, papers, on, RULES)


def extra(household: Household) -> list[str]:
    return [w.kind for w in wanted(household) if w.kind not in ALWAYS]


def test_everyone_brings_these() -> None:
    assert [w.kind for w in wanted(file())] == ALWAYS
    assert {w.status for w in wanted(file())} == {"missing"}
    there = wanted(file(), *(Paper(kind, None, None) for kind in ALWAYS))
    assert {(w.status, w.expires_on) for w in there} == {("there", None)}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ({"claimed_class": "低保户"}, "dibao"), ({"claimed_class": "深度困难"}, ""),
        ({"health_status": "癌症"}, "diagnosis bills"), ({"health_status": "一般疾病"}, ""), ({"health_status": "良好"}, ""),
        ({"main_cause": "患重特大疾病"}, "diagnosis bills"), ({"secondary_causes": "子女上学、患重特大疾病"}, "diagnosis bills"),
        ({"health_status": "残疾"}, "disability"), ({"disability": "肢体三级"}, "disability"),
        ({"disability": "肢体四级", "health_status": "残疾"}, ""),
        ({"main_cause": "遭受意外事故"}, "bills incident"), ({"secondary_causes": "遭受自然灾害"}, "bills incident"),
        ({"medical_out_of_pocket_fen": 1}, "bills"), ({"medical_out_of_pocket_fen": 0}, ""),
        ({"work_status": "农民工"}, "contract"), ({"work_status": "失(无)业"}, "unemployment"),
        ({"work_status": "在岗", "own_income_month_fen": 0}, "unemployment"), ({"own_income_month_fen": 1}, ""),
        ({"marital_status": "离异"}, "divorce"), ({"marital_status": "丧偶"}, "divorce"), ({"marital_status": "已婚"}, ""),
    ],
)  # fmt: skip
def test_what_a_household_brings_beside(said: dict[str, object], kinds: str) -> None:
    assert extra(file(**said)) == kinds.split()


def test_what_is_wanted_of_each_member() -> None:
    people = (member(study_level="university", entry_year=2023, programme_years=4), member(health_status="尿毒症"),
              member(health_status="残疾"), member(person_status="学生"), member())  # fmt: skip
    found = wanted(file(members=people), Paper("identity", None, None), Paper("identity", None, None, 2))
    assert [w.status for w in found if w.kind == "identity"] == ["there", "missing", "there", *["missing"] * 3]
    whys = [
        (w.kind, w.why.en.split(":")[0]) for w in found if w.kind in ("diagnosis", "disability", "enrolment", "tuition")
    ]
    assert whys == [
        ("diagnosis", "member 2"), ("disability", "member 3"), ("enrolment", "member 1"), ("enrolment", "member 4"),
        ("tuition", "member 1"), ("tuition", "member 4"),
    ]  # fmt: skip


def test_a_graduate_brings_no_proof_of_enrolment() -> None:
    student = member(study_level="university", entry_year=2022, programme_years=4)
    kinds = [[w.kind for w in wanted(file(members=(student,)), on=on)] for on in (date(2026, 8, 31), date(2026, 9, 1))]
    assert ["enrolment" in k for k in kinds] == [True, False]


def test_the_places_of_members_may_have_gaps() -> None:
    found = checklist(file(members=(member(),)), [Paper("identity", None, None, 3)], ON, RULES, places=[3])
    assert [(w.status, w.why.en) for w in found if w.kind == "identity"] == [
        ("missing", "each person of the household."), ("there", "member 3: each person of the household."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "status", "until"),
    [
        (date(2025, 10, 31), None, "there", date(2026, 10, 31)), (date(2025, 10, 30), None, "expired", date(2026, 10, 30)),
        (date(2026, 6, 1), None, "there", date(2027, 6, 1)), (date(2026, 6, 1), date(2026, 10, 31), "there", date(2026, 10, 31)),
        (date(2026, 6, 1), date(2026, 10, 30), "expired", date(2026, 10, 30)), (None, None, "missing", None),
        (None, date(2027, 1, 1), "missing", None),
    ],
)  # fmt: skip
def test_a_dibao_certificate_serves_for_a_year(
    issued_on: date | None, expires_on: date | None, status: str, until: date | None
) -> None:
    found = wanted(file(claimed_class="低保户"), Paper("dibao", issued_on, expires_on))
    assert [(w.status, w.expires_on) for w in found if w.kind == "dibao"] == [(status, until)]


def test_the_best_paper_counts_and_a_date_that_lacks_is_said() -> None:
    old, new, undated = (Paper("dibao", on, None) for on in (date(2024, 1, 1), date(2026, 1, 1), None))
    dibao = {papers: next(w for w in wanted(file(claimed_class="低保户"), *papers) if w.kind == "dibao")
             for papers in [(old, new), (new, old), (undated, old), (undated,), ()]}  # fmt: skip
    assert [w.status for w in dibao.values()] == ["there", "there", "expired", "missing", "missing"]
    assert dibao[old, new].expires_on == date(2027, 1, 1)
    assert ["lacks a date" in w.why.en for w in dibao.values()] == [False, False, False, True, False]
    assert dibao[()].why == (
        "低保家庭，民政部门 12 个月内盖章。",
        "Dibao household, stamped by civil affairs within 12 months.",
    )


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "status"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "there"), (date(2026, 1, 1), date(2026, 12, 30), "missing"),
        (date(2026, 1, 1), None, "there"), (None, None, "there"), (None, date(2027, 1, 1), "missing"),
        (date(2025, 1, 1), date(2026, 10, 30), "expired"), (date(2025, 1, 1), date(2026, 10, 31), "there"),
    ],
)  # fmt: skip
def test_a_labour_contract_runs_for_a_year_at_least(
    issued_on: date | None, expires_on: date | None, status: str
) -> None:
    found = wanted(file(work_status="农民工"), Paper("contract", issued_on, expires_on))
    assert [w.status for w in found if w.kind == "contract"] == [status]


def test_bills_are_of_the_last_year() -> None:
    for issued_on, status in ((date(2025, 10, 31), "there"), (date(2025, 10, 30), "expired")):
        found = wanted(file(main_cause="遭受意外事故"), Paper("bills", issued_on, None))
        assert [w.status for w in found if w.kind == "bills"] == [status]


# ---- the archive ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (MONDAY, MONDAY, 0), (MONDAY, date(2026, 3, 6), 4), (MONDAY, date(2026, 3, 8), 4), (MONDAY, date(2026, 3, 9), 5),
        (date(2026, 3, 7), date(2026, 3, 9), 1), (date(2026, 3, 9), MONDAY, 0), (date(2024, 3, 1), date(2024, 5, 20), 56),
    ],
)  # fmt: skip
def test_working_days_are_counted_after_the_first_day(first: date, last: date, number: int) -> None:
    assert workflow.working_days(first, last) == number


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 900))
def test_working_days_agree_with_a_count_day_by_day(first: date, days: int) -> None:
    counted = sum((first + timedelta(days=k)).weekday() < 5 for k in range(1, days + 1))
    assert workflow.working_days(first, first + timedelta(days=days)) == counted


@pytest.mark.parametrize(
    ("electronic_on", "late"), [(date(2024, 4, 11), False), (date(2024, 4, 12), False), (date(2024, 4, 14), False),
                                (date(2024, 4, 15), True), (date(2024, 5, 20), True), (date(2024, 2, 1), False)],
)  # fmt: skip
def test_the_electronic_file_follows_within_thirty_working_days(electronic_on: date, late: bool) -> None:
    assert workflow.synced_late(date(2024, 3, 1), electronic_on, RULES) is late


@pytest.mark.parametrize(
    ("files", "checked_", "short"), [(41, 12, 1), (41, 13, 0), (41, 41, 0), (40, 11, 1), (1, 0, 1), (0, 0, 0)]
)
def test_three_files_in_ten_are_spot_checked(files: int, checked_: int, short: int) -> None:
    assert workflow.spot_check_short(files, checked_, RULES) == short


@pytest.mark.parametrize(
    ("removed_on", "today", "may"),
    [
        (date(2020, 6, 30), date(2030, 6, 29), False), (date(2020, 6, 30), date(2030, 6, 30), False),
        (date(2020, 6, 30), date(2030, 7, 1), True), (date(2020, 2, 29), date(2030, 2, 28), False),
        (date(2020, 2, 29), date(2030, 3, 1), True),
    ],
)  # fmt: skip
def test_a_removed_file_is_kept_for_ten_years(removed_on: date, today: date, may: bool) -> None:
    assert workflow.may_destroy(removed_on, today, RULES) is may


@pytest.mark.parametrize(
    ("monthly", "ready"),
    [
        ([True] * 6, True), ([True] * 5 + [False], False), ([True] * 5, False), ([False] + [True] * 6, True),
        ([True] * 6 + [False], False), ([True, True, None, True, True, True], False), ([], False),
        ([True] * 3 + [False] + [True] * 5, False),
    ],
)  # fmt: skip
def test_six_months_in_a_row_above_the_line_are_ready_for_an_exit(monthly: list[bool | None], ready: bool) -> None:
    assert workflow.ready_to_exit(monthly, RULES) is ready


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 12, 31), 2, date(2027, 2, 28)), (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)), (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_months_later_is_the_same_day_or_the_last_of_a_short_month(day: date, months: int, then: date) -> None:
    assert after_months(day, months) == then


# ---- the procedure ---------------------------------------------------------------------------------------------


def test_the_figures_of_the_shipped_procedure_with_their_grades() -> None:
    assert {name: (int(f), f.grade) for name, f in RULES.figures.items()} == {
        "visit_days": (5, "B"), "step_days": (10, "I"), "notice_working_days": (5, "K"), "match_days": (15, "I"), "approve_days": (10, "I"),
        "sync_working_days": (30, "B"), "recertify_months": (12, "B"), "temporary_months": (6, "I"), "taper_months": (6, "I"),
        "exit_months": (6, "B"), "follow_up_months": (6, "I"), "keep_years": (10, "B"), "spot_check_percent": (30, "B"),
        "bunching_percent": (30, "I"), "unpaid_days": (30, "I"), "certificate_months": (12, "A"), "bills_months": (12, "A"),
        "contract_months": (12, "A"),
    }  # fmt: skip


def test_a_figure_without_a_source_says_so_and_one_with_a_source_has_its_grade() -> None:
    for name, figure in RULES.figures.items():
        if figure.grade == "I":
            assert not figure.sources, name
            assert "no source gives a figure" in figure.said.en, name
        elif figure.grade != "K":
            assert figure.grade == max(RULES.sources[s].grade for s in figure.sources), name
    cited = {s for f in RULES.figures.values() for s in f.sources} | {p.source for p in RULES.papers}
    assert cited == set(RULES.sources), "no source that nothing cites"


def test_every_kind_of_evidence_is_asked_for_by_some_household() -> None:
    assert {paper.kind for paper in RULES.papers} == set(EVIDENCE.words) - {"other"}


@pytest.mark.parametrize(
    ("was", "is_", "match"),
    [
        ("value: 5, grade: B", "value: 0, grade: B", "visit_days.value is wrong"), ("value: 5, grade: B", "value: '5', grade: B", "whole number"),
        ("grade: B, sources: [S50]", "grade: B", "no source: name the document"), ("sources: [S50]", "sources: [S99]", "no source S99"),
        ("kind: card", "kind: cards", "no kind of evidence cards"), ("unpaid_days:", "unpaid:", "unpaid_days is wrong"),
        ("whom: migrant, source: S48", "whom: migrant, source: S98", "no source S98"),
    ],
)  # fmt: skip
def test_a_procedure_that_is_wrong_is_refused_with_key_and_remedy(
    tmp_path: Path, was: str, is_: str, match: str
) -> None:
    own = tmp_path / "procedure.yaml"
    text = standards.read_text(Path(__file__).parents[1] / "data" / "procedure.yaml")
    own.write_text(text.replace(was, is_, 1), "utf-8")
    assert was in text
    with pytest.raises(Refused, match=match) as error:
        standards.read_model(Procedure, own)
    reads(error.value)


def test_the_file_says_at_its_top_that_it_is_an_example() -> None:
    top = standards.read_text(Path(__file__).parents[1] / "data" / "procedure.yaml").splitlines()
    assert "EXAMPLES, to be changed by the office" in top[0]

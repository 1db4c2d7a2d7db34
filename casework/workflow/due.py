"""Due: what a file wants done next, and by when."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from casework.vocabulary import ACTS, Text
from casework.workflow.days import after_months
from casework.workflow.procedure import Procedure
from casework.workflow.steps import INTAKE, ON_FILE, Step, next_order, notice_end, objections, order_of, this_round


class Due(NamedTuple):
    """What a file wants: an act, or `notice_ends`, or `filed_on` where no day is known to count from; and how late it is."""

    file_number: str
    what: str
    said: Text
    due_on: date
    late_days: int


_SAID = {
    "notice_ends": Text("公示至 {} 期满", "the public notice ends on {}"),
    "filed_on": Text("缺少申请或建档日期，算不出期限，请补登（{}）", "no day of application or filing is known to count from: enter it ({})"),
    "exit": Text("渐退期至 {} 期满，请办理脱困或返困", "tapering ends on {}: exit or relapse"),
    "convert": Text("临时救助档案应于 {} 前转正、脱困或注销", "temporary file: convert, exit or cancel it by {}"),
}  # fmt: skip
_LIMITS = {"visit": "visit_days", "match": "match_days", "approve": "approve_days"}
"""The figure of each intake act's time limit; any other has `step_days`."""


def due(
    file_number: str, state: str | None, steps: Sequence[Step], filed_on: date | None, today: date, rules: Procedure,
    order: str,
) -> list[Due]:  # fmt: skip
    """What a file wants done, the earliest first; counted from its steps, else from the day it was filed."""
    if state in INTAKE.values():
        found = _intake(str(state), steps, filed_on, today, rules, order_of(steps, order))
    elif state in ON_FILE:
        found = _on_file(str(state), this_round(steps), filed_on, today, rules)
    else:
        found = _not_on_file(steps, rules)
    return sorted((_due(file_number, what, day, today) for what, day in found), key=lambda d: d.due_on)


def _due(file_number: str, what: str, day: date, today: date) -> Due:
    act, late = ACTS.words.get(what, Text("", "")), max(0, (today - day).days)
    zh, en = _SAID.get(what, Text(f"{act.zh}应于 {{}} 前办理", f"{act.en} is due by {{}}"))
    behind = (f"，已逾期 {late} 天", f", {late} {'day' if late == 1 else 'days'} late") if late else ("", "")
    return Due(file_number, what, Text(f"{zh.format(day)}{behind[0]}。", f"{en.format(day)}{behind[1]}."), day, late)


def _last(steps: Iterable[Step], acts: Iterable[str], otherwise: date | None) -> date | None:
    return max((s.on for s in steps if s.act in acts), default=otherwise)


def _intake(
    state: str, steps: Sequence[Step], filed_on: date | None, today: date, rules: Procedure, order: str
) -> Iterator[tuple[str, date]]:
    now, way = this_round(steps), next_order(order)
    since = _last(now, (*INTAKE, "relapse"), filed_on)
    act = next(after for before, after in pairwise(way) if INTAKE[before] == state)
    if since is None:
        yield "filed_on", today
        return
    if state == "noticed":
        since = next((s.until for s in now if s.act == "notice" and s.until), notice_end(since, rules))
    if still := objections(steps):
        yield "settle", still[0].on + timedelta(days=int(rules.step_days))
    if state == "noticed" and today <= since:
        yield "notice_ends", since
    elif not still:
        yield act, since + timedelta(days=int(rules.figures[_LIMITS.get(act, "step_days")]))


def _on_file(
    state: str, now: Sequence[Step], filed_on: date | None, today: date, rules: Procedure
) -> Iterator[tuple[str, date]]:
    approved = _last(now, ("approve",), filed_on)
    since = _last(now, ("approve", "convert", "recertify"), filed_on)
    if since is None or approved is None:
        yield "filed_on", today
    elif state == "temporary":
        yield "convert", after_months(approved, int(rules.temporary_months))
    else:
        yield "recertify", after_months(since, int(rules.recertify_months))
    if state == "tapering":
        yield from [("exit", s.until) for s in now if s.act == "taper" and s.until][-1:]


def _not_on_file(steps: Sequence[Step], rules: Procedure) -> Iterator[tuple[str, date]]:
    """A report that nobody took up; the follow-up after the last exit, which an exit without a step of its own does not show."""
    for last in steps[-1:]:
        if last.act == "report":
            yield "apply", last.on + timedelta(days=int(rules.step_days))
    gone = [s for s in this_round(steps) if s.act in ("exit", "follow_up")]
    for last in gone[-1:]:
        if last.act == "exit":
            yield "follow_up", after_months(last.on, int(rules.follow_up_months))

"""Steps: the acts on one file, which may follow which, and what each asks for.

The state names the last step of the intake, then what the file is. The steps of a file come in the order they were kept.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from casework.vocabulary import ACTS, ORDERS, REASONS, STATES, Refused, Text
from casework.workflow.days import after_months, after_working_days
from casework.workflow.people import Person, may_act, same_name
from casework.workflow.procedure import Procedure


class Step(NamedTuple):
    """One act on one file. `note` is what was found, or the reason (REASONS); `until` ends a public notice or a tapering."""

    act: str
    on: date
    by: str
    note: str | None = None
    until: date | None = None


State = str | None

INTAKE = {"apply": "applied", "visit": "visited", "review": "reviewed", "notice": "noticed", "recheck": "rechecked",
          "match": "matched"}  # fmt: skip
"""The state that each act of the intake leads to."""
CLOSED, ON_FILE = ("exited", "cancelled", "refused"), ("active", "temporary", "tapering")
_WAYS = {"notice-first": ("apply", "visit", "review", "notice", "recheck", "match", "approve"),
         "match-first": ("apply", "visit", "review", "recheck", "match", "notice", "approve")}  # fmt: skip
_ROLE = {
    **dict.fromkeys(("report", "apply", "notice", "object", "match", "taper", "relapse"), "handler"),
    **dict.fromkeys(("visit", "follow_up"), "visitor"),
    **dict.fromkeys(("review", "recheck", "settle", "recertify", "spotcheck"), "reviewer"),
    **dict.fromkeys(("approve", "refuse", "convert", "exit", "cancel"), "approver"),
}
_NOT_BY = {
    "review": ("apply", "relapse"), "recheck": ("review",), "settle": ("object",), "convert": ("apply", "relapse"),
    "approve": ("apply", "relapse", "visit", "review", "recheck"), "exit": ("recertify", "taper"),
}  # fmt: skip
"""The acts of the present round whose doers may not do this one."""
REASONED = ("exit", "cancel", "refuse")
"""The acts that want a reason of REASONS."""


def _stay(*states: State) -> dict[State, State]:
    return {state: state for state in states}


_MOVES: dict[str, dict[State, State]] = {
    "report": _stay(None, *CLOSED), "apply": dict.fromkeys((None, *CLOSED), "applied"),
    "object": _stay("noticed"), "settle": _stay("noticed"), "refuse": dict.fromkeys(INTAKE.values(), "refused"),
    "convert": {"temporary": "active"}, "recertify": _stay(*ON_FILE), "spotcheck": _stay(*ON_FILE),
    "taper": {"active": "tapering"}, "exit": dict.fromkeys(ON_FILE, "exited"),
    "cancel": dict.fromkeys((*INTAKE.values(), *ON_FILE), "cancelled"), "follow_up": _stay("exited", "tapering"),
    "relapse": dict.fromkeys(("exited", "tapering"), "applied"),
}  # fmt: skip


def next_order(order: str) -> tuple[str, ...]:
    """The acts of the intake in an order of ORDERS."""
    if order not in _WAYS:
        known = ", ".join(ORDERS.words)
        raise Refused(f"没有办理顺序 {order}；可用：{known}。", f"there is no order {order}; choose one of {known}.")
    return _WAYS[order]


@cache
def _table(order: str) -> dict[str, dict[State, State]]:
    """For each act the states it may be done in and what comes of them."""
    chain: dict[str, dict[State, State]] = {
        act: {INTAKE[before]: INTAKE.get(act, "active")} for before, act in pairwise(next_order(order))
    }
    return {act: (_MOVES | chain)[act] for act in ACTS.words}


def state_after(state: str | None, step: Step, order: str) -> str | None:
    """The state after an act; Refused when the act does not come after this state. A report changes nothing."""
    table = _table(order)
    if step.act not in table:
        known = ", ".join(table)
        raise Refused(f"没有步骤 {step.act}；可用：{known}。", f"there is no act {step.act}; there are: {known}.")
    if state not in table[step.act]:
        acts = [ACTS.words[act] for act in table if state in table[act]]
        zh, en = "、".join(a.zh for a in acts) or "无", ", ".join(a.en for a in acts) or "nothing"
        where, act = STATES.words.get(state or "", Text("未申请", "not applied for")), ACTS.words[step.act]
        raise Refused(
            f"案卷现为“{where.zh}”，不能办理{act.zh}；现在可以办理：{zh}。",
            f'the file is "{where.en}", which does not allow: {act.en}; it allows: {en}.',
        )
    return "temporary" if step.act == "approve" and step.note == "temporary" else table[step.act][state]


def this_round(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps since the last application or relapse, and that step; all of them when there is none."""
    return steps[max((k for k, s in enumerate(steps) if s.act in ("apply", "relapse")), default=0) :]


def order_of(steps: Sequence[Step], order: str) -> str:
    """The order that the present round began in: a change of the office's order leaves it alone."""
    begun = next((s.act for s in this_round(steps) if s.act in ("notice", "recheck")), "")
    return {"notice": "notice-first", "recheck": "match-first"}.get(begun, order)


def objections(steps: Sequence[Step]) -> list[Step]:
    """The objections of the present round that are not settled; each is settled by an act of its own, the first first."""
    now = this_round(steps)
    return [s for s in now if s.act == "object"][sum(s.act == "settle" for s in now) :]


def next_acts(state: str | None, steps: Sequence[Step], order: str) -> tuple[str, ...]:
    """The acts that may come next; whether a notice is over and who may do them is for `check_step`."""
    order = order_of(steps, order)
    is_open = bool(objections(steps))
    barred = {act for act in next_order(order) if is_open} | (set() if is_open else {"settle"})
    return tuple(
        act for act, moves in _table(order).items() if state in moves and (state != "noticed" or act not in barred)
    )


def role_of(act: str) -> str:
    """The role (ROLES) that an act is for."""
    return _ROLE[act]


def not_by(act: str) -> tuple[str, ...]:
    """The acts of the present round whose doers may not do this one."""
    return _NOT_BY.get(act, ())


def usual_end(act: str, on: date, rules: Procedure) -> date | None:
    """The end that a public notice or a tapering begun on a day usually has; None for any other act."""
    if act == "notice":
        return notice_end(on, rules)
    return after_months(on, int(rules.taper_months)) if act == "taper" else None


def notice_end(on: date, rules: Procedure) -> date:
    """The last day of a public notice put up on a day; an office that knows of public holidays gives a later one."""
    return after_working_days(on, int(rules.notice_working_days))


def check_step(
    steps: Sequence[Step], step: Step, *, state: str | None, order: str, people: Sequence[Person], strict: bool,
    rules: Procedure,
) -> str | None:  # fmt: skip
    """The state after a step that may be done; Refused when it is out of order, too early, incomplete or by the wrong person."""
    if steps and step.on < steps[-1].on:
        last = ACTS.words[steps[-1].act]
        raise _refused(step, f"日期 {step.on} 早于上一步{last.zh}（{steps[-1].on}），请核对日期",
                       f"{step.on} is before the last step, {last.en} on {steps[-1].on}: check the date")  # fmt: skip
    order = order_of(steps, order)
    after = state_after(state, step, order)
    _complete(step, rules)
    if step.act == "settle" and not objections(steps):
        raise _refused(step, "没有未处理的异议，请先登记异议", "there is no open objection: record it first")
    if state == "noticed" and step.act in next_order(order):
        _notice_over(steps, step, rules)
    if step.act == "approve":
        _all_done(steps, step, order)
    _by_another(steps, step)
    may_act(people, step.by, step.on, _ROLE[step.act], strict=strict)
    return after


def _refused(step: Step, zh: str, en: str) -> Refused:
    act = ACTS.words[step.act]
    return Refused(f"{act.zh}：{zh}。", f"{act.en}: {en}.")


def _complete(step: Step, rules: Procedure) -> None:
    """Refused when an act lacks its reason or its end."""
    if step.act in REASONED:
        if step.note not in REASONS.words:
            known = ", ".join(REASONS.words)
            raise _refused(step, f"须注明原因，可用：{known}", f"it needs a reason; choose one of {known}")
        if step.note == "death" and step.act != "cancel":
            raise _refused(step, "死亡请办理注销", "after a death the file is cancelled")
    if step.act == "taper" and (step.until is None or step.until <= step.on):
        usual = usual_end("taper", step.on, rules)
        raise _refused(
            step, f"须注明此后的截止日，例如 {usual}", f"it needs an end after {step.on}, for example {usual}"
        )
    least = notice_end(step.on, rules)
    if step.act == "notice" and step.until is not None and step.until < least:
        raise _refused(
            step,
            f"公示至 {step.until} 太短，至少到 {least}",
            f"until {step.until} is too short: until {least} at least",
        )


def _notice_over(steps: Sequence[Step], step: Step, rules: Procedure) -> None:
    for notice in [s for s in this_round(steps) if s.act == "notice"][-1:]:
        ends = notice.until or notice_end(notice.on, rules)
        if step.on <= ends:
            raise _refused(
                step, f"公示到 {ends} 才满，请在此后办理", f"the public notice runs until {ends}: do it after that day"
            )
    if n := len(objections(steps)):
        raise _refused(step, f"还有 {n} 件异议未处理，请先处理", f"objections still open: {n}; settle them first")


def _all_done(steps: Sequence[Step], step: Step, order: str) -> None:
    """Refused when the present round lacks a step of the intake."""
    done = {s.act for s in this_round(steps)}
    if lacking := [ACTS.words[act] for act in next_order(order)[1:-1] if act not in done]:
        zh, en = "、".join(a.zh for a in lacking), ", ".join(a.en for a in lacking)
        raise _refused(step, f"本轮缺少{zh}，请先办理", f"this round lacks {en}: do that first")


def _by_another(steps: Sequence[Step], step: Step) -> None:
    """Refused when the doer did, in the present round, what this act checks; an exit checks the last such act of each kind."""
    before = [s for s in this_round(steps) if s.act in _NOT_BY.get(step.act, ())]
    for made in {s.act: s for s in before}.values() if step.act == "exit" else before:
        if same_name(made.by, step.by):
            did = ACTS.words[made.act]
            raise _refused(step, f"{step.by} 已在 {made.on} 办理{did.zh}，请由他人办理",
                           f"{step.by} did the {did.en} on {made.on}: let another person do this")  # fmt: skip


def durations(steps: Sequence[Step]) -> list[tuple[Step, int]]:
    """Each step with the days since the one before it, 0 for the first: how soon a case was reported, known and helped."""
    return [(step, (step.on - steps[max(0, k - 1)].on).days) for k, step in enumerate(steps)]

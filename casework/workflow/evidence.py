"""Evidence: which papers a household brings and which are there; and the rules of the archive."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from casework.households import Household, Member, age_on, stage_on
from casework.vocabulary import EVENTS, Text
from casework.workflow.days import after_months, working_days
from casework.workflow.procedure import PaperRule, Procedure, Whose

__all__ = [
    "Paper", "Wanted", "checklist", "may_destroy", "ready_to_exit", "spot_check_short", "synced_late", "working_days"
]  # fmt: skip

Status = Literal["there", "missing", "expired"]


class Paper(NamedTuple):
    """A paper of a file; place 0 is the head or the household, any other the place of a member."""

    kind: str
    issued_on: date | None
    expires_on: date | None
    place: int = 0


class Wanted(NamedTuple):
    """A paper that a household brings, why, and whether it is there; until when it serves, where that is known."""

    kind: str
    why: Text
    status: Status
    expires_on: date | None


def checklist(
    file: Household, papers: Sequence[Paper], on: date, rules: Procedure, *, places: Sequence[int] = ()
) -> list[Wanted]:
    """The papers that this household brings and which of them are there on a day, in the order of the procedure.

    `places` are those of the members, where they are not 1, 2, 3, …. A fact that is not known asks for no paper.
    """
    people = list(zip(places or range(1, len(file.members) + 1), file.members, strict=True))
    whose = _whose(file, people, on)
    return [_wanted(rule, place, papers, on, rules) for rule in rules.papers for place in whose[rule.whom]]


_WELL = ("良好", "一般疾病", "残疾", None)
_NO_WORK = ("失(无)业", "下(待)岗")


def _whose(file: Household, people: Sequence[tuple[int, Member]], on: date) -> dict[Whose, list[int]]:
    """For each ground the places it holds for; 0 stands for the head and for the household."""
    causes = {file.main_cause, *(file.secondary_causes or "").split("、")}
    serious, accident = EVENTS[0] in causes, bool(causes & set(EVENTS[1:]))
    health = [(0, file.health_status), *((p, m.health_status) for p, m in people)]
    sick = [p for p, said in health if said not in _WELL] or [0] * serious
    graded = bool(file.disability) and not str(file.disability).endswith("四级")
    head = [0] * (graded or (file.health_status == "残疾" and file.disability is None))
    return {
        "everyone": [0],
        "person": [0, *(p for p, _ in people)],
        "no_income": [0] * (file.own_income_month_fen == 0 or file.work_status in _NO_WORK),
        "dibao": [0] * (file.claimed_class == "低保户"),
        "ill": sick,
        "disabled": head + [p for p, m in people if m.health_status == "残疾"],
        "incident": [0] * accident,
        "costs": [0] * (bool(sick) or accident or bool(file.medical_out_of_pocket_fen)),
        "student": [p for p, m in people if stage_on(m, on, age_on(m.birth_date, on)) != "none"],
        "migrant": [0] * (file.work_status == "农民工"),
        "single": [0] * (file.marital_status in ("离异", "丧偶")),
    }


def _wanted(rule: PaperRule, place: int, papers: Sequence[Paper], on: date, rules: Procedure) -> Wanted:
    mine = [p for p in papers if p.kind == rule.kind and p.place == place]
    judged = [_judged(rule, paper, on, rules) for paper in mine]
    status, ends = max(judged, key=_best, default=("missing", None))
    figure = rules.figures.get(rule.within or rule.lasting or "", "")
    zh, en = (words.replace("{}", str(figure and int(figure))) for words in rule.why.text)
    if place:
        zh, en = f"第 {place} 位成员：{zh}", f"member {place}: {en}"
    if mine and status == "missing":
        zh, en = (
            f"{zh}；现有材料日期不全或期限不足，请核对",
            f"{en}; the paper on file lacks a date or is too short: look at it",
        )
    return Wanted(rule.kind, Text(f"{zh}。", f"{en}."), status, ends)


def _best(judged: tuple[Status, date | None]) -> tuple[int, date]:
    status, ends = judged
    return ("missing", "expired", "there").index(status), ends or (date.max if status == "there" else date.min)


def _judged(rule: PaperRule, paper: Paper, on: date, rules: Procedure) -> tuple[Status, date | None]:
    """Whether a paper serves on a day, and until when; one whose age or length counts must bear its dates."""
    issued, ends = paper.issued_on, paper.expires_on
    if rule.within:
        if issued is None:
            return "missing", None
        stale = after_months(issued, int(rules.figures[rule.within]))
        ends = min(stale, ends or stale)
    if ends and ends < on:
        return "expired", ends
    if rule.lasting and ends:
        least = after_months(issued, int(rules.figures[rule.lasting])) if issued else None
        if least is None or (least - ends).days > 1:  # from 1 January to 31 December is a year
            return "missing", None
    return "there", ends


# ---- the archive ----------------------------------------------------------------------------------------


def synced_late(paper_on: date, electronic_on: date, rules: Procedure) -> bool:
    """Whether the electronic file followed the paper one later than the procedure allows, in working days."""
    return working_days(paper_on, electronic_on) > int(rules.sync_working_days)


def spot_check_short(files: int, checked: int, rules: Procedure) -> int:
    """How many of the files of a year are still to be spot-checked."""
    return max(0, -(-files * int(rules.spot_check_percent) // 100) - checked)


def may_destroy(removed_on: date, today: date, rules: Procedure) -> bool:
    """Whether the years for which a removed file is kept are over."""
    return today > after_months(removed_on, 12 * int(rules.keep_years))


def ready_to_exit(monthly: Sequence[bool | None], rules: Procedure) -> bool:
    """Whether the last months, as many as the procedure asks for, were all above the line; an unknown one was not."""
    last = monthly[-int(rules.exit_months) :]
    return len(last) == int(rules.exit_months) and all(above is True for above in last)

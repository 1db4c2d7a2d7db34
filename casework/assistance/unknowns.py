"""Unknown facts: how much is still open for a household, and what to ask first because it would settle most."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from casework.assistance import KEYS, Assessment, assess
from casework.assistance.amounts import CODES
from casework.assistance.classify import ITEMS
from casework.households import FACT_WORDS, RELATIVES, SEXES, STAGES, Column, Ints, Population
from casework.standards import Standard
from casework.standards.phrases import joined
from casework.vocabulary import Text


class Question(NamedTuple):
    """A fact to ask for: the share of likely answers that settle everything, and of what is open the share left on average."""

    fact: str
    settles: float
    leaves_open: float


_PER_HEAD = (0.3, 0.6, 0.9, 1.3, 1.6, 1.9, 2.3, 2.6, 3.5, 5.0)
"""Net income per head in lines, as tried for an unknown income."""
_COSTS = (0, 300_000, 800_000, 1_500_000, 2_500_000, 4_500_000, 9_000_000)
_LINES = (60_000, 80_000, 100_000, 120_000, 150_000)
_ANSWERS: dict[str, tuple[int, ...]] = {
    "annual_income": (), "size": (1, 2, 3, 3, 4, 5), "dibao_line": _LINES, "previous_year_dibao_line": _LINES,
    **dict.fromkeys(("annual_rigid_expenditure", "medical_out_of_pocket", "schooling_cost", "other_rigid_expenditure"), _COSTS),
    "event": (1, 0, 0), "hardship_cost": _COSTS, "cause_documented": (1,) * 19 + (0,), "assets_excluded": (0,) * 19 + (1,),
    "single_parent": (0, 0, 0, 0, 1), "head_sex": (SEXES.index("男"), SEXES.index("女")), "members": (0,),
}  # fmt: skip
"""Answers tried for each fact, the likelier more often, income by `_PER_HEAD`; of equal questions the first here is asked first.
They order the questions and touch no class and no amount."""


def open_points(assessment: Assessment) -> Ints:
    """How much is open for each household: classes that are possible beyond one, and aids that want a fact."""
    classes = np.bitwise_count(assessment.classes.possible).astype(np.int64) - 1
    waiting = [CODES.index("unknown_fact"), CODES.index("undetermined")]
    aids = sum(
        ((a.fen != a.most) & np.isin(a.reason, waiting) & ((classes > 0) | (a.reason == waiting[0]))).astype(np.int64)
        for a in assessment.aids.values()
    )
    return classes + aids  # type: ignore[no-any-return]


def undecided(assessment: Assessment) -> list[dict[str, Any]]:
    """The households whose class or an amount is open: what is missing, best to ask first, and the range of each answer.

    Ranges are of fen, from the least to the most; null where nothing bounds it, or the pack has no rule.
    """
    found = []
    for i in assessment.unsettled():
        wanted = assessment.missing(i)
        if wanted:
            order = [q.fact for q in questions(assessment, i)]
            found.append({
                "household": assessment.population.number(i),
                "missing": sorted(wanted, key=lambda fact: order.index(fact) if fact in order else len(order)),
                "possible": assessment.classes.of(i),
                "between": {f"{KEYS[aid]}_fen": amounts.between(i) for aid, amounts in assessment.aids.items() if not amounts.known[i]},
            })  # fmt: skip
    return found


def questions(assessment: Assessment, i: int) -> list[Question]:
    """What to ask about one household, best first: each unknown fact whose answer could settle something.

    First the facts that the answer names as missing. Every one is tried with a handful of likely answers, the others
    staying unknown: the one that settles everything most often (to a tenth) comes first, of equal ones income before
    heads, costs, event and conditions. Empty when nothing is open that a fact can settle.
    """
    before = int(open_points(assessment)[i])
    trials = list(_trials(assessment, i)) if before else []
    if not trials:
        return []
    facts, answers = np.array([name for name, _ in trials]), np.array([value for _, value in trials], dtype=np.int64)
    tried = _answered(assessment.population.take(np.full(len(trials), i)), facts, answers)
    after = open_points(assess(tried, assessment.standard, assessment.on))
    wanted = set(assessment.missing(i))
    asked = [
        Question(name, float((after[facts == name] == 0).mean()), float(after[facts == name].mean()) / before)
        for name in dict.fromkeys(facts.tolist())
    ]
    asked = [q for q in asked if q.leaves_open < 1 or q.fact in wanted]
    return sorted(asked, key=lambda q: (q.fact not in wanted, -round(q.settles, 1)))


def ask_first(asked: Sequence[Question]) -> list[Text]:
    """What to ask at the next visit, best first, as a sentence; none where nothing is open that a fact can settle."""
    facts = joined((FACT_WORDS[q.fact] for q in asked), "、", ", ")
    return [Text(f"下次入户先问：{facts.zh}", f"To ask at the next visit, best first: {facts.en}")] * bool(asked)


def _trials(assessment: Assessment, i: int) -> Iterator[tuple[str, int]]:
    """The unknown facts of one household with the answers to try; for members one answer stands for all."""
    people, standard = assessment.population, assessment.standard
    unused = _unused(standard, bool(people.facts["itemised"].values[i]))
    unused |= {"dibao_line", "previous_year_dibao_line"} if assessment.classes.line.known[i] else set()
    for name, likely in _ANSWERS.items():
        if name == "members":
            known = people.told_of_members(i, _read_of_members(standard))
        else:
            known = bool(people.facts[_column_of(people, name)].known[i])
        if name not in unused and not known:
            answers = _incomes(assessment, i) if name == "annual_income" else likely
            yield from ((name, answer) for answer in answers)


def _column_of(people: Population, fact: str) -> str:
    """The name of a fact's column."""
    return f"{fact}_fen" if f"{fact}_fen" in people.facts else fact


def _unused(standard: Standard, itemised: bool) -> set[str]:
    """Facts that are not asked for: those that a file gives by items, or the items, and the other kind of line."""
    unused = {"dibao_line", "previous_year_dibao_line"} - {standard.pack.line_fact}
    if itemised:
        accepted = {ITEMS[item] for item in standard.pack.rigid} | {"medical_out_of_pocket"}
        return unused | {"annual_rigid_expenditure"} | (set(ITEMS.values()) - accepted)
    return unused | {"schooling_cost", "other_rigid_expenditure"}


def _read_of_members(standard: Standard) -> set[str]:
    """The facts of members that some rule of a pack reads."""
    tables = standard.pack.tuition.by_class.values() if standard.pack.tuition else ()
    disabled = any(sum_.only == "disabled" for table in tables for sum_ in (table or {}).values())
    imputed = {"stage", "age", "disabled", "income_month_fen"} if standard.pack.imputed else set()
    return imputed | ({"relation", "stage"} if tables else set()) | ({"disabled"} if disabled else set())


def _incomes(assessment: Assessment, i: int) -> list[int]:
    """Yearly incomes of the household that put it at the tried lines per head, fen."""
    _, rigid, size, line, *_ = assessment.classes.means
    each = int(line.values[i]) if line.known[i] else 100_000
    heads = int(size.values[i]) if size.known[i] else 3
    year = heads * assessment.standard.pack.months
    return [int(each * 100 * share) // 100 * year + int(rigid.values[i]) for share in _PER_HEAD]


def _answered(tried: Population, facts: "np.ndarray[tuple[int], np.dtype[np.str_]]", answers: Ints) -> Population:
    """Copies of one household, each with one more fact known."""
    columns = {}
    for name in dict.fromkeys(facts[facts != "members"].tolist()):
        key, at = _column_of(tried, name), facts == name
        old = tried.facts[key]
        columns[key] = Column(np.where(at, answers, old.values), old.known | at)
    told = tried.told(**columns)
    at = (facts == "members")[told.member_of]
    likely = {"relation": RELATIVES.index("other"), "stage": STAGES.index("none")}
    members = {
        name: Column(np.where(column.known, column.values, likely.get(name, 0)), column.known | at)
        for name, column in told.members.items()
    }
    return told.with_members(members, told.members_known | (facts == "members"))

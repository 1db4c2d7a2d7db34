"""How many questions settle a household of which a quarter of the facts is not known: our order against the form's.

    .venv/bin/python tests/benchmarks/questions.py --households 10000 --seed 1

Known households are invented, each of their facts is forgotten with a chance of one in four, and what is asked is then
answered with the truth until nothing is open. The test of the same name runs a few hundred of them.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from itertools import chain, combinations
from typing import Any, NamedTuple

import numpy as np
import yaml

from casework.assistance import Assessment, assess
from casework.assistance.unknowns import open_points, questions
from casework.households import FACT_WORDS, Facts, MemberFacts, Population
from casework.standards import Standard, load, parse

CHANCE = 0.25
_HOUSEHOLD = [
    "size", "annual_income", "annual_rigid_expenditure", "medical_out_of_pocket", "schooling_cost", "other_rigid_expenditure",
    "hardship_cost", "event", "cause_documented", "assets_excluded", "single_parent", "head_sex",
]  # fmt: skip
_MEMBER = ("relation", "stage", "age", "disabled")


class Place(NamedTuple):
    """A pack on a day, and the figure of its line; `lines`: the household's own line is a fact, and may be forgotten;
    `kept` is never forgotten."""

    standard: Standard
    on: date
    line: int = 100_000
    lines: str = ""
    class_given: bool = False
    kept: tuple[str, ...] = ()


def _office(**changed: Any) -> Standard:
    demo = load("demo-2026")
    said = yaml.safe_load(demo.text) | changed
    return parse(yaml.safe_dump(said, allow_unicode=True), demo.lines_text, "office.yaml")


@cache
def places() -> dict[str, Place]:
    """The packs that the study and its test run under."""
    today = date(2026, 10, 31)
    wages = {"minimum_wage": "1500", "ages": [16, 59], "source": "rule"}
    return {
        "demo-2026": Place(load("demo-2026"), today),
        "beijing-2021": Place(load("beijing-2021"), date(2021, 9, 15), 124_500),
        "qingdao-2024": Place(load("qingdao-2024"), date(2024, 6, 1), 111_500),
        "shanghai-2019": Place(load("shanghai-2019"), date(2024, 9, 15), 151_000),
        "shanghai-2019, line by household": Place(
            load("shanghai-2019"), date(2026, 6, 1), 155_000, "previous_year_dibao_line"
        ),
        "acftu-2016": Place(load("acftu-2016"), date(2017, 6, 1), 60_000, "dibao_line", kept=("size",)),
        "hubei-2024": Place(load("hubei-2024"), date(2024, 6, 1), 80_000, "dibao_line", class_given=True),
        "xingtai-2021": Place(load("xingtai-2021"), date(2021, 10, 1), 60_000, "dibao_line"),
        "demo, line by household": Place(_office(line=None), today, 100_000, "dibao_line"),
        "demo, wages imputed": Place(_office(imputed=wages), today),
    }


# ---- households that are known, and what is forgotten of them ---------------------------------------------


def households(n: int, luck: random.Random, place: Place) -> list[Facts]:
    """Known households of the sizes, causes and classes that case files have."""
    return [_household(luck, place) for _ in range(n)]


def _household(luck: random.Random, place: Place) -> Facts:
    size = luck.choices((1, 2, 3, 4, 5, 6), (8, 22, 42, 18, 7, 3))[0]
    cause = luck.choices(("illness", "schooling", "work", "accident"), (40, 20, 30, 10))[0]
    event, in_file = cause in ("illness", "accident"), luck.random() < 0.6
    medical = luck.randint(*{"illness": (4_000, 60_000), "accident": (3_000, 30_000)}.get(cause, (0, 3_000))) * 100
    other = luck.randint(0, 20_000) * 100 if cause == "accident" else 0
    people = tuple(_member(luck, k, size) for k in range(1, size))
    school = sum({"university": 900_000, "high_school": 420_000}.get(str(m.stage), 0) for m in people)
    low, high = luck.choices(((15, 99), (101, 199), (201, 299), (301, 450)), (27, 50, 15, 8))[0]
    line = place.line + (luck.randint(-150, 150) * 100 if place.lines else 0)
    income = max(0, luck.randint(low, high) * size * 12 * line // 100 + medical + school + other)
    costs = {"schooling_cost_fen": school, "other_rigid_expenditure_fen": other}
    rigid = costs if in_file else {"annual_rigid_expenditure_fen": medical + school + other}
    lines = {f"{place.lines}_fen": line} if place.lines else {}
    given = {"class_": luck.choice(["deep", "relative", "accident", "not_eligible"])} if place.class_given else {}
    return Facts(
        size=size, annual_income_fen=income, medical_out_of_pocket_fen=medical, event=event, itemised=in_file,
        hardship_cost_fen=medical + other if event else 0, cause_documented=luck.random() < 0.97,
        assets_excluded=luck.random() < 0.04, single_parent=size > 1 and luck.random() < 0.2,
        head_sex=luck.choice(["男", "女"]), archived=luck.random() < 0.9, members=people, **rigid, **lines, **given,
    )  # fmt: skip


def _member(luck: random.Random, k: int, size: int) -> MemberFacts:
    if k == 1 and size > 2 and luck.random() < 0.9:
        relation, age = "spouse", luck.randint(26, 59)
    elif luck.random() < 0.75:
        relation, age = "child", luck.randint(1, 24)
    else:
        relation, age = luck.choice(["parent", "grandchild", "sibling", "other"]), luck.randint(1, 80)
    stages = (
        (3, "none"),
        (6, "kindergarten"),
        (12, "primary"),
        (15, "middle_school"),
        (18, "high_school"),
        (22, "university"),
    )
    stage = next((stage for end, stage in stages if age < end), "none")
    wage = luck.choice([0, 180_000]) if age >= 18 and stage == "none" else 0
    return MemberFacts(relation=relation, stage=stage, age=age, income_month_fen=wage, disabled=luck.random() < 0.08)


def forgotten(f: Facts, luck: random.Random, place: Place, chance: float = CHANCE) -> Facts:
    """The household with each fact forgotten by chance; of the members one fact, one person or all of them."""
    names = [_key(name) for name in (*_HOUSEHOLD, *([place.lines] if place.lines else []))]
    lost: dict[str, Any] = {name: None for name in names if luck.random() < chance and name not in place.kept}
    listed = place.standard.pack.imputed is not None  # members that nobody lists bring no imputed income
    if luck.random() < chance / 2 and not listed:
        return replace(f, **lost, members=None)
    people = tuple(
        MemberFacts()
        if luck.random() < chance / 2
        else replace(m, **{name: None for name in _MEMBER if luck.random() < chance})
        for m in f.members or ()
    )
    return replace(f, **lost, members=people)


def _key(name: str) -> str:
    return f"{name}_fen" if f"{name}_fen" in {field.name for field in fields(Facts)} else name


def unknown(f: Facts, truth: Facts) -> list[str]:
    """The facts that somebody could tell and nobody has told, in the order of the form."""
    names = [name for name in FACT_WORDS if hasattr(truth, _key(name))]
    return [name for name in names if getattr(f, _key(name)) != getattr(truth, _key(name))]


def told(f: Facts, truth: Facts, name: str) -> Facts:
    """The household with one more fact told; what is asked of the members is asked of them all."""
    return replace(f, **{_key(name): getattr(truth, _key(name))})


# ---- asking until nothing is open --------------------------------------------------------------------------

Chooser = Callable[[Assessment, int, list[str]], str | None]


def ours(answer: Assessment, i: int, names: list[str]) -> str | None:
    """The first of our questions."""
    return next((q.fact for q in questions(answer, i)), None)


def form(answer: Assessment, i: int, names: list[str]) -> str | None:
    """The first unknown fact of the form, whether it matters or not."""
    return names[0] if names else None


def form_where_missing(answer: Assessment, i: int, names: list[str]) -> str | None:
    """The first unknown fact of the form that the answer names as missing."""
    missing = answer.missing(i)
    return next((name for name in names if name in missing), None)


_INCOME_FIRST = (
    "annual_income", "size", "dibao_line", "previous_year_dibao_line", "annual_rigid_expenditure", "medical_out_of_pocket",
    "schooling_cost", "other_rigid_expenditure", "event", "hardship_cost", "cause_documented", "assets_excluded",
)  # fmt: skip


def income_first(answer: Assessment, i: int, names: list[str]) -> str | None:
    """Of what the answer names as missing first income, heads, line and costs, then the event, then the conditions."""
    missing = answer.missing(i)
    return min((name for name in names if name in missing), key=(*_INCOME_FIRST, *FACT_WORDS).index, default=None)


class Asked(NamedTuple):
    """What was asked of each household, and whether anything is open at the end."""

    questions: list[list[str]]
    settled: list[bool]

    @property
    def mean(self) -> float:
        return sum(map(len, self.questions)) / len(self.questions)


def ask(people: list[Facts], truths: list[Facts], place: Place, choose: Chooser) -> Asked:
    """Asks every household what `choose` says, is told the truth, and goes on until nothing is open."""
    now, asked = list(people), [list[str]() for _ in people]
    waiting, settled = list(range(len(people))), [True] * len(people)
    while waiting:
        answer = assess(Population.of([now[i] for i in waiting]), place.standard, place.on)
        still = []
        for k in np.flatnonzero(open_points(answer)).tolist():
            i = waiting[k]
            name = choose(answer, k, unknown(now[i], truths[i]))
            if name is None or name in asked[i]:
                settled[i] = False
                continue
            now[i] = told(now[i], truths[i], name)
            asked[i].append(name)
            still.append(i)
        waiting = still
    return Asked(asked, settled)


def fewest(people: list[Facts], truths: list[Facts], place: Place) -> float:
    """How many facts each household must be asked at the least, had one known beforehand which; the mean."""
    found = []
    for start in range(0, len(people), 200):
        rows, key = [], []
        for i in range(start, min(start + 200, len(people))):
            for some in _subsets(unknown(people[i], truths[i])):
                rows.append(replace(people[i], **{_key(name): getattr(truths[i], _key(name)) for name in some}))
                key.append((i, len(some)))
        still = open_points(assess(Population.of(rows), place.standard, place.on))
        best: dict[int, int] = {}
        for (i, n), points in zip(key, still.tolist(), strict=True):
            best[i] = min(n, best.get(i, n)) if points == 0 else best.get(i, len(FACT_WORDS))
        found += [n for n in best.values() if n < len(FACT_WORDS)]
    return sum(found) / len(found)


def _subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))


# ---- whether the ranges hold the truth ---------------------------------------------------------------------


class Kept(NamedTuple):
    """Of so many households: whose class and amounts lie in the ranges; and how many ranges say more than nothing."""

    households: int
    inside: int
    amounts: int
    decided: int
    narrower: int


def outside(people: list[Facts], truths: list[Facts], place: Place) -> Iterator[tuple[int, str]]:
    """The households and what of them (class, or an aid) the truth is not within the answer of."""
    answer, truth = (assess(Population.of(said), place.standard, place.on) for said in (people, truths))
    for i in range(len(people)):
        if not set(truth.classes.of(i)) <= set(answer.classes.of(i)):
            yield i, "class"
        for aid, amounts in answer.aids.items():
            (least, most), (low, high) = amounts.between(i), truth.aids[aid].between(i)
            if least > low or (most is not None and (high is None or most < high)):
                yield i, aid


def kept(people: list[Facts], truths: list[Facts], place: Place) -> Kept:
    """How many of the ranges hold the truth, and how many of the open ones are narrower than from nothing to the most."""
    answer = assess(Population.of(people), place.standard, place.on)
    nothing = assess(Population.of([Facts(class_=f.class_) for f in people]), place.standard, place.on)
    wrong = {i for i, _ in outside(people, truths, place)}
    pairs = [
        (answer.aids[aid].between(i), nothing.aids[aid].between(i))
        for i in range(len(people))
        for aid in answer.aids
        if place.standard.pack.rule(aid) is not None
    ]
    decided = sum(a[0] == a[1] for a, _ in pairs)
    narrower = sum(a[0] != a[1] and a != b for a, b in pairs)
    return Kept(len(people), len(people) - len(wrong), len(pairs), decided, narrower)


# ---- the study ---------------------------------------------------------------------------------------------

ORDERS: dict[str, Chooser] = {
    "our order": ours,
    "form order, every unknown fact": form,
    "form order, only what is missing": form_where_missing,
    "what is missing, income first": income_first,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description="How many questions settle a household, by the order they are asked in."
    )
    parser.add_argument("--households", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chance", type=float, default=CHANCE, help="that a fact is not known")
    parser.add_argument("--place", choices=list(places()), action="append", help="which packs; the default is all")
    said = parser.parse_args()
    for name in said.place or places():
        place, luck = places()[name], random.Random(said.seed)
        truths = households(said.households, luck, place)
        people = [forgotten(f, luck, place, said.chance) for f in truths]
        held = kept(people, truths, place)
        print(f"{name}: {held.households} households, {held.inside / held.households:.2%} within their ranges")
        if held.amounts:
            print(f"  of {held.amounts} amounts {held.decided / held.amounts:.1%} decided, {held.narrower / held.amounts:.1%} narrowed")  # fmt: skip
        print(f"  known beforehand which: {fewest(people, truths, place):.3f} questions each", flush=True)
        for order, choose in ORDERS.items():
            asked = ask(people, truths, place, choose)
            print(f"  {order}: {asked.mean:.3f} questions each, {sum(asked.settled)} settled", flush=True)


if __name__ == "__main__":
    main()

"""Classification (困难认定): ordered tests of income per head against the line, with unknown facts kept unknown.

Every test compares whole numbers: (income − rigid expenditure) · q < p · line · members · 12, nothing rounded.
Each fact makes a household needier in one direction only, so a household whose class is the same at its neediest
and at its least needy is decided; for any other the facts that could change the class are named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

import numpy as np

from casework.households import CLASSES, Bools, Column, Ints, Population
from casework.standards import Standard, Test
from casework.vocabulary import Refused

BEYOND = 10**13
"""More fen than any household has: stands for an unknown amount at its greatest."""
_NOT_ELIGIBLE, _UNDETERMINED = CLASSES.index("not_eligible"), CLASSES.index("undetermined")
MONTHS = 12


class Means(NamedTuple):
    """What the tests read, one value per household, all known: fen per year, line fen per person and month."""

    income: Ints
    rigid: Ints
    size: Ints
    line: Ints
    event: Ints
    cause_documented: Ints
    assets_excluded: Ints


_NEEDIEST = Means(*(np.array([v]) for v in (0, BEYOND, 99, BEYOND // 10**5, 1, 1, 0)))
_LEAST_NEEDY = Means(*(np.array([v]) for v in (BEYOND, 0, 1, 0, 0, 0, 1)))
FACT_OF = (
    "annual_income",
    "annual_rigid_expenditure",
    "size",
    "dibao_line",
    "event",
    "cause_documented",
    "assets_excluded",
)
"""The name in `missing` of each of the Means, in order."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Class and deciding test of each household (test −1: excluded or beyond every test; −2: class given)."""

    code: Ints
    test: Ints
    income: Column
    rigid: Column
    size: Column
    line: Column
    missing: dict[int, tuple[str, ...]]

    @property
    def net(self) -> Column:
        """Net income of the household in the year, fen; may be negative."""
        return Column(self.income.values - self.rigid.values, self.income.known & self.rigid.known)


def classify(population: Population, standard: Standard, on: date) -> Classes:
    """The class of each household under a pack on a day; `missing` names the facts that could change it."""
    columns = _means(population, standard, on)
    neediest = _decide(_filled(columns, _NEEDIEST), standard, on)
    least = _decide(_filled(columns, _LEAST_NEEDY), standard, on)
    open_ = neediest[0] != least[0]
    code = np.where(open_, _UNDETERMINED, neediest[0])
    test = np.where(open_, -1, neediest[1])
    given = population.facts["class_"]
    missing = {
        int(i): _missing(int(i), columns, population, standard, on)
        for i in np.flatnonzero(open_ & ~given.known)
    }
    return Classes(
        np.where(given.known, given.values, code),
        np.where(given.known, -2, test),
        columns[0], columns[1], columns[2], columns[3], missing,
    )  # fmt: skip


def rigid(population: Population, standard: Standard) -> Column:
    """Rigid expenditure of the year as far as the pack accepts it: as given, else the sum of its items, fen."""
    whole = population.facts["annual_rigid_expenditure_fen"]
    items = [population.facts[_ITEMS[item]] for item in standard.pack.rigid]
    known = np.logical_and.reduce([item.known for item in items])
    total = np.sum([item.values for item in items], axis=0)
    return Column(np.where(whole.known, whole.values, np.where(known, total, 0)), whole.known | known)


_ITEMS = {
    "medical": "medical_out_of_pocket_fen",
    "schooling": "schooling_cost_fen",
    "other": "other_rigid_expenditure_fen",
}


def _means(population: Population, standard: Standard, on: date) -> list[Column]:
    facts = population.facts
    income = facts["annual_income_fen"]
    if standard.pack.union_aid_is_income:
        income = Column(income.values + facts["union_aid_received_fen"].values, income.known)
    given, line = facts["dibao_line_fen"], standard.line_on(on)
    lines = Column(np.where(given.known, given.values, line or 0), given.known | (line is not None))
    size = facts["size"]
    size = Column(size.values, size.known & (size.values > 0))
    return [
        income,
        rigid(population, standard),
        size,
        lines,
        facts["event"],
        facts["cause_documented"],
        facts["assets_excluded"],
    ]


def _filled(columns: list[Column], extreme: Means) -> Means:
    return Means(*(np.where(c.known, c.values, end) for c, end in zip(columns, extreme, strict=True)))


def _decide(means: Means, standard: Standard, on: date) -> tuple[Ints, Ints]:
    """Class and index of the deciding test of households of which everything is known."""
    beyond = _UNDETERMINED if standard.pack.beyond == "undetermined" else _NOT_ELIGIBLE
    code, test = np.full(means.income.shape, beyond), np.full(means.income.shape, -1)
    for i, rule in reversed(list(enumerate(standard.pack.classes))):
        passes = np.ones(means.income.shape, dtype=np.bool_) if not rule.event else means.event == 1
        for one in rule.tests:
            passes = passes & _passes(one, means, standard, on)
        code, test = np.where(passes, CLASSES.index(rule.name), code), np.where(passes, i, test)
    barred = (means.cause_documented == 0) | (means.assets_excluded == 1)
    return np.where(barred, _NOT_ELIGIBLE, code), np.where(barred, -1, test)


def threshold(test: Test, line: Ints, standard: Standard, on: date) -> tuple[Ints, int]:
    """The threshold per person and month as numerators over one denominator, fen; Refused if its line is not known."""
    if test.yuan is not None:
        return np.full_like(line, test.yuan), 1
    if test.line != "line":
        fixed = standard.line_of(test.line, on)
        if fixed is None:
            raise Refused(
                f"规则包 {standard.stem} 在 {on} 没有 {test.line} 的标准；请换日期或补上该标准。",
                f"the pack {standard.stem} has no value of {test.line} on {on}: choose another date or add the value.",
            )
        return np.full_like(line, fixed * test.times.numerator), test.times.denominator
    return line * test.times.numerator, test.times.denominator


def _passes(test: Test, means: Means, standard: Standard, on: date) -> Bools:
    limit, q = threshold(test, means.line, standard, on)
    measured = (means.income - (means.rigid if test.measure == "net" else 0)) * q
    allowed = limit * means.size * MONTHS
    return measured < allowed if test.op == "<" else measured <= allowed


def _missing(
    i: int, columns: list[Column], population: Population, standard: Standard, on: date
) -> tuple[str, ...]:
    """The unknown facts of one household whose value could change its class, found by trying them all."""
    unknown = [k for k, column in enumerate(columns) if not column.known[i]]
    if len(unknown) > 1:
        tried = _trials(i, columns, unknown, standard, on)
        code = _decide(tried, standard, on)[0]
        unknown = [k for k in unknown if _matters(k, unknown, tried, code)]
    return tuple(name for k in unknown for name in _names(FACT_OF[k], i, population, standard))


def _matters(k: int, unknown: list[int], tried: Means, code: Ints) -> bool:
    """Whether two trials that differ in this fact alone end in different classes."""
    others = np.stack([tried[j] for j in unknown if j != k], axis=1)
    _, group = np.unique(others, axis=0, return_inverse=True)
    low, high = np.full(group.max() + 1, len(CLASSES)), np.full(group.max() + 1, -1)
    np.minimum.at(low, group.ravel(), code)
    np.maximum.at(high, group.ravel(), code)
    return bool((low != high).any())


def _trials(i: int, columns: list[Column], unknown: list[int], standard: Standard, on: date) -> Means:
    """Every combination of telling values of the unknown facts: each side of each threshold."""
    known = {k: int(column.values[i]) for k, column in enumerate(columns) if column.known[i]}
    sizes = [known[2]] if 2 in known else [1, 2, 3, 4, 6, 9, 99]
    lines = [known[3]] if 3 in known else [1, 50_000, 100_000, 200_000, BEYOND // 10**5]
    edges = sorted({e for s, m in product(sizes, lines) for e in _edges(s, m, standard, on)})
    incomes = [known[0]] if 0 in known else _around(edges, known.get(1, 0))
    rigids = [known[1]] if 1 in known else _around([known[0] - e for e in edges] if 0 in known else [], 0)
    flags = [[known[k]] if k in known else [0, 1] for k in (4, 5, 6)]
    grid = list(product(incomes, rigids, sizes, lines, *flags))
    return Means(*np.array(grid, dtype=np.int64).T)


def _edges(size: int, line: int, standard: Standard, on: date) -> Iterable[int]:
    """The yearly household incomes at which some test turns."""
    for rule in standard.pack.classes:
        for test in rule.tests:
            limit, q = threshold(test, np.array([line]), standard, on)
            yield int(limit[0]) * size * MONTHS // q


def _around(edges: list[int], offset: int) -> list[int]:
    near = {e + offset + step for e in edges for step in (-1, 0, 1)}
    return sorted({0, BEYOND} | {n for n in near if 0 <= n <= BEYOND})


def _names(fact: str, i: int, population: Population, standard: Standard) -> list[str]:
    """The facts to ask for; rigid expenditure of a case file is asked for by its items."""
    if fact != "annual_rigid_expenditure" or not population.facts["itemised"].values[i]:
        return [fact]
    wanted = [_ITEMS[item] for item in standard.pack.rigid]
    return [name.removesuffix("_fen") for name in wanted if not population.facts[name].known[i]]

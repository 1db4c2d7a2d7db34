"""Classification (困难认定): ordered tests of income per head against the line, with unknown facts kept unknown.

Every test compares whole numbers: (income − rigid expenditure) · q < p · line · members · 12, nothing rounded.
Each fact makes a household needier in one direction only, so a household whose class is the same at its neediest
and at its least needy is decided; for any other the facts that could change the class are named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
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


_GREATEST_LINE = BEYOND // 10**5
_NEEDIEST = Means(*(np.array([v]) for v in (0, BEYOND, 99, _GREATEST_LINE, 1, 1, 0)))
_LEAST_NEEDY = Means(*(np.array([v]) for v in (BEYOND, 0, 1, 1, 0, 0, 1)))
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
        int(i): _missing(int(i), columns, population, standard, on) for i in np.flatnonzero(open_ & ~given.known)
    }
    return Classes(
        np.where(given.known, given.values, code),
        np.where(given.known, -2, test),
        columns[0], columns[1], columns[2], columns[3], missing,
    )  # fmt: skip


def rigid(population: Population, standard: Standard) -> Column:
    """Rigid expenditure of the year as far as the pack accepts it: as given, else the sum of its items, fen.

    Where an item of a case file is not known the value is the sum of the others, which it cannot be less than.
    """
    whole = population.facts["annual_rigid_expenditure_fen"]
    itemised = population.facts["itemised"].values == 1
    items = [population.facts[f"{ITEMS[item]}_fen"] for item in standard.pack.rigid]
    known = np.logical_and.reduce([itemised, *(item.known for item in items)])
    total = np.sum([itemised * item.values for item in items], axis=0, initial=0)
    return Column(np.where(whole.known, whole.values, total), whole.known | known)


ITEMS = {
    "medical": "medical_out_of_pocket",
    "schooling": "schooling_cost",
    "other": "other_rigid_expenditure",
}
"""The fact behind each item of rigid expenditure that a pack may accept."""


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
    """The means with each unknown fact at its extreme, but never below what is known of it."""
    ends = (np.maximum(c.values, end) for c, end in zip(columns, extreme, strict=True))
    return Means(*(np.where(c.known, c.values, end) for c, end in zip(columns, ends, strict=True)))


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


def _missing(i: int, columns: list[Column], population: Population, standard: Standard, on: date) -> tuple[str, ...]:
    """The unknown facts of one household whose value alone can change its class, found by trying them together."""
    axes = _trials([(int(c.values[i]), bool(c.known[i])) for c in columns], standard, on)
    grid = np.meshgrid(*(np.array(axis, dtype=np.int64) for axis in axes), indexing="ij")
    code = _decide(Means(*(axis.ravel() for axis in grid)), standard, on)[0].reshape(grid[0].shape)
    telling = [k for k in range(len(axes)) if (code.min(axis=k) != code.max(axis=k)).any()]
    return tuple(name for k in telling for name in _names(FACT_OF[k], i, population, standard))


def _trials(facts: list[tuple[int, bool]], standard: Standard, on: date) -> list[list[int]]:
    """Telling values of each of the means: its own where it is known, else those on each side of each threshold.

    An amount that is free reaches every threshold of every size and line, so a few of these are enough beside it.
    """
    (income, earns), (rigid, spends), (size, counted), (line, dated), *flags = facts
    fixed = earns and spends
    sizes = [size] if counted else list(range(1, 100)) if fixed else [1, 2, 99]
    tests = [test for rule in standard.pack.classes for test in rule.tests if test.times]
    turns = (
        int(Fraction(amount, s * MONTHS) / test.times)
        for amount, s, test in product((income - rigid, income), {sizes[0], sizes[-1]}, tests)
    )
    lines = [line] if dated else _around(turns if fixed else [100_000], 1, _GREATEST_LINE)
    edges = [] if fixed else [e for s, m in product(sizes, lines) for e in _edges(s, m, standard, on)]
    incomes = [income] if earns else _around([e + r for e in edges for r in (0, rigid)], income, BEYOND)
    rigids = [rigid] if spends else _around([income - e for e in edges] if earns else [], rigid, BEYOND)
    return [incomes, rigids, sizes, lines, *([value] if known else [0, 1] for value, known in flags)]


def _edges(size: int, line: int, standard: Standard, on: date) -> Iterable[int]:
    """The yearly household incomes at which some test turns."""
    for rule in standard.pack.classes:
        for test in rule.tests:
            limit, q = threshold(test, np.array([line]), standard, on)
            yield int(limit[0]) * size * MONTHS // q


def _around(points: Iterable[int], least: int, most: int) -> list[int]:
    near = {point + step for point in points for step in (-1, 0, 1)}
    return sorted({least, most} | {n for n in near if least < n < most})


def _names(fact: str, i: int, population: Population, standard: Standard) -> list[str]:
    """The facts to ask for; rigid expenditure of a case file is asked for by its items."""
    if fact != "annual_rigid_expenditure" or not population.facts["itemised"].values[i]:
        return [fact]
    wanted = [ITEMS[item] for item in standard.pack.rigid]
    return [name for name in wanted if not population.facts[f"{name}_fen"].known[i]]

"""Classification (困难认定): ordered tests of income per head against the line, with unknown facts kept unknown.

Every test compares whole numbers: (income − rigid expenditure) · q < p · line · members · months, nothing rounded.
Each fact makes a household needier in one direction only, so a household whose class is the same at its neediest
and at its least needy is decided; for any other the classes that remain possible are kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, reduce
from itertools import product
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from casework.households import BEYOND, CLASSES, STAGES, Bools, Column, Ints, Population, constant
from casework.standards import Standard, Test
from casework.vocabulary import Refused

GREATEST_LINE = BEYOND // 10**5
LARGEST = 10**11
"""No household's aid comes near a billion yuan (in fen): a bound beyond it is none."""
_NOT_ELIGIBLE, _UNDETERMINED = CLASSES.index("not_eligible"), CLASSES.index("undetermined")


T = TypeVar("T")


class Means(NamedTuple, Generic[T]):
    """What the tests read, of one household or of columns of them: fen per year, line fen per person and month."""

    income: T
    rigid: T
    size: T
    line: T
    event: T
    cause_documented: T
    assets_excluded: T
    hardship: T

    def spent(self, measure: str) -> T | int:
        """What a measure of income leaves out."""
        left_out: dict[str, T | int] = {"net": self.rigid, "gross": 0, "after_hardship": self.hardship}
        return left_out[measure]


NEEDIEST = Means(0, BEYOND, 99, GREATEST_LINE, 1, 1, 0, BEYOND)
LEAST_NEEDY = Means(BEYOND, 0, 1, 1, 0, 0, 1, 0)
FACT_OF = ("annual_income", "annual_rigid_expenditure", "size", "dibao_line", "event", "cause_documented", "assets_excluded", "hardship_cost")  # fmt: skip
"""The name in `missing` of each of the Means, in order; the line is the previous year's where the pack uses that."""


@dataclass(frozen=True)
class Classes:
    """Class and deciding test of each household (test −1: excluded or beyond every test; −2: class given).

    `several` has, where the class of some household is open, a bit for each class that is possible.
    """

    code: Ints
    test: Ints
    means: Means[Column]
    several: Ints | None = None

    @property
    def possible(self) -> Ints:
        """The classes that are possible for each household, a bit for each."""
        return np.left_shift(1, self.code.astype(np.int64)) if self.several is None else self.several

    @cached_property
    def place(self) -> Ints:
        """The class of each household as an index for look-ups."""
        return self.code.astype(np.intp)

    @cached_property
    def rows(self) -> dict[str, Ints]:
        """The households of each class that has any."""
        found = {name: np.flatnonzero(self.code == k) for k, name in enumerate(CLASSES)}
        return {name: rows for name, rows in found.items() if rows.size}

    def forget(self) -> None:
        """Lets go of what was kept for the calculation only."""
        for name in ("place", "rows"):
            self.__dict__.pop(name, None)

    @property
    def line(self) -> Column:
        """The line of each household, fen per person and month."""
        return self.means.line

    @property
    def size(self) -> Column:
        """How many each household is."""
        return self.means.size

    @property
    def net(self) -> Column:
        """Net income of the household in the year, fen; may be negative."""
        income, spent = self.means.income, self.means.rigid
        return Column(income.values - spent.values, income.known & spent.known)

    def of(self, i: int) -> list[str]:
        """The classes that are possible for one household."""
        return [name for k, name in enumerate(CLASSES) if int(self.possible[i]) >> k & 1]


def classify(population: Population, standard: Standard, on: date) -> Classes:
    """The class of each household under a pack on a day, and the classes that remain possible."""
    columns = means_of(population, standard, on)
    known = [c.whole for c in columns]
    neediest = _filled(columns, NEEDIEST, known)
    can, barred = _passing(neediest, standard, on), _barred(neediest)
    code, test = _first(can, barred, standard)
    several = None
    if not all(known):
        least = _filled(columns, LEAST_NEEDY, known)
        sure, maybe_barred = _passing(least, standard, on), _barred(least)
        open_ = code != _first(sure, maybe_barred, standard)[0]
        several = np.where(open_, _possible(can, sure, maybe_barred, standard), np.left_shift(1, code.astype(np.int64)))
        code[open_], test[open_] = _UNDETERMINED, -1
    given = population.facts["class_"]
    if not given.blank:
        code, test = (np.where(given.known, g, was).astype(np.int8) for g, was in ((given.values, code), (-2, test)))
        several = None if several is None else np.where(given.known, np.left_shift(1, given.values), several)
    return Classes(code, test, columns, several)


# ---- what the tests read ----------------------------------------------------------------------------


def means_of(population: Population, standard: Standard, on: date) -> Means[Column]:
    """The columns that the tests read."""
    facts, pack = population.facts, standard.pack
    given, line = facts[f"{pack.line_fact}_fen"], standard.line_on(on)
    lines = constant(line or 0, len(population), known=line is not None)
    if not given.blank:
        lines = Column(np.where(given.known, given.values, lines.values), given.known | lines.known)
    flags = (facts["event"], facts["cause_documented"], facts["assets_excluded"])
    income, spent = _income(population, standard), rigid(population, standard)
    return Means(income, spent, facts["size"], lines, *flags, _hardship(population))


def _income(population: Population, standard: Standard) -> Column:
    """Income of the year with what the pack counts besides: earlier union aid, imputed wages."""
    pack, counted = standard.pack, [population.facts["annual_income_fen"]]
    counted += [population.facts["union_aid_received_fen"]] * pack.union_aid_is_income
    counted += [imputed(population, standard)] if pack.imputed else []
    return reduce(lambda a, b: Column(a.values + b.values, a.known & b.known), counted)


def imputed(population: Population, standard: Standard) -> Column:
    """Income of the year that the pack takes as earned by members who could work and earn nothing, fen.

    Members that nobody has listed bring none.
    """
    rule, people = standard.pack.imputed, population.members
    assert rule is not None
    young, old = rule.ages
    age, stage, disabled, earned = (people[name] for name in ("age", "stage", "disabled", "income_month_fen"))
    no = (  # what rules a member out, where it is known
        (age.known & ((age.values < young) | (age.values > old)))
        | (stage.known & (stage.values != STAGES.index("none")))
        | (disabled.known & (disabled.values == 1))
        | (earned.known & (earned.values > 0))
    )
    told = age.known & stage.known & disabled.known & earned.known
    wage = imputed_each(standard)
    whole = population.sums((~no & ~told).astype(np.int64)) == 0
    if rule.minimum_wage is None:
        whole = whole & (population.sums((~no & told).astype(np.int64)) == 0)
    return Column(population.sums((~no & told) * wage), whole)


def imputed_each(standard: Standard) -> int:
    """Income of the year that the pack takes one such member to earn, fen; 0 where the minimum wage is not known."""
    rule = standard.pack.imputed
    return int((rule.minimum_wage or 0) * standard.pack.months * rule.share) if rule else 0


def rigid(population: Population, standard: Standard) -> Column:
    """Rigid expenditure of the year as far as the pack accepts it: as given, else the sum of its items, fen.

    Where an item of a case file is not known the value is the sum of the others, which it cannot be less than.
    """
    whole = population.facts["annual_rigid_expenditure_fen"]
    if population.facts["itemised"].single == 0:
        return whole
    itemised = population.facts["itemised"].values
    items = [_item(population, item) for item in standard.pack.rigid]
    known = np.logical_and.reduce([itemised == 1, *(item.known for item in items)])
    total = np.sum([itemised * item.values for item in items], axis=0, initial=0)
    return Column(np.where(whole.known, whole.values, total), whole.known | known)


def _item(population: Population, item: str) -> Column:
    cost = population.facts[f"{ITEMS[item]}_fen"]
    if item != "schooling_beyond_compulsory":
        return cost
    stage = population.members["stage"]
    compulsory = np.isin(stage.values, [STAGES.index("primary"), STAGES.index("middle_school")])
    kinds = (stage.known & compulsory, stage.known & ~compulsory & (stage.values > 0), ~stage.known)
    inside, outside, doubtful = (population.sums(kind.astype(np.int64)) > 0 for kind in kinds)
    split = inside | doubtful  # what part of one sum is for compulsory school is not known
    known = np.where(split, inside & ~outside & ~doubtful, cost.known) & population.members_known
    return Column(np.where(split | ~population.members_known, 0, cost.values), known)


ITEMS = {
    "medical": "medical_out_of_pocket", "schooling": "schooling_cost", "schooling_beyond_compulsory": "schooling_cost",
    "other": "other_rigid_expenditure",
}  # fmt: skip
"""The fact behind each item of rigid expenditure that a pack may accept."""


def _hardship(population: Population) -> Column:
    """What an event cost; nothing where there was none."""
    cost, event = population.facts["hardship_cost_fen"], population.facts["event"]
    if cost.whole:
        return cost
    return Column(cost.values, cost.known | (event.known & (event.values == 0)))


def _filled(columns: Means[Column], extreme: Means[int], known: Sequence[bool]) -> Means[Ints]:
    """The means with each unknown fact at its extreme, but never below what is known of it."""
    return Means(*(
        c.values if whole else np.where(c.known, c.values, np.maximum(c.values, end))
        for c, end, whole in zip(columns, extreme, known, strict=True)
    ))  # fmt: skip


# ---- the tests ---------------------------------------------------------------------------------------


def _passing(means: Means[Ints], standard: Standard, on: date) -> list[Bools]:
    """For each class in order, the households that pass its tests, everything being known."""
    line = means.line if means.line.strides[0] or not means.line.size else means.line[0]
    unit = means.size * (line * standard.pack.months)
    measures = {test.measure for test in standard.pack.tests} - {"hardship_share"}
    incomes: dict[str, Ints] = {name: means.income - means.spent(name) for name in measures}
    found = []
    for rule in standard.pack.classes:
        tests = [_passes(test, means, incomes, unit, standard, on) for test in rule.tests]
        tests += [means.event == 1] * rule.event
        found.append(reduce(np.logical_and, tests) if tests else np.ones(unit.shape, dtype=np.bool_))
    return found


def _passes(
    test: Test, means: Means[Ints], incomes: Mapping[str, Ints], unit: Ints, standard: Standard, on: date
) -> Bools:
    times = test.times
    if test.measure == "hardship_share":
        cost, part = means.hardship * times.denominator, means.income * times.numerator
        return cost > part if test.op == ">" else cost >= part
    fixed = _fixed(test, standard, on)
    p, q = times.as_integer_ratio() if fixed is None else fixed.as_integer_ratio()
    limit = means.size * (p * standard.pack.months) if fixed is not None else unit if p == 1 else unit * p
    measured = incomes[test.measure] if q == 1 else incomes[test.measure] * q
    return measured < limit if test.op == "<" else measured <= limit


def _fixed(test: Test, standard: Standard, on: date) -> Fraction | None:
    """The threshold of a test that does not hang on the household's own line, fen per person and month."""
    if test.yuan is not None:
        return Fraction(test.yuan)
    if test.line == "line":
        return None
    fixed = standard.line_of(test.line, on)
    if fixed is None:
        raise Refused(f"规则包 {standard.stem} 在 {on} 没有 {test.line} 的标准；请换日期或补上该标准。",
                      f"the pack {standard.stem} has no value of {test.line} on {on}: choose another date or add the value.")  # fmt: skip
    return fixed * test.times


def threshold(test: Test, line: int, standard: Standard, on: date) -> Fraction:
    """The threshold of a test of income per person and month, fen; Refused if its line is not known."""
    fixed = _fixed(test, standard, on)
    return line * test.times if fixed is None else fixed


def reach(i: int, classes: Classes, standard: Standard, on: date) -> list[tuple[bool, bool]]:
    """For each class in order, whether one household can pass its tests, and whether it surely does."""
    columns = Means(*(column.at(slice(i, i + 1)) for column in classes.means))
    ends = (_passing(_filled(columns, end, [False] * len(columns)), standard, on) for end in (NEEDIEST, LEAST_NEEDY))
    return [(bool(can[0]), bool(sure[0])) for can, sure in zip(*ends, strict=True)]


def _barred(means: Means[Ints]) -> Bools:
    return (means.cause_documented == 0) | (means.assets_excluded == 1)  # type: ignore[no-any-return]


def _beyond(standard: Standard) -> int:
    return _UNDETERMINED if standard.pack.beyond == "undetermined" else _NOT_ELIGIBLE


def _first(passing: Sequence[Bools], barred: Bools, standard: Standard) -> tuple[Ints, Ints]:
    """Class and index of the first test that each household passes."""
    test: Ints = np.full(barred.shape, -1, dtype=np.int8)
    for k in reversed(range(len(passing))):
        np.putmask(test, passing[k], k)
    np.putmask(test, barred, -2)
    code = np.array([*(CLASSES.index(rule.name) for rule in standard.pack.classes), _NOT_ELIGIBLE, _beyond(standard)])
    found: Ints = code.astype(np.int8)[test.astype(np.intp)]
    np.putmask(test, barred, -1)
    return found, test


def _possible(can: Sequence[Bools], sure: Sequence[Bools], maybe_barred: Bools, standard: Standard) -> Ints:
    """The classes that some value of the unknown facts gives, as bits; those who may be barred have that too."""
    bits, before = np.zeros(maybe_barred.shape, dtype=np.int64), np.zeros_like(maybe_barred)
    for k, rule in enumerate(standard.pack.classes):
        bits |= np.where(can[k] & ~before, 1 << CLASSES.index(rule.name), 0)
        before = before | sure[k]
    bits |= np.where(before, 0, 1 << _beyond(standard)) | np.where(maybe_barred, 1 << _NOT_ELIGIBLE, 0)
    return bits


# ---- what is missing ---------------------------------------------------------------------------------


def missing(i: int, classes: Classes, population: Population, standard: Standard, on: date) -> tuple[str, ...]:
    """The unknown facts of one household whose value alone can change its class, found by trying them together."""
    if int(classes.possible[i]).bit_count() == 1:
        return ()
    axes = _trials([(int(c.values[i]), bool(c.known[i])) for c in classes.means], standard, on)
    grid = np.meshgrid(*(np.array(axis, dtype=np.int64) for axis in axes), indexing="ij")
    means = Means(*(axis.ravel() for axis in grid))
    code = _first(_passing(means, standard, on), _barred(means), standard)[0].reshape(grid[0].shape)
    telling = [k for k in range(len(axes)) if (code.min(axis=k) != code.max(axis=k)).any()]
    return tuple(name for k in telling for name in _names(FACT_OF[k], i, population, standard))


def _trials(facts: list[tuple[int, bool]], standard: Standard, on: date) -> list[list[int]]:
    """Telling values of each of the means: its own where it is known, else those on each side of each threshold.

    An amount that is free reaches every threshold of every size and line, so a few of these are enough beside it.
    """
    (income, earns), (rigid, spends), (size, counted), (line, dated), *flags, (cost, costed) = facts
    months, fixed = standard.pack.months, earns and spends
    tests = [test for test in standard.pack.tests if test.times]
    shares = [test.times for test in tests if test.measure == "hardship_share"]
    tests = [test for test in tests if test.measure != "hardship_share"]
    sizes = [size] if counted else list(range(1, 100)) if fixed else [1, 2, 99]
    turns = (
        int(Fraction(amount, s * months) / test.times)
        for amount, s, test in product((income - rigid, income, income - cost), {sizes[0], sizes[-1]}, tests)
    )
    lines = [line] if dated else _around(turns if fixed else [100_000], 1, GREATEST_LINE)
    edges = [int(threshold(test, m, standard, on) * s * months) for s, m, test in product(sizes, lines, tests)]
    beside = [] if earns else [e + r for e in edges for r in (0, rigid, cost)] + [int(cost / part) for part in shares]
    incomes = [income] if earns else _around(beside, income, BEYOND)
    rigids = [rigid] if spends else _around([income - e for e in edges] if earns else [], rigid, BEYOND)
    far = ((sizes[0], lines[0]), (sizes[-1], lines[-1]))
    ends = [threshold(t, m, standard, on) * s * months for t in tests for s, m in far]
    after = [income - int(e) for e in (min(ends), max(ends))] if "after_hardship" in {t.measure for t in tests} else []
    costs = [cost] if costed else _around([*after, *(int(part * n) for part in shares for n in incomes)], 0, BEYOND)
    return [incomes, rigids, sizes, lines, *([value] if known else [0, 1] for value, known in flags), costs]


def _around(points: Iterable[int], least: int, most: int) -> list[int]:
    near = {point + step for point in points for step in (-1, 0, 1)}
    return sorted({least, most} | {n for n in near if least < n < most})


def _names(fact: str, i: int, population: Population, standard: Standard) -> list[str]:
    """The facts to ask for; rigid expenditure of a case file is asked for by its items."""
    if fact == "dibao_line":
        return [standard.pack.line_fact]
    if fact == "annual_income" and population.facts["annual_income_fen"].known[i]:
        aid = standard.pack.union_aid_is_income and not population.facts["union_aid_received_fen"].known[i]
        return ["union_aid_received"] if aid else ["members"]  # what the pack counts besides is not known
    if fact != "annual_rigid_expenditure" or not population.facts["itemised"].values[i]:
        return [fact]
    wanted = [(ITEMS[item], _item(population, item).known[i]) for item in standard.pack.rigid]
    names = [name for name, known in wanted if not known]
    return ["members" if population.facts[f"{name}_fen"].known[i] else name for name in names]

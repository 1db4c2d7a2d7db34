"""Cliffs (陡坡效应): aid and net resources of a household as one fact varies, with every jump at its exact point.

The points come from the class tests and the schedules themselves, not from a grid: between two of them aid is a straight
line to the fen. A fall is a cliff; the way out is the first amount from which the household is as well off as before it.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from casework.assistance import Assessment, assess
from casework.assistance.classify import means_of, threshold
from casework.households import CLASSES, Column, Ints, Population
from casework.standards import Schedule, Test
from casework.vocabulary import Refused

FACTS = ("annual_income", "medical_out_of_pocket")
"""The facts that may vary: what a household earns, and what a treatment costs it."""
_SLACK = 4
"""What rounding and slopes of the aids can change between one fen and the next."""


class Point(NamedTuple):
    """Where the household stands at one amount of the fact: class, aid of the year and net resources with it, fen."""

    at_fen: int
    class_: str
    aid_fen: int
    net_fen: int


class Cliff(NamedTuple):
    """A jump of aid between one fen and the next; `way_out_fen`: from there on as well off as before, None if nowhere."""

    before: Point
    after: Point
    way_out_fen: int | None

    @property
    def lost_fen(self) -> int:
        """The aid lost at the jump, fen; negative where it rises."""
        return self.before.aid_fen - self.after.aid_fen


class Trace(NamedTuple):
    """All points at which something turns, in order; and the jumps among them."""

    now: Point
    points: list[Point]
    jumps: list[Cliff]

    @property
    def falls(self) -> list[Cliff]:
        """The jumps at which aid is lost."""
        return [jump for jump in self.jumps if jump.lost_fen > 0]


def trace(assessment: Assessment, i: int, fact: str = "annual_income") -> Trace:
    """Class, aid and net resources of household i as a fact varies from nothing to beyond every turn.

    Refused for a fact that does not vary, and for a household of which something that its answer needs is unknown.
    """
    if fact not in FACTS:
        known = ", ".join(FACTS)
        raise Refused(f"不能以 {fact} 作变化；可用：{known}。", f"{fact} does not vary; choose one of {known}.")
    if missing := assessment.missing(i):
        raise Refused(
            f"还缺 {'、'.join(missing)}，算不出陡坡。", f"{', '.join(missing)} is not known yet: ask for it first."
        )
    here = int(assessment.population.facts[f"{fact}_fen"].values[i])
    turns = {0, here, *(t + step for t in _turns(assessment, i, fact) for step in (-1, 0, 1))}
    most = max(turns) + sum(max(int(a.fen[i]), 0) for a in assessment.aids.values()) + 10**7
    at = np.array([*sorted(t for t in turns if t >= 0), most], dtype=np.int64)
    points = _points(assessment, i, fact, at)
    jumps = [
        Cliff(a, b, _way_out(a.net_fen, points[k + 1 :]))
        for k, (a, b) in enumerate(pairwise(points))
        if b.at_fen == a.at_fen + 1 and abs(b.aid_fen - a.aid_fen) > _SLACK
    ]
    return Trace(next(p for p in points if p.at_fen == here), points, jumps)


def _points(assessment: Assessment, i: int, fact: str, at: Ints) -> list[Point]:
    tried = assess(
        _varied(assessment.population.take(np.full(len(at), i)), fact, at), assessment.standard, assessment.on
    )
    aid, net = total(tried), tried.classes.net.values
    return [Point(int(x), tried.class_of(k), int(aid[k]), int(net[k] + aid[k])) for k, x in enumerate(at)]


def _varied(people: Population, fact: str, at: Ints) -> Population:
    """Copies of a household with other amounts of the fact; what an event cost moves with the treatment."""
    new = {f"{fact}_fen": Column(at, np.ones(at.shape, np.bool_))}
    facts = people.facts
    if fact == "medical_out_of_pocket" and facts["itemised"].values.any() and facts["hardship_cost_fen"].known.all():
        cost = np.where(facts["event"].values == 1, at + facts["other_rigid_expenditure_fen"].values, 0)
        new["hardship_cost_fen"] = Column(cost, facts["hardship_cost_fen"].known)
    return people.told(**new)


def total(assessment: Assessment) -> Ints:
    """The aid of each household that is known, summed, fen."""
    return np.sum([a.sure for a in assessment.aids.values()], axis=0)  # type: ignore[no-any-return]


def _way_out(level: int, points: list[Point]) -> int | None:
    """The first amount after a jump at which net resources reach a level again; between points they run straight."""
    for a, b in pairwise(points):
        if a.net_fen >= level:
            return a.at_fen
        if b.net_fen >= level:
            return a.at_fen + ceil((level - a.net_fen) * Fraction(b.at_fen - a.at_fen, b.net_fen - a.net_fen))
    return None


# ---- where something turns ---------------------------------------------------------------------------


def _turns(assessment: Assessment, i: int, fact: str) -> Iterator[int]:
    """The amounts of the fact at which, or just beside which, a class test turns or a schedule bends."""
    income, rigid, size, line, *_, cost = (
        int(c.values[i]) for c in means_of(assessment.population, assessment.standard, assessment.on)
    )
    here = int(assessment.population.facts[f"{fact}_fen"].values[i])
    earned = fact == "annual_income"
    pack, heads = assessment.standard.pack, size * assessment.standard.pack.months
    for test in (test for rule in pack.classes for test in rule.tests):
        if test.measure == "hardship_share":
            yield from _near([cost / test.times - (income - here)] if earned else [income * test.times - (cost - here)])
            continue
        limit = threshold(test, line, assessment.standard, assessment.on) * heads
        less = {"net": rigid, "gross": 0, "after_hardship": cost}[test.measure]
        yield from _near([limit + less - (income - here)] if earned else [income - limit - (less - here)])
    if not earned:
        yield from (turn for part in _parts(assessment, "medical") for turn in part.turns())
        yield from (turn - (cost - here) for part in _parts(assessment, "temporary") for turn in part.turns())


def _near(exact: Iterable[Fraction | int]) -> Iterator[int]:
    for value in exact:
        yield from {floor(value), ceil(value)}


def _parts(assessment: Assessment, aid: str) -> Iterator[Schedule]:
    rule = assessment.standard.pack.rule(aid)
    yield from (part for part in (rule.by_class.values() if rule else ()) if isinstance(part, Schedule))


# ---- a caseload --------------------------------------------------------------------------------------


class AtCliff(NamedTuple):
    """A household near a cliff: what it may still earn in the year before aid falls, and what it then loses, fen."""

    household: str
    class_: str
    distance_fen: int
    lost_fen: int


def near_cliffs(assessment: Assessment, within_fen: int) -> list[AtCliff]:
    """The households that lose aid by earning so much more in the year or less, the nearest cliff of each.

    A household whose class or an amount is not known yet is left out.
    """
    population, classes = assessment.population, assessment.classes
    income = classes.means[0].values
    known = np.logical_and.reduce([c.known for c in classes.means[:4]]) & (np.bitwise_count(classes.possible) == 1)
    nearest, lost = np.full(len(assessment), within_fen + 1), np.zeros(len(assessment), np.int64)
    for edge in (_last_passing(assessment, test) for rule in assessment.standard.pack.classes for test in rule.tests):
        away = edge - income
        rows = np.flatnonzero(known & (away >= 0) & (away < nearest))
        if rows.size:
            at = away[rows] + population.facts["annual_income_fen"].values[rows]
            below, above = (
                total(assess(_varied(population.take(rows), "annual_income", x), assessment.standard, assessment.on))
                for x in (at, at + 1)
            )
            falls = below - above > _SLACK
            nearest[rows[falls]], lost[rows[falls]] = away[rows[falls]], (below - above)[falls]
    return [
        AtCliff(population.number(int(i)), CLASSES[int(classes.code[i])], int(nearest[i]), int(lost[i]))
        for i in np.flatnonzero(nearest <= within_fen)
    ]


def _last_passing(assessment: Assessment, test: Test) -> Ints:
    """The greatest income of the year at which each household passes a test, everything else being as it is, fen."""
    _, rigid, size, line, *_, cost = (c.values for c in assessment.classes.means)
    if test.measure == "hardship_share":
        top, q, less = cost * test.times.denominator, test.times.numerator, np.zeros_like(cost)
    else:
        fixed = test.yuan is not None or test.line != "line"
        limit = threshold(test, 1, assessment.standard, assessment.on)
        top = size * (limit.numerator * assessment.standard.pack.months) * (1 if fixed else line)
        q, less = limit.denominator, {"net": rigid, "gross": np.zeros_like(cost), "after_hardship": cost}[test.measure]
    strict = test.op in ("<", ">")
    return (top - strict) // max(q, 1) + less

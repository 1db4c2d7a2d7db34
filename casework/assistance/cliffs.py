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

from casework.assistance import Assessment
from casework.assistance.classify import LARGEST, Means, threshold
from casework.households import CLASSES, FACT_WORDS, Column, Ints
from casework.standards import Schedule, Test
from casework.standards.phrases import joined
from casework.vocabulary import Refused

FACTS = ("annual_income", "medical_out_of_pocket")
"""The facts that may vary: what a household earns, and what a treatment costs it."""
_FURTHER = 10**7
"""How far beyond the last turn the trace goes on, besides all the aid there is to make up for, fen."""
_SLACK = 4
"""What rounding and slopes of the aids can change between one fen and the next."""


class Point(NamedTuple):
    """Where the household stands at one amount of the fact: class, aid of the year and net resources with it, fen."""

    at_fen: int
    class_: str
    aid_fen: int
    net_fen: int


class Cliff(NamedTuple):
    """A jump of aid between one fen and the next, and the aid lost (negative: won), fen.

    `way_out_fen`: the first amount from which the household is as well off as before, None if nowhere. An aid of which
    nothing is known on one side of the jump is left out of it.
    """

    before: Point
    after: Point
    lost_fen: int
    way_out_fen: int | None


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

    Where a band leaves discretion its least counts. Refused for a fact that does not vary, and for a household of which
    something that an answer on the way needs is unknown.
    """
    if fact not in FACTS:
        known = ", ".join(FACTS)
        raise Refused(f"不能以 {fact} 作变化；可用：{known}。", f"{fact} does not vary; choose one of {known}.")
    _complete(assessment, [i])
    here = int(assessment.population.facts[f"{fact}_fen"].values[i])
    turns = {0, here, *(t + step for t in _turns(assessment, i, fact) for step in (-1, 0, 1))}
    at = np.array(sorted(t for t in turns if t >= 0), dtype=np.int64)
    far = at[-1] + int(total(_tried(assessment, i, fact, at)).max()) + _FURTHER
    at = np.append(at, far)
    tried = _tried(assessment, i, fact, at)
    _complete(tried, range(len(at)))
    points, lost = _points(tried, at), _lost(tried)
    jumps = [
        Cliff(a, b, int(lost[k]), _way_out(assessment, i, fact, a.net_fen, points[k + 1 :]))
        for k, (a, b) in enumerate(pairwise(points))
        if b.at_fen == a.at_fen + 1 and abs(lost[k]) > _SLACK
    ]
    return Trace(points[int(at.searchsorted(here))], points, jumps)


def _complete(assessment: Assessment, rows: Iterable[int]) -> None:
    """Refused when something that the answer for one of these households needs is unknown."""
    missing = dict.fromkeys(fact for i in rows for fact in assessment.missing(i))
    if missing:
        asked, codes = joined((FACT_WORDS[fact] for fact in missing), "、", ", "), ", ".join(missing)
        raise Refused(
            f"还缺{asked.zh}（{codes}），算不出陡坡，请先补问。",
            f"not known yet: {asked.en} ({codes}); ask for it first.",
        )


def _tried(assessment: Assessment, i: int, fact: str, at: Ints) -> Assessment:
    return _varied(assessment, np.full(len(at), i), fact, at)


def _points(tried: Assessment, at: Ints) -> list[Point]:
    aid, net = total(tried), tried.classes.net.values
    return [Point(int(x), tried.class_of(k), int(aid[k]), int(net[k] + aid[k])) for k, x in enumerate(at)]


def _lost(tried: Assessment) -> Ints:
    """What each household has more than the next, of the aids that are bounded for both."""
    aids = tried.aids.values()
    bounded = [(a.most[:-1] < LARGEST) & (a.most[1:] < LARGEST) for a in aids]
    falls = (np.where(known, a.fen[:-1] - a.fen[1:], 0) for a, known in zip(aids, bounded, strict=True))
    return sum(falls, start=np.zeros(len(tried) - 1, np.int64))


def _varied(assessment: Assessment, rows: Ints, fact: str, at: Ints) -> Assessment:
    """The answer for households with other amounts of the fact; what an event cost moves with the treatment."""
    facts, new = assessment.population.facts, {f"{fact}_fen": Column(at, np.ones(at.shape, np.bool_))}
    hardship = facts["hardship_cost_fen"].known[rows]
    if fact == "medical_out_of_pocket" and facts["itemised"].values[rows].any() and hardship.all():
        cost = np.where(facts["event"].values[rows] == 1, at + facts["other_rigid_expenditure_fen"].values[rows], 0)
        new["hardship_cost_fen"] = Column(cost, hardship)
    return assessment.again(rows, **new)


def total(assessment: Assessment) -> Ints:
    """The aid of each household, summed, fen: where it is open, its least."""
    return np.sum([a.fen for a in assessment.aids.values()], axis=0)  # type: ignore[no-any-return]


def _way_out(assessment: Assessment, i: int, fact: str, level: int, points: list[Point]) -> int | None:
    """The first amount after a jump at which net resources reach a level again.

    Between points they run straight but for rounding, so that every amount near the crossing is tried.
    """
    for a, b in pairwise(points):
        if a.net_fen >= level:
            return a.at_fen
        if b.net_fen >= level:
            slope = Fraction(b.net_fen - a.net_fen, b.at_fen - a.at_fen)
            near, around = a.at_fen + int((level - a.net_fen) * (1 / slope)), min(int(_SLACK * (1 / slope)) + 1, 10**5)
            at = np.arange(max(a.at_fen, near - around), min(b.at_fen, near + around) + 1)
            tried = _tried(assessment, i, fact, at)
            return int(at[np.flatnonzero(tried.classes.net.values + total(tried) >= level)[0]])
    return None


# ---- where something turns ---------------------------------------------------------------------------


def _turns(assessment: Assessment, i: int, fact: str) -> Iterator[int]:
    """The amounts of the fact at which, or just beside which, a class test turns or a schedule bends."""
    means = Means(*(int(column.values[i]) for column in assessment.classes.means))
    here, earned = int(assessment.population.facts[f"{fact}_fen"].values[i]), fact == "annual_income"
    pack, income, cost = assessment.standard.pack, means.income, means.hardship
    for test in pack.tests:
        if test.measure == "hardship_share":
            yield from _near([cost / test.times - (income - here)] if earned else [income * test.times - (cost - here)])
            continue
        limit = threshold(test, means.line, assessment.standard, assessment.on) * means.size * pack.months
        less = means.spent(test.measure)
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
    income, rigid, size, line, *_ = classes.means
    known = np.logical_and.reduce([c.known for c in (income, rigid, size, line)])
    known[assessment.unsettled()] = False
    nearest, lost = np.full(len(assessment), within_fen + 1), np.zeros(len(assessment), np.int64)
    for edge in (_last_passing(assessment, test) for test in assessment.standard.pack.tests):
        away = edge - income.values
        rows = np.flatnonzero(known & (away >= 0) & (away < nearest))
        if rows.size:
            at = away[rows] + population.facts["annual_income_fen"].values[rows]
            both = np.repeat(at, 2) + np.tile([0, 1], rows.size)
            fall = _lost(_varied(assessment, np.repeat(rows, 2), "annual_income", both))[::2]
            falls = fall > _SLACK
            nearest[rows[falls]], lost[rows[falls]] = away[rows[falls]], fall[falls]
    return [
        AtCliff(population.number(int(i)), CLASSES[int(classes.code[i])], int(nearest[i]), int(lost[i]))
        for i in np.flatnonzero(nearest <= within_fen)
    ]


def _last_passing(assessment: Assessment, test: Test) -> Ints:
    """The greatest income of the year at which each household passes a test, everything else being as it is, fen."""
    means, strict = Means(*(column.values for column in assessment.classes.means)), test.op in ("<", ">")
    if test.measure == "hardship_share":
        return (means.hardship * test.times.denominator - strict) // max(test.times.numerator, 1)
    line = 1 if test.yuan is not None or test.line != "line" else means.line
    limit = threshold(test, 1, assessment.standard, assessment.on)
    top = means.size * (limit.numerator * assessment.standard.pack.months) * line
    return (top - strict) // limit.denominator + means.spent(test.measure)

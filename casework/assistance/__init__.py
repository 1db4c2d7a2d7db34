"""Assistance: facts and a rule pack in, class and amounts with their reasons out. Pure: no clock, no files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from casework.assistance import classify as classification
from casework.assistance.amounts import REASONS, Amounts
from casework.assistance.classify import Classes, classify
from casework.assistance.living import instalment, living
from casework.assistance.medical import medical
from casework.assistance.temporary import temporary
from casework.assistance.tuition import tuition
from casework.assistance.warmth import warmth
from casework.households import CLASSES, Column, Ints, Population
from casework.money import half_up
from casework.standards import Standard

__all__ = ["REASONS", "Amounts", "Assessment", "Classes", "assess", "assess_each", "tally"]

_AIDS = {"living": living, "medical": medical, "tuition": tuition, "temporary": temporary, "warmth": warmth}
KEYS = {aid: f"{aid}_visit" if aid == "warmth" else f"{aid}_aid" for aid in _AIDS}
"""The name of each aid's amount in answers and worked examples."""


@dataclass(frozen=True)
class Assessment:
    """The answer for every household of a population under one pack on one day."""

    standard: Standard
    on: date
    population: Population
    classes: Classes
    aids: Mapping[str, Amounts]

    def __len__(self) -> int:
        return len(self.population)

    def class_of(self, i: int) -> str:
        """The class of one household."""
        return CLASSES[int(self.classes.code[i])]

    def per_head_month(self, i: int) -> Fraction | None:
        """Net income per person and month in fen, exact; None where it is not known."""
        net, size = self.classes.net, self.classes.size
        months = int(size.values[i]) * self.standard.pack.months
        return Fraction(int(net.values[i]), months) if net.known[i] and size.known[i] else None

    def approval_level(self, i: int) -> str | None:
        """Who approves the largest single aid of one household; None where there is no rule or no aid."""
        rule, sums = self.standard.pack.approval, [a.of(i) for a in self.aids.values()]
        largest = max((fen for fen in sums if fen is not None), default=None)
        if rule is None or not largest:
            return None
        passed = [step for step in rule.steps if largest > step.over]
        return max(passed, key=lambda step: step.over).level if passed else "county"

    def class_missing(self, i: int) -> tuple[str, ...]:
        """The unknown facts that could change the class of one household."""
        return classification.missing(i, self.classes, self.population, self.standard, self.on)

    def again(self, rows: Ints, **facts: Column) -> "Assessment":
        """The answer for these households, as often as they are named, with other facts; for trying out."""
        return assess(self.population.take(rows).told(**facts), self.standard, self.on)

    def missing(self, i: int) -> tuple[str, ...]:
        """The facts to ask for: those that could change the class, else those an aid rests on."""
        asked = [fact for aid in _AIDS for fact in self.rests_on(aid, i)]
        return self.class_missing(i) or tuple(dict.fromkeys(asked))

    def rests_on(self, aid: str, i: int) -> tuple[str, ...]:
        """The unknown facts of one household on which this aid rests, where it is unknown for want of them."""
        if self.aids[aid].why(i) != "unknown_fact":
            return ()
        (names, else_), line = _RESTS_ON[aid], self.standard.pack.line_fact
        columns = {**self.population.facts, line: self.classes.line}
        wanted = [line if name == "line" else name for name in names]
        unknown = [name.removesuffix("_fen") for name in wanted if not columns[name].known[i]]
        if aid == "tuition" and not self.population.told_of_members(i, ("relation", "stage")):
            unknown = []  # who studies what comes first
        return tuple(unknown if aid == "temporary" else unknown[:1]) or else_

    def undecided(self) -> list[dict[str, Any]]:
        """The households whose class or an amount cannot be worked out yet, with what is missing."""
        found = ((self.population.number(i), self.missing(i)) for i in self.unsettled())
        return [{"household": number, "missing": list(missing)} for number, missing in found if missing]

    def unsettled(self) -> list[int]:
        """The households whose class is open, or of which a fact that an aid needs is unknown."""
        waiting = [amounts.reason == list(REASONS).index("unknown_fact") for amounts in self.aids.values()]
        open_ = self.classes.code == CLASSES.index("undetermined")
        return [int(i) for i in np.flatnonzero(np.logical_or.reduce([open_, *waiting]))]

    def row(self, i: int) -> dict[str, Any]:
        """One household's answer as plain data: money in fen, unknown null, the reason of each aid."""
        head, line, living_fen = self.per_head_month(i), self.classes.line, self.aids["living"].of(i)
        return {
            "household": self.population.number(i),
            "class": self.class_of(i),
            "missing": list(self.class_missing(i)),
            "net_income_per_capita_month_fen": None if head is None else half_up(head),
            "dibao_line_fen": int(line.values[i]) if line.known[i] else None,
            **{f"{KEYS[aid]}_fen": amounts.of(i) for aid, amounts in self.aids.items()},
            "living_instalment_fen": None if living_fen is None else instalment(living_fen, self.standard),
            "approval_level": self.approval_level(i),
            "reasons": {aid: amounts.why(i) for aid, amounts in self.aids.items()},
        }


_RESTS_ON: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "living": (("line", "size"), ()), "medical": ((), ("medical_out_of_pocket",)),
    "tuition": (("line", "single_parent", "head_sex"), ("members",)), "temporary": (("event", "hardship_cost_fen"), ()),
    "warmth": (("line", "size", "warmth_received_fen"), ()),
}  # fmt: skip
"""What to ask for where an amount is unknown for want of a fact: of these the first that is unknown, else those."""


def assess(population: Population, standard: Standard, on: date, *, reasons: bool = True) -> Assessment:
    """Class, line, distance and every aid of each household under a pack on a day.

    Refused when the pack does not hold on that day. An aid for which the pack has no rule, or that rests on an
    unknown fact, is unknown (null), never zero. Without reasons the answer is numbers that cannot be explained.
    """
    standard.begins(on)
    classes = classify(population, standard, on)
    aids = {aid: work(population, classes, standard, reasons=reasons) for aid, work in _AIDS.items()}
    classes.forget()
    return Assessment(standard, on, population, classes, aids)


def assess_each(
    population: Population, standards: Sequence[Standard], pack_of: Ints, on: date, *, reasons: bool = True
) -> list[Assessment]:
    """The answer under each of these packs for the households that `pack_of` gives it, pack by pack.

    Households that stand together by pack are not copied. Refused as by `assess`.
    """
    if (pack_of[1:] < pack_of[:-1]).any():
        order = np.argsort(pack_of, kind="stable")
        population, pack_of = population.take(order), pack_of[order]
    ends = np.searchsorted(pack_of, np.arange(len(standards) + 1))
    return [
        assess(population.rows(int(start), int(stop)), standard, on, reasons=reasons)
        for standard, start, stop in zip(standards, ends, ends[1:], strict=False)
    ]


def tally(assessment: Assessment) -> dict[str, int]:
    """How many households each class has, every class named."""
    return {name: int(np.sum(assessment.classes.code == i)) for i, name in enumerate(CLASSES)}

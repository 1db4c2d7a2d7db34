"""Assistance: facts and a rule pack in, class and amounts with their reasons out. Pure: no clock, no files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from casework.assistance.amounts import REASONS, Amounts, assemble
from casework.assistance.classify import MONTHS, Classes, classify
from casework.assistance.living import instalment, living
from casework.assistance.medical import medical
from casework.assistance.tuition import tuition
from casework.households import CLASSES, Population
from casework.money import half_up
from casework.standards import Standard
from casework.vocabulary import AIDS

__all__ = ["MONTHS", "REASONS", "Amounts", "Assessment", "Classes", "assess"]


@dataclass(frozen=True, slots=True)
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
        return Fraction(int(net.values[i]), int(size.values[i]) * MONTHS) if net.known[i] and size.known[i] else None

    def approval_level(self, i: int) -> str | None:
        """Who approves the largest single aid of one household; None where there is no rule or no aid."""
        rule, sums = self.standard.pack.approval, [a.of(i) for a in self.aids.values()]
        largest = max((fen for fen in sums if fen is not None), default=None)
        if rule is None or not largest:
            return None
        return next(
            (step.level for step in sorted(rule.steps, key=lambda s: -s.over) if largest > step.over),
            "county",
        )

    def missing(self, i: int) -> tuple[str, ...]:
        """The facts to ask for: those that could change the class, else those an aid rests on."""
        if i in self.classes.missing:
            return self.classes.missing[i]
        return tuple(self.rests_on(aid, i) for aid, amounts in self.aids.items() if amounts.why(i) == "unknown_fact")

    def rests_on(self, aid: str, i: int) -> str:
        """The fact to ask for first where this aid of one household is unknown."""
        people, (start, end) = self.population, np.searchsorted(self.population.member_of, (i, i + 1))
        if aid == "tuition" and people.members_known[i] and people.members["stage"].known[start:end].all():
            known = {"dibao_line": self.classes.line.known} | {
                n: people.facts[n].known for n in ("single_parent", "head_sex")
            }
            return next((name for name, column in known.items() if not column[i]), "members")
        return _RESTS_ON[aid]

    def undecided(self) -> list[dict[str, Any]]:
        """The households whose class or an amount cannot be worked out yet, with what is missing."""
        found = ((number, self.missing(i)) for i, number in enumerate(self.population.numbers))
        return [{"household": number, "missing": list(missing)} for number, missing in found if missing]

    def row(self, i: int) -> dict[str, Any]:
        """One household's answer as plain data: money in fen, unknown null, the reason of each aid."""
        head = self.per_head_month(i)
        line = self.classes.line
        living_fen = self.aids["living"].of(i)
        return {
            "household": self.population.numbers[i],
            "class": self.class_of(i),
            "missing": list(self.classes.missing.get(i, ())),
            "net_income_per_capita_month_fen": None if head is None else half_up(head),
            "dibao_line_fen": int(line.values[i]) if line.known[i] else None,
            **{f"{_KEYS[aid]}_fen": amounts.of(i) for aid, amounts in self.aids.items()},
            "living_instalment_fen": None if living_fen is None else instalment(living_fen, self.standard),
            "approval_level": self.approval_level(i),
            "reasons": {aid: amounts.why(i) for aid, amounts in self.aids.items()},
        }


_KEYS = {"living": "living_aid", "medical": "medical_aid", "tuition": "tuition_aid", "temporary": "temporary_aid",
         "warmth": "warmth_visit"}  # fmt: skip


_RESTS_ON = {"living": "dibao_line", "medical": "medical_out_of_pocket", "tuition": "members"}
"""The fact that an amount which is unknown rests on, by kind of aid."""


def assess(population: Population, standard: Standard, on: date) -> Assessment:
    """Class, line, distance and every aid of each household under a pack on a day.

    Refused when the pack does not hold on that day. An aid for which the pack has no rule, or that rests on an
    unknown fact, is unknown (null), never zero.
    """
    standard.begins(on)
    classes = classify(population, standard, on)
    aids = {
        "living": living(classes, standard),
        "medical": medical(population, classes, standard),
        "tuition": tuition(population, classes, standard),
    }
    no_rule = assemble(classes.code, {})
    return Assessment(standard, on, population, classes, {aid: aids.get(aid, no_rule) for aid in AIDS.words})


def tally(assessment: Assessment) -> dict[str, int]:
    """How many households each class has, every class named."""
    return {name: int(np.sum(assessment.classes.code == i)) for i, name in enumerate(CLASSES)}

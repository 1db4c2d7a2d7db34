"""What if: one household's way from its income to the line, and its answer with other facts. For showing; nothing is kept."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from casework.assistance import Assessment
from casework.assistance.classify import ITEMS, threshold
from casework.assistance.steps import Case
from casework.households import FACT_WORDS, Column
from casework.vocabulary import CLASSES, Text

FACTS = ("annual_income", "size", "medical_out_of_pocket", "schooling_cost", "other_rigid_expenditure")
"""The facts of a household that may be tried."""


def tried(assessment: Assessment, i: int, given: Mapping[str, int | None]) -> tuple[Assessment, Assessment]:
    """The answer for household i alone as it is, and with these facts (money in fen; None: unknown)."""
    rows, facts = np.array([i]), assessment.population.facts
    new = {_column(name): _one(value) for name, value in given.items()}
    if facts["itemised"].values[i] and facts["event"].known[i] and facts["event"].values[i] == 1:
        costs = [
            new.get(name) or facts[name].at(rows)
            for name in ("medical_out_of_pocket_fen", "other_rigid_expenditure_fen")
        ]
        new["hardship_cost_fen"] = Column(costs[0].values + costs[1].values, costs[0].known & costs[1].known)
    return assessment.again(rows), assessment.again(rows, **new)


def fact(assessment: Assessment, i: int, name: str) -> int | None:
    """A fact of a household as it is known; None where it is not."""
    return Case(assessment, i).fact(_column(name))


def _column(name: str) -> str:
    return name if name == "size" else f"{name}_fen"


def _one(value: int | None) -> Column:
    return Column(np.array([value or 0]), np.array([value is not None]))


# ---- from income to the line --------------------------------------------------------------------------


class ToLine(NamedTuple):
    """The way from income to the line: what counts (fen of the year, deductions negative), over how many heads and months.

    `net` is what is left per person and month; `edges` the line and where each class test of net income turns, by amount.
    """

    parts: list[tuple[Text, int]]
    shares: int
    net: Fraction
    edges: dict[Fraction, list[Text]]

    def each(self, fen: int) -> Fraction:
        """An amount of the year per person and month."""
        return Fraction(fen, self.shares)


def to_line(assessment: Assessment, i: int) -> ToLine | None:
    """The way from income to the line of one household; None where income, an accepted cost or its size is unknown."""
    case, net = Case(assessment, i), assessment.per_head_month(i)
    if net is None:
        return None
    means, line = case.means, case.means.line
    edges: dict[Fraction, list[Text]] = {Fraction(line): [FACT_WORDS[case.pack.line_fact]]} if line is not None else {}
    for rule in case.pack.classes:
        for test in rule.tests:
            if test.measure == "net" and (line is not None or test.line != "line" or test.yuan is not None):
                edge = threshold(test, line or 0, assessment.standard, assessment.on)
                said = edges.setdefault(edge, [])
                said += [word for word in [CLASSES.words[rule.name]] if word not in said]
    parts = [part for k, part in enumerate((*_income(case), *_accepted(case))) if part[1] or k == 0]
    return ToLine(parts, (means.size or 1) * case.pack.months, net, dict(sorted(edges.items())))


def _income(case: Case) -> Iterator[tuple[Text, int]]:
    income, aid = case.fact("annual_income_fen") or 0, case.fact("union_aid_received_fen") or 0
    aid *= case.pack.union_aid_is_income
    yield FACT_WORDS["annual_income"], income
    yield Text("工会帮扶计入收入", "union aid counted as income"), aid
    yield Text("推算收入", "imputed income"), (case.means.income or 0) - income - aid


def _accepted(case: Case) -> Iterator[tuple[Text, int]]:
    """What the pack accepts as rigid expenditure, item by item where the file gives items."""
    left = case.means.rigid or 0
    if case.itemised and case.fact("annual_rigid_expenditure_fen") is None:
        for item in sorted(case.pack.rigid, key=lambda item: item == "schooling_beyond_compulsory"):
            name = ITEMS[item]
            spent = left if item == "schooling_beyond_compulsory" else case.fact(f"{name}_fen") or 0
            yield FACT_WORDS[name], -spent
            left -= spent
    yield FACT_WORDS["annual_rigid_expenditure"], -left

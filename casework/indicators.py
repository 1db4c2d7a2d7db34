"""Indicators: how unequal, how short. Numbers in, numbers out; exact until the last step, then to six decimals.

Sources: Foster, Greer and Thorbecke 1984 (FGT); the World Bank's Handbook on Poverty and Inequality, chapters 4 and 6.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


def gini(values: Sequence[int]) -> float:
    """The Gini coefficient of whole numbers, 0 (all the same) to below 1; a negative number counts as zero."""
    ranked = sorted(max(value, 0) for value in values)
    total = sum(ranked)
    weighted = sum((2 * i - len(ranked) - 1) * value for i, value in enumerate(ranked, 1))
    return _decimals(Fraction(weighted, len(ranked) * total)) if total else 0.0


def fgt(shortfalls: Sequence[tuple[int, int]], power: int) -> float:
    """The mean of (what is short / what is wanted) to a power: 0 counts who is short, 1 how far, 2 weighs the worst most."""
    parts = [_FINE * short**power // wanted**power if short > 0 else 0 for short, wanted in shortfalls]
    return _decimals(Fraction(sum(parts), _FINE * len(parts))) if parts else 0.0


class Standing(NamedTuple):
    """How many incomes there are and how many are below their line; FGT with the powers 1 and 2, and the Gini of all."""

    of: int
    below: int
    gap: float
    severity: float
    gini: float


def standing(incomes: Sequence[Fraction], lines: Sequence[int]) -> Standing:
    """How incomes stand against their lines, each income counted once, from exact figures."""
    short = [(z * y.denominator - y.numerator, z * y.denominator) for y, z in zip(incomes, lines, strict=True)]
    unit = math.lcm(*(y.denominator for y in incomes))
    spread = gini([y.numerator * (unit // y.denominator) for y in incomes])
    return Standing(len(incomes), sum(lack > 0 for lack, _ in short), fgt(short, 1), fgt(short, 2), spread)


_FINE = 10**15
"""Shares are summed in whole parts of this; sums of fractions would grow without end."""


def _decimals(value: Fraction) -> float:
    return round(float(value), 6)

"""Indicators: how unequal, how short. Numbers in, numbers out; exact until the last step, then to six decimals.

Sources: Foster, Greer and Thorbecke 1984 (FGT); the World Bank's Handbook on Poverty and Inequality, chapters 4 and 6.
"""

from collections.abc import Sequence
from fractions import Fraction


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


_FINE = 10**15
"""Shares are summed in whole parts of this; sums of fractions would grow without end."""


def _decimals(value: Fraction) -> float:
    return round(float(value), 6)

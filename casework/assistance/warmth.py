"""Warmth visits (送温暖): a sum for one visit by class, within what a household may get at a time and in a year."""

import numpy as np

from casework.assistance.amounts import Amounts, by_class, flat_sum, of_sum
from casework.assistance.classify import Classes
from casework.households import Ints, Population
from casework.standards import Standard, Sum


def warmth(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """What one more visit may bring now, fen."""
    rule, rounding = standard.pack.warmth, standard.pack.rounding

    def worker(part: Sum, rows: Ints, found: Amounts) -> None:
        of_sum(part, rows, classes, rounding, found)

    found = by_class(
        rule, population, classes, worker, flat=lambda part: flat_sum(part, classes, rounding), reasons=reasons
    )
    if rule is not None and (rule.per_time is not None or rule.per_year is not None):
        limit = np.full(len(population), np.iinfo(np.int64).max if rule.per_time is None else rule.per_time)
        if rule.per_year is not None:
            had = population.facts["warmth_received_fen"].values
            limit = np.minimum(limit, np.maximum(rule.per_year - had, 0))
        over = np.flatnonzero((found.fen > limit) & found.known)
        found.put(over, limit[over], reason="limit")
    return found

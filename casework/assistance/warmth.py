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
        had, most = population.facts["warmth_received_fen"], np.iinfo(np.int64).max
        limit = np.full(len(population), most if rule.per_time is None else rule.per_time)
        least = limit
        if rule.per_year is not None:
            least = np.minimum(limit, np.where(had.known, np.maximum(rule.per_year - had.values, 0), 0))
            limit = np.where(had.known, least, np.minimum(limit, rule.per_year))
        over = np.flatnonzero((found.fen > least) & found.known)
        fen = found.fen[over]
        doubt = ~had.known[over] & (least[over] < np.minimum(fen, limit[over]))
        found.put(over[~doubt], least[over[~doubt]], reason="limit")
        if doubt.any():
            rows = over[doubt]
            found.put(rows, least[rows], np.minimum(fen[doubt], limit[rows]), "unknown_fact")
    return found

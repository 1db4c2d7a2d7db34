"""Warmth visits (送温暖): a sum for one visit by class, within what a household may get at a time and in a year."""

import numpy as np

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import Classes
from casework.households import Column, Population
from casework.standards import Standard
from casework.standards.pack import Warmth


def warmth(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """What one more visit may bring now, fen."""
    found, rule = by_class(standard.pack.warmth, population, classes, standard, reasons=reasons), standard.pack.warmth
    if rule is not None and (rule.per_time is not None or rule.per_year is not None):
        _limit(rule, population.facts["warmth_received_fen"], found)
    return found


def _limit(rule: Warmth, had: Column, found: Amounts) -> None:
    """Keeps the visits within what one time and one year may bring; what was had and is not known leaves that open."""
    limit = np.full(len(had.values), np.iinfo(np.int64).max if rule.per_time is None else rule.per_time)
    least = limit
    if rule.per_year is not None:
        least = np.minimum(limit, np.where(had.known, np.maximum(rule.per_year - had.values, 0), 0))
        limit = np.where(had.known, least, np.minimum(limit, rule.per_year))
    over = np.flatnonzero((found.fen > least) & found.known)
    fen = np.minimum(found.fen[over], limit[over])
    doubt = ~had.known[over] & (least[over] < fen)
    found.put(over[~doubt], least[over[~doubt]], reason="limit")
    if doubt.any():
        found.put(over[doubt], least[over[doubt]], fen[doubt], "unknown_fact")

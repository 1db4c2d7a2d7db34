"""Temporary aid (临时救助): a sum, or a schedule over what an event cost, by class."""

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import Classes
from casework.households import Population
from casework.standards import Standard


def temporary(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The temporary aid of a year, fen."""
    cost = classes.means.hardship
    return by_class(standard.pack.temporary, population, classes, standard, cost=cost, reasons=reasons)

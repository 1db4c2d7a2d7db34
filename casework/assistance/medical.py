"""Medical aid (医疗救助): a schedule over what was paid out of pocket, by class; never more than that."""

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import Classes
from casework.households import Population
from casework.standards import Standard


def medical(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The medical aid of a year, fen."""
    paid = population.facts["medical_out_of_pocket_fen"]
    return by_class(standard.pack.medical, population, classes, standard, cost=paid, reasons=reasons)

"""Medical aid (医疗救助): a schedule over what was paid out of pocket, by class; never more than that."""

from casework.assistance.amounts import Amounts, by_class, of_schedule
from casework.assistance.classify import Classes
from casework.households import Population
from casework.standards import Standard


def medical(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The medical aid of a year, fen."""
    pack, paid = standard.pack, population.facts["medical_out_of_pocket_fen"]
    return by_class(pack.medical, population, classes, lambda part, rows, found: of_schedule(part, paid, rows, pack.rounding, found), reasons=reasons)  # fmt: skip

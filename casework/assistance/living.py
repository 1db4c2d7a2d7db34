"""Living aid (生活救助): a sum per household or head and year, by class."""

from fractions import Fraction

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import Classes
from casework.households import Population
from casework.money import half_up
from casework.standards import Standard


def living(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The living aid of a year, fen."""
    return by_class(standard.pack.living, population, classes, standard, reasons=reasons)


def instalment(living_fen: int, standard: Standard) -> int:
    """One instalment of a year's living aid, fen, half up."""
    times = standard.pack.living.instalments if standard.pack.living else 1
    return half_up(Fraction(living_fen, times))

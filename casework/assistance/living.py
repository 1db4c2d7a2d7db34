"""Living aid (生活救助): a sum per household or head and year, by class."""

from fractions import Fraction

from casework.assistance.amounts import Amounts, by_class, flat_sum, of_sum
from casework.assistance.classify import Classes
from casework.households import Ints, Population
from casework.money import half_up
from casework.standards import Standard, Sum


def living(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The living aid of a year, fen."""
    rounding = standard.pack.rounding

    def worker(part: Sum, rows: Ints, found: Amounts) -> None:
        of_sum(part, rows, classes, rounding, found)

    return by_class(
        standard.pack.living, population, classes, worker,
        flat=lambda part: flat_sum(part, classes, rounding), reasons=reasons,
    )  # fmt: skip


def instalment(living_fen: int, standard: Standard) -> int:
    """One instalment of a year's living aid, fen, half up."""
    times = standard.pack.living.instalments if standard.pack.living else 1
    return half_up(Fraction(living_fen, times))

"""Temporary aid (临时救助): a sum, or a schedule over what an event cost, by class."""

from casework.assistance.amounts import Amounts, by_class, flat_sum, of_schedule, of_sum
from casework.assistance.classify import Classes
from casework.households import Ints, Population
from casework.standards import Schedule, Standard, Sum


def temporary(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The temporary aid of a year, fen."""
    rounding, cost = standard.pack.rounding, classes.means[7]

    def worker(part: Schedule | Sum, rows: Ints, found: Amounts) -> None:
        if isinstance(part, Schedule):
            of_schedule(part, cost, rows, rounding, found)
        else:
            of_sum(part, rows, classes, rounding, found)

    return by_class(
        standard.pack.temporary, population, classes, worker,
        flat=lambda part: flat_sum(part, classes, rounding), reasons=reasons,
    )  # fmt: skip

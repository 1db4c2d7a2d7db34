"""Living aid (生活救助): a sum per household and year, by class."""

from fractions import Fraction

import numpy as np

from casework.assistance.amounts import Amounts, amounts, assemble
from casework.assistance.classify import Classes
from casework.money import half_up
from casework.standards import Standard, Sum


def living(classes: Classes, standard: Standard) -> Amounts:
    """The living aid of a year, fen."""
    rule = standard.pack.living
    return assemble(classes.code, {name: _of(sum_, classes) for name, sum_ in (rule.by_class if rule else {}).items()})


def _of(sum_: Sum | None, classes: Classes) -> Amounts | None:
    if sum_ is None:
        return None
    needs_line = sum_.lines is not None
    return amounts(sum_.fen(classes.line.values), classes.line.known | np.bool_(not needs_line))


def instalment(living_fen: int, standard: Standard) -> int:
    """One instalment of a year's living aid, fen, half up."""
    times = standard.pack.living.instalments if standard.pack.living else 1
    return half_up(Fraction(living_fen, times))

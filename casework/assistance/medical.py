"""Medical aid (医疗救助): a schedule over what was paid out of pocket, by class; never more than that."""

import numpy as np

from casework.assistance.amounts import Amounts, amounts, assemble
from casework.assistance.classify import Classes
from casework.households import Column, Population
from casework.standards import Schedule, Standard


def medical(population: Population, classes: Classes, standard: Standard) -> Amounts:
    """The medical aid of a year, fen."""
    rule, paid = standard.pack.medical, population.facts["medical_out_of_pocket_fen"]
    parts = (rule.by_class if rule else {}).items()
    return assemble(classes.code, {name: _of(schedule, paid) for name, schedule in parts})


def _of(schedule: Schedule | None, paid: Column) -> Amounts | None:
    if schedule is None:
        return None
    full = schedule.amount(paid.values)
    cap = paid.values if schedule.cap is None else np.minimum(paid.values, schedule.cap)
    return amounts(np.minimum(full, cap), paid.known, capped=full > cap)

"""The formulas of an expert in numpy and in OpenFisca's inside: figures as tables, and only the rows that matter.

The parameters of the day become arrays once, with a place for each class (the last for no class) and region, and what
depends on the region alone is multiplied out there: a limit of a year per head, a sum in lines. `case` is the place
of a household in such a table. An aid that few get is worked out for the rows that may get it.
"""

from types import SimpleNamespace

import numpy as np
from peer_country import HOUSEHOLD, PERSON, Table
from regions import (
    ACCIDENT,
    AMOUNT,
    CAPPED,
    CHILD,
    CLASSES,
    DEEP,
    KINDERGARTEN,
    MONTHS,
    NO_CHILD,
    NONE_FOR_CLASS,
    NOT_ELIGIBLE,
    OUT,
    RELATIVE,
    STAGES,
)

_CASES = len(CLASSES) + 1


def tables(p) -> SimpleNamespace:
    """The figures of a day as arrays: by region, or by class and region in one axis."""
    line = _dense(p.line_fen)
    percents = np.stack([np.full_like(line, 100), _dense(p.relative_percent), _dense(p.accident_percent)])
    percent = _dense(p.medical.percent)
    extra = np.zeros_like(percent)
    extra[DEEP] = _dense(p.medical.percent_above) - percent[DEEP]
    return SimpleNamespace(
        regions=len(line),
        limits=percents * line * MONTHS,
        living=_flat(_dense(p.living_lines) * line).astype(np.int32),
        warmth=_flat(_dense(p.warmth_fen)).astype(np.int32),
        medical_percent=_flat(percent),
        medical_extra=_flat(extra),
        medical_edge=_dense(p.medical.edge_fen),
        medical_cap=_flat(_dense(p.medical.cap_fen)).astype(np.int32),
        temporary_percent=_dense(p.temporary.percent),
        temporary_cap=_dense(p.temporary.cap_fen),
        tuition=_tuition(_dense(p.tuition), line),
    )


def _dense(node) -> np.ndarray:
    """The figures under a node as an array; its axes are the levels below, in order."""
    if not hasattr(node, "_children"):
        return node
    return np.array([_dense(node[name]) for name in node])


def _flat(by_class: np.ndarray) -> np.ndarray:
    """Class and region in one axis, with zeros for those without a class."""
    return np.concatenate([by_class, np.zeros((_CASES - len(by_class), by_class.shape[1]), np.int64)]).ravel()


def _tuition(figures: np.ndarray, line: np.ndarray) -> np.ndarray:
    """A child's sum by single parent, stage, class and region in one axis; as the floats that bincount adds."""
    fen = figures[:, :, :2] + figures[:, :, 2:] * line[:, None]
    whole = np.zeros((2, len(STAGES), _CASES, len(line)))
    whole[:, :, : RELATIVE + 1] = fen.transpose(0, 2, 1)
    whole[0, KINDERGARTEN] = 0
    return whole.ravel()


# ---- the formulas -------------------------------------------------------------------------------


def deciding_test(household, period):
    """The first test of whole numbers that holds, −1 for none."""
    limits, region, size = _tables(household).limits, household("region", period), household("size", period)
    income, rigid = household("annual_income_fen", period), household("annual_rigid_fen", period)
    net_percent = np.multiply(income - rigid, 100, dtype=np.int64)
    deep, relative, accident = (net_percent < limit.take(region) * size for limit in limits)
    test = np.where(accident & household("event", period), np.int8(ACCIDENT), np.int8(-1))
    test = np.where(deep, np.int8(DEEP), np.where(relative, np.int8(RELATIVE), test))
    eligible = household("cause_documented", period) & ~household("assets_excluded", period)
    return np.where(eligible, test, np.int8(-1))


def class_(household, period):
    """The class that goes with the test."""
    test = household("deciding_test", period)
    return np.where(test < 0, test.dtype.type(NOT_ELIGIBLE), test)


def case(household, period):
    """The place of each household in a table by class and region."""
    number = household("deciding_test", period) & (_CASES - 1)  # −1 becomes the last
    return np.multiply(number, _tables(household).regions, dtype=np.int64) + household("region", period)


def living(household, period):
    """So many lines a year."""
    return _tables(household).living.take(household("case", period))


def living_reason(household, period):
    """The class has its sum, be it 0."""
    return np.where(household("deciding_test", period) < 0, np.int8(OUT), np.int8(AMOUNT))


def medical_before_cap(household, period):
    """A rate of what was paid, and a difference to it above the edge that is 0 but for the deep class."""
    t, paid = _tables(household), household("medical_out_of_pocket_fen", period)
    rows = np.flatnonzero((household("deciding_test", period) >= 0) & (paid > 0))
    paid, place, region = paid[rows], household("case", period)[rows], household("region", period)[rows]
    above = np.maximum(paid - t.medical_edge.take(region), 0)
    hundredths = t.medical_percent.take(place) * paid + t.medical_extra.take(place) * above
    return _spread(household, rows, (hundredths + 50) // 100)


def medical(household, period):
    """Up to the cap, and never more than was paid."""
    cap = _tables(household).medical_cap.take(household("case", period))
    fen = np.minimum(household("medical_before_cap", period), cap)
    return np.minimum(fen, household("medical_out_of_pocket_fen", period))


def medical_reason(household, period):
    """Whether the cap was met."""
    capped = household("medical_before_cap", period) > household("medical", period)
    return np.where(capped, np.int8(CAPPED), household("living_reason", period))


def tuition(household, period):
    """A sum for each child who studies, added up by household."""
    t, stage = _tables(household), household.members("stage", period)
    rows = np.flatnonzero((household.members("relation", period) == CHILD) & (stage > 0))
    home, stages = household.members_entity_id[rows], t.regions * _CASES
    place = household("single_parent", period) * np.int64(len(STAGES) * stages) + household("case", period)
    fen = t.tuition.take(place[home] + np.multiply(stage[rows], stages, dtype=np.int64))
    return np.bincount(home, weights=fen, minlength=household.count)  # exact: whole numbers below 2**53


def tuition_reason(household, period):
    """The accident class has no table; elsewhere nothing means that no child gets it."""
    nobody = (household("tuition", period) == 0) & (household("class", period) <= RELATIVE)
    none = np.where(household("class", period) == ACCIDENT, np.int8(NONE_FOR_CLASS), household("living_reason", period))
    return np.where(nobody, np.int8(NO_CHILD), none)


def temporary_before_cap(household, period):
    """A rate of the hardship cost, for the accident class."""
    rows = np.flatnonzero(household("deciding_test", period) == ACCIDENT)
    percent = _tables(household).temporary_percent.take(household("region", period)[rows])
    return _spread(household, rows, (percent * household("hardship_cost_fen", period)[rows] + 50) // 100)


def temporary(household, period):
    """Up to the cap, and never more than the cost."""
    rows = np.flatnonzero(household("temporary_before_cap", period))
    cap = _tables(household).temporary_cap.take(household("region", period)[rows])
    fen = np.minimum(household("temporary_before_cap", period)[rows], cap)
    return _spread(household, rows, np.minimum(fen, household("hardship_cost_fen", period)[rows]))


def temporary_reason(household, period):
    """Whether the cap was met; only the accident class has a rate."""
    capped = household("temporary_before_cap", period) > household("temporary", period)
    none = np.where(household("class", period) <= RELATIVE, np.int8(NONE_FOR_CLASS), household("living_reason", period))
    return np.where(capped, np.int8(CAPPED), none)


def warmth(household, period):
    """A fixed sum by class."""
    return _tables(household).warmth.take(household("case", period))


def warmth_reason(household, period):
    """The class has its sum."""
    return household("living_reason", period)


def _tables(household) -> SimpleNamespace:
    return household.simulation.tax_benefit_system.tables


def _spread(household, rows, fen):
    """Amounts of some households among zeros for all, in the type that OpenFisca keeps."""
    whole = np.zeros(household.count, dtype=np.int32)
    whole[rows] = fen
    return whole


_FORMULAS = (
    deciding_test, case, living, living_reason, medical_before_cap, medical, medical_reason, tuition, tuition_reason,
    temporary_before_cap, temporary, temporary_reason, warmth, warmth_reason,
)  # fmt: skip
VARIABLES: Table = {
    "region": (HOUSEHOLD, int, None),
    "stage": (PERSON, int, None),
    "class": (HOUSEHOLD, int, class_),
    **{formula.__name__: (HOUSEHOLD, int, formula) for formula in _FORMULAS},
}

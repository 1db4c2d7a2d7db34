"""The rules written out once in plain numpy, whole columns at a time: what every engine must answer."""

import numpy as np
import numpy.typing as npt
from regions import (
    ACCIDENT,
    AMOUNT,
    CAPPED,
    CHILD,
    DEEP,
    KINDERGARTEN,
    MONTHS,
    NO_CHILD,
    NONE_FOR_CLASS,
    NOT_ELIGIBLE,
    OUT,
    RELATIVE,
    Arrays,
    line_in_force,
)

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]


def assess(people: Arrays, packs: Arrays) -> Arrays:
    """The class code of each household and its five aids in fen; the test that decided, and the reason of each aid."""
    line = line_in_force(packs)[people["region"]]
    test = _test(people, packs, line)
    class_ = np.where(test < 0, NOT_ELIGIBLE, test)
    medical, medical_full = _medical(people, packs, class_)
    temporary, temporary_full = _temporary(people, packs, class_)
    tuition = _tuition(people, packs, class_, line)
    return {
        "class": class_,
        "living": _by_class(packs["living_lines"], people, class_) * line,
        "medical": medical,
        "tuition": tuition,
        "temporary": temporary,
        "warmth": _by_class(packs["warmth_fen"], people, class_),
        "test": test.astype(np.int8),
        "why_living": _why(class_, {}),
        "why_medical": _why(class_, {CAPPED: medical_full > medical}),
        "why_tuition": _why(class_, {NONE_FOR_CLASS: class_ == ACCIDENT, NO_CHILD: tuition == 0}),
        "why_temporary": _why(class_, {NONE_FOR_CLASS: class_ != ACCIDENT, CAPPED: temporary_full > temporary}),
        "why_warmth": _why(class_, {}),
    }


def _test(people: Arrays, packs: Arrays, line: Ints) -> Ints:
    """The first test that holds; the test of a class has the number of the class."""
    region, net = people["region"], people["annual_income_fen"] - people["annual_rigid_fen"]
    year = line * people["size"] * MONTHS
    barred = people["assets_excluded"] | ~people["cause_documented"]
    relative = net * packs["relative_q"][region] < packs["relative_p"][region] * year
    accident = people["event"] & (net * packs["accident_q"][region] < packs["accident_p"][region] * year)
    return np.select([barred, net < year, relative, accident], [-1, DEEP, RELATIVE, ACCIDENT], -1)


def _why(class_: Ints, where: dict[int, Bools]) -> Codes:
    """The first reason that holds: not eligible, then these, then that it is the amount by the rule."""
    conditions = [class_ == NOT_ELIGIBLE, *where.values()]
    return np.select(conditions, [OUT, *where], AMOUNT).astype(np.int8)


def _by_class(figure: Ints, people: Arrays, class_: Ints) -> Ints:
    """A figure of region and class for each household, 0 for those not eligible."""
    known = np.minimum(class_, ACCIDENT)
    return np.where(class_ == NOT_ELIGIBLE, 0, figure[people["region"], known])


def _medical(people: Arrays, packs: Arrays, class_: Ints) -> tuple[Ints, Ints]:
    """Deep: one rate up to the edge and another above it; the others: one rate. Capped, never more than paid.

    The second is the rounded amount before the cap.
    """
    paid, edge = people["medical_out_of_pocket_fen"], packs["medical_edge_fen"][people["region"]]
    rate, above = _by_class(packs["medical_percent"], people, class_), packs["medical_percent_above"][people["region"]]
    whole = rate * paid
    banded = rate * np.minimum(paid, edge) + above * np.maximum(paid - edge, 0)
    fen = (np.where(class_ == DEEP, banded, whole) + 50) // 100
    return np.minimum(np.minimum(fen, _by_class(packs["medical_cap_fen"], people, class_)), paid), fen


def _temporary(people: Arrays, packs: Arrays, class_: Ints) -> tuple[Ints, Ints]:
    """A rate of the cost, for the accident class; capped, never more than the cost. The second is before the cap."""
    region, cost = people["region"], people["hardship_cost_fen"]
    fen = np.where(class_ == ACCIDENT, (packs["temporary_percent"][region] * cost + 50) // 100, 0)
    return np.minimum(np.minimum(fen, packs["temporary_cap_fen"][region]), cost), fen


def _tuition(people: Arrays, packs: Arrays, class_: Ints, line: Ints) -> Ints:
    """A sum for each child who studies, added up by household."""
    home, stage = people["member_of"], people["stage"]
    pays = (people["relation"] == CHILD) & (class_[home] != NOT_ELIGIBLE)
    pays &= (stage != KINDERGARTEN) | people["single_parent"][home]
    key = people["region"][home], np.minimum(class_[home], ACCIDENT), stage
    fen = np.where(pays, packs["tuition_fen"][key] + packs["tuition_lines"][key] * line[home], 0)
    total = np.zeros(len(class_), dtype=np.int64)
    np.add.at(total, home, fen)
    return total

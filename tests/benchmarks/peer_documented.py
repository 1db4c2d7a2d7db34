"""The formulas as OpenFisca's documentation and country template teach them: every formula for the whole vector.

A figure is looked up for each household at once by `node[region]`, a case is told from another by where and select,
and a child's sum is a variable of the person, added up by `household.sum`. Nothing picks the rows it needs. What keys
a parameter (region, stage) is text: as an Enum of 300 names each look-up took six times as long.
"""

from openfisca_core.model_api import max_, min_, not_, select, where
from peer_country import HOUSEHOLD, PERSON, Table
from regions import (
    ACCIDENT,
    AMOUNT,
    CAPPED,
    CHILD,
    DEEP,
    MONTHS,
    NO_CHILD,
    NONE_FOR_CLASS,
    NOT_ELIGIBLE,
    OUT,
    RELATIVE,
)


def line(household, period, parameters):
    """The line in force, fen per person and month."""
    return parameters(period).line_fen[household("region", period)]


def deciding_test(household, period, parameters):
    """The first test of whole numbers that holds, −1 for none; multiples are whole per cents."""
    p, region = parameters(period), household("region", period)
    net = household("annual_income_fen", period) - household("annual_rigid_fen", period)
    year = household("line", period).astype("int64") * household("size", period) * MONTHS
    net_percent = net.astype("int64") * 100
    barred = household("assets_excluded", period) + not_(household("cause_documented", period))
    deep = net < year
    relative = net_percent < p.relative_percent[region] * year
    accident = household("event", period) * (net_percent < p.accident_percent[region] * year)
    return select([barred, deep, relative, accident], [-1, DEEP, RELATIVE, ACCIDENT], -1)


def class_(household, period, parameters):
    """The class that goes with the test."""
    test = household("deciding_test", period)
    return where(test < 0, NOT_ELIGIBLE, test)


def living(household, period, parameters):
    """So many lines a year."""
    return _by_class(household, period, parameters(period).living_lines) * household("line", period)


def living_reason(household, period, parameters):
    """The class has its sum, be it 0."""
    return where(household("class", period) == NOT_ELIGIBLE, OUT, AMOUNT)


def medical_before_cap(household, period, parameters):
    """A rate of what was paid, for the deep class another above the edge."""
    p, region = parameters(period).medical, household("region", period)
    paid, percent = household("medical_out_of_pocket_fen", period), _by_class(household, period, p.percent)
    edge = p.edge_fen[region]
    banded = percent * min_(paid, edge) + p.percent_above[region] * max_(paid - edge, 0)
    return (where(household("class", period) == DEEP, banded, percent * paid) + 50) // 100


def medical(household, period, parameters):
    """Up to the cap, and never more than was paid."""
    cap = _by_class(household, period, parameters(period).medical.cap_fen)
    most = min_(cap, household("medical_out_of_pocket_fen", period))
    return min_(household("medical_before_cap", period), most)


def medical_reason(household, period, parameters):
    """Whether the cap was met."""
    capped = household("medical_before_cap", period) > household("medical", period)
    return select([household("class", period) == NOT_ELIGIBLE, capped], [OUT, CAPPED], AMOUNT)


def tuition_of_child(person, period, parameters):
    """A sum and so many lines by class and stage; kindergarten is for single parents only."""
    stage, class_ = person("stage", period), person.household("class", period)
    p, line = parameters(period).tuition[stage][person.household("region", period)], person.household("line", period)
    sums = [p.deep_fen + p.deep_lines * line, p.relative_fen + p.relative_lines * line]
    fen = select([class_ == DEEP, class_ == RELATIVE], sums, 0)
    pays = (stage != "kindergarten") + person.household("single_parent", period)
    return (person("relation", period) == CHILD) * pays * fen


def tuition(household, period, parameters):
    """The sums of all children."""
    return household.sum(household.members("tuition_of_child", period))


def tuition_reason(household, period, parameters):
    """The accident class has no table; elsewhere nothing means that no child gets it."""
    class_ = household("class", period)
    conditions = [class_ == NOT_ELIGIBLE, class_ == ACCIDENT, household("tuition", period) == 0]
    return select(conditions, [OUT, NONE_FOR_CLASS, NO_CHILD], AMOUNT)


def temporary_before_cap(household, period, parameters):
    """A rate of the hardship cost, for the accident class."""
    percent = parameters(period).temporary.percent[household("region", period)]
    fen = (percent * household("hardship_cost_fen", period) + 50) // 100
    return where(household("class", period) == ACCIDENT, fen, 0)


def temporary(household, period, parameters):
    """Up to the cap, and never more than the cost."""
    cap = parameters(period).temporary.cap_fen[household("region", period)]
    return min_(household("temporary_before_cap", period), min_(cap, household("hardship_cost_fen", period)))


def temporary_reason(household, period, parameters):
    """Whether the cap was met; only the accident class has a rate."""
    class_ = household("class", period)
    capped = household("temporary_before_cap", period) > household("temporary", period)
    conditions = [class_ == NOT_ELIGIBLE, class_ != ACCIDENT, capped]
    return select(conditions, [OUT, NONE_FOR_CLASS, CAPPED], AMOUNT)


def warmth(household, period, parameters):
    """A fixed sum by class."""
    return _by_class(household, period, parameters(period).warmth_fen)


def warmth_reason(household, period, parameters):
    """The class has its sum."""
    return where(household("class", period) == NOT_ELIGIBLE, OUT, AMOUNT)


def _by_class(household, period, node):
    """A figure for each household by its class and region, 0 for those not eligible."""
    class_, region = household("class", period), household("region", period)
    figures = [node.deep[region], node.relative[region], node.accident[region]]
    return select([class_ == DEEP, class_ == RELATIVE, class_ == ACCIDENT], figures, 0)


_FORMULAS = (
    line, deciding_test, living, living_reason, medical_before_cap, medical, medical_reason, tuition, tuition_reason,
    temporary_before_cap, temporary, temporary_reason, warmth, warmth_reason,
)  # fmt: skip
VARIABLES: Table = {
    "region": (HOUSEHOLD, str, None),
    "stage": (PERSON, str, None),
    "class": (HOUSEHOLD, int, class_),
    "tuition_of_child": (PERSON, int, tuition_of_child),
    **{formula.__name__: (HOUSEHOLD, int, formula) for formula in _FORMULAS},
}

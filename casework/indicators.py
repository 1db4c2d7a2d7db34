"""Indicators: how many are poor, how far and how unequally; who is reached; who leaves and when. Numbers in, numbers out.

Definitions, sources and what happens at ties, zeros and with weights: docs/indicators.md. A weight says for how many a row stands;
rows and weights are paired by position, and a row of weight zero counts for nothing. Bad figures are refused, never passed on as NaN.
The exact measures at the end work on whole numbers (fen) and round once, to six decimals.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from casework.vocabulary import Refused, Text

Numbers = Iterable[Any]
"""A list, a tuple, a numpy array or a pandas Series of numbers."""
Column = NDArray[np.float64]

_INCOME, _VALUES = Text("收入", "Income"), Text("数值", "Values")
_MOST, _HAIR = 1e150, 1e-12


# ---- poverty ------------------------------------------------------------------------------------------


def fgt(income: Numbers, line: Any, alpha: float, weights: Numbers | None = None) -> float:
    """Foster–Greer–Thorbecke: the mean of (shortfall / line) ** alpha, 0 at the line and above; `line`: one, or one a row."""
    gaps = _gaps(income, line, alpha)
    return _mean(gaps, _weights(weights, gaps.size))


def at_risk_of_poverty(x: Numbers, weights: Numbers | None = None, share: float = 0.6) -> float:
    """The share of people below `share` of the weighted median; who is right at it is not below."""
    values, weighed = _rows(x, weights, _INCOME)
    return _mean(values < _threshold(values, weighed, share), weighed)


def relative_median_gap(x: Numbers, weights: Numbers | None = None, share: float = 0.6) -> float:
    """How far the weighted median of those below the threshold lies below it, as a share of it; 0 when nobody is below."""
    values, weighed = _rows(x, weights, _INCOME)
    threshold = _threshold(values, weighed, share)
    below = values < threshold
    if not below.any():
        return 0.0
    if threshold <= 0:
        raise Refused("收入的中位数不大于零，不能由它定贫困线。", "The median income is not above zero, so it gives no threshold.")  # fmt: skip
    return _countable((threshold - _median(values[below], weighed[below])) / threshold)


# ---- inequality ---------------------------------------------------------------------------------------


def gini(x: Numbers, weights: Numbers | None = None) -> float:
    """The Gini coefficient: half the mean difference between any two, over the mean. A negative number counts as zero."""
    values, weighed = _ranked(x, weights)
    people, total = weighed.sum(), values @ weighed
    apart = (values * weighed) @ (2 * weighed.cumsum() - weighed - people)
    return max(0.0, float(apart / (people * total))) if total else 0.0


def lorenz(x: Numbers, weights: Numbers | None = None) -> list[tuple[float, float]]:
    """The Lorenz curve: the share of people, from the poorest up, and the share of the total that is theirs."""
    values, weighed = _ranked(x, weights)
    people, total = weighed.cumsum(), (values * weighed).cumsum()
    total = total if total[-1] else people
    return [(0.0, 0.0), *zip((people / people[-1]).tolist(), (total / total[-1]).tolist(), strict=True)]


def quintile_ratio(x: Numbers, weights: Numbers | None = None) -> float:
    """S80/S20: what the richest fifth has over what the poorest fifth has. Who stands across the edge of a fifth is divided."""
    values, weighed = _ranked(x, weights)
    poorest, richest = _fifth(values, weighed), _fifth(values[::-1], weighed[::-1])
    if not poorest:
        raise Refused("最低的五分之一没有收入，不能作比。", "The poorest fifth has nothing, so nothing compares to it.")
    return _countable(richest / poorest)


# ---- who is reached -----------------------------------------------------------------------------------


def targeting_errors(eligible: Numbers, covered: Numbers, weights: Numbers | None = None) -> tuple[float, float]:
    """Exclusion (the eligible who are not covered) and inclusion error (the covered who are not eligible); 0 of nobody."""
    missed, reached, wrong = _reach(eligible, covered, weights)
    return missed / (missed + reached) if missed else 0.0, wrong / (wrong + reached) if wrong else 0.0


def coverage(eligible: Numbers, covered: Numbers, weights: Numbers | None = None) -> float:
    """The share of the eligible who are covered."""
    missed, reached, _ = _reach(eligible, covered, weights)
    if not missed + reached:
        raise Refused("没有应帮扶的人，谈不上覆盖面。", "Nobody is eligible, so there is nothing to cover.")
    return reached / (missed + reached)


def adequacy(aid: Numbers, measure: Numbers, weights: Numbers | None = None) -> float:
    """The aid of those who get any, as a share of what they have, or lack, in all (`measure`)."""
    given = _numbers(aid, Text("帮扶金额", "Aid"))
    weighed = _weights(weights, given.size) * (given > 0)
    total = _numbers(measure, _VALUES, given.size) @ weighed
    if total <= 0:
        raise Refused("没有人得到帮扶，或用来对照的数合计不大于零。", "Nobody gets aid, or what it is set against is not above zero in all.")  # fmt: skip
    return float(given @ weighed / total)


def before_and_after(
    before: Numbers, after: Numbers, line: Any, weights: Numbers | None = None
) -> dict[str, tuple[float, float]]:
    """Headcount, gap, severity and Gini of the same people before aid and after it."""
    was = _numbers(before, _INCOME)
    now = _numbers(after, Text("帮扶后收入", "Income after aid"), was.size)
    powers = {"headcount": 0, "gap": 1, "severity": 2}
    found = {name: (fgt(was, line, power, weights), fgt(now, line, power, weights)) for name, power in powers.items()}
    return {**found, "gini": (gini(was, weights), gini(now, weights))}


# ---- who leaves, and when -----------------------------------------------------------------------------


def cost_per_exit(cost: float, exits: float) -> float:
    """What was spent for each household that left."""
    [spent], [left] = _numbers([cost], Text("费用", "Cost")), _numbers([exits], Text("退出户数", "Exits"))
    if left <= 0:
        raise Refused("没有退出的户，算不出每退出一户的费用。", "No household left, so there is no cost per exit.")
    return float(spent / left)


def transition_matrix(
    before: Iterable[Hashable], after: Iterable[Hashable], weights: Numbers | None = None
) -> dict[Hashable, dict[Hashable, float]]:
    """Of those in each state before, the share in each state after; each row adds up to one."""
    was, now = list(before), list(after)
    if not was or len(was) != len(now) or not all(map(_is_known, was + now)):
        raise Refused("前后两时点须一户一个状态，不能为空；不在档的也要写明。", "Each household has a state before and a state after, none empty; name one for those not on file.")  # fmt: skip
    moves: dict[Hashable, dict[Hashable, float]] = {}
    for one, other, weight in zip(was, now, _weights(weights, len(was)).tolist(), strict=True):
        if weight:
            row = moves.setdefault(one, {})
            row[other] = row.get(other, 0.0) + weight
    states = dict.fromkeys([*moves, *(to for row in moves.values() for to in row)])
    return {one: {to: row.get(to, 0.0) / math.fsum(row.values()) for to in states} for one, row in moves.items()}


class Stay(NamedTuple):
    """A point of the Kaplan–Meier curve: after so long, this share is still on file (with its standard error)."""

    time: float
    at_risk: int
    exits: int
    share: float
    error: float


def time_to_exit(times: Numbers, exited: Numbers) -> list[Stay]:
    """Kaplan–Meier, a point for each time at which somebody left; who has not left was there until `times` at least."""
    stayed = _numbers(times, Text("时长", "Time"))
    gone = _yes_no(exited, "是否退出", "Exited", stayed.size)
    if stayed.min() < 0:
        raise Refused("时长不能为负数。", "A length of time cannot be negative.")
    left, ranked = Counter(stayed[gone].tolist()), sorted(stayed.tolist())
    share, spread, curve = 1.0, 0.0, list[Stay]()
    for time, exits in sorted(left.items()):
        at_risk = len(ranked) - bisect_left(ranked, time)
        share *= (at_risk - exits) / at_risk
        spread += exits / (at_risk * (at_risk - exits)) if exits < at_risk else 0.0
        curve.append(Stay(time, at_risk, exits, share, share * math.sqrt(spread)))
    return curve


def half_left(curve: Sequence[Stay]) -> float | None:
    """The first time at which no more than half are still on file; None when more than half stayed to the end."""
    return next((stay.time for stay in curve if stay.share <= 0.5 + _HAIR), None)


# ---- where only a sample was asked --------------------------------------------------------------------


def standard_error(values: Numbers, weights: Numbers | None = None, population: float | None = None) -> float:
    """The standard error of the (weighted) mean of a simple random sample, out of a `population` if that is finite.

    For a share give 1 and 0. A weight of two is not two people who were asked.
    """
    asked, weighed = _rows(values, weights, _VALUES)
    size, [whole] = asked.size, [math.inf] if population is None else _numbers([population], Text("总体", "Population"))
    if size < 2 or whole < size:
        raise Refused(
            "样本至少要有两户，且不多于总体。", "A sample has two rows at least, and no more than the population."
        )
    parts = (asked - _mean(asked, weighed)) * weighed / weighed.sum()
    return math.sqrt(parts @ parts * size / (size - 1) * (1 - size / whole))


def fgt_error(
    income: Numbers, line: Any, alpha: float, weights: Numbers | None = None, population: float | None = None
) -> float:
    """The standard error of `fgt` in a simple random sample, for a line that does not come from the sample."""
    return standard_error(_gaps(income, line, alpha), weights, population)


# ---- parts --------------------------------------------------------------------------------------------


def _gaps(income: Numbers, line: Any, alpha: float) -> Column:
    """What each adds to FGT."""
    incomes = _numbers(income, _INCOME)
    lines = _numbers(line if isinstance(line, Iterable) else [line] * incomes.size, Text("标准", "Line"), incomes.size)
    [power] = _numbers([alpha], Text("alpha", "Alpha"))
    if lines.min() <= 0 or power < 0:
        raise Refused("标准须大于零，alpha 不能为负数。", "A line is above zero, and alpha is not negative.")
    poor = incomes < lines
    with np.errstate(over="ignore"):
        gaps: Column = poor * (np.where(poor, lines - incomes, 1) / np.where(poor, lines, 1)) ** power
    return gaps


def _threshold(values: Column, weighed: Column, share: float) -> float:
    """A share of the median; the share is taken as it is written (0.6 is three fifths), so that ties stay ties."""
    [part] = _numbers([share], Text("比例", "Share"))
    if part < 0:
        raise Refused("中位数的比例不能为负数。", "The share of the median cannot be negative.")
    return float(Fraction(str(float(part))) * Fraction(_median(values, weighed)))


def _median(values: Column, weighed: Column) -> float:
    """Eurostat's weighted median: where exactly half the weight lies below, the middle between that value and the next."""
    order = values.argsort(kind="stable")
    up_to = weighed[order].cumsum()
    half = up_to[-1] / 2
    at = int(up_to.searchsorted(half * (1 - _HAIR)))
    return float(values[order[at : at + 1 + (up_to[at] <= half * (1 + _HAIR))]].mean())


def _fifth(values: Column, weighed: Column) -> float:
    """What the first fifth of the people has."""
    up_to = weighed.cumsum()
    within = np.clip(up_to[-1] / 5 - up_to + weighed, 0, weighed)
    return float(values @ np.where(within > up_to[-1] * _HAIR, within, 0))


def _reach(eligible: Numbers, covered: Numbers, weights: Numbers | None) -> tuple[float, float, float]:
    """How many are eligible and not covered, both, and covered without being eligible."""
    entitled = _yes_no(eligible, "应帮扶", "Eligible")
    had = _yes_no(covered, "已帮扶", "Covered", entitled.size)
    weighed = _weights(weights, entitled.size)
    return float(weighed @ (entitled & ~had)), float(weighed @ (entitled & had)), float(weighed @ (had & ~entitled))


def _mean(values: NDArray[Any], weighed: Column) -> float:
    return _countable(float(values @ weighed / weighed.sum()))


def _countable(found: float) -> float:
    if not math.isfinite(found):
        raise Refused("差距大得算不出数，请核对所给的数。", "The gaps are too large to be counted; check the figures.")
    return found


def _ranked(x: Numbers, weights: Numbers | None) -> tuple[Column, Column]:
    """The poorest first, no value below zero; values are scaled, which shares do not see."""
    values, weighed = _rows(x, weights, _VALUES)
    order = values.argsort(kind="stable")
    return _scaled(values[order].clip(0)), weighed[order]


def _rows(values: Numbers, weights: Numbers | None, what: Text) -> tuple[Column, Column]:
    found = _numbers(values, what)
    weighed = _weights(weights, found.size)
    return found[weighed > 0], weighed[weighed > 0]


def _weights(weights: Numbers | None, size: int) -> Column:
    """One weight a row, scaled; one each if there are none."""
    if weights is None:
        return np.ones(size)
    found = _numbers(weights, Text("权重", "Weights"), size)
    if found.min() < 0 or not found.any():
        raise Refused("权重不能为负数，合计不能为零。", "Weights are not negative and do not add up to zero.")
    return _scaled(found)


def _scaled(values: Column) -> Column:
    """All divided by the same power of two, which rounds nothing, so that products neither overflow nor vanish."""
    return np.asarray(np.ldexp(values, -np.frexp(values.max())[1]))


def _yes_no(values: Numbers, zh: str, en: str, size: int | None = None) -> NDArray[np.bool_]:
    found = _numbers(values, Text(zh, en), size)
    if not np.isin(found, (0, 1)).all():
        raise Refused(f"{zh}须用 True/False 或 1/0 表示。", f"{en}: say yes and no as True and False, or 1 and 0.")
    return np.asarray(found == 1)


def _numbers(values: Numbers, what: Text, size: int | None = None) -> Column:
    """Finite numbers in order, at least one, and as many as there are rows; anything else is refused with its place."""
    if isinstance(values, str | Mapping | Set) or not isinstance(values, Iterable) or getattr(values, "ndim", 1) != 1:
        raise Refused(f"{what.zh}须是一列数。", f"{what.en}: one list of numbers is wanted.")
    found = [_number(value) for value in values]
    if not found or size not in (None, len(found)):
        raise Refused(f"{what.zh}有 {len(found)} 项，应有 {size or '至少一'} 项：一户一项。", f"{what.en}: {len(found)} given, {size or 'at least one'} wanted, one for each row.")  # fmt: skip
    column = np.array(found)
    bad = np.flatnonzero(~(abs(column) <= _MOST))
    if bad.size:
        raise Refused(f"{what.zh}第 {bad[0] + 1} 项不是可用的数：请改正，或去掉这一户再算。", f"{what.en}: no usable number in place {bad[0] + 1}; correct it, or leave that row out.")  # fmt: skip
    return column


def _number(value: Any) -> float:
    """A number; NaN for what is none."""
    try:
        return math.nan if isinstance(value, str | bytes) else float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _is_known(state: Any) -> bool:
    try:
        return isinstance(state, Hashable) and state is not None and bool(state == state) and state != ""
    except TypeError:
        return False


# ---- exact, from whole numbers ------------------------------------------------------------------------


def exact_gini(values: Sequence[int]) -> float:
    """The Gini coefficient of whole numbers, 0 (all the same, or nobody) to below 1; a negative number counts as zero."""
    ranked = sorted(max(value, 0) for value in values)
    total = sum(ranked)
    weighted = sum((2 * i - len(ranked) - 1) * value for i, value in enumerate(ranked, 1))
    return _decimals(Fraction(weighted, len(ranked) * total)) if total else 0.0


def exact_fgt(shortfalls: Sequence[tuple[int, int]], power: int) -> float:
    """The mean of (what is short / what is wanted) to a power: 0 counts who is short, 1 how far, 2 weighs the worst most."""
    parts = [_FINE * short**power // wanted**power if short > 0 else 0 for short, wanted in shortfalls]
    return _decimals(Fraction(sum(parts), _FINE * len(parts))) if parts else 0.0


class Standing(NamedTuple):
    """How many incomes there are and how many are below their line; FGT with the powers 1 and 2, and the Gini of all."""

    of: int
    below: int
    gap: float
    severity: float
    gini: float


def standing(incomes: Sequence[Fraction], lines: Sequence[int]) -> Standing:
    """How incomes stand against their lines, each income counted once, from exact figures."""
    short = [(z * y.denominator - y.numerator, z * y.denominator) for y, z in zip(incomes, lines, strict=True)]
    unit = math.lcm(*(y.denominator for y in incomes))
    spread = exact_gini([y.numerator * (unit // y.denominator) for y in incomes])
    return Standing(len(incomes), sum(lack > 0 for lack, _ in short), exact_fgt(short, 1), exact_fgt(short, 2), spread)


_FINE = 10**15
"""Shares are summed in whole parts of this; sums of fractions would grow without end."""


def _decimals(value: Fraction) -> float:
    return round(float(value), 6)

"""Cover: how many households can be served in full, and which. The best choice is NP-hard; the bound is always stated.

Served cheapest first, with one household in part at each spent set of purses, the count is that of the relaxed problem and
bounds every plan. Where whole households fall short of it, HiGHS chooses among those near the edge.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from casework.funds.claims import Claims, in_order
from casework.funds.turns import in_turn, whole_in_turn
from casework.households import Bools, Ints

ALL = 400
"""Up to so many households in all, every one is chosen anew, and the choice is proved the best."""
EDGE = 200
"""Of more, so many that are nearest to the edge between served and not are chosen anew."""
SAMPLE, SHRINK, PASSES = 1000, 4, 10
"""How many units prices are found from at a time, how much narrower around the edge they are taken the next time, and how often."""
FEW = 64
"""How many waiting units are looked at together first; twice as many while none can replace another."""
LOOKS = 100
"""How often all mixed units are looked through in vain; then only plain ones are replaced."""
NODES = 3000
"""How far HiGHS searches; a count, not a time, so that the answer is the same on every machine."""


Floats = npt.NDArray[np.float64]


class Cover(NamedTuple):
    """Who is served in full, and how many no plan exceeds."""

    served: Bools
    at_most: int


def cover(claims: Claims, able: Bools, money: Ints) -> Cover:
    """Most of the `able` units served in full; an earlier unit takes the place of a later one that it can replace."""
    rows, order = np.flatnonzero(able & (claims.cap > 0)), _by_cost(claims, able)
    served, at_most, prices = _whole(claims, order, money), _relaxed(claims, order, money), None
    if served.sum() < at_most and len(order) > ALL:
        served, at_most, prices = _by_prices(claims, order, served, money, at_most)
    if served.sum() < at_most:
        served, at_most = _chosen_anew(claims, order, served, money, at_most, prices)
    return Cover(_exchanged(claims, rows, served, money, prices), at_most)


def cheapest_first(claims: Claims, able: Bools, money: Ints) -> Bools:
    """Who of the `able` is served in full when the cheapest come first and whom the rest cannot serve is passed over."""
    return _whole(claims, _by_cost(claims, able), money)


def _whole(claims: Claims, order: Ints, money: Ints) -> Bools:
    served = np.zeros(len(claims.cap), dtype=np.bool_)
    served[order] = whole_in_turn(claims, order, money)
    return served


def _by_cost(claims: Claims, able: Bools) -> Ints:
    rows = np.flatnonzero(able & (claims.cap > 0))
    return rows[in_order(claims.cap[rows])]


def _relaxed(claims: Claims, order: Ints, money: Ints) -> int:
    """A number of units served in full that no plan exceeds: parts of units count as parts."""
    got, cap = in_turn(claims, order, money).totals, claims.cap[order]
    parts = np.flatnonzero((got > 0) & (got < cap))
    return int((got == cap).sum() + sum((Fraction(int(got[i]), int(cap[i])) for i in parts), Fraction(0)))


def _needed(claims: Claims, rows: Ints, sets: Ints | slice = slice(None)) -> Ints:
    """What each of these units needs from each set of purses, or some of them, to be served in full, fen."""
    kind = claims.kind[rows]
    found = np.where(claims.inside[:, sets][kind], claims.cap[rows, None], 0)
    mixed = kind < 0
    at = np.searchsorted(claims.mixed, rows[mixed])
    found[mixed] = np.maximum(claims.cap[rows[mixed], None] - claims.outside[:, sets][at], 0)
    return found


def _by_prices(claims: Claims, order: Ints, served: Bools, money: Ints, at_most: int) -> tuple[Bools, int, Floats]:
    """Served by what they cost at the prices of the problem in parts, where these are more; a bound; and the prices.

    Mixed units of one cost need different sets, so the cheapest are not the best. Prices are those of a sample of all units
    first, then of fewer and fewer around the edge: who costs less than 1 is served, who costs more is not.
    """
    width, size, window, fixed, least = len(order), SAMPLE, np.arange(len(order)), order[:0], np.inf
    for _ in range(PASSES):
        some, full = order[window[:: -(-width // size)]], np.zeros_like(served)
        full[fixed] = True
        left = np.maximum(money - claims.asked(np.where(full, claims.cap, 0)), 0)
        values, found, _ = _solved(_needed(claims, some), left, whole=False, most=width / len(some))
        full[some[values > 1 - 1e-6]] = True
        if len(some) == width and full.sum() > served.sum() and _fits(claims, full, money):
            served = full
        cost = _cost(claims, order, found)
        bound = float(found @ money + np.maximum(1 - cost, 0).sum())
        lower, at_most = bound < least, min(at_most, int(bound + 1e-6))
        if lower:
            best, least, prices = cost, bound, found
        if len(some) == width and served.sum() >= at_most - np.count_nonzero(found):
            break
        size *= 1 if lower or width > size else SHRINK
        width = min(max(width // SHRINK, size), len(order))
        window, cheap = _nearest(best, width), best < 1
        cheap[window] = False
        fixed = order[cheap]
    return served, at_most, prices


def _cost(claims: Claims, rows: Ints, prices: Floats) -> Floats:
    """What these units cost when a fen of each set has this price."""
    kind, at = claims.kind[rows], np.flatnonzero(prices)
    found: Floats = claims.cap[rows] * np.append(claims.inside[:, at] @ prices[at], 0)[kind]
    mixed = np.flatnonzero(kind < 0)
    found[mixed] = _needed(claims, rows[mixed], at) @ prices[at]
    return found


def _nearest(cost: Floats, n: int) -> Ints:
    """The places of so many costs nearest to 1, from the least cost."""
    away = np.abs(cost - 1)
    near = np.flatnonzero(away <= np.partition(away, n - 1)[n - 1])[:n]
    return near[np.argsort(cost[near], kind="stable")]


def _fits(claims: Claims, served: Bools, money: Ints) -> bool:
    return bool((claims.asked(np.where(served, claims.cap, 0)) <= money).all())


def _chosen_anew(
    claims: Claims, order: Ints, served: Bools, money: Ints, at_most: int, prices: Floats | None
) -> tuple[Bools, int]:
    """More served, if HiGHS finds such among all, or among those nearest to the edge at these prices; with the bound."""
    core = order if prices is None else order[_nearest(_cost(claims, order, prices), EDGE)]
    better = served.copy()
    better[core] = False
    left = money - claims.asked(np.where(better, claims.cap, 0))
    values, _, bound = _solved(_needed(claims, core), left, whole=True)
    better[core[values > 0.5]] = True
    if better.sum() <= served.sum() or not _fits(claims, better, money):
        better = served
    return better, min(at_most, max(bound, int(better.sum()))) if prices is None else at_most


def _solved(needed: Ints, money: Ints, *, whole: bool, most: float = 1.0) -> tuple[Floats, Floats, int]:
    """The most rows that fit into the money of every set together, in parts or whole: how much of each, up to `most`, the price
    of each set, and a bound on the number."""
    import highspy

    n = len(needed)
    every, scale = np.arange(n, dtype=np.int32), np.maximum(needed.max(axis=0, initial=1), 1)
    model = highspy._Highs()  # type: ignore[attr-defined]  # Highs() prints a banner before it can be silenced
    for option, value in {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.99, "mip_max_nodes": NODES}.items():  # fmt: skip
        model.setOptionValue(option, value)
    model.addVars(n, np.zeros(n), np.full(n, most))
    model.changeColsCost(n, every, -np.ones(n))
    if whole:
        model.changeColsIntegrality(n, every, np.full(n, 1, dtype=np.uint8))
    scarce = np.flatnonzero(most * needed.sum(axis=0) > money)
    for s in scarce:
        at = np.flatnonzero(needed[:, s]).astype(np.int32)
        model.addRow(-highspy.kHighsInf, float(money[s] / scale[s]), len(at), at, needed[at, s] / scale[s])
    model.run()
    said, found = model.getInfo(), model.getSolution()
    bound, prices = -(said.mip_dual_bound if whole else said.objective_function_value), np.zeros(len(money))
    if not whole:
        prices[scarce] = np.maximum(-np.array(found.row_dual), 0) / scale[scarce]
    return np.array(found.col_value[:n]), prices, int(np.floor(bound + 1e-6)) if np.isfinite(bound) else n


def _exchanged(claims: Claims, rows: Ints, served: Bools, money: Ints, prices: Floats | None) -> Bools:
    """The same number, but an earlier unit takes the place of the latest one that it can replace.

    At any prices such a unit costs at most what the dearest one served does, and what is left.
    """
    served = served.copy()
    slack = money - claims.asked(np.where(served, claims.cap, 0))
    waiting, at, step, looks = rows[~served[rows]], 0, FEW, LOOKS
    if prices is not None:
        dearest = _cost(claims, np.flatnonzero(served), prices).max(initial=0) + slack @ prices
        waiting = waiting[_cost(claims, waiting, prices) <= dearest + 1e-6]
    places = _Places(claims, served, slack)
    while at < len(waiting) and served.any():
        some = waiting[at : at + step]
        place, later, looks = places.first(some, looks)
        at, step = at + place + 1, 2 * step
        if later >= 0:
            served[some[place]], served[later] = True, False
            slack = slack - np.subtract(*_needed(claims, np.array([some[place], later])))
            places, step = _Places(claims, served, slack), FEW
    return served


class _Places:
    """Served units that others may replace, by the sets they need among those that are nearly spent; and what is left of these."""

    def __init__(self, claims: Claims, served: Bools, slack: Ints) -> None:
        self.claims, self.scarce = claims, np.flatnonzero(slack < claims.cap.max(initial=0))
        self.slack, rows = slack[self.scarce], np.flatnonzero(served)
        self.patterns, pattern = np.unique(claims.inside[:, self.scarce], axis=0, return_inverse=True)
        of_row = np.append(pattern, -1)[claims.kind[rows]]
        self.plain = [rows[of_row == i] for i in range(len(self.patterns))]
        self.highest = [np.maximum.accumulate(claims.cap[some][::-1]) for some in self.plain]
        self.mixed = rows[of_row < 0]
        self.needed = _needed(claims, self.mixed, self.scarce)

    def first(self, some: Ints, looks: int) -> tuple[int, int, int]:
        """Of these units the place of the first that can replace a later one, and the latest such; else the last place, and -1.

        Mixed units are looked through one by one; as often in vain as `looks` says, of which it gives the rest.
        """
        lacking = _needed(self.claims, some, self.scarce) - self.slack
        latest = self._latest_plain(lacking)
        maybe = (lacking <= self.needed.max(axis=0, initial=-1)).all(axis=1) & (len(self.mixed) > 0)
        for i in np.flatnonzero(maybe | (latest > some)):
            if maybe[i] and looks:
                fits = self.mixed[(self.needed >= lacking[i]).all(axis=1)]
                latest[i] = max(latest[i], fits.max(initial=-1))
                looks -= bool(latest[i] <= some[i])
            if latest[i] > some[i]:
                return int(i), int(latest[i]), looks
        return len(some) - 1, -1, looks

    def _latest_plain(self, lacking: Ints) -> Ints:
        """The latest plain unit that each of these can replace, which lack so much of each set; -1 where there is none."""
        latest = np.full(len(lacking), -1)
        for pattern, rows, highest in zip(self.patterns, self.plain, self.highest, strict=True):
            least = lacking[:, pattern].max(axis=1, initial=0)
            after = np.searchsorted(highest, least)
            fits = np.flatnonzero((after < len(rows)) & (lacking[:, ~pattern] <= 0).all(axis=1))
            latest[fits] = np.maximum(latest[fits], rows[len(rows) - 1 - after[fits]])
        return latest

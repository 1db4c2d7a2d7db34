"""Frontier: what every budget would do, from one preparation: households served in full, and how much of the need is met.

Levels are raised for all budgets together. The last fen of a spent set of purses, fewer than the units that depend on it, are
not given out here, so an amount can be so many fen below that of the plan for the budget.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from casework.funds.levels import Ladder
from casework.funds.policies import Policy, Side, ladders, policy_named
from casework.funds.sharing import Sharing
from casework.households import Ints


class Point(NamedTuple):
    """All funds at a share of what they have, together so many fen, and what comes of it."""

    share: Fraction
    budget_fen: int
    served: int
    granted_fen: int


def frontier(sharing: Sharing, policy: str, shares: Sequence[Fraction]) -> list[Point]:
    """A point for each share of what the funds have, by the policy.

    By `most-served` those are counted who are served when the cheapest come first; the plan may serve a few more.
    """
    way = policy_named(policy)
    side = sharing.side(way)
    budgets = [[int(fen * share) for fen in sharing.have(sharing.funds)] for share in shares]
    money = np.stack([sharing.money(side.claims.sets, have) for have in budgets])
    found: Iterable[tuple[int, int]]
    if way.by_class is not None and not way.by_need:
        found = _by_levels(side, money, by_class=way.by_class)
    else:
        found = _by_totals(side, way, money)
    have = sum(fund.available_fen for fund in sharing.funds)
    return [Point(s, int(have * s), served, granted * sharing.unit) for s, (served, granted) in zip(shares, found, strict=True)]  # fmt: skip


def _by_levels(side: Side, money: Ints, *, by_class: bool) -> list[tuple[int, int]]:
    """Households served and steps granted for each budget, from the levels alone."""
    served = granted = np.zeros(len(money), dtype=np.int64)
    for ladder in ladders(side, side.claims, np.zeros_like(side.base), by_class=by_class):
        stops, mixed = climbed(ladder, money)
        plain = ladder.by_kind(stops)
        money = money - plain @ side.claims.inside - _asked(ladder, mixed)
        granted = granted + plain.sum(axis=1) + mixed.sum(axis=1)
        rows = ladder.mixed
        full = (mixed == ladder.cap[rows]) & side.able[ladder.rows[rows]]
        served = served + ladder.served(stops, side.able[ladder.rows]).sum(axis=1) + full.sum(axis=1)
    return list(zip(served.tolist(), granted.tolist(), strict=True))


def climbed(ladder: Ladder, money: Ints) -> tuple[Ints, Ints]:
    """The level at which each kind of plain units stops, and the steps each mixed unit gets, for each of these budgets.

    `money`: budgets by sets of purses, in steps.
    """
    inside, n = ladder.claims.inside, len(money)
    stops = np.full((n, len(ladder.claims.masks)), ladder.high)
    on, fixed = np.ones_like(stops, dtype=np.bool_), np.zeros_like(stops)
    limit = np.tile(ladder.cap[ladder.mixed], (n, 1))
    level = np.full((n, 1), ladder.low)

    def has(at: Ints) -> tuple[Ints, Ints]:
        return np.where(on, ladder.by_kind(at), fixed), np.clip(at - ladder.base[ladder.mixed], 0, limit)

    def asked(at: Ints) -> Ints:
        plain, mixed = has(at)
        return plain @ inside + _asked(ladder, mixed)

    while True:
        level = _highest(level, np.full_like(level, ladder.high), asked, money)
        over = asked(level + 1) - money
        spent = (over == over.max(axis=1, keepdims=True)) & (over > 0) & (level < ladder.high)
        if not spent.any():
            return stops, has(np.full_like(level, ladder.high))[1]
        plain, mixed = has(level)
        ended = on & ((spent.astype(np.int64) @ inside.T) > 0)
        stops, fixed, on = np.where(ended, level, stops), np.where(ended, plain, fixed), on & ~ended
        for s in np.flatnonzero(spent.any(axis=0)):
            others = np.maximum(mixed, ladder.outside[:, s])
            limit = np.where(spent[:, [s]], np.minimum(limit, others), limit)


def _highest(low: Ints, high: Ints, asked: Callable[[Ints], Ints], money: Ints) -> Ints:
    """For each budget the highest of these levels that it can pay; guessed as in `rise.Rise.highest`."""
    least, most, even = asked(low), asked(high), True
    low = np.where((most <= money).all(axis=1, keepdims=True), high, low)
    while (high - low > 1).any():
        even = not even
        short = most > money
        part = np.where(short, (money - least) / np.where(short, most - least, 1), 1.0).min(axis=1, keepdims=True)
        step = np.clip(((high - low) * part).astype(np.int64), 1, np.maximum(high - low - 1, 1))
        middle = np.where(high - low > 1, low + ((high - low) // 2 if even else step), low)
        found = asked(middle)
        fits = (found <= money).all(axis=1, keepdims=True)
        low, least = np.where(fits, middle, low), np.where(fits, found, least)
        high, most = np.where(fits, high, middle), np.where(fits, most, found)
    return low


def _asked(ladder: Ladder, mixed: Ints) -> Ints:
    """What only each set of purses can pay of the mixed units, budget by budget."""
    if not len(ladder.mixed):
        return np.zeros((len(mixed), len(ladder.claims.sets)), dtype=np.int64)
    return np.stack([np.maximum(row[:, None] - ladder.outside, 0).sum(axis=0) for row in mixed])


def _by_totals(side: Side, way: Policy, money: Ints) -> Iterator[tuple[int, int]]:
    """The same where needs are judged by themselves, or one after another: from the total of each."""
    none = np.zeros_like(side.base)
    if way.by_class is None:
        totals = ((way.quick or way.share)(side, side.claims, none, row).totals for row in money)
    else:
        ladder = ladders(side, side.claims, none, by_class=way.by_class)[0]
        totals = (_at(ladder, *stops) for stops in zip(*climbed(ladder, money), strict=True))
    for one in totals:
        yield _served(side, one), int(one.sum())


def _at(ladder: Ladder, stop: Ints, mixed: Ints) -> Ints:
    """What each unit has when each kind stops at a level, and mixed units have so much."""
    totals: Ints = np.clip(stop[ladder.claims.kind] - ladder.base, 0, ladder.cap)
    totals[ladder.mixed] = mixed
    return totals


def _served(side: Side, totals: Ints) -> int:
    """Households of which every need is met."""
    met, homes = side.able & (totals == side.claims.cap), np.array([need.household for need in side.of_unit])
    return len(set(homes.tolist()) - set(homes[~met].tolist()))

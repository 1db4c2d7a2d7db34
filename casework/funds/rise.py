"""Rise: many claims raised together until the purses are spent, in rounds.

All that still rise are raised until a set of purses could not pay the next step; of that step as many fen are given as the set
can pay, one each; then the set is spent and those who depend on it stop: a plain unit for good, a mixed one at what other
purses may pay of it. At most as many rounds as there are kinds of units. How far a round goes is what ways of sharing differ in:
`levels` (the least first), `turns` (one after another), `shares` (the same share).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from casework.funds.claims import Claims
from casework.households import Bools, Ints


@dataclass(frozen=True, slots=True)
class Round:
    """What ended a round: the purses that are spent then (bits), and the units that one more fen for them would raise."""

    spent: int
    rising: Ints


@dataclass(frozen=True, slots=True)
class Raised:
    """The total of each unit, fen, and the rounds that led there."""

    totals: Ints
    rounds: tuple[Round, ...]


class Rise:
    """Where a rise stands: the kinds that still rise, what the others have in all, and how far each mixed unit may go.

    `rows` are the units, ascending, which is their order of turn; places are places in it.
    """

    def __init__(self, claims: Claims, rows: Ints, money: Ints) -> None:
        self.claims, self.rows, self.money = claims, rows, money
        self.cap, self.kind = claims.cap[rows], claims.kind[rows]
        self.plain = np.flatnonzero(self.kind >= 0)
        self.mixed = np.flatnonzero(np.isin(rows, claims.mixed))
        self.outside = claims.outside[np.searchsorted(claims.mixed, rows[self.mixed])]
        self.limit = self.cap[self.mixed].copy()
        self.on = np.ones(len(claims.masks), dtype=np.bool_)
        self.fixed = np.zeros(len(claims.masks), dtype=np.int64)
        self.x = np.zeros(len(rows), dtype=np.int64)
        self.rounds: list[Round] = []

    def asked(self, by_kind: Ints, of_mixed: Ints) -> Ints:
        """For each set of purses what only it can pay, when rising kinds and mixed units have so much."""
        mine: Ints = np.where(self.on, by_kind, self.fixed) @ self.claims.inside
        if len(self.mixed):
            mine = mine + np.maximum(of_mixed[:, None] - self.outside, 0).sum(axis=0)
        return mine

    def highest(self, low: int, high: int, sums: Callable[[int], tuple[Ints, Ints]]) -> int:
        """The highest of these levels that the sets can pay; `sums` gives by level what kinds and mixed units have.

        Few sets bind: the level is found for the one that seems to be spent first, then for it and others that still fall short.
        """
        few, least = np.zeros(len(self.money), dtype=np.bool_), self.asked(*sums(low))
        while (short := (most := self.asked(*sums(high))) > self.money).any():
            at = np.flatnonzero(short)
            few[at[np.argmin((self.money - least)[at] / (most - least)[at])]] = True
            high = self._highest_of(few, low, high, sums)
        return high

    def _highest_of(self, sets: Bools, low: int, high: int, sums: Callable[[int], tuple[Ints, Ints]]) -> int:
        """The highest level that some sets can pay, below one that they cannot.

        What is asked for grows with the level, piece by piece evenly: every other guess is where it would reach the money.
        """
        money, outside, inside = self.money[sets], self.outside[:, sets], self.claims.inside[:, sets]

        def asked(level: int) -> Ints:
            by_kind, of_mixed = sums(level)
            plain: Ints = np.where(self.on, by_kind, self.fixed) @ inside
            mixed: Ints = np.maximum(of_mixed[:, None] - outside, 0).sum(axis=0)
            return plain + mixed

        least, most, even = asked(low), asked(high), True
        while high - low > 1:
            short, even = most > money, not even
            step = (high - low) * float(((money - least)[short] / (most - least)[short]).min())
            middle = (low + high) // 2 if even else low + min(max(int(step), 1), high - low - 1)
            found = asked(middle)
            if (found <= money).all():
                low, least = middle, found
            else:
                high, most = middle, found
        return low

    def waiting(self, wants: Bools, of_mixed: Ints, sets: Bools) -> Ints:
        """The places of those who want more and would need it from one of these sets."""
        found = wants.copy()
        found[self.plain] &= (self.on & self.claims.inside[:, sets].any(axis=1))[self.kind[self.plain]]
        found[self.mixed] &= (of_mixed < self.limit) & (self.outside[:, sets] <= of_mixed[:, None]).any(axis=1)
        return np.flatnonzero(found)

    def hand_out(self, asking: Ints, by_kind: Ints, of_mixed: Ints, sets: Bools) -> Ints:
        """One fen to each of these places in their order, as far as these sets can pay; who got it. Adds to the sums given."""
        kinds, is_mixed = self.kind[asking].copy(), self.kind[asking] < 0
        at = np.searchsorted(self.mixed, asking[is_mixed])
        patterns, which = np.unique(self.outside[np.ix_(at, sets)] <= of_mixed[at, None], axis=0, return_inverse=True)
        kinds[is_mixed] = len(self.claims.masks) + which.ravel()
        touches = np.concatenate((self.claims.inside[:, sets], patterns.reshape(-1, int(sets.sum()))))
        taken = _one_each(kinds, touches, (self.money - self.asked(by_kind, of_mixed))[sets])
        by_kind += np.bincount(kinds[taken & ~is_mixed], minlength=len(by_kind))
        of_mixed[np.searchsorted(self.mixed, asking[taken & is_mixed])] += 1
        return asking[taken]

    def stop(self, spent: Bools, by_kind: Ints, of_mixed: Ints, wants: Bools) -> Bools:
        """Ends a round at spent sets, and gives the kinds that stop; `wants` says of each place whether it wants more."""
        stopped: Bools = self.on & self.claims.inside[:, spent].any(axis=1)
        others = self.outside[:, spent].min(axis=1, initial=np.iinfo(np.int64).max)
        held = np.minimum(self.limit, np.maximum(of_mixed, others))
        ended = wants[self.mixed] & (held == of_mixed) & (held < self.limit)
        rising = np.concatenate((self.plain[wants[self.plain] & stopped[self.kind[self.plain]]], self.mixed[ended]))
        self.rounds.append(Round(int(np.bitwise_or.reduce(self.claims.sets[spent], initial=0)), self.rows[rising]))
        self.fixed[stopped] = by_kind[stopped]
        self.on &= ~stopped
        self.limit = held
        return stopped

    def of_kinds(self, kinds: Bools) -> Ints:
        """The places of plain units of these kinds."""
        return self.plain[kinds[self.kind[self.plain]]]


def _one_each(kinds: Ints, touches: Bools, slack: Ints) -> Bools:
    """Who of these, in their order, gets one fen: all whom the sets can still pay after those before.

    `kinds` is the type of each; `touches` says by type and set whether its fen must come from that set.
    """
    taken, start = np.zeros(len(kinds), dtype=np.bool_), 0
    free = np.logical_not(touches[:, slack <= 0].any(axis=1))
    while start < len(kinds) and free.any():
        live = free[kinds[start:]]
        stop = len(live)
        for s in np.flatnonzero(slack > 0):
            asking = np.flatnonzero(live & touches[kinds[start:], s])
            if len(asking) >= slack[s]:
                stop = min(stop, int(asking[slack[s] - 1]) + 1)
        taken[start : start + stop] = live[:stop]
        given = np.bincount(kinds[start : start + stop][live[:stop]], minlength=len(touches))
        slack = slack - given @ touches
        free &= ~touches[:, slack <= 0].any(axis=1)
        start += stop
    return taken

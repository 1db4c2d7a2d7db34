"""Turns: one unit after another, as much as any choice of purses allows given those before, or whole units only."""

import numpy as np

from casework.funds.claims import Claims, in_order
from casework.funds.rise import Raised, Rise
from casework.households import Bools, Ints


def in_turn(claims: Claims, order: Ints, money: Ints) -> Raised:
    """These units in this order, each as much as any choice of purses allows given those before; totals in that order."""
    queue, start = _Queue(claims, order, money), 0
    while (stop := queue.furthest(start)) < len(order):
        queue.end(int(queue.rank[stop]), stop)
        start = stop + 1
    return Raised(queue.totals(), tuple(queue.rise.rounds))


def whole_in_turn(claims: Claims, order: Ints, money: Ints) -> Bools:
    """Who of these units, which come in order of cost, can be served in full one after another; others are passed over."""
    queue, stop = _Queue(claims, order, money), 0
    while (stop := queue.furthest(stop)) < len(order):
        queue.pass_over(int(queue.rank[stop]), stop)
    return np.equal(queue.totals(), claims.cap[order])


class _Queue:
    """A rise in which units come one after another; `place` is the place of each in the queue, `rank` who is at each place."""

    def __init__(self, claims: Claims, order: Ints, money: Ints) -> None:
        place = np.full(len(claims.cap), -1)
        place[order] = np.arange(len(order))
        self.rise = rise = Rise(claims, np.flatnonzero(place >= 0), money)
        self.place = place[rise.rows]
        self.rank = np.empty(len(order), dtype=np.int64)
        self.rank[self.place] = np.arange(len(order))
        bits = len(order).bit_length() + 1
        self.kinds, kind = np.arange(len(claims.masks)) << bits, claims.kind[order]
        plain = np.flatnonzero(kind >= 0)
        plain = plain[in_order(kind[plain])]
        self.keys = (kind[plain] << bits) | plain
        self.running = np.concatenate(([0], np.cumsum(claims.cap[order[plain]])))
        self.begins = np.searchsorted(self.keys, self.kinds)

    def totals(self) -> Ints:
        """What each has in the end, in the order of the queue."""
        rise = self.rise
        last = rise.of_kinds(rise.on)
        rise.x[last] = rise.cap[last]
        rise.x[rise.mixed] = rise.limit
        return rise.x[self.rank]

    def sums(self, stop: int) -> tuple[Ints, Ints]:
        """What plain units of each kind, and mixed ones, have when all before a place are served."""
        at = np.searchsorted(self.keys, self.kinds | stop)
        return self.running[at] - self.running[self.begins], np.where(
            self.place[self.rise.mixed] < stop, self.rise.limit, 0
        )

    def furthest(self, low: int) -> int:
        """The furthest place before which all can be served."""
        return self.rise.highest(low, len(self.place), self.sums)

    def pass_over(self, row: int, stop: int) -> None:
        """The unit at this place cannot be served: nor can others, as dear or dearer, that need as much from the same sets."""
        rise, (by_kind, of_mixed) = self.rise, self.sums(stop)
        slack = rise.money - rise.asked(by_kind, of_mixed)
        later = np.flatnonzero((self.place[rise.mixed] >= stop) & (rise.limit > 0))
        scarce = slack < rise.cap.max()
        needs = rise.limit[later, None] - rise.outside[np.ix_(later, scarce)]
        rise.limit[later[(needs > slack[scarce]).any(axis=1)]] = 0
        ended: Bools = rise.on & rise.claims.inside[:, slack < rise.cap[row]].any(axis=1)
        rise.fixed[ended] = by_kind[ended]
        rise.on &= ~ended
        rows = rise.of_kinds(ended)
        rise.x[rows] = np.where(self.place[rows] < stop, rise.cap[rows], 0)

    def end(self, row: int, stop: int) -> None:
        """The unit at this place gets what is left for it, and the sets that are then spent stop."""
        rise, (by_kind, of_mixed) = self.rise, self.sums(stop)
        slack, kind = rise.money - rise.asked(by_kind, of_mixed), rise.kind[row]
        if kind >= 0:
            left = int(slack[rise.claims.inside[kind]].min())
            by_kind[kind] += left
        else:
            at = int(np.searchsorted(rise.mixed, row))
            left = int(min((rise.outside[at] + slack).min(), rise.limit[at]))
            of_mixed[at] = left
        spent = rise.asked(by_kind, of_mixed) == rise.money
        ended = rise.stop(spent, by_kind, of_mixed, self.place == stop)
        rows = rise.of_kinds(ended)
        rise.x[rows] = np.where(self.place[rows] < stop, rise.cap[rows], 0)
        if kind >= 0:
            rise.x[row] = left
        else:
            rise.limit[at] = left

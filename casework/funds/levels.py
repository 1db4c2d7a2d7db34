"""Levels: those who have least are raised first, to one level of what they have."""

from functools import partial

import numpy as np

from casework.funds.claims import Claims, in_order
from casework.funds.rise import Raised, Rise
from casework.households import Bools, Ints
from casework.vocabulary import Refused


class Ladder:
    """Units raised to one level of what they have: `base` plus what they get; the lowest are raised first (leximin).

    It is made once for some units and climbed with as many budgets as one likes. `rows` ascend; where single fen are left, `first`
    goes before the turn.
    """

    def __init__(self, claims: Claims, rows: Ints, base: Ints, first: Ints | None = None) -> None:
        self.claims, self.rows, self.base, self.first = claims, rows, base, first
        kind, cap = claims.kind[rows], claims.cap[rows]
        self.cap, wants = cap, cap > 0
        self.mixed = np.flatnonzero(np.isin(rows, claims.mixed))
        self.outside = claims.outside[np.searchsorted(claims.mixed, rows[self.mixed])]
        self.low = int(base[wants].min()) if wants.any() else 0
        self.high = int((base + cap)[wants].max()) if wants.any() else 0
        self.bits = (self.high - self.low).bit_length() + 1
        if self.bits + len(claims.masks).bit_length() > 62 or cap.sum(dtype=np.float64) > 2.0**61:
            raise Refused("金额过大，无法计算，请核对。", "the amounts are too large to work with: check them.")
        self._kinds = np.arange(len(claims.masks)) << self.bits
        plain = wants & (kind >= 0)
        self._starts = self._edges(kind[plain], base[plain])
        self._ends = self._edges(kind[plain], (base + cap)[plain])

    def _edges(self, kind: Ints, level: Ints) -> tuple[Ints, Ints, Ints]:
        """Levels as sorted keys by kind, where each kind begins, and their running sums (which may wrap; differences do not)."""
        keys = (kind << self.bits) | (level - self.low)
        keys = keys[in_order(keys)]
        running = np.zeros(len(keys) + 1, dtype=np.int64)
        np.cumsum(keys & ((1 << self.bits) - 1), out=running[1:])
        return keys, np.searchsorted(keys, self._kinds), running

    def _below(self, edges: tuple[Ints, Ints, Ints], up: Ints) -> tuple[Ints, Ints]:
        """How many edges of each kind lie below each level, and their sum."""
        keys, begins, running = edges
        at = np.searchsorted(keys, self._kinds | up)
        return at - begins, running[at] - running[begins]

    def by_kind(self, levels: Ints | np.int64) -> Ints:
        """What plain units of each kind have at these levels, fen; one level for all kinds, or one for each in the last place."""
        up = np.clip(levels - self.low, 0, (1 << self.bits) - 1)
        (begun, lows), (ended, highs) = self._below(self._starts, up), self._below(self._ends, up)
        return up * (begun - ended) - lows + highs

    def served(self, levels: Ints, some: Bools) -> Ints:
        """How many of these plain units of each kind have all they claim at these levels, as in `by_kind`."""
        kind = self.claims.kind[self.rows]
        some = some & (self.cap > 0) & (kind >= 0)
        ends = self._edges(kind[some], (self.base + self.cap)[some])
        return self._below(ends, np.clip(levels + 1 - self.low, 0, (1 << self.bits) - 1))[0]

    def _mixed(self, rise: Rise, level: int) -> Ints:
        return np.minimum(np.maximum(level - self.base[rise.mixed], 0), rise.limit)

    def climb(self, money: Ints) -> Raised:
        """The totals that raise the least first as far as sets of purses with this money (fen, by set) go."""
        rise, level = Rise(self.claims, self.rows, money), self.low
        while (level := rise.highest(level, self.high, partial(self._sums, rise))) < self.high:
            self._end(rise, level)
            level += 1
        last = rise.of_kinds(rise.on)
        rise.x[last] = np.minimum(np.maximum(self.high - self.base[last], 0), rise.cap[last])
        rise.x[rise.mixed] = self._mixed(rise, self.high)
        return Raised(rise.x, tuple(rise.rounds))

    def _sums(self, rise: Rise, level: int) -> tuple[Ints, Ints]:
        return self.by_kind(np.int64(level)), self._mixed(rise, level)

    def _end(self, rise: Rise, level: int) -> None:
        """Ends a round: as many as can be get one fen above the level, and the sets that are then spent stop."""
        by_kind, of_mixed = self.by_kind(np.int64(level + 1)), self._mixed(rise, level + 1)
        short = rise.asked(by_kind, of_mixed) > rise.money
        wants = (self.base <= level) & (level < self.base + rise.cap)
        asking = rise.waiting(wants, self._mixed(rise, level), short)
        of_mixed[np.searchsorted(rise.mixed, asking[rise.kind[asking] < 0])] -= 1
        kinds = rise.kind[asking]
        by_kind -= np.bincount(kinds[kinds >= 0], minlength=len(by_kind))
        order = asking if self.first is None else asking[np.argsort(self.first[asking], kind="stable")]
        taken = rise.hand_out(order, by_kind, of_mixed, short)
        had = np.minimum(np.maximum(level - self.base, 0), rise.cap)
        had[taken] += 1
        spent = rise.asked(by_kind, of_mixed) == rise.money
        ended = rise.stop(spent, by_kind, of_mixed, wants & (had < rise.cap))
        rows = rise.of_kinds(ended)
        rise.x[rows] = had[rows]

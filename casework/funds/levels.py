"""Levels: exact ways to raise many claims at once until the purses are spent.

Each works in rounds. All that still rise are raised until a set of purses could not pay the next step; of that step as many
fen are given as the set can pay, one each; then the set is spent and those who depend on it stop: a plain unit for good, a
mixed one at what other purses may pay of it. At most as many rounds as there are kinds of units.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from casework.funds.claims import Claims, in_order, sums
from casework.households import Bools, Ints
from casework.vocabulary import Refused


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


class _Rise:
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


# ---- the least first --------------------------------------------------------------------------------------


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

    def _mixed(self, rise: _Rise, level: int) -> Ints:
        return np.minimum(np.maximum(level - self.base[rise.mixed], 0), rise.limit)

    def climb(self, money: Ints) -> Raised:
        """The totals that raise the least first as far as sets of purses with this money (fen, by set) go."""
        rise, level = _Rise(self.claims, self.rows, money), self.low
        while (level := rise.highest(level, self.high, partial(self._sums, rise))) < self.high:
            self._end(rise, level)
            level += 1
        last = rise.of_kinds(rise.on)
        rise.x[last] = np.minimum(np.maximum(self.high - self.base[last], 0), rise.cap[last])
        rise.x[rise.mixed] = self._mixed(rise, self.high)
        return Raised(rise.x, tuple(rise.rounds))

    def _sums(self, rise: _Rise, level: int) -> tuple[Ints, Ints]:
        return self.by_kind(np.int64(level)), self._mixed(rise, level)

    def _end(self, rise: _Rise, level: int) -> None:
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


# ---- one after another ------------------------------------------------------------------------------------


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
        self.rise = rise = _Rise(claims, np.flatnonzero(place >= 0), money)
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


# ---- the same share ---------------------------------------------------------------------------------------


def in_proportion(claims: Claims, rows: Ints, money: Ints) -> Raised:
    """The same share of every claim until a set of purses is spent; its last fen go by largest remainder, then by turn.

    Those who depend on that set stop there, and the share of the others rises further.
    """
    rise = _Rise(claims, rows, money)
    claimed = sums(rise.kind[rise.plain], rise.cap[rise.plain], len(claims.masks))
    while (short := rise.asked(claimed, rise.limit) > rise.money).any():
        near = _near_shares(rise, claimed, short)
        least = np.flatnonzero(near <= near.min() + 1e-6)
        shares = {int(s): _share_at(rise, claimed, int(s), float(near[s])) for s in least}
        spent = np.zeros(len(short), dtype=np.bool_)
        spent[[s for s, share in shares.items() if share == min(shares.values())]] = True
        _share_out(rise, min(shares.values()), spent)
    last = rise.of_kinds(rise.on)
    rise.x[last] = rise.cap[last]
    rise.x[rise.mixed] = rise.limit
    return Raised(rise.x, tuple(rise.rounds))


def _near_shares(rise: _Rise, claimed: Ints, short: Bools) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """About the share at which each set that falls short is spent; beyond 1 for the others."""
    inside, outside = rise.claims.inside[:, short], rise.outside[:, short]
    plain, money = claimed[rise.on] @ inside[rise.on], rise.money[short] - rise.fixed[~rise.on] @ inside[~rise.on]
    cap = rise.cap[rise.mixed][:, None]
    low, high = np.zeros(int(short.sum())), np.ones(int(short.sum()))
    for _ in range(50):
        middle = (low + high) / 2
        mixed = np.maximum(np.minimum(cap * middle, rise.limit[:, None]) - outside, 0).sum(axis=0)
        fits = plain * middle + mixed <= money
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    found = np.full(len(short), 2.0)
    found[short] = low
    return found


def _share_at(rise: _Rise, claimed: Ints, s: int, near: float) -> Fraction:
    """The share at which one set is spent, exactly: what it is asked for is a line between the bends around it."""
    inside = rise.claims.inside[:, s]
    plain, left = int(claimed[rise.on & inside].sum()), int(rise.money[s] - rise.fixed[~rise.on & inside].sum())
    some = rise.limit > rise.outside[:, s]
    cap, out, most = (a[some] for a in (rise.cap[rise.mixed], rise.outside[:, s], rise.limit))
    low, high = Fraction(max(near - 1e-9, 0.0)), Fraction(min(near + 1e-9, 1.0))
    bent = [(int(c), int(e)) for end in (out, most) for c, e in zip(cap, end, strict=True) if abs(e / c - near) < 2e-9]
    bends = sorted({low, high, *(b for c, e in bent if low < (b := Fraction(e, c)) < high)})
    exact = [a.astype(object) for a in (cap, out, most)]

    def asked(share: Fraction) -> Fraction:
        top, bottom = share.numerator, share.denominator
        mixed = np.maximum(np.minimum(exact[0] * top, exact[2] * bottom) - exact[1] * bottom, 0).sum()
        return Fraction(plain * top + int(mixed), bottom)

    above = next(i for i, bend in enumerate(bends) if i and (asked(bend) > left or i == len(bends) - 1))
    (a, b), (at, over) = bends[above - 1 : above + 1], (asked(bends[above - 1]), asked(bends[above]))
    return a + (left - at) * (b - a) / (over - at)


def _share_out(rise: _Rise, share: Fraction, spent: Bools) -> None:
    """A share of each claim that rises, rounded down; what this leaves of the spent sets by largest remainder; then they stop."""
    whole, rest = _parts(rise.cap, share)
    of_mixed = np.minimum(whole[rise.mixed], rise.limit)
    by_kind = sums(rise.kind[rise.plain], whole[rise.plain], len(rise.claims.masks))
    every = int(np.bitwise_or.reduce(rise.claims.sets[spent]))
    asking = rise.waiting(rest > 0, of_mixed, spent)
    order = asking[np.lexsort((asking, -rest[asking]))]
    taken = rise.hand_out(order, by_kind, of_mixed, (rise.claims.sets & ~every) == 0)
    whole[taken] += 1
    ended = rise.stop(spent, by_kind, of_mixed, whole < rise.cap)
    rows = rise.of_kinds(ended)
    rise.x[rows] = whole[rows]


def _parts(amounts: Ints, share: Fraction) -> tuple[Ints, Ints]:
    """Each amount times a share below one, rounded down, and the exact remainder (in parts of the denominator).

    The product can be beyond 64 bits; its remainder is small, so it is exact though the numbers wrap.
    """
    top, bottom = share.numerator, share.denominator
    if bottom >= 1 << 60:
        raise Refused("金额过大，无法计算，请核对。", "the amounts are too large to work with: check them.")
    whole = (amounts * (top / bottom)).astype(np.int64)
    rest = amounts * np.int64(top) - whole * np.int64(bottom)
    while (under := rest < 0).any() or (rest >= bottom).any():
        step = under.astype(np.int64) - (rest >= bottom)
        whole -= step
        rest += step * bottom
    return whole, rest

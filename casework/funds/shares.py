"""Shares: the same share of every claim, exact to the fen by largest remainders."""

from fractions import Fraction

import numpy as np

from casework.funds.claims import Claims, sums
from casework.funds.rise import Raised, Rise
from casework.households import Bools, Ints
from casework.vocabulary import Refused


def in_proportion(claims: Claims, rows: Ints, money: Ints) -> Raised:
    """The same share of every claim until a set of purses is spent; its last fen go by largest remainder, then by turn.

    Those who depend on that set stop there, and the share of the others rises further.
    """
    rise = Rise(claims, rows, money)
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


def _near_shares(rise: Rise, claimed: Ints, short: Bools) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
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


def _share_at(rise: Rise, claimed: Ints, s: int, near: float) -> Fraction:
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


def _share_out(rise: Rise, share: Fraction, spent: Bools) -> None:
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

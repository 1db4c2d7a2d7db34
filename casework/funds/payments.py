"""Payments: totals that the purses can pay, laid out as which purse pays how much of which piece."""

from typing import NamedTuple

import numpy as np

from casework.funds.claims import Claims, sums
from casework.funds.purses import Purses
from casework.households import Ints


class Payments(NamedTuple):
    """Rows of a piece, a purse and fen above 0."""

    piece: Ints
    purse: Ints
    fen: Ints


def pay(claims: Claims, totals: Ints, purses: Purses, limits: Ints) -> Payments:
    """Payments that give each unit its total within these limits of the funds; what narrow purses can pay they pay."""
    fen = _by_piece(claims, totals, purses.money(claims.sets, limits))
    return _fill(claims, fen, _flows(claims, fen, purses, limits.copy()))


# ---- from units to their pieces ---------------------------------------------------------------------------


def _by_piece(claims: Claims, totals: Ints, money: Ints) -> Ints:
    """What each piece gets: those of a plain unit in their order, those of a mixed one so that all can be paid."""
    fen = _filled(claims.unit, claims.fen, totals)
    if len(claims.mixed):
        full = sums(claims.unit, claims.fen, len(totals)) == totals
        split = np.flatnonzero(~full[claims.mixed] & (totals[claims.mixed] > 0))
        _split(claims, totals, money - claims.asked(totals), split, fen)
    return fen


def _filled(unit: Ints, most: Ints, totals: Ints) -> Ints:
    """Each unit's total laid into its pieces one after another; pieces stand unit by unit."""
    before = np.cumsum(most) - most
    first = np.flatnonzero(np.diff(unit, prepend=-1))
    begins = np.repeat(before[first], np.diff(np.append(first, len(unit))))
    return np.clip(totals[unit] - (before - begins), 0, most)


def _split(claims: Claims, totals: Ints, slack: Ints, split: Ints, fen: Ints) -> None:
    """Lays out these mixed units so that what their pieces need beyond the least from each set fits into its slack.

    Of what a set that is spent may pay as little as possible is used, so its pieces are filled last; the first unit that
    overdraws another set is laid out fen by fen, and then that set is spent too.
    """
    while len(split):
        rows = np.flatnonzero(np.isin(claims.unit, claims.mixed[split]))
        rows = rows[np.lexsort((rows, -_depth(claims, slack)[claims.mask_at[rows]], claims.unit[rows]))]
        laid = _filled(claims.unit[rows], claims.fen[rows], totals)
        used = np.zeros((len(split), len(slack)), dtype=np.int64)
        at = np.searchsorted(claims.mixed[split], claims.unit[rows])
        np.add.at(used, at, np.where(claims.inside[claims.mask_at[rows]], laid[:, None], 0))
        least = np.maximum(totals[claims.mixed[split], None] - claims.outside[split], 0)
        over = np.cumsum(used - least, axis=0)
        bad = np.flatnonzero((over > slack).any(axis=1))
        good = int(bad[0]) if len(bad) else len(split)
        fen[rows[at < good]] = laid[at < good]
        if good:
            slack = slack - over[good - 1]
        if good < len(split):
            slack = _lay_one(claims, totals, slack, int(split[good]), rows[at == good], fen)
        split = split[good + 1 :]


def _depth(claims: Claims, slack: Ints) -> Ints:
    """How far each mask lies from the innermost spent set: one that no spent set holds lies furthest."""
    depth = np.full(len(claims.masks), len(slack))
    chain = np.int64(0)
    for i, s in enumerate(sorted(claims.sets[slack == 0].tolist(), key=int.bit_count)):
        chain |= s
        depth[((claims.masks & ~chain) == 0) & (depth == len(slack))] = i
    return depth


def _lay_one(claims: Claims, totals: Ints, slack: Ints, row: int, pieces: Ints, fen: Ints) -> Ints:
    """One mixed unit, each piece as much as leaves all else payable; the slack that is left."""
    left, outside = int(totals[claims.mixed[row]]), claims.outside[row].copy()
    for k in pieces:
        inside = claims.inside[claims.mask_at[k]]
        least = np.maximum(left - outside, 0)
        fen[k] = paid = min(left, int(claims.fen[k]), int((least + slack)[inside].min()))
        outside -= np.where(inside, 0, claims.fen[k])
        left -= paid
        slack = slack - np.where(inside, paid, 0) + least - np.maximum(left - outside, 0)
    return slack


# ---- from pieces to purses --------------------------------------------------------------------------------


def _flows(claims: Claims, fen: Ints, purses: Purses, limits: Ints) -> Ints:
    """By mask and purse, what the purse pays of the pieces of the mask in all."""
    due = sums(claims.mask_at, fen, len(claims.masks))
    flows = np.zeros((len(claims.masks), len(purses.fund_of)), dtype=np.int64)
    narrow = sorted(range(len(purses.fund_of)), key=lambda p: purses.width[p])
    for m in sorted(range(len(claims.masks)), key=lambda m: int(claims.masks[m]).bit_count()):
        for p in narrow:
            if claims.masks[m] >> p & 1 and due[m]:
                path = purses.path(p)
                paid = _most(claims, due, limits, purses, m, path)
                flows[m, p] = paid
                due[m] -= paid
                limits[path] -= paid
    if due.any():
        raise AssertionError("totals that the purses can pay leave a payment to make")
    return flows


def _most(claims: Claims, due: Ints, limits: Ints, purses: Purses, m: int, path: Ints) -> int:
    """The most that these limits may pay to a mask so that all others can still be paid; each step down ends at a bend."""
    paid = int(min(due[m], limits[path].min()))
    while paid:
        less, owed = limits.copy(), due.copy()
        less[path] -= paid
        owed[m] -= paid
        over = int((owed @ claims.inside - purses.money(claims.sets, less)).max())
        if over <= 0:
            break
        paid -= over
    return paid


def _fill(claims: Claims, fen: Ints, flows: Ints) -> Payments:
    """The pieces of each mask end to end, cut where a purse has paid its part: few are paid from two."""
    order = np.argsort(claims.mask_at.astype(np.uint16), kind="stable")
    order = order[fen[order] > 0]
    ends = np.cumsum(fen[order])
    cells = np.flatnonzero(flows)
    edges = np.cumsum(flows.ravel()[cells])
    at = np.searchsorted(ends, edges)
    within = ends[at] > edges
    cuts = np.insert(ends, at[within], edges[within])
    rows = np.diff(np.searchsorted(cuts, edges, side="right"), prepend=0)
    piece = np.insert(order, at[within], order[at[within]])
    return Payments(piece, np.repeat(cells % flows.shape[1], rows), np.diff(cuts, prepend=0))

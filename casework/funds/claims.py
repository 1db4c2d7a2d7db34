"""Claims: what each household or need may get from which purses, as columns, and what any totals ask of the purses.

Totals can be paid exactly when, for every set of purses, what only those can pay does not exceed what they have
(Gale, Hoffman); only unions of the purses that some piece may use need looking at.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from casework.funds.purses import unions
from casework.households import Bools, Ints


@dataclass(frozen=True)
class Claims:
    """Units (households or needs) in order of turn, and their pieces in order of unit and aid.

    A piece is so many fen that the purses of a mask may pay; pieces without a purse are left out. `cap` is the most a
    unit may get in all. A unit whose pieces all have one mask is plain; the others are mixed.
    """

    unit: Ints
    mask: Ints
    fen: Ints
    cap: Ints

    @cached_property
    def masks(self) -> Ints:
        """The distinct masks."""
        return np.unique(self.mask)

    @cached_property
    def sets(self) -> Ints:
        """The sets of purses to look at."""
        return unions(self.masks.tolist())

    @cached_property
    def inside(self) -> Bools:
        """By mask and set: whether only purses of the set may pay pieces of the mask."""
        found: Bools = (self.masks[:, None] & ~self.sets) == 0
        return found

    @cached_property
    def mask_at(self) -> Ints:
        """The place of each piece's mask among the distinct ones."""
        return np.searchsorted(self.masks, self.mask)

    @cached_property
    def kind(self) -> Ints:
        """By unit: the place of its mask; -1 for mixed units, and for those without a piece."""
        first = np.flatnonzero(np.diff(self.unit, prepend=-1))
        found = np.full(len(self.cap), -1)
        if len(first):
            low, high = np.minimum.reduceat(self.mask_at, first), np.maximum.reduceat(self.mask_at, first)
            found[self.unit[first]] = np.where(low == high, low, -1)
        return found

    @cached_property
    def mixed(self) -> Ints:
        """The mixed units."""
        has = np.zeros(len(self.cap), dtype=np.bool_)
        has[self.unit] = True
        return np.flatnonzero((self.kind < 0) & has)

    @cached_property
    def outside(self) -> Ints:
        """By mixed unit and set: what purses outside the set may pay of it, fen."""
        rows = np.flatnonzero((self.kind < 0)[self.unit])
        asked = np.where(self.inside[self.mask_at[rows]], 0, self.fen[rows, None])
        first = np.flatnonzero(np.diff(self.unit[rows], prepend=-1))
        return np.add.reduceat(asked, first, axis=0) if len(first) else asked

    def asked(self, totals: Ints) -> Ints:
        """For each set of purses, what only it can pay of these totals, fen."""
        plain = self.kind >= 0
        by_mask = sums(self.kind[plain], totals[plain], len(self.masks))
        of_mixed = np.maximum(totals[self.mixed, None] - self.outside, 0).sum(axis=0)
        return by_mask @ self.inside + of_mixed  # type: ignore[no-any-return]

    def after(self, totals: Ints) -> "Claims":
        """What is left of the claims when each unit has so much of it already; the sets of purses stay as they are."""
        left = self._with(self.cap - totals)
        left.__dict__["outside"] = np.maximum(self.outside - totals[self.mixed, None], 0)
        return left

    def among(self, some: Bools) -> "Claims":
        """The same claims, of which only these units get anything."""
        return self._with(np.where(some, self.cap, 0))

    def _with(self, cap: Ints) -> "Claims":
        found = replace(self, cap=cap)
        for name in ("masks", "sets", "inside", "mask_at", "kind", "mixed", "outside"):
            found.__dict__[name] = getattr(self, name)
        return found


def sums(group: Ints, fen: Ints, groups: int) -> Ints:
    """Whole fen summed by group."""
    found = np.zeros(groups, dtype=np.int64)
    np.add.at(found, group, fen)
    return found


def in_order(keys: Ints) -> Ints:
    """The places of whole numbers (0 or more) from the least, equal ones as they stand.

    Sixteen bits at a time, which numpy sorts by counting: several times faster than by comparing.
    """
    found = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in range(16, int(keys.max(initial=0)).bit_length(), 16):
        found = found[np.argsort((keys >> shift).astype(np.uint16)[found], kind="stable")]
    return found

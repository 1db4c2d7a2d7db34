"""Stacking: which aids a household may lawfully have together, and in which order they help it most.

Where earlier union aid counts as income the household is tested again before each item, so the order matters; some
classes get one item only; medical aid from all sources stays within the cost; nothing is funded twice. A warmth visit
is a gift: it is no item and no income.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from casework.assistance import Assessment
from casework.households import Column
from casework.standards import Standard

ITEMS = ("living", "medical", "tuition", "temporary")


class Together(NamedTuple):
    """What a household gets: the items in the order in which they are granted, with their fen, and a warmth visit."""

    items: tuple[tuple[str, int], ...]
    warmth_fen: int

    @property
    def total_fen(self) -> int:
        """All of it, fen."""
        return sum(fen for _, fen in self.items) + self.warmth_fen

    def of(self, aid: str) -> int:
        """What it gets of one aid, fen."""
        return self.warmth_fen if aid == "warmth" else dict(self.items).get(aid, 0)


def is_limited(standard: Standard) -> bool:
    """Whether a pack limits what may be had together; where it does not, every aid stands for itself."""
    stacking = standard.pack.stacking
    return standard.pack.union_aid_is_income or bool(stacking and stacking.one_item_only)


def together(assessment: Assessment, i: int, had: Mapping[str, int] | None = None) -> Together:
    """The lawful items of household i, in the order that brings it most; of equal ones fewer items, then the order of the aids.

    `had` is what it has already of each item, fen, from whatever source: that item is only topped up (tuition not even
    that), and counts where one item only is allowed. What it was paid is in its facts. Amounts that are not known count
    as nothing. Exact: every reachable pair of items granted and money received is followed.
    """
    before = {aid: fen for aid, fen in (had or {}).items() if fen and aid in ITEMS}
    best: tuple[tuple[str, int], ...] = ()
    reached: dict[tuple[frozenset[str], int], tuple[tuple[str, int], ...]] = {(frozenset(), 0): ()}
    while reached:
        offers = _offers(assessment, i, sorted({given for _, given in reached}), before)
        further: dict[tuple[frozenset[str], int], tuple[tuple[str, int], ...]] = {}
        for (taken, given), path in reached.items():
            if _total(path) > _total(best):
                best = path
            single, amounts = offers[given]
            for aid, fen in amounts.items():
                others = (taken | set(before)) - {aid}
                if fen and aid not in taken and not (single and others):
                    further.setdefault((taken | {aid}, given + fen), (*path, (aid, fen)))
        reached = further
    return Together(best, assessment.aids["warmth"].of(i) or 0)


def _total(path: tuple[tuple[str, int], ...]) -> int:
    return sum(fen for _, fen in path)


def _offers(
    assessment: Assessment, i: int, given: list[int], had: Mapping[str, int]
) -> dict[int, tuple[bool, dict[str, int]]]:
    """After each of these sums of fen received: whether one item only is allowed, and what each item would bring."""
    rows, received = np.full(len(given), i), assessment.population.facts["union_aid_received_fen"]
    more = Column(received.values[rows] + np.array(given), received.known[rows])
    tested, stacking = assessment.again(rows, union_aid_received_fen=more), assessment.standard.pack.stacking
    single = set(stacking.one_item_only) if stacking else set()
    return {
        fen: (tested.class_of(k) in single, {aid: _due(aid, tested, k, had) for aid in ITEMS})
        for k, fen in enumerate(given)
    }


def _due(aid: str, tested: Assessment, k: int, had: Mapping[str, int]) -> int:
    """What an item would bring beyond what was had of it: medical and temporary aid within the cost, tuition only once."""
    amount, before = tested.aids[aid].of(k) or 0, had.get(aid, 0)
    if aid == "tuition" and before:
        return 0
    return max(amount - before, 0)

"""Purses: the money of the funds as a plan may use it, cut where a reserve or a ceiling divides it.

A purse is the part of a fund that the same reserves and ceilings bind. What some purses have together is at most what
their fund has and what each ceiling over them leaves; this is submodular, and so is all that rests on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from casework.funds.terms import Fund, Need
from casework.households import Ints
from casework.vocabulary import Refused

MOST_SETS = 4096
"""The work grows with the sets of purses that some needs may pay from together."""
MOST_PURSES = 62
"""A set of purses is a number of 64 bits."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Node:
    """A limit within a fund for the (aid, class) pairs that it binds, and the limits inside it.

    It leaves what the fund has beyond `kept_fen` (None: it does not grow with the fund), and never more than `most_fen`.
    """

    fund: int
    pairs: frozenset[Pair]
    kept_fen: int | None
    most_fen: int | None
    inside: tuple[int, ...]

    def left(self, have: int) -> int:
        """What it leaves when its fund has so much, fen."""
        grown = [] if self.kept_fen is None else [max(have - self.kept_fen, 0)]
        return min([*grown, *([] if self.most_fen is None else [self.most_fen])])


class Purses:
    """The purses of these funds; purse p is what fund `fund_of[p]` has for the pairs that its innermost limit binds."""

    def __init__(self, funds: Sequence[Fund]) -> None:
        self.names = [fund.name for fund in funds]
        self._nodes: list[_Node] = []
        self._node_of: list[int] = []
        self.fund_of: list[int] = []
        self._purse_of: dict[tuple[str, Pair], int] = {}
        self.width: list[tuple[int, bool]] = []
        for at, fund in enumerate(funds):
            self._add(at, fund)
        self._parents = {child: i for i, node in enumerate(self._nodes) for child in node.inside}
        if len(self._node_of) > MOST_PURSES:
            raise Refused(f"一次最多分配 {MOST_PURSES} 笔资金（留存和上限另计），请分几次分配。",
                          f"at most {MOST_PURSES} funds (reserves and ceilings count too) can be shared at a time: share them in parts.")  # fmt: skip

    def _add(self, at: int, fund: Fund) -> None:
        first = len(self._nodes)
        for pairs, kept, most in _limits(fund):
            own = [i for i in range(first, len(self._nodes)) if self._nodes[i].pairs <= pairs]
            taken = {child for i in own for child in self._nodes[i].inside}
            self._nodes.append(_Node(at, pairs, kept, most, tuple(i for i in own if i not in taken)))
            free = pairs.difference(*(self._nodes[i].pairs for i in own))
            for pair in free:
                self._purse_of[fund.name, pair] = len(self._node_of)
            if free:
                self._node_of.append(len(self._nodes) - 1)
                self.fund_of.append(at)
                self.width.append((len(free), not fund.archived_only))

    def mask(self, need: Need, names: Iterable[str]) -> int:
        """The purses that may pay a need out of these funds, as bits."""
        pair = (need.aid, need.class_)
        return sum(1 << self._purse_of[name, pair] for name in names if (name, pair) in self._purse_of)

    def limits(self, have: Sequence[int]) -> Ints:
        """What each limit within a fund leaves when the funds have so much, fen; a fund has one over all its purses."""
        return np.array([node.left(have[node.fund]) for node in self._nodes], dtype=np.int64)

    def money(self, sets: Ints, limits: Ints) -> Ints:
        """What the purses of each set have together under these limits, fen."""
        total = np.zeros(len(sets), dtype=np.int64)
        has: list[Ints] = []
        for i, node in enumerate(self._nodes):
            own = [p for p, n in enumerate(self._node_of) if n == i]
            bits = sum(1 << p for p in own)
            inner = sum((has[child] for child in node.inside), np.zeros(len(sets), dtype=np.int64))
            has.append(np.where((sets & bits) != 0, limits[i], np.minimum(inner, limits[i])))
            if i not in self._parents:
                total += has[i]
        return total

    def path(self, purse: int) -> Ints:
        """The limits that bind a purse, from the innermost to that of its fund."""
        found = [self._node_of[purse]]
        while found[-1] in self._parents:
            found.append(self._parents[found[-1]])
        return np.array(found)


def _limits(fund: Fund) -> Iterator[tuple[frozenset[Pair], int | None, int | None]]:
    """The limits of a fund from the inside out: the pairs each binds, what is kept of the fund there, and the most."""
    _, free, *own = fund.limits()
    every = _pairs(fund.aids, fund.classes)
    kept = {every: 0} | {_pairs(free.aids, free.classes) & every: fund.reserve_fen}
    most: dict[frozenset[Pair], int] = {}
    for limit in own:
        pairs = _pairs(limit.aids, limit.classes) & every
        most[pairs] = min(limit.left_fen, most.get(pairs, limit.left_fen))
    for pairs in sorted({*kept, *most}, key=lambda p: (len(p), sorted(p))):
        if pairs:
            yield pairs, kept.get(pairs), most.get(pairs)


def _pairs(aids: Iterable[str], classes: Sequence[str]) -> frozenset[Pair]:
    return frozenset((aid, class_) for aid in aids for class_ in classes)


def unions(masks: Iterable[int]) -> Ints:
    """Every union of some of these sets of purses, ascending; Refused when there are too many to work with."""
    found: set[int] = set()
    for mask in sorted(set(masks) - {0}):
        found |= {mask} | {mask | other for other in found}
        if len(found) > MOST_SETS:
            raise Refused(f"资金的使用范围太多样，一次分不了（多于 {MOST_SETS} 种组合）；请合并使用范围相近的资金，或分几次分配。",
                          f"the funds differ in too many ways to be shared at a time (more than {MOST_SETS} combinations): merge those of similar use, or share them in parts.")  # fmt: skip
    return np.array(sorted(found), dtype=np.int64)

"""Comparing two answers for the same households: whose class or amount changes, from what to what, and what it costs."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from casework.assistance import Assessment
from casework.households import CLASSES
from casework.vocabulary import AIDS, Refused


class Change(NamedTuple):
    """One household that changes: its class and each aid before and after, fen (None: not known or no rule)."""

    household: str
    class_: tuple[str, str]
    aids: dict[str, tuple[int | None, int | None]]


def changes(before: Assessment, after: Assessment) -> list[Change]:
    """Every household whose class or an amount differs, in order; Refused when the households are not the same."""
    if list(before.population.numbers) != list(after.population.numbers):
        raise Refused("两次核算的家庭不同，无法比较。",
                      "the two answers are not for the same households: compare the same book.")  # fmt: skip
    differs = before.classes.code != after.classes.code
    for aid, was in before.aids.items():
        differs = differs | (was.fen != after.aids[aid].fen) | (was.most != after.aids[aid].most)
    found = (_change(before, after, int(i)) for i in np.flatnonzero(differs))
    return [c for c in found if c.class_[0] != c.class_[1] or any(a != b for a, b in c.aids.values())]


def _change(before: Assessment, after: Assessment, i: int) -> Change:
    aids = {aid: (was.of(i), after.aids[aid].of(i)) for aid, was in before.aids.items()}
    return Change(before.population.number(i), (before.class_of(i), after.class_of(i)), aids)


def moves(before: Assessment, after: Assessment) -> list[dict[str, Any]]:
    """How many households go from which class to which, and how many stay; in order of class."""
    codes = np.stack([before.classes.code, after.classes.code])
    pairs, counts = np.unique(codes, axis=1, return_counts=True)
    return [
        {"from": CLASSES[was], "to": CLASSES[is_], "households": int(n)}
        for was, is_, n in zip(*pairs, counts, strict=True)
    ]


def gains(found: Iterable[Change]) -> list[dict[str, Any]]:
    """By aid: how many households get more and less, and what they gain and lose, fen; and of how many it cannot be said yet."""
    sums: dict[str, dict[str, int]] = {}
    for change in found:
        for aid, (was, is_) in change.aids.items():
            if was != is_:
                of = sums.setdefault(aid, dict.fromkeys(("more", "gained_fen", "less", "lost_fen", "unclear"), 0))
                if was is None or is_ is None:
                    of["unclear"] += 1
                else:
                    of["more" if is_ > was else "less"] += 1
                    of["gained_fen" if is_ > was else "lost_fen"] += abs(is_ - was)
    return [{"aid": aid, **sums[aid]} for aid in AIDS.words if aid in sums]


def totals(before: Assessment, after: Assessment) -> list[dict[str, Any]]:
    """Households and fen by aid and class, before and after; the class is that of each side."""
    sides = [_totals(side) for side in (before, after)]
    return [
        {"aid": aid, "class": class_, **{f"{name}_{what}": sides[k].get((aid, class_), (0, 0))[j]
         for k, what in enumerate(("from", "to")) for j, name in enumerate(("households", "fen"))}}
        for aid in before.aids for class_ in CLASSES
        if any((aid, class_) in side for side in sides)
    ]  # fmt: skip


def _totals(found: Assessment) -> dict[tuple[str, str], tuple[int, int]]:
    sums = {}
    for aid, amounts in found.aids.items():
        fen = amounts.sure
        for class_, rows in found.classes.rows.items():
            if fen[rows].any():
                sums[aid, class_] = (int((fen[rows] > 0).sum()), int(fen[rows].sum()))
    return sums


def arrears(before: Assessment, after: Assessment, granted: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """What a back-dated change makes of aid already granted: to be made up, or (negative) granted too much, fen.

    `granted` has, by household and aid, what was granted since the first day of the change. A rise is made up whole,
    whatever part of the need was met; of a fall only what was granted beyond the new amount is too much.
    """
    place, found = {after.population.number(i): i for i in range(len(after))}, []
    for (household, aid), fen in sorted(granted.items()):
        i = place.get(household)
        if i is None or aid == "warmth":  # what its rule gives is the next visit, not what the last should have been
            continue
        was, due = (side.aids[aid].of(i) for side in (before, after))
        if was is None or due is None:
            continue
        owed = due - was if due > was else -max(fen - due, 0)
        if due != was and owed:
            found.append({"household": household, "aid": aid, "granted_fen": fen, "from_fen": was, "to_fen": due,
                          "arrears_fen": owed})  # fmt: skip
    return found

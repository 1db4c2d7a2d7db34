"""Policies: the ways of sharing that an office can choose, each with the sentence that says what it favours.

Ties: the earlier filing date, then the file number.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from casework.funds.claims import Claims
from casework.funds.cover import Cover, cheapest_first, cover
from casework.funds.levels import Ladder
from casework.funds.rise import Raised, Round
from casework.funds.shares import in_proportion
from casework.funds.terms import Need
from casework.funds.turns import in_turn
from casework.households import Bools, Ints
from casework.vocabulary import Refused, Text


class Side(NamedTuple):
    """Claims with what the policies look at. Units are households, or needs each by itself, in order of turn.

    `need_of`: the need of each piece. `unit_of_need`, `of_unit`: the unit of each need, the first need of each unit. `base`, `odd`:
    what a household has for the year, in steps and the rest below a step. `tier`: the rank of its class. `able`: whether it can be
    served in full.
    """

    claims: Claims
    need_of: Ints
    unit_of_need: Ints
    of_unit: tuple[Need, ...]
    cuts: tuple[dict[str, int], ...]
    base: Ints
    odd: Ints
    tier: Ints
    able: Bools

    @property
    def rows(self) -> Ints:
        """All units."""
        return np.arange(len(self.claims.cap))


class Shared(NamedTuple):
    """What each unit gets and the rounds that led there.

    Of a policy that serves some in full first: who they are, and a number of them that no plan exceeds.
    """

    totals: Ints
    rounds: tuple[Round, ...]
    at_most: int | None = None
    served: Bools | None = None


Worth = tuple["np.ndarray[tuple[int], np.dtype[np.generic]]", "np.ndarray[tuple[int], np.dtype[np.generic]]"]


Share = Callable[[Side, Claims, Ints, Ints], Shared]


class Policy(NamedTuple):
    """How it shares, what it judges (households, or needs by themselves), and what would be better by it.

    `share(side, claims, had, money)` gives claims, of units that had so much before, their totals. `worth(side, totals)`: a step
    taken from one unit for another makes a plan better when the first of its figures for the one exceeds the second for the other.
    `in_yuan`: whether its measure is in yuan, so that one yuan more has a price in it. `by_class`: whether it raises the least class by
    class, or of all at once; None where it raises no least. `quick`: nearly the same in less time, where many budgets are looked at.
    """

    name: Text
    text: Text
    by_need: bool
    in_yuan: bool
    share: Share
    worth: Callable[[Side, Ints], Worth]
    by_class: bool | None = None
    quick: Share | None = None


def policy_named(name: str) -> Policy:
    """The policy of this name; Refused when there is none."""
    if name not in POLICIES:
        known = ", ".join(POLICIES)
        raise Refused(f"没有分配办法 {name}；可用：{known}。", f"there is no policy {name}; choose one of {known}.")
    return POLICIES[name]


def _of(raised: Raised) -> Shared:
    return Shared(raised.totals, raised.rounds)


def ladders(side: Side, claims: Claims, had: Ints, *, by_class: bool) -> list[Ladder]:
    """The ladders to climb one after another: of all units, or of each class; kept with the claims, to be climbed again."""
    made: dict[bool, list[Ladder]] = claims.__dict__.setdefault("ladders", {})
    if by_class not in made:
        tiers = [np.flatnonzero(side.tier == rank) for rank in np.unique(side.tier)] if by_class else [side.rows]
        odd = side.odd if side.odd.any() else None
        made[by_class] = [Ladder(claims, rows, (side.base + had)[rows], odd if odd is None else odd[rows]) for rows in tiers]  # fmt: skip
    return made[by_class]


def _climbed(side: Side, claims: Claims, had: Ints, money: Ints, *, by_class: bool) -> Shared:
    """The least that any unit has after aid is raised as far as it goes: of all, or class by class."""
    totals, rounds = np.zeros(len(had), dtype=np.int64), list[Round]()
    for ladder in ladders(side, claims, had, by_class=by_class):
        raised, one = ladder.climb(money), np.zeros(len(had), dtype=np.int64)
        totals[ladder.rows] = one[ladder.rows] = raised.totals
        rounds += raised.rounds
        money = money - claims.asked(one)
    return Shared(totals, tuple(rounds))


def _proportional(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    return _of(in_proportion(claims, side.rows, money))


def _most_served(side: Side, claims: Claims, had: Ints, money: Ints, *, quick: bool = False) -> Shared:
    """As many households in full as can be (quick: the cheapest first); what is then left goes by order of application."""
    able = side.able & (had + claims.cap == side.claims.cap)
    found = Cover(cheapest_first(claims, able, money), len(able)) if quick else cover(claims, able, money)
    full = np.where(found.served, claims.cap, 0)
    rest = in_turn(claims.after(full), side.rows, money - claims.asked(full))
    return Shared(full + rest.totals, rest.rounds, found.at_most, found.served)


def _order_of_application(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    return _of(in_turn(claims, side.rows, money))


def _level(side: Side, totals: Ints) -> Worth:
    has = side.base + totals
    return has - 1, has


def _level_by_class(side: Side, totals: Ints) -> Worth:
    has = side.base + totals
    over = side.tier * (int(has.max(initial=0)) - int(has.min(initial=0)) + 2)
    return has + over - 1, has + over


def _part(side: Side, totals: Ints) -> Worth:
    cap = np.maximum(side.claims.cap, 1)
    return (totals - 1) / cap - 1e-12, (totals + 1) / cap


def _turn(side: Side, totals: Ints) -> Worth:
    return side.rows, side.rows


def _turn_of_the_rest(side: Side, totals: Ints) -> Worth:
    """Who is served in full gives nothing up."""
    homes = [need.household for need in side.of_unit]
    short = {home for home, full in zip(homes, side.able & (totals == side.claims.cap), strict=True) if not full}
    return np.where([home in short for home in homes], side.rows, -1), side.rows


POLICIES: dict[str, Policy] = {
    "deepest-first": Policy(
        Text("深度优先", "Deepest first"),
        Text("先深度、再相对、后意外；同类中先补最困难的家庭", "deep hardship first, then relative, then accident; inside a class the worst off first"),
        by_need=False, in_yuan=True, share=partial(_climbed, by_class=True), worth=_level_by_class, by_class=True),
    "raise-the-floor": Policy(
        Text("抬高底线", "Raise the floor"),
        Text("先补帮扶后所得最少的家庭，逐步抬高底线；不看类别", "those who would have least after aid first, whatever their class: the floor is raised for all"),
        by_need=False, in_yuan=True, share=partial(_climbed, by_class=False), worth=_level, by_class=False),
    "equal-amount": Policy(
        Text("等额", "Equal amount"),
        Text("每项需求发同样的金额，需求较小的发足为止；有利于小额需求", "the same amount for every need, small ones in full: it favours small needs"),
        by_need=True, in_yuan=True, share=partial(_climbed, by_class=False), worth=_level, by_class=False),
    "proportional": Policy(
        Text("按比例", "Proportional"),
        Text("每项需求按同一比例发放；需求大的得到的多", "the same share of every need: whoever needs more gets more"),
        by_need=True, in_yuan=False, share=_proportional, worth=_part),
    "most-served": Policy(
        Text("满足户数最多", "Most served"),
        Text("全额满足的户数最多，余款按申请先后；有利于需求较小、并非最困难的家庭", "most households served in full, what is left by order of application: it favours those who need little, not the worst off"),
        by_need=False, in_yuan=False, share=_most_served, worth=_turn_of_the_rest, quick=partial(_most_served, quick=True)),
    "order-of-application": Policy(
        Text("申请先后", "Order of application"),
        Text("按建档先后逐项发足；有利于先申请的家庭", "one need after another by filing date, each in full: it favours those who applied early"),
        by_need=True, in_yuan=True, share=_order_of_application, worth=_turn),
}  # fmt: skip
"""The policies by name; the names are a contract."""

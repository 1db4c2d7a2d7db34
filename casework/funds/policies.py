"""Policies: the ways of sharing that an office can choose, each with the sentence that says what it favours.

Ties: the earlier filing date, then the file number.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from casework.funds.claims import Claims
from casework.funds.cover import cover
from casework.funds.levels import Ladder, Raised, Round, in_proportion, in_turn
from casework.funds.terms import Need
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
    """What each unit gets, the rounds that led there, and the bound of a policy whose best plan may not be found."""

    totals: Ints
    rounds: tuple[Round, ...]
    claims: Claims
    at_most: int | None = None


Worth = tuple["np.ndarray[tuple[int], np.dtype[np.generic]]", "np.ndarray[tuple[int], np.dtype[np.generic]]"]


class Policy(NamedTuple):
    """How it shares, what it judges (households, or needs by themselves), and what would be better by it.

    `share(side, claims, had, money)` gives claims, of units that had so much before, their totals. `worth(side, totals)`: a step
    taken from one unit for another makes a plan better when the first of its figures for the one exceeds the second for the other.
    `in_yuan`: whether its measure is in yuan, so that one yuan more has a price in it.
    """

    text: Text
    by_need: bool
    in_yuan: bool
    share: Callable[[Side, Claims, Ints, Ints], Shared]
    worth: Callable[[Side, Ints], Worth]


def policy_named(name: str) -> Policy:
    """The policy of this name; Refused when there is none."""
    if name not in POLICIES:
        known = ", ".join(POLICIES)
        raise Refused(f"没有分配办法 {name}；可用：{known}。", f"there is no policy {name}; choose one of {known}.")
    return POLICIES[name]


def _of(raised: Raised, claims: Claims) -> Shared:
    return Shared(raised.totals, raised.rounds, claims)


def _deepest_first(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    """Class by class; inside a class the least that any household has after aid is raised as far as it goes."""
    totals, rounds = np.zeros(len(had), dtype=np.int64), list[Round]()
    for rank in np.unique(side.tier):
        rows = np.flatnonzero(side.tier == rank)
        raised = _ladder(side, claims, rows, had).climb(money)
        totals[rows] = raised.totals
        rounds += raised.rounds
        one = np.zeros(len(had), dtype=np.int64)
        one[rows] = raised.totals
        money = money - claims.asked(one)
    return Shared(totals, tuple(rounds), claims)


def _raise_the_floor(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    return _of(_ladder(side, claims, side.rows, had).climb(money), claims)


def _ladder(side: Side, claims: Claims, rows: Ints, had: Ints) -> Ladder:
    """A ladder over these units; one that starts from nothing is kept with its claims, to be climbed again."""
    key = f"ladder {rows[:1]} {len(rows)}"
    if had.any():
        return Ladder(claims, rows, (side.base + had)[rows], side.odd[rows])
    if key not in claims.__dict__:
        claims.__dict__[key] = Ladder(claims, rows, side.base[rows], side.odd[rows] if side.odd.any() else None)
    return claims.__dict__[key]  # type: ignore[no-any-return]


def _proportional(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    return _of(in_proportion(claims, side.rows, money), claims)


def _most_served(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    """As many households in full as can be; what is then left goes by order of application."""
    found = cover(claims, side.able & (had + claims.cap == side.claims.cap), money)
    full = np.where(found.served, claims.cap, 0)
    rest = in_turn(claims.after(full), side.rows, money - claims.asked(full))
    return Shared(full + rest.totals, rest.rounds, claims, found.at_most)


def _order_of_application(side: Side, claims: Claims, had: Ints, money: Ints) -> Shared:
    return _of(in_turn(claims, side.rows, money), claims)


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
    return np.where(totals == side.claims.cap, -1, side.rows), side.rows


POLICIES: dict[str, Policy] = {
    "deepest-first": Policy(
        Text("先深度、再相对、后意外；同类中先补最困难的家庭", "deep hardship first, then relative, then accident; inside a class the worst off first"),
        by_need=False, in_yuan=True, share=_deepest_first, worth=_level_by_class),
    "raise-the-floor": Policy(
        Text("先补帮扶后所得最少的家庭，逐步抬高底线；不看类别", "those who would have least after aid first, whatever their class: the floor is raised for all"),
        by_need=False, in_yuan=True, share=_raise_the_floor, worth=_level),
    "equal-amount": Policy(
        Text("每项需求发同样的金额，需求较小的发足为止；有利于小额需求", "the same amount for every need, small ones in full: it favours small needs"),
        by_need=True, in_yuan=True, share=_raise_the_floor, worth=_level),
    "proportional": Policy(
        Text("每项需求按同一比例发放；需求大的得到的多", "the same share of every need: whoever needs more gets more"),
        by_need=True, in_yuan=False, share=_proportional, worth=_part),
    "most-served": Policy(
        Text("全额满足的户数最多，余款按申请先后；有利于需求较小、并非最困难的家庭", "most households served in full, what is left by order of application: it favours those who need little, not the worst off"),
        by_need=False, in_yuan=False, share=_most_served, worth=_turn_of_the_rest),
    "order-of-application": Policy(
        Text("按建档先后逐项发足；有利于先申请的家庭", "one need after another by filing date, each in full: it favours those who applied early"),
        by_need=True, in_yuan=True, share=_order_of_application, worth=_turn),
}  # fmt: skip
"""The policies by name; the names are a contract."""

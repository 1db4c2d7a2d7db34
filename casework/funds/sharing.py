"""Sharing: needs and funds made ready, shared by a policy, laid out as payments and checked.

A set of totals can be paid exactly when, for every set of purses, what only those purses may pay does not exceed them
(`claims`). So a policy raises whole levels tested by a few sums (`policies`), and payments follow at the end (`payments`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from casework.funds.certificate import certify
from casework.funds.claims import Claims, sums
from casework.funds.limits import Limits, cuts
from casework.funds.payments import Payments, pay
from casework.funds.plans import Plan, Spent
from casework.funds.policies import Policy, Shared, Side, policy_named
from casework.funds.purses import Purses
from casework.funds.rise import Round
from casework.funds.terms import Fund, Need
from casework.funds.turns import in_turn
from casework.households import Bools, Ints
from casework.money import show
from casework.vocabulary import AIDS, Refused

CLASS_ORDER = ("deep", "dibao", "relative", "edge", "accident")
_NO_LIMITS = Limits()
Kept = dict[tuple[str, str, str], int]
"""Fen by household, aid and fund."""


def allocate(needs: Sequence[Need], funds: Sequence[Fund], policy: str, limits: Limits = _NO_LIMITS) -> Plan:
    """The plan of a policy: optimal for it, exact to the fen; without limits no fen lies idle that an unmet need may have.

    Refused when a balance is negative or missing, a need has no class, or the limits contradict one another.
    """
    return Sharing(needs, funds, limits).plan(policy)


class Sharing:
    """Needs and funds made ready: one preparation for many plans and budgets."""

    def __init__(
        self, needs: Sequence[Need], funds: Sequence[Fund], limits: Limits = _NO_LIMITS, kept: Kept | None = None
    ) -> None:  # fmt: skip
        """`kept`: how much of a household's room in a fund is kept for which of its needs."""
        _stop_if_wrong(needs, funds)
        limits.stop_if_senseless(funds)
        place = {aid: i for i, aid in enumerate(AIDS.words)}
        self.given, self.funds, self.limits, self.unit = tuple(needs), tuple(funds), limits, limits.unit_fen
        self._kept = kept or {}
        self.needs = sorted(needs, key=lambda n: (n.turn, n.household, place[n.aid]))
        used = {name for need in needs for name in need.funds}
        self.purses = Purses([fund for fund in funds if fund.name in used])

    def plan(self, policy: str, available: Mapping[str, int] | None = None) -> Plan:
        """The plan of a policy, with what the funds have or with other sums (fen by fund); checked before it is given.

        Where room that a household has in a fund was kept for a need that did not want it, it is kept for another and all is
        shared anew.
        """
        plan = self._planned(policy, available or {})
        for _ in range(3):
            kept = self._kept_anew(plan)
            if not kept:
                break
            anew = Sharing(self.given, self.funds, self.limits, kept)._planned(policy, available or {})
            if sum(anew.grants.values()) <= sum(plan.grants.values()):
                break
            plan = anew
        return plan

    def _kept_anew(self, plan: Plan) -> Kept:
        """Room by need as the plan used it, what is left of it for needs that could have more; nothing if none could."""
        rich = {f.name for f in plan.funds if plan.after(f) >= self.unit and f.household_cap_fen is not None}
        if self.limits.is_hard or not rich:
            return {}
        used: Kept = {}
        idle = dict[tuple[str, str], tuple[str, str, str]]()
        for need in (n for n in self.given if n.room):
            for name, _ in need.room:
                used[need.household, need.aid, name] = plan.by_need.get((need.household, need.aid), {}).get(name, 0)
                if name in rich and plan.could_have(need, name):
                    idle.setdefault((need.household, name), (need.household, need.aid, name))
        return used | {key: used[key] + plan.room_left(key[0], key[2]) for key in idle.values()} if idle else {}

    def _planned(self, policy: str, available: Mapping[str, int]) -> Plan:
        way = policy_named(policy)
        funds = [replace(f, available_fen=available.get(f.name, f.available_fen)) for f in self.funds]
        _stop_if_wrong((), funds)
        have, side = self.have(funds), self.side(way)
        found, gap = self._shared(way, side, have), 0
        if found.served is not None and not self.limits.at_least:
            side, found = self.by_need, self._rest_in_turn(found, found.served, have)
        spent = self._spent(side, have, found.rounds)
        if self.limits.is_hard:
            few = self._without_crumbs(way, self._by_need_of(side, found.totals, have), have)
            gap = max(int(found.totals.sum()) - int(few.sum()), 0) * self.unit
            side, found = self._each(way), found._replace(totals=few)
        grants = self._grants(side, found.totals, have)
        plan = Plan(policy, tuple(funds), self.given, grants, self.limits, self._cut(side), spent, found.at_most, gap)
        is_plain = not (self.limits.is_hard or self.limits.at_least)
        certify(plan, (way, side, found.totals, self.money(side.claims.sets, have)) if is_plain else None)
        return plan

    def have(self, funds: Sequence[Fund]) -> list[int]:
        """What the funds that some need may use have, fen, in the order of the purses."""
        return [fund.available_fen for fund in funds if fund.name in self.purses.names]

    def money(self, sets: Ints, have: Sequence[int]) -> Ints:
        """What sets of purses have when the funds have so much, in steps of an amount."""
        return self.purses.money(sets, self.purses.limits(have) // self.unit)

    def side(self, way: Policy) -> Side:
        """The claims of whom a policy judges: households, or needs by themselves."""
        return self.by_need if way.by_need else self.by_home

    def _cut(self, side: Side) -> dict[tuple[str, str], dict[str, int]]:
        return {(n.household, n.aid): cut for n, cut in zip(self.needs, side.cuts, strict=True) if cut}

    def _paid(self, side: Side, totals: Ints, have: Sequence[int]) -> Payments:
        return pay(side.claims, totals, self.purses, self.purses.limits(have) // self.unit)

    def _by_need_of(self, side: Side, totals: Ints, have: Sequence[int]) -> Ints:
        """What each need gets of these totals."""
        paid = self._paid(side, totals, have)
        return sums(side.need_of[paid.piece], paid.fen, len(self.needs))

    def _grants(self, side: Side, totals: Ints, have: Sequence[int]) -> dict[tuple[str, str, str], int]:
        paid, grants = self._paid(side, totals, have), dict[tuple[str, str, str], int]()
        for k, p, steps in zip(side.need_of[paid.piece].tolist(), paid.purse.tolist(), paid.fen.tolist(), strict=True):
            key = (self.needs[k].household, self.needs[k].aid, self.purses.names[self.purses.fund_of[p]])
            grants[key] = grants.get(key, 0) + steps * self.unit
        return grants

    # ---- claims -------------------------------------------------------------------------------------

    @cached_property
    def by_home(self) -> Side:
        """The claims of households."""
        return self._side(by_need=False)

    @cached_property
    def by_need(self) -> Side:
        """The claims of needs by themselves."""
        return self._side(by_need=True)

    def _each(self, way: Policy) -> Side:
        """Needs by themselves, as a policy cuts them; one that judges households cuts none at the cap of a household."""
        return self.by_need if way.by_need or self.limits.household_cap_fen is None else self._side(by_need=True, capped=False)  # fmt: skip

    def _side(self, *, by_need: bool, without: frozenset[int] = frozenset(), capped: bool = True) -> Side:
        """The claims of households, or of needs by themselves; needs named by place are left out."""
        homes = {h: i for i, h in enumerate(dict.fromkeys(n.household for n in self.needs))}
        unit = [k if by_need else homes[n.household] for k, n in enumerate(self.needs)]
        rich = {fund.name for fund in self.funds if fund.available_fen > 0}
        cut = cuts(self.needs, self.limits, rich, by_need=by_need and capped)
        pieces = [
            (unit[k], mask, fen // self.unit, k)
            for k, mask, fen in _pieces(self.needs, cut, self.purses, self._kept)
            if k not in without and fen >= self.unit
        ]
        units, masks, fen, need_of = (np.array(column, dtype=np.int64) for column in zip(*pieces, strict=True)) if pieces else (np.zeros(0, np.int64),) * 4  # fmt: skip
        n = max(unit, default=-1) + 1
        cap, full = (
            sums(units, fen, n),
            sums(np.array(unit, dtype=np.int64), np.array([n_.amount_fen for n_ in self.needs], dtype=np.int64), n),
        )
        if self.limits.household_cap_fen is not None and not by_need:
            cap = np.minimum(cap, self.limits.household_cap_fen // self.unit)
        first = {u: k for k, u in reversed(list(enumerate(unit)))}
        of_unit = [self.needs[first[u]] for u in range(n)]
        means = np.array([0 if by_need else need.means_fen for need in of_unit], dtype=np.int64)
        tier = np.array([CLASS_ORDER.index(need.class_) for need in of_unit], dtype=np.int64)
        claims = Claims(units, masks, fen, cap)
        return Side(claims, need_of, np.array(unit, dtype=np.int64), tuple(of_unit), tuple(cut), means // self.unit, means % self.unit, tier, cap * self.unit == full)  # fmt: skip

    # ---- sharing ------------------------------------------------------------------------------------

    def _shared(self, way: Policy, side: Side, have: Sequence[int]) -> Shared:
        """What each unit gets by the policy; regions that would get less than the least set for them are served first."""
        money, none = self.money(side.claims.sets, have), np.zeros(len(side.claims.cap), dtype=np.int64)
        had, found, claimed = none, way.share(side, side.claims, none, money), set[str]()
        while short := [r for r in self.limits.at_least if r[0] not in claimed and self._of(side, r[0], found) < r[1]]:
            for region, _ in short:
                had = had + self._first(way, side, had, money, region)
                claimed.add(region)
            more = way.share(side, side.claims.after(had), had, money - side.claims.asked(had))
            found = more._replace(totals=had + more.totals)
        return found

    def _there(self, side: Side, region: str) -> Bools:
        """The units of a region."""
        return np.isin(side.rows, side.unit_of_need[[n.region.startswith(region) for n in self.needs]])

    def _of(self, side: Side, region: str, found: Shared) -> int:
        """What a region gets, fen."""
        return int(found.totals[self._there(side, region)].sum()) * self.unit

    def _first(self, way: Policy, side: Side, had: Ints, money: Ints, region: str) -> Ints:
        """The least that is set for a region, shared among its units by the policy; Refused when it cannot be paid."""
        least, there = dict(self.limits.at_least)[region], self._there(side, region)
        claims = side.claims.after(had).among(there)
        still = -(-least // self.unit) - int(had[there].sum())
        left = money - side.claims.asked(had)
        left[-1:] = np.minimum(left[-1:], max(still, 0))
        got = way.share(side, claims, had, left).totals
        if int(got.sum()) < still:
            most = show((int(had[there].sum()) + int(got.sum())) * self.unit)
            raise Refused(f"地区 {region} 至少 {show(least)} 元不可行：按其需求和可用资金最多 {most} 元，请降低下限或增加资金。",
                          f"at least {show(least)} yuan for the region {region} is not possible: its needs and the funds for them come to {most} yuan; lower it or add money.")  # fmt: skip
        return got

    def _rest_in_turn(self, found: Shared, served: Bools, have: Sequence[int]) -> Shared:
        """By needs, what those served in full and then, need by need in order of application, the others get."""
        each = self.by_need
        full = np.where(served[self.by_home.unit_of_need], each.claims.cap, 0)
        rest = in_turn(each.claims.after(full), each.rows, self.money(each.claims.sets, have) - each.claims.asked(full))
        return found._replace(totals=full + rest.totals, rounds=rest.rounds)

    def _without_crumbs(self, way: Policy, fen: Ints, have: Sequence[int]) -> Ints:
        """What each need gets when none gets less than the least grant, and each whole aid all or nothing.

        Of the needs that would get a part only, the half that is furthest from what it must have, later turns first, is left
        out and the rest shared anew until none is left; then those left out are served in turn with what remains.
        """
        claims = self._each(way).claims
        must = np.array([max(self.limits.least_steps(need), 1) for need in self.needs], dtype=np.int64)
        left_out = frozenset[int]()
        while len(crumbs := np.flatnonzero((fen > 0) & (fen < must))):
            furthest = crumbs[np.lexsort((-crumbs, 1000 * fen[crumbs] // must[crumbs]))]
            left_out |= {int(k) for k in furthest[: (len(furthest) + 1) // 2]}
            side = self._side(by_need=way.by_need, without=left_out)
            fen = self._by_need_of(side, self._shared(way, side, have).totals, have)
        money, home, most = self.money(claims.sets, have), self.by_home.unit_of_need, self.limits.household_cap_fen
        for k in sorted(left_out):
            room = int(in_turn(claims.after(fen), np.array([k]), money - claims.asked(fen)).totals[0])
            if most is not None:
                room = min(room, most // self.unit - int(fen[home == home[k]].sum()))
            fen[k] += room if room >= must[k] else 0
        return fen

    def _spent(self, side: Side, have: Sequence[int], rounds: Sequence[Round]) -> dict[str, Spent]:
        """For each fund the units that one step more in it would raise: of the first round that ended for want of it."""
        rounds = [r for r in rounds if len(r.rising)]
        sets = np.array([r.spent for r in rounds], dtype=np.int64)
        found, before = {}, self.money(sets, have)
        for at, name in enumerate(self.purses.names):
            more = [fen + self.unit * (i == at) for i, fen in enumerate(have)]
            grown = self.money(sets, more) > before
            if grown.any():
                rising = np.sort(rounds[int(np.argmax(grown))].rising)
                found[name] = Spent(len(rising), tuple(side.of_unit[int(u)].household for u in rising[:5]))
        return found


def _pieces(
    needs: Sequence[Need], cut: Sequence[Mapping[str, int]], purses: Purses, kept: Kept
) -> list[tuple[int, int, int]]:
    """The payable part of each need with the purses that may pay it, in order; parted where what a fund may give it ends.

    Where several needs of a household share such room, it serves what is kept for each, then those that fewer others may pay.
    """
    found: list[tuple[int, int, int]] = []
    together: dict[str, list[Part]] = {}
    for k, need in enumerate(needs):
        parts = [(k, frozenset(need.funds), need.amount_fen - sum(cut[k].values()))]
        for fund, most in need.most:
            parts = _parted(parts, fund, most, {})
        if need.room:
            together.setdefault(need.household, []).extend(parts)
        else:
            found += [(k, purses.mask(need, sorted(names)), fen) for _, names, fen in parts]
    for parts in together.values():
        for fund, room in {fund: fen for k, _, _ in parts for fund, fen in needs[k].room}.items():
            parts = _parted(
                parts, fund, room, {k: kept.get((needs[k].household, needs[k].aid, fund), 0) for k, _, _ in parts}
            )
        found += [(k, purses.mask(needs[k], sorted(names)), fen) for k, names, fen in parts]
    return sorted((k, mask, fen) for k, mask, fen in found if mask and fen > 0)


Part = tuple[int, frozenset[str], int]


def _parted(parts: list[Part], fund: str, room: int, kept: dict[int, int]) -> list[Part]:
    """The same parts, of which this fund may pay so much in all: first what is kept for a need, then narrow parts first."""
    found = [part for part in parts if fund not in part[1]]
    order = sorted((part for part in parts if fund in part[1]), key=lambda part: (len(part[1]), part[0]))
    given = [0] * len(order)
    for is_kept in (True, False):
        for i, (k, _, fen) in enumerate(order):
            more = min(room, fen - given[i], kept.get(k, 0) if is_kept else fen)
            given[i], room = given[i] + more, room - more
            kept[k] = kept.get(k, 0) - more * is_kept
    for (k, names, fen), mine in zip(order, given, strict=True):
        found += [(k, names, mine), (k, names - {fund}, fen - mine)]
    return [part for part in found if part[2] > 0]


def _stop_if_wrong(needs: Sequence[Need], funds: Sequence[Fund]) -> None:
    """Refused, with the place, when a fund or a need is no such thing."""
    for fund in funds:
        if type(fund.available_fen) is not int or fund.available_fen < 0:
            said = show(fund.available_fen) if type(fund.available_fen) is int else "—"
            raise Refused(f"资金 {fund.name} 的可用余额为 {said} 元（负数或缺失），请先核对该资金的收支。",
                          f"the fund {fund.name} has {said} yuan available (negative or missing): put its receipts and payments right first.")  # fmt: skip
    seen = set()
    for need in needs:
        where = f"{need.household} {AIDS.show(need.aid, 'zh')}", f"{need.household}, {AIDS.show(need.aid, 'en')}"
        if need.class_ not in CLASS_ORDER:
            raise Refused(f"{where[0]}：没有困难类别，不能分配，请先认定。", f"{where[1]}: the need has no class, so it cannot be served: decide the class first.")  # fmt: skip
        if type(need.amount_fen) is not int or need.amount_fen <= 0 or (need.household, need.aid) in seen:
            raise Refused(f"{where[0]}：金额须为大于零的整数分，且每户每项只列一次。", f"{where[1]}: an amount is whole fen above 0, and each household and aid stands once.")  # fmt: skip
        seen.add((need.household, need.aid))

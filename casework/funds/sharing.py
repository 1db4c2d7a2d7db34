"""Sharing: the policies an office can choose, exact to the fen.

A set of household totals can be paid exactly when, for every set of purses, what only those purses may pay does
not exceed them (Gale, Hoffman). So a level can be raised by bisection and checked without solving a network; the
result is optimal for its policy to the fen. A protected reserve is a purse of its own that few aids may use.
"""

from collections.abc import Callable, Sequence

import numpy as np

from casework.funds.plans import Plan
from casework.funds.terms import Fund, Need
from casework.households import Ints
from casework.vocabulary import AIDS, Refused, Text

Homes = dict[str, list[Need]]
Policy = Callable[[Homes, "_Purses"], Ints]


def allocate(needs: Sequence[Need], funds: Sequence[Fund], policy: str) -> Plan:
    """The plan of a policy: optimal for it, exact to the fen, no fen idle that an unmet need may have."""
    if policy not in POLICIES:
        known = ", ".join(POLICIES)
        raise Refused(f"没有分配办法 {policy}；可用：{known}。", f"there is no policy {policy}; choose one of {known}.")
    homes: Homes = {}
    for need in sorted(needs, key=lambda n: (n.turn, list(AIDS.words).index(n.aid))):
        homes.setdefault(need.household, []).append(need)
    purses = _Purses(list(homes.values()), funds)
    totals = POLICIES[policy][1](homes, purses)
    grants, spent = purses.pay(totals), {fund.name: 0 for fund in funds}
    for (_, _, name), fen in grants.items():
        spent[name] += fen
    return Plan(policy, tuple(funds), tuple(needs), grants, spent)


def _deepest_first(homes: Homes, purses: "_Purses") -> Ints:
    """Class by class; inside a class the least any household has after aid is raised as far as it goes."""
    order = ("deep", "dibao", "relative", "edge", "accident")
    classes = np.array([order.index(home[0].class_) for home in homes.values()], dtype=np.int64)
    means = np.array([home[0].means_fen for home in homes.values()], dtype=np.int64)
    totals = np.zeros(len(homes), dtype=np.int64)
    for rank in range(len(order)):
        purses.raise_floor(totals, np.flatnonzero(classes == rank), means)
    return totals


POLICIES: dict[str, tuple[Text, Policy]] = {
    "deepest-first": (Text("先深度、再相对、后意外；同类中先补最困难的家庭",
                           "deep hardship first, then relative, then accident; inside a class the worst off first"), _deepest_first),
}  # fmt: skip
"""The policies an office can choose: the sentence that says what each favours, and how it shares."""


MOST_PURSES = 12
"""The work doubles with each purse; what no need may use, or is empty, is not counted."""


class _Purses:
    """Purses (funds, and protected reserves apart) and which household totals they can pay."""

    def __init__(self, homes: Sequence[Sequence[Need]], funds: Sequence[Fund]) -> None:
        self.homes = homes
        self._used = {(fund, need.aid) for home in homes for need in home for fund in need.funds}
        self.names: list[str] = []
        self.money: list[int] = []
        self._aids: list[tuple[str, ...]] = []
        for fund in sorted(funds, key=lambda f: (len(f.aids) * len(f.classes), not f.archived_only)):
            kept = min(fund.reserve_fen, max(fund.available_fen, 0))
            self._add(fund.name, max(fund.available_fen, 0) - kept, tuple(AIDS.words))
            self._add(fund.name, kept, fund.reserve_aids)
        if len(self.names) > MOST_PURSES:
            raise Refused(f"一次最多分配 {MOST_PURSES} 笔有需要可用的资金（留存另计一笔），现有 {len(self.names)} 笔；请合并使用范围相同的资金。",
                          f"at most {MOST_PURSES} funds (a reserve counts as one more) can be shared at a time, not {len(self.names)}: merge those of equal use.")  # fmt: skip
        self.sets = np.arange(1 << len(self.names))
        has = [sum(m for p, m in enumerate(self.money) if s >> p & 1) for s in self.sets]
        self.budget: Ints = np.array(has, dtype=np.int64)
        self.masks = [[self._mask(need) for need in home] for home in homes]
        self.cap = np.array([sum(n.amount_fen for n in home) for home in homes], dtype=np.int64)
        self.outside = self._outside()

    def _add(self, name: str, fen: int, aids: tuple[str, ...]) -> None:
        if fen and any((name, aid) in self._used for aid in aids):
            self.names.append(name)
            self.money.append(fen)
            self._aids.append(aids)

    def _mask(self, need: Need) -> int:
        return sum(1 << p for p, name in enumerate(self.names) if name in need.funds and need.aid in self._aids[p])

    def _outside(self) -> Ints:
        """For each household and set of purses: what other purses may pay of its needs, fen."""
        found = np.zeros((len(self.homes), len(self.sets)), dtype=np.int64)
        for i, (home, masks) in enumerate(zip(self.homes, self.masks, strict=True)):
            for need, mask in zip(home, masks, strict=True):
                found[i] += np.where(mask & ~self.sets, need.amount_fen, 0)
        return found

    def slack(self, totals: Ints) -> Ints:
        """For each set of purses, what it has beyond what only it can pay; negative: cannot be paid."""
        return self.budget - np.maximum(totals[:, None] - self.outside, 0).sum(axis=0)  # type: ignore[no-any-return]

    def raise_floor(self, totals: Ints, rows: Ints, means: Ints) -> None:
        """Raises the totals of some households, the least means plus total first, as far as it goes (leximin)."""
        while (rows := rows[totals[rows] < (cap := self._limit(totals))[rows]]).size:
            low, high = int((means + totals)[rows].min()), int((means + cap)[rows].max())
            while low < high:
                middle = (low + high + 1) // 2
                tried = self._at(totals, rows, means, cap, middle)
                low, high = (middle, high) if (self.slack(tried) >= 0).all() else (low, middle - 1)
            totals[:] = self._at(totals, rows, means, cap, low)
            rows = self._one_more(totals, rows, low, means)

    def _limit(self, totals: Ints) -> Ints:
        """The most each household can come to: once a set of purses is spent, only what others may pay is left."""
        spent = self.slack(totals) == 0
        others: Ints = self.outside[:, spent].min(axis=1, initial=np.iinfo(np.int64).max)
        limit: Ints = np.minimum(self.cap, np.maximum(totals, others))
        return limit

    def _at(self, totals: Ints, rows: Ints, means: Ints, cap: Ints, level: int) -> Ints:
        """The totals when these households are raised to a level of means plus total."""
        found = totals.copy()
        found[rows] = np.maximum(totals[rows], np.minimum(level - means[rows], cap[rows]))
        return found

    def _one_more(self, totals: Ints, rows: Ints, level: int, means: Ints) -> Ints:
        """One fen more for each household at the level that can have it, in turn; those who go on rising."""
        slack, rising = self.slack(totals), []
        for i in rows[totals[rows] < self.cap[rows]]:
            if means[i] + totals[i] == level:
                touched = self.outside[i] <= totals[i]
                if not (slack[touched] >= 1).all():
                    continue
                slack[touched] -= 1
                totals[i] += 1
            rising.append(i)
        return np.array(rising, dtype=np.int64)

    def pay(self, totals: Ints) -> dict[tuple[str, str, str], int]:
        """Payments household by household: the narrowest purse first, never so that another cannot be paid."""
        grants: dict[tuple[str, str, str], int] = {}
        slack = self.slack(totals)
        money, outside = list(self.money), self.outside
        for i, home in enumerate(self.homes):
            left = int(totals[i])
            bound = np.maximum(left - outside[i], 0)
            due = [need.amount_fen for need in home]
            while left:
                k, p, fen = self._step(i, due, left, money, slack, bound)
                key = (home[k].household, home[k].aid, self.names[p])
                grants[key] = grants.get(key, 0) + fen
                touched, inside = (self.sets >> p & 1) == 1, (self.masks[i][k] & ~self.sets) == 0
                freed = np.where(inside, np.minimum(bound, fen), 0)
                slack += freed - np.where(touched, fen, 0)
                bound = bound - freed
                left, due[k], money[p] = left - fen, due[k] - fen, money[p] - fen
        return grants

    def _step(self, i: int, due: list[int], left: int, money: list[int], slack: Ints, bound: Ints) -> tuple[int, int, int]:  # fmt: skip
        """The next payment to a household: need, purse and the most that leaves everything else payable."""
        for k, mask in enumerate(self.masks[i]):
            inside = (mask & ~self.sets) == 0
            for p in range(len(money)):
                if mask >> p & 1 and due[k] and money[p]:
                    room = int((slack + np.where(inside, bound, 0))[(self.sets >> p & 1) == 1].min())
                    fen = min(due[k], left, money[p], room)
                    if fen > 0:
                        return k, p, fen
        raise AssertionError("totals that the purses can pay leave a payment to make")

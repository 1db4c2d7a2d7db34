"""Second methods for the allocation tests: enumeration, exact shares, flows and programs, none with code of the solver.

They read only the terms of `Fund`, `Ceiling` and `Need` and work from payments (need, fund) up.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np

from casework.funds import Ceiling, Fund, Limits, Need

AIDS = ("living", "medical", "tuition", "temporary", "warmth")
CLASSES = ("deep", "dibao", "relative", "edge", "accident")
"""In the order in which deepest-first serves them."""
POLICIES = ("deepest-first", "raise-the-floor", "equal-amount", "proportional", "most-served", "order-of-application")
Grants = dict[tuple[str, str, str], int]


# ---- cases ------------------------------------------------------------------------------------------------


def reads(fund: Fund, aid: str, class_: str, archived: bool) -> bool:
    """Whether a fund's lists allow this."""
    return aid in fund.aids and class_ in fund.classes and (archived or not fund.archived_only)


def laminar(pairs: Sequence[frozenset[tuple[str, str]]], new: frozenset[tuple[str, str]]) -> bool:
    return all(not (both := old & new) or both in (old, new) for old in pairs)


def some(rng: random.Random, things: Sequence[str], least: int = 1) -> tuple[str, ...]:
    """Some of these, in their order."""
    chosen = set(rng.sample(things, rng.randint(least, len(things))))
    return tuple(thing for thing in things if thing in chosen)


def random_fund(rng: random.Random, name: str, money: int, cap: int | None) -> Fund:
    """A fund with a reserve and up to two ceilings, each inside the other or apart, as a funds file would have it."""
    aids = AIDS if rng.random() < 0.4 else some(rng, AIDS, 2)
    classes = CLASSES if rng.random() < 0.5 else some(rng, CLASSES, 2)
    reserve_aids = some(rng, AIDS) if rng.random() < 0.4 else ()
    reserve = rng.randint(0, money + 1) if reserve_aids else 0
    taken = [frozenset(product(aids, CLASSES)) - frozenset(product(reserve_aids, CLASSES))]
    ceilings = []
    for _ in range(rng.choice((0, 0, 1, 2))):
        pairs = (some(rng, aids), classes if rng.random() < 0.5 else some(rng, classes))
        if laminar([frozenset(p for p in t if p[1] in classes) for t in taken], frozenset(product(*pairs))):
            taken.append(frozenset(product(*pairs)))
            ceilings.append(Ceiling(*pairs, rng.randint(0, money)))
    return Fund(name, aids, classes, rng.random() < 0.15, money, reserve, reserve_aids, tuple(ceilings), cap)


def random_case(
    seed: int, *, homes: int = 4, needs: int = 6, most: int = 3, money: int = 6, funds: int = 3, shared_caps: bool = False
) -> tuple[list[Need], list[Fund]]:  # fmt: skip
    """Households with needs, and funds. At most one need of a household may use a fund with a household cap, unless `shared_caps`."""
    rng = random.Random(seed)
    tight = rng.random() < 0.15
    purse = [
        random_fund(rng, name, 0 if rng.random() < 0.1 else rng.randint(0, money), rng.randint(1, most) if rng.random() < 0.25 else None)
        for name in [f"F{i}" for i in rng.sample(range(funds * 2), rng.randint(1, funds))]
    ]  # fmt: skip
    numbers = rng.sample(range(10, 10 + 9 * homes), rng.randint(1, homes))
    found: list[Need] = []
    left = needs
    for at, number in enumerate(numbers):
        class_ = rng.choice(("deep", "relative")) if tight else rng.choice(CLASSES)
        archived, means = rng.random() < 0.7, rng.choice((0, 0, rng.randint(-3, 3), rng.randint(-3, 3)))
        turn = (rng.choice(("2026-01-01", "2026-01-01", "2026-02-01", "9999")), f"h{number}")
        aids = some(rng, AIDS)[: max(min(rng.choice((1, 1, 2, 3)), left - (len(numbers) - at - 1)), 1)]
        left -= len(aids)
        region, used = rng.choice(("3201", "3202")), set[str]()
        for aid in aids:
            payers = tuple(f for f in purse if reads(f, aid, class_, archived) and (tight or rng.random() < 0.85))
            if not shared_caps:
                payers = tuple(f for f in payers if f.household_cap_fen is None or f.name not in used)
                payers = tuple(f for i, f in enumerate(payers) if f.household_cap_fen is None or sum(p.household_cap_fen is not None for p in payers[:i]) < 2)  # fmt: skip
            used |= {f.name for f in payers}
            room = tuple((f.name, f.household_cap_fen) for f in payers if f.household_cap_fen is not None)
            found.append(Need(turn[1], aid, class_, archived, rng.randint(1, most), tuple(f.name for f in payers), means, turn, region, room))  # fmt: skip
    rng.shuffle(found)
    return found, purse


def in_turn(needs: Sequence[Need]) -> list[Need]:
    """By filing date, file number, and the order of the aids."""
    return sorted(needs, key=lambda n: (*n.turn, AIDS.index(n.aid)))


# ---- what is lawful ---------------------------------------------------------------------------------------


def bounds(fund: Fund) -> Iterator[tuple[frozenset[tuple[str, str]], int]]:
    """What a fund's payments for some (aid, class) pairs together may not exceed."""
    every = frozenset(product(AIDS, CLASSES))
    yield every, fund.available_fen
    kept = frozenset(product(fund.reserve_aids, CLASSES))
    yield every - kept, max(fund.available_fen - fund.reserve_fen, 0)
    for ceiling in fund.ceilings:
        yield frozenset(product(ceiling.aids, ceiling.classes)), max(ceiling.left_fen, 0)


def breaches(grants: Grants, needs: Sequence[Need], funds: Sequence[Fund], limits: Limits | None = None) -> list[str]:
    """What grants break of the terms of funds and needs, and of limits."""
    by, purse = {(n.household, n.aid): n for n in needs}, {f.name: f for f in funds}
    found = [f"amount {key} {fen}" for key, fen in grants.items() if type(fen) is not int or fen <= 0]
    found += [f"payer {key}" for key in grants if key[2] not in by[key[:2]].funds]
    for n in needs:
        if sum(fen for key, fen in grants.items() if key[:2] == (n.household, n.aid)) > n.amount_fen:
            found.append(f"need {n.household} {n.aid}")
        for name, room in n.room:
            if sum(fen for (h, _, f), fen in grants.items() if (h, f) == (n.household, name)) > room:
                found.append(f"room {n.household} {name}")
    for name, fund in purse.items():
        for pairs, most in bounds(fund):
            if sum(fen for (h, a, f), fen in grants.items() if f == name and (a, by[h, a].class_) in pairs) > most:
                found.append(f"fund {name}")
    return found + (_limits_broken(grants, needs, limits) if limits else [])


def _limits_broken(grants: Grants, needs: Sequence[Need], limits: Limits) -> list[str]:
    got: dict[tuple[str, str], int] = {}
    for (h, a, _), fen in grants.items():
        got[h, a] = got.get((h, a), 0) + fen
    homes = {h: sum(fen for (home, _), fen in got.items() if home == h) for h, _ in got}
    found = [f"yuan {k}" for k, fen in got.items() if limits.whole_yuan and fen % 100]
    found += [f"cap {h}" for h, fen in homes.items() if limits.household_cap_fen is not None and fen > limits.household_cap_fen]  # fmt: skip
    found += [f"approval {k}" for k, fen in got.items() if limits.most_fen is not None and fen > limits.most_fen]
    for group in limits.one_of:
        found += [f"one of {h}" for h in homes if sum((h, a) in got for a in group) > 1]
    for n in needs:
        fen = got.get((n.household, n.aid), 0)
        step = 100 if limits.whole_yuan else 1
        most = min(n.amount_fen, *(x for x in (limits.most_fen, limits.household_cap_fen) if x is not None), n.amount_fen) // step * step  # fmt: skip
        found += [f"least {n.household} {n.aid}"] if 0 < fen < min(limits.minimum_fen, most) else []
        found += [f"whole {n.household} {n.aid}"] if n.aid in limits.whole and 0 < fen < most else []
    for region, least in limits.at_least:
        if sum(got.get((n.household, n.aid), 0) for n in needs if n.region.startswith(region)) < least:
            found.append(f"at least {region}")
    return found


# ---- every plan there is ----------------------------------------------------------------------------------


class Every:
    """All totals by need (columns in order of turn) that lawful payments in steps of `step` fen give.

    `most`: only the largest, so that any lawful totals are at most one of these in every need.
    """

    def __init__(self, needs: Sequence[Need], funds: Sequence[Fund], *, step: int = 1) -> None:
        self.needs, self.funds, self.step = in_turn(needs), funds, step
        self.amounts = np.array([n.amount_fen // step for n in self.needs], dtype=np.int64)
        self.homes = list(dict.fromkeys(n.household for n in self.needs))
        self.of_home = np.array([[n.household == h for n in self.needs] for h in self.homes], dtype=np.int64)
        self._weights = np.append(np.cumprod((self.amounts + 1)[::-1])[::-1][1:], 1)

    def _of_fund(self, fund: Fund, *, largest: bool) -> np.ndarray:
        """What one fund may pay, by need; one row for each lawful way."""
        at = [k for k, n in enumerate(self.needs) if fund.name in n.funds]
        rooms = [dict(self.needs[k].room).get(fund.name, self.amounts[k] * self.step) // self.step for k in at]
        shape = tuple(int(min(self.amounts[k], room, fund.available_fen // self.step)) + 1 for k, room in zip(at, rooms, strict=True))  # fmt: skip
        paid = np.indices(shape)
        lawful = np.ones(shape, dtype=np.bool_)
        for pairs, most in bounds(fund):
            bound = [i for i, k in enumerate(at) if (self.needs[k].aid, self.needs[k].class_) in pairs]
            lawful &= paid[bound].sum(axis=0) * self.step <= most
        for i, k in enumerate(at):
            alike = [j for j, other in enumerate(at) if self.needs[other].household == self.needs[k].household]
            if len(alike) > 1 and fund.name in dict(self.needs[k].room):
                lawful &= paid[alike].sum(axis=0) <= rooms[i]
        if largest:
            more = np.zeros(shape, dtype=np.bool_)
            for axis in range(len(at)):
                low = (slice(None),) * axis
                more[(*low, slice(None, -1))] |= lawful[(*low, slice(1, None))]
            lawful &= ~more
        rows = np.zeros((int(lawful.sum()), len(self.needs)), dtype=np.int64)
        rows[:, at] = np.argwhere(lawful)
        return rows

    def _together(self, *, largest: bool) -> np.ndarray:
        found = np.zeros((1, len(self.needs)), dtype=np.int64)
        for fund in self.funds:
            both = found[:, None] + self._of_fund(fund, largest=largest)[None]
            if largest:
                both = np.minimum(both, self.amounts)
            flat = both.reshape(-1, len(self.needs))
            flat = flat[(flat <= self.amounts).all(axis=1)]
            keys = np.unique(flat @ self._weights)
            found = keys[:, None] // self._weights % (self.amounts + 1)
        return found

    @cached_property
    def most(self) -> np.ndarray:
        return self._together(largest=True)

    @cached_property
    def all(self) -> np.ndarray:
        return self._together(largest=False)

    @cached_property
    def shares(self) -> list[Fraction]:
        return shares_of(self.needs, self.rank)

    def totals(self, grants: Grants) -> np.ndarray:
        """The totals by need of a plan, in steps."""
        found = np.zeros(len(self.needs), dtype=np.int64)
        at = {(n.household, n.aid): k for k, n in enumerate(self.needs)}
        for (household, aid, _), fen in grants.items():
            found[at[household, aid]] += fen
        return found // self.step

    def base(self) -> np.ndarray:
        """What each household has, in steps."""
        return np.array([next(n for n in self.needs if n.household == h).means_fen for h in self.homes]) // self.step

    def rank(self, rows: Sequence[int]) -> int:
        """The most that some needs can get in all."""
        return int(self.most[:, list(rows)].sum(axis=1).max())


def greatest(rows: np.ndarray, *keys: np.ndarray) -> np.ndarray:
    """Of these rows those for which the keys, column by column, are greatest."""
    left = np.arange(len(rows))
    for key in keys:
        for column in key.T:
            if len(left) > 1:
                left = left[column[left] == column[left].max()]
    return rows[left]


def best(every: Every, policy: str) -> np.ndarray:
    """The best totals by household or need (a single row), by the policy's own words and the rule for ties."""
    if policy == "order-of-application":
        return greatest(every.most, every.most)[0]
    if policy == "equal-amount":
        return greatest(every.most, np.sort(every.most, axis=1), every.most)[0]
    if policy == "proportional":
        return proportional(every)
    home = np.unique(every.most @ every.of_home.T, axis=0)
    has = home + every.base()
    if policy == "raise-the-floor":
        return greatest(home, np.sort(has, axis=1), home)[0]
    class_of = {n.household: n.class_ for n in every.needs}
    by_class = [[i for i, h in enumerate(every.homes) if class_of[h] == c] for c in CLASSES]
    return greatest(home, *(np.sort(has[:, at], axis=1) for at in by_class if at), home)[0]


def shares_of(needs: Sequence[Need], rank: Callable[[list[int]], int]) -> list[Fraction]:
    """The amounts of equal shares in exact fractions: a group that can have no more stops, the others rise on.

    `rank`: the most that some needs can get together. They are full when they have it; of what can be paid in whole fen
    the convex hull is what can be paid at all, so whole numbers say where the fractions stop.
    """
    n = len(needs)
    sets = [[k for k in range(n) if bits >> k & 1] for bits in range(1, 1 << n)]
    ranks = [rank(s) for s in sets]
    stopped: dict[int, Fraction] = {}
    while len(stopped) < n:
        rates = {}
        for i, (s, most) in enumerate(zip(sets, ranks, strict=True)):
            if rising := [k for k in s if k not in stopped]:
                left = most - sum(stopped[k] for k in s if k in stopped)
                rates[i] = Fraction(left) / sum(needs[k].amount_fen for k in rising)
        rate = min(rates.values())
        for i in (i for i, r in rates.items() if r == rate):
            stopped |= {k: rate * needs[k].amount_fen for k in sets[i] if k not in stopped}
    return [stopped[k] for k in range(n)]


def proportional(every: Every) -> np.ndarray:
    """Equal shares in whole fen: rounded down, then a fen each by largest remainder, then turn, as far as can be paid.

    A group that has all it can get by equal shares has it in whole fen too.
    """
    exact = every.shares
    low = np.array([share // 1 for share in exact], dtype=np.int64)
    high = np.array([-(-share // 1) for share in exact], dtype=np.int64)
    near = np.unique(np.minimum(every.most, high), axis=0)
    near = near[(near >= low).all(axis=1)]
    for bits in range(1, 1 << len(exact)):
        group = [k for k in range(len(exact)) if bits >> k & 1]
        if sum(exact[k] for k in group) == (most := every.rank(group)):
            near = near[near[:, group].sum(axis=1) == most]
    order = sorted(range(len(exact)), key=lambda k: (low[k] - exact[k], k))
    return greatest(near, near[:, order])[0]


def is_worse(every: Every, policy: str, row: np.ndarray, than: np.ndarray) -> bool:
    """Whether totals are worse than others by a policy's own words, ties aside; of shares, by two fen and more."""
    if policy == "order-of-application":
        return tuple(row) < tuple(than)
    if policy == "proportional":
        return any(abs(int(x) - share) >= 2 for x, share in zip(row, every.shares, strict=True))
    if policy == "equal-amount":
        return tuple(np.sort(row)) < tuple(np.sort(than))
    base, class_of = every.base(), {n.household: n.class_ for n in every.needs}
    groups = [range(len(row))]
    if policy == "deepest-first":
        groups = [[i for i, h in enumerate(every.homes) if class_of[h] == c] for c in CLASSES]
    mine, others = ([tuple(np.sort((base + x)[list(at)])) for at in groups] for x in (row, than))
    return mine < others


def served(every: Every, rows: np.ndarray) -> np.ndarray:
    """By row of totals by need and by household, whether every need of it is met."""
    found: np.ndarray = (rows @ every.of_home.T) == every.amounts @ every.of_home.T
    return found


# ---- flows and programs -----------------------------------------------------------------------------------


class Network:
    """Payments as arcs: the money of a fund through each of its bounds, the wider first, to a need, to its household, to the sink.

    `caps`: what may reach the sink by household; without it, all needs.
    """

    def __init__(self, needs: Sequence[Need], funds: Sequence[Fund]) -> None:
        self.needs, self.homes = in_turn(needs), list(dict.fromkeys(n.household for n in in_turn(needs)))
        n, m = len(self.needs), len(self.homes)
        self.source, self.sink, self.nodes = n + m, n + m + 1, n + m + 2
        self.arcs: list[tuple[int, int, int]] = []
        for fund in funds:
            self._add(fund)
        place = {h: n + i for i, h in enumerate(self.homes)}
        self.inner = [(k, place[need.household], need.amount_fen) for k, need in enumerate(self.needs)]

    def _add(self, fund: Fund) -> None:
        own = frozenset(product(fund.aids, fund.classes))
        limits = sorted(((pairs & own, most) for pairs, most in bounds(fund)), key=lambda limit: -len(limit[0]))
        at = [(pairs, self.nodes + i) for i, (pairs, _) in enumerate(limits)]
        self.nodes += len(limits)
        for i, (pairs, most) in enumerate(limits):
            above = [node for other, node in at[:i] if pairs <= other]
            self.arcs.append((above[-1] if above else self.source, at[i][1], most))
        for k, need in enumerate(self.needs):
            if fund.name in need.funds:
                inside = [node for pairs, node in at if (need.aid, need.class_) in pairs]
                self.arcs.append((inside[-1], k, min(need.amount_fen, dict(need.room).get(fund.name, need.amount_fen))))

    def most(self, by_home: Sequence[int] | None = None, among: Sequence[int] | None = None) -> int:
        """The most that can be paid, at most so much to each household, or to these needs only."""
        from ortools.graph.python import max_flow

        n = len(self.needs)
        if among is not None:
            ends = [(k, self.sink, self.needs[k].amount_fen) for k in among]
        else:
            caps = by_home or [1 << 50] * len(self.homes)
            ends = [*self.inner, *((n + i, self.sink, int(cap)) for i, cap in enumerate(caps))]
        flow = max_flow.SimpleMaxFlow()
        flow.add_arcs_with_capacity(*np.array([*self.arcs, *ends], dtype=np.int64).T)
        if flow.solve(self.source, self.sink) != flow.OPTIMAL:
            raise AssertionError("no flow")
        return int(flow.optimal_flow())

    def by_weight(self) -> list[int]:
        """The totals by need that make the sum of weights greatest, where an earlier need weighs more: one after another.

        The totals that can be paid form a polymatroid, on which any falling weights have the same, single optimum.
        """
        from ortools.graph.python import min_cost_flow

        n, money = len(self.needs), sum(need.amount_fen for need in self.needs)
        ends = [(k, self.sink, need.amount_fen) for k, need in enumerate(self.needs)]
        arcs = np.array([*self.arcs, *ends, (self.source, self.sink, money)], dtype=np.int64)
        cost = np.zeros(len(arcs), dtype=np.int64)
        cost[len(self.arcs) : -1] = np.arange(n) - n
        flow = min_cost_flow.SimpleMinCostFlow()
        added = flow.add_arcs_with_capacity_and_unit_cost(arcs[:, 0], arcs[:, 1], arcs[:, 2], cost)
        flow.set_nodes_supplies(np.array([self.source, self.sink]), np.array([money, -money]))
        if flow.solve() != flow.OPTIMAL:
            raise AssertionError("no flow")
        return [int(x) for x in flow.flows(added[len(self.arcs) : -1])]

    def first_level(self) -> int:
        """The highest level that every household can be brought to together, or have all that it may get, by bisection."""
        base = [next(n.means_fen for n in self.needs if n.household == h) for h in self.homes]
        caps = [self.most(among=[k for k, n in enumerate(self.needs) if n.household == h]) for h in self.homes]
        low, high = min(base), max(b + c for b, c in zip(base, caps, strict=True))
        while low < high:
            middle = (low + high + 1) // 2
            asked = [min(max(middle - b, 0), c) for b, c in zip(base, caps, strict=True)]
            low, high = (middle, high) if self.most(asked) == sum(asked) else (low, middle - 1)
        return low


class Program:
    """The same plans as a program for HiGHS: a column for each payment (need, fund), a row for each need and each bound."""

    def __init__(self, needs: Sequence[Need], funds: Sequence[Fund]) -> None:
        import highspy

        self.needs, self.homes = in_turn(needs), list(dict.fromkeys(n.household for n in in_turn(needs)))
        self.model = highspy._Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        self.inf, self.pays, self.fund_row = highspy.kHighsInf, {}, {}
        for k, need in enumerate(self.needs):
            for name in need.funds:
                self.pays[k, name] = self.column(dict(need.room).get(name, self.inf))
        for fund in funds:
            own = [(k, at) for (k, name), at in self.pays.items() if name == fund.name]
            for i, (pairs, most) in enumerate(bounds(fund)):
                inside = [at for k, at in own if (self.needs[k].aid, self.needs[k].class_) in pairs]
                row = self.row(-self.inf, most, dict.fromkeys(inside, 1.0))
                self.fund_row[fund.name, i] = row

    def column(self, most: float, cost: float = 0.0, least: float = 0.0, *, whole: bool = False) -> int:
        at = self.model.getNumCol()
        self.model.addCol(cost, least, most, 0, np.zeros(0, dtype=np.int32), np.zeros(0))
        if whole:
            self.model.changeColsIntegrality(1, np.array([at], dtype=np.int32), np.array([1], dtype=np.uint8))
        return int(at)

    def row(self, least: float, most: float, of: dict[int, float]) -> int:
        at = self.model.getNumRow()
        self.model.addRow(float(least), float(most), len(of), np.array(list(of), dtype=np.int32), np.array(list(of.values())))  # fmt: skip
        return int(at)

    def of_need(self, k: int) -> dict[int, float]:
        return {at: 1.0 for (need, _), at in self.pays.items() if need == k}

    def run(self) -> np.ndarray:
        self.model.run()
        if str(self.model.getModelStatus()) != "HighsModelStatus.kOptimal":
            raise AssertionError(str(self.model.getModelStatus()))
        return np.array(self.model.getSolution().col_value)

    def most_served(self) -> int:
        """How many households can have every need met, with a yes or no for each household."""
        serve = [self.column(1, -1.0, whole=True) for _ in self.homes]
        for k, need in enumerate(self.needs):
            self.row(0, 0, self.of_need(k) | {serve[self.homes.index(need.household)]: -float(need.amount_fen)})
        return round(float(self.run()[serve].sum()))

    def least_squares(self, spent: int) -> np.ndarray | None:
        """By household the total for which the squares of what each has after aid have the least sum, in real numbers.

        Of the plans that spend so much in all; None where HiGHS does not end.
        """
        import highspy

        first = self.model.getNumCol()
        for h in self.homes:
            own = [k for k, n in enumerate(self.needs) if n.household == h]
            at = self.column(self.inf, float(self.needs[own[0]].means_fen))
            self.row(0, 0, {x: 1.0 for k in own for x in self.of_need(k)} | {at: -1.0})
        for k, need in enumerate(self.needs):
            self.row(0, need.amount_fen, self.of_need(k))
        self.row(spent, spent, dict.fromkeys(range(first, self.model.getNumCol()), 1.0))
        hessian, n = highspy.HighsHessian(), self.model.getNumCol()
        hessian.dim_, hessian.format_ = n, highspy.HessianFormat.kTriangular
        hessian.start_ = np.concatenate((np.zeros(first), np.arange(n - first + 1))).astype(np.int32)
        hessian.index_, hessian.value_ = np.arange(first, n, dtype=np.int32), np.ones(n - first)
        self.model.passHessian(hessian)
        self.model.setOptionValue("qp_iteration_limit", 1000)
        self.model.run()
        ended = "kOptimal" in str(self.model.getModelStatus())
        return np.array(self.model.getSolution().col_value)[first:] if ended else None

    def first_level(self) -> tuple[float, dict[str, float]]:
        """The highest least that a household can have after aid, and what one more fen of each fund would add to it."""
        level = self.column(self.inf, -1.0, -self.inf)
        for h in self.homes:
            own = [k for k, n in enumerate(self.needs) if n.household == h]
            self.row(-self.needs[own[0]].means_fen, self.inf, {x: 1.0 for k in own for x in self.of_need(k)} | {level: -1.0})  # fmt: skip
        for k, need in enumerate(self.needs):
            self.row(0, need.amount_fen, self.of_need(k))
        found, duals = self.run(), np.array(self.model.getSolution().row_dual)
        names = {name for name, _ in self.fund_row}
        return float(found[level]), {name: -duals[self.fund_row[name, 0]] - duals[self.fund_row[name, 1]] for name in names}  # fmt: skip

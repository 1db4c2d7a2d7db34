"""Benchmark: sharing restricted funds among many households, beside the solvers that could be asked instead.

    python tests/benchmarks/allocate_speed.py --out FOLDER [--peer-python PYTHON] [--sizes N ...] [--only PART ...]

First every side answers the same case and the answers must be equal, to the fen where the peer counts in whole numbers;
then it is timed, the sides in turn. A peer gets fair help: numpy arrays in bulk, sparse matrices as they are stored, the
total that is to be paid. Building its model and solving it are timed apart. A peer that is absent is a row with the
reason; one that is not ready in time is a row "not finished". OR-tools and HiGHS are asked in a process of their own that
has the case in memory already; PYTHON has clarabel, cvxpy and cvxpy_leximin installed. FOLDER gets allocate_speed.json and
allocate_speed.md. Money and people are invented.
"""

import argparse
import gc
import json
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measure import peaked, timed

from casework.funds import Fund, Need, Sharing, allocate
from casework.funds.certificate import improvable
from casework.funds.claims import Claims, sums
from casework.funds.cover import Cover, cover
from casework.funds.frontier import climbed
from casework.funds.levels import Ladder
from casework.funds.payments import Payments, pay
from casework.funds.policies import POLICIES, Side
from casework.funds.purses import Purses
from casework.funds.rise import Raised
from casework.funds.turns import in_turn
from casework.households import Ints
from casework.vocabulary import AIDED, AIDS

TOP = 2_000_000
"""No income and no need is more, fen."""
MIXED = 100_000
"""So many households of several needs at most; beyond, what other purses may pay of each takes gigabytes."""
Answer = tuple[Any, float, float]
"""What a peer answers, and the seconds for its model and for solving it."""


# ---- cases ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """Pieces of households, unit by unit: who, which funds may pay (bits), fen; what households have; budgets."""

    name: str
    unit: Ints
    mask: Ints
    fen: Ints
    base: Ints
    money: Ints

    @property
    def n(self) -> int:
        """Households."""
        return len(self.base)

    @property
    def funds(self) -> int:
        """Funds."""
        return len(self.money)

    @property
    def cap(self) -> Ints:
        """What each household may get in all, fen."""
        return sums(self.unit, self.fen, self.n)

    @cached_property
    def turns(self) -> Ints:
        """Households in an order of application."""
        return np.random.default_rng(7).permutation(self.n)


def case(family: str, n: int, funds: int, seed: int = 1) -> Case:
    """An invented case."""
    g = np.random.default_rng([seed, n, funds])
    per = g.integers(1, 4, n) if family == "county" else np.ones(n, dtype=np.int64)
    unit = np.repeat(np.arange(n), per)
    base, fen = g.integers(0, TOP, n), g.integers(TOP // 200, TOP, len(unit))
    if family in ("scarce", "county"):
        mask = np.int64(1) << g.integers(0, funds, len(unit))
        mask |= np.where(g.random(len(unit)) < 0.2, np.int64(1) << g.integers(0, funds, len(unit)), 0)
        share = g.lognormal(0, 1, funds)
    else:  # one general fund may pay nine of ten households, and has most of the money
        mask = g.integers(1, 1 << funds, len(unit)) | (g.random(len(unit)) < 0.9)
        share = np.array([9.0] + [1 / max(funds - 1, 1)] * (funds - 1))
    budgets = (share / share.sum() * fen.sum() * 0.5).astype(np.int64)
    if family == "ties":
        base, fen = base // 500_000 * 500_000, (fen // 500_000 + 1) * 500_000
    elif family == "no money":
        budgets[:] = 0
    elif family == "nobody":
        unit, mask, fen = unit[:0], mask[:0], fen[:0]
    elif family == "giant":
        fen[n // 2] = int(fen.sum())
    elif family == "one kind":
        mask[:] = (1 << funds) - 1
    return Case(family, unit, mask, fen, base, budgets)


ODD = ("ties", "no money", "nobody", "giant", "one kind")


# ---- casework -------------------------------------------------------------------------------------------


class Ready(NamedTuple):
    """Claims and purses of a case."""

    claims: Claims
    purses: Purses
    limits: Ints
    money: Ints


def ready(c: Case) -> Ready:
    """What casework makes of a case first."""
    claims = Claims(c.unit, c.mask, c.fen, c.cap)
    funds = [Fund(f"F{i}", tuple(AIDS.words), AIDED, False, fen) for i, fen in enumerate(c.money.tolist())]
    purses = Purses(funds)
    limits = purses.limits(c.money.tolist())
    return Ready(claims, purses, limits, purses.money(claims.sets, limits))


def leximin(c: Case) -> tuple[Raised, Payments]:
    """The least raised first, with payments and certificate."""
    r = ready(c)
    raised = Ladder(r.claims, np.arange(c.n), c.base).climb(r.money)
    paid = pay(r.claims, raised.totals, r.purses, r.limits)
    lawful(c, raised.totals, paid)
    none = np.zeros(0, dtype=np.int64)
    side = Side(r.claims, none, none, (), (), c.base, none, none, none.astype(np.bool_))
    assert improvable(POLICIES["raise-the-floor"], side, raised.totals, r.money) is None
    return raised, paid


def linear(c: Case) -> tuple[Ints, Payments]:
    """One after another, with payments; totals by household."""
    r, turns = ready(c), c.turns
    totals = np.empty(c.n, dtype=np.int64)
    totals[turns] = in_turn(r.claims, turns, r.money).totals
    paid = pay(r.claims, totals, r.purses, r.limits)
    return totals, paid


def covered(c: Case) -> Cover:
    """Most households in full."""
    r = ready(c)
    return cover(r.claims, np.ones(c.n, dtype=np.bool_), r.money)


def lawful(c: Case, totals: Ints, paid: Payments) -> None:
    """AssertionError unless the payments keep to the terms and give these totals."""
    assert (np.bincount(c.unit[paid.piece], paid.fen, c.n) == totals).all()
    assert (np.bincount(paid.piece, paid.fen, len(c.fen)) <= c.fen).all()
    assert (np.bincount(paid.purse, paid.fen, c.funds) <= c.money).all()
    assert (c.mask[paid.piece] >> paid.purse & 1).all()
    assert (paid.fen > 0).all()


# ---- peers that run here --------------------------------------------------------------------------------


class Net(NamedTuple):
    """A case as a network: arcs (tail, head, capacity), the arcs of the budgets first and those into the sink last."""

    tail: Ints
    head: Ints
    capacity: Ints


def net(c: Case, into_sink: Ints) -> Net:
    """Source 0, funds, pieces where a household has several, households, sink 1."""
    home = 2 + c.funds + np.arange(c.n)
    layered = len(c.unit) != len(np.unique(c.unit))
    piece = home[-1] + 1 + np.arange(len(c.unit)) if layered else home[c.unit]
    at, fund = np.nonzero(c.mask[:, None] >> np.arange(c.funds) & 1)
    arcs = [(np.zeros(c.funds, dtype=np.int64), 2 + np.arange(c.funds), c.money), (2 + fund, piece[at], c.fen[at])]
    if layered:
        arcs.append((piece, home[c.unit], c.fen))
    arcs.append((home, np.ones(c.n, dtype=np.int64), into_sink))
    return Net(*(np.concatenate(column) for column in zip(*arcs, strict=True)))


def min_cost_flow(c: Case, total: int) -> Answer:
    """OR-tools: this total at the least cost, a fen to a household costing its place in the order of application."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    def build() -> tuple[Any, Any]:
        network, cost = net(c, c.cap), np.empty(c.n, dtype=np.int64)
        cost[c.turns] = np.arange(c.n)
        costs = np.concatenate((np.zeros(len(network.tail) - c.n, dtype=np.int64), cost))
        solver = SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.capacity, costs)
        solver.set_nodes_supplies(np.array([0, 1]), np.array([total, -total]))
        return solver, arcs[-c.n :]

    (solver, last), built = timed(build)
    status, solved = timed(solver.solve)
    assert status == solver.OPTIMAL, status
    return np.asarray(solver.flows(last)), built, solved


def first_level(c: Case, low: int, high: int) -> Answer:
    """OR-tools: the highest level that all can be raised to (up to what they claim), by bisection on maximum flows."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    def build() -> tuple[Any, Any]:
        network, solver = net(c, c.cap), SimpleMaxFlow()
        return solver, solver.add_arcs_with_capacity(network.tail, network.head, network.capacity)[-c.n :]

    def search() -> int:
        bottom, top = low, high
        while bottom < top:
            middle = (bottom + top + 1) // 2
            asked = np.clip(middle - c.base, 0, cap)
            solver.set_arcs_capacity(last, asked)
            assert solver.solve(0, 1) == solver.OPTIMAL
            bottom, top = (middle, top) if solver.optimal_flow() == asked.sum() else (bottom, middle - 1)
        return bottom

    cap = c.cap
    (solver, last), built = timed(build)
    level, solved = timed(search)
    return level, built, solved


def direct_cover(c: Case, limit_s: float) -> Answer:
    """HiGHS: households in full as binaries, payments as parts of a piece; how many are served, and a bound."""
    import highspy

    def build() -> Any:
        at, fund = np.nonzero(c.mask[:, None] >> np.arange(c.funds) & 1)
        n, y = c.n, len(at)
        pieces = len(c.fen)
        scale = float(c.fen.max(initial=1))
        starts = np.concatenate((2 * np.arange(y), 2 * y + np.searchsorted(c.unit, np.arange(n + 1))))
        index = np.concatenate((np.column_stack((fund, c.funds + at)).ravel(), c.funds + np.arange(pieces)))
        value = np.concatenate((np.column_stack((c.fen[at] / scale, np.ones(y))).ravel(), -np.ones(pieces)))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = y + n, c.funds + pieces
        lp.col_cost_ = np.concatenate((np.zeros(y), np.where(c.cap > 0, -1.0, 0.0)))
        lp.col_lower_, lp.col_upper_ = np.zeros(y + n), np.ones(y + n)
        lp.row_lower_ = np.concatenate((np.full(c.funds, -highspy.kHighsInf), np.zeros(pieces)))
        lp.row_upper_ = np.concatenate((c.money / scale, np.zeros(pieces)))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
        lp.integrality_ = [highspy.HighsVarType.kContinuous] * y + [highspy.HighsVarType.kInteger] * n
        return _highs(lp, {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99, "time_limit": limit_s})

    model, built = timed(build)
    _, solved = timed(model.run)
    info = model.getInfo()
    done = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return (done, round(-info.objective_function_value), -info.mip_dual_bound), built, solved


def _highs(lp: Any, options: dict[str, Any]) -> Any:
    import highspy

    model = highspy._Highs()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        model.setOptionValue(name, value)
    model.passModel(lp)
    return model


def level_duals(c: Case, stopped: Ints, totals: Ints, level: int) -> Answer:
    """HiGHS: the highest level of those who still rise, the others having their totals; what one more fen of each fund adds to it.

    Those who have all they claim at the level have it. Households have one piece each.
    """
    import highspy

    def build() -> Any:
        at, fund = np.nonzero(c.mask[:, None] >> np.arange(c.funds) & 1)
        y, rows = len(at), len(c.fen)
        home = c.unit
        rising = (stopped[home] == 0) & (c.base[home] <= level) & (level < (c.base[home] + c.fen))
        served = (stopped[home] == 0) & (c.base[home] + c.fen <= level)
        lower = np.where(rising, -c.base[home], np.where(served, c.fen, 0)).astype(float)
        fixed = stopped[home] > 0
        lower[fixed] = totals[home][fixed]
        up = np.flatnonzero(rising)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = y + 1, c.funds + rows
        lp.col_cost_ = np.append(np.zeros(y), -1.0)
        lp.col_lower_, lp.col_upper_ = np.zeros(y + 1), np.full(y + 1, highspy.kHighsInf)
        lp.row_lower_ = np.concatenate((np.full(c.funds, -highspy.kHighsInf), lower))
        lp.row_upper_ = np.concatenate((c.money.astype(float), np.full(rows, highspy.kHighsInf)))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.append(2 * np.arange(y + 1), 2 * y + len(up))
        lp.a_matrix_.index_ = np.concatenate((np.column_stack((fund, c.funds + at)).ravel(), c.funds + up))
        lp.a_matrix_.value_ = np.concatenate((np.ones(2 * y), -np.ones(len(up))))
        return _highs(lp, {})

    model, built = timed(build)
    _, solved = timed(model.run)
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    duals = -np.array(model.getSolution().row_dual[: c.funds])
    return (-model.getInfo().objective_function_value, duals), built, solved


# ---- peers elsewhere ------------------------------------------------------------------------------------


class NotFinished(Exception):  # noqa: N818  # it is no error
    """A peer that was not ready in time."""


class Skipped(Exception):  # noqa: N818  # it is no error
    """A peer that cannot take part, with the reason."""


def asked(job: Callable[[], Answer], seconds: float) -> Answer:
    """What a peer answers in a process of its own, which has the memory of this one."""
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)

    def work() -> None:
        try:
            there.send((job(), None))
        except Exception as error:
            there.send((None, f"{type(error).__name__}: {error}"))

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise NotFinished(f"not finished in {seconds:.0f} s")
        answer, error = here.recv()
    except EOFError:
        raise Skipped("it died, perhaps for want of memory") from None
    finally:
        process.kill()
        process.join()
    if error:
        raise Skipped(error)
    return answer  # type: ignore[no-any-return]


def elsewhere(python: str | None, peer: str, c: Case, total: int, seconds: float) -> Answer:
    """What a peer of another interpreter answers: what each household gets, as it computes (fractions of a fen)."""
    if python is None:
        raise Skipped("no --peer-python")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder, "case.npz")
        np.savez(where, unit=c.unit, mask=c.mask, fen=c.fen, base=c.base, money=c.money, total=total)
        command = [python, str(Path(__file__).with_name("peer_allocate.py")), peer, str(where)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise NotFinished(f"not finished in {seconds:.0f} s") from None
        if done.returncode:
            raise Skipped((done.stderr.strip().splitlines() or ["it failed"])[-1])
        said = json.loads(done.stdout.splitlines()[-1])
        return np.load(where.with_suffix(".npy")), said["build"], said["solve"]


# ---- rows -----------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A row: what was done on which case, seconds of casework, of the peer's model and of its solving, how equal they were."""

    what: str
    case: str
    n: int
    funds: int
    ours: list[float]
    peer: str = ""
    build: list[float] = []  # noqa: RUF012
    solve: list[float] = []  # noqa: RUF012
    equal: str = ""
    most_s: float | None = None
    least_ratio: float | None = None
    note: str = ""


class Race(NamedTuple):
    """How often everything runs, how long a peer may take, and where other peers live."""

    repeats: int
    limit_s: float
    python: str | None
    sizes: list[int]
    funds: list[int]

    def run(
        self, line: Line, ours: Callable[[], Any], peer: Callable[[], Answer] | None, same: Callable[[Any], str]
    ) -> Line:
        """Both sides in turn after they answered alike; `same` says of the peer's answer how equal it was, or fails."""
        ours()
        if peer is None:
            return line._replace(ours=self.alone(ours))
        try:
            first, build, solve = peer()
        except (NotFinished, Skipped) as reason:
            return line._replace(ours=self.alone(ours), note=str(reason))
        equal, mine, built, solved = same(first), [], [build], [solve]
        again = self.repeats if build + solve < self.limit_s / 10 else 1
        for i in range(self.repeats):
            gc.collect()
            mine.append(timed(ours)[1])
            if i + 1 < again:
                _, build, solve = peer()
                built.append(build)
                solved.append(solve)
        return line._replace(ours=mine, build=built, solve=solved, equal=equal)

    def alone(self, ours: Callable[[], Any]) -> list[float]:
        """Seconds of casework by itself."""
        found = []
        for _ in range(self.repeats):
            gc.collect()
            found.append(timed(ours)[1])
        return found

    def cases(self, *families: str) -> Iterator[Case]:
        """Every size and number of funds, family by family; households with several needs up to MIXED."""
        for n, funds, family in product(self.sizes, self.funds, families):
            if family != "county" or n <= MIXED:
                yield case(family, n, funds)


def linear_rows(race: Race) -> Iterator[Line]:
    """Order of application beside the flow of least cost."""
    odd = [case(name, min(10_000, max(race.sizes)), 5) for name in ODD]
    for c in [*odd, *race.cases("easy", "scarce", "county")]:
        totals, paid = linear(c)
        lawful(c, totals, paid)

        def same(found: Any, totals: Ints = totals) -> str:
            assert np.array_equal(found, totals)
            return "every household to the fen"

        least = {1_000_000: 100.0, 100_000: 20.0}.get(c.n) if c.name in ("easy", "scarce") and c.funds == 5 else None
        line = Line("order of application, with payments", c.name, c.n, c.funds, [], "OR-tools min-cost flow", least_ratio=least)  # fmt: skip
        yield race.run(line, partial(linear, c), partial(asked, partial(min_cost_flow, c, int(totals.sum())), race.limit_s), same)  # fmt: skip


def leximin_rows(race: Race) -> Iterator[Line]:
    """Raise the floor beside maximum flows (its first level), a quadratic program, and the package for leximin."""
    what = "raise the floor, with payments and certificate"
    odd = [case(name, min(10_000, max(race.sizes)), 5) for name in ODD]
    for c in [*odd, *race.cases("easy", "scarce", "county")]:
        raised, _ = leximin(c)
        line = Line(what, c.name, c.n, c.funds, [])
        if c.n == 1_000_000 and c.funds == 5 and c.name in ("easy", "scarce"):
            line = line._replace(most_s=0.3)
            _, extra = peaked(partial(leximin, c))
            line = line._replace(note=f"{extra} MB added at the peak")
        low, high = int(c.base.min()), int((c.base + c.cap).max())
        level = _first_level(c, raised)

        def same(found: Any, level: int = level) -> str:
            assert found == level, (found, level)
            return "the first level"

        peer = partial(asked, partial(first_level, c, low, high), race.limit_s)
        yield race.run(line._replace(peer="OR-tools max flow, first level only"), partial(leximin, c), peer, same)
    for n, peer, least in ((60, "cvxpy_leximin", 100_000.0), (60, "clarabel", None), (1_000, "clarabel", None), (10_000, "clarabel", None)):  # fmt: skip
        c = case("scarce", n, 5)
        totals = leximin(c)[0].totals

        def near(found: Any, totals: Ints = totals) -> str:
            most = float(np.abs(found - totals).max())
            return f"within {most:.2g} fen" + (
                "" if most <= 1.01 else " of up to 2,000,000" if most < TOP / 5_000 else ", **not equal**"
            )

        line = Line(what, c.name, c.n, c.funds, [], peer, least_ratio=least)
        job = partial(elsewhere, race.python, peer, c, int(totals.sum()), race.limit_s * (5 if least else 1))
        yield race.run(line, partial(leximin, c), job, near)


def _first_level(c: Case, raised: Raised) -> int:
    """The level that everyone reached before the first set was spent: of those who then wanted more, the least."""
    has, wants = c.base + raised.totals, raised.totals < c.cap
    return int(has[wants].min()) if wants.any() else int((c.base + c.cap).max())


def cover_rows(race: Race) -> Iterator[Line]:
    """Most served beside the direct program."""
    odd = [case(name, min(1_000, max(race.sizes)), 5) for name in ODD]
    for c in [*odd, *race.cases("easy", "scarce", "county")]:
        found = covered(c)
        served = int(found.served.sum())
        r = ready(c)
        assert (r.claims.asked(np.where(found.served, c.cap, 0)) <= r.money).all()
        gap = found.at_most - served
        line = Line("most served", c.name, c.n, c.funds, [], equal=f"{served:,} served, at most {found.at_most:,}")
        if c.n == 1_000_000 and c.funds == 5 and c.name in ("easy", "scarce"):
            line = line._replace(most_s=0.3)
        if gap > 1:
            line = line._replace(note=f"**{gap} from the bound**")
        peer = partial(asked, partial(direct_cover, c, race.limit_s), race.limit_s * 2) if c.n <= 10_000 else None

        def same(answer: Any, served: int = served, most: int = found.at_most) -> str:
            done, theirs, bound = answer
            assert theirs <= most
            said = f"{theirs:,}" if done else f"{theirs:,} to {int(bound + 1e-6):,}, time is up"
            if done and theirs != served:
                said += ", **not equal**"
            return f"{served:,} served, at most {most:,}; the peer {said}"

        done = race.run(line._replace(peer="HiGHS, direct program" if peer else ""), partial(covered, c), peer, same)
        yield done._replace(equal=done.equal or line.equal)


def dual_rows(race: Race) -> Iterator[Line]:
    """What one more fen does, beside the duals of the program for each level."""
    for funds in (f for f in race.funds if f > 1):
        equal = compared = degenerate = 0
        mine, build, solve = [], [], []
        for seed in range(12):
            c = case("scarce", 2_000, funds, seed)
            (raised, _), seconds = timed(partial(leximin, c))
            mine.append(seconds)
            stopped, had = np.zeros(c.n, dtype=np.int64), 0
            for number, one in enumerate(raised.rounds, 1):
                level = int((c.base + raised.totals)[one.rising].min())
                edges = np.concatenate((c.base, c.base + c.cap))
                if ((edges >= level - 1) & (edges <= level + 2)).any():
                    degenerate += 1
                else:
                    job = partial(asked, partial(level_duals, c, stopped.copy(), raised.totals, level), race.limit_s)
                    (_, duals), built, solved = job()
                    build.append(built)
                    solve.append(solved)
                    new = [f for f in range(funds) if one.spent & ~had & 1 << f]
                    compared += len(new)
                    equal += int(np.isclose(duals[new], 1 / len(one.rising), rtol=1e-6).sum())
                inside = (c.mask & ~one.spent) == 0
                stopped[c.unit[inside & (stopped[c.unit] == 0)]] = number
                had |= one.spent
        said = f"{equal} of {compared} duals equal; {degenerate} levels left out as degenerate"
        assert equal == compared, said
        yield Line("what one more fen does (12 cases)", "scarce", 2_000, funds, mine, "HiGHS, duals of each level", build, solve, said)  # fmt: skip


def frontier_rows(race: Race) -> Iterator[Line]:
    """A thousand budgets from one preparation."""
    for c in race.cases("scarce"):
        if c.n < 10_000:
            continue
        r = ready(c)
        shares = [Fraction(k, 400) for k in range(1, 1001)]
        money = np.stack([r.purses.money(r.claims.sets, r.purses.limits([int(b * s) for b in c.money.tolist()])) for s in shares])  # fmt: skip

        def ours(c: Case = c, money: Ints = money) -> tuple[Ladder, Ints]:
            claims = Claims(c.unit, c.mask, c.fen, c.cap)
            ladder = Ladder(claims, np.arange(c.n), c.base)
            return ladder, ladder.by_kind(climbed(ladder, money)[0]).sum(axis=1)

        _, totals = ours()

        def loop(c: Case = c, money: Ints = money) -> Answer:
            ladder = Ladder(Claims(c.unit, c.mask, c.fen, c.cap), np.arange(c.n), c.base)
            found, seconds = timed(lambda: [ladder.climb(row) for row in money[::50]])
            return found, 0.0, seconds * 50

        def same(found: Any, totals: Ints = totals) -> str:
            for one, total in zip(found, totals[::50].tolist(), strict=True):
                assert 0 <= int(one.totals.sum()) - total <= sum(len(r.rising) for r in one.rounds) + len(one.rounds)
            return "20 of the budgets, up to the last fen of each level"

        line = Line("frontier: 1,000 budgets, with the preparation", c.name, c.n, c.funds, [], "climbing anew for each, of 20 × 50", most_s=1.0 if c.n == 1_000_000 and c.funds == 5 else None)  # fmt: skip
        yield race.run(line, ours, loop, same)


def slider_rows(race: Race) -> Iterator[Line]:
    """Another budget for 10,000 households, by every policy."""
    needs, funds = _needs(min(10_000, max(race.sizes)))
    for policy in POLICIES:
        sharing = Sharing(needs, funds)
        _, first = timed(partial(sharing.plan, policy))
        mine = []
        for i in range(3 * race.repeats):
            there = {funds[0].name: int(funds[0].available_fen * (0.6 + 0.1 * i))}
            plan, seconds = timed(partial(sharing.plan, policy, there))
            mine.append(seconds)
        again = allocate(needs, [Fund(f.name, f.aids, f.classes, False, there.get(f.name, f.available_fen)) for f in funds], policy)  # fmt: skip
        assert dict(again.grants) == dict(plan.grants)
        homes = len({need.household for need in needs})
        yield Line(f"slider: {policy}", "county", homes, len(funds), mine, equal="the same grants as from anew", most_s=0.1, note=f"the first time {1000 * first:.0f} ms")  # fmt: skip


def _needs(n: int) -> tuple[list[Need], list[Fund]]:
    c, g = case("county", n, 5), np.random.default_rng(3)
    names, aids = [f"F{i}" for i in range(c.funds)], list(AIDS.words)
    classes = np.array(AIDED)[g.integers(0, len(AIDED), n)].tolist()
    place = np.arange(len(c.unit)) - np.searchsorted(c.unit, c.unit)
    rows = zip(c.unit.tolist(), place.tolist(), c.mask.tolist(), c.fen.tolist(), strict=True)
    needs = [
        Need(f"{u:06}", aids[(u + k) % len(aids)], classes[u], True, fen, tuple(names[f] for f in range(c.funds) if mask >> f & 1),
             int(c.base[u]), (f"2026-{1 + u % 12:02}-{1 + u % 28:02}", f"{u:06}"))
        for u, k, mask, fen in rows
    ]  # fmt: skip
    return needs, [Fund(name, tuple(aids), AIDED, False, fen) for name, fen in zip(names, c.money.tolist(), strict=True)]  # fmt: skip


# ---- the page -------------------------------------------------------------------------------------------

PARTS = {
    "linear": linear_rows, "leximin": leximin_rows, "cover": cover_rows, "duals": dual_rows, "frontier": frontier_rows,
    "slider": slider_rows,
}  # fmt: skip


def row(line: Line) -> dict[str, Any]:
    """A row with medians, the ratio of the peer's (model and solving) to ours, and whether the aims were met."""
    median = statistics.median(line.ours)
    peer = statistics.median(map(sum, zip(line.build, line.solve, strict=True))) if line.solve else None
    ratio = peer and peer / median
    aims = [median <= line.most_s] if line.most_s is not None else []
    if line.least_ratio is not None and ratio is not None:
        aims.append(ratio >= line.least_ratio)
    return line._asdict() | {
        "median_s": median,
        "peer_median_s": peer,
        "ratio": ratio,
        "met": all(aims) if aims else None,
    }


def markdown(report: dict[str, Any]) -> str:
    """The report as a page."""
    lines = [
        "# Sharing funds beside other solvers", "",
        f"{', '.join(f'{k} {v}' for k, v in report['machine'].items())}; load {report['load_before']} before, {report['load_after']} after.",
        f"Medians of {report['repeats']} interleaved repeats. The ratio is the peer's time, model and solving, over ours.", "",
        "| what | case | households | funds | casework, s | peer | its model, s | solving, s | ratio | equal | aim | |",
        "|---|---|--:|--:|--:|---|--:|--:|--:|---|---|---|",
    ]  # fmt: skip
    for r in report["rows"]:
        built, solved = (f"{statistics.median(r[k]):.3g}" if r[k] else "–" for k in ("build", "solve"))
        aims = [f"≤ {r['most_s']:g} s"] if r["most_s"] is not None else []
        aims += [f"≥ {r['least_ratio']:,.0f} ×"] if r["least_ratio"] is not None else []
        aim = f"{', '.join(aims)}: {'met' if r['met'] else '**missed**'}" if r["met"] is not None else ", ".join(aims)
        ratio = "–" if r["ratio"] is None else f"{r['ratio']:,.1f}" if r["ratio"] < 100 else f"{r['ratio']:,.0f}"
        cells = (r["what"], r["case"], f"{r['n']:,}", str(r["funds"]), f"{r['median_s']:.3g}", r["peer"], built, solved, ratio, r["equal"], aim, r["note"])  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the JSON and the Markdown")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000, 1_000_000], help="households; 10,000,000 wants 4 GB")  # fmt: skip
    parser.add_argument("--funds", nargs="+", type=int, default=[1, 5, 8])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=float, default=120, help="seconds that a peer may take (cvxpy_leximin: five times)")  # fmt: skip
    parser.add_argument("--peer-python", help="an interpreter with clarabel, cvxpy and cvxpy_leximin")
    return parser


def bench(args: argparse.Namespace) -> dict[str, Any]:
    """The whole benchmark, as data."""
    before, rows = _load(), []
    race = Race(args.repeats, args.limit, args.peer_python, args.sizes, args.funds)
    for name in args.only:
        start = len(rows)
        _, seconds = timed(lambda name=name: rows.extend({"part": name} | row(line) for line in PARTS[name](race)))
        print(f"{name}: {len(rows) - start} rows, {seconds:.0f} s", file=sys.stderr)
    versions = {name: version(name) for name in ("casework", "numpy", "ortools", "highspy")}
    about = {"machine": {"cores": os.cpu_count(), "Python": platform.python_version()} | versions}
    return about | {"load_before": before, "load_after": _load(), "repeats": args.repeats, "rows": rows}


def _load() -> list[float]:
    return [round(value, 2) for value in os.getloadavg()]


def main() -> None:
    """Run, print the page, and write both files."""
    args = options().parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    report = bench(args)
    (args.out / "allocate_speed.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (args.out / "allocate_speed.md").write_text(markdown(report), "utf-8")
    print(markdown(report))


if __name__ == "__main__":
    main()

"""Cliffs: every jump of aid, against every single fen of a small town and against a plain search of the packs."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import floor
from typing import Any

import numpy as np
import pytest
import yaml

from casework.assistance import Assessment, assess
from casework.assistance.cliffs import Cliff, Trace, near_cliffs, trace
from casework.households import Column, Facts, MemberFacts, Population
from casework.standards import Schedule, Standard, Sum, load, parse
from casework.vocabulary import Refused

ON = date(2026, 10, 31)
DEMO = load("demo-2026")
SMALLEST = 4
"""A step of more fen than this from one fen of the fact to the next is a jump; less comes from slope and rounding."""


def one(f: Facts, standard: Standard = DEMO, on: date = ON) -> Assessment:
    return assess(Population.of([f]), standard, on)


def office(**changed: Any) -> Standard:
    """The demo pack of an office that changed some of it."""
    said = {key: value for key, value in (yaml.safe_load(DEMO.text) | changed).items() if value != "none"}
    return parse(yaml.safe_dump(said, allow_unicode=True), DEMO.lines_text, "office.yaml")


# ---- a second implementation: one household, Fractions, the figures of the pack --------------------------


def class_by_hand(f: Facts, standard: Standard, line: int) -> str:
    pack = standard.pack
    if f.class_ is not None:
        return f.class_
    if not f.cause_documented or f.assets_excluded:
        return "not_eligible"
    return next(
        (c.name for c in pack.classes if (f.event or not c.event) and all(passes(t, f, standard, line) for t in c.tests)),
        pack.beyond,
    )  # fmt: skip


def passes(test: Any, f: Facts, standard: Standard, line: int) -> bool:
    pack = standard.pack
    income = Fraction(f.annual_income_fen + pack.union_aid_is_income * f.union_aid_received_fen)
    if test.measure == "hardship_share":
        share = test.times * income
        return f.hardship_cost_fen > share if test.op == ">" else f.hardship_cost_fen >= share
    less = {"net": rigid_by_hand(f, standard), "gross": 0, "after_hardship": f.hardship_cost_fen}[test.measure]
    limit = test.yuan if test.yuan is not None else line * test.times
    each = (income - less) / f.size / pack.months
    return each < limit if test.op == "<" else each <= limit


def rigid_by_hand(f: Facts, standard: Standard) -> int:
    if f.annual_rigid_expenditure_fen is not None:
        return f.annual_rigid_expenditure_fen
    items = {
        "medical": f.medical_out_of_pocket_fen, "schooling": f.schooling_cost_fen, "other": f.other_rigid_expenditure_fen
    }  # fmt: skip
    return sum(items[item] for item in standard.pack.rigid)


def rounded(amount: Fraction, standard: Standard) -> int:
    rule = standard.pack.rounding
    units = amount / rule.to
    return rule.to * {"half_up": floor(units + Fraction(1, 2)), "down": floor(units), "up": -floor(-units)}[rule.mode]


def of_schedule(schedule: Schedule, cost: int, standard: Standard) -> int:
    below = (lambda edge: cost <= edge) if schedule.closed == "upper" else (lambda edge: cost < edge)
    band = next(b for b in schedule.bands if b.up_to is None or below(b.up_to))
    amount = band.flat + band.rate * cost
    if schedule.kind == "marginal":
        starts = [0, *(b.up_to for b in schedule.bands[:-1])]
        parts = [(max(0, min(cost, cost if b.up_to is None else b.up_to) - start), b.rate)
                 for start, b in zip(starts, schedule.bands, strict=True)]  # fmt: skip
        amount = sum((part * rate for part, rate in parts), Fraction(0))
    return min(rounded(amount, standard), cost, cost if schedule.cap is None else schedule.cap)


def of_sum(sum_: Sum, line: int, size: int, standard: Standard) -> int:
    amount = Fraction(sum_.yuan) if sum_.yuan is not None else sum_.lines * line
    found = rounded(amount * (size if sum_.per == "person" else 1), standard)
    return found if sum_.cap is None else min(found, sum_.cap)


def part_by_hand(aid: str, f: Facts, class_: str, standard: Standard) -> Any:
    """What the rule has for the class; None for nothing."""
    rule = standard.pack.rule(aid)
    if rule is None or (rule.event and not f.event) or (rule.archived is False and f.archived):
        return None
    aided = class_ in ("deep", "relative", "accident", "dibao", "edge")
    return rule.by_class.get(class_, rule.by_class.get("any") if aided or rule.everyone else None)


def aid_by_hand(f: Facts, standard: Standard, line: int) -> tuple[str, int]:
    """The class, and all aid of the year in fen."""
    class_, total = class_by_hand(f, standard, line), 0
    for aid, cost in {"medical": f.medical_out_of_pocket_fen, "temporary": f.hardship_cost_fen}.items():
        part = part_by_hand(aid, f, class_, standard)
        if isinstance(part, Schedule):
            total += of_schedule(part, cost, standard)
        elif part:
            total += of_sum(part, line, f.size, standard)
    if part := part_by_hand("living", f, class_, standard):
        total += of_sum(part, line, f.size, standard)
    if table := part_by_hand("tuition", f, class_, standard):
        pupils = [table[m.stage] for m in f.members or () if m.relation == "child" and m.stage in table]
        total += sum(of_sum(s, line, 1, standard) for s in pupils if s.only is None or f.single_parent)
    if part := part_by_hand("warmth", f, class_, standard):
        rule = standard.pack.warmth
        left = None if rule.per_year is None else max(rule.per_year - f.warmth_received_fen, 0)
        total += min(fen for fen in (of_sum(part, line, f.size, standard), rule.per_time, left) if fen is not None)
    return class_, total


def varied(f: Facts, fact: str, fen: int) -> Facts:
    """The household with another amount; in a case file a treatment is rigid expenditure and part of an event's cost."""
    if fact == "annual_income":
        return replace(f, annual_income_fen=fen)
    if not f.itemised:
        return replace(f, medical_out_of_pocket_fen=fen)
    cost = fen + f.other_rigid_expenditure_fen if f.event else 0
    return replace(f, medical_out_of_pocket_fen=fen, hardship_cost_fen=cost)


class Town:
    """One household under one pack: class, aid and net resources at any amount of the fact, each worked out once."""

    def __init__(self, f: Facts, standard: Standard, on: date, fact: str) -> None:
        self.f, self.standard, self.fact = f, standard, fact
        self.line = f.dibao_line_fen if f.dibao_line_fen is not None else standard.line_on(on)
        self.at: Callable[[int], tuple[str, int, int]] = cache(self._at)

    def _at(self, fen: int) -> tuple[str, int, int]:
        f = varied(self.f, self.fact, fen)
        class_, aid = aid_by_hand(f, self.standard, self.line)
        income = f.annual_income_fen + self.standard.pack.union_aid_is_income * f.union_aid_received_fen
        return class_, aid, income - rigid_by_hand(f, self.standard) + aid


# ---- households -----------------------------------------------------------------------------------------


def households(n: int, seed: int, *, yuan: int = 100, itemised: bool | None = None, **said: Any) -> list[Facts]:
    """Known households with every kind of cost; `yuan` is how many fen a yuan has in the town."""
    luck = random.Random(seed)

    def money(most: int) -> int:
        return luck.choice([0, luck.randrange(most * yuan), luck.randrange(most * yuan)])

    found = []
    for _ in range(n):
        size, event, in_file = luck.randint(1, 3), luck.random() < 0.6, luck.random() < 0.5
        in_file = in_file if itemised is None else itemised
        medical, schooling, other = money(40_000), money(9_000), money(15_000)
        stages = luck.choices(["none", "kindergarten", "primary", "high_school", "university"], k=luck.randint(0, 3))
        cost = (medical + other if in_file else money(60_000)) if event else 0
        facts = {
            "size": size, "annual_income_fen": luck.randrange(40_000 * size * yuan), "event": event, "itemised": in_file,
            "medical_out_of_pocket_fen": medical, "hardship_cost_fen": cost, "cause_documented": luck.random() < 0.97,
            "assets_excluded": False, "single_parent": luck.random() < 0.3, "head_sex": luck.choice(["男", "女"]),
            "warmth_received_fen": luck.choice([0, 5_500 * yuan]), "union_aid_received_fen": money(3_000), "archived": True,
            "members": tuple(MemberFacts(relation=luck.choice(["child", "child", "parent"]), stage=s) for s in stages),
        }  # fmt: skip
        costs = {"schooling_cost_fen": schooling, "other_rigid_expenditure_fen": other}
        facts |= costs if in_file else {"annual_rigid_expenditure_fen": medical + other}
        found.append(Facts(**facts | {key: pick(luck) for key, pick in said.items()}))
    return found


# ---- a small town: a yuan of one fen, so that every amount can be tried -----------------------------------

_BANDS = [{"up_to": "100", "rate": "0.9"}, {"rate": "0.7"}]
_SMALL = {
    "line": None, "fixed_line": "10",
    "medical": {"source": "rule", "by_class": {
        "deep": {"kind": "marginal", "bands": _BANDS, "cap": "200"},
        "relative": {"kind": "flat", "closed": "lower", "bands": [{"up_to": "50", "flat": "20"}, {"flat": "60"}], "cap": "55"},
        "accident": {"kind": "whole", "bands": [{"up_to": "80", "rate": "1/3"}, {"rate": "2/3"}], "cap": "120"}}},
    "tuition": {"source": "rule", "by_class": {"deep": {"primary": {"yuan": "10"}, "university": {"lines": "5"}},
                                               "relative": {"university": {"lines": "2.5"}}, "accident": None}},
    "temporary": {"source": "rule", "event": True, "by_class": {
        "deep": None, "relative": {"kind": "marginal", "bands": [{"rate": "0.15"}], "cap": "100"},
        "accident": {"kind": "marginal", "bands": [{"up_to": "200", "rate": "0.15"}, {"rate": "0.3"}], "cap": "100"}}},
    "warmth": {"source": "rule", "by_class": {"deep": {"yuan": "10"}, "relative": {"yuan": "8"}, "accident": {"yuan": "5"}}},
}  # fmt: skip
_SHARE = [
    {"name": "deep", "source": "rule", "tests": [{"measure": "net", "op": "<=", "times": "1"}]},
    {"name": "relative", "source": "rule", "tests": [{"measure": "net", "op": "<", "times": "5/3"},
                                                     {"measure": "gross", "op": "<=", "times": "3"}]},
    {"name": "accident", "source": "rule", "tests": [{"measure": "hardship_share", "op": ">", "times": "0.8"}]},
]  # fmt: skip
_AFTER = [
    {"name": "deep", "source": "rule", "tests": [{"measure": "gross", "op": "<", "times": "1", "yuan": "7.77"}]},
    {"name": "relative", "source": "rule", "event": True, "tests": [{"measure": "after_hardship", "op": "<=", "times": "1"}]},
    {"name": "accident", "source": "rule", "tests": [{"measure": "hardship_share", "op": ">=", "times": "1/3"},
                                                     {"measure": "net", "op": "<=", "times": "4"}]},
]  # fmt: skip
TOWNS = {
    "demo": office(**_SMALL),
    "share of income": office(**_SMALL, classes=_SHARE, union_aid_is_income=True),
    "after the cost": office(**_SMALL, classes=_AFTER, rigid=["schooling", "medical"], months=6),
    "less for the needier": office(
        **_SMALL, living={"source": "rule", "by_class": {"deep": {"lines": "1"}, "relative": {"lines": "9"}, "accident": {"lines": "20"}}}
    ),
}  # fmt: skip
MOST = 150_000
"""No household of the small towns has a turn beyond so many fen."""


def at_every_fen(f: Facts, standard: Standard, fact: str) -> Assessment:
    """The household at each amount from nothing on, as so many households."""
    fen, known = np.arange(MOST), np.ones(MOST, np.bool_)
    columns = {f"{fact}_fen": Column(fen, known)}
    if fact == "medical_out_of_pocket" and f.itemised and f.event:
        columns["hardship_cost_fen"] = Column(fen + f.other_rigid_expenditure_fen, known)
    return assess(Population.of([f]).take(np.zeros(MOST, np.int64)).told(**columns), standard, ON)


def way_out_by_search(net: Any, jump: Cliff) -> int | None:
    back = np.flatnonzero(net[jump.after.at_fen :] >= jump.before.net_fen)
    return jump.after.at_fen + int(back[0]) if back.size else None


@pytest.mark.parametrize("fact", ["annual_income", "medical_out_of_pocket"])
@pytest.mark.parametrize("town", list(TOWNS))
def test_the_trace_is_what_trying_every_fen_finds(town: str, fact: str) -> None:
    seen = 0
    for f in households(25, list(TOWNS).index(town), yuan=1, size=lambda luck: luck.randint(1, 2)):
        found, every = trace(one(f, TOWNS[town]), 0, fact), at_every_fen(f, TOWNS[town], fact)
        aid = sum(amounts.fen for amounts in every.aids.values())
        net, turns = every.classes.net.values + aid, [p.at_fen for p in found.points[:-1]]
        assert turns[-1] < MOST, "nothing turns where the search does not look"
        jumps = np.flatnonzero(np.abs(np.diff(aid)) > SMALLEST).tolist()
        assert [j.before.at_fen for j in found.jumps] == jumps, f
        assert [j.before.at_fen for j in found.falls] == [x for x in jumps if aid[x] > aid[x + 1]]
        for jump in found.jumps:
            for point, at in ((jump.before, jump.before.at_fen), (jump.after, jump.before.at_fen + 1)):
                assert (point.at_fen, point.aid_fen, point.net_fen) == (at, aid[at], net[at])
            assert jump.way_out_fen == way_out_by_search(net, jump), (f, jump)
        straight = np.interp(np.arange(MOST), turns, aid[turns])[: turns[-1]]
        assert np.abs(aid[: turns[-1]] - straight).max() <= 2, "between two points aid runs straight, to a rounding"
        assert all(np.ptp(every.classes.code[a:b]) == 0 for a, b in pairwise(turns)), "and the class stands still"
        seen += len(jumps)
    assert seen >= 9, seen


# ---- the packs: a plain search at their own size ---------------------------------------------------------


def jumps_by_search(town: Town, low: int, high: int, luck: random.Random) -> Iterator[int]:
    """Where aid jumps between two amounts, by halving every stretch that is not seen to run straight."""
    (_, a, _), (_, b, _) = town.at(low), town.at(high)
    if high == low + 1:
        if abs(b - a) > SMALLEST:
            yield low
        return
    middle = (low + high) // 2
    probes = {middle, luck.randrange(low, high), luck.randrange(low, high)}
    if all(abs(town.at(x)[1] - (a + Fraction((b - a) * (x - low), high - low))) <= 2 for x in probes):
        return
    yield from jumps_by_search(town, low, middle, luck)
    yield from jumps_by_search(town, middle, high, luck)


ACFTU_WITH_SUMS = {
    "living": {
        "source": "S10",
        "by_class": {"dibao": {"lines": "6"}, "edge": {"lines": "3"}, "accident": {"lines": "1"}},
    }
}
LINES = {"dibao_line_fen": lambda luck: luck.choice([50_000, 62_345, 100_000])}
WITH_CLASS = {"class_": lambda luck: luck.choice(["deep", "relative", "accident"])}


def with_sums(stem: str, **more: Any) -> Standard:
    pack = load(stem)
    return parse(yaml.safe_dump(yaml.safe_load(pack.text) | more, allow_unicode=True), pack.lines_text, f"{stem}.yaml")


PACKS: dict[str, tuple[Standard, date, dict[str, Any]]] = {
    "demo-2026": (DEMO, ON, {}),
    "qingdao-2024": (load("qingdao-2024"), date(2024, 6, 1), {}),
    "acftu-2016": (load("acftu-2016"), date(2017, 6, 1), LINES),
    "acftu-2016 with living aid": (with_sums("acftu-2016", **ACFTU_WITH_SUMS), date(2017, 6, 1), LINES),
    "mutual-aid-2015": (load("mutual-aid-2015"), date(2015, 6, 1), LINES | WITH_CLASS),
    "sanming": (load("sanming"), date(2024, 6, 1), LINES),
    "xian-2017": (load("xian-2017"), date(2017, 10, 15), LINES | WITH_CLASS),
    "province-x": (load("province-x"), date(2024, 6, 1), LINES | WITH_CLASS),
}  # fmt: skip


def searched(name: str, fact: str, n: int) -> Iterator[tuple[Facts, Trace, Town]]:
    standard, on, said = PACKS[name]
    for f in households(n, len(name), **said):
        yield f, trace(one(f, standard, on), 0, fact), Town(f, standard, on, fact)


@pytest.mark.parametrize("fact", ["annual_income", "medical_out_of_pocket"])
@pytest.mark.parametrize("name", list(PACKS))
def test_the_jumps_are_those_that_a_plain_search_of_the_pack_finds(name: str, fact: str) -> None:
    luck = random.Random(name)
    for f, found, town in searched(name, fact, 12):
        top = max(20_000_000, found.points[-2].at_fen + 2)
        stretches = pairwise(range(0, top + 1, top // 100))
        jumps = [x for low, high in stretches for x in jumps_by_search(town, low, high, luck)]
        assert [j.before.at_fen for j in found.jumps] == jumps, f
        for p in (found.now, *found.points):
            assert (p.class_, p.aid_fen, p.net_fen) == town.at(p.at_fen), (f, p)
        for jump in found.jumps:
            assert_way_out(town, jump, top, luck)


def assert_way_out(town: Town, jump: Cliff, top: int, luck: random.Random) -> None:
    """At the way out the household is as well off as before, a fen earlier and wherever one looks it is not."""
    start, end = jump.after.at_fen, top if jump.way_out_fen is None else jump.way_out_fen
    before = [start, end - 1, *(luck.randrange(start, max(end, start + 1)) for _ in range(20))]
    assert all(town.at(x)[2] < jump.before.net_fen for x in before if start <= x < end), (town.f, jump)
    if jump.way_out_fen is not None:
        assert town.at(jump.way_out_fen)[2] >= jump.before.net_fen


# ---- a caseload -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("within", [0, 30_000, 500_000, 50_000_000])
@pytest.mark.parametrize("name", ["demo-2026", "qingdao-2024", "acftu-2016 with living aid", "xian-2017"])
def test_the_caseload_has_the_nearest_fall_of_each_trace(name: str, within: int) -> None:
    standard, on, said = PACKS[name]
    people = [*households(120, 5, **said), *(at_an_edge(f, standard, on) for f in households(60, 6, **said))]
    numbers = [f"n{i}" for i in range(len(people))]
    answers = assess(Population.of(people, numbers), standard, on)
    expected = []
    for i, f in enumerate(people):
        falls = [j for j in trace(answers, i).falls if 0 <= j.before.at_fen - f.annual_income_fen <= within]
        if falls:
            first = falls[0]
            away = first.before.at_fen - f.annual_income_fen
            expected.append((numbers[i], answers.class_of(i), away, first.lost_fen))
    assert [tuple(found) for found in near_cliffs(answers, within)] == expected
    assert name == "xian-2017" or len(expected) >= (3 if within else 1)


def at_an_edge(f: Facts, standard: Standard, on: date) -> Facts:
    """The household with an income that is the last one before a fall, or the first one behind it."""
    falls = trace(one(f, standard, on), 0).falls
    luck = random.Random(f.annual_income_fen)
    return replace(f, annual_income_fen=luck.choice(falls).before.at_fen + luck.randint(0, 1)) if falls else f


def test_who_is_not_decided_yet_is_left_out_of_the_caseload() -> None:
    edge = replace(KNOWN, annual_income_fen=KNOWN.size * 12 * 100_000 + 1_600_000 - 1)
    unknown = ["size", "annual_income_fen", "annual_rigid_expenditure_fen", "event", "cause_documented", "assets_excluded"]  # fmt: skip
    people = [edge, *(replace(edge, **{name: None}) for name in unknown)]
    answers = assess(Population.of(people), DEMO, ON)
    open_ = [str(i) for i in range(len(people)) if answers.missing(i)]
    assert [found.household for found in near_cliffs(answers, 0)] == [str(i) for i in (0, 4)], "event is not needed"
    assert open_ == ["1", "2", "3", "5", "6"]


def test_who_has_an_unknown_amount_is_left_out_of_the_caseload() -> None:
    edge = replace(KNOWN, annual_income_fen=KNOWN.size * 12 * 100_000 + 1_600_000 - 1)
    people = [edge, replace(edge, medical_out_of_pocket_fen=None), replace(edge, members=None)]
    assert [found.household for found in near_cliffs(assess(Population.of(people), DEMO, ON), 0)] == ["0"]


# ---- by hand ----------------------------------------------------------------------------------------------

KNOWN = Facts(
    size=3, annual_income_fen=3_600_000, annual_rigid_expenditure_fen=1_600_000, event=True, cause_documented=True,
    assets_excluded=False, medical_out_of_pocket_fen=1_200_000, hardship_cost_fen=2_000_000, single_parent=False,
    head_sex="男", members=(),
)  # fmt: skip


def test_the_three_falls_of_a_family_of_three() -> None:
    """Medical cost 12,000: deep 10,400, relative 6,000, accident 3,600; living 6,000 and 3,000; visits 1,000, 800, 500."""
    found = trace(one(KNOWN), 0)
    deep, relative, accident = 1_040_000 + 600_000 + 100_000, 600_000 + 300_000 + 80_000, 360_000 + 300_000 + 50_000
    edges = [n * 3_600_000 + 1_600_000 - 1 for n in (1, 2, 3)]  # net income of so many lines, the last fen before it
    assert [(j.before.at_fen, j.before.aid_fen, j.after.aid_fen) for j in found.jumps] == [
        (edges[0], deep, relative), (edges[1], relative, accident), (edges[2], accident, 0),
    ]  # fmt: skip
    assert [j.way_out_fen for j in found.jumps] == [edges[0] + 760_000, edges[1] + 270_000, edges[2] + 710_000]
    assert found.now == (3_600_000, "deep", deep, 3_600_000 - 1_600_000 + deep)
    assert found.falls == found.jumps


def test_in_xian_a_treatment_of_ten_thousand_yuan_is_worth_five_thousand() -> None:
    standard, on, _ = PACKS["xian-2017"]
    found = trace(one(replace(KNOWN, class_="deep"), standard, on), 0, "medical_out_of_pocket")
    assert [(j.before.at_fen, j.lost_fen) for j in found.jumps] == [
        (999_999, -500_000), (2_999_999, -500_000), (5_999_999, -500_000),
    ]  # fmt: skip
    assert found.falls == []


def test_a_band_of_discretion_is_no_cliff() -> None:
    """In the third round of Hunan 300,000 yuan and more get 30,000 to 50,000, and what is below them 20,000."""
    said = replace(KNOWN, class_="deep", dibao_line_fen=100_000)
    found = trace(one(said, load("hunan-round3"), date(2023, 10, 1)), 0, "medical_out_of_pocket")
    assert [j.before.at_fen for j in found.jumps][:2] == [4_999_999, 9_999_999]
    assert found.falls == [], "more cost never means less aid"


def test_the_way_out_may_be_far_away() -> None:
    """The whole cost of 300,000 yuan is lost at the line; 300,000 yuan more of earnings make up for it."""
    whole = {
        "source": "rule",
        "by_class": {"deep": {"kind": "whole", "bands": [{"rate": "1"}]}, "relative": None, "accident": None},
    }
    pack = office(medical=whole, living="none", tuition="none", temporary="none", warmth="none")
    f = replace(
        KNOWN, annual_rigid_expenditure_fen=0, annual_income_fen=3_600_000, medical_out_of_pocket_fen=30_000_000
    )
    assert [j.way_out_fen for j in trace(one(f, pack), 0).falls] == [3_599_999 + 30_000_000]


def test_the_way_out_is_exact_where_aid_is_rounded() -> None:
    """Both aids together pay 31 of 30 fen: a line lost is regained after thirty lines, the first time by a rounding."""
    both = {"medical": "7/10", "temporary": "1/3"}
    shares = {aid: {"kind": "marginal", "bands": [{"rate": rate}]} for aid, rate in both.items()}
    rules = {aid: {"source": "rule", "by_class": {"deep": share, "relative": share}} for aid, share in shares.items()}
    living = {"source": "rule", "by_class": {"deep": {"lines": "1"}, "relative": {"lines": "2"}}}
    pack = office(**_SMALL | rules | {"living": living, "tuition": "none", "warmth": "none"})
    f = Facts(
        size=1, annual_income_fen=13_000, schooling_cost_fen=0, other_rigid_expenditure_fen=0, event=True, itemised=True,
        medical_out_of_pocket_fen=0, hardship_cost_fen=0, cause_documented=True, assets_excluded=False, members=(),
    )  # fmt: skip
    (fall,) = trace(one(f, pack), 0, "medical_out_of_pocket").falls
    every = at_every_fen(f, pack, "medical_out_of_pocket")
    net = every.classes.net.values + sum(amounts.fen for amounts in every.aids.values())
    assert (fall.before.at_fen, fall.lost_fen) == (1_000, 2_000 + 700 + 333 - (1_000 + 701 + 334))
    assert fall.way_out_fen == way_out_by_search(net, fall)


# ---- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", ["size", "annual_income_fen", "", "hardship_cost"])
def test_a_fact_that_does_not_vary_is_refused_by_name(fact: str) -> None:
    with pytest.raises(Refused) as refusal:
        trace(one(KNOWN), 0, fact)
    for said in refusal.value.text:
        assert "annual_income, medical_out_of_pocket" in said
        assert fact in said


@pytest.mark.parametrize("fact", ["annual_income", "medical_out_of_pocket"])
@pytest.mark.parametrize(
    "unknown", ["size", "annual_income", "annual_rigid_expenditure", "cause_documented", "assets_excluded", "medical_out_of_pocket", "members"]
)  # fmt: skip
def test_an_unknown_fact_is_asked_for_before_anything_is_traced(unknown: str, fact: str) -> None:
    name = unknown if unknown in ("size", "cause_documented", "assets_excluded", "members") else f"{unknown}_fen"
    with pytest.raises(Refused) as refusal:
        trace(one(replace(KNOWN, **{name: None})), 0, fact)
    assert all(unknown in said for said in refusal.value.text)


def test_a_fact_that_is_needed_only_further_on_is_asked_for_too() -> None:
    """This family is deep whatever happened; what it gets above two lines hangs on whether there was an event."""
    f = replace(KNOWN, event=None)
    assert one(f).missing(0) == ()
    with pytest.raises(Refused, match="event"):
        trace(one(f), 0)


def test_a_class_that_nobody_can_decide_yet_is_not_shown_as_a_loss() -> None:
    """Of Shanghai only the first test is known: above the line a family may get more or less, not nothing."""
    f = replace(KNOWN, annual_income_fen=5_000_000)
    found = trace(one(f, load("shanghai-2019"), date(2024, 9, 15)), 0)
    assert found.points[-1].class_ == "undetermined"
    assert found.falls == []

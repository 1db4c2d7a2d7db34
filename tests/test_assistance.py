"""Assistance: class and amounts against a second, plain implementation; what is unknown stays unknown."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
import yaml

from casework import share, standards
from casework.assistance import Assessment, assess, tally
from casework.assistance.classify import FACT_OF
from casework.assistance.explain import explain
from casework.assistance.living import instalment
from casework.households import CLASSES, RELATIVES, STAGES, Facts, MemberFacts, Population
from casework.standards import Standard, load
from casework.vocabulary import AIDS, Refused

ON = date(2026, 10, 31)
DEMO, SUQIAN, BEIJING = load("demo-2026"), load("suqian-2024"), load("beijing-2021")
LINE = 100_000
TEXT = standards.read_text(share("data", "standards", "demo-2026.yaml"))
LINES = standards.read_text(share("data", "standards", "lines.yaml"))

KNOWN = Facts(
    size=3, annual_income_fen=3_600_000, annual_rigid_expenditure_fen=1_600_000, event=False, cause_documented=True,
    assets_excluded=False, medical_out_of_pocket_fen=1_200_000, single_parent=False, head_sex="男", members=(),
)  # fmt: skip


def office(**changed: object) -> Standard:
    """The demo pack of an office that changed some of it."""
    said = yaml.safe_load(TEXT) | changed
    said = {key: value for key, value in said.items() if value != "none"}
    return standards.parse(yaml.safe_dump(said, allow_unicode=True), LINES, "office.yaml")


def one(facts: Facts, standard: Standard = DEMO, on: date = ON) -> Assessment:
    return assess(Population.of([facts]), standard, on)


def row(facts: Facts, standard: Standard = DEMO, on: date = ON) -> dict[str, object]:
    return one(facts, standard, on).row(0)


# ---- a second implementation: one household, Fractions, the words of the rules --------------------------


def class_by_hand(f: Facts, thresholds: tuple[int, ...]) -> str:
    """Deep, relative and (with an event) accident below three amounts of fen per head and month."""
    if f.cause_documented is False or f.assets_excluded is True:
        return "not_eligible"
    net = Fraction(f.annual_income_fen - f.annual_rigid_expenditure_fen, f.size) / 12
    for name, limit in zip(("deep", "relative", "accident"), thresholds, strict=True):
        if net < limit and (name != "accident" or f.event):
            return name
    return "not_eligible"


def medical_by_hand(class_: str, paid: int) -> int:
    full = {
        "deep": min(paid, 1_000_000) * Fraction(9, 10) + max(0, paid - 1_000_000) * Fraction(7, 10),
        "relative": Fraction(paid, 2),
        "accident": paid * Fraction(3, 10),
    }.get(class_, Fraction(0))
    cap = 2_000_000 if class_ == "deep" else 1_000_000
    return min(int(full + Fraction(1, 2)), cap, paid)


DEEP = dict.fromkeys(("primary", "middle_school"), 100_000) | dict.fromkeys(("high_school", "vocational"), 300_000)
DEEP |= dict.fromkeys(("college", "university", "postgraduate"), 5 * LINE)
RELATIVE = dict.fromkeys(("high_school", "vocational"), 150_000) | dict.fromkeys(
    ("college", "university", "postgraduate"), 250_000
)


def tuition_by_hand(class_: str, f: Facts) -> int:
    table = {"deep": DEEP | ({"kindergarten": 100_000} if f.single_parent else {}), "relative": RELATIVE}.get(
        class_, {}
    )
    return sum(table.get(str(m.stage), 0) for m in f.members or () if m.relation == "child")


def households(n: int, seed: int) -> list[Facts]:
    """Known households, half of them within a few fen of a threshold."""
    luck = random.Random(seed)
    found = []
    for _ in range(n):
        size, rigid = luck.randint(1, 9), luck.choice([0, luck.randint(0, 6_000_000)])
        edge = luck.choice([62_000, LINE]) * luck.randint(1, 3) * size * 12 + rigid + luck.randint(-2, 2)
        people = tuple(
            MemberFacts(relation=luck.choice(RELATIVES[1:]), stage=luck.choice(STAGES))
            for _ in range(luck.randint(0, 3))
        )
        found.append(
            Facts(
                size=size, annual_income_fen=luck.choice([edge, luck.randint(0, 30_000_000)]), annual_rigid_expenditure_fen=rigid,
                event=luck.random() < 0.5, cause_documented=luck.random() < 0.95, assets_excluded=luck.random() < 0.05,
                medical_out_of_pocket_fen=luck.choice([0, luck.randint(0, 9), luck.randint(0, 6_000_000)]),
                single_parent=luck.random() < 0.5, head_sex=luck.choice(["男", "女"]), members=people,
            )
        )  # fmt: skip
    return found


def test_class_and_amounts_agree_with_the_plain_implementation() -> None:
    people = households(4_000, 1)
    answers = assess(Population.of(people), DEMO, ON)
    assert min(tally(answers)[c] for c in ("deep", "relative", "accident", "not_eligible")) > 100, (
        "all classes are tried"
    )
    for i, f in enumerate(people):
        class_, found = class_by_hand(f, (LINE, 2 * LINE, 3 * LINE)), answers.row(i)
        assert found["class"] == class_, f
        assert found["living_aid_fen"] == {"deep": 6 * LINE, "relative": 3 * LINE}.get(class_, 0)
        assert found["medical_aid_fen"] == medical_by_hand(class_, f.medical_out_of_pocket_fen or 0), f
        assert found["medical_aid_fen"] <= f.medical_out_of_pocket_fen
        assert found["tuition_aid_fen"] == tuition_by_hand(class_, f), f


def test_class_agrees_under_the_fixed_lines_of_suqian_and_the_two_lines_of_beijing() -> None:
    people = households(2_000, 2)
    suqian = assess(Population.of(people), SUQIAN, date(2024, 1, 15))
    beijing = assess(Population.of(people), BEIJING, date(2021, 9, 15))
    for i, f in enumerate(people):
        assert suqian.class_of(i) == class_by_hand(f, (62_000, 124_000, 186_000)), f
        assert beijing.class_of(i) == class_by_hand(f, (124_500, 200_000, 10**15)), f


def test_at_the_line_the_operator_of_the_pack_decides() -> None:
    at = replace(KNOWN, annual_income_fen=LINE * 36, annual_rigid_expenditure_fen=0)
    assert row(at)["class"] == "relative"
    assert row(replace(at, annual_income_fen=LINE * 36 - 1))["class"] == "deep"
    closed = office(
        classes=[{"name": "deep", "source": "rule", "tests": [{"measure": "net", "op": "<=", "times": "1"}]}]
    )
    assert row(at, closed)["class"] == "deep"
    assert row(replace(at, annual_income_fen=LINE * 36 + 1), closed)["class"] == "not_eligible"


def test_a_gross_test_leaves_rigid_expenditure_out() -> None:
    tests = [{"measure": "gross", "op": "<=", "times": "1.5"}, {"measure": "net", "op": "<=", "times": "1"}]
    pack = office(classes=[{"name": "edge", "source": "rule", "tests": tests}])
    at = replace(KNOWN, size=1, annual_income_fen=1_800_000, annual_rigid_expenditure_fen=600_000)
    assert row(at, pack)["class"] == "edge"
    assert row(replace(at, annual_income_fen=1_800_001), pack)["class"] == "not_eligible"
    assert row(replace(at, annual_rigid_expenditure_fen=599_999), pack)["class"] == "not_eligible"


def test_beyond_the_known_tests_a_pack_may_leave_the_class_open() -> None:
    rich = replace(KNOWN, annual_income_fen=10**9)
    assert row(rich, office(beyond="undetermined"))["class"] == "undetermined"
    assert row(replace(rich, assets_excluded=True), office(beyond="undetermined"))["class"] == "not_eligible"


def test_an_exclusion_or_no_cause_is_not_eligible_whatever_else_is_unknown() -> None:
    for bar in ({"cause_documented": False}, {"assets_excluded": True}):
        found = row(Facts(**bar))  # type: ignore[arg-type]
        assert (found["class"], found["missing"]) == ("not_eligible", [])
        assert (found["living_aid_fen"], found["medical_aid_fen"], found["tuition_aid_fen"]) == (0, 0, 0)
        assert found["approval_level"] is None


def test_a_class_that_is_given_skips_the_classification() -> None:
    found = row(Facts(class_="relative", cause_documented=False, annual_income_fen=10**9))
    assert (found["class"], found["missing"], found["living_aid_fen"]) == ("relative", [], 3 * LINE)


def test_union_aid_is_income_only_where_the_pack_says_so() -> None:
    just_below = replace(
        KNOWN, annual_income_fen=LINE * 36 - 1, annual_rigid_expenditure_fen=0, union_aid_received_fen=1
    )
    assert row(just_below)["class"] == "deep"
    assert row(just_below, office(union_aid_is_income=True))["class"] == "relative"
    assert "union aid" in str(explain(one(just_below, office(union_aid_is_income=True)), 0))


def test_rigid_expenditure_of_a_file_is_the_sum_of_the_items_that_the_pack_accepts() -> None:
    items = {"medical_out_of_pocket_fen": 500_000, "schooling_cost_fen": 300_000, "other_rigid_expenditure_fen": 7}
    f = Facts(
        size=1,
        annual_income_fen=2_000_007,
        event=False,
        cause_documented=True,
        assets_excluded=False,
        itemised=True,
        **items,
    )  # type: ignore[arg-type]
    found = row(f)
    assert (found["class"], found["net_income_per_capita_month_fen"]) == ("relative", LINE)
    found = row(f, office(rigid=["medical"]))
    assert found["net_income_per_capita_month_fen"] == 125_001  # 1,500,007 / 12 = 125,000.58
    assert row(f, office(rigid=[]))["net_income_per_capita_month_fen"] == 166_667
    unknown = replace(f, schooling_cost_fen=None)
    assert row(unknown)["missing"] == ["schooling_cost"]
    assert row(unknown, office(rigid=["medical"]))["missing"] == []


def test_what_is_known_of_the_items_bounds_the_sum() -> None:
    f = Facts(
        size=1, annual_income_fen=1_500_000, medical_out_of_pocket_fen=300_001, other_rigid_expenditure_fen=0, event=False,
        cause_documented=True, assets_excluded=False, itemised=True,
    )  # fmt: skip
    assert row(f)["class"] == "deep", "15,000 − 3,000.01 is below 12,000 whatever the schooling costs"
    assert note(f)["rigid expenditure per year"][0] == "at least 3,000.01 yuan"
    assert row(replace(f, medical_out_of_pocket_fen=300_000))["missing"] == ["schooling_cost"]


def test_a_pack_that_does_not_hold_yet_is_refused() -> None:
    with pytest.raises(Refused, match="holds from 2024-01-01"):
        one(KNOWN, DEMO, date(2023, 12, 31))


# ---- unknown facts -------------------------------------------------------------------------------------

NAMES = ("annual_income_fen", "annual_rigid_expenditure_fen", "size", "dibao_line_fen", "event", "cause_documented", "assets_excluded")  # fmt: skip
NO_LINE = office(line="beijing")  # after 2024-07-01 the line of Beijing is not known


def class_of(values: tuple[int, ...]) -> int:
    """The class as a number by cross-multiplication, for very many completions."""
    income, rigid, size, line, event, cause, assets = values
    if assets or not cause:
        return 3
    net, unit = income - rigid, line * size * 12
    return 0 if net < unit else 1 if net < 2 * unit else 2 if event and net < 3 * unit else 3


def completions(known: dict[str, int]) -> list[list[int]]:
    """For each fact its value, or a grid of values: everything near a threshold, and far out."""
    lines, sizes = [1, 50_000, LINE, 150_000, 10**8], [*range(1, 31), 99]
    size = known.get("size", 2)
    near = [known["dibao_line_fen"]] if "dibao_line_fen" in known else [1, 50_000]
    edges = {line * size * 12 * k + step for line in near for k in (1, 2, 3) for step in (-1, 0)} | {10**10, 5_000_000}
    rigid, income = known.get("annual_rigid_expenditure_fen", 0), known.get("annual_income_fen", 0)
    if "annual_income_fen" in known and "annual_rigid_expenditure_fen" in known:
        net = income - rigid
        lines += [max(1, net // (12 * s * k) + step) for s in (1, size) for k in (1, 2, 3) for step in (0, 1)]
    grids = [
        [0, 10**13, *(e + rigid for e in edges)], [0, 10**13, *(max(0, income - e) for e in edges)], sizes, lines,
        [0, 1], [0, 1], [0, 1],
    ]  # fmt: skip
    return [[known[name]] if name in known else sorted(set(grid)) for name, grid in zip(NAMES, grids, strict=True)]


def test_what_is_missing_is_exactly_what_could_change_the_class() -> None:
    luck = random.Random(3)
    facts = FACT_OF[: len(NAMES)]  # no test of this pack reads the hardship cost
    seen: dict[str, int] = dict.fromkeys(facts, 0)
    for f in households(800, 4):
        truth = {name: int(v) for name in NAMES if (v := getattr(f, name)) is not None} | {"dibao_line_fen": LINE}
        truth["size"] = 1 + truth["size"] % 5
        gone = luck.sample(NAMES, luck.randint(1, 3))
        known = {name: value for name, value in truth.items() if name not in gone}
        said = {n: bool(v) if n in ("event", "cause_documented", "assets_excluded") else v for n, v in known.items()}
        answer = row(Facts(**said), NO_LINE)  # type: ignore[arg-type]
        trials = list(product(*completions(known)))
        classes = {values: class_of(values) for values in [*trials, tuple(truth[n] for n in NAMES)]}
        names = ("deep", "relative", "accident", "not_eligible")
        if answer["class"] != "undetermined":
            assert {names[c] for c in classes.values()} == {answer["class"]}, known
            assert answer["missing"] == []
            continue
        assert len(set(classes.values())) > 1, known
        for k, name in enumerate(facts):
            ends: dict[tuple[int, ...], set[int]] = {}
            for values in trials:
                ends.setdefault(values[:k] + values[k + 1 :], set()).add(classes[values])
            telling = any(len(c) > 1 for c in ends.values())
            assert (name in answer["missing"]) == telling, (name, known, answer)  # type: ignore[operator]
            seen[name] += telling
    assert min(seen.values()) >= 5, seen


def test_a_deleted_fact_never_turns_the_class_into_another_one() -> None:
    luck = random.Random(5)
    whole = households(3_000, 6)
    holes = [
        replace(f, **dict.fromkeys(luck.sample([n for n in NAMES if n != "dibao_line_fen"], luck.randint(1, 6))))
        for f in whole
    ]
    answers = assess(Population.of(holes), DEMO, ON)
    decided = 0
    for i, f in enumerate(whole):
        code = answers.class_of(i)
        assert code in ("undetermined", class_by_hand(f, (LINE, 2 * LINE, 3 * LINE)))
        assert bool(answers.missing(i)) == (code == "undetermined") or code != "undetermined"
        decided += code != "undetermined"
    assert 0 < decided < len(whole)


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ({"annual_income_fen": None}, ["annual_income"]), ({"annual_rigid_expenditure_fen": None}, ["annual_rigid_expenditure"]),
        ({"size": None}, ["size"]), ({"size": 0}, ["size"]), ({"cause_documented": None}, ["cause_documented"]),
        ({"assets_excluded": None}, ["assets_excluded"]), ({"event": None}, []),
        ({"event": None, "annual_income_fen": None}, ["annual_income", "event"]),
    ],
)  # fmt: skip
def test_unknown_is_not_zero(gone: dict[str, object], missing: list[str]) -> None:
    f = (
        replace(KNOWN, annual_income_fen=6_000_000, **gone)
        if "annual_income_fen" not in gone
        else replace(KNOWN, **gone)
    )
    found = row(f)  # type: ignore[arg-type]
    assert found["missing"] == missing
    assert (found["class"] == "undetermined") == bool(missing)
    if missing:
        assert found["living_aid_fen"] is None
        assert found["reasons"]["living"] == "undetermined"  # type: ignore[index]


def test_an_unknown_line_leaves_class_and_living_aid_open() -> None:
    found = row(KNOWN, NO_LINE)
    assert (found["class"], found["missing"], found["dibao_line_fen"]) == ("undetermined", ["dibao_line"], None)
    given = row(Facts(class_="deep"), NO_LINE)
    assert given["living_aid_fen"] is None
    assert one(Facts(class_="deep", members=(), medical_out_of_pocket_fen=0), NO_LINE).missing(0) == ("dibao_line",)
    assert row(replace(KNOWN, dibao_line_fen=LINE), NO_LINE)["class"] == "deep"


def test_without_any_income_a_household_is_deep_under_any_line() -> None:
    assert row(replace(KNOWN, annual_income_fen=0, annual_rigid_expenditure_fen=0), NO_LINE)["class"] == "deep"


def test_who_is_undecided_and_why() -> None:
    people = Population.of(
        [KNOWN, replace(KNOWN, size=None), replace(KNOWN, medical_out_of_pocket_fen=None)], ["a", "b", "c"]
    )
    assert assess(people, DEMO, ON).undecided() == [
        {"household": "b", "missing": ["size"]},
        {"household": "c", "missing": ["medical_out_of_pocket"]},
    ]


# ---- amounts --------------------------------------------------------------------------------------------


def test_what_a_pack_lacks_is_null_and_never_zero() -> None:
    for f in (KNOWN, replace(KNOWN, assets_excluded=True), replace(KNOWN, size=None)):
        found = row(f, SUQIAN, date(2024, 1, 15))
        for aid in AIDS.words:
            key = "warmth_visit_fen" if aid == "warmth" else f"{aid}_aid_fen"
            assert found[key] is None
            assert found["reasons"][aid] == "no_rule"  # type: ignore[index]
        assert (found["living_instalment_fen"], found["approval_level"]) == (None, None)
    beijing = row(Facts(class_="accident", medical_out_of_pocket_fen=100), BEIJING, date(2021, 9, 15))
    assert (beijing["living_aid_fen"], beijing["medical_aid_fen"], beijing["tuition_aid_fen"]) == (None, None, None)


@pytest.mark.parametrize(
    ("class_", "year", "half"), [("deep", 600_000, 300_000), ("relative", 300_000, 150_000), ("accident", 0, 0)]
)
def test_living_aid_is_so_many_lines_in_two_instalments(class_: str, year: int, half: int) -> None:
    found = row(Facts(class_=class_))
    assert (found["living_aid_fen"], found["living_instalment_fen"]) == (year, half)


def test_an_instalment_is_rounded_half_up() -> None:
    assert instalment(600_001, DEMO) == 300_001
    assert instalment(600_001, SUQIAN) == 600_001


@pytest.mark.parametrize(
    ("class_", "paid", "amount", "reason"),
    [
        ("deep", 0, 0, "amount"), ("deep", 1, 1, "amount"), ("deep", 1_000_000, 900_000, "amount"),
        ("deep", 1_000_001, 900_001, "amount"),  # 900,000.7
        ("deep", 2_571_428, 2_000_000, "amount"),  # 900,000 + 0.7 · 1,571,428 = 1,999,999.6
        ("deep", 2_571_429, 2_000_000, "amount"), ("deep", 2_571_430, 2_000_000, "capped"),
        ("relative", 2_000_000, 1_000_000, "amount"), ("relative", 2_000_002, 1_000_000, "capped"),
        ("accident", 3_333_332, 1_000_000, "amount"), ("accident", 99_999_999, 1_000_000, "capped"),
        ("not_eligible", 500, 0, "not_eligible"), ("undetermined", 500, None, "undetermined"), ("dibao", 500, None, "no_rule"),
        ("deep", None, None, "unknown_fact"),
    ],
)  # fmt: skip
def test_medical_aid_and_its_cap(class_: str, paid: int | None, amount: int | None, reason: str) -> None:
    found = row(Facts(class_=class_, medical_out_of_pocket_fen=paid))
    assert (found["medical_aid_fen"], found["reasons"]["medical"]) == (amount, reason)  # type: ignore[index]


@pytest.mark.parametrize("cap", [{}, {"cap": "20000"}])
def test_medical_aid_is_never_more_than_what_was_paid(cap: dict[str, str]) -> None:
    flat = {"kind": "flat", "bands": [{"flat": "1500"}]} | cap
    pack = office(medical={"source": "rule", "by_class": {"deep": flat}})
    found = row(Facts(class_="deep", medical_out_of_pocket_fen=99_999), pack)
    assert (found["medical_aid_fen"], found["reasons"]["medical"]) == (99_999, "capped")  # type: ignore[index]


def child(stage: str | None, relation: str | None = "child") -> MemberFacts:
    return MemberFacts(relation=relation, stage=stage)


@pytest.mark.parametrize(
    ("members", "amount", "reason"),
    [
        ((), 0, "no_child"), (None, None, "unknown_fact"), ((child("primary"), child("university")), 600_000, "amount"),
        ((child("university", "sibling"),), 0, "no_child"), ((child("none"),), 0, "no_child"),
        ((child("primary"), child(None)), None, "unknown_fact"), ((child("primary", None),), None, "unknown_fact"),
        ((child(None, "parent"), child("primary")), 100_000, "amount"),
    ],
)  # fmt: skip
def test_tuition_is_paid_for_each_child_in_school(
    members: tuple[MemberFacts, ...] | None, amount: int | None, reason: str
) -> None:
    found = row(Facts(class_="deep", members=members))
    assert (found["tuition_aid_fen"], found["reasons"]["tuition"]) == (amount, reason)  # type: ignore[index]


@pytest.mark.parametrize(
    ("stage", "single", "sex", "amount"),
    [
        ("primary", True, None, 300_000), ("primary", False, "女", 0), ("primary", None, "女", None),
        ("postgraduate", True, "女", 1_245_000), ("postgraduate", True, "男", 0), ("postgraduate", False, None, 0),
        ("postgraduate", None, "男", 0), ("postgraduate", None, "女", None), ("postgraduate", True, None, None),
        ("university", None, None, 1_245_000),
    ],
)  # fmt: skip
def test_tuition_for_single_parents_and_single_mothers_only(
    stage: str, single: bool | None, sex: str | None, amount: int | None
) -> None:
    f = Facts(class_="deep", single_parent=single, head_sex=sex, members=(child(stage),))
    assert row(f, BEIJING, date(2021, 9, 15))["tuition_aid_fen"] == amount


@pytest.mark.parametrize(
    ("paid", "level"),
    [
        (2_000_000, "county"),
        (2_000_001, "province"),
        (5_000_000, "province"),
        (5_000_001, "national"),
        (None, None),
        (0, None),
    ],
)
def test_above_and_not_at_an_amount_a_higher_level_approves(paid: int | None, level: str | None) -> None:
    whole = {"kind": "whole", "bands": [{"rate": "1"}]}
    steps = [{"over": "50000", "level": "national"}, {"over": "20000", "level": "province"}]
    medical = {"source": "rule", "by_class": {"deep": whole}}
    for order in (steps, steps[::-1]):
        pack = office(
            medical=medical,
            living="none",
            tuition="none",
            temporary="none",
            warmth="none",
            approval={"source": "rule", "steps": order},
        )
        assert row(Facts(class_="deep", medical_out_of_pocket_fen=paid), pack)["approval_level"] == level


# ---- one household and many -----------------------------------------------------------------------------


def test_one_household_and_many_give_the_same_rows() -> None:
    luck = random.Random(7)
    people = households(300, 8)
    people += [
        replace(
            f, **{luck.choice(["size", "event", "members", "medical_out_of_pocket_fen", "annual_income_fen"]): None}
        )
        for f in people[:150]
    ]
    many = assess(Population.of(people), DEMO, ON)
    for i, f in enumerate(people):
        alone = assess(Population.of([f], [str(i)]), DEMO, ON)
        assert alone.row(0) == many.row(i)
        if i % 10 == 0:
            assert explain(alone, 0) == explain(many, i)


def test_one_open_class_among_many_known_households_changes_no_other_row() -> None:
    people = [replace(f, annual_income_fen=None) if i % 7 == 0 else f for i, f in enumerate(households(200, 9))]
    many = assess(Population.of(people), DEMO, ON)
    assert sum(many.aids["tuition"].sure > 0) > 5
    assert [many.row(i) for i in range(200)] == [
        assess(Population.of([f], [str(i)]), DEMO, ON).row(0) for i, f in enumerate(people)
    ]


def test_nobody_gives_no_rows() -> None:
    nobody = assess(Population.of([]), DEMO, ON)
    assert len(nobody) == 0
    assert nobody.undecided() == []
    assert set(tally(nobody)) == set(CLASSES)


# ---- the calculation note -------------------------------------------------------------------------------


def note(f: Facts, standard: Standard = DEMO, on: date = ON) -> dict[str, tuple[str, str, str]]:
    """About → (result, how, source), in English; both languages are there for every step."""
    steps = explain(one(f, standard, on), 0)
    for step in steps:
        for text in (step.about, step.result):
            assert text.zh, step
            assert text.en, step
        assert bool(step.how.zh) == bool(step.how.en)
        assert step.source.zh, "every step names what it rests on"
        assert step.source.en
    return {step.about.en: (step.result.en, step.how.en, step.source.en) for step in steps}


STEPS = "over 20,000.00 yuan: provincial union; over 50,000.00 yuan: national union"


def test_the_note_of_a_known_household_step_by_step() -> None:
    f = Facts(
        size=3, annual_income_fen=3_600_000, medical_out_of_pocket_fen=1_200_000, schooling_cost_fen=300_000,
        other_rigid_expenditure_fen=100_000, event=False, cause_documented=True, assets_excluded=False, single_parent=False,
        itemised=True, members=(child("university"), child("primary"), child("none", "spouse")),
    )  # fmt: skip
    said = note(f)
    rule = DEMO.pack.cite("rule")
    assert said["total household income per year"] == ("36,000.00 yuan", "", "the case file form")
    assert said["medical cost paid out of pocket per year"][0] == "12,000.00 yuan"
    # 12,000 + 3,000 + 1,000
    assert said["rigid expenditure per year"] == ("16,000.00 yuan", "the sum of the accepted items", rule)
    # 20,000 / 3 / 12 = 555.555…
    assert said["net income per person and month"][:2] == ("555.56 yuan", "(36,000.00 − 16,000.00) ÷ 3 ÷ 12")
    assert said["Dibao line"] == (
        "1,000.00 yuan",
        "in force on 2026-10-31, per person and month",
        DEMO.line_source("demo", ON),
    )
    # 1,000 − 555.56
    assert said["deep hardship"] == ("met", "net per head < 1,000.00 yuan, 444.44 yuan below", rule)
    assert "relative hardship" not in said, "the first class that holds ends the tests"
    assert said["class"][0] == "deep hardship"
    assert said["living aid"] == ("6,000.00 yuan", "6 × 1,000.00 yuan; in 2 instalments; 3,000.00 yuan each", rule)
    # 90 % of 10,000 + 70 % of 2,000 = 9,000 + 1,400 = 2,000 + 70 % of 12,000
    assert said["medical aid"][0] == "10,400.00 yuan"
    assert "band 2: 2,000.00 + 70% × 12,000.00, cap 20,000.00 yuan" in said["medical aid"][1]
    # 5 × 1,000 + 1,000
    assert said["tuition aid"] == (
        "6,000.00 yuan",
        "university 5 × 1,000.00 = 5,000.00 yuan + primary school 1,000.00 yuan",
        rule,
    )
    assert said["temporary aid"][:2] == ("0.00 yuan", "the rule gives this class none")
    assert note(f, SUQIAN, date(2024, 1, 15))["living aid"][:2] == ("—", "this pack has no rule for it")
    assert said["approval"] == ("county union", f"by the largest single aid; {STEPS}", rule)
    assert "invented" in said["Rules"][0].lower()


def test_the_note_of_a_household_beyond_every_line() -> None:
    said = note(replace(KNOWN, annual_income_fen=12_400_000))  # (124,000 − 16,000) / 36 = 3,000
    assert said["deep hardship"][:2] == ("not met", "net per head < 1,000.00 yuan, 2,000.00 yuan above")
    assert said["relative hardship"][:2] == ("not met", "net per head < 2,000.00 yuan, 1,000.00 yuan above")
    assert said["accident-induced hardship"][:2] == (
        "not met",
        "net per head < 3,000.00 yuan, 0.00 yuan above; needs an event: no",
    )
    assert said["class"][:2] == ("not eligible", "no class test is met")
    struck = note(replace(KNOWN, annual_income_fen=12_400_000, event=True))
    assert struck["accident-induced hardship"][0] == "not met", "an event alone is not enough"
    assert said["living aid"][:2] == ("0.00 yuan", "not eligible")
    assert "approval" not in said


def test_the_note_shows_the_unknown_as_unknown() -> None:
    said = note(replace(KNOWN, annual_income_fen=None, event=None))
    assert said["total household income per year"][0] == "unknown"
    assert said["net income per person and month"][:2] == ("unknown", "(— − 16,000.00) ÷ 3 ÷ 12")
    assert said["deep hardship"][:2] == ("open", "net per head < 1,000.00 yuan")
    assert said["accident-induced hardship"][:2] == ("open", "net per head < 3,000.00 yuan; needs an event: unknown")
    assert said["class"][0] == "cannot decide yet"
    assert "total household income per year" in said["class"][1]
    assert said["living aid"][0] == "0.00–6,000.00 yuan"
    assert note(replace(KNOWN, annual_income_fen=10_000_000, event=None))["deep hardship"][0] == "not met"
    assert note(replace(KNOWN, size=None))["household size"][0] == "unknown"


def test_the_note_does_not_ask_for_the_class_what_only_an_aid_needs() -> None:
    said = note(replace(KNOWN, medical_out_of_pocket_fen=None))
    assert said["class"][:2] == ("deep hardship", "assets and conduct: declared at filing, not re-checked")
    assert said["medical aid"][:2] == (
        "0.00–20,000.00 yuan",
        "missing: medical cost paid out of pocket per year",
    )


def test_the_note_of_an_excluded_household_says_which_test_it_would_meet() -> None:
    said = note(replace(KNOWN, assets_excluded=True))
    assert said["deep hardship"][0] == "met"
    assert said["class"][:2] == ("not eligible", "an exclusion applies or no cause is documented")


def test_the_note_says_what_a_pack_does_not_accept_and_shows_exact_rates() -> None:
    half = {"kind": "whole", "bands": [{"up_to": "100", "flat": "5"}, {"rate": "0.575", "flat": "10"}]}
    pack = office(rigid=["medical"], medical={"source": "rule", "by_class": {"deep": half}})
    f = replace(
        KNOWN, itemised=True, annual_rigid_expenditure_fen=None, schooling_cost_fen=500_000, annual_income_fen=0
    )
    said = note(f, pack)
    assert said["schooling cost per year"][:2] == ("5,000.00 yuan", "this pack does not accept it")
    assert said["rigid expenditure per year"][0] == "12,000.00 yuan"
    assert "10.00 + 57.5% × 12,000.00" in said["medical aid"][1]
    assert "band 1: 5.00," in note(replace(f, medical_out_of_pocket_fen=9_000), pack)["medical aid"][1]


def test_the_note_of_a_given_class_has_no_tests() -> None:
    said = note(Facts(class_="deep"))
    assert "deep hardship" not in said
    assert said["class"][0] == "deep hardship"
    assert said["tuition aid"][0] == "0.00 yuan or more"
    assert DEMO.pack.months == 12


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, "members"),
        ({"members": (child(None),)}, "members"),
        ({"members": (child("primary"),)}, "single_parent"),
        ({"members": (child("postgraduate"),), "single_parent": True}, "head_sex"),
        ({"members": (child("primary"), child(None)), "single_parent": True}, "members"),
        ({"members": (child("primary", None),), "single_parent": True, "head_sex": "女"}, "members"),
    ],
)
def test_the_fact_that_tuition_aid_rests_on(said: dict[str, object], asked: str) -> None:
    f = Facts(class_="deep", medical_out_of_pocket_fen=0, **said)  # type: ignore[arg-type]
    answer = one(f, BEIJING, date(2021, 9, 15))
    assert answer.missing(0) == (asked,)
    assert explain(answer, 0)

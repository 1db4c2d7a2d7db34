"""Stacking: the best lawful order of the aids, found again by trying every order of every choice of items."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml

from casework.assistance import Assessment, assess
from casework.assistance.stacking import Together, is_limited, together
from casework.households import Facts, MemberFacts, Population
from casework.standards import Standard, load, parse

ON = date(2026, 10, 31)
DEMO, PROVINCE = load("demo-2026"), load("province-x")
ITEMS = ("living", "medical", "tuition", "temporary")
LINE, YUAN = 100_000, 100
Steps = tuple[tuple[str, int], ...]


class Rules(NamedTuple):
    """What an office changed in the demo pack: living aid in lines, temporary aid in per cent of the cost."""

    counted: bool = True
    single: tuple[str, ...] = ()
    living: Mapping[str, int] = {"deep": 6, "relative": 3, "accident": 0}
    temporary: Mapping[str, int] = {"accident": 15}

    @property
    def standard(self) -> Standard:
        share = {c: {"kind": "marginal", "bands": [{"rate": f"{p}/100"}], "cap": "10000"} for c, p in self.temporary.items()}  # fmt: skip
        said = yaml.safe_load(DEMO.text)
        said["union_aid_is_income"] = self.counted
        said["stacking"]["one_item_only"] = list(self.single)
        said["living"]["by_class"] = {c: {"lines": str(n)} for c, n in self.living.items()}
        said["temporary"]["by_class"] = {"deep": None, "relative": None} | share
        return parse(yaml.safe_dump(said, allow_unicode=True), DEMO.lines_text, "office.yaml")


RULES = {
    "aid is income": Rules(),
    "aid is income, relative one item": Rules(single=("relative",)),
    "aid is income, deep and relative one item": Rules(single=("deep", "relative")),
    "aid is income, the less needy get more": Rules(living={"deep": 4, "relative": 7, "accident": 2}),
    "aid is income, four items, accident one item": Rules(
        single=("accident",), temporary={"deep": 10, "relative": 30, "accident": 50}
    ),
    "aid is no income": Rules(counted=False),
    "aid is no income, relative one item": Rules(counted=False, single=("relative",)),
    "aid is no income, deep and relative one item": Rules(counted=False, single=("deep", "relative")),
}


# ---- a second implementation: one household, Fractions, the words of the rules --------------------------


def class_by_hand(f: Facts, given: int, rules: Rules) -> str:
    """The class of a household that has got so much from the union since its facts were taken."""
    if not f.cause_documented or f.assets_excluded:
        return "not_eligible"
    aid = f.union_aid_received_fen + given if rules.counted else 0
    lines = Fraction(f.annual_income_fen + aid - f.annual_rigid_expenditure_fen, f.size * 12 * LINE)
    if lines < 1:
        return "deep"
    if lines < 2:
        return "relative"
    return "accident" if lines < 3 and f.event else "not_eligible"


def medical_by_hand(f: Facts, class_: str) -> int:
    paid = Fraction(f.medical_out_of_pocket_fen)
    share = {
        "deep": min(paid, 1_000_000) * 9 / 10 + max(paid - 1_000_000, 0) * 7 / 10,
        "relative": paid / 2,
        "accident": paid * 3 / 10,
    }.get(class_, 0)
    return min(int(share + Fraction(1, 2)), 2_000_000 if class_ == "deep" else 1_000_000)


SCHOOL = {
    "deep": {"primary": 1_000, "middle_school": 1_000, "high_school": 3_000, "vocational": 3_000}
    | dict.fromkeys(("college", "university", "postgraduate"), 5_000),
    "relative": {"high_school": 1_500, "vocational": 1_500}
    | dict.fromkeys(("college", "university", "postgraduate"), 2_500),
}


def tuition_by_hand(f: Facts, class_: str) -> int:
    table = SCHOOL.get(class_, {}) | ({"kindergarten": 1_000} if class_ == "deep" and f.single_parent else {})
    return sum(table.get(str(m.stage), 0) * YUAN for m in f.members or () if m.relation == "child")


def temporary_by_hand(f: Facts, class_: str, rules: Rules) -> int:
    if not f.event:
        return 0
    return min(int(Fraction(f.hardship_cost_fen * rules.temporary.get(class_, 0), 100) + Fraction(1, 2)), 1_000_000)


def amount_by_hand(aid: str, f: Facts, class_: str, rules: Rules) -> int:
    if aid == "living":
        return rules.living.get(class_, 0) * LINE
    if aid == "temporary":
        return temporary_by_hand(f, class_, rules)
    return {"medical": medical_by_hand, "tuition": tuition_by_hand}[aid](f, class_)


def every_order(f: Facts, had: Mapping[str, int], rules: Rules) -> Iterator[Steps]:
    """Every sequence of items that may lawfully be granted one after the other, the household tested before each."""
    amount = cache(lambda aid, class_: amount_by_hand(aid, f, class_, rules))
    waiting: list[Steps] = [()]
    while waiting:
        steps = waiting.pop()
        yield steps
        taken = [aid for aid, _ in steps]
        class_ = class_by_hand(f, sum(fen for _, fen in steps), rules)
        for aid in ITEMS:
            others = {*taken, *had} - {aid}
            due = amount(aid, class_) - had.get(aid, 0)
            twice = aid in taken or (aid == "tuition" and aid in had)
            if due > 0 and not twice and not (class_ in rules.single and others):
                waiting.append((*steps, (aid, due)))


def total(steps: Steps) -> int:
    return sum(fen for _, fen in steps)


def rank(steps: Steps) -> tuple[int, int, list[int]]:
    """The most money first, then fewer items, then the order of the aids."""
    return -total(steps), len(steps), [ITEMS.index(aid) for aid, _ in steps]


# ---- households near the thresholds ---------------------------------------------------------------------


def households(n: int, seed: int) -> list[Facts]:
    """Known households; most are so close below a threshold that an aid or two takes them over it."""
    luck = random.Random(seed)
    found = []
    for _ in range(n):
        size, rigid, event = luck.randint(1, 4), luck.randrange(0, 3_000_000), luck.random() < 0.6
        received = luck.choice([0, 0, luck.randrange(0, 600_000)])
        reach = luck.choice([luck.randrange(0, 20), luck.randrange(0, 800_000), luck.randrange(0, 3_000_000)])
        net = max(luck.randint(1, 3) * size * 12 * LINE - reach - received, -rigid)
        paid = luck.choice([0, luck.randrange(0, 1_500_000), luck.randrange(0, 4_000_000)])
        stages = luck.choices(["none", "kindergarten", "primary", "high_school", "university"], k=luck.randint(0, 3))
        found.append(
            Facts(
                size=size, annual_income_fen=net + rigid, annual_rigid_expenditure_fen=rigid, event=event,
                cause_documented=luck.random() < 0.98, assets_excluded=False, medical_out_of_pocket_fen=paid,
                hardship_cost_fen=luck.randrange(0, 4_000_000) if event else 0, single_parent=luck.random() < 0.3,
                head_sex="女", union_aid_received_fen=received,
                members=tuple(MemberFacts(relation=luck.choice(["child", "child", "sibling"]), stage=s) for s in stages),
            )
        )  # fmt: skip
    return found


def had_already(f: Facts, luck: random.Random) -> dict[str, int]:
    """What a household may have had of some items, of medical aid not more than the cost."""
    some = luck.sample(ITEMS, luck.choice([0, 0, 0, 1, 1, 2]))
    most = {"medical": f.medical_out_of_pocket_fen, "temporary": f.hardship_cost_fen}
    return {aid: luck.randint(0, min(most.get(aid, 400_000), 900_000)) for aid in some}


class Case(NamedTuple):
    """One household under one set of rules: what it had, what `together` gives it, what every order gives."""

    facts: Facts
    had: dict[str, int]
    rules: Rules
    given: Together
    orders: list[Steps]


@cache
def cases(name: str) -> list[Case]:
    """Three hundred households under these rules."""
    rules, seed = RULES[name], list(RULES).index(name)
    luck, people = random.Random(seed), households(300, 40 + seed)
    answers = assess(Population.of(people), rules.standard, ON)
    found = []
    for i, f in enumerate(people):
        had = had_already(f, luck)
        there = {aid: fen for aid, fen in had.items() if fen}
        found.append(Case(f, had, rules, together(answers, i, had), list(every_order(f, there, rules))))
    return found


ALL = pytest.mark.parametrize("name", list(RULES))


@ALL
def test_no_order_of_any_items_brings_more(name: str) -> None:
    for f, had, _, given, orders in cases(name):
        assert given.items == min(orders, key=rank), (f, had)


def test_the_order_matters_often() -> None:
    """Else the search above would prove nothing: another order brings less, and so do greed and the order of the form."""
    tried = [case for name in RULES if name.startswith("aid is income") for case in cases(name)]
    best = [case.given.total_fen - case.given.warmth_fen for case in tried]
    assert len(tried) == 1_500
    assert sum(min(map(total, to_the_end(case))) < most for case, most in zip(tried, best, strict=True)) > 500
    assert sum(total(by_greed(case)) < most for case, most in zip(tried, best, strict=True)) > 150
    assert sum(total(by_the_form(case)) < most for case, most in zip(tried, best, strict=True)) > 300


def to_the_end(case: Case) -> list[Steps]:
    """The orders after which nothing more may be granted."""
    begun = {steps[:-1] for steps in case.orders if steps}
    return [steps for steps in case.orders if steps not in begun]


def by_greed(case: Case) -> Steps:
    """The dearest item first, then the dearest of what is left, and so on."""
    steps: Steps = ()
    while further := [s for s in case.orders if s[:-1] == steps and s]:
        steps = max(further, key=lambda s: s[-1][1])
    return steps


def by_the_form(case: Case) -> Steps:
    """Each item in the order of the aids, where it may still be had."""
    steps: Steps = ()
    for aid in ITEMS:
        steps = next((s for s in case.orders if s and s[:-1] == steps and s[-1][0] == aid), steps)
    return steps


def test_the_search_sees_two_thousand_households_of_every_class_and_length() -> None:
    seen = [case for name in RULES for case in cases(name)]
    assert len(seen) >= 2_000
    assert {len(case.given.items) for case in seen} == {0, 1, 2, 3, 4}
    classes = [class_by_hand(case.facts, 0, case.rules) for case in seen]
    assert min(classes.count(c) for c in ("deep", "relative", "accident", "not_eligible")) > 20
    assert sum(bool(case.had) for case in seen) > 500


# ---- what is lawful -------------------------------------------------------------------------------------


@ALL
def test_medical_and_temporary_aid_from_all_sources_stay_within_the_cost(name: str) -> None:
    for f, had, _, given, _ in cases(name):
        assert given.of("medical") + had.get("medical", 0) <= f.medical_out_of_pocket_fen
        assert given.of("temporary") + had.get("temporary", 0) <= f.hardship_cost_fen


@ALL
def test_tuition_is_funded_once_and_no_item_twice(name: str) -> None:
    for _, had, _, given, _ in cases(name):
        assert not (given.of("tuition") and had.get("tuition"))
        assert len(dict(given.items)) == len(given.items)
        assert all(fen > 0 for _, fen in given.items)


@ALL
def test_a_class_of_one_item_gets_one_item(name: str) -> None:
    for f, had, rules, given, _ in cases(name):
        so_far, taken = 0, {aid for aid, fen in had.items() if fen}
        for aid, fen in given.items:
            if class_by_hand(f, so_far, rules) in rules.single:
                assert taken <= {aid}, (f, had, given)
            so_far, taken = so_far + fen, taken | {aid}


@ALL
def test_a_warmth_visit_is_no_item_and_no_income(name: str) -> None:
    people, rules = [case.facts for case in cases(name)], RULES[name]
    dear = rules.standard.change({"warmth.per_time": "9999999", "warmth.per_year": "9999999",
                                  "warmth.by_class": {"any": {"yuan": "99999"}}})  # fmt: skip
    visited = [replace(f, warmth_received_fen=600_000) for f in people]
    answers = assess(Population.of(people), dear, ON), assess(Population.of(visited), rules.standard, ON)
    for i, (f, had, _, given, _) in enumerate(cases(name)):
        gift, none_left = (together(a, i, had) for a in answers)
        assert gift.items == none_left.items == given.items
        visit = {"deep": 1_000, "relative": 800, "accident": 500}.get(class_by_hand(f, 0, rules), 0) * YUAN
        assert (given.warmth_fen, none_left.warmth_fen) == (visit, 0)
        assert gift.warmth_fen == (9_999_900 if visit else 0)
        assert given.total_fen == total(given.items) + visit


def test_without_a_limit_every_aid_stands_for_itself() -> None:
    rules = RULES["aid is no income"]
    assert not is_limited(rules.standard)
    assert all(is_limited(other.standard) for other in RULES.values() if other != rules)
    for f, had, _, given, _ in cases("aid is no income"):
        class_ = class_by_hand(f, 0, rules)
        for aid in ITEMS:
            whole, before = amount_by_hand(aid, f, class_, rules), had.get(aid, 0)
            assert given.of(aid) == (0 if aid == "tuition" and before else max(whole - before, 0))


# ---- by hand --------------------------------------------------------------------------------------------

ALONE = Facts(
    size=1, annual_income_fen=1_700_000, annual_rigid_expenditure_fen=1_000_000, medical_out_of_pocket_fen=1_000_000,
    event=False, hardship_cost_fen=0, cause_documented=True, assets_excluded=False, members=(),
)  # fmt: skip


def one(f: Facts, standard: Standard) -> Assessment:
    return assess(Population.of([f]), standard, ON)


def test_medical_aid_first_is_worth_a_thousand_yuan_more() -> None:
    """Net 7,000 of 12,000. Living 6,000 first: 13,000, relative, medical half: 11,000. Medical 9,000 first: 12,000."""
    given = together(one(ALONE, RULES["aid is income"].standard), 0)
    assert given.items == (("medical", 900_000), ("living", 300_000))
    assert given.total_fen == 1_200_000 + 100_000
    assert together(one(ALONE, DEMO), 0).items == (("living", 600_000), ("medical", 900_000))


def test_one_fen_of_room_lets_a_second_item_be_had_as_deep() -> None:
    """Net 12,000 − 6,000 less a fen leaves it deep after living aid; at the line it is relative."""
    rules = RULES["aid is income"].standard
    at = replace(ALONE, annual_income_fen=1_600_000, medical_out_of_pocket_fen=200_000)
    assert together(one(replace(at, annual_income_fen=1_599_999), rules), 0).items == (
        ("living", 600_000),
        ("medical", 180_000),
    )
    assert together(one(at, rules), 0).items == (("medical", 180_000), ("living", 600_000)), "the small one first"


def test_what_was_had_is_only_topped_up_and_counts_as_the_one_item() -> None:
    rules = RULES["aid is no income, deep and relative one item"].standard
    assert together(one(ALONE, rules), 0).items == (("medical", 900_000),)
    assert together(one(ALONE, rules), 0, {"living": 250_000}).items == (("living", 350_000),)
    assert together(one(ALONE, rules), 0, {"living": 600_000}).items == ()
    assert together(one(ALONE, rules), 0, {"living": 0, "warmth": 80_000}).items == (("medical", 900_000),)


def test_an_amount_that_is_not_known_counts_as_nothing() -> None:
    unknown = replace(ALONE, medical_out_of_pocket_fen=None)
    assert together(one(unknown, RULES["aid is income"].standard), 0).items == (("living", 600_000),)
    assert together(one(replace(ALONE, annual_income_fen=None), RULES["aid is income"].standard), 0).items == ()


PUPIL = MemberFacts(relation="child", stage="university")


@pytest.mark.parametrize(
    ("class_", "said", "items"),
    [
        # eight lines of 500 for living, eight for the pupil, 80 % of the cost up to 16,000: the dearest alone
        ("relative", {"medical_out_of_pocket_fen": 499_999}, (("living", 400_000),)),
        ("relative", {"medical_out_of_pocket_fen": 500_002}, (("medical", 400_002),)),  # 400,001.6
        ("relative", {"medical_out_of_pocket_fen": 9_000_000, "members": (PUPIL,) * 4}, (("medical", 1_600_000),)),
        ("relative", {"medical_out_of_pocket_fen": 9_000_000, "members": (PUPIL,) * 5}, (("tuition", 2_000_000),)),
        # ten lines each and the whole cost: everything
        ("deep", {"medical_out_of_pocket_fen": 123, "members": (PUPIL,)},
         (("living", 500_000), ("medical", 123), ("tuition", 500_000))),
        ("accident", {"hardship_cost_fen": 1_000_000}, (("temporary", 150_000),)),
        ("accident", {"hardship_cost_fen": 70_000_000}, (("temporary", 1_000_000),)),
    ],
)  # fmt: skip
def test_in_province_x_a_relative_family_gets_its_best_single_item(
    class_: str, said: dict[str, Any], items: Steps
) -> None:
    plain = Facts(class_=class_, dibao_line_fen=50_000, event=True, medical_out_of_pocket_fen=0, members=())
    f = replace(plain, **said)
    assert is_limited(PROVINCE)
    assert together(assess(Population.of([f]), PROVINCE, date(2024, 6, 1)), 0).items == items

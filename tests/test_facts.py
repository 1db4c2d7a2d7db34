"""Facts that cannot be: each is named with its place and a remedy, becomes unknown, and takes nothing else with it."""

import dataclasses
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.assistance import assess
from casework.households import CLASSES, FACT_WORDS, RELATIVES, SEXES, STAGES, Facts, MemberFacts, Population, sound
from casework.money import show
from casework.standards import load, parse

ON, DEMO = date(2026, 10, 31), load("demo-2026")
LIMIT = 10**13 - 1  # fen: no household has a hundred billion yuan
CHILD = MemberFacts(relation="child", stage="primary", age=9, income_month_fen=0, disabled=False)
HEAD = MemberFacts(relation="head", stage="none", age=45, income_month_fen=200_000, disabled=True)
KNOWN = Facts(
    size=3, annual_income_fen=3_600_000, annual_rigid_expenditure_fen=1_600_000, medical_out_of_pocket_fen=1_200_000,
    schooling_cost_fen=1, other_rigid_expenditure_fen=2, hardship_cost_fen=3, event=True, cause_documented=True,
    assets_excluded=False, dibao_line_fen=100_000, previous_year_dibao_line_fen=90_000, single_parent=False, head_sex="男",
    class_="deep", union_aid_received_fen=4, warmth_received_fen=5, archived=True, itemised=False, members=(HEAD, CHILD),
)  # fmt: skip
MONEY = [f.name for f in dataclasses.fields(Facts) if f.name.endswith("_fen")]
FLAGS = ["event", "cause_documented", "assets_excluded", "single_parent", "archived"]
RECEIVED = ("union_aid_received_fen", "warmth_received_fen")

NO_MONEY = [-1, LIMIT + 1, 10**30, 1.5, "100", True, False, (), float("nan")]
NO_FLAG = [0, 1, "yes", "是", 1.0, ()]
NO_COUNT = [0, 100, -1, 10**30, 3.0, "3", True, ()]
NO_AGE = [-1, 121, 140, 9.5, "9", True, ()]


def bad_facts() -> list[tuple[str, Any]]:
    """Every fact of a household with every value that it cannot have."""
    words = [("head_sex", v) for v in ("male", "", 1, True, (), "deep")]
    words += [("class_", v) for v in ("poor", "", 0, "男", "深度困难")]
    found = [("size", v) for v in NO_COUNT] + [(name, v) for name in MONEY for v in NO_MONEY]
    return [*found, *((name, v) for name in FLAGS for v in NO_FLAG), *words]


def bad_member_facts() -> list[tuple[str, Any]]:
    words = [("relation", v) for v in ("son", "子", "", 2, True)] + [
        ("stage", v) for v in ("school", "小学", "", 1, False)
    ]
    numbers = [("age", v) for v in NO_AGE] + [("income_month_fen", v) for v in NO_MONEY]
    return [*words, *numbers, *(("disabled", v) for v in NO_FLAG)]


def assert_says(said: Any, name: str, value: object) -> None:
    """Both languages name the fact and the value, and then what to write instead."""
    fact = FACT_WORDS[name.removesuffix("_fen").removesuffix("_")]
    for text, word, remedy in (
        (said.text.zh, fact.zh, ("应为", "请核对")),
        (said.text.en, fact.en, ("write", "check")),
    ):
        assert word in text
        assert any(r in text for r in remedy), text
        assert (show(value) if type(value) is int and name.endswith("_fen") else str(value)) in text
        assert text.endswith(("。", "."))
        assert "\n" not in text


@pytest.mark.parametrize(("name", "value"), bad_facts())
def test_a_fact_that_cannot_be_is_named_and_becomes_unknown(name: str, value: Any) -> None:
    facts, problems = sound(replace(KNOWN, **{name: value}))
    assert [p.place for p in problems] == [name]
    assert_says(problems[0], name, value)
    assert getattr(facts, name) is None or name in RECEIVED
    assert replace(facts, **{name: getattr(KNOWN, name)}) == KNOWN, "all else stays"


@pytest.mark.parametrize(("name", "value"), bad_member_facts())
def test_a_member_fact_that_cannot_be_is_named_with_the_member(name: str, value: Any) -> None:
    facts, problems = sound(replace(KNOWN, members=(HEAD, replace(CHILD, **{name: value}))))
    assert [p.place for p in problems] == [f"members.2.{name}"]
    assert_says(problems[0], name, value)
    assert "2" in problems[0].text.zh.split("：")[0]
    assert problems[0].text.en.startswith("member 2")
    assert facts == replace(KNOWN, members=(HEAD, replace(CHILD, **{name: None})))


@pytest.mark.parametrize(("name", "value"), [*bad_facts(), *bad_member_facts()])
def test_no_answer_is_worked_out_from_what_cannot_be(name: str, value: Any) -> None:
    """One bad household among good ones: it is answered as if nobody had told the fact, and the others as ever."""
    of_member = name in MemberFacts.__dataclass_fields__
    unknown = 0 if name in RECEIVED else None
    said, lacking = (
        replace(KNOWN, members=(HEAD, replace(CHILD, **{name: v}))) if of_member else replace(KNOWN, **{name: v})
        for v in (value, unknown)
    )
    many = assess(Population.of([KNOWN, said, KNOWN], ["a", "b", "c"]), DEMO, ON)
    assert name in RECEIVED or many.row(1) == assess(Population.of([lacking], ["b"]), DEMO, ON).row(0)
    assert many.row(0) | {"household": "c"} == many.row(2)
    assert list(many.population.problems) == [1]


def test_the_chinese_sentence_has_no_english_words() -> None:
    for name in MONEY:
        _, (problem,) = sound(replace(KNOWN, **{name: -1}))
        assert not re.search("[a-z]{2}", problem.text.zh), problem.text.zh


def test_union_aid_that_cannot_be_read_does_not_count_as_none() -> None:
    """Where it is income, a slip of the pen would make a household look needier than it may be."""
    said = yaml.safe_load(DEMO.text) | {"union_aid_is_income": True}
    office = parse(yaml.safe_dump(said, allow_unicode=True), DEMO.lines_text, "office.yaml")
    f = replace(KNOWN, class_=None, annual_income_fen=3_600_000 + 1_600_000 - 1, union_aid_received_fen=0)
    at_the_line, slip = (replace(f, union_aid_received_fen=fen) for fen in (1, -1))
    answer = assess(Population.of([f, at_the_line, slip]), office, ON)
    assert [answer.class_of(i) for i in range(3)] == ["deep", "relative", "undetermined"]


def test_warmth_visits_that_cannot_be_read_do_not_count_as_none() -> None:
    people = [replace(KNOWN, warmth_received_fen=fen) for fen in (0, 600_000, -1)]
    answer = assess(Population.of(people), DEMO, ON)
    assert [answer.aids["warmth"].of(i) for i in range(3)] == [100_000, 0, None]


def test_a_household_is_not_itemised_by_junk() -> None:
    for junk in ("yes", 1, 1.0, (), "是"):
        facts, _ = sound(replace(KNOWN, itemised=junk))
        assert facts == KNOWN


# ---- what does not go together ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 99])
def test_one_to_ninety_nine_people_are_a_household(size: int) -> None:
    assert sound(replace(KNOWN, size=size)) == (replace(KNOWN, size=size), [])


@pytest.mark.parametrize("fen", [0, 1, LIMIT])
@pytest.mark.parametrize("name", MONEY)
def test_nothing_and_the_most_are_amounts(name: str, fen: int) -> None:
    assert sound(replace(KNOWN, **{name: fen})) == (replace(KNOWN, **{name: fen}), [])


@pytest.mark.parametrize(
    ("stage", "youngest"),
    [("high_school", 12), ("vocational", 12), ("college", 14), ("university", 14), ("postgraduate", 17)],
)
def test_who_is_too_young_for_a_stage_has_no_known_stage(stage: str, youngest: int) -> None:
    old = replace(CHILD, stage=stage, age=youngest)
    assert sound(replace(KNOWN, members=(old,)))[1] == []
    young = replace(old, age=youngest - 1)
    facts, (problem,) = sound(replace(KNOWN, members=(HEAD, young)))
    assert problem.place == "members.2.stage"
    assert str(youngest - 1) in problem.text.zh
    assert "请核对" in problem.text.zh
    assert f"at {youngest - 1}: check age and stage" in problem.text.en
    assert facts.members == (HEAD, replace(young, stage=None)), "the age stays"


def test_university_at_six_makes_tuition_unknown_and_never_zero() -> None:
    f = replace(KNOWN, class_=None, members=(replace(CHILD, stage="university", age=6),))
    answer = assess(Population.of([f]), DEMO, ON)
    assert answer.aids["tuition"].of(0) is None
    assert answer.aids["tuition"].between(0) == (0, 500_000), "at the most the five lines of a university"
    assert answer.missing(0) == ("members",)


@pytest.mark.parametrize("age", [-1, True])
@pytest.mark.parametrize("stage", ["primary", "university"])
def test_an_age_that_cannot_be_says_nothing_of_the_stage(stage: str, age: int) -> None:
    child = replace(CHILD, stage=stage, age=age)
    facts, problems = sound(replace(KNOWN, members=(child,)))
    assert [p.place for p in problems] == ["members.1.age"]
    assert facts.members == (replace(child, age=None),)


@pytest.mark.parametrize("people", [(HEAD, HEAD), (CHILD, HEAD, CHILD, HEAD), (HEAD, HEAD, HEAD)])
def test_of_two_heads_neither_is_believed(people: tuple[MemberFacts, ...]) -> None:
    facts, (problem,) = sound(replace(KNOWN, members=people))
    second = [k for k, m in enumerate(people, 1) if m.relation == "head"][1]
    assert problem.place == f"members.{second}.relation"
    assert "请只留一个" in problem.text.zh
    assert "keep one" in problem.text.en
    assert facts.members == tuple(replace(m, relation=None) if m.relation == "head" else m for m in people)


def test_every_mistake_of_a_household_is_named_at_once() -> None:
    bad = replace(
        KNOWN, size=0, event=1, annual_income_fen=-5, members=(HEAD, replace(CHILD, age=140, relation="子"), HEAD)
    )
    facts, problems = sound(bad)
    places = {"size", "event", "annual_income_fen", "members.2.age", "members.2.relation", "members.3.relation"}
    assert {p.place for p in problems} == places
    assert len(problems) == len(places)
    assert (facts.size, facts.event, facts.annual_income_fen) == (None, None, None)
    nobody = replace(HEAD, relation=None)
    assert facts.members == (nobody, replace(CHILD, age=None, relation=None), nobody)
    assert replace(facts, size=3, event=True, annual_income_fen=3_600_000, members=KNOWN.members) == KNOWN


def test_a_household_without_mistakes_is_given_back_as_it_is() -> None:
    for f in (KNOWN, Facts(), replace(KNOWN, members=())):
        assert sound(f) == (f, [])


def test_members_that_are_no_members_become_unknown() -> None:
    for people in ("ab", 5, (None,), ({"relation": "child"},), {}, "", 0, False):
        facts, problems = sound(replace(KNOWN, members=people))
        assert problems, people
        assert problems[0].place.startswith("members")
        assert facts.members is None or all(isinstance(m, MemberFacts) for m in facts.members)
        assert assess(Population.of([facts]), DEMO, ON).aids["tuition"].of(0) is None, "and never zero"


# ---- junk -----------------------------------------------------------------------------------------------------

JUNK = st.one_of(
    st.integers(), st.integers(-3, 130), st.floats(), st.text(max_size=5), st.booleans(), st.binary(max_size=3), st.decimals(),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=2), st.none(), max_size=1), st.dates(), st.complex_numbers(),
    st.sampled_from([*SEXES, *STAGES, *RELATIVES, *CLASSES, LIMIT, LIMIT + 1, 10**15, -(10**30), float("inf"), object(), Ellipsis, int]),
)  # fmt: skip


def records(kind: type, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Records with junk in every field, or nothing."""
    names = {f.name: JUNK | st.none() for f in dataclasses.fields(kind) if f.name not in ("members", "itemised")}
    return st.builds(kind, **names | more)


def may_be(name: str, value: Any) -> bool:
    """Whether a fact may have this value at all."""
    lists = {"head_sex": SEXES, "class_": CLASSES, "relation": RELATIVES, "stage": STAGES}
    if name in lists:
        return type(value) is str and value in lists[name]
    if name in ("size", "age"):
        return type(value) is int and (1 <= value <= 99 if name == "size" else 0 <= value <= 120)
    return type(value) is int and 0 <= value <= LIMIT if name.endswith("_fen") else type(value) is bool


@given(
    records(Facts, members=st.none() | st.lists(records(MemberFacts), max_size=3).map(tuple), itemised=st.booleans())
)
def test_junk_never_raises_and_never_becomes_a_fact(junk: Facts) -> None:
    facts, problems = sound(junk)
    places = {p.place for p in problems}
    pairs = [(junk, facts, "")]
    pairs += [(a, b, f"members.{k}.") for k, (a, b) in enumerate(zip(junk.members or (), facts.members or (), strict=True), 1)]  # fmt: skip
    for said, kept, place in pairs:
        for field in dataclasses.fields(said):
            before, after = getattr(said, field.name), getattr(kept, field.name)
            if field.name == "members" or before is None:
                continue
            if not may_be(field.name, before):
                assert place + field.name in places
                assert after is None or (field.name in RECEIVED and after == 0)
            assert after is None or after is before or after == 0, "nothing is turned into something else"
    assert all(p.text.zh and p.text.en for p in problems)
    answer = assess(Population.of([junk, KNOWN]), DEMO, ON)
    assert answer.row(0)["household"] == "0"
    assert answer.row(1) | {"household": "0"} == assess(Population.of([KNOWN]), DEMO, ON).row(0)
    answer.missing(0)

"""Worked examples: the published ones and ours hold, and a wrong example is told apart from a wrong answer."""

from pathlib import Path

import pytest

from casework.assistance.examples import run
from casework.standards import stems
from casework.vocabulary import Refused

FILES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))
GOOD = """
- example: one
  pack: demo-2026
  date: '2026-10-31'
  household: {class: deep, medical_out_of_pocket: 100.50, members: []}
  expect: {living_aid: 6000, medical_aid: 90.45, tuition_aid: 0, missing: []}
  source: by hand
"""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_example_of_a_shipped_pack_holds(file: Path) -> None:
    outcomes = run(file.read_text("utf-8"), file.name)
    assert outcomes
    assert [o for o in outcomes if o.failed] == []


def test_each_example_has_a_name_of_its_own() -> None:
    ran = [o for file in FILES for o in run(file.read_text("utf-8"), file.name)]
    assert {o.pack for o in ran} == set(stems())
    assert len({o.name for o in ran}) == len(ran)


def test_an_example_that_does_not_hold_says_what_was_expected_and_what_was_found() -> None:
    wrong = GOOD.replace("living_aid: 6000", "living_aid: 6000.01").replace("missing: []", "missing: [size]")
    (outcome,) = run(wrong, "my.yaml")
    assert outcome.failed
    assert outcome.name == "my.yaml: one"
    assert outcome.differences == (("living_aid", 600_001, 600_000), ("missing", ["size"], []))


@pytest.mark.parametrize(
    ("expected", "holds"), [("null", False), ("0", False), ("6000", True), ("6000.00", True), ("'6000'", True)]
)
def test_null_is_not_zero(expected: str, holds: bool) -> None:
    (outcome,) = run(GOOD.replace("living_aid: 6000", f"living_aid: {expected}"), "my.yaml")
    assert outcome.failed is not holds


def test_null_expected_where_zero_is_answered_is_a_difference() -> None:
    (outcome,) = run(GOOD.replace("tuition_aid: 0", "tuition_aid: null"), "my.yaml")
    assert outcome.differences == (("tuition_aid", None, 0),)


def test_the_order_in_missing_does_not_matter_but_each_name_does() -> None:
    text = GOOD.replace("{class: deep, medical_out_of_pocket: 100.50, members: []}", "{assets_excluded: false}")
    wanted = "missing: [{}]"
    for names, holds in (
        ("size, event, annual_income, cause_documented, annual_rigid_expenditure", True),
        ("size, event, annual_income, cause_documented", False),
        ("size, event, annual_income, cause_documented, annual_rigid_expenditure, assets_excluded", False),
    ):
        said = text.replace(
            "{living_aid: 6000, medical_aid: 90.45, tuition_aid: 0, missing: []}", "{" + wanted.format(names) + "}"
        )
        assert run(said, "my.yaml")[0].failed is not holds


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("demo-2026", "atlantis-1999", "my.yaml: one: there is no pack atlantis-1999"),
        ("2026-10-31", "2020-01-01", "my.yaml: one: the pack demo-2026 holds from"),
        ("100.50", "-5", "my.yaml: one: medical_out_of_pocket: .* -5.00: write an amount"),
        ("class: deep", "size: 99999999999999999999", "my.yaml: one: size: .*write a whole number"),
    ],
)
def test_an_example_that_cannot_be_run_is_named(was: str, now: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(Refused, match=said):
        run(GOOD.replace(was, now), "my.yaml")


def test_an_office_may_run_examples_against_its_own_file(tmp_path: Path) -> None:
    from casework import share

    own = tmp_path / "own.yaml"
    own.write_text(
        share("data", "standards", "demo-2026.yaml").read_text("utf-8").replace("lines: '6'", "lines: '7'"), "utf-8"
    )
    (outcome,) = run(GOOD.replace("demo-2026", str(own)), "my.yaml")
    assert outcome.differences == (("living_aid", 600_000, 700_000),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("medical_out_of_pocket", "medical", "no key medical"), ("living_aid", "livingaid", "no key livingaid"),
        ("source", "sauce", "no key sauce"), ("members: []", "members: [{age: 3, sort: 1}]", "no key sort"),
        ("members: []", "members: [{stage: nursery}]", "members.1.stage: .*nursery: write one of"), ("members: []", "members: 3", "must be a list"),
        ("members: []", "members: [3]", "keys and values"), ("class: deep", "class: poor", "class poor: write one of"),
        ("class: deep", "size: 2.5", "whole number"), ("class: deep", "size: -1", "whole number"),
        ("class: deep", "event: maybe", "true or false"), ("class: deep", "head_sex: f", "sex of the head f: write one of"),
        ("100.50", "100.505", "not an amount"), ("100.50", "a lot", "not an amount"), ("missing: []", "missing: 3", "must be a list"),
        ("2026-10-31", "2026-02-30", "must be like"), ("'2026-10-31'", "2026-10-31 08:00:00", "must be like"),
        ("  date: '2026-10-31'\n", "", "must be like"), ("2026-10-31", "2023-12-31", "holds from 2024-01-01"),
        ("household: {", "household: [", "cannot be read"), ("  pack:", "  example: two\n  pack:", "stands twice"),
        ("demo-2026", "nowhere.yaml", "cannot read the file"),
    ],
)  # fmt: skip
def test_what_is_no_example_is_refused_in_a_sentence(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(Refused, match=said) as refused:
        run(GOOD.replace(old, new, 1), "my.yaml")
    assert refused.value.text.zh
    assert "my.yaml" in str(refused.value) or new in ("2023-12-31", "nowhere.yaml")


@pytest.mark.parametrize("text", ["a: 1", "5", "- 5", "- example: x\n  household: 5"])
def test_a_text_without_examples_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"my\.yaml"):
        run(text, "my.yaml")


def test_the_sex_of_the_head_in_both_languages_and_a_decimal_without_quotes() -> None:
    for sex in ("female", "女"):
        text = GOOD.replace("members: []", f"head_sex: {sex}, size: 1")
        assert run(text.replace("tuition_aid: 0", "tuition_aid: null"), "my.yaml")[0].failed is False

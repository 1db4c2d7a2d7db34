"""Unknown facts: the truth never leaves the range, a range says something, and few questions settle a household."""

import importlib.util
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from casework.assistance import Assessment, assess
from casework.assistance.explain import explain, plain
from casework.assistance.unknowns import open_points, questions
from casework.households import RELATIVES, STAGES, Facts, MemberFacts, Population
from casework.standards import load


def _study() -> ModuleType:
    """The study of questions; its households and its way of asking are those of the tests."""
    spec = importlib.util.spec_from_file_location("questions", Path(__file__).parent / "benchmarks" / "questions.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


study = _study()
PLACES = study.places()
DEMO, ON = PLACES["demo-2026"].standard, PLACES["demo-2026"].on
BY_FORM = [name for name in PLACES if name != "xingtai-2021"]
"""Where every fact that a rule needs stands on the form; Xingtai splits a cost that the form gives in one sum."""


@cache
def forgotten(name: str, n: int, seed: int = 1) -> tuple[list[Facts], list[Facts]]:
    """Households of which a quarter of the facts is forgotten, and the same households as they are."""
    place, luck = PLACES[name], random.Random(seed)
    truths = study.households(n, luck, place)
    return [study.forgotten(f, luck, place) for f in truths], truths


def answered(name: str, people: list[Facts]) -> Assessment:
    return assess(Population.of(people), PLACES[name].standard, PLACES[name].on)


# ---- ranges -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(PLACES))
def test_the_truth_is_always_within_the_range(name: str) -> None:
    people, truths = forgotten(name, 1_000)
    wrong = [(what, people[i], truths[i]) for i, what in study.outside(people, truths, PLACES[name])]
    assert wrong == []


@pytest.mark.parametrize("name", list(PLACES))
def test_what_is_decided_is_the_truth(name: str) -> None:
    people, truths = forgotten(name, 1_000)
    answer, truth = answered(name, people), answered(name, truths)
    decided = 0
    for i, f in enumerate(people):
        if answer.class_of(i) != "undetermined":
            assert answer.classes.of(i) == [answer.class_of(i)]
            assert answer.class_of(i) == truth.class_of(i), (f, truths[i])
        for aid, amounts in answer.aids.items():
            fen = amounts.of(i)
            assert fen is None or fen == truth.aids[aid].of(i), (aid, f, truths[i])
            decided += fen is not None
    assert decided > 100 or not any(PLACES[name].standard.pack.rule(aid) for aid in answer.aids)


def test_a_condition_that_no_form_asks_for_is_taken_as_met_and_named() -> None:
    """In Hubei temporary aid is for families that are not on file; a worked example has no key for that."""
    hubei = PLACES["hubei-2024"]
    answer = assess(Population.of([Facts(event=True), Facts(event=True, archived=True)]), hubei.standard, hubei.on)
    assert [answer.aids["temporary"].of(i) for i in range(2)] == [300_000, 0]
    assert "only for households not on file" in plain(explain(answer, 0), "en")


@pytest.mark.parametrize("name", BY_FORM)
def test_where_everything_is_known_nothing_is_open(name: str) -> None:
    _, truths = forgotten(name, 1_000)
    answer = answered(name, truths)
    assert not open_points(answer).any()
    assert answer.unsettled() == [i for i in range(1_000) if answer.class_of(i) == "undetermined"], "as the rule says"
    assert all(answer.missing(i) == () for i in range(200))
    assert all(questions(answer, i) == [] for i in range(20))


def test_in_xingtai_only_a_cost_of_both_kinds_of_school_stays_open() -> None:
    """The form has one sum for all schooling; who has pupils in and beyond compulsory school cannot be decided by it."""
    _, truths = forgotten("xingtai-2021", 1_000)
    answer = answered("xingtai-2021", truths)
    for i in np.flatnonzero(open_points(answer)):
        stages = {m.stage for m in truths[i].members or ()} - {"none"}
        assert truths[i].itemised
        assert stages & {"primary", "middle_school"}
        assert stages - {"primary", "middle_school"}


def completions(f: Facts, fact: str, k: int) -> list[Facts]:
    """The household with every value that a fact of it, or of its member k, may have."""
    values: dict[str, Any] = {"head_sex": ("男", "女"), "stage": STAGES, "relation": RELATIVES}
    every = values.get(fact, (True, False))
    if hasattr(f, fact):
        return [replace(f, **{fact: value}) for value in every]
    people = f.members or ()
    return [replace(f, members=(*people[:k], replace(people[k], **{fact: v}), *people[k + 1 :])) for v in every]


@pytest.mark.parametrize("name", ["demo-2026", "beijing-2021", "qingdao-2024", "shanghai-2019", "hubei-2024"])
def test_with_one_fact_unknown_the_range_is_just_what_its_values_give(name: str) -> None:
    luck, seen = random.Random(3), 0
    for f in forgotten(name, 400)[1]:
        of_members = ["stage", "relation", "disabled"] if f.members else []
        fact = luck.choice(
            ["event", "single_parent", "cause_documented", "assets_excluded", "head_sex", *of_members * 2]
        )
        k = luck.randrange(len(f.members or "1"))
        every = completions(f, fact, k)
        unknown = replace(f, **{fact: None}) if hasattr(f, fact) else forget_of_member(f, fact, k)
        answer, tried = answered(name, [unknown]), answered(name, every)
        assert set(answer.classes.of(0)) == {c for i in range(len(every)) for c in tried.classes.of(i)}, (fact, f)
        for aid, amounts in answer.aids.items():
            least, most = zip(*(tried.aids[aid].between(i) for i in range(len(every))), strict=True)
            assert amounts.between(0) == (min(least), None if None in most else max(most)), (aid, fact, f)
            seen += amounts.of(0) is None and len(set(least)) > 1
    assert seen > 20 or name == "hubei-2024", seen


def forget_of_member(f: Facts, fact: str, k: int) -> Facts:
    people = f.members or ()
    return replace(f, members=(*people[:k], replace(people[k], **{fact: None}), *people[k + 1 :]))


@pytest.mark.parametrize(
    ("name", "decided", "narrower"),
    [("demo-2026", 0.25, 0.2), ("beijing-2021", 0.15, 0.2), ("hubei-2024", 0.7, 0.05), ("demo, line by household", 0.2, 0.3)],
)  # fmt: skip
def test_a_range_says_more_than_from_nothing_to_the_most(name: str, decided: float, narrower: float) -> None:
    people, truths = forgotten(name, 1_000)
    found = study.kept(people, truths, PLACES[name])
    assert found.decided > decided * found.amounts, found
    assert found.narrower > narrower * found.amounts, found


def test_most_open_classes_are_not_open_to_all_four() -> None:
    people, _ = forgotten("demo-2026", 1_000)
    answer = answered("demo-2026", people)
    left = [len(answer.classes.of(i)) for i in range(1_000) if answer.class_of(i) == "undetermined"]
    assert len(left) > 300
    assert sum(n < 4 for n in left) > len(left) / 2
    assert max(left) == 4, "deep, relative, accident or none"


# ---- what to ask ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BY_FORM)
def test_only_what_is_unknown_is_missing(name: str) -> None:
    people, truths = forgotten(name, 400)
    answer = answered(name, people)
    named = 0
    for i, f in enumerate(people):
        assert set(answer.missing(i)) <= set(study.unknown(f, truths[i])), f
        named += bool(answer.missing(i))
    assert named > 100


@pytest.mark.parametrize("name", BY_FORM)
def test_only_what_is_unknown_is_asked_for(name: str) -> None:
    people, truths = forgotten(name, 60)
    answer = answered(name, people)
    for i, f in enumerate(people):
        asked = [q.fact for q in questions(answer, i)]
        assert set(asked) <= set(study.unknown(f, truths[i])), (asked, f)
        assert set(answer.missing(i)) <= set(asked), f
        assert len(asked) == len(set(asked))
        assert bool(asked) == bool(open_points(answer)[i]), f


@pytest.mark.parametrize("name", BY_FORM)
def test_asking_settles_every_household(name: str) -> None:
    people, truths = forgotten(name, 60, seed=2)
    asked = study.ask(people, truths, PLACES[name], study.ours)
    assert [f for f, done in zip(people, asked.settled, strict=True) if not done] == []


def test_our_questions_are_fewer_than_those_of_the_form() -> None:
    people, truths = forgotten("demo-2026", 400, seed=3)
    ours, form = (study.ask(people, truths, PLACES["demo-2026"], order) for order in (study.ours, study.form))
    assert all(form.settled)
    assert sum(map(len, ours.questions)) < 0.85 * sum(map(len, form.questions))


KNOWN = Facts(
    size=3, annual_income_fen=3_600_000, annual_rigid_expenditure_fen=1_600_000, event=False, hardship_cost_fen=0,
    cause_documented=True, assets_excluded=False, medical_out_of_pocket_fen=1_200_000, single_parent=False, head_sex="男",
    members=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, []),
        ({"size": None}, ["size"]),
        ({"event": None}, []),  # deep whatever happened
        ({"event": None, "annual_income_fen": 10_000_000}, ["event"]),  # 84,000 is less than three lines: accident, or none
        ({"event": None, "annual_income_fen": 20_000_000}, []),
        ({"single_parent": None}, []),  # no child
        ({"single_parent": None, "members": (MemberFacts(relation="child", stage="kindergarten"),)}, ["single_parent"]),
        ({"head_sex": None, "medical_out_of_pocket_fen": None}, ["medical_out_of_pocket"]),
        ({"assets_excluded": None, "annual_income_fen": 20_000_000}, []),  # not eligible either way
        ({"members": None}, ["members"]),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_household_by_hand(said: dict[str, Any], asked: list[str]) -> None:
    answer = assess(Population.of([replace(KNOWN, **said)]), DEMO, ON)
    assert [q.fact for q in questions(answer, 0)] == asked
    assert bool(open_points(answer)[0]) == bool(asked)


def test_a_line_that_stands_in_the_table_is_not_asked_for() -> None:
    answer = assess(Population.of([replace(KNOWN, annual_income_fen=6_000_000, assets_excluded=None)]), DEMO, ON)
    assert answer.row(0)["dibao_line_fen"] == 100_000
    assert [q.fact for q in questions(answer, 0)] == ["assets_excluded"]


def test_members_are_asked_for_where_only_a_disability_is_unknown() -> None:
    """In Shanghai a pupil of a primary school gets tuition aid when disabled."""
    pupil = MemberFacts(relation="child", stage="primary", age=8, income_month_fen=0)
    f = replace(KNOWN, annual_income_fen=3_000_000, members=(pupil,))
    answer = assess(Population.of([f]), load("shanghai-2019"), date(2024, 9, 15))
    assert answer.missing(0) == ("members",)
    assert [q.fact for q in questions(answer, 0)] == ["members"]


_LITTLE_MEMORY = """
import resource
from datetime import date
from casework.assistance import assess
from casework.households import Facts, Population
from casework.standards import load
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
f = Facts(annual_income_fen=3_439_780, annual_rigid_expenditure_fen=1_089_700, cause_documented=True, assets_excluded=False)
print(*assess(Population.of([f]), load("acftu-2016"), date(2017, 6, 1)).missing(0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited another way there")
def test_what_is_missing_is_found_in_little_memory() -> None:
    """Size, line, event and its cost unknown under the rules of 2016: 99 sizes by the lines by the costs is too much."""
    done = subprocess.run([sys.executable, "-c", _LITTLE_MEMORY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-200:]
    assert set(done.stdout.split()) == {"size", "dibao_line", "event", "hardship_cost"}

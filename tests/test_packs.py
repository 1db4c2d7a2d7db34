"""Packs: every pack of the contract answers on its day, and no figure of one can change without an example noticing."""

import functools
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from casework import share
from casework.assistance import KEYS, assess
from casework.assistance.examples import facts_of, run
from casework.households import Facts, Population
from casework.standards import Standard, load, parse, read_text, read_yaml
from casework.vocabulary import Refused

FILES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))
LINES = read_text(share("data", "standards", "lines.yaml"))
DAYS = {
    "demo-2026": date(2026, 10, 31), "acftu-2016": date(2017, 6, 1), "xingtai-2021": date(2021, 10, 1),
    "pingdingshan": date(2024, 6, 1), "qingdao-2024": date(2024, 6, 1), "suqian-2024": date(2024, 1, 15),
    "nantong-2024": date(2024, 1, 15), "beijing-2021": date(2021, 9, 15), "shanghai-2019": date(2024, 9, 15),
    "hubei-2024": date(2024, 6, 1), "province-x": date(2024, 6, 1), "xian-2017": date(2017, 10, 15),
    "sanming": date(2024, 6, 1), "xiangtan-2023": date(2023, 10, 1), "hunan-round3": date(2023, 10, 1),
    "mutual-aid-2015": date(2015, 6, 1), "tianjin": date(2024, 6, 1), "jiangmen-2022": date(2022, 10, 1),
}  # fmt: skip
OPPOSITE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "upper": "lower", "lower": "upper"}
FIGURES = ("yuan", "lines", "times", "up_to", "rate", "flat", "cap", "over")
"""What an example can reach: none states a visit already had (per_time, per_year), and discretion is answered null."""


# ---- what is shipped ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", DAYS)
def test_a_pack_of_the_contract_is_shipped_and_answers_on_its_day(stem: str) -> None:
    standard = load(stem)
    answer = assess(Population.of([Facts(cause_documented=False)]), standard, DAYS[stem]).row(0)
    assert (standard.stem, answer["class"]) == (stem, "not_eligible")


@pytest.mark.parametrize("stem", [stem for stem in DAYS if stem != "demo-2026"])
def test_a_pack_of_a_real_place_is_an_example_and_not_law_in_both_languages(stem: str) -> None:
    pack = load(stem).pack
    assert "示例" in pack.name.zh
    assert "an example" in pack.name.en
    assert "不是现行规定" in pack.note.zh
    assert "not law in force" in pack.note.en
    graded_c = any(source.grade == "C" for source in pack.sources.values())
    assert ("C 级" in pack.note.zh, "grade C" in pack.note.en) == (graded_c, graded_c)


def test_every_pack_has_worked_examples_and_all_of_them_hold() -> None:
    outcomes = [outcome for file in FILES for outcome in run(file.read_text("utf-8"), file.name)]
    assert [outcome for outcome in outcomes if outcome.failed] == []
    assert len(outcomes) >= 200
    of_pack = {stem: sum(outcome.pack == stem for outcome in outcomes) for stem in DAYS}
    assert {stem: n for stem, n in of_pack.items() if n < 8} == {}


# ---- mutants: a rule that is changed is noticed ------------------------------------------------------

Way = tuple[Any, ...]


def test_a_mutant_says_all_that_the_pack_says_but_one_thing() -> None:
    said = {"a": [{"b": 1, "c": 2}, 3], "d": 4}
    assert without(said, ("a", 0, "b")) == {"a": [{"c": 2}, 3], "d": 4}
    assert without(said, ("a", 1)) == {"a": [{"b": 1, "c": 2}], "d": 4}
    assert put(said, ("a", 0, "b"), 9) == {"a": [{"b": 9, "c": 2}, 3], "d": 4}
    assert put(said, ("e",), 9) == said | {"e": 9}


@pytest.mark.parametrize("stem", DAYS)
def test_every_change_of_one_rule_makes_an_example_of_the_pack_differ(stem: str) -> None:
    merged = yaml.safe_load(load(stem).change({}).text)
    changed = dict(mutants(merged))
    usual = list(answers(stem, load(stem)))
    assert not caught(stem, usual, merged), "the pack itself answers as it does"
    survivors = [name for name, said in changed.items() if not caught(stem, usual, said)]
    assert survivors == [], f"{len(survivors)} of {len(changed)} mutants"


def caught(stem: str, usual: list[Any], said: Any) -> bool:
    """Whether the form refuses this pack, or an example answers otherwise than by the pack as it is."""
    try:
        mutant = parse(yaml.safe_dump(said, allow_unicode=True), LINES, "mutant.yaml")
    except Refused:
        return True
    return any(one != other for one, other in zip(usual, answers(stem, mutant), strict=True))


def mutants(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each pack that differs from this one in one rule, by what was done."""
    for way, value in places(said):
        name = ".".join(map(str, way))
        if removable(way):
            yield f"without {name}", without(said, way)
        if way[-1] in ("op", "closed"):
            yield f"{name} {OPPOSITE[value]}", put(said, way, OPPOSITE[value])
        if way[-1] in FIGURES and value not in (None, "0"):
            yield f"{name} less 0.01", put(said, way, str(Decimal(value) - Decimal("0.01")))
        if (way[0] == "classes" and len(way) == 2) or (way[0] in KEYS and len(way) == 1):
            yield f"{name} event flipped", put(said, (*way, "event"), not value.get("event", False))


def removable(way: Way) -> bool:
    """A band, a cap, a class, what a class gets, a stage of a tuition table and for whom it is, an approval step."""
    at, last = (way[-2], way[-1]) if len(way) > 1 else ("", way[-1])
    return (
        at in ("bands", "classes", "by_class", "steps")
        or last in ("cap", "only")
        or (way[0] == "tuition" and len(way) == 4)
    )


def places(said: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every place below this one, and what stands there; not inside a band that leaves discretion."""
    inside = said if isinstance(said, dict) else dict(enumerate(said)) if isinstance(said, list) else {}
    for key, value in inside.items() if "at_most" not in inside else ():
        yield (*way, key), value
        yield from places(value, (*way, key))


def without(said: Any, way: Way) -> Any:
    """A copy in which what stands at this place is gone."""
    if len(way) > 1:
        return put(said, way[:1], without(said[way[0]], way[1:]))
    if isinstance(said, list):
        return said[: way[0]] + said[way[0] + 1 :]
    return {key: value for key, value in said.items() if key != way[0]}


def put(said: Any, way: Way, value: Any) -> Any:
    """A copy in which something else stands at this place."""
    value = put(said[way[0]], way[1:], value) if len(way) > 1 else value
    if isinstance(said, list):
        return [*said[: way[0]], value, *said[way[0] + 1 :]]
    return said | {way[0]: value}


Asked = tuple[date, Population, list[Sequence[str]]]


@functools.cache
def examples() -> dict[str, list[Asked]]:
    """By pack and date, the households of all examples and the keys that each expects."""
    found: dict[str, dict[date, list[Any]]] = {}
    for file in FILES:
        for e in read_yaml(file.read_text("utf-8"), file.name, decimals=True):
            found.setdefault(e["pack"], {}).setdefault(date.fromisoformat(e["date"]), []).append(e)
    return {
        stem: [
            (day, Population.of(facts_of(e["household"], "") for e in several), [list(e["expect"]) for e in several])
            for day, several in by_day.items()
        ]
        for stem, by_day in found.items()
    }


def answers(stem: str, standard: Standard) -> Iterator[Any]:
    """What a standard answers to each example of a pack under the keys that it expects."""
    for day, people, keys in examples()[stem]:
        found = assess(people, standard, day)
        for i, wanted in enumerate(keys):
            row = found.row(i)
            yield [row.get(key, row.get(f"{key}_fen")) for key in wanted]

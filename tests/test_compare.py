"""The reach of a change: what `compare` says is what two lists of answers, laid side by side by hand, say too."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from casework.assistance import Assessment, assess
from casework.assistance.compare import arrears, changes, totals
from casework.casebook import Casebook
from casework.households import STAGES, Facts, MemberFacts, Population
from casework.standards import Standard, load
from casework.vocabulary import Refused

DAY = date(2026, 10, 31)
KEYS = {
    "living": "living_aid_fen", "medical": "medical_aid_fen", "tuition": "tuition_aid_fen", "temporary": "temporary_aid_fen",
    "warmth": "warmth_visit_fen",
}  # fmt: skip
DEMO = load("demo-2026")


def own(folder: Path, more: str) -> Standard:
    """The rules of an office that extend those of Demo City."""
    file = folder / "office.yaml"
    file.write_text(f"pack: office\nextends: demo-2026\n{more}", "utf-8")
    return load(str(file))


def households(n: int, seed: int) -> list[Facts]:
    """Households, a tenth of them at the line, a third with an unknown fact."""
    luck, found = random.Random(seed), []
    for _ in range(n):
        size, medical = luck.randint(1, 5), luck.choice([0, luck.randint(0, 9_000_000)])
        said: dict[str, Any] = {
            "size": size, "annual_income_fen": luck.choice([100_000, *[luck.randint(0, 400_000)] * 9]) * size * 12 + medical, "annual_rigid_expenditure_fen": medical,
            "medical_out_of_pocket_fen": medical, "event": luck.random() < 0.5, "cause_documented": True, "assets_excluded": False,
            "hardship_cost_fen": medical, "single_parent": False, "head_sex": "女",
            "members": tuple(MemberFacts(relation="child", stage=luck.choice(STAGES), age=20) for _ in range(luck.randint(0, 2))),
        }  # fmt: skip
        if luck.random() < 0.33:
            said[luck.choice(list(said))] = None
        found.append(Facts(**said))
    return found


# ---- by hand: two lists of rows ------------------------------------------------------------------------


def rows(found: Assessment) -> list[dict[str, Any]]:
    return [found.row(i) for i in range(len(found))]


def changed(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """The households whose class or an amount is another one, with class and amounts of both sides."""
    told = ("class", *KEYS.values())
    return {
        a["household"]: tuple((a[key], b[key]) for key in told)
        for a, b in zip(before, after, strict=True)
        if any(a[key] != b[key] for key in told)
    }


def summed(answers: list[dict[str, Any]]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many get how much of each aid, by class; what is not known counts as nothing."""
    heads: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        for aid, key in KEYS.items():
            if answer[key]:
                heads[aid, answer["class"]] += 1
                sums[aid, answer["class"]] += answer[key]
    return heads, sums


PAIRS = [
    ("demo-2026", {"living.by_class.deep.lines": "7"}), ("demo-2026", {"classes.1.tests.0.times": "2.5"}),
    ("demo-2026", {"medical.by_class.relative.cap": "9000", "warmth.per_time": "900"}), ("demo-2026", {"classes.0.tests.0.op": "<="}),
    ("beijing-2021", {}), ("qingdao-2024", {}), ("demo-2026", {}),
]  # fmt: skip
DAYS = {"demo-2026": DAY, "beijing-2021": date(2021, 9, 15), "qingdao-2024": date(2024, 6, 1)}


@pytest.mark.parametrize(("stem", "figures"), PAIRS)
def test_changes_and_totals_are_those_of_two_lists_of_answers(stem: str, figures: dict[str, str]) -> None:
    people = Population.of(households(300, 5))
    was, is_ = assess(people, DEMO, DAY), assess(people, load(stem).change(figures), DAYS[stem])
    before, after = rows(was), rows(is_)
    found = {c.household: (c.class_, *(c.aids[aid] for aid in KEYS)) for c in changes(was, is_)}
    assert found == changed(before, after)
    assert (len(found) == 0) == ((stem, figures) == ("demo-2026", {})), "something is tried"
    assert list(found) == [a["household"] for a in before if a["household"] in found], "in the order of the book"
    (heads, sums), (heads_after, sums_after) = summed(before), summed(after)
    said = {
        (t["aid"], t["class"]): (t["households_from"], t["fen_from"], t["households_to"], t["fen_to"])
        for t in totals(was, is_)
    }
    keys = heads.keys() | heads_after.keys()
    assert said == {key: (heads[key], sums[key], heads_after[key], sums_after[key]) for key in keys}


def test_a_class_that_changes_counts_though_no_amount_does() -> None:
    """Suqian names class lines and no amounts: below 620 a head is deep, in the trial below 700."""
    suqian = load("suqian-2024")
    heads = (61_999, 62_000, 69_999, 70_000, 130_000)
    people = [Facts(size=1, annual_income_fen=head * 12, annual_rigid_expenditure_fen=0, event=False, cause_documented=True, assets_excluded=False)
              for head in heads]  # fmt: skip
    was, is_ = (
        assess(Population.of(people), standard, date(2024, 1, 15))
        for standard in (suqian, suqian.change({"classes.0.tests.0.yuan": "700"}))
    )
    assert [(c.household, c.class_, set(c.aids.values())) for c in changes(was, is_)] == [
        (i, ("relative", "deep"), {(None, None)}) for i in ("1", "2")
    ]
    assert totals(was, is_) == []


def test_the_totals_count_those_without_a_class_too() -> None:
    """Sanming gives 1,500 from 10,000 on and Tianjin nothing below 60,000, both whatever the class."""
    people = Population.of([Facts(medical_out_of_pocket_fen=1_500_000)])
    was, is_ = (assess(people, load(stem), date(2024, 6, 1)) for stem in ("sanming", "tianjin"))
    assert [c.aids["medical"] for c in changes(was, is_)] == [(150_000, 0)]
    assert sum(t["fen_to"] - t["fen_from"] for t in totals(was, is_)) == -150_000


def test_answers_for_other_households_are_refused() -> None:
    people = households(3, 1)
    one = assess(Population.of(people, ["a", "b", "c"]), DEMO, DAY)
    for facts, numbers in ((people, ["a", "b", "d"]), (people, ["b", "a", "c"]), (people[:2], ["a", "b"]), ([], [])):
        with pytest.raises(Refused, match="not for the same households") as refused:
            changes(one, assess(Population.of(facts, numbers), DEMO, DAY))
        assert "家庭不同" in refused.value.text.zh


# ---- reforms of the demo book --------------------------------------------------------------------------


def net(facts: Facts) -> Fraction | None:
    """Income less medical, schooling and other rigid expenditure, fen per head and month."""
    items = (
        facts.annual_income_fen,
        facts.medical_out_of_pocket_fen,
        facts.schooling_cost_fen,
        facts.other_rigid_expenditure_fen,
    )
    if None in items or facts.size is None or not facts.cause_documented or facts.assets_excluded is not False:
        return None
    income, *costs = (item for item in items if item is not None)
    return Fraction(income - sum(costs), facts.size * 12)


def class_by_hand(facts: Facts, line: int) -> str | None:
    """The class in Demo City: below one, two, three lines a head, the third with an event; None where a fact is missing."""
    head = net(facts)
    if head is None:
        return None
    if head < 2 * line:
        return "deep" if head < line else "relative"
    return "accident" if head < 3 * line and facts.event else "not_eligible"


def test_a_seventh_line_brings_every_deep_household_a_thousand_yuan_and_nobody_else(book: Casebook) -> None:
    deep = [number for number, facts in book.facts(DAY).items() if class_by_hand(facts, 100_000) == "deep"]
    found = book.compare(DEMO, DEMO.change({"living.by_class.deep.lines": "7"}))
    assert len(deep) > 8
    assert [h["household"] for h in found["households"]] == deep
    for household in found["households"]:
        assert household["class"] == {"from": "deep", "to": "deep"}
        living = household["aids"].pop("living_aid_fen")
        assert living == {"from": 600_000, "to": 700_000}
        assert all(pair["from"] == pair["to"] for pair in household["aids"].values())
    assert found["cost_fen"] == 100_000 * len(deep)
    differ = [t for t in found["totals"] if t["fen_from"] != t["fen_to"]]
    assert differ == [
        {"aid": "living", "class": "deep", "households_from": len(deep), "fen_from": 600_000 * len(deep),
         "households_to": len(deep), "fen_to": 700_000 * len(deep)}
    ]  # fmt: skip


RAISED = (
    "regions: {demo: {name: {zh: 示例市, en: Demo City}, values: [{starts: 2026-10-01, yuan: '1200', source: rule}]}}\n"
)


def left_by(book: Casebook) -> set[str]:
    """The households that have left: nothing is due to them under any rule."""
    return {h.file_number for h in book.households() if h.exited_on}


def test_a_higher_line_moves_the_households_between_the_old_and_the_new_one(book: Casebook, tmp_path: Path) -> None:
    found = book.compare(DEMO, own(tmp_path, RAISED))
    facts = {n: f for n, f in book.facts(DAY).items() if n not in left_by(book)}
    by_hand = {n: (class_by_hand(f, 100_000), class_by_hand(f, 120_000)) for n, f in facts.items()}
    moved = {n: pair for n, pair in by_hand.items() if pair[0] != pair[1]}
    said = {h["household"]: tuple(h["class"].values()) for h in found["households"]}
    assert {n: pair for n, pair in said.items() if pair[0] != pair[1] and by_hand[n][0]} == moved
    assert ("relative", "deep") in moved.values()
    living = {h["household"]: tuple(h["aids"]["living_aid_fen"].values()) for h in found["households"]}
    for number, (old, new) in by_hand.items():
        if old in ("deep", "relative"):
            lines = {"deep": 6, "relative": 3}
            assert living[number] == (lines[old] * 100_000, lines[str(new)] * 120_000)


@pytest.mark.parametrize("figures", [{"living.by_class.deep.lines": "7"}, {"classes.1.tests.0.times": "1.5"}, {}])
def test_the_book_compares_as_two_assessments_do(book: Casebook, figures: dict[str, str]) -> None:
    tried = DEMO.change(figures)
    gone = left_by(book)
    before, after = (
        [row for row in rows(found) if row["household"] not in gone]
        for found in (book.assess(), assess(book.population(DAY), tried, DAY))
    )
    found = book.compare(DEMO, tried, DAY)
    assert {h["household"] for h in found["households"]} == set(changed(before, after))
    for household in found["households"]:
        [was], [is_] = ([r for r in side if r["household"] == household["household"]] for side in (before, after))
        assert household["class"] == {"from": was["class"], "to": is_["class"]}
        assert household["aids"] == {key: {"from": was[key], "to": is_[key]} for key in KEYS.values()}
    (_, sums), (_, sums_after) = summed(before), summed(after)
    assert found["cost_fen"] == sums_after.total() - sums.total()
    assert (found["from"], found["to"], found["on"]) == ("demo-2026", "demo-2026+", "2026-10-31")
    assert json.loads(json.dumps(found)) == found, "plain data"


def test_comparing_books_nothing_and_reads_no_future(book: Casebook, tmp_path: Path) -> None:
    before = [
        book.rows("SELECT count(*) AS n FROM " + table) for table in ("grant", "move", "decision", "rules", "audit")
    ]
    book.compare(DEMO, own(tmp_path, RAISED))
    assert before == [
        book.rows("SELECT count(*) AS n FROM " + table) for table in ("grant", "move", "decision", "rules", "audit")
    ]
    with pytest.raises(Refused, match="after the last day of this casebook"):
        book.compare(DEMO, DEMO, date(2026, 11, 1))
    with pytest.raises(Refused, match="holds from 2026-11-01"):
        book.compare(DEMO, own(tmp_path, "valid_from: 2026-11-01\n"))


def test_a_household_that_has_left_costs_nothing(book: Casebook) -> None:
    """File 20250003 of the demo left in June; with relative hardship up to five lines it would get aid again."""
    tried = DEMO.change({"classes.1.tests.0.times": "5"})
    left = left_by(book)
    after = [row for row in rows(assess(book.population(DAY), tried, DAY)) if row["household"] not in left]
    before = [row for row in rows(book.assess()) if row["household"] not in left]
    assert "20250003" in left
    assert book.compare(DEMO, tried)["cost_fen"] == summed(after)[1].total() - summed(before)[1].total()


# ---- arrears -------------------------------------------------------------------------------------------

SEVEN = "living: {by_class: {deep: {lines: '7'}}}\n"


def granted(book: Casebook, aid: str, since: str) -> Iterator[tuple[str, int]]:
    """What was granted of an aid this year by decisions from a day on, by household, and not released or sent back."""
    sums: Counter[str] = Counter()
    decided = {d.id: d.decided_on.isoformat() for d in book.decisions()}
    for grant in book.rows("SELECT * FROM grant WHERE period = '2026' AND aid = ?", (aid,)):
        if decided[grant["decision_id"]] >= since:
            sums[grant["file_number"]] += grant["reserved_fen"] + grant["paid_fen"]
    yield from ((number, fen) for number, fen in sorted(sums.items()) if fen)


@pytest.mark.parametrize("since", ["2026-09-01", "2026-09-30", "2026-10-01", "2026-10-22", "2026-10-28", "2026-10-29"])
def test_what_was_granted_since_a_back_dated_rule_began_is_made_up(book: Casebook, tmp_path: Path, since: str) -> None:
    """Deep households that were granted 6,000 since that day are due 7,000; relative ones had what they still get."""
    found = book.compare(DEMO, own(tmp_path, f"valid_from: {since}\n{SEVEN}"))
    facts = book.facts(DAY)
    owed = [
        {
            "household": number,
            "aid": "living",
            "granted_fen": fen,
            "from_fen": 600_000,
            "to_fen": 700_000,
            "arrears_fen": 100_000,
        }
        for number, fen in granted(book, "living", since)
        if class_by_hand(facts[number], 100_000) == "deep"
    ]
    assert found["since"] == since
    assert [a for a in found["arrears"] if a["aid"] == "living"] == owed
    assert all(a["granted_fen"] == 600_000 for a in owed)
    assert bool(owed) == (since < "2026-10-01"), (
        "the day of the living grants of the demo to deep households: 2026-09-30"
    )
    if since == "2026-10-29":
        assert found["arrears"] == [], "nothing was granted since"


def test_one_household_by_hand(book: Casebook, tmp_path: Path) -> None:
    """File 20250046 of the demo is deep; living aid of 6 × 1,000 was decided on 2026-09-30. With 7 lines since September: 1,000 more."""
    found = book.compare(DEMO, own(tmp_path, f"valid_from: 2026-09-01\n{SEVEN}"))
    assert [a for a in found["arrears"] if (a["household"], a["aid"]) == ("20250046", "living")] == [
        {
            "household": "20250046",
            "aid": "living",
            "granted_fen": 600_000,
            "from_fen": 600_000,
            "to_fen": 700_000,
            "arrears_fen": 100_000,
        }
    ]


def test_a_higher_line_reaches_back_to_its_own_first_day(book: Casebook, tmp_path: Path) -> None:
    """Six lines of 1,200 are 7,200; the line is from 2026-10-01, the pack from 2024."""
    found = book.compare(DEMO, own(tmp_path, RAISED))
    assert found["since"] == "2026-10-01"
    facts = book.facts(DAY)
    by_hand = {
        n: (class_by_hand(facts[n], 100_000), class_by_hand(facts[n], 120_000))
        for n, _ in granted(book, "living", "2026-10-01")
    }
    sums = {"deep": (600_000, 720_000), "relative": (300_000, 360_000)}
    owed = {n: sums[str(new)][1] - sums[str(old)][0] for n, (old, new) in by_hand.items()}
    assert owed
    assert {a["household"]: a["arrears_fen"] for a in found["arrears"] if a["aid"] == "living"} == owed


@pytest.mark.parametrize(
    ("aid", "granted_fen", "owed"),
    [
        ("living", 600_000, 100_000), ("living", 200_000, 100_000),  # a part of the need was met: the rise is made up whole
        ("medical", 900_000, -100_000), ("medical", 850_000, -50_000), ("medical", 800_000, None), ("medical", 100, None),
        ("warmth", 100_000, None), ("warmth", 1, None),  # the rule is as it was
        ("tuition", 7, None),  # of the children nothing is known
    ],
)  # fmt: skip
def test_a_rise_is_made_up_and_of_a_fall_only_what_goes_beyond_it_is_too_much(
    aid: str, granted_fen: int, owed: int | None
) -> None:
    """Living aid from 6 to 7 lines of 1,000; medical aid on 10,000 from 90 % to 80 %."""
    people = Population.of([Facts(class_="deep", medical_out_of_pocket_fen=1_000_000)], ["a"])
    tried = DEMO.change({"living.by_class.deep.lines": "7", "medical.by_class.deep.bands.0.rate": "0.8"})
    was, is_ = (assess(people, standard, DAY) for standard in (DEMO, tried))
    sums = {"living": (600_000, 700_000), "medical": (900_000, 800_000)}
    found = arrears(was, is_, {("a", aid): granted_fen, ("not in the book", aid): 5})
    if owed is None:
        assert found == []
    else:
        old, new = sums[aid]
        assert found == [
            {
                "household": "a",
                "aid": aid,
                "granted_fen": granted_fen,
                "from_fen": old,
                "to_fen": new,
                "arrears_fen": owed,
            }
        ]


def test_rules_that_give_the_same_leave_no_arrears(book: Casebook, tmp_path: Path) -> None:
    found = book.compare(DEMO, own(tmp_path, "valid_from: 2026-09-01\n"))
    assert (found["households"], found["cost_fen"]) == ([], 0)
    assert found["arrears"] == []


def test_a_visit_within_the_new_limit_of_the_year_is_not_overpaid(book: Casebook, tmp_path: Path) -> None:
    """831 yuan were given this year; the new rules allow 1,000 at a time and 1,500 a year."""
    found = book.compare(DEMO, own(tmp_path, "valid_from: 2026-09-01\nwarmth: {per_year: '1500'}\n"))
    assert [a for a in found["arrears"] if a["aid"] == "warmth" and a["arrears_fen"] < 0] == []


def test_a_new_line_is_tried_without_touching_a_file() -> None:
    """At 1,100 instead of 1,000 a head and month one person with 1,050 is deep and gets 6 × 1,100, not 3 × 1,000."""
    tried = DEMO.change({"line": "null", "fixed_line": "1100"})
    people = Population.of([Facts(size=1, annual_income_fen=1_260_000, annual_rigid_expenditure_fen=0, event=False,
                                  cause_documented=True, assets_excluded=False, medical_out_of_pocket_fen=0, members=())])  # fmt: skip
    [change] = changes(assess(people, DEMO, DAY), assess(people, tried, DAY))
    assert change.class_ == ("relative", "deep")
    assert change.aids["living"] == (300_000, 660_000)

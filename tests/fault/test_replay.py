"""A thousand random histories: each decision is worked out again bit for bit; what came to be known later is named."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from casework import checks, ledger, standards
from casework.assistance import assess
from casework.casebook import Casebook, Decision, Source
from casework.casebook.cases import keep_rules
from casework.funds import FundFile
from casework.households import Facts, Household, Member, Population, check_digit, facts_of
from casework.standards import Standard
from casework.workflow import Step

HOMES = int(os.environ.get("CASEWORK_HISTORIES", "1000"))
BEGUN, LAST = date(2025, 1, 1), date(2026, 10, 31)
DRAWN = Random(1).sample(range((LAST - BEGUN).days), 57)
DAYS = sorted({*(BEGUN + timedelta(n) for n in DRAWN), date(2025, 3, 9), date(2026, 1, 1), date(2026, 3, 9)})
"""Among them the first day of a year, and two a year apart: where aid begins and ceases to count."""
DEMO = standards.load("demo-2026").text
FUND = {
    "name": "示例资金", "source": "union", "reference": "示例",
    "receipts": [{"date": BEGUN, "amount": 10**8, "reference": "示例"}],
    "pays": {"aids": ["living", "warmth"], "classes": ["deep"], "archived_only": False},
}  # fmt: skip
# The book's own pack and another one; each of their texts holds from a day of work on, by its number.
TEXTS: dict[str, dict[int, tuple[str, str]]] = {
    "our-county": {
        0: ("", ""), 15: ("{lines: '6'}", "{lines: '7'}"),
        30: ("up_to: '10000', rate: '0.9'", "up_to: '12000', rate: '0.9'"),
        45: ("deep: {yuan: '1000'}", "deep: {yuan: '1200'}"), 55: ("# An invented", "# Another invented"),
    },
    "our-town": {
        0: ("rigid: [", "union_aid_is_income: true\nrigid: ["), 20: ("per_year: '6000'", "per_year: '5600'"),
        40: ("op: '<', times: '2'", "op: '<=', times: '2.1'"),
    },
}  # fmt: skip
"""The first text changes the demo's rules, each later one changes the text before it."""


class Said(NamedTuple):
    """One correction as it was booked."""

    place: int
    field: str
    true_from: date
    learnt_on: date
    value: Any


class Paid(NamedTuple):
    """What was paid to a household, or came back (below zero), fen."""

    number: str
    aid: str
    on: date
    fen: int


class World:
    """A book in which each household has a history of its own, and beside it a plain list of all that was booked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.random = folder, Random(2026)
        self.files: dict[str, Household] = {}
        self.people: dict[str, list[tuple[Member, date]]] = {}
        self.said: dict[str, list[Said]] = {}
        self.paid: dict[str, list[Paid]] = {}
        self.texts: dict[str, list[Standard]] = {stem: [] for stem in TEXTS} | {
            "demo-2026": [standards.load("demo-2026")]
        }
        self.ruled: dict[int, Standard] = {}
        self.events: dict[date, list[tuple[int, int, Callable[[Any], None]]]] = {day: [] for day in DAYS}
        self.deciding: dict[str, list[str]] = {}
        pack = self._text("our-county", 0)
        self.book = Casebook.create(
            folder / "b.db", unit="示例县", pack=pack, last_day=LAST, origin="demo", made_on=BEGUN
        )
        self.book.add_funds([FundFile.model_validate(FUND)], "会计", BEGUN)
        for i in range(HOMES):
            self._plan(f"{i:04}", i)
        for k, day in enumerate(DAYS):
            self._work(k, day)

    # ---- rules ------------------------------------------------------------------------------------------

    def _text(self, stem: str, k: int) -> str:
        """The text of a pack from a day of work on, in a file; its name."""
        before = self.texts[stem][-1].text if self.texts[stem] else DEMO.replace("pack: demo-2026", f"pack: {stem}")
        was, now = TEXTS[stem][k]
        assert was in before
        file = self.folder / f"{stem}-{k}.yaml"
        file.write_text(before.replace(was, now) if was else before, "utf-8")
        self.texts[stem].append(standards.load(str(file)))
        return str(file)

    def _rule(self, k: int, day: date) -> None:
        """What the office's rules become on this day: one kept by name, one kept with a decision."""
        for stem, texts in TEXTS.items():
            if k in texts and not (k == 0 and stem == "our-county"):
                file = self._text(stem, k)
                if stem == "our-county":
                    self.book.keep_pack(file, "规则")

    # ---- one history ------------------------------------------------------------------------------------

    def _at(self, k: int, rank: int, act: Callable[[Any], None]) -> None:
        day = self.events[DAYS[k]]
        day.append((rank, len(day), act))

    def _plan(self, number: str, i: int) -> None:
        """A file opened on one day, then corrections, steps and decisions on random days; money follows a decision."""
        opened = self.random.randrange(30)
        self._at(opened, 0, partial(self._open, number, i, DAYS[opened]))
        for rank, most, act in ((1, 4, self._correct), (3, 2, self._step), (4, 3, self._ask)):
            for _ in range(self.random.randint(rank == 4, most)):
                k = self.random.randrange(opened, len(DAYS))
                self._at(k, rank, partial(act, number, k))

    def _open(self, number: str, i: int, day: date, tx: Any) -> None:
        file = home(number, i, self.random, day)
        self.files[number], self.said[number], self.paid[number] = file, [], []
        self.people[number] = [(member, day) for member in file.members]
        self.book.add_households(tx, [file], Source("form", day))

    def _correct(self, number: str, k: int, tx: Any) -> None:
        learnt = DAYS[k]
        since = learnt - timedelta(self.random.choice((0, 0, self.random.randint(1, 250))))
        if self.random.random() < 0.1:
            self._join(number, since, learnt, tx)
            return
        place, field, value = correction(self.random, len(self.people[number]), since)
        self.said[number].append(Said(place, field, since, learnt, value))
        source = Source(self.random.choice(("visit", "match", "document")), learnt)
        self.book.record(tx, number, {field: value}, source, "经办", true_from=since, place=place)

    def _join(self, number: str, since: date, learnt: date, tx: Any) -> None:
        born = date(1950, 1, 1) + timedelta(10 * int(number) + len(self.people[number]))
        member = Member(**person(born) | {"name": "王老"}, relation="父亲", joined_on=since.isoformat())
        place = self.book.add_member(tx, number, member, Source("visit", learnt), "经办", since)
        self.people[number].append((member, learnt))
        assert place == len(self.people[number])

    def _step(self, number: str, k: int, tx: Any) -> None:
        self.book.keep_step(
            tx, number, Step(self.random.choice(("visit", "spotcheck", "report")), DAYS[k], "审核"), "active"
        )

    def _ask(self, number: str, k: int, tx: Any) -> None:
        stem = self.random.choice(("our-county", "our-county", "our-town", "demo-2026"))
        if number not in {n for asked in self.deciding.values() for n in asked}:
            self.deciding.setdefault(stem, []).append(number)

    # ---- one day ----------------------------------------------------------------------------------------

    def _work(self, k: int, day: date) -> None:
        """Everything of a day in one transaction: files, corrections, money, steps, then the decisions."""
        self._rule(k, day)
        with self.book.write("办公室", f"work of {day}", f"{day}T09:00:00+00:00") as tx:
            for _, _, act in sorted(self.events[day], key=lambda event: event[:2]):
                act(tx)
            for stem, numbers in self.deciding.items():
                for number, decision in self._decided(tx, stem, numbers, day).items():
                    self.ruled[decision] = self.texts[stem][-1]
                    self._after(tx, k, number, decision)
        self.deciding = {}

    def _decided(self, tx: Any, stem: str, numbers: list[str], day: date) -> dict[str, int]:
        if stem == "our-county":
            return self.book.decide_on(tx, numbers, day, "审核")
        facts = {n: self.book.facts(day, n)[n] for n in numbers}
        found = assess(Population.of(facts.values(), list(facts)), self.texts[stem][-1], day)
        keep_rules(tx, found.standard)
        return self.book.decide(tx, found, facts, facts, "审核")

    def _after(self, tx: Any, k: int, number: str, decision: int) -> None:
        """Every decision is a step; some bring a grant, which is paid on a later day, and some of it comes back."""
        self.book.keep_step(tx, number, Step("recertify", DAYS[k], "审核"), "active", decision)
        if self.random.random() > 0.5 or k > len(DAYS) - 3:
            return
        aid, fen = self.random.choice(
            (("living", 300_000), ("living", 1_200_000), ("warmth", 100_000), ("warmth", 550_000))
        )
        row = ("B", number, aid, "deep", 1, 1, f"{decision}", decision, fen, "经办", DAYS[k].isoformat())
        grant = int(tx.execute(_GRANT, row).lastrowid)
        ledger.reserve(tx, grant, fen, key=f"reserve:{grant}", on=DAYS[k], by="经办")
        paid = self.random.randrange(k + 1, len(DAYS) - 1)
        self._at(paid, 2, partial(self._pay, number, aid, grant, fen, DAYS[paid]))
        if self.random.random() < 0.2:
            back = self.random.randrange(paid + 1, len(DAYS))
            self._at(back, 2, partial(self._return, number, aid, grant, fen // 2, DAYS[back]))

    def _pay(self, number: str, aid: str, grant: int, fen: int, on: date, tx: Any) -> None:
        tx.execute("UPDATE grant SET approved_by = '审批', approved_on = ? WHERE id = ?", (on.isoformat(), grant))
        self.book._keep_step(tx, Step("approve", on, "审批"), batch="B")
        ledger.pay(tx, grant, fen, key=f"pay:{grant}", on=on, by="出纳")
        self.paid[number].append(Paid(number, aid, on, fen))

    def _return(self, number: str, aid: str, grant: int, fen: int, on: date, tx: Any) -> None:
        ledger.give_back(tx, grant, fen, key=f"return:{grant}", on=on, by="会计")
        self.paid[number].append(Paid(number, aid, on, -fen))

    # ---- the oracle -------------------------------------------------------------------------------------

    def facts(self, number: str, on: date, known_on: date) -> Facts:
        """The facts of a household by brute force: of each field the change that began last by then."""
        first = self.files[number]
        there = enumerate(self.people[number], 1)
        people = [
            Member(**self._record(number, place, m, on, known_on)) for place, (m, learnt) in there if learnt <= known_on
        ]
        day = on.isoformat()
        members = tuple(m for m in people if (m.joined_on or "") <= day and (m.left_on is None or m.left_on > day))
        file = Household(**self._record(number, 0, first, on, known_on), members=members)
        year, had = on.replace(year=on.year - 1), [p for p in self.paid[number] if p.on <= min(on, known_on)]
        aid = sum(p.fen for p in had if p.aid != "warmth" and p.on > year)
        gifts = sum(p.fen for p in had if p.aid == "warmth" and p.on.year == on.year)
        return facts_of(file, on, max(0, aid), max(0, gifts))

    def _record(self, number: str, place: int, was: Any, on: date, known_on: date) -> dict[str, Any]:
        told = [(s.true_from, s.learnt_on, i, s) for i, s in enumerate(self.said[number]) if s.place == place]
        held = sorted(t for t in told if t[0] <= on and t[1] <= known_on)
        first = {name: getattr(was, name) for name in was.__slots__ if name != "members"}
        return first | {s.field: s.value for *_, s in held}


_GRANT = (
    "INSERT INTO grant (batch, file_number, aid, class, archived, fund_id, period, decision_id, amount_fen, "
    "adopted_by, adopted_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
CAUSES = ("下岗失业", "患重特大疾病", "子女上学", None)
STUDIES = ("primary", "high_school", "university", "postgraduate", None)
COSTS = {"annual_income_fen": 70_000, "medical_out_of_pocket_fen": 40_000, "schooling_cost_fen": 15_000,
         "other_rigid_expenditure_fen": 9_000}  # fmt: skip
"""The most of each amount, yuan."""


def person(born: date) -> dict[str, Any]:
    """Somebody invented: nobody living has the sequence code 999."""
    first = f"110105{born:%Y%m%d}999"
    return {"name": "王芳", "sex": "女", "id_number": first + check_digit(first), "birth_date": born.isoformat()}


def amount(random: Random, field: str) -> int | None:
    return None if random.random() < 0.04 else random.randrange(COSTS[field]) * 100


def home(number: str, i: int, random: Random, filed: date) -> Household:
    children = tuple(
        Member(
            **person(date(2004, 1, 1) + timedelta(2 * i + n)) | {"name": "王小"}, relation="女",
            study_level=random.choice(STUDIES),
        )
        for n in range(random.randint(0, 2))
    )  # fmt: skip
    said = {field: amount(random, field) for field in COSTS}
    return Household(
        file_number=number, **person(date(1960, 1, 1) + timedelta(i)), size=1 + len(children),
        main_cause=random.choice(CAUSES), single_parent=random.choice((True, False)),
        filed_on=filed.isoformat(), members=children, **said,
    )  # fmt: skip


def correction(random: Random, members: int, since: date) -> tuple[int, str, Any]:
    """A field of the head or of a member, and a new value."""
    if members and random.random() < 0.3:
        field = random.choice(("study_level", "income_month_fen", "left_on"))
        values = {"study_level": random.choice(STUDIES), "income_month_fen": random.randrange(4000) * 100,
                  "left_on": since.isoformat()}  # fmt: skip
        return random.randint(1, members), field, values[field]
    field = random.choice((*COSTS, *COSTS, "size", "main_cause", "single_parent"))
    if field in COSTS:
        return 0, field, amount(random, field)
    return 0, field, random.choice({"size": (1, 2, 3, 4), "main_cause": CAUSES, "single_parent": (True, False)}[field])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("replay"))
    yield made
    made.book.close()


@pytest.fixture(scope="module")
def decisions(world: World) -> list[Decision]:
    return world.book.decisions()


def answers(decisions: Iterable[Decision], rules: dict[int, Standard], facts: dict[int, Facts]) -> dict[int, Any]:
    """The answer on each decision's day under these rules from these facts, all of one text and day together."""
    together: dict[tuple[str, date], list[Decision]] = {}
    for d in decisions:
        together.setdefault((rules[d.id].digest, d.decided_on), []).append(d)
    found = {}
    for some in together.values():
        people = Population.of([facts[d.id] for d in some], [d.file_number for d in some])
        answer = assess(people, rules[some[0].id], some[0].decided_on)
        found |= {d.id: answer.row(i) for i, d in enumerate(some)}
    return found


# ---- the tests ------------------------------------------------------------------------------------------


def test_the_histories_hold_what_they_are_to_test(world: World, decisions: list[Decision]) -> None:
    """Many decisions of every class under every text, late facts, payments and returns; and no fault in the book."""
    assert len(decisions) > HOMES
    assert {d.result["class"] for d in decisions} == {"deep", "relative", "accident", "not_eligible", "undetermined"}
    assert {d.digest for d in decisions} == {text.digest for texts in world.texts.values() for text in texts}
    assert sum(m.joined_on is not None for people in world.people.values() for m, _ in people) > HOMES // 20
    late = [s for said in world.said.values() for s in said if s.true_from < s.learnt_on]
    moves = [p.fen for paid in world.paid.values() for p in paid]
    assert min(len(late), sum(fen > 0 for fen in moves), 10 * sum(fen < 0 for fen in moves)) > HOMES // 4
    assert sum(d.facts.union_aid_received_fen > 0 for d in decisions) > HOMES // 20  # type: ignore[operator]
    assert sum("limit" in d.result["reasons"].values() for d in decisions) > 0
    assert checks.check(world.book).faults == []


def test_every_decision_is_worked_out_again_bit_for_bit(world: World, decisions: list[Decision]) -> None:
    found = checks.replay(world.book)
    assert found == {"decisions": len(decisions), "same": len(decisions), "differ": []}
    rules = {d.digest: world.book.rules(d.digest) for d in decisions}
    again = world.book.decided_again(decisions, rules)
    kept = [row["result"] for row in world.book.rows("SELECT result FROM decision ORDER BY id")]
    assert [json.dumps(result, ensure_ascii=False) for result in again] == kept


def test_what_is_kept_is_the_answer_of_the_rules_and_facts_that_were_booked(
    world: World, decisions: list[Decision]
) -> None:
    """By a second way: from the list of what was booked, under the text that was given in, without reading the book."""
    facts = {d.id: world.facts(d.file_number, d.decided_on, d.decided_on) for d in decisions}
    answer = answers(decisions, world.ruled, facts)
    kept = {row["id"]: row["result"] for row in world.book.rows("SELECT id, result FROM decision")}
    assert kept == {number: json.dumps(row, ensure_ascii=False) for number, row in answer.items()}
    assert {d.id: d.digest for d in decisions} == {number: text.digest for number, text in world.ruled.items()}


def test_the_facts_of_each_decision_are_those_that_the_history_tells_of_its_day(
    world: World, decisions: list[Decision]
) -> None:
    """Years later: as it was true on that day, as far as it was known on that day."""
    for d in decisions:
        told = world.book.facts(d.decided_on, d.file_number, d.decided_on)
        assert told == {d.file_number: d.facts}, d.id
        assert d.facts == world.facts(d.file_number, d.decided_on, d.decided_on), d.id


def test_the_facts_of_all_on_a_day_are_those_of_each(world: World) -> None:
    for day in (DAYS[10], DAYS[40], LAST):
        for known_on in (DAYS[5], DAYS[39], day):
            there = world.book.facts(day, None, known_on)
            known = {n for n, f in world.files.items() if f.filed_on is not None and f.filed_on <= known_on.isoformat()}
            assert there == {n: world.facts(n, day, known_on) for n in known}


class Later(NamedTuple):
    """What is to be said of a decision: its changes, the facts that were learnt later, the rules that came later."""

    changes: dict[str, tuple[Any, Any]]
    facts: dict[str, list[Any]] | None
    rules: tuple[str, str] | None


def expected(world: World, decisions: list[Decision]) -> dict[int, Later]:
    """By brute force: with all that is known today, under the last text of each pack, and each of these alone."""
    then, today = (
        {d.id: world.facts(d.file_number, d.decided_on, known) if known else d.facts for d in decisions}
        for known in (None, LAST)
    )
    latest = {d.id: world.texts[world.ruled[d.id].stem][-1] for d in decisions}
    by_facts, by_rules = answers(decisions, world.ruled, today), answers(decisions, latest, then)
    by_both = answers(decisions, latest, today)
    found = {}
    for d in decisions:
        three = (by_facts[d.id], by_rules[d.id], by_both[d.id])
        keys = [k for k, was in d.result.items() if any(plain(now[k]) != was for now in three)]
        learnt = {n: plain([getattr(then[d.id], n), getattr(today[d.id], n)]) for n in d.facts.__slots__}
        facts, rules = (plain(now[d.id]) != d.result for now in (by_facts, by_rules))
        if keys:  # what neither does alone, both have done
            found[d.id] = Later(
                {k: (d.result[k], plain(by_both[d.id][k])) for k in keys},
                {n: p for n, p in learnt.items() if p[0] != p[1]} if facts or not rules else None,
                (d.digest, latest[d.id].digest) if rules or not facts else None,
            )
    return found


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=lambda record: {n: getattr(record, n) for n in record.__slots__}))


def said(entry: dict[str, Any]) -> Later:
    """What `replay_now` says of a decision."""
    because = {b["why"]: b for b in entry["because"]}
    assert len(because) == len(entry["because"])
    rules = because.get("rule changed later")
    return Later(
        {c["key"]: (c["then"], c["now"]) for c in entry["changes"]},
        because["fact learnt later"]["facts"] if "fact learnt later" in because else None,
        (rules["from"], rules["to"]) if rules else None,
    )


def test_what_was_learnt_or_ruled_later_is_named_and_nothing_else(world: World, decisions: list[Decision]) -> None:
    found = json.loads(json.dumps(checks.replay_now(world.book)))
    wanted = expected(world, decisions)
    assert {entry["decision"]: said(entry) for entry in found["differ"]} == wanted
    assert (found["decisions"], found["same"]) == (len(decisions), len(decisions) - len(wanted))
    by_id = {d.id: d for d in decisions}
    for entry in found["differ"]:
        d = by_id[entry["decision"]]
        assert (entry["household"], entry["on"]) == (d.file_number, d.decided_on.isoformat())
    kinds = [(later.facts is not None, later.rules is not None) for later in wanted.values()]
    assert min(kinds.count(kind) for kind in ((True, False), (False, True), (True, True))) > HOMES // 50
    assert len(decisions) - len(wanted) > HOMES // 5


# ---- on one and the same day ----------------------------------------------------------------------------


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Casebook]:
    """A book with one household, decided on its last day: deep hardship."""
    with Casebook.create(
        tmp_path / "b.db", unit="示例县", pack="demo-2026", last_day=LAST, origin="demo", made_on=BEGUN
    ) as book:
        book.add_funds([FundFile.model_validate(FUND)], "会计", BEGUN)
        file = Household(
            file_number="A", **person(date(1990, 1, 1)), size=1, annual_income_fen=100_000, main_cause="其他",
            filed_on="2026-01-01", **dict.fromkeys([*COSTS][1:], 0),
        )  # fmt: skip
        with book.write("经办", "a file and its decision") as tx:
            book.add_households(tx, [file], Source("form", BEGUN))
            book.decide_on(tx, ["A"], LAST, "审核")
        assert book.decisions()[0].result["warmth_visit_fen"] == 100_000
        yield book


def paid(book: Casebook, fen: int, on: date, period: str) -> int:
    """A visit that was granted, approved and paid on one day; its grant."""
    with book.write("办公室", "a visit") as tx:
        row = ("B", "A", "warmth", "deep", 1, 1, period, 1, fen, "经办", on.isoformat())
        grant = int(tx.execute(_GRANT, row).lastrowid)
        ledger.reserve(tx, grant, fen, key=f"r{grant}", on=on, by="经办")
        tx.execute("UPDATE grant SET approved_by = '审批', approved_on = ? WHERE id = ?", (on.isoformat(), grant))
        ledger.pay(tx, grant, fen, key=f"p{grant}", on=on, by="出纳")
    return grant


def decided(book: Casebook) -> dict[str, Any]:
    with book.write("审核", "a decision") as tx:
        number = book.decide_on(tx, ["A"], LAST, "审核")["A"]
    return book.decisions()[number - 1].result


def test_what_was_paid_or_came_back_after_the_decision_on_its_day_was_no_fact_of_it(one: Casebook) -> None:
    """A visit of 5,500 of at most 6,000 yuan a year leaves 500; the decision of the morning did not know of it."""
    grant = paid(one, 550_000, LAST, "2026")
    assert one.facts(LAST)["A"].warmth_received_fen == 550_000
    assert checks.replay_now(one) == {"decisions": 1, "same": 1, "differ": []}
    assert decided(one)["warmth_visit_fen"] == 50_000
    with one.write("会计", "it came back") as tx:
        ledger.give_back(tx, grant, 550_000, key="b", on=LAST, by="会计")
    assert decided(one)["warmth_visit_fen"] == 100_000
    assert checks.replay_now(one) == {"decisions": 3, "same": 3, "differ": []}


def test_a_return_of_what_was_paid_last_year_was_no_fact_of_a_decision_before_it(one: Casebook) -> None:
    """Of this year's visits nothing was paid, before and after a visit of last year came back."""
    grant = paid(one, 550_000, date(2025, 12, 1), "2025")
    assert decided(one)["warmth_visit_fen"] == 100_000
    with one.write("会计", "it came back") as tx:
        ledger.give_back(tx, grant, 550_000, key="b", on=LAST, by="会计")
    assert checks.replay_now(one) == {"decisions": 2, "same": 2, "differ": []}


def test_a_payment_booked_later_for_an_earlier_day_is_a_fact_learnt_later(one: Casebook) -> None:
    """Of 6,000 yuan a year 200 more leave enough for the first decision, and for the second only 300."""
    paid(one, 550_000, LAST, "2026")
    assert decided(one)["warmth_visit_fen"] == 50_000
    paid(one, 20_000, date(2026, 10, 30), "2026-2")
    (found,) = checks.replay_now(one)["differ"]
    assert (found["decision"], found["because"]) == (
        2, [{"why": "fact learnt later", "facts": {"warmth_received_fen": [550_000, 570_000]}}],
    )  # fmt: skip
    assert {c["key"]: (c["then"], c["now"]) for c in found["changes"]} == {"warmth_visit_fen": (50_000, 30_000)}


def test_a_fact_corrected_on_the_day_of_the_decision_is_named(one: Casebook) -> None:
    """30,000 yuan a year are 2,500 a month: beyond two lines of 1,000."""
    one.correct("A", {"annual_income_fen": 3_000_000}, Source("match", LAST), "经办")
    (found,) = checks.replay_now(one)["differ"]
    assert found["because"] == [{"why": "fact learnt later", "facts": {"annual_income_fen": [100_000, 3_000_000]}}]
    assert {c["key"]: (c["then"], c["now"]) for c in found["changes"]}["class"] == ("deep", "not_eligible")
    assert checks.replay(one)["differ"] == []


def test_a_fact_true_only_after_the_decision_is_not_named(one: Casebook) -> None:
    with one.write("经办", "the next day") as tx:
        one.move_last_day(tx, LAST + timedelta(1))
    one.correct("A", {"annual_income_fen": 3_000_000}, Source("match", LAST + timedelta(1)), "经办")
    assert checks.replay_now(one) == {"decisions": 1, "same": 1, "differ": []}


def test_who_joins_after_the_decision_is_no_fact_of_it(one: Casebook) -> None:
    """A child who joined on 1 November was none of the household on 31 October."""
    born = {**person(date(2015, 1, 1)), "name": "王小"}
    with one.write("经办", "the next day, a child") as tx:
        one.move_last_day(tx, LAST + timedelta(1))
        child = Member(**born, relation="女", study_level="primary")
        one.add_member(tx, "A", child, Source("visit", LAST + timedelta(1)), "经办", LAST + timedelta(1))
    assert checks.replay_now(one)["differ"] == []


def test_a_difference_that_only_both_together_make_is_named_too(one: Casebook, tmp_path: Path) -> None:
    """A fact that changes nothing under the old rules and rules that change nothing from the old facts, but both do.

    Rent is no rigid expenditure under the old text; under the new one it is, but of this household none was known.
    """
    old = DEMO.replace("pack: demo-2026", "pack: ours").replace(
        "rigid: [medical, schooling, other]", "rigid: [medical, schooling]"
    )
    new = old.replace("rigid: [medical, schooling]", "rigid: [medical, schooling, other]")
    for k, text in enumerate((old, new)):
        (tmp_path / f"{k}.yaml").write_text(text, "utf-8")
    one.keep_pack(str(tmp_path / "0.yaml"), "规则")
    with one.write("审核", "a decision under the old text") as tx:
        facts = one.facts(LAST)
        one.decide(tx, assess(Population.of(facts.values(), ["A"]), one.standard("ours"), LAST), facts, {"A"}, "审核")
    one.keep_pack(str(tmp_path / "1.yaml"), "规则")
    one.correct("A", {"other_rigid_expenditure_fen": 50_000}, Source("visit", LAST), "经办")
    (found,) = (f for f in checks.replay_now(one)["differ"] if f["decision"] == 2)
    assert [c["key"] for c in found["changes"]] == ["net_income_per_capita_month_fen"]
    assert {b["why"] for b in found["because"]} == {"fact learnt later", "rule changed later"}

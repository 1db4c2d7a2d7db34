"""The demo is a contract: the same for the same seed, invented throughout, with something of everything."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework import checks, demo, workflow
from casework.assistance import tally
from casework.casebook import Casebook
from casework.vocabulary import STATES


def made(folder: Path, households: int = 200, seed: int = 1, *, bare: bool = False) -> Casebook:
    return demo.make(folder / f"{households}-{seed}-{bare}.db", households=households, seed=seed, bare=bare)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return made(tmp_path_factory.mktemp("demo"))


def dump(book: Casebook) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order they were written."""
    tables = book.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {t["sql"]: book.rows(f"SELECT rowid AS place, * FROM {t['name']} ORDER BY rowid") for t in tables}


def test_the_same_seed_gives_the_same_book(book: Casebook, tmp_path: Path) -> None:
    with made(tmp_path) as again, made(tmp_path, seed=2) as other:
        assert dump(again) == dump(book)
        assert dump(other) != dump(book)
        assert [h.name for h in other.households()] != [h.name for h in book.households()]


def test_unit_and_last_day_stand_still(book: Casebook) -> None:
    said = {"unit": "示例县", "pack": "demo-2026", "last_day": "2026-10-31", "origin": "demo"}
    assert book.settings == said | {"steps": "notice-first", "encrypted": False}
    assert book.today() == date(2026, 10, 31)
    latest = book.rows("SELECT max(made_on) AS day FROM move")[0]["day"]
    assert latest <= "2026-10-31"


def test_every_person_is_invented(book: Casebook) -> None:
    """Sequence codes 996–999 belong to no living person; the check digit is ISO 7064 MOD 11-2, by its definition."""
    people = [p for h in book.households() for p in (h, *h.members)]
    assert len(people) > 500
    assert len({p.id_number for p in people}) == len(people)
    for p in people:
        assert p.id_number[14:17] in ("996", "997", "998", "999")
        digits = [10 if c == "X" else int(c) for c in p.id_number]
        assert sum(d * pow(2, 17 - i, 11) for i, d in enumerate(digits)) % 11 == 1
        assert p.id_number[6:14] == p.birth_date.replace("-", "")
        assert (int(p.id_number[16]) % 2 == 1) == (p.sex == "男")
        assert p.birth_date < "2026-10-31"
    assert "王芳" in {h.name for h in book.households()}


def test_members_agree_with_size_and_the_head_is_not_one_of_them(book: Casebook) -> None:
    for h in book.households():
        assert h.size == len(h.members) + 1
        assert Counter(m.relation for m in h.members)["配偶"] <= 1


def test_something_of_everything(book: Casebook) -> None:
    found = tally(book.assess())
    assert all(found[name] >= 5 for name in ("deep", "relative", "accident", "not_eligible", "undetermined"))
    kinds = Counter(row["kind"] for row in book.rows("SELECT kind FROM move"))
    assert set(kinds) == {"receipt", "reserve", "pay", "release", "return", "reversal"}
    grants = book.rows("SELECT * FROM grant")
    assert [g for g in grants if g["paid_fen"] == g["amount_fen"]]
    assert [g for g in grants if g["reserved_fen"] and g["approved_by"]]
    assert [g for g in grants if g["reserved_fen"] and not g["approved_by"]]
    assert {g["aid"] for g in grants} >= {"living", "medical", "tuition"}
    assert {g["period"] for g in grants} == {"2024", "2025", "2026"}
    assert book.rows("SELECT 1 FROM household WHERE exited_on IS NOT NULL")
    assert book.rows("SELECT 1 FROM household WHERE filed_on IS NULL")
    assert book.rows("SELECT 1 FROM household WHERE annual_income_fen IS NULL")


def test_a_household_stands_in_every_state_and_got_there_by_lawful_steps(book: Casebook) -> None:
    """Each step of the demo's history, done again by the workflow, is allowed and leads to the state that is kept."""
    assert {row["state"] for row in book.rows("SELECT DISTINCT state FROM household")} == set(STATES.words)
    people, rules = book.people(), workflow.procedure()
    for number in [
        row["file_number"] for row in book.rows("SELECT DISTINCT file_number FROM step WHERE file_number IS NOT NULL")
    ]:
        steps = book.steps(number)
        state = None if steps[0].act in ("report", "apply") else "active"
        for k, step in enumerate(steps):
            state = workflow.check_step(
                steps[:k], step, state=state, order="notice-first", people=people, strict=False, rules=rules
            )
        assert state == book.state(number)


def test_facts_were_learnt_later_than_they_were_true_and_decisions_know_it(book: Casebook) -> None:
    late = book.rows(
        "SELECT count(*) AS n FROM fact WHERE true_from < learnt_on AND field NOT IN ('filed_on', 'exited_on')"
    )
    assert late[0]["n"] > 10
    found = checks.replay_now(book)
    assert found["differ"]
    assert {cause["why"] for d in found["differ"] for cause in d["because"]} == {"fact learnt later"}


def test_nobody_is_aided_before_filing(book: Casebook) -> None:
    assert (
        book.rows("SELECT g.id FROM grant g JOIN household h USING (file_number) WHERE g.adopted_on < h.filed_on") == []
    )


def test_funds_differ_in_what_they_may_pay(book: Casebook) -> None:
    terms = {(f.aids, f.classes, f.archived_only, f.reserve_fen) for f in book.funds()}
    assert len(terms) == len(book.funds()) >= 4


def test_who_is_on_file_has_no_day_of_exit(tmp_path: Path) -> None:
    """One old file of 2,000 that could not be decided used to have one."""
    with made(tmp_path, 2000) as book:
        there = tuple(workflow.ON_FILE)
        marks = ", ".join("?" * len(there))
        assert not book.rows(f"SELECT 1 FROM household WHERE exited_on IS NOT NULL AND state IN ({marks})", there)


@pytest.mark.parametrize(("households", "seed"), [(200, 1), (200, 7), (1000, 2), (1000, 3)])
def test_funds_cover_about_sixty_percent_of_the_need_and_no_fault_is_found(
    households: int, seed: int, tmp_path: Path
) -> None:
    with made(tmp_path, households, seed) as book:
        due = sum(need.amount_fen for need in book.needs(book.assess()))
        have = sum(fund.available_fen for fund in book.funds())
        assert 55 * due <= 100 * have <= 65 * due
        found = checks.check(book)
        assert found.faults == []
        assert found.notices
        replayed = checks.replay(book)
        assert replayed["differ"] == []


@pytest.mark.parametrize("households", [1, 2, 3, 7])
def test_a_small_demo_is_whole_too(households: int, tmp_path: Path) -> None:
    for seed in (1, 2):
        with made(tmp_path, households, seed) as book:
            assert checks.check(book).faults == []
            assert len(book.households()) == households


def test_bare_makes_files_only(book: Casebook, tmp_path: Path) -> None:
    with made(tmp_path, bare=True) as bare:
        people = [[(h.file_number, h.name, h.id_number, len(h.members)) for h in b.households()] for b in (bare, book)]
        assert people[0] == people[1]
        counts = {t: bare.rows(f"SELECT count(*) AS n FROM {t}")[0]["n"] for t in ("fund", "grant", "move", "decision")}
    assert set(counts.values()) == {0}

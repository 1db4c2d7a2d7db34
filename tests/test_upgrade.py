"""A casebook of an earlier version is brought to this one: every row stays, the rules hold, and a copy was kept first."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from casework import checks, demo
from casework.casebook import Casebook, lines, scenarios, schema, store
from casework.funds import FundFile
from casework.vocabulary import Refused

OLD = Path(__file__).parent / "data" / "casebook-2026.11.sql"
SECOND = OLD.with_name("casebook-second.sql")
THIRD = OLD.with_name("casebook-third.sql")


def made(path: Path, dump: Path) -> Path:
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(dump.read_text("utf-8"))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return made(tmp_path / "county.db", OLD)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return made(tmp_path / "county.db", SECOND)


def rows(path: Path, dump: Path = OLD) -> dict[str, list[dict[str, object]]]:
    """Every row of the tables that the version of a dump had, with the columns it had."""
    with closing(sqlite3.connect(path)) as conn, closing(sqlite3.connect(":memory:")) as first:
        first.executescript(dump.read_text("utf-8"))
        tables = [
            name
            for (name,) in first.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*sqlite_*'"
            )
        ]
        names = {table: [row[1] for row in first.execute(f"PRAGMA table_info({table})")] for table in tables}
        return {
            table: [dict(zip(some, row, strict=True)) for row in conn.execute(f"SELECT {', '.join(some)} FROM {table} ORDER BY rowid")]
            for table, some in names.items()
        }  # fmt: skip


def test_an_old_book_keeps_every_row_and_gets_the_rules_of_today(old: Path) -> None:
    before = rows(old)
    with Casebook.open(old) as book:
        assert book.altered() == []
        found = checks.check(book)
        assert found.faults == []
        assert checks.replay(book)["differ"] == []
        assert {book.state(h.file_number) for h in book.households()} <= {"active", "exited", "applied"}
        assert all(h["learnt_on"] <= str(book.last_day) for h in book.rows("SELECT learnt_on FROM household"))
    after = rows(old)
    assert before["audit"] == after["audit"][:-1]
    assert after["audit"][-1]["by"] == "casework"
    assert {t: r for t, r in after.items() if t != "audit"} == {t: r for t, r in before.items() if t != "audit"}
    with closing(sqlite3.connect(old)) as plain, pytest.raises(sqlite3.IntegrityError, match="household_unexplained"):
        plain.execute("UPDATE household SET size = 9")


def test_a_copy_of_the_old_book_is_kept_and_it_is_brought_over_once(old: Path) -> None:
    before = rows(old)
    for _ in range(2):
        Casebook.open(old).close()
    assert sorted(p.name for p in old.parent.iterdir()) == ["county.before-upgrade-1.db", "county.db"]
    assert rows(old.with_name("county.before-upgrade-1.db")) == before


def test_four_causes_of_an_old_book_stay_and_new_ones_are_refused(old: Path) -> None:
    four = "下岗失业、子女上学、患重特大疾病、遭受意外事故"
    with closing(sqlite3.connect(old)) as plain:
        plain.execute("UPDATE household SET secondary_causes = ? WHERE rowid = 1", (four,))
        plain.commit()
    with Casebook.open(old) as book:
        assert book.households()[0].secondary_causes == four
        number = book.households()[1].file_number
        with pytest.raises(Refused, match="at most three secondary causes"), book.write("测试", "four") as tx:
            book.record(tx, number, {"secondary_causes": four}, book.sources(number)[0, "name"], "测试")


def test_an_upgrade_that_fails_leaves_the_old_book(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(old)

    def broken(conn: object) -> None:
        lay_out(conn)
        raise store.sqlcipher3.OperationalError("disk I/O error")

    lay_out = schema._lay_out_anew
    monkeypatch.setattr(schema, "_lay_out_anew", broken)
    with pytest.raises(Refused, match="cannot write"):
        Casebook.open(old)
    monkeypatch.undo()
    assert rows(old) == before
    with Casebook.open(old) as book:
        assert checks.check(book).faults == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not there on Windows")
@pytest.mark.parametrize("dump", [OLD, SECOND, THIRD], ids=["first", "second", "third"])
def test_an_upgrade_that_is_killed_is_whole_or_not_there(tmp_path: Path, dump: Path) -> None:
    old = made(tmp_path / "county.db", dump)
    before, code = (
        rows(old, dump),
        f"from pathlib import Path; from casework.casebook import Casebook; print('go', flush=True); Casebook.open(Path({str(old)!r}))",
    )
    for wait in (0.0, 0.01, 0.02, 0.03, 0.05):
        worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(wait)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert {t: r for t, r in rows(old, dump).items() if t != "audit"} == {
            t: r for t, r in before.items() if t != "audit"
        }
    with Casebook.open(old) as book:
        assert checks.check(book).faults == []


# ---- from the second version to the third -------------------------------------------------------------


def test_a_book_of_the_second_version_keeps_every_row_and_its_chain(second: Path) -> None:
    """Five households, four funds, 53 entries of the trail whose codes were made before there were terms of funds."""
    before = rows(second, SECOND)
    assert (len(before["household"]), len(before["fund"]), len(before["audit"])) == (5, 4, 53)
    with Casebook.open(second) as book:
        assert book.altered() == []
        assert checks.check(book, f"53:{before['audit'][-1]['mac'][:16]}").faults == []
        assert checks.replay(book)["differ"] == []
        assert book.rows("SELECT * FROM fund_terms") == book.rows("SELECT * FROM scenario") == []
    after = rows(second, SECOND)
    assert before["audit"] == after["audit"][:-1]
    assert {t: r for t, r in after.items() if t != "audit"} == {t: r for t, r in before.items() if t != "audit"}


def test_a_fund_of_the_second_version_has_no_further_terms_and_gets_none(second: Path) -> None:
    name, plain = "爱心助学捐赠", {"receipts": [], "reference": "x", "source": "donation"}
    pays = {"aids": ["tuition"], "classes": ["deep", "relative"], "archived_only": False}
    with Casebook.open(second) as book:
        fund = book.funds()[3]
        assert (fund.name, fund.household_cap_fen, fund.ceilings, fund.usable_from) == (name, None, (), None)
        book.add_funds([FundFile.model_validate({"name": name, "pays": pays, **plain})], "甲", book.today())
        capped = FundFile.model_validate({"name": name, "pays": pays, "household_cap": 1, **plain})
        with pytest.raises(Refused, match="other restrictions"):
            book.add_funds([capped], "甲", book.today())
        assert checks.check(book).faults == []


def test_an_upgrade_of_the_second_version_that_fails_leaves_it(second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, whole = rows(second, SECOND), schema.statements

    def broken(script: str) -> Iterator[str]:
        yield from whole(script)
        raise store.sqlcipher3.OperationalError("disk I/O error")

    monkeypatch.setattr(schema, "statements", broken)
    with pytest.raises(Refused, match="cannot write"):
        Casebook.open(second)
    monkeypatch.undo()
    assert rows(second, SECOND) == before
    with closing(sqlite3.connect(second)) as conn:
        assert conn.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'fund_terms' AND type = 'table'"
        ).fetchone() == (0,)
    with Casebook.open(second) as book:
        assert checks.check(book).faults == []


# ---- from the third version to the fourth ---------------------------------------------------------------


def test_a_book_of_the_third_version_keeps_every_row_and_its_chain_and_takes_lines(tmp_path: Path) -> None:
    """Five households, fifteen decisions, a scenario, 62 entries of the trail whose codes were made before there were lines."""
    third = made(tmp_path / "county.db", THIRD)
    before = rows(third, THIRD)
    assert (len(before["household"]), len(before["decision"]), len(before["audit"])) == (5, 15, 62)
    with Casebook.open(third) as book:
        assert book.altered() == []
        assert checks.check(book, f"62:{before['audit'][-1]['mac'][:16]}").faults == []
        assert lines.lines(book) == book.rows("SELECT * FROM signing") == []
        assert [s["name"] for s in scenarios.scenarios(book)] == ["示例方案"]
    after = rows(third, THIRD)
    assert before["audit"] == after["audit"][:-1]
    assert {t: r for t, r in after.items() if t != "audit"} == {t: r for t, r in before.items() if t != "audit"}
    said = lines.Entered("demo", 112_000, date(2026, 7, 1), "示例通知", date(2026, 6, 20))
    with Casebook.open(third) as book:
        lines.sign(book, lines.enter(book, said, "示例经办人"), "示例审批人")
        assert book.standard().line_on(book.last_day) == 112_000
        assert checks.check(book).faults == []
        assert checks.replay(book) == {"decisions": 15, "same": 15, "differ": []}


@pytest.mark.parametrize("dump", [OLD, SECOND, THIRD], ids=["first", "second", "third"])
def test_an_upgraded_book_is_laid_out_as_a_new_one(tmp_path: Path, dump: Path) -> None:
    said = "SELECT type, name, sql FROM sqlite_master WHERE name NOT GLOB '*sqlite_*' ORDER BY 1, 2"
    with Casebook.open(made(tmp_path / "old.db", dump)) as book, demo.make(tmp_path / "new.db", households=1, seed=1, bare=True) as new:  # fmt: skip
        assert book.rows(said) == new.rows(said)
        assert book.rows(schema.DONE) == [{"name": name} for name in ("first", "second", "third", "fourth")]

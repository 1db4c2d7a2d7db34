"""A casebook of 2026.11 is brought to this version: every row stays, the rules hold, and a copy was kept first."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from casework import checks
from casework.casebook import Casebook, schema, store
from casework.vocabulary import Refused

OLD = Path(__file__).parent / "data" / "casebook-2026.11.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "county.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(OLD.read_text("utf-8"))
    return path


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of the tables that 2026.11 had, with the columns it had."""
    with closing(sqlite3.connect(path)) as conn, closing(sqlite3.connect(":memory:")) as first:
        first.executescript(OLD.read_text("utf-8"))
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
def test_an_upgrade_that_is_killed_is_whole_or_not_there(old: Path) -> None:
    before, code = (
        rows(old),
        f"from pathlib import Path; from casework.casebook import Casebook; print('go', flush=True); Casebook.open(Path({str(old)!r}))",
    )
    for wait in (0.0, 0.01, 0.02, 0.03, 0.05):
        worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(wait)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert {t: r for t, r in rows(old).items() if t != "audit"} == {t: r for t, r in before.items() if t != "audit"}
    with Casebook.open(old) as book:
        assert checks.check(book).faults == []

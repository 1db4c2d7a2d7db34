"""Tampering is found: whatever is changed, removed, moved or put in behind the book's back, and a lost end by its anchor."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlcipher3

from casework import checks, demo, ledger
from casework.casebook import Casebook, audit, store
from casework.vocabulary import Refused
from tests.fault.books import DAY, made

ROUNDS = 300
APPENDED = ("move", "decision", "fact", "step", "evidence", "bank_file", "rules", "person", "audit")
FILES = ("household", "member", "grant", "fund", "fund_terms")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return demo.make(tmp_path_factory.mktemp("tamper") / "demo.db", households=40, seed=5)


def copied(book: Casebook) -> Any:
    """The book in memory, without its rules: what somebody can do who writes to the file with another program."""
    conn = sqlcipher3.connect(":memory:", isolation_level=None)
    book.db.conn.backup(conn)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    return conn


def edit(conn: Any, table: str, random: Random) -> str:
    """Another value in one cell of one row that the chain covers."""
    columns = [c for c in audit._chained()[table] if c not in ("reference", "until", "note")]
    column = random.choice(columns)
    (row,) = random.choice(conn.execute(f"SELECT rowid FROM {table}").fetchall())
    (old,) = conn.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    kind = {row[1]: row[2] for row in conn.execute(f"PRAGMA table_info({table})")}[column]
    new = (old or 0) + 1 if kind == "INTEGER" else f"{old or ''}x"
    conn.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = ?", (new, row))
    (now,) = conn.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone() or (new,)
    return f"{table}.{column} {row}" if now != old else ""


def remove(conn: Any, table: str, random: Random) -> str:
    (row,) = random.choice(conn.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall())
    last = conn.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
    if table == "audit" and row == last:
        return ""
    conn.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
    return f"{table} without {row}"


def swap(conn: Any, table: str, random: Random) -> str:
    """Two rows change places."""
    rows = [row for (row,) in conn.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall()]
    if len(rows) < 2:
        return ""
    a, b = random.sample(rows, 2)
    for old, new in ((a, -1), (b, a), (-1, b)):
        conn.execute(f"UPDATE {table} SET rowid = ? WHERE rowid = ?", (new, old))
    return f"{table} {a} and {b} exchanged"


def append(conn: Any, table: str, random: Random) -> str:
    """A copy of a row put at the end."""
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[5] == 0 and table != "audit"]
    (row,) = random.choice(conn.execute(f"SELECT rowid FROM {table}").fetchall())
    if table in ("rules", "bank_file", "household", "member", "grant", "fund", "fund_terms", "audit", "move"):
        return ""
    conn.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM {table} WHERE rowid = ?", (row,)
    )
    return f"{table} {row} again"


def test_every_random_tampering_is_found(book: Casebook, tmp_path: Path) -> None:
    random, done = Random(8), 0
    assert list(audit.faults(book.db.conn, b"")) == []
    while done < ROUNDS:
        conn, table = copied(book), random.choice(APPENDED + FILES)
        what = random.choice((edit, edit, remove, swap, append))(conn, table, random)
        if what:
            done += 1
            assert list(audit.faults(conn, b"")) or is_found_otherwise(conn, tmp_path / f"{done}.db"), what
        conn.close()


def is_found_otherwise(conn: Any, path: Path) -> bool:
    """The present value of a corrected field is not in the chain; its last correction is, and must agree with it."""
    copy = sqlcipher3.connect(str(path), isolation_level=None)
    conn.backup(copy)
    copy.close()
    with Casebook.open(path) as book:
        return any("is not what its last correction made it" in fault.en for fault in checks.check(book).faults)


def test_a_lost_end_is_found_by_its_anchor(book: Casebook) -> None:
    anchor, conn = book.head, copied(book)
    last, covers = conn.execute("SELECT seq, covers FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    before = conn.execute("SELECT covers FROM audit WHERE seq = ?", (last - 1,)).fetchone()[0]
    for table, end in ({**json.loads(covers)} | {"audit": 0}).items():
        conn.execute(f"DELETE FROM {table} WHERE rowid > ? AND rowid <= ?", (json.loads(before).get(table, 0), end))
    conn.execute("DELETE FROM audit WHERE seq = ?", (last,))
    assert list(audit.faults(conn, b"")) == [], "without an anchor a shorter book is a book"
    assert next(fault.en for fault in audit.faults(conn, b"", anchor)).startswith(f"the anchor {anchor} is not in")
    assert list(audit.faults(book.db.conn, b"", anchor)) == []


def test_without_the_key_the_chain_cannot_be_made_anew(tmp_path: Path) -> None:
    """Who can open the file but has not the chain's key makes a chain that the check does not believe."""
    with Casebook.open(made(tmp_path / "k.db", tmp_path / "key", grants=40), tmp_path / "key") as book:
        assert checks.check(book).faults == []
        book.copy(tmp_path / "copy.db")
        conn = store._connected(tmp_path / "copy.db", book.keys)
        conn.execute("DROP TRIGGER move_changed")
        conn.execute("DROP TRIGGER audit_update_refused")
        conn.execute("UPDATE move SET made_by = '别人' WHERE seq = 2")
        before = ""
        for entry in [
            audit.Entry(*e)
            for e in conn.execute("SELECT seq, at, by, act, covers, mac FROM audit ORDER BY seq").fetchall()
        ]:
            before = audit._mac(b"", entry, "0" * 64, before, "x")
            conn.execute("UPDATE audit SET mac = ? WHERE seq = ?", (before, entry.seq))
        assert list(audit.faults(conn, book.chain_key))


@pytest.mark.parametrize("drop", ["move_booked", "household_unexplained", "audit_update_refused", "fund_overspent"])
def test_nothing_is_written_into_a_book_whose_rules_were_altered(fresh: Callable[[str], Path], drop: str) -> None:
    path = fresh("altered.db")
    plain = sqlite3.connect(path)
    plain.execute(f"DROP TRIGGER {drop}")
    plain.close()
    with Casebook.open(path) as book:
        with pytest.raises(Refused, match=f"the rules {drop} of this casebook are missing or altered"):
            book.pay("B", "出纳")
        assert f"{drop} is missing from the database or was altered; stop paying." in [
            f.en for f in checks.check(book).faults
        ]


def test_what_stands_behind_a_nul_is_covered_too(fresh: Callable[[str], Path]) -> None:
    with Casebook.open(fresh("nul.db")) as book:
        with book.write("测试", "a receipt") as tx:
            ledger.receive(tx, 1, 1, key="nul", on=DAY, by="甲\0乙")
        conn = copied(book)
        conn.execute("UPDATE move SET made_by = ? WHERE key = 'nul'", ("甲\0丙",))
        assert list(audit.faults(conn, b""))

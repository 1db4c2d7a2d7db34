"""Benchmark: what a casebook and its ledger cost beside a bare insert, or a bare read, of the very same rows.

    .venv/bin/python tests/benchmarks/ledger_speed.py --out FOLDER [--only PART ...] [--small] [--repeats K]

The one peer is a plain SQLite file by the same driver, under the same settings (read back from the book), written in as
many transactions: tables with the same columns and primary keys, and no CHECK, index, trigger, reason or audit trail.
Its rows are those that casework wrote. Before anything is timed both sides must hold the same rows, and a check must
find no fault in the book. The sides run in turn, the first of them in every other round. FOLDER gets ledger_speed.json
and ledger_speed.md. Money and people are invented.
"""

import argparse
import gc
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher3

import casework
from casework import checks, demo, ledger
from casework.casebook import Casebook, Source, audit, plan_json
from casework.casebook.store import journal
from casework.demo.files import files
from casework.funds import FundFile
from casework.households import Household
from casework.vocabulary import Refused
from casework.workflow import Step

DAY = date(2026, 10, 31)
FEN = 100
SPARE = 10
"""Payments one by one in a round on the large book."""
FUND = {
    "name": "示例资金", "source": "union", "reference": "示例",
    "receipts": [{"date": DAY, "amount": 100_000_000, "reference": "示例"}],
    "pays": {"aids": ["living"], "classes": ["deep"], "archived_only": False},
}  # fmt: skip
SETTINGS = (
    "journal_mode", "synchronous", "busy_timeout", "foreign_keys", "recursive_triggers", "trusted_schema", "cell_size_check",
    "secure_delete", "temp_store", "mmap_size", "cache_size", "wal_autocheckpoint",
)  # fmt: skip
Rows = list[tuple[Any, ...]]
Seconds = list[float]


class Line(NamedTuple):
    """What was measured: seconds of casework and of the peer, round by round, for so many rows or calls; what was aimed at."""

    what: str
    n: int
    ours: Seconds
    peer: Seconds
    peer_does: str
    most_s: float | None = None


# ---- the peer -------------------------------------------------------------------------------------------


class Bare:
    """A plain file with some tables of a book, without anything that guards them."""

    def __init__(self, path: Path, book: Casebook, tables: Iterable[str]) -> None:
        self.conn = sqlcipher3.connect(str(path), isolation_level=None)
        for name in SETTINGS:
            (value,) = book.db.conn.execute(f"PRAGMA {name}").fetchone()
            self.conn.execute(f"PRAGMA {name} = {value}")
            assert self.conn.execute(f"PRAGMA {name}").fetchone() == (value,), name
        for table in tables:
            self.conn.execute(_plain(book.db.conn, table))

    def insert(self, rows: dict[str, Rows]) -> None:
        """All rows in one transaction."""
        self.conn.execute("BEGIN IMMEDIATE")
        for table, some in rows.items():
            if some:
                self.conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
        self.conn.execute("COMMIT")

    def __enter__(self) -> "Bare":
        return self

    def __exit__(self, *_: object) -> None:
        self.conn.close()


def _plain(conn: Any, table: str) -> str:
    columns = conn.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [name for _, name, *_, key in sorted(columns, key=lambda c: c[5]) if key]
    words = ", ".join(f"{name} {kind}{' NOT NULL' * must}" for _, name, kind, must, _, _ in columns)
    primary = f", PRIMARY KEY ({', '.join(keys)})" if keys else ""
    return f"CREATE TABLE {table} ({words}{primary}) STRICT"


def rows_of(conn: Any, table: str, which: str = "1") -> Rows:
    """The rows of a table in order."""
    return [tuple(row) for row in conn.execute(f"SELECT * FROM {table} WHERE {which} ORDER BY rowid")]


def same(book: Casebook, bare: Bare, rows: dict[str, str]) -> None:
    """AssertionError unless both hold the same rows of these tables, and the book is without fault."""
    for table, which in rows.items():
        ours, theirs = rows_of(book.db.conn, table, which), rows_of(bare.conn, table)
        assert ours, table
        assert ours == theirs, table
    assert checks.check(book).faults == []


# ---- rounds ---------------------------------------------------------------------------------------------


class Rounds:
    """A folder for the files of a part, and how often everything runs."""

    def __init__(self, folder: Path, repeats: int) -> None:
        self.folder, self.repeats, self._made = folder, repeats, 0

    def file(self) -> Path:
        """The name of a new file."""
        self._made += 1
        return self.folder / f"{self._made}.db"

    def copy(self, path: Path) -> Path:
        """A copy of a closed book."""
        return Path(shutil.copy(path, self.file()))

    def race(self, *sides: Callable[[], Seconds]) -> list[list[Seconds]]:
        """All sides in turn, which were tried out before; what each took, round by round."""
        took: list[list[Seconds]] = [[] for _ in sides]
        for i in range(self.repeats):
            for k in sorted(range(len(sides)), reverse=bool(i % 2)):
                gc.collect()
                took[k].append(sides[k]())
        return took

    def clear(self) -> None:
        """Removes the files of the rounds."""
        for path in self.folder.glob("[0-9]*.db*"):
            path.unlink()


CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
clock = CLOCKS["wall"]


def took(job: Callable[[], Any]) -> float:
    """Seconds of a job by the clock that was asked for; what it answers is thrown away outside of the time."""
    start = clock()
    answer = job()
    seconds = clock() - start
    del answer
    return seconds


def column(rounds: list[Seconds], k: int = 0) -> Seconds:
    """One of the times of every round."""
    return [one[k] for one in rounds]


# ---- books ----------------------------------------------------------------------------------------------


def homes(n: int) -> list[Household]:
    """Invented households on file, all in deep hardship, with their members."""
    low = {
        "annual_income_fen": 1_000_00, "medical_out_of_pocket_fen": 0, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0,
        "filed_on": "2026-01-01", "exited_on": None,
    }  # fmt: skip
    return [replace(h, **low) for h in islice(files(Random(1), n), n)]


def new_book(path: Path, households: Sequence[Household]) -> Casebook:
    """A book with these files and one fund."""
    book = Casebook.create(path, unit="示例县", pack="demo-2026", last_day=DAY, origin="demo", made_on=DAY)
    book.add_funds([FundFile.model_validate(FUND)], "会计", DAY)
    with book.write("建档", "files") as tx:
        book.add_households(tx, households, Source("form", DAY))
    return book


_GRANT = (
    "INSERT INTO grant (id, batch, file_number, aid, class, archived, fund_id, period, decision_id, amount_fen, adopted_by, adopted_on) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


MOVE = "INSERT INTO move VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)"


def reserve(book: Casebook, grants: Rows) -> None:
    """Enters these grants and reserves their money, in one transaction."""
    with book.write("经办", "adopt") as tx:
        for row in grants:
            tx.execute(_GRANT, row)
            ledger.reserve(tx, row[0], row[9], key=f"reserve:{row[0]}", on=DAY, by="经办")


def decided_book(path: Path, n: int) -> Rows:
    """A book with a decision for each of n households and no grant yet, closed; the grants to enter."""
    with new_book(path, homes(n)) as book:
        numbers = [h["file_number"] for h in book.rows("SELECT file_number FROM household ORDER BY 1")]
        with book.write("建档", "decide") as tx:
            found = book.assess()
            ids = book.decide(tx, found, book.facts(DAY), numbers, "建档")
        assert {found.class_of(i) for i in range(n)} == {"deep"}
        return [
            (i, "B", number, "living", "deep", 1, 1, "2026", ids[number], FEN, "经办", DAY.isoformat())
            for i, number in enumerate(numbers, 1)
        ]


# ---- one payment ----------------------------------------------------------------------------------------


def single(rounds: Rounds, args: argparse.Namespace) -> Iterator[Line]:
    """Payments one by one, each in a transaction of its own."""
    n, start = args.singles, rounds.folder / "single.db"
    grants = decided_book(start, n)
    with Casebook.open(start) as book:
        reserve(book, grants)
        book.approve("B", "审批", DAY)
    last: list[Seconds] = [[], []]

    def ours(path: Path | None = None) -> Seconds:
        with Casebook.open(path or rounds.copy(start)) as book:
            last[0] = [took(partial(_pay_one, book, row[0])) for row in grants]
            return [sum(last[0]), _p99(last[0])]

    done = rounds.copy(start)
    ours(done)
    with Casebook.open(done) as book:
        rows = rows_of(book.db.conn, "move", "kind = 'pay'")
        with Bare(rounds.file(), book, ["move"]) as bare:
            for row in rows:
                bare.insert({"move": [row]})
            same(book, bare, {"move": "kind = 'pay'"})

        def theirs() -> Seconds:
            with Bare(rounds.file(), book, ["move"]) as bare:
                sql = f"INSERT INTO move VALUES ({', '.join('?' * len(rows[0]))})"
                last[1] = [took(partial(_insert_one, bare.conn, sql, row)) for row in rows]
                return [sum(last[1]), _p99(last[1])]

        a, b = rounds.race(ours, theirs)
    peer = "the same moves, each in a transaction"
    yield Line("payments one by one", n, column(a), column(b), peer, n / 1_000)
    yield Line("the slowest 1 % of them: each at least", 1, column(a, 1), column(b, 1), "the same", 0.050)


def _pay_one(book: Casebook, grant: int) -> None:
    with book.write("出纳", f"pay grant {grant}") as tx:
        ledger.pay(tx, grant, FEN, key=f"pay:{grant}", on=DAY, by="出纳")


def _insert_one(conn: Any, sql: str, row: tuple[Any, ...]) -> None:
    conn.execute("BEGIN IMMEDIATE")
    conn.execute(sql, row)
    conn.execute("COMMIT")


def _p99(seconds: Seconds) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]


# ---- a batch --------------------------------------------------------------------------------------------


def batch(rounds: Rounds, args: argparse.Namespace) -> Iterator[Line]:
    """A batch: entered and reserved, approved, paid with its bank file; and a whole plan adopted."""
    n, start = args.batch, rounds.folder / "batch.db"
    grants = decided_book(start, n)

    def ours(path: Path | None = None) -> Seconds:
        with Casebook.open(path or rounds.copy(start)) as book:
            reserved = took(lambda: reserve(book, grants))
            approved = took(lambda: book.approve("B", "审批", DAY))
            return [reserved, approved, took(lambda: book.pay("B", "出纳", DAY))]

    done = rounds.copy(start)
    ours(done)
    with Casebook.open(done) as book:
        granted = rows_of(book.db.conn, "grant")
        reserves, pays = (rows_of(book.db.conn, "move", f"kind = '{kind}'") for kind in ("reserve", "pay"))
        assert len(reserves) == len(pays) == len(granted) == n

        def theirs(path: Path | None = None) -> Seconds:
            with Bare(path or rounds.file(), book, ["grant", "move"]) as bare:
                first = took(lambda: bare.insert({"grant": granted, "move": reserves}))
                second = took(lambda: bare.insert({"move": pays}))
                if path:
                    same(book, bare, {"grant": "1", "move": "kind IN ('reserve', 'pay')"})
                return [first, second]

        theirs(rounds.file())
        a, b = rounds.race(ours, theirs)
    rate = n / 10_000
    yield Line(
        "a batch: enter the grants and reserve",
        n,
        column(a),
        column(b),
        "the same grants and moves, one transaction",
        2 * rate,
    )
    yield Line("a batch: pay, with the bank file", n, column(a, 2), column(b, 1), "the same moves, one transaction", 2 * rate)  # fmt: skip
    yield Line("a batch: approve", n, column(a, 1), [], "", None)
    rounds.clear()
    yield from _adopted(rounds, n)


def _adopted(rounds: Rounds, n: int) -> Iterator[Line]:
    """A plan for n households adopted whole: facts, answers, decisions, grants and reserves."""
    start = rounds.folder / "plan.db"
    with new_book(start, homes(n)) as book:
        plan = plan_json(*book.allocate("deepest-first"))
        assert len(plan["grants"]) == n

    def ours(path: Path | None = None) -> Seconds:
        with Casebook.open(path or rounds.copy(start)) as book:
            return [took(lambda: book.adopt(plan, "经办", DAY))]

    done = rounds.copy(start)
    ours(done)
    tables = {"decision": "1", "grant": "1", "move": "kind = 'reserve'"}
    with Casebook.open(done) as book:
        rows = {table: rows_of(book.db.conn, table, which) for table, which in tables.items()}

        def theirs(path: Path | None = None) -> Seconds:
            with Bare(path or rounds.file(), book, tables) as bare:
                seconds = took(lambda: bare.insert(rows))
                if path:
                    same(book, bare, tables)
                return [seconds]

        theirs(rounds.file())
        a, b = rounds.race(ours, theirs)
    yield Line(
        "a plan adopted whole, decisions too",
        n,
        column(a),
        column(b),
        "the same decisions, grants and moves, one transaction",
    )


# ---- the check ------------------------------------------------------------------------------------------


def check(rounds: Rounds, args: argparse.Namespace) -> Iterator[Line]:
    """A check of a large book, whole and in parts."""
    path, n = rounds.folder / "large.db", args.payments
    print(f"  building {n:,} payments: {took(lambda: large_book(path, n)):.0f} s", file=sys.stderr)
    with Casebook.open(path) as book:
        rows = rows_of(book.db.conn, "move", "kind = 'pay'")
        assert len(rows) == n
        spare = iter(book.rows("SELECT id FROM grant WHERE reserved_fen > 0 ORDER BY id"))

        def whole() -> Seconds:
            return [took(lambda: checks.check(book))]

        def parts() -> Seconds:
            conn = book.db.conn
            jobs = (
                lambda: [conn.execute(f"PRAGMA {p}").fetchall() for p in ("integrity_check", "foreign_key_check")],
                lambda: list(audit.faults(conn, book.chain_key)),
                lambda: ledger.faults(conn),
            )
            return [took(job) for job in jobs]

        def theirs(path: Path | None = None) -> Seconds:
            with Bare(path or rounds.file(), book, ["move"]) as bare:
                seconds = took(lambda: bare.insert({"move": rows}))
                if path:
                    same(book, bare, {"move": "kind = 'pay'"})
                return [seconds]

        theirs(rounds.file())  # checks the book, too
        a, c, b = rounds.race(whole, parts, theirs)
        with Bare(rounds.file(), book, ["move"]) as bare:
            bare.insert({"move": rows})
            last = iter(range(rows[-1][0] + 1, rows[-1][0] + 10_000))
            one, two = rounds.race(
                lambda: [took(lambda: [_pay_one(book, next(spare)["id"]) for _ in range(SPARE)])],
                lambda: [took(lambda: [bare.insert({"move": [(next(last), *rows[0][1:])]}) for _ in range(SPARE)])],
            )
    said, insert = f"check of {n:,} payments", column(b)
    peer = "insert of the payments, one transaction"
    yield Line(said, n, column(a), insert, peer, 5 * n / 200_000)
    names = ("SQLite's integrity and references", "the audit chain", "the ledger's figures")
    for k, name in enumerate(names):
        yield Line(f"{said}: {name}", n, column(c, k), insert, peer)
    rest = [w - sum(p) for w, p in zip(column(a), c, strict=True)]
    yield Line(f"{said}: the rest (figures, totals, bank files, notices)", n, rest, insert, peer)
    yield Line(
        f"payments one by one in a book of {n:,}",
        SPARE,
        column(one),
        column(two),
        "the same moves, each in a transaction",
        SPARE / 1_000,
    )


def large_book(path: Path, payments: int) -> None:
    """A book of so many payments: a tenth as many households, five years, each with one decision and two grants a household.

    The rows are written with the rules out of the way, which come back before it is used: here only reading is timed.
    Some grants at the end are reserved and not paid.
    """
    people, years = max(payments // 10, 1), 5
    fund = FUND | {"pays": FUND["pays"] | {"aids": ["living", "medical"]}}  # type: ignore[operator]
    with Casebook.create(path, unit="示例县", pack="demo-2026", last_day=DAY, origin="demo", made_on=DAY) as book:
        book.add_funds([FundFile.model_validate(fund)], "会计", DAY)
        with book.write("建档", "files") as tx:
            rules = tx.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in rules:
                tx.execute(f"DROP TRIGGER {name}")
            households = homes(people)
            book.add_households(tx, households, Source("form", DAY))
            numbers = sorted(h.file_number for h in households)
            decisions = book.decide_on(tx, numbers, DAY, "建档")
            _grown(book, tx, [decisions[n] for n in numbers], years)
            for _, sql in rules:
                tx.execute(sql)


def _grown(book: Casebook, tx: Any, decisions: Sequence[int], years: int) -> None:
    """Years of decisions, grants, reserves and payments, in batches of 1,000 with an entry in the audit trail for each act."""
    grant = seq = 1
    on, at = DAY.isoformat(), f"{DAY}T09:00:00+00:00"
    n = len(decisions)
    for year in range(years):
        if year:
            tx.execute("INSERT INTO decision SELECT id + ?, file_number, decided_on, decided_by, digest, facts, result, last_move "
                       "FROM decision WHERE id <= ?", (year * n, n))  # fmt: skip
        for first in range(0, n, 500):
            name, ids = f"{year}-{first // 500}", decisions[first : first + 500]
            some = [(i, aid) for i in ids for aid in ("living", "medical")]
            numbered = list(enumerate(some, grant))
            k, grant = len(some), grant + len(some)
            tx.executemany(
                "INSERT INTO grant SELECT ?, ?, file_number, ?, 'deep', 1, 1, ?, id, ?, 0, ?, ?, '经办', ?, '审批', ? FROM decision WHERE id = ?",
                [(g, name, aid, f"P{year}", FEN, FEN, seq + j + k, on, on, i + year * n) for j, (g, (i, aid)) in enumerate(numbered, 1)],
            )  # fmt: skip
            tx.executemany(
                MOVE,
                [
                    (seq + j, f"reserve:{g}", "reserve", g, FEN, on, "经办", None)
                    for j, (g, _) in enumerate(numbered, 1)
                ],
            )
            audit.close(tx, book.chain_key, at, "经办", "adopt a plan")
            book._keep_step(tx, Step("approve", DAY, "审批", f"{k}"), batch=name)
            audit.close(tx, book.chain_key, at, "审批", f"approve {name}")
            pays = [
                (seq + k + j, f"pay:{g}:{seq + j}", "pay", g, FEN, on, "出纳", f"{name}-1")
                for j, (g, _) in enumerate(numbered, 1)
            ]
            tx.executemany(MOVE, pays)
            _bank_file(tx, f"{name}-1", name, (g for g, _ in numbered))
            audit.close(tx, book.chain_key, at, "出纳", f"pay {name}")
            seq += 2 * k
    some = [(grant + j, f"open {j}", seq + 1 + j) for j in range(SPARE * 20)]
    row = "INSERT INTO grant SELECT ?, 'open', file_number, 'living', 'deep', 1, 1, ?, id, ?, ?, 0, ?, '经办', ?, '审批', ? FROM decision WHERE id = 1"
    tx.executemany(row, [(g, period, FEN, FEN, at, on, on) for g, period, at in some])
    tx.executemany(MOVE, [(at, f"reserve:{g}", "reserve", g, FEN, on, "经办", None) for g, _, at in some])
    book._keep_step(tx, Step("approve", DAY, "审批", f"{len(some)}"), batch="open")
    tx.execute(
        "UPDATE fund SET reserved_fen = ?, paid_fen = ?, last_move = ?",
        (len(some) * FEN, (grant - 1) * FEN, some[-1][2]),
    )


def _bank_file(tx: Any, number: str, batch: str, grants: Iterable[int]) -> None:
    """A bank file like casework's, with an invented card on every line."""
    lines = [f"{i},王芳,6222888800000000{i:03},示例银行,1.00,生活救助 {grant}" for i, grant in enumerate(grants, 1)]
    text = "\r\n".join(["序号,户名,账号,开户行,金额,附言", *lines, ""])
    sha = hashlib.sha256(text.encode()).hexdigest()
    row = (number, batch, DAY.isoformat(), "出纳", len(lines), len(lines) * FEN, 0, sha, text)
    tx.execute("INSERT INTO bank_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


# ---- case files -----------------------------------------------------------------------------------------


def households(rounds: Rounds, args: argparse.Namespace) -> Iterator[Line]:
    """Many case files with their members, added in one transaction."""
    n = args.households
    people = list(files(Random(1), n))

    def ours(path: Path | None = None) -> Seconds:
        with Casebook.create(
            path or rounds.file(), unit="示例县", pack="demo-2026", last_day=DAY, origin="demo", made_on=DAY
        ) as book:
            return [took(lambda: _add(book, people))]

    done = rounds.folder / "files.db"
    ours(done)
    with Casebook.open(done) as book:
        rows = {table: rows_of(book.db.conn, table) for table in ("household", "member")}
        names = {table: [c[1] for c in book.db.conn.execute(f"PRAGMA table_info({table})")] for table in rows}
        dicts = {table: [dict(zip(names[table], row, strict=True)) for row in some] for table, some in rows.items()}

        def theirs(path: Path | None = None) -> Seconds:
            with Bare(path or rounds.file(), book, rows) as bare:
                seconds = took(lambda: bare.insert(rows))
                if path:
                    same(book, bare, dict.fromkeys(rows, "1"))
            return [seconds]

        def by_dicts() -> Seconds:
            with Bare(rounds.file(), book, rows) as bare:
                db = sqlite_utils.Database(bare.conn)
                return [took(lambda: [db[table].insert_all(some) for table, some in dicts.items()])]

        theirs(rounds.file())
        a, b, c = rounds.race(ours, theirs, by_dicts)
    total = sum(map(len, rows.values()))
    peer = "the same rows by executemany, one transaction"
    yield Line(f"{n:,} households and their members added", total, column(a), column(b), peer)
    yield Line(
        "the same by sqlite-utils insert_all into plain tables (casework does not use it)",
        total,
        column(c),
        column(b),
        peer,
    )


def _add(book: Casebook, people: Sequence[Household]) -> None:
    with book.write("建档", "files") as tx:
        book.add_households(tx, people, Source("form", DAY))


# ---- reading, the demo, and deciding again --------------------------------------------------------------


def demos(rounds: Rounds, args: argparse.Namespace) -> Iterator[Line]:
    """Demo books made within a running process, small ones and a large one."""
    for n, most in ({args.demo: 15 * args.demo / 2_000} | {200: 3.0}).items():
        done = rounds.folder / f"demo{n}.db"
        demo.make(done, households=n, seed=1).close()
        with Casebook.open(done) as book:
            tables, entries = transactions(book)

            def ours(n: int = n) -> Seconds:
                return [took(lambda: demo.make(rounds.file(), households=n, seed=1).close())]

            def theirs(
                book: Casebook = book, tables: Sequence[str] = tables, entries: list[dict[str, Rows]] = entries
            ) -> Seconds:
                with Bare(rounds.file(), book, tables) as bare:
                    return [took(lambda: [bare.insert(rows) for rows in entries])]

            with Bare(rounds.file(), book, tables) as bare:
                for rows in entries:
                    bare.insert(rows)
                same(book, bare, dict.fromkeys(tables, "1"))
            a, b = rounds.race(ours, theirs)
        peer = f"the same rows at the end, in as many transactions ({len(entries):,})"
        yield Line(f"a demo of {n:,} households", n, column(a), column(b), peer, most)
        rounds.clear()


def transactions(book: Casebook) -> tuple[list[str], list[dict[str, Rows]]]:
    """The tables of a book that have rows, and these by the audit entry that covers them."""
    since: dict[str, int] = {}
    entries = []
    for (covers,) in book.db.conn.execute("SELECT covers FROM audit ORDER BY seq").fetchall():
        ends = {t: end for t, end in json.loads(covers).items() if end > since.get(t, 0)}
        entries.append(
            {t: rows_of(book.db.conn, t, f"rowid > {since.get(t, 0)} AND rowid <= {end}") for t, end in ends.items()}
        )
        since |= ends
    return [t for t in since if t != "audit"], [{t: r for t, r in e.items() if t != "audit"} for e in entries]


def reading(rounds: Rounds, args: argparse.Namespace) -> Iterator[Line]:
    """Opening a book of many files and reading from it, and every decision worked out again."""
    path, n = rounds.folder / "reading.db", args.files
    made = took(lambda: demo.make(path, households=n, seed=1).close())
    yield Line(f"a demo of {n:,} households, once", n, [made], [], "")
    with Casebook.open(path) as book:
        assert checks.check(book).faults == []
        number = book.rows("SELECT file_number FROM fact GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")[0][
            "file_number"
        ]
        conn, past = book.db.conn, DAY - timedelta(days=300)
        one = (number,)
        tables = ("household", "member", "fact")

        def read(which: str = "1", values: tuple[str, ...] = (), names: Sequence[str] = tables) -> list[Rows]:
            return [conn.execute(f"SELECT * FROM {t} WHERE {which}", values).fetchall() for t in names]

        def opened() -> Seconds:
            return [took(lambda: [_open(path) for _ in range(20)])]

        def open_bare() -> Seconds:
            return [took(lambda: [_open_bare(path, book) for _ in range(20)])]

        def many(job: Callable[[], Any], times: int = 100) -> Callable[[], Seconds]:
            return lambda: [took(lambda: [job() for _ in range(times)])]

        def line(
            what: str, job: Callable[[], Any], peer: Callable[[], Any], does: str, times: int, most: float | None = None
        ) -> Line:
            a, b = rounds.race(many(job, times), many(peer, times))
            return Line(what, times, column(a), column(b), does, most and most * times)

        assert len(book.changes(number)) == len(read("file_number = ?", one, ["fact"])[0]) > 0
        a, b = rounds.race(opened, open_bare)
        yield Line("open and close", 20, column(a), column(b), "connect, set the journal, read the schema", 0.010 * 20)
        yield line(
            "household(number)",
            lambda: book.household(number),
            lambda: read("file_number = ?", one),
            "SELECT of its rows",
            100,
        )
        yield line(
            "changes(number)",
            lambda: book.changes(number),
            lambda: read("file_number = ?", one, ["fact"]),
            "SELECT of its rows",
            100,
        )
        does = f"SELECT of all rows of {n:,} files"
        yield line("population()", book.population, read, does, 1)
        yield line("population(as_of, known_on) 300 days ago", lambda: book.population(past, past), read, does, 1)
        yield from _again(rounds, book)


def _again(rounds: Rounds, book: Casebook) -> Iterator[Line]:
    n = book.rows("SELECT count(*) AS n FROM decision")[0]["n"]

    def parsed() -> Seconds:
        rows = "SELECT facts, result FROM decision ORDER BY id"
        return [took(lambda: [(json.loads(f), json.loads(r)) for f, r in book.db.conn.execute(rows)])]

    found = checks.replay(book)
    assert found["same"] == found["decisions"] == n
    jobs = {"replay": checks.replay, "replay --now": checks.replay_now}
    for name, job in jobs.items():
        a, b = rounds.race(lambda job=job: [took(lambda: job(book))], parsed)
        yield Line(f"{name} of {n:,} decisions", n, column(a), column(b), "reading and parsing the decisions")


def _open(path: Path) -> None:
    Casebook.open(path).close()


def _open_bare(path: Path, book: Casebook) -> None:
    with closing(sqlcipher3.connect(str(path), isolation_level=None)) as conn:
        for name, value in journal(sqlcipher3.sqlite_version).items():
            conn.execute(f"PRAGMA {name} = {value}")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()


# ---- traps ----------------------------------------------------------------------------------------------


def traps(folder: Path) -> list[str]:
    """What must not happen, tried: AssertionError if it does."""
    path = folder / "traps.db"
    grants = decided_book(path, 2)
    home = homes(3)[2]
    with Casebook.open(path) as book:
        reserve(book, grants)
        book.approve("B", "审批", DAY)
        before = book.rows("SELECT count(*) AS n FROM move"), book.head
        for kind in (np.int64, np.int8):
            _refused(partial(_pay_fen, book, kind(FEN)))
            _refused(partial(_add, book, [replace(home, annual_income_fen=kind(FEN))]))
        assert (book.rows("SELECT count(*) AS n FROM move"), book.head) == before
        _pay_fen(book, np.array([FEN]).tolist()[0])
        with closing(sqlcipher3.connect(":memory:")) as loose:
            assert loose.execute("SELECT typeof(?)", (np.int64(FEN),)).fetchone() == ("blob",)
        assert checks.check(book).faults == []
    for file in Path(casework.__file__).parent.rglob("*.py"):
        assert not re.search(r"\b(insert_all|upsert_all|to_sql)\(", file.read_text("utf-8")), file
    return [
        "numpy's int64 and int8 are refused as an amount and as a field of a file, and nothing is written (the driver makes a BLOB of them, which a table without STRICT takes)",
        "no module of casework calls insert_all, upsert_all or to_sql",
    ]


def _pay_fen(book: Casebook, fen: Any) -> None:
    with book.write("出纳", "pay") as tx:
        ledger.pay(tx, 1, fen, key="pay:1", on=DAY, by="出纳")


def _refused(job: Callable[[], Any]) -> None:
    try:
        job()
    except (Refused, sqlcipher3.Error):
        return
    raise AssertionError("taken")


# ---- the page -------------------------------------------------------------------------------------------

PARTS = {"single": single, "batch": batch, "check": check, "households": households, "demos": demos, "reading": reading}


def row(line: Line) -> dict[str, Any]:
    """A line of the page: seconds of both sides, the ratio of their medians, and whether the aim was met."""
    median = statistics.median(line.ours)
    peer = statistics.median(line.peer) if line.peer else None
    met = None if line.most_s is None else median <= line.most_s
    return line._asdict() | {"median_s": median, "peer_median_s": peer, "ratio": peer and median / peer, "met": met}


def markdown(report: dict[str, Any]) -> str:
    """The report as a page."""
    lines = [
        "# The casebook and its ledger beside a bare insert", "",
        f"{', '.join(f'{k} {v}' for k, v in report['machine'].items())}; load {report['load_before']} before, {report['load_after']} after.",
        f"Least / median / most of {report['repeats']} rounds, seconds ({report['clock']}); the ratio is of the medians.", "",
        "| what | rows or calls | casework, s | peer, s | × peer | aim, s | the peer does |", "|---|--:|--:|--:|--:|--:|---|",
    ]  # fmt: skip
    for r in report["rows"]:
        ratio = "–" if r["ratio"] is None else f"{r['ratio']:.1f}"
        aim = "–" if r["most_s"] is None else f"{r['most_s']:.3g} {'met' if r['met'] else '**missed**'}"
        cells = (r["what"], f"{r['n']:,}", _three(r["ours"]), _three(r["peer"]), ratio, aim, r["peer_does"])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", *(f"- {said}" for said in report["traps"]), ""])


def _three(seconds: Seconds) -> str:
    if not seconds:
        return "–"
    return " / ".join(f"{s:.3g}" for s in (min(seconds), statistics.median(seconds), max(seconds)))


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the JSON and the Markdown")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--clock", choices=CLOCKS, default="wall", help="cpu: seconds of the processor, on a busy machine"
    )
    parser.add_argument("--singles", type=int, default=1_000, help="payments one by one")
    parser.add_argument("--batch", type=int, default=10_000, help="payments in a batch")
    parser.add_argument("--payments", type=int, default=200_000, help="payments in the book that is checked")
    parser.add_argument("--households", type=int, default=100_000, help="households that are added")
    parser.add_argument("--files", type=int, default=10_000, help="households in the book that is read")
    parser.add_argument("--demo", type=int, default=2_000, help="households of the larger demo")
    parser.add_argument("--small", action="store_true", help="a tenth of everything, to see that it runs")
    return parser


def bench(args: argparse.Namespace) -> dict[str, Any]:
    """The whole benchmark, as data."""
    before, rows = _load(), []
    with tempfile.TemporaryDirectory(dir=args.out) as folder:  # the disk that is named, not a memory disk
        said = traps(Path(folder))
        for name in args.only:
            place = Path(folder, name)
            place.mkdir()
            start = time.perf_counter()
            rows += [{"part": name} | row(line) for line in PARTS[name](Rounds(place, args.repeats), args)]
            shutil.rmtree(place)
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    versions = {
        "casework": version("casework"),
        "SQLite": sqlcipher3.sqlite_version,
        "Python": platform.python_version(),
    }
    about = {"machine": {"cores": os.cpu_count()} | versions, "load_before": before, "load_after": _load()}
    return about | {"clock": args.clock, "repeats": args.repeats, "rows": rows, "traps": said}


def _load() -> list[float]:
    return [round(value, 2) for value in os.getloadavg()]


def main() -> None:
    """Run, print the page, and write both files."""
    global clock  # noqa: PLW0603 one clock for everything that is measured
    args = options().parse_args()
    clock = CLOCKS[args.clock]
    if args.small:
        sizes = ("singles", "batch", "payments", "households", "files", "demo")
        vars(args).update({name: max(getattr(args, name) // 10, 1) for name in sizes})
    args.out.mkdir(parents=True, exist_ok=True)
    report = bench(args)
    (args.out / "ledger_speed.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (args.out / "ledger_speed.md").write_text(markdown(report), "utf-8")
    print(markdown(report))


if __name__ == "__main__":
    main()

"""Audit: a chain over everything that was written, so that a row changed, lost or moved later is found.

Each entry covers the rows that its transaction appended, as first written, and the entry before it, under the key of the
casebook. Without a key anybody can make the chain anew; then only a head that was noted elsewhere (an anchor) tells.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from casework.casebook.schema import Connection
from casework.households import Household, Member, fields
from casework.vocabulary import Text


def _file(record: type, *others: str) -> tuple[str, ...]:
    return (*others, *fields(record), "learnt_on", "source", "reference")


@cache
def _chained() -> dict[str, tuple[str, ...]]:
    """The tables with the columns that stay as first written; files and members change only by facts, which are undone."""
    return {
        "audit": ("seq", "at", "by", "act"),
        "household": _file(Household),
        "member": _file(Member, "file_number", "place"),
        "fact": ("seq", "file_number", "place", "field", "was", "value", "true_from", "learnt_on", "source", "reference", "made_by"),
        "step": ("seq", "file_number", "batch", "act", "made_on", "made_by", "note", "until", "state", "decision_id"),
        "evidence": ("seq", "file_number", "place", "kind", "title", "issued_on", "expires_on", "path", "sha256", "learnt_on", "made_by"),
        "person": ("seq", "who", "roles", "level", "starts", "ends"),
        "elsewhere": ("seq", "file_number", "place", "scheme", "unit", "aid", "period", "amount_fen", "list_sha256", "row", "learnt_on"),
        "bank_file": ("number", "batch", "made_on", "made_by", "lines", "total_fen", "cash_fen", "sha256", "content"),
        "rules": ("digest", "stem", "pack_text", "lines_text"),
        "decision": ("id", "file_number", "decided_on", "decided_by", "digest", "facts", "result", "last_move"),
        "import_file": ("sha256", "name", "imported_on", "counts"),
        "quarantine": ("sha256", "sheet", "row", "verdict", "cells"),
        "fund": ("id", "name", "source", "aids", "classes", "archived_only"),
        "fund_terms": ("fund_id", "usable_from", "household_cap_fen", "terms"),
        "scenario": ("seq", "name", "made_on", "made_by", "policy", "digest", "on_day", "last_fact", "last_move", "facts_sha256", "terms", "plan"),
        "line": ("seq", "region", "starts", "amount_fen", "title", "number", "dated", "address", "made_on", "made_by"),
        "signing": ("seq", "line", "verdict", "why", "made_on", "made_by"),
        "grant": ("id", "batch", "file_number", "aid", "class", "archived", "fund_id", "period", "adopted_by"),
        "move": ("seq", "key", "kind", "grant_id", "fund_id", "amount_fen", "made_on", "made_by", "reference"),
    }  # fmt: skip


@cache
def _row(table: str) -> str:
    """SQL for a row as text, each value unmistakable and whole (`quote` would stop at a NUL)."""
    return f"json_array({', '.join(_chained()[table])})"


@cache
def _ends() -> str:
    return "SELECT " + ", ".join(f"(SELECT coalesce(max(rowid), 0) FROM {table})" for table in _chained())


class Entry(NamedTuple):
    """One line of the trail."""

    seq: int
    at: str
    by: str
    act: str
    covers: str
    mac: str


def close(conn: Connection, key: bytes, at: str, by: str, act: str) -> None:
    """Ends a transaction: the entry that covers what it appended. Time never goes back."""
    last = conn.execute("SELECT seq, at, by, act, covers, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    before = Entry(*last) if last else Entry(0, "", "", "", "{}", "")
    since, ends = json.loads(before.covers), dict(zip(_chained(), conn.execute(_ends()).fetchone(), strict=True))
    covers = {table: end for table, end in ends.items() if end}
    digest = hashlib.sha256()
    for table, end in covers.items():
        if end > since.get(table, 0):
            rows = _as_first_written(conn, table, since.get(table, 0), since.get("fact", 0))
            _add(digest, table, (text for _, text in rows))
    entry = before._replace(seq=before.seq + 1, at=max(at, before.at), by=by, act=act, covers=json.dumps(covers))
    mac = _mac(key, entry, digest.hexdigest(), before.mac, _settings(conn))
    conn.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", entry._replace(mac=mac))


def _settings(conn: Connection) -> str:
    return "|".join(conn.execute("SELECT unit, pack, origin, steps FROM book").fetchone())


def _add(digest: Any, table: str, rows: Iterator[str]) -> None:
    digest.update("\n".join([f"\n{table}", *rows, ""]).encode())


def _mac(key: bytes, entry: Entry, digest: str, before: str, settings: str) -> str:
    said = json.dumps([*entry[:5], digest, before, settings], ensure_ascii=False)
    return hmac.digest(key, said.encode(), "sha256").hex()


def head(conn: Connection) -> str:
    """The newest entry, to be noted elsewhere: number, and the beginning of its code."""
    seq, mac = conn.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return f"{seq}:{mac[:16]}"


def faults(conn: Connection, key: bytes, anchor: str | None = None) -> Iterator[Text]:
    """The first entry that what stands in the book does not bear out, rows that no entry covers, a lost anchor."""
    settings, before, since = _settings(conn), "", dict.fromkeys(_chained(), 0)
    rows = {table: _as_first_written(conn, table) for table in _chained()}
    waiting: dict[str, tuple[int, str] | None] = {table: next(found, None) for table, found in rows.items()}
    anchored = anchor is None
    for found in conn.execute("SELECT seq, at, by, act, covers, mac FROM audit ORDER BY seq").fetchall():
        entry, digest = Entry(*found), hashlib.sha256()
        if not (entry.mac or before):  # written before there was a chain
            continue
        covers = json.loads(entry.covers)
        for table, end in covers.items():
            if end > since.get(table, 0):
                since[table] = end
                _add(digest, table, _until(rows[table], waiting, table, end))
        if entry.mac != _mac(key, entry, digest.hexdigest(), before, settings):
            yield Text(f"审计链第 {entry.seq} 号（{entry.at[:10]} {entry.by} {entry.act}）与记录不符：其后有记录被改动、删除或插入，请停止发放并从备份核对。",
                       f"audit entry {entry.seq} ({entry.at[:10]} {entry.by}: {entry.act}) does not agree with what stands in the book: something was altered, removed or put in; stop paying and compare with a backup.")  # fmt: skip
            return
        before, anchored = entry.mac, anchored or f"{entry.seq}:{entry.mac[:16]}" == anchor
    for table, left in waiting.items():
        if left is not None and table != "audit":
            yield Text(f"{table} 中有审计链之外的记录（第 {left[0]} 行），请停止发放并核对。",
                       f"{table} has a row that no audit entry covers (row {left[0]}); stop paying and look at it.")  # fmt: skip
    if not anchored:
        yield Text(f"审计链中没有锚点 {anchor}：末尾的记录被删除或换成了别的案卷库，请从备份核对。",
                   f"the anchor {anchor} is not in the audit trail: its end was removed, or this is another book; compare with a backup.")  # fmt: skip


def _until(
    rows: Iterator[tuple[int, str]], waiting: dict[str, tuple[int, str] | None], table: str, end: int
) -> Iterator[str]:
    while (found := waiting[table]) is not None and found[0] <= end:
        yield found[1]
        waiting[table] = next(rows, None)


def _as_first_written(conn: Connection, table: str, after: int = 0, facts_after: int = 0) -> Iterator[tuple[int, str]]:
    """Every row after one with its place, the first values of changed fields put back."""
    first = _first_values(conn, facts_after) if table in ("household", "member") else {}
    names = _chained()[table]
    which = {"household": "file_number || '/0'", "member": "file_number || '/' || place"}.get(table, "NULL")
    marks = f"json_array({', '.join('?' * len(names))})"
    found = f"SELECT rowid, {which}, {_row(table)} FROM {table} WHERE rowid > ? ORDER BY rowid"
    for row, whose, text in conn.execute(found, (after,)):
        if whose in first:
            now = conn.execute(f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?", (row,)).fetchone()
            then = [first[whose].get(name, value) for name, value in zip(names, now, strict=True)]
            text = conn.execute(f"SELECT {marks}", then).fetchone()[0]
        yield row, text


def _first_values(conn: Connection, after: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    changes = "SELECT file_number, place, field, was FROM fact WHERE seq > ? ORDER BY seq"
    for number, place, name, was in conn.execute(changes, (after,)):
        found.setdefault(f"{number}/{place}", {}).setdefault(name, json.loads(was))
    return found

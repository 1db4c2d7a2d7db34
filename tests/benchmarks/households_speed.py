"""Benchmark: the household explorer over a book of a million households on disk.

    .venv/bin/python tests/benchmarks/households_speed.py --out FOLDER [--households N] [--repeats K] [--book FILE]

The book is a demo of 10,000 households, whose files, members, corrections, grants and moves are repeated under other file
numbers, ID numbers and names until there are N; its rules are out of the way while it grows and back before it is read.
Before anything is timed, what is found must be what SQL finds, and every answer that of the whole book assessed at once.
FOLDER gets households_speed.json and households_speed.md, and the book while it runs (1.4 GB a million) unless FILE is
one that was made before. People and money are invented.
"""

import argparse
import asyncio
import gc
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np
from measure import peaked, timed

from casework import demo
from casework.assistance.what_if import FACTS
from casework.casebook import Casebook
from casework.casebook.register import Register, Wanted
from casework.casebook.texts import Shared, plain
from casework.households import CLASSES
from casework.views import Screen, answer, household, households
from casework.views.table import Table

FIRST = 10_000
SURNAMES = ("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
            "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万")  # fmt: skip
GIVEN = ("伟强军勇杰涛明超平刚建国志文波芳娜敏静丽娟秀霞红艳玲桂英兰洁华玉梅春海燕永云小新宇晓清林峰东生金荣光德福成龙庆祥凤珍莲美琴萍荷香月"
         "彩兴旺安民康宁天亮飞鹏鑫磊森淼晶欣怡佳嘉俊豪浩然子涵梓轩思雨诗婷雪倩颖慧琳瑶媛莉蓉薇璐蕾")  # fmt: skip
LIKE = "SELECT count(*) FROM household WHERE name LIKE :part OR file_number LIKE :part OR employer LIKE :part"
Seconds = list[float]


class Line(NamedTuple):
    """What was measured: seconds of casework and of the peer, repeat by repeat, and what was aimed at."""

    what: str
    ours: Seconds
    peer: Seconds = []  # noqa: RUF012 never changed
    peer_does: str = ""
    most_s: float | None = None
    note: str = ""


# ---- the book -------------------------------------------------------------------------------------------


def name(luck: Random) -> str:
    """An invented name of two or three characters."""
    return luck.choice(SURNAMES) + "".join(luck.choices(GIVEN, k=luck.choice((1, 2, 2))))


def large_book(path: Path, households: int) -> None:
    """A book of so many households, a multiple of 10,000 or fewer."""
    first, luck = min(households, FIRST), Random(1)
    demo.make(path, households=first, seed=1).close()
    with Casebook.open(path) as book:
        conn = book.db.conn
        conn.execute("PRAGMA cache_size = -500000")
        conn.create_function("drawn", 0, lambda: name(luck))
        tables = {"household": "rowid", "member": "rowid", "fact": "seq", "grant": "id", "move": "seq"}
        ends = {t: conn.execute(f"SELECT max({key}) FROM {t}").fetchone()[0] for t, key in tables.items()}
        columns = {t: [row[1] for row in conn.execute(f"PRAGMA table_info({t})")] for t in tables}
        for k in range(1, households // first):
            with book.write("示例建档人", f"copy {k}") as tx, rules_aside(tx):
                for table, others in copied(k, ends).items():
                    there = f"{tables[table]} <= {ends[table]}" + " AND grant_id IS NOT NULL" * (table == "move")
                    values = ", ".join(others.get(column, column) for column in columns[table])
                    tx.execute(f"INSERT INTO {table} ({', '.join(columns[table])}) SELECT {values} FROM {table} WHERE {there}")  # fmt: skip


def copied(k: int, ends: dict[str, int]) -> dict[str, dict[str, str]]:
    """What is other in the k-th copy of the first households, by table and column, as SQL."""
    number = f"'2025' || printf('%07d', {k * ends['household']} + substr(file_number, 5))"
    person = {"file_number": number, "id_number": f"printf('%03d', {k}) || substr(id_number, 4)"}
    move, grant = (f" + {k * ends[table]}" for table in ("move", "grant"))
    return {
        "household": person | {"name": "drawn()"}, "member": person, "fact": {"file_number": number, "seq": f"seq + {k * ends['fact']}"},
        "grant": {"file_number": number, "id": f"id{grant}", "last_move": f"last_move{move}"},
        "move": {"seq": f"seq{move}", "grant_id": f"grant_id{grant}", "key": f"key || ':{k}'"},
    }  # fmt: skip


@contextmanager
def rules_aside(tx: Any) -> Iterator[None]:
    """The triggers of the book out of the way, and back."""
    rules = tx.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for rule, _ in rules:
        tx.execute(f"DROP TRIGGER {rule}")
    yield
    for _, sql in rules:
        tx.execute(sql)


# ---- rounds ---------------------------------------------------------------------------------------------


def took(job: Callable[[], Any]) -> float:
    """The seconds of a job."""
    return timed(job)[1]


def race(repeats: int, *sides: Callable[[], Any]) -> list[Seconds]:
    """All sides in turn, after each was tried once; what each took."""
    for side in sides:
        side()
    found: list[Seconds] = [[] for _ in sides]
    for _ in range(repeats):
        gc.collect()
        for seconds, side in zip(found, sides, strict=True):
            seconds.append(took(side))
    return found


# ---- opening, and what is typed meanwhile ---------------------------------------------------------------


def opening(path: Path, args: argparse.Namespace) -> Iterator[Line]:
    """From `screen()` to the first page of the table, and how long what is typed waits while the caseload is worked out."""
    firsts, waits = [], Seconds()
    for _ in range(args.repeats):
        answer._kept.clear()
        gc.collect()
        asyncio.run(_opened(path, firsts, waits))
    yield Line("from screen() to the first page of the table", firsts)
    most = Line("typed while the caseload is worked out: to the first page found", sorted(waits), most_s=0.3)
    yield most._replace(note=f"the slowest of {len(waits)}: {max(waits):.2f} s")


async def _opened(path: Path, firsts: Seconds, waits: Seconds) -> None:
    start = time.perf_counter()
    screen = households.screen(path)
    while not (tables := inside(screen.widget, Table)):
        await asyncio.sleep(0.001)
    assert tables[0].rows
    firsts.append(time.perf_counter() - start)
    search, luck = inside(screen.widget, widgets.Text)[0], Random(2)
    for _ in range(40):
        due = time.perf_counter() + 0.05
        await asyncio.sleep(0.05)
        search.value = name(luck)[:2]
        waits.append(time.perf_counter() - due)
    for kept in answer._kept.values():
        kept.stop()
    await asyncio.sleep(0.01)


def inside(widget: Any, kind: type) -> list[Any]:
    """Every widget of a kind, depth first."""
    own = [widget] if isinstance(widget, kind) else []
    return own + [found for child in getattr(widget, "children", ()) for found in inside(child, kind)]


# ---- the whole caseload ---------------------------------------------------------------------------------


def whole(path: Path, book: Casebook) -> tuple[Register, Line]:
    """Every file read and answered from disk as on the page, and the same at once; all answers equal."""
    answer._kept.clear()
    (kept, mb), seconds = timed(lambda: peaked(lambda: answer.of(book, path)))
    found = kept.register
    assert found.ready
    (at_once, more_mb), at_once_seconds = timed(lambda: peaked(book.assess))
    for i, code in enumerate(at_once.classes.code.tolist()):
        assert found.class_of(i) == CLASSES[code]
    for aid, amounts in at_once.aids.items():
        values, known = found._answers[aid]
        assert np.array_equal(values, amounts.sure)
        assert np.array_equal(known, amounts.known)
    assert found.totals()["living"][1] == int(at_once.aids["living"].sure.sum())
    note = f"adds {mb} MB at the peak; at once {more_mb} MB"
    what = "all households from disk: read, facts, class and aid"
    return found, Line(what, [seconds], [at_once_seconds], "assess() of the book at once", note=note)


# ---- finding --------------------------------------------------------------------------------------------


def finding(book: Casebook, found: Register, screen: Screen, args: argparse.Namespace) -> Iterator[Line]:
    """Filters, names of two characters, sorting and pages, each to the rows of the table."""
    conn, luck = book.db.conn, Random(3)
    table, search = inside(screen.widget, Table)[0], inside(screen.widget, widgets.Text)[0]
    drop = {d.description: d for d in inside(screen.widget, widgets.Dropdown)}
    explorer = f"{len(found):,}"

    def choose(said: str, value: str) -> None:
        drop[said].value = ""
        drop[said].value = value

    for said, column, value in (("状态", "state", "active"), ("致困原因", "main_cause", "子女上学")):
        sql = f"SELECT file_number FROM household WHERE {column} = ?"
        choose(said, value)
        assert len(table._all) == conn.execute(sql.replace("file_number", "count(*)"), (value,)).fetchone()[0]
        ours, theirs = race(
            args.repeats,
            lambda said=said, value=value: choose(said, value),
            lambda sql=sql, value=value: (
                conn.execute(f"{sql} ORDER BY file_number LIMIT 15", (value,)).fetchall(),
                conn.execute(sql.replace("file_number", "count(*)"), (value,)).fetchall(),
            ),
        )
        yield Line(f"filter {explorer} by {column}, and back", ours, theirs, "SELECT of 15, and count")
        drop[said].value = ""
    (ours,) = race(args.repeats, lambda: choose("类别", "deep"))
    yield Line(f"filter {explorer} by class, and back", ours)
    drop["类别"].value = ""
    yield from _names(conn, found, luck, args)

    def typed() -> None:
        search.value = name(luck)[:2]

    (ours,) = race(args.repeats * 10, typed)
    search.value = ""
    yield Line("the same typed on the page, to the first 15 rows", ours)
    for column, what in ((1, "name"), (6, "net income per head"), (4, "class")):
        found._ranks.clear()
        once = took(lambda column=column: setattr(table, "sort", [column, False]))
        (ours,) = race(args.repeats, lambda column=column: setattr(table, "sort", [column, not table.sort[1]]))
        yield Line(f"sort {explorer} by {what}", ours, note=f"the first time {once:.2f} s")

    def turned() -> None:
        table.page = luck.randrange(table.pages)

    (ours,) = race(args.repeats * 10, turned)
    yield Line("turn to any page", ours)


def _names(conn: Any, found: Register, luck: Random, args: argparse.Namespace) -> Iterator[Line]:
    parts = [name(luck)[:2] for _ in range(args.names)] + ["公交", "示例", "没有"]
    for part in parts:
        like = conn.execute(LIKE, {"part": f"%{part}%"}).fetchone()[0]
        assert len(found.find(Wanted(part))) == like, part
    ours, theirs = Seconds(), Seconds()
    for part in parts[: args.repeats * 5]:
        ours.append(took(lambda part=part: found.find(Wanted(part))))
        theirs.append(took(lambda part=part: conn.execute(LIKE, {"part": f"%{part}%"}).fetchall()))
    said = f"counts equal for {len(parts)} of {len(parts)} parts"
    yield Line(f"two characters in number, name or unit of {len(found):,}", ours, theirs, "LIKE", 0.010, said)
    column, three = Shared(), 3 * len(found)
    for _ in range(3):
        column.add([name(luck) for _ in range(len(found))])
    column.join()
    (ours,) = race(args.repeats * 5, lambda: np.flatnonzero(column.having(plain(luck.choice(parts)))))
    yield Line(f"two characters in {three:,} names", ours, most_s=0.010, note=f"{len(column.texts):,} different ones")


# ---- one household --------------------------------------------------------------------------------------


def trying(path: Path, book: Casebook, found: Register, args: argparse.Namespace) -> Iterator[Line]:
    """A household is opened, and a figure changed under What if."""
    luck, opened, keys, moved = Random(4), Seconds(), Seconds(), 0
    for _ in range(args.repeats * 4):
        number = found.numbers.of(luck.randrange(len(found)))
        page, seconds = timed(lambda number=number: household.Page(path, book, number, "zh"))
        opened.append(seconds)
        field = page.given[next(fact for fact in FACTS if fact.startswith("annual_income"))]
        for yuan in (1_000, 20_000, 50_000, 90_000):
            before = page.result.value
            keys.append(took(lambda field=field, yuan=yuan: setattr(field, "value", str(yuan + luck.randrange(999)))))
            moved += page.result.value != before
    assert moved
    yield Line("open one household: its page", opened)
    yield Line("what if: a key to class and aid", keys, most_s=0.1)


# ---- the page -------------------------------------------------------------------------------------------


def bench(path: Path, args: argparse.Namespace) -> dict[str, Any]:
    """The whole benchmark, as data."""
    before = _load()
    with Casebook.open(path) as book:
        lines = list(opening(path, args))
        found, more = whole(path, book)
        lines += [more, *finding(book, found, households.screen(path), args)]
        lines += trying(path, book, found, args)
        about = {"households": len(found), "members": book.rows("SELECT count(*) AS n FROM member")[0]["n"], "MB on disk": path.stat().st_size >> 20}  # fmt: skip
    machine = {"cores": os.cpu_count(), "casework": version("casework"), "numpy": np.__version__, "Python": platform.python_version()}  # fmt: skip
    rows = [line._asdict() | {"median_s": statistics.median(line.ours)} for line in lines]
    return {"book": about, "machine": machine, "load_before": before, "load_after": _load(), "repeats": args.repeats, "rows": rows}  # fmt: skip


def markdown(report: dict[str, Any]) -> str:
    """The report as a page."""
    lines = [
        "# The household explorer", "",
        ", ".join(f"{k} {v:,}" for k, v in report["book"].items()) + "; " + ", ".join(f"{k} {v}" for k, v in report["machine"].items()),
        f"Load {report['load_before']} before, {report['load_after']} after. Least / median / most, seconds.", "",
        "| what | casework, s | peer, s | peer × casework | aim, s | the peer does | note |", "|---|--:|--:|--:|--:|---|---|",
    ]  # fmt: skip
    for row in report["rows"]:
        peer = statistics.median(row["peer"]) / row["median_s"] if row["peer"] else None
        aim = "–" if row["most_s"] is None else f"{row['most_s']:.3g} {'met' if row['median_s'] <= row['most_s'] else '**missed**'}"  # fmt: skip
        cells = (row["what"], _three(row["ours"]), _three(row["peer"]), f"{peer:.1f}" if peer else "–", aim, row["peer_does"], row["note"])  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _three(seconds: Seconds) -> str:
    three = (min(seconds), statistics.median(seconds), max(seconds)) if seconds else ()
    return " / ".join(f"{s:.3g}" for s in three) or "–"


def _load() -> list[float]:
    return [round(value, 2) for value in os.getloadavg()]


def main() -> None:
    """Make the book, run, print the page, and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the JSON, the Markdown and the book")
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--book", type=Path, help="a book that was made by this before")
    parser.add_argument("--names", type=int, default=100, help="so many parts of names are compared with LIKE")
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    os.environ["CASEWORK_LANG"] = "zh"
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=args.out) as folder:
        path = args.book or Path(folder, "book.db")
        if not args.book:
            print(f"made in {took(lambda: large_book(path, args.households)):.0f} s", file=sys.stderr)
        report = bench(path, args)
    (args.out / "households_speed.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (args.out / "households_speed.md").write_text(markdown(report), "utf-8")
    print(markdown(report))


if __name__ == "__main__":
    main()

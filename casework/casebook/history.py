"""History: case files in two times, when a fact was true and when it was learnt. A correction never overwrites.

The tables of files hold what is known now. Every change stands in `fact`: from `true_from` on the field has this value, until the
next change; of two changes from the same day the one learnt later holds. What a file said first is what its first change replaced.
"""

import dataclasses
import json
from collections import namedtuple
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from casework.casebook import schema
from casework.casebook.store import Connection, Store
from casework.households import READ, Field, Household, Member, fields
from casework.privacy import SEALED, shown
from casework.vocabulary import ACTS, FACT_SOURCES, Refused, Text


class Source(NamedTuple):
    """Where a fact comes from (FACT_SOURCES), the day it was learnt, and the document."""

    kind: str
    learnt_on: date
    reference: str | None = None


class Change(NamedTuple):
    """One field of a file (place 0: its head; from 1: a member) that changed, as it is kept."""

    seq: int
    place: int
    field: str
    was: Any
    value: Any
    true_from: date
    source: Source
    made_by: str


class History(Store):
    """A casebook's case files and everything that was ever known of them."""

    # ---- writing ------------------------------------------------------------------------------------

    def add_households(
        self, tx: Connection, households: Iterable[Household], source: Source | None = None, *, is_new: bool = False
    ) -> None:
        """Adds case files with their members, one after the other, as their source gives them.

        A file with a filing date is active or exited, one without it applied for; one that `is_new` has no state yet.
        """
        head, person = _insert(Household, "state"), _insert(Member, "file_number", "place")
        said = _learnt(source or Source("form", self.today()))
        for h in households:
            state = "exited" if h.exited_on else "active" if h.filed_on else "applied"
            tx.execute(head, [None if is_new else state, *self._values(h, h.file_number, 0), *said])
            tx.executemany(person, [
                [h.file_number, i, *self._values(m, h.file_number, i), *said] for i, m in enumerate(h.members, 1)
            ])  # fmt: skip

    def _values(self, record: Household | Member, number: str, place: int) -> list[Any]:
        kind: type = type(record)
        values = {name: getattr(record, name) for name in fields(kind)}
        for name in schema.sealed(kind):
            values[name], values[f"{name}_index"] = self._seal(values[name], number, place, name)
        return list(values.values())

    def _seal(self, value: Any, number: str, place: int, name: str) -> tuple[Any, str | None]:
        """A direct identifier as it is kept, and what finds it; in a book without a key as it is."""
        if self.keys is None or value is None:
            return value, None
        return self.keys.seal(value, f"{number}:{place}:{name}"), self.keys.index(value)

    def _unseal(self, value: Any, number: str, place: int, name: str) -> Any:
        return value if self.keys is None or value is None else self.keys.unseal(value, f"{number}:{place}:{name}")

    def index_of(self, number: str) -> str:
        """What an ID or card number is looked up by."""
        return self.keys.index(number) if self.keys else number

    def record(
        self, tx: Connection, number: str, values: Mapping[str, Any], source: Source, by: str, *,
        true_from: date | None = None, place: int = 0,
    ) -> None:  # fmt: skip
        """Keeps new values of fields of a file, true from a day on (by default that on which they were learnt)."""
        since = true_from or source.learnt_on
        self._stop_if_wrong(number, place, values, source, since)
        kind: type = Member if place else Household
        row, now = self._row(tx, number, place), dict[str, Any]()
        for name, value in values.items():
            is_sealed = name in schema.sealed(kind)
            kept, index = self._seal(value, number, place, name) if is_sealed else (value, None)
            said = [json.dumps(v, ensure_ascii=False) for v in (row[name], kept)]
            tx.execute(_FACT, (number, place, name, *said, since.isoformat(), *_learnt(source), by))
            later = (
                "SELECT 1 FROM fact WHERE (file_number, place, field) = (?, ?, ?) AND (true_from, learnt_on) > (?, ?)"
            )
            if not tx.execute(later, (number, place, name, since.isoformat(), source.learnt_on.isoformat())).fetchone():
                now |= {name: kept} | ({f"{name}_index": index} if is_sealed else {})
        if place and now:
            names = ", ".join(f"{name} = ?" for name in now)
            tx.execute(f"UPDATE member SET {names} WHERE file_number = ? AND place = ?", [*now.values(), number, place])
        self.count_revision(tx, number, {} if place else now)

    def _stop_if_wrong(self, number: str, place: int, values: Mapping[str, Any], source: Source, since: date) -> None:
        if not values:
            raise Refused(f"{number}：没有要更正的项目。", f"{number}: there is nothing to correct.")
        if source.kind not in FACT_SOURCES.words:
            known = "、".join(FACT_SOURCES.words)
            raise Refused(
                f"来源 {source.kind} 应为 {known} 之一。", f"the source {source.kind} must be one of {known}."
            )
        if since > source.learnt_on:
            raise Refused(f"{number}：{since} 晚于得知之日 {source.learnt_on}，请用不晚于该日的日期。",
                          f"{number}: {since} is after the day it was learnt, {source.learnt_on}: give that day or an earlier one.")  # fmt: skip
        if source.learnt_on > self.today():
            raise Refused(
                f"{number}：得知之日 {source.learnt_on} 还没有到。",
                f"{number}: the day it was learnt, {source.learnt_on}, is in the future.",
            )
        described: dict[str, Field] = fields(Member if place else Household)
        for name, value in values.items():
            if name == "file_number" or name not in described:
                raise Refused(
                    f"{number}：{name} 不是可以更正的项目。", f"{number}: {name} is no field that can be corrected."
                )
            if described[name].kind == "codes" and isinstance(value, str) and value.count("、") > 2:
                raise Refused(f"{number}：{described[name].header.zh}至多三项，请只留最主要的三项。",
                              f"{number}: there are at most three {described[name].header.en.lower()}; keep the three that matter most.")  # fmt: skip
            if not described[name].holds(value):
                raise Refused(f"{number}：{described[name].header.zh}不能是 {value}，请核对。",
                              f"{number}: {described[name].header.en} cannot be {value}: check it.")  # fmt: skip

    def add_member(self, tx: Connection, number: str, member: Member, source: Source, by: str, since: date) -> int:
        """Adds a member who joined the household on a day; the member's place."""
        self._row(tx, number, 0)
        place = 1 + tx.execute("SELECT count(*) FROM member WHERE file_number = ?", (number,)).fetchone()[0]
        new = dataclasses.replace(member, joined_on=since.isoformat())
        tx.execute(
            _insert(Member, "file_number", "place"),
            [number, place, *self._values(new, number, place), *_learnt(source)],
        )
        self.record(tx, number, {"joined_on": since.isoformat()}, source, by, true_from=since, place=place)
        return int(place)

    def _row(self, tx: Connection, number: str, place: int) -> dict[str, Any]:
        where, values = ("member WHERE file_number = ? AND place = ?", (number, place)) if place else ("household WHERE file_number = ?", (number,))  # fmt: skip
        found = self.rows(f"SELECT * FROM {where}", values)
        if not found:
            what = (f"{number} 没有第 {place} 位成员", f"{number} has no member {place}") if place else (f"没有档案 {number}", f"there is no file {number}")  # fmt: skip
            raise Refused(f"{what[0]}，请核对编号。", f"{what[1]}: check the number.")
        return found[0]

    def count_revision(self, tx: Connection, number: str, values: Mapping[str, Any]) -> None:
        """Counts the facts and steps of a file as its revision, and sets these columns with it."""
        names = ", ".join([*(f"{name} = ?" for name in values), f"rev = {_REV}"])
        tx.execute(f"UPDATE household SET {names} WHERE file_number = ?", [*values.values(), number, number, number])

    def revision(self, number: str) -> int:
        """How often a file was changed: whoever edits it says which revision they saw."""
        return int(self._row(self.db.conn, number, 0)["rev"])

    def stop_if_changed(self, number: str, seen: int | None) -> None:
        """Refused when somebody else changed the file since a revision was seen; names what changed."""
        if seen is None or seen == (now := self.revision(number)):
            return
        written = "(SELECT min(seq) FROM audit WHERE json_extract(covers, '$.{0}') >= x.seq)"
        last = self.rows(
            f"SELECT made_by, learnt_on AS day, field AS what, value, {written.format('fact')} AS entry, seq FROM fact x WHERE file_number = ?1 UNION ALL "
            f"SELECT made_by, made_on, act, NULL, {written.format('step')}, seq FROM step x WHERE file_number = ?1 ORDER BY entry DESC, seq DESC LIMIT 1",
            (number,),
        )  # fmt: skip
        zh, en = "", ""
        for c in last:
            named = {**fields(Household), **fields(Member)}.get(c["what"])
            what = named.header if named else ACTS.words[c["what"]]
            if named and named.kind not in SEALED:
                to = shown(named, json.loads(c["value"]))
                what = Text(f"{what.zh} {to.zh}", f"{what.en} {to.en}")
            zh, en = (
                f"；最近 {c['made_by']} 于 {c['day']}：{what.zh}",
                f"; last {c['made_by']} on {c['day']}: {what.en}",
            )
        raise Refused(f"{number}：您打开后已被改动（第 {seen} 版，现为第 {now} 版{zh}）；请重新查看后再改。",
                      f"{number}: it was changed since you opened it (revision {seen}, now {now}{en}): look again, then change it.")  # fmt: skip

    # ---- reading ------------------------------------------------------------------------------------

    def changes(self, number: str) -> list[Change]:
        """Every change of a file in the order it was learnt."""
        kinds: list[type] = [Household, Member]
        found = []
        for f in self.rows("SELECT * FROM fact WHERE file_number = ? ORDER BY seq", (number,)):
            was, value = (json.loads(f[name]) for name in ("was", "value"))
            if f["field"] in schema.sealed(kinds[f["place"] > 0]):
                was, value = (self._unseal(v, number, f["place"], f["field"]) for v in (was, value))
            source = Source(f["source"], date.fromisoformat(f["learnt_on"]), f["reference"])
            found.append(
                Change(
                    f["seq"],
                    f["place"],
                    f["field"],
                    was,
                    value,
                    date.fromisoformat(f["true_from"]),
                    source,
                    f["made_by"],
                )
            )
        return found

    def sources(self, number: str) -> dict[tuple[int, str], Source]:
        """Where each field that is known of a file comes from, by place and name."""
        found: dict[tuple[int, str], Source] = {}
        rows = [
            self._row(self.db.conn, number, 0),
            *self.rows("SELECT * FROM member WHERE file_number = ? ORDER BY place", (number,)),
        ]
        for place, row in enumerate(rows):
            said = Source(row["source"], date.fromisoformat(row["learnt_on"]), row["reference"])
            kind: type = Member if place else Household
            found |= {(place, name): said for name in fields(kind) if row[name] is not None}
        changes = sorted(self.changes(number), key=lambda c: (c.true_from, c.source.learnt_on, c.seq))
        return found | {(c.place, c.field): c.source for c in changes}

    def places(self, number: str) -> list[int]:
        """The places of those who belong to the household now, in the order of its members."""
        gone = "left_on IS NOT NULL OR died_on IS NOT NULL"
        rows = self.rows(f"SELECT place FROM member WHERE file_number = ? AND NOT ({gone}) ORDER BY place", (number,))
        return [row["place"] for row in rows]

    def households(
        self, as_of: date | None = None, known_on: date | None = None, numbers: Collection[str] | None = None
    ) -> list[Household]:
        """Every case file (or those of these numbers) in order, members in their place; as it was true on a day and known on another."""
        return list(self._files(Household, Member, as_of, known_on, numbers))

    def for_facts(self, as_of: date, known_on: date | None, numbers: Collection[str] | None) -> Iterator[Any]:
        """The same files, of which only what facts are taken from is read: a Household and Members with these fields alone."""
        return self._files(_Head, _Person, as_of, known_on, numbers)

    def _files(
        self, head: type, person: type, as_of: date | None, known_on: date | None, numbers: Collection[str] | None
    ) -> Iterator[Any]:
        where, values = ("", ()) if numbers is None else (_AMONG, (json.dumps([*numbers]),))
        then = self._then(where, values, as_of, known_on)
        people: dict[str, list[Any]] = {}
        day = str(as_of or "9999-12-31")
        for number, record, dates in self._records(Member, person, where, values, then, known_on):
            if _belongs(day, *dates):
                people.setdefault(number, []).append(person(**record))
        for number, record, _ in self._records(Household, head, where, values, then, known_on):
            yield head(**record, members=tuple(people.get(number, ())))

    def household(self, file_number: str, as_of: date | None = None, known_on: date | None = None) -> Household:
        """One case file; Refused when there is none, or none was known."""
        found = self.households(as_of, known_on, [file_number])
        if not found:
            raise Refused(f"没有档案 {file_number}，请核对编号。",
                          f"there is no file {file_number} in this casebook: check the number.")  # fmt: skip
        return found[0]

    def _then(
        self, where: str, values: Sequence[str], as_of: date | None, known_on: date | None
    ) -> dict[tuple[str, int], dict[str, Any]]:
        """The fields that had another value on that day, or another as far as was known, by file and place."""
        day, known = (str(d or "9999-12-31") for d in (as_of, known_on))
        differs = " WHERE file_number IN (SELECT file_number FROM fact WHERE true_from > ? OR learnt_on > ?)"
        found: dict[tuple[str, int], dict[str, Any]] = {}
        since: dict[tuple[str, int, str], tuple[str, str]] = {}
        columns = "file_number, place, field, was, value, true_from, learnt_on"
        for f in self.rows(f"SELECT {columns} FROM fact{where or differs} ORDER BY seq", values or (day, known)):
            then = found.setdefault((f["file_number"], f["place"]), {})
            key, at = (f["file_number"], f["place"], f["field"]), (f["true_from"], f["learnt_on"])
            if key not in since:
                then[f["field"]], since[key] = json.loads(f["was"]), ("", "")
            if f["learnt_on"] <= known and f["true_from"] <= day and since[key] <= at:
                then[f["field"]], since[key] = json.loads(f["value"]), at
        return found

    def _records(
        self, kind: type, made: type, where: str, values: Sequence[str], then: Mapping[tuple[str, int], dict[str, Any]], known_on: date | None
    ) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:  # fmt: skip
        """What stood in a table, as it was true and as far as it was known: file number, fields, and _STAYED of a member."""
        described = fields(kind)
        names = [name for name in getattr(made, "_fields", described) if name in described]
        flags = [name for name in names if described[name].kind == "flag"]
        sealed = [name for name in names if name in schema.sealed(kind)] if self.keys else []
        place, stayed = ("place", _STAYED) if kind is Member else ("0 AS place", ())
        columns, until = ", ".join((place, "learnt_on", *names, *stayed)), str(known_on or "9999-12-31")
        sql = f"SELECT file_number, {columns} FROM {kind.__name__}{where} ORDER BY file_number, place"
        for number, at, learnt, *row in self.tuples(sql, values):
            if learnt > until:
                continue
            record, changed = dict(zip(names, row, strict=False)), then.get((number, at))
            dates = row[len(names) :]
            if changed:
                record |= {name: value for name, value in changed.items() if name in record}
                dates = [changed.get(name, was) for name, was in zip(stayed, dates, strict=True)]
            for name in flags:
                if record[name] is not None:
                    record[name] = bool(record[name])
            for name in sealed:
                record[name] = self._unseal(record[name], number, at, name)
            yield number, record, dates


_Head = namedtuple("_Head", (*READ[Household], "members"))  # type: ignore[misc]
_Person = namedtuple("_Person", READ[Member])  # type: ignore[misc]
_AMONG = " WHERE file_number IN (SELECT value FROM json_each(?))"
_FACT = (
    "INSERT INTO fact (file_number, place, field, was, value, true_from, learnt_on, source, reference, made_by) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REV = "(SELECT count(*) FROM fact WHERE file_number = ?) + (SELECT count(*) FROM step WHERE file_number = ?)"


def _insert(record: type, *before: str) -> str:
    names = [
        *before,
        *fields(record),
        *(f"{name}_index" for name in schema.sealed(record)),
        "learnt_on",
        "source",
        "reference",
    ]
    table = "member" if record is Member else "household"
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _learnt(source: Source) -> tuple[str, str, str | None]:
    return source.learnt_on.isoformat(), source.kind, source.reference


_STAYED = ("joined_on", "left_on", "died_on")


def _belongs(day: str, joined_on: str | None, left_on: str | None, died_on: str | None) -> bool:
    """Whether somebody was a member of the household on a day: had joined, had not left or died."""
    return (joined_on or "") <= day < min(left_on or "9999-12-31~", died_on or "9999-12-31~")

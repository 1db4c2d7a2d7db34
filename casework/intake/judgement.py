"""Judgement: one verdict for every row of a workbook. Pure: cells and known files in, households and findings out.

A file (档案) is a head with its members and stands or falls whole: a bad member rejects its head, and a head that
is not accepted rejects its members. An ID number counts as taken only by a row that stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from casework import money
from casework.households import Household, Member, fields
from casework.intake.findings import Finding, Verdict
from casework.intake.rows import FORM, HEADS, Row, Sheets, read_page
from casework.sheets import Cell
from casework.vocabulary import Text, relation_group

_SPOUSE = {True: Text("有配偶", "a spouse"), False: Text("没有配偶", "no spouse")}


class Returned(NamedTuple):
    """A row that was rejected or a duplicate, with its cells as they stood and the reasons."""

    sheet: str
    row: int
    verdict: Verdict
    cells: tuple[Cell, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a workbook; `sums` are of what was accepted, `headers` as they stand on each sheet."""

    rows: int
    accepted: int
    rejected: int
    duplicate: int
    skipped: int
    sums: dict[str, int]
    findings: tuple[Finding, ...]
    households: tuple[Household, ...]
    returned: tuple[Returned, ...]
    headers: dict[str, tuple[Cell, ...]]

    @property
    def counts(self) -> Text:
        """How many rows were read and what became of them."""
        return Text(
            f"共 {self.rows} 行：接受 {self.accepted}，拒绝 {self.rejected}，重复 {self.duplicate}，跳过 {self.skipped}。",
            f"{self.rows} rows: {self.accepted} accepted, {self.rejected} rejected, {self.duplicate} duplicate, {self.skipped} skipped.",
        )

    def to_json(self) -> dict[str, Any]:
        """The answer of `casework import --json`."""
        counts = ("rows", "accepted", "rejected", "duplicate", "skipped", "sums")
        found = [said._asdict() for said in self.findings]
        return {name: getattr(self, name) for name in counts} | {"findings": found}


def judge(sheets: Sheets, known: Sequence[Household], today: date, file: str = "xlsx") -> Judgement:
    """The verdict on every row below the headers, given the files in the book; dates after `today` are future.

    Refused when a sheet or the column of a mandatory field is not there.
    """
    pages = {title: read_page(sheets, title, today, file) for title in FORM}
    rows = [row for _, lines in pages.values() for row in lines]
    told = [row for row in rows if row.verdict != "skipped"]
    heads = [row for row in told if row.sheet == HEADS]
    _join(heads, [row for row in told if row.sheet != HEADS])
    _compare(told, known)
    _settle([head for head in heads if all(row.stands for row in (head, *head.members))], told)
    _fall_together(heads)
    accepted = [head for head in heads if head.stands]
    for head in accepted:
        _notice(head)
    return _sum_up(rows, [_household(head) for head in accepted], {title: page[0] for title, page in pages.items()})


def _join(heads: Iterable[Row], members: Iterable[Row]) -> None:
    """Gives each member its head; where two heads share a number, the name of the head on its row decides."""
    found: dict[Any, Row] = {}
    for head in heads:
        number = head.values["file_number"]
        first = found.setdefault(number, head)
        found.setdefault((number, head.values["name"]), head)
        head.first = None if first is head or number is None else first
    for member in members:
        number = member.values["file_number"]
        member.head = found.get((number, member.values.get("head_name"))) or found.get(number) or member
        member.head.members.append(member)


def _compare(rows: Iterable[Row], known: Iterable[Household]) -> None:
    """What the book says to each row: its file, or its person, may be there already."""
    files = {home.file_number for home in known}
    people = {who.id_number: (home.file_number, who) for home in known for who in _people(home)}
    taken: dict[str, Row] = {}
    for row in rows:
        number, person = row.values["file_number"], row.values["id_number"]
        file, who = people.get(person, ("", None))
        if row.sheet != HEADS and row.head is row and number and number not in files:
            row.say("no_head", "file_number")
        if not row.stands or not (row.head.stands or row.head.verdict == "skipped"):
            continue
        if who and (file != number or not _is_unchanged(row, who)):
            row.say("known_with_other_facts", "id_number")
        elif who and person in taken:
            row.say("duplicate_id_number", "id_number", other=taken[person].place)
        elif who:
            taken[person] = row
            row.say("already_there", "id_number")
        elif number in files:
            row.say("file_in_book", "file_number")


def _people(home: Household) -> list[Household | Member]:
    return [home, *home.members]


def _is_unchanged(row: Row, who: Household | Member) -> bool:
    """Whether the person has the same facts in the book, as far as the workbook gives them."""
    record = Household if row.sheet == HEADS else Member
    given = row.values.keys() & fields(record).keys()
    return isinstance(who, record) and all(getattr(who, name) == row.values[name] for name in given)


def _settle(files: Sequence[Row], rows: Iterable[Row]) -> None:
    """Of equal ID numbers the later row is the duplicate, if the file of the earlier one stands."""
    repeats: dict[Row, list[tuple[Row, Row]]] = {head: [] for head in files}
    earlier: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.head in repeats:
            repeats[row.head] += [(row, of) for of in earlier[row.values["id_number"]]]
            earlier[row.values["id_number"]].append(row)
    stands = _standing({head: {of.head for _, of in pairs} for head, pairs in repeats.items()})
    for head, pairs in repeats.items():
        # In a ring of files that repeat one another the last falls, although what it repeats may fall too.
        real = [(row, of) for row, of in pairs if of.head is head or stands[of.head]] or pairs
        for row, of in real if not stands[head] else ():
            if row.stands and head.stands:
                row.say("duplicate_id_number", "id_number", other=of.place)


def _standing(repeats: dict[Row, set[Row]]) -> dict[Row, bool]:
    """Which files stand: a file falls by repeating itself or one that stands, and stands if all it repeats fall."""
    stands = {head: False for head, others in repeats.items() if head in others}
    while waiting := [head for head in repeats if head not in stands]:
        known = {head: {stands.get(other) for other in repeats[head]} for head in waiting}
        sure = {head: True not in said for head, said in known.items() if True in said or None not in said}
        stands |= sure or {waiting[-1]: False}
    return stands


def _fall_together(heads: Iterable[Row]) -> None:
    """A file whose head or member is bad is rejected whole."""
    for head in heads:
        if (first := head.first) and head.verdict == "accepted":
            is_same = first.values["id_number"] == head.values["id_number"] and first.verdict in ("accepted", "skipped")
            code, name = ("duplicate_id_number", "id_number") if is_same else ("file_number_repeated", "file_number")
            head.say(code, name, other=first.place)
        bad = [str(member.number) for member in head.members if not member.stands]
        if head.stands and bad:
            head.say("member_rejected", other="、".join(bad))
        for member in head.members:
            if member.stands and not head.stands:
                member.say("household_rejected", other=head.place)


def _notice(head: Row) -> None:
    """What an accepted file says about itself that does not agree."""
    said = head.values
    members = [m.values for m in head.members if not (m.values.get("left_on") or m.values.get("died_on"))]
    months = [said["own_income_month_fen"], *(member["income_month_fen"] for member in members)]
    total, rest, size = said["annual_income_fen"], said["other_income_fen"], 1 + len(members)
    if None not in (total, rest, *months) and total != (parts := rest + 12 * sum(months)):
        head.say("total_differs", "annual_income_fen", money.show(total), money.show(parts))
    if said["size"] not in (None, size):
        head.say("size_differs", "size", other=size)
    spouse = any(relation_group(member["relation"]) == "1" for member in members)
    if said["marital_status"] and (said["marital_status"] == "已婚") != spouse:
        head.say("marital_differs", "marital_status", other=_SPOUSE[spouse])
    for member in head.members:
        if member.values.get("head_name") not in (None, said["name"]):
            member.say("head_name_differs", "head_name", other=head.place)


def _household(head: Row) -> Household:
    people = ({name: row.values[name] for name in fields(Member) if name in row.values} for row in head.members)
    return Household(**head.values, members=tuple(Member(**person) for person in people))


def _sum_up(rows: Sequence[Row], homes: Sequence[Household], headers: dict[str, tuple[Cell, ...]]) -> Judgement:
    count, members = Counter(row.verdict for row in rows), sum(len(home.members) for home in homes)
    assert count["accepted"] == len(homes) + members, "an accepted row is in no file, or a file has another row"
    income = sum(home.annual_income_fen or 0 for home in homes)
    for row in rows:
        row.findings = [said for said in row.findings if said.verdict == row.verdict]
    return Judgement(
        len(rows), count["accepted"], count["rejected"], count["duplicate"], count["skipped"],
        {"households": len(homes), "members": members, "annual_income_fen": income},
        tuple(said for row in rows for said in row.findings), tuple(homes),
        tuple(_returned(row) for row in rows if row.verdict in ("rejected", "duplicate")), headers,
    )  # fmt: skip


def _returned(row: Row) -> Returned:
    zh, en = ("\n".join(getattr(said, lang) for said in row.findings) for lang in ("zh", "en"))
    return Returned(row.sheet, row.number, row.verdict, row.cells, zh, en)

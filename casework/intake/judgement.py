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
from casework.intake.rows import FORM, HEADS, Page, Row, Sheets, read_page
from casework.sheets import Cell
from casework.vocabulary import Text, relation_group

_SPOUSE = {True: Text("有配偶", "a spouse"), False: Text("没有配偶", "no spouse")}


class Returned(NamedTuple):
    """A row that was rejected or a duplicate, with its cells as they stood."""

    sheet: str
    row: int
    verdict: Verdict
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a workbook. `sums` are of what was accepted; `notices` are about the workbook, not a row."""

    rows: int
    accepted: int
    rejected: int
    duplicate: int
    skipped: int
    sums: dict[str, int]
    findings: tuple[Finding, ...]
    households: tuple[Household, ...]
    notices: tuple[Text, ...]
    returned: tuple[Returned, ...]
    headers: dict[str, tuple[Cell, ...]]

    def to_json(self) -> dict[str, Any]:
        """The answer of `casework import --json`."""
        counts = ("rows", "accepted", "rejected", "duplicate", "skipped", "sums")
        found = [said._asdict() for said in self.findings]
        return {name: getattr(self, name) for name in counts} | {"findings": found}


def judge(sheets: Sheets, known: Sequence[Household], today: date) -> Judgement:
    """The verdict on every row below the headers, given the files in the book; dates after `today` are future.

    Refused when a sheet or the column of a mandatory field is not there.
    """
    pages = [read_page(sheets, title) for title in FORM]
    rows = [row for page in pages for row in page.rows(today)]
    heads, members = ([r for r in rows if r.sheet == title and r.verdict != "skipped"] for title in FORM)
    _join(heads, members, {home.file_number for home in known})
    _compare(heads, members, _People(known))
    _settle([head for head in heads if head.is_open and all(member.is_open for member in head.members)])
    _fall_together(heads, members)
    for head in heads:
        if head.verdict == "accepted":
            _notice(head)
    return _sum_up(pages, rows, heads)


# ---- rows together -------------------------------------------------------------------------------


def _join(heads: Sequence[Row], members: Sequence[Row], in_book: set[str]) -> None:
    """Gives each member its head; where two heads share a number, the name of the head on its row decides."""
    by_number: dict[str, list[Row]] = defaultdict(list)
    for head in heads:
        head.head = head
        if number := head.values["file_number"]:
            by_number[number].append(head)
            head.same_number = by_number[number][0] if by_number[number][0] is not head else None
    for member in members:
        number, name = member.values["file_number"], member.values["head_name"]
        same = by_number.get(number, [])
        member.head = next((h for h in same if h.values["name"] == name), same[0] if same else None)
        if member.head:
            member.head.members.append(member)
        elif number and number not in in_book:
            member.say("no_head", "file_number")


class _People:
    """The people of a casebook by ID number, and its files by number."""

    def __init__(self, known: Iterable[Household]) -> None:
        self.files: dict[str, Household] = {}
        self.people: dict[str, tuple[str, Household | Member]] = {}
        for home in known:
            self.files[home.file_number] = home
            people: list[Household | Member] = [home, *home.members]
            self.people |= {who.id_number: (home.file_number, who) for who in people}

    def has(self, row: Row) -> bool:
        """Whether the ID number is known."""
        return row.values["id_number"] in self.people

    def unchanged(self, row: Row) -> bool:
        """Whether the person is known in this file with the same facts, as far as the workbook gives them."""
        number, who = self.people.get(row.values["id_number"], ("", None))
        record = Household if row.sheet == HEADS else Member
        compared = [name for name in fields(record) if name in row.given]
        return (
            number == row.values["file_number"]
            and isinstance(who, record)
            and all(getattr(who, name) == row.values[name] for name in compared)
        )


def _compare(heads: Iterable[Row], members: Iterable[Row], book: _People) -> None:
    """The rows of files and people that the book has already."""
    for head in (h for h in heads if h.is_open):
        if book.has(head):
            head.say("already_there" if book.unchanged(head) else "known_with_other_facts", "id_number")
        elif head.values["file_number"] in book.files:
            head.say("file_in_book", "file_number")
    taken: dict[str, Row] = {}
    for member in (m for m in members if m.is_open):
        if member.head is None or member.head.verdict == "skipped":
            _compare_member(member, book, taken)
        elif member.head.is_open and book.has(member):
            member.say("known_with_other_facts", "id_number")


def _compare_member(member: Row, book: _People, taken: dict[str, Row]) -> None:
    if not book.has(member):
        member.say("file_in_book", "file_number")
    elif not book.unchanged(member):
        member.say("known_with_other_facts", "id_number")
    elif earlier := taken.get(member.values["id_number"]):
        member.say("duplicate_id_number", "id_number", other=earlier.place)
    else:
        taken[member.values["id_number"]] = member
        member.say("already_there", "id_number")


Repeats = dict[Row, list[tuple[Row, Row]]]


def _settle(files: Sequence[Row]) -> None:
    """Of equal ID numbers the later row is the duplicate, if the file of the earlier one stands."""
    repeats = _repeats(files)
    stands = _standing(repeats)
    for head, pairs in repeats.items():
        if stands[head]:
            continue
        # In a ring of files that repeat one another the last falls, although what it repeats may fall too.
        real = [(row, of) for row, of in pairs if of.head is head or stands[of.file]] or pairs
        for row, of in real:
            if row.verdict == "accepted" == row.file.verdict:
                row.say("duplicate_id_number", "id_number", other=of.place)


def _repeats(files: Sequence[Row]) -> Repeats:
    """For each file its rows that repeat the ID number of an earlier row, with that row."""
    earlier: dict[str, list[Row]] = defaultdict(list)
    repeats: Repeats = {head: [] for head in files}
    members = sorted((member for head in files for member in head.members), key=lambda row: row.number)
    for row in (*files, *members):
        same = earlier[row.values["id_number"]]
        repeats[row.file] += [(row, of) for of in same]
        same.append(row)
    return repeats


def _standing(repeats: Repeats) -> dict[Row, bool]:
    """Which files stand: a file falls by repeating itself or one that stands, and stands if all it repeats fall."""
    stands: dict[Row, bool] = {}
    undecided = list(repeats)
    while undecided:
        for head in undecided:
            known = {of.head is head or stands.get(of.file) for _, of in repeats[head]}
            if True in known or None not in known:
                stands[head] = True not in known
        rest = [head for head in undecided if head not in stands]
        if len(rest) == len(undecided):
            stands[rest.pop()] = False
        undecided = rest
    return stands


def _fall_together(heads: Iterable[Row], members: Iterable[Row]) -> None:
    """A file whose head or member is bad is rejected whole."""
    for head in heads:
        first = head.same_number
        if head.verdict == "accepted" and first:
            same_person = first.values["id_number"] == head.values["id_number"]
            if same_person and first.verdict in ("accepted", "skipped"):
                head.say("duplicate_id_number", "id_number", other=first.place)
            else:
                head.say("file_number_repeated", "file_number", other=first.number)
        bad = [str(member.number) for member in head.members if member.verdict != "accepted"]
        if head.verdict == "accepted" and bad:
            head.say("member_rejected", other="、".join(bad))
    for member in members:
        if member.verdict == "accepted" and member.head and member.head.verdict != "accepted":
            member.say("household_rejected", other=member.head.number)


def _notice(head: Row) -> None:
    """What an accepted file says about itself that does not agree."""
    said, members = head.values, [member.values for member in head.members]
    parts = [said["other_income_fen"]] + [
        None if month is None else 12 * month
        for month in (said["own_income_month_fen"], *(m["income_month_fen"] for m in members))
    ]
    total = said["annual_income_fen"]
    if total is not None and None not in parts and total != sum(parts):
        head.say("total_differs", "annual_income_fen", money.show(total), money.show(sum(parts)))
    if said["size"] is not None and said["size"] != 1 + len(members):
        head.say("size_differs", "size", other=1 + len(members))
    spouse = any(relation_group(member["relation"]) == "1" for member in members)
    if said["marital_status"] and (said["marital_status"] == "已婚") != spouse:
        head.say("marital_differs", "marital_status", other=_SPOUSE[spouse])
    for member in head.members:
        if member.values["head_name"] not in (None, said["name"]):
            member.say("head_name_differs", "head_name", other=head.number)


# ---- the sum -------------------------------------------------------------------------------------


def _sum_up(pages: Iterable[Page], rows: Sequence[Row], heads: Iterable[Row]) -> Judgement:
    households = tuple(_household(head) for head in heads if head.verdict == "accepted")
    people = len(households) + sum(len(home.members) for home in households)
    count = Counter(row.verdict for row in rows)
    assert count["accepted"] == people, (
        "an accepted row is in no file, or a file has a row that was not accepted"
    )
    return Judgement(
        rows=len(rows),
        accepted=count["accepted"],
        rejected=count["rejected"],
        duplicate=count["duplicate"],
        skipped=count["skipped"],
        sums={
            "households": len(households),
            "members": people - len(households),
            "annual_income_fen": sum(home.annual_income_fen or 0 for home in households),
        },
        findings=tuple(said for row in rows for said in row.findings if said.verdict == row.verdict),
        households=households,
        notices=tuple(text for page in pages for text in page.notices),
        returned=tuple(
            Returned(row.sheet, row.number, row.verdict, row.cells)
            for row in rows
            if row.verdict in ("rejected", "duplicate")
        ),
        headers={page.title: tuple(page.lines[page.header]) for page in pages},
    )


def _household(head: Row) -> Household:
    members = (Member(**{name: m.values[name] for name in fields(Member)}) for m in head.members)
    return Household(**{name: head.values[name] for name in fields(Household)}, members=tuple(members))

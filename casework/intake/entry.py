"""Entry: one household typed in, read and judged as a workbook of one file, with the answer as far as it is known."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from casework import workflow
from casework.assistance import Assessment, assess
from casework.casebook import Casebook
from casework.casebook.already import known
from casework.households import Field, Household, Member, Population, facts_of, fields
from casework.intake import cells
from casework.intake.findings import FOLLOWS, Finding, finding, quote
from casework.intake.judgement import judge
from casework.intake.rows import FORM, HEADS, MEMBERS, Row, Sheets, check_person, field_of, read_page
from casework.intake.workbook import day_of
from casework.standards.phrases import joined
from casework.vocabulary import Refused, Text
from casework.workflow.evidence import Wanted, checklist

Texts = Mapping[str, str]
"""What was typed, by the name of the field."""


_UNSAID = (*FOLLOWS, "blank_row")


class Entered(NamedTuple):
    """One household as it was typed: what is found, the file if it can be taken as it is, and what is said so far.

    `so_far` counts as filed on the day; of what no file can do without, an empty text is unknown.
    """

    findings: tuple[Finding, ...]
    file: Household | None
    so_far: Household


def enter(book: Casebook, head: Texts, members: Sequence[Texts]) -> Entered:
    """What these texts mean for a new file of the book; every fault at once, none that only follows from another."""
    sheets, today = _sheets(head, members), day_of(book)
    people = [cells.plain(who.get("id_number")).upper() for who in (head, *members)]
    there = known(book, [cells.plain(head.get("file_number"))], people)
    found, rows = judge(sheets, there, today), [read_page(sheets, title, today, "")[1] for title in FORM]
    notices = (said for page in rows for row in page for said in row.findings)
    own = dict.fromkeys((*found.findings, *_taken(there, head, people), *notices))
    findings = tuple(
        said for said in own if said.code not in _UNSAID and (said.sheet == HEADS or said.field != "职工编号")
    )
    return Entered(findings, next(iter(found.households), None), _so_far(rows[0], rows[1], today))


def _taken(there: Sequence[Household], head: Texts, people: Sequence[str]) -> Iterator[Finding]:
    """Numbers that the book has already; said at once, where a workbook says it of whole rows only."""
    number = cells.plain(head.get("file_number"))
    persons = {home.id_number for home in there} | {who.id_number for home in there for who in home.members}
    if number in [home.file_number for home in there]:
        yield finding(HEADS, 2, "file_in_book", fields(Household)["file_number"].header, number, "")
    for place, person in enumerate(people):
        if person in persons:
            sheet, row = (MEMBERS, place + 1) if place else (HEADS, 2)
            yield finding(sheet, row, "known_with_other_facts", fields(Member)["id_number"].header, person, "")


def save(book: Casebook, entered: Entered, by: str) -> str:
    """Opens the file, in the name of a person, and says its number; Refused while anything speaks against it."""
    if entered.file is None:
        raise Refused("还不能建档：请先补填和改正右边列出的各项，所填内容都还在。",
                      "the file cannot be opened yet: fill in and correct what is listed on the right; all you typed is kept.")  # fmt: skip
    book.open_file(entered.file, by)
    return entered.file.file_number


def _sheets(head: Texts, members: Sequence[Texts]) -> Sheets:
    people: dict[str, list[Texts]] = {
        HEADS: [head],
        MEMBERS: [{**who, "file_number": head.get("file_number", "")} for who in members],
    }
    return {
        title: [[f.header.zh for f in form.values()], *([who.get(name) or None for name in form] for who in people[title])]
        for title, form in FORM.items()
    }  # fmt: skip


def _so_far(heads: Sequence[Row], people: Sequence[Row], today: date) -> Household:
    members = tuple(Member(**_filled(Member, row.values)) for row in people)
    return Household(**_filled(Household, heads[0].values) | {"filed_on": today.isoformat()}, members=members)


def _filled(record: type, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: "" if field.needed and values.get(name) is None else values.get(name)
        for name, field in fields(record).items()
    }


def answer(book: Casebook, entered: Entered) -> Assessment:
    """Class and aids of the household as far as it is known, under the book's own pack."""
    file, on = entered.so_far, day_of(book)
    return assess(Population.of([facts_of(file, on)], [file.file_number]), book.standard(), on)


def papers(book: Casebook, entered: Entered) -> list[Wanted]:
    """The papers that the file brings, once it can be taken."""
    return checklist(entered.file, [], day_of(book), workflow.procedure()) if entered.file else []


def of_number(text: str) -> dict[str, str]:
    """The date of birth and the sex in an ID number; nothing while it is not whole and right."""
    number, fault = cells.meaning(text, fields(Household)["id_number"])
    born = cells.birth_date(number or "")
    return {"birth_date": born, "sex": cells.sex(number)} if born and fault in (None, "cleaned") else {}


# ---- one field of a file that is there ----------------------------------------------------------------


def meant(field: Field, written: str, today: date) -> tuple[Any, list[Finding]]:
    """The value that is meant, read as a cell of a workbook, and what is to be checked about it; Refused when no file could have it."""
    value, code = cells.meaning(written, field)
    if field.kind == "date" and value and value > today.isoformat():
        said = finding("", 0, "future_date", field.header, written, today.isoformat())
        raise Refused(said.zh, said.en)
    if code is None:
        return value, []
    listed = (
        joined(field.codes.words.values(), "、", ", ") if field.codes else cells.TYPES.get(field.kind, Text("", ""))
    )
    said = finding(
        "", 0, code, field.header, written, quote(cells.shown(value, field)) if code == "cleaned" else listed
    )
    if said.verdict != "accepted":
        raise Refused(said.zh, said.en)
    return value, [said]


_PERSON = ("id_number", "birth_date", "sex", "bank_card")


def corrected(record: Household | Member, name: str, written: str, today: date) -> tuple[Any, list[Finding]]:
    """A new value for a field of a head or member, as `meant`; what else is on file and does not agree with it is to be checked too."""
    kind: type = type(record)
    value, notices = meant(fields(kind)[name], written, today)
    values = {other: getattr(record, other) for other in fields(kind)} | {name: value}
    row = Row(HEADS if kind is Household else MEMBERS, 0, (), values)
    if name in _PERSON:
        check_person(row)
    return value, notices + row.findings


def place(said: Finding) -> tuple[int, str]:
    """Which box a finding is about: the place of the person (the head's is 0) and the name of the field."""
    field = field_of(said)
    return 0 if said.sheet == HEADS else said.row - 1, field.name if field else ""

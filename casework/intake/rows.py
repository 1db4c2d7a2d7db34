"""Rows: the sheets of the form as rows with their values, and what is wrong with a row by itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from casework.households import Field, Household, Member, fields
from casework.intake import cells
from casework.intake.findings import CODES, Finding, Verdict, finding, quote
from casework.sheets import Cell
from casework.standards import refused
from casework.vocabulary import SEX, Text

HEADS, MEMBERS = "职工信息", "家庭成员"
_HEAD_NAME = Field("head_name", Text("户主姓名", "Name of the head"), "text", False, None, "S2", False)
FORM: dict[str, dict[str, Field]] = {
    HEADS: fields(Household),
    MEMBERS: {"file_number": fields(Household)["file_number"], "head_name": _HEAD_NAME, **fields(Member)},
}
_TOTALS = ("合计", "总计", "小计")
Sheets = Mapping[str, Sequence[Sequence[Cell]]]


@dataclass(slots=True, eq=False)
class Row:
    """A row while it is judged; `values` has what the workbook has columns for. A row without a head is its own.

    `first` is an earlier head with the same file number.
    """

    sheet: str
    number: int
    cells: tuple[Cell, ...]
    values: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict = "accepted"
    findings: list[Finding] = field(default_factory=list)
    head: "Row" = field(init=False)
    first: "Row | None" = None
    members: "list[Row]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = self

    @property
    def stands(self) -> bool:
        """Whether nothing speaks against the row so far."""
        return self.verdict == "accepted" and self.first is None

    @property
    def place(self) -> Text:
        """Where the row stands, for a sentence."""
        return Text(f"《{self.sheet}》第 {self.number} 行", f"row {self.number} of {self.sheet}")

    def say(self, code: str, name: str = "", value: Any = None, other: Text | str | int = "") -> None:
        """Adds a finding on a field; its verdict becomes that of the row unless it is a mere notice."""
        described, value = FORM[self.sheet].get(name), self.values.get(name) if value is None else value
        self.findings.append(finding(self.sheet, self.number, code, described and described.header, value, other))
        if CODES[code][0] != "accepted":
            self.verdict = CODES[code][0]


class Page(NamedTuple):
    """A sheet of the form: its lines, which of them is the header, and the columns of the fields that it has."""

    lines: Sequence[Sequence[Cell]]
    at: int
    columns: dict[str, int]


def find_page(sheets: Sheets, title: str, file: str) -> Page:
    """A sheet of the form in a workbook; Refused when it or the column of a mandatory field is not there."""
    lines = {cells.plain(name): lines for name, lines in sheets.items()}.get(title)
    if not lines:
        raise refused(file, f"缺少工作表《{title}》，请补上或改名。", f"there is no sheet {title}, add it or rename one.")  # fmt: skip
    at = next((i for i, line in enumerate(lines) if {"职工编号", "姓名"} <= set(map(header, line))), 0)
    heads = [header(cell) for cell in lines[at]]
    columns = {name: heads.index(f.header.zh) for name, f in FORM[title].items() if f.header.zh in heads}
    required = {name: f.header.zh for name, f in FORM[title].items() if f.needed or f.mandatory}
    if missing := "、".join(zh for name, zh in required.items() if name not in columns):
        raise refused(file, f"工作表《{title}》缺少表头 {missing}，请补上这些列。",
                      f"the sheet {title} has no column {missing}, add it to the header row.")  # fmt: skip
    return Page(lines, at, columns)


def read_page(sheets: Sheets, title: str, today: date, file: str) -> tuple[tuple[Cell, ...], list[Row]]:
    """The headers of a sheet as they stand, and the rows below them with their own faults."""
    lines, at, columns = find_page(sheets, title, file)
    rows = []
    for number, line in enumerate(lines[at + 1 :], at + 2):
        row = Row(title, number, (*line, *[None] * (len(lines[at]) - len(line))))
        rows.append(row)
        said = [text for text in map(cells.plain, line) if text]
        if said and re.sub(r"[\s:]", "", said[0]) not in _TOTALS:
            _fill(row, columns, today)
        else:
            row.say("total_row" if said else "blank_row")
    return tuple(lines[at]), rows


def header(cell: Cell) -> str:
    """The header that a cell of the header row means: without a star and spaces."""
    return re.sub(r"[\s*]", "", cells.plain(cell))


def field_of(said: Finding) -> Field | None:
    """The field that a finding is about, if it is about one."""
    return next((f for f in FORM[said.sheet].values() if f.header.zh == said.field), None)


def _fill(row: Row, columns: Mapping[str, int], today: date) -> None:
    for name, column in columns.items():
        described, cell = FORM[row.sheet][name], row.cells[column]
        row.values[name], code = cells.meaning(cell, described)
        if code:
            row.say(code, name, cell, _remedy(code, row.values[name], described))
        if described.kind == "date" and (row.values[name] or "") > today.isoformat():
            row.say("future_date", name, other=today.isoformat())
    check_person(row)


def _remedy(code: str, value: Any, described: Field) -> Text | str:
    """What a finding about a cell compares it with: what it became, or what it should be."""
    if code == "code_unknown" and described.codes:
        words = [word.zh for word in described.codes.words.values()]
        return "、".join(words[:8]) + ("……" if len(words) > 8 else "")
    if code == "cleaned":
        return quote(cells.shown(value, described))
    return cells.TYPES.get(described.kind, "")


def check_person(row: Row) -> None:
    """What the cells of one row say about one another."""
    values, number, card = row.values, row.values["id_number"], row.values.get("bank_card")
    if number:
        born, sex = cells.birth_date(number), cells.sex(number)
        if values["birth_date"] not in (None, born):
            row.say("birth_date_mismatch", "birth_date", other=str(born))
        if values["sex"] not in (None, sex):
            row.say("sex_mismatch", "sex", other=SEX.words[sex])
        if not cells.in_a_province(number):
            row.say("area_code", "id_number")
    if card and not cells.luhn(card):
        row.say("card_check_digit", "bank_card")

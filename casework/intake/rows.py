"""Rows: the sheets of the form as rows with their values, and what is wrong with a row by itself."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.households import Field, Household, Member, fields
from casework.intake import cells
from casework.intake.findings import Finding, Verdict, finding, quote, verdict
from casework.sheets import Cell
from casework.vocabulary import SEX, Refused, Text

HEADS, MEMBERS = "职工信息", "家庭成员"
_NUMBER = fields(Household)["file_number"]
_HEAD_NAME = Field("head_name", Text("户主姓名", "Name of the head"), "text", False, None, "S2", False)
FORM: dict[str, dict[str, Field]] = {
    HEADS: fields(Household),
    MEMBERS: {"file_number": _NUMBER, "head_name": _HEAD_NAME, **fields(Member)},
}
REASONS = ("原行号", "原因", "Reasons")
"""The columns that a workbook of rejects has besides the form; they are not read."""
_TOTALS = ("合计", "总计", "小计")
Sheets = Mapping[str, Sequence[Sequence[Cell]]]


@dataclass(slots=True, eq=False)
class Row:
    """A row while it is judged. A head is its own `head`; a member without one has None."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]
    given: Collection[str] = ()
    values: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict = "accepted"
    findings: list[Finding] = field(default_factory=list)
    head: "Row | None" = None
    members: "list[Row]" = field(default_factory=list)
    same_number: "Row | None" = None

    def say(
        self, code: str, name: str | None = None, value: Any = None, other: Text | str | int = ""
    ) -> None:
        """Adds a finding on a field; its verdict becomes that of the row unless it is a mere notice."""
        described = FORM[self.sheet][name] if name else None
        shown = self.values.get(name) if value is None and name else value
        self.findings.append(finding(self.sheet, self.number, code, described, shown, other))
        if verdict(code) != "accepted":
            self.verdict = verdict(code)

    @property
    def is_open(self) -> bool:
        """Whether nothing speaks against the row so far."""
        return self.verdict == "accepted" and self.same_number is None

    @property
    def file(self) -> "Row":
        """The head of the file that the row belongs to."""
        assert self.head is not None
        return self.head

    @property
    def place(self) -> Text:
        """Where the row stands, for a sentence."""
        return Text(f"《{self.sheet}》第 {self.number} ", f"{self.number} of {self.sheet}")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet with the place of its header row and the columns of the form."""

    title: str
    lines: Sequence[Sequence[Cell]]
    header: int
    columns: dict[str, int]
    others: list[str]

    @property
    def notices(self) -> tuple[Text, ...]:
        """The columns that are not of the form."""
        names = "、".join(self.others)
        said = Text(f"《{self.title}》有未读取的列：{names}。", f"columns of {self.title} not read: {names}.")
        return (said,) if self.others else ()

    def rows(self, today: date) -> Iterator[Row]:
        """The data rows with their own faults."""
        for number, line in enumerate(self.lines[self.header + 1 :], self.header + 2):
            row = Row(self.title, number, tuple(line), self.columns)
            said = [text for text in map(cells.plain, line) if text]
            if not said:
                row.say("blank_row")
            elif re.sub(r"[\s:]", "", said[0]) in _TOTALS:
                row.say("total_row")
            else:
                self._fill(row)
                _check_person(row, today)
            yield row

    def _fill(self, row: Row) -> None:
        for name, described in FORM[self.title].items():
            column = self.columns.get(name, len(row.cells))
            cell = row.cells[column] if column < len(row.cells) else None
            row.values[name], code = cells.meaning(cell, described)
            if code and name in row.given:
                row.say(code, name, cell, _remedy(code, row.values[name], described))


def read_page(sheets: Sheets, title: str) -> Page:
    found = {cells.plain(name): lines for name, lines in sheets.items()}
    if title not in found:
        there = "、".join(found)
        raise Refused(
            f"缺少工作表《{title}》（现有：{there}）：请补上或改名。",
            f"there is no sheet {title} (there are: {there}): add it or rename one.",
        )
    headers = [[header(cell) for cell in line] for line in found[title]]
    at = next((i for i, names in enumerate(headers) if {"职工编号", "姓名"} <= set(names)), 0)
    names = headers[at] if headers else []
    columns = {name: names.index(f.header.zh) for name, f in FORM[title].items() if f.header.zh in names}
    missing = [
        f.header.zh for name, f in FORM[title].items() if (f.needed or f.mandatory) and name not in columns
    ]
    if missing:
        raise Refused(
            f"工作表《{title}》缺少表头 {'、'.join(missing)}：请补上这些列。",
            f"the sheet {title} has no column {', '.join(missing)}: add it to the header row.",
        )
    others = [h for i, h in enumerate(names) if h and h not in REASONS and i not in columns.values()]
    return Page(title, found[title], at, columns, others)


def header(cell: Cell) -> str:
    """The header that a cell of the header row means: without a star and spaces."""
    return re.sub(r"[\s*]", "", cells.plain(cell))


def _remedy(code: str, value: Any, described: Field) -> Text | str:
    """What a finding about a cell compares it with: what it became, or what it should be."""
    if code == "cleaned":
        return quote(cells.shown(value, described), described)
    if code == "code_unknown" and described.codes:
        words = [word.zh for word in described.codes.words.values()]
        return "、".join(words[:8]) + ("……" if len(words) > 8 else "")
    return cells.TYPES.get(described.kind, "") if code == "not_of_type" else ""


def _check_person(row: Row, today: date) -> None:
    """What the cells of one row say about one another and about the calendar."""
    values, number = row.values, row.values["id_number"]
    for name, described in FORM[row.sheet].items():
        if described.kind == "date" and (values.get(name) or "") > today.isoformat():
            row.say("future_date", name, other=today.isoformat())
    if number:
        born, sex = cells.birth_date(number), cells.sex(number)
        if values["birth_date"] and values["birth_date"] != born:
            row.say("birth_date_mismatch", "birth_date", other=str(born))
        if values["sex"] and values["sex"] != sex:
            row.say("sex_mismatch", "sex", other=SEX.words[sex])
        if not cells.in_a_province(number):
            row.say("area_code", "id_number")
    if values.get("bank_card") and not cells.luhn(values["bank_card"]):
        row.say("card_check_digit", "bank_card")

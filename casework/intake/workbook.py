"""Workbook: case files as they were given and what was corrected in them before they were stored.

Read, judged, stored: the same three steps for the command line and for the page. What is not taken goes back to who sent it.
"""

import hashlib
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from casework import money, sheets, workflow
from casework.casebook import Casebook, Source
from casework.intake.cells import plain
from casework.intake.findings import quote
from casework.intake.judgement import Judgement, judge
from casework.intake.rows import FORM, Page, Sheets, find_page, header
from casework.sheets import Cell, Written
from casework.vocabulary import Refused, Text

_NUMBERS = ("职工编号", "身份证号", "银行卡号", "手机号码", "其他联系方式", "其它联系方式", "邮政编码")
_AS_TEXT = {name + star for name in _NUMBERS for star in ("", "*")}
_REASONS = ("原行号", "原因", "Reasons")  # the columns that a workbook of rejects has besides the form; not read


class Correction(NamedTuple):
    """What somebody gave for a cell: its sheet, row and field (by name), and the new text."""

    sheet: str
    row: int
    field: str
    value: str


@dataclass(frozen=True)
class Workbook:
    """A workbook as it was given, and the corrections, of which each cell has at most one."""

    path: Path
    sha256: str
    given: Sheets
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def read(cls, path: Path, content: bytes | None = None) -> "Workbook":
        """The workbook in this file; with content (what a page was given) the path only gives its name. Refused by `sheets.read`."""
        given = sheets.read(path, content)
        return cls(path, hashlib.sha256(path.read_bytes() if content is None else content).hexdigest(), given)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The sheets of the form as they were given; Refused when one is not there."""
        return {title: find_page(self.given, title, str(self.path)) for title in FORM}

    def line(self, sheet: str, row: int) -> list[Cell]:
        """The cells of a row as they were given, as many as there are headers."""
        return _whole(self.pages[sheet], self.pages[sheet].lines[row - 1])

    def cell(self, sheet: str, row: int, field: str) -> Cell:
        """A cell as it was given."""
        return self.line(sheet, row)[self.pages[sheet].columns[field]]

    def corrected(self, *corrections: Correction) -> "Workbook":
        """The workbook with these corrections too; a later one of a cell takes the place of an earlier."""
        kept = {said[:3]: said for said in (*self.corrections, *corrections)}
        return replace(self, corrections=tuple(kept.values()))

    def without(self, correction: Correction) -> "Workbook":
        """The workbook with that cell as it was given."""
        return replace(self, corrections=tuple(said for said in self.corrections if said != correction))

    def judged(self, book: Casebook, today: date | None = None) -> Judgement:
        """The verdict on every row with the corrections, given the files in a book; nothing is stored."""
        return judge(self._corrected(), book.households(), day_of(book, today), str(self.path))

    def _corrected(self) -> Sheets:
        lines = {title: [*page.lines] for title, page in self.pages.items()}
        for sheet, row, field, value in self.corrections:
            line = _whole(self.pages[sheet], lines[sheet][row - 1])
            line[self.pages[sheet].columns[field]] = value
            lines[sheet][row - 1] = line
        return lines

    def trace(self) -> list[dict[str, Any]]:
        """The corrections as the book keeps them; long numbers masked, for the row as given is kept beside them."""
        return [
            {"sheet": c.sheet, "row": c.row, "field": FORM[c.sheet][c.field].header.zh,
             "was": quote(plain(self.cell(*c[:3]))), "value": quote(c.value)}
            for c in self.corrections
        ]  # fmt: skip


def _whole(page: Page, line: Sequence[Cell]) -> list[Cell]:
    return [*line, *[None] * (len(page.lines[page.at]) - len(line))]


def day_of(book: Casebook, today: date | None = None) -> date:
    """The day on which a workbook is judged: today, but never before the last day of the book."""
    return max(today or book.today(), book.last_day)


def store(
    book: Casebook, workbook: Workbook, judgement: Judgement, *, by: str | None = None, rejects: Path | None = None, today: date | None = None
) -> None:  # fmt: skip
    """Stores what was accepted in one transaction, with the original cells of what was not or was corrected.

    Refused when somebody is named who may not act here.
    """
    day, said = day_of(book, today), judgement.to_json()
    if workbook.corrections:
        said["corrections"] = workbook.trace()
    file = workbook.path.name
    with book.write(by or "import", f"import {file}: {judgement.accepted} rows", book.stamped(day)) as tx:
        if by is not None:
            workflow.may_act(book.people(), by, day, None, strict=book.strict)
        book.add_households(tx, judgement.households, Source("form", day, file))
        book.move_last_day(tx, day)
        quarantine = _quarantine(workbook, judgement)
        book.keep_import(tx, file=file, sha256=workbook.sha256, judgement=said, quarantine=quarantine)
        if rejects:
            write_rejects(judgement, rejects)


def stored_in_words(judgement: Judgement) -> Text:
    """What was stored, and what to do next."""
    sums, back = judgement.sums, len(judgement.returned)
    income = money.show(sums["annual_income_fen"])
    zh = f"已存入 {sums['households']} 户和成员 {sums['members']} 人，年收入合计 {income} 元。到“困难职工档案”页查看。"
    en = f"Stored {sums['households']} households with {sums['members']} members, income {income} yuan a year. See them on the page Households."
    if back:
        zh += f"未接受的 {back} 行原样保留；另存为工作簿，交填表人改好后再导入。"
        en += f" The {back} rows not accepted are kept as written: save them as a workbook, have them corrected and import it."
    return Text(zh, en)


def _quarantine(workbook: Workbook, judgement: Judgement) -> list[tuple[str, int, str, str]]:
    """Every row that was not taken or was corrected, with its cells as they were given."""
    kept = {(said.sheet, said.row): "corrected" for said in workbook.corrections}
    kept |= {(row.sheet, row.row): row.verdict for row in judgement.returned}
    found = []
    for (sheet, row), verdict in kept.items():
        cells = list(zip(judgement.headers[sheet], workbook.line(sheet, row), strict=True))
        found.append((sheet, row, verdict, json.dumps(cells, ensure_ascii=False, default=str)))
    return found


# ---- what goes back -------------------------------------------------------------------------------------


def check_rejects(rejects: Path | None, *others: Path) -> None:
    """Refused when a file cannot take the rejects."""
    if rejects and (rejects.suffix.lower() != ".xlsx" or rejects.resolve() in [other.resolve() for other in others]):
        zh = f"{rejects} 不能用作退回文件：请另起一个以 .xlsx 结尾的名字。"
        raise Refused(zh, f"{rejects} cannot take the rejects: choose another name that ends in .xlsx.")


def rejects_beside(book: Path, workbook: Workbook) -> Path:
    """A name beside the book for the rows of a workbook that were not taken; one that is not there yet."""
    stem = f"rejects-{workbook.path.stem.removeprefix('rejects-')}"
    names = (book.with_name(f"{stem}{f'-{n}' * (n > 1)}.xlsx") for n in itertools.count(1))
    return next(path for path in names if not path.exists())


def write_rejects(judgement: Judgement, path: Path) -> None:
    """The rows that were not taken, as they stood, with the reasons: correct them and import the file again."""
    if judgement.returned:
        sheets.write(path, {title: _rejects(judgement, title) for title in FORM}, text=_AS_TEXT)


def _rejects(judgement: Judgement, title: str) -> list[Sequence[Written]]:
    heads = judgement.headers[title]
    columns = [i for i, cell in enumerate(heads) if header(cell) not in _REASONS]
    rows = [row for row in judgement.returned if row.sheet == title]
    table: list[Sequence[Written]] = [[*(row.cells[i] for i in columns), row.row, row.zh, row.en] for row in rows]
    return [[*(heads[i] for i in columns), *_REASONS], *table]

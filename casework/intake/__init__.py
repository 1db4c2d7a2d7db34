"""Intake: a workbook of case files into the casebook. Every row gets one verdict; nothing is lost, nothing guessed."""

import hashlib
import json
from datetime import date
from pathlib import Path

from casework import sheets
from casework.casebook import Casebook, Source
from casework.intake.findings import CODES, Finding
from casework.intake.judgement import Judgement, judge
from casework.intake.rows import FORM, HEADS, MEMBERS, header
from casework.sheets import Written
from casework.standards import DEFAULT_PACK
from casework.vocabulary import Refused

__all__ = ["CODES", "HEADS", "MEMBERS", "Finding", "Judgement", "import_workbook", "judge"]

_NUMBERS = ("职工编号", "身份证号", "银行卡号", "手机号码", "其他联系方式", "其它联系方式", "邮政编码")
_AS_TEXT = {name + star for name in _NUMBERS for star in ("", "*")}
_REASONS = ("原行号", "原因", "Reasons")  # the columns that a workbook of rejects has besides the form; not read


def import_workbook(
    book: Path, workbook: Path, *, rejects: Path | None = None, today: date | None = None, unit: str | None = None,
    key_file: Path | None = None,
) -> Judgement:  # fmt: skip
    """Judges a workbook, stores what is accepted in one transaction, and writes the rest to `rejects` for correction.

    A book that is not there is made; one that is there stays as it is when no row is accepted.
    Refused, with nothing written, when the workbook or the book cannot be read or a path cannot serve.
    """
    if rejects and (rejects.suffix.lower() != ".xlsx" or rejects.resolve() in (book.resolve(), workbook.resolve())):
        zh = f"{rejects} 不能用作退回文件：请另起一个以 .xlsx 结尾的名字。"
        raise Refused(zh, f"{rejects} cannot take the rejects: choose another name that ends in .xlsx.")
    pages, fresh = sheets.read(workbook), not book.exists()
    if fresh:
        last_day = today or date.today()  # noqa: DTZ011 the office's day
        opened = Casebook.create(
            book, unit=unit or "(未填单位)", pack=DEFAULT_PACK, last_day=last_day, origin="import", key_file=key_file
        )
    else:
        opened = Casebook.open(book, key_file)
    try:
        with opened:
            day = max(today or opened.today(), opened.last_day)
            judgement = judge(pages, opened.households(), day, str(workbook))
            if judgement.accepted or fresh:
                _store(opened, workbook, judgement, rejects, day)
            else:
                _write_rejects(judgement, rejects)
    except BaseException:
        if fresh:
            book.unlink(missing_ok=True)
        raise
    return judgement


def _store(book: Casebook, workbook: Path, judgement: Judgement, rejects: Path | None, day: date) -> None:
    quarantine: list[tuple[str, int, str, str]] = []
    for row in judgement.returned:
        cells = list(zip(judgement.headers[row.sheet], row.cells, strict=True))
        quarantine.append((row.sheet, row.row, row.verdict, json.dumps(cells, ensure_ascii=False, default=str)))
    digest, said = hashlib.sha256(workbook.read_bytes()).hexdigest(), judgement.to_json()
    with book.write("import", f"import {workbook.name}: {judgement.accepted} rows") as tx:
        book.add_households(tx, judgement.households, Source("form", day, workbook.name))
        book.move_last_day(tx, day)
        book.keep_import(tx, file=workbook.name, sha256=digest, judgement=said, quarantine=quarantine)
        _write_rejects(judgement, rejects)


def _write_rejects(judgement: Judgement, path: Path | None) -> None:
    """The rows that were not taken, as they stood, with the reasons: correct them and import the file again."""
    if path and judgement.returned:
        sheets.write(path, {title: _rejects(judgement, title) for title in FORM}, text=_AS_TEXT)


def _rejects(judgement: Judgement, title: str) -> list[list[Written]]:
    heads = judgement.headers[title]
    columns = [i for i, cell in enumerate(heads) if header(cell) not in _REASONS]
    rows = [row for row in judgement.returned if row.sheet == title]
    table: list[list[Written]] = [[*(row.cells[i] for i in columns), row.row, row.zh, row.en] for row in rows]
    return [[*(heads[i] for i in columns), *_REASONS], *table]

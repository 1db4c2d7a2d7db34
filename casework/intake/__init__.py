"""Intake: a workbook of case files into the casebook. Every row gets one verdict; nothing is lost, nothing guessed."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from casework import sheets
from casework.casebook import Casebook
from casework.intake.findings import CODES, Finding
from casework.intake.judgement import Judgement, Returned, judge
from casework.intake.rows import FORM, HEADS, MEMBERS, REASONS, header
from casework.sheets import Written
from casework.standards import DEFAULT_PACK
from casework.vocabulary import Refused

__all__ = ["CODES", "HEADS", "MEMBERS", "Finding", "Judgement", "Returned", "import_workbook", "judge"]

_AS_TEXT = ("职工编号", "身份证号", "银行卡号", "手机号码")


def import_workbook(
    book: Path,
    workbook: Path,
    *,
    rejects: Path | None = None,
    today: date | None = None,
    unit: str | None = None,
    by: str = "import",
) -> Judgement:
    """Judges a workbook, stores what is accepted in one transaction, and writes the rest to `rejects` for correction.

    A book that is not there is made; one that is there stays as it is when no row is accepted.
    Refused, with nothing written, when the workbook or the book cannot be read or a path cannot serve.
    """
    _check_paths(book, workbook, rejects)
    pages = sheets.read(workbook)
    day, known = today or date.today(), []  # noqa: DTZ011 the office's day
    if book.exists():
        with Casebook.open(book) as opened:
            day, known = max(today or opened.today(), opened.last_day), opened.households()
    try:
        judgement = judge(pages, known, day)
    except Refused as refusal:
        raise Refused(f"{workbook}：{refusal.text.zh}", f"{workbook}: {refusal.text.en}") from refusal
    if judgement.accepted or not book.exists():
        _store(book, workbook, judgement, rejects, day=day, unit=unit or "(未填单位)", by=by)
    else:
        _write_rejects(judgement, rejects)
    return judgement


def _check_paths(book: Path, workbook: Path, rejects: Path | None) -> None:
    if rejects is None:
        return
    if rejects.suffix.lower() != ".xlsx":
        raise Refused(
            f"{rejects}：退回文件应以 .xlsx 结尾。", f"{rejects}: end the name of the rejects in .xlsx."
        )
    if rejects.resolve() in (book.resolve(), workbook.resolve()):
        raise Refused(
            f"{rejects} 正在使用：请给退回文件另起一个名字。",
            f"{rejects} is in use itself: choose another name for the rejects.",
        )


def _store(
    book: Path, workbook: Path, judgement: Judgement, rejects: Path | None, *, day: date, unit: str, by: str
) -> None:
    fresh = not book.exists()
    if fresh:
        opened = Casebook.create(book, unit=unit, pack=DEFAULT_PACK, last_day=day, origin="import")
    else:
        opened = Casebook.open(book)
    try:
        with opened, opened.write(by, f"import {workbook.name}: {judgement.accepted} rows") as tx:
            opened.add_households(tx, judgement.households)
            opened.move_last_day(tx, day)
            opened.keep_import(
                tx,
                file=workbook.name,
                sha256=hashlib.sha256(workbook.read_bytes()).hexdigest(),
                judgement=judgement.to_json(),
                quarantine=[(r.sheet, r.row, r.verdict, _kept(judgement, r)) for r in judgement.returned],
            )
            _write_rejects(judgement, rejects)
    except BaseException:
        if fresh:
            book.unlink(missing_ok=True)
        raise


def _kept(judgement: Judgement, row: Returned) -> str:
    """The cells of a row by their headers; a column without one of its own goes by its position."""
    names: dict[str, Any] = {}
    for column, cell in enumerate(row.cells):
        said = judgement.headers[row.sheet][column : column + 1]
        name = (
            str(said[0]) if said and said[0] is not None and str(said[0]) not in names else f"#{column + 1}"
        )
        names[name] = cell
    return json.dumps(names, ensure_ascii=False, default=str)


def _write_rejects(judgement: Judgement, path: Path | None) -> None:
    """The rows that were not taken, as they stood, with the reasons: correct them and import the file again."""
    if path and judgement.returned:
        titles = {
            str(cell) for cells in judgement.headers.values() for cell in cells if header(cell) in _AS_TEXT
        }
        sheets.write(path, {title: _rejects(judgement, title) for title in FORM}, text=titles)


def _rejects(judgement: Judgement, title: str) -> list[list[Written]]:
    reasons: dict[int, list[Finding]] = {}
    for said in judgement.findings:
        if said.sheet == title:
            reasons.setdefault(said.row, []).append(said)
    heads = judgement.headers[title]
    columns = [i for i, cell in enumerate(heads) if header(cell) not in REASONS]
    table: list[list[Written]] = [[*(heads[i] for i in columns), *REASONS]]
    for row in (r for r in judgement.returned if r.sheet == title):
        cells = [row.cells[i] if i < len(row.cells) else None for i in columns]
        why = reasons[row.row]
        table.append([*cells, row.row, "\n".join(f.zh for f in why), "\n".join(f.en for f in why)])
    return table

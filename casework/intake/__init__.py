"""Intake: a workbook of case files into the casebook. Every row gets one verdict; nothing is lost, nothing guessed."""

from datetime import date
from pathlib import Path

from casework.casebook import Casebook
from casework.intake.findings import CODES, Finding
from casework.intake.judgement import Judgement, judge
from casework.intake.rows import HEADS, MEMBERS
from casework.intake.workbook import (
    Correction,
    Workbook,
    check_rejects,
    day_of,
    rejects_beside,
    store,
    stored_in_words,
    write_rejects,
)
from casework.standards import DEFAULT_PACK

__all__ = [
    "CODES", "HEADS", "MEMBERS", "Correction", "Finding", "Judgement", "Workbook", "day_of", "import_workbook", "judge", "rejects_beside", "store",
    "stored_in_words", "write_rejects",
]  # fmt: skip


def import_workbook(
    book: Path, workbook: Path, *, rejects: Path | None = None, today: date | None = None, unit: str | None = None,
    key_file: Path | None = None,
) -> Judgement:  # fmt: skip
    """Judges a workbook, stores what is accepted in one transaction, and writes the rest to `rejects` for correction.

    A book that is not there is made; one that is there stays as it is when no row is accepted.
    Refused, with nothing written, when the workbook or the book cannot be read or a path cannot serve.
    """
    check_rejects(rejects, book, workbook)
    given, fresh = Workbook.read(workbook), not book.exists()
    if fresh:
        last_day = today or date.today()  # noqa: DTZ011 the office's day
        opened = Casebook.create(
            book, unit=unit or "(未填单位)", pack=DEFAULT_PACK, last_day=last_day, origin="import", key_file=key_file
        )
    else:
        opened = Casebook.open(book, key_file)
    try:
        with opened:
            judgement = given.judged(opened, today)
            if judgement.accepted or fresh:
                store(opened, given, judgement, rejects=rejects, today=today)
            elif rejects:
                write_rejects(judgement, rejects)
    except BaseException:
        if fresh:
            book.unlink(missing_ok=True)
        raise
    return judgement

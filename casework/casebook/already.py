"""Already: which files, people and workbooks a book has already."""

import json
from collections.abc import Sequence

from casework.casebook.history import History
from casework.casebook.schema import PERSON
from casework.households import Household
from casework.vocabulary import STATES


def known(book: History, numbers: Sequence[str], people: Sequence[str]) -> list[Household]:
    """The files of these numbers, and those in which somebody has one of these ID numbers."""
    said = {"numbers": json.dumps([*numbers]), "people": json.dumps([book.index_of(who) for who in people])}
    theirs = f"{PERSON} IN (SELECT value FROM json_each(:people))"
    found = book.rows(
        f"SELECT file_number FROM household WHERE file_number IN (SELECT value FROM json_each(:numbers)) OR {theirs} "
        f"UNION SELECT file_number FROM member WHERE {theirs}",
        said,
    )
    return book.households(numbers=[row["file_number"] for row in found])


def imported(book: History, sha256: str) -> list[str]:
    """The days on which a workbook of this content was imported."""
    rows = book.rows("SELECT DISTINCT imported_on FROM import_file WHERE sha256 = ? ORDER BY imported_on", (sha256,))
    return [row["imported_on"] for row in rows]


def by_state(book: History) -> dict[str | None, int]:
    """How many files stand at each state, in the order of the states; first those without any step yet."""
    found = {row["state"]: row["n"] for row in book.rows("SELECT state, count(*) AS n FROM household GROUP BY state")}
    return {state: found[state] for state in (None, *STATES.words) if state in found}

"""Known: what a casebook knows of its people, for the leak gate; what was corrected since is known too."""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import casework
from casework import share
from casework.casebook import schema
from casework.casebook.history import History
from casework.households import Household, Member, fields
from casework.privacy.leaks import Known

_KINDS = {
    "name": "names", "address": "addresses", "id_number": "id_numbers", "phone": "phones", "other_contact": "phones", "bank_card": "cards",
}  # fmt: skip


def known(book: History) -> Known:
    """The names, numbers and addresses of everybody in the book, heads and members, and the texts of the office, which are not theirs.

    Where a book has a key its numbers are compared by the keyed hashes that it keeps.
    """
    streams: dict[str, list[Iterator[str]]] = defaultdict(list)
    tables: tuple[tuple[str, type], ...] = (("household", Household), ("member", Member))
    for table, record in tables:
        for column in _KINDS.keys() & fields(record).keys():
            streams[_KINDS[column]].append(_written(book, table, column, column in schema.sealed(record)))
    for column, value in _corrected(book):
        streams[_KINDS[column]].append(_forms(book, column, value))
    return Known(**{kind: chain(*parts) for kind, parts in streams.items()}, index=book.index_of, own=_said_by(book))


def _written(book: History, table: str, column: str, is_sealed: bool) -> Iterator[str]:
    """What stands in a column now, row by row."""
    kept = f"coalesce({column}_index, {column})" if is_sealed else column
    rows = book.db.conn.execute(f"SELECT {kept} FROM {table} WHERE {column} IS NOT NULL")
    if is_sealed and book.keys:
        return (value for (value,) in rows)
    return (form for (value,) in rows for form in _forms(book, column, value))


def _forms(book: History, column: str, value: str) -> Iterator[str]:
    """A value as it is compared: a number also without what stands between its digits."""
    if _KINDS[column] in ("names", "addresses"):
        yield value
    else:
        yield from (book.index_of(form) for form in {value, "".join(c for c in value if c.isalnum())})


def _corrected(book: History) -> Iterator[tuple[str, str]]:
    """What was corrected, as it was before and after."""
    names = ", ".join(f"'{column}'" for column in _KINDS)
    for row in book.rows(f"SELECT DISTINCT file_number FROM fact WHERE field IN ({names})"):
        for change in book.changes(row["file_number"]):
            if change.field in _KINDS:
                yield from ((change.field, value) for value in (change.was, change.value) if value)


def _said_by(book: History) -> Iterator[str]:
    """What the office and casework say themselves: unit, funds, staff, and every text that casework can print."""
    there = "SELECT unit AS said FROM book UNION SELECT name FROM fund UNION SELECT who FROM person UNION SELECT by FROM audit"
    yield from (row["said"] for row in book.rows(there))
    yield from _shipped()


@cache
def _shipped() -> tuple[str, ...]:
    """What casework is made of but for the invented people of its demo and what its notebooks put out."""
    package = Path(casework.__file__).parent
    sources = [file for file in package.rglob("*.py") if "demo" not in file.relative_to(package).parts]
    said = [file.read_text("utf-8") for file in sorted([*sources, *share("data").rglob("*.yaml")])]
    for notebook in sorted(share("notebooks").rglob("*.ipynb")):
        said += ["".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"]]
    return tuple(said)

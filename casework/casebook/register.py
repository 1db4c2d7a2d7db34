"""Register: case files found by what a clerk knows of them, what one was granted, and who saw its numbers and why."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from casework import workflow
from casework.assistance import Assessment
from casework.casebook.acts import Acts
from casework.casebook.history import History
from casework.households import CLASSES, Bools, Ints
from casework.vocabulary import Refused

UNSAID = "—"
"""The code of a file that does not say its cause, region or state."""


class Wanted(NamedTuple):
    """What is looked for, all together; what is empty does not matter. Words of the text stand in number, name or unit."""

    text: str = ""
    class_: str = ""
    aid: str = ""
    main_cause: str = ""
    state: str = ""
    hukou_division: str = ""


class Register:
    """Number, name, unit and codes of every household of an assessment as columns, so that a million are searched at once."""

    CODES = ("main_cause", "state", "hukou_division")

    def __init__(self, book: History, assessment: Assessment) -> None:
        there = set(assessment.population.numbers)
        columns = ", ".join(("file_number", "name", "employer", *self.CODES))
        rows = [
            row
            for row in book.rows(f"SELECT {columns} FROM household ORDER BY file_number")
            if row["file_number"] in there
        ]
        self.assessment = assessment
        self.names, self.units = ([row[name] or UNSAID for row in rows] for name in ("name", "employer"))
        self._codes = {name: _texts([row[name] or UNSAID for row in rows]) for name in self.CODES}
        lines = [_plain(f"{row['file_number']}\t{row['name']}\t{row['employer'] or ''}") + "\n" for row in rows]
        self._text, self._starts = "".join(lines), np.cumsum([0, *map(len, lines)])[:-1]

    def codes(self, name: str) -> list[str]:
        """The codes of a column that occur, in order."""
        return [str(code) for code in np.unique(self._codes[name])]

    def code(self, name: str, i: int) -> str:
        """A code of one household."""
        return str(self._codes[name][i])

    def find(self, wanted: Wanted) -> Ints:
        """The places of the households that are looked for, in order."""
        found = np.ones(len(self._starts), dtype=np.bool_)
        for word in _plain(wanted.text).split():
            found &= self._with(word)
        for name in self.CODES:
            if code := getattr(wanted, name):
                found &= self._codes[name] == code
        if wanted.class_:
            found &= self.assessment.classes.code == CLASSES.index(wanted.class_)
        if wanted.aid:
            found &= self.assessment.aids[wanted.aid].sure > 0
        return np.flatnonzero(found)

    def _with(self, word: str) -> Bools:
        """The households in whose number, name or unit a word stands."""
        hits = [hit.start() for hit in re.finditer(re.escape(word), self._text)]
        found = np.zeros(len(self._starts), dtype=np.bool_)
        found[np.searchsorted(self._starts, hits, side="right") - 1] = True
        return found


def _plain(text: str) -> str:
    """Text without the differences between wide and narrow, large and small letters, in one line."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\n", " ")


def _texts(values: Sequence[str]) -> Any:
    return np.array(values, dtype=np.dtypes.StringDType())


def received(book: History, number: str) -> list[dict[str, Any]]:
    """Every grant of a file in order: aid, period, fund, fen granted, paid and reserved, and the last day of payment."""
    paid_on = "(SELECT max(made_on) FROM move WHERE grant_id = g.id AND kind = 'pay') AS paid_on"
    return book.rows(
        f"SELECT g.aid, g.period, f.name AS fund, g.amount_fen, g.paid_fen, g.reserved_fen, {paid_on} "
        "FROM grant g JOIN fund f ON f.id = g.fund_id WHERE g.file_number = ? ORDER BY g.id",
        (number,),
    )


def reveal(book: Acts, number: str, by: str, why: str) -> None:
    """Writes into the audit trail who sees the whole numbers of a file and why; Refused without both, or to a stranger."""
    book.household(number)
    if not (by.strip() and why.strip()):
        raise Refused("请填写查看人和查看事由。", "say who looks and for what reason.")
    with book.write(by.strip(), f"reveal {number}: {why.strip()}", book.stamped(book.today())):
        workflow.may_act(book.people(), by.strip(), book.today(), None, strict=book.strict)

"""Register: case files found by what a clerk knows of them, what one was granted, and who saw its numbers and why."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple, Self

import numpy as np

from casework import workflow
from casework.assistance import Assessment
from casework.casebook.acts import Acts
from casework.casebook.cases import Cases
from casework.casebook.history import History
from casework.casebook.texts import Shared, Texts, as_listed, plain
from casework.households import CLASSES, Bools, Column, Ints
from casework.vocabulary import AIDS, STATES, Refused

UNSAID = "—"
"""The code of a file that does not say its cause, region or state."""
_READ, _ANSWERED = 500, 200
"""So many files are read, and so many answered, before something else may go on: a hundredth of a second."""
_LAST = np.iinfo(np.int64).max


class Wanted(NamedTuple):
    """What is looked for, all together; what is empty does not matter. Words of the text stand in number, name or unit."""

    text: str = ""
    class_: str = ""
    aid: str = ""
    main_cause: str = ""
    state: str = ""
    hukou_division: str = ""


class Register:
    """Number, name, unit, codes and answer of every household of a book as columns, so that a million are searched at once.

    It is read, and then answered, piece by piece, so that something else can go on between; `whole` does all at once.
    """

    CODES = ("main_cause", "state", "hukou_division")
    ANSWERS = ("class", "size", "net", *AIDS.words)

    def __init__(self, book: Cases) -> None:
        self.on, self.read = book.last_day, 0
        self.total = int(book.rows("SELECT count(*) AS n FROM household")[0]["n"])
        self.numbers = Texts()
        self._shared = {name: Shared() for name in ("name", "employer", *self.CODES)}
        self._searched = (self.numbers, self._shared["name"], self._shared["employer"])
        self._answers: dict[str, Column] = {}
        self._ranks: dict[str, Column] = {}

    @classmethod
    def whole(cls, book: Cases) -> Self:
        """The register of a book with every answer."""
        register = cls(book)
        for _ in register.steps(book):
            pass
        return register

    def __len__(self) -> int:
        return len(self.numbers)

    # ---- what stands in it --------------------------------------------------------------------------

    def steps(self, book: Cases) -> Iterator[None]:
        """Reads the files and then works out what is not worked out yet, piece by piece; something else may go on between."""
        yield from self._reading(book)
        for start in range(0, len(self), _ANSWERED):
            self.work_out(book, np.arange(start, min(start + _ANSWERED, len(self))))
            yield

    def _reading(self, book: Cases) -> Iterator[None]:
        columns: dict[str, Texts | Shared] = {"file_number": self.numbers, **self._shared}
        said = ", ".join(f"ifnull({name}, '')" for name in columns)
        rows = book.tuples(f"SELECT {said} FROM household ORDER BY file_number")
        while piece := list(islice(rows, _READ)):
            for column, values in zip(columns.values(), zip(*piece, strict=True), strict=True):
                column.add(values)
            self.read += len(piece)
            yield
        for column in columns.values():
            column.join()
        n = len(self)
        self._answers = {name: Column(np.zeros(n, np.int64), np.zeros(n, np.bool_)) for name in self.ANSWERS}

    def work_out(self, book: Cases, places: Ints) -> None:
        """Fills in the answer for the households at these places where it is wanting, as of the day the register was begun."""
        places = np.sort(places[~self.worked_out[places]])
        if not places.size:
            return
        numbers = self.numbers.shown[places].tolist()
        found = book.assess(on=self.on, number=numbers)
        if list(found.population.numbers) != numbers:
            raise Refused("案卷库已被换成另一本，请重新打开本页。", "the casebook was replaced by another one: open this page again.")  # fmt: skip
        known = np.ones(len(numbers), np.bool_)
        said = {"class": Column(found.classes.code, known), "size": found.classes.size, "net": _per_head(found)}
        for name, column in (said | {aid: Column(a.sure, a.known) for aid, a in found.aids.items()}).items():
            self._answers[name].values[places], self._answers[name].known[places] = column

    def again(self, book: Cases, number: str) -> None:
        """Works out one household anew after its file was changed; number, name and unit stay as they were read."""
        places = np.flatnonzero(self.numbers.shown == number)
        self.worked_out[places] = False
        self.work_out(book, places)

    @property
    def is_read(self) -> bool:
        """Whether every file is read."""
        return bool(self._answers)

    @property
    def worked_out(self) -> Bools:
        """Of which households the answer is there."""
        return self._answers["class"].known

    @property
    def ready(self) -> bool:
        """Whether every file is read and every answer there."""
        return self.is_read and bool(self.worked_out.all())

    def name(self, i: int) -> str:
        """The name of one household's head."""
        return self._shared["name"].of(i)

    def unit(self, i: int) -> str:
        """The unit of one household's head."""
        return self._shared["employer"].of(i) or UNSAID

    def code(self, name: str, i: int) -> str:
        """A code of one household."""
        return self._shared[name].of(i) or UNSAID

    def codes(self, name: str) -> list[str]:
        """The codes of a column that occur, in order."""
        return sorted(code or UNSAID for code in self._shared[name].texts.shown.tolist())

    def answer(self, name: str, i: int) -> int | None:
        """One household's size, net income per head and month, or aid, fen; None where it is not known, or not worked out yet."""
        values, known = self._answers[name]
        return int(values[i]) if known[i] else None

    def class_of(self, i: int) -> str | None:
        """One household's class; None before it is worked out."""
        code = self.answer("class", i)
        return None if code is None else CLASSES[code]

    def totals(self) -> dict[str, tuple[int, int, int]]:
        """Of each kind of aid: the households that are due some, fen in all, and of how many it is not known."""
        aids = {aid: self._answers[aid] for aid in AIDS.words}
        return {aid: (int((fen > 0).sum()), int(fen.sum()), int((~known).sum())) for aid, (fen, known) in aids.items()}

    # ---- finding ------------------------------------------------------------------------------------

    def find(self, wanted: Wanted) -> Ints:
        """The places of the households that are looked for, in order. Before all is worked out, class and aid do not count."""
        found = np.ones(len(self), dtype=np.bool_)
        for word in plain(wanted.text).split():
            found &= np.logical_or.reduce([column.having(word) for column in self._searched])
        for name in self.CODES:
            if code := getattr(wanted, name):
                found &= self._shared[name].being("" if code == UNSAID else code)
        if wanted.class_ and self.ready:
            found &= self._answers["class"].values == CLASSES.index(wanted.class_)
        if wanted.aid and self.ready:
            found &= self._answers[wanted.aid].values > 0
        return np.flatnonzero(found)

    def ordered(self, places: Ints, by: str, *, down: bool = False) -> Ints:
        """These places, which stand in the order of their numbers, by a column: those alike stay so, the unknown come last."""
        values, known = self._sizes(by)
        values = values[places]
        last = np.where(known[places], -values if down else values, _LAST)
        return places[np.argsort(last, kind="stable")]

    def _sizes(self, by: str) -> Column:
        """What a column is sorted by: an answer, a number's own place, a state's on its list, a text's as lists have it."""
        if by in self._answers:
            return self._answers[by]
        if by == "file_number":
            return Column(np.arange(len(self)), np.ones(len(self), np.bool_))
        if by not in self._ranks:
            place = {state: i for i, state in enumerate(STATES.words)}
            self._ranks[by] = self._shared[by].ranked(place.get if by == "state" else as_listed)
        return self._ranks[by]


def _per_head(found: Assessment) -> Column:
    """Net income per person and month in fen, to the nearest, halves away from zero."""
    net, size = found.classes.net, found.classes.size
    months = np.maximum(size.values, 1) * found.standard.pack.months
    fen = (2 * abs(net.values) + months) // (2 * months)
    return Column(np.where(net.values < 0, -fen, fen), net.known & size.known)


def named(book: History, text: str, most: int) -> list[dict[str, Any]]:
    """The files in whose number or name each word of a text stands, by a look into the book alone: number, name and state of so many at most.

    A file of just this number comes first.
    """
    words = plain(text).split()
    where = " AND ".join(["instr(lower(file_number || ' ' || name), ?) > 0"] * len(words)) or "0"
    said = f"SELECT file_number, name, state FROM household WHERE {where} ORDER BY file_number = ? DESC, file_number LIMIT ?"
    return book.rows(said, [*words, text.strip(), most])


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

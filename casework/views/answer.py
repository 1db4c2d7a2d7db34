"""Answer: the caseload worked out once for a page, at once in a small book, in a large one between what its user does."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from casework import money, pages
from casework.casebook import Casebook
from casework.casebook.register import Register
from casework.views import guarded, open_book
from casework.vocabulary import AIDS, Lang, Text

SMALL = 5_000
"""So many households are worked out before the page is shown: a third of a second."""
_BUSY, _PAUSE = 0.010, 0.002
"""Seconds that it works before it lets others go on, and for how long; a message passes through several hands."""
HEADER = (Text("户数", "Households"), Text("金额(元)", "Yuan"), Text("未知户数", "Unknown"))
_READING = Text("正在读取档案名册……", "Reading the list of files …")
_WORKING = Text("正在核算全部档案；现在就可以查找、翻页和看每一户，算完后可按类别、项目筛选和排序……",
                "Working out all households; search, turn pages and open any of them now, filter and sort by class and aid when it is done …")  # fmt: skip
_DONE = Text("全部档案已核算", "All households are worked out")
_kept: dict[tuple[Path, str, str], "Answer"] = {}


def of(opened: Casebook, book: str | Path | None) -> "Answer":
    """The answer of a book, which is worked out once for all who ask as long as nothing is written into it."""
    key = (opened.path, opened.head, opened.standard().digest)
    if key not in _kept or _kept[key].wrong:
        for answer in _kept.values():
            answer.stop()
        _kept.clear()
        _kept[key] = Answer(opened, book)
    return _kept[key]


class Answer:
    """The register of a book, which fills by itself; `hear` is called whenever more of it is there."""

    def __init__(self, opened: Casebook, book: str | Path | None) -> None:
        self.book, self.register = book, Register(opened)
        self.hear: Callable[[], None] = lambda: None
        self.wrong: Exception | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_large = self.register.total > SMALL
        if self._is_large and (loop := _loop()):
            self._task = loop.create_task(self._go())
        else:
            for _ in self.register.steps(opened):
                pass

    async def _go(self) -> None:
        try:
            with open_book(self.book) as opened:
                since = time.monotonic()
                for _ in self.register.steps(opened):
                    if time.monotonic() - since > _BUSY:
                        self.hear()
                        await asyncio.sleep(_PAUSE)
                        since = time.monotonic()
        except Exception as error:  # shown on the page, because nobody else would see it
            self.wrong = error
        self.hear()

    def stop(self) -> None:
        """Stops working it out."""
        if self._task:
            self._task.cancel()

    def show(self, place: widgets.HTML, lang: Lang) -> None:
        """Says how far it is, or what went wrong; in the end the totals, where they took time."""
        register = self.register
        if self.wrong:
            guarded(place, lang, self._raise)(None)
        elif not register.is_read:
            place.value = pages.busy(_READING, lang, register.read, register.total)
        elif not register.ready:
            place.value = pages.busy(_WORKING, lang, int(register.worked_out.sum()), len(register))
        elif self._is_large:
            header = (Text("项目", "Aid"), *HEADER)
            rows = [(AIDS.show(aid, lang), *row) for aid, row in self.totals().items()]
            place.value = pages.page(pages.folded(_DONE, pages.table(header, rows, lang, [1, 2, 3]), lang))

    def _raise(self) -> None:
        if self.wrong:
            raise self.wrong

    def totals(self) -> dict[str, tuple[Any, ...]]:
        """Of each kind of aid: households, yuan, households of which it is not known."""
        found = self.register.totals()
        return {aid: (due, money.show(fen), unknown) for aid, (due, fen, unknown) in found.items()}


def _loop() -> asyncio.AbstractEventLoop | None:
    """The loop in which something else can go on, if there is one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

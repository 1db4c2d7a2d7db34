"""A table that shows one page of many rows: paging and sorting in Python, text only in the browser."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from casework.vocabulary import Lang, Text

ROWS = 15
_HERE = Path(__file__).parent
_LABELS = (Text("上一页", "previous page"), Text("下一页", "next page"), Text("第一页", "first page"), Text("最后一页", "last page"),
           Text("转到页", "Go to page"))  # fmt: skip


class Table(anywidget.AnyWidget):
    """Rows as (id, texts…); `selected` is the id of the row that was clicked or entered.

    The headers of the columns in `sortable` can be pressed; whoever shows the rows observes `sort`, the column that was
    pressed and whether the largest come first, and shows them in that order.
    """

    _esm = _HERE / "table.js"
    _css = _HERE / "table.css"
    header = traitlets.List(traitlets.Unicode()).tag(sync=True)
    numeric = traitlets.List(traitlets.Int()).tag(sync=True)
    sortable = traitlets.List(traitlets.Int()).tag(sync=True)
    sort: Any = traitlets.List().tag(sync=True)
    labels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    pages = traitlets.Int(1).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)

    def __init__(self, header: Sequence[Text], lang: Lang, numeric: Sequence[int] = (), **more: Any) -> None:
        labels = [said.to(lang) for said in _LABELS]
        super().__init__(header=[t.to(lang) for t in header], numeric=list(numeric), labels=labels, **more)
        self._all: Sequence[Sequence[Any]] = ()
        self._lang = lang

    def show(self, rows: Sequence[Sequence[Any]], *, keep: bool = False) -> None:
        """Takes these rows and turns to the first page, or keeps to the page it is on."""
        self._all, self.pages = rows, max(1, -(-len(rows) // ROWS))
        self.page = min(self.page, self.pages - 1) if keep else 0
        self._turn()

    @traitlets.observe("page")
    def _turn(self, _: Any = None) -> None:
        page = min(max(self.page, 0), self.pages - 1)
        self.rows = [[str(v) for v in row] for row in self._all[page * ROWS : (page + 1) * ROWS]]
        rows = len(self._all)
        place = Text(
            f"第 {page + 1:,}/{self.pages:,} 页，共 {rows:,} 条", f"page {page + 1:,} of {self.pages:,}, {rows:,} rows"
        )
        self.place = place.to(self._lang)

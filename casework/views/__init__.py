"""Views: one screen per notebook. A screen shows and collects; it computes nothing."""

import atexit
import functools
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import ipywidgets as widgets
import pandas as pd

from casework import pages
from casework.casebook import Casebook
from casework.vocabulary import Lang, Refused, Text, language

LANGUAGES = [("中文", "zh"), ("English", "en")]


def open_book(book: str | Path | None = None) -> Casebook:
    """The casebook given, else CASEWORK_BOOK, else a demo of 200 households in a temporary folder."""
    return Casebook.open(book_path(book))


def book_path(book: str | Path | None = None) -> Path:
    """Where the casebook lies that `open_book` opens; there may be none yet."""
    return Path(book or os.environ.get("CASEWORK_BOOK") or _demo())


@functools.cache
def _demo() -> Path:
    from casework import demo

    folder = tempfile.TemporaryDirectory(prefix="casework-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "demo.db"
    demo.make(path, households=200, seed=1).close()
    return path


class Screen:
    """What a notebook shows: the live widget, and a fixed sentence where no kernel runs.

    `build` makes the widget for a language and is called again when the language is switched; `guide` says how the
    page is used, a step each.
    """

    def __init__(self, title: Text, build: Callable[[Lang], widgets.Widget], guide: Sequence[Text] = ()) -> None:
        self.title, self._build, self._guide = title, build, guide
        self.lang: Lang = language()
        switch = widgets.ToggleButtons(options=LANGUAGES, value=self.lang, style={"button_width": "5rem"})
        switch.observe(self._switch, "value")
        self._body = widgets.VBox(self._made())
        self.widget = widgets.VBox([switch, self._body])

    def _made(self) -> list[widgets.Widget]:
        guide = [widgets.HTML(pages.guide(self._guide, self.lang))] if self._guide else []
        try:
            return [*guide, self._build(self.lang)]
        except Refused as refusal:
            return [*guide, widgets.HTML(pages.why(refusal, self.lang))]

    def _switch(self, change: dict[str, Any]) -> None:
        self.lang = change["new"]
        self._body.children = self._made()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        title = f"{self.title.zh} {self.title.en}"
        bundle = dict(self.widget._repr_mimebundle_())
        bundle["text/plain"] = f"{title}（请在 JupyterLab 中运行 / run in JupyterLab）"
        said = "请在 JupyterLab 中运行本页。Run this page in JupyterLab to use it."
        bundle["text/html"] = f"<p><em>{pages.esc(title)}</em>：{said}</p>"
        return bundle


class Kept(Protocol):
    """A page whose widget is shown, and which takes what was typed from the one before."""

    widget: widgets.Widget


K = TypeVar("K", bound=Kept)


def keeping(made: Callable[[Lang, K | None], K]) -> Callable[[Lang], widgets.Widget]:
    """A `build` that hands each page the one before it, so that what was typed outlives a switch of language, and a refusal too."""
    last: list[K] = []

    def build(lang: Lang) -> widgets.Widget:
        last[:] = [made(lang, last[0] if last else None)]
        return last[0].widget

    return build


def guarded(status: widgets.HTML, lang: Lang, act: Callable[[], None]) -> Callable[[Any], None]:
    """A callback that shows what is refused as a sentence in place; Lab itself swallows errors of callbacks."""

    def run(_: Any) -> None:
        try:
            status.value = ""
            act()
        except Refused as refusal:
            status.value = pages.fault(refusal.text, lang)
        except Exception as error:  # shown in place, because Lab would hide it
            name = type(error).__name__
            status.value = pages.fault(Text(f"程序出错：{name}: {error}", f"casework failed: {name}: {error}"), lang)

    return run


P = ParamSpec("P")
T = TypeVar("T")


def _or(instead: Callable[[Refused], T]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator for what a cell calls: where it is refused (no casebook yet, a key that is wanting), this instead of a traceback."""

    def decorated(shows: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(shows)
        def shown(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return shows(*args, **kwargs)
            except Refused as refusal:
                return instead(refusal)

        return shown

    return decorated


def _sentence(refusal: Refused) -> Screen:
    def build(_: Lang) -> widgets.Widget:
        raise refusal

    return Screen(Text("案卷库打不开", "The casebook cannot be opened"), build)


or_why = _or(_sentence)
"""For `screen`: the sentence why not, in its place."""
or_nothing = _or(lambda _: pd.DataFrame())
"""For `summary`: nothing, since the screen above it says why."""

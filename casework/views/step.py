"""A step of a page: its heading with a mark, what the book has, a form, and what was said of the last act."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import ipywidgets as widgets

from casework import pages
from casework.casebook import Casebook
from casework.pages import first_day as shown
from casework.views import guarded, open_book
from casework.vocabulary import Codes, Lang, Text

LABEL = "10.5rem"
"""How wide the words before a field are."""
_INDENT = {"width": "max-content", "margin": "4px 0 4px 11.1rem"}
_WORKING = Text("正在办理……", "Working …")


class Page(Protocol):
    """The page that a step stands on."""

    book: str | Path | None
    path: Path
    lang: Lang

    def who(self) -> str:
        """The name that was given; Refused without one."""

    def read(self) -> None:
        """Shows every step as the book is now."""


class Step:
    """One step of a page. `now` says how it stands; `made` makes its form, whose fields keep what is typed over a switch of language."""

    TITLE: Text
    NAMED = True
    """Whether its acts are recorded under a name."""

    def __init__(self, page: Page, number: int) -> None:
        self.page, self.lang, self.number = page, page.lang, number
        self.head, self.there, self.status = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.fields: dict[str, Any] = {}
        self.buttons: list[widgets.Button] = []
        self.form = widgets.VBox(self.made())
        self.widget = widgets.VBox([self.head, self.there, self.form, self.status])

    def made(self) -> list[widgets.Widget]:
        """The form."""
        return []

    def now(self, opened: Casebook) -> tuple[bool, Text, str]:
        """Whether it is done, a sentence on how it stands, and what the book has."""
        raise NotImplementedError

    def before(self) -> Text:
        """How it stands where there is no book yet."""
        return Text("先完成第 1 步。", "First do step 1.")

    def show(self, opened: Casebook | None) -> bool:
        """Shows the step as the book is now; whether it is done."""
        done, said, there = self.now(opened) if opened else (False, self.before(), "")
        self.head.value = shown.step(self.number, self.TITLE, self.lang, done=done, said=said)
        self.there.value = pages.page(there)
        self.form.layout.display = "" if opened else "none"
        return done

    def take(self, last: "Step") -> None:
        """What was typed before the language was switched."""
        for name, field in self.fields.items():
            field.value = last.fields[name].value

    def opened(self) -> Casebook:
        """The book, to be used in a `with`."""
        return open_book(self.page.book)

    # ---- fields --------------------------------------------------------------------------------------

    def field(self, name: str, kind: type, said: Text, width: str = "26rem", **more: Any) -> Any:
        """A field under a name, its words aligned with those of the others."""
        words = {"description": said.to(self.lang), "style": {"description_width": LABEL}}
        self.fields[name] = kind(layout={"width": width}, **words, **more)
        return self.fields[name]

    def choice(self, name: str, said: Text, codes: Codes, **more: Any) -> Any:
        """A list to choose from, in words."""
        options = [(text.to(self.lang), code) for code, text in codes.words.items()]
        return self.field(name, widgets.Dropdown, said, options=options, **more)

    def ticks(self, name: str, said: Text, words: dict[str, Text], *, value: bool = False) -> widgets.HBox:
        """Boxes to tick, each in words, as fields `name:code`."""
        layout = {"width": "auto", "margin": "2px 1rem 2px 0"}
        boxes = [
            widgets.Checkbox(description=text.to(self.lang), value=value, indent=False, layout=layout)
            for text in words.values()
        ]
        self.fields |= {f"{name}:{code}": box for code, box in zip(words, boxes, strict=True)}
        right = {"width": LABEL, "flex": "0 0 auto", "display": "flex", "justify_content": "flex-end"}
        label = widgets.Label(said.to(self.lang), layout=right)
        return widgets.HBox([label, widgets.Box(boxes, layout={"flex_flow": "row wrap", "margin": "0 0 0 8px"})])

    def ticked(self, name: str) -> list[str]:
        """The codes that are ticked under a name."""
        return [key.removeprefix(f"{name}:") for key, box in self.fields.items() if key.startswith(f"{name}:") and box.value]  # fmt: skip

    def empty(self) -> None:
        """Empties what is typed and ticked, for the next entry; lists and days stay."""
        for field in self.fields.values():
            if isinstance(field, (widgets.Text, widgets.Checkbox)):
                field.value = "" if isinstance(field, widgets.Text) else False

    # ---- acts ----------------------------------------------------------------------------------------

    def button(self, said: Text, act: Callable[[str], list[str]], style: str = "primary") -> widgets.Button:
        """A button for an act by whoever is named, which gives what is to be said of it."""
        made = widgets.Button(description=said.to(self.lang), button_style=style, layout=_INDENT)
        made.on_click(guarded(self.status, self.lang, lambda: self.do(act)))
        self.buttons.append(made)
        return made

    def upload(self, said: Text, accept: str, act: Callable[[str, str, bytes], list[str]]) -> widgets.FileUpload:
        """A button that takes a file for an act, by whoever is named, on its name and content."""
        made = widgets.FileUpload(accept=accept, description=said.to(self.lang), layout=_INDENT)

        def given() -> None:
            if made.value:
                file, made.value = made.value[0], ()
                self.do(lambda who: act(who, file["name"], bytes(file["content"])))

        made.observe(guarded(self.status, self.lang, given), "value")
        return made

    def do(self, act: Callable[[str], list[str]]) -> None:
        """An act by whoever is named, its buttons at rest meanwhile; then every step as the book is now."""
        who = self.page.who() if self.NAMED else ""
        self.status.value = pages.busy(_WORKING, self.lang)
        try:
            for button in self.buttons:
                button.disabled = True
            said = act(who)
        finally:
            for button in self.buttons:
                button.disabled = False
        self.page.read()
        self.status.value = pages.page(*said)

    def box(self, zh: str, en: str, kind: str = "banner") -> str:
        """A sentence in a box."""
        return pages.banner(Text(zh, en).to(self.lang), kind)

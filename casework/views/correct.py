"""Correct: a fact of a case file put right on the household's page, with its source; what it changes is seen first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from casework import pages
from casework.casebook import Casebook, Source
from casework.households import Field, Household, Member, fields
from casework.intake import entry
from casework.pages import correct as shown
from casework.views import form, guarded, open_book
from casework.views.form import Looks, text_of
from casework.vocabulary import FACT_SOURCES, RELATIONS, Lang, Refused, Text

_NOTE = Text("先看影响，再保存。空着的“改为”表示未知，不当作零。原来的内容不删除，留在“办理经过”里。",
             "See what it changes first, then keep it. An empty new value means unknown, not zero. What was there before is not deleted; it stays under History.")  # fmt: skip
_CHOOSE, _WORKING = Text("请选择", "choose"), Text("正在办理……", "Working …")


class Correct:
    """Who, which field, what it is now and what it should be, since when, from where, by whom.

    `reread` is called with the open book when the file is no longer the one on the page.
    """

    def __init__(self, book: str | Path | None, opened: Casebook, number: str, lang: Lang, reread: Callable[[Casebook], None]) -> None:  # fmt: skip
        self.book, self.number, self.lang, self.reread = book, number, lang, reread
        self.looks = Looks(lang, "27rem")
        self.looks.style.description_width = "7.5rem"
        self.status, self.result, self.place = widgets.HTML(), widgets.HTML(), widgets.VBox()
        self.who, self.field, self.source = (widgets.Dropdown(**self._said(said)) for said in (Text("谁的情况", "Whose"), Text("项目", "Field"), Text("来源", "Source")))  # fmt: skip
        self.now = widgets.HTML(description=Text("现在登记为", "On file now").to(lang), layout={"width": "27rem"}, style={"description_width": "7.5rem"})  # fmt: skip
        self.today = opened.today()
        self.since = widgets.DatePicker(value=self.today, **self._said(Text("自何日起属实", "True since")))
        self.reference = widgets.Text(**self._said(Text("凭据", "Document")), placeholder=Text("如 2026 年 9 月工资单", "such as payslip of September 2026").to(lang))  # fmt: skip
        people = list(dict.fromkeys(person.name for person in opened.people()))
        self.by = widgets.Combobox(**self._said(Text("经办人", "Done by")), options=people, placeholder=Text("姓名", "name").to(lang))  # fmt: skip
        self.source.options = self._options([(said.to(lang), code) for code, said in FACT_SOURCES.words.items()])
        self.source.value = ""
        self.show = self._button(Text("先看影响", "Show what it changes"), keep=False)
        self.keep = self._button(Text("保存更正", "Keep the correction"), keep=True)
        self._fit("")
        self.look(opened)
        self.who.observe(guarded(self.status, lang, self._other_person), "value")
        self.field.observe(guarded(self.status, lang, lambda: self._fit("")), "value")
        for box in (self.since, self.source, self.reference, self.by):
            box.observe(guarded(self.status, lang, self._unseen), "value")
        self.widget = self._laid_out()

    def _said(self, said: Text) -> dict[str, Any]:
        return {"description": said.to(self.lang), "layout": self.looks.layout, "style": self.looks.style}

    def _options(self, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(_CHOOSE.to(self.lang), ""), *options]

    def _button(self, said: Text, *, keep: bool) -> widgets.Button:
        button = widgets.Button(description=said.to(self.lang), button_style="primary" if keep else "", layout={"width": "max-content"})  # fmt: skip
        button.on_click(guarded(self.status, self.lang, lambda: self._correct(keep=keep)))
        return button

    def _laid_out(self) -> widgets.Widget:
        note = widgets.HTML(pages.page(f'<p class="note">{pages.esc(_NOTE.to(self.lang))}</p>'))
        buttons = widgets.HBox([self.show, self.keep], layout={"margin": "2px 2px 2px 7.7rem"})
        boxes = (self.who, self.field, self.now, self.place, self.since, self.source, self.reference, self.by, buttons)
        left = widgets.VBox([*boxes], layout={"margin": "0 1.5rem 0 0"})
        return widgets.VBox([note, widgets.Box([left, self.result], layout={"flex_flow": "row wrap"}), self.status])

    # ---- the boxes ----------------------------------------------------------------------------------

    def look(self, opened: Casebook) -> None:
        """The file as it is now; what was typed stays."""
        who, name, text = self.who.value, self.field.value or "", self._text()
        self.file, self.seen = opened.household(self.number), opened.revision(self.number)
        head = Text(f"{self.file.name}（户主和家庭）", f"{self.file.name} (head and household)")
        self.people: dict[int, Household | Member] = {0: self.file}
        self.people |= zip(opened.places(self.number), self.file.members, strict=True)
        members = [(f"{m.name} ({RELATIONS.show(m.relation, self.lang)})", place) for place, m in self.people.items() if isinstance(m, Member)]  # fmt: skip
        self.who.options = [(head.to(self.lang), 0), *members]
        self.who.value = who if who in self.people else 0
        self._other_person()
        self.field.value = name if name in self._fields() else ""
        self._fit(text)

    def _fields(self) -> dict[str, Field]:
        """The fields of whom is chosen, in the order in which they are typed in; the number of a file stays."""
        record, groups = (Member, form.MEMBER) if self.who.value else (Household, form.HEAD)
        described: dict[str, Field] = fields(record)
        order = [*(name for group in groups.values() for name in group), *form.BY_STEPS]
        return {name: described[name] for name in order if name in described and name != "file_number"}

    def _other_person(self) -> None:
        name, there = self.field.value, self._fields()
        self.field.options = self._options([(field.header.to(self.lang), name) for name, field in there.items()])
        self.field.value = name if name in there else ""
        self._fit("")

    def _fit(self, text: str) -> None:
        """What is on file of the chosen field, and a box of its kind for what it should be."""
        name = self.field.value
        self.box: Any = None
        if name:
            field = self._fields()[name]
            said = field._replace(header=Text("改为", "New value"), needed=False)
            self.box = self.looks.entry(said, self.lang, text)
            self.box.observe(guarded(self.status, self.lang, self._unseen), "value")
            self.now.value = pages.page(shown.now(field, getattr(self.people[self.who.value], name), self.lang))
        self.now.layout.display = "" if name else "none"
        self.place.children = [self.box] if name else []
        self._unseen()

    def _text(self) -> str:
        return text_of(self._fields()[self.field.value], self.box.value, self.lang) if self.field.value else ""

    def _unseen(self) -> None:
        """What is kept is what was seen: after any change it is to be looked at again."""
        self.keep.disabled, self.result.value = True, ""

    # ---- the correction -----------------------------------------------------------------------------

    def _correct(self, *, keep: bool) -> None:
        """Shows or keeps the correction; when the file is no longer the one on the page, that is read anew."""
        self.show.disabled = self.keep.disabled = True
        self.status.value = pages.busy(_WORKING, self.lang)
        try:
            with open_book(self.book) as opened:
                try:
                    said = self._try(opened, keep=keep)
                finally:
                    if opened.revision(self.number) != self.seen:
                        self.look(opened)
                        self.reread(opened)
        finally:
            self.show.disabled = False
        if keep:
            self._clear()
        self.status.value = pages.page(pages.banner(said)) if keep else ""

    def _try(self, opened: Casebook, *, keep: bool) -> str:
        """The correction by the book's own rules: its effect in place, and what is to be said once it is kept."""
        place, name = self.who.value, self._chosen()
        record = self.people[place]
        value, notices = entry.corrected(record, name, self._text(), opened.today())
        source = Source(self.source.value, opened.today(), self.reference.value.strip() or None)
        found = opened.correct(self.number, {name: value}, source, self.by.value.strip(), true_from=self.since.value,
                               place=place, seen=self.seen, keep=keep)  # fmt: skip
        moved = shown.sentence(self._fields()[name], getattr(record, name), value, self.lang)
        self.result.value = pages.page(shown.effect(moved, notices, found, self.lang))
        self.keep.disabled = keep
        return shown.kept(moved, self.lang)

    def _chosen(self) -> str:
        """The field; Refused while it, the day or the source is not said."""
        for box in (self.field, self.since, self.source):
            if not box.value:
                raise Refused(f"请先填“{box.description}”。", f"fill in “{box.description}” first.")
        return str(self.field.value)

    def _clear(self) -> None:
        self.field.value = self.source.value = self.reference.value = ""
        self.since.value = self.today

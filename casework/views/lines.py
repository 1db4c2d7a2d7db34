"""This year's line: those that were entered, what each does to the caseload, its signature, and the form for another."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from casework import money, pages
from casework.casebook import Casebook, lines, reach
from casework.casebook.lines import Entered
from casework.pages import rules
from casework.views import guarded, open_book
from casework.views.table import Table
from casework.vocabulary import Lang, Refused, Text

_LINES = (Text("编号", "No."), Text("标准", "Line of"), Text("每人每月(元)", "Yuan a month"), Text("施行日", "From"), Text("状态", "State"),
          Text("登记", "Entered"), Text("签批", "Signed"))  # fmt: skip
_NO_LINES = Text("还没有登记过标准。低保标准公布后，经办人在下面照文件登记，再由另一人签批。",
                 "No line has been entered yet. When one is published a handler enters it below from its document; another person signs it.")  # fmt: skip
_CHOOSE = Text("点一行（或用 Tab 键选到再按回车）看其文件和影响，再签批。", "Click a row, or go to it with Tab and press Enter, to see its document and what it does, and to sign it.")  # fmt: skip
_WORKING, COUNTING = Text("正在办理……", "Working …"), Text("正在测算全部在册家庭……", "Working it out for all files …")
_LABEL, ROW = {"description_width": "9rem"}, {"flex_flow": "row wrap"}


class Part:
    """What the tabs share: the book, the language, labelled fields and guarded buttons."""

    widget: widgets.Widget

    def __init__(self, book: str | Path | None, lang: Lang) -> None:
        self.book, self.lang, self.status = book, lang, widgets.HTML()
        self.kept: list[Any] = []
        self.buttons: list[widgets.Button] = []

    def field(self, kind: type, said: Text, width: str = "26rem", **more: Any) -> Any:
        """A field with its label; what it holds is kept when the language is switched."""
        made = kind(description=said.to(self.lang), layout={"width": width}, style=_LABEL, **more)
        self.kept.append(made)
        return made

    def button(self, said: Text, act: Callable[[Casebook], None], busy: Text = _WORKING) -> widgets.Button:
        button = widgets.Button(description=said.to(self.lang), layout={"width": "max-content"})
        button.on_click(guarded(self.status, self.lang, lambda: self._do(act, busy)))
        self.buttons.append(button)
        return button

    def _do(self, act: Callable[[Casebook], None], busy: Text) -> None:
        self.status.value = doing = pages.busy(busy, self.lang)
        for button in self.buttons:
            button.disabled = True
        try:
            with open_book(self.book) as opened:
                act(opened)
        finally:
            for button in self.buttons:
                button.disabled = False
            if self.status.value == doing:
                self.status.value = ""

    def take(self, last: "Part") -> None:
        """What was chosen and typed before the language was switched."""
        for mine, theirs in zip(self.kept, last.kept, strict=True):
            mine.value = theirs.value


class Reach:
    """What a change does: sums, and the households that change."""

    def __init__(self, lang: Lang) -> None:
        self.lang, self.sums, self.table = lang, widgets.HTML(), Table(rules.CHANGED, lang, numeric=range(3, 11))
        self.clear()

    def clear(self) -> None:
        self.sums.value, self.table.layout.display = "", "none"

    def show(self, opened: Casebook, found: dict[str, Any]) -> None:
        rows = rules.changed(found, reach.names(opened, found), self.lang)
        self.table.show(rows)
        self.table.layout.display = "" if rows else "none"
        self.sums.value = pages.page(rules.reach(found, self.lang))


class Lines(Part):
    """The lines that were entered, and the one that is chosen with what it does and its signature."""

    def __init__(
        self, book: str | Path | None, lang: Lang, then: Callable[[Casebook, Sequence[dict[str, Any]]], None]
    ) -> None:
        super().__init__(book, lang)
        self.then, self.hint, self.chosen = then, widgets.HTML(), widgets.HTML()
        self.table, self.reach = Table(_LINES, lang, numeric=[2]), Reach(lang)
        self.who = self.field(widgets.Combobox, Text("签批人", "Signed by"), placeholder=Text("姓名", "name").to(lang))
        self.why = self.field(widgets.Text, Text("不予通过的理由", "Why refused"))
        self.sign = self.button(Text("签批，自施行日起生效", "Sign: in force from its day"), self._sign)
        self.refuse = self.button(Text("不予通过", "Refuse"), self._refuse)
        self.sign.button_style = "primary"
        acts = [widgets.Box(row, layout=ROW) for row in ([self.who, self.sign], [self.why, self.refuse])]
        self.acts = widgets.VBox(acts)
        self.entry = Entry(book, lang, self._entered)
        self.table.observe(guarded(self.status, lang, self._choose), "selected")
        self._read()
        self.widget = widgets.VBox([self.hint, self.table, self.chosen, self.reach.sums, self.acts, self.status, self.reach.table, self.entry.widget])  # fmt: skip

    def take(self, last: Any) -> None:
        """Also the line that was chosen."""
        super().take(last)
        self.entry.take(last.entry)
        self.table.selected = last.table.selected

    # ---- what is there ------------------------------------------------------------------------------

    def _read(self) -> None:
        """The lines and people, as the book is now."""
        with open_book(self.book) as opened:
            self.all = lines.lines(opened)
            names = list(dict.fromkeys(person.name for person in opened.people()))
            self.then(opened, self.all)
            self.entry.read(opened, names)
        self.who.options = names
        self.table.show([self._row(row) for row in self.all], keep=True)
        self.table.layout.display = "" if self.all else "none"
        self.hint.value = pages.page(pages.banner((_CHOOSE if self.all else _NO_LINES).to(self.lang)))
        self._choose()

    def _row(self, row: dict[str, Any]) -> list[str]:
        made, signed = (f"{row[f'{act}_on'] or ''} {row[f'{act}_by'] or '—'}".strip() for act in ("made", "signed"))
        return [str(row["seq"]), str(row["seq"]), row["name"].to(self.lang), money.show(row["amount_fen"]), row["starts"],
                lines.STATES.show(row["state"], self.lang), made, signed]  # fmt: skip

    def _choose(self) -> None:
        found = next((row for row in self.all if str(row["seq"]) == self.table.selected), None)
        self.acts.layout.display = "flex" if found and found["state"] == "waiting" else "none"
        self.chosen.value = pages.page(rules.line(found, self.lang)) if found else ""
        self.reach.clear()
        if found and found["state"] not in ("refused", "replaced"):
            self._do(lambda opened: self.reach.show(opened, reach.reach_of(opened, found["seq"])), COUNTING)

    # ---- the acts -----------------------------------------------------------------------------------

    def _entered(self, seq: int) -> None:
        self.table.selected = str(seq)
        self._read()

    def _sign(self, opened: Casebook) -> None:
        seq = int(self.table.selected)
        lines.sign(opened, seq, self.who.value)
        starts = lines.line(opened, seq)["starts"]
        self._after(Text(f"第 {seq} 号标准已签批，自 {starts} 起用于核算。", f"Line {seq} is signed and counts from {starts}."))  # fmt: skip

    def _refuse(self, opened: Casebook) -> None:
        seq = int(self.table.selected)
        lines.refuse(opened, seq, self.who.value, self.why.value)
        self._after(Text(f"第 {seq} 号标准未通过。", f"Line {seq} was refused."))

    def _after(self, said: Text) -> None:
        """The page as the book is now; names are not kept for the next act."""
        self.who.value = self.why.value = self.entry.status.value = ""
        self._read()
        self.status.value = pages.page(pages.banner(said.to(self.lang)))


class Entry(Part):
    """The form for a line, and what it would do before it is entered."""

    def __init__(self, book: str | Path | None, lang: Lang, then: Callable[[int], None]) -> None:
        super().__init__(book, lang)
        self.then, self.reach = then, Reach(lang)
        self.region = self.field(widgets.Dropdown, Text("标准的地区", "Line of"))
        self.yuan = self.field(widgets.Text, Text("每人每月(元)", "Yuan a month, each"), placeholder="1120")
        self.starts = self.field(widgets.DatePicker, Text("施行日", "In force from"))
        self.title = self.field(widgets.Text, Text("文件名称", "Document"))
        self.number = self.field(widgets.Text, Text("文号", "Its number"))
        self.dated = self.field(widgets.DatePicker, Text("发文日期", "Its date"))
        self.address = self.field(widgets.Text, Text("见于（可不填）", "Where (optional)"))
        self.by = self.field(widgets.Combobox, Text("登记人", "Entered by"), placeholder=Text("姓名", "name").to(lang))
        self.sure = self.field(widgets.Checkbox, Text("已核对，确实如此", "Checked: it is so"))
        look = self.button(Text("先看影响", "See what it does"), self._look, COUNTING)
        enter = self.button(Text("登记，待签批", "Enter it, to be signed"), self._enter)
        rows = [[self.region, self.yuan], [self.title, self.number], [self.dated, self.starts], [self.address, self.by], [self.sure, look, enter]]  # fmt: skip
        heading = widgets.HTML(pages.page(pages.heading(Text("登记一条标准", "Enter a line"), lang, 3)))
        boxes = [widgets.Box(row, layout=ROW) for row in rows]
        self.widget = widgets.VBox([heading, *boxes, self.status, self.reach.sums, self.reach.table])

    def read(self, opened: Casebook, names: list[str]) -> None:
        """The regions and people of the book; without a region there is nothing to enter."""
        self.by.options = names
        try:
            options = tuple((said.to(self.lang), name) for name, said in lines.regions(opened).items())
        except Refused as refusal:
            self.widget.children = [widgets.HTML(pages.fault(refusal.text, self.lang))]
            return
        if options != self.region.options:
            self.region.options = options
            self.region.value = options[0][1]

    def _said(self) -> Entered:
        """What stands in the form; Refused where a field wants something."""
        wanted = (self.yuan, self.title, self.dated, self.starts)
        if empty := next((field for field in wanted if not str(field.value or "").strip()), None):
            raise Refused(f"请填写“{empty.description}”。", f"fill in “{empty.description}”.")
        try:
            fen = money.exact(self.yuan.value.strip())
        except ValueError as error:
            raise Refused(f"“{self.yuan.description}”应为元数，如 1120。", f"“{self.yuan.description}” must be yuan, such as 1120.") from error  # fmt: skip
        return Entered(self.region.value, fen, self.starts.value, self.title.value, self.dated.value, self.number.value, self.address.value)  # fmt: skip

    def _look(self, opened: Casebook) -> None:
        said = self._said()
        self.reach.clear()
        doubts = [pages.banner(text.to(self.lang)) for text in lines.doubts(opened, said)]
        self.reach.show(opened, reach.reach(opened, said))
        self.status.value = pages.page(*doubts)

    def _enter(self, opened: Casebook) -> None:
        seq = lines.enter(opened, self._said(), self.by.value, sure=self.sure.value)
        for field in (self.yuan, self.title, self.number, self.address, self.by):
            field.value = ""
        self.starts.value = self.dated.value = None
        self.sure.value = False
        self.reach.clear()
        self.then(seq)
        said = Text(f"第 {seq} 号标准已登记，等另一人签批。", f"Line {seq} is entered and waits for another person to sign it.")  # fmt: skip
        self.status.value = pages.page(pages.banner(said.to(self.lang)))

"""One household's page: why, other facts, cliffs, what was done, the case file and its corrections, letter and note to print."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from casework import money, pages
from casework.assistance import explain
from casework.assistance.cliffs import trace
from casework.assistance.what_if import FACTS, fact, to_line, tried
from casework.casebook import Casebook
from casework.casebook.register import received, reveal
from casework.households import FACT_WORDS
from casework.views import guarded, open_book
from casework.views.correct import Correct
from casework.vocabulary import Lang, Refused, Text

_HIDDEN = Text("身份证号、手机、银行卡号和住址已遮盖。需要查看时，填写查看人和事由；查看会记入审计记录。",
               "ID numbers, phone, bank card and address are masked. To see them say who looks and why; it is kept in the audit trail.")  # fmt: skip
_TRY = Text("改一个数，看类别和帮扶怎样变。只是试算，不保存。", "Change a figure and see class and aid move. Only tried; nothing is kept.")  # fmt: skip
_CORRECT = Text("更正", "Correct")
_TABS = (Text("认定理由", "Why"), Text("假如", "What if"), Text("收入变化", "Earning more"), Text("办理经过", "History"), Text("档案", "Case file"),
         _CORRECT, Text("打印", "Print"))  # fmt: skip
_WIDE = widgets.Layout(width="26rem")


class Page:
    """The page of one household as it stands now, in tabs below its head; `corrected` is told when its file has changed."""

    def __init__(
        self, book: str | Path | None, opened: Casebook, number: str, lang: Lang,
        corrected: Callable[[Casebook, str], None] = lambda _, __: None,
    ) -> None:  # fmt: skip
        self.book, self.number, self.lang, self.corrected = book, number, lang, corrected
        self.head, self.correct = widgets.VBox(), Correct(book, opened, number, lang, self._again)
        self.tabs = {said: widgets.VBox() for said in _TABS}
        self.tabs[_CORRECT].children = [self.correct.widget]
        tab = widgets.Tab([*self.tabs.values()], titles=[said.to(lang) for said in _TABS])
        self.widget = widgets.VBox([self.head, tab])
        self.read(opened)

    def _again(self, opened: Casebook) -> None:
        self.read(opened)
        self.corrected(opened, self.number)

    def read(self, opened: Casebook) -> None:
        """The household as it is now, on every tab but the one where it is corrected."""
        lang = self.lang
        self.file, self.assessment = opened.household(self.number), opened.assess(number=self.number)
        self.head.children = [widgets.HTML(pages.head(self.file, self.assessment, 0, lang))]
        way = pages.waterfall(to_line(self.assessment, 0), lang)
        made = (self._shown(way, pages.note(self.assessment, 0, lang)), self._what_if(), self._shown(self._cliffs()),
                self._course(opened), self._case_file(), self._print(opened.settings["unit"]))  # fmt: skip
        for said, shown in zip((said for said in _TABS if said is not _CORRECT), made, strict=True):
            self.tabs[said].children = [shown]

    def _shown(self, *parts: str) -> widgets.HTML:
        return widgets.HTML(pages.page(*parts))

    def _note(self, said: Text) -> widgets.HTML:
        return self._shown(f'<p class="note">{pages.esc(said.to(self.lang))}</p>')

    def _cliffs(self) -> str:
        try:
            return pages.cliffs(trace(self.assessment, 0), self.lang)
        except Refused as refusal:
            return pages.banner(refusal.text.to(self.lang))

    def _course(self, opened: Casebook) -> widgets.HTML:
        number = self.file.file_number
        steps, state = opened.steps(number), opened.state(number)
        done = pages.course(state, opened.settings["steps"], steps, self.lang)
        return self._shown(pages.had(received(opened, number), self.lang), done, pages.changed(opened.changes(number), self.lang))  # fmt: skip

    # ---- what if ------------------------------------------------------------------------------------

    def _what_if(self) -> widgets.Widget:
        self.given = {name: self._field(name) for name in FACTS}
        status, self.result = widgets.HTML(), widgets.HTML()
        back = button(Text("恢复原值", "As recorded"), self.lang)
        back.on_click(guarded(status, self.lang, self._reset))
        for field in self.given.values():
            field.observe(guarded(status, self.lang, self._try), "value")
        self._try()
        left = widgets.VBox([*self.given.values(), back, status])
        return widgets.VBox([self._note(_TRY), widgets.Box([left, self.result], layout={"flex_flow": "row wrap"})])

    def _field(self, name: str) -> widgets.Text:
        unit = Text("", "") if name == "size" else Text("（元）", " (yuan)")
        said = Text(FACT_WORDS[name].zh + unit.zh, FACT_WORDS[name].en + unit.en).to(self.lang)
        wide = "11rem" if self.lang == "zh" else "20rem"
        return widgets.Text(self._now(name), description=said, layout={"width": "auto"}, style={"description_width": wide})  # fmt: skip

    def _now(self, name: str) -> str:
        value = fact(self.assessment, 0, name)
        return "" if value is None else str(value) if name == "size" else money.show(value)

    def _reset(self) -> None:
        for name, field in self.given.items():
            field.value = self._now(name)

    def _try(self) -> None:
        before, after = tried(self.assessment, 0, {name: _said(name, field.value) for name, field in self.given.items()})  # fmt: skip
        self.result.value = pages.page(pages.what_if(before, after, self.lang))

    # ---- the case file ------------------------------------------------------------------------------

    def _case_file(self) -> widgets.Widget:
        self.by, self.why = (
            widgets.Text(description=said.to(self.lang), layout=_WIDE) for said in (Text("查看人", "Who looks"), Text("查看事由", "Reason"))
        )  # fmt: skip
        status, self.card = widgets.HTML(), widgets.HTML()
        show = button(Text("显示完整号码", "Show in full"), self.lang)
        show.on_click(guarded(status, self.lang, self._reveal))
        self._show_file(whole=False)
        return widgets.VBox([self._note(_HIDDEN), widgets.HBox([self.by, self.why, show], layout={"flex_flow": "row wrap"}), status, self.card])  # fmt: skip

    def _reveal(self) -> None:
        with open_book(self.book) as opened:
            reveal(opened, self.file.file_number, self.by.value, self.why.value)
        self._show_file(whole=True)

    def _show_file(self, *, whole: bool) -> None:
        self.card.value = pages.page(pages.case_file(self.file, self.assessment.on, self.lang, whole=whole))

    # ---- to print -----------------------------------------------------------------------------------

    def _print(self, unit: str) -> widgets.Widget:
        said = explain.letter(self.assessment, 0, unit=unit, name=self.file.name)
        title, letter = said.title.to(self.lang), pages.page(pages.letter(said, self.lang))
        note = pages.page(f"<h2>{pages.esc(self.file.name)}　{pages.esc(self.file.file_number)}</h2>", pages.note(self.assessment, 0, self.lang))  # fmt: skip
        buttons = [
            Print(label=Text(f"打印{what.zh}", f"Print the {what.en}").to(self.lang), document=pages.standalone(title, body))
            for what, body in ((Text("决定书", "letter"), letter), (Text("核算说明", "calculation note"), note))
        ]  # fmt: skip
        return widgets.VBox([widgets.HBox(buttons), widgets.HTML(pages.page(pages.letter(said, self.lang)))])


class Print(anywidget.AnyWidget):
    """A button that prints a document of its own."""

    _esm = Path(__file__).parent / "print.js"
    label = traitlets.Unicode().tag(sync=True)
    document = traitlets.Unicode().tag(sync=True)


def button(said: Text, lang: Lang) -> widgets.Button:
    """A button as wide as its words."""
    return widgets.Button(description=said.to(lang), layout={"width": "max-content"})


def _said(name: str, text: str) -> int | None:
    """A figure as it is written in a field; nothing is unknown. Refused when it is no such figure."""
    if not text.strip():
        return None
    try:
        value: Any = int(text) if name == "size" else money.parse(text)
    except ValueError:
        value = -1
    if not 0 <= value < 10**13 or (name == "size" and not 1 <= value <= 99):
        what = FACT_WORDS[name]
        raise Refused(f"{what.zh}应填数字，如 {'3' if name == 'size' else '24000'}。", f"{what.en}: write a figure such as {'3' if name == 'size' else '24000'}.")  # fmt: skip
    return int(value)

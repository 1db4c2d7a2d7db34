"""Rules: a pack to read, this year's line entered and signed, one household under two packs, and the reach of a change."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import pages
from casework.casebook import Casebook, reach
from casework.pages import rules
from casework.views import Screen, guarded, keeping, open_book, or_nothing, or_why
from casework.views.lines import COUNTING, ROW, Lines, Part, Reach
from casework.vocabulary import CLASSES, Lang, Text, language

_TABS = (Text("规则包", "Read a pack"), Text("本年标准", "This year's line"), Text("两套对照", "Side by side"), Text("影响面", "Reach of a change"))  # fmt: skip
_GUIDE = [
    Text("“规则包”里选一套规则和日期，逐条看内容和出处；黄色一栏说明它是示例还是本单位的规则。",
         "Under “Read a pack” choose rules and a day and read each entry with its source; the yellow line says whether it is an example."),
    Text("每年低保标准公布后，经办人在“本年标准”照文件登记：先点“先看影响”，再点“登记，待签批”。",
         "When a new Dibao line is published a handler enters it from its document under “This year's line”: look at what it does first, then enter it."),
    Text("另一人（审批人）点选该条，看清谁的类别会变、要多花多少，再签批或不予通过。签批后自其施行日起用于全部核算；以前的决定不变。",
         "Another person, an approver, clicks it, sees whose class changes and what it costs, and signs or refuses it. Once signed it counts from its day in every answer; past decisions stay."),
    Text("“两套对照”看同一户在两套规则下为何不同；“影响面”看换一套规则或待签批的标准对全部在册家庭的影响。只是比较，不改变任何东西。",
         "“Side by side” says why two packs differ for one household; “Reach of a change” what another pack or a line that waits does to all files. They only compare and change nothing."),
]  # fmt: skip


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The rules of a casebook; what was chosen and typed stays when the language is switched."""
    return Screen(Text("政策与标准", "Rules"), keeping(lambda lang, last: _Rules(book, lang, last)), _GUIDE)


class _Rules:
    """The four tabs, and the warnings above them."""

    def __init__(self, book: str | Path | None, lang: Lang, last: "_Rules | None" = None) -> None:
        with open_book(book) as opened:
            self.packs = [(opened.standard(stem).pack.name.text.to(lang), stem) for stem in reach.packs(opened)]
            settings, on = opened.settings, opened.last_day
        self.read = _Read(book, lang, self.packs, on)
        self.one = _OneHousehold(book, lang, self.packs, on)
        self.change = _Change(book, lang, self.packs)
        self.lines = Lines(book, lang, self.change.read)
        self.parts = (self.read, self.lines, self.one, self.change)
        self.tabs = widgets.Tab([part.widget for part in self.parts], titles=[said.to(lang) for said in _TABS])
        if last:
            for mine, theirs in zip(self.parts, last.parts, strict=True):
                mine.take(theirs)
            self.tabs.selected_index = last.tabs.selected_index
        self.widget = widgets.VBox([widgets.HTML(pages.page(pages.warnings(settings, None, lang))), self.tabs])


class _Read(Part):
    """A pack with its sources on a day, and the line of a region through the years."""

    def __init__(self, book: str | Path | None, lang: Lang, packs: Sequence[tuple[str, str]], on: date) -> None:
        super().__init__(book, lang)
        self.pack = self.field(widgets.Dropdown, Text("规则包", "Pack"), "42rem", options=packs)
        self.on = self.field(widgets.DatePicker, Text("日期", "Day"), value=on)
        self.region = self.field(widgets.Dropdown, Text("标准的地区", "Line of"), options=[])
        self.said, self.table = widgets.HTML(), widgets.HTML()
        self.pack.observe(guarded(self.status, lang, self._regions), "value")
        for control in (self.on, self.region):
            control.observe(guarded(self.status, lang, self._show), "value")
        self._regions()
        bar = widgets.Box([self.pack, self.on], layout=ROW)
        self.widget = widgets.VBox([bar, self.status, self.said, self.region, self.table])

    def _regions(self) -> None:
        with open_book(self.book) as opened:
            standard = opened.standard(self.pack.value)
        names = {name: line.name.text.to(self.lang) for name, line in standard.lines.items()}
        none = Text("（本规则包不指定地区）", "(the pack names no region)").to(self.lang)
        options = [*([] if standard.region else [(none, "")]), *((said, name) for name, said in names.items())]
        self.region.options = options
        self.region.value = standard.region or ""
        self._show()

    def _show(self) -> None:
        with open_book(self.book) as opened:
            standard, on = opened.standard(self.pack.value), self.on.value or opened.last_day
        self.said.value = pages.page(rules.pack(standard, on, self.lang))
        self.table.value = pages.page(rules.region(standard, self.region.value, on, self.lang)) if self.region.value else ""  # fmt: skip


class _OneHousehold(Part):
    """One household under two packs."""

    def __init__(self, book: str | Path | None, lang: Lang, packs: Sequence[tuple[str, str]], on: date) -> None:
        super().__init__(book, lang)
        self.text = self.field(widgets.Text, Text("户（编号或姓名）", "Household"), placeholder=Text("职工编号或姓名", "file number or name").to(lang))  # fmt: skip
        self.on = self.field(widgets.DatePicker, Text("日期", "Day"), value=on)
        self.packs = [
            self.field(widgets.Dropdown, said, "42rem", options=packs, value=packs[k % len(packs)][1])
            for k, said in enumerate((Text("规则包", "Pack"), Text("另一规则包", "The other pack")))
        ]
        show = self.button(Text("对照", "Set side by side"), self._show)
        self.said = widgets.HTML()
        rows = [[self.text, self.on], [self.packs[0]], [self.packs[1], show]]
        self.widget = widgets.VBox([*(widgets.Box(row, layout=ROW) for row in rows), self.status, self.said])

    def _show(self, opened: Casebook) -> None:
        self.said.value = ""
        number = reach.whose(opened, self.text.value)
        one, other = (opened.assess(pack.value, self.on.value, number) for pack in self.packs)
        name = opened.household(number).name
        self.said.value = pages.page(rules.two_packs(one, other, name, self.lang))


class _Change(Part):
    """The reach of another pack, or of a line that waits, on all files."""

    def __init__(self, book: str | Path | None, lang: Lang, packs: Sequence[tuple[str, str]]) -> None:
        super().__init__(book, lang)
        self.packs = packs
        self.to = self.field(widgets.Dropdown, Text("换成", "Change to"), "42rem")
        self.reach = Reach(lang)
        show = self.button(Text("看影响面", "See the reach"), self._show, COUNTING)
        bar = widgets.Box([self.to, show], layout=ROW)
        self.widget = widgets.VBox([bar, self.status, self.reach.sums, self.reach.table])

    def take(self, last: Any) -> None:
        """What was chosen, if it may still be."""
        if last.to.value in [key for _, key in self.to.options]:
            super().take(last)

    def read(self, opened: Casebook, all_: Sequence[dict[str, Any]]) -> None:
        """What may be chosen: the lines that wait, then every pack but the book's own."""
        waiting = {f"line {row['seq']}": Text(f"待签批的第 {row['seq']} 号标准", f"line {row['seq']}, which waits") for row in all_ if row["state"] == "waiting"}  # fmt: skip
        kept, own = self.to.value, opened.settings["pack"]
        options = [*((said.to(self.lang), key) for key, said in waiting.items()), *(pair for pair in self.packs if pair[1] != own)]  # fmt: skip
        self.to.options = options
        self.to.value = kept if kept in [key for _, key in options] else options[0][1]

    def _show(self, opened: Casebook) -> None:
        self.reach.clear()
        kind, _, seq = self.to.value.partition(" ")
        found = reach.reach_of(opened, int(seq)) if kind == "line" and seq else opened.compare(opened.standard(), opened.standard(self.to.value))  # fmt: skip
        self.reach.show(opened, found)


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """How many households each class has under the book's rules, and would have with a line a tenth higher; no person's data."""
    with open_book(book) as opened:
        found = [reach.classes_at(opened, times) for times in (Fraction(1), Fraction(11, 10))]
    columns = [Text("现行标准", "the line as it is"), Text("标准高一成", "a line a tenth higher")]
    index = [CLASSES.show(code, language()) for code in found[0]]
    return pd.DataFrame({said.to(language()): list(n.values()) for said, n in zip(columns, found, strict=True)}, index=index)  # fmt: skip

"""Intake: a workbook judged, corrected and stored, or one household typed into the form."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import intake, pages
from casework.casebook import Casebook
from casework.casebook.already import by_state, imported
from casework.intake.cells import plain
from casework.intake.findings import FOLLOWS, Finding, quote
from casework.intake.rows import FORM, field_of
from casework.pages import intake as shown
from casework.views import Screen, guarded, open_book, or_nothing, or_why
from casework.views.form import Form, Looks, text_of
from casework.views.table import Table
from casework.vocabulary import STATES, Lang, Refused, Text, language

_FINDINGS = (Text("工作表", "Sheet"), Text("行", "Row"), Text("职工编号", "File"), Text("项目", "Field"), Text("问题和办法", "What is wrong, and what to do"))  # fmt: skip
_CORRECTIONS = (
    Text("工作表", "Sheet"),
    Text("行", "Row"),
    Text("项目", "Field"),
    Text("原为", "Was"),
    Text("改为", "Is"),
)
_GUIDE = [
    Text("选一个工作簿（《职工信息》《家庭成员》两张表）：先核对，不存。", "Choose a workbook with the sheets 职工信息 and 家庭成员: it is checked first, nothing is stored."),
    Text("在问题表里点一行，填新值，点“改用此值”，整个工作簿重新核对；改错了可以撤回。原来写的一律保留。",
         "Click a row of the findings, give the new value and press “Use this value”: the whole workbook is checked again; a correction can be undone. What was written is kept."),
    Text("填经办人，点“存入案卷库”。未接受的行可另存为工作簿，交填表人改好后再导入。",
         "Say who does it and press “Store in the casebook”. Rows that were not accepted can be saved as a workbook, to be corrected and imported again."),
    Text("只有一户时用“填一户”：边填边看类别、帮扶和还缺什么；填的内容在新建之前一直都在。",
         "For one household use the form: class, aid and what is missing follow as you type, and what you typed stays until the file is opened."),
]  # fmt: skip
_EMPTY = Text(
    "请选择一个 .xlsx 工作簿，或把它拖到本页（不超过 50 MB）。只核对，不存入案卷库。",
    "Choose an .xlsx workbook, or drop it on this page (at most 50 MB). It is checked; nothing is stored yet.",
)
_CHANGED = Text("核对之后案卷库有了变动，已重新核对，尚未存入：请看过再存。",
                "The casebook has changed since the workbook was checked. It was checked again and is not stored yet: look, then store it.")  # fmt: skip
_NO_STEP = Text("已录入，尚无步骤", "entered, no step yet")
_WORKING = Text("正在核对……", "Checking …")
_WHICH: dict[Text, Callable[[Finding], bool]] = {
    Text("要改正的", "To correct"): lambda said: said.verdict in ("rejected", "duplicate") and said.code not in FOLLOWS,
    Text("全部未接受的", "All not accepted"): lambda said: said.verdict in ("rejected", "duplicate"),
    Text("已接受，请核对的", "Accepted, to check"): lambda said: said.verdict == "accepted",
    Text("跳过的", "Skipped"): lambda said: said.verdict == "skipped",
}


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The intake over a casebook; what was given on the page outlives a change of language."""
    given = nothing()

    def build(lang: Lang) -> widgets.Widget:
        with open_book(book) as opened:
            warning = widgets.HTML(pages.page(pages.warnings(opened.settings, None, lang)))
        titles = [Text("导入工作簿", "Import a workbook"), Text("填一户", "One household")]
        parts = [_Workbook(book, given, lang).widget, Form(book, given["typed"], lang).widget]
        tabs = widgets.Tab(parts, titles=[said.to(lang) for said in titles], selected_index=given["tab"])
        tabs.observe(lambda change: given.update(tab=change["new"]), "selected_index")
        return widgets.VBox([warning, tabs])

    return Screen(Text("录入与导入", "Intake"), build, _GUIDE)


def nothing() -> dict[str, Any]:
    """What a page begins with: nothing chosen, nothing typed."""
    return {
        "workbook": None,
        "judgement": None,
        "stored": None,
        "asked": None,
        "which": 0,
        "who": "",
        "typed": {},
        "tab": 0,
    }


class _Workbook:
    """The widgets of a workbook: chosen, judged, corrected, stored."""

    def __init__(self, book: str | Path | None, given: dict[str, Any], lang: Lang) -> None:
        self.book, self.given, self.lang, self.looks, self.before = book, given, lang, Looks(lang), given["asked"]
        self.status, self.result = widgets.HTML(), widgets.HTML()
        choose = Text("选择工作簿（.xlsx）", "Choose a workbook (.xlsx)").to(lang)
        self.upload = widgets.FileUpload(accept=".xlsx", description=choose, layout={"width": "max-content"})
        self.upload.observe(guarded(self.status, lang, self._given), "value")
        self.which = widgets.Dropdown(description=Text("问题", "Findings").to(lang), layout={"width": "22rem"})
        self.findings = Table(_FINDINGS, lang, numeric=[1])
        self.chosen, self.field, self.place = widgets.HTML(), widgets.Dropdown(layout=self.looks.layout, style=self.looks.style), widgets.Box()  # fmt: skip
        self.field.description = Text("项目", "Field").to(lang)
        self.use = self._button(Text("改用此值", "Use this value"), self._use)
        self.correct = widgets.VBox([self.chosen, self.field, widgets.HBox([self.place, self.use])])
        self.corrections = Table(_CORRECTIONS, lang, numeric=[1])
        self.undo = self._button(Text("撤回所选更正", "Undo the chosen correction"), self._undo)
        self.kept = widgets.VBox(
            [
                widgets.HTML(pages.page(pages.heading(Text("已作的更正", "Corrections made"), lang, 3))),
                self.corrections,
                self.undo,
            ]
        )
        self.who = widgets.Combobox(
            given["who"], description=Text("经办人", "Done by").to(lang), placeholder=Text("姓名", "name").to(lang)
        )
        self.store = self._button(Text("存入案卷库", "Store in the casebook"), self._store)
        self.rejects = self._button(
            Text("未接受的行另存为工作簿", "Save the rows not accepted as a workbook"), self._rejects
        )
        self.acts = widgets.HBox([self.who, self.store, self.rejects], layout={"flex_flow": "row wrap"})
        self.below = widgets.VBox([self.which, self.findings, self.correct, self.kept, self.acts])
        self.who.observe(lambda change: given.update(who=change["new"]), "value")
        self.which.observe(guarded(self.status, lang, self._list), "value")
        self.findings.observe(guarded(self.status, lang, self._choose), "selected")
        self.field.observe(guarded(self.status, lang, self._ask), "value")
        with open_book(book) as opened:
            self.who.options = list(dict.fromkeys(person.name for person in opened.people()))
        self._show()
        self._enable()
        self._take()
        self.widget = widgets.VBox([self.upload, self.result, self.below, self.status])

    def _button(self, said: Text, act: Callable[[Casebook], Text]) -> widgets.Button:
        button = widgets.Button(description=said.to(self.lang), layout={"width": "max-content"})
        button.on_click(guarded(self.status, self.lang, lambda: self._do(act)))
        return button

    def _do(self, act: Callable[[Casebook], Text]) -> None:
        """An act over the book, said to go on while it does; then the page as it is now."""
        self.status.value = pages.busy(_WORKING, self.lang)
        try:
            self._enable(working=True)
            with open_book(self.book) as opened:
                said = act(opened)
            self._show()
        finally:
            self._enable()
        self.status.value = pages.page(pages.banner(said.to(self.lang)))

    def _enable(self, *, working: bool = False) -> None:
        """Which buttons can be pressed: none while something goes on, and what there is nothing for cannot."""
        judgement, stored = self.given["judgement"], self.given["stored"] is not None
        for button, is_idle in {
            self.use: stored, self.undo: stored, self.store: stored or not (judgement and judgement.accepted),
            self.rejects: not (judgement and judgement.returned),
        }.items():  # fmt: skip
            button.disabled = working or is_idle
        self.store.button_style = "" if self.store.disabled else "primary"

    # ---- chosen and judged --------------------------------------------------------------------------

    def _given(self) -> None:
        chosen, self.upload.value = self.upload.value, ()  # empty again, so that the same file can be chosen once more
        for file in chosen:
            self._do(functools.partial(self._read, file))

    def _read(self, file: dict[str, Any], opened: Casebook) -> Text:
        return self._judge(opened, intake.Workbook.read(Path(file["name"]), bytes(file["content"])))

    def _judge(self, opened: Casebook, workbook: intake.Workbook) -> Text:
        judgement = workbook.judged(opened)
        self.given |= {"workbook": workbook, "judgement": judgement, "stored": None, "asked": None, "head": opened.head}
        days, said = imported(opened, workbook.sha256), judgement.counts
        if days:
            said = Text(
                f"{said.zh}此文件已于 {'、'.join(days)} 导入过。",
                f"{said.en} This file was imported before, on {', '.join(days)}.",
            )
        return said

    def _show(self) -> None:
        """Everything that is shown, as it was given and judged."""
        workbook, judgement = self.given["workbook"], self.given["judgement"]
        self.below.layout.display = "flex" if judgement else "none"
        if judgement is None:
            self.result.value = pages.page(pages.banner(_EMPTY.to(self.lang)))
            return
        self.result.value = pages.page(shown.judged(workbook.path.name, judgement, self.lang))
        counts = [sum(map(wanted, judgement.findings)) for wanted in _WHICH.values()]
        which = self.given["which"]
        self.which.options = [
            (f"{said.to(self.lang)} ({n})", k) for k, (said, n) in enumerate(zip(_WHICH, counts, strict=True))
        ]
        self.which.value = which
        self._list()
        self.corrections.show([[str(k), *row] for k, row in enumerate(self._corrections(workbook))])
        self.kept.layout.display = "flex" if workbook.corrections else "none"

    def _corrections(self, workbook: intake.Workbook) -> list[list[str]]:
        return [
            [c.sheet, str(c.row), FORM[c.sheet][c.field].header.to(self.lang), said["was"] or "—", said["value"] or "—"]
            for c, said in zip(workbook.corrections, workbook.trace(), strict=True)
        ]

    def _list(self) -> None:
        wanted = list(_WHICH.values())[self.which.value or 0]
        self.given["which"] = self.which.value or 0
        self.findings.selected = ""
        self.findings.show(
            _Rows(
                self.given["workbook"],
                [(k, said) for k, said in enumerate(self.given["judgement"].findings) if wanted(said)],
                self.lang,
            )
        )
        self._choose()

    # ---- corrected ----------------------------------------------------------------------------------

    def _choose(self) -> None:
        """The cell to correct: that of the finding, or another of its row."""
        chosen = self.findings.selected
        self.correct.layout.display = "flex" if chosen and self.given["stored"] is None else "none"
        if not chosen:
            return
        self.said = self.given["judgement"].findings[int(chosen)]
        columns, about = self.given["workbook"].pages[self.said.sheet].columns, field_of(self.said)
        self.field.options = [(FORM[self.said.sheet][name].header.to(self.lang), name) for name in columns]
        self.field.value = about.name if about else next(iter(columns))
        self._ask()

    def _ask(self, text: str = "") -> None:
        """The cell as it was written, and a box for its new value."""
        said, field = self.said, FORM[self.said.sheet][self.field.value]
        was = quote(plain(self.given["workbook"].cell(said.sheet, said.row, field.name))) or "—"
        title = Text(f"改正《{said.sheet}》第 {said.row} 行：{field.header.zh}，原写“{was}”",
                     f"Correct row {said.row} of {said.sheet}: {field.header.en}, as written “{was}”")  # fmt: skip
        self.chosen.value = pages.page(pages.heading(title, self.lang, 3))
        self.value = self.looks.entry(field, self.lang, text)
        self.value.description = Text("新值", "New value").to(self.lang)
        self.value.observe(guarded(self.status, self.lang, self._typed), "value")
        self.place.children = [self.value]
        self._typed()

    def _typed(self) -> None:
        """What is being corrected is kept for the other language."""
        text = text_of(FORM[self.said.sheet][self.field.value], self.value.value, self.lang)
        self.given["asked"] = (self.findings.selected, self.field.value, text)

    def _take(self) -> None:
        """What was being corrected before the language was switched."""
        if asked := self.before:
            self.findings.selected, self.field.value = asked[:2]
            self._ask(asked[2])

    def _use(self, opened: Casebook) -> Text:
        said, (_, name, text) = self.said, self.given["asked"]
        if not text.strip():
            raise Refused("请填新值。", "give the new value.")
        return self._judge(
            opened, self.given["workbook"].corrected(intake.Correction(said.sheet, said.row, name, text))
        )

    def _undo(self, opened: Casebook) -> Text:
        if not self.corrections.selected:
            raise Refused("请先在上表中点选一条更正。", "choose a correction in the table above first.")
        workbook, at = self.given["workbook"], int(self.corrections.selected)
        self.corrections.selected = ""
        return self._judge(opened, workbook.without(workbook.corrections[at]))

    # ---- stored -------------------------------------------------------------------------------------

    def _store(self, opened: Casebook) -> Text:
        workbook, before = self.given["workbook"], self.given["judgement"]
        if opened.head != self.given["head"]:
            self._judge(opened, workbook)
            if self.given["judgement"] != before:
                return _CHANGED
        intake.store(opened, workbook, before, by=self.who.value.strip())
        self.given["stored"] = said = intake.stored_in_words(before)
        return said

    def _rejects(self, opened: Casebook) -> Text:
        # A file, not a link: see the bank file of the payments page.
        path = intake.rejects_beside(opened.path, self.given["workbook"])
        intake.write_rejects(self.given["judgement"], path)
        return Text(f"已写入 {path}，只有本机当前用户可读。内有姓名和证件号，用完请删除。",
                    f"Written to {path}, readable by you alone. It holds names and ID numbers: delete it when done.")  # fmt: skip


class _Rows(Sequence[Sequence[str]]):
    """Findings as rows of the table, made when they are looked at."""

    def __init__(self, workbook: intake.Workbook, found: Sequence[tuple[int, Finding]], lang: Lang) -> None:
        self.workbook, self.found, self.lang = workbook, found, lang

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, at: Any) -> Any:
        return [self._row(*found) for found in self.found[at]] if isinstance(at, slice) else self._row(*self.found[at])

    def _row(self, k: int, said: Finding) -> list[str]:
        field, number = field_of(said), quote(plain(self.workbook.cell(said.sheet, said.row, "file_number")))
        return [
            str(k),
            said.sheet,
            str(said.row),
            number,
            field.header.to(self.lang) if field else "",
            getattr(said, self.lang),
        ]


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """How many files stand at each state when the page is opened; no person's data."""
    with open_book(book) as opened:
        found, lang = by_state(opened), language()
    opening = Text("打开本页时", "When the page was opened").to(language())
    rows = {STATES.show(state, lang) if state else _NO_STEP.to(lang): n for state, n in found.items()}
    return pd.DataFrame({Text("户数", "Households").to(lang): rows.values()}, index=pd.Index(rows, name=opening))

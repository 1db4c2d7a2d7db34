"""Follow-up: what the cases want done and doing it; visits; who came and left; the caseload before and after aid."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import pages, workflow
from casework.casebook import Casebook, caseload
from casework.casebook.caseload import EVER, FOUND, KINDS, Item
from casework.pages import follow_up
from casework.views import Screen, guarded, keeping, open_book, or_nothing, or_why
from casework.views.table import Table
from casework.vocabulary import ACTS, CLASSES, REASONS, Lang, Refused, Text, language
from casework.workflow import REASONED, Step

_HEADER = (Text("职工编号", "File"), Text("姓名", "Name"), Text("状态", "State"), Text("事项", "What"), Text("期限", "Due by"),
           Text("逾期(天)", "Days late"))  # fmt: skip
_NEVER = (Text("职工编号", "File"), Text("姓名", "Name"), Text("核算类别", "Class worked out"))
_GUIDE = [
    Text("“待办”列出各案卷要办的事，最急的在前；用“事项”和“期限”缩小范围，或在“查找”里输编号、姓名的几个字，找任何一份案卷。",
         "“To do” lists what the files want done, the most urgent first; narrow it by What and By when, or type part of a number or name into Search for any file."),
    Text("点表中一行（或用 Tab 键选到再按回车），下面打开该案卷：待办、办理经过、还缺的材料。",
         "Click a row, or go to it with Tab and press Enter: the file opens below with what it wants, its steps and the papers wanting."),
    Text("选步骤、日期、办理人，写明情况或原因，再点“登记”。只列出现在可以办的步骤；不合规定时会说明原因，已填的内容不会丢。",
         "Choose step, day and person, say what was found or why, then press Record. Only steps that may come now are listed; what is refused says why, and nothing typed is lost."),
    Text("“入户和回访”“进入和退出”“帮扶前后”是全部案卷的汇总，打开时计算。", "“Visits”, “Came and left” and “Effect of aid” sum up all files; they are worked out when opened."),
]  # fmt: skip
_AHEAD = {0: Text("到今天为止", "by today"), 7: Text("今后 7 天内", "in the next 7 days"), 30: Text("今后 30 天内", "in the next 30 days"),
          90: Text("今后 90 天内", "in the next 90 days"), EVER: Text("全部", "all")}  # fmt: skip
_NOTHING = Text("这个范围内没有待办事项：请放宽“期限”，或在“查找”里输编号或姓名找一份案卷。",
                "Nothing is due in this range: choose a longer time, or type a number or name into Search to find a file.")  # fmt: skip
_NO_FILE = Text("没有符合的案卷：请少填几个字，或核对编号、姓名。", "No file fits: type fewer letters, or check the number or name.")  # fmt: skip
_NO_FILES = Text("案卷库中还没有案卷：请先用 casework import 导入档案。", "This casebook has no files yet: bring them in with casework import.")  # fmt: skip
_CHOOSE = Text("点一行（或用 Tab 键选到该行再按回车）打开案卷。", "Click a row, or go to it with Tab and press Enter, to open the file.")  # fmt: skip
_READING, _WORKING = Text("正在计算……", "Working it out …"), Text("正在登记……", "Recording …")
_TABS = (Text("待办", "To do"), Text("入户和回访", "Visits"), Text("进入和退出", "Came and left"), Text("帮扶前后", "Effect of aid"))  # fmt: skip
_NEVER_TITLE = Text(
    "从未入户的在档家庭（点一行打开案卷）", "Households on file never visited (click a row to open the file)"
)


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """Follow-up over a casebook; the file that is open stays open when the language is switched."""
    return Screen(Text("回访与退出", "Follow-up"), keeping(lambda lang, last: _FollowUp(book, lang, last)), _GUIDE)


class _FollowUp:
    """The list of what is due with the file that is picked, and three sums of the caseload in tabs beside it."""

    def __init__(self, book: str | Path | None, lang: Lang, last: "_FollowUp | None" = None) -> None:
        self.book, self.lang, self.number, self.seen = book, lang, "", 0
        self.status, self.chosen, self.below, self.hint = (widgets.HTML() for _ in range(4))
        self.lists, self.form = self._lists(), self._form()
        self.sums = [widgets.VBox([widgets.HTML()]) for _ in _TABS[1:]]
        to_do = widgets.VBox([*self.lists, self.chosen, self.form, self.status, self.below])
        self.tabs = widgets.Tab([to_do, *self.sums], titles=[said.to(lang) for said in _TABS])
        with open_book(book) as opened:
            warning = widgets.HTML(pages.page(pages.warnings(opened.settings, None, lang)))
            self.on.value = opened.today()
            self._read(opened)
        self._show()
        for control in (self.kind, self.ahead, self.search):
            control.observe(guarded(self.status, lang, self._show), "value")
        self.table.observe(guarded(self.status, lang, self._pick), "selected")
        self.tabs.observe(guarded(self.status, lang, self._sum_up), "selected_index")
        if last:
            self._take(last)
        self.widget = widgets.VBox([warning, self.tabs])

    def _take(self, last: "_FollowUp") -> None:
        """What was looked for, and the file that was open, before the language was switched."""
        self.ahead.value, self.search.value = last.ahead.value, last.search.value
        if last.kind.value in [kind for _, kind in self.kind.options]:
            self.kind.value = last.kind.value
        if last.number:
            self._open(last.number)

    # ---- what is due --------------------------------------------------------------------------------

    def _lists(self) -> list[widgets.Widget]:
        self.kind = widgets.Dropdown(**self._said(Text("事项", "What"), "16rem", "4rem"))
        options = [(said.to(self.lang), days) for days, said in _AHEAD.items()]
        self.ahead = widgets.Dropdown(options=options, value=30, **self._said(Text("期限", "By when"), "16rem", "4rem"))
        self.search = widgets.Text(**self._said(Text("查找", "Search"), "19rem", "4rem"), placeholder=Text("编号或姓名", "number or name").to(self.lang))  # fmt: skip
        self.table, self.place = Table(_HEADER, self.lang, numeric=[5]), widgets.HTML()
        bar = widgets.Box([self.kind, self.ahead, self.search], layout={"flex_flow": "row wrap"})
        return [bar, self.place, self.table]

    def _said(self, said: Text, width: str = "27rem", label: str = "6.5rem") -> dict[str, Any]:
        return {"description": said.to(self.lang), "layout": {"width": width}, "style": {"description_width": label}}

    def _read(self, opened: Casebook) -> None:
        """What is due, as the book is now; the sums are worked out again when they are looked at."""
        self.items, kept = caseload.agenda(opened), self.kind.value or ""
        there = ["", *caseload.kinds(self.items)]
        words = {"": Text("全部", "all"), **KINDS}
        options = tuple((words[kind].to(self.lang), kind) for kind in there)
        if options != self.kind.options:  # setting them turns the table to its first page
            self.kind.options = options
            self.kind.value = kept if kept in there else ""
        self.is_stale = [True for _ in self.sums]

    def _show(self, *, keep: bool = False) -> None:
        """The table: what is due by kind and time, or the files that are searched for."""
        text = self.search.value.strip()
        self.kind.disabled = self.ahead.disabled = bool(text)
        with open_book(self.book) as opened:
            until = opened.today() + timedelta(days=self.ahead.value)
            found = caseload.find(opened, self.items, text) if text else caseload.ahead(self.items, self.kind.value, until)  # fmt: skip
            is_empty = not opened.rows("SELECT 1 FROM household LIMIT 1")
        self.table.show([self._row(item) for item in found], keep=keep)
        self.table.layout.display = "" if found else "none"
        none = _NO_FILES if is_empty else _NO_FILE if text else _NOTHING
        said = f'<p class="note">{pages.esc(self._count(found, text).to(self.lang))}</p>' if found else pages.banner(none.to(self.lang))  # fmt: skip
        self.place.value = pages.page(said)

    def _count(self, found: list[Item], text: str) -> Text:
        late = sum(bool(item.due and item.due.late_days) for item in found)
        said = Text(f"{len(found)} 项，其中逾期 {late} 项。", f"{len(found)} to do, {late} of them late. ")
        if text:
            said = Text(f"找到 {len(found)} 份案卷。", f"{len(found)} files found. ")
        more = Text(f"只列出前 {FOUND} 份，请多填几个字。", f"Only the first {FOUND} are listed: type more letters. ")
        cut = more if text and len(found) == FOUND else Text("", "")
        return Text(said.zh + cut.zh + _CHOOSE.zh, said.en + cut.en + _CHOOSE.en)

    def _row(self, item: Item) -> list[str]:
        due = item.due
        what = [KINDS[due.what].to(self.lang), str(due.due_on), str(due.late_days or "")] if due else ["—", "", ""]
        return [f"{due.what if due else ''} {item.file_number}", item.file_number, item.name, follow_up.state(item.state, self.lang), *what]  # fmt: skip

    def _pick(self) -> None:
        kind, _, number = self.table.selected.partition(" ")
        if number:
            self._open(number, kind)

    # ---- the file that is picked --------------------------------------------------------------------

    def _form(self) -> widgets.VBox:
        self.act = widgets.Dropdown(**self._said(Text("步骤", "Step")))
        self.on = widgets.DatePicker(**self._said(Text("日期", "Day")))
        self.by = widgets.Combobox(
            **self._said(Text("办理人", "Done by")), placeholder=Text("姓名", "name").to(self.lang)
        )
        self.note = widgets.Text(**self._said(Text("情况说明", "Findings")))
        reasons = [(Text("请选择", "choose").to(self.lang), ""), *((said.to(self.lang), code) for code, said in REASONS.words.items())]  # fmt: skip
        self.reason = widgets.Dropdown(options=reasons, **self._said(Text("原因", "Reason")))
        self.until = widgets.DatePicker(**self._said(Text("截止日", "Until")))
        self.record = widgets.Button(
            description=Text("登记", "Record").to(self.lang),
            button_style="primary",
            layout={"margin": "2px 2px 2px 7rem"},
        )
        self.record.on_click(guarded(self.status, self.lang, self._record))
        for control in (self.act, self.on):
            control.observe(guarded(self.status, self.lang, self._fit), "value")
        self.usual: date | None = None
        left = widgets.VBox([self.act, self.on, self.by])
        right = widgets.VBox([self.note, self.reason, self.until, self.record])
        fields = widgets.Box([left, right], layout={"flex_flow": "row wrap"})
        return widgets.VBox([self.hint, fields], layout={"display": "none"})

    def _fit(self) -> None:
        """The fields that the chosen step wants, who may do it, and its usual end unless another was given."""
        act = self.act.value
        if not act:
            return
        with open_book(self.book) as opened:
            self.by.options = caseload.doers(opened, act)
        usual = workflow.usual_end(act, self.on.value, workflow.procedure()) if self.on.value else None
        if self.until.value == self.usual:
            self.until.value = usual
        self.usual = usual
        for field, is_wanted in (
            (self.note, act not in REASONED),
            (self.reason, act in REASONED),
            (self.until, usual is not None),
        ):
            field.layout.display = "" if is_wanted else "none"
        self.hint.value = pages.page(follow_up.who(act, self.lang))

    def _open(self, number: str, kind: str = "") -> None:
        """A file as it is now, with an empty form for the step that is due."""
        self.number, self.note.value, self.reason.value = number, "", ""
        self.until.value = self.usual = None
        with open_book(self.book) as opened:
            self._look(opened, kind)

    def _look(self, opened: Casebook, kind: str = "") -> None:
        """The picked file as it is now; what stands in the form stays."""
        number, kept = self.number, kind or self.act.value
        state, steps, order = opened.state(number), opened.steps(number), opened.settings["steps"]
        self.seen, acts = opened.revision(number), workflow.next_acts(state, steps, order)
        due = [item.due for item in self.items if item.due and item.file_number == number]
        item = Item(number, opened.household(number).name, state, None)
        self.chosen.value = pages.page(follow_up.case(item, due, self.lang))
        course, wanted = pages.course(state, order, steps, self.lang), opened.checklist(number)
        self.below.value = pages.page(course, follow_up.papers(wanted, self.lang))
        self.act.options = [(ACTS.show(act, self.lang), act) for act in acts]
        self.act.value = kept if kept in acts else acts[0]
        self.form.layout.display = ""

    def _record(self) -> None:
        """The step, by the book; then the list and the file as they are now, whether it was done or refused."""
        number, step = self.number, self._step()
        self.record.disabled = True
        self.status.value = pages.busy(_WORKING, self.lang)
        try:
            with open_book(self.book) as opened:
                try:
                    now = opened.act(number, step.act, step.by, on=step.on, note=step.note, until=step.until, seen=self.seen)["state"]  # fmt: skip
                    self.note.value, self.reason.value, self.until.value, self.usual = "", "", None, None
                finally:
                    self._read(opened)
                    self._look(opened)
        finally:
            self.record.disabled = False
            self._show(keep=True)
        self.status.value = pages.page(follow_up.done(number, step, now, self.lang))

    def _step(self) -> Step:
        act, note = self.act.value, self.note.value.strip() or None
        if self.on.value is None:
            raise Refused("请填写办理日期。", "say on which day it was done.")
        note = (self.reason.value or None) if act in REASONED else note
        return Step(act, self.on.value, self.by.value.strip(), note, self.until.value if self.usual else None)

    # ---- the caseload -------------------------------------------------------------------------------

    def _sum_up(self) -> None:
        """The sum of the tab that is opened, as the book is now."""
        k = self.tabs.selected_index - 1
        if k < 0 or not self.is_stale[k]:
            return
        self.sums[k].children = [widgets.HTML(pages.busy(_READING, self.lang))]
        with open_book(self.book) as opened:
            make: Callable[[Casebook], list[widgets.Widget]] = (self._visits, self._flows, self._effect)[k]
            self.sums[k].children, self.is_stale[k] = make(opened), False

    def _visits(self, opened: Casebook) -> list[widgets.Widget]:
        found, never = caseload.visits(opened, opened.assess()), Table(_NEVER, self.lang)
        never.show([[number, number, name, CLASSES.show(class_, self.lang)] for number, name, class_ in found.never])
        never.observe(guarded(self.status, self.lang, lambda: self._go(never)), "selected")
        title = pages.heading(_NEVER_TITLE, self.lang, 3) if found.never else ""
        sums = widgets.HTML(pages.page(follow_up.visits(found, self.lang), title))
        return [sums, never] if found.never else [sums]

    def _go(self, never: Table) -> None:
        """Opens the file of a row among what is to do."""
        number = never.selected
        if number:
            self.table.selected = never.selected = ""
            self._open(number)
            self.tabs.selected_index = 0

    def _flows(self, opened: Casebook) -> list[widgets.Widget]:
        today = opened.today()
        found = caseload.flows(opened, (today.year - 1, today.year))
        return [widgets.HTML(pages.page(follow_up.flows(found, today, self.lang)))]

    def _effect(self, opened: Casebook) -> list[widgets.Widget]:
        assessment = opened.assess()
        note = pages.banner(assessment.standard.pack.note.text.to(self.lang))
        return [widgets.HTML(pages.page(note, follow_up.effect(caseload.effect(opened, assessment), assessment.on, self.lang)))]  # fmt: skip


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """Files by state, and what is due by kind; no person's data."""
    with open_book(book) as opened:
        found = caseload.counts(opened, caseload.agenda(opened))
    lang = language()
    kinds = (Text("案卷状态", "State of the files"), Text("待办事项", "What is due"))
    rows = [(said.to(lang), str(n), "" if late is None else str(late)) for said, n, late in found]
    header = (Text("名称", "Name"), Text("数量", "Number"), Text("其中逾期", "Of them late"))
    index = [kinds[late is not None].to(lang) for *_, late in found]
    return pd.DataFrame(rows, columns=[said.to(lang) for said in header], index=index)

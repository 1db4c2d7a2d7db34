"""The start screen: the caseload and the funds at a glance, and what waits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import checks, pages
from casework.casebook import Casebook, batches
from casework.pages.first_day import to_first_day
from casework.views import Screen, guarded, open_book, or_nothing, or_why
from casework.views.answer import SMALL
from casework.views.table import Table
from casework.vocabulary import CLASS_CLAIMS, CLASSES, PAYMENT_STATES, Lang, Text, language

_AHEAD = 7
"""So many days ahead are looked at."""
_GUIDE = [
    Text("先看今天和今后七天要办的事，再看等人审批或发放的批次。", "See first what is to be done today and in the seven days ahead, then which batches wait for somebody."),
    Text("用页首的链接去各页；每页打开后自动运行。", "The links at the top lead to the pages; each runs when it is opened."),
    Text("“请留意”列出材料、备份等需要处理的事，照句子里说的做即可。", "“To look at” lists what wants attention; each sentence says what to do."),
]  # fmt: skip
_EMPTY = Text(
    "案卷库中还没有档案或资金，请先做完首日设置。", "This casebook has no files or no funds yet: finish the first day."
)
_ALL = Text("查看待办、在册家庭和检查结果", "Show what is due, the caseload and the check")
_WORKING = Text(
    "正在核算全部档案并检查案卷库，可能要几分钟……",
    "Working out all households and checking the casebook; this may take minutes …",
)
_NOTHING = Text("现在没有。", "Nothing now.")
_DUE = (Text("职工编号", "File"), Text("事项", "What"))


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The start screen over a casebook; what takes long in a large one is worked out when it is asked for."""

    def build(lang: Lang) -> widgets.Widget:
        with open_book(book) as opened:
            head = widgets.HTML(pages.page(*_head(opened, lang)))
            rest = _on_request(book, lang) if _size(opened) > SMALL else widgets.VBox(_rest(opened, lang))
        return widgets.VBox([head, rest])

    return Screen(Text("今日工作台", "Today"), build, _GUIDE)


def _size(opened: Casebook) -> int:
    return int(opened.rows("SELECT count(*) AS n FROM household")[0]["n"])


def _head(opened: Casebook, lang: Lang) -> list[str]:
    """Whose book it is, what its rules are worth, and which batches wait."""
    settings = opened.settings
    unit, last = settings["unit"], settings["last_day"]
    return [
        pages.heading(Text(f"{unit}　截至 {last}", f"{unit}, as of {last}"), lang),
        pages.warnings(settings, opened.standard(), lang),
        "" if _size(opened) and opened.funds() else to_first_day(_EMPTY, lang),
        _money(batches.batches(opened), lang),
    ]


def _on_request(book: str | Path | None, lang: Lang) -> widgets.VBox:
    """A button for what takes minutes, with a bar while it is worked out."""
    ask = widgets.Button(description=_ALL.to(lang), layout={"width": "max-content"})
    status, rest = widgets.HTML(), widgets.VBox()

    def fill() -> None:
        ask.disabled, status.value = True, pages.busy(_WORKING, lang)
        try:
            with open_book(book) as opened:
                rest.children = _rest(opened, lang)
        finally:
            ask.disabled, status.value = False, ""

    ask.on_click(guarded(status, lang, fill))
    return widgets.VBox([ask, status, rest])


def _rest(opened: Casebook, lang: Lang) -> list[widgets.Widget]:
    """What is due, the caseload and the funds at a glance, and what the check found."""
    assessment, waiting, due = opened.assess(), checks.check(opened), opened.due(within=_AHEAD)
    table = Table(_DUE, lang, layout={"display": "" if due else "none"})
    table.show([(d.file_number, d.file_number, d.said.to(lang)) for d in due])
    notices = [notice.to(lang) for notice in waiting.notices if notice != checks.NOT_ENCRYPTED]
    said = Text(f"案卷待办（含今后 {_AHEAD} 天）", f"What the cases want done, up to {_AHEAD} days ahead")
    top = [
        *(pages.banner(fault.to(lang), "bad") for fault in waiting.faults),
        pages.heading(said, lang, 3),
        "" if due else _note(_NOTHING, lang),
    ]
    glance = [
        '<div class="cols"><div>', pages.heading(Text("在册家庭", "Caseload"), lang, 3), pages.classes(assessment, lang),
        "</div><div>", pages.heading(Text("资金", "Funds"), lang, 3), pages.funds(opened.funds(), lang), "</div></div>",
        pages.heading(Text("请留意", "To look at"), lang, 3), "<ul>", *(f"<li>{pages.esc(notice)}</li>" for notice in notices), "</ul>",
        "" if notices else _note(_NOTHING, lang),
    ]  # fmt: skip
    return [widgets.HTML(pages.page(*top)), table, widgets.HTML(pages.page(*glance))]


def _note(said: Text, lang: Lang) -> str:
    return f'<p class="note">{pages.esc(said.to(lang))}</p>'


def _money(sent: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """How many batches wait for whom; nothing where none does."""
    counts = Counter(batch["state"] for batch in sent)
    waits = [
        f"{PAYMENT_STATES.show(state, lang)} {counts[state]}"
        for state in ("waiting", "approved", "part_paid")
        if counts[state]
    ]
    said = Text("资金台账与发放：批次", "Ledger and payments, batches: ").to(lang)
    return pages.banner(f"{said}{'，'.join(waits) if lang == 'zh' else ', '.join(waits)}") if waits else ""


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """How the class on the form and the class worked out agree, in households; no person's data."""
    with open_book(book) as opened:
        if _size(opened) > SMALL:
            return pd.DataFrame()
        assessment, files = opened.assess(), opened.households()
    lang = language()
    names = (Text("表上类别", "class on the form").to(lang), Text("核算类别", "class worked out").to(lang))
    claimed = pd.Series([CLASS_CLAIMS.show(file.claimed_class, lang) for file in files], name=names[0])
    found = pd.Series([CLASSES.show(assessment.class_of(i), lang) for i in range(len(files))], name=names[1])
    return pd.crosstab(claimed, found)

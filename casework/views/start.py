"""The start screen: the caseload and the funds at a glance, and what waits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import checks, pages
from casework.casebook import batches
from casework.pages.first_day import to_first_day
from casework.views import Screen, open_book, or_nothing, or_why
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
_NOTHING = Text("现在没有。", "Nothing now.")
_DUE = (Text("职工编号", "File"), Text("事项", "What"))


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The start screen over a casebook."""

    def build(lang: Lang) -> widgets.Widget:
        with open_book(book) as opened:
            assessment, settings, found = opened.assess(), opened.settings, opened.funds()
            waiting, due, sent = checks.check(opened), opened.due(within=_AHEAD), batches.batches(opened)
        table = Table(_DUE, lang, layout={"display": "" if due else "none"})
        table.show([(d.file_number, d.file_number, d.said.to(lang)) for d in due])
        unit, last = settings["unit"], settings["last_day"]
        day = Text(f"{unit}　截至 {last}", f"{unit}, as of {last}")
        bad = "".join(pages.banner(fault.to(lang), "bad") for fault in waiting.faults)
        notices = [notice.to(lang) for notice in waiting.notices if notice != checks.NOT_ENCRYPTED]
        said = Text(f"案卷待办（含今后 {_AHEAD} 天）", f"What the cases want done, up to {_AHEAD} days ahead")
        top = [
            pages.heading(day, lang),
            pages.warnings(settings, assessment, lang),
            "" if len(assessment) and found else to_first_day(_EMPTY, lang),
            bad,
            _money(sent, lang),
            pages.heading(said, lang, 3),
            "" if due else _note(_NOTHING, lang),
        ]
        glance = [
            '<div class="cols"><div>', pages.heading(Text("在册家庭", "Caseload"), lang, 3), pages.classes(assessment, lang),
            "</div><div>", pages.heading(Text("资金", "Funds"), lang, 3), pages.funds(found, lang), "</div></div>",
            pages.heading(Text("请留意", "To look at"), lang, 3), "<ul>", *(f"<li>{pages.esc(notice)}</li>" for notice in notices), "</ul>",
            "" if notices else _note(_NOTHING, lang),
        ]  # fmt: skip
        return widgets.VBox([widgets.HTML(pages.page(*top)), table, widgets.HTML(pages.page(*glance))])

    return Screen(Text("今日工作台", "Today"), build, _GUIDE)


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
        assessment, files = opened.assess(), opened.households()
    lang = language()
    names = (Text("表上类别", "class on the form").to(lang), Text("核算类别", "class worked out").to(lang))
    claimed = pd.Series([CLASS_CLAIMS.show(file.claimed_class, lang) for file in files], name=names[0])
    found = pd.Series([CLASSES.show(assessment.class_of(i), lang) for i in range(len(files))], name=names[1])
    return pd.crosstab(claimed, found)

"""The start screen: the caseload and the funds at a glance, and what waits."""

from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from casework import checks, pages
from casework.views import Screen, open_book
from casework.vocabulary import CLASS_CLAIMS, CLASSES, Lang, Text, language


def screen(book: str | Path | None = None) -> Screen:
    """The start screen over a casebook."""

    def build(lang: Lang) -> widgets.Widget:
        with open_book(book) as opened:
            assessment, settings, found = opened.assess(), opened.settings, opened.funds()
            waiting = checks.check(opened)
        unit, last = settings["unit"], settings["last_day"]
        day = Text(f"{unit}　截至 {last}", f"{unit}, as of {last}")
        bad = "".join(pages.banner(fault.to(lang), "bad") for fault in waiting.faults)
        due = [notice.to(lang) for notice in waiting.notices if notice != checks.NOT_ENCRYPTED]
        return widgets.HTML(pages.page(
            pages.heading(day, lang), pages.warnings(settings, assessment, lang), bad,
            pages.heading(Text("待办", "To do"), lang, 3), "<ul>", *(f"<li>{pages.esc(said)}</li>" for said in due), "</ul>",
            '<div class="cols"><div>', pages.heading(Text("在册家庭", "Caseload"), lang, 3), pages.classes(assessment, lang),
            "</div><div>", pages.heading(Text("资金", "Funds"), lang, 3), pages.funds(found, lang), "</div></div>",
        ))  # fmt: skip

    return Screen(Text("今日工作台", "Today"), build)


def summary(book: str | Path | None = None) -> pd.DataFrame:
    """How the class on the form and the class worked out agree, in households; no person's data."""
    with open_book(book) as opened:
        assessment, files = opened.assess(), opened.households()
    lang = language()
    names = (Text("表上类别", "class on the form").to(lang), Text("核算类别", "class worked out").to(lang))
    claimed = pd.Series([CLASS_CLAIMS.show(file.claimed_class, lang) for file in files], name=names[0])
    found = pd.Series([CLASSES.show(assessment.class_of(i), lang) for i in range(len(files))], name=names[1])
    return pd.crosstab(claimed, found)

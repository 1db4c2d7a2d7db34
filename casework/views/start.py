"""The start screen: the caseload and the funds at a glance, and what waits."""

from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from casework import checks, pages
from casework.views import Screen, open_book
from casework.vocabulary import CLASSES, Lang, Text


def screen(book: str | Path | None = None) -> Screen:
    """The start screen over a casebook."""

    def build(lang: Lang) -> widgets.Widget:
        with open_book(book) as opened:
            assessment, settings, found = opened.assess(), opened.settings, opened.funds()
            waiting = checks.check(opened)
        day = Text(
            f"{settings['unit']}　截至 {settings['last_day']}",
            f"{settings['unit']}, as of {settings['last_day']}",
        )
        bad = "".join(pages.banner(fault.to(lang), "bad") for fault in waiting.faults)
        due = "".join(f"<li>{pages.esc(notice.to(lang))}</li>" for notice in waiting.notices[1:])
        return widgets.HTML(
            pages.page(
                pages.heading(day, lang),
                pages.warnings(settings["origin"], assessment, lang),
                bad,
                pages.heading(Text("待办", "To do"), lang, 3), f"<ul>{due}</ul>",
                '<div class="cols"><div>', pages.heading(Text("在册家庭", "Caseload"), lang, 3), pages.classes(assessment, lang),
                "</div><div>", pages.heading(Text("资金", "Funds"), lang, 3), pages.funds(found, lang), "</div></div>",
            )
        )  # fmt: skip

    return Screen(Text("今日工作台", "Today"), build)


def summary(book: str | Path | None = None) -> pd.DataFrame:
    """How the class on the form and the class worked out agree, in households; no person's data."""
    with open_book(book) as opened:
        assessment, files = opened.assess(), opened.households()
    claimed = pd.Series([file.claimed_class or "未知" for file in files], name="表上类别")
    found = pd.Series([CLASSES.show(assessment.class_of(i), "zh") for i in range(len(files))], name="核算类别")
    return pd.crosstab(claimed, found)

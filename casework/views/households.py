"""The household explorer: filter, table, and one household's card with its class, aid and reasons."""

from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import money, pages
from casework.assistance import Assessment
from casework.households import Household
from casework.views import Screen, guarded, open_book
from casework.views.table import Table
from casework.vocabulary import AIDS, CLASSES, Lang, Text, language

_HEADER = (Text("职工编号", "File"), Text("姓名", "Name"), Text("类别", "Class"), Text("人口", "Size"), Text("月人均纯收入(元)", "Net/head/month (yuan)"),
           Text("生活", "Living"), Text("医疗", "Medical"), Text("助学", "Tuition"), Text("临时", "Temporary"), Text("送温暖", "Visit"))  # fmt: skip


def screen(book: str | Path | None = None) -> Screen:
    """The household explorer over a casebook."""
    with open_book(book) as opened:
        files, assessment, settings = opened.households(), opened.assess(), opened.settings
    return Screen(Text("困难职工档案", "Households"), lambda lang: _Explorer(files, assessment, settings, lang).widget)


class _Explorer:
    """The widgets of the page and the rows behind them."""

    def __init__(self, files: list[Household], assessment: Assessment, settings: dict[str, Any], lang: Lang) -> None:
        self.files, self.assessment, self.lang, self.unit = files, assessment, lang, settings["unit"]
        self.rows = [_row(file, assessment, i, lang) for i, file in enumerate(files)]
        classes = {"": Text("全部类别", "all classes"), **CLASSES.words}
        options = [(text.to(lang), code) for code, text in classes.items()]
        self.class_ = widgets.Dropdown(options=options, description=Text("类别", "Class").to(lang))
        self.search = widgets.Text(
            description=Text("查找", "Search").to(lang), continuous_update=False, placeholder=Text("姓名或职工编号", "name or file number").to(lang),
        )  # fmt: skip
        self.status, self.table = widgets.HTML(), Table(_HEADER, lang, numeric=range(3, 10))
        hint = Text("点一行查看该户的档案、类别和理由。", "Click a row to see the file, its class and the reasons.")
        self.card = widgets.HTML(pages.page(pages.banner(hint.to(lang))))
        for control in (self.class_, self.search):
            control.observe(guarded(self.status, lang, self._filter), "value")
        self.table.observe(guarded(self.status, lang, self._pick), "selected")
        self._filter()
        warning = widgets.HTML(pages.page(pages.warnings(settings, assessment, lang)))
        filters = widgets.HBox([self.class_, self.search])
        self.widget = widgets.VBox([warning, filters, self.status, self.table, self.card])

    def _filter(self) -> None:
        wanted, text = self.class_.value, self.search.value.strip()
        self.table.show([
            row for i, row in enumerate(self.rows)
            if (not wanted or self.assessment.class_of(i) == wanted) and (not text or text in row[1] or text in row[2])
        ])  # fmt: skip

    def _pick(self) -> None:
        i = next(i for i, file in enumerate(self.files) if file.file_number == self.table.selected)
        self.card.value = pages.card(self.files[i], self.assessment, i, self.lang, self.unit)


def _row(file: Household, assessment: Assessment, i: int, lang: Lang) -> list[str]:
    found = assessment.row(i)
    aids = [money.show(assessment.aids[aid].of(i)) for aid in AIDS.words]
    return [file.file_number, file.file_number, file.name, CLASSES.show(found["class"], lang), str(file.size or "—"),
            money.show(found["net_income_per_capita_month_fen"]), *aids]  # fmt: skip


def summary(book: str | Path | None = None) -> pd.DataFrame:
    """Households and yuan of each kind of aid; no person's data."""
    with open_book(book) as opened:
        found = opened.assess()
    header = (Text("户数", "Households"), Text("金额(元)", "Yuan"), Text("未知户数", "Unknown"))
    aids, lang = list(found.aids.values()), language()
    rows = [(int((a.sure > 0).sum()), money.show(int(a.sure.sum())), int((~a.known).sum())) for a in aids]
    return pd.DataFrame(rows, columns=[t.to(lang) for t in header], index=[AIDS.show(aid, lang) for aid in found.aids])

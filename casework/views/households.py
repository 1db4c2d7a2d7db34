"""The household explorer: search and filters, the table, and one household's page."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import money, pages
from casework.casebook import Casebook
from casework.casebook.register import UNSAID, Register, Wanted
from casework.households import Ints
from casework.views import Screen, answer, guarded, household, open_book, or_nothing, or_why
from casework.views.table import Table
from casework.vocabulary import AIDS, CAUSES, CLASSES, STATES, Codes, Lang, Text, language

_HEADER = (Text("职工编号", "File"), Text("姓名", "Name"), Text("工作单位", "Employer"), Text("状态", "State"), Text("类别", "Class"),
           Text("人口", "Size"), Text("月人均纯收入(元)", "Net/head, month (yuan)"), Text("生活", "Living"), Text("医疗", "Medical"),
           Text("助学", "Tuition"), Text("临时", "Temp."), Text("送温暖", "Visit"))  # fmt: skip
_GUIDE = [
    Text("在“查找”里输姓名、编号或单位的任意几个字；下拉框再按类别、项目、原因、状态、地区筛选。",
         "Type any part of a name, number or employer into Search; the lists narrow it by class, aid, cause, state and region."),
    Text("点表头按那一列排序，再点一次倒过来；表下可翻页，也可填页码直接转到。",
         "Click a column's header to sort by it, and again for the other way; below the table turn pages or go to one by its number."),
    Text("点表中一行（或用 Tab 键选到再按回车），下面打开该户：认定理由、假如、收入变化、办理经过、档案、更正、打印。",
         "Click a row, or go to it with Tab and press Enter: the household opens below with its reasons, what-if, earning more, history, file, correction and letter."),
    Text("“假如”里改一个数，类别和帮扶随之变化；只是试算，不保存。档案有误，在“更正”里改：先看影响，再保存。",
         "Change a figure under What if and class and aid move with it; nothing is kept. Put a wrong fact right under Correct: see what it changes, then keep it."),
    Text("证件号、手机、卡号、住址遮盖着；写明查看人和事由才显示，并记入审计记录。", "Numbers and address are masked; say who looks and why to see them, and it is kept in the audit trail."),
]  # fmt: skip
_HINT = Text("点一行（或用 Tab 键选到该行再按回车）查看该户。", "Click a row, or go to it with Tab and press Enter, to see the household.")  # fmt: skip
_NONE = Text("没有符合条件的档案：请少填几个字、核对姓名或编号，或点“清除条件”。",
             "No file fits: type fewer letters, check the name or number, or press “Clear”.")  # fmt: skip
_LATER = Text("类别和项目要等全部档案核算完才能筛选；算完后自动生效，现在按其他条件显示。",
              "Class and aid can be filtered once all households are worked out; that follows by itself. For now the other conditions hold.")  # fmt: skip
_ABOVE = Text("全部核算完后，合计显示在上面的页面上。", "On the page above, once all are worked out.")
_SORTING = Text("正在排序……", "Sorting …")
_BY = ("file_number", "name", "employer", "state", "class", "size", "net", *AIDS.words)
"""What each column is sorted by; the first four stand in the files, the others are worked out."""
_IN_FILE = 4
_FILTERS = {
    "class_": (Text("类别", "Class"), CLASSES), "aid": (Text("应得项目", "Aid due"), AIDS), "main_cause": (Text("致困原因", "Cause"), CAUSES),
    "state": (Text("状态", "State"), STATES), "hukou_division": (Text("户口所在地", "Region"), Codes({}, False)),
}  # fmt: skip


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The household explorer over a casebook."""
    with open_book(book) as opened:
        found, settings, rules = answer.of(opened, book), opened.settings, opened.standard()
    last: list[_Explorer] = []

    def build(lang: Lang) -> widgets.Widget:
        progress, warning = widgets.HTML(), widgets.HTML(pages.page(pages.warnings(settings, rules, lang)))
        whole, shown = widgets.VBox([warning, progress]), list[_Explorer]()

        def hear() -> None:
            found.show(progress, lang)
            if found.register.is_read and not shown:
                shown.append(_Explorer(book, found.register, lang, last.pop() if last else None))
                last.append(shown[0])
                whole.children = [warning, progress, shown[0].widget]
            if found.register.ready and shown:
                shown[0].use_answers()

        found.hear = hear
        hear()
        return whole

    return Screen(Text("困难职工档案", "Households"), build, _GUIDE)


class _Explorer:
    """Search, filters and the table; a row that is picked shows its household below."""

    def __init__(self, book: str | Path | None, register: Register, lang: Lang, last: "_Explorer | None") -> None:
        self.book, self.register, self.lang = book, register, lang
        self.search = widgets.Text(
            description=Text("查找", "Search").to(lang), layout=widgets.Layout(width="26rem"),
            placeholder=Text("姓名、职工编号或工作单位", "name, file number or employer").to(lang),
        )  # fmt: skip
        self.filters = {name: self._filter(name) for name in _FILTERS}
        self.status, self.wrong, self.below = widgets.HTML(), widgets.HTML(), widgets.VBox()
        self.table = Table(_HEADER, lang, numeric=range(5, 12), sortable=[*range(_IN_FILE)])
        clear = household.button(Text("清除条件", "Clear"), lang)
        clear.on_click(guarded(self.status, lang, self._clear))
        for control in (self.search, *self.filters.values()):
            control.observe(guarded(self.status, lang, self._find), "value")
        self.table.observe(guarded(self.status, lang, self._sort), "sort")
        self.table.observe(guarded(self.status, lang, self._pick), "selected")
        self._find()
        if last:
            self._take(last)
        bar = widgets.Box([*self.filters.values()], layout={"flex_flow": "row wrap"})
        top = widgets.HBox([self.search, clear])
        self.widget = widgets.VBox([top, bar, self.status, self.table, self.wrong, self.below])

    def _filter(self, name: str) -> widgets.Dropdown:
        said, codes = _FILTERS[name]
        there = self.register.codes(name) if name in Register.CODES else list(codes.words)
        words = {"": Text("全部", "all"), **codes.words, UNSAID: Text("未填", "not said")}
        options = [(words[code].to(self.lang) if code in words else code, code) for code in ("", *there)]
        is_empty = there == [UNSAID]
        return widgets.Dropdown(options=options, description=said.to(self.lang), disabled=is_empty, layout={"width": "17rem"})  # fmt: skip

    def _find(self) -> None:
        wanted = Wanted(self.search.value, **{name: control.value for name, control in self.filters.items()})
        found = self.register.find(wanted)
        if self.table.sort:
            column, down = self.table.sort
            found = self.register.ordered(found, _BY[column], down=down)
        self.rows = _Rows(found, self._rows)
        self.table.show(self.rows)
        hint = f'<p class="note">{pages.esc(_HINT.to(self.lang))}</p>'
        later = "" if self.register.ready or not (wanted.class_ or wanted.aid) else pages.banner(_LATER.to(self.lang))
        self.status.value = pages.page(later, hint if len(found) else pages.banner(_NONE.to(self.lang)))

    def _sort(self) -> None:
        self.status.value = pages.busy(_SORTING, self.lang)
        self._find()

    def _clear(self) -> None:
        self.search.value = ""
        for control in self.filters.values():
            control.value = ""
        self._find()

    def use_answers(self) -> None:
        """Sorts by what is worked out, and filters by it where that was asked for before, now that all of it is there."""
        if len(self.table.sortable) < len(_BY):
            self.table.sortable = [*range(len(_BY))]
            if self.filters["class_"].value or self.filters["aid"].value:
                guarded(self.status, self.lang, self._find)(None)

    def _pick(self) -> None:
        with open_book(self.book) as opened:
            self.below.children = [
                household.Page(self.book, opened, self.table.selected, self.lang, self._again).widget
            ]

    def _again(self, opened: Casebook, number: str) -> None:
        """The table where it stands, with what has become of a household that was corrected."""
        self.register.again(opened, number)
        self.table.show(self.rows, keep=True)

    def _take(self, last: "_Explorer") -> None:
        """What was searched, sorted and picked before the language was switched, and the page it was on."""
        self.search.value = last.search.value
        for name, control in self.filters.items():
            control.value = last.filters[name].value
        self.table.sort, self.table.page = last.table.sort, last.table.page
        self.table.selected = last.table.selected

    def _rows(self, places: Ints) -> list[list[str]]:
        """The households at these places as rows of the table; what is not worked out yet is worked out for them."""
        if not self.register.worked_out[places].all():
            guarded(self.wrong, self.lang, lambda: self._work_out(places))(None)
        return [self._row(int(i)) for i in places]

    def _work_out(self, places: Ints) -> None:
        with open_book(self.book) as opened:
            self.register.work_out(opened, places)

    def _row(self, i: int) -> list[str]:
        register, number = self.register, self.register.numbers.of(i)
        class_, size = register.class_of(i), register.answer("size", i)
        return [number, number, register.name(i), register.unit(i), STATES.show(register.code("state", i), self.lang),
                CLASSES.show(class_, self.lang), UNSAID if size is None else str(size),
                *(money.show(register.answer(name, i)) for name in ("net", *AIDS.words))]  # fmt: skip


class _Rows(Sequence[Sequence[str]]):
    """The households found as rows of the table, made when they are looked at."""

    def __init__(self, found: Ints, rows: Callable[[Ints], list[list[str]]]) -> None:
        self._found, self._rows = found, rows

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, at: Any) -> Any:
        return self._rows(self._found[at])


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """Households and yuan of each kind of aid; no person's data. Where they take time, where they will be shown."""
    with open_book(book) as opened:
        found = answer.of(opened, book)
    lang = language()
    if not found.register.ready:
        return pd.DataFrame([_ABOVE.to(lang)], columns=[Text("合计", "Totals").to(lang)], index=[""])
    totals = found.totals()
    columns = [said.to(lang) for said in answer.HEADER]
    return pd.DataFrame([*totals.values()], columns=columns, index=[AIDS.show(aid, lang) for aid in totals])

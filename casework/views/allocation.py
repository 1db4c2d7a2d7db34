"""The allocation simulator: what each fund has, a policy, and who would get what; nothing is booked here."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from casework import funds, money, pages
from casework.funds import Fund, Need, Plan
from casework.views import Screen, guarded, open_book
from casework.views.table import Table
from casework.vocabulary import AIDS, CLASSES, Lang, Text, language

_HEADER = (Text("职工编号", "File"), Text("类别", "Class"), Text("项目", "Aid"), Text("应帮扶(元)", "Need (yuan)"), Text("方案(元)", "Granted (yuan)"),
           Text("资金", "From"), Text("未满足原因", "Why not more"))  # fmt: skip


def screen(book: str | Path | None = None) -> Screen:
    """The allocation simulator over a casebook."""
    with open_book(book) as opened:
        assessment = opened.assess()
        needs, found, settings = opened.needs(assessment), opened.funds(), opened.settings

    def build(lang: Lang) -> widgets.Widget:
        warning = widgets.HTML(pages.page(pages.warnings(settings, assessment, lang)))
        return widgets.VBox([warning, _Simulator(needs, found, lang).widget])

    return Screen(Text("资金分配", "Allocation"), build)


class _Simulator:
    """The widgets of the page; a slider per fund changes what that fund has, in whole yuan."""

    def __init__(self, needs: Sequence[Need], found: Sequence[Fund], lang: Lang) -> None:
        self.needs, self.funds, self.lang = needs, found, lang
        options = [(way.text.to(lang), name) for name, way in funds.POLICIES.items()]
        wide = widgets.Layout(width="46rem")
        self.policy = widgets.Dropdown(options=options, description=Text("分配办法", "Policy").to(lang), layout=wide)
        self.sliders = [_slider(fund, wide) for fund in found]
        self.status, self.result = widgets.HTML(), widgets.HTML()
        self.table = Table(_HEADER, lang, numeric=[3, 4])
        for control in (self.policy, *self.sliders):
            control.observe(guarded(self.status, lang, self._share), "value")
        self._share()
        hint = Text("拖动滑块改变各资金可用金额，方案随即重算；此页不记账。",
                    "Move a slider to change what a fund has; the plan follows. Nothing is booked here.")  # fmt: skip
        self.widget = widgets.VBox([
            widgets.HTML(pages.page(f'<p class="note">{pages.esc(hint.to(lang))}</p>')), self.policy, *self.sliders, self.status, self.result, self.table,
        ])  # fmt: skip

    def _share(self) -> None:
        have = [_moved(fund, slider.value) for fund, slider in zip(self.funds, self.sliders, strict=True)]
        plan = funds.allocate(self.needs, have, self.policy.value)
        self.result.value = pages.page(pages.plan(plan, self.lang))
        needs = sorted(self.needs, key=lambda n: (n.household, n.aid))
        self.table.show([_row(need, plan, self.lang) for need in needs])


def _moved(fund: Fund, yuan: int) -> Fund:
    return fund if yuan == fund.available_fen // 100 else replace(fund, available_fen=yuan * 100)


def _slider(fund: Fund, layout: widgets.Layout) -> widgets.IntSlider:
    yuan = fund.available_fen // 100
    return widgets.IntSlider(
        value=yuan, min=0, max=max(2 * yuan, 100_000), step=1_000, description=fund.name, continuous_update=False,
        layout=layout, style={"description_width": "10rem"}, readout_format=",d",
    )  # fmt: skip


def _row(need: Need, plan: Plan, lang: Lang) -> list[str]:
    granted = plan.granted_to(need)
    payers = [fund for fund in need.funds if (need.household, need.aid, fund) in plan.grants]
    why = plan.why_unmet(need)[1].to(lang) if granted < need.amount_fen else ""
    return [need.household, need.household, CLASSES.show(need.class_, lang), AIDS.show(need.aid, lang),
            money.show(need.amount_fen), money.show(granted), "、".join(payers), why]  # fmt: skip


def summary(book: str | Path | None = None, policy: str = "deepest-first") -> pd.DataFrame:
    """What each fund would grant under a policy, in yuan; no person's data."""
    with open_book(book) as opened:
        _, plan = opened.allocate(policy)
    sums = [(f.available_fen, plan.granted_by(f.name), plan.after(f)) for f in plan.funds]
    rows, columns = [[money.show(fen) for fen in row] for row in sums], [t.to(language()) for t in pages.BY_FUND]
    return pd.DataFrame(rows, columns=columns, index=[f.name for f in plan.funds])

"""The allocation simulator: what each fund has, a policy, who would get what, other budgets, and plans kept by name.

Nothing is booked until a kept plan is adopted.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import funds, money, pages
from casework.assistance import Assessment
from casework.casebook import batches, outlook, scenarios
from casework.funds import Need, Plan, Sharing
from casework.funds.compare import compare_plans
from casework.funds.frontier import frontier
from casework.views import Screen, guarded, open_book, or_nothing, or_why
from casework.views.table import Table
from casework.vocabulary import AIDS, CLASSES, Lang, Refused, Text, language

_HEADER = (Text("职工编号", "File"), Text("类别", "Class"), Text("项目", "Aid"), Text("应帮扶(元)", "Need (yuan)"), Text("方案(元)", "Granted (yuan)"),
           Text("资金", "From"), Text("未满足原因", "Why not more"))  # fmt: skip
_HINT = Text("拖动滑块改变各资金可用金额或留存，方案随即重算；采用已保存的方案之前不记账。",
             "Move a slider to change what a fund has or keeps; the plan follows. Nothing is booked until a kept plan is adopted.")  # fmt: skip
_GUIDE = [
    Text("选一种分法（先帮最困难的、补到同一水平等），方案立即算出；下表每行是一户的一项帮扶和未满足的原因。",
         "Choose a policy (deepest first, raise the floor, …): the plan is worked out at once, a row of the table for each aid of a household with the reason where it is not met."),
    Text("拖滑块（或用左右方向键）改变各资金的可用金额和留存，再看谁多谁少、其他预算会怎样。",
         "Move a slider, or press the arrow keys on it, to change what a fund has or keeps; then see who gains, who loses, and what other budgets would do."),
    Text("满意后填方案名和经办人保存；可保存几个来比较，选定一个采用。采用时才预留资金、形成批次。",
         "Keep a plan under a name and with who does it; keep several and compare them; adopt one. Only then is money reserved and a batch made."),
    Text("批次由另一人在“资金台账与发放”页审批后才能发放。", "Another person approves the batch on the page Ledger and payments before it can be paid."),
]  # fmt: skip
_STALE = Text(
    "此页其余内容仍为采用前的情况，重新运行本页即更新。",
    "The rest of this page shows how it was before; run the page again to renew it.",
)
_SHARES = [Fraction(k, 20) for k in range(41)]
_WIDE = widgets.Layout(width="46rem")


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The allocation simulator over a casebook."""
    with open_book(book) as opened:
        (assessment, sharing), settings, lasts = opened.sharing(), opened.settings, outlook.runway(opened)

    def build(lang: Lang) -> widgets.Widget:
        warning = widgets.HTML(pages.page(pages.warnings(settings, assessment.standard, lang)))
        simulator = _Simulator(sharing, lang)
        parts = {
            Text("其他预算会怎样", "What other budgets would do"): simulator.budgets(),
            Text("保存和比较方案", "Keep and compare plans"): _Kept(book, assessment, simulator, lang).widget,
            Text("资金还能用多久", "How long the money lasts"): widgets.HTML(pages.page(pages.runway(lasts, lang))),
        }
        more = widgets.Accordion(list(parts.values()), titles=[t.to(lang) for t in parts])
        return widgets.VBox([warning, simulator.widget, more])

    return Screen(Text("资金分配", "Allocation"), build, _GUIDE)


class _Simulator:
    """The widgets of the page; a slider per fund changes what that fund has, in whole yuan."""

    def __init__(self, sharing: Sharing, lang: Lang) -> None:
        self.start, self.sharing, self.lang = sharing, sharing, lang
        self.needs = sorted(sharing.given, key=lambda n: (n.household, n.aid))
        options = [(way.name.to(lang), name) for name, way in funds.POLICIES.items()]
        self.policy = widgets.Dropdown(options=options, description=Text("分配办法", "Policy").to(lang), layout=_WIDE)
        self.favours = widgets.HTML()
        self.sliders = [_slider(fund.name, fund.available_fen) for fund in sharing.funds]
        kept = Text("留存", "reserve").to(lang)
        self.reserves = {f.name: _slider(f"{f.name} {kept}", f.reserve_fen) for f in sharing.funds if f.reserve_fen}
        self.status, self.result, self.moved = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.table = Table(_HEADER, lang, numeric=[3, 4])
        ask = _button(Text("与现有资金相比，谁多谁少", "Who gains and who loses by this"), lang)
        ask.on_click(guarded(self.status, lang, self._effect))
        for control in (self.policy, *self.sliders, *self.reserves.values()):
            control.observe(guarded(self.status, lang, self._share), "value")
        self._share()
        hint = widgets.HTML(pages.page(f'<p class="note">{pages.esc(_HINT.to(lang))}</p>'))
        self.widget = widgets.VBox(
            [
                hint,
                self.policy,
                self.favours,
                *self.sliders,
                *self.reserves.values(),
                ask,
                self.status,
                self.moved,
                self.result,
                self.table,
            ]
        )

    def _share(self) -> None:
        funds_ = [
            replace(f, reserve_fen=_fen(self.reserves[f.name], f.reserve_fen)) if f.name in self.reserves else f
            for f in self.sharing.funds
        ]
        if funds_ != list(self.sharing.funds):
            self.sharing = Sharing(self.sharing.given, funds_)
        have = {f.name: _fen(slider, f.available_fen) for f, slider in zip(funds_, self.sliders, strict=True)}
        self.plan = self.sharing.plan(self.policy.value, have)
        favours = funds.POLICIES[self.policy.value].text.to(self.lang)
        self.favours.value = pages.page(f'<p class="note">{pages.esc(favours)}</p>')
        self.result.value = pages.page(pages.plan(self.plan, self.lang))
        self.table.show(_Rows(self.needs, self.plan, self.lang))
        if self.moved.value:
            self._effect()

    def _effect(self) -> None:
        """Who gains and who loses against the plan of the same policy with what the book has."""
        names = {
            "before": Text("现有资金", "what there is").to(self.lang),
            "after": Text("屏上方案", "this plan").to(self.lang),
        }
        found = compare_plans(self.start.plan(self.policy.value).to_json(), self.plan.to_json())
        self.moved.value = pages.page(pages.compared(names | found, self.lang))

    def budgets(self) -> widgets.Widget:
        """A button that draws what other budgets would do by the policy chosen."""
        drawn, status = widgets.HTML(), widgets.HTML()
        draw = _button(Text("按所选办法画出", "Draw for this policy"), self.lang)

        def show() -> None:
            drawn.value = pages.page(pages.curve(frontier(self.sharing, self.policy.value, _SHARES), self.lang))

        draw.on_click(guarded(status, self.lang, show))
        return widgets.VBox([draw, status, drawn])


class _Kept:
    """Plans kept by name: keep the one on the screen, and set two side by side."""

    def __init__(self, book: str | Path | None, assessment: Assessment, simulator: _Simulator, lang: Lang) -> None:
        self.book, self.assessment, self.simulator, self.lang = book, assessment, simulator, lang
        self.name, self.by = (
            widgets.Text(description=said.to(lang)) for said in (Text("方案名", "Name"), Text("经办人", "Who"))
        )
        self.two = [widgets.Dropdown(description=said.to(lang)) for said in (Text("从", "From"), Text("到", "To"))]
        self.status, self.shown = widgets.HTML(), widgets.HTML()
        self.one = widgets.Dropdown(description=Text("方案", "Plan").to(lang))
        acts = {
            Text("保存屏上方案", "Keep the plan on the screen"): self._keep,
            Text("比较", "Compare"): self._compare,
            Text("采用并预留资金", "Adopt and reserve the money"): self._adopt,
        }
        keep, side_by_side, adopt = (_button(said, lang) for said in acts)
        for button, act in zip((keep, side_by_side, adopt), acts.values(), strict=True):
            button.on_click(guarded(self.status, lang, act))
        self._fill()
        rows = [[self.name, self.by, keep], [*self.two, side_by_side], [self.one, adopt]]
        self.widget = widgets.VBox([*map(widgets.HBox, rows), self.status, self.shown])

    def _fill(self) -> None:
        with open_book(self.book) as opened:
            names = [kept["name"] for kept in scenarios.scenarios(opened)]
        for choice, place in zip((*self.two, self.one), (-2, -1, -1), strict=True):
            choice.options = names
            choice.value = names[place] if len(names) >= -place else None

    def _who(self) -> str:
        by = str(self.by.value).strip()
        if not by:
            raise Refused("请填写经办人。", "fill in who does it.")
        return by

    def _said(self, said: Text) -> None:
        self.status.value = pages.page(pages.banner(said.to(self.lang)))

    def _keep(self) -> None:
        name, by = self.name.value.strip(), self._who()
        if not name:
            raise Refused("请填写方案名。", "fill in a name for the plan.")
        with open_book(self.book) as opened:
            scenarios.save(opened, name, self.assessment, self.simulator.plan, by)
        self._fill()
        self._said(Text(f"已保存方案 {name}。", f"kept as {name}."))

    def _adopt(self) -> None:
        if not self.one.value:
            raise Refused("请先保存一个方案。", "keep a plan first.")
        with open_book(self.book) as opened:
            done = scenarios.adopt(opened, self.one.value, self._who())
        said = batches.adopted_in_words(done)
        self._said(Text(f"{said.zh}{_STALE.zh}", f"{said.en} {_STALE.en}"))

    def _compare(self) -> None:
        if not all(choice.value for choice in self.two):
            raise Refused("请先保存两个方案，再选来比较。", "keep two plans first, then choose them.")
        with open_book(self.book) as opened:
            found = scenarios.compare(opened, *(choice.value for choice in self.two))
        self.shown.value = pages.page(pages.compared(found, self.lang))


def _button(said: Text, lang: Lang) -> widgets.Button:
    return widgets.Button(
        description=said.to(lang), layout=widgets.Layout(width="max-content", align_self="flex-start")
    )


def _slider(name: str, fen: int) -> widgets.IntSlider:
    yuan = fen // 100
    return widgets.IntSlider(
        value=yuan, min=0, max=max(2 * yuan, 100_000), step=1_000, description=name, continuous_update=False,
        layout=_WIDE, style={"description_width": "12rem"}, readout_format=",d",
    )  # fmt: skip


def _fen(slider: widgets.IntSlider, was: int) -> int:
    """What a slider says; untouched, it is exact to the fen."""
    return was if slider.value == was // 100 else int(slider.value) * 100


class _Rows(Sequence[Sequence[str]]):
    """The needs of a plan as rows of the table, made when they are looked at."""

    def __init__(self, needs: Sequence[Need], plan: Plan, lang: Lang) -> None:
        self.needs, self.plan, self.lang = needs, plan, lang

    def __len__(self) -> int:
        return len(self.needs)

    def __getitem__(self, at: Any) -> Any:
        return [self._row(need) for need in self.needs[at]] if isinstance(at, slice) else self._row(self.needs[at])

    def _row(self, need: Need) -> list[str]:
        granted = self.plan.granted_to(need)
        payers = self.plan.by_need.get((need.household, need.aid), {})
        why = self.plan.why_unmet(need)[1].to(self.lang) if granted < need.amount_fen else ""
        return [need.household, need.household, CLASSES.show(need.class_, self.lang), AIDS.show(need.aid, self.lang),
                money.show(need.amount_fen), money.show(granted), "、".join(payers), why]  # fmt: skip


@or_nothing
def summary(book: str | Path | None = None, policy: str = "deepest-first") -> pd.DataFrame:
    """What each fund would grant under a policy, in yuan; no person's data."""
    with open_book(book) as opened:
        _, plan = opened.allocate(policy)
    sums = [(f.available_fen, plan.granted_by(f.name), plan.after(f)) for f in plan.funds]
    rows, columns = [[money.show(fen) for fen in row] for row in sums], [t.to(language()) for t in pages.BY_FUND]
    return pd.DataFrame(rows, columns=columns, index=[f.name for f in plan.funds])

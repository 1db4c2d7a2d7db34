"""The plan that an allocation gives: who gets what from which fund, and why not more. Nothing is booked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from casework.funds.limits import Limits
from casework.funds.policies import POLICIES, Policy
from casework.funds.terms import BARS, Fund, Need
from casework.indicators import exact_fgt, exact_gini
from casework.money import LIMIT, show
from casework.standards.phrases import joined
from casework.vocabulary import Text

_CUT = {
    "instead": Text("该户改领另一项互斥的帮扶", "the household gets another aid instead, which excludes this one"),
    "approval": Text("超出部分须报上级审批", "the rest wants the approval of a higher level"),
    "household_cap": Text("超出每户限额", "beyond the cap of a household"),
    "whole_yuan": Text("不足一元的部分不发", "parts of a yuan are not granted"),
}  # fmt: skip
_LEFT = {
    "exhausted": Text("{}已用完", "{}: spent"), "reserved": Text("{}余下的钱专门留存", "{}: the rest is kept in reserve"),
    "ceiling": Text("{}可用于此类的已到上限", "{}: no more of it may go to this"),
    "capped": Text("{}给该户的已到上限", "{}: this household has the most it gives one"),
    "approval": Text("{}：超出部分须报上级审批", "{}: more wants the approval of a higher level"),
    "household_cap": Text("{}：该户已到每户限额", "{}: the household has the most for one"),
    "minimum": Text("{}余下的不足最低帮扶金额或不足全额", "{}: what is left is less than the least grant, or than the whole"),
}  # fmt: skip
REASONS = {"no_fund": Text("没有可用于此项的资金", "no fund may pay it"), **_CUT, **_LEFT}
"""Why a need is not met in full."""


MEASURES = {
    "households_in_need": Text("应帮扶户数", "Households in need"), "households_granted": Text("方案帮扶户数", "Households that get something"),
    "households_fully_served": Text("全额满足户数", "Households served in full"), "need_fen": Text("应帮扶金额(元)", "Need (yuan)"),
    "granted_fen": Text("方案金额(元)", "Granted (yuan)"), "unmet_fen": Text("未满足金额(元)", "Unmet (yuan)"),
    "least_after_fen": Text("帮扶后最低的全年所得(元)", "The least any of them has for the year (yuan)"),
    "fgt0": Text("未全额满足的比例 (FGT0)", "Share not served in full (FGT0)"), "fgt1": Text("缺口深度 (FGT1)", "Depth of the gap (FGT1)"),
    "fgt2": Text("缺口强度 (FGT2)", "Severity of the gap (FGT2)"), "gini_after": Text("帮扶后所得的基尼系数", "Gini of what they have after aid"),
}  # fmt: skip
"""The words for the figures of a plan."""


def figure(key: str, value: Any) -> str:
    """A figure of a plan as people read it: an amount of fen in yuan, or a number."""
    return show(value) if key.endswith("_fen") else str(value)


class Spent(NamedTuple):
    """A fund of which no more is to be had: how many one more fen would help, and the households of the first of them."""

    helped: int
    households: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Who gets what from which fund, and why each need that is not met is not. Amounts in fen.

    `cut` is what limits took from needs beforehand. `at_most`: a number of households served in full that no plan exceeds, where
    the best plan may not be found. `gap_fen`: what least and whole grants left idle, the most that a better plan could give more.
    """

    policy: str
    funds: tuple[Fund, ...]
    needs: tuple[Need, ...]
    grants: Mapping[tuple[str, str, str], int]
    limits: Limits = field(default_factory=Limits)
    cut: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    spent: Mapping[str, Spent] = field(default_factory=dict)
    at_most: int | None = None
    gap_fen: int = 0

    @cached_property
    def by_fund(self) -> dict[str, int]:
        """What each fund grants in all, fen."""
        found = dict.fromkeys((fund.name for fund in self.funds), 0)
        for (_, _, fund), fen in self.grants.items():
            found[fund] += fen
        return found

    @cached_property
    def by_need(self) -> dict[tuple[str, str], dict[str, int]]:
        """What each need gets, fen by fund."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for (household, aid, fund), fen in self.grants.items():
            found.setdefault((household, aid), {})[fund] = fen
        return found

    def granted_by(self, fund: str) -> int:
        """What a fund grants in all, fen."""
        return self.by_fund.get(fund, 0)

    def granted_to(self, need: Need) -> int:
        """What a need gets from all funds, fen."""
        return self._got.get((need.household, need.aid), 0)

    @cached_property
    def _got(self) -> dict[tuple[str, str], int]:
        return {key: sum(by_fund.values()) for key, by_fund in self.by_need.items()}

    def after(self, fund: Fund) -> int:
        """What a fund has left, fen."""
        return fund.available_fen - self.granted_by(fund.name)

    def held(self, fund: Fund) -> int:
        """What the protected reserve keeps back of what is left, fen."""
        return min(fund.reserve_fen, self.after(fund))

    def price(self, fund: Fund) -> float | None:
        """What one more yuan in a fund adds to the measure of the policy, yuan; None where its measure is not in yuan,
        or least and whole grants leave no such price."""
        if not POLICIES[self.policy].in_yuan or self.limits.is_hard:
            return None
        return float(Fraction(1, self.spent[fund.name].helped)) if fund.name in self.spent else 0.0

    # ---- reasons ------------------------------------------------------------------------------------

    def why_unmet(self, need: Need) -> tuple[str, Text]:
        """Why a need is not met in full: a code of REASONS, and the words."""
        cut = self.cut.get((need.household, need.aid), {})
        said = [(code, _CUT[code]) for code in cut]
        if not need.funds:
            return "no_fund", joined([REASONS["no_fund"], *self._bars(need)])
        if self.granted_to(need) + sum(cut.values()) < need.amount_fen:
            by_code: dict[str, list[str]] = {}
            for name in need.funds:
                by_code.setdefault(self._why_not(need, name), []).append(name)
            said = [(code, _named(_LEFT[code], by_code[code])) for code in _LEFT if code in by_code] + said
        code = next((code for code, _ in said if code != "exhausted"), "exhausted")
        return code, joined([*(text for _, text in said), *self._bars(need)])

    def could_have(self, need: Need, name: str) -> bool:
        """Whether a need is not met though this fund has money, and room for the household, that it may have."""
        cut = sum(self.cut.get((need.household, need.aid), {}).values())
        return self.granted_to(need) + cut < need.amount_fen and self._why_not(need, name) == "minimum"

    def room_left(self, household: str, fund: str) -> int:
        """What a fund may still give a household, fen; without a cap the most there can be."""
        return self.rooms.get((household, fund), LIMIT) - self._to_home.get((household, fund), 0)

    @cached_property
    def rooms(self) -> dict[tuple[str, str], int]:
        """What each fund with a cap by household may still give each household, fen."""
        return {(need.household, name): fen for need in self.needs for name, fen in need.room}

    def _why_not(self, need: Need, name: str) -> str:
        """Why a fund that may pay a need pays no more of it."""
        fund, step = next(f for f in self.funds if f.name == name), self.limits.unit_fen
        cap = self.limits.household_cap_fen
        if cap is not None and cap - sum(self._to_home.get((need.household, f.name), 0) for f in self.funds) < step:
            return "household_cap"
        if not self.after(fund):
            return "exhausted"
        if self.room_left(need.household, name) < step:
            return "capped"
        if dict(need.most).get(name, LIMIT) - self.by_need.get((need.household, need.aid), {}).get(name, 0) < step:
            return "approval"
        for i, limit in enumerate(fund.limits()):
            if limit.covers(need.aid, need.class_) and limit.left_fen - self._within[name, i] < step:
                return ("exhausted", "reserved", "ceiling")[min(i, 2)]
        return "minimum"

    @cached_property
    def _within(self) -> dict[tuple[str, int], int]:
        """What is granted within each limit of each fund, fen."""
        classes = {need.household: need.class_ for need in self.needs}
        found = {(fund.name, i): 0 for fund in self.funds for i in range(len(fund.limits()))}
        limits = {fund.name: fund.limits() for fund in self.funds}
        for (household, aid, name), fen in self.grants.items():
            for i, limit in enumerate(limits[name]):
                found[name, i] += fen if limit.covers(aid, classes[household]) else 0
        return found

    @cached_property
    def _to_home(self) -> dict[tuple[str, str], int]:
        """What each fund grants each household, fen."""
        found: dict[tuple[str, str], int] = {}
        for (household, _, fund), fen in self.grants.items():
            found[household, fund] = found.get((household, fund), 0) + fen
        return found

    @staticmethod
    def _bars(need: Need) -> list[Text]:
        """By what rule other funds may not pay; that a fund does not pay such aid goes without saying where others do."""
        barred = [(name, code) for name, code in need.barred if not need.funds or code not in ("aid", "class")]
        return [Text(f"{name}：{BARS[code].zh}", f"{name}: {BARS[code].en}") for name, code in barred]

    def one_more(self) -> list[dict[str, Any]]:
        """For each fund, in words, what one more yuan would do and for whom."""
        found = []
        for fund in self.funds:
            spent = self.spent.get(fund.name)
            said = (
                Text("有最低金额或全额发放的限制时不作计算", "not worked out where grants have a least or are whole")
                if self.limits.is_hard
                else Text("用不上：可由它支付的都已满足，或另有限制", "nobody: what it may pay is met, or limited otherwise")
                if spent is None else _helped(spent, POLICIES[self.policy])
            )  # fmt: skip
            found.append({"fund": fund.name, "households": list(spent.households) if spent else [], "helped": spent.helped if spent else 0, **said._asdict()})  # fmt: skip
        return found

    def notices(self) -> list[Text]:
        """What whoever reads the plan should know beforehand: funds that may pay nobody, bounds."""
        idle = [fund.name for fund in self.funds if not any(fund.name in need.funds for need in self.needs)]
        found = [Text(f"资金 {name} 按其使用范围没有可支付的需求，本方案不动用。", f"the fund {name} may pay no need of today by its terms: this plan leaves it.") for name in idle]  # fmt: skip
        if not self.needs:
            found.append(Text("没有应帮扶的需求，方案为空。", "nothing is due to anybody: the plan is empty."))
        served = self.measures()["households_fully_served"]
        if self.at_most is not None:
            found.append(
                Text(f"全额满足 {served} 户，已证明无法更多。", f"{served} households are served in full; no plan serves more.")
                if self.at_most == served
                else Text(f"全额满足 {served} 户；至多 {self.at_most} 户，差距 {self.at_most - served} 户尚未证明。",
                          f"{served} households are served in full, at most {self.at_most} could be: the gap of {self.at_most - served} is not proved.")
            )  # fmt: skip
        if self.gap_fen:
            found.append(Text(f"因最低金额或全额发放的限制，{show(self.gap_fen)} 元未能分出；更好的方案至多多分这些。",
                              f"{show(self.gap_fen)} yuan could not be granted because of least or whole grants; a better plan could grant at most so much more."))  # fmt: skip
        return found

    # ---- figures ------------------------------------------------------------------------------------

    @property
    def by_class(self) -> dict[str, tuple[int, int]]:
        """What is due to each class and what it gets, fen."""
        return self._figures[1]

    def measures(self) -> dict[str, Any]:
        """The plan in figures: households and fen, needed and met; how short (FGT) and how unequal (Gini) it leaves households.

        FGT is of what each household in need still lacks of its need; Gini of what each has for the year after aid.
        """
        return dict(self._figures[0])

    @cached_property
    def _figures(self) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
        by_class: dict[str, tuple[int, int]] = {}
        wanted, short, has = dict[str, int](), dict[str, int](), {n.household: n.means_fen for n in self.needs}
        for need in self.needs:
            home, got = need.household, self._got.get((need.household, need.aid), 0)
            wanted[home] = wanted.get(home, 0) + need.amount_fen
            short[home] = short.get(home, 0) + need.amount_fen - got
            has[home] += got
            due, given = by_class.get(need.class_, (0, 0))
            by_class[need.class_] = (due + need.amount_fen, given + got)
        total, granted, lacks = (
            sum(wanted.values()),
            sum(self.grants.values()),
            list(zip(short.values(), wanted.values(), strict=True)),
        )
        measures = {
            "households_in_need": len(wanted), "households_fully_served": list(short.values()).count(0),
            "households_granted": len({household for household, _, _ in self.grants}),
            "need_fen": total, "granted_fen": granted, "unmet_fen": total - granted,
            "least_after_fen": min(has.values(), default=None),
            **{f"fgt{power}": exact_fgt(lacks, power) for power in (0, 1, 2)}, "gini_after": exact_gini(list(has.values())),
        }  # fmt: skip
        return measures, by_class

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data, fen, rows sorted; the same needs and funds give the same bytes."""
        by_need = sorted(self.needs, key=lambda n: (n.household, n.aid))
        return {
            "policy": self.policy,
            "funds": [
                {"name": f.name, "before": f.available_fen, "granted": self.granted_by(f.name), "after": self.after(f),
                 "held": self.held(f), "shadow_price": self.price(f)}
                for f in self.funds
            ],
            "needs": [
                {"household": n.household, "aid": n.aid, "class": n.class_, "amount": n.amount_fen, "funds": list(n.funds)}
                for n in by_need
            ],
            "grants": [
                {"household": household, "aid": aid, "fund": fund, "amount": fen}
                for (household, aid, fund), fen in sorted(self.grants.items())
            ],
            "unmet": [self._unmet(n) for n in by_need if self.granted_to(n) < n.amount_fen],
            "measures": self.measures(),
        }  # fmt: skip

    def _unmet(self, need: Need) -> dict[str, Any]:
        (code, why), left = self.why_unmet(need), need.amount_fen - self.granted_to(need)
        return {"household": need.household, "aid": need.aid, "amount": left, "reason": {"code": code, **why._asdict()}}


def _named(text: Text, names: list[str]) -> Text:
    return Text(text.zh.format("、".join(names)), text.en.format(", ".join(names)))


def _helped(spent: Spent, way: Policy) -> Text:
    """What one more yuan would do: for how many, and who the first of them are."""
    n, more = spent.helped, " …" if spent.helped > len(spent.households) else ""
    who = (
        Text("笔需求", "needs" if n > 1 else "need")
        if way.by_need
        else Text("户", "households" if n > 1 else "household")
    )
    each = Text(f"各多 1/{n} 元", f"1/{n} yuan more each") if n > 1 else Text("多 1 元", "one yuan more")
    if not way.in_yuan:
        each = Text("多得一点", "a little more")
    zh, en = "、".join(spent.households), ", ".join(spent.households)
    return Text(f"{n} {who.zh}{each.zh}：{zh}{more}", f"{n} {who.en} would get {each.en}: {en}{more}")

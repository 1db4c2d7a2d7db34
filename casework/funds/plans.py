"""The plan that an allocation gives: who gets what from which fund, and why not more. Nothing is booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.funds.terms import Fund, Need
from casework.standards.phrases import joined
from casework.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets what from which fund, and why each need that is not met is not. Nothing is booked."""

    policy: str
    funds: tuple[Fund, ...]
    needs: tuple[Need, ...]
    grants: Mapping[tuple[str, str, str], int]
    spent: Mapping[str, int]

    def granted_by(self, fund: str) -> int:
        """What a fund grants in all, fen."""
        return self.spent.get(fund, 0)

    def granted_to(self, need: Need) -> int:
        """What a need gets from all funds, fen."""
        return sum(self.grants.get((need.household, need.aid, fund), 0) for fund in need.funds)

    def after(self, fund: Fund) -> int:
        """What a fund has left, fen."""
        return fund.available_fen - self.granted_by(fund.name)

    def held(self, fund: Fund) -> int:
        """What the protected reserve keeps back of what is left, fen."""
        return min(fund.reserve_fen, self.after(fund))

    def why_unmet(self, need: Need) -> tuple[str, Text]:
        """Why a need is not met in full: a code and the words."""
        if not need.funds:
            return "no_fund", Text("没有可用于此项的资金", "no fund may pay it")
        kept = [f.name for f in self.funds if f.name in need.funds and self.after(f)]
        spent = [name for name in need.funds if name not in kept]
        said = [Text(f"{'、'.join(spent)}已用完", f"{', '.join(spent)}: spent")] if spent else []
        if kept:
            said.append(Text(f"{'、'.join(kept)}余下的钱专门留存", f"{', '.join(kept)}: the rest is kept in reserve"))
        return "reserved" if kept else "exhausted", joined(said)

    def measures(self) -> dict[str, int]:
        """The plan in figures: households and fen, needed and met."""
        homes: dict[str, int] = {}
        for need in self.needs:
            homes[need.household] = homes.get(need.household, 0) + need.amount_fen - self.granted_to(need)
        total, granted = sum(n.amount_fen for n in self.needs), sum(self.grants.values())
        return {
            "households_in_need": len(homes), "households_fully_served": list(homes.values()).count(0),
            "households_granted": len({household for household, _, _ in self.grants}),
            "need_fen": total, "granted_fen": granted, "unmet_fen": total - granted,
        }  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data, fen, rows sorted; the same needs and funds give the same bytes."""
        by_need = sorted(self.needs, key=lambda n: (n.household, n.aid))
        return {
            "policy": self.policy,
            "funds": [
                {"name": f.name, "before": f.available_fen, "granted": self.granted_by(f.name), "after": self.after(f),
                 "held": self.held(f), "shadow_price": None}
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

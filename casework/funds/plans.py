"""Funds and needs as the allocation sees them, and the plan that comes of it: who gets what, and why not more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.assistance import Assessment
from casework.assistance.stacking import is_limited, together
from casework.standards.phrases import joined
from casework.vocabulary import AIDED, AIDS, Text


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund with what it has left: its restrictions, its available money and its protected reserve, fen."""

    name: str
    aids: tuple[str, ...]
    classes: tuple[str, ...]
    archived_only: bool
    available_fen: int
    reserve_fen: int = 0
    reserve_aids: tuple[str, ...] = ()

    def may_pay(self, aid: str, class_: str, archived: bool) -> bool:
        """Whether its restrictions allow this aid to this household."""
        return aid in self.aids and class_ in self.classes and (archived or not self.archived_only)


@dataclass(frozen=True, slots=True)
class Need:
    """What one household is still due of one aid, the funds that may pay it, and how it stands without it."""

    household: str
    aid: str
    class_: str
    archived: bool
    amount_fen: int
    funds: tuple[str, ...]
    means_fen: int
    turn: tuple[str, str]


Granted = Mapping[tuple[str, str], Mapping[str, int]]
"""What was granted, fen, by household and aid then by fund."""


def needs(
    assessment: Assessment, funds: Sequence[Fund], granted: Granted, filed: Mapping[str, str | None]
) -> list[Need]:
    """Each household's aid still due after what is granted in the period, by household and aid then by fund.

    A fund that already granted the aid in the period cannot grant it again. Means are net income of the year plus
    what is granted; an unknown rigid expenditure counts as none, so that nobody is put first by what is not known.
    """
    return [need for i in range(len(assessment)) for need in _needs_of(i, assessment, funds, granted, filed)]


def _needs_of(
    i: int, assessment: Assessment, funds: Sequence[Fund], granted: Granted, filed: Mapping[str, str | None]
) -> list[Need]:
    number, class_ = assessment.population.numbers[i], assessment.class_of(i)
    archived = bool(assessment.population.facts["archived"].values[i])
    had = {aid: granted.get((number, aid), {}) for aid in AIDS.words}
    means = int(assessment.classes.net.values[i]) + sum(sum(g.values()) for g in had.values())
    turn = (filed.get(number) or "9999", number)
    found, given = [], {aid: sum(by_fund.values()) for aid, by_fund in had.items()}
    lawful = together(assessment, i, given) if is_limited(assessment.standard) and class_ in AIDED else None
    for aid, amounts in assessment.aids.items():
        due = (amounts.of(i) or 0) - given[aid] if lawful is None or aid == "warmth" else lawful.of(aid)
        if due > 0 and class_ in AIDED:
            payers = tuple(f.name for f in funds if f.may_pay(aid, class_, archived) and f.name not in had[aid])
            found.append(Need(number, aid, class_, archived, due, payers, means, turn))
    return found


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

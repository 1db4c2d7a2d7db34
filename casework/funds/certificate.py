"""Certificate: every plan is checked once more, from its payments alone, before it is given."""

from collections.abc import Iterator

import numpy as np

from casework.funds.limits import Limits
from casework.funds.plans import Plan
from casework.funds.policies import Policy, Side
from casework.funds.terms import Fund
from casework.households import Ints
from casework.vocabulary import Refused


def certify(plan: Plan, proof: tuple[Policy, Side, Ints, Ints] | None) -> None:
    """Refused when a plan breaks a restriction, or when moving one step of money would make it better by its policy.

    `proof`: the policy, the claims with each unit's total, and what each set of purses has, in steps.
    """
    found = next(unlawful(plan), None) or (proof and improvable(*proof))
    if found:
        raise Refused(f"方案未通过自身核验（{found}），未登记任何内容，请将案卷库和此句交给维护人员。",
                      f"the plan did not pass its own check ({found}); nothing is booked. Give this sentence and the casebook to whoever maintains casework.")  # fmt: skip


def unlawful(plan: Plan) -> Iterator[str]:
    """What a plan breaks of the terms of funds and needs: where."""
    known = 0
    by_kind: dict[tuple[str, str, str], int] = {}
    by_home: dict[tuple[str, str], int] = {}
    for need in plan.needs:
        if not (paid := plan.by_need.get((need.household, need.aid))):
            continue
        known += len(paid)
        for fund, fen in paid.items():
            if (
                fund not in need.funds
                or type(fen) is not int
                or fen <= 0
                or (need.most and fen > dict(need.most).get(fund, fen))
            ):
                yield f"{need.household} {need.aid} {fund} {fen}"
                return
            kind = (fund, need.aid, need.class_)
            by_kind[kind] = by_kind.get(kind, 0) + fen
            by_home[need.household, fund] = by_home.get((need.household, fund), 0) + fen
        if sum(paid.values()) > need.amount_fen:
            yield f"{need.household} {need.aid} {sum(paid.values())}"
    yield from (f"{home} {fund}" for (home, fund), fen in by_home.items() if fen > plan.rooms.get((home, fund), fen))
    if known != len(plan.grants):
        needs = {(need.household, need.aid) for need in plan.needs}
        yield from (f"{h} {aid} {fund} {fen}" for (h, aid, fund), fen in plan.grants.items() if (h, aid) not in needs)
    if plan.limits != Limits():
        yield from _beyond_limits(plan)
    for one in plan.funds:
        yield from _overdrawn(
            one, {(aid, class_): fen for (name, aid, class_), fen in by_kind.items() if name == one.name}
        )


def _beyond_limits(plan: Plan) -> Iterator[str]:
    """What a plan breaks of the limits of the office."""
    limits, homes, regions = plan.limits, dict[str, int](), dict(plan.limits.at_least)
    for need in plan.needs:
        fen = plan.granted_to(need)
        where = f"{need.household} {need.aid} {fen}"
        homes[need.household] = homes.get(need.household, 0) + fen
        regions |= {region: left - fen for region, left in regions.items() if need.region.startswith(region)}
        if fen and (
            fen % limits.unit_fen or fen < limits.least_steps(need) * limits.unit_fen or fen > (limits.most_fen or fen)
        ):
            yield where
        if fen and any(need.aid in group and any(plan.by_need.get((need.household, aid)) for aid in group if aid != need.aid) for group in limits.one_of):  # fmt: skip
            yield where
    cap = limits.household_cap_fen
    yield from (f"{home} {fen}" for home, fen in homes.items() if cap is not None and fen > cap)
    if not limits.is_hard:
        yield from (f"{region} {left}" for region, left in regions.items() if left > 0)


def _overdrawn(fund: Fund, paid: dict[tuple[str, str], int]) -> Iterator[str]:
    for limit in fund.limits():
        if sum(fen for pair, fen in paid.items() if limit.covers(*pair)) > limit.left_fen:
            yield f"{fund.name} {'+'.join(limit.aids)}"


def improvable(policy: Policy, side: Side, totals: Ints, money: Ints) -> str | None:
    """The first unit that could have one step more: from money that lies idle, or from one who has it with less right."""
    claims = side.claims
    slack = money - claims.asked(totals)
    if (slack < 0).any():
        return "overspent"
    loses, gains = policy.worth(side, totals)
    best = np.full(len(totals), np.inf)
    for s in np.flatnonzero(slack == 0):
        plain = claims.kind >= 0
        needs_it = np.zeros(len(totals), dtype=np.bool_)
        needs_it[plain] = claims.inside[claims.kind[plain], s]
        uses = needs_it & (totals > 0)
        needs_it[claims.mixed] = claims.outside[:, s] <= totals[claims.mixed]
        uses[claims.mixed] = claims.outside[:, s] < totals[claims.mixed]
        highest = loses[uses].max() if uses.any() else -np.inf
        best[needs_it] = np.minimum(best[needs_it], highest)
    wrong = np.flatnonzero((totals < claims.cap) & (best > gains))
    return side.of_unit[int(wrong[0])].household if len(wrong) else None

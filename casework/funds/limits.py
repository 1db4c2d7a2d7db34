"""Limits: what an office adds to the terms of its funds when it shares them, and what they cut from each need beforehand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casework.funds.terms import Fund, Need
from casework.money import show
from casework.vocabulary import AIDS, Refused

Cuts = list[dict[str, int]]
"""For each need what is not to be granted of it, fen, by reason (a code of `plans.REASONS`)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan keeps to besides the terms of the funds; without any, amounts are divisible to the fen.

    `most_fen`: the largest aid that may be granted without a higher approval. `whole`: aids that are granted in full or
    not at all. `one_of`: groups of aids of which a household gets one. `at_least`: the least that goes to a region, named by
    the beginning of its code. Amounts in fen.
    """

    whole_yuan: bool = False
    household_cap_fen: int | None = None
    minimum_fen: int = 0
    most_fen: int | None = None
    whole: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    at_least: tuple[tuple[str, int], ...] = ()

    @property
    def unit_fen(self) -> int:
        """The smallest step of an amount."""
        return 100 if self.whole_yuan else 1

    @property
    def is_hard(self) -> bool:
        """Whether some amounts are barred, so that the best plan may not be found in reasonable time."""
        return bool(self.whole or self.minimum_fen > 1)

    def least_steps(self, need: Need) -> int:
        """The least that may be granted to a need, if anything, in steps of an amount."""
        full = need.amount_fen // self.unit_fen
        return full if need.aid in self.whole else min(-(-self.minimum_fen // self.unit_fen), full)

    def stop_if_senseless(self, funds: Sequence[Fund]) -> None:
        """Refused when a cap lies below the smallest grant, or a limit names no aid."""
        strange = sorted({aid for group in (self.whole, *self.one_of) for aid in group} - set(AIDS.words))
        if strange:
            known = ", ".join(AIDS.words)
            raise Refused(f"没有帮扶项目 {strange[0]}；可用：{known}。", f"there is no aid {strange[0]}; the aids are {known}.")  # fmt: skip
        caps = [("每户限额", "the cap of a household", self.household_cap_fen), ("免上级审批的限额", "the most without higher approval", self.most_fen),
                *((f"资金 {f.name} 的每户限额", f"the household cap of the fund {f.name}", f.household_cap_fen) for f in funds)]  # fmt: skip
        for zh, en, cap in caps:
            if cap is not None and (cap < max(self.minimum_fen, 1) or cap < self.unit_fen):
                least = show(max(self.minimum_fen, self.unit_fen))
                raise Refused(f"{zh} {show(cap)} 元低于最低帮扶金额 {least} 元，请改其一。",
                              f"{en}, {show(cap)} yuan, is below the smallest grant, {least} yuan: change one of them.")  # fmt: skip


def cuts(needs: Sequence[Need], limits: Limits, rich: Collection[str], *, by_need: bool) -> Cuts:
    """What is cut of each of these needs, which stand by household in the order of the aids; `rich` are funds with money.

    A cap of the household cuts here only where each need is judged by itself: its later aids first, of those a rich fund may pay.
    """
    found: Cuts = [{} for _ in needs]
    left: dict[str, int] = {}
    chosen = _chosen(needs, limits, rich)
    for need, cut in zip(needs, found, strict=True):
        payable = need.amount_fen
        if any(need.aid in group and chosen[need.household, group] != need.aid for group in limits.one_of):
            cut["instead"], payable = payable, 0
        if limits.most_fen is not None and payable > limits.most_fen:
            cut["approval"], payable = payable - limits.most_fen, limits.most_fen
        if by_need and limits.household_cap_fen is not None and not set(rich).isdisjoint(need.funds):
            room = left.get(need.household, limits.household_cap_fen)
            if payable > room:
                cut["household_cap"], payable = payable - room, room
            left[need.household] = room - payable // limits.unit_fen * limits.unit_fen
        if payable % limits.unit_fen:
            cut["whole_yuan"] = payable % limits.unit_fen
    return found


def _chosen(needs: Sequence[Need], limits: Limits, rich: Collection[str]) -> dict[tuple[str, tuple[str, ...]], str]:
    """Of aids that exclude one another the one that brings a household most, if a fund with money may pay it; of equal ones the first."""
    best: dict[tuple[str, tuple[str, ...]], Need] = {}
    for need in needs:
        for group in limits.one_of:
            key = (need.household, group)
            if (
                need.aid in group
                and not set(rich).isdisjoint(need.funds)
                and (key not in best or need.amount_fen > best[key].amount_fen)
            ):
                best[key] = need
    return {(n.household, g): best[n.household, g].aid if (n.household, g) in best else n.aid for n in needs for g in limits.one_of}  # fmt: skip

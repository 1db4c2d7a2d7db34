"""What every kind of aid answers: an amount in fen, whether it is known, and why it is what it is."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from casework.households import CLASSES, Bools, Ints
from casework.vocabulary import Text

Reason = Literal[
    "amount",
    "capped",
    "none_for_class",
    "no_rule",
    "not_eligible",
    "undetermined",
    "unknown_fact",
    "no_child",
]
REASONS: dict[Reason, Text] = {
    "amount": Text("按规则计算", "worked out by the rule"),
    "capped": Text("已达上限", "cut to the cap"),
    "none_for_class": Text("该类别不享受此项", "the rule gives this class none"),
    "no_rule": Text("该规则包没有此项规则", "this pack has no rule for it"),
    "not_eligible": Text("不符合困难职工条件", "not eligible"),
    "undetermined": Text("困难类别尚不能认定", "the class cannot be decided yet"),
    "unknown_fact": Text("所需事实未知", "a fact it needs is unknown"),
    "no_child": Text("没有符合条件的在读子女", "no child who is in a stage that gets it"),
}
_CODES: list[Reason] = list(REASONS)


class Amounts(NamedTuple):
    """One kind of aid for each household: fen, known or not, and the index of its reason."""

    fen: Ints
    known: Bools
    reason: Ints

    def why(self, i: int) -> Reason:
        """The reason of one household's amount."""
        return _CODES[int(self.reason[i])]

    def of(self, i: int) -> int | None:
        """One household's amount in fen; None where it is not known."""
        return int(self.fen[i]) if self.known[i] else None


def amounts(fen: Ints, known: Bools, *, capped: Bools | None = None, nothing: Reason = "amount") -> Amounts:
    """The amounts of one class: the capped ones and those of nothing with their reason, the unknown as unknown."""
    reason = np.where(fen == 0, _CODES.index(nothing), _CODES.index("amount"))
    if capped is not None:
        reason = np.where(capped, _CODES.index("capped"), reason)
    return Amounts(np.where(known, fen, 0), known, np.where(known, reason, _CODES.index("unknown_fact")))


def assemble(code: Ints, by_class: Mapping[Any, Amounts | None]) -> Amounts:
    """Each household's amount by its class; None gives that class nothing, without a rule all is unknown."""
    found = Amounts(np.zeros_like(code), np.zeros(code.shape, np.bool_), np.full_like(code, _CODES.index("no_rule")))
    if not by_class:
        return found
    nothing = np.zeros_like(code)
    none = Amounts(nothing, np.ones(code.shape, np.bool_), nothing + _CODES.index("none_for_class"))
    barred = none._replace(reason=nothing + _CODES.index("not_eligible"))
    open_ = Amounts(nothing, np.zeros(code.shape, np.bool_), nothing + _CODES.index("undetermined"))
    parts: dict[str, Amounts | None] = {"not_eligible": barred, "undetermined": open_, **by_class}
    for name, part in parts.items():
        rows = code == CLASSES.index(name)
        for column, values in zip(found, part or none, strict=True):
            column[rows] = values[rows]
    return found

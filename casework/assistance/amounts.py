"""What every kind of aid answers: the least and the most it can be, in fen, and why. Known is where the two are one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from casework.assistance.classify import LARGEST, Classes
from casework.households import BEYOND, CLASSES, Bools, Column, Ints, Population
from casework.standards import Rounding, Rule, Schedule, Standard, Sum
from casework.vocabulary import AIDED, Text

Reason = Literal[
    "amount", "capped", "none_for_class", "no_rule", "not_eligible", "undetermined", "unknown_fact", "no_child",
    "no_event", "on_file", "discretion", "limit",
]  # fmt: skip
REASONS: dict[Reason, Text] = {
    "amount": Text("按规则计算", "worked out by the rule"),
    "capped": Text("已达上限", "cut to the cap"),
    "none_for_class": Text("该类别不享受此项", "the rule gives this class none"),
    "no_rule": Text("该规则包没有此项规则", "this pack has no rule for it"),
    "not_eligible": Text("不符合困难职工条件", "not eligible"),
    "undetermined": Text("困难类别尚不能认定", "the class cannot be decided yet"),
    "unknown_fact": Text("所需事实未知", "a fact it needs is unknown"),
    "no_child": Text("没有符合条件的在读子女", "no child who is in a stage that gets it"),
    "no_event": Text("没有突发事件", "there was no event"),
    "on_file": Text("此项只给未建档的家庭", "this is for households that are not on file"),
    "discretion": Text("此档由审批人在上下限之间酌定", "in this band who approves decides between two amounts"),
    "limit": Text("已达次数或年度限额", "the limit of a time or a year is reached"),
}
CODES: list[Reason] = list(REASONS)
_CODE: dict[str, int] = {reason: i for i, reason in enumerate(CODES)}


@dataclass(slots=True, eq=False)
class Amounts:
    """One kind of aid for each household: its least and most, fen, and the index of its reason (empty: none kept)."""

    fen: Ints
    most: Ints
    reason: Ints

    @property
    def known(self) -> Bools:
        """Where the amount is known; not where it hangs on a class that is open, whatever it comes to."""
        same = self.fen == self.most
        return same & (self.reason != _CODE["undetermined"]) if self.reason.size else same  # type: ignore[no-any-return]

    @property
    def sure(self) -> Ints:
        """The amounts that are known, nothing elsewhere."""
        return np.where(self.known, self.fen, 0)

    def why(self, i: int) -> Reason:
        """The reason of one household's amount."""
        return CODES[int(self.reason[i])]

    def of(self, i: int) -> int | None:
        """One household's amount in fen; None where it is not known, or hangs on a class that is not."""
        return int(self.fen[i]) if self.fen[i] == self.most[i] and self.why(i) != "undetermined" else None

    def between(self, i: int) -> tuple[int, int | None]:
        """The least and the most that one household's amount can be, fen; None where nothing bounds it."""
        most = int(self.most[i])
        return int(self.fen[i]), most if most < LARGEST else None

    def put(self, rows: Ints, fen: Any, most: Any = None, reason: Any = "amount") -> None:
        """Sets these households; `most` only where it differs from the least; a reason is one word, or codes."""
        if most is not None and self.most is self.fen:
            self.most = self.fen.copy()
        self.fen[rows] = fen
        if self.most is not self.fen:
            self.most[rows] = fen if most is None else most
        if self.reason.size:
            self.reason[rows] = _CODE[reason] if isinstance(reason, str) else reason

    def add(self, fen: Ints) -> None:
        """Gives every household so much more; who gets some has it by the rule."""
        self.fen += fen
        if self.most is not self.fen:
            self.most += fen
        if self.reason.size:
            self.reason[fen > 0] = _CODE["amount"]

    def work(self, rows: Ints, fen: Ints, most: Ints, *, capped: Bools | None = None, zero: Reason = "amount") -> None:
        """Sets these households to what a rule gives: the capped, those of nothing and the open each with their reason."""
        reason: Any = None
        if self.reason.size:
            reason = np.full(fen.shape, _CODE["amount"], np.int8)
            if zero != "amount":
                reason[fen == 0] = _CODE[zero]
            if capped is not None:
                reason[capped] = _CODE["capped"]
            if most is not fen:
                reason[fen != most] = _CODE["unknown_fact"]
        self.put(rows, fen, None if most is fen else most, reason)


Alike = tuple[int, int, Reason]
"""The least, the most and the reason of what all households of a class have."""
Worker = Callable[[Any, Ints, Amounts], None]
Whole = Callable[[Mapping[str, Any]], Ints | None]


def by_class(
    rule: Rule | None, population: Population, classes: Classes, standard: Standard, *,
    cost: Column | None = None, table: Worker | None = None, whole: Whole = lambda _: None, zero: Reason = "amount",
    reasons: bool = True,
) -> Amounts:  # fmt: skip
    """Each household's amount by its class, from the part of the rule for it: a sum, a schedule over `cost`, or a table.

    `table` sets the households of a class from a table; `whole` works out all classes at once where it can, with `zero`
    the reason for those who get nothing. A class that the rule does not name may have any amount; null gives it nothing;
    without a class there is no aid but from a rule for everyone. While several classes are possible the amount lies
    between what these give.
    """
    if rule is None:
        return _looked_up(dict.fromkeys(classes.rows, _NO_RULE), classes, zero, reasons=reasons)
    unconditional, rounding = not rule.event and rule.archived is None, standard.pack.rounding
    parts = {name: _part(rule, name) for name in classes.rows}
    if unconditional:
        parts = {name: _alike(part, classes, rounding) for name, part in parts.items()}
    open_ = {name: part for name, part in parts.items() if not isinstance(part, tuple)}
    all_ = whole(open_) if open_ and unconditional else None
    found = _looked_up(parts, classes, "amount" if all_ is None else zero, reasons=reasons)
    work = _worker(rule, population, classes, rounding, cost, table)
    if all_ is not None:
        found.add(all_)
    for name, part in open_.items() if all_ is None else ():
        work(part, classes.rows[name], found)
    if "undetermined" in parts and not (rule.everyone and "any" in rule.by_class):
        _open(rule, classes, work, found)
    return found


def _worker(
    rule: Rule, population: Population, classes: Classes, rounding: Rounding, cost: Column | None, table: Worker | None
) -> Worker:
    """What sets households to a part of a rule, within the conditions of the rule."""

    def work(part: Any, rows: Ints, found: Amounts) -> None:
        if isinstance(part, tuple):
            found.put(rows, *part)
            return
        if isinstance(part, Sum):
            _of_sum(part, rows, classes, rounding, found)
        elif isinstance(part, Schedule) and cost:
            _of_schedule(part, cost, rows, rounding, found)
        elif table:
            table(part, rows, found)
        _conditions(rule, rows, population, found)

    return work


def _part(rule: Rule, name: str) -> Any:
    """What a rule has for a class: a sum, a schedule or a table, or what all of the class have alike."""
    without: Alike = (0, BEYOND, "undetermined") if name == "undetermined" else (0, 0, "not_eligible")
    every: Any = rule.by_class.get("any", _NO_RULE) if name in AIDED or rule.everyone else without
    part = rule.by_class.get(name, every)  # type: ignore[call-overload]
    return (0, 0, "none_for_class") if part is None else part


_NO_RULE: Alike = (0, BEYOND, "no_rule")


def _alike(part: Any, classes: Classes, rounding: Rounding) -> Any:
    """What all households have alike, where the part is a sum that hangs on nothing; else the part."""
    line = classes.line.single
    if not isinstance(part, Sum) or part.per == "person" or (part.lines is not None and line is None):
        return part
    fen = int(part.fen(line or 0, rounding))
    return fen, fen, "amount"


def _looked_up(parts: Mapping[str, Any], classes: Classes, zero: Reason, *, reasons: bool) -> Amounts:
    """What all households of a class have alike; nothing, for the reason `zero`, where it is still to be worked out."""
    table = np.zeros((3, len(CLASSES)), np.int64)
    for name, part in parts.items():
        fen, most, reason = part if isinstance(part, tuple) else (0, 0, zero)
        table[:, CLASSES.index(name)] = fen, most, _CODE[reason]
    fen = table[0].take(classes.place)
    most = table[1].take(classes.place) if (table[0] != table[1]).any() else fen
    return Amounts(fen, most, table[2].astype(np.int8).take(classes.place) if reasons else _NO_REASONS)


_NO_REASONS: Ints = np.zeros(0, np.int8)


def _open(rule: Rule, classes: Classes, work: Worker, found: Amounts) -> None:
    """Sets the households with several possible classes to the range over these."""
    rows = classes.rows["undetermined"]
    waiting = rows[np.bitwise_count(classes.possible[rows]) > 1]
    if waiting.size == 0:
        return
    n = len(classes.code)
    least, most = np.full(n, BEYOND), np.zeros(n, np.int64)
    for k, name in enumerate(CLASSES):
        some = waiting[classes.possible[waiting] >> k & 1 == 1]
        if some.size:
            trial = Amounts(fen := np.zeros(n, np.int64), fen, _NO_REASONS)
            work(_part(rule, name), some, trial)
            least[some] = np.minimum(least[some], trial.fen[some])
            most[some] = np.maximum(most[some], trial.most[some])
    found.put(waiting, least[waiting], most[waiting], "undetermined")


def _conditions(rule: Rule, rows: Ints, population: Population, found: Amounts) -> None:
    """Nothing where a condition that has a fact is known not to hold; an event that is not known leaves it open."""
    if rule.event:
        event = population.facts["event"]
        found.put(rows[event.known[rows] & (event.values[rows] == 0)], 0, reason="no_event")
        open_ = rows[~event.known[rows]]
        if open_.size:
            found.put(open_, 0, found.most[open_], "unknown_fact")
    if rule.archived is False:
        archived = population.facts["archived"]
        found.put(rows[archived.known[rows] & (archived.values[rows] == 1)], 0, reason="on_file")


def _of_sum(sum_: Sum, rows: Ints, classes: Classes, rounding: Rounding, found: Amounts) -> None:
    """Sets these households to a sum; a line that is not known bounds nothing."""
    per_head = sum_.per == "person"
    least, most = (
        sum_.fen(_or(classes.line, rows, line), rounding, _or(classes.size, rows, heads) if per_head else 1)
        for line, heads in ((0, 1), (BEYOND // 10, 99))
    )
    found.work(rows, least, least if (least == most).all() else most)


def _or(column: Column, rows: Ints, unknown: int) -> Ints:
    """The values of a column, a stand-in where it is not known."""
    return np.where(column.known[rows], column.values[rows], unknown)


def _of_schedule(schedule: Schedule, cost: Column, rows: Ints, rounding: Rounding, found: Amounts) -> None:
    """Sets these households to what a schedule gives for a cost, never more than the cost or the cap."""
    paid, known = (cost.values[rows], np.True_) if cost.whole else (_or(cost, rows, 0), cost.known[rows])
    fen, over = _limited(schedule, schedule.amount(paid, rounding), paid)
    free, most = any(band.at_most is not None for band in schedule.bands), fen
    if free or not cost.whole:
        greatest = np.where(known, paid, BEYOND)
        amount = schedule.at_discretion(greatest) if free else schedule.amount(greatest, rounding)
        most = _limited(schedule, amount, greatest)[0]
    found.work(rows, fen, most, capped=over)
    if free:
        chosen = known & (fen != most)
        found.put(rows[chosen], fen[chosen], most[chosen], "discretion")


def _limited(schedule: Schedule, full: Ints, paid: Ints) -> tuple[Ints, Bools]:
    """The amount within the cap and the cost, and where these cut it."""
    cap = paid if schedule.cap is None else np.minimum(paid, schedule.cap)
    return np.minimum(full, cap), full > cap

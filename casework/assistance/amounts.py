"""What every kind of aid answers: the least and the most it can be, in fen, and why. Known is where the two are one."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from casework.assistance.classify import LARGEST, Classes
from casework.households import BEYOND, CLASSES, Bools, Column, Ints, Population
from casework.standards import Rounding, Rule, Schedule, Sum
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


class Amounts:
    """One kind of aid for each household: its least and most, fen, and the index of its reason (empty: none kept)."""

    __slots__ = ("fen", "most", "reason")

    def __init__(self, n: int, *, reasons: bool) -> None:
        self.fen: Ints = np.zeros(n, np.int64)
        self.most = self.fen
        self.reason = np.zeros(n if reasons else 0, np.int8)

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


Worker = Callable[[Any, Ints, Amounts], None]
Flat = Callable[[Any], int | None]
Whole = Callable[[Mapping[str, Any]], Ints | None]


def by_class(
    rule: Rule | None,
    population: Population,
    classes: Classes,
    worker: Worker,
    *,
    flat: Flat = lambda _: None,
    whole: Whole = lambda _: None,
    zero: Reason = "amount",
    reasons: bool = True,
) -> Amounts:
    """Each household's amount by its class: `worker` sets the households of a class from the part of the rule for it.

    `flat` gives the amount of a part that is the same for all, so that nothing is left to work out; `whole` works out all
    classes at once where it can, with `zero` the reason for those who get nothing. A class that the rule does not name may
    have any amount; null gives it nothing; without a class there is no aid but from a rule for everyone. While several
    classes are possible the amount lies between what these give.
    """
    answers = {name: _flat(rule, name, flat) for name in classes.rows}
    parts = {name: _part(rule, name) for name, answer in answers.items() if rule is not None and answer is None}
    all_ = whole(parts) if parts and rule is not None and not rule.event and rule.archived is None else None
    found = _looked_up(answers, classes, reasons=reasons, zero="amount" if all_ is None else zero)
    if all_ is not None:
        found.fen += all_
        if found.most is not found.fen:
            found.most += all_
        if found.reason.size and zero != "amount":
            found.reason[all_ > 0] = _CODE["amount"]
    for name in parts if all_ is None else ():
        if rule is not None:
            _one_class(name, classes.rows[name], rule, population, worker, found)
    if rule is not None and "undetermined" in answers and not (rule.everyone and "any" in rule.by_class):
        _open(classes.rows["undetermined"], rule, population, classes, worker, found)
    return found


def _flat(rule: Rule | None, name: str, flat: Flat) -> tuple[int, int, Reason] | None:
    """Least, most and reason of a class that has the same for all; None where it must be worked out."""
    part = _NO_RULE if rule is None else _part(rule, name)
    if part is _NO_RULE:
        return 0, BEYOND, "no_rule"
    if part is _OUT:
        return (0, BEYOND, "undetermined") if name == "undetermined" else (0, 0, "not_eligible")
    if part is None:
        return 0, 0, "none_for_class"
    fen = flat(part) if rule is not None and not rule.event and rule.archived is None else None
    return None if fen is None else (fen, fen, "amount")


def _looked_up(
    answers: Mapping[str, tuple[int, int, Reason] | None], classes: Classes, *, reasons: bool, zero: Reason
) -> Amounts:
    """What all households of a class have alike; nothing, for the reason `zero`, where it is still to be worked out."""
    table = np.zeros((3, len(CLASSES)), np.int64)
    for name, answer in answers.items():
        fen, most, reason = answer or (0, 0, zero)
        table[:, CLASSES.index(name)] = fen, most, _CODE[reason]
    found = Amounts.__new__(Amounts)
    found.fen = found.most = table[0].take(classes.place)
    if (table[0] != table[1]).any():
        found.most = table[1].take(classes.place)
    found.reason = table[2].astype(np.int8).take(classes.place) if reasons else np.zeros(0, np.int8)
    return found


def _one_class(
    name: str, rows: Ints, rule: Rule | None, population: Population, worker: Worker, found: Amounts
) -> None:
    answer = _flat(rule, name, lambda _: None)
    if answer is not None:
        fen, most, reason = answer
        found.put(rows, fen, most if most != fen else None, reason)
    elif rule is not None:
        worker(_part(rule, name), rows, found)
        _conditions(rule, rows, population, found)


_NO_RULE, _OUT = object(), object()


def _part(rule: Rule, name: str) -> Any:
    """What a rule has for a class."""
    every: Any = rule.by_class.get("any", _NO_RULE) if name in AIDED or rule.everyone else _OUT
    return rule.by_class.get(name, every)  # type: ignore[call-overload]


def _open(rows: Ints, rule: Rule, population: Population, classes: Classes, worker: Worker, found: Amounts) -> None:
    """Sets the households with several possible classes to the range over these."""
    waiting = rows[np.bitwise_count(classes.possible[rows]) > 1]
    if waiting.size == 0:
        return
    least, most = np.full(len(population), BEYOND), np.zeros(len(population), np.int64)
    for k, name in enumerate(CLASSES):
        some = waiting[classes.possible[waiting] >> k & 1 == 1]
        if some.size:
            trial = Amounts(len(population), reasons=False)
            _one_class(name, some, rule, population, worker, trial)
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


def flat_sum(part: object, classes: Classes, rounding: Rounding) -> int | None:
    """The amount of a sum that is the same for all households; None where it is not."""
    line = classes.line.single
    if not isinstance(part, Sum) or part.per == "person" or (part.lines is not None and line is None):
        return None
    return int(part.fen(line or 0, rounding))


def of_sum(sum_: Sum, rows: Ints, classes: Classes, rounding: Rounding, found: Amounts) -> None:
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


def of_schedule(schedule: Schedule, cost: Column, rows: Ints, rounding: Rounding, found: Amounts) -> None:
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

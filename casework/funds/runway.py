"""Runway: how long each fund lasts at the pace of its last two years, and what keeps emergencies served. All amounts are whole fen.

The pace is always a range: what every run of as many consecutive months in the past paid, the least, the middle (the
median; halves of a fen up) and the most. Runs overlap and none wraps round, so 24 months have 13 runs of a year. Nothing
is looked at further ahead than half of the months there are to look back on, so that a range never rests on one run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from casework.money import half_up, show
from casework.vocabulary import AIDS, Text

BACK, ENOUGH, AHEAD = 24, 6, 12
"""Months: looked back on at most, needed for any line at all, and looked ahead at most."""
EMERGENCY = "temporary"
"""The kind of aid that serves emergencies."""
SERVED = Fraction(9, 10)
"""The share of past runs that a reserve is to be enough for (newsvendor: the least y with P(demand > y) ≤ 1 − share)."""
Months = Mapping[str, int]
"""What was paid less what came back (payments returned or reversed), fen, by month ("2026-10"); a month left out is 0."""


class Range(NamedTuple):
    """The least, the middle and the most that runs of the past paid, fen."""

    least: int
    middle: int
    most: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A fund looked at on a day: what it can still grant, and what it will have paid from then to the end of each month ahead.

    What is reserved is promised, so it is not available. `paid` is empty when there is too little history.
    """

    name: str
    available_fen: int
    history_months: int
    paid: Mapping[str, Range]
    usable_until: str | None = None

    def dry(self) -> dict[str, str | None]:
        """The first month whose payments use up what is available, for each pace; None when no month looked at does."""
        return {
            f"paying_{pace}": next((m for m, paid in self.paid.items() if paid[i] >= self.available_fen), None)
            for i, pace in enumerate(Range._fields)
        }

    def to_json(self) -> dict[str, Any]:
        """The outlook as plain data, fen."""
        rows = [{"month": month, **paid._asdict()} for month, paid in self.paid.items()]
        return {"name": self.name, "available": self.available_fen, "usable_until": self.usable_until, "paid_by_month": rows,
                "dry": self.dry(), "history_months": self.history_months}  # fmt: skip

    def sentences(self) -> list[Text]:
        """The outlook in words, a sentence each."""
        free, n, until = show(self.available_fen), self.history_months, self.usable_until
        said = [Text(f"可用 {free} 元，已预留的不计在内。", f"{free} yuan available; what is reserved is not counted.")]
        if n < ENOUGH:
            said.append(Text(f"首笔流水以来的整月：{n} 个，不足 {ENOUGH} 个，不作估计。",
                             f"Whole months since its first move: {n}; fewer than {ENOUGH} give no estimate."))  # fmt: skip
        elif self.paid:
            last, least, middle, most = max(self.paid), *map(show, self.paid[max(self.paid)])
            said.append(Text(f"照过去 {n} 个月的发放，到 {last} 月底最少再发 {least} 元，居中 {middle} 元，最多 {most} 元。",
                             f"At the pace of its last {n} months it pays {least} to {most} yuan, {middle} in the middle, to the end of {last}."))  # fmt: skip
            said += [self._dry_in_words(last)] if self.available_fen > 0 else []
        if until:
            said.append(
                Text(f"使用期限到 {until}，余额过期作废。", f"It may be used until {until}; what is left then lapses.")
            )
        return said

    def _dry_in_words(self, last: str) -> Text:
        if not any(self.dry().values()):
            return Text("无论哪种速度，到时都还有余。", f"At each of these paces it lasts beyond {last}.")
        zh, en = ([month or later for month in self.dry().values()] for later in ("更晚", "later"))
        return Text(f"用完的月份：按最多 {zh[2]}，按居中 {zh[1]}，按最少 {zh[0]}。",
                    f"Used up in: {en[2]} at the most, {en[1]} in the middle, {en[0]} at the least.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reserve:
    """What emergencies took in past runs as long as from the day to the end of month `until`, what keeps them served, what is protected now; fen.

    `until`, `needed` and `keep_fen` are None when there is too little history.
    """

    history_months: int
    until: str | None
    needed: Range | None
    keep_fen: int | None
    protected_fen: int
    share: Fraction = SERVED

    def to_json(self) -> dict[str, Any]:
        """The reserve as plain data, fen."""
        return {"until": self.until, "needed": self.needed and self.needed._asdict(), "keep": self.keep_fen, "share": str(self.share),
                "protected_now": self.protected_fen, "history_months": self.history_months}  # fmt: skip

    def sentences(self) -> list[Text]:
        """The reserve in words, a sentence each."""
        n, now, share = self.history_months, show(self.protected_fen), self.share
        said = [Text(f"现专门留存 {now} 元。", f"{now} yuan protected now.")]
        if self.needed is None:
            said.append(Text(f"有流水的整月：{n} 个，不足 {ENOUGH} 个，不作估计。",
                             f"Whole months of moves: {n}; fewer than {ENOUGH} give no estimate."))  # fmt: skip
        elif not self.needed.most:
            said.append(Text(f"过去 {n} 个月没有发放过临时救助，看不出以后要多少。",
                             f"No temporary aid was paid in the last {n} months; they do not show what will be needed."))  # fmt: skip
        else:
            keep, least, middle, most = show(self.keep_fen), *map(show, self.needed)
            said.append(Text(f"过去 {n} 个月中与今后到 {self.until} 月底同样长的各段，最少发放 {least} 元，居中 {middle} 元，最多 {most} 元；留存 {keep} 元，每 {share.denominator} 段至少有 {share.numerator} 段够用。",
                             f"In the last {n} months, stretches as long as from now to the end of {self.until} took {least} to {most} yuan, {middle} in the middle; {keep} yuan serve at least {share.numerator} in {share.denominator} of them."))  # fmt: skip
        return said


@dataclass(frozen=True, slots=True)
class Runway:
    """Every fund and the reserve for emergencies, looked at on a day so many months ahead."""

    on: date
    months: int
    funds: tuple[Outlook, ...]
    reserve: Reserve

    def to_json(self) -> dict[str, Any]:
        """The runway as plain data, fen; the funds in the order of their numbers, months in order."""
        return {"on": self.on.isoformat(), "months": self.months, "funds": [fund.to_json() for fund in self.funds],
                "reserve": self.reserve.to_json()}  # fmt: skip

    def sentences(self) -> list[Text]:
        """The runway in words: a line for each fund, and one for emergencies."""
        parts = [(Text(fund.name, fund.name), fund.sentences()) for fund in self.funds]
        return [
            Text(f"{name.zh}：{''.join(t.zh for t in said)}", f"{name.en}: {' '.join(t.en for t in said)}")
            for name, said in [*parts, (AIDS.words[EMERGENCY], self.reserve.sentences())]
        ]


def outlook(
    name: str, available_fen: int, paid: Months, on: date, months: int = AHEAD, usable_until: str | None = None
) -> Outlook:
    """How long a fund lasts; `paid` is all up to the day and names the month of the fund's first move."""
    lapses = _number(usable_until) - _ahead_from(on) + 1 if usable_until else months
    ahead = {month: _range(run) for month, run in _runs(paid, on, min(months, lapses)).items()}
    return Outlook(name, available_fen, len(_past(paid, on)), ahead, usable_until)


def reserve(paid: Months, protected_fen: int, on: date, months: int | None = None, share: Fraction = SERVED) -> Reserve:
    """What keeps emergencies served for so many months, by default to the end of the year; `paid` as for `outlook`, of emergencies."""
    runs = _runs(paid, on, months or AHEAD - _ahead_from(on) % 12)
    until = max(runs, default=None)
    if until is None:
        return Reserve(len(_past(paid, on)), None, None, None, protected_fen, share)
    enough = runs[until][ceil(share * len(runs[until])) - 1]
    return Reserve(len(_past(paid, on)), until, _range(runs[until]), enough, protected_fen, share)


def _past(paid: Months, on: date) -> list[int]:
    """What each month paid that was over by the end of the day, oldest first, none before the first that `paid` names."""
    end = _ahead_from(on)
    first = max(end - BACK, min(map(_number, paid), default=end))
    return [paid.get(_month(number), 0) for number in range(first, end)]


def _runs(paid: Months, on: date, months: int) -> dict[str, list[int]]:
    """What past runs paid that were as long as from the day to the end of each month ahead, ascending.

    The month that has begun counts whole, less what it has paid already.
    """
    past, first = _past(paid, on), _ahead_from(on)
    already = paid.get(_month(first), 0)
    far = min(months, len(past) // 2) if len(past) >= ENOUGH else 0
    return {
        _month(first + n - 1): sorted(max(0, sum(past[i : i + n]) - already) for i in range(len(past) - n + 1))
        for n in range(1, far + 1)
    }


def _range(run: list[int]) -> Range:
    return Range(run[0], half_up(Fraction(run[(len(run) - 1) // 2] + run[len(run) // 2], 2)), run[-1])


def _ahead_from(on: date) -> int:
    """The number of the first month that is not over by the end of a day."""
    return _number((on + timedelta(days=1)).isoformat())


def _number(day: str) -> int:
    """Months are numbered so that they can be counted; the day of the month does not matter."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"

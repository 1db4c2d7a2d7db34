"""Schedules: which reports are made how often (reports.yaml), and those that are due, each once a period."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from casework.reports import named
from casework.reports.batch import Made, Task, attempt, each
from casework.reports.journal import Journal, alone
from casework.reports.parameters import days_of, first_day, period_of
from casework.standards import read_yaml
from casework.standards.reading import checked, read_text
from casework.standards.schedule import Part
from casework.vocabulary import Refused

_Said = Annotated[str, BeforeValidator(str)]  # YAML takes 2026 for a number and 2026-01-31 for a date
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


class Entry(Part):
    """A report that is made again and again: from which period, how many days after its end, into which folder, by whom."""

    report: str
    book: str
    every: Literal["day", "week", "month", "quarter", "year"]
    since: _Said = Field(alias="from")
    folder: str
    to: list[Literal["html", "pdf", "xlsx", "ipynb"]] = Field(default=["html"], min_length=1)
    by: str = ""
    after_days: int = Field(default=1, ge=0, le=366)
    with_: dict[str, _Said] = Field(default_factory=dict, alias="with")
    each: str | None = None

    def periods(self, today: date) -> Iterator[str]:
        """Every period from the first on that is over, and as many days more as are to be waited, by this day."""
        if months := _MONTHS.get(self.every):
            period = self.since
            while (after := days_of(period)[1]) + timedelta(days=self.after_days - 1) <= today:
                yield period
                period = period_of(after, months)
        else:
            day = first_day(self.since)
            while day <= today:
                yield day.isoformat()
                day += timedelta(days=_DAYS[self.every])


class Due(NamedTuple):
    """An entry and a period for which it is to be made."""

    entry: Entry
    period: str


def read(file: Path) -> list[Entry]:
    """The entries of a schedule; Refused with its place when one is wrong or cannot be made so often."""
    said = read_yaml(read_text(file), str(file))
    if not isinstance(said, list) or not said:
        raise Refused(
            f"{file}：应为报表列表（以 - 开头）。", f"{file}: must be a list of reports (each begins with -)."
        )
    entries = [checked(Entry, one, f"{file}: {i}") for i, one in enumerate(said, 1)]
    for i, entry in enumerate(entries, 1):
        if not _fits(entry):
            raise Refused(f"{file}：第 {i} 项 {entry.report} 的 every、from 与该报表的期间不符（如 every: month, from: 2026-01）。",
                          f"{file}: entry {i}, {entry.report}: every and from do not fit the period of this report (such as every: month, from: 2026-01).")  # fmt: skip
    return entries


def _fits(entry: Entry) -> bool:
    """Whether the report is for a period or day of this kind, and begins with one."""
    template, months = named(entry.report), _MONTHS.get(entry.every, 0)
    try:
        first = first_day(entry.since)
    except ValueError:
        return False
    begins = period_of(first, months) if months else first.isoformat()
    return begins == entry.since and template.period is not None and template.kinds[template.period].months == months


def due(file: Path, today: date) -> list[Due]:
    """What is due by a day and not yet made, the earliest period first."""
    journal = Journal(_journal(file))
    found = [Due(entry, period) for entry in read(file) for period in entry.periods(today)]
    return sorted((d for d in found if journal.files(_key(d)) is None), key=lambda d: first_day(d.period))


def run_due(file: Path, today: date) -> list[Made] | None:
    """Makes all that is due by a day, each once, and notes what was made; None when another run is at work.

    What fails is tried again the next time.
    """
    with alone(_journal(file).with_suffix(".lock")) as only:
        if not only:
            return None
        journal, found = Journal(_journal(file)), list[Made]()
        for d in due(file, today):
            made = _make(file, d)
            if all(m.error is None for m in made):
                journal.add(_key(d), [path for m in made for path in m.files])
            found += made
        return found


def _make(file: Path, d: Due) -> list[Made]:
    entry, name = d.entry, named(d.entry.report).period
    given = {**entry.with_, **({name: d.period} if name else {})}
    task = Task(entry.report, file.parent / entry.book, given, file.parent / entry.folder, entry.to, entry.by)
    if entry.each is None:
        return [attempt(task)]
    try:
        return each(task, entry.each)
    except Refused as refusal:
        return [Made(task, [], refusal.text)]


def _journal(file: Path) -> Path:
    return file.with_suffix(".done.jsonl")


def _key(d: Due) -> str:
    entry = d.entry
    said = ",".join(f"{k}={v}" for k, v in sorted(entry.with_.items()))
    return "|".join([entry.report, entry.book, entry.folder, ",".join(entry.to), said, entry.each or "", d.period])

"""Parameters: what a report may be told, checked in words before a kernel starts.

A template is a function of a `Run` and of texts, each annotated with its `Kind`; its signature is what the
command line lists, checks and fills in.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, get_type_hints

from casework.casebook import Casebook
from casework.reports.content import Report
from casework.vocabulary import Refused, Text, language
from casework.workflow.days import after_months


class Kind(NamedTuple):
    """A kind of parameter: what it is for, the form it has, what it is by default, what it may be, and how long a period it names."""

    purpose: Text
    form: str
    default: Callable[[Casebook], str] | None = None
    choices: Callable[[Casebook], list[str]] | None = None
    months: int = 0
    starts: Callable[[str], date] | None = None

    def check(self, name: str, value: str, book: Casebook) -> None:
        """Refused when a value does not have the form, is after the last day, or is none of the choices."""
        if not self._has_form(value):
            raise Refused(f"参数 {name}={value} 有误，应为{self.purpose.zh}。",
                          f"the parameter {name}={value} is wrong: give {self.purpose.en}.")  # fmt: skip
        if self.starts and self.starts(value) > book.today():
            raise Refused(f"{value} 晚于案卷库的最后一天 {book.last_day}。",
                          f"{value} is after the last day of this casebook, {book.last_day}: give an earlier one.")  # fmt: skip
        if self.choices and value and value not in (there := self.choices(book)):
            some = "、".join(there[:5]) + (" …" if len(there) > 5 else "")
            raise Refused(f"没有 {name}={value}，应为{self.purpose.zh}；有：{some or '—'}。",
                          f"there is no {name}={value}: give {self.purpose.en}; there are: {some or '—'}.")  # fmt: skip

    def _has_form(self, value: str) -> bool:
        try:
            return bool(re.fullmatch(self.form, value) and (not self.starts or self.starts(value)))
        except ValueError:
            return False


class Template(NamedTuple):
    """A report: the notebook of this name under notebooks/reports/, what it is for, its parameters, and whether it names people."""

    name: str
    purpose: Text
    make: Callable[..., Report]
    kinds: Mapping[str, Kind]
    identity: bool

    def checked(self, given: Mapping[str, str], book: Casebook) -> dict[str, str]:
        """The value of every parameter, in order; Refused when one is strange, wanting or wrong."""
        if strange := [key for key in given if key not in self.kinds]:
            names = ", ".join(self.kinds)
            raise Refused(f"报表 {self.name} 没有参数 {strange[0]}；参数有：{names}。",
                          f"the report {self.name} has no parameter {strange[0]}; its parameters are {names}.")  # fmt: skip
        found = {
            name: given.get(name, kind.default(book) if kind.default else None) for name, kind in self.kinds.items()
        }
        for name, value in found.items():
            if value is None:
                purpose = self.kinds[name].purpose
                raise Refused(f"报表 {self.name} 还需要参数 {name}（{purpose.zh}）。",
                              f"the report {self.name} also needs the parameter {name}: {purpose.en}.")  # fmt: skip
            self.kinds[name].check(name, value, book)
        return {name: str(value) for name, value in found.items()}

    @property
    def period(self) -> str | None:
        """The parameter that says for which period or day it is, if any."""
        return next((name for name, kind in self.kinds.items() if kind.starts), None)


def template(make: Callable[..., Report], purpose: Text, *, identity: bool = False) -> Template:
    """The template that a function is, by its signature."""
    hints = get_type_hints(make, include_extras=True)
    names = list(inspect.signature(make).parameters)[1:]
    kinds = {name: _kind(hints[name]) for name in names}
    return Template(make.__name__, purpose, make, {**kinds, "lang": LANG}, identity)


def _kind(hint: Any) -> Kind:
    return next(note for note in hint.__metadata__ if isinstance(note, Kind))


def first_day(period: str) -> date:
    """The first day of a year 2026, a quarter 2026-Q3, a month 2026-10; a day is its own. ValueError if it is none of these."""
    if period.count("-") == 2:
        return date.fromisoformat(period)
    year, _, part = period.partition("-")
    month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
    return date(int(year), month, 1)


def period_of(day: date, months: int) -> str:
    """The month, quarter or year (of 1, 3 or 12 months) in which a day lies."""
    return {1: f"{day:%Y-%m}", 3: f"{day.year}-Q{(day.month + 2) // 3}", 12: f"{day.year}"}[months]


def days_of(period: str) -> tuple[date, date]:
    """The first day of a period, and the first day after it."""
    first = first_day(period)
    return first, after_months(first, 3 if "Q" in period else 1 if "-" in period else 12)


def _last(months: int) -> Callable[[Casebook], str]:
    return lambda book: period_of(book.last_day, months)


def _units(book: Casebook) -> list[str]:
    return [
        r["employer"]
        for r in book.rows("SELECT DISTINCT employer FROM household WHERE employer IS NOT NULL ORDER BY 1")
    ]


def _files(book: Casebook) -> list[str]:
    return [r["file_number"] for r in book.rows("SELECT file_number FROM household ORDER BY 1")]


_YEAR = r"(19|20)\d\d"
LANG = Kind(Text("语言 zh 或 en，默认随系统", "the language, zh or en, by default that of the system"), "zh|en", lambda book: language())  # fmt: skip
MONTH = Kind(Text("月份，如 2026-10，默认为最后一天所在月", "the month, like 2026-10, by default that of the last day"), _YEAR + r"-(0[1-9]|1[0-2])", _last(1), None, 1, first_day)  # fmt: skip
QUARTER = Kind(Text("季度，如 2026-Q3，默认为最后一天所在季度", "the quarter, like 2026-Q3, by default that of the last day"), _YEAR + "-Q[1-4]", _last(3), None, 3, first_day)  # fmt: skip
YEAR = Kind(Text("年度，如 2026，默认为最后一天所在年", "the year, like 2026, by default that of the last day"), _YEAR, _last(12), None, 12, first_day)  # fmt: skip
DAY = Kind(Text("日期，如 2026-10-31，默认为最后一天", "a day, like 2026-10-31, by default the last day"), _YEAR + r"-\d\d-\d\d", lambda book: book.last_day.isoformat(), starts=first_day)  # fmt: skip
UNIT = Kind(Text("工作单位，默认全部", "the employer, by default all"), "(?s).*", lambda book: "", _units)  # fmt: skip
FILE = Kind(Text("职工编号", "the file number"), "(?s).+", None, _files)
CONTACT = Kind(Text("异议受理的电话或地址", "where to object: telephone or address"), r"[^\n]*", lambda book: "")

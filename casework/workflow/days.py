"""Days: working days and months. Working days are Monday to Friday; public holidays and shifted workdays are not known."""

from calendar import monthrange
from datetime import date, timedelta


def working_days(first: date, last: date) -> int:
    """The Mondays to Fridays after `first` up to and with `last`; public holidays count, because they are not known."""
    return max(0, _weekdays_to(last) - _weekdays_to(first))


def _weekdays_to(day: date) -> int:
    weeks, rest = divmod(day.toordinal(), 7)  # day 1 of the calendar is a Monday
    return 5 * weeks + min(rest, 5)


def after_working_days(first: date, number: int) -> date:
    """The day on which so many working days after `first` are over."""
    day = first
    while working_days(first, day) < number:
        day += timedelta(days=1)
    return day


def after_months(day: date, number: int) -> date:
    """The same day of the month so many months later, or the last of a month that is too short."""
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

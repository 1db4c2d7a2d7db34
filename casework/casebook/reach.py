"""Reach: what other rules, or a line that is entered or proposed, do to the caseload, before anything is put in force."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

from casework import standards
from casework.assistance import assess, tally
from casework.casebook.cases import office_line
from casework.casebook.lines import STATES, Entered, line
from casework.casebook.payments import Casebook
from casework.casebook.register import named
from casework.money import half_up
from casework.standards.office import OfficeLine, with_lines
from casework.vocabulary import Refused, Text


def reach(book: Casebook, said: Entered, on: date | None = None) -> dict[str, Any]:
    """What a line would do to the caseload before it is entered: see `reach_of`."""
    days = {name: getattr(said, name).isoformat() for name in ("starts", "dated")}
    return _reach(book, office_line({"seq": "?", **said._asdict(), **days}), on)


def reach_of(book: Casebook, seq: int, on: date | None = None) -> dict[str, Any]:
    """What a line that was entered does, or would do, to the caseload, as `Casebook.compare`: the book without it and with it.

    One that is not read yet on that day is taken as if it were: `ahead` is then its first day.
    """
    row = line(book, seq)
    if row["state"] in ("refused", "replaced"):
        raise Refused(f"第 {seq} 号标准{STATES.words[row['state']].zh}，没有影响可看。",
                      f"line {seq} is {STATES.words[row['state']].en}: it does nothing.")  # fmt: skip
    return _reach(book, office_line(row), on)


def _reach(book: Casebook, tried: OfficeLine, on: date | None) -> dict[str, Any]:
    day, others = book.day(on), [one for one in book.signed_lines() if one.key != tried.key]
    before = with_lines(book.standard(), others)
    read = before.read_on(day)
    after = with_lines(before, [*others, tried._replace(starts=min(tried.starts, read))])
    is_ahead = tried.starts > read
    more: dict[str, Any] = {"ahead": tried.starts.isoformat(), "arrears": []} if is_ahead else {"ahead": None}
    return book.compare(before, after, day) | more


def names(book: Casebook, found: dict[str, Any]) -> dict[str, str]:
    """The names of the households of a comparison by their numbers."""
    numbers = json.dumps([change["household"] for change in found["households"]])
    rows = book.rows("SELECT file_number, name FROM household WHERE file_number IN (SELECT value FROM json_each(?))", (numbers,))  # fmt: skip
    return {row["file_number"]: row["name"] for row in rows}


def classes_at(book: Casebook, times: Fraction) -> dict[str, int]:
    """How many households each class has if the lines that the pack reads were so many times what they are."""
    standard, day = book.standard(), book.last_day
    read = standard.read_on(day)
    lines_ = [(name, standard.line_of(name, day)) for name in (standard.region, *standard.other_lines()) if name]
    tried = [OfficeLine(name, name, read, half_up(fen * times), name, "", "", "") for name, fen in lines_ if fen]
    return tally(assess(book.population(), with_lines(standard, [*book.signed_lines(), *tried]), day))


def taken_as(found: dict[str, Any]) -> list[Text]:
    """That a line which is not read yet was taken as if it were."""
    if not found["ahead"]:
        return []
    return [Text(f"该标准自 {found['ahead']} 起，下面按 {found['on']} 的家庭情况、假设当日即执行测算。",
                 f"The line begins on {found['ahead']}; below, the households of {found['on']} as if it held that day already.")]  # fmt: skip


def whose(book: Casebook, text: str) -> str:
    """The number of the file that is meant by its number or by (part of) a name; Refused when it is none or several."""
    said = text.strip()
    if not said:
        raise Refused("请填写职工编号或姓名。", "give a file number or a name.")
    found = named(book, said, 6)
    if not found:
        raise Refused(f"没有编号或姓名为 {said} 的案卷，请核对。", f"no file has the number or name {said}: check it.")
    if len(found) > 1 and found[0]["file_number"] != said:
        some = "、".join(f"{row['name']} {row['file_number']}" for row in found)
        raise Refused(
            f"符合 {said} 的不止一户：{some}；请填编号。", f"more than one file fits {said}: {some}; give the number."
        )
    return str(found[0]["file_number"])


def packs(book: Casebook) -> list[str]:
    """Every pack that can be read, the book's own first, then those that come with casework and those kept in it."""
    return list(dict.fromkeys([book.settings["pack"], *standards.stems(), *book.own_packs()]))

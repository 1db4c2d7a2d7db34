"""Cells: what people write in a field of the form, and the value that it means. Cleaned, never guessed."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from casework import money, sheets
from casework.households import Field, Kind
from casework.sheets import Cell
from casework.vocabulary import Codes, Text

TYPES: dict[Kind, Text] = {
    "money": Text("金额（最多两位小数）", "an amount in yuan with at most two decimals"),
    "count": Text("整数", "a whole number"),
    "date": Text("日期（如 1975-03-02）", "a date such as 1975-03-02"),
    "card": Text("银行卡号（12 至 19 位数字）", "a card number of 12 to 19 digits"),
    "area": Text("平方米数或表上的面积段", "a number of m² or a band of the form"),
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WIDE = {code: code - 0xFEE0 for a, z in ("０９", "ＡＺ", "ａｚ") for code in range(ord(a), ord(z) + 1)} | {
    0x3000: 32
}
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Meaning = tuple[Any, str | None]
"""A value, and the code of a finding if there is one."""


def meaning(cell: Cell, field: Field) -> Meaning:
    """The value that a cell means for a field, and the code of what is to be said about it."""
    if not plain(cell):
        return None, "missing" if field.needed else "unknown_mandatory" if field.mandatory else None
    value, code = _KINDS[field.kind](cell, field)
    return value, code or (None if _as_written(cell, value, field) else "cleaned")


def plain(cell: Cell) -> str:
    """The text of a cell without full-width forms, invisible characters and outer space; empty if there is none."""
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "是", False: "否"}[cell]
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", sheets.clean(str(whole)))).strip()


def shown(value: Any, field: Field) -> str:
    """The value as the form would have it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.kind == "money":
        return money.show(value).replace(",", "")
    if field.kind == "code" and field.codes:
        return field.codes.show(value, "zh")
    return "" if value is None else str(value)


def _as_written(cell: Cell, value: Any, field: Field) -> bool:
    if field.kind in ("money", "count", "area") and not (
        isinstance(cell, str) and not _PLAIN_NUMBER.fullmatch(cell)
    ):
        return True
    return cell == shown(value, field)


def check_digit(number: str) -> str:
    """The check character of the first 17 digits of an ID number (GB 11643-1999)."""
    return "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, number, strict=False)) % 11]


def birth_date(number: str) -> str | None:
    """The date of birth in an ID number as ISO text; None if it has not the form of one."""
    born = re.fullmatch(r"[1-9][0-9]{5}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]", number)
    return _iso(*born.groups()) if born else None


def sex(number: str) -> str:
    """The sex in an ID number."""
    return "男" if int(number[16]) % 2 else "女"


def in_a_province(number: str) -> bool:
    """Whether an ID number begins with the code of a province (91: a foreigner's residence card)."""
    return _PROVINCES.match(number) is not None


def luhn(card: str) -> bool:
    """Whether the last digit of a bank card agrees with the others."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(card))]
    return sum(d - 9 * (d > 9) for d in doubled) % 10 == 0


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _text(cell: Cell, field: Field) -> Meaning:
    # Brackets and commas of a Chinese name or address are full-width by right; only letters and digits are not.
    if field.name == "file_number" or not isinstance(cell, str):
        return plain(cell), None
    return _INVISIBLE.sub("", sheets.clean(cell)).translate(_WIDE).strip(), None


def _codes_of(field: Field) -> Codes:
    assert field.codes is not None
    return field.codes


def _code(cell: Cell, field: Field) -> Meaning:
    word, codes = plain(cell), _codes_of(field)
    code = codes.find(word)
    if code is None and word == "无" and not field.mandatory:
        return None, None
    if code is None:
        return (None, "code_unknown") if codes.whole else (word, "code_not_listed")
    return code, None


def _several(cell: Cell, field: Field) -> Meaning:
    parts = [_code(part, field) for part in re.split(r"[、,;/|\s]+", plain(cell)) if part]
    found = list(dict.fromkeys(value for value, _ in parts if value))
    fault = next((code for _, code in parts if code), None)
    return (
        (None, fault) if fault else ("、".join(found) or None, "too_many_causes" if len(found) > 3 else None)
    )


def _flag(cell: Cell, field: Field) -> Meaning:
    code, fault = _code(cell, field)
    return (None, fault) if code is None else (code == "是", None)


def _money(cell: Cell, field: Field) -> Meaning:
    try:
        fen = money.exact(Decimal(repr(cell))) if _is_number(cell) else money.parse(plain(cell))
    except ValueError:
        return None, "not_of_type"
    return (fen, None) if fen >= 0 else (None, "negative")


def _count(cell: Cell, field: Field) -> Meaning:
    number = re.fullmatch(r"(-?[0-9]{1,4})(?:\.0+)?[人口年]?制?", plain(cell))
    if not number:
        return None, "not_of_type"
    return (int(number[1]), None) if int(number[1]) >= 0 else (None, "negative")


def _area(cell: Cell, field: Field) -> Meaning:
    size = re.sub(r"(m2|平方米|平米|㎡)$", "", re.sub(r"[~–—至]", "-", plain(cell)))
    if band := _codes_of(field).find(size):
        return band, None
    if not _PLAIN_NUMBER.fullmatch(size):
        return None, "not_of_type"
    return (None, "negative") if size.startswith("-") else (f"{Decimal(size).normalize():f}", None)


def _date(cell: Cell, field: Field) -> Meaning:
    written = re.sub(r"\s+", "", re.sub(r"[ T]00:00(:00)?$", "", plain(cell)))
    parts = _DATE.fullmatch(written)
    iso = _iso(*(part for part in parts.groups() if part)) if parts else None
    return iso, None if iso else "not_of_type"


def _id_number(cell: Cell, field: Field) -> Meaning:
    if _is_number(cell):
        return None, "id_number_as_number"
    number = re.sub(r"\s", "", plain(cell)).upper()
    if birth_date(number) is None:
        return None, "id_number_form"
    return number, None if check_digit(number) == number[17] else "id_number_check_digit"


def _card(cell: Cell, field: Field) -> Meaning:
    if _is_number(cell):
        return None, "card_as_number"
    card = re.sub(r"[\s-]", "", plain(cell))
    return (card, None) if re.fullmatch(r"[0-9]{12,19}", card) else (None, "not_of_type")


def _phone(cell: Cell, field: Field) -> Meaning:
    number = re.sub(r"\s", "", plain(cell))
    if mobile := re.fullmatch(r"(?:\+?86-?)?(1[0-9]{10})", re.sub(r"(?<=[0-9])-(?=[0-9])", "", number)):
        return mobile[1], None
    return number, None if re.fullmatch(r"[0-9()+-]{7,20}", number) else "phone_form"


_KINDS: dict[Kind, Callable[[Cell, Field], Meaning]] = {
    "text": _text, "code": _code, "codes": _several, "flag": _flag, "money": _money, "count": _count, "area": _area,
    "date": _date, "id_number": _id_number, "card": _card, "phone": _phone,
}  # fmt: skip

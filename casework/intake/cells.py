"""Cells: what people write in a field of the form, and the value that it means. Cleaned, never guessed."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from casework import money, sheets
from casework.households import Field, Kind, check_digit, numbers
from casework.sheets import Cell
from casework.vocabulary import Text

TYPES: dict[Kind, Text] = {
    "money": Text("金额（最多两位小数）", "an amount in yuan with at most two decimals"),
    "count": Text("整数", "a whole number"),
    "date": Text("日期（如 1975-03-02）", "a date such as 1975-03-02"),
    "card": Text("银行卡号（12 至 19 位数字）", "a card number of 12 to 19 digits"),
    "area": Text("平方米数或表上的面积段", "a number of m² or a band of the form"),
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BETWEEN = re.compile(r"[、,;/|\s]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(T?00:00(:00)?)?")

birth_date, in_a_province, luhn = numbers.birth_date, numbers.in_a_province, numbers.luhn

Meaning = tuple[Any, str | None]
"""A value, and the code of a finding if there is one."""


def meaning(cell: Cell, field: Field) -> Meaning:
    """The value that a cell means for a field, and the code of what is to be said about it."""
    text = plain(cell)
    if not text:
        return None, "missing" if field.needed else "unknown_mandatory" if field.mandatory else None
    if field.kind in ("id_number", "card") and type(cell) in (int, float):
        return None, f"{field.kind}_as_number"
    if field.kind == "text" and field.name != "file_number" and isinstance(cell, str):
        text = _visible(cell).strip()  # brackets and commas of a Chinese name or address are full-width by right
    value, code = _KINDS[field.kind](text, field)
    if field.kind in ("money", "count") and value is not None and value < 0:
        return None, "negative"
    is_number = field.kind in ("money", "count", "area") and _NUMBER.fullmatch(str(cell))
    return value, code or (None if is_number or cell == shown(value, field) else "cleaned")


def plain(cell: Cell) -> str:
    """The text of a cell without full-width forms, invisible characters and outer space; empty if there is none."""
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "是", False: "否"}[cell]
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return _visible(unicodedata.normalize("NFKC", str(whole))).strip()


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", sheets.clean(text))


def shown(value: Any, field: Field) -> str:
    """The value as the form would have it."""
    if field.kind == "money":
        return money.show(value).replace(",", "")
    word = {True: "是", False: "否"}[value] if isinstance(value, bool) else value
    return field.codes.show(word, "zh") if field.codes else str(word)


def sex(number: str) -> str:
    """The sex in an ID number."""
    return "男" if int(number[16]) % 2 else "女"


def _tight(text: str) -> str:
    return "".join(text.split())


def _code(text: str, field: Field) -> Meaning:
    assert field.codes
    code = field.codes.find(text)
    if code or (text == "无" and not field.mandatory):
        return code, None
    if field.name == "main_cause" and _BETWEEN.search(text):
        return _one_of(*_listed(text, field))
    return (None, "code_unknown") if field.codes.whole else (text, "code_not_listed")


def _one_of(found: list[str], fault: str | None) -> Meaning:
    """The one cause that a cell names, if need be more than once."""
    if fault or len(found) == 1:
        return (None, fault) if fault else (found[0], None)
    return None, "several_main_causes" if found else "code_unknown"


def _several(text: str, field: Field) -> Meaning:
    found, fault = _listed(text, field)
    if fault or len(found) > 3:
        return None, fault or "too_many_causes"
    return "、".join(found) or None, None


def _listed(text: str, field: Field) -> tuple[list[str], str | None]:
    """The different codes that a cell lists, and the first fault among them."""
    parts = [_code(part, field) for part in _BETWEEN.split(text) if part]
    return list(dict.fromkeys(value for value, _ in parts if value)), next((code for _, code in parts if code), None)


def _flag(text: str, field: Field) -> Meaning:
    word, fault = _code(text, field)
    return word and word == "是", fault


def _money(text: str, field: Field) -> Meaning:
    try:
        return money.parse(text), None
    except ValueError:
        return None, "not_of_type"


def _count(text: str, field: Field) -> Meaning:
    number = re.fullmatch(r"(-?[0-9]{1,4})(?:\.0+)?[人口年]?制?", text)
    return (int(number[1]), None) if number else (None, "not_of_type")


def _area(text: str, field: Field) -> Meaning:
    size = re.sub(r"(m2|平方米|平米)$", "", re.sub(r"[~–—至]", "-", text))
    band, fault = _code(size, field)
    if fault and _NUMBER.fullmatch(size):
        return (None, "negative") if size.startswith("-") else (f"{Decimal(size).normalize():f}", None)
    return band, fault and "not_of_type"


def _iso(text: str) -> str | None:
    parts = _DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in parts.groups()[:5] if part)).isoformat() if parts else None
    except ValueError:
        return None


def _date(text: str, field: Field) -> Meaning:
    iso = _iso(_tight(text))
    return iso, None if iso else "not_of_type"


def _id_number(text: str, field: Field) -> Meaning:
    number = _tight(text).upper()
    if birth_date(number) is None:
        return None, "id_number_form"
    return number, None if check_digit(number[:17]) == number[17] else "id_number_check_digit"


def _card(text: str, field: Field) -> Meaning:
    card = _tight(text).replace("-", "")
    return (card, None) if re.fullmatch("[0-9]{12,19}", card) else (None, "not_of_type")


def _phone(text: str, field: Field) -> Meaning:
    number = _tight(text)
    if mobile := re.fullmatch(r"(?:\+?86)?(1[0-9]{10})", number.replace("-", "")):
        return mobile[1], None
    return number, None if re.fullmatch(r"[0-9()+-]{7,20}", number) else "phone_form"


_KINDS: dict[Kind, Callable[[str, Field], Meaning]] = {
    "text": lambda text, field: (text, None), "code": _code, "codes": _several, "flag": _flag, "money": _money,
    "count": _count, "area": _area, "date": _date, "id_number": _id_number, "card": _card, "phone": _phone,
}  # fmt: skip

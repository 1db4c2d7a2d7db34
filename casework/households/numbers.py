"""Numbers that people carry: what tells an ID number or a bank card from any other number of its length."""

import re
from datetime import date

_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")  # 91: a foreigner's residence card


def birth_date(number: str) -> str | None:
    """The date of birth in an ID number as ISO text; None if it has not the form of one."""
    try:
        return date.fromisoformat(number[6:14]).isoformat() if re.fullmatch("[0-9]{17}[0-9X]", number) else None
    except ValueError:
        return None


def in_a_province(number: str) -> bool:
    """Whether an ID number begins with the code of a province."""
    return _PROVINCES.match(number) is not None


def luhn(card: str) -> bool:
    """Whether the last digit of a bank card agrees with the others."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(card))]
    return sum(d - 9 * (d > 9) for d in doubled) % 10 == 0

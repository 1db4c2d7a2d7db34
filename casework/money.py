"""Money: a whole number of fen, always an int. Yuan exist only where people read and write."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction

LIMIT = 10**15
"""No amount in a casebook reaches ten trillion yuan (in fen); a larger one is a slip of the pen."""

_EXACT = Context(traps=[InvalidOperation, Inexact])
_DRESS = re.compile(r"\s|人民币|[¥￥]|元整?$|rmb|cny", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


def parse(text: str) -> int:
    """Fen for an amount in yuan as people write it (1,234.50元, １２００); ValueError if it is none."""
    plain = _DRESS.sub("", unicodedata.normalize("NFKC", text).strip())
    if not _PLAIN.fullmatch(plain):
        raise ValueError(f"not an amount in yuan: {text!r}")
    return exact(plain.replace(",", ""))


def exact(yuan: Decimal | int | str) -> int:
    """Fen for an exact number of yuan; ValueError for a third decimal or an amount beyond LIMIT."""
    try:
        fen = _EXACT.multiply(Decimal(yuan), 100)
    except (InvalidOperation, Inexact) as error:
        raise ValueError(f"not an exact number of yuan: {yuan!r}") from error
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError(f"more than two decimals: {yuan}")
    if abs(fen) > LIMIT:
        raise ValueError(f"too large: {yuan}")
    return int(fen)


def show(fen: int | None) -> str:
    """Yuan with thousands separators and two decimals; an em dash for the unknown."""
    if fen is None:
        return "—"
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def in_yuan(fen: int | None) -> Decimal | None:
    """An amount of fen as an exact number of yuan, for a spreadsheet; unknown stays unknown."""
    return None if fen is None else Decimal(fen).scaleb(-2)


def half_up(amount: Fraction | int) -> int:
    """The nearest whole number, halves away from zero (四舍五入)."""
    whole = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return whole if amount >= 0 else -whole


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Total split in proportion to weights without losing a fen (largest remainder, earlier first)."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0 or total < 0:
        raise ValueError("a share needs a total ≥ 0 and weights ≥ 0 that are not all zero")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts

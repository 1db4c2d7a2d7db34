"""Schedule: the one piecewise-linear form behind every band, tier and rate; and `Sum`, an amount or so many lines."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from casework import money
from casework.households import Ints


def wrong(zh: str, en: str) -> ValueError:
    """What is wrong with a figure and what to do, in both languages, for `checked` to take apart."""
    return ValueError(f"{zh}\n{en}")


def _fen(value: object) -> int:
    try:
        if isinstance(value, str):
            return money.exact(value)
    except ValueError:
        pass
    raise wrong("应写加引号的元数，至多两位小数", "write an amount in yuan in quotes, with at most two decimals")


def _multiple(value: object) -> Fraction:
    try:
        found = Fraction(value) if isinstance(value, str) else None
    except (ValueError, ZeroDivisionError):
        found = None
    if found is None or found.denominator > _FINEST or abs(found) > _FINEST:
        raise wrong("应写加引号的数，至多四位小数或分母不超过一万",
                    "write a number in quotes, with at most four decimals or over at most 10,000")  # fmt: skip
    return found


_FINEST = 10**4
"""Finer or larger multiples would leave 64 bits when they are compared exactly."""


Fen = Annotated[int, BeforeValidator(_fen), Field(ge=0)]
Multiple = Annotated[Fraction, BeforeValidator(_multiple), Field(ge=0)]
Per = Literal["household", "person"]


class Part(BaseModel):
    """A part of a pack: exact, frozen, and without keys that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, hide_input_in_errors=True)  # fmt: skip


class Rounding(Part):
    """How a payable amount is rounded: to a unit, half up, up or down."""

    to: Fen = 1
    mode: Literal["half_up", "up", "down"] = "half_up"
    source: str | None = None

    @model_validator(mode="after")
    def _some_unit(self) -> "Rounding":
        if self.to == 0:
            raise wrong("应大于零，取整到分写 0.01", "it must be more than zero: write '0.01' for whole fen")
        return self

    def of(self, amount: Any, per: Any) -> Any:
        """Amounts of `per`-ths of a fen, none negative, as fen in whole units; whole numbers or arrays of them."""
        if isinstance(per, int) and per * self.to == 1:
            return amount
        unit = per * self.to
        up = {"half_up": unit, "up": 2 * (unit - 1), "down": 0}[self.mode]
        return (2 * amount + up) // (2 * unit) * self.to


TO_THE_FEN = Rounding()


class Band(Part):
    """Up to an amount (the last has none): a rate of it, or a flat amount, or at discretion between two flat ones."""

    up_to: Fen | None = None
    rate: Multiple = Fraction(0)
    flat: Fen = 0
    at_most: Fen | None = None


class Schedule(Part):
    """Piecewise-linear: marginal rates, a rate of the whole amount, or flat tiers; then a cap. Exact in fen."""

    kind: Literal["marginal", "whole", "flat"]
    bands: list[Band]
    closed: Literal["upper", "lower"] = "upper"
    cap: Fen | None = None
    per: Per = "household"
    source: str | None = None

    @model_validator(mode="after")
    def _bands_rise(self) -> "Schedule":
        edges = [b.up_to for b in self.bands]
        inner = [e for e in edges[:-1] if e is not None]
        if not edges or edges[-1] is not None or len(inner) != len(edges) - 1 or inner != sorted(set(inner)):
            raise wrong("各档重叠：除末档外，每档的上限应逐档增大，末档不写",
                        "bands overlap: give each but the last a larger up_to, and the last none")  # fmt: skip
        if any(b.flat if self.kind == "marginal" else b.rate and self.kind == "flat" for b in self.bands):
            raise wrong("分段累计的档不能有定额，定额的档不能有比例",
                        "a marginal band has no flat amount, a flat one has no rate")  # fmt: skip
        free = [b for b in self.bands if b.at_most is not None]
        if free and (self.kind == "marginal" or any(b.rate or (b.at_most or 0) < b.flat for b in free)):
            raise wrong("酌定的上限只能配不高于它的定额，不能配比例",
                        "at_most goes with a flat amount that it is not below, and with no rate")  # fmt: skip
        if any(below > above for _, below, above in self.jumps()):
            raise wrong("进入下一档时金额反而减少：支出增加，救助不能减少",
                        "the amount falls where a band ends: more cost must not mean less aid")  # fmt: skip
        return self

    @property
    def edges(self) -> list[int]:
        """The amounts at which one band ends, fen."""
        return [b.up_to for b in self.bands if b.up_to is not None]

    @cached_property
    def lines(self) -> list[tuple[Fraction, Fraction]]:
        """Intercept and slope of each band, so that the amount is intercept + slope · x, in fen."""
        found: list[tuple[Fraction, Fraction]] = []
        paid, start = Fraction(0), 0
        for band in self.bands:
            marginal = self.kind == "marginal"
            found.append((paid - band.rate * start if marginal else Fraction(band.flat), band.rate))
            paid, start = paid + band.rate * ((band.up_to or 0) - start), band.up_to or 0
        return found

    def jumps(self) -> Iterator[tuple[int, Fraction, Fraction]]:
        """Each edge with the amount that the band below and the band above come to there, before the cap."""
        for edge, (a, s), (b, t) in zip(self.edges, self.lines, self.lines[1:], strict=False):
            yield edge, a + s * edge, b + t * edge

    def turns(self) -> list[int]:
        """The amounts, fen, at or just beside which the aid may jump or bend: edges, and where cap and cost bind."""
        caps = [] if self.cap is None else [Fraction(self.cap)]
        limits = [(Fraction(0), Fraction(1)), *((cap, Fraction(0)) for cap in caps)]
        met = [(c - a) / (s - d) for a, s in self.lines for c, d in limits if s != d]
        return sorted({*self.edges, *(int(x) for x in (*caps, *met) if x > 0)})

    @cached_property
    def _terms(self) -> tuple[Ints, Any, int]:
        den = lcm(*(part.denominator for line in self.lines for part in line))
        terms = [(int(a * den), int(s * den)) for a, s in self.lines]
        base, rate = max(abs(base) for base, _ in terms), max(den, *(rate for _, rate in terms))
        fits = rate < _LARGEST_RATE and base < _LARGEST_BASE
        kind = np.int64 if fits else np.object_  # Python's own numbers do not end at 64 bits
        return np.array(self.edges, dtype=np.int64), np.array(terms, dtype=kind).T.copy(), den

    def band(self, fen: Ints) -> Ints:
        """The band each amount falls into."""
        side: Literal["left", "right"] = "left" if self.closed == "upper" else "right"
        return self._terms[0].searchsorted(fen, side=side)

    def amount(self, fen: Ints, rounding: Rounding = TO_THE_FEN) -> Ints:
        """The amounts before the cap, rounded; where a band leaves discretion, its least."""
        edges, (base, rate), den = self._terms
        band = self.band(fen) if len(edges) else 0
        return np.asarray(rounding.of(rate[band] * fen + base[band], den)).astype(np.int64, copy=False)

    def at_discretion(self, fen: Ints) -> Ints:
        """The most that who approves may give, before the cap; the amount where a band leaves no discretion."""
        found = self.amount(fen)
        for k, band in enumerate(self.bands):
            if band.at_most is not None:
                found = np.where(self.band(fen) == k, band.at_most, found)
        return found


_LARGEST_RATE, _LARGEST_BASE = 10**5, 10**17
"""Up to here twice a rate times the greatest amount (10¹³ fen), and twice a base, stay within 64 bits."""


class Sum(Part):
    """A sum of money: an amount in yuan, or so many times the line; `only` says for whom, `cap` at most how much."""

    yuan: Fen | None = None
    lines: Multiple | None = None
    only: Literal["single_parent", "single_mother", "disabled"] | None = None
    per: Per = "household"
    cap: Fen | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "Sum":
        if (self.yuan is None) == (self.lines is None):
            raise wrong("元数和标准倍数只能写一个，也必须写一个", "give either yuan or lines")
        return self

    def fen(self, line: Any, rounding: Rounding = TO_THE_FEN, heads: Any = 1) -> Any:
        """The sum for a line (fen per month) and number of heads, rounded; for one or for arrays of them."""
        p, q = (self.lines or Fraction(0)).as_integer_ratio()
        found = rounding.of((p * line + (self.yuan or 0) * q) * heads, q)
        return found if self.cap is None else np.minimum(found, self.cap)

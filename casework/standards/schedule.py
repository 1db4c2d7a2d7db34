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


def _fen(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError("write an amount in yuan in quotes")
    return money.exact(value)


def _multiple(value: object) -> Fraction:
    if not isinstance(value, str):
        raise ValueError("write a number in quotes")
    try:
        return Fraction(value)
    except ZeroDivisionError as error:
        raise ValueError("nothing is divided by zero") from error


Fen = Annotated[int, BeforeValidator(_fen), Field(ge=0)]
Multiple = Annotated[Fraction, BeforeValidator(_multiple), Field(ge=0)]
Per = Literal["household", "person"]


class Part(BaseModel):
    """A part of a pack: exact, frozen, and without keys that nobody knows."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )


class Rounding(Part):
    """How a payable amount is rounded: to a unit, half up, up or down."""

    to: Fen = 1
    mode: Literal["half_up", "up", "down"] = "half_up"
    source: str | None = None

    @model_validator(mode="after")
    def _some_unit(self) -> "Rounding":
        if self.to == 0:
            raise ValueError("to must be more than zero: write '0.01' for whole fen")
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
            raise ValueError("bands overlap: give each but the last a larger up_to, and the last none")
        if any(b.flat if self.kind == "marginal" else b.rate and self.kind == "flat" for b in self.bands):
            raise ValueError("a marginal band has no flat amount, a flat one has no rate")
        if any(b.at_most is not None and (b.rate or b.at_most < b.flat) for b in self.bands):
            raise ValueError("at_most goes with a flat amount that it is not below, and with no rate")
        if any(below > above for _, below, above in self.jumps()):
            raise ValueError("the amount falls where a band ends: more cost must not mean less aid")
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
        limits = [(Fraction(0), Fraction(1)), *([(Fraction(self.cap), Fraction(0))] if self.cap is not None else [])]
        met = (
            ((c - a) / (s - d), s != d) if s != d else (Fraction(0), False) for a, s in self.lines for c, d in limits
        )
        return sorted({*self.edges, *([self.cap] if self.cap else []), *(int(x) for x, real in met if real and x > 0)})

    @cached_property
    def _terms(self) -> tuple[Ints, Ints, int]:
        den = lcm(*(part.denominator for line in self.lines for part in line))
        terms = [(int(a * den), int(s * den)) for a, s in self.lines]
        return np.array(self.edges, dtype=np.int64), np.array(terms, dtype=np.int64).T.copy(), den

    def band(self, fen: Ints) -> Ints:
        """The band each amount falls into."""
        side: Literal["left", "right"] = "left" if self.closed == "upper" else "right"
        return self._terms[0].searchsorted(fen, side=side)

    def amount(self, fen: Ints, rounding: Rounding = TO_THE_FEN) -> Ints:
        """The amounts before the cap, rounded; where a band leaves discretion, its least."""
        edges, (base, rate), den = self._terms
        band = self.band(fen) if len(edges) else 0
        return rounding.of(rate[band] * fen + base[band], den)  # type: ignore[no-any-return]


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
            raise ValueError("give either yuan or lines")
        return self

    def fen(self, line: Any, rounding: Rounding = TO_THE_FEN, heads: Any = 1) -> Any:
        """The sum for a line (fen per month) and number of heads, rounded; for one or for arrays of them."""
        p, q = (self.lines or Fraction(0)).as_integer_ratio()
        found = rounding.of((p * line + (self.yuan or 0) * q) * heads, q)
        return found if self.cap is None else np.minimum(found, self.cap)

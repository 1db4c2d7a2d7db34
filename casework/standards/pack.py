"""The form of a rule pack: dated, cited parameters; and `Schedule`, the one form of bands and rates."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from casework import money
from casework.households import STAGES, Ints
from casework.vocabulary import Text


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
ClassCode = Literal["deep", "relative", "accident", "dibao", "edge"]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )


class Words(_Part):
    """A name or note in both languages."""

    zh: str
    en: str

    @property
    def text(self) -> Text:
        """As the words of the vocabulary."""
        return Text(self.zh, self.en)


class Source(_Part):
    """A document: its title, number and date as far as known, and how sure we are (A official … C uncertain)."""

    title: str
    number: str = ""
    dated: str
    grade: Literal["A", "B", "C", "invented"]
    where: str = ""

    def show(self) -> str:
        """The document in one line, with its grade."""
        grade = "" if self.grade == "invented" else f"[{self.grade}]"
        return " ".join(part for part in (self.title, self.number, self.dated, grade) if part)


class LineValue(_Part):
    """A line in force from a day on; `starts` null: its first day is not known; yuan null: not known from then on."""

    starts: date | None
    published_on: date | None = None
    yuan: Fen | None
    source: str


class Line(_Part):
    """The assistance lines of one region, in order."""

    name: Words
    values: list[LineValue]

    def on(self, day: date) -> LineValue | None:
        """The value in force on a day; None before the first one and where a start is not known."""
        found = None
        for value in self.values:
            if value.starts and value.starts > day:
                break
            found = value if value.starts else None
        return found

    @model_validator(mode="after")
    def _in_order(self) -> "Line":
        starts = [v.starts for v in self.values if v.starts]
        if starts != sorted(set(starts)):
            raise ValueError("the starts are not in order of date")
        return self


class Lines(_Part):
    """The assistance lines by region, and the documents they come from."""

    sources: dict[str, Source]
    regions: dict[str, Line]

    @model_validator(mode="after")
    def _sources_exist(self) -> "Lines":
        _cited((v.source for line in self.regions.values() for v in line.values), self.sources)
        return self


def _cited(keys: Iterable[str], sources: Mapping[str, Source]) -> None:
    absent = next((key for key in keys if key not in sources), None)
    if absent is not None:
        raise ValueError(f"no source {absent} under sources: add the document")


class Test(_Part):
    """One comparison: net or gross income per head and month with a multiple of a line, or with a fixed amount."""

    measure: Literal["net", "gross"]
    op: Literal["<", "<="]
    times: Multiple = Fraction(1)
    line: str = "line"
    yuan: Fen | None = None


class ClassTest(_Part):
    """A class and all the tests that a household passes to be in it; the first class in order holds."""

    name: ClassCode
    tests: list[Test]
    event: bool = False
    source: str


class Band(_Part):
    """Up to an amount (the last has none): a rate of it, or a flat amount."""

    up_to: Fen | None = None
    rate: Multiple = Fraction(0)
    flat: Fen = 0


class Schedule(_Part):
    """Piecewise-linear: marginal rates, a rate of the whole amount, or flat tiers; then a cap. Exact in fen."""

    kind: Literal["marginal", "whole", "flat"]
    bands: list[Band]
    closed: Literal["upper", "lower"] = "upper"
    cap: Fen | None = None

    @model_validator(mode="after")
    def _bands_rise(self) -> "Schedule":
        edges = [b.up_to for b in self.bands]
        inner = [e for e in edges[:-1] if e is not None]
        if not edges or edges[-1] is not None or len(inner) != len(edges) - 1 or inner != sorted(set(inner)):
            raise ValueError("bands overlap: give each but the last a larger up_to, and the last none")
        if any(b.flat if self.kind == "marginal" else b.rate and self.kind == "flat" for b in self.bands):
            raise ValueError("a marginal band has no flat amount, a flat one has no rate")
        return self

    @property
    def edges(self) -> list[int]:
        """The amounts at which one band ends, fen."""
        return [b.up_to for b in self.bands if b.up_to is not None]

    def lines(self) -> list[tuple[Fraction, Fraction]]:
        """Intercept and slope of each band, so that the amount is intercept + slope · x, in fen."""
        found: list[tuple[Fraction, Fraction]] = []
        paid, start = Fraction(0), 0
        for band in self.bands:
            marginal = self.kind == "marginal"
            found.append((paid - band.rate * start if marginal else Fraction(band.flat), band.rate))
            paid, start = paid + band.rate * ((band.up_to or 0) - start), band.up_to or 0
        return found

    def band(self, fen: Ints) -> Ints:
        """The band each amount falls into."""
        side: Literal["left", "right"] = "left" if self.closed == "upper" else "right"
        return np.searchsorted(np.array(self.edges, dtype=np.int64), fen, side=side).astype(np.int64)

    def amount(self, fen: Ints) -> Ints:
        """The amounts before the cap, rounded half up to the fen."""
        lines = self.lines()
        whole = [lcm(a.denominator, s.denominator) for a, s in lines]
        terms = [(int(a * den), int(s * den), den) for (a, s), den in zip(lines, whole, strict=True)]
        base, rate, den = np.array(terms, dtype=np.int64)[self.band(fen)].T
        rounded: Ints = (2 * (base + rate * fen) + den) // (2 * den)
        return rounded


class Sum(_Part):
    """A sum of money: an amount in yuan, or so many times the line; `only` says for whom."""

    yuan: Fen | None = None
    lines: Multiple | None = None
    only: Literal["single_parent", "single_mother"] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "Sum":
        if (self.yuan is None) == (self.lines is None):
            raise ValueError("give either yuan or lines")
        return self

    def fen(self, line: Ints) -> Ints:
        """The sum for each line (fen per month), rounded half up to the fen."""
        if self.lines is None:
            return np.full_like(line, self.yuan or 0)
        p, q = self.lines.numerator, self.lines.denominator
        return (2 * p * line + q) // (2 * q)


class Living(_Part):
    """Living aid of a year per household, by class; null for a class that gets none."""

    source: str
    instalments: Annotated[int, Field(ge=1)] = 1
    by_class: dict[ClassCode, Sum | None]


class Medical(_Part):
    """Medical aid on what was paid out of pocket in a year, by class; never more than that."""

    source: str
    by_class: dict[ClassCode, Schedule | None]


class Tuition(_Part):
    """Tuition aid of a school year per child, by class and stage; null for a class that gets none."""

    source: str
    by_class: dict[ClassCode, dict[str, Sum] | None]

    @model_validator(mode="after")
    def _known_stages(self) -> "Tuition":
        strange = {stage for table in self.by_class.values() for stage in table or {}} - set(STAGES[1:])
        if strange:
            raise ValueError(f"no such stage: {', '.join(sorted(strange))}; the stages are {', '.join(STAGES[1:])}")
        return self


class ApprovalStep(_Part):
    """Above this amount a higher level approves (the amount itself does not climb)."""

    over: Fen
    level: Literal["province", "national"]


class Approval(_Part):
    """Who approves the largest single aid, by its amount; the county below the first step."""

    source: str
    steps: list[ApprovalStep]


class Pack(_Part):
    """A region's rules from a day on. What a pack lacks (None) is answered null, never zero."""

    pack: str
    name: Words
    note: Words
    valid_from: date
    published_on: date
    sources: dict[str, Source]
    line: str | None
    fixed_line: Fen | None = None
    line_source: str
    union_aid_is_income: bool = False
    rigid: list[Literal["medical", "schooling", "other"]]
    classes: list[ClassTest]
    beyond: Literal["not_eligible", "undetermined"]
    living: Living | None = None
    medical: Medical | None = None
    tuition: Tuition | None = None
    approval: Approval | None = None

    @model_validator(mode="after")
    def _sources_exist(self) -> "Pack":
        parts = [self.living, self.medical, self.tuition, self.approval, *self.classes]
        _cited([self.line_source, *(part.source for part in parts if part is not None)], self.sources)
        if (self.line is None) == (self.fixed_line is None):
            raise ValueError("give either line (a region of lines.yaml) or fixed_line")
        return self

    def cite(self, key: str) -> str:
        """The document behind a rule, in one line."""
        return self.sources[key].show()

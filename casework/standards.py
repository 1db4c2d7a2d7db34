"""Standards: rule packs, dated and cited, read from data/standards/; and `Schedule`, the one form of bands and rates.

A pack is one YAML file. A figure in it is a quoted number of yuan or a quoted multiple; a bare decimal is refused,
because a float cannot hold money. A pack that is wrong is refused in a sentence that names file, key and remedy.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from math import lcm
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from casework import money, share
from casework.households import STAGES, Ints
from casework.vocabulary import Refused, Text

DEFAULT_PACK = "demo-2026"

# ---- reading YAML ----------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """YAML without floats and without a key given twice."""


def _no_float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    raise yaml.constructor.ConstructorError(None, None, f"write {node.value} in quotes", node.start_mark)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise yaml.constructor.ConstructorError(None, None, f"the key {twice} stands twice", node.start_mark)
    loader.flatten_mapping(node)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=deep)


_Loader.add_constructor("tag:yaml.org,2002:float", _no_float)
_Loader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: _mapping(loader, node, deep=True)  # type: ignore[arg-type]
)  # fmt: skip


class _ExactLoader(_Loader):
    """As _Loader, but a bare decimal is read as its exact text, for people who type 619.97."""


_ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: str(node.value))


def read_yaml(text: str, name: str, *, decimals: bool = False) -> Any:
    """What a YAML text says; Refused with file and line when it is not readable. Decimals come as text."""
    try:
        return yaml.load(text, _ExactLoader if decimals else _Loader)  # noqa: S506 both derive from SafeLoader
    except (yaml.YAMLError, ValueError) as error:  # a date that does not exist is a ValueError
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        said = getattr(error, "problem", None) or str(error)
        raise Refused(
            f"{where}：文件读不懂（{said}），请改正后重试。",
            f"{where}: cannot be read ({said}); mend it and try again.",
        ) from error


def read_text(path: Path) -> str:
    """The text of a file; Refused when there is none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            f"文件 {path} 不是文本，请检查是否选错。", f"the file {path} is not text: check that it is the right one."
        ) from error
    except OSError as error:
        raise Refused(
            f"打不开文件 {path}，请检查路径和权限。",
            f"cannot read the file {path}: check the path and its permissions.",
        ) from error


# ---- the form of a pack ----------------------------------------------------------------------------


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


# ---- finding packs ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standard:
    """A pack with the text it was read from and that text's digest, and the lines of its regions."""

    pack: Pack
    text: str
    lines_text: str
    digest: str

    @property
    def stem(self) -> str:
        """The name of the pack."""
        return self.pack.pack

    @property
    def lines(self) -> dict[str, Line]:
        """The assistance lines by region."""
        return _lines(self.lines_text)

    def begins(self, day: date) -> None:
        """Refused when the pack does not hold yet on a day."""
        if day < self.pack.valid_from:
            raise Refused(
                f"规则包 {self.stem} 自 {self.pack.valid_from} 起施行，不能用于 {day}；请换日期或规则包。",
                f"the pack {self.stem} holds from {self.pack.valid_from} on, not on {day}: choose another date or pack.",
            )

    def line_on(self, day: date) -> int | None:
        """The line in force on a day, fen per person and month; None where it is not known."""
        return self.pack.fixed_line if self.pack.line is None else self.line_of(self.pack.line, day)

    def line_of(self, region: str, day: date) -> int | None:
        """The line of a region on a day, fen per person and month."""
        value = self.lines[region].on(day)
        return value.yuan if value else None


def stems() -> list[str]:
    """The packs that come with casework."""
    return sorted(p.stem for p in share("data", "standards").glob("*.yaml") if p.stem != "lines")


def load(stem_or_file: str) -> Standard:
    """The pack of this stem, or in this file; Refused when there is none or it is wrong."""
    path = Path(stem_or_file)
    if path.suffix.lower() not in (".yaml", ".yml"):
        if stem_or_file not in stems():
            known = ", ".join(stems())
            raise Refused(
                f"没有规则包 {stem_or_file}；可用：{known}。",
                f"there is no pack {stem_or_file}; choose one of {known}.",
            )
        path = share("data", "standards", f"{stem_or_file}.yaml")
    return parse(read_text(path), read_text(share("data", "standards", "lines.yaml")), path.name)


@cache
def parse(text: str, lines_text: str, name: str) -> Standard:
    """The standard that these texts describe; Refused with file, key and remedy when they do not."""
    pack = checked(Pack, read_yaml(text, name), name)
    regions = [pack.line, *(test.line for c in pack.classes for test in c.tests if test.line != "line")]
    absent = [region for region in regions if region and region not in _lines(lines_text)]
    if absent:
        raise Refused(
            f"{name}：lines.yaml 中没有地区 {absent[0]}，请补上。",
            f"{name}: lines.yaml has no region {absent[0]}: add it.",
        )
    return Standard(pack, text, lines_text, hashlib.sha256(f"{text}\0{lines_text}".encode()).hexdigest())


@cache
def _lines(text: str) -> dict[str, Line]:
    return checked(Lines, read_yaml(text, "lines.yaml"), "lines.yaml").regions


_M = TypeVar("_M", bound=BaseModel)


def checked(model: type[_M], said: Any, name: str) -> _M:
    """The model that this data describes; Refused naming file, key and what is wrong."""
    try:
        return model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "(whole)"
        raise Refused(
            f"{name}：{key} 有误（{first['msg']}），请改正。",
            f"{name}: {key} is wrong ({first['msg']}): mend it.",
        ) from error

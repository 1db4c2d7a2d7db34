"""Standards: rule packs, dated and cited, read from data/standards/; and `Schedule`, the one form of bands and rates.

A pack is one YAML file. A figure in it is a quoted number of yuan or a quoted multiple; a bare decimal is refused,
because a float cannot hold money. A pack that is wrong is refused in a sentence that names file, key and remedy.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from casework import share
from casework.standards.pack import Band, ClassCode, Line, Lines, LineValue, Pack, Schedule, Sum, Test
from casework.standards.reading import checked, read_text, read_yaml
from casework.vocabulary import Refused

__all__ = [
    "DEFAULT_PACK", "Band", "ClassCode", "Line", "LineValue", "Pack", "Schedule", "Standard", "Sum", "Test",
    "checked", "load", "parse", "read_text", "read_yaml", "stems",
]  # fmt: skip

DEFAULT_PACK = "demo-2026"


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

"""Standards: rule packs, dated and cited, read from data/standards/; and `Schedule`, the one form of bands and rates.

A pack is one YAML file. A figure in it is a quoted number of yuan or a quoted multiple; a bare decimal is refused,
because a float cannot hold money. A pack that is wrong is refused in a sentence that names file, key and remedy.
A pack that extends another says only what differs; its text then has the other's behind it, after a `---` line.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from casework import share
from casework.standards.pack import (
    ClassCode,
    ClassTest,
    Line,
    Lines,
    LineValue,
    Note,
    Pack,
    Rule,
    Source,
    Test,
    Tuition,
    Words,
)
from casework.standards.reading import checked, read_documents, read_model, read_text, read_yaml, refused, write_yaml
from casework.standards.schedule import Band, Rounding, Schedule, Sum
from casework.vocabulary import Refused

__all__ = [
    "DEFAULT_PACK", "OWN", "Band", "ClassCode", "ClassTest", "Line", "LineValue", "Note", "Pack", "Rounding", "Rule", "Schedule", "Source", "Standard", "Sum",
    "Test", "Tuition", "Words", "checked", "load", "parse", "read_model", "read_text", "read_yaml",
    "refused", "stems",
]  # fmt: skip

DEFAULT_PACK = "demo-2026"
OWN = "own"
"""The region of an office whose pack names none: where the office lies; see `office`."""


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
        """The assistance lines by region: those of the pack before those of the table, and in them what the office entered."""
        table, *entered = _lines(self.lines_text)
        found = table.regions | self.pack.regions
        for more in entered:
            found |= {name: found[name].joined(line) if name in found else line for name, line in more.regions.items()}
        return found

    @property
    def region(self) -> str | None:
        """The region whose line the pack uses: the one it names; else the office's own, if it entered any; None with a fixed line."""
        return self.pack.line or (OWN if self.pack.fixed_line is None and OWN in self.lines else None)

    def begins(self, day: date) -> None:
        """Refused when the pack does not hold on a day: not yet, or no longer."""
        first, last = self.pack.valid_from, self.pack.valid_until
        if first and day < first:
            raise Refused(f"规则包 {self.stem} 自 {first} 起施行，不能用于 {day}；请换日期或规则包。",
                          f"the pack {self.stem} holds from {first} on, not on {day}: choose another date or pack.")  # fmt: skip
        if last and day > last:
            raise Refused(f"规则包 {self.stem} 施行至 {last}，不能用于 {day}；请换日期或规则包。",
                          f"the pack {self.stem} holds until {last}, not on {day}: choose another date or pack.")  # fmt: skip

    def line_on(self, day: date) -> int | None:
        """The line that the pack uses on a day, fen per person and month; None where it is not known."""
        return self.pack.fixed_line if self.region is None else self.line_of(self.region, day)

    def line_of(self, region: str, day: date) -> int | None:
        """The line of a region on a day (on the last day of the year before, if the pack uses that), fen."""
        value = self.line_value(region, day)
        return value.yuan if value else None

    def line_value(self, region: str, day: date) -> LineValue | None:
        """The entry of the table that `line_of` reads."""
        return self.lines[region].on(self.read_on(day))

    def read_on(self, day: date) -> date:
        """The day whose line counts on a day: that day, or the last one of the year before."""
        return date(day.year - 1, 12, 31) if self.pack.line_basis == "previous_year" else day

    def line_source(self, region: str | None, day: date) -> str:
        """The document behind the line of a region on a day, in one line; of no region or value, that of the pack's line."""
        value = self.line_value(region, day) if region else None
        return self.source_of(region, value).show() if region and value else self.pack.cite(self.pack.line_source)

    def source_of(self, region: str, value: LineValue) -> Source:
        """The document behind an entry of the line of a region."""
        table, *entered = _lines(self.lines_text)
        places = [*entered, self.pack if region in self.pack.regions else table]
        return next(place.sources[value.source] for place in places if value.source in place.sources)

    def other_lines(self) -> list[str]:
        """The regions whose line a class test reads beside the pack's own."""
        return [region for region in dict.fromkeys(test.line for test in self.pack.tests) if region != "line"]

    def change(self, figures: Mapping[str, Any]) -> "Standard":
        """The same rules with some figures changed, each named by its dotted key; for trying out, never for paying.

        Refused when there is no such key, or when the changed pack is wrong.
        """
        said = _merged(self.text, self.stem)
        said["pack"] = f"{self.stem}+"
        for key, value in figures.items():
            _put(said, key.split("."), value, key)
        return parse(write_yaml(said), self.lines_text, f"{self.stem}+")


def stems() -> list[str]:
    """The packs that come with casework."""
    return sorted(p.stem for p in share("data", "standards").glob("*.yaml") if p.stem != "lines")


def load(stem_or_file: str) -> Standard:
    """The pack of this stem, or in this file; Refused when there is none or it is wrong."""
    path = Path(stem_or_file)
    if path.suffix.lower() not in (".yaml", ".yml"):
        path = _shipped(stem_or_file)
    text, names = read_text(path), [path.name]
    while base := _base(text, path.name):
        if f"{base}.yaml" in names:
            raise refused(path.name, f"extends 绕回了 {base}，请改正。", f"extends comes back to {base}: mend it.")
        names.append(f"{base}.yaml")
        text = f"{text.rstrip()}\n---\n{read_text(_shipped(base))}"
    return parse(text, read_text(share("data", "standards", "lines.yaml")), path.name)


def _shipped(stem: str) -> Path:
    if stem not in stems():
        known = ", ".join(stems())
        raise Refused(f"没有规则包 {stem}；可用：{known}。", f"there is no pack {stem}; choose one of {known}.")
    return share("data", "standards", f"{stem}.yaml")


@cache
def _base(text: str, name: str) -> str | None:
    """The pack that the last pack of a text extends."""
    last = (read_documents(text, name) or [None])[-1]
    return last.get("extends") if isinstance(last, dict) else None


@cache
def parse(text: str, lines_text: str, name: str) -> Standard:
    """The standard that these texts describe; Refused with file, key and remedy when they do not."""
    pack = checked(Pack, _merged(text, name), name)
    known = pack.regions.keys() | {name for table in _lines(lines_text) for name in table.regions}
    regions = [pack.line, *(test.line for test in pack.tests if test.line != "line")]
    absent = [region for region in regions if region and region not in known]
    if absent:
        zh, en = f"lines.yaml 中没有地区 {absent[0]}，请补上。", f"lines.yaml has no region {absent[0]}: add it."
        raise refused(name, zh, en)
    return Standard(pack, text, lines_text, hashlib.sha256(f"{text}\0{lines_text}".encode()).hexdigest())


def _merged(text: str, name: str) -> Any:
    """The packs of a text as one: what the first says goes before what the later ones say."""
    said: Any = None
    for document in reversed(read_documents(text, name)):
        said = _over(_apart(document), said)
    if isinstance(said, dict):
        said.pop("extends", None)
    return said


def _apart(said: Any) -> Any:
    """The same data with nothing shared between two places, as YAML anchors do."""
    if isinstance(said, dict):
        return {key: _apart(value) for key, value in said.items()}
    return [_apart(value) for value in said] if isinstance(said, list) else said


def _over(own: Any, base: Any) -> Any:
    """What a pack says laid over what it extends: keys one by one, everything else whole."""
    if not (isinstance(own, dict) and isinstance(base, dict)):
        return own
    return base | {key: _over(value, base.get(key)) for key, value in own.items()}


def _put(said: Any, way: list[str], value: Any, key: str) -> None:
    try:
        is_new = key in Pack.model_fields and key not in said  # what a pack may say and this one does not
        for step in way[:-1]:
            said = said[int(step) if isinstance(said, list) else step]
        last: Any = int(way[-1]) if isinstance(said, list) else way[-1]
        is_text = is_new or isinstance(said[last], str)
        given = read_yaml(value, key) if isinstance(value, str) and not is_text else value
        said[last] = None if value == "null" else str(value) if is_text else given
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise Refused(f"规则包没有 {key} 这一项，请检查。", f"the pack has no entry {key}: check its spelling.") from error  # fmt: skip


@cache
def _lines(text: str) -> list[Lines]:
    """The table of lines, and after it what the office entered."""
    return [checked(Lines, said, "lines.yaml") for said in read_documents(text, "lines.yaml") or [None]]

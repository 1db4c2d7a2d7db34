"""Office: rules with the lines that an office entered from documents of its own, beside those that come with casework.

They stand as a document of their own behind the table of lines, so that rules and their digest say which lines they rest on.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from casework.money import in_yuan
from casework.standards import OWN, Standard, parse
from casework.standards.reading import write_yaml
from casework.vocabulary import Text

OWN_NAME = Text("本单位所在地低保标准", "the Dibao line where this office lies")
_MARK = "---\n# Entered and signed by the office that keeps this casebook.\n"


class OfficeLine(NamedTuple):
    """The line of a region from a day on, fen per person and month, with its document; `key` tells it from all others."""

    key: str
    region: str
    starts: date
    fen: int
    title: str
    number: str
    dated: str
    address: str


def with_lines(standard: Standard, entered: Iterable[OfficeLine]) -> Standard:
    """The rules as they came, with just these lines of the office; of two lines of one region and day the later counts."""
    table = standard.lines_text.partition(_MARK)[0]
    last = {(line.region, line.starts): line for line in entered}
    more = _MARK + write_yaml(_said(standard, [last[key] for key in sorted(last)])) if last else ""
    return parse(standard.text, table + more, standard.stem)


def _said(standard: Standard, entered: list[OfficeLine]) -> dict[str, Any]:
    regions: dict[str, Any] = {}
    for line in entered:
        value = {"starts": line.starts, "yuan": f"{in_yuan(line.fen)}", "source": line.key}
        regions.setdefault(line.region, {"name": region_name(standard, line.region)._asdict(), "values": []})["values"].append(value)  # fmt: skip
    documents = {
        line.key: {"title": line.title, "number": line.number, "dated": line.dated, "grade": "office", "where": line.address}
        for line in entered
    }  # fmt: skip
    return {"sources": documents, "regions": regions}


def region_name(standard: Standard, region: str) -> Text:
    """What the line of a region is called."""
    return standard.lines[region].name.text if region in standard.lines and region != OWN else OWN_NAME

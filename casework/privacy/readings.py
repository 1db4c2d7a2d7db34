"""Readings: the ways in which a text can be read. Personal data may be written in full-width digits, in entities, between tags or in a table.

Every reading keeps the lines of the text, so that a place in it can be named; a line break beside a tag becomes a vertical tab.
"""

import html
import json
import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from casework.privacy.shapes import LABEL

_ROUNDS = 3
_INVISIBLE = [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
_PLAIN: dict[int, str | None] = dict.fromkeys(_INVISIBLE, None) | dict.fromkeys(map(ord, "•‧・∙⋅"), "·")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CODED = re.compile(r"&[#\w]+;|%[0-9A-Fa-f]{2}|\\u[0-9a-fA-F]{4}")
_ESCAPES = re.compile(r"(?:\\+u[0-9a-fA-F]{4})+")
_INLINE = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|font|mark|a|wbr|small|sub|sup|code|tspan|[wa]:[rt]\w*|t|r)(?:\s[^<>]*)?/?>"
)
_TAG = re.compile(r"\s*<[^<>]*>\s*")
_DATA = re.compile(r"data:[\w/+.\-]+[^,\s\"']{0,60};base64,([A-Za-z0-9+/]+)")
_NEXT = re.compile(r"</?(?:tr|table|thead|tbody)\b|</?w:tr\b")
_ROW = "\x1e"
_BETWEEN = re.compile(r"[|,\t]|[ ]{2,}")
_RULE = re.compile(r"[\s\-+|:=]*")


def readings(text: str) -> Iterator[str]:
    """The text as it stands, decoded as often as it was encoded, without its tags, and its tables with each header at its values."""
    for _ in range(_ROUNDS):
        yield (said := plain(text))
        yield from _embedded(text)
        without = [said]
        if "<" in said and ">" in said:
            without = [_TAG.sub(_apart, t) for t in (said, _INLINE.sub("", said))]
            yield from without
        yield from (table for t in without if (table := _labelled(t)))
        if not (text := _newly_decoded(text)).strip():
            return


def plain(text: str) -> str:
    """Text without full-width forms, invisible characters and the colours of a terminal."""
    return unicodedata.normalize("NFKC", _COLOUR.sub("", text).translate(_PLAIN))


def line(text: str, start: int) -> int:
    """The number of the line in which a place of a reading is."""
    return 1 + text.count("\n", 0, start) + text.count("\v", 0, start)


def _embedded(text: str) -> Iterator[str]:
    """What the texts say that stand in data: addresses, each from its line on."""
    for hit in _DATA.finditer(text):
        yield "\n" * text.count("\n", 0, hit.start()) + plain(from_base64(hit[1]))


def from_base64(said: str) -> str:
    """The text that stands there in base64; empty if it is none."""
    try:
        return b64decode(said + "=" * (-len(said) % 4), validate=True).decode()
    except ValueError:
        return ""


def _newly_decoded(text: str) -> str:
    """The lines that change when they are decoded; the others, which were read already, are empty."""
    if not _CODED.search(text):
        return ""
    return "\n".join(now if (now := _decoded(was)) != was else "" for was in text.split("\n"))


def _decoded(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    if "%" in text:
        text = unquote(text)
    return _ESCAPES.sub(_unescaped, text)


def _unescaped(hit: re.Match[str]) -> str:
    said = re.sub(r"\\+", r"\\", hit[0])
    return str(json.loads(f'"{said}"'))


def _apart(tag: re.Match[str]) -> str:
    return (_ROW if _NEXT.search(tag[0]) else "\t") + "\v" * tag[0].count("\n")


def _labelled(text: str) -> str:
    """The rows of the tables in a text, each value after the header of its column; other lines are empty."""
    headers: Sequence[str] = ()
    said, any_row = [], False
    for part in re.split(f"(\n|{_ROW})", text):
        cells = [cell.strip(" \v\"'") for cell in _BETWEEN.split(part)]
        if part in ("\n", _ROW):
            said.append(part)
            continue
        said.append("\v" * part.count("\v"))
        if len(cells) > 1 and any(map(LABEL.fullmatch, cells)):
            headers = cells
        elif len(cells) == len(headers):
            any_row = True
            said.append("; ".join(f"{h}: {c}" for h, c in zip(headers, cells, strict=True) if h))
        elif part.strip() and not _RULE.fullmatch(part):
            headers = ()
    return "".join(said) if any_row else ""

"""Leaks: personal data in a text or a notebook that is to leave the office. What is found is named by kind and place, never repeated.

Without a casebook it is found by its shape (`shapes`); with one, everything `Known` of its people is looked for too.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from casework.privacy import readings
from casework.privacy.known import Known
from casework.privacy.shapes import found
from casework.vocabulary import Text, language

__all__ = ["Known", "Leak", "in_notebook", "in_text"]


class Leak(NamedTuple):
    """Somebody's data: what kind (a code of LEAKS) and where; never what it says."""

    kind: str
    place: str


def in_text(text: str, place: str, known: Known | None = None) -> list[Leak]:
    """The leaks in a text, by line if it has several."""
    spots: set[tuple[int, str]] = set()
    for said in readings.readings(text):
        for hit in found(said):
            if not (known and known.is_own(hit)):
                spots.add((readings.line(said, hit.start), hit.kind))
        if known:
            spots |= {(line, kind) for kind, line in known.find(said)}
        spots |= {(readings.line(said, hit.start()), "picture") for hit in _PICTURE.finditer(said)}
    has_lines = "\n" in text.rstrip()
    return [Leak(kind, f"{place}:{line}" if has_lines else place) for line, kind in sorted(spots)]


def in_notebook(notebook: dict[str, Any], place: str, known: Known | None = None) -> list[Leak]:
    """The leaks in a notebook: in every text anywhere in it, keys too, and pictures, which nobody can read for us."""
    texts: dict[str, list[str]] = {}
    leaks = []
    for path, text in _strings(notebook, ()):
        where = " ".join([place, *_named(path)])
        if path and _BITMAP.match(path[-1]):
            leaks.append(Leak("picture", where))
        texts.setdefault(where, []).append(text)
    for where, parts in texts.items():
        said = in_text("\n".join(parts), where, known)
        leaks += said if len(parts) == 1 else [Leak(kind, where) for kind, _ in said]
    return [*dict.fromkeys(leaks)]


_PICTURE = re.compile("data:image/(?!svg)[a-z]+[;,]")
_BITMAP = re.compile("image/(?!svg)|application/pdf")
_BASE64 = re.compile(r"[A-Za-z0-9+/\n]{8,}={0,2}\n?")
_MIME = re.compile(r"[a-z]+/[a-z.+\-]*(?:v[0-9]{1,2})?[a-z.+\-]*")
_SAID = re.compile(
    "source|outputs|text|data|metadata|attachments|traceback|ename|evalue|name|title|papermill|parameters|widgets|state"
)
"""The keys of a notebook that a place is named by; another could be somebody's name."""


def _strings(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every key and value in what JSON holds, with the keys that lead there; a value after its key, what was in base64 read too."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield path, str(key)
            yield from _strings(value, (*path, str(key)))
    elif isinstance(node, list) and not _is_cut(node):
        for i, item in enumerate(node, 1):
            yield from _strings(item, (*path, str(i)))
    elif node is not None:
        said = "".join(node) if isinstance(node, list) else str(node)
        label = next((key for key in reversed(path) if not key.isdigit()), "")
        yield path, f"{label}: {said}"
        if _BASE64.fullmatch(said):
            yield path, readings.from_base64(said)


def _is_cut(items: list[Any]) -> bool:
    """Whether this is one text cut into its lines, as notebooks keep it."""
    return all(isinstance(item, str) for item in items) and all(item.endswith("\n") for item in items[:-1])


def _named(path: tuple[str, ...]) -> Iterator[str]:
    """The words that a place in a notebook is named by; none that could be somebody's."""
    for before, key in zip(("", *path), path, strict=False):
        if before == "cells":
            yield Text(f"第 {key} 格", f"cell {key}").to(language())
        elif _SAID.fullmatch(key) or _MIME.fullmatch(key) or (before == "outputs" and key.isdigit()):
            yield key

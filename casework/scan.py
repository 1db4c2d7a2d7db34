"""Scan: the leak gate over files and folders: notebooks, pages, workbooks, and whatever else is text."""

import json
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from casework import sheets
from casework.privacy.leaks import Known, Leak, in_notebook, in_text
from casework.vocabulary import Refused, Text, language

_SKIPPED = {
    ".git",
    ".venv",
    "__pycache__",
    "node_modules",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
}
_CLOSED = "*.png *.jpg *.jpeg *.gif *.webp *.bmp *.tif *.tiff *.ico *.pdf *.gz *.xz *.7z *.rar *.woff *.woff2 *.pyc"
_PARTS = (".xml", ".rels", ".html", ".htm", ".txt", ".csv", ".json", ".md", ".ipynb")
_LARGEST = 300_000_000


class Scanned(NamedTuple):
    """What was found, in how many files and lines, and the files that nobody can read for us."""

    leaks: list[Leak]
    files: int
    lines: int
    unread: list[str]


def scan(paths: Iterable[Path], known: Known | None = None, exclude: Collection[str] = ()) -> Scanned:
    """The leaks in the files at or under some paths, but for those that a pattern excludes; Refused when there is no such path."""
    leaks, unread, files, lines = list[Leak](), list[str](), 0, 0
    for path in _files(paths, exclude):
        place, found = _place(path, known)
        texts = _texts(path)
        files, lines = files + 1, lines + sum(text.count("\n") + 1 for _, text in texts or ())
        leaks += found + _found(path, place, texts or [], known)
        unread += [place] if texts is None else []
    return Scanned([*dict.fromkeys(leaks)], files, lines, unread)


def in_file(path: Path, known: Known | None = None) -> list[Leak]:
    """The leaks in a file and in its name; a file that cannot be read counts as a picture."""
    place, found = _place(path, known)
    texts = _texts(path)
    return [*dict.fromkeys(found + ([Leak("picture", place)] if texts is None else _found(path, place, texts, known)))]


def _files(paths: Iterable[Path], exclude: Collection[str]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise Refused(
                f"没有文件或文件夹 {path}，请检查路径。", f"there is no file or folder {path}: check the path."
            )
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            above = [file, *file.parents]
            if (
                file.is_file()
                and not _SKIPPED & {p.name for p in above}
                and not any(p.match(e) for p in above for e in exclude)
            ):
                yield file


def _place(path: Path, known: Known | None) -> tuple[str, list[Leak]]:
    """How a file is named in a finding, and what its own name gives away; a name that does is not repeated."""
    parts = {part: in_text(part, "", known) for part in path.parts}
    place = str(Path(*("…" if leaks else part for part, leaks in parts.items())))
    named = Text(f"{place}（文件名）", f"{place} (its name)").to(language())
    return place, [Leak(kind, named) for leaks in parts.values() for kind, _ in leaks]


def _found(path: Path, place: str, texts: list[tuple[str, str]], known: Known | None) -> list[Leak]:
    if path.suffix == ".ipynb" and texts:
        try:
            return in_notebook(json.loads(texts[0][1]), place, known)
        except ValueError:  # half a notebook is still text
            pass
    return [leak for part, text in texts for leak in in_text(text, f"{place} {part}".rstrip(), known)]


# ---- what a file says -----------------------------------------------------------------------------------


def _texts(path: Path) -> list[tuple[str, str]] | None:
    """The texts in a file, each with the name of its part; None when it cannot be read."""
    if any(path.match(pattern) for pattern in _CLOSED.split()):
        return None
    try:
        if path.stat().st_size > _LARGEST:
            return None
        if zipfile.is_zipfile(path):
            return [*_tables(path), *_inside(path)]
        return [("", _decoded(path.read_bytes()))]
    except (OSError, Refused, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return None


def _decoded(raw: bytes) -> str:
    """Bytes as text; of what is none, like a database, the texts in it stay readable."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if b"\0" in raw else "gb18030", "replace")


def _tables(path: Path) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook, a row a line."""
    if path.match("*.xls[xm]"):
        for number, rows in enumerate(sheets.read(path).values(), 1):
            lines = ("\t".join("" if cell is None else str(cell).replace("\n", "\v") for cell in row) for row in rows)
            yield Text(f"第 {number} 张表", f"sheet {number}").to(language()), "\n".join(lines)


def _inside(path: Path) -> Iterator[tuple[str, str]]:
    """The text parts of a packed document, such as the comments and properties of a workbook."""
    with zipfile.ZipFile(path) as packed:
        parts = [
            part
            for part in packed.infolist()
            if part.filename.endswith(_PARTS) and "/worksheets/sheet" not in part.filename
        ]
        if sum(part.file_size for part in parts) > _LARGEST:
            raise Refused(f"{path} 解压后太大。", f"{path} is too large unpacked.")
        for part in parts:
            yield part.filename, _decoded(packed.read(part))

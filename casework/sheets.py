"""Sheets: the one door to spreadsheets. What comes in is weighed first; what goes out holds no formula."""

import csv
import io
import math
import re
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from casework.vocabulary import Refused

Cell = str | float | int | bool | date | None
Written = Cell | Decimal
Rows = Iterable[Sequence[Written]]

_MEGABYTE = 1_000_000
_LARGEST_FILE, _LARGEST_CONTENT = 50 * _MEGABYTE, 300 * _MEGABYTE
_MOST_PARTS, _MOST_CELLS, _STEEPEST = 2_000, 20_000_000, 100
_LONGEST_CELL, _LONGEST_SHEET = 32_767, 1_048_576
_PLACE = re.compile(rb"""\sr=["']([A-Z]{0,4})(\d{1,9})""")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n]")
_REFUSALS = {
    "unread": ("读不到工作簿 {}：请核对文件名和文件夹。", "cannot read the workbook {}: check its name and folder."),
    "old": ("{} 是旧版 .xls 或加了密码：请去掉密码并另存为 .xlsx。", "{} is an old .xls or has a password: save it as a plain .xlsx."),
    "unsafe": ("{} 不是可以安全读取的 .xlsx 工作簿：请在表格软件中打开并另存为 .xlsx。",
               "{} is no safe .xlsx workbook: open it in your spreadsheet program and save it as .xlsx."),
    "large": ("工作簿 {} 太大（上限 50 MB，解压后 300 MB）：请删去多余的行列和图片，或分成几个文件。",
              "the workbook {} is too large (50 MB, 300 MB unpacked): remove what is not needed or split it."),
    "unwritten": ("写不了文件 {}：请核对文件夹，并关闭已打开的同名文件。", "cannot write {}: check the folder, and close the file if it is open."),
    "long": ("{} 行数太多，请改用 .csv。", "{}: too many rows, use .csv."),
    "ending": ("{}：文件名应以 .csv 或 .xlsx 结尾。", "{}: end the name in .csv or .xlsx."),
}  # fmt: skip


def _refused(why: str, path: Path) -> Refused:
    zh, en = _REFUSALS[why]
    return Refused(zh.format(path), en.format(path))


# ---- reading -------------------------------------------------------------------------------------


def read(path: Path, content: bytes | None = None) -> dict[str, list[list[Cell]]]:
    """All rows of each sheet from row 1 on, a blank cell as None; Refused if it is no safe .xlsx workbook.

    With `content` (what a page was given) the path only gives its name.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        if (path.stat().st_size if content is None else len(content)) > _LARGEST_FILE:
            raise _refused("large", path)
        content = path.read_bytes() if content is None else content
        if why := _danger(content):
            raise _refused(why, path)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except (CalamineError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise _refused("unsafe", path) from error
    except OSError as error:
        raise _refused("unread", path) from error
    return {name: [[_cell(value) for value in row] for row in rows] for name, rows in pages.items()}


def read_table(path: Path, content: bytes | None = None) -> list[list[Cell]]:
    """The rows of a .csv file (UTF-8 or GB18030), or of the first sheet of a workbook; Refused if it cannot be read."""
    if path.suffix.lower() != ".csv":
        return next(iter(read(path, content).values()), [])
    try:
        raw = path.read_bytes() if content is None else content
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
    except (OSError, UnicodeDecodeError) as error:
        raise _refused("unread", path) from error
    return [[cell or None for cell in row] for row in csv.reader(io.StringIO(text))]


def _danger(content: bytes) -> str | None:
    """Why not to unpack it whole, if so: a small file can hold more than this computer's memory."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "old"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        inside = parts.infolist()
        if "xl/workbook.xml" not in parts.namelist():
            return "unsafe"
        steep = any(p.file_size > _MEGABYTE and p.file_size > _STEEPEST * p.compress_size for p in inside)
        if steep or len(inside) > _MOST_PARTS or sum(p.file_size for p in inside) > _LARGEST_CONTENT:
            return "large"
        return next((why for part in inside if (why := _danger_of(parts, part))), None)


def _danger_of(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> str | None:
    # Reading to the end proves the declared size. A cell in a far corner makes a parser fill all before it.
    widest = last = 0
    tail = b""
    with parts.open(part) as stream:
        while piece := tail + stream.read(_MEGABYTE):
            if b"<!DOCTYPE" in piece.replace(b"\0", b"").upper():
                return "unsafe"
            for letters, number in set(_PLACE.findall(piece)):
                column = sum(26**i * (letter - 64) for i, letter in enumerate(reversed(letters)))
                widest, last = max(widest, column), max(last, int(number))
            tail = piece[-64:] if len(piece) >= _MEGABYTE else b""
    return "large" if widest * last > _MOST_CELLS else None


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat(" ")
    plain = isinstance(value, str | int | date) or (isinstance(value, float) and math.isfinite(value))
    return None if value == "" else value if plain else str(value)


# ---- writing -------------------------------------------------------------------------------------


def write(path: Path, sheets: Mapping[str, Rows], *, text: Collection[str] = ()) -> None:
    """A workbook whose words never become formulas or links; columns headed by one of `text` are text."""
    import xlsxwriter

    with _made(path) as made:
        book = xlsxwriter.Workbook(made, {"constant_memory": True, "tmpdir": str(made.parent)})
        as_word, as_day = (book.add_format({"num_format": code}) for code in (49, "yyyy-mm-dd"))  # 49: built-in text
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            words: set[int] = set()
            for number, row in enumerate(rows):
                words = words or {column for column, header in enumerate(row) if header in text}
                if number == _LONGEST_SHEET:
                    raise _refused("long", path)
                for column, value in enumerate(row):
                    if isinstance(value, str):  # write() would take some texts for formulas, links or blanks
                        sheet.write_string(number, column, clean(value)[:_LONGEST_CELL], as_word)
                    else:
                        style = as_day if isinstance(value, date) else as_word if column in words else None
                        sheet.write(number, column, value, style)
        book.close()


def _write_csv(path: Path, rows: Rows) -> None:
    """A .csv file that Excel opens with its Chinese intact; a text like a formula gets an apostrophe."""
    with _made(path) as made, made.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([_guarded(value) for value in row] for row in rows)


def _guarded(value: Written) -> Written:
    plain = clean(value) if isinstance(value, str) else value
    return f"'{plain}" if isinstance(plain, str) and _FORMULA.match(plain) else plain


def write_table(path: Path, name: str, rows: Rows) -> None:
    """One table as .xlsx or .csv, by the ending of the file; Refused for any other ending."""
    if path.suffix.lower() == ".csv":
        _write_csv(path, rows)
    elif path.suffix.lower() == ".xlsx":
        write(path, {name: rows})
    else:
        raise _refused("ending", path)


def write_secret(path: Path, text: str) -> None:
    """A text as it is, byte for byte, whole or not at all, in a file that is its owner's alone."""
    with _made(path) as made:
        made.write_bytes(text.encode())


def clean(text: str) -> str:
    """A text without the control characters that no spreadsheet may hold."""
    return _CONTROL.sub("", text)


@contextmanager
def _made(path: Path) -> Iterator[Path]:
    """A new file beside its place, put there only when it is whole; readable by its owner alone."""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".casework-") as folder:
            made = Path(folder, "made")
            yield made
            made.chmod(0o600)
            made.replace(path)
    except OSError as error:
        raise _refused("unwritten", path) from error

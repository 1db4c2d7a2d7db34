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
_LARGEST_FILE = 50 * _MEGABYTE
_LARGEST_CONTENT = 300 * _MEGABYTE
_MOST_PARTS = 2_000
_MOST_CELLS = 20_000_000
_STEEPEST = 100
_LONGEST_CELL, _LONGEST_SHEET = 32_767, 1_048_576
_OLE = b"\xd0\xcf\x11\xe0"
_PLACE = re.compile(rb"""\sr=["']([A-Z]{0,4})(\d{1,9})""")
_FORMATS = {"text": 49, "date": "yyyy-mm-dd"}  # 49 is the built-in text format
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n]")


# ---- reading -------------------------------------------------------------------------------------


def read(path: Path) -> dict[str, list[list[Cell]]]:
    """All rows of each sheet from row 1 on, a blank cell as None; Refused if it is no safe .xlsx workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    content = _content(path)
    try:
        _guard(path, content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except (CalamineError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise _no_workbook(path) from error
    return {name: [[_cell(value) for value in row] for row in rows] for name, rows in pages.items()}


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _too_large(path)
        content = path.read_bytes()
    except OSError as error:
        raise Refused(
            f"读不到工作簿 {path}：请核对文件名和文件夹。",
            f"cannot read the workbook {path}: check its name and folder.",
        ) from error
    if content.startswith(_OLE):
        raise Refused(
            f"{path} 是旧版 .xls 或加了密码：请在表格软件中去掉密码并另存为 .xlsx。",
            f"{path} is an old .xls or has a password: save it as .xlsx without a password.",
        )
    return content


def _guard(path: Path, content: bytes) -> None:
    """Refused before anything is unpacked whole: a small file can hold more than this computer's memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        inside = parts.infolist()
        if "xl/workbook.xml" not in parts.namelist():
            raise _no_workbook(path)
        steep = any(p.file_size > _MEGABYTE and p.file_size > _STEEPEST * p.compress_size for p in inside)
        if steep or len(inside) > _MOST_PARTS or sum(p.file_size for p in inside) > _LARGEST_CONTENT:
            raise _too_large(path)
        for part in inside:
            _scan(path, parts, part)


def _scan(path: Path, parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # Reading to the end proves the declared size. A cell in a far corner makes a parser fill all before it.
    widest = last = 0
    tail = b""
    with parts.open(part) as stream:
        while piece := tail + stream.read(_MEGABYTE):
            if b"<!DOCTYPE" in piece.replace(b"\0", b"").upper():
                raise _no_workbook(path)
            places = set(_PLACE.findall(piece))
            widest = max([widest, *(_column(letters) for letters, _ in places)])
            last = max([last, *(int(number) for _, number in places)])
            tail = piece[-64:] if len(piece) >= _MEGABYTE else b""
    if widest * last > _MOST_CELLS:
        raise _too_large(path)


def _column(letters: bytes) -> int:
    return sum(26**i * (letter - 64) for i, letter in enumerate(reversed(letters)))


def _cell(value: Any) -> Cell:
    if value == "":
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, str | int | float | date) else str(value)


def _no_workbook(path: Path) -> Refused:
    return Refused(
        f"{path} 不是可以安全读取的 .xlsx 工作簿：请在表格软件中打开并另存为 .xlsx。",
        f"{path} is no safe .xlsx workbook: open it in your spreadsheet program and save it as .xlsx.",
    )


def _too_large(path: Path) -> Refused:
    return Refused(
        f"工作簿 {path} 太大（上限 50 MB，解压后 300 MB）：请删去多余的行列和图片，或分成几个文件。",
        f"the workbook {path} is too large (50 MB, 300 MB unpacked): remove what is not needed or split it.",
    )


# ---- writing -------------------------------------------------------------------------------------


def write(path: Path, sheets: Mapping[str, Rows], *, text: Collection[str] = ()) -> None:
    """A workbook whose words never become formulas or links; columns headed by one of `text` are text."""
    import xlsxwriter

    with _made(path) as made:
        safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(made, {**safe, "constant_memory": True, "tmpdir": str(made.parent)})
        formats = {name: book.add_format({"num_format": code}) for name, code in _FORMATS.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            as_text: set[int] = set()
            for number, row in enumerate(rows):
                as_text = as_text or {column for column, header in enumerate(row) if header in text}
                if number == _LONGEST_SHEET:
                    raise Refused(f"{path} 行数太多，请改用 .csv。", f"{path}: too many rows, use .csv.")
                for column, value in enumerate(row):
                    _put(sheet, number, column, value, formats, column in as_text)
        book.close()


def _put(sheet: Any, row: int, column: int, value: Written, formats: dict[str, Any], as_text: bool) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, clean(value)[:_LONGEST_CELL], formats["text"])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    elif value is not None:
        sheet.write_number(row, column, value, formats["text"] if as_text else None)
    elif as_text:
        sheet.write_blank(row, column, None, formats["text"])


def write_csv(path: Path, rows: Rows) -> None:
    """A .csv file that Excel opens with its Chinese intact; a text like a formula gets an apostrophe."""
    with _made(path) as made, made.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([_guarded(value) for value in row] for row in rows)


def _guarded(value: Written) -> Written:
    if not isinstance(value, str):
        return value
    plain = clean(value)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def write_table(path: Path, name: str, rows: Rows, *, text: Collection[str] = ()) -> None:
    """One table as .xlsx or .csv, by the ending of the file; Refused for any other ending."""
    if path.suffix.lower() == ".csv":
        write_csv(path, rows)
    elif path.suffix.lower() == ".xlsx":
        write(path, {name: rows}, text=text)
    else:
        raise Refused(f"{path}：文件名应以 .csv 或 .xlsx 结尾。", f"{path}: end the name in .csv or .xlsx.")


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
        raise Refused(
            f"写不了文件 {path}：请核对文件夹，并关闭已打开的同名文件。",
            f"cannot write {path}: check the folder, and close the file if it is open.",
        ) from error

"""Spreadsheets: what is read is what stood there, what is refused is refused in one sentence, no formula goes out."""

import csv
import io
import random
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import sheets
from casework.vocabulary import Refused

COUNTY = Path(__file__).parent / "data" / "hardship_files_county.xlsx"
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "\t=1",
    " =1",
    "＝1+1",
    "\x00=1",
    "http://x",
    "{=1}",
]


def _repacked(path: Path, part: str, content: bytes) -> Path:
    """The county workbook with one part put in or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(COUNTY) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    path.write_bytes(made.getvalue())
    return path


def test_rows_begin_at_row_one_and_blank_cells_are_none() -> None:
    pages = sheets.read(COUNTY)
    heads = pages["职工信息"]
    assert list(pages) == ["职工信息", "家庭成员"]
    assert (len(heads), len(pages["家庭成员"])) == (244, 520)
    assert heads[0][0] == "困难职工档案信息表"
    assert heads[1][:2] == ["职工编号", "姓名*"]
    assert heads[123] == [None] * 38
    assert heads[157][6] == date(1998, 10, 30)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows = [
        ["编号", "x"],
        ["00012", True],
        ["320583198902099978", 1.25],
        [None, date(2026, 2, 28)],
        ["a\nb", Decimal("0.10")],
    ]
    sheets.write(tmp_path / "a.xlsx", {"表": rows}, text={"编号"})
    assert sheets.read(tmp_path / "a.xlsx")["表"] == [*rows[:4], ["a\nb", 0.1]]
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
        min_size=1,
        max_size=5,
    )
)
def test_every_text_survives(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "texts.xlsx"
    sheets.write(path, {"s": [texts]})
    assert sheets.read(path)["s"] == [[sheets.clean(text) or None for text in texts]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_and_no_link_goes_out(tmp_path: Path, text: str) -> None:
    sheets.write(tmp_path / "a.xlsx", {"s": [[text]]})
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert sheets.read(tmp_path / "a.xlsx")["s"] == [[text.replace("\x00", "")]]


def test_a_number_in_a_text_column_is_overtyped_as_text(tmp_path: Path) -> None:
    sheets.write(tmp_path / "a.xlsx", {"s": [["编号"], [1.5], [None]]}, text={"编号"})
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        styles = parts.read("xl/styles.xml")
    assert b'<c r="A2" s="1"><v>1.5</v>' in sheet
    assert b'<c r="A3" s="1"/>' in sheet
    assert b'<xf numFmtId="49"' in styles


@pytest.mark.parametrize("text", FORMULAS[:9])
def test_a_csv_text_like_a_formula_gets_an_apostrophe(tmp_path: Path, text: str) -> None:
    sheets.write_table(tmp_path / "a.csv", "s", [["中文", -300, text]])
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    row = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert row == ["中文", "-300", "'" + text.replace("\x00", "")]


def test_a_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    far = b'<worksheet><sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(Refused, match="too large"):
        sheets.read(_repacked(tmp_path / "far.xlsx", "xl/worksheets/sheet1.xml", far))


@pytest.mark.parametrize("content", [b"<a>" + b" " * 2_000_000 + b"</a>", b""], ids=["steep", "no sheet"])
def test_a_bomb_and_a_hollow_file_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused):
        sheets.read(_repacked(tmp_path / "bomb.xlsx", "xl/worksheets/sheet1.xml", content))


def test_a_doctype_is_refused_also_across_pieces(tmp_path: Path) -> None:
    padding = random.Random(1).randbytes(499_995).hex().encode()[:999_988]
    hostile = b"<!--" + padding + b'--><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x/>'
    with pytest.raises(Refused, match="no safe"):
        sheets.read(_repacked(tmp_path / "x.xlsx", "xl/extra.xml", hostile))


@pytest.mark.parametrize("limit", ["_LARGEST_FILE", "_LARGEST_CONTENT", "_MOST_CELLS"])
def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(sheets, limit, 9_000)
    with pytest.raises(Refused, match="too large"):
        sheets.read(COUNTY)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.xlsx", "w") as parts:
        for i in range(2_001):
            parts.writestr(f"p{i}", b"")
        parts.writestr("xl/workbook.xml", b"")
    with pytest.raises(Refused, match="too large"):
        sheets.read(tmp_path / "many.xlsx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no safe .xlsx"),
        (b"name,id\n", "no safe .xlsx"),
        (b"PK\x03\x04 broken", "no safe .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "名册.xls").write_bytes(content)
    with pytest.raises(Refused, match=said) as refused:
        sheets.read(tmp_path / "名册.xls")
    assert "名册.xls" in refused.value.text.en
    assert "名册.xls" in refused.value.text.zh


def test_a_missing_file_and_a_zip_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot read"):
        sheets.read(tmp_path / "none.xlsx")
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as parts:
        parts.writestr("a.txt", b"a")
    with pytest.raises(Refused, match="no safe"):
        sheets.read(tmp_path / "z.xlsx")


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = COUNTY.read_bytes()
    for size in range(0, len(whole), 9_973):
        (tmp_path / "cut.xlsx").write_bytes(whole[:size])
        with pytest.raises(Refused):
            sheets.read(tmp_path / "cut.xlsx")


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot write"):
        sheets.write(tmp_path / "none" / "a.xlsx", {"s": [["x"]]})
    with pytest.raises(Refused, match=r"\.csv or \.xlsx"):
        sheets.write_table(tmp_path / "a.pdf", "s", [["x"]])

    def rows() -> list[list[str]]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sheets.write(tmp_path / "a.xlsx", {"s": (row for _ in "x" for row in rows())})
    assert list(tmp_path.iterdir()) == []

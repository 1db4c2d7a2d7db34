"""Reports: figures against a second method, strict parameters, whole files or none, and nobody's data in them."""

import json
import os
import signal
import stat
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework import ledger, reports, sheets
from casework.casebook import Casebook
from casework.reports import kernels, money, output
from casework.reports.content import DATA, Column, Crossed, Report, Run, Table, crossed
from casework.reports.parameters import days_of, first_day, period_of
from casework.vocabulary import Refused, Text

SIGN = {"receipt": 1, "reserve": -1, "pay": 0, "release": 1, "return": 1, "reversal": 1}
NEXT = {"2025-06": "2025-07", "2025-12": "2026-01", "2026-09": "2026-10", "2026-10": "2026-11"}


def statement(book: Casebook, month: str) -> list[list[Any]]:
    return money.fund_statement(book, *days_of(month))


@pytest.mark.parametrize("month", NEXT)
def test_the_statement_agrees_with_a_walk_through_the_moves(book: Casebook, month: str) -> None:
    moves, names = ledger.moves(book.db.conn), {b.fund_id: b.name for b in ledger.balances(book.db.conn)}
    for name, opening, received, reserved, freed, closing, paid in statement(book, month):
        own = [m for m in moves if names[m.fund_id] == name]
        inside = [m for m in own if str(m.made_on)[:7] == month]
        assert opening == sum(SIGN[m.kind] * m.amount_fen for m in own if str(m.made_on)[:7] < month)
        assert paid == sum(m.amount_fen for m in inside if m.kind == "pay")
        assert received == sum(m.amount_fen for m in inside if m.kind == "receipt")
        assert reserved == sum(m.amount_fen for m in inside if m.kind == "reserve")
        assert freed == sum(m.amount_fen for m in inside if m.kind in ("release", "return", "reversal"))
        assert closing == sum(SIGN[m.kind] * m.amount_fen for m in own if str(m.made_on)[:7] <= month)


def test_the_last_months_closing_balance_is_what_the_funds_have(book: Casebook) -> None:
    closing = {row[0]: row[5] for row in statement(book, "2026-10")}
    assert closing == {b.name: b.available_fen for b in ledger.balances(book.db.conn)}


def test_a_quarter_and_a_year_add_up_from_their_months(book: Casebook) -> None:
    quarter, year = statement(book, "2026-Q3"), statement(book, "2026")
    months = [statement(book, f"2026-{m:02}") for m in range(1, 13)]
    for column in (2, 3, 4, 6):
        assert [row[column] for row in quarter] == [sum(m[i][column] for m in months[6:9]) for i in range(len(quarter))]
        assert [row[column] for row in year] == [sum(m[i][column] for m in months) for i in range(len(year))]


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [("2026", "2026-01-01", "2027-01-01"), ("2026-Q4", "2026-10-01", "2027-01-01"), ("2026-12", "2026-12-01", "2027-01-01"), ("2024-02", "2024-02-01", "2024-03-01")],
)  # fmt: skip
def test_a_period_has_its_days(period: str, first: str, after: str) -> None:
    assert days_of(period) == (date.fromisoformat(first), date.fromisoformat(after))
    assert first_day(period) == date.fromisoformat(first)
    months = {4: 12, 7: 3 if "Q" in period else 1}[len(period)]
    assert period_of(date.fromisoformat(first), months) == period


# ---- small cells --------------------------------------------------------------------------------------


def test_few_households_show_neither_count_nor_amount_nor_can_be_worked_out() -> None:
    """3 of 20 is small; the other cell of its row and of its column would tell it, so they go too; totals stay."""
    ways = [("a", Text("甲", "a")), ("b", Text("乙", "b"))]
    counts = {("a", "a"): 3, ("a", "b"): 17, ("b", "a"): 30, ("b", "b"): 40}
    found = Crossed(ways, ways, counts, {key: 1000 * n for key, n in counts.items()})
    homes, yuan = crossed(Text("表", "T"), Text("项", "what"), found, "en")
    assert homes.rows == [["a", "…", "…", 20], ["b", "…", "…", 70], ["Total", 33, 57, 90]]
    assert yuan.rows == [["a", "…", "…", 20_000], ["b", "…", "…", 70_000], ["Total", 33_000, 57_000, 90_000]]


@pytest.mark.parametrize("month", NEXT)
def test_what_was_paid_by_aid_is_what_the_funds_paid_and_each_amount_has_its_households(
    book: Casebook, month: str
) -> None:
    """Also where money came back: a cell without households, but with somebody's returned amount, would tell it."""
    found = money.by_aid(Run(book), *days_of(month))
    fen = found.fen or {}
    assert sum(fen.values()) == sum(row[6] for row in statement(book, month))
    assert {key for key, n in found.counts.items() if n} == {key for key, amount in fen.items() if amount}
    assert min(fen.values(), default=1) > 0


def test_the_quarters_table_counts_every_file_once(book: Casebook) -> None:
    """Each household on file at the quarter's end once by cause, as a walk over the files counts it."""
    report = reports.quarter(Run(book), "2026-Q3")
    day = date(2026, 9, 30)
    there = [
        h for h in book.households(day) if book.states(day).get(h.file_number) in ("active", "temporary", "tapering")
    ]
    causes = Counter(h.main_cause for h in there)
    table = next(p for p in report.parts if isinstance(p, Table))
    shown = {row[0]: row[-1] for row in table.rows}
    assert shown["合计"] == len(there)
    assert {k: v for k, v in shown.items() if isinstance(v, int) and k != "合计"}.items() <= {
        k or "未填": n for k, n in causes.items()
    }.items()
    assert not [v for v in shown.values() if isinstance(v, int) and 0 < v < 5]


def test_a_total_that_does_not_add_up_is_named_with_its_difference(
    book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "全部相符" in reports.reconciliation(Run(book), "2026").html
    rows = book.ledger_rows
    monkeypatch.setattr(book, "ledger_rows", lambda year: rows(year)[1:])
    missing = rows(2026)[0]["实发金额(元)"]
    said = reports.reconciliation(Run(book, "en"), "2026")
    table = next(p for p in said.parts if isinstance(p, Table))
    wrong = [row for row in table.rows if row[4] == "DIFFERS"]
    assert [(row[0], row[3]) for row in wrong] == [("ledger, net paid = real-name ledger", int(missing * 100))]
    assert "1 differ: ledger, net paid = real-name ledger." in said.html


def test_the_notice_masks_names_and_keeps_to_its_days(book: Casebook) -> None:
    """Somebody who was on notice stands on the sheet on the last day of it, by surname alone, and not on the day after."""
    step = book.rows("SELECT s.*, h.name FROM step s JOIN household h USING (file_number) WHERE act = 'notice' AND until < '2026-10-31' AND NOT EXISTS "
                     "(SELECT 1 FROM step n WHERE n.file_number = s.file_number AND n.seq > s.seq AND n.made_on <= s.until) ORDER BY s.seq DESC LIMIT 1")[0]  # fmt: skip
    sheets_ = []
    for day in (date.fromisoformat(step["until"]), date.fromisoformat(step["until"]) + timedelta(days=1)):
        report = reports.notice(Run(book), day.isoformat(), "0000")
        assert step["name"] not in report.html
        sheets_.append([row for part in report.parts if isinstance(part, Table) for row in part.rows])
    mine = [row for row in sheets_[0] if str(row[4]).endswith(step["until"]) and str(row[0])[0] == step["name"][0]]
    assert [str(row[0])[1:].strip("*") for row in mine] == [""]
    assert mine[0] not in sheets_[1]


# ---- parameters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "formats", "said"),
    [
        ("moth", {}, ["html"], "month"),
        ("../../x", {}, ["html"], "no report"),
        ("month", {"monht": "2026-10"}, ["html"], "monht.*month, unit, lang"),
        ("month", {"month": "2026-13"}, ["html"], "2026-13"),
        ("month", {"month": "2026-1"}, ["html"], "2026-1"),
        ("month", {"month": "2026-11"}, ["html"], "after the last day"),
        ("month", {"lang": "fr"}, ["html"], "lang=fr"),
        ("month", {"month": "2026-10\nimport os"}, ["html"], "wrong"),
        ("month", {"unit": "没有这个厂"}, ["html"], "there is no unit"),
        ("month", {"month": "2026-10"}, ["docx"], "docx"),
        ("quarter", {"quarter": "2026-Q5"}, ["html"], "Q5"),
        ("notice", {"day": "2026-02-30"}, ["html"], "02-30"),
        ("letter", {}, ["html"], "also needs the parameter file"),
        ("letter", {"file": "999"}, ["html"], "there is no file=999"),
        ("letter", {"file": "20250001"}, ["html"], "who looks"),
    ],
)
def test_a_wrong_report_is_refused_before_anything_is_made(
    path: Path, tmp_path: Path, name: str, given: dict[str, str], formats: list[str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        reports.render(name, path, given, tmp_path / "out", formats)
    assert not (tmp_path / "out").exists()


def test_every_template_says_what_each_parameter_is_and_its_notebook_asks_for_just_these() -> None:
    for name, template in reports.TEMPLATES.items():
        cells = json.loads(Path(f"notebooks/reports/{name}.ipynb").read_text("utf-8"))["cells"]
        said = next(c["source"] for c in cells if "parameters" in c["metadata"].get("tags", []))
        assert [line.split(":")[0] for line in said] == ["book", *template.kinds, "by"]
        assert all(kind.purpose.zh and kind.purpose.en for kind in template.kinds.values())
    assert {f.stem for f in Path("notebooks/reports").glob("*.ipynb")} == set(reports.TEMPLATES)


def test_an_empty_casebook_is_a_sentence(tmp_path: Path) -> None:
    Casebook.create(tmp_path / "new.db", unit="示例县总工会", pack="demo-2026", last_day=date(2026, 12, 31)).close()
    with pytest.raises(Refused, match="nothing to report"):
        reports.render("month", tmp_path / "new.db", {}, tmp_path / "out")


def test_a_template_without_a_parameters_cell_is_a_sentence(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken(tmp_path, monkeypatch, tags=[])
    with pytest.raises(Refused, match="no cell tagged parameters"):
        reports.render("month", path, {}, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_is_not_writable_is_a_sentence(path: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(Refused, match="cannot write to the folder"):
        reports.render("month", path, {}, tmp_path / "out")


def test_names_of_files_are_tame_and_stay_apart() -> None:
    names = ["month-2026-10-zh", "a/../../b", "a_.._.._b", "甲 厂", "甲_厂", "x" * 200, ".hidden", "CON:1"]
    tame = [reports.safe_name(name) for name in names]
    assert len(set(tame)) == len(names)
    assert tame[0] == names[0]
    assert not [t for t in tame if "/" in t or t.startswith(".") or ":" in t or " " in t or len(t) > 100]


# ---- output -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def _no_kernel_is_left() -> Any:
    yield
    kernels.close()


def test_the_monthly_report_is_whole_offline_without_code_and_without_people(
    path: Path, book: Casebook, tmp_path: Path
) -> None:
    made = reports.render(
        "month", path, {"month": "2026-10", "lang": "zh"}, tmp_path / "out", ["html", "xlsx", "ipynb"], "示例统计员"
    )
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        f"month-2026-10-zh.{e}" for e in ("html", "ipynb", "xlsx")
    ]
    text = made[0].read_text("utf-8")
    for said in (
        "困难职工帮扶月报",
        "示例县",
        "示例统计员",
        "2026-10-31",
        "中央专项帮扶资金",
        book.head,
        book.standard().digest[:12],
    ):
        assert said in text
    assert not [word for word in ("import ", "<script", "http://", "https://", "//cdn", str(path)) if word in text]
    notebook = json.loads(made[2].read_text("utf-8"))
    assert str(path.parent) not in made[2].read_text("utf-8")
    assert notebook["metadata"]["papermill"]["exception"] is None
    people = [p for h in book.households() for p in (h, *h.members)]
    everything = text + made[2].read_text("utf-8")
    assert not [p.name for p in people if p.name in everything or p.id_number in everything]


def test_the_workbook_has_the_tables_of_the_report_with_amounts_as_numbers(
    path: Path, book: Casebook, tmp_path: Path
) -> None:
    [file] = reports.render("month", path, {"month": "2026-10", "lang": "zh"}, tmp_path / "out", ["xlsx"])
    pages = sheets.read(file)
    assert next(iter(pages)) == "说明 About"
    fund = pages["1 资金收支(元)"]
    assert fund[0][:3] == ["资金", "期初可用", "收入"]
    assert [(r[0], round(float(str(r[5])) * 100)) for r in fund[1:]] == [
        (row[0], row[5]) for row in statement(book, "2026-10")
    ]


def test_a_report_is_printed_as_pdf_with_numbered_pages(path: Path, tmp_path: Path) -> None:
    if not any(map(output.shutil.which, output._BROWSERS)) and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine; CI has it")
    [file] = reports.render("funds", path, {"year": "2026", "lang": "en"}, tmp_path / "out", ["pdf"])
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.read_bytes().count(b"/Type /Page\n") >= 2
    assert "counter(page)" in output.pages.standalone("t", "")


def test_without_a_browser_a_pdf_is_a_sentence(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_BROWSERS", ("no-such-browser",))
    with pytest.raises(Refused, match="no Chromium"):
        reports.render("month", path, {}, tmp_path / "out", ["html", "pdf"])
    assert list((tmp_path / "out").iterdir()) == []


def test_a_report_that_names_people_is_logged_and_lies_where_only_its_owner_may_look(
    path: Path, tmp_path: Path
) -> None:
    [file] = reports.render("letter", path, {"file": "20250001", "lang": "zh"}, tmp_path / "out", by="示例经办人")
    assert file == tmp_path / "out" / "letter" / "letter-20250001-zh.html"
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with Casebook.open(path) as book:
        assert book.household("20250001").name in file.read_text("utf-8")
        entries = [r["act"] for r in book.rows("SELECT act FROM audit ORDER BY seq")]
    assert entries.count("reveal 20250001: report letter") == 1


def test_a_report_that_would_name_somebody_is_stopped(
    path: Path, book: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name, put where a fund's name stands, reaches neither the folder nor the sentence."""
    name = book.households()[3].name
    _broken(
        tmp_path,
        monkeypatch,
        source=f"from casework.reports.content import Report\nReport({f'某某{name}某某'!r}, [], [], 'zh')",
    )
    with pytest.raises(Refused, match="was stopped") as stopped:
        reports.render("month", path, {}, tmp_path / "out", ["html", "xlsx", "ipynb"])
    assert name not in str(stopped.value)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_report_that_fails_leaves_the_failed_notebook_and_no_report(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken(tmp_path, monkeypatch, source="raise RuntimeError('the disk is on fire')")
    with pytest.raises(Refused, match="cell 4: the disk is on fire"):
        reports.render("month", path, {"month": "2026-10", "lang": "en"}, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["month-2026-10-en.failed.ipynb"]
    assert "Traceback" in (tmp_path / "out" / "month-2026-10-en.failed.ipynb").read_text("utf-8")


def test_a_notebook_that_shows_no_report_is_a_sentence(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken(tmp_path, monkeypatch, source="1 + 1")
    with pytest.raises(Refused, match="it showed no report"):
        reports.render("month", path, {"month": "2026-10", "lang": "en"}, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["month-2026-10-en.failed.ipynb"]


def test_a_failed_notebook_keeps_nothing_that_names_anybody(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken(tmp_path, monkeypatch, source="raise RuntimeError('at 110105194912319972')")
    with pytest.raises(Refused, match="left out") as refused:
        reports.render("month", path, {"month": "2026-10", "lang": "en"}, tmp_path / "out")
    assert "110105194912319972" not in str(refused.value)
    notebook = json.loads((tmp_path / "out" / "month-2026-10-en.failed.ipynb").read_text("utf-8"))
    assert not [o for cell in notebook["cells"] for o in cell.get("outputs", [])]


def test_a_kernel_that_dies_is_a_sentence_and_the_next_report_has_a_new_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _broken(
            tmp_path,
            patch,
            source=f"import os\nos.kill(os.getpid(), {int(signal.SIGTERM) if os.name == 'nt' else int(signal.SIGKILL)})",
        )
        with pytest.raises(Refused, match="the kernel died"):
            reports.render("month", path, {}, tmp_path / "out")
    assert [p.suffix for p in reports.render("month", path, {"lang": "zh"}, tmp_path / "good")] == [".html"]


def test_one_notebook_does_not_see_what_another_named(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _broken(
            tmp_path,
            patch,
            source="from casework.reports.content import Report\nleft_over = 1\nReport('t', [], [], 'zh')",
        )
        reports.render("month", path, {"lang": "zh"}, tmp_path / "one")
    (tmp_path / "again").mkdir()
    _broken(tmp_path / "again", monkeypatch, source="left_over")
    with pytest.raises(Refused, match="left_over"):
        reports.render("month", path, {"lang": "zh"}, tmp_path / "two")


def test_text_of_a_row_is_only_text() -> None:
    table = Table(Text("表<b>", "T<b>"), [Column(Text("甲", "A"))], [["<img src=x onerror=alert(1)>"]])
    html = Report("<script>1</script>", [("单位", "<i>")], [table], "zh").html
    assert not [bad for bad in ("<script>1", "<img", "<i>", "表<b>") if bad in html]
    assert Report("t", [], [table], "zh")._repr_mimebundle_()[DATA]["tables"][0]["rows"] == [
        ["<img src=x onerror=alert(1)>"]
    ]


def _broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, source: str | None = None, tags: list[str] | None = None
) -> None:
    """A copy of the monthly report's notebook with other code, or without its tag."""
    (folder / "notebooks" / "reports").mkdir(parents=True)
    notebook = json.loads(Path("notebooks/reports/month.ipynb").read_text("utf-8"))
    if source is not None:
        notebook["cells"][-1]["source"] = source
    if tags is not None:
        notebook["cells"][1]["metadata"]["tags"] = tags
    (folder / "notebooks" / "reports" / "month.ipynb").write_text(json.dumps(notebook), "utf-8")
    monkeypatch.setattr(reports, "share", folder.joinpath)


def test_a_browser_that_prints_nothing_is_a_sentence(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_BROWSERS", ("true", "where"))
    with pytest.raises(Refused, match="could not be made"):
        reports.render("month", path, {"lang": "zh"}, tmp_path / "out", ["html", "pdf"])
    assert list((tmp_path / "out").iterdir()) == []

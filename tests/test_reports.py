"""Reports: figures against a second method, strict parameters, whole files or none, and nobody's data in them."""

import json
from pathlib import Path

import pytest

from casework import ledger, reports
from casework.casebook import Casebook
from casework.vocabulary import Refused

SIGN = {"receipt": 1, "reserve": -1, "pay": 0, "release": 1, "return": 1, "reversal": 1}


@pytest.mark.parametrize("month", ["2025-06", "2025-12", "2026-09", "2026-10"])
def test_the_statement_agrees_with_a_walk_through_the_moves(book: Casebook, month: str) -> None:
    moves, names = ledger.moves(book.db.conn), {b.fund_id: b.name for b in ledger.balances(book.db.conn)}
    for row in reports.fund_statement(book, month):
        own = [m for m in moves if names[m.fund_id] == row["name"]]
        inside = [m for m in own if str(m.made_on)[:7] == month]
        assert row["opening"] == sum(SIGN[m.kind] * m.amount_fen for m in own if str(m.made_on)[:7] < month)
        assert row["paid"] == sum(m.amount_fen for m in inside if m.kind == "pay")
        assert row["received"] == sum(m.amount_fen for m in inside if m.kind == "receipt")
        assert row["reserved"] == sum(m.amount_fen for m in inside if m.kind == "reserve")
        assert row["returned"] == sum(m.amount_fen for m in inside if m.kind in ("return", "reversal"))


def test_the_last_months_closing_balance_is_what_the_funds_have(book: Casebook) -> None:
    closing = {
        r["name"]: r["opening"] + r["received"] - r["reserved"] + r["released"] + r["returned"]
        for r in reports.fund_statement(book, "2026-10")
    }
    assert closing == {b.name: b.available_fen for b in ledger.balances(book.db.conn)}


def test_one_months_closing_is_the_next_ones_opening(book: Casebook) -> None:
    september, october = reports.fund_statement(book, "2026-09"), reports.fund_statement(book, "2026-10")
    closing = [r["opening"] + r["received"] - r["reserved"] + r["released"] + r["returned"] for r in september]
    assert closing == [r["opening"] for r in october]


@pytest.mark.parametrize(
    ("name", "given", "formats", "said"),
    [
        ("moth", {}, ["html"], "month"),
        ("month", {"monht": "2026-10"}, ["html"], "monht.*month, lang"),
        ("month", {"month": "2026-13"}, ["html"], "2026-13"),
        ("month", {"month": "2026-1"}, ["html"], "2026-1"),
        ("month", {"month": "2026-11"}, ["html"], "after the last day"),
        ("month", {"lang": "fr"}, ["html"], "lang=fr"),
        ("month", {"month": "2026-10\nimport os"}, ["html"], "wrong"),
        ("month", {"month": "2026-10"}, ["docx"], "docx"),
    ],
)
def test_a_wrong_report_is_refused_before_anything_is_made(
    path: Path, tmp_path: Path, name: str, given: dict[str, str], formats: list[str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        reports.render(name, path, given, tmp_path / "out", formats)
    assert not (tmp_path / "out").exists()


def test_the_monthly_report_is_whole_offline_without_code_and_without_people(
    path: Path, book: Casebook, tmp_path: Path
) -> None:
    html, notebook = reports.render(
        "month", path, {"month": "2026-10", "lang": "zh"}, tmp_path / "out", ["html", "ipynb"]
    )
    text = html.read_text("utf-8")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["month-2026-10-zh.html", "month-2026-10-zh.ipynb"]
    assert "示例县 2026-10 困难职工帮扶月报" in text
    assert "中央专项帮扶资金" in text
    assert "import" not in text
    assert not [word for word in ("<script", "http://", "https://", "//cdn") if word in text]
    people = [p for h in book.households() for p in (h, *h.members)]
    assert not [p.name for p in people if p.name in text or p.id_number in text]
    assert json.loads(notebook.read_text("utf-8"))["metadata"]["papermill"]["exception"] is None


def test_few_households_show_neither_count_nor_amount(book: Casebook) -> None:
    shown = reports.month(book, "2026-10", "en").html
    few = book.rows(
        "SELECT count(DISTINCT g.file_number) AS n FROM move m JOIN grant g ON g.id = m.grant_id"
        " WHERE m.kind = 'pay' AND m.made_on LIKE '2026-10%' GROUP BY g.aid, g.class"
    )
    assert any(r["n"] < reports.FEWEST for r in few), "the demo no longer tries this"
    assert shown.count("&lt;5") == sum(r["n"] < reports.FEWEST for r in few)


def test_a_report_that_fails_leaves_the_failed_notebook_and_no_report(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "notebooks" / "reports"
    broken.mkdir(parents=True)
    notebook = json.loads(Path("notebooks/reports/month.ipynb").read_text("utf-8"))
    notebook["cells"][-1]["source"] = "raise RuntimeError('the disk is on fire')"
    (broken / "month.ipynb").write_text(json.dumps(notebook), "utf-8")
    monkeypatch.setattr(reports, "share", tmp_path.joinpath)
    with pytest.raises(Refused, match="the disk is on fire"):
        reports.render("month", path, {"month": "2026-10"}, tmp_path / "out", ["html"])
    assert [p.name.endswith(".failed.ipynb") for p in (tmp_path / "out").iterdir()] == [True]

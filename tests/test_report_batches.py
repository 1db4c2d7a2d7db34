"""Batches and schedules of reports: each once, one failure not stopping the rest, and what is missing made later."""

import json
import multiprocessing
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework import reports
from casework.casebook import Casebook
from casework.reports import batch, schedule
from casework.reports.batch import Made, Task, each
from casework.reports.content import rests_on
from casework.reports.journal import Journal, alone
from casework.vocabulary import Refused, Text
from tests.commands import casework, well

MONTHLY = """
- {{report: month, book: {book}, every: month, from: 2026-05, folder: out/month, by: 示例统计员, with: {{lang: zh}}}}
- {{report: quarter, book: {book}, every: quarter, from: 2026-Q1, folder: out/quarter, after_days: 10}}
"""


@pytest.fixture
def plan(path: Path, tmp_path: Path) -> Path:
    """A schedule over the casebook."""
    file = tmp_path / "reports.yaml"
    file.write_text(MONTHLY.format(book=path), "utf-8")
    return file


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The reports asked for, none of which is really made."""
    asked: list[Task] = []

    def attempt(task: Task) -> Made:
        asked.append(task)
        return Made(task, [task.out / f"{task.given}.html"])

    monkeypatch.setattr(schedule, "attempt", attempt)
    return asked


def test_a_moved_clock_makes_each_report_once(plan: Path, made: list[Task]) -> None:
    """Day by day from the first of June to the end of October: the months May to September, the quarters 1 to 3, ten days late."""
    day = date(2026, 6, 1)
    seen: dict[str, date] = {}
    while day <= date(2026, 10, 31):
        before = len(made)
        schedule.run_due(plan, day)
        schedule.run_due(plan, day)
        seen |= {"".join(v for k, v in t.given.items() if k != "lang"): day for t in made[before:]}
        day += timedelta(days=1)
    assert len(made) == len(seen) == 8
    assert seen == {
        "2026-05": date(2026, 6, 1), "2026-06": date(2026, 7, 1), "2026-07": date(2026, 8, 1), "2026-08": date(2026, 9, 1), "2026-09": date(2026, 10, 1),
        "2026-Q1": date(2026, 6, 1), "2026-Q2": date(2026, 7, 10), "2026-Q3": date(2026, 10, 10),
    }  # fmt: skip


def test_what_was_missed_is_made_later_the_earliest_first(plan: Path, made: list[Task]) -> None:
    schedule.run_due(plan, date(2026, 9, 30))
    periods = [value for task in made for key, value in task.given.items() if key != "lang"]
    assert sorted(periods, key=schedule.first_day) == periods
    assert len(made) == 6


def test_what_failed_is_tried_again(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Text("坏了", "broken")
    monkeypatch.setattr(schedule, "attempt", lambda task: Made(task, [], wrong))
    found = schedule.run_due(plan, date(2026, 6, 1)) or []
    assert [m.error for m in found] == [wrong, wrong]
    assert len(schedule.due(plan, date(2026, 6, 1))) == 2


def test_two_runs_at_once_do_not_make_anything_twice(plan: Path, made: list[Task]) -> None:
    with alone(plan.with_suffix(".done.lock")) as first:
        assert first
        assert schedule.run_due(plan, date(2026, 10, 1)) is None
    assert made == []
    assert schedule.run_due(plan, date(2026, 10, 1))


def test_a_line_cut_off_by_a_loss_of_power_counts_as_not_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.add("one", [tmp_path / "a"])
    (tmp_path / "j").write_text((tmp_path / "j").read_text() + '["two", ["b', "utf-8")
    again = Journal(tmp_path / "j")
    assert again.files("one") == [tmp_path / "a"]
    assert again.files("two") is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- {report: moth, book: b, every: month, from: 2026-05, folder: o}", "no report moth"),
        ("- {report: month, book: b, every: year, from: 2026, folder: o}", "entry 1, month: every and from"),
        ("- {report: month, book: b, every: month, from: 2026-Q1, folder: o}", "every and from"),
        ("- {report: letter, book: b, every: month, from: 2026-05, folder: o}", "every and from"),
        ("- {report: month, book: b, every: month, from: 2026-05, folder: o, paper: A4}", "paper"),
        ("- {report: month, book: b, every: month, from: 2026-05}", "folder"),
        ("- {report: month, book: b, every: month, from: 2026-05, folder: o, to: [doc]}", "to"),
        ("report: month", "list of reports"),
    ],
)
def test_a_wrong_schedule_is_refused_by_its_place(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "r.yaml").write_text(line, "utf-8")
    with pytest.raises(Refused, match=said):
        schedule.read(tmp_path / "r.yaml")


def test_a_notice_is_made_every_week(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("- {report: notice, book: b, every: week, from: 2026-10-05, folder: o}", "utf-8")
    assert [d.period for d in schedule.due(tmp_path / "r.yaml", date(2026, 10, 25))] == [
        "2026-10-05",
        "2026-10-12",
        "2026-10-19",
    ]


# ---- one for each of many -----------------------------------------------------------------------------


def test_each_unit_has_its_report_and_a_second_run_makes_only_what_is_missing(
    path: Path, book: Casebook, tmp_path: Path
) -> None:
    """Three employers in two processes, one of which is wrong; then the file of one is lost and made again."""
    there = [r["employer"] for r in book.rows("SELECT DISTINCT employer FROM household ORDER BY 1")][:2]
    task = Task("month", path, {"month": "2026-09", "lang": "zh"}, tmp_path / "out", ["html"], "示例统计员")
    seen: list[tuple[int, int]] = []
    found = each(
        task, "unit", choices=[there[0], "没有这个厂", there[1]], progress=lambda done, of: seen.append((done, of))
    )
    assert [bool(m.error) for m in found] == [False, True, False]
    assert "没有这个厂" in str(found[1].error)
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    for made, unit in zip((found[0], found[2]), there, strict=True):
        assert unit in made.files[0].read_text("utf-8")
    kept, lost = found[0].files[0], found[2].files[0]
    before = kept.stat().st_mtime_ns
    lost.unlink()
    again = each(task, "unit", choices=there)
    assert lost.exists()
    assert kept.stat().st_mtime_ns == before
    assert [m.files for m in again] == [[kept], [lost]]


def test_new_facts_make_a_report_anew(path: Path, book: Casebook) -> None:
    before = rests_on(book)
    assert rests_on(book) == before
    batch_ = book.rows(
        "SELECT batch FROM grant WHERE approved_by IS NOT NULL AND reserved_fen > 0 LIMIT 1"
    ) or book.rows("SELECT batch FROM grant WHERE approved_by IS NULL AND reserved_fen > 0 LIMIT 1")
    assert batch_
    if not book.rows("SELECT 1 FROM grant WHERE batch = ? AND approved_by IS NOT NULL", (batch_[0]["batch"],)):
        book.approve(batch_[0]["batch"], "示例审批人")
    book.pay(batch_[0]["batch"], "示例出纳")
    assert rests_on(book) != before


def test_a_report_that_has_no_such_choice_is_a_sentence(path: Path, tmp_path: Path) -> None:
    task = Task("funds", path, {}, tmp_path / "out", ["html"], "")
    with pytest.raises(Refused, match="cannot be made for each unit"):
        each(task, "unit")
    with pytest.raises(Refused, match="there are: unit"):
        each(task._replace(name="month"), "month")


def _die(task: Task) -> Made:
    if task.given["unit"] == "bad":
        os._exit(9)
    return Made(task, [])


def test_a_process_that_dies_takes_no_other_report_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "attempt", _die)
    monkeypatch.setattr(batch, "get_context", lambda _: multiprocessing.get_context("fork"))
    tasks = {
        i: Task("month", tmp_path, {"unit": unit}, tmp_path, ["html"], "")
        for i, unit in enumerate(["a", "bad", "c", "d"])
    }
    found = dict(batch.run(tasks))
    assert sorted(found) == [0, 1, 2, 3]
    assert [i for i, made in found.items() if made.error] == [1]


# ---- the command line ---------------------------------------------------------------------------------


def test_the_command_lists_reports_with_their_parameters(english: None) -> None:
    said = well("report", "--list")
    for name, template in reports.TEMPLATES.items():
        assert f"{name}: {template.purpose.en}" in said
    assert "  month: the month, like 2026-10" in said


def test_the_command_makes_what_is_due_and_then_nothing(path: Path, tmp_path: Path, english: None) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(
        f"- {{report: month, book: {json.dumps(str(path))}, every: month, from: 2026-09, folder: out}}", "utf-8"
    )
    first = well("report", "--due", file, "--on", "2026-10-20").split()
    assert [Path(line).exists() for line in first] == [True]
    assert well("report", "--due", file, "--on", "2026-10-20").strip() == "no report is due."


def test_the_command_says_what_failed_and_ends_with_1(tmp_path: Path, english: None) -> None:
    (tmp_path / "r.yaml").write_text(
        "- {report: month, book: none.db, every: month, from: 2026-09, folder: out}", "utf-8"
    )
    said = casework("report", "--due", tmp_path / "r.yaml", "--on", "2026-10-20")
    assert said.code == 1
    assert "month (2026-09): there is no casebook" in said.err

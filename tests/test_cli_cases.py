"""The command line over cases, payments and keys, as people and scripts use it; one sentence for every wrong call."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework import demo
from casework.casebook import Casebook
from tests.commands import casework, data, files, well, wrong

COUNTY = Path(__file__).parent / "data" / "hardship_files_county.xlsx"
BOOK = ["--book", "b.db"]
CLERK, VISITOR, REVIEWER, RECHECKER, APPROVER, PAYER = (
    f"示例{who}" for who in ("建档人", "入户人", "审核人", "复核人", "审批人", "出纳")
)


pytestmark = pytest.mark.usefixtures("english")


def rows(sql: str, *values: object) -> list[dict[str, Any]]:
    with Casebook.open(Path("b.db")) as book:
        return book.rows(sql, values)


def one(state: str) -> str:
    """The number of a file in this state."""
    return str(rows("SELECT file_number FROM household WHERE state = ? ORDER BY 1", state)[0]["file_number"])


# ---- a case ----------------------------------------------------------------------------------------------


def test_a_case_says_how_it_stands_and_what_may_come_next(here: Path) -> None:
    number = one("visited")
    found = data("case", number, *BOOK)
    keys = {"household", "state", "revision", "next", "steps", "evidence", "changes", "decisions"}
    assert keys <= found.keys()
    assert (found["household"], found["state"]) == (number, "visited")
    assert set(found["next"]) == {"review", "refuse", "cancel"}
    assert [s["act"] for s in found["steps"]] == ["apply", "visit"]
    apply, visit = (date.fromisoformat(s["on"]) for s in found["steps"])
    assert [s["days"] for s in found["steps"]] == [0, (visit - apply).days]
    assert found["revision"] == len(found["steps"]) + len(found["changes"])
    text = well("case", number, *BOOK)
    assert text.startswith(f"{number}: visited (revision 2); next: ")
    assert f"{visit} home visit, {VISITOR}" in text


def test_a_case_goes_on_step_by_step_and_the_notice_gets_its_end(here: Path) -> None:
    """The demo's last day is Saturday 31 October 2026; five weekdays later is Friday 6 November."""
    number = one("visited")
    assert data("act", number, "review", *BOOK, "--by", REVIEWER)["state"] == "reviewed"
    said = well("act", number, "公示", *BOOK, "--by", CLERK, "--on", "2026-10-31")
    assert said == f"{number}: public notice done, now on public notice.\n"
    assert rows("SELECT made_on, until FROM step WHERE file_number = ? AND act = 'notice'", number) == [
        {"made_on": "2026-10-31", "until": "2026-11-06"}
    ]
    assert "runs until 2026-11-06" in wrong(casework("act", number, "recheck", *BOOK, "--by", RECHECKER))
    assert data("act", number, "object", *BOOK, "--by", CLERK, "--note", "有车（虚构）")["state"] == "noticed"
    assert data("case", number, *BOOK)["steps"][-1]["note"] == "有车（虚构）"


def test_an_exit_takes_its_reason_and_fills_in_its_day(here: Path) -> None:
    number = one("tapering") if rows("SELECT 1 FROM household WHERE state = 'tapering'") else one("active")
    said = casework("act", number, "exit", *BOOK, "--by", APPROVER)
    assert "it needs a reason; choose one of above_line" in wrong(said)
    done = data("act", number, "exit", *BOOK, "--by", APPROVER, "--note", "above_line")
    assert done == {"household": number, "state": "exited", "decision": None}
    assert rows("SELECT exited_on FROM household WHERE file_number = ?", number) == [{"exited_on": "2026-10-31"}]


def test_a_recertification_gives_the_number_of_its_decision(here: Path) -> None:
    number = one("active")
    done = data("act", number, "recertify", *BOOK, "--by", REVIEWER)
    assert done["state"] == "active"
    assert [d["id"] for d in data("case", number, *BOOK)["decisions"]][-1] == done["decision"]


def test_a_refused_step_names_its_file(here: Path) -> None:
    number = one("visited")
    assert number in wrong(casework("act", number, "approve", *BOOK, "--by", APPROVER))


def test_a_reason_may_be_written_in_the_words_of_the_form(here: Path) -> None:
    well("act", one("active"), "脱困", *BOOK, "--by", APPROVER, "--note", "收入稳定达标")


# ---- corrections -----------------------------------------------------------------------------------------

ALONE = ["家庭人口=1", "家庭年度总收入=6,000元", "年医疗自付支出=0", "年教育支出=0", "年其他刚性支出=0"]
"""500 yuan a month alone: deep hardship in the demo's city, with 6,000 yuan of living aid."""
VISIT = ["--by", CLERK, "--source", "visit"]


def test_a_correction_is_tried_and_then_kept(here: Path) -> None:
    number, before = one("active"), files(here)
    call = ("correct", number, *ALONE, *BOOK, *VISIT)
    tried = data(*call, "--try")
    assert (tried["after"]["class"], tried["after"]["net_income_per_capita_month_fen"]) == ("deep", 50_000)
    assert tried["after"]["living_aid_fen"] == 600_000
    assert "tried only, nothing was kept." in well(*call, "--try")
    assert files(here) == before
    kept = data(*call, "--reference", "回访单3号（虚构）")
    assert kept == tried
    changes = data("case", number, *BOOK)["changes"][-len(ALONE) :]
    assert [c["value"] for c in changes] == [1, 600_000, 0, 0, 0]
    assert {(c["source"], c["reference"], c["by"], c["learnt_on"]) for c in changes} == {
        ("visit", "回访单3号（虚构）", CLERK, "2026-10-31")
    }
    assert re.search("stays? the same", well(*call))


def test_a_correction_of_a_member_and_of_the_past_says_so(here: Path) -> None:
    number = str(rows("SELECT file_number FROM member ORDER BY 1")[0]["file_number"])
    well("correct", number, "月收入=1,234.50", *BOOK, *VISIT, "--member", 1, "--from", "2026-09-01")
    last = data("case", number, *BOOK)["changes"][-1]
    assert (last["place"], last["field"], last["value"]) == (1, "income_month_fen", 123_450)
    assert (last["true_from"], last["learnt_on"]) == ("2026-09-01", "2026-10-31")


def test_nothing_after_the_sign_makes_a_fact_unknown(here: Path) -> None:
    found = data("correct", one("active"), "家庭年度总收入=", *BOOK, *VISIT, "--try")
    assert (found["after"]["class"], found["after"]["missing"]) == ("undetermined", ["annual_income"])
    assert found["after"]["living_aid_fen"] is None


def test_who_saw_an_older_revision_is_refused(here: Path) -> None:
    number = one("active")
    seen = data("case", number, *BOOK)["revision"]
    well("correct", number, "邮政编码=100000", *BOOK, *VISIT, "--seen", seen)
    said = wrong(casework("correct", number, "邮政编码=100001", *BOOK, *VISIT, "--seen", seen))
    assert "changed since you opened it" in said
    assert rows("SELECT postcode FROM household WHERE file_number = ?", number) == [{"postcode": "100000"}]


def test_a_field_that_is_given_twice_is_refused(here: Path) -> None:
    wrong(casework("correct", one("active"), "家庭人口=1", "家庭人口=2", *BOOK, *VISIT, "--try"))


def test_a_file_does_not_exit_by_a_correction(here: Path) -> None:
    number = one("active")
    said = casework("correct", number, "脱困日期=2026-10-01", *BOOK, *VISIT)
    assert said.code == 2 or one("exited") == number or casework("check", *BOOK).code == 1


# ---- evidence, what is due, the year's end -----------------------------------------------------------------


def test_a_document_is_kept_by_its_digest(here: Path) -> None:
    """The SHA-256 of "abc" as FIPS 180-2 prints it."""
    number = one("applied")
    (here / "a.txt").write_bytes(b"abc")
    wanting = [w["kind"] for w in data("case", number, *BOOK)["evidence"] if w["status"] != "there"]
    assert "minutes" in wanting
    done = data("evidence", number, "评议会记录", "a.txt", *BOOK, "--by", CLERK, "--issued", "2026-10-30")
    assert done["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (done["household"], done["kind"]) == (number, "minutes")
    assert done["wanting"] == [kind for kind in wanting if kind != "minutes"]
    assert rows("SELECT path FROM evidence WHERE kind = 'minutes'") == [{"path": str(here / "a.txt")}]
    (here / "a.txt").write_bytes(b"abd")
    assert [n for n in data("check", *BOOK)["notices"] if f"a.txt of {number}" in n["en"]]
    assert "kept; still wanting: " in well("evidence", number, "form", *BOOK, "--by", CLERK)


def test_what_is_due_is_sorted_and_reaches_as_far_as_asked(here: Path) -> None:
    found = {n: data("due", *BOOK, "--within", n)["due"] for n in (0, 7, 400)}
    days = {n: [d["due_on"] for d in due] for n, due in found.items()}
    assert all(d == sorted(d) for d in days.values())
    assert found[0]
    assert days[0] == [d for d in days[400] if d <= "2026-10-31"]
    assert days[7] == [d for d in days[400] if d <= "2026-11-07"] == [d["due_on"] for d in data("due", *BOOK)["due"]]
    for d in found[400]:
        assert d["late_days"] == max(0, (date(2026, 10, 31) - date.fromisoformat(d["due_on"])).days)
    assert well("due", *BOOK).splitlines()[-1] == f"{len(found[7])} in all."


def test_a_year_is_looked_at_and_then_ended_by_a_reviewer(here: Path) -> None:
    before = files(here)
    looked = data("year-end", 2026, *BOOK, "--out", "year.json")
    assert json.loads((here / "year.json").read_text("utf-8")) == looked
    assert {n: d for n, d in files(here).items() if n != "year.json"} == before
    on_file = rows("SELECT file_number FROM household WHERE state IN ('active', 'temporary', 'tapering')")
    numbers = sorted(a["household"] for part in ("stay", "leave", "open") for a in looked[part])
    assert numbers == sorted(r["file_number"] for r in on_file)
    known = len(rows("SELECT 1 FROM decision"))
    ended = data("year-end", 2026, *BOOK, "--by", REVIEWER)
    assert ended == looked | {"recertified": len(looked["stay"]) + len(looked["leave"])}
    decided = len(looked["stay"]) + len(looked["leave"])
    assert len(rows("SELECT 1 FROM decision")) == known + decided
    assert len(rows("SELECT 1 FROM step WHERE act = 'recertify' AND made_on = '2026-10-31'")) >= decided
    assert data("check", *BOOK)["faults"] == []
    assert data("replay", *BOOK)["differ"] == []


def test_a_year_is_said_in_words(here: Path) -> None:
    found = data("year-end", 2026, *BOOK)
    counts = [len(found[key]) for key in ("stay", "leave", "open", "left")]
    said = well("year-end", 2026, *BOOK)
    assert [int(n) for n in re.findall(r"(\d+) (?:stay|should|are open|left)", said.splitlines()[0])] == counts
    assert "省级财政帮扶资金" in said, "the fund whose last day is 2026-12-31"
    (lapses,) = [line for line in said.splitlines() if "lapses" in line]
    assert "省级财政帮扶资金" in lapses


def test_a_year_is_not_ended_by_a_blank(here: Path) -> None:
    assert "--by is blank" in wrong(casework("year-end", 2026, *BOOK, "--by", " "))


def test_the_funds_of_a_past_year_are_those_of_its_end(here: Path) -> None:
    left = {f["fund"]: f["left_fen"] for f in data("year-end", 2024, *BOOK)["funds"]}
    signs = (
        "CASE m.kind WHEN 'receipt' THEN 1 WHEN 'reserve' THEN -1 WHEN 'pay' THEN 0 WHEN 'release' THEN 1 ELSE 1 END"
    )
    sums = f"SELECT f.name, sum(m.amount_fen * {signs}) AS fen FROM move m JOIN fund f ON f.id = m.fund_id"
    by_hand = {r["name"]: r["fen"] for r in rows(f"{sums} WHERE m.made_on <= '2024-12-31' GROUP BY 1")}
    assert left == {name: by_hand.get(name, 0) for name in left}


# ---- people ----------------------------------------------------------------------------------------------

PEOPLE = """
- {name: 陈一, roles: [handler, visitor], from: 2026-01-01}
- {name: 钱二, roles: [approver], level: province, from: 2026-01-01, until: 2026-12-31}
"""


def test_people_come_from_a_file_and_are_bound_to_their_roles(here: Path) -> None:
    (here / "people.yaml").write_text(PEOPLE, "utf-8")
    there = data("people", "people.yaml", *BOOK, "--by", "主任")["people"]
    assert there[-2:] == [
        {"name": "陈一", "roles": ["handler", "visitor"], "level": None},
        {"name": "钱二", "roles": ["approver"], "level": "province"},
    ]
    number = one("visited")
    assert "陈一 is no reviewer on 2026-10-31" in wrong(casework("act", number, "review", *BOOK, "--by", "陈一"))
    assert data("act", number, "review", *BOOK, "--by", "A Stranger")["state"] == "reviewed", "a demo is for trying"


def test_a_book_of_an_office_takes_acts_of_its_people_only(here: Path) -> None:
    casework("import", COUNTY, "--book", "c.db")
    (here / "people.yaml").write_text(PEOPLE.replace("handler, visitor", "reviewer"), "utf-8")
    well("people", "people.yaml", "--book", "c.db", "--by", "主任")
    with Casebook.open(here / "c.db") as book:
        number = book.rows("SELECT file_number FROM household WHERE state = 'active' ORDER BY 1")[0]["file_number"]
    call = ("act", number, "spotcheck", "--book", "c.db", "--by")
    assert "not on the list of people" in wrong(casework(*call, "A Stranger"))
    assert data(*call, "陈一")["state"] == "active"


# ---- payments --------------------------------------------------------------------------------------------

BATCH = "2026-005"
"""The batch of the demo that is approved and not paid yet."""


def due_of(batch: str) -> list[int]:
    return [r["reserved_fen"] for r in rows("SELECT reserved_fen FROM grant WHERE batch = ? ORDER BY id", batch)]


def bank_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def fen(amount: str) -> int:
    yuan, _, rest = amount.partition(".")
    return int(yuan) * 100 + int(rest)


def test_a_batch_is_paid_into_a_bank_file_and_reprinted(here: Path) -> None:
    due = due_of(BATCH)
    assert all(due)
    done = data("pay", BATCH, *BOOK, "--by", PAYER, "--bank-file", "bank.csv")
    assert (done["paid"], done["paid_fen"], done["already_paid"]) == (len(due), sum(due), 0)
    content = (here / "bank.csv").read_bytes()
    lines = bank_rows(here / "bank.csv")
    assert [int(line["序号"]) for line in lines] == list(range(1, len(due) + 1))
    assert [fen(line["金额"]) for line in lines] == due
    digest = hashlib.sha256(content).hexdigest()
    said = well("pay", BATCH, *BOOK, "--by", PAYER, "--bank-file", "again.csv")
    assert (here / "again.csv").read_bytes() == content
    assert f"bank file {done['bank_file']} (a reprint, {len(due)} lines, " in said
    assert f"SHA-256 {digest})" in said
    assert "0 grants paid, 0.00 yuan" in said


def test_half_a_batch_and_then_the_rest(here: Path) -> None:
    """Half of each grant, half a fen rounded up."""
    due = due_of(BATCH)
    half = [(amount + 1) // 2 for amount in due]
    pay = ("pay", BATCH, *BOOK, "--by", PAYER)
    assert data(*pay, "--instalment", "1/2")["paid_fen"] == sum(half)
    assert data(*pay, "--instalment", "1/2")["paid_fen"] == 0
    assert data(*pay, "--instalment", "2/2")["paid_fen"] == sum(due) - sum(half)
    assert due_of(BATCH) == [0] * len(due)


def returns(path: Path, *lines: tuple[object, ...]) -> None:
    text = "\n".join(",".join(map(str, line)) for line in [("序号", "金额", "原因"), *lines])
    path.write_text(text + "\n", "utf-8")


def test_what_the_bank_sent_back_is_booked_and_the_rest_is_said(here: Path) -> None:
    well("pay", BATCH, *BOOK, "--by", PAYER, "--bank-file", "bank.csv")
    amount = bank_rows(here / "bank.csv")[0]["金额"]
    returns(here / "back.csv", (1, amount, "销户"), (99, amount, "无此行"), ("x", "y", "乱码"))
    call = ("pay", BATCH, *BOOK, "--by", PAYER, "--returns", "back.csv")
    found = data(*call, code=1)
    assert (found["returned"], found["returned_fen"], found["already_returned"]) == (1, fen(amount), 0)
    assert [w["row"] for w in found["wrong"]] == [2, 3]
    again = casework(*call)
    assert (again.code, again.err) == (1, "")
    assert "row 2 does not fit the bank file" in again.out
    assert "1 had been booked before" in again.out
    returns(here / "back.csv", (1, amount, "销户"))
    assert casework(*call).code == 0


def test_the_banks_list_may_be_a_workbook_or_come_from_an_old_program(here: Path) -> None:
    well("pay", BATCH, *BOOK, "--by", PAYER, "--bank-file", "bank.csv")
    amount = bank_rows(here / "bank.csv")[0]["金额"]
    (here / "back.csv").write_bytes(f"序号,金额,原因\r\n1,{amount},销户\r\n".encode("gb18030"))
    assert data("pay", BATCH, *BOOK, "--by", PAYER, "--returns", "back.csv")["returned"] == 1


def test_a_release_gives_back_what_is_reserved(here: Path) -> None:
    grant = rows("SELECT id, reserved_fen, fund_id FROM grant WHERE batch = ? ORDER BY id", BATCH)[0]
    available = "SELECT received_fen - reserved_fen - paid_fen AS fen FROM fund WHERE id = ?"
    before = rows(available, grant["fund_id"])[0]["fen"]
    said = well("release", grant["id"], *BOOK, "--by", CLERK, "--why", "搬走（虚构）")
    assert said == f"grant {grant['id']}: {grant['reserved_fen'] / 100:,.2f} yuan released.\n"
    assert rows(available, grant["fund_id"])[0]["fen"] == before + grant["reserved_fen"]
    assert "has nothing reserved" in wrong(casework("release", grant["id"], *BOOK, "--by", CLERK, "--why", "x"))


def test_a_bank_file_is_its_owners_alone(here: Path) -> None:
    before = os.umask(0o022)
    try:
        well("pay", BATCH, *BOOK, "--by", PAYER, "--bank-file", "bank.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((here / "bank.csv").stat().st_mode) == 0o600


def test_a_bank_file_that_cannot_be_written_is_not_silent_about_the_payment(here: Path) -> None:
    due = due_of(BATCH)
    said = wrong(casework("pay", BATCH, *BOOK, "--by", PAYER, "--bank-file", "nowhere/bank.csv"))
    assert due_of(BATCH) == due or "paid" in said


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_ledger_is_written_for_its_owner_alone(here: Path, ending: str) -> None:
    said = well("ledger", *BOOK, "--year", 2026, "--out", f"ledger.{ending}")
    assert "it names people: keep it safe" in said
    there = rows("SELECT count(*) AS n FROM move WHERE kind IN ('pay', 'return', 'reversal') AND made_on LIKE '2026%'")
    assert said.startswith(f"{there[0]['n']} rows written to ledger.{ending}")
    assert stat.S_IMODE((here / f"ledger.{ending}").stat().st_mode) == 0o600
    if ending == "csv":
        table = bank_rows(here / "ledger.csv")
        assert [int(r["序号"]) for r in table] == list(range(1, there[0]["n"] + 1))
        assert all(re.fullmatch(r"\d{17}[\dX]", r["身份证号"]) for r in table)


def test_the_amounts_of_the_ledger_add_up_in_a_spreadsheet(here: Path) -> None:
    well("ledger", *BOOK, "--out", "ledger.csv")
    paid = [float(r["实发金额(元)"]) for r in bank_rows(here / "ledger.csv")]
    assert round(sum(paid) * 100) == rows("SELECT sum(paid_fen) AS fen FROM fund")[0]["fen"]


def test_lists_are_exchanged_under_a_key_that_both_share(here: Path) -> None:
    """The neighbours are the same demo: each of their people is one of ours, and with another key nobody is."""
    shutil.copy("b.db", "theirs.db")
    well("exchange", "--book", "theirs.db", "--exchange-key", "shared.key", "--year", 2026, "--out", "list.csv")
    assert stat.S_IMODE((here / "shared.key").stat().st_mode) == 0o600
    listed = bank_rows(here / "list.csv")
    paid = rows(
        "SELECT file_number, aid, sum(paid_fen) AS fen FROM grant WHERE period = '2026' GROUP BY 1, 2 HAVING fen > 0"
    )
    assert sorted((r["aid"], int(r["amount_fen"])) for r in listed) == sorted((r["aid"], r["fen"]) for r in paid)
    assert all(re.fullmatch("[0-9a-f]{32}", r["person"]) for r in listed)
    call = ("match", "list.csv", *BOOK, "--by", CLERK, "--scheme", "union", "--unit", "邻县总工会（虚构）")
    (here / "other.key").write_text("ab" * 32)
    assert data(*call, "--exchange-key", "other.key") == {"rows": len(listed), "found": []}
    found = data(*call, "--exchange-key", "shared.key")
    assert found["rows"] == len(found["found"]) == len(listed)
    assert {(f["household"], f["aid"], f["amount_fen"]) for f in found["found"]} == {
        (r["file_number"], r["aid"], r["fen"]) for r in paid
    }
    numbers = re.findall(r"\d+", well(*call, "--exchange-key", "shared.key").splitlines()[-1])
    assert numbers == [str(len(listed))] * 2, "so many rows, so many of them of our people"
    assert len(rows("SELECT 1 FROM elsewhere")) == len(listed), "the same list again is kept once"


def test_a_list_with_id_numbers_leaves_none_behind(here: Path) -> None:
    """One of ours with 500 yuan, one of nobody; the stranger's number is in no file that casework wrote."""
    number, ours = (
        rows("SELECT file_number, id_number FROM household ORDER BY 1")[0][k] for k in ("file_number", "id_number")
    )
    stranger = "110105194912310023"
    lines = [["身份证号", "项目", "年度", "金额"], [ours, "生活救助", "2026", "500.00"], [stranger, "生活救助", "2026", "1"]]  # fmt: skip
    (here / "list.csv").write_text("\n".join(map(",".join, lines)), "utf-8")
    (here / "k.key").write_text("ab" * 32)
    call = (
        "match",
        "list.csv",
        *BOOK,
        "--by",
        CLERK,
        "--exchange-key",
        "k.key",
        "--scheme",
        "civil",
        "--unit",
        "民政局",
    )
    answer = data(*call)
    (found,) = answer["found"]
    assert (answer["rows"], found["household"], found["place"]) == (2, number, 0)
    assert (found["aid"], found["period"], found["amount_fen"]) == ("living", "2026", 50_000)
    (here / "list.csv").unlink()
    assert not [f for f in here.iterdir() if stranger.encode() in f.read_bytes()]


def test_a_list_with_an_amount_that_is_none_is_a_sentence(here: Path) -> None:
    (here / "list.csv").write_text("身份证号,项目,年度,金额\n110105194912310023,生活救助,2026,五百\n", "utf-8")
    (here / "k.key").write_text("ab" * 32)
    wrong(
        casework(
            "match", "list.csv", *BOOK, "--by", CLERK, "--exchange-key", "k.key", "--scheme", "civil", "--unit", "x"
        )
    )


def test_a_row_that_counts_for_nothing_is_said(here: Path) -> None:
    ours = rows("SELECT id_number FROM household ORDER BY 1")[0]["id_number"]
    (here / "list.csv").write_text(f"身份证号,项目,年度,金额\n{ours},低保金,2026年,500\n", "utf-8")
    (here / "k.key").write_text("ab" * 32)
    said = casework(
        "match", "list.csv", *BOOK, "--by", CLERK, "--exchange-key", "k.key", "--scheme", "civil", "--unit", "x"
    )
    assert said.code == 1


# ---- check and replay ------------------------------------------------------------------------------------


def test_the_end_of_the_trail_is_an_anchor(here: Path) -> None:
    head = re.findall(r"audit trail ends at (\d+:[0-9a-f]{16}) ", well("check", *BOOK))[0]
    assert data("check", *BOOK, "--anchor", head)["faults"] == []
    well("act", one("active"), "spotcheck", *BOOK, "--by", REVIEWER)
    assert data("check", *BOOK, "--anchor", head)["faults"] == [], "the book went on"
    number, _, code = head.partition(":")
    lost = f"{number}:{'0' * 16}" if code != "0" * 16 else f"{number}:{'1' * 16}"
    (fault,) = data("check", *BOOK, "--anchor", lost, code=1)["faults"]
    assert lost in fault["en"]
    assert lost in fault["zh"]


def test_an_older_copy_does_not_have_a_newer_anchor(here: Path) -> None:
    shutil.copy("b.db", "old.db")
    well("act", one("active"), "spotcheck", *BOOK, "--by", REVIEWER)
    head = re.findall(r"ends at (\S+) ", well("check", *BOOK))[0]
    said = casework("check", "--book", "old.db", "--anchor", head)
    assert (said.code, said.err) == (1, "")
    assert f"fault: the anchor {head} is not in the audit trail" in said.out


def test_a_replay_of_today_names_what_was_learnt_later(here: Path) -> None:
    """Decided on 500 yuan a month; then it is learnt that since before that day it was 1,500."""
    number = one("active")
    well("correct", number, *ALONE, *BOOK, *VISIT)
    decision = data("act", number, "recertify", *BOOK, "--by", REVIEWER)["decision"]
    before = data("replay", *BOOK, "--now")
    assert before["decisions"] == before["same"] + len(before["differ"])
    well("correct", number, "家庭年度总收入=18000", *BOOK, *VISIT)
    now = data("replay", *BOOK, "--now")
    (found,) = [d for d in now["differ"] if d["decision"] == decision]
    assert found["household"] == number
    assert [(c["then"], c["now"]) for c in found["changes"] if c["key"] == "class"] == [("deep", "relative")]
    (why,) = found["because"]
    assert (why["why"], why["facts"]["annual_income_fen"]) == ("fact learnt later", [600_000, 1_800_000])
    assert data("replay", *BOOK)["differ"] == [], "on the facts of its day it is the same as it was"
    assert f"{number} (2026-10-31): " in well("replay", *BOOK, "--now")


# ---- backup and restore ----------------------------------------------------------------------------------


def test_a_backup_is_restored_as_a_new_book_that_says_the_same(here: Path) -> None:
    assert "backed up to copy.db (NOT ENCRYPTED); it was checked" in well("backup", *BOOK, "copy.db")
    assert "restored copy.db as new.db" in well("restore", "copy.db", "new.db")
    assert data("assess", "--book", "new.db") == data("assess", *BOOK)
    assert stat.S_IMODE((here / "new.db").stat().st_mode) == 0o600
    assert sorted(f.name for f in here.iterdir()) == ["b.db", "copy.db", "new.db"]


def test_a_restore_overwrites_nothing(here: Path) -> None:
    well("backup", *BOOK, "copy.db")
    before = files(here)
    assert "overwrites nothing" in wrong(casework("restore", "copy.db", "b.db"))
    assert files(here) == before


@pytest.mark.parametrize("damage", ["cut", "zeroes", "letters", "altered"])
def test_a_damaged_backup_is_not_restored(here: Path, damage: str) -> None:
    well("backup", *BOOK, "copy.db")
    copy = here / "copy.db"
    if damage == "altered":
        spoil(copy)
    else:
        content = copy.read_bytes()
        half = len(content) // 2
        copy.write_bytes(
            {"cut": content[:half], "zeroes": content[:half] + bytes(half), "letters": b"dear casework"}[damage]
        )
    before = files(here)
    said = wrong(casework("restore", "copy.db", "new.db"))
    assert "copy.db" in said or "was not kept" in said
    assert files(here) == before


def spoil(path: Path) -> None:
    """One fen more in a fund, by another program."""
    import sqlcipher3

    conn = sqlcipher3.connect(str(path), isolation_level=None)
    rules = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in rules:
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute("UPDATE fund SET received_fen = received_fen + 1 WHERE id = 1")
    for _, sql in rules:
        conn.execute(sql)
    conn.close()


# ---- keys ------------------------------------------------------------------------------------------------


def encrypted(path: Path) -> bool:
    return not path.read_bytes().startswith(b"SQLite format 3\0")


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an encrypted demo of twelve households and its key."""
    folder = tmp_path_factory.mktemp("keyed")
    demo.make(folder / "e.db", households=12, seed=3, key_file=folder / "e.key").close()
    return folder


@pytest.fixture
def locked(keyed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("e.db", "e.key"):
        shutil.copy(keyed / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_book_with_a_key_is_encrypted_and_its_key_is_made_once(here: Path) -> None:
    new = ("new", "e.db", "--unit", "某县总工会", "--pack", "demo-2026", "--key-file", "e.key")
    said = well(*new)
    assert "(encrypted)" in said
    assert "keep two copies" in said
    assert encrypted(here / "e.db")
    assert re.fullmatch(r"[0-9a-f]{64}\n", (here / "e.key").read_text())
    assert {stat.S_IMODE((here / name).stat().st_mode) for name in ("e.db", "e.key")} == {0o600}
    key = (here / "e.key").read_text()
    well(*[arg if arg != "e.db" else "f.db" for arg in new])
    assert (here / "e.key").read_text() == key
    assert data("assess", "--book", "f.db", "--key-file", "e.key")["households"] == []


def test_a_demo_and_an_import_are_encrypted_by_the_key_of_the_environment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "k.key").write_text("ab" * 32)
    monkeypatch.setenv("CASEWORK_KEY_FILE", str(here / "k.key"))
    assert "(encrypted)" in well("demo", "d.db", "--households", 3)
    assert casework("import", COUNTY, "--book", "i.db", "--json").code == 1
    assert encrypted(here / "d.db")
    assert encrypted(here / "i.db")
    assert len(data("assess", "--book", "d.db")["households"]) == 3
    assert data("check", *BOOK)["faults"] == [], "a book without a key is read as before"
    monkeypatch.delenv("CASEWORK_KEY_FILE")
    assert "give its key with --key-file" in wrong(casework("assess", "--book", "i.db"))
    assert len(data("assess", "--book", "d.db", "--key-file", "k.key")["households"]) == 3


def test_without_its_key_or_with_another_a_book_stays_shut(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (locked / "other.key").write_text("cd" * 32)
    (locked / "short.key").write_text("secret")
    before = files(locked)
    for key, words in (
        ("other.key", "encrypted with another key"),
        ("short.key", "too short"),
        ("no.key", "cannot read the key file"),
    ):
        for command in (["check"], ["due"], ["backup", "copy.db"]):
            assert words in wrong(casework(*command, "--book", "e.db", "--key-file", key))
    monkeypatch.setenv("CASEWORK_KEY_FILE", str(locked / "other.key"))
    assert "another key" in wrong(casework("check", "--book", "e.db"))
    assert data("check", "--book", "e.db", "--key-file", "e.key")["faults"] == [], (
        "what is said outweighs the environment"
    )
    assert {n: d for n, d in files(locked).items() if not n.startswith("e.db")} == {
        n: d for n, d in before.items() if not n.startswith("e.db")
    }


def test_an_encrypted_book_says_so_and_shows_nobody(locked: Path) -> None:
    notices = data("check", "--book", "e.db", "--key-file", "e.key")["notices"]
    assert not [n for n in notices if "NOT ENCRYPTED" in n["en"]]
    with Casebook.open(locked / "e.db", locked / "e.key") as book:
        people = [w for h in book.households() for w in (h.name, h.id_number, h.bank_card)]
    content = (locked / "e.db").read_bytes()
    assert not [word for word in people if word and word.encode() in content]


def test_a_backup_of_an_encrypted_book_needs_its_key_too(locked: Path) -> None:
    key = ("--key-file", "e.key")
    assert "(encrypted)" in well("backup", "--book", "e.db", "copy.db", *key)
    assert encrypted(locked / "copy.db")
    before = files(locked)
    assert "another key" in wrong(casework("restore", "copy.db", "new.db"))
    assert files(locked) == before
    well("restore", "copy.db", "new.db", *key)
    assert encrypted(locked / "new.db")
    assert data("assess", "--book", "new.db", *key) == data("assess", "--book", "e.db", *key)


def test_every_command_reads_an_encrypted_book_with_its_key(locked: Path) -> None:
    key = ("--book", "e.db", "--key-file", "e.key")
    with Casebook.open(locked / "e.db", locked / "e.key") as book:
        number = book.rows("SELECT file_number FROM household WHERE state = 'active' ORDER BY 1")[0]["file_number"]
    for command in (
        ["case", number],
        ["due"],
        ["year-end", 2026],
        ["replay"],
        ["replay", "--now"],
        ["check"],
        ["assess"],
    ):
        assert data(*command, *key)
    well("correct", number, "手机号码=19912345678", *key, "--by", CLERK, "--source", "visit")
    with Casebook.open(locked / "e.db", locked / "e.key") as book:
        assert book.household(number).phone == "19912345678"
    well("ledger", *key, "--out", "ledger.csv")
    assert data("check", *key)["faults"] == []


def test_a_refused_new_book_leaves_no_key_behind(here: Path) -> None:
    before = files(here)
    wrong(casework("new", "b.db", "--unit", "u", "--pack", "demo-2026", "--key-file", "e.key"))
    assert files(here) == before


# ---- wrong calls -----------------------------------------------------------------------------------------

ACT = ["act", "NUMBER"]
BY = ["--by", CLERK]
CORRECT = ["correct", "NUMBER"]
KEYS = ["--exchange-key", "k.key"]
MATCH = ["match", "list.csv", *BOOK, *BY, *KEYS, "--scheme", "civil", "--unit", "民政局"]
WRONG: dict[str, tuple[list[str], str]] = {
    "no such case": (["case", "0815", *BOOK], "0815"),
    "case without a book": (["case", "0815"], "--book"),
    "case of a missing book": (["case", "0815", "--book", "missing.db", "--json"], "missing.db"),
    "act on no case": (["act", "0815", "visit", *BOOK, *BY], "0815"),
    "no such act": ([*ACT, "pray", *BOOK, *BY], "pray is not on the list; there are: report (report), apply"),
    "no act": (["act", "NUMBER", *BOOK, *BY], "ACT"),
    "act by nobody": ([*ACT, "spotcheck", *BOOK], "--by"),
    "act by a blank": ([*ACT, "spotcheck", *BOOK, "--by", "  "], "--by is blank"),
    "act out of order": ([*ACT, "approve", *BOOK, "--by", APPROVER, "--json"], "does not allow"),
    "act of another role": ([*ACT, "spotcheck", *BOOK, "--by", PAYER], "is no reviewer"),
    "act in the future": ([*ACT, "spotcheck", *BOOK, "--by", REVIEWER, "--on", "2026-11-01"], "in the future"),
    "act on no day": ([*ACT, "spotcheck", *BOOK, "--by", REVIEWER, "--on", "1.11.2026"], "1.11.2026"),
    "act of long ago": ([*ACT, "spotcheck", *BOOK, "--by", REVIEWER, "--on", "1999-01-01"], "before the last step"),
    "taper to no day": ([*ACT, "taper", *BOOK, *BY], "needs an end"),
    "taper to a wrong day": ([*ACT, "taper", *BOOK, *BY, "--until", "soon"], "soon"),
    "exit without a reason": ([*ACT, "exit", *BOOK, "--by", APPROVER, "--note", "tired"], "it needs a reason"),
    "correct nothing": ([*CORRECT, *BOOK, *VISIT], "FIELD"),
    "correct without a sign": ([*CORRECT, "家庭人口", *BOOK, *VISIT], "write FIELD=VALUE"),
    "correct no field": ([*CORRECT, "鞋码=42", *BOOK, *VISIT, "--json"], "鞋码=42"),
    "correct a field of a member": ([*CORRECT, "月收入=1", *BOOK, *VISIT], "月收入=1"),
    "correct to words": ([*CORRECT, "家庭年度总收入=three", *BOOK, *VISIT], "three"),
    "correct to less than nothing": ([*CORRECT, "家庭年度总收入=-1", *BOOK, *VISIT], "-1"),
    "correct to no code": ([*CORRECT, "婚姻状况=it is complicated", *BOOK, *VISIT], "it is complicated"),
    "correct to no day": ([*CORRECT, "建档日期=2026-02-30", *BOOK, *VISIT], "2026-02-30"),
    "correct the number": ([*CORRECT, "file_number=1", *BOOK, *VISIT], "file"),
    "correct from no source": ([*CORRECT, "家庭人口=2", *BOOK, *BY], "--source"),
    "correct from a dream": ([*CORRECT, "家庭人口=2", *BOOK, *BY, "--source", "dream"], "dream"),
    "correct for the future": ([*CORRECT, "家庭人口=2", *BOOK, *VISIT, "--from", "2026-11-01"], "2026-11-01"),
    "correct no member": ([*CORRECT, "月收入=1", *BOOK, *VISIT, "--member", "99"], "no member 99"),
    "correct member 0": ([*CORRECT, "月收入=1", *BOOK, *VISIT, "--member", "0"], "--member"),
    "correct what another changed": ([*CORRECT, "家庭人口=2", *BOOK, *VISIT, "--seen", "99999"], "99999"),
    "try no field": ([*CORRECT, "鞋码=42", *BOOK, *VISIT, "--try"], "鞋码=42"),
    "evidence of no kind": (["evidence", "NUMBER", "poem", *BOOK, *BY], "poem is not on the list"),
    "evidence that is not there": (["evidence", "NUMBER", "form", "no.pdf", *BOOK, *BY], "no.pdf"),
    "evidence is a folder": (["evidence", "NUMBER", "form", ".", *BOOK, *BY], "cannot read the attachment"),
    "evidence of no case": (["evidence", "0815", "form", *BOOK, *BY], "0815"),
    "evidence of no day": (["evidence", "NUMBER", "form", *BOOK, *BY, "--issued", "may"], "may"),
    "due on no day": (["due", *BOOK, "--on", "tomorrow"], "tomorrow"),
    "due within less than nothing": (["due", *BOOK, "--within", "-1"], "--within"),
    "year of long ago": (["year-end", "26", *BOOK], "26"),
    "year of letters": (["year-end", "last", *BOOK, "--json"], "last"),
    "year by no reviewer": (["year-end", "2026", *BOOK, "--by", PAYER], "is no reviewer"),
    "year to nowhere": (["year-end", "2026", *BOOK, "--out", "nowhere/y.json"], "nowhere"),
    "no people": (["people", "missing.yaml", *BOOK, *BY], "missing.yaml"),
    "people are a text": (["people", "text.txt", *BOOK, *BY, "--json"], "text.txt"),
    "people with odd roles": (["people", "odd.yaml", *BOOK, *BY], "odd.yaml"),
    "pay no batch": (["pay", "2026-999", *BOOK, "--by", PAYER, "--bank-file", "bank.csv"], "2026-999"),
    "pay three halves": (["pay", BATCH, *BOOK, "--by", PAYER, "--instalment", "3/2"], "3/2"),
    "pay no part": (["pay", BATCH, *BOOK, "--by", PAYER, "--instalment", "0/2"], "0/2"),
    "pay half": (["pay", BATCH, *BOOK, "--by", PAYER, "--instalment", "half"], "half"),
    "pay by another": (["pay", BATCH, *BOOK, "--by", CLERK], "is no payer"),
    "returns that are not there": (["pay", BATCH, *BOOK, "--by", PAYER, "--returns", "no.csv"], "no.csv"),
    "returns without columns": (["pay", BATCH, *BOOK, "--by", PAYER, "--returns", "text.csv", "--json"], "text.csv"),
    "returns before payment": (["pay", BATCH, *BOOK, "--by", PAYER, "--returns", "back.csv"], "has no bank file yet"),
    "release no grant": (["release", "99999", *BOOK, *BY, "--why", "x"], "99999"),
    "release for no reason": (["release", "1", *BOOK, *BY, "--why", " "], "--why is blank"),
    "release without a reason": (["release", "1", *BOOK, *BY], "--why"),
    "release a word": (["release", "all", *BOOK, *BY, "--why", "x"], "all"),
    "ledger to nowhere": (["ledger", *BOOK, "--out", "nowhere/l.csv"], "nowhere"),
    "ledger as a picture": (["ledger", *BOOK, "--out", "l.png"], "l.png"),
    "ledger without a place": (["ledger", *BOOK], "--out"),
    "exchange without a key": (["exchange", *BOOK, "--year", "2026", "--out", "e.csv"], "--exchange-key"),
    "exchange with a short key": (
        ["exchange", *BOOK, "--exchange-key", "short.key", "--year", "2026", "--out", "e.csv"],
        "short.key",
    ),
    "exchange of letters": (["exchange", *BOOK, *KEYS, "--year", "last", "--out", "e.csv"], "last"),
    "exchange as a picture": (["exchange", *BOOK, *KEYS, "--year", "2026", "--out", "e.png"], "e.png"),
    "match no list": ([*MATCH[:1], "no.csv", *MATCH[2:]], "no.csv"),
    "match without people": ([*MATCH[:1], "text.csv", *MATCH[2:]], "text.csv"),
    "match without a key": ([*MATCH, "--exchange-key", "no.key"], "no.key"),
    "match of no scheme": ([*MATCH, "--scheme", "lottery"], "lottery"),
    "match for a blank": ([*MATCH, "--unit", " "], "--unit is blank"),
    "restore over a book": (["restore", "b.db", "b.db"], "overwrites nothing"),
    "restore nothing": (["restore", "missing.db", "new.db"], "missing.db"),
    "restore a text": (["restore", "text.txt", "new.db"], "text.txt"),
    "restore to nowhere": (["restore", "b.db", "nowhere/new.db"], "nowhere"),
    "new in no order": (["new", "x.db", "--unit", "u", "--pack", "demo-2026", "--steps", "sideways"], "sideways"),
    "new with a short key": (
        ["new", "x.db", "--unit", "u", "--pack", "demo-2026", "--key-file", "short.key"],
        "short.key",
    ),
    "demo with a key nowhere": (["demo", "x.db", "--households", "2", "--key-file", "nowhere/k.key"], "nowhere"),
    "import with a short key": (["import", "COUNTY", "--book", "x.db", "--key-file", "short.key"], "short.key"),
}


@pytest.fixture
def odd(here: Path) -> Path:
    """The folder with things that are not what they should be."""
    for name, text in {
        "text.txt": "dear casework " * 50, "text.csv": "dear,casework\n1,2\n", "short.key": "secret",
        "k.key": "ab" * 32,
        "back.csv": "序号,金额,原因\n1,1,x\n", "list.csv": "身份证号,项目,年度,金额\n1,生活救助,2026,1\n",
        "odd.yaml": "- {name: 陈一, roles: [boss], from: 2026-01-01}\n",
    }.items():  # fmt: skip
        (here / name).write_text(text, "utf-8")
    return here


def made_real(call: list[str]) -> list[str]:
    """The call with the number of a file that somebody has spot-checked this year, and the workbook."""
    checked = "SELECT s.file_number AS n FROM step s JOIN household h USING (file_number) WHERE s.act = 'spotcheck'"
    sql = f"{checked} AND h.state = 'active' ORDER BY 1"
    words = {"NUMBER": str(rows(sql)[0]["n"]), "COUNTY": str(COUNTY)}
    return [words.get(arg, arg) for arg in call]


@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_one_sentence_in_each_language_and_changes_nothing(
    odd: Path, call: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = made_real(call)
    before = files(odd)
    assert words in wrong(casework(*call))
    monkeypatch.setenv("CASEWORK_LANG", "zh")
    assert re.search(r"[\u4e00-\u9fff]", wrong(casework(*call)))
    assert files(odd) == before


def test_commands_speak_chinese_where_the_office_does(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_LANG", "zh")
    active, visited = one("active"), one("visited")
    calls = {
        "case": (["case", visited], f"{visited}：已入户（第 2 版）；下一步：评议"),
        "act": (["act", visited, "评议", "--by", REVIEWER], f"{visited}：评议完成，现为已评议。"),
        "correct": (["correct", active, "家庭人口=1", *VISIT, "--try"], "只是试算，未保存。"),
        "evidence": (["evidence", active, "档案表", "--by", CLERK], f"{active}：已登记；还缺："),
        "due": (["due"], "前办理，已逾期"),
        "year-end": (["year-end", "2026"], "户留档，"),
        "pay": (["pay", BATCH, "--by", PAYER], f"批次 {BATCH}：发放"),
        "ledger": (["ledger", "--out", "l.csv"], "含实名信息，请妥善保管。"),
        "exchange": (["exchange", "--exchange-key", "k.key", "--year", "2026", "--out", "e.csv"], "行写入 e.csv"),
        "check": (["check"], "请抄录备查"),
        "replay": (["replay", "--now"], "项决定，"),
        "backup": (["backup", "copy.db"], "已备份到 copy.db（未加密），检查无误。"),
    }
    for call, words in calls.values():
        said = well(*call, *BOOK)
        assert words in said, said
    assert "已从 copy.db 恢复到 new.db" in well("restore", "copy.db", "new.db")


def test_as_a_process_of_its_own_a_step_is_taken_or_refused(here: Path) -> None:
    beside = Path(sys.executable).with_name("casework")
    number = one("visited")

    def run(*args: str, lang: str) -> subprocess.CompletedProcess[bytes]:
        env = os.environ | {"CASEWORK_LANG": lang}
        return subprocess.run([str(beside), *args], capture_output=True, env=env, timeout=60, check=False)

    for lang, sentence in (("zh", "pray 不在列表中"), ("en", "pray is not on the list")):
        said = run("act", number, "pray", *BOOK, *BY, lang=lang)
        assert (said.returncode, said.stdout) == (2, b"")
        assert said.stderr.decode().startswith(sentence)
    said = run("act", number, "review", *BOOK, "--by", REVIEWER, "--json", lang="zh")
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout)["state"] == "reviewed"

"""The command line as people and scripts use it: the whole way once, and one sentence for every wrong call."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from casework.casebook import Casebook
from casework.households import Facts
from tests.commands import casework, data, files, wrong

COUNTY = Path(__file__).parent / "data" / "hardship_files_county.xlsx"


pytestmark = pytest.mark.usefixtures("english")


# ---- the whole way -------------------------------------------------------------------------------------

FUNDS = """
- name: 工会结余
  source: union
  receipts: [{date: 2026-10-20, amount: 12345, reference: 示例}]
  pays: {aids: [living, medical], classes: [deep, relative], archived_only: false}
  reference: 示例
"""


def test_the_whole_way(here: Path) -> None:
    (here / "funds.yaml").write_text(FUNDS, "utf-8")
    funds = data("funds", "funds.yaml", "--book", "b.db")["funds"]
    assert funds[-1] == {"name": "工会结余", "available_fen": 1_234_500, "reserve_fen": 0}

    assessed = data("assess", "--book", "b.db")
    assert len(assessed["households"]) == 60 == sum(assessed["classes"].values())

    plan = data("allocate", "--book", "b.db", "--policy", "deepest-first", "--out", "plan.json")
    total = sum(g["amount"] for g in plan["grants"])
    done = data("adopt", "plan.json", "--book", "b.db", "--by", "甲")
    assert done == {"batch": done["batch"], "grants": len(plan["grants"]), "reserved_fen": total}
    assert data("approve", done["batch"], "--book", "b.db", "--by", "乙") == {
        "batch": done["batch"],
        "approved": done["grants"],
    }
    first = data("pay", done["batch"], "--book", "b.db", "--by", "丙")
    again = data("pay", done["batch"], "--book", "b.db", "--by", "丙")
    assert (first["paid"], first["paid_fen"], first["already_paid"]) == (done["grants"], total, 0)
    assert (again["paid"], again["paid_fen"], again["already_paid"]) == (0, 0, done["grants"])
    left = data("allocate", "--book", "b.db", "--policy", "deepest-first")["needs"]
    assert sum(n["amount"] for n in left) == sum(u["amount"] for u in plan["unmet"])

    assert data("check", "--book", "b.db")["faults"] == []
    replayed = data("replay", "--book", "b.db")
    assert replayed["same"] == replayed["decisions"] > 0 == len(replayed["differ"])
    assert casework("backup", "--book", "b.db", "copy.db").code == 0
    assert data("check", "--book", "copy.db") == data("check", "--book", "b.db")
    assert [f for f in files(here) if "part" in f or f.endswith(("-wal", "-shm"))] == []


def test_the_monthly_report_comes_out(here: Path) -> None:
    said = casework("report", "month", "--book", "b.db", "-p", "month=2026-10", "-p", "lang=en", "--out", "out")
    assert (said.code, said.err) == (0, "")
    made = [Path(line) for line in said.out.splitlines()]
    assert [f.suffix for f in made] == [".html"]
    assert "2026-10" in made[0].read_text("utf-8")


def test_a_county_workbook_goes_in_and_says_what_is_wrong_with_it(here: Path) -> None:
    said = casework("import", COUNTY, "--book", "county.db", "--json")
    found = json.loads(said.out)
    assert (said.code, said.err) == (1, "")
    assert found["rows"] == found["accepted"] + found["rejected"] + found["duplicate"] + found["skipped"]
    assert found["rejected"] > 0
    with Casebook.open(here / "county.db") as book:
        assert len(book.households()) == found["sums"]["households"]
        assert book.settings["origin"] == "import"


def test_a_new_book_of_an_office_is_empty(here: Path) -> None:
    assert casework("new", "office.db", "--unit", "某县总工会", "--pack", "beijing-2021").code == 0
    with Casebook.open(here / "office.db") as book:
        assert book.settings == {
            "unit": "某县总工会",
            "pack": "beijing-2021",
            "last_day": str(date.today()),  # noqa: DTZ011
            "origin": "new",
            "steps": "notice-first",
            "encrypted": False,
        }
    assert data("assess", "--book", "office.db")["households"] == []


# ---- what comes out ------------------------------------------------------------------------------------


def test_a_plan_has_the_form_that_was_agreed_and_is_the_same_each_time(here: Path) -> None:
    call = ("allocate", "--book", "b.db", "--policy", "deepest-first", "--json")
    before = files(here)
    one, two = casework(*call, "--out", "p.json"), casework(*call)
    assert one.out.encode() == two.out.encode() == (here / "p.json").read_bytes()
    assert {name: digest for name, digest in files(here).items() if name != "p.json"} == before, "nothing is booked"
    plan = json.loads(one.out)
    assert list(plan)[:7] == ["policy", "funds", "needs", "grants", "unmet", "measures", "pack"]
    assert {"undecided", "digest", "on"} <= plan.keys()
    assert {key for f in plan["funds"] for key in f} == {"name", "before", "granted", "after", "held", "shadow_price"}
    assert {key for n in plan["needs"] for key in n} == {"household", "aid", "class", "amount", "funds"}
    assert {key for g in plan["grants"] for key in g} == {"household", "aid", "fund", "amount"}
    assert {key for u in plan["unmet"] for key in u} == {"household", "aid", "amount", "reason"}
    assert {key for u in plan["unmet"] for key in u["reason"]} == {"code", "zh", "en"}
    assert {key for u in plan["undecided"] for key in u} == {"household", "missing"}
    for rows, key in (("needs", ("household", "aid")), ("grants", ("household", "aid", "fund"))):
        keys = [tuple(row[k] for k in key) for row in plan[rows]]
        assert keys == sorted(set(keys))
    amounts = [row["amount"] for rows in ("needs", "grants", "unmet") for row in plan[rows]]
    assert all(type(fen) is int and fen > 0 for fen in amounts)
    granted = sum(g["amount"] for g in plan["grants"])
    assert sum(n["amount"] for n in plan["needs"]) == granted + sum(u["amount"] for u in plan["unmet"])
    for f in plan["funds"]:
        assert f["granted"] == sum(g["amount"] for g in plan["grants"] if g["fund"] == f["name"])
        assert f["after"] == f["before"] - f["granted"] >= f["held"] >= 0


@pytest.mark.parametrize(("command", "first"), [("assess", "household"), ("allocate", "household")])
def test_a_file_is_written_by_its_ending(here: Path, command: str, first: str) -> None:
    call = [command, "--book", "b.db", *(["--policy", "deepest-first"] if command == "allocate" else [])]
    for ending in ("csv", "xlsx", "json"):
        assert casework(*call, "--out", f"made.{ending}").code == 0
    said = data(*call)
    assert json.loads((here / "made.json").read_text("utf-8")) == said
    with (here / "made.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    book = CalamineWorkbook.from_path(here / "made.xlsx")
    sheet = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    wanted = said["households"] if command == "assess" else said["grants"]
    assert rows[0] == sheet[0]
    assert rows[0][0] == first
    assert [r[0] for r in rows[1:]] == [r[0] for r in sheet[1:]] == [w["household"] for w in wanted]
    if command == "allocate":
        assert rows[0][-1] == "amount_fen"
        assert [int(r[-1]) for r in rows[1:]] == [g["amount"] for g in said["grants"]]


def test_what_is_unknown_stays_empty_in_a_file(here: Path) -> None:
    unknown = [
        h for h in data("assess", "--book", "b.db", "--out", "a.csv")["households"] if h["living_aid_fen"] is None
    ]
    rows = {row["household"]: row for row in csv.DictReader((here / "a.csv").open(encoding="utf-8-sig", newline=""))}
    assert unknown
    assert {rows[h["household"]]["living_aid_fen"] for h in unknown} == {""}


def test_examples_are_run_and_a_wrong_one_is_named(here: Path) -> None:
    """Deep hardship in the demo's city is six lines of 1,000 yuan."""
    example = "- {{example: {0}, pack: {1}, date: '2026-10-31', household: {{size: 1, class: deep}}, expect: {{living_aid: {2}}}}}\n"
    (here / "good.yaml").write_text(
        example.format("A", "demo-2026", 6000) + example.format("B", "tianjin", "null"), "utf-8"
    )
    assert data("examples", "good.yaml") == {"run": 2, "failed": 0, "not_run": [], "differences": []}
    (here / "bad").mkdir()
    (here / "bad" / "one.yaml").write_text(example.format("C", "demo-2026", 6001), "utf-8")
    said = casework("examples", "good.yaml", "bad", "--json")
    found = json.loads(said.out)
    assert (said.code, found["run"], found["failed"]) == (1, 3, 1)
    assert [(d["example"], d["key"]) for d in found["differences"]] == [("one.yaml: C", "living_aid")]
    assert "living_aid should be 6001" in casework("examples", "bad").out


def test_help_and_version_go_to_stdout() -> None:
    for call in (["--help"], ["-h"], ["adopt", "--help"], ["--version"]):
        said = casework(*call)
        assert (said.code, said.err) == (0, "")
        assert said.out


def test_reports_are_listed(here: Path) -> None:
    assert "month" in casework("report", "--list").out


# ---- wrong calls ---------------------------------------------------------------------------------------


BOOK = ["--book", "b.db"]
SHARE = ["allocate", *BOOK, "--policy", "deepest-first"]
REPORT = ["report", "month", *BOOK, "--out", "out"]
WRONG: dict[str, tuple[list[str], str]] = {
    "no workbook": (["import", "text.txt", "--book", "new.db"], "text.txt"),
    "no file": (["import", "missing.xlsx", *BOOK], "missing.xlsx"),
    "missing sheet": (["import", "other.xlsx", "--book", "new.db", "--json"], "other.xlsx"),
    "missing sheet, old book": (["import", "other.xlsx", *BOOK, "--rejects", "r.xlsx"], "other.xlsx"),
    "unknown pack": (["assess", *BOOK, "--pack", "atlantis-1999", "--json"], "atlantis-1999"),
    "no pack file": (["assess", *BOOK, "--pack", "own.yaml"], "own.yaml"),
    "wrong pack file": (["assess", *BOOK, "--pack", "text.yaml"], "text.yaml"),
    "unknown pack, new book": (["new", "new.db", "--unit", "u", "--pack", "atlantis-1999"], "atlantis-1999"),
    "new over old": (["new", "b.db", "--unit", "u", "--pack", "demo-2026"], "exists already"),
    "demo over old": (["demo", "b.db"], "exists already"),
    "demo nowhere": (["demo", "nowhere/new.db", "--households", "5"], "nowhere"),
    "before the pack": (["assess", *BOOK, "--on", "2023-12-31", "--out", "a.csv"], "2024-01-01"),
    "before the pack, shared": ([*SHARE, "--on", "2023-12-31", "--json"], "2024-01-01"),
    "future": (["assess", *BOOK, "--on", "2026-11-01"], "2026-10-31"),
    "no date": (["assess", *BOOK, "--on", "31.10.2026"], "31.10.2026"),
    "misspelt parameter": ([*REPORT, "-p", "moth=2026-10"], "moth"),
    "no parameter": ([*REPORT, "-p", "month"], "key=value"),
    "impossible month": ([*REPORT, "-p", "month=2026-13"], "2026-13"),
    "future month": ([*REPORT, "-p", "month=2026-12"], "2026-12"),
    "unknown report": (["report", "year", *BOOK, "--out", "out"], "year"),
    "unknown format": ([*REPORT, "-p", "month=2026-10", "--to", "docx"], "docx"),
    "report of nothing": (["report", "month"], "--book"),
    "missing book": (["check", "--book", "missing.db", "--json"], "missing.db"),
    "missing book, report": (["report", "month", "--book", "missing.db", "--out", "out"], "missing.db"),
    "missing book, backup": (["backup", "--book", "missing.db", "copy.db"], "missing.db"),
    "synchronised folder, lab": (["lab", "--book", "Dropbox/new.db", "--no-browser"], "synchronised"),
    "book is a text": (["assess", "--book", "text.txt"], "text.txt"),
    "book is a folder": (["assess", "--book", "."], "there is no casebook"),
    "unknown policy": (["allocate", *BOOK, "--policy", "my-friends", "--json", "--out", "p.json"], "deepest-first"),
    "unknown ending": ([*SHARE, "--out", "p.pdf"], "p.pdf"),
    "out nowhere": ([*SHARE, "--json", "--out", "nowhere/p.json"], "nowhere"),
    "csv nowhere": ([*SHARE, "--out", "nowhere/p.csv"], "nowhere"),
    "no plan file": (["adopt", "missing.json", *BOOK, "--by", "甲"], "missing.json"),
    "plan is a text": (["adopt", "text.txt", *BOOK, "--by", "甲", "--json"], "text.txt"),
    "plan is other json": (["adopt", "other.json", *BOOK, "--by", "甲"], "other.json"),
    "plan with odd rows": (["adopt", "odd.json", *BOOK, "--by", "甲"], "odd.json"),
    "plan with half rules": (["adopt", "half.json", *BOOK, "--by", "甲"], "half.json"),
    "unknown batch": (["pay", "2026-999", *BOOK, "--by", "甲"], "2026-999"),
    "unapproved": (["pay", "2026-006", *BOOK, "--by", "甲"], "not approved"),
    "by nobody": (["adopt", "plan.json", *BOOK, "--by", ""], "--by is blank"),
    "by a blank": (["adopt", "plan.json", *BOOK, "--by", "  "], "--by is blank"),
    "unit of a blank": (["new", "x.db", "--unit", " ", "--pack", "demo-2026"], "--unit is blank"),
    "day of nothing": (["assess", *BOOK, "--on", ""], "2026-10-31"),
    "no examples": (["examples", "missing-dir"], "missing-dir"),
    "parameter twice": (["report", "month", *BOOK, "-p", "month=2026-10", "-p", "month=2026-09", "--out", "o"], "twice"),
    "no name": (["adopt", "plan.json", *BOOK], "--by"),
    "funds not a list": (["funds", "text.yaml", *BOOK], "text.yaml"),
    "no funds file": (["funds", "missing.yaml", *BOOK, "--json"], "missing.yaml"),
    "backup over old": (["backup", *BOOK, "text.txt"], "overwrites nothing"),
    "backup nowhere": (["backup", *BOOK, "nowhere/copy.db"], "nowhere"),
    "examples nowhere": (["examples", "missing.yaml"], "missing.yaml"),
    "unknown command": (["pray"], "pray"),
    "no command": ([], "command"),
    "unknown option": (["check", *BOOK, "--jsn"], "--jsn"),
    "no book": (["check"], "--book"),
    "no households": (["demo", "new.db", "--households", "0"], "households"),
}  # fmt: skip


@pytest.fixture
def odd(here: Path) -> Path:
    """The folder with things that are not what they should be, and a plan."""
    (here / "text.txt").write_text("dear casework " * 400)
    (here / "text.yaml").write_text("just: words")
    (here / "other.json").write_text('{"on": "2026-10-31"}')
    row = {"household": ["a"], "aid": "living", "fund": "F", "amount": 1.5}
    plan = {"on": "2026-10-31", "pack": "demo-2026", "digest": "0"}
    (here / "odd.json").write_text(json.dumps(plan | {"grants": [row]}))
    (here / "half.json").write_text(json.dumps(plan | {"grants": [], "rules": {"pack_text": ""}}))
    assert casework("assess", *BOOK, "--out", "other.xlsx").code == 0
    assert casework(*SHARE, "--out", "plan.json").code == 0
    return here


@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_one_sentence_and_changes_nothing(odd: Path, call: list[str], words: str) -> None:
    before = files(odd)
    assert words in wrong(casework(*call))
    assert files(odd) == before


@pytest.mark.parametrize(
    "call", [c for name, (c, _) in WRONG.items() if name not in ("demo nowhere", "backup nowhere", "out nowhere")]
)
def test_the_sentence_exists_in_chinese(odd: Path, call: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_LANG", "zh")
    sentence = wrong(casework(*call))
    assert any("\u4e00" <= c <= "\u9fff" for c in sentence)


def test_an_overspent_fund_is_refused_and_nothing_is_booked(odd: Path) -> None:
    """Two plans for the same money: the second is refused whole, whether it comes from here or was edited."""
    plan = json.loads((odd / "plan.json").read_text("utf-8"))
    unmet = {(u["household"], u["aid"]): u["amount"] for u in plan["unmet"]}
    grant = next(g for g in plan["grants"] if (g["household"], g["aid"]) in unmet)
    grant["amount"] += unmet[grant["household"], grant["aid"]]
    (odd / "more.json").write_text(json.dumps(plan), "utf-8")
    before = files(odd)
    assert "too little" in wrong(casework("adopt", "more.json", *BOOK, "--by", "甲"))
    assert files(odd) == before


def test_the_same_plan_twice_and_the_same_payment_twice(odd: Path) -> None:
    batch = data("adopt", "plan.json", *BOOK, "--by", "甲")["batch"]
    before = files(odd)
    assert "allocate again" in wrong(casework("adopt", "plan.json", *BOOK, "--by", "甲"))
    assert "adopted" in wrong(casework("approve", batch, *BOOK, "--by", "甲"))
    assert "not approved" in wrong(casework("pay", batch, *BOOK, "--by", "丙"))
    assert files(odd) == before
    data("approve", batch, *BOOK, "--by", "乙")
    data("pay", batch, *BOOK, "--by", "丙")
    assert "0 grants paid" in casework("pay", batch, *BOOK, "--by", "丙").out


def test_an_unforeseen_error_is_a_sentence_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(Casebook, "assess", broken)
    said = casework("assess", *BOOK)
    assert (said.code, said.out) == (2, "")
    assert said.err == "casework failed and did not finish (ValueError: two lines): tell this to who maintains it.\n"
    monkeypatch.setenv("CASEWORK_DEBUG", "1")
    with pytest.raises(ValueError, match="two"):
        casework("assess", *BOOK)


# ---- as a process of its own ---------------------------------------------------------------------------


@pytest.fixture
def command() -> Iterator[Any]:
    beside = Path(sys.executable).with_name("casework")

    def run(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([str(beside), *args], capture_output=True, env=os.environ | env, timeout=60, check=False)

    return run


def test_the_installed_command_speaks_both_languages(here: Path, command: Any) -> None:
    before = files(here)
    for lang, sentence in (("zh", "没有批次 x"), ("en", "there is no batch x")):
        said = command("pay", "x", "--book", "b.db", "--by", "甲", CASEWORK_LANG=lang)
        assert (said.returncode, said.stdout) == (2, b"")
        assert said.stderr.decode().startswith(sentence)
        assert said.stderr.count(b"\n") == 1
    assert files(here) == before


def test_the_installed_command_prints_json_only(here: Path, command: Any) -> None:
    said = command("check", "--book", "b.db", "--json", PYTHONWARNINGS="default")
    assert (said.returncode, said.stderr) == (0, b"")
    assert set(json.loads(said.stdout)) == {"faults", "notices"}


def temporary_by_hand(f: Facts) -> int:
    """15 % of what the event cost, at most 10,000 yuan, for a household between two and three lines a head."""
    items = (
        f.annual_income_fen,
        f.medical_out_of_pocket_fen,
        f.schooling_cost_fen,
        f.other_rigid_expenditure_fen,
        f.size,
    )
    if None in items or not f.event or not f.archived:
        return 0
    income, medical, schooling, other, size = items
    is_accident = 200_000 <= Fraction(income - medical - schooling - other, 12 * size) < 300_000
    return min(int(Fraction(15 * (medical + other), 100) + Fraction(1, 2)), 1_000_000) if is_accident else 0


def test_the_whole_way_from_the_county_workbook_to_a_paid_grant(here: Path) -> None:
    """Import, funds, plan, adopt, approve, pay, check, replay; the reserve of 30,000 yuan pays temporary aid alone."""
    casework("import", COUNTY, "--book", "way.db")
    casework("funds", COUNTY.with_name("funds_county.yaml"), "--book", "way.db")
    plan = data("allocate", "--book", "way.db", "--policy", "deepest-first", "--out", "way.json")
    with Casebook.open(here / "way.db") as book:
        temporary = sum(temporary_by_hand(f) for f in book.facts(book.last_day).values())
    assert 0 < temporary < 3_000_000
    assert sum(g["amount"] for g in plan["grants"] if g["aid"] == "temporary") == temporary
    assert {f["name"]: (f["before"], f["held"]) for f in plan["funds"]} == {
        "中央专项帮扶资金": (40_000_000, 0),
        "县工会帮扶资金": (25_000_000, 3_000_000 - temporary),
    }
    batch = data("adopt", "way.json", "--book", "way.db", "--by", "甲")["batch"]
    assert casework("approve", batch, "--book", "way.db", "--by", "乙").code == 0
    assert data("pay", batch, "--book", "way.db", "--by", "丙")["paid_fen"] == 62_000_000 + temporary
    assert data("check", "--book", "way.db")["faults"] == []
    assert data("replay", "--book", "way.db")["differ"] == []
    # 2024222 has no income filled in: nothing is due and nothing is paid until somebody asks.
    assert {"household": "2024222", "missing": ["annual_income"]} in plan["undecided"]
    assert "2024222" not in {n["household"] for n in plan["needs"]}


def test_a_folder_without_examples_is_refused(here: Path) -> None:
    (here / "empty").mkdir()
    said = casework("examples", "empty")
    assert (said.code, said.out) == (2, "")
    assert "no examples in empty" in said.err

"""The casebook: all of a write or nothing, one sentence for what is refused, and the way from a plan to a payment."""

import json
import multiprocessing
import sqlite3
import stat
from contextlib import closing
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlcipher3
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import demo, funds, ledger, standards
from casework.casebook import Casebook, Source, plan_json
from casework.funds import FundFile
from casework.households import Household, Member, fields
from casework.vocabulary import Refused

DAY = date(2026, 10, 31)
PERSON: dict[str, Any] = {"name": "王芳", "sex": "女", "id_number": "110105199001019988", "birth_date": "1990-01-01"}


def contents(book: Casebook | Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    if isinstance(book, Path):
        with Casebook.open(book) as opened:
            return contents(opened)
    tables = [row["name"] for row in book.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {
        name: [tuple(row.values()) for row in book.rows(f'SELECT * FROM "{name}" ORDER BY 1, 2')] for name in tables
    }


@pytest.fixture
def plan(book: Casebook) -> dict[str, Any]:
    found = plan_json(*book.allocate("deepest-first"))
    assert len(found["grants"]) > 10
    return found


def empty(path: Path, **more: Any) -> Casebook:
    return Casebook.create(path, **({"unit": "示例县", "pack": "demo-2026", "last_day": DAY} | more))


# ---- the file ------------------------------------------------------------------------------------------


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    with empty(tmp_path / "new.db"):
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes.pop("new.db") == 0o600
    assert set(modes.values()) <= {0o600}
    assert [file.name for file in tmp_path.iterdir()] == ["new.db"]


def test_the_settings_of_sqlite_are_the_safe_ones(book: Casebook) -> None:
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "busy_timeout": 30000,
        "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1, "temp_store": 2, "mmap_size": 0,
    }  # fmt: skip
    assert {name: book.db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    assert tuple(map(int, sqlcipher3.sqlite_version.split("."))) >= (3, 51, 3), "older ones can corrupt a WAL file"


def test_money_is_whole_numbers_in_strict_tables(book: Casebook) -> None:
    tables = {
        row["name"]: row["strict"] for row in book.rows("PRAGMA table_list") if not row["name"].startswith("sqlite_")
    }
    assert {name for name, strict in tables.items() if not strict} == {"_sqlite_migrations"}
    of = {(t, c["name"]): c["type"] for t in tables for c in book.rows(f"PRAGMA table_info({t})")}
    money = {column: kind for column, kind in of.items() if column[1].endswith("_fen")}
    assert set(money.values()) == {"INTEGER"}
    assert {
        "household",
        "member",
        "fund",
        "fund_reserve",
        "fund_terms",
        "grant",
        "move",
        "bank_file",
        "elsewhere",
        "line",
    } == {table for table, _ in money}


@pytest.mark.parametrize("content", [b"", b"no casebook " * 500, b"PK\x03\x04" + bytes(5000)])
def test_a_file_that_is_no_casebook_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(content)
    with pytest.raises(Refused, match=r"notes\.db is not a casebook"):
        Casebook.open(file)
    assert file.read_bytes() == content
    assert [f.name for f in tmp_path.iterdir()] == ["notes.db"]


@pytest.mark.parametrize("tables", ["book (id)", "_sqlite_migrations (migration_set, name)"])
def test_a_database_of_others_is_refused_and_left_alone(tmp_path: Path, tables: str) -> None:
    file = tmp_path / "theirs.db"
    conn = sqlcipher3.connect(str(file))
    conn.execute(f"CREATE TABLE {tables}")
    conn.close()
    before = file.read_bytes()
    with pytest.raises(Refused, match="is not a casebook"):
        Casebook.open(file)
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["theirs.db"]


def test_a_book_of_a_newer_version_is_refused(path: Path) -> None:
    with Casebook.open(path) as book, book.write("测试", "a newer casework") as tx:
        tx.execute("INSERT INTO _sqlite_migrations VALUES (99, 'casework', 'ninety-ninth', '2027-01-01')")
    with pytest.raises(Refused, match="of this version"):
        Casebook.open(path)


@pytest.mark.parametrize("name", ["missing.db", "nowhere/missing.db", "."])
def test_opening_what_is_not_there_makes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="there is no casebook"):
        Casebook.open(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_creating_overwrites_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("letters")
    for name, why in (("there.db", "exists already"), ("nowhere/new.db", "cannot write"), (".", "exists already")):
        with pytest.raises(Refused, match=why):
            empty(tmp_path / name)
    with pytest.raises(Refused, match="no pack nowhere-1999"):
        empty(tmp_path / "new.db", pack="nowhere-1999")
    with pytest.raises(Refused, match="origin cannot hold this value"):
        empty(tmp_path / "new.db", origin="elsewhere")
    assert [file.name for file in tmp_path.iterdir()] == ["there.db"]
    assert (tmp_path / "there.db").read_text() == "letters"


def test_a_damaged_file_is_one_sentence(path: Path) -> None:
    with Casebook.open(path) as book:
        root = book.rows("SELECT rootpage FROM sqlite_master WHERE name = 'household'")[0]["rootpage"]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with Casebook.open(path) as book, pytest.raises(Refused, match="is damaged"):
        book.households()


# ---- one door for writes -------------------------------------------------------------------------------


class StopError(Exception):
    pass


@pytest.mark.parametrize("error", [StopError, KeyboardInterrupt])
def test_an_error_in_the_middle_leaves_nothing(book: Casebook, error: type[BaseException]) -> None:
    before = contents(book)

    def broken() -> None:
        with book.write("测试", "files and a receipt") as tx:
            book.add_households(
                tx, [Household(file_number=f"X{i}", **PERSON | {"id_number": f"{i}"}) for i in range(250)]
            )
            ledger.receive(tx, 1, 100, key="half", on=DAY, by="测试")
            raise error

    with pytest.raises(error):
        broken()
    assert contents(book) == before
    assert not book.db.conn.in_transaction


def test_a_row_that_the_database_refuses_takes_the_others_with_it(book: Casebook) -> None:
    before = contents(book)
    files = [Household(file_number=f"X{i}", **PERSON | {"id_number": str(min(i, 240))}) for i in range(250)]
    with pytest.raises(Refused, match="has a case file"), book.write("测试", "files") as tx:
        book.add_households(tx, files)
    assert contents(book) == before


def test_every_write_leaves_one_line_in_the_audit_trail(book: Casebook) -> None:
    before = book.rows("SELECT count(*) AS n FROM audit")[0]["n"]
    with book.write("李四", "moved the last day") as tx:
        book.move_last_day(tx, date(2026, 11, 1))
    last = book.rows("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert (last["seq"], last["by"], last["act"]) == (before + 1, "李四", "moved the last day")
    assert book.last_day == date(2026, 11, 1)


def _receive(path: Path, who: str) -> None:
    with Casebook.open(path) as book:
        for i in range(40):
            with book.write(who, "a receipt") as tx:
                ledger.receive(tx, 1, 1, key=f"{who}{i}", on=DAY, by=who)


def test_two_writers_at_once_do_not_fail(path: Path) -> None:
    with Casebook.open(path) as book:
        before = book.funds()[0].available_fen
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_receive, args=(path, who)) for who in ("甲", "乙")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with Casebook.open(path) as book:
        assert book.funds()[0].available_fen == before + 80


def test_a_book_that_stays_locked_is_refused_in_one_sentence(path: Path) -> None:
    with Casebook.open(path) as one, Casebook.open(path) as two:
        two.db.conn.execute("PRAGMA busy_timeout = 1")
        with one.write("甲", "long"), pytest.raises(Refused, match="in use"), two.write("乙", "short"):
            pass


def test_a_number_of_numpy_never_becomes_bytes(book: Casebook) -> None:
    """sqlite3 stores numpy's whole numbers as a BLOB where the table lets it."""
    before = contents(book)
    with pytest.raises(Refused), book.write("测试", "receipt") as tx:
        ledger.receive(tx, 1, np.int64(100), key="np", on=DAY, by="测试")  # type: ignore[arg-type]
    file = Household(file_number="X", **PERSON, annual_income_fen=np.int64(5))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="annual_income_fen cannot hold"), book.write("测试", "file") as tx:
        book.add_households(tx, [file])
    assert contents(book) == before
    assert not [v for rows in before.values() for row in rows for v in row if isinstance(v, bytes | float)]


# ---- case files ----------------------------------------------------------------------------------------

_VALUES = {
    "money": st.integers(0, 10**15), "count": st.integers(0, 3000), "flag": st.booleans(),
    "date": st.dates().map(date.isoformat),
}  # fmt: skip


def records(record: type, **fixed: Any) -> st.SearchStrategy[Any]:
    """Any record that the form can hold, unknown fields among them."""
    word = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
    known = {
        name: _VALUES.get(field.kind, word) if field.needed else st.none() | _VALUES.get(field.kind, word)
        for name, field in fields(record).items()
    }
    return st.builds(record, **known | fixed)


@settings(max_examples=25)
@given(
    records(Household, members=st.lists(records(Member, left_on=st.none(), died_on=st.none()), max_size=3).map(tuple))
)
def test_a_file_comes_back_as_it_went_in(file: Household) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, empty(Path(folder, "b.db")) as book:
        with book.write("测试", "a file") as tx:
            book.add_households(tx, [file])
        assert book.households() == [file]
        assert book.household(file.file_number) == file


def test_files_come_back_in_order_of_their_number(book: Casebook) -> None:
    numbers = [file.file_number for file in book.households()]
    assert numbers == sorted(numbers)
    assert len(numbers) == 60
    with pytest.raises(Refused, match="there is no file 0815"):
        book.household("0815")


def test_aid_that_counts_is_what_was_paid_in_twelve_months_less_what_came_back(tmp_path: Path) -> None:
    with empty(tmp_path / "b.db") as book:
        a_paid_grant(
            book,
            [
                ("pay", "2025-10-31", 100),
                ("pay", "2025-11-01", 200),
                ("pay", "2026-10-31", 50),
                ("return", "2026-10-31", 30),
            ],
        )
        assert book.facts(DAY)["A"].union_aid_received_fen == 200 + 50 - 30
        assert book.facts(date(2025, 10, 31))["A"].union_aid_received_fen == 100
        assert book.facts(date(2025, 10, 30))["A"].union_aid_received_fen == 0


def a_paid_grant(book: Casebook, moves: list[tuple[str, str, int]]) -> None:
    pays = {"aids": ["living"], "classes": ["deep"], "archived_only": False}
    receipts = [{"date": date(2025, 1, 1), "amount": 100, "reference": "r"}]
    book.add_funds(
        [
            FundFile.model_validate(
                {"name": "F", "source": "union", "reference": "r", "receipts": receipts, "pays": pays}
            )
        ],
        "测试",
    )
    with book.write("测试", "a grant") as tx:
        book.add_households(tx, [Household(file_number="A", **PERSON)])
        insert_grant(tx, 1, amount_fen=10_000)
        ledger.reserve(tx, 1, 10_000, key="r", on="2025-01-02", by="甲")
        tx.execute("UPDATE grant SET approved_by = '乙', approved_on = '2025-01-03'")
        for i, (kind, day, fen) in enumerate(moves):
            (ledger.pay if kind == "pay" else ledger.give_back)(tx, 1, fen, key=f"{i}", on=day, by="丙")


def insert_grant(tx: Any, fund_id: int, *, amount_fen: int, file_number: str = "A", aid: str = "living") -> int:
    row = ("手工", file_number, aid, "deep", 1, fund_id, "1999", amount_fen, "甲", "2025-01-01")
    sql = (
        "INSERT INTO grant (batch, file_number, aid, class, archived, fund_id, period, amount_fen, adopted_by, adopted_on) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    return int(tx.execute(sql, row).lastrowid)


# ---- rules of one's own --------------------------------------------------------------------------------


def own_pack(folder: Path, stem: str = "our-county") -> Path:
    text = standards.load("demo-2026").text.replace("pack: demo-2026", f"pack: {stem}") + "\n# our own\n"
    file = folder / f"{stem}.yaml"
    file.write_text(text, "utf-8")
    assert standards.load(str(file)).digest != standards.load("demo-2026").digest
    return file


def test_a_pack_of_the_office_is_kept_in_its_book(tmp_path: Path) -> None:
    file = own_pack(tmp_path)
    empty(tmp_path / "b.db", pack=str(file)).close()
    digest = standards.load(str(file)).digest
    file.unlink()
    with Casebook.open(tmp_path / "b.db") as book:
        assert book.settings["pack"] == "our-county"
        assert book.standard().digest == book.standard("our-county").digest == book.rules(digest).digest == digest
        assert book.standard("demo-2026").digest == standards.load("demo-2026").digest


def test_a_plan_under_a_pack_file_is_adopted_after_the_file_is_gone(book: Casebook, tmp_path: Path) -> None:
    file = own_pack(tmp_path)
    plan = plan_json(*book.allocate("deepest-first", pack=str(file)))
    file.unlink()
    before = len(book.decisions())
    book.adopt(json.loads(json.dumps(plan)), "甲")
    made = book.decisions()[before:]
    assert made
    assert {d.digest for d in made} == {plan["digest"]}
    assert book.rules(plan["digest"]).stem == "our-county"


def test_a_file_that_calls_itself_like_a_shipped_pack_begins_no_book(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="change its pack entry"):
        empty(tmp_path / "b.db", pack=str(own_pack(tmp_path, "demo-2026")))
    assert not (tmp_path / "b.db").exists()


def test_an_unknown_pack_or_a_future_day_is_refused(book: Casebook) -> None:
    with pytest.raises(Refused, match="there is no pack our-county"):
        book.assess("our-county")
    with pytest.raises(Refused, match="after the last day"):
        book.assess(on=date(2026, 11, 1))
    with pytest.raises(Refused, match="holds from 2024-01-01 on"):
        book.assess(on=date(2023, 12, 31))


# ---- from a plan to a payment --------------------------------------------------------------------------


def test_a_plan_is_booked_with_a_decision_for_each_household(book: Casebook, plan: dict[str, Any]) -> None:
    due = {(n.household, n.aid): n.amount_fen for n in book.needs(book.assess())}
    funds = {fund.name: fund.available_fen for fund in book.funds()}
    known = len(book.decisions())
    done = book.adopt(plan, "甲")

    granted: dict[tuple[str, str], int] = {}
    for g in plan["grants"]:
        granted[g["household"], g["aid"]] = granted.get((g["household"], g["aid"]), 0) + g["amount"]
    assert done == {"batch": done["batch"], "grants": len(plan["grants"]), "reserved_fen": sum(granted.values())}
    left = {(n.household, n.aid): n.amount_fen for n in book.needs(book.assess())}
    assert left == {key: fen - granted.get(key, 0) for key, fen in due.items() if fen > granted.get(key, 0)}
    assert {f.name: f.available_fen for f in book.funds()} == {f["name"]: f["after"] for f in plan["funds"]}
    assert funds == {f["name"]: f["before"] for f in plan["funds"]}

    decisions, facts, now = book.decisions()[known:], book.facts(DAY), book.assess()
    assert sorted(d.file_number for d in decisions) == sorted({household for household, _ in granted})
    assert all(
        d.facts == facts[d.file_number] and d.digest == plan["digest"] and d.decided_on == DAY for d in decisions
    )
    place = {number: i for i, number in enumerate(now.population.numbers)}
    assert all(d.result == json.loads(json.dumps(now.row(place[d.file_number]))) for d in decisions)


def test_a_plan_is_adopted_once(book: Casebook, plan: dict[str, Any]) -> None:
    book.adopt(plan, "甲")
    before = contents(book)
    with pytest.raises(Refused, match="allocate again"):
        book.adopt(plan, "甲")
    assert contents(book) == before


def raised(plan: dict[str, Any]) -> None:
    plan["grants"][0]["amount"] += 1


def beyond_all(plan: dict[str, Any]) -> None:
    plan["grants"][0]["amount"] = 2**80


def other_fund(plan: dict[str, Any]) -> None:
    g = next(g for g in plan["grants"] if g["aid"] != "tuition")
    g["fund"] = "爱心助学捐赠"


def no_fund(plan: dict[str, Any]) -> None:
    plan["grants"][0]["fund"] = "私房钱"


def stranger(plan: dict[str, Any]) -> None:
    plan["grants"][0]["household"] = "0815"


def twice(plan: dict[str, Any]) -> None:
    plan["grants"].append(dict(plan["grants"][0]))


def halves(plan: dict[str, Any]) -> None:
    plan["grants"][0]["amount"] //= 2
    twice(plan)


def negative(plan: dict[str, Any]) -> None:
    plan["grants"][0]["amount"] *= -1


def fractional(plan: dict[str, Any]) -> None:
    plan["grants"][0]["amount"] = 100.0


def other_rules(plan: dict[str, Any]) -> None:
    plan["digest"] = "0" * 64


def other_day(plan: dict[str, Any]) -> None:
    plan["on"] = "2026-11-01"


def nothing(plan: dict[str, Any]) -> None:
    plan["grants"] = []


EDITS = [
    raised,
    beyond_all,
    other_fund,
    no_fund,
    stranger,
    twice,
    halves,
    negative,
    fractional,
    other_rules,
    other_day,
    nothing,
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_plan_books_nothing(book: Casebook, plan: dict[str, Any], edit: Any) -> None:
    edited = deepcopy(plan)
    edit(edited)
    before = contents(book)
    with pytest.raises(Refused):
        book.adopt(edited, "甲")
    assert contents(book) == before


def test_a_plan_never_takes_what_a_reserve_keeps(book: Casebook, plan: dict[str, Any]) -> None:
    """The union fund keeps 5,000 yuan beyond all temporary aid; what it pays in part may not be raised from there."""
    temporary = sum(n["amount"] for n in plan["needs"] if n["aid"] == "temporary")
    kept = {"amount": temporary // 100 + 5_000, "for": ["temporary"]}
    said = demo._FUNDS["县工会帮扶资金"] | {
        "name": "县工会帮扶资金",
        "reference": "示例数据（虚构）",
        "receipts": [],
        "reserve": kept,
    }
    book.add_funds([FundFile.model_validate(said)], "甲")
    plan = plan_json(*book.allocate("deepest-first"))
    held = {f["name"]: f["held"] for f in plan["funds"]}
    assert held["县工会帮扶资金"] == temporary // 100 * 100 + 500_000 - temporary
    short = {(u["household"], u["aid"]) for u in plan["unmet"] if u["reason"]["code"] == "reserved"}
    g = next(g for g in plan["grants"] if g["fund"] == "县工会帮扶资金" and (g["household"], g["aid"]) in short)
    g["amount"] += 1
    with pytest.raises(Refused, match=r"县工会帮扶资金 has 0\.01 yuan too little"):
        book.adopt(plan, "甲")


def test_a_need_is_not_met_twice_by_two_funds(book: Casebook, plan: dict[str, Any]) -> None:
    g = next(g for g in plan["grants"] if g["aid"] == "living")
    need = next(n for n in plan["needs"] if (n["household"], n["aid"]) == (g["household"], g["aid"]))
    pays = {"aids": ["living"], "classes": [need["class"]], "archived_only": False}
    receipts = [{"date": date(2026, 10, 1), "amount": 10**6, "reference": "r"}]
    said = {"name": "工会结余", "source": "union", "reference": "r", "receipts": receipts, "pays": pays}
    book.add_funds([FundFile.model_validate(said)], "甲")
    left = need["amount"] - sum(
        o["amount"] for o in plan["grants"] if (o["household"], o["aid"]) == (g["household"], g["aid"])
    )
    plan["grants"].append(g | {"fund": "工会结余", "amount": left + 1})
    with pytest.raises(Refused, match="does not fit"):
        book.adopt(plan, "甲")


def test_a_grant_refused_in_the_middle_takes_the_plan_with_it(
    book: Casebook, plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third reservation asks for more than the fund ever had: the database refuses, and nothing is booked."""
    before, calls = contents(book), []
    reserve = ledger.reserve

    def greedy(tx: Any, grant_id: int, fen: int, **entry: Any) -> int:
        calls.append(grant_id)
        if len(calls) == 3:
            assert tx.execute("SELECT count(*) FROM move WHERE kind = 'reserve'").fetchone()[0] >= 2
        return reserve(tx, grant_id, fen if len(calls) < 3 else 10**14, **entry)

    monkeypatch.setattr(ledger, "reserve", greedy)
    with pytest.raises(Refused):
        book.adopt(plan, "甲")
    assert len(calls) == 3
    assert contents(book) == before


def test_the_database_refuses_to_overspend_whoever_writes(book: Casebook) -> None:
    fund = book.rows("SELECT id, received_fen - reserved_fen - paid_fen AS free FROM fund ORDER BY id LIMIT 1")[0]
    before = contents(book)

    def grant_by_hand(fen: int) -> None:
        with book.write("甲", "by hand") as tx:
            grant_id = insert_grant(tx, fund["id"], amount_fen=fen, file_number="20250001")
            ledger.reserve(tx, grant_id, fen, key="by hand", on=DAY, by="甲")

    with pytest.raises(Refused, match="not enough left"):
        grant_by_hand(fund["free"] + 1)
    assert contents(book) == before
    grant_by_hand(fund["free"])
    assert book.funds()[0].available_fen == 0


def test_from_adoption_to_payment_by_three_people(book: Casebook, plan: dict[str, Any]) -> None:
    batch = book.adopt(plan, "甲")["batch"]
    before = contents(book)
    with pytest.raises(Refused, match="not approved"):
        book.pay(batch, "丙")
    with pytest.raises(Refused, match="adopted it and cannot approve it"):
        book.approve(batch, "甲")
    assert contents(book) == before
    assert book.approve(batch, "乙") == len(plan["grants"])
    assert book.approve(batch, "乙") == 0
    total = sum(g["amount"] for g in plan["grants"])
    assert book.pay(batch, "丙") == {
        "batch": batch,
        "paid": len(plan["grants"]),
        "paid_fen": total,
        "already_paid": 0,
        "bank_file": f"{batch}-1",
    }
    paid = book.rows("SELECT * FROM fund")
    assert book.pay(batch, "丁") == {
        "batch": batch,
        "paid": 0,
        "paid_fen": 0,
        "already_paid": len(plan["grants"]),
        "bank_file": None,
    }
    assert book.rows("SELECT * FROM fund") == paid
    with pytest.raises(Refused, match="there is no batch 1999-001"):
        book.pay("1999-001", "丙")


def test_money_that_was_released_is_not_called_paid(book: Casebook) -> None:
    """The demo's two corrected grants were paid, came back, and were released: nothing of them is paid or due."""
    gone = book.rows("SELECT batch FROM grant WHERE paid_fen = 0 AND reserved_fen = 0 AND last_move > 0")
    batch = gone[0]["batch"]
    paid = book.rows("SELECT count(*) AS n FROM grant WHERE batch = ? AND paid_fen > 0", (batch,))[0]["n"]
    assert len(gone) == 2
    assert book.pay(batch, "丙")["already_paid"] == paid


def test_nothing_is_due_after_the_exit(book: Casebook) -> None:
    number = book.needs(book.assess())[0].household
    with book.write("测试", "exit") as tx:
        book.record(tx, number, {"exited_on": "2026-10-31"}, Source("visit", DAY), "测试")
    assert number not in {n.household for n in book.needs(book.assess())}
    assert number in {n.household for n in book.needs(book.assess(on=date(2026, 10, 30)))}


def test_a_book_without_funds_has_nothing_to_share(tmp_path: Path) -> None:
    with empty(tmp_path / "b.db") as book, pytest.raises(Refused, match="has no funds"):
        book.allocate("deepest-first")


def test_a_funds_file_may_be_read_again_but_not_with_other_terms(tmp_path: Path) -> None:
    pays = {"aids": ["living"], "classes": ["deep"], "archived_only": False}
    receipt = {"date": date(2026, 1, 1), "amount": 100, "reference": "r"}
    said = {"name": "F", "source": "union", "reference": "r", "receipts": [receipt], "pays": pays}
    with empty(tmp_path / "b.db") as book:
        for _ in range(2):
            book.add_funds([FundFile.model_validate(said)], "甲")
        assert [f.available_fen for f in book.funds()] == [10_000]
        before = contents(book)
        other = said | {"pays": pays | {"classes": ["relative"]}}
        with pytest.raises(Refused, match="other restrictions"):
            book.add_funds([FundFile.model_validate(said | {"name": "G"}), FundFile.model_validate(other)], "甲")
        assert contents(book) == before


# ---- backup --------------------------------------------------------------------------------------------


def test_a_backup_holds_the_same_and_only_its_owner_reads_it(book: Casebook, tmp_path: Path) -> None:
    with book.write("甲", "last words"):
        pass
    book.copy(tmp_path / "copy.db")
    assert contents(tmp_path / "copy.db") == contents(book)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_backup_overwrites_nothing_and_leaves_no_half(
    book: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "there.db").write_text("letters")
    with pytest.raises(Refused, match="overwrites nothing"):
        book.copy(folder / "there.db")
    with pytest.raises(Refused, match="cannot write"):
        book.copy(tmp_path / "nowhere" / "copy.db")
    assert (folder / "there.db").read_text() == "letters"

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Refused, match="cannot write"):
        book.copy(folder / "copy.db")
    book.close()
    with pytest.raises(sqlcipher3.ProgrammingError):
        book.copy(folder / "copy.db")
    assert [file.name for file in folder.iterdir()] == ["there.db"]


def test_a_receipt_of_the_future_is_refused_and_a_reserve_may_change(tmp_path: Path) -> None:
    """A fund of the demo's county: 100 yuan in hand, 5 kept back, later 7."""
    text = "- {{name: 甲, source: union, receipts: [{{date: {0}, amount: 100, reference: r}}], pays: {{aids: [living], classes: [deep], archived_only: false}}, reserve: {{amount: {1}, for: [temporary]}}, reference: x}}"
    with Casebook.create(
        tmp_path / "b.db", unit="某县", pack="demo-2026", last_day=date(2026, 10, 31), origin="demo"
    ) as book:
        with pytest.raises(Refused, match="in the future"):
            book.add_funds(funds.read(text.format("2026-11-01", 5), "f"), "甲")
        assert book.funds() == []
        for kept in (5, 7):
            book.add_funds(funds.read(text.format("2026-10-31", kept), "f"), "甲")
            assert [(f.available_fen, f.reserve_fen) for f in book.funds()] == [(10_000, kept * 100)]


@pytest.mark.parametrize("table", ["rules", "decision", "quarantine", "import_file", "audit"])
@pytest.mark.parametrize("act", ["UPDATE {0} SET rowid = rowid", "DELETE FROM {0}"])
def test_what_was_decided_imported_or_done_is_kept_as_written(path: Path, table: str, act: str) -> None:
    """Also from another program, on a plain connection."""
    with Casebook.open(path) as book, book.write("甲", "an import") as tx:
        cells = [("职工信息", 3, "rejected", "[]")]
        book.keep_import(tx, file="x.xlsx", sha256="0", judgement={}, quarantine=cells)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
        with pytest.raises(sqlite3.DatabaseError, match=f"casework: {table}_written"):
            plain.execute(act.format(table))

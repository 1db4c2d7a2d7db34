"""Checks find what was changed behind the book's back: one fen, a decision, a rule; and a clean demo has no fault."""

import json
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3

from casework import checks, cli
from casework.casebook import Casebook, Source


def tamper(path: Path, *statements: str, rules_back: bool = True) -> None:
    """What somebody can do who writes to the file with another program: without the rules, and covering the tracks."""
    conn = sqlcipher3.connect(str(path), isolation_level=None)
    rules = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in rules:
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        assert conn.execute(statement).rowcount == 1, "the statement changes something"
    for _, sql in rules if rules_back else []:
        conn.execute(sql)
    conn.close()


def said(command: str, path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        cli.main([command, "--book", str(path), "--json"])
    return int(end.value.code or 0), capsys.readouterr().out


def test_a_clean_demo_has_notices_and_no_fault(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = said("check", path, capsys)
    found = json.loads(out)
    assert (code, found["faults"]) == (0, [])
    assert len(found["notices"]) > 4
    assert set(found["notices"][0]) == {"zh", "en"}
    assert "NOT ENCRYPTED" in found["notices"][0]["en"]
    code, out = said("replay", path, capsys)
    replayed = json.loads(out)
    assert (code, replayed["differ"]) == (0, [])
    assert replayed["decisions"] == replayed["same"] > 5


PAID = "(SELECT id FROM grant WHERE paid_fen > 0 LIMIT 1)"
OPEN = "(SELECT id FROM grant WHERE reserved_fen > 0 LIMIT 1)"
ONE_FEN = {
    "fund received": ("UPDATE fund SET received_fen = received_fen + 1 WHERE id = 1", "Fund 1: received"),
    "fund reserved": ("UPDATE fund SET reserved_fen = reserved_fen - 1 WHERE id = 1", "Fund 1: reserved"),
    "fund paid": ("UPDATE fund SET paid_fen = paid_fen - 1 WHERE id = 1", "Fund 1: paid"),
    "grant paid": (f"UPDATE grant SET paid_fen = paid_fen - 1 WHERE id = {PAID}", "paid is"),
    "grant reserved": (f"UPDATE grant SET reserved_fen = reserved_fen + 1 WHERE id = {OPEN}", "reserved is"),
    "grant amount up": (f"UPDATE grant SET amount_fen = amount_fen + 1 WHERE id = {OPEN}", "first reserved"),
    "grant amount down": (f"UPDATE grant SET amount_fen = amount_fen - 1 WHERE id = {PAID}", "first reserved"),
    "move paid": ("UPDATE move SET amount_fen = amount_fen - 1 WHERE seq = (SELECT max(seq) FROM move WHERE kind = 'pay')", "paid is"),
    "move received": ("UPDATE move SET amount_fen = amount_fen + 1 WHERE seq = 1", "received is"),
    "move gone": ("DELETE FROM move WHERE seq = 1", "out of sequence"),
    "grant gone": (f"DELETE FROM grant WHERE id = {OPEN}", "its grants of every aid"),
    "grant to another": (f"UPDATE grant SET file_number = '20250001x' WHERE id = {OPEN}", "no decision for its household"),
    "paid unapproved": (f"UPDATE grant SET approved_by = adopted_by WHERE id = {PAID}", "without another's approval"),
    "rules": ("UPDATE rules SET pack_text = replace(pack_text, '6000', '6001') || ' '", "was altered"),
    "rules unreadable": ("UPDATE rules SET pack_text = 'no: pack'", "was altered"),
    "lost reference": ("UPDATE decision SET digest = 'none' WHERE id = 1", "decision 1: it points to"),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "words"), ONE_FEN.values(), ids=ONE_FEN)
def test_check_finds_one_changed_fen(
    path: Path, statement: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(path, statement)
    code, out = said("check", path, capsys)
    faults = [fault["en"] for fault in json.loads(out)["faults"]]
    assert code == 1
    assert [fault for fault in faults if words in fault], faults


def test_check_finds_a_rule_that_is_missing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """sqlite-utils' transform, and anybody with a database browser, can lose the triggers without a word."""
    tamper(path, "UPDATE book SET unit = '他县'", rules_back=False)
    code, out = said("check", path, capsys)
    faults = [fault["en"] for fault in json.loads(out)["faults"]]
    assert code == 1
    assert "fund_overspent is missing from the database or was altered; stop paying." in faults
    others = [fault for fault in faults if "missing from the database" not in fault]
    assert [fault[:11] for fault in others] == ["audit entry"], "and the changed unit, by the chain"


def test_check_finds_a_rule_that_was_added_or_weakened(path: Path) -> None:
    conn = sqlcipher3.connect(str(path), isolation_level=None)
    conn.execute("CREATE TRIGGER mine AFTER INSERT ON move BEGIN SELECT 1; END")
    sql = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'fund_overspent'").fetchone()[0]
    conn.execute("DROP TRIGGER fund_overspent")
    conn.execute(sql.replace("> NEW.received_fen", "> NEW.received_fen + 1"))
    conn.close()
    with Casebook.open(path) as book:
        assert book.altered() == ["fund_overspent", "mine"]


def test_replay_finds_a_changed_result(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = "living_aid_fen"
    where = f"WHERE id = (SELECT id FROM decision WHERE json_extract(result, '$.{key}') > 0 LIMIT 1)"
    tamper(
        path, f"UPDATE decision SET result = json_set(result, '$.{key}', json_extract(result, '$.{key}') + 1) {where}"
    )
    code, out = said("replay", path, capsys)
    found = json.loads(out)
    assert code == 1
    assert [(d["key"], d["then"] - d["now"]) for d in found["differ"]] == [(key, 1)]
    assert found["same"] == found["decisions"] - 1


def test_replay_finds_changed_facts(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(path, "UPDATE decision SET facts = json_set(facts, '$.annual_income_fen', 99900000) WHERE id = 1")
    code, out = said("replay", path, capsys)
    assert code == 1
    assert {d["decision"] for d in json.loads(out)["differ"]} == {1}


def test_replay_trusts_no_altered_rules(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(path, "UPDATE rules SET pack_text = 'no: pack'")
    code, out = said("replay", path, capsys)
    assert code == 1
    assert json.loads(out)["same"] == 0


def test_a_payment_after_exit_is_a_fault(path: Path) -> None:
    """Paid on 9 October 2026; an exit on that day is none, one on the day before is."""
    with Casebook.open(path) as book:
        number = book.rows(
            "SELECT g.file_number FROM move m JOIN grant g ON g.id = m.grant_id WHERE m.kind = 'pay' AND m.made_on = '2026-10-09'"
        )[0]["file_number"]
        for exited_on, found in (
            ("2026-10-09", []),
            (
                "2026-10-08",
                [
                    f"{number}: paid on 2026-10-09, after its exit or the death of its head; look at it and have it returned."
                ],
            ),
        ):
            with book.write("测试", "exit") as tx:
                source = Source("visit", date(2026, 10, 31))
                book.record(tx, number, {"exited_on": exited_on}, source, "测试", true_from=date(2026, 10, 1))
            assert [fault.en for fault in checks.check(book).faults] == found


def test_notices_count_what_waits(path: Path) -> None:
    with Casebook.open(path) as book:
        with book.write("测试", "one card for three files") as tx:
            open_files = book.rows("SELECT file_number FROM household WHERE exited_on IS NULL ORDER BY 1 LIMIT 3")
            numbers = [row["file_number"] for row in open_files]
            for number in numbers:
                book.record(tx, number, {"bank_card": "6200000000000001"}, Source("visit", date(2026, 10, 31)), "测试")
        said = [notice.en for notice in checks.check(book).notices]
        waiting = sum(1 for g in book.rows("SELECT reserved_fen FROM grant") if g["reserved_fen"])
        old = 0
        for h in book.households():
            looked = [str(s.on) for s in book.steps(h.file_number) if s.act in ("approve", "recertify")]
            last = max([h.filed_on or "9999", *looked]) if h.filed_on else "9999"
            old += last <= "2025-10-31" and book.state(h.file_number) in ("active", "tapering")
    assert f"{waiting} grants are reserved and not paid yet." in said
    assert f"{old} files are over a year old and due for review." in said
    assert f"one bank card serves several files: {', '.join(numbers)}." in said

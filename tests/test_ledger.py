"""The ledger: what is forbidden stays forbidden on any connection, and what is allowed adds up."""

import os
import sqlite3
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlcipher3 import dbapi2 as sqlcipher

from casework import ledger
from casework.ledger import Balance, Move
from casework.money import LIMIT
from casework.vocabulary import MOVES, Refused

DAY = date(2026, 10, 31)
# Connections: casework's own, a stranger's with everything off, and one that even switches the CHECKs off.
# The last trusts no schema, where SQLite 3.40 refuses json_valid.
STRICT = ("foreign_keys=ON", "recursive_triggers=ON", "trusted_schema=OFF")
LOOSE = ("foreign_keys=OFF", "recursive_triggers=OFF")
OPENERS = {
    "casework": (sqlcipher, STRICT),
    "plain": (sqlite3, LOOSE),
    "unchecked": (sqlite3, (*LOOSE, "trusted_schema=OFF", "ignore_check_constraints=ON")),
}
FUNDS = (
    (1, "中央专项", "central", '["living", "medical"]', '["deep"]', 1, "2026-12-31"),
    (2, "工会经费", "union", '["living", "temporary", "warmth"]', '["deep", "relative"]', 0, "2026-12-31"),
)


def connect(opener: str) -> Any:
    library, pragmas = OPENERS[opener]
    tx = library.connect(":memory:", isolation_level=None)
    for pragma in pragmas:
        tx.execute(f"PRAGMA {pragma}")
    return tx


def add_grant(tx: Any, number: int, fund: int, amount: int, **other: object) -> None:
    row = {
        "id": number, "batch": "2026-10", "file_number": f"示例-{number:04}", "aid": "living", "class": "deep",
        "archived": 1, "fund_id": fund, "period": "2026", "amount_fen": amount, "adopted_by": "王采纳",
    } | other  # fmt: skip
    marks = ", ".join("?" * len(row))
    tx.execute(f"INSERT INTO grant ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def approve(tx: Any, number: int, by: str = "李审批", on: date = DAY) -> None:
    tx.execute("UPDATE grant SET approved_by = ?, approved_on = ? WHERE id = ?", (by, str(on), number))


def book(opener: str = "casework") -> Any:
    """A ledger in which fund 1 has 400 of 1,000 left, and grants stand at every stage."""
    tx = connect(opener)
    tx.executescript(ledger.SCHEMA)
    for fund in FUNDS:
        tx.execute(
            "INSERT INTO fund (id, name, source, aids, classes, archived_only, usable_until) VALUES (?, ?, ?, ?, ?, ?, ?)",
            fund,
        )
    tx.execute("INSERT INTO fund_terms VALUES (2, '2026-02-01', 350, '{}')")
    ledger.receive(tx, 1, 1000, key="r1", on=DAY, by="王采纳")
    ledger.receive(tx, 2, 1000, key="r2", on=DAY, by="王采纳")
    add_grant(tx, 1, 1, 300)  # a draft, reserved
    add_grant(tx, 2, 1, 300)  # paid in full
    add_grant(tx, 3, 2, 300)  # approved and reserved
    add_grant(tx, 4, 1, 5000)  # approved, with nothing reserved
    add_grant(
        tx, 5, 2, 60, file_number="示例-0003", aid="warmth"
    )  # a draft for the household of grant 3, whose fund gives one at most 350
    approve(tx, 2)
    approve(tx, 3)
    approve(tx, 4)
    for number in (1, 2, 3):
        ledger.reserve(tx, number, 300, key=f"s{number}", on=DAY, by="王采纳")
    ledger.pay(tx, 2, 300, key="p2", on=DAY, by="赵出纳")
    return tx


def state(tx: Any) -> list[list[tuple[Any, ...]]]:
    return [
        sorted(tuple(row) for row in tx.execute(f"SELECT * FROM {table}"))
        for table in ("fund", "fund_terms", "grant", "move")
    ]


class Attack(NamedTuple):
    """A forbidden act: what somebody tries, and the rule that is to stop it."""

    what: str
    rule: str
    sql: str
    by_check: bool = False
    """Only a CHECK or a type stands against it, so a connection that switches CHECKs off is not asked."""


def move(kind: str, grant: object, fund: object, amount: object, *, how: str = "INSERT", **other: object) -> str:
    row = {"key": "'x'", "kind": f"'{kind}'", "grant_id": grant, "fund_id": fund, "amount_fen": amount,
           "made_on": "'2026-10-31'", "made_by": "'赵'"} | other  # fmt: skip
    return f"{how} INTO move ({', '.join(row)}) VALUES ({', '.join(map(str, row.values()))})"


def grant(how: str = "INSERT", **other: object) -> str:
    row = {"batch": "'b'", "file_number": "'f'", "aid": "'living'", "class": "'deep'", "archived": 1, "fund_id": 1,
           "period": "'2026'", "amount_fen": 1, "adopted_by": "'王'"} | other  # fmt: skip
    return f"{how} INTO grant ({', '.join(row)}) VALUES ({', '.join(map(str, row.values()))})"


def fund(how: str = "INSERT", **other: object) -> str:
    row = {"name": "'新'", "source": "'union'", "aids": """'["living"]'""", "classes": """'["deep"]'""",
           "archived_only": 0} | other  # fmt: skip
    return f"{how} INTO fund ({', '.join(row)}) VALUES ({', '.join(map(str, row.values()))})"


WAYS = ("INSERT", "INSERT OR FAIL", "INSERT OR IGNORE", "INSERT OR REPLACE", "INSERT OR ROLLBACK")
SKIP_BOOKING = "CREATE TEMP TRIGGER skip BEFORE UPDATE ON main.{} BEGIN SELECT RAISE(IGNORE); END; "
MONEY = [
    attack
    for how in WAYS
    for attack in (
        Attack(f"{how}: reserve more than the fund has", "fund_overspent", move("reserve", 4, 1, 401, how=how)),
        Attack(f"{how}: reserve more than was granted", "grant_exceeded", move("reserve", 1, 1, 1, how=how)),
        Attack(f"{how}: pay what nobody reserved", "grant_unreserved", move("pay", 4, 1, 1, how=how)),
        Attack(f"{how}: pay a second time", "grant_unreserved", move("pay", 2, 1, 300, how=how)),
        Attack(f"{how}: pay more than is reserved", "grant_unreserved", move("pay", 3, 2, 301, how=how)),
        Attack(f"{how}: release after payment", "grant_unreserved", move("release", 2, 1, 1, how=how)),
        Attack(f"{how}: return more than was paid", "grant_unpaid", move("return", 2, 1, 301, how=how)),
        Attack(f"{how}: reverse what was never paid", "grant_unpaid", move("reversal", 3, 2, 1, how=how)),
        Attack(f"{how}: pay a draft", "move_unapproved", move("pay", 1, 1, 300, how=how)),
        Attack(f"{how}: pay from another fund", "move_misplaced", move("pay", 3, 1, 300, how=how)),
        Attack(f"{how}: pay an unknown grant", "move_misplaced", move("pay", 99, 1, 1, how=how)),
        Attack(f"{how}: pay no grant", "move_misplaced", move("pay", "NULL", 1, 1, how=how)),
        Attack(f"{how}: receipt for an unknown fund", "move_misplaced", move("receipt", "NULL", 99, 1, how=how)),
        Attack(f"{how}: receipt for a grant", "move_misplaced", move("receipt", 1, 1, 1, how=how)),
        Attack(f"{how}: amount of zero", "move_plain", move("receipt", "NULL", 1, 0, how=how)),
        Attack(f"{how}: negative amount", "move_plain", move("reserve", 1, 1, -1, how=how)),
        Attack(f"{how}: amount beyond all bounds", "move_plain", move("receipt", "NULL", 1, LIMIT + 1, how=how)),
        Attack(f"{how}: amount at the end of all numbers", "move_plain", move("receipt", "NULL", 1, 2**63 - 1, how=how)),
        Attack(f"{how}: unknown kind", "move_plain", move("gift", 1, 1, 1, how=how)),
        Attack(f"{how}: gap in the numbers", "move_gap", move("receipt", "NULL", 1, 1, how=how, seq=99)),
        Attack(f"{how}: number below one", "move_gap", move("receipt", "NULL", 1, 1, how=how, seq=-1)),
        Attack(f"{how}: key used again", "move_exists", move("receipt", "NULL", 1, 1, how=how, key="'r1'")),
        Attack(f"{how}: newest number again", "move_exists", move("receipt", "NULL", 2, 1, how=how, seq=6)),
        Attack(f"{how}: fund of the same name", "fund_exists", fund(how, name="'中央专项'")),
        Attack(f"{how}: fund of the same number", "fund_exists", fund(how, id=1)),
        Attack(f"{how}: fund that starts with money", "fund_not_zero", fund(how, received_fen=1)),
        Attack(f"{how}: fund that knows a later move", "fund_not_zero", fund(how, last_move=99)),
        Attack(f"{how}: grant of the same number", "grant_exists", grant(how, id=1)),
        Attack(f"{how}: grant for the same aid, fund and period", "grant_exists", grant(how, file_number="'示例-0001'")),
        Attack(f"{how}: grant approved from the start", "grant_not_draft",
               grant(how, approved_by="'李'", approved_on="'2026-10-31'")),
        Attack(f"{how}: grant paid from the start", "grant_not_draft", grant(how, paid_fen=1)),
        Attack(f"{how}: aid that the fund may not pay", "grant_restricted", grant(how, aid="'tuition'")),
        Attack(f"{how}: class that the fund may not pay", "grant_restricted", grant(how, **{"class": "'relative'"})),
        Attack(f"{how}: household not on file", "grant_restricted", grant(how, archived=0)),
        Attack(f"{how}: grant from an unknown fund", "grant_restricted", grant(how, fund_id=99)),
    )
]  # fmt: skip
CHANGES = [
    Attack(f"{how}: {what}", rule, sql.replace("UPDATE", how))
    for how in ("UPDATE", "UPDATE OR FAIL", "UPDATE OR IGNORE", "UPDATE OR REPLACE")
    for what, rule, sql in (
        *((f"set {column} of funds", "fund_figures", f"UPDATE fund SET {column} = {column} + 1")
          for column in ("received_fen", "reserved_fen", "paid_fen", "last_move")),
        ("take a fund's received back to its default", "fund_figures", "UPDATE fund SET received_fen = NULL"),
        *((f"set {column} of grants", "grant_figures", f"UPDATE grant SET {column} = 1 WHERE id = 4")
          for column in ("reserved_fen", "paid_fen", "last_move")),
        ("take a grant's paid back to its default", "grant_figures", "UPDATE grant SET paid_fen = NULL WHERE id = 2"),
        ("book a move once more", "fund_figures",
         "UPDATE fund SET reserved_fen = reserved_fen - 300, paid_fen = paid_fen + 300 WHERE id = 1"),
        ("let a move count for another fund", "fund_figures",
         "UPDATE fund SET reserved_fen = reserved_fen - 300, paid_fen = paid_fen + 300, last_move = 6 WHERE id = 2"),
        ("let a move count for another grant", "grant_figures",
         "UPDATE grant SET reserved_fen = 0, paid_fen = 300, last_move = 6 WHERE id = 3"),
        *((f"change {column} of a fund", "fund_terms", f"UPDATE fund SET {column} = {value} WHERE id = 1")
          for column, value in (("id", 9), ("rowid", 2), ("name", "'工会经费'"), ("source", "'union'"),
                                ("aids", """'["tuition"]'"""), ("classes", """'["dibao"]'"""), ("archived_only", 0), ("usable_until", "'2030-12-31'"))),
        *((f"change {column} of a draft", "grant_identity", f"UPDATE grant SET {column} = {value} WHERE id = 1")
          for column, value in (("id", 9), ("rowid", 9), ("batch", "'x'"), ("file_number", "'x'"), ("aid", "'medical'"),
                                ("class", "'x'"), ("archived", 0), ("fund_id", 2), ("period", "'x'"),
                                ("adopted_by", "'x'"))),
        *((f"change {column} after approval", "grant_approved", f"UPDATE grant SET {column} = {value} WHERE id = 3")
          for column, value in (("amount_fen", 999), ("approved_by", "'x'"), ("approved_by", "NULL"),
                                ("approved_on", "'2026-01-01'"), ("decision_id", 7), ("adopted_on", "'2026-01-01'"))),
        ("grant less than is reserved", "grant_exceeded", "UPDATE grant SET amount_fen = 299 WHERE id = 1"),
        ("approve one's own", "grant_self_approved",
         "UPDATE grant SET approved_by = adopted_by, approved_on = '2026-10-31' WHERE id = 1"),
        *((f"change {column} of a move", "move_changed", f"UPDATE move SET {column} = {value} WHERE seq = 6")
          for column, value in (("seq", 9), ("key", "'y'"), ("amount_fen", 1), ("made_by", "'x'"), ("reference", "'x'"))),
    )
]  # fmt: skip
OTHERS = [
    *(Attack(f"delete the {table}s", f"{table}_kept", f"DELETE FROM {table}") for table in ("fund", "grant", "move")),
    Attack("change a move by upsert", "move_exists",
           move("receipt", "NULL", 1, 1, key="'r1'") + " ON CONFLICT (key) DO UPDATE SET amount_fen = 9"),
    Attack("skip a known key", "move_exists", move("receipt", "NULL", 1, 1, key="'r1'") + " ON CONFLICT DO NOTHING"),
    Attack("keep a fund's figures from moving", "move_unbooked", SKIP_BOOKING.format("fund") + move("pay", 3, 2, 300)),
    Attack("keep a grant's figures from moving", "move_unbooked", SKIP_BOOKING.format("grant") + move("pay", 3, 2, 300)),
    *(Attack(f"book more on the side ({when})", "fund_figures",
             f"CREATE TEMP TRIGGER side {when} BEGIN UPDATE fund SET received_fen = 9999, last_move = {seq} WHERE id = 2; END; "
             + move("receipt", "NULL", 2, 1))
      for when, seq in (("AFTER INSERT ON main.move", "NEW.seq"), ("BEFORE UPDATE ON main.fund WHEN NEW.received_fen <> 9999", "NEW.last_move"),
                        ("AFTER UPDATE ON main.fund WHEN NEW.received_fen <> 9999", "NEW.last_move"))),
    *(Attack(f"{how}: {kind} after the fund's last day", "move_lapsed", move(kind, *what, how=how, made_on="'2027-01-01'"))
      for how in WAYS for kind, what in (("reserve", (4, 1, 400)), ("pay", (3, 2, 300)))),
    *(Attack(f"{how}: {kind} before the fund's first day", "move_early", move(kind, *what, how=how, made_on="'2026-01-31'"))
      for how in WAYS for kind, what in (("reserve", (5, 2, 50)), ("pay", (3, 2, 300)))),
    *(Attack(f"{how}: reserve beyond the cap of a household", "move_capped", move("reserve", 5, 2, 51, how=how)) for how in WAYS),
    *(Attack(f"{how}: pay what one approved", "move_by_approver", move("pay", 3, 2, 300, how=how, made_by="'李审批'")) for how in WAYS),
    Attack("pay before approval", "move_unapproved", move("pay", 3, 2, 300, made_on="'2026-10-30'")),
    *(Attack(f"{how}: {what}", rule, sql, by_check=True) for how in ("INSERT", "INSERT OR FAIL", "INSERT OR IGNORE")
      for what, rule, sql in (
        ("half a fen", "move_plain", move("receipt", "NULL", 1, 1.5, how=how)),
        ("an amount in words", "move_plain", move("receipt", "NULL", 1, "'一百'", how=how)),
        ("no amount", "move_plain", move("receipt", "NULL", 1, "NULL", how=how)),
        ("no name", "move_plain", move("receipt", "NULL", 1, 1, how=how, made_by="''")),
        ("30 February", "move_plain", move("receipt", "NULL", 1, 1, how=how, made_on="'2026-02-30'")),
        ("no key", "move_plain", move("receipt", "NULL", 1, 1, how=how, key="NULL")),
        ("fund for anything", "fund_plain", fund(how, aids="'[]'")),
        ("fund with a loose list", "fund_plain", fund(how, aids="'living'")),
        ("terms with a cap of nothing", "fund_terms_plain", f"{how} INTO fund_terms VALUES (1, NULL, 0, '{{}}')"),
        ("terms that are no object", "fund_terms_plain", f"{how} INTO fund_terms VALUES (1, NULL, NULL, '')"),
        ("grant of nothing", "grant_plain", grant(how, amount_fen=0)),
        ("grant of half a fen", "grant_plain", grant(how, amount_fen=0.5)),
    )),
    Attack("approval without a day", "grant_plain", "UPDATE grant SET approved_by = '李' WHERE id = 1", by_check=True),
]  # fmt: skip
ATTACKS = [*MONEY, *CHANGES, *OTHERS]


def attempt(tx: Any, attack: Attack, without: str | None = None) -> tuple[bool, str]:
    """Whether the attack leaves a trace that its author could commit, and the error, if any; undone afterwards."""
    tx.execute("BEGIN IMMEDIATE")
    if without:
        tx.execute(f"DROP TRIGGER {without}")
    before, said = state(tx), ""
    *first, last = attack.sql.split("; END; ")
    for sql in first:
        tx.execute(sql + "; END")
    try:
        tx.execute(last)
    except Exception as error:
        refused = ledger.refusal(error)
        said = refused.text.zh + refused.text.en if refused else f"not a refusal: {error}"
    has_changed = state(tx) != before
    if tx.in_transaction:
        tx.execute("ROLLBACK")
    return has_changed, said


@pytest.fixture(scope="module")
def books() -> dict[str, Any]:
    return {opener: book(opener) for opener in OPENERS}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_every_forbidden_act_is_refused(books: dict[str, Any], attack: Attack) -> None:
    """On each connection: nothing changes, and the error reads as a sentence in both languages."""
    # Against these only a CHECK stands, so who switches CHECKs off passes; an integrity check then finds the row.
    openers = [opener for opener in OPENERS if not (attack.by_check and opener == "unchecked")]

    outcomes = {opener: attempt(books[opener], attack) for opener in openers}

    for opener, (has_changed, said) in outcomes.items():
        assert not has_changed, opener
        assert said.endswith(".") or ("OR IGNORE" in attack.sql and not said), (opener, said)


@pytest.mark.parametrize("guard", [*ledger._RULES, "move_booked"])
def test_without_one_guard_an_attack_succeeds(books: dict[str, Any], guard: str) -> None:
    """No trigger is idle: without it an attack that is laid at its door gets through."""
    own = [attack for attack in ATTACKS if attack.rule == guard or guard == "move_booked"]

    assert any(attempt(books[opener], attack, guard)[0] for attack in own for opener in ("plain", "unchecked"))


def test_the_attacks_leave_room_for_honest_work(books: dict[str, Any]) -> None:
    """Each refusal above is for its own reason: the same acts done rightly succeed on every connection."""
    honest = (
        move("pay", 3, 2, 300), move("pay", 3, 2, 1), move("release", 1, 1, 300), move("return", 2, 1, 300),
        move("reversal", 2, 1, 1), move("reserve", 4, 1, 400), move("reserve", 5, 2, 50), move("reserve", 5, 2, 50, made_on="'2026-02-01'"), move("receipt", "NULL", 1, LIMIT), grant(), fund(),
        "UPDATE grant SET amount_fen = 301, decision_id = 7, adopted_on = '2026-10-30' WHERE id = 1",
        "UPDATE grant SET approved_by = '李', approved_on = '2026-10-31' WHERE id = 1",
        move("release", 1, 1, 300, made_on="'2027-01-01'"), move("return", 2, 1, 1, made_on="'2027-01-01'"),
        "UPDATE fund SET reference = '示例指标〔2026〕1号'",
        """INSERT INTO fund_reserve VALUES (1, 200, '["medical"]')""",
    )  # fmt: skip

    for opener, tx in books.items():
        for sql in honest:
            tx.execute("BEGIN")
            tx.execute(sql)
            assert ledger.faults(tx) == [], (opener, sql)
            tx.execute("ROLLBACK")


def test_a_row_past_the_switched_off_checks_is_found_by_an_integrity_check(books: dict[str, Any]) -> None:
    tx = books["unchecked"]
    tx.execute("BEGIN")
    tx.execute(move("receipt", "NULL", 1, 1, made_by="''"))
    tx.execute("PRAGMA ignore_check_constraints=OFF")

    found = [row[0] for row in tx.execute("PRAGMA integrity_check")]

    tx.execute("ROLLBACK")
    tx.execute("PRAGMA ignore_check_constraints=ON")
    assert found == ["CHECK constraint failed in move"]


def test_a_grant_is_paid_in_instalments_comes_back_and_is_paid_again() -> None:
    """By hand: 1,000 received, 300 reserved, 100 + 150 paid, 50 released, 250 back, 300 reserved and paid anew."""
    tx = connect("casework")
    tx.executescript(ledger.SCHEMA)
    tx.execute(
        "INSERT INTO fund (id, name, source, aids, classes, archived_only, usable_until) VALUES (?, ?, ?, ?, ?, ?, ?)",
        FUNDS[0],
    )
    ledger.receive(tx, 1, 1000, key="r", on=DAY, by="王", reference="进账单 7")
    add_grant(tx, 1, 1, 300)
    ledger.reserve(tx, 1, 300, key="s1", on=DAY, by="王")
    approve(tx, 1)
    ledger.pay(tx, 1, 100, key="p1", on=DAY, by="赵")
    ledger.pay(tx, 1, 150, key="p2", on=DAY, by="赵")
    ledger.release(tx, 1, 50, key="l", on=DAY, by="赵")
    assert ledger.balances(tx) == [Balance(1, "中央专项", 1000, 0, 250, 750)]

    ledger.give_back(tx, 1, 240, key="b", on="2026-11-02", by="赵", reference="银行退票")
    ledger.reverse(tx, 1, 10, key="v", on="2026-11-02", by="赵")
    assert ledger.balances(tx) == [Balance(1, "中央专项", 1000, 0, 0, 1000)]

    with pytest.raises(Refused, match="still reserved"):
        ledger.pay(tx, 1, 300, key="p3", on="2026-11-03", by="赵")
    assert ledger.reserve(tx, 1, 300, key="s2", on="2026-11-03", by="王") == 8
    assert ledger.pay(tx, 1, 300, key="p3", on="2026-11-03", by="赵") == 9
    assert ledger.balances(tx) == [Balance(1, "中央专项", 1000, 0, 300, 700)]
    assert ledger.moves(tx, after=6, grant_id=1)[0] == Move(7, "v", "reversal", 1, 1, 10, "2026-11-02", "赵", None)
    assert [m.kind for m in ledger.moves(tx)] == [
        "receipt", "reserve", "pay", "pay", "release", "return", "reversal", "reserve", "pay",
    ]  # fmt: skip
    assert len(ledger.moves(tx, fund_id=1)) == 9
    assert ledger.moves(tx, fund_id=2) == []
    assert ledger.faults(tx) == []


@pytest.mark.parametrize("opener", OPENERS)
def test_a_retry_gives_the_first_number_and_writes_nothing(opener: str) -> None:
    """A lost answer is asked for again on another day by another clerk, when nothing is reserved any more."""
    tx = book(opener)
    before = state(tx)

    assert ledger.pay(tx, 2, 300, key="p2", on=date(2026, 11, 5), by="别人") == 6
    assert ledger.reserve(tx, 2, 300, key="s2", on=DAY, by="王采纳") == 4
    assert ledger.receive(tx, 1, 1000, key="r1", on=DAY, by="王采纳") == 1
    assert state(tx) == before


@pytest.mark.parametrize(
    "act",
    [
        lambda tx: ledger.pay(tx, 2, 299, key="p2", on=DAY, by="赵"),
        lambda tx: ledger.pay(tx, 3, 300, key="p2", on=DAY, by="赵"),
        lambda tx: ledger.release(tx, 2, 300, key="p2", on=DAY, by="赵"),
        lambda tx: ledger.receive(tx, 2, 1000, key="r1", on=DAY, by="赵"),
        lambda tx: ledger.receive(tx, 1, 1000, key="r1", on=DAY, by="赵", reference="另一张"),
    ],
    ids=["amount", "grant", "kind", "fund", "reference"],
)
def test_a_key_with_other_content_is_refused(act: Any) -> None:
    tx = book()
    before = state(tx)

    with pytest.raises(Refused, match="which differs"):
        act(tx)
    assert state(tx) == before


@pytest.mark.parametrize(
    ("act", "zh", "en"),
    [
        (lambda tx: ledger.reserve(tx, 4, 401, key="x", on=DAY, by="王"),
         "第 4 笔帮扶预留 4.01 元：该资金可用余额不足，请改用其他资金、减少金额或等待到账。",
         "Reserve of 4.01 yuan for grant 4: the fund has not enough left; use another fund, lower the amount …"),
        (lambda tx: ledger.pay(tx, 99, 1, key="x", on=DAY, by="王"),
         "第 99 笔帮扶发放 0.01 元：没有该资金或该笔帮扶，或两者不符，请核对编号。",
         "Pay of 0.01 yuan for grant 99: no such fund or grant, or they differ; check both."),
        (lambda tx: ledger.pay(tx, 1, 300, key="x", on=DAY, by="王"),
         "第 1 笔帮扶发放 3.00 元：发放之日尚未审批，请先由他人审批。",
         "Pay of 3.00 yuan for grant 1: not approved on the day of payment; have it approved."),
    ],
    ids=["overspent", "unknown grant", "unapproved"],
)  # fmt: skip
def test_a_refusal_says_what_where_and_what_to_do(act: Any, zh: str, en: str) -> None:
    with pytest.raises(Refused) as refused:
        act(book())

    assert refused.value.text.zh == zh
    assert refused.value.text.en.startswith(en.removesuffix("…"))


@pytest.mark.parametrize("amount", [0, -1, LIMIT + 1, 2**63, 2**80, 0.5, "一百", None])
def test_an_amount_is_a_whole_number_of_fen_above_zero(amount: Any) -> None:
    with pytest.raises(Refused, match="whole fen"):
        ledger.receive(book(), 1, amount, key="x", on=DAY, by="王")


def test_an_error_that_is_not_of_the_ledger_is_no_refusal() -> None:
    tx = book()
    tx.execute("CREATE TABLE household (number TEXT NOT NULL CHECK (number <> ''), UNIQUE (number))")

    for sql in ("INSERT INTO household VALUES (NULL)", "INSERT INTO household VALUES ('')", "SELECT nothing"):
        with pytest.raises(sqlcipher.Error) as error:
            tx.execute(sql)
        assert ledger.refusal(error.value) is None


@pytest.mark.parametrize(
    ("guards", "tamper", "words"),
    [
        (["fund_figures"], "UPDATE fund SET received_fen = 99900 WHERE id = 1",
         ["Fund 1: received is 999.00 yuan, the sum of its moves 10.00; stop paying and compare them."]),
        (["grant_figures"], "UPDATE grant SET reserved_fen = 100 WHERE id = 3",
         ["Grant 3: reserved is 1.00 yuan, the sum of its moves 3.00; stop paying and compare them.",
          "Fund 2: reserved is 3.00 yuan, the sum of its grants of every aid 1.00; stop paying and compare them."]),
        (["move_kept"], "DELETE FROM move WHERE seq = 2",
         ["Fund 2: received is 10.00 yuan, the sum of its moves 0.00; stop paying and compare them.",
          "Move 3: out of sequence, of another fund, or paid without another's approval; stop paying, see it."]),
        (["grant_approved"], "UPDATE grant SET approved_on = '2026-11-01' WHERE id = 2",
         ["Move 6: out of sequence, of another fund, or paid without another's approval; stop paying, see it."]),
    ],
    ids=["fund", "grant", "lost move", "approved too late"],
)  # fmt: skip
def test_what_was_tampered_with_is_named(guards: list[str], tamper: str, words: list[str]) -> None:
    tx = book()
    tx.execute("PRAGMA foreign_keys=OFF")
    for guard in guards:
        tx.execute(f"DROP TRIGGER {guard}")
    tx.execute(tamper)

    assert [fault.en for fault in ledger.faults(tx)] == words


def test_every_kind_of_move_has_its_word_and_its_effect() -> None:
    assert set(ledger._EFFECTS) == set(MOVES.words)


GRANTS = {1: (1, 500), 2: (1, 800), 3: (2, 400)}


class Model(RuleBasedStateMachine):
    """Random acts against a ledger kept in two dictionaries; verdicts and figures must agree at each step."""

    numbers = st.sampled_from([*GRANTS, 9])
    amounts = st.sampled_from([-1, 0, 1, 100, 250, 400, 500, 700])
    kinds = st.sampled_from(["reserve", "pay", "release", "return", "reversal"])

    @initialize(opener=st.sampled_from(["casework", "plain"]))
    def open(self, opener: str) -> None:
        self.tx = connect(opener)
        self.tx.executescript(ledger.SCHEMA)
        sql = "INSERT INTO fund (id, name, source, aids, classes, archived_only, usable_until) VALUES (?, ?, ?, ?, ?, ?, ?)"
        for row in FUNDS:
            self.tx.execute(sql, row)
        for number, (fund_id, amount) in GRANTS.items():
            add_grant(self.tx, number, fund_id, amount)
        self.received = dict.fromkeys((1, 2), 0)
        self.reserved, self.paid = dict.fromkeys(GRANTS, 0), dict.fromkeys(GRANTS, 0)
        self.approved: set[int] = set()
        self.booked: list[tuple[Any, ...]] = []

    def left(self, fund_id: int) -> int:
        used = (self.reserved[n] + self.paid[n] for n, (f, _) in GRANTS.items() if f == fund_id)
        return self.received[fund_id] - sum(used)

    def may(self, kind: str, number: int, amount: int) -> bool:
        if number not in GRANTS or amount < 1:
            return False
        fund_id, granted = GRANTS[number]
        if kind == "reserve":
            return amount <= min(self.left(fund_id), granted - self.reserved[number] - self.paid[number])
        if kind in ("pay", "release"):
            return amount <= self.reserved[number] and (kind == "release" or number in self.approved)
        return amount <= self.paid[number]

    def book(self, kind: str, number: int, amount: int, key: str) -> int:
        verb = {"receipt": ledger.receive, "reserve": ledger.reserve, "pay": ledger.pay, "release": ledger.release,
                "return": ledger.give_back, "reversal": ledger.reverse}[kind]  # fmt: skip
        return verb(self.tx, number, amount, key=key, on=DAY, by="赵")

    @rule(fund_id=st.sampled_from([1, 2, 9]), amount=amounts)
    def receive(self, fund_id: int, amount: int) -> None:
        self.act("receipt", fund_id, amount, fund_id in self.received and amount > 0)

    @rule(kind=kinds, number=numbers, amount=amounts)
    def spend(self, kind: str, number: int, amount: int) -> None:
        self.act(kind, number, amount, self.may(kind, number, amount))

    def act(self, kind: str, number: int, amount: int, may: bool) -> None:
        key = f"k{len(self.booked)}"
        try:
            seq = self.book(kind, number, amount, key)
        except Refused:
            assert not may, (kind, number, amount)
            return
        assert may, (kind, number, amount)
        self.booked.append((kind, number, amount, key))
        assert seq == len(self.booked)
        if kind == "receipt":
            self.received[number] += amount
        if kind in ("reserve", "pay", "release"):
            self.reserved[number] += amount if kind == "reserve" else -amount
        if kind in ("pay", "return", "reversal"):
            self.paid[number] += amount if kind == "pay" else -amount

    @rule(number=st.sampled_from([*GRANTS]), by=st.sampled_from(["王采纳", "李审批"]))
    def approve(self, number: int, by: str) -> None:
        try:
            approve(self.tx, number, by)
            self.approved.add(number)
            assert by == "李审批"
        except (sqlite3.Error, sqlcipher.Error):
            assert by == "王采纳"

    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        if self.booked:
            which = data.draw(st.integers(0, len(self.booked) - 1))
            assert self.book(*self.booked[which]) == which + 1

    @invariant()
    def figures_agree(self) -> None:
        if not hasattr(self, "tx"):
            return
        assert [b.available_fen for b in ledger.balances(self.tx)] == [self.left(1), self.left(2)]
        rows = self.tx.execute("SELECT id, reserved_fen, paid_fen FROM grant ORDER BY id")
        assert [tuple(row) for row in rows] == [(n, self.reserved[n], self.paid[n]) for n in GRANTS]
        assert ledger.faults(self.tx) == []


TestModel = Model.TestCase
TestModel.settings = settings(
    max_examples=int(os.environ.get("CASEWORK_MODEL_RUNS", "50")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

"""The rules of the schema hold for whoever writes to the file: attacks on three connections, and no rule is idle."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from casework import checks, ledger
from casework.casebook import Casebook, Source, schema
from casework.casebook.store import _PRAGMAS
from casework.households import Household, Member
from casework.privacy import keyed_hash
from casework.workflow import Person, Step
from tests.fault.books import DAY, made

# Connections: casework's own, a stranger's with everything off, and one that even switches the CHECKs off.
LOOSE = {"foreign_keys": 0, "recursive_triggers": 0}
OPENERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "casework": (sqlcipher, _PRAGMAS),
    "plain": (sqlite3, LOOSE),
    "unchecked": (sqlite3, LOOSE | {"ignore_check_constraints": 1}),
}
WAYS = ("", " OR FAIL", " OR IGNORE", " OR REPLACE", " OR ROLLBACK", " OR ABORT")


@cache
def columns(table: str) -> dict[str, str]:
    """The columns of a table as casework makes it, with their types."""
    with closing(sqlcipher.connect(":memory:", isolation_level=None)) as conn:
        schema.make(conn)
        return {row[1]: row[2] for row in conn.execute(f"PRAGMA table_info({table})")}


class Attack(NamedTuple):
    """A forbidden act: what somebody tries, the trigger that is to stop it, and what was done before, lawfully."""

    what: str
    rule: str
    sql: str
    first: tuple[str, ...] = ()
    silent: bool = False
    """Writing the same again is nothing new: nothing changes, and nothing is said."""


# ---- what somebody tries --------------------------------------------------------------------------------

OTHER = {
    "audit": "act", "rules": "stem", "import_file": "name", "quarantine": "verdict", "step": "note", "person": "who",
    "elsewhere": "unit", "decision": "decided_by", "bank_file": "made_by", "evidence": "title", "fact": "made_by",
    "fund_terms": "terms", "scenario": "plan", "line": "title", "signing": "why",
}  # fmt: skip
"""A column of each append-only table in which other text may stand."""


ANYTHING = "'{别的}'"
ELSE = {
    "scenario": ("name", "'x'"),
    "signing": ("line", "2"),
    "elsewhere": ("row", "99"),
    "bank_file": ("number", "'x'"),
    "rules": ("digest", "'x'"),
    "quarantine": ("row", "99"),
}
"""Of tables whose rows have a key besides their number: its column, and another value of it."""


def number(table: str) -> str:
    """The column that numbers the rows of a table."""
    first, kind = next(iter(columns(table).items()))
    return first if kind == "INTEGER" else "rowid"


def copied(table: str, how: str = "", end: str = "", **other: str) -> str:
    """The first row of an append-only table put in once more, with something else in it."""
    names = {name: name for name in (number(table), *columns(table))} | {OTHER[table]: ANYTHING} | other
    values = ", ".join(names.values())
    return f"INSERT{how} INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE rowid = 1 {end}"


def another(table: str, as_number: str = "NULL") -> str:
    """A new row, under another key, numbered by the database or by who writes it."""
    return copied(table, "", "", **dict([ELSE[table]] if table in ELSE else []), **{number(table): as_number})


def append_only(table: str) -> Iterator[Attack]:
    update, delete = f"{table}_update_refused", f"{table}_delete_refused"
    for name, kind in columns(table).items():
        for value in (f"{name} + 1", "7777") if kind == "INTEGER" else (f"{name} || 'x'", "NULL"):
            yield Attack(f"UPDATE {table}.{name} to {value}", update, f"UPDATE {table} SET {name} = {value}")
    for how in WAYS:
        yield Attack(
            f"UPDATE{how} {table}", update, f"UPDATE{how} {table} SET {OTHER[table]} = {ANYTHING} WHERE rowid = 1"
        )
        yield Attack(f"UPDATE{how} {table}: move a row", update, f"UPDATE{how} {table} SET rowid = 99 WHERE rowid = 1")
    yield Attack(f"DELETE all of {table}", delete, f"DELETE FROM {table}")
    yield Attack(f"DELETE a row of {table}", delete, f"DELETE FROM {table} WHERE rowid = 1")
    for how in WAYS:
        yield from put_in_again(table, how)
    yield from put_in_again(table, "", f"AND true ON CONFLICT DO UPDATE SET {OTHER[table]} = {ANYTHING}")
    yield from put_in_again(table, "", "AND true ON CONFLICT DO NOTHING")
    for low in ("-1", "0"):
        yield Attack(f"INSERT {table} as number {low}", f"{table}_numbered", another(table, low))


def put_in_again(table: str, how: str, end: str = "") -> Iterator[Attack]:
    """Other content under the number of a row that is there, and under its key."""
    other = dict([ELSE[table]] if table in ELSE else [])
    what = f"INSERT{how} {table}{end[8:28]}"
    yield Attack(f"{what}: a number again", f"{table}_exists", copied(table, how, end, **other))
    if table in ELSE:
        is_once = table in schema._ONCE
        rule, sql = f"{table}_{'once' if is_once else 'exists'}", copied(table, how, end, **{number(table): "NULL"})
        yield Attack(f"{what}: a key again", rule, sql, silent=is_once)


def home(how: str = "", **other: str) -> str:
    row = {"file_number": "'新'", "name": "'王新'", "sex": "'女'", "id_number": "'110105199001019960'",
           "birth_date": "'1990-01-01'", "learnt_on": "'2026-10-31'", "source": "'form'"} | other  # fmt: skip
    return f"INSERT{how} INTO household ({', '.join(row)}) VALUES ({', '.join(row.values())})"


def person(how: str = "", **other: str) -> str:
    row = {"file_number": "'M0'", "place": "2", "name": "'王新'", "relation": "'之子'", "sex": "'男'", "source": "'form'",
           "id_number": "'110105201501019979'", "birth_date": "'2015-01-01'",
           "learnt_on": "'2026-10-31'"} | other  # fmt: skip
    return f"INSERT{how} INTO member ({', '.join(row)}) VALUES ({', '.join(row.values())})"


def fact(number: str = "M0", place: int = 0, **other: str) -> str:
    row = {"file_number": f"'{number}'", "place": f"{place}", "field": "'remark'", "was": "'null'", "value": "'1'",
           "source": "'form'", "true_from": "'2026-10-31'", "learnt_on": "'2026-10-31'",
           "made_by": "'甲'"} | other  # fmt: skip
    return f"INSERT INTO fact ({', '.join(row)}) VALUES ({', '.join(row.values())})"


def known(number: str) -> str:
    facts, steps = (f"(SELECT count(*) FROM {table} WHERE file_number = '{number}')" for table in ("fact", "step"))
    return f"({facts} + {steps})"


def change(what: str, number: str = "M0", how: str = "") -> str:
    """An honest change of a file, as it goes with a fact."""
    return f"UPDATE{how} household SET {what}, rev = {known(number)} WHERE file_number = '{number}'"


def pay(grant: int, on: str, how: str = "") -> str:
    return (
        f"INSERT{how} INTO move (key, kind, grant_id, fund_id, amount_fen, made_on, made_by) "
        f"VALUES ('attack', 'pay', {grant}, 1, 1, '{on}', '出纳')"
    )


FOUR = "'患病、子女上学、失业、其他'"
COUNTED = (fact(), change("remark = '1'"))
"""A fact and the change that goes with it: the next change needs a fact of its own."""


HEAD = {"name": "'别人'", "state": "'exited'", "rev": "rev + 1", "exited_on": "NULL", "annual_income_fen": "1",
        "bank_card": "'6222000000000009'", "learnt_on": "'2026-10-30'"}  # fmt: skip
CHILD = {"name": "'别人'", "left_on": "'2026-10-01'", "income_month_fen": "1", "place": "9"}
UNEXPLAINED = {"no fact": (), "a fact that was used": COUNTED}
MISCOUNTED = {
    "a file without counting its fact": "remark = '1'",
    "a file and count too few": "remark = '1', rev = rev",
    "a file and count too many": f"remark = '1', rev = {known('M0')} + 1",
    "the number of a file": f"file_number = 'X', rev = {known('M0')}",
}
MOVED = {"place": "9", "rowid": "2", "file_number": "'M9'", "file_number ": "'M1'"}


def heads(how: str) -> Iterator[Attack]:
    rule = "household_unexplained"
    for what, sql in (
        ("number", home(how, file_number="'M0'")),
        ("person", home(how, id_number="'110105199001019970'")),
        ("row", home(how, rowid="1")),
    ):
        yield Attack(f"INSERT{how} a file of the same {what}", "household_exists", sql)
    for why, first in UNEXPLAINED.items():
        for name, value in HEAD.items():
            sql = f"UPDATE{how} household SET {name} = {value} WHERE file_number = 'M0'"
            yield Attack(f"UPDATE{how} household.{name} ({why})", rule, sql, first)
    for what, sets in MISCOUNTED.items():
        sql = f"UPDATE{how} household SET {sets} WHERE file_number = 'M0'"
        yield Attack(f"UPDATE{how} {what}", rule, sql, (fact(),))
    taken = f"UPDATE{how} household SET file_number = 'M1', rev = {known('M1')} WHERE file_number = 'M0'"
    yield Attack(f"UPDATE{how} a file to the number of another", rule, taken, (fact("M1"), fact("M1")))
    yield Attack(f"UPDATE{how} a file to the row of another", rule, change("rowid = 2", how=how), (fact(),))
    taken = change("id_number = '110105199001019901'", how=how)
    yield Attack(f"UPDATE{how} a file to the person of another", "household_taken", taken, (fact(),))
    four = home(how, secondary_causes=FOUR)
    yield Attack(f"INSERT{how} a file with four secondary causes", "household_causes_insert", four)
    four = change(f"secondary_causes = {FOUR}", how=how)
    yield Attack(f"UPDATE{how} to four secondary causes", "household_causes_update", four, (fact(),))


def members(how: str) -> Iterator[Attack]:
    rule, where = "member_unexplained", "WHERE file_number = 'M0' AND place = 1"
    yield Attack(f"INSERT{how} a member in a place that is taken", "member_exists", person(how, place="1"))
    yield Attack(f"INSERT{how} a member in a row that is taken", "member_exists", person(how, rowid="1"))
    for why, first in (UNEXPLAINED | {"the fact of another file": (fact("M1"),)}).items():
        for name, value in CHILD.items():
            sql = f"UPDATE{how} member SET {name} = {value} {where}"
            yield Attack(f"UPDATE{how} member.{name} ({why})", rule, sql, first)
    for name, value in MOVED.items():
        sql = f"UPDATE{how} member SET {name} = {value} {where}"
        yield Attack(f"UPDATE{how} the {name} of a member to {value}", rule, sql, (fact(place=1),))


def files() -> Iterator[Attack]:
    for how in WAYS:
        yield from (*heads(how), *members(how))
    for table in ("household", "member"):
        yield Attack(f"DELETE every {table}", f"{table}_kept", f"DELETE FROM {table}")
        yield Attack(f"DELETE a {table}", f"{table}_kept", f"DELETE FROM {table} WHERE file_number = 'M0'", (fact(),))
        for low in ("-1", "0"):
            sql = (home if table == "household" else person)(rowid=low)
            yield Attack(f"INSERT a {table} as number {low}", f"{table}_numbered", sql)
    end = " ON CONFLICT DO UPDATE SET name = '别人'"
    yield Attack("upsert of a file", "household_exists", home(file_number="'M0'") + end)
    yield Attack("upsert of a member", "member_exists", person(place="1") + end)


NUMBERS = ("NULL", "9223372036854775807", "(SELECT max(seq) + 2 FROM audit)")


def others() -> Iterator[Attack]:
    for how in WAYS:
        yield Attack(f"INSERT{how}: pay after the exit", "move_after_exit", pay(3, "2026-11-01", how))
        yield Attack(f"INSERT{how}: pay after the death of the head", "move_after_exit", pay(4, "2026-11-01", how))
        yield Attack(
            f"INSERT{how} book again",
            "book_exists",
            f"INSERT{how} INTO book SELECT id, '他县', pack, last_day, origin, steps FROM book",
        )
        for seq in NUMBERS:
            yield Attack(f"INSERT{how} audit as number {seq}", "audit_gap", entry(seq, how))

    yield Attack("delete the settings", "book_kept", "DELETE FROM book")
    for column, value in (
        ("unit", "'他县'"),
        ("pack", "'x'"),
        ("origin", "'new'"),
        ("steps", "'match-first'"),
        ("last_day", "'2020-01-01'"),
    ):
        yield Attack(f"change {column} of the book", "book_settled", f"UPDATE book SET {column} = {value}")


def signings() -> Iterator[Attack]:
    """The second line waits; 甲 entered it."""
    for how in WAYS:
        yield Attack(f"INSERT{how} a signature under no line", "signing_unknown", signing("99", "乙", how))
        for name in ("甲", " 甲", "甲\u3000"):
            yield Attack(f"INSERT{how}: {name!r} signs the own line", "signing_own", signing("2", name, how))


def signing(line: str, by: str, how: str = "") -> str:
    return f"INSERT{how} INTO signing (line, verdict, made_on, made_by) VALUES ({line}, 'signed', '2026-10-31', '{by}')"


def entry(seq: str, how: str = "") -> str:
    return f"INSERT{how} INTO audit (seq, at, by, act) VALUES ({seq}, '2026', '甲', '空')"


ATTACKS = [*(a for table in schema._KEPT for a in append_only(table)), *files(), *others(), *signings()]
TRIGGERS = sorted(re.findall(r"CREATE TRIGGER (\w+)", schema._triggers()))
GAP = "audit_gap takes only the number after the last; this one"
REDUNDANT = {
    "audit_exists": f"{GAP} gives the sentence of what is written",
    "audit_numbered": f"{GAP} is as in other tables",
}


# ---- the book, and trying -------------------------------------------------------------------------------


OLDER_FUND = """INSERT INTO fund (name, source, aids, classes, archived_only) VALUES ('旧资金', 'union', '["living"]', '["deep"]', 0)"""
"""A fund that was there before funds had terms."""
SCENARIO = "INSERT INTO scenario SELECT 1, '甲', '2026-10-31', '经办', 'deepest-first', digest, '2026-10-31', 0, 0, '0', '{}', '{}' FROM rules"

LINE = "INSERT INTO line VALUES (NULL, 'demo', '2026-07-01', 112000, '通知', '', '2026-06-20', '', '2026-10-31', '甲')"


def prepared(path: Path) -> Path:
    """A book with a row in every table: grants paid in half, members, a file that exited and one whose head died."""
    made(path, grants=40)
    with Casebook.open(path) as book:
        book.add_people([Person("钱审批", ("approver",), "county", DAY, None)], "会计", DAY)
        book.pay("B", "出纳", DAY, part=Fraction(1, 2))
        with book.write("经办", "families, an import") as tx:
            book.add_households(tx, [_family(i) for i in range(2)], Source("form", DAY))
            book.keep_import(
                tx, file="x.xlsx", sha256="0", judgement={}, quarantine=[("职工信息", 3, "rejected", "[]")]
            )
            book.keep_step(tx, "M0", Step("spotcheck", DAY, "审核"), "active")
            tx.execute(OLDER_FUND)
            tx.execute(SCENARIO)
            for sql in (LINE, LINE, signing("1", "乙")):
                tx.execute(sql)
            book.record(tx, "F3", {"died_on": "2026-10-31"}, Source("visit", DAY), "经办")
        book.act("F2", "exit", "钱审批", on=DAY, note="above_line")
        book.add_evidence("M0", "other", "经办")
        rows = [{"person": keyed_hash(b"k", "110105199001019970"), "aid": "living", "period": "2026", "amount_fen": 1}]
        assert book.match_list(rows, key=b"k", scheme="civil", unit="民政", sha256="L", by="经办")
        assert checks.check(book).faults == []
    return path


def _family(i: int) -> Household:
    child = Member(name="王小", relation="之子", sex="男", id_number=f"11010520150101996{i}", birth_date="2015-01-01")
    return Household(
        file_number=f"M{i}", name="王芳", sex="女", id_number=f"11010519900101997{i}", birth_date="1990-01-01",
        members=(child,),
    )  # fmt: skip


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("guards")
    prepared(folder / "book.db")
    found = {}
    for opener, (library, pragmas) in OPENERS.items():
        path = shutil.copy(folder / "book.db", folder / f"{opener}.db")
        found[opener] = library.connect(str(path), isolation_level=None)
        for name, value in (pragmas | {"journal_mode": "memory", "synchronous": 0}).items():
            found[opener].execute(f"PRAGMA {name} = {value}")
    yield found
    for tx in found.values():
        tx.close()


def contents(tx: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, with its place."""
    names = [name for (name,) in tx.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    return {name: tx.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall() for name in names}


def attempt(tx: Any, attack: Attack, without: str | None = None) -> tuple[bool, str]:
    """Whether the attack leaves a trace that its author could commit, and the error, if any; undone afterwards."""
    tx.execute("BEGIN IMMEDIATE")
    if without:
        tx.execute(f"DROP TRIGGER {without}")
    before, said = contents(tx), ""
    for sql in attack.first:
        assert tx.execute(sql).rowcount == 1, "what went before is lawful"
    lawful = contents(tx)
    try:
        tx.execute(attack.sql)
    except Exception as error:
        refused = ledger.refusal(error) or schema.refusal(error)
        said = refused.text.zh + refused.text.en if refused else f"not a refusal: {error}"
    now = contents(tx)
    has_changed = now != lawful and now != before  # OR ROLLBACK takes what went before with it
    if tx.in_transaction:
        tx.execute("ROLLBACK")
    return has_changed, said


# ---- the tests ------------------------------------------------------------------------------------------


def test_there_is_a_row_in_every_table_to_attack(books: dict[str, Any]) -> None:
    assert {name for name, rows in contents(books["plain"]).items() if not rows} == {"fund_reserve"}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_every_forbidden_act_is_refused(books: dict[str, Any], attack: Attack) -> None:
    """On each connection: nothing changes, and the error reads as a sentence in both languages."""
    for opener, tx in books.items():
        has_changed, said = attempt(tx, attack)
        assert not has_changed, opener
        may_be_silent = attack.silent or "OR IGNORE" in attack.sql
        assert re.search(r"。[A-Z].+\.$", said) or (may_be_silent and not said), (opener, said)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_without_one_rule_an_attack_succeeds(books: dict[str, Any], trigger: str) -> None:
    """No trigger is idle: without it an attack laid at its door gets through; where not, the reason is written."""
    own = [attack for attack in ATTACKS if attack.rule == trigger]
    through = any(attempt(books[opener], attack, trigger)[0] for attack in own for opener in ("unchecked", "plain"))
    assert own or trigger in REDUNDANT
    assert through != (trigger in REDUNDANT), REDUNDANT.get(trigger)


def test_every_attack_is_laid_at_the_door_of_a_rule() -> None:
    assert {attack.rule for attack in ATTACKS} == set(TRIGGERS)
    assert set(REDUNDANT) < set(TRIGGERS)
    assert len({attack.what for attack in ATTACKS}) == len(ATTACKS), "each is another"


HONEST: dict[str, tuple[str, ...]] = {
    "a new file": (home(),),
    "a new file with three secondary causes": (home(secondary_causes="'患病、子女上学、失业'"),),
    "a new member": (person(),),
    "a correction of the head": COUNTED,
    "a correction of a member": (
        fact(place=1), "UPDATE member SET income_month_fen = 5 WHERE file_number = 'M0' AND place = 1",
        change("remark = remark"),
    ),
    "two corrections": (*COUNTED, *COUNTED),
    "three secondary causes": (fact(), change("secondary_causes = '患病、子女上学、失业'")),
    "a step": (
        "INSERT INTO step (file_number, act, made_on, made_by) VALUES ('M0', 'exit', '2026-10-31', '甲')",
        change("state = 'exited'"),
    ),
    "a payment on the day of the exit": (pay(3, "2026-10-31"),),
    "a payment on the day of the death": (pay(4, "2026-10-31"),),
    "a payment to who is still on file": (pay(5, "2026-11-01"),),
    "the next entry of the trail": (entry("(SELECT max(seq) + 1 FROM audit)"),),
    "other rules": ("INSERT INTO rules VALUES ('other', 'x', 'x', 'x')",),
    "another row in quarantine": ("INSERT INTO quarantine VALUES ('0', '职工信息', 4, 'rejected', '[]')",),
    "a signature by another": (signing("2", "乙"),),
    "the own line taken back": (signing("2", "甲").replace("made_on, made_by) VALUES (2, 'signed',", "why, made_on, made_by) VALUES (2, 'refused', 'x',"),),
    "another import": ("INSERT INTO import_file VALUES ('0', 'x.xlsx', '2026-10-31', '{}')",),
    "another bank file": ("INSERT INTO bank_file VALUES ('B-2', 'B', '2026-10-31', '甲', 0, 0, 0, 'x', 'x')",),
    **{f"another {table}": (another(table),) for table in schema._KEPT if table != "audit"},
}  # fmt: skip


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("what", HONEST)
def test_the_rules_leave_room_for_honest_work(books: dict[str, Any], what: str, opener: str) -> None:
    """Each refusal above is for its own reason: the same acts done rightly succeed on every connection."""
    tx = books[opener]
    tx.execute("BEGIN")
    assert [tx.execute(sql).rowcount for sql in HONEST[what]] == [1] * len(HONEST[what])
    tx.execute("ROLLBACK")


@pytest.mark.parametrize("name", schema.TEXTS)
def test_every_rule_has_its_sentence_in_both_languages(name: str) -> None:
    refused = schema.refusal(sqlite3.IntegrityError(f"casework: {name}"))
    assert refused is not None
    assert refused.text.zh.endswith("。")
    assert re.fullmatch(r"[A-Z][^\u4e00-\u9fff]+\.", refused.text.en)


def test_what_the_triggers_raise_are_the_names_of_the_sentences() -> None:
    """Nothing is raised that has no sentence, and no sentence belongs to nothing."""
    assert set(re.findall(r"'casework: (\w+)'", schema._triggers())) == set(schema.TEXTS)


@pytest.mark.parametrize(
    "said", ["casework: fund_kept", "casework: no_such_rule", "UNIQUE constraint failed: fact.seq", ""]
)
def test_an_error_that_is_no_rule_of_the_schema_has_no_sentence(said: str) -> None:
    assert schema.refusal(sqlite3.IntegrityError(said)) is None

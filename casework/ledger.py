"""Fund, grant and move: their tables and rules, and the verbs that move money. All amounts are whole fen.

The rules are triggers, so they hold for whoever writes to the file; each is written once, in `_RULES`, with
its sentence for the desk. They raise ABORT because a CHECK is not enough: INSERT OR FAIL and OR IGNORE keep
a move whose figures a CHECK refused. The CHECKs stand behind them, where an integrity check looks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

from casework.money import LIMIT, show
from casework.vocabulary import MOVES, Refused, Text


class Transaction(Protocol):
    """A database connection already inside BEGIN IMMEDIATE; whoever hands it over commits it."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the ledger, never changed; the amount is positive, the kind gives its direction."""

    seq: int
    key: str
    kind: str
    grant_id: int | None
    fund_id: int
    amount_fen: int
    made_on: str
    made_by: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Balance:
    """Where a fund stands: received = reserved + paid + available."""

    fund_id: int
    name: str
    received_fen: int
    reserved_fen: int
    paid_fen: int
    available_fen: int


_EFFECTS = {  # of a move of each kind on what is received, reserved and paid
    "receipt": (1, 0, 0), "reserve": (0, 1, 0), "pay": (0, -1, 1),
    "release": (0, -1, 0), "return": (0, 0, -1), "reversal": (0, 0, -1),
}  # fmt: skip
_WORDS = {"received_fen": Text("收入", "received"), "reserved_fen": Text("预留", "reserved"),
          "paid_fen": Text("已发放", "paid")}  # fmt: skip
_FIGURES = {"fund": tuple(_WORDS), "grant": ("reserved_fen", "paid_fen")}
_PLACES = {"fund": Text("第 {} 号资金", "fund {}"), "grant": Text("第 {} 笔帮扶", "grant {}")}
_KINDS = ", ".join(f"'{kind}'" for kind in _EFFECTS)


def _effect(figure: str, move: str) -> str:
    """SQL for what the row `move` adds to a figure."""
    at = _FIGURES["fund"].index(figure)
    cases = " ".join(f"WHEN '{kind}' THEN {signs[at]}" for kind, signs in _EFFECTS.items())
    return f"{move}.amount_fen * CASE {move}.kind {cases} END"


def _changed(columns: str) -> str:
    """SQL for "one of these changes"; IS NOT, because UPDATE OR REPLACE makes a default of NULL."""
    new, old = (", ".join(f"{row}.{name}" for name in columns.split()) for row in ("NEW", "OLD"))
    return f"({new}) IS NOT ({old})"


def _unexplained(table: str) -> str:
    """SQL for "figures change other than once, by exactly a new move"; its cost does not grow with the ledger."""
    explained = " AND ".join(f"NEW.{f} = OLD.{f} + {_effect(f, 'm')}" for f in _FIGURES[table])
    return f"""{_changed(" ".join((*_FIGURES[table], "last_move")))} AND NOT EXISTS (SELECT 1 FROM move m
        WHERE m.seq = NEW.last_move AND m.seq > OLD.last_move AND m.{table}_id = OLD.id AND {explained})"""


# GLOB, not json_valid, which SQLite 3.40 refuses in a schema that is not trusted; date() with a step, else it
# lets 30 February pass.
_LIST = """GLOB '[[]"*"]'"""
_COUNTED = ", ".join(f"{name} INTEGER NOT NULL DEFAULT 0" for name in ("reserved_fen", "paid_fen", "last_move"))
_TABLES = f"""
CREATE TABLE fund (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, reference TEXT, aids TEXT NOT NULL,
    classes TEXT NOT NULL, archived_only INTEGER NOT NULL, usable_until TEXT, received_fen INTEGER NOT NULL DEFAULT 0,
    {_COUNTED},
    CONSTRAINT fund_plain CHECK (date(usable_until, '+0 days') IS usable_until AND id > 0 AND name <> '' AND archived_only IN (0, 1) AND aids {_LIST} AND classes {_LIST}),
    CONSTRAINT fund_overspent CHECK (min(reserved_fen, paid_fen) >= 0 AND reserved_fen + paid_fen <= received_fen)
) STRICT;
CREATE TABLE fund_reserve (
    fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL, aids TEXT NOT NULL,
    CONSTRAINT fund_reserve_plain CHECK (amount_fen BETWEEN 0 AND {LIMIT} AND aids {_LIST})
) STRICT;
CREATE TABLE fund_terms (
    fund_id INTEGER PRIMARY KEY REFERENCES fund, usable_from TEXT, household_cap_fen INTEGER, terms TEXT NOT NULL,
    CONSTRAINT fund_terms_plain CHECK (date(usable_from, '+0 days') IS usable_from
        AND (household_cap_fen IS NULL OR household_cap_fen BETWEEN 1 AND {LIMIT}) AND terms GLOB '{{*}}')
) STRICT;
CREATE TABLE grant (
    id INTEGER PRIMARY KEY, batch TEXT NOT NULL, file_number TEXT NOT NULL, aid TEXT NOT NULL, class TEXT NOT NULL,
    archived INTEGER NOT NULL, fund_id INTEGER NOT NULL REFERENCES fund, period TEXT NOT NULL, decision_id INTEGER,
    amount_fen INTEGER NOT NULL, {_COUNTED},
    adopted_by TEXT NOT NULL, adopted_on TEXT, approved_by TEXT, approved_on TEXT,
    UNIQUE (file_number, aid, fund_id, period),
    CONSTRAINT grant_plain CHECK (id > 0 AND amount_fen BETWEEN 1 AND {LIMIT} AND archived IN (0, 1)
        AND '' NOT IN (batch, file_number, period, adopted_by) AND approved_by IS NOT ''
        AND (approved_by IS NULL) = (approved_on IS NULL)
        AND date(adopted_on, '+0 days') IS adopted_on AND date(approved_on, '+0 days') IS approved_on),
    CONSTRAINT grant_self_approved CHECK (approved_by <> adopted_by),
    CONSTRAINT grant_unreserved CHECK (reserved_fen >= 0), CONSTRAINT grant_unpaid CHECK (paid_fen >= 0),
    CONSTRAINT grant_exceeded CHECK (reserved_fen + paid_fen <= amount_fen)
) STRICT;
CREATE TABLE move (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    grant_id INTEGER REFERENCES grant, fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL,
    made_on TEXT NOT NULL, made_by TEXT NOT NULL, reference TEXT,
    CONSTRAINT move_plain CHECK (seq > 0 AND kind IN ({_KINDS}) AND amount_fen BETWEEN 1 AND {LIMIT}
        AND '' NOT IN (key, made_by) AND date(made_on, '+0 days') IS made_on),
    CONSTRAINT move_misplaced CHECK ((kind = 'receipt') = (grant_id IS NULL))
) STRICT;
CREATE INDEX grant_batch ON grant (batch);
CREATE INDEX grant_fund ON grant (fund_id);
CREATE INDEX move_grant ON move (grant_id) WHERE grant_id IS NOT NULL;
"""

_KEPT = ("资金、帮扶和流水不得删除，流水不得更改，请以释放、退回或冲正更正。",
         "nothing is deleted and no move changed; correct by release, return or reversal.")  # fmt: skip
_PLAIN = ("资料不全或有误：金额须为大于零的整数分，日期为年-月-日，其余各项不得为空，请更正。",
          "incomplete or wrong: amounts are whole fen above 0, days YYYY-MM-DD, nothing is empty; correct it.")  # fmt: skip
_BOOKED = ("金额只随流水变动，请登记一笔流水。", "figures change only through moves; book a move.")
# The trigger of this name, which begins with its table, refuses an event where a condition holds, in these words.
_RULES = {
    **{f"{table}_kept": ("BEFORE DELETE", "1", *_KEPT) for table in ("fund", "grant", "move")},
    "move_changed": ("BEFORE UPDATE", "1", *_KEPT),
    **{f"{table}_figures": ("BEFORE UPDATE", _unexplained(table), *_BOOKED) for table in _FIGURES},
    "fund_exists": ("BEFORE INSERT", "EXISTS (SELECT 1 FROM fund WHERE id = NEW.id OR name = NEW.name)",
        "已有同名或同号的资金，请沿用或另取名称。", "this name or number exists; use that fund or rename."),
    "fund_not_zero": ("BEFORE INSERT", """(NEW.received_fen, NEW.reserved_fen, NEW.paid_fen, NEW.last_move)
        IS NOT (0, 0, 0, 0)""", "新资金须从零开始，请将到账登记为收入。", "a new fund starts at zero; book its money as a receipt."),
    "fund_terms": ("BEFORE UPDATE", _changed("id name source aids classes archived_only usable_until"),
        "资金的名称、来源和使用范围不得更改，请另设资金。", "a fund keeps its name, source and terms; open another."),
    "fund_overspent": ("BEFORE UPDATE", "NEW.reserved_fen + NEW.paid_fen > NEW.received_fen",
        "该资金可用余额不足，请改用其他资金、减少金额或等待到账。",
        "the fund has not enough left; use another fund, lower the amount or wait for a receipt."),
    "grant_exists": ("BEFORE INSERT", """EXISTS (SELECT 1 FROM grant WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM grant WHERE (file_number, aid, fund_id, period)
        = (NEW.file_number, NEW.aid, NEW.fund_id, NEW.period))""", "该户同一类别、资金和期间已有一笔帮扶，请查原记录，不得重复。",
        "the household has a grant of this aid, fund and period already; look at that one."),
    "grant_not_draft": ("BEFORE INSERT", """(NEW.reserved_fen, NEW.paid_fen, NEW.last_move,
        NEW.approved_by, NEW.approved_on) IS NOT (0, 0, 0, NULL, NULL)""",
        "新的帮扶须未审批、未预留，请先录入再由他人审批。", "a new grant is a draft; enter it, then have it approved."),
    "grant_restricted": ("BEFORE INSERT", """NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id
        AND NEW.aid IN (SELECT value FROM json_each(aids))
        AND NEW.class IN (SELECT value FROM json_each(classes)) AND NEW.archived >= archived_only)""",
        "没有该资金，或它不得用于此帮扶类别、困难类别或未建档家庭，请改用其他资金。",
        "no such fund, or it may not pay this aid, class or unarchived household; use another fund."),
    "grant_identity": ("BEFORE UPDATE", _changed("id batch file_number aid class archived fund_id period adopted_by"),
        "帮扶的档案、类别、资金、期间、批次和采纳人不得更改，请释放后另立一笔。",
        "a grant keeps its file, aid, class, fund, period, batch and adopter; release it, enter another."),
    "grant_approved": ("BEFORE UPDATE",
        f"OLD.approved_by IS NOT NULL AND {_changed('amount_fen approved_by approved_on decision_id adopted_on')}",
        "帮扶已经审批，不得更改，请释放后另立一笔。", "approved, so it stays; release it, enter another."),
    "grant_self_approved": ("BEFORE UPDATE", "NEW.approved_by = NEW.adopted_by",
        "采纳人不得审批本人采纳的帮扶，请由他人审批。", "nobody approves what they adopted; ask others."),
    "grant_exceeded": ("BEFORE UPDATE", "NEW.reserved_fen + NEW.paid_fen > NEW.amount_fen",
        "预留加已发放超过核定金额，请核对核定金额。", "more than was granted; check the granted amount."),
    "grant_unreserved": ("BEFORE UPDATE", "NEW.reserved_fen < 0", "超过尚未动用的预留（可能已经发放），请查该笔流水，退回后再发须先预留。",
        "more than is still reserved (perhaps paid); see its moves, reserve again after a return."),
    "grant_unpaid": ("BEFORE UPDATE", "NEW.paid_fen < 0", "退回或冲正超过已发放金额，请查该笔流水。", "more than was paid; see its moves."),
    "move_exists": ("BEFORE INSERT", "EXISTS (SELECT 1 FROM move WHERE seq = NEW.seq OR key = NEW.key)",
        "流水号或防重键已用于另一笔流水，请查该流水或用新键。", "its number or key is taken; see that move or take a new key."),
    "move_plain": ("BEFORE INSERT", f"NEW.amount_fen NOT BETWEEN 1 AND {LIMIT} OR NEW.kind NOT IN ({_KINDS})", *_PLAIN),
    "move_misplaced": ("BEFORE INSERT", """NOT CASE NEW.kind
        WHEN 'receipt' THEN NEW.grant_id IS NULL AND EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id)
        ELSE EXISTS (SELECT 1 FROM grant WHERE id = NEW.grant_id AND fund_id = NEW.fund_id) END""",
        "没有该资金或该笔帮扶，或两者不符，请核对编号。", "no such fund or grant, or they differ; check both."),
    "move_unapproved": ("BEFORE INSERT", """NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant
        WHERE id = NEW.grant_id AND (approved_by IS NOT NULL AND approved_on <= NEW.made_on) IS NOT 1)""",
        "发放之日尚未审批，请先由他人审批。", "not approved on the day of payment; have it approved."),
    "move_by_approver": ("BEFORE INSERT", """NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant
        WHERE id = NEW.grant_id AND approved_by = NEW.made_by)""",
        "审批人不得发放本人审批的帮扶，请由他人发放。", "nobody pays what they approved; ask others."),
    "move_lapsed": ("BEFORE INSERT", """NEW.kind IN ('reserve', 'pay') AND EXISTS (SELECT 1 FROM fund
        WHERE id = NEW.fund_id AND usable_until < NEW.made_on)""",
        "该资金已过使用期限，请改用其他资金。", "the fund's last day of use is past; use another fund."),
    "move_early": ("BEFORE INSERT", """NEW.kind IN ('reserve', 'pay') AND EXISTS (SELECT 1 FROM fund_terms
        WHERE fund_id = NEW.fund_id AND usable_from > NEW.made_on)""",
        "该资金尚未到开始使用的日期，请改用其他资金或待到期再办。",
        "the fund's first day of use has not come; use another fund or wait for that day."),
    "move_capped": ("BEFORE INSERT", """NEW.kind = 'reserve' AND EXISTS (SELECT 1 FROM fund_terms t
        JOIN grant mine ON mine.id = NEW.grant_id WHERE t.fund_id = NEW.fund_id AND t.household_cap_fen < NEW.amount_fen
        + (SELECT sum(reserved_fen + paid_fen) FROM grant WHERE (file_number, fund_id, period) = (mine.file_number, mine.fund_id, mine.period)))""",
        "超过该资金给一户的年度上限，请减少金额或改用其他资金。",
        "more than the fund gives one household in a year; lower the amount or use another fund."),
    "move_gap": ("AFTER INSERT", "NEW.seq <> 1 + coalesce((SELECT max(seq) FROM move WHERE seq < NEW.seq), 0)",
        "流水号须连续，请勿自行编号。", "moves are numbered without gaps; leave the number out."),
}  # fmt: skip
_TEXTS = {
    **{name: Text(zh, en) for name, (*_, zh, en) in _RULES.items()},
    **{f"{table}_plain": Text(*_PLAIN) for table in ("fund", "fund_reserve", "fund_terms", "grant")},
    "move_unbooked": Text(
        "流水未记入余额，请运行 casework check。", "not carried to the balances; run casework check."
    ),
}


def _booking(table: str) -> str:
    sums = ", ".join(f"{f} = {f} + {_effect(f, 'NEW')}" for f in _FIGURES[table])
    return f"UPDATE {table} SET {sums}, last_move = NEW.seq WHERE id = NEW.{table}_id;"


_TRIGGERS = "".join(
    f"CREATE TRIGGER {name} {event} ON {name.split('_')[0]} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'casework: {name}'); END;\n"
    for name, (event, condition, *_) in _RULES.items()
)
# The grant comes first: what its rules let pass takes no figure of the fund below zero.
SCHEMA = f"""{_TABLES}{_TRIGGERS}CREATE TRIGGER move_booked AFTER INSERT ON move BEGIN
    {_booking("grant")}
    {_booking("fund")}
    SELECT RAISE(ABORT, 'casework: move_unbooked')
        WHERE NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id AND last_move = NEW.seq) OR NEW.kind <> 'receipt'
        AND NOT EXISTS (SELECT 1 FROM grant WHERE id = NEW.grant_id AND last_move = NEW.seq);
END;
"""
"""Tables, indexes and triggers, one script. A fund pays only what its lists of aids and classes name."""

_ERRORS = {  # what the driver says, and what ends the name of the rule
    r"(?:casework|CHECK constraint failed): (\w+)": "",
    r"UNIQUE constraint failed: (fund|grant|move)\.": "_exists",
    r"(?:NOT NULL constraint failed:|cannot store .+ column) (fund|fund_reserve|fund_terms|grant|move)\.": "_plain",
}
_NOWHERE = Text("", "")


def refusal(error: Exception, where: Text = _NOWHERE) -> Refused | None:
    """The sentence for a database error that is a rule of the ledger, after `where`; None for any other."""
    found = [match[1] + end for pattern, end in _ERRORS.items() if (match := re.search(pattern, str(error)))]
    rule = "move_plain" if isinstance(error, OverflowError) else "".join(found)
    return _refused(where, *_TEXTS[rule]) if rule in _TEXTS else None


def _refused(where: Text, zh: str, en: str) -> Refused:
    said = where.en + en
    return Refused(where.zh + zh, said[0].upper() + said[1:])


_COLUMNS = "key, kind, amount_fen, made_on, made_by, reference, grant_id, fund_id"
_PLACED = {"fund": "NULL, ?7", "grant": "?7, (SELECT fund_id FROM grant WHERE id = ?7)"}


def _book(
    kind: str, tx: Transaction, number: int, amount_fen: int,
    *, key: str, on: date | str, by: str, reference: str | None = None,
) -> int:  # fmt: skip
    """Books a move for a fund (a receipt) or a grant, and gives the number of the move.

    A retry with the same key gives the first number and writes nothing, whoever retries on whatever day;
    the key with other content is Refused, as is all that a rule forbids.
    """
    place = "fund" if kind == "receipt" else "grant"
    try:
        sql = f"INSERT INTO move ({_COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, {_PLACED[place]})"
        return int(tx.execute(sql, (key, kind, amount_fen, str(on), by, reference, number)).lastrowid or 0)
    except Exception as error:  # of the driver's own class, which is not known here
        first = f"SELECT seq, kind, amount_fen, reference, {place}_id FROM move WHERE key = ?"
        seq, *content = tx.execute(first, (key,)).fetchone() or (0,)
        if content == [kind, amount_fen, reference, number]:
            return int(seq)
        (zh, en), word = _PLACES[place], MOVES.words[kind]
        yuan = show(amount_fen) if isinstance(amount_fen, int) else amount_fen
        where = Text(f"{zh.format(number)}{word.zh} {yuan} 元：", f"{word.en} of {yuan} yuan for {en.format(number)}: ")
        zh, en = f"键 {key} 已用于第 {seq} 号流水，内容不同", f"key {key} belongs to move {seq}, which differs"
        taken = _refused(where, f"{zh}，请查该流水，另一笔款须用新键。", f"{en}; see it, or take a new key.")
        raise (taken if seq else refusal(error, where) or error) from error


receive = partial(_book, "receipt")  # money arrives in a fund
reserve = partial(_book, "reserve")  # money of the grant's fund is set aside for the grant
pay = partial(_book, "pay")  # reserved money, or an instalment of it, is paid out; the grant must be approved
release = partial(_book, "release")  # reserved money is the fund's again, unpaid
give_back = partial(_book, "return")  # paid money came back to the fund; before it is paid anew it is reserved anew
reverse = partial(_book, "reversal")  # a payment booked by mistake leaves the books; its money is the fund's again


def balances(tx: Transaction, on: date | None = None) -> list[Balance]:
    """Every fund's figures in the order of their numbers: as they are, or as its moves had made them by the end of a day."""
    figures = _FIGURES["fund"] if on is None else [f"coalesce(sum({_effect(f, 'm')}), 0)" for f in _FIGURES["fund"]]
    received, reserved, paid = figures
    moved = "" if on is None else "LEFT JOIN move m ON m.fund_id = f.id AND m.made_on <= ?"
    columns = f"f.id, f.name, {received}, {reserved}, {paid}, {received} - {reserved} - {paid}"
    sql = f"SELECT {columns} FROM fund f {moved} GROUP BY f.id ORDER BY f.id"
    return [Balance(*row) for row in tx.execute(sql, () if on is None else (str(on),))]


def moves(tx: Transaction, *, grant_id: int | None = None, fund_id: int | None = None, after: int = 0) -> list[Move]:
    """The moves after a number, of one grant or fund if given, in the order they were booked."""
    terms = {"grant_id = ?": grant_id, "fund_id = ?": fund_id, "seq > ?": after}
    given = {term: value for term, value in terms.items() if value is not None}
    sql = f"SELECT {', '.join(Move.__slots__)} FROM move WHERE {' AND '.join(given)} ORDER BY seq"
    return [Move(*row) for row in tx.execute(sql, tuple(given.values()))]


# What adds up to each figure: its table, its name, the summand, the table of the summands and the words for it.
_SUMS = [
    *((t, f, _effect(f, "s"), "move", Text("流水", "its moves")) for t, figures in _FIGURES.items() for f in figures),
    *(("fund", f, f"s.{f}", "grant", Text("各类帮扶", "its grants of every aid")) for f in _FIGURES["grant"]),
]
_MISPLACED = """SELECT m.seq FROM move m LEFT JOIN grant g ON g.id = m.grant_id
    WHERE m.seq < 1 OR (m.seq > 1 AND NOT EXISTS (SELECT 1 FROM move WHERE seq = m.seq - 1)) OR (m.kind = 'receipt') <> (m.grant_id IS NULL)
    OR (m.kind <> 'receipt' AND g.fund_id IS NOT m.fund_id)
    OR (m.kind = 'pay' AND (g.approved_on <= m.made_on AND g.approved_by <> g.adopted_by) IS NOT 1)"""


def faults(tx: Transaction) -> list[Text]:
    """Figures that their moves do not bear out, funds that their grants do not add up to, misplaced moves."""
    found = []
    for table, figure, summand, source, words in _SUMS:
        place, word = _PLACES[table], _WORDS[figure]
        sql = f"""SELECT t.id, t.{figure}, coalesce(x.fen, 0) AS due FROM {table} t
            LEFT JOIN (SELECT {table}_id, sum({summand}) AS fen FROM {source} s GROUP BY 1) x ON x.{table}_id = t.id
            WHERE t.{figure} <> due ORDER BY t.id"""
        for number, *fen in tx.execute(sql):
            (zh, en), (said, due) = place, map(show, fen)
            zh = f"{zh.format(number)}：{word.zh}记为 {said} 元，按{words.zh}合计为 {due} 元，请停止发放并核对。"
            en = f"{en.format(number).capitalize()}: {word.en} is {said} yuan, the sum of {words.en} {due}; stop paying and compare them."
            found.append(Text(zh, en))
    for (seq,) in tx.execute(_MISPLACED):
        zh = f"第 {seq} 号流水：编号不连续、资金不符或未经他人审批即发放，请停止发放并查该流水。"
        en = f"Move {seq}: out of sequence, of another fund, or paid without another's approval; stop paying, see it."
        found.append(Text(zh, en))
    return found

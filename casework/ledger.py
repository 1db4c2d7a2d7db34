"""Fund, grant and move: their tables and rules, and the verbs that move money. All amounts are whole fen.

The rules are triggers, so they hold for whoever writes to the file; each is written once, in `_RULES`, with
its sentence for the desk. They raise ABORT because a CHECK is not enough: INSERT OR FAIL and OR IGNORE keep
a move whose figures a CHECK refused. The CHECKs stand behind them, where an integrity check looks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NotRequired, Protocol, TypedDict, Unpack

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


_FUND, _GRANT = ("received_fen", "reserved_fen", "paid_fen"), ("reserved_fen", "paid_fen")
_EFFECTS = {  # of a move of each kind on what is received, reserved and paid
    "receipt": (1, 0, 0), "reserve": (0, 1, 0), "pay": (0, -1, 1),
    "release": (0, -1, 0), "return": (0, 0, -1), "reversal": (0, 0, -1),
}  # fmt: skip
_WORDS = {
    "received_fen": Text("收入", "received"), "reserved_fen": Text("预留", "reserved"),
    "paid_fen": Text("已发放", "paid"),
}  # fmt: skip
_KINDS = ", ".join(f"'{kind}'" for kind in _EFFECTS)


def _effect(figure: str, move: str) -> str:
    """SQL for what the row `move` adds to a figure."""
    signs = [(kind, effect[_FUND.index(figure)]) for kind, effect in _EFFECTS.items()]
    cases = " ".join(f"WHEN '{kind}' THEN {sign}" for kind, sign in signs if sign)
    return f"{move}.amount_fen * CASE {move}.kind {cases} ELSE 0 END"


def _changed(columns: str) -> str:
    """SQL for "one of these changes"; IS NOT, because UPDATE OR REPLACE makes a default of NULL."""
    names = columns.split()
    return f"({', '.join(f'NEW.{n}' for n in names)}) IS NOT ({', '.join(f'OLD.{n}' for n in names)})"


def _unexplained(table: str, figures: Sequence[str]) -> str:
    """SQL for "figures change other than once, by exactly a new move"; its cost does not grow with the ledger."""
    explained = " AND ".join(f"NEW.{f} = OLD.{f} + {_effect(f, 'm')}" for f in figures)
    return f"""{_changed(" ".join((*figures, "last_move")))} AND NOT EXISTS (SELECT 1 FROM move m
        WHERE m.seq = NEW.last_move AND m.seq > OLD.last_move
        AND m.{table}_id = OLD.id AND {explained})"""


# GLOB, not json_valid, which SQLite 3.40 refuses in a schema that is not trusted; date() with a step, else it
# lets 30 February pass.
_TABLES = f"""
CREATE TABLE fund (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, reference TEXT,
    aids TEXT NOT NULL, classes TEXT NOT NULL, archived_only INTEGER NOT NULL,
    received_fen INTEGER NOT NULL DEFAULT 0, reserved_fen INTEGER NOT NULL DEFAULT 0,
    paid_fen INTEGER NOT NULL DEFAULT 0, last_move INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT fund_plain CHECK (id > 0 AND name <> '' AND archived_only IN (0, 1)
        AND aids GLOB '[[]"*"]' AND classes GLOB '[[]"*"]'),
    CONSTRAINT fund_overspent CHECK (received_fen >= 0 AND reserved_fen >= 0 AND paid_fen >= 0
        AND reserved_fen + paid_fen <= received_fen)
) STRICT;
CREATE TABLE fund_reserve (
    fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL, aids TEXT NOT NULL,
    CONSTRAINT fund_reserve_plain CHECK (amount_fen BETWEEN 0 AND {LIMIT} AND aids GLOB '[[]"*"]')
) STRICT;
CREATE TABLE grant (
    id INTEGER PRIMARY KEY, batch TEXT NOT NULL, file_number TEXT NOT NULL, aid TEXT NOT NULL,
    class TEXT NOT NULL, archived INTEGER NOT NULL, fund_id INTEGER NOT NULL REFERENCES fund,
    period TEXT NOT NULL, decision_id INTEGER, amount_fen INTEGER NOT NULL,
    reserved_fen INTEGER NOT NULL DEFAULT 0, paid_fen INTEGER NOT NULL DEFAULT 0,
    last_move INTEGER NOT NULL DEFAULT 0,
    adopted_by TEXT NOT NULL, adopted_on TEXT, approved_by TEXT, approved_on TEXT,
    UNIQUE (file_number, aid, fund_id, period),
    CONSTRAINT grant_plain CHECK (id > 0 AND amount_fen BETWEEN 1 AND {LIMIT} AND archived IN (0, 1)
        AND '' NOT IN (batch, file_number, period, adopted_by) AND approved_by IS NOT ''
        AND (approved_by IS NULL) = (approved_on IS NULL)
        AND date(adopted_on, '+0 days') IS adopted_on AND date(approved_on, '+0 days') IS approved_on),
    CONSTRAINT grant_self_approved CHECK (approved_by IS NULL OR approved_by <> adopted_by),
    CONSTRAINT grant_unreserved CHECK (reserved_fen >= 0),
    CONSTRAINT grant_unpaid CHECK (paid_fen >= 0),
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

_KEPT = (
    "资金、帮扶和流水不得删除，流水不得更改，请以释放、退回或冲正更正。",
    "funds, grants and moves are never deleted, moves never changed; correct by release, return or reversal.",
)
_PLAIN = (
    "资料不全或有误：金额须为大于零的整数分，日期为年-月-日，名称、编号、姓名和列表不得为空，请更正。",
    "incomplete or wrong: amounts are whole fen above 0, days YYYY-MM-DD, nothing is empty; correct it.",
)
_BOOKED = ("金额只随流水变动，请登记一笔流水。", "figures change only through moves; book a move.")
# name: (event, condition, 中文, English); the trigger of that name refuses the event where that holds.
_RULES = {
    **{f"{table}_kept": (f"BEFORE DELETE ON {table}", "1", *_KEPT) for table in ("fund", "grant", "move")},
    "move_changed": ("BEFORE UPDATE ON move", "1", *_KEPT),
    "fund_figures": ("BEFORE UPDATE ON fund", _unexplained("fund", _FUND), *_BOOKED),
    "grant_figures": ("BEFORE UPDATE ON grant", _unexplained("grant", _GRANT), *_BOOKED),
    "fund_exists": ("BEFORE INSERT ON fund",
        "EXISTS (SELECT 1 FROM fund WHERE id = NEW.id OR name = NEW.name)",
        "已有同名或同号的资金，请沿用或另取名称。", "this name or number exists; use that fund or rename."),
    "fund_not_zero": ("BEFORE INSERT ON fund",
        "(NEW.received_fen, NEW.reserved_fen, NEW.paid_fen, NEW.last_move) IS NOT (0, 0, 0, 0)",
        "新资金须从零开始，请将到账登记为收入。", "a new fund starts at zero; book its money as a receipt."),
    "fund_terms": ("BEFORE UPDATE ON fund", _changed("id name source aids classes archived_only"),
        "资金的名称、来源和使用范围不得更改，请另设资金。",
        "a fund keeps its name, source and restrictions; open another fund."),
    "fund_overspent": ("BEFORE UPDATE ON fund", "NEW.reserved_fen + NEW.paid_fen > NEW.received_fen",
        "该资金可用余额不足，请改用其他资金、减少金额或等待到账。",
        "the fund has not enough left; use another fund, lower the amount or wait for a receipt."),
    "grant_exists": ("BEFORE INSERT ON grant", """EXISTS (SELECT 1 FROM grant WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM grant WHERE (file_number, aid, fund_id, period)
        = (NEW.file_number, NEW.aid, NEW.fund_id, NEW.period))""",
        "该户同一类别、资金和期间已有一笔帮扶，请查原记录，不得重复。",
        "the household has a grant of this aid, fund and period already; look at that one."),
    "grant_not_draft": ("BEFORE INSERT ON grant",
        """(NEW.reserved_fen, NEW.paid_fen, NEW.last_move) IS NOT (0, 0, 0)
        OR (NEW.approved_by, NEW.approved_on) IS NOT (NULL, NULL)""",
        "新的帮扶须未审批、未预留、未发放，请先录入再由他人审批。",
        "a new grant is not approved, reserved or paid; enter it, then let another person approve it."),
    "grant_restricted": ("BEFORE INSERT ON grant", """NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id
        AND NEW.aid IN (SELECT value FROM json_each(aids))
        AND NEW.class IN (SELECT value FROM json_each(classes)) AND NEW.archived >= archived_only)""",
        "没有该资金，或它不得用于此帮扶类别、困难类别或未建档家庭，请改用其他资金。",
        "no such fund, or it may not pay this aid, class or unarchived household; use another fund."),
    "grant_identity": ("BEFORE UPDATE ON grant",
        _changed("id batch file_number aid class archived fund_id period adopted_by"),
        "帮扶的档案编号、类别、资金、期间、批次和采纳人不得更改，请释放后另立一笔。",
        "a grant keeps its file, aid, class, fund, period, batch and adopter; release it, enter another."),
    "grant_approved": ("BEFORE UPDATE ON grant",
        "OLD.approved_by IS NOT NULL AND "
        + _changed("amount_fen approved_by approved_on decision_id adopted_on"),
        "帮扶已经审批，不得更改，请释放后另立一笔。", "approved, so it stays; release it, enter another."),
    "grant_self_approved": ("BEFORE UPDATE ON grant", "NEW.approved_by = NEW.adopted_by",
        "采纳人不得审批本人采纳的帮扶，请由他人审批。", "nobody approves what they adopted; ask others."),
    "grant_exceeded": ("BEFORE UPDATE ON grant", "NEW.reserved_fen + NEW.paid_fen > NEW.amount_fen",
        "预留加已发放超过核定金额，请核对核定金额。", "more than was granted; check the granted amount."),
    "grant_unreserved": ("BEFORE UPDATE ON grant", "NEW.reserved_fen < 0",
        "超过尚未动用的预留（可能已经发放），请查该笔流水，退回后再发须先预留。",
        "more than is still reserved (perhaps paid); see its moves, reserve again after a return."),
    "grant_unpaid": ("BEFORE UPDATE ON grant", "NEW.paid_fen < 0",
        "退回或冲正超过已发放金额，请查该笔流水。", "more than was paid; see its moves."),
    "move_exists": ("BEFORE INSERT ON move",
        "EXISTS (SELECT 1 FROM move WHERE seq = NEW.seq OR key = NEW.key)",
        "该流水号或防重键已用于另一笔流水，请查该流水，另一笔款须用新键。",
        "its number or key belongs to another move; look at that move, or take a new key."),
    "move_plain": ("BEFORE INSERT ON move",
        f"NEW.amount_fen NOT BETWEEN 1 AND {LIMIT} OR NEW.kind NOT IN ({_KINDS})", *_PLAIN),
    "move_misplaced": ("BEFORE INSERT ON move", """NOT CASE NEW.kind
        WHEN 'receipt' THEN NEW.grant_id IS NULL AND EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id)
        ELSE EXISTS (SELECT 1 FROM grant WHERE id = NEW.grant_id AND fund_id = NEW.fund_id) END""",
        "没有该资金或该笔帮扶，或两者不符，请核对编号。", "no such fund or grant, or they differ; check both."),
    "move_unapproved": ("BEFORE INSERT ON move", """NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant
        WHERE id = NEW.grant_id AND (approved_by IS NOT NULL AND approved_on <= NEW.made_on) IS NOT 1)""",
        "发放之日尚未审批，请先由他人审批。", "not approved on the day of payment; have it approved."),
    "move_gap": ("AFTER INSERT ON move",
        "NEW.seq <> 1 + coalesce((SELECT max(seq) FROM move WHERE seq < NEW.seq), 0)",
        "流水号须连续，请勿自行编号。", "moves are numbered without gaps; leave the number out."),
}  # fmt: skip
_UNBOOKED = Text(
    "流水未能记入余额，请运行 casework check。", "not carried to the balances; run casework check."
)
_TEXTS = {name: Text(zh, en) for name, (*_, zh, en) in _RULES.items()} | {"move_unbooked": _UNBOOKED}


def _trigger(name: str, event: str, condition: str) -> str:
    refuse = f"SELECT RAISE(ABORT, 'casework: {name}');"
    return f"CREATE TRIGGER {name} {event} WHEN {condition} BEGIN {refuse} END;\n"


def _booking(table: str, figures: Sequence[str]) -> str:
    sums = ", ".join(f"{f} = {f} + {_effect(f, 'NEW')}" for f in figures)
    return f"UPDATE {table} SET {sums}, last_move = NEW.seq WHERE id = NEW.{table}_id;"


# The grant comes first: what its rules let pass takes no figure of the fund below zero.
_MOVE_BOOKED = f"""CREATE TRIGGER move_booked AFTER INSERT ON move BEGIN
    {_booking("grant", _GRANT)}
    {_booking("fund", _FUND)}
    SELECT RAISE(ABORT, 'casework: move_unbooked')
        WHERE NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id AND last_move = NEW.seq)
        OR NEW.kind <> 'receipt' AND NOT EXISTS (SELECT 1 FROM grant
            WHERE id = NEW.grant_id AND last_move = NEW.seq);
END;
"""
SCHEMA = "".join((_TABLES, *(_trigger(name, *rule[:2]) for name, rule in _RULES.items()), _MOVE_BOOKED))
"""Tables, indexes and triggers, one script. A fund pays only what its lists of aids and classes name."""

_SAID = re.compile(
    r"(?:casework|CHECK constraint failed): (\w+)|UNIQUE constraint failed: (fund|grant|move)\."
    r"|(?:NOT NULL constraint failed:|cannot store .+ column) ((?:fund(?:_reserve)?|grant|move)\.)"
)


def refusal(error: Exception, where: Text | None = None) -> Refused | None:
    """The sentence for a database error that is a rule of the ledger, after `where`; None for any other."""
    found = _SAID.search(str(error))
    rule, table, plain = found.groups() if found else (None, None, isinstance(error, OverflowError))
    is_plain = plain or (rule or "").endswith("_plain")
    said = Text(*_PLAIN) if is_plain else _TEXTS.get(rule or f"{table}_exists")
    zh, en = where or ("", "")
    return Refused(zh + said.zh, _sentence(en + said.en)) if said else None


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


class Entry(TypedDict):
    """Who books a move, on what day, under which key of the caller's making, with which voucher."""

    key: str
    on: date | str
    by: str
    reference: NotRequired[str | None]


# Every verb gives the move's number. A retry with the same key gives the first number and writes nothing,
# whoever retries on whatever day; the key with other content is Refused, as is all that a rule forbids.


def receive(tx: Transaction, fund_id: int, amount_fen: int, **entry: Unpack[Entry]) -> int:
    """Money arrives in a fund."""
    return _book(tx, "receipt", None, fund_id, amount_fen, **entry)


def reserve(tx: Transaction, grant_id: int, amount_fen: int, **entry: Unpack[Entry]) -> int:
    """Money of the grant's fund is set aside for the grant."""
    return _book(tx, "reserve", grant_id, None, amount_fen, **entry)


def pay(tx: Transaction, grant_id: int, amount_fen: int, **entry: Unpack[Entry]) -> int:
    """Reserved money, or an instalment of it, is paid out; the grant must be approved."""
    return _book(tx, "pay", grant_id, None, amount_fen, **entry)


def release(tx: Transaction, grant_id: int, amount_fen: int, **entry: Unpack[Entry]) -> int:
    """Reserved money is the fund's again, unpaid."""
    return _book(tx, "release", grant_id, None, amount_fen, **entry)


def give_back(tx: Transaction, grant_id: int, amount_fen: int, **entry: Unpack[Entry]) -> int:
    """Paid money came back and is the fund's again; before it is paid anew it is reserved anew."""
    return _book(tx, "return", grant_id, None, amount_fen, **entry)


def reverse(tx: Transaction, grant_id: int, amount_fen: int, **entry: Unpack[Entry]) -> int:
    """A payment booked by mistake leaves the books; its money is the fund's again."""
    return _book(tx, "reversal", grant_id, None, amount_fen, **entry)


def _book(
    tx: Transaction, kind: str, grant_id: int | None, fund_id: int | None, amount_fen: int,
    *, key: str, on: date | str, by: str, reference: str | None = None,
) -> int:  # fmt: skip
    try:
        values = (key, kind, grant_id, fund_id, grant_id, amount_fen, str(on), by, reference)
        return int(tx.execute(_INSERT, values).lastrowid or 0)
    except Exception as error:  # of the driver's own class, which is not known here
        seq, fund, *content = tx.execute(_FIRST, (key,)).fetchone() or (0, 0)
        if content == [kind, grant_id, amount_fen, reference] and fund_id in (None, fund):
            return int(seq)
        where = _where(kind, grant_id, fund_id, amount_fen)
        raise (_taken(where, key, seq) if seq else refusal(error, where) or error) from error


_INSERT = """INSERT INTO move (key, kind, grant_id, fund_id, amount_fen, made_on, made_by, reference)
    VALUES (?, ?, ?, coalesce(?, (SELECT fund_id FROM grant WHERE id = ?)), ?, ?, ?, ?)"""
_FIRST = "SELECT seq, fund_id, kind, grant_id, amount_fen, reference FROM move WHERE key = ?"
_PLACES = {"fund": Text("第 {} 号资金", "fund {}"), "grant": Text("第 {} 笔帮扶", "grant {}")}


def _where(kind: str, grant_id: int | None, fund_id: int | None, amount_fen: int) -> Text:
    zh, en = _PLACES["grant" if fund_id is None else "fund"]
    place = grant_id if fund_id is None else fund_id
    word, yuan = MOVES.words[kind], show(amount_fen) if isinstance(amount_fen, int) else amount_fen
    return Text(
        f"{zh.format(place)}{word.zh} {yuan} 元：", f"{word.en} of {yuan} yuan for {en.format(place)}: "
    )


def _taken(where: Text, key: str, seq: int) -> Refused:
    return Refused(
        f"{where.zh}键 {key} 已用于内容不同的第 {seq} 号流水，请查该流水，另一笔款须用新键。",
        _sentence(f"{where.en}key {key} belongs to move {seq}, which differs; see it, or take a new key."),
    )


def balances(tx: Transaction) -> list[Balance]:
    """Every fund's figures, in the order of their numbers."""
    columns = "id, name, received_fen, reserved_fen, paid_fen, received_fen - reserved_fen - paid_fen"
    return [Balance(*row) for row in tx.execute(f"SELECT {columns} FROM fund ORDER BY id")]


def moves(
    tx: Transaction, *, grant_id: int | None = None, fund_id: int | None = None, after: int = 0
) -> list[Move]:
    """The moves after a number, of one grant or fund if given, in the order they were booked."""
    terms = {"grant_id = ?": grant_id, "fund_id = ?": fund_id, "seq > ?": after}
    given = {term: value for term, value in terms.items() if value is not None}
    sql = f"SELECT {', '.join(Move.__slots__)} FROM move WHERE {' AND '.join(given)} ORDER BY seq"
    return [Move(*row) for row in tx.execute(sql, tuple(given.values()))]


def faults(tx: Transaction) -> list[Text]:
    """Figures that their moves do not bear out, funds that their grants do not add up to, misplaced moves."""
    found = []
    for sql, zh, en in (*_sums(), _MISPLACED):
        for number, *fen in tx.execute(sql):
            values = (number, *map(show, fen))
            found.append(Text(zh.format(*values), _sentence(en.format(*values))))
    return found


def _sums() -> Iterator[tuple[str, str, str]]:
    for table, figures in (("fund", _FUND), ("grant", _GRANT)):
        for figure in figures:
            yield _sum(table, figure, _effect(figure, "m"), "move m", Text("流水", "its moves"))
    for figure in _GRANT:
        yield _sum("fund", figure, figure, "grant", Text("各类帮扶", "its grants of every aid"))


def _sum(table: str, figure: str, added: str, source: str, words: Text) -> tuple[str, str, str]:
    """SQL for the rows of a table whose figure differs from a sum, and the words for them."""
    place, word = _PLACES[table], _WORDS[figure]
    return (
        f"""SELECT t.id, t.{figure}, coalesce(s.fen, 0) FROM {table} t
        LEFT JOIN (SELECT {table}_id AS id, sum({added}) AS fen FROM {source} GROUP BY 1) s ON s.id = t.id
        WHERE t.{figure} <> coalesce(s.fen, 0)""",
        f"{place.zh}：{word.zh}记为 {{}} 元，按{words.zh}合计为 {{}} 元，请停止发放并核对。",
        f"{place.en}: {word.en} is {{}} yuan, the sum of {words.en} {{}}; stop paying and compare them.",
    )


_MISPLACED = (
    """SELECT m.seq FROM (SELECT *, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM move) m
    LEFT JOIN grant g ON g.id = m.grant_id
    WHERE m.seq <> m.before + 1 OR (m.kind = 'receipt') <> (m.grant_id IS NULL)
    OR (m.kind <> 'receipt' AND g.fund_id IS NOT m.fund_id)
    OR (m.kind = 'pay' AND (g.approved_on <= m.made_on AND g.approved_by <> g.adopted_by) IS NOT 1)""",
    "第 {} 号流水：编号不连续、资金不符或未经他人审批即发放，请停止发放并查该流水。",
    "move {}: out of sequence, of another fund, or paid without another's approval; stop paying, see it.",
)

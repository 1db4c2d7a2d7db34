"""Batches: where each stands, its grants, and what was done with it in words."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from casework import ledger
from casework.casebook.payments import Casebook
from casework.ledger import Balance
from casework.money import show
from casework.vocabulary import Text

_BACK = "coalesce((SELECT sum(amount_fen) FROM move WHERE grant_id = g.id AND kind = 'return'), 0)"
_BATCHES = f"""SELECT batch, count(*) AS grants, sum(amount_fen) AS amount_fen, sum(reserved_fen) AS reserved_fen, sum(paid_fen) AS paid_fen,
    sum(returned_fen) AS returned_fen, min(adopted_by) AS adopted_by, min(adopted_on) AS adopted_on,
    max(approved_by) AS approved_by, max(approved_on) AS approved_on,
    CASE WHEN sum(reserved_fen) = 0 THEN iif(sum(paid_fen) > 0, 'paid', iif(sum(returned_fen) > 0, 'returned', 'released'))
        WHEN count(approved_by) < count(*) THEN 'waiting' WHEN sum(paid_fen) = 0 THEN 'approved' ELSE 'part_paid' END AS state
    FROM (SELECT g.*, {_BACK} AS returned_fen FROM grant g) GROUP BY batch ORDER BY min(id) DESC"""
# The last move tells what became of a grant; a reserve or a payment leaves it to what is still to be paid.
_GRANTS = f"""SELECT g.id, g.file_number, g.aid, f.name AS fund, g.amount_fen, g.reserved_fen, g.paid_fen, {_BACK} AS returned_fen,
    CASE m.kind WHEN 'release' THEN 'released' WHEN 'return' THEN 'returned' WHEN 'reversal' THEN 'reversed'
        ELSE CASE WHEN g.reserved_fen = 0 THEN 'paid' WHEN g.approved_by IS NULL THEN 'waiting' WHEN g.paid_fen = 0 THEN 'approved'
        ELSE 'part_paid' END END AS state
    FROM grant g JOIN fund f ON f.id = g.fund_id LEFT JOIN move m ON m.seq = g.last_move WHERE g.batch = ? ORDER BY g.id"""

INSTALMENTS = {"whole": Fraction(1), "half": Fraction(1, 2)}
"""What part of each grant a payment brings it to."""


def balances(book: Casebook) -> list[Balance]:
    """What each fund received, reserved, paid and has available, in the order they were added."""
    return ledger.balances(book.db.conn)


def batches(book: Casebook) -> list[dict[str, Any]]:
    """Every batch, newest first: sums in fen, its people and days, its state (PAYMENT_STATES), and who has to approve one that waits."""
    found = book.rows(_BATCHES)
    return [b | {"level": book.level_of(b["batch"]) if b["state"] == "waiting" else None} for b in found]


def grants_of(book: Casebook, batch: str) -> list[dict[str, Any]]:
    """The grants of a batch: file, aid, fund, fen and state (PAYMENT_STATES); no name."""
    return book.rows(_GRANTS, (batch,))


# ---- what was done, in words -------------------------------------------------------------------------


def adopted_in_words(done: Mapping[str, Any]) -> Text:
    """What `adopt` booked, and who goes on."""
    batch, n, yuan = done["batch"], done["grants"], show(done["reserved_fen"])
    return Text(f"批次 {batch}：{n} 笔，预留 {yuan} 元，待另一人审批。",
                f"batch {batch}: {n} grants, {yuan} yuan reserved; another person approves it next.")  # fmt: skip


def approved_in_words(batch: str, n: int) -> Text:
    """What `approve` did."""
    return Text(f"批次 {batch}：审批 {n} 笔。", f"batch {batch}: {n} grants approved.")


def paid_in_words(done: Mapping[str, Any]) -> Text:
    """What `pay` did."""
    batch, n, paid, before = done["batch"], done["paid"], show(done["paid_fen"]), done["already_paid"]
    return Text(f"批次 {batch}：发放 {n} 笔共 {paid} 元；此前已发 {before} 笔。",
                f"batch {batch}: {n} grants paid, {paid} yuan; {before} had been paid before.")  # fmt: skip


def bank_file_in_words(file: Mapping[str, Any], *, again: bool = False) -> Text:
    """A bank file by its number, sums and digest; `again`: it is a reprint."""
    reprint, total, cash = Text("重印，", "a reprint, ") if again else Text("", ""), show(file["total_fen"]), show(file["cash_fen"])  # fmt: skip
    return Text(f"银行文件 {file['number']}（{reprint.zh}{file['lines']} 行，{total} 元，现金 {cash} 元，SHA-256 {file['sha256']}）。",
                f"bank file {file['number']} ({reprint.en}{file['lines']} lines, {total} yuan, {cash} in cash, SHA-256 {file['sha256']}).")  # fmt: skip


def returns_in_words(done: Mapping[str, Any]) -> Text:
    """What `reconcile` booked."""
    batch, n, fen, before = done["batch"], done["returned"], show(done["returned_fen"]), done["already_returned"]
    return Text(f"批次 {batch}：退回 {n} 笔共 {fen} 元；此前已登记 {before} 笔。",
                f"batch {batch}: {n} payments came back, {fen} yuan; {before} had been booked before.")  # fmt: skip


def misfits_in_words(done: Mapping[str, Any]) -> list[Text]:
    """The rows, counted below the header, that `reconcile` could not place."""
    return [
        Text(f"清单第 {w['row']} 行（不计表头）与银行文件不符，请核对。",
             f"row {w['row']} does not fit the bank file (the header is not counted): look at it.")
        for w in done["wrong"]
    ]  # fmt: skip


def released_in_words(grant: int, fen: int) -> Text:
    """What `release` did."""
    return Text(f"第 {grant} 笔：释放 {show(fen)} 元。", f"grant {grant}: {show(fen)} yuan released.")


def reserved_in_words(grant: int, fen: int) -> Text:
    """What `reserve_again` did."""
    return Text(f"第 {grant} 笔：重新预留 {show(fen)} 元。", f"grant {grant}: {show(fen)} yuan reserved again.")

"""Ledger and payments: where batches stand, and the page on which they are approved, paid and taken back."""

from pathlib import Path
from typing import Any

import pytest

from casework.casebook import Casebook, batches
from casework.intake.returns import read_returns
from casework.vocabulary import PAYMENT_STATES, Refused

CLERK, APPROVER, PAYER = "示例经办人", "示例审批人", "示例出纳"  # the demo's own people


def of_state(book: Casebook, state: str) -> dict[str, Any]:
    """The newest batch in a state."""
    return next(b for b in batches.batches(book) if b["state"] == state)


def state_of(book: Casebook, batch: str) -> str:
    return str(next(b for b in batches.batches(book) if b["batch"] == batch)["state"])


def test_a_batch_and_its_grants_go_from_state_to_state(book: Casebook) -> None:
    """Waiting, approved, paid in part, paid; one returned, reserved again and released; each figure from the grants."""
    waiting = of_state(book, "waiting")
    batch, first = waiting["batch"], batches.grants_of(book, waiting["batch"])[0]
    assert (waiting["level"], waiting["approved_by"]) == ("county", None)
    seen = ["waiting"]
    book.approve(batch, APPROVER)
    seen.append(state_of(book, batch))
    half = book.pay(batch, PAYER, part=batches.INSTALMENTS["half"])
    seen.append(state_of(book, batch))
    assert {g["state"] for g in batches.grants_of(book, batch)} == {"part_paid"}
    book.pay(batch, PAYER)
    seen.append(state_of(book, batch))
    assert seen == ["waiting", "approved", "part_paid", "paid"]
    line = book._lines(f"{batch}-1")[1]
    back = [{"line": 1, "amount_fen": line[1], "reason": "销户", "file": half["bank_file"]}]
    assert book.reconcile(batch, back, PAYER)["returned_fen"] == line[1]
    states = []
    for act in (
        lambda: None,
        lambda: book.reserve_again(first["id"], PAYER),
        lambda: book.release(first["id"], PAYER, "x"),
    ):
        act()
        states.append(next(g["state"] for g in batches.grants_of(book, batch) if g["id"] == line[0]))
    assert states == ["returned", "part_paid", "released"]
    now, grants = next(b for b in batches.batches(book) if b["batch"] == batch), batches.grants_of(book, batch)
    assert {key: now[key] for key in ("amount_fen", "paid_fen", "returned_fen")} == {
        key: sum(g[key] for g in grants) for key in ("amount_fen", "paid_fen", "returned_fen")
    }
    assert {g["state"] for g in grants} | {*seen, *states, "reversed"} == set(PAYMENT_STATES.words)


def test_batches_come_newest_first(book: Casebook) -> None:
    named = [b["batch"] for b in batches.batches(book)]
    assert named == sorted(named, key=lambda name: int(name.rsplit("-", 1)[1]), reverse=True)
    assert len(named) > 1


def test_a_return_list_names_rows_as_they_stand_below_the_header() -> None:
    content = "序号,金额,原因\n1,600.00,销户\n,,\nx,y,乱码\n".encode("gb18030")
    found = read_returns(Path("back.csv"), content)
    assert [(r["row"], r["line"], r["amount_fen"], r["reason"]) for r in found] == [
        (1, 1, 60_000, "销户"),
        (3, 0, 0, "乱码"),
    ]


def test_a_list_that_is_none_is_refused_by_its_name() -> None:
    for name, content in {"x.csv": b"a,b\n1,2\n", "x.xlsx": b"PK\x03\x04 no zip", "y.xlsx": b""}.items():
        with pytest.raises(Refused, match=name):
            read_returns(Path(name), content)

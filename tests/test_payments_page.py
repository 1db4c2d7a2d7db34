"""Ledger and payments: where batches stand, and the page on which they are approved, paid and taken back."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from casework import ledger, sheets
from casework.casebook import Casebook, batches
from casework.intake.returns import read_returns
from casework.money import show
from casework.pages import ledger as drawn
from casework.views import payments
from casework.views.payments import _Payments
from casework.vocabulary import PAYMENT_STATES, Refused
from casework.workflow import Person
from tests.screens import html

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


# ---- the page ----------------------------------------------------------------------------------------


def opened(path: Path, batch: str | None = None) -> _Payments:
    """The page with a batch chosen."""
    page = _Payments(path, "zh")
    page.batches.selected = batch or ""
    return page


def press(page: _Payments, button: widgets.Button, who: str = "") -> str:
    """What the page says after a button was pressed by somebody."""
    page.who.value = who
    button.click()
    return str(page.status.value)


def upload(page: _Payments, name: str, content: bytes) -> None:
    said = {
        "name": name,
        "type": "",
        "size": len(content),
        "last_modified": datetime.now(UTC),
        "content": memoryview(content),
    }
    page.upload.value = (said,)


def named(page: _Payments, description: str) -> widgets.Button:
    return next(button for button in page.others if description in button.description)


def moved(book: Casebook) -> int:
    return int(book.rows("SELECT count(*) AS n FROM move")[0]["n"])


def test_the_amounts_shown_are_the_balances(path: Path, book: Casebook) -> None:
    said, found = opened(path).balances.value, ledger.balances(book.db.conn)
    assert len(found) == 4
    for b in found:
        figures = (b.received_fen, b.paid_fen, b.reserved_fen, b.available_fen)
        assert f"{b.name}</td>" + "".join(f"<td class=n>{show(fen)}</td>" for fen in figures) in said
    table = payments.summary(path)
    assert list(table.index) == [b.name for b in found]
    assert list(table["可用(元)"]) == [show(b.available_fen) for b in found]


def test_nothing_is_done_until_a_batch_is_chosen(path: Path, book: Casebook) -> None:
    page = opened(path)
    assert page.acts.layout.display == "none"
    assert "点一行选择批次" in page.chosen.value
    page.batches.selected = of_state(book, "waiting")["batch"]
    assert page.acts.layout.display == "flex"
    assert "点一行选择批次" not in page.chosen.value
    assert "县级工会" in page.chosen.value


def test_the_adopter_may_not_approve_and_another_may(path: Path, book: Casebook) -> None:
    batch = of_state(book, "waiting")["batch"]
    page = opened(path, batch)
    assert "不是审批人" in press(page, page.approve, CLERK)
    book.add_people([Person(CLERK, ("handler", "approver"), "county", date(2026, 1, 1), None)], "示例会计")
    assert "不得审批本人采纳" in press(page, page.approve, CLERK)
    assert state_of(book, batch) == "waiting"
    assert "请填写姓名" in press(page, page.approve)
    assert "审批" in press(page, page.approve, APPROVER)
    assert state_of(book, batch) == "approved"
    assert "待发放" in page.chosen.value
    assert page.who.value == "", "the next act is somebody else's"
    assert "不是出纳" in press(page, page.pay, APPROVER)
    assert state_of(book, batch) == "approved"


def test_a_batch_is_paid_once_and_says_its_bank_file(path: Path, book: Casebook) -> None:
    batch = of_state(book, "approved")
    page = opened(path, batch["batch"])
    said = press(page, page.pay, PAYER)
    file, before = book.bank_files(batch["batch"])[-1], moved(book)
    assert f"发放 {batch['grants']} 笔共 {show(batch['reserved_fen'])} 元" in said
    for part in (file["number"], file["sha256"], f"{file['lines']} 行", show(file["total_fen"])):
        assert part in said
        assert part in page.chosen.value
    assert "发放 0 笔共 0.00 元" in press(page, page.pay, PAYER)
    assert (moved(book), len(book.bank_files(batch["batch"]))) == (before, 1)


def test_an_instalment_pays_half_and_then_the_rest(path: Path, book: Casebook) -> None:
    batch = of_state(book, "approved")["batch"]
    page = opened(path, batch)
    page.part.value = "half"
    press(page, page.pay, PAYER)
    assert state_of(book, batch) == "part_paid"
    assert {row[-1] for row in page.grants.rows} == {"部分发放"}
    page.part.value = "whole"
    press(page, page.pay, PAYER)
    assert state_of(book, batch) == "paid"


def test_the_bank_file_is_saved_byte_for_byte_for_its_owner_alone(path: Path, book: Casebook) -> None:
    batch = of_state(book, "approved")["batch"]
    page = opened(path, batch)
    assert "尚无银行文件" in press(page, named(page, "银行文件"))
    press(page, page.pay, PAYER)
    said = press(page, named(page, "银行文件"))
    saved = path.with_name(f"bank-{batch}-1.csv")
    assert str(saved) in said
    assert hashlib.sha256(saved.read_bytes()).hexdigest() == book.bank_files(batch)[-1]["sha256"]
    assert saved.stat().st_mode & 0o077 == 0


def test_no_name_and_no_card_stands_on_the_page(path: Path, book: Casebook) -> None:
    batch = of_state(book, "approved")["batch"]
    page = opened(path, batch)
    press(page, page.pay, PAYER)
    press(page, named(page, "银行文件"))
    shown = f"{page.balances.value}{page.chosen.value}{page.status.value}{page.batches.rows}{page.grants.rows}"
    people = [h for h in book.households() if h.file_number in shown]
    assert people
    assert [h.file_number for h in people if h.name in shown or (h.bank_card and h.bank_card in shown)] == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_banks_list_is_booked_and_what_does_not_fit_is_named(path: Path, book: Casebook, tmp_path: Path, ending: str) -> None:  # fmt: skip
    batch = of_state(book, "approved")["batch"]
    page, button = opened(path, batch), "登记退回"
    assert "请先选择银行的退回清单" in press(page, named(page, button), PAYER)
    press(page, page.pay, PAYER)
    fen = book._lines(f"{batch}-1")[1][1]
    file = tmp_path / f"back.{ending}"
    sheets.write_table(file, "back", [["序号", "金额", "原因"], ["1", show(fen), "销户"], ["99", "1.00", "无此行"]])
    upload(page, file.name, file.read_bytes())
    assert "已选 back" in page.status.value
    said = press(page, named(page, button), PAYER)
    assert f"退回 1 笔共 {show(fen)} 元" in said
    assert "第 2 行（不计表头）与银行文件不符" in said
    assert page.upload.value == ()
    grant = next(row for row in page.grants.rows if row[-1] == "已退回")
    page.grants.selected = grant[0]
    assert f"重新预留 {show(fen)} 元" in press(page, named(page, "重新预留"), PAYER)
    assert "请填写释放原因" in press(page, named(page, "释放所选"), PAYER)
    page.why.value = "搬走（虚构）"
    assert f"释放 {show(fen)} 元" in press(page, named(page, "释放所选"), PAYER)
    upload(page, "back.csv", b"not,a list")
    assert "back.csv 缺少表头" in press(page, named(page, button), PAYER)


def test_a_grant_is_chosen_before_it_is_released(path: Path, book: Casebook) -> None:
    page = opened(path, of_state(book, "approved")["batch"])
    page.why.value = "x"
    assert "请先在上面的表中点选一笔" in press(page, named(page, "释放所选"), CLERK)
    page.grants.selected = page.grants.rows[0][0]
    page.batches.selected = of_state(book, "waiting")["batch"]
    assert page.grants.selected == "", "another batch, no grant"


def test_the_page_reads_the_book_after_each_act_and_after_a_refusal(path: Path, book: Casebook) -> None:
    """Somebody else approves by command while the page is open."""
    batch = of_state(book, "waiting")["batch"]
    page = opened(path, batch)
    book.approve(batch, APPROVER)
    assert "不是审批人" in press(page, page.approve, CLERK)
    assert next(row for row in page.batches.rows if row[0] == batch)[2] == "待发放"


def test_it_says_that_it_works_and_leaves_its_buttons_usable(path: Path, book: Casebook) -> None:
    page, seen = opened(path, of_state(book, "waiting")["batch"]), list[str]()
    page.status.observe(lambda change: seen.append(change["new"]), "value")
    press(page, page.approve, CLERK)
    assert "正在办理" in seen[0]
    assert not any(button.disabled for button in (page.approve, page.pay, *page.others))


HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def test_hostile_words_stay_words(path: Path, book: Casebook) -> None:
    page = opened(path, of_state(book, "approved")["batch"])
    said = press(page, page.approve, HOSTILE)
    page.grants.selected, page.why.value = page.grants.rows[0][0], HOSTILE
    said += press(page, named(page, "释放所选"), HOSTILE)
    upload(page, f"{HOSTILE}.csv", f"序号,金额\n{HOSTILE},1\n".encode())
    said += page.status.value + press(page, named(page, "登记退回"), HOSTILE)
    upload(page, f"{HOSTILE}.csv", b"a,b")
    said += press(page, named(page, "登记退回"), HOSTILE)
    fund = ledger.Balance(1, HOSTILE, 3, 1, 1, 1)
    batch = {**of_state(book, "paid"), "batch": HOSTILE, "level": HOSTILE, "state": "waiting"}
    said += drawn.balances([fund], "zh") + drawn.batch(batch, [], "en")
    assert "&lt;img" in said
    assert "<img" not in said
    assert "<script" not in said


def test_an_empty_book_says_what_to_do(tmp_path: Path) -> None:
    Casebook.create(tmp_path / "new.db", unit="示例县总工会", pack="demo-2026", last_day=date(2026, 12, 31)).close()
    page = opened(tmp_path / "new.db")
    assert "首日设置" in page.balances.value
    assert "资金分配" in page.chosen.value
    assert page.acts.layout.display == "none"
    page = _Payments(tmp_path / "new.db", "en")
    assert "adopt it there" in page.chosen.value


def test_a_book_that_is_missing_is_a_sentence_on_the_page(tmp_path: Path) -> None:
    screen = payments.screen(tmp_path / "none.db")
    assert "none.db" in html(screen)

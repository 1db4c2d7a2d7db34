"""A casebook with many small approved and reserved grants; every person is invented."""

from datetime import date
from pathlib import Path

from casework import ledger
from casework.casebook import Casebook, Source
from casework.funds import FundFile
from casework.households import Household
from casework.workflow import Step

DAY = date(2026, 10, 31)
GRANTS = 600
FEN = 100
FUND = {
    "name": "示例资金", "source": "union", "reference": "示例", "receipts": [{"date": DAY, "amount": 600, "reference": "示例"}],
    "pays": {"aids": ["living"], "classes": ["deep"], "archived_only": False},
}  # fmt: skip


def made(path: Path, key_file: Path | None = None, grants: int = GRANTS) -> Path:
    """A book in which every grant is approved, and reserved but not paid; the people are invented."""
    with Casebook.create(
        path, unit="示例县", pack="demo-2026", last_day=DAY, origin="demo", made_on=DAY, key_file=key_file
    ) as book:
        book.add_funds([FundFile.model_validate(FUND)], "会计", DAY)
        with book.write("建档", "files") as tx:
            book.add_households(tx, [_home(i) for i in range(20)], Source("form", DAY))
            facts = book.decide_on(tx, [f"F{i}" for i in range(20)], DAY, "建档")
        with book.write("经办", "grants") as tx:
            for i in range(grants):
                number = f"F{i % 20}"
                row = ("B", number, "living", "deep", 1, 1, f"P{i // 20}", facts[number], FEN, "经办", "2026-10-31")
                grant = int(tx.execute(_GRANT, row).lastrowid)
                ledger.reserve(tx, grant, FEN, key=f"reserve:{grant}", on=DAY, by="经办")
        with book.write("审批", "approve B") as tx:
            tx.execute("UPDATE grant SET approved_by = '审批', approved_on = '2026-10-31'")
            book._keep_step(tx, Step("approve", DAY, "审批", f"{grants}"), batch="B")
    return path


_GRANT = (
    "INSERT INTO grant (batch, file_number, aid, class, archived, fund_id, period, decision_id, amount_fen, adopted_by, adopted_on) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _home(i: int) -> Household:
    return Household(
        file_number=f"F{i}", name="王芳", sex="女", id_number=f"1101051990010199{i:02}", birth_date="1990-01-01", size=1, filed_on="2026-01-01",
        annual_income_fen=1_000_00 + i, medical_out_of_pocket_fen=0, schooling_cost_fen=0, other_rigid_expenditure_fen=0, main_cause="其他",
        bank_card=f"62228888000000{i:02}", phone=f"199000000{i:02}",
    )  # fmt: skip

"""The demo: an invented county with case files, funds and two years of grants, the same for the same seed.

Shares follow the published ones where there are any (class, size, cause); every person is invented: ID numbers
carry the sequence codes 996–999, which no living person has.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from casework import ledger, money
from casework.casebook import Casebook, Source, plan_json
from casework.demo.files import files
from casework.demo.work import CaseWork
from casework.funds import FundFile, Receipt
from casework.households import Household
from casework.standards import DEFAULT_PACK
from casework.workflow import Person

UNIT = "示例县"
LAST_DAY = date(2026, 10, 31)
_BEGUN = date(2024, 11, 1)


def make(path: Path, *, households: int, seed: int, bare: bool = False, key_file: Path | None = None) -> Casebook:
    """A demo casebook in a new file, open; `bare` makes case files only."""
    book = Casebook.create(
        path, unit=UNIT, pack=DEFAULT_PACK, last_day=LAST_DAY, origin="demo", made_on=_BEGUN, key_file=key_file
    )
    random = Random(seed)
    if bare:
        with book.write(_BY["handles"], "demo case files", f"{_BEGUN}T09:00:00+00:00") as tx:
            book.add_households(tx, files(random, households), Source("form", _BEGUN))
    else:
        _history(book, random, list(files(random, households)), Random(f"{seed} history"))
    return book


# ---- funds and two years of grants --------------------------------------------------------------------

_EVERY_AID = ["living", "medical", "tuition", "temporary", "warmth"]
_FUNDS: dict[str, dict[str, Any]] = {
    "中央专项帮扶资金": {
        "source": "central",
        "pays": {"aids": _EVERY_AID[:3], "classes": ["deep", "relative"], "archived_only": True},
        "ceilings": [{"aids": ["medical"], "share": "40%"}],
    },
    "省级财政帮扶资金": {
        "source": "provincial", "usable_until": date(2026, 12, 31), "pays": {"aids": _EVERY_AID[:2], "classes": ["deep"], "archived_only": True},
    },
    "县工会帮扶资金": {
        "source": "union", "reserve": {"amount": 5_000, "for": ["temporary"]}, "household_cap": 12_000,
        "pays": {"aids": _EVERY_AID, "classes": ["deep", "relative", "accident"], "archived_only": False},
    },
    "爱心助学捐赠": {
        "source": "donation", "pays": {"aids": ["tuition"], "classes": ["deep", "relative"], "archived_only": False,
                                       "people": {"work_status": ["农民工", "下(待)岗", "失(无)业"]}},
    },
}  # fmt: skip
_SHARES = (45, 15, 30, 10)
_PAST = (date(2024, 11, 20), date(2025, 6, 30), date(2025, 12, 20), date(2026, 9, 30))
_BY = {
    "reports": "示例工会小组长", "handles": "示例建档人", "visits": "示例入户人", "reviews": "示例审核人", "rechecks": "示例复核人", "books": "示例会计", "adopts": "示例经办人",
    "approves": "示例审批人", "pays": "示例出纳",
}  # fmt: skip
_ROLES = {"handles": "handler", "adopts": "handler", "visits": "visitor", "reviews": "reviewer", "rechecks": "reviewer", "books": "bookkeeper",
          "approves": "approver", "pays": "payer"}  # fmt: skip


def _history(book: Casebook, random: Random, homes: list[Household], drawn: Random) -> None:
    """Case work day by day; four paid rounds, one of each correction, an approved and an open round, money for 60 % of today's need."""
    book.add_people(
        [Person(_BY[who], (role,), "county", _BEGUN, None) for who, role in _ROLES.items()], _BY["books"], _BEGUN
    )
    cases = CaseWork(book, homes, drawn, begun=_BEGUN, last_day=LAST_DAY, by=_BY)
    for day in _PAST:
        cases.until(day)
        _receive(book, day, [len(homes) * 800, 0, len(homes) * 200, 0])
        batch = _round(book, random, day, share=5)
        if batch:
            book.approve(batch, _BY["approves"], day + timedelta(days=5))
            book.pay(batch, _BY["pays"], day + timedelta(days=9))
    cases.until(date(2026, 10, 11))
    _corrections(book)
    cases.until(date(2026, 10, 15))
    _top_up(book, date(2026, 10, 15), 50)
    cases.until(date(2026, 10, 21))
    batch = _round(book, random, date(2026, 10, 21), share=20)
    if batch:
        book.approve(batch, _BY["approves"], date(2026, 10, 25))
    cases.until(date(2026, 10, 28))
    _round(book, random, date(2026, 10, 28), share=25)
    cases.until(LAST_DAY)
    _top_up(book, date(2026, 10, 30), 60)


def _top_up(book: Casebook, day: date, percent: int) -> None:
    """A receipt in every fund, so that all together have so much of what is due on the last day."""
    due = sum(need.amount_fen for need in book.needs(book.assess()))
    have = sum(fund.available_fen for fund in book.funds())
    _receive(book, day, money.share(max(due * percent // 100 - have, 400) // 100, _SHARES))


def _receive(book: Casebook, day: date, yuan: list[int]) -> None:
    reference = f"示例财〔{day.year}〕{day.month}号"
    files = [
        FundFile(name=name, reference="示例数据（虚构）", **terms,
                 receipts=[Receipt(date=day, amount=amount, reference=reference)] if amount else [])
        for (name, terms), amount in zip(_FUNDS.items(), yuan, strict=True)
    ]  # fmt: skip
    book.add_funds(files, _BY["books"], day)


def _round(book: Casebook, random: Random, day: date, *, share: int) -> str | None:
    """Adopts what a plan gives to one in so many of the households filed by then; the batch, None if it gives nothing."""
    filed = "SELECT file_number FROM household WHERE coalesce(filed_on, '2025') <= ? ORDER BY 1"
    there = [row["file_number"] for row in book.rows(filed, (day.isoformat(),))]
    if not there:
        return None
    chosen = set(random.sample(there, len(there) // share + 1))
    plan = plan_json(*book.allocate("deepest-first", on=day))
    plan["grants"] = [g for g in plan["grants"] if g["household"] in chosen]
    return str(book.adopt(plan, _BY["adopts"], day)["batch"]) if plan["grants"] else None


def _corrections(book: Casebook) -> None:
    """One payment sent back by the bank and one booked by mistake; each reserved anew and released."""
    paid = book.rows("SELECT id, batch, paid_fen AS fen FROM grant WHERE paid_fen > 0 ORDER BY id LIMIT 2")
    if paid:
        lines = [{"line": 1, "amount_fen": paid[0]["fen"], "reason": "账户已销户（示例）"}]
        book.reconcile(paid[0]["batch"], lines, _BY["books"], date(2026, 10, 12))
    with book.write(_BY["books"], "returned and reversed payments", "2026-10-14T09:00:00+00:00") as tx:
        for grant in paid[1:]:
            _booked(tx, ledger.reverse, grant, 12)
        for grant in paid:
            _booked(tx, ledger.reserve, grant, 13)
            _booked(tx, ledger.release, grant, 14)


def _booked(tx: Any, verb: Callable[..., int], grant: dict[str, Any], day: int) -> None:
    key = f"correction:{grant['id']}:{day}"
    verb(tx, grant["id"], grant["fen"], key=key, on=date(2026, 10, day), by=_BY["books"], reference="示例更正")

"""Outlook: how long the money of a casebook lasts, by its own moves."""

import json
from datetime import date

from casework import ledger
from casework.casebook.payments import Casebook
from casework.funds.runway import AHEAD, EMERGENCY, Runway, outlook, reserve

# A move that pays nothing still counts with 0, so that the first month of a fund is known.
_PAID = """SELECT m.fund_id, substr(m.made_on, 1, 7) AS month, g.aid, sum(m.amount_fen * CASE m.kind
    WHEN 'pay' THEN 1 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 ELSE 0 END) AS fen
    FROM move m LEFT JOIN grant g ON g.id = m.grant_id WHERE m.made_on <= ? GROUP BY 1, 2, 3"""
_TERMS = (
    """SELECT f.id, f.usable_until, r.amount_fen, r.aids FROM fund f LEFT JOIN fund_reserve r ON r.fund_id = f.id"""
)


def runway(book: Casebook, on: date | None = None, months: int | None = None) -> Runway:
    """How long each fund lasts from a day, and the reserve for emergencies; by default a year ahead, the reserve to the end of the year.

    Balances and payments are those of the day, reserves those of today; a fund past its last day has nothing available.
    """
    day = book.day(on)
    by_fund: dict[int, dict[str, int]] = {}
    urgent: dict[str, int] = {}
    for m in book.rows(_PAID, (day.isoformat(),)):
        paid = by_fund.setdefault(m["fund_id"], {})
        paid[m["month"]] = paid.get(m["month"], 0) + m["fen"]
        urgent[m["month"]] = urgent.get(m["month"], 0) + (m["fen"] if m["aid"] == EMERGENCY else 0)
    terms, funds, protected = {t["id"]: t for t in book.rows(_TERMS)}, [], 0
    for b in ledger.balances(book.db.conn, day):
        until, kept = terms[b.fund_id]["usable_until"], terms[b.fund_id]["amount_fen"] or 0
        free = 0 if (until or day.isoformat()) < day.isoformat() else b.available_fen
        protected += min(kept, free) if EMERGENCY in json.loads(terms[b.fund_id]["aids"] or "[]") else 0
        funds.append(outlook(b.name, free, by_fund.get(b.fund_id, {}), day, months or AHEAD, until))
    return Runway(day, months or AHEAD, tuple(funds), reserve(urgent, protected, day, months))

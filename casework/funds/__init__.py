"""Funds: what each may pay, and how needs share them. Pure: needs and balances in, a plan in fen out."""

from casework.funds.files import FundFile, Pays, Receipt, Reserve, read
from casework.funds.plans import Plan
from casework.funds.sharing import POLICIES, allocate
from casework.funds.terms import Ceiling, Fund, Need, needs

__all__ = [
    "POLICIES",
    "Ceiling",
    "Fund",
    "FundFile",
    "Need",
    "Pays",
    "Plan",
    "Receipt",
    "Reserve",
    "allocate",
    "needs",
    "read",
]

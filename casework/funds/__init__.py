"""Funds: what each may pay, and how needs share them. Pure: needs and balances in, a plan in fen out."""

from casework.funds.files import FundFile, Pays, Receipt, Reserve, read
from casework.funds.plans import Fund, Need, Plan, needs
from casework.funds.sharing import POLICIES, allocate

__all__ = ["POLICIES", "Fund", "FundFile", "Need", "Pays", "Plan", "Receipt", "Reserve", "allocate", "needs", "read"]

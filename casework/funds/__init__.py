"""Funds: what each may pay, and how needs share them. Pure: needs and balances in, a plan in fen out."""

from casework.funds.files import FundFile, Pays, Receipt, Reserve, read, read_bytes, read_form
from casework.funds.limits import Limits
from casework.funds.plans import Plan
from casework.funds.policies import POLICIES
from casework.funds.sharing import Sharing, allocate
from casework.funds.terms import Ceiling, Fund, Need, needs, terms_in_words

__all__ = [
    "POLICIES", "Ceiling", "Fund", "FundFile", "Limits", "Need", "Pays", "Plan", "Receipt", "Reserve", "Sharing",
    "allocate", "needs", "read", "read_bytes", "read_form", "terms_in_words",
]  # fmt: skip

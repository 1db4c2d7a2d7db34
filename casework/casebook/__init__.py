"""The casebook: one SQLite file with the case files, the decisions, the funds and the ledger of a unit.

`store` keeps the file, `cases` the case files and the answers for them, `grants` the funds, decisions and payments.
"""

from casework.casebook.grants import Casebook, Decision, period, plan_json

__all__ = ["Casebook", "Decision", "period", "plan_json"]

"""The casebook: one SQLite file with the case files, the decisions, the funds and the ledger of a unit.

Each part adds to the one before: `schema` and `store` keep the file, `audit` its chain, `history` the case files in two times,
`cases` answers, `decisions` what was decided, `acts` the workflow, `grants` funds and plans, `elsewhere` who may be paid twice,
`payments` batches and the bank; `batches` says where they stand; `outlook` looks ahead.
"""

from casework.casebook.decisions import Decision
from casework.casebook.grants import period, plan_json
from casework.casebook.history import Change, Source
from casework.casebook.payments import BANK_HEADER, Casebook
from casework.casebook.store import NoBook

__all__ = ["BANK_HEADER", "Casebook", "Change", "Decision", "NoBook", "Source", "period", "plan_json"]

"""Workflow: the states of a case, who may move it, what is due, and which papers it wants. No clock, no database.

`steps` is the table of acts and what each asks for; `due` the next deadline; `people` who may act; `evidence` papers and
archive; `procedure` the figures. The procedure that is shipped is an example.
"""

from casework.workflow.days import working_days
from casework.workflow.due import Due, due
from casework.workflow.evidence import (
    Paper,
    Wanted,
    checklist,
    may_destroy,
    ready_to_exit,
    spot_check_short,
    synced_late,
)
from casework.workflow.people import LEVELS, Person, may_act, may_approve, same_name
from casework.workflow.procedure import Figure, Procedure, procedure
from casework.workflow.staff import read_people
from casework.workflow.steps import (
    ON_FILE,
    REASONED,
    Step,
    check_step,
    durations,
    next_acts,
    next_order,
    notice_end,
    role_of,
    state_after,
    this_round,
    usual_end,
)

__all__ = [
    "LEVELS", "ON_FILE", "REASONED", "Due", "Figure", "Paper", "Person", "Procedure", "Step", "Wanted", "check_step", "checklist", "due", "durations",
    "may_act", "may_approve", "may_destroy", "next_acts", "next_order", "notice_end", "procedure", "read_people", "ready_to_exit", "role_of", "same_name",
    "spot_check_short", "state_after", "synced_late", "this_round", "usual_end", "working_days",
]  # fmt: skip

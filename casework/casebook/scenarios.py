"""Scenarios: plans that are kept by name with what they rest on, to be compared and perhaps adopted."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from casework.assistance import Assessment
from casework.casebook.cases import keep_rules
from casework.casebook.grants import plan_json
from casework.casebook.payments import Casebook
from casework.funds import Plan
from casework.funds.compare import compare_plans
from casework.vocabulary import Refused


def save(book: Casebook, name: str, assessment: Assessment, plan: Plan, by: str) -> dict[str, Any]:
    """Keeps a plan by a new name with its rules, its limits and balances, and the facts and moves known then."""
    if book.rows("SELECT 1 FROM scenario WHERE name = ?", (name,)):
        raise Refused(
            f"已有名为 {name} 的测算，请换一个名字。", f"there is a scenario {name} already: choose another name."
        )
    facts = book.facts(assessment.on)
    said = json.dumps([asdict(facts[number]) for number in sorted(facts)], ensure_ascii=False, sort_keys=True)
    terms = {"limits": asdict(plan.limits), "available": {f.name: f.available_fen for f in plan.funds},
             "reserve": {f.name: f.reserve_fen for f in plan.funds}}  # fmt: skip
    with book.booking(by, f"scenario: {name}", None, "handler") as (tx, day):
        keep_rules(tx, assessment.standard)
        last = [tx.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchone()[0] for table in ("fact", "move")]
        row = (name, day.isoformat(), by, plan.policy, assessment.standard.digest, assessment.on.isoformat(), *last,
               hashlib.sha256(said.encode()).hexdigest(), _text(terms), _text(plan_json(assessment, plan)))  # fmt: skip
        tx.execute(_SCENARIO, row)
    return {"name": name, "policy": plan.policy, "made_on": day.isoformat(), "made_by": by}


_COLUMNS = "name, made_on, made_by, policy, digest, on_day, last_fact, last_move, facts_sha256, terms, plan"
_SCENARIO = f"INSERT INTO scenario ({_COLUMNS}) VALUES ({', '.join('?' * 11)})"


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def scenarios(book: Casebook) -> list[dict[str, Any]]:
    """Every scenario in the order they were kept: name, policy, day, who kept it, and its measures."""
    rows = book.rows("SELECT name, policy, on_day, made_on, made_by, plan FROM scenario ORDER BY seq")
    return [{key: row[key] for key in row if key != "plan"} | {"measures": json.loads(row["plan"])["measures"]} for row in rows]  # fmt: skip


def scenario(book: Casebook, name: str) -> dict[str, Any]:
    """The plan kept by a name, as plain data; Refused when there is none."""
    rows = book.rows("SELECT plan FROM scenario WHERE name = ?", (name,))
    if not rows:
        known = "、".join(row["name"] for row in book.rows("SELECT name FROM scenario ORDER BY seq")) or "—"
        raise Refused(f"没有名为 {name} 的测算；已有：{known}。", f"there is no scenario {name}; there are: {known}.")
    return dict(json.loads(rows[0]["plan"]))


def compare(book: Casebook, before: str, after: str) -> dict[str, Any]:
    """Two scenarios side by side, see `compare_plans`."""
    return {"before": before, "after": after} | compare_plans(scenario(book, before), scenario(book, after))


def adopt(book: Casebook, name: str, by: str) -> dict[str, Any]:
    """Books the grants of a scenario under the rules of the ledger; Refused when facts, rules or balances no longer bear it."""
    return book.adopt(scenario(book, name), by)

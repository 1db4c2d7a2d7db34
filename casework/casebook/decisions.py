"""Decisions: what was decided on which facts and rules, kept so that it can be worked out again years later."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from casework.assistance import Assessment, assess
from casework.casebook.cases import Cases
from casework.casebook.store import Connection
from casework.households import Facts, MemberFacts, Population
from casework.standards import Standard
from casework.vocabulary import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it was made: the facts, the digest of the rules and the result of that day."""

    id: int
    file_number: str
    decided_on: date
    digest: str
    facts: Facts
    result: dict[str, Any]
    last_move: int = 0
    """The last move of the ledger that was booked before."""


class Decisions(Cases):
    """A casebook with its decisions."""

    def decide(
        self, tx: Connection, assessment: Assessment, facts: Mapping[str, Facts], numbers: Collection[str], by: str
    ) -> dict[str, int]:
        """Keeps the decision on each of these households; their ids by file number."""
        last_move, ids = tx.execute("SELECT coalesce(max(seq), 0) FROM move").fetchone()[0], {}
        for i, number in enumerate(assessment.population.numbers):
            if number in numbers:
                said = [json.dumps(part, ensure_ascii=False) for part in (asdict(facts[number]), assessment.row(i))]
                row = (number, assessment.on.isoformat(), by, assessment.standard.digest, *said, last_move)
                ids[number] = int(tx.execute(_DECISION, row).lastrowid)
        return ids

    def decisions(self, number: str | None = None) -> list[Decision]:
        """Every decision (or those on one household) in the order they were made."""
        which, values = ("", ()) if number is None else (" WHERE file_number = ?", (number,))
        return [
            Decision(d["id"], d["file_number"], date.fromisoformat(d["decided_on"]), d["digest"], _facts(json.loads(d["facts"])),
                     json.loads(d["result"]), d["last_move"])
            for d in self.rows(f"SELECT * FROM decision{which} ORDER BY id", values)
        ]  # fmt: skip

    def facts_today(self, decisions: Sequence[Decision]) -> list[Facts]:
        """The facts of each decision's day as they are known now; a payment booked after it on its day was not known by it."""
        together: dict[tuple[date, int], list[str]] = {}
        for d in decisions:
            together.setdefault((d.decided_on, d.last_move), []).append(d.file_number)
        known = {at: self.facts(at[0], numbers, last_move=at[1]) for at, numbers in together.items()}
        return [known[d.decided_on, d.last_move].get(d.file_number, d.facts) for d in decisions]

    def decided_again(
        self, decisions: Sequence[Decision], rules: Mapping[str, Standard], facts: Sequence[Facts] | None = None
    ) -> list[dict[str, Any]]:
        """The result of each decision under the rules of its digest, from its own facts or others; empty where the rules are gone or do not hold."""
        given = [d.facts for d in decisions] if facts is None else facts
        found: list[dict[str, Any]] = [{}] * len(decisions)
        together: dict[tuple[str, date], list[int]] = {}
        for i, d in enumerate(decisions):
            if d.digest in rules:
                together.setdefault((d.digest, d.decided_on), []).append(i)
        for (digest, day), places in together.items():
            people = Population.of([given[i] for i in places], [decisions[i].file_number for i in places])
            try:
                answer = assess(people, rules[digest], day)
            except Refused:  # these rules do not hold on that day
                continue
            for k, i in enumerate(places):
                found[i] = json.loads(json.dumps(answer.row(k)))
        return found


_DECISION = "INSERT INTO decision (file_number, decided_on, decided_by, digest, facts, result, last_move) VALUES (?, ?, ?, ?, ?, ?, ?)"


def _facts(said: dict[str, Any]) -> Facts:
    members = said.pop("members")
    return Facts(**said, members=None if members is None else tuple(MemberFacts(**m) for m in members))

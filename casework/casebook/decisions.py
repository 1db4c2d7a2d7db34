"""Decisions: what was decided on which facts and rules, kept so that it can be worked out again years later."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
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
        """The facts of each decision's day as they are known now; payments booked after it on its day were not known by it."""
        later = {d.id: self._paid_after(d) for d in decisions if self._has_later_moves(d)}
        found = []
        for d in decisions:
            facts = self.facts(d.decided_on, d.file_number)[d.file_number]
            aid, gifts = later.get(d.id, (0, 0))
            found.append(replace(
                facts, union_aid_received_fen=(facts.union_aid_received_fen or 0) - aid, warmth_received_fen=(facts.warmth_received_fen or 0) - gifts
            ))  # fmt: skip
        return found

    def _has_later_moves(self, d: Decision) -> bool:
        sql = "SELECT 1 FROM move WHERE seq > ? AND made_on = ? LIMIT 1"
        return bool(self.rows(sql, (d.last_move, d.decided_on.isoformat())))

    def _paid_after(self, d: Decision) -> tuple[int, int]:
        """Aid and warmth visits that were paid on the day of a decision after it, in fen."""
        sql = (
            "SELECT g.aid = 'warmth' AS gift, sum(CASE m.kind WHEN 'pay' THEN m.amount_fen ELSE -m.amount_fen END) AS fen FROM move m JOIN grant g ON g.id = m.grant_id "
            "WHERE m.kind IN ('pay', 'return', 'reversal') AND m.seq > ? AND m.made_on = ? AND g.file_number = ? GROUP BY 1"
        )
        sums = {r["gift"]: r["fen"] for r in self.rows(sql, (d.last_move, d.decided_on.isoformat(), d.file_number))}
        return sums.get(0, 0), sums.get(1, 0)

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

"""Acts: what people do with a case, from the first report to the follow-up, under their names and in order."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from casework import ledger, workflow
from casework.assistance import assess
from casework.assistance.compare import changes
from casework.casebook.cases import keep_rules
from casework.casebook.decisions import Decisions
from casework.casebook.history import Source
from casework.casebook.store import Connection
from casework.households import FACT_WORDS, Household, Population, facts_of
from casework.vocabulary import ACTS, EVIDENCE, Refused
from casework.workflow import Due, Person, Step
from casework.workflow.evidence import Paper, Wanted, checklist

_DATED = {"approve": "filed_on", "exit": "exited_on", "cancel": "exited_on"}
"""The field of the form that an act fills in with its day."""


class Acts(Decisions):
    """A casebook with its workflow: people, steps, evidence, and what is due."""

    # ---- people -------------------------------------------------------------------------------------

    def add_people(self, people: Sequence[Person], by: str, booked_on: date | None = None) -> None:
        """Names who may do what; a name that is there is given its new roles, its past acts stay."""
        with self.write(by, f"people: {', '.join(p.name for p in people)}", self.stamped(booked_on)) as tx:
            for p in people:
                said = (p.name, json.dumps(p.roles), p.level, p.starts.isoformat(), p.ends and p.ends.isoformat())
                tx.execute("INSERT INTO person (who, roles, level, starts, ends) VALUES (?, ?, ?, ?, ?)", said)

    def people(self) -> list[Person]:
        """The people of the office with their roles, each as last said."""
        last = self.rows("SELECT * FROM person WHERE seq IN (SELECT max(seq) FROM person GROUP BY who) ORDER BY seq")
        return [
            Person(p["who"], tuple(json.loads(p["roles"])), p["level"], date.fromisoformat(p["starts"]), _day(p["ends"]))
            for p in last
        ]  # fmt: skip

    @property
    def strict(self) -> bool:
        """Whether only named people may act: as soon as an office has named some. In a demo anybody may try."""
        return self.settings["origin"] != "demo" and bool(self.people())

    @contextmanager
    def booking(
        self, by: str, act: str, on: date | None = None, role: str | None = None
    ) -> Iterator[tuple[Connection, date]]:
        """A write on a day (by default today) by somebody who may act here, in a role if one is asked for; the book then knows the day.

        Refused for a stranger where the office has named its people: see `strict`.
        """
        day = on or self.today()
        with self.write(by, act, self.stamped(on)) as tx:
            workflow.may_act(self.people(), by, day, role, strict=self.strict)
            yield tx, day
            self.move_last_day(tx, day)

    # ---- steps --------------------------------------------------------------------------------------

    def open_file(self, file: Household, by: str, source: Source | None = None) -> None:
        """A new case file without any step yet; the first is its report or application."""
        said = source or Source("form", self.today())
        with self.booking(by, f"open file {file.file_number}", said.learnt_on) as (tx, _):
            self.add_households(tx, [file], said, is_new=True)

    def state(self, number: str) -> str | None:
        """The state of a case (STATES); None before it was applied for."""
        state = self._row(self.db.conn, number, 0)["state"]
        return None if state is None else str(state)

    def steps(self, number: str) -> list[Step]:
        """What was done with a case, in order."""
        return self._steps(" AND file_number = ?", (number,)).get(number, [])

    def _steps(self, which: str = "", values: Sequence[str] = ()) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for s in self.rows(f"SELECT * FROM step WHERE file_number IS NOT NULL{which} ORDER BY seq", values):
            step = Step(s["act"], date.fromisoformat(s["made_on"]), s["made_by"], s["note"], _day(s["until"]))
            found.setdefault(s["file_number"], []).append(step)
        return found

    def act(
        self, number: str, act: str, by: str, *, on: date | None = None, note: str | None = None, until: date | None = None,
        seen: int | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """One step of a case by a named person: its new state, and the decision where the step makes one.

        Refused when the step is out of order, too early, by the wrong person, or the file changed since revision `seen`.
        """
        day = on or self.today()
        with self.write(by, f"{act} {number}", self.stamped(on)) as tx:
            self.stop_if_changed(number, seen)
            return self.do(tx, number, Step(act, day, by, note, until))

    def do(self, tx: Connection, number: str, step: Step) -> dict[str, Any]:
        """The step inside a transaction."""
        if step.on > self.today():
            raise Refused(f"{number}：{step.on} 还没有到。", f"{number}: {step.on} is in the future.")
        state = self._row(tx, number, 0)["state"]
        file = self.household(number)
        if step.act == "approve" and file.application_kind == "临时救助":
            step = step._replace(note="temporary")
        if step.act == "notice" and step.until is None:
            step = step._replace(until=workflow.notice_end(step.on, workflow.procedure()))
        try:
            new = workflow.check_step(
                self.steps(number), step, state=state, order=self.settings["steps"], people=self.people(), strict=self.strict,
                rules=workflow.procedure(),
            )  # fmt: skip
        except Refused as refusal:
            raise Refused(f"{number} {refusal.text.zh}", f"{number}, {refusal.text.en}") from refusal
        self.fill_in(tx, number, step)
        decided = None
        if step.act in ("approve", "recertify"):
            decided = self.decide_on(tx, [number], step.on, step.by, approving=step.act == "approve")[number]
        self.keep_step(tx, number, step, new, decided)
        return {"household": number, "state": new, "decision": decided}

    def fill_in(self, tx: Connection, number: str, step: Step) -> None:
        """What a step fills in on the form: the day of filing or of exit, a death; a new round empties both days."""
        said: dict[str, Any] = {}
        if step.act in _DATED:
            said[_DATED[step.act]] = step.on.isoformat()
        if step.act in ("apply", "relapse"):
            row = self._row(tx, number, 0)
            said |= {name: None for name in ("filed_on", "exited_on") if row[name] is not None}
        if step.act == "cancel" and step.note == "death":
            said["died_on"] = step.on.isoformat()
        if said:
            self.record(tx, number, said, Source("form", step.on, ACTS.words[step.act].zh), step.by)

    def keep_step(
        self, tx: Connection, number: str, step: Step, state: str | None, decision_id: int | None = None
    ) -> None:  # fmt: skip
        """Keeps a step that was checked, with the state of the case after it."""
        self._keep_step(tx, step, file_number=number, state=state, decision_id=decision_id)
        self.count_revision(tx, number, {"state": state})
        self.move_last_day(tx, step.on)

    def _keep_step(
        self, tx: Connection, step: Step, *, file_number: str | None = None, batch: str | None = None,
        state: str | None = None, decision_id: int | None = None,
    ) -> None:  # fmt: skip
        until = step.until and step.until.isoformat()
        said = (file_number, batch, step.act, step.on.isoformat(), step.by, step.note, until, state, decision_id)
        sql = "INSERT INTO step (file_number, batch, act, made_on, made_by, note, until, state, decision_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        tx.execute(sql, said)

    def decide_on(
        self, tx: Connection, numbers: Sequence[str], on: date, by: str, *, approving: bool = False
    ) -> dict[str, int]:
        """The decisions on these files on a day, kept; to approve what is open or not eligible is Refused."""
        facts = self.facts(on, numbers)
        found = assess(Population.of(facts.values(), list(facts)), self.standard(), on)
        for i, number in enumerate(facts) if approving else ():
            class_, asked = found.class_of(i), [FACT_WORDS[name] for name in found.class_missing(i)]
            if class_ == "undetermined":
                zh, en = "、".join(w.zh for w in asked), ", ".join(w.en for w in asked)
                raise Refused(
                    f"{number}：尚不能认定，请先查清{zh}。",
                    f"{number}: it cannot be decided yet; find out first: {en}.",
                )
            if class_ == "not_eligible":
                raise Refused(f"{number}：不符合条件，请用 refuse 不予通过，或更正事实。",
                              f"{number}: it is not eligible: refuse it, or correct its facts.")  # fmt: skip
        keep_rules(tx, found.standard)
        return self.decide(tx, found, facts, facts, by)

    # ---- corrections --------------------------------------------------------------------------------

    def correct(
        self, number: str, values: Mapping[str, Any], source: Source, by: str, *, true_from: date | None = None, place: int = 0,
        seen: int | None = None, keep: bool = True,
    ) -> dict[str, Any]:  # fmt: skip
        """Corrects fields of a file (or of a member) with their source; the answer before and after, as plain data.

        `keep=False` only shows it. Refused when the file changed since revision `seen`, or the source or day is wrong.
        """
        before = after = self.household(number)
        try:
            with self.booking(by, f"correct {number}: {', '.join(values)}", source.learnt_on) as (tx, _):
                self.stop_if_changed(number, seen)
                self._stop_if_a_step(number, before, values)
                self.record(tx, number, values, source, by, true_from=true_from, place=place)
                after = self.household(number)
                if not keep:
                    raise OnlyShownError
        except OnlyShownError:
            pass
        return self._both(before, after, self.last_day, number)

    def _stop_if_a_step(self, number: str, before: Household, values: Mapping[str, Any]) -> None:
        """Refused when a file would come on file or leave it by a correction; a wrong day may be put right."""
        for name in ("filed_on", "exited_on"):
            if name in values and (values[name] is None) != (getattr(before, name) is None):
                raise Refused(f"{number}：建档、脱困和注销须办理步骤，不能用更正登记。",
                              f"{number}: filing, exit and cancellation are steps and cannot be entered as a correction.")  # fmt: skip

    def _both(self, before: Household, after: Household, on: date, number: str) -> dict[str, Any]:
        aid = self.facts(on, number)[number]
        had = (aid.union_aid_received_fen or 0, aid.warmth_received_fen or 0)
        was, is_ = (
            assess(Population.of([facts_of(file, on, *had)], [number]), self.standard(), on) for file in (before, after)
        )
        changed = [c._asdict() for c in changes(was, is_)]
        return {"household": number, "before": was.row(0), "after": is_.row(0), "changes": changed}

    # ---- evidence -----------------------------------------------------------------------------------

    def add_evidence(
        self, number: str, kind: str, by: str, *, path: Path | None = None, title: str | None = None, issued_on: date | None = None,
        expires_on: date | None = None, place: int = 0,
    ) -> str | None:  # fmt: skip
        """A document of a file, by reference: where it lies and its SHA-256, which is given back; the document is not copied."""
        digest = None if path is None else file_digest(path)
        if path is not None and digest is None:
            raise Refused(f"读不了附件 {path}，请检查路径。", f"cannot read the attachment {path}: check the path.")
        with self.booking(by, f"evidence {kind} of {number}") as (tx, day):
            self._row(tx, number, place)
            self.keep_paper(
                tx,
                number,
                Paper(kind, issued_on, expires_on, place),
                day,
                by,
                title,
                str(path) if path else None,
                digest,
            )
        return digest

    def keep_paper(
        self, tx: Connection, number: str, paper: Paper, learnt_on: date, by: str, title: str | None = None,
        path: str | None = None, digest: str | None = None,
    ) -> None:  # fmt: skip
        """Keeps a document inside a transaction; Refused when there is no such kind."""
        if paper.kind not in EVIDENCE.words:
            known = ", ".join(EVIDENCE.words)
            raise Refused(
                f"没有材料种类 {paper.kind}；可用：{known}。",
                f"there is no kind of evidence {paper.kind}; there are: {known}.",
            )
        dates = [d and d.isoformat() for d in (paper.issued_on, paper.expires_on)]
        row = (number, paper.place, paper.kind, title, *dates, path, digest, learnt_on.isoformat(), by)
        sql = "INSERT INTO evidence (file_number, place, kind, title, issued_on, expires_on, path, sha256, learnt_on, made_by)"
        tx.execute(f"{sql} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def papers(self, number: str) -> list[Paper]:
        """The documents of a file."""
        rows = self.rows("SELECT * FROM evidence WHERE file_number = ? ORDER BY seq", (number,))
        return [Paper(e["kind"], _day(e["issued_on"]), _day(e["expires_on"]), e["place"]) for e in rows]

    def checklist(self, number: str, on: date | None = None) -> list[Wanted]:
        """Which documents this household needs, and which are there, missing or out of date."""
        papers, places = self.papers(number), self.places(number)
        return checklist(self.household(number), papers, on or self.today(), workflow.procedure(), places=places)

    # ---- what is due --------------------------------------------------------------------------------

    def due(self, on: date | None = None, within: int = 0) -> list[Due]:
        """What the cases want done by a day or so many days after it, the most overdue first."""
        day, rules, order = on or self.today(), workflow.procedure(), self.settings["steps"]
        steps, then, found = self._steps(" AND made_on <= ?", (day.isoformat(),)), self.states(day), []
        for h in self.rows("SELECT file_number, filed_on FROM household ORDER BY file_number"):
            if h["file_number"] in then:
                done = steps.get(h["file_number"], [])
                found += workflow.due(
                    h["file_number"], then[h["file_number"]], done, _day(h["filed_on"]), day, rules, order
                )
        soon = day + timedelta(days=within)
        return sorted((d for d in found if d.due_on <= soon), key=lambda d: (d.due_on, d.file_number))

    def states(self, day: date) -> dict[str, str | None]:
        """The state of each file that was known by a day, as its steps had made it."""
        at = day.isoformat()
        last = {r["file_number"]: r["state"] for r in self.rows(
            "SELECT file_number, state FROM step WHERE file_number IS NOT NULL AND made_on <= ? ORDER BY seq", (at,)
        )}  # fmt: skip
        first = self.rows(
            "SELECT file_number, iif(EXISTS (SELECT 1 FROM step s WHERE s.file_number = h.file_number), iif(filed_on <= learnt_on, 'active', NULL), state) "
            "AS state FROM household h WHERE learnt_on <= ?", (at,)
        )  # fmt: skip
        return {r["file_number"]: last.get(r["file_number"], r["state"]) for r in first}

    def year_end(self, year: int, by: str | None = None) -> dict[str, Any]:
        """Every file on file at the end of a year tested again: who stays, who leaves and why, what is still open; and the funds.

        With a name each file that can be decided is re-certified, which keeps a decision; leaving takes a step of its own.
        """
        if year > self.today().year:
            raise Refused(f"{year} 年还没有开始。", f"the year {year} has not begun yet.")
        day = min(date(year, 12, 31), self.today())
        facts, on = self.facts(day), day.isoformat()
        numbers = [
            h.file_number for h in self.households(day)
            if h.file_number in facts and (h.filed_on or "9999") <= on and not (h.exited_on and h.exited_on <= on)
        ]  # fmt: skip
        found = assess(Population.of([facts[n] for n in numbers], numbers), self.standard(), day)
        keys = ("household", "class", "missing", "net_income_per_capita_month_fen", "dibao_line_fen")
        answers = [{key: row[key] for key in keys} for row in map(found.row, range(len(numbers)))]
        recertified = 0
        if by:
            with self.write(by, f"year-end {year}", self.stamped(day)) as tx:
                for answer in answers:
                    number, done = answer["household"], self.steps(answer["household"])
                    is_new = not done or done[-1].on < day or (done[-1].on == day and done[-1].act != "recertify")
                    if is_new and answer["class"] != "undetermined" and self.state(number) in workflow.ON_FILE:
                        self.do(tx, number, Step("recertify", day, by))
                        recertified += 1
        left = "SELECT file_number, act, note, made_on FROM step WHERE act IN ('exit', 'cancel') AND made_on BETWEEN ? AND ? ORDER BY seq"
        return {
            "year": year, "on": day.isoformat(), "recertified": recertified,
            "stay": [a for a in answers if a["class"] not in ("undetermined", "not_eligible")],
            "leave": [a for a in answers if a["class"] == "not_eligible"],
            "open": [a for a in answers if a["class"] == "undetermined"],
            "left": [{"household": r["file_number"], "act": r["act"], "reason": r["note"], "on": r["made_on"]}
                     for r in self.rows(left, (f"{year}-01-01", f"{year}-12-31"))],
            "funds": self._funds_at(date(year, 12, 31)),
        }  # fmt: skip

    def _funds_at(self, day: date) -> list[dict[str, Any]]:
        """What is left of each fund at the end of a day, by its moves, and whether it is carried over or lapses by its rule."""
        until = {r["name"]: r["usable_until"] for r in self.rows("SELECT name, usable_until FROM fund")}
        return [
            {"fund": b.name, "left_fen": b.available_fen, "reserved_fen": b.reserved_fen, "usable_until": until[b.name],
             "then": "lapses" if (until[b.name] or "9999") <= day.isoformat() else "carried over"}
            for b in ledger.balances(self.db.conn, day)
        ]  # fmt: skip


def file_digest(path: Path) -> str | None:
    """The SHA-256 of a file; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class OnlyShownError(Exception):
    """Takes back what was only to be shown."""

"""The case work of the demo: two invented years of applications, visits, notices, corrections, reviews and exits, day by day."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from casework import workflow
from casework.assistance import assess
from casework.casebook import Casebook, Source
from casework.households import Household, Population, facts_of
from casework.workflow import Paper, Step

_INTAKE = {"apply": 0, "visit": 3, "review": 6, "notice": 7, "recheck": 16, "match": 20, "approve": 24}
"""The days from the application to each step of the intake."""
_MAKER = {"apply": "handles", "visit": "visits", "review": "reviews", "notice": "handles", "recheck": "rechecks", "match": "handles",
          "approve": "approves", "recertify": "reviews", "spotcheck": "reviews", "taper": "handles", "exit": "approves",
          "cancel": "approves", "refuse": "approves", "follow_up": "visits", "relapse": "handles", "report": "reports", "object": "handles", "settle": "rechecks", "convert": "approves"}  # fmt: skip
_PAPERS = ("application", "form", "identity", "income", "card", "membership", "consent")


class CaseWork:
    """What happens to each household on which day; `until` writes it, one transaction a day."""

    def __init__(
        self, book: Casebook, homes: Sequence[Household], random: Random, *, begun: date, last_day: date, by: Mapping[str, str]
    ) -> None:  # fmt: skip
        self.book, self.random, self.begun, self.last_day, self.by = book, random, begun, last_day, by
        self.events: list[tuple[date, int, Callable[[Any], None]]] = []
        self.states: dict[str, str | None] = {}
        self.temporary: set[str] = set()
        self.turns: dict[str, int] = {}
        self.deciding: list[tuple[str, Step]] = []
        facts = [facts_of(h, last_day) for h in homes]
        found = assess(Population.of(facts, [h.file_number for h in homes]), book.standard(), last_day)
        for i, h in enumerate(homes):
            if i == 3 and len(homes) > 20:
                h = dataclasses.replace(h, bank_card=homes[2].bank_card)
            self._plan(i, h, found.class_of(i))
        self.events.sort(key=lambda event: event[:2])

    def until(self, day: date) -> None:
        """Does what is to happen up to a day."""
        while self.events and self.events[0][0] <= day:
            now = self.events[0][0]
            with self.book.write(self.by["handles"], f"case work of {now}", f"{now}T09:00:00+00:00") as tx:
                while self.events and self.events[0][0] == now:
                    self.events.pop(0)[2](tx)
                self._decide(tx, now)

    # ---- what happens to a household ----------------------------------------------------------------

    def _plan(self, i: int, h: Household, class_: str) -> None:
        filed = date.fromisoformat(h.filed_on) if h.filed_on else None
        is_old = filed is not None and filed < self.begun + timedelta(days=30)
        filed = filed if filed is None or is_old else _friday(filed)
        if filed is None or (not is_old and class_ == "undetermined"):
            self._waiting(i, h, class_)
        elif class_ == "not_eligible":
            self._rises(i, h, filed, is_old)
        else:
            self._on_file(i, h, filed, is_old)

    def _on_file(self, i: int, h: Household, filed: date, is_old: bool) -> None:
        first, later = dataclasses.replace(h, exited_on=None), dict[str, Any]()
        if self.random.random() < 0.15 and h.medical_out_of_pocket_fen:
            later = {"medical_out_of_pocket_fen": h.medical_out_of_pocket_fen}
            first = dataclasses.replace(first, medical_out_of_pocket_fen=h.medical_out_of_pocket_fen * 6 // 10)
        if self.random.random() < 0.06:
            later["phone"] = h.phone
            first = dataclasses.replace(first, phone=f"199{self.random.randint(10_000_000, 99_999_999)}")
        is_temporary = not is_old and h.claimed_class == "意外致困" and filed > self.last_day - timedelta(days=150)
        if is_temporary:
            first = dataclasses.replace(first, application_kind="临时救助")
        known = self._opened(first, filed, is_old)
        if later:
            learnt = max(known + timedelta(days=30), filed + timedelta(days=self.random.randint(40, 400)))
            learnt = min(learnt, self.last_day - timedelta(days=1))
            since = max(learnt - timedelta(days=self.random.randint(0, 150)), filed)
            source = Source(self.random.choice(("visit", "document", "match")), learnt, "示例回访单")
            self._at(learnt, partial(self._correct, h.file_number, later, source, since))
        if is_old and (k := self._turn("old")) % 60 in (7, 30):
            reason = "death" if k % 60 == 7 else "moved"
            self._step(self.last_day - timedelta(days=160), h.file_number, "cancel", note=reason)
            return
        if is_temporary and filed < self.last_day - timedelta(days=90):
            self._step(filed + timedelta(days=80), h.file_number, "convert")
        self._reviewed(h.file_number, filed, is_temporary)

    def _reviewed(self, number: str, filed: date, is_temporary: bool) -> None:
        for years in (1, 2) if not is_temporary else ():
            day = _friday(filed + timedelta(days=365 * years - self.random.randint(7, 27)))
            if self.begun < day <= self.last_day and self.random.random() < 0.8:
                self._step(day, number, "recertify")
        day = _friday(date(self.last_day.year, self.random.randint(3, 9), self.random.randint(1, 28)))
        if self.random.random() < 0.34 and filed + timedelta(days=5) < day:
            self._step(day, number, "spotcheck")

    def _rises(self, i: int, h: Household, filed: date, is_old: bool) -> None:
        """A household whose income has risen since it was filed; half of them have left, one fell back."""
        costs = sum(c or 0 for c in (h.medical_out_of_pocket_fen, h.schooling_cost_fen, h.other_rigid_expenditure_fen))
        low = 150_000 * 12 * (h.size or 1) + costs
        rise = (h.annual_income_fen or low) - low
        first = dataclasses.replace(
            h, annual_income_fen=low, other_income_fen=max(0, (h.other_income_fen or 0) - rise), exited_on=None
        )
        known = self._opened(first, filed, is_old)
        risen = max(known, filed) + timedelta(days=60)
        day = date.fromisoformat(h.exited_on) if h.exited_on else None
        if day and risen + timedelta(days=200) > day:
            day = self.last_day - timedelta(days=20)
        learnt = min(risen, self.last_day - timedelta(days=2)) if day is None else min(risen, day - timedelta(days=5))
        said = {"annual_income_fen": h.annual_income_fen, "other_income_fen": h.other_income_fen}
        self._at(
            learnt,
            partial(
                self._correct,
                h.file_number,
                said,
                Source("match", learnt, "示例比对报告"),
                max(filed, learnt - timedelta(days=20)),
            ),
        )
        if day is None:
            if i % 2 and learnt + timedelta(days=30) < self.last_day:
                self._step(
                    self.last_day - timedelta(days=3), h.file_number, "taper", until=self.last_day + timedelta(days=180)
                )
            return
        self._step(day, h.file_number, "exit", note="above_line")
        if i % 3 == 0 and day < self.last_day - timedelta(days=60):
            self._step(day + timedelta(days=45), h.file_number, "follow_up", note="电话回访，收入稳定（示例）")
        if i % 3 == 1 and day < self.last_day - timedelta(days=60):
            back = day + timedelta(days=50)
            lower = {"annual_income_fen": low, "other_income_fen": first.other_income_fen}
            self._at(back, partial(self._correct, h.file_number, lower, Source("visit", back, "示例返困登记"), back))
            self._step(back, h.file_number, "relapse", note="重病返困（示例）")

    def _waiting(self, i: int, h: Household, class_: str) -> None:
        """A household in the intake: each stands at another step, and one in so many was refused."""
        h = dataclasses.replace(h, filed_on=None, exited_on=None)
        k = self._turn("waiting")
        done = [*_INTAKE][: 1 + k % 6]
        is_refused = class_ == "not_eligible" or k % 7 == 6
        applied = self.last_day - timedelta(days=_INTAKE[done[-1]] + self.random.randint(0, 9) + 20 * is_refused)
        self._at(applied, partial(self._open, h, applied))
        for act in done:
            self._intake(applied, h.file_number, act)
        if is_refused:
            self._step(
                self.last_day - timedelta(days=2),
                h.file_number,
                "refuse",
                note="not_eligible" if class_ == "not_eligible" else "withdrawn",
            )

    # ---- single acts --------------------------------------------------------------------------------

    def _opened(self, h: Household, filed: date, is_old: bool) -> date:
        """The file opened: taken over from paper, or step by step up to its approval; the day it came to be known."""
        if is_old:
            day = max(self.begun, filed)
            self._at(day, partial(self._take_over, h, day))
            return day
        applied = filed - timedelta(days=_INTAKE["approve"])
        self._at(applied, partial(self._open, dataclasses.replace(h, filed_on=None), applied))
        if self.random.random() < 0.3:
            self._step(applied, h.file_number, "report", note="小组走访发现（示例）")
        for act in _INTAKE:
            self._intake(applied, h.file_number, act)
            if act == "notice" and self._turn("notice") % 40 == 3:
                self._step(applied + timedelta(days=9), h.file_number, "object", note="邻居反映有车（示例）")
                self._step(applied + timedelta(days=11), h.file_number, "settle", note="查无此车（示例）")
        return filed

    def _intake(self, applied: date, number: str, act: str) -> None:
        day = applied + timedelta(days=_INTAKE[act])
        until = workflow.notice_end(day, workflow.procedure()) if act == "notice" else None
        self._step(day, number, act, until=until)

    def _turn(self, what: str) -> int:
        """How many of these there were before."""
        self.turns[what] = self.turns.get(what, -1) + 1
        return self.turns[what]

    def _at(self, day: date, act: Callable[[Any], None]) -> None:
        self.events.append((day, len(self.events), act))

    def _step(self, day: date, number: str, act: str, note: str | None = None, until: date | None = None) -> None:
        self._at(day, partial(self._do, number, Step(act, day, self.by[_MAKER[act]], note, until)))

    def _take_over(self, h: Household, day: date, tx: Any) -> None:
        self.book.add_households(tx, [h], Source("form", day, "纸质档案转录（示例）"))
        self.states[h.file_number] = "active"

    def _open(self, h: Household, day: date, tx: Any) -> None:
        self.book.add_households(tx, [h], Source("form", day, "申请表（示例）"), is_new=True)
        self.states[h.file_number] = None
        if h.application_kind == "临时救助":
            self.temporary.add(h.file_number)
        for kind in _PAPERS:
            if self.random.random() < 0.9:
                self.book.keep_paper(tx, h.file_number, Paper(kind, day, None), day, self.by["handles"])

    def _correct(self, number: str, values: dict[str, Any], source: Source, since: date, tx: Any) -> None:
        self.book.record(tx, number, values, source, self.by["handles"], true_from=since)

    def _do(self, number: str, step: Step, tx: Any) -> None:
        if step.act in ("approve", "recertify"):
            self.deciding.append((number, step))
        else:
            self.book.fill_in(tx, number, step)
            self._keep(tx, number, step, None)

    def _decide(self, tx: Any, day: date) -> None:
        """The approvals and re-certifications of a day, decided together."""
        waiting, self.deciding = self.deciding, []
        for number, step in waiting:
            self.book.fill_in(tx, number, step)
        for by in dict.fromkeys(step.by for _, step in waiting):
            decided = self.book.decide_on(tx, [number for number, step in waiting if step.by == by], day, by)
            for number, step in waiting:
                if step.by == by:
                    self._keep(tx, number, step, decided[number])

    def _keep(self, tx: Any, number: str, step: Step, decision: int | None) -> None:
        if step.act == "approve" and number in self.temporary:
            step = step._replace(note="temporary")
        self.states[number] = workflow.state_after(self.states[number], step, "notice-first")
        self.book.keep_step(tx, number, step, self.states[number], decision)


def _friday(day: date) -> date:
    """The Friday of its week or the next: the office decides on Fridays."""
    return day + timedelta(days=(4 - day.weekday()) % 7)

"""Grants: the funds of a casebook, what is due to whom, and plans of who gets what."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from casework import ledger, standards
from casework.assistance import KEYS, Assessment, assess
from casework.assistance.compare import arrears, changes, gains, moves, totals
from casework.casebook import schema
from casework.casebook.acts import Acts, OnlyShownError
from casework.casebook.cases import is_shipped, keep_rules
from casework.casebook.store import Connection
from casework.funds import Ceiling, Fund, FundFile, Limits, Need, Plan, Sharing, needs
from casework.funds.terms import ApprovalStep, ceiling
from casework.households import Household, Population, fields
from casework.money import show
from casework.standards.office import with_lines
from casework.vocabulary import LEVELS, Refused

_NO_LIMITS = Limits()


class Grants(Acts):
    """A casebook with its funds, what is due, and plans."""

    # ---- funds --------------------------------------------------------------------------------------

    def add_funds(
        self, files: Sequence[FundFile], by: str, booked_on: date | None = None, *, keep: bool = True
    ) -> list[Fund]:
        """Adds funds, their reserves and receipts, and gives them as the book then has them; `keep=False` only shows them.

        A receipt that is there is left, one not yet due is Refused. A reserve may change; other restrictions of a fund
        that is there are Refused.
        """
        day = booked_on or self.today()
        late = next((r for file in files for r in file.receipts if r.date > day), None)
        if late:
            raise Refused(f"收入 {late.reference} 的日期 {late.date} 还没有到，请到账后再登记。",
                          f"the receipt {late.reference} is dated {late.date}, in the future: add it when the money is there.")  # fmt: skip
        names, found = {f.name for f in files}, list[Fund]()
        act = f"funds: {', '.join(f.name for f in files)}"
        with suppress(OnlyShownError), self.booking(by, act, booked_on) as (tx, _):
            for file in files:
                fund_id = self._add_fund(tx, file)
                for r in file.receipts:
                    key = f"receipt:{fund_id}:{r.date}:{r.reference}"
                    ledger.receive(tx, fund_id, r.amount_fen, key=key, on=r.date, by=by, reference=r.reference)
            found = [fund for fund in self.funds() if fund.name in names]
            if not keep:
                raise OnlyShownError
        return found

    def _add_fund(self, tx: Connection, file: FundFile) -> int:
        pays = (file.source, json.dumps(file.pays.aids), json.dumps(file.pays.classes), int(file.pays.archived_only),
                file.usable_until and file.usable_until.isoformat())  # fmt: skip
        cap, said = file.household_cap and file.household_cap.amount_fen, json.dumps(file.terms(), ensure_ascii=False)
        terms = (file.usable_from and file.usable_from.isoformat(), cap, said)
        known = (
            "SELECT id, source, aids, classes, archived_only, usable_until, usable_from, household_cap_fen, coalesce(terms, '{}') "
            "FROM fund LEFT JOIN fund_terms ON fund_id = id WHERE name = ?"
        )
        there = tx.execute(known, (file.name,)).fetchone()
        if there and tuple(there[1:]) != pays + terms:
            raise Refused(f"资金 {file.name} 已登记，使用范围不同；请换名或沿用原范围。",
                          f"the fund {file.name} is there with other restrictions: use another name or the same restrictions.")  # fmt: skip
        sql = "INSERT INTO fund (name, source, aids, classes, archived_only, usable_until, reference) VALUES (?, ?, ?, ?, ?, ?, ?)"
        fund_id = int(there[0] if there else tx.execute(sql, (file.name, *pays, file.reference)).lastrowid)
        if not there:
            tx.execute("INSERT INTO fund_terms VALUES (?, ?, ?, ?)", (fund_id, *terms))
        if file.reserve:
            kept = (fund_id, file.reserve.amount_fen, json.dumps(file.reserve.aids))
            tx.execute("DELETE FROM fund_reserve WHERE fund_id = ?", (fund_id,))
            tx.execute("INSERT INTO fund_reserve (fund_id, amount_fen, aids) VALUES (?, ?, ?)", kept)
        return fund_id

    def funds(self) -> list[Fund]:
        """Every fund with its restrictions and what it has available now (nothing after its last day), in the order they were added."""
        found = self.rows(
            "SELECT f.*, r.amount_fen AS kept_fen, r.aids AS kept_for, t.usable_from, t.household_cap_fen, coalesce(t.terms, '{}') AS terms "
            "FROM fund f LEFT JOIN fund_reserve r ON r.fund_id = f.id LEFT JOIN fund_terms t ON t.fund_id = f.id ORDER BY f.id"
        )
        granted: dict[int, dict[tuple[str, str], int]] = {}
        for g in self.rows(
            "SELECT fund_id, aid, class, sum(reserved_fen + paid_fen) AS fen FROM grant WHERE fund_id IN "
            "(SELECT fund_id FROM fund_terms WHERE json_extract(terms, '$.ceilings') IS NOT NULL) GROUP BY 1, 2, 3"
        ):
            granted.setdefault(g["fund_id"], {})[g["aid"], g["class"]] = g["fen"]
        return [_fund(f, granted.get(f["id"], {}), self.today()) for f in found]

    # ---- plans --------------------------------------------------------------------------------------

    def needs(self, assessment: Assessment, booked_on: date | None = None) -> list[Need]:
        """What is still due to each household on file or not, after the grants of the same year; nothing after its exit.

        Nor what the same person was granted in another file, or had from elsewhere: see `doubles`. Which funds may pay it
        depends on the day on which it would be booked: by default today; in a demo, whose days are invented, that of the
        assessment.
        """
        granted: dict[tuple[str, str], dict[str, int]] = {}
        for g in self.rows(
            "SELECT g.file_number, g.aid, f.name, g.reserved_fen + g.paid_fen AS fen FROM grant g JOIN fund f ON f.id = g.fund_id "
            "WHERE g.period = ?", (period(assessment.on),),
        ):  # fmt: skip
            granted.setdefault((g["file_number"], g["aid"]), {})[g["name"]] = g["fen"]
        funds = self.funds()
        asked = sorted({name for fund in funds for name, _ in fund.people} & fields(Household).keys())
        there = self.rows(f"SELECT {', '.join(('file_number', 'filed_on', 'hukou_division', *asked))} FROM household")
        day = booked_on or (assessment.on if self.settings["origin"] == "demo" else self.today())
        gone = self._gone(assessment.on)
        due = needs(assessment, funds, granted, {r["file_number"]: r for r in there}, day)
        had = {key for key, funds in granted.items() if any(funds.values())}
        return self._single([n for n in due if n.household not in gone], had, assessment.on)

    def _single(self, due: list[Need], had: set[tuple[str, str]], on: date) -> list[Need]:
        """These needs without those of a person who is served in another file, less what came from elsewhere."""
        shared, elsewhere = self._shared(), self._had_elsewhere(period(on))
        found, taken = [], set(had)
        for need in sorted(due, key=lambda n: n.turn):
            key = (need.household, need.aid)
            if any((other, need.aid) in taken for other in shared.get(need.household, ())):
                continue
            left = need.amount_fen - elsewhere.get(key, 0)
            if left > 0:
                taken.add(key)
                found.append(need if left == need.amount_fen else replace(need, amount_fen=left))
        place = {(n.household, n.aid): i for i, n in enumerate(due)}
        return sorted(found, key=lambda n: place[n.household, n.aid])

    def _shared(self) -> dict[str, set[str]]:
        """For each file the other files that are open and have one of its people, as head or member."""
        people = (
            f"SELECT {schema.PERSON} AS who, file_number FROM household WHERE exited_on IS NULL UNION ALL "
            f"SELECT coalesce(m.id_number_index, m.id_number), m.file_number FROM member m JOIN household h USING (file_number) "
            "WHERE m.left_on IS NULL AND m.died_on IS NULL AND h.exited_on IS NULL"
        )
        files: dict[str, set[str]] = {}
        for row in self.rows(
            f"WITH p AS ({people}) SELECT who, file_number FROM p WHERE who IN (SELECT who FROM p GROUP BY who HAVING count(DISTINCT file_number) > 1)"
        ):
            files.setdefault(row["who"], set()).add(row["file_number"])
        found: dict[str, set[str]] = {}
        for together in files.values():
            for number in together:
                found.setdefault(number, set()).update(together - {number})
        return found

    def _had_elsewhere(self, year: str) -> dict[tuple[str, str], int]:
        rows = self.rows(
            "SELECT file_number, aid, sum(amount_fen) AS fen FROM elsewhere WHERE period = ? AND amount_fen > 0 GROUP BY 1, 2",
            (year,),
        )
        return {(r["file_number"], r["aid"]): r["fen"] for r in rows}

    def _gone(self, on: date) -> set[str]:
        """The households that have exited by a day."""
        rows = self.rows("SELECT file_number FROM household WHERE exited_on <= ?", (on.isoformat(),))
        return {row["file_number"] for row in rows}

    def sharing(
        self, pack: str | None = None, on: date | None = None, limits: Limits = _NO_LIMITS,
        *, within: str | None = None, available: Mapping[str, int] | None = None,
    ) -> tuple[Assessment, Sharing]:  # fmt: skip
        """What is due and the funds made ready to be shared, and the assessment they rest on; Refused when there is nothing.

        `within`: a level of the union (LEVELS); no aid is then granted beyond what it may approve. `available`: what some funds
        are supposed to have instead, fen by name.
        """
        funds = self.funds()
        if not funds:
            raise Refused("案卷库中没有资金，请先用 casework funds 登记。",
                          "this casebook has no funds: add them with casework funds first.")  # fmt: skip
        if strange := sorted(set(available or {}) - {fund.name for fund in funds}):
            known = ", ".join(fund.name for fund in funds)
            raise Refused(f"没有资金 {strange[0]}；已有：{known}。", f"there is no fund {strange[0]}; the funds are {known}.")  # fmt: skip
        assessment = self.assess(pack, on)
        if not len(assessment):
            raise Refused("案卷库中没有案卷，无从分配；请先导入或录入。",
                          "this casebook has no case files, so there is nothing to share: import or enter them first.")  # fmt: skip
        needs = self.needs(assessment)
        if within:
            needs, limits = _within(within, needs, funds, limits, assessment.standard)
        funds = [replace(f, available_fen=(available or {}).get(f.name, f.available_fen)) for f in funds]
        return assessment, Sharing(needs, funds, limits)

    def allocate(
        self, policy: str, pack: str | None = None, on: date | None = None, limits: Limits = _NO_LIMITS,
        *, within: str | None = None, available: Mapping[str, int] | None = None,
    ) -> tuple[Assessment, Plan]:  # fmt: skip
        """A plan for what is due, and the assessment it rests on; nothing is booked. See `sharing`."""
        assessment, sharing = self.sharing(pack, on, limits, within=within, available=available)
        return assessment, sharing.plan(policy)

    def adopt(self, plan: Mapping[str, Any], by: str, booked_on: date | None = None) -> dict[str, Any]:
        """Books the grants of a plan with a decision for each household, and reserves their money; all or nothing.

        `plan` is what `plan_json` gave. Refused when it grants more than is due, or than a fund has, or what no rule
        allows: because it was edited, or because the facts, the rules or the grants booked have changed since.
        """
        grants = sorted(plan["grants"], key=lambda g: (g["household"], g["aid"], g["fund"]))
        if not grants:
            raise Refused("方案没有任何帮扶，无需采用。", "the plan grants nothing: there is nothing to adopt.")
        with self.booking(by, "adopt a plan", booked_on, "handler") as (tx, day):
            named, shared = {str(g["household"]) for g in grants}, self._shared()
            facts = self.facts(
                self.day(date.fromisoformat(plan["on"])), named.union(*(shared.get(n, set()) for n in named))
            )
            population = Population.of(facts.values(), list(facts))
            assessment = assess(population, self._rules_of(plan), date.fromisoformat(plan["on"]))
            due = self._still_due(self.needs(assessment, day), assessment.standard.digest == plan["digest"], grants)
            keep_rules(tx, assessment.standard)
            decisions = self.decide(tx, assessment, facts, {g["household"] for g in grants}, by)
            batch = (
                f"{period(assessment.on)}-{1 + tx.execute('SELECT count(DISTINCT batch) FROM grant').fetchone()[0]:03d}"
            )
            ids = dict(tx.execute("SELECT name, id FROM fund").fetchall())
            for g in grants:
                need = due[g["household"], g["aid"]]
                grant_id = int(tx.execute(_GRANT, (
                    batch, need.household, need.aid, need.class_, int(need.archived), ids[g["fund"]], period(assessment.on),
                    decisions[need.household], g["amount"], by, day.isoformat(),
                )).lastrowid)  # fmt: skip
                ledger.reserve(tx, grant_id, g["amount"], key=f"reserve:{grant_id}", on=day, by=by)
        return {"batch": batch, "grants": len(grants), "reserved_fen": sum(g["amount"] for g in grants)}

    def _rules_of(self, plan: Mapping[str, Any]) -> standards.Standard:
        """The rules of a plan, with the lines of the office as they are signed now."""
        own = plan.get("rules")
        if not own:
            return self.standard(plan["pack"])
        return with_lines(standards.parse(own["pack_text"], own["lines_text"], plan["pack"]), self.signed_lines())

    def _still_due(
        self, needed: Sequence[Need], fits: bool, grants: Sequence[dict[str, Any]]
    ) -> dict[tuple[str, str], Need]:
        """What is due by household and aid; Refused when these grants go beyond it or beyond what limits a fund."""
        due = {(n.household, n.aid): n for n in needed}
        left = {key: need.amount_fen for key, need in due.items()}
        limits = {fund.name: fund.limits() for fund in self.funds()}
        spare = {(name, k): limit.left_fen for name, some in limits.items() for k, limit in enumerate(some)}
        room = {(need.household, fund): fen for need in needed for fund, fen in need.room}
        for g in grants:
            key, fund, fen = (g["household"], g["aid"]), g["fund"], g["amount"]
            fits = fits and key in due and fund in due[key].funds and type(fen) is int and 0 < fen <= left[key]
            if not fits:
                raise Refused("方案与案卷库现状不符（方案被改动，或事实、规则、已登记的帮扶有变），请重新分配。",
                              "the plan does not fit this casebook (it was edited, or facts, rules or grants have changed): allocate again.")  # fmt: skip
            left[key] -= fen
            for k, limit in enumerate(limits[fund]):
                spare[fund, k] -= fen if limit.covers(g["aid"], due[key].class_) else 0
                if spare[fund, k] < 0:
                    raise _too_much(fund, limit, -spare[fund, k])
            if (whose := (g["household"], fund)) in room:
                room[whose] -= fen
                if room[whose] < 0:
                    raise Refused(f"方案由资金 {fund} 给 {whose[0]} 的，超过该资金给一户的年度上限 {show(-room[whose])} 元，请重新分配。",
                                  f"the plan gives {whose[0]} {show(-room[whose])} yuan more than the fund {fund} gives one household in a year: allocate again.")  # fmt: skip
        return due

    # ---- the reach of a change ----------------------------------------------------------------------

    def compare(self, before: standards.Standard, after: standards.Standard, on: date | None = None) -> dict[str, Any]:
        """The reach of a change of rules on a day, as plain data, fen: households on file that change, totals, cost and arrears.

        Arrears are of grants of the year booked since the new rules began, which rested on other rules.
        """
        day = self.day(on)
        gone = self._gone(day)
        facts = {number: said for number, said in self.facts(day).items() if number not in gone}
        people = Population.of(facts.values(), list(facts))
        was, is_ = (assess(people, standard, day) for standard in (before, after))
        since = first_day(after, day)
        sums, found = totals(was, is_), changes(was, is_)
        return {
            "from": before.stem, "to": after.stem, "on": day.isoformat(), "since": since and since.isoformat(),
            "households": [
                {"household": c.household, "class": dict(zip(("from", "to"), c.class_, strict=True)),
                 "aids": {f"{KEYS[aid]}_fen": dict(zip(("from", "to"), pair, strict=True)) for aid, pair in c.aids.items()}}
                for c in found
            ],
            "moves": moves(was, is_),
            "gains": gains(found),
            "totals": sums,
            "cost_fen": sum(t["fen_to"] - t["fen_from"] for t in sums),
            "arrears": arrears(was, is_, self._granted_since(since, day, after.digest)),
        }  # fmt: skip

    def _granted_since(self, since: date | None, day: date, digest: str) -> dict[tuple[str, str], int]:
        rows = self.rows(
            "SELECT g.file_number, g.aid, sum(g.reserved_fen + g.paid_fen) AS fen FROM grant g JOIN decision d ON d.id = g.decision_id "
            "WHERE g.period = ? AND d.decided_on >= ? AND d.decided_on <= ? AND d.digest <> ? GROUP BY 1, 2 HAVING fen > 0",
            (period(day), (since or date.min).isoformat(), day.isoformat(), digest),
        )  # fmt: skip
        return {(r["file_number"], r["aid"]): r["fen"] for r in rows}


_GRANT = (
    "INSERT INTO grant (batch, file_number, aid, class, archived, fund_id, period, decision_id, amount_fen, adopted_by, adopted_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _fund(f: Mapping[str, Any], granted: Mapping[tuple[str, str], int], today: date) -> Fund:
    """A fund from its row with its reserve and terms, and what it granted, fen by aid and class."""
    said, last = json.loads(f["terms"]), f["usable_until"] and date.fromisoformat(f["usable_until"])
    return Fund(
        f["name"], tuple(json.loads(f["aids"])), tuple(json.loads(f["classes"])), bool(f["archived_only"]),
        0 if last and last < today else f["received_fen"] - f["reserved_fen"] - f["paid_fen"],
        f["kept_fen"] or 0, tuple(json.loads(f["kept_for"] or "[]")),
        tuple(ceiling(limit, f["received_fen"], granted) for limit in said.get("ceilings", ())), f["household_cap_fen"],
        regions=tuple(said.get("regions", ())), people=tuple((name, tuple(values)) for name, values in said.get("people", {}).items()),
        usable_from=f["usable_from"] and date.fromisoformat(f["usable_from"]), usable_until=last,
        approval=tuple(ApprovalStep(**step) for step in said.get("approval", ())), references=tuple(said.get("references", {}).items()),
    )  # fmt: skip


def _too_much(fund: str, limit: Ceiling, fen: int) -> Refused:
    if not limit.said.zh:
        return Refused(f"资金 {fund} 余额（专门留存除外）不够此方案，还差 {show(fen)} 元，请重新分配。",
                       f"the fund {fund} has {show(fen)} yuan too little for this plan beside its reserve: allocate again.")  # fmt: skip
    return Refused(f"资金 {fund}：{limit.said.zh}，方案超出 {show(fen)} 元，请重新分配。",
                   f"the fund {fund} ({limit.said.en}): the plan goes {show(fen)} yuan beyond it: allocate again.")  # fmt: skip


def _within(
    level: str, needs: Sequence[Need], funds: Sequence[Fund], limits: Limits, rules: standards.Standard
) -> tuple[list[Need], Limits]:
    """The needs and limits when nothing may be granted that a higher level has to approve, by the rules or by a fund."""
    higher = list(LEVELS.words)[list(LEVELS.words).index(level) + 1 :]
    steps = [step.over for step in rules.pack.approval.steps if step.level in higher] if rules.pack.approval else []
    asked = {f.name: [step.over_fen for step in f.approval if step.level in higher] for f in funds}
    found = [replace(n, most=tuple((name, min(asked[name])) for name in n.funds if asked[name])) for n in needs]
    return found, replace(
        limits, most_fen=min([*steps, *([] if limits.most_fen is None else [limits.most_fen])], default=None)
    )


def plan_json(assessment: Assessment, plan: Plan) -> dict[str, Any]:
    """A plan with the rules and day it rests on, the households that cannot be decided yet, and what one more yuan would do.

    Rules that do not come with casework stand in it whole, so that it can be adopted without their file.
    """
    rules = assessment.standard
    rests_on = {"pack": rules.stem, "digest": rules.digest, "on": assessment.on.isoformat()}
    own = {} if is_shipped(rules) else {"rules": {"pack_text": rules.text, "lines_text": rules.lines_text}}
    more = {"one_more": plan.one_more(), "notices": [text._asdict() for text in plan.notices()]}
    return plan.to_json() | rests_on | {"undecided": assessment.undecided()} | more | own


def first_day(rules: standards.Standard, on: date) -> date | None:
    """The day on which these rules began to be what they are on a day: their own first one, or that of their latest line."""
    read = [rules.line_value(region, on) for region in (rules.region, *rules.other_lines()) if region]
    days = [d for d in (rules.pack.valid_from, *(line and line.starts for line in read)) if d]
    return max(days, default=None)


def period(on: date) -> str:
    """The period of a grant: the calendar year."""
    return str(on.year)

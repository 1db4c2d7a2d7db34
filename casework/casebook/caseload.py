"""Caseload: what the files want done, who was visited, who came and left, and how far aid brings those on file to the line."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from casework import workflow
from casework.assistance import Assessment
from casework.assistance.stacking import is_limited, together
from casework.casebook.acts import Acts
from casework.casebook.register import named
from casework.indicators import Standing, standing
from casework.vocabulary import ACTS, CLASSES, STATES, Text
from casework.workflow import ON_FILE, Due
from casework.workflow.days import after_months

EVER = 40_000
"""So many days ahead is all that is ever due."""
FOUND = 200
"""A search shows so many files at most."""
KINDS = ACTS.words | {
    "notice_ends": Text("公示期满", "end of public notice"), "filed_on": Text("补登日期", "a date is missing"),
}  # fmt: skip
"""The words for what may be due."""


class Item(NamedTuple):
    """A file and what it wants done, if anything."""

    file_number: str
    name: str
    state: str | None
    due: Due | None


def agenda(book: Acts) -> list[Item]:
    """All that the files want done, however far ahead, the most overdue first."""
    files = {f["file_number"]: f for f in book.rows("SELECT file_number, name, state FROM household")}
    return [Item(**files[due.file_number], due=due) for due in book.due(within=EVER)]


def kinds(items: Sequence[Item]) -> list[str]:
    """What is due, each kind once, in the order of the work."""
    there = {item.due.what for item in items if item.due}
    return [kind for kind in KINDS if kind in there]


def ahead(items: Sequence[Item], kind: str, until: date) -> list[Item]:
    """What is due by a day, of one kind or (empty) of every kind."""
    return [i for i in items if i.due and i.due.due_on <= until and kind in ("", i.due.what)]


def find(book: Acts, items: Sequence[Item], text: str) -> list[Item]:
    """The files in whose number or name each word of a text stands, with what each wants next, or nothing."""
    first = {item.file_number: item.due for item in reversed(items)}
    return [Item(**f, due=first.get(f["file_number"])) for f in named(book, text, FOUND)]


def doers(book: Acts, act: str) -> list[str]:
    """The people of the office who hold the role of an act."""
    return [person.name for person in book.people() if workflow.role_of(act) in person.roles]


def counts(book: Acts, items: Sequence[Item]) -> list[tuple[Text, int, int | None]]:
    """Files by state and what is due by kind: in all, and of what is due how much is late."""
    rows = book.rows("SELECT state, count(*) AS n FROM household GROUP BY state")
    files = {row["state"]: row["n"] for row in rows}
    due = [(kind, [i.due.late_days > 0 for i in items if i.due and i.due.what == kind]) for kind in kinds(items)]
    return [
        *((STATES.words[state], files[state], None) for state in STATES.words if state in files),
        *((KINDS[kind], len(late), sum(late)) for kind, late in due),
    ]


# ---- visits -------------------------------------------------------------------------------------------


class Visits(NamedTuple):
    """Home visits and follow-ups, in files: of this year by month and by person; of those on file by class.

    `classes` has for each class how many are on file, were visited in the last twelve months, and never were.
    """

    months: dict[str, tuple[int, int]]
    people: dict[str, tuple[int, int]]
    classes: dict[str, tuple[int, int, int]]
    never: list[tuple[str, str, str]]


# What was learnt on a home visit shows that there was one, even where no step says so.
_VISITS = """SELECT file_number, made_on AS day, act, made_by FROM step
    WHERE file_number IS NOT NULL AND act IN ('visit', 'follow_up') AND made_on <= :on
    UNION ALL SELECT DISTINCT file_number, learnt_on, 'visit', made_by FROM fact f
    WHERE source = 'visit' AND learnt_on <= :on AND NOT EXISTS (SELECT 1 FROM step s WHERE s.file_number = f.file_number
    AND s.act = 'visit' AND s.made_on = f.learnt_on)"""


def visits(book: Acts, assessment: Assessment) -> Visits:
    """The visits up to today, and the households on file by their class of today."""
    today = book.today()
    done = book.rows(_VISITS, {"on": today.isoformat()})
    year = [v for v in done if v["day"] >= f"{today.year}-01-01"]
    since = after_months(today, -12).isoformat()
    ever = {v["file_number"] for v in done if v["act"] == "visit"}
    lately = {v["file_number"] for v in done if v["act"] == "visit" and v["day"] > since}
    classes: dict[str, list[str]] = {}
    for number, class_ in _on_file(book, assessment).items():
        classes.setdefault(class_, []).append(number)
    names = {f["file_number"]: f["name"] for f in book.rows("SELECT file_number, name FROM household")}
    return Visits(
        {month: _both(v for v in year if v["day"][:7] == month) for month in _months(today)},
        {who: _both(v for v in year if v["made_by"] == who) for who in sorted({v["made_by"] for v in year})},
        {c: (len(some), len(lately & {*some}), len({*some} - ever)) for c in CLASSES.words if (some := classes.get(c))},
        [(n, names[n], c) for c in CLASSES.words for n in classes.get(c, []) if n not in ever],
    )


def _months(today: date) -> list[str]:
    return [f"{today.year}-{month:02d}" for month in range(1, today.month + 1)]


def _both(some: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """How many files were visited at home, and how many were followed up."""
    files = Counter(act for act, _ in {(v["act"], v["file_number"]) for v in some})
    return files["visit"], files["follow_up"]


def _on_file(book: Acts, assessment: Assessment) -> dict[str, str]:
    """The class of each household on file, by number."""
    rows = book.rows("SELECT file_number FROM household WHERE state IN (SELECT value FROM json_each(?))", (json.dumps(ON_FILE),))  # fmt: skip
    there = {row["file_number"] for row in rows}
    return {n: assessment.class_of(i) for i, n in enumerate(assessment.population.numbers) if n in there}


# ---- who came and left --------------------------------------------------------------------------------


class Flow(NamedTuple):
    """Households that came on file and left it in a year. The reason of a departure that only the form shows is empty.

    On file at the end are those of the start and the new ones, less exits, cancellations and relapses while tapering.
    """

    start: int
    new: int
    exits: Counter[str]
    cancelled: Counter[str]
    relapses: int
    while_tapering: int
    follow_ups: int
    refused: Counter[str]
    dropped: int

    @property
    def end(self) -> int:
        """On file at the end."""
        return self.start + self.new - self.exits.total() - self.cancelled.total() - self.while_tapering

    @property
    def rate(self) -> Fraction | None:
        """Exits among those on file at any time of the year; None when there was nobody."""
        return Fraction(self.exits.total(), self.start + self.new) if self.start + self.new else None


def flows(book: Acts, years: Sequence[int]) -> dict[int, Flow]:
    """Who came and left in each of these years, up to today."""
    events = [*_events(book)]
    return {year: _flow(events, str(year), book.today().isoformat()) for year in years}


_Event = tuple[str, str, str]
"""A day, what happened, and the reason."""


def _flow(events: Sequence[_Event], year: str, until: str) -> Flow:
    now = [(kind, why) for day, kind, why in events if day[:4] == year and day <= until]
    n, before = Counter(kind for kind, _ in now), Counter(kind for day, kind, _ in events if day[:4] < year)
    why = {kind: Counter(said for what, said in now if what == kind) for kind in ("exit", "cancel", "refuse")}
    start = before["approve"] - before["exit"] - before["cancel"] - before["fall_back"]
    return Flow(start, n["approve"], why["exit"], why["cancel"], n["relapse"] + n["fall_back"], n["fall_back"], n["follow_up"],
                why["refuse"], n["drop"])  # fmt: skip


def _events(book: Acts) -> Iterator[_Event]:
    """What happened to the files: a step, or a day of filing or exit that the form has and no step."""
    steps = book.rows(
        "SELECT file_number, act, made_on, note, state FROM step WHERE file_number IS NOT NULL ORDER BY seq"
    )
    on_form = _days_on_form(book, steps)
    for (_, field), day in on_form.items():
        yield day, "approve" if field == "filed_on" else "exit", ""
    states: dict[str, str | None] = {}
    for s in steps:
        number, act = s["file_number"], s["act"]
        was = states.get(number, "active" if (number, "filed_on") in on_form else None)
        if act == "cancel" and was not in ON_FILE:
            act = "drop"
        if act == "relapse" and was == "tapering":
            act = "fall_back"
        yield s["made_on"], act, s["note"] or ""
        states[number] = s["state"]


def _days_on_form(book: Acts, steps: Sequence[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The days of filing and of exit that no step set, by file and field, as last corrected."""
    acts = {"approve": "filed_on", "exit": "exited_on", "cancel": "exited_on"}
    by_step = {(s["file_number"], acts[s["act"]], s["made_on"]) for s in steps if s["act"] in acts}
    said: dict[tuple[str, str], list[str | None]] = {}
    facts = "SELECT file_number, field, was, value FROM fact WHERE place = 0 AND field IN ('filed_on', 'exited_on') ORDER BY seq"
    for f in book.rows(facts):
        key = (f["file_number"], f["field"])
        said.setdefault(key, [json.loads(f["was"])]).append(json.loads(f["value"]))
    for h in book.rows("SELECT file_number, filed_on, exited_on FROM household"):
        for field in ("filed_on", "exited_on"):
            said.setdefault((h["file_number"], field), [h[field]])
    own = {(n, field): [d for d in days if d and (n, field, d) not in by_step] for (n, field), days in said.items()}
    return {key: days[-1] for key, days in own.items() if days}


# ---- before and after aid -----------------------------------------------------------------------------


class Effect(NamedTuple):
    """How far aid brings the households on file to the line. Money in fen; paid is of the last twelve months.

    `before`, `after` and `in_full` stand for the same households: those whose net income per head and line are known.
    In full is a year of aid as the rules answer today; where an amount is open (`open_`) it counts with its least.
    """

    on_file: int
    unknown: int
    before: Standing
    after: Standing
    in_full: Standing
    entitled: int
    entitled_fen: int
    open_: int
    paid: int
    paid_fen: int
    reached: int


# A payment that came back, or was taken back, counts as not made.
_PAID = """SELECT g.file_number, max(0, sum(CASE m.kind WHEN 'pay' THEN m.amount_fen ELSE -m.amount_fen END)) AS fen
    FROM move m JOIN grant g ON g.id = m.grant_id WHERE m.kind IN ('pay', 'return', 'reversal')
    AND m.made_on > ? AND m.made_on <= ? GROUP BY 1"""


def effect(book: Acts, assessment: Assessment) -> Effect:
    """The households on file before aid, after what was paid, and after all that the rules give."""
    window = (after_months(assessment.on, -12).isoformat(), assessment.on.isoformat())
    paid = {row["file_number"]: row["fen"] for row in book.rows(_PAID, window)}
    there = _on_file(book, assessment)
    places = [i for i, number in enumerate(assessment.population.numbers) if number in there]
    got = {i: paid.get(assessment.population.number(i), 0) for i in places}
    due = {i: _a_year_of_aid(assessment, i) for i in places}
    known = [i for i in places if assessment.per_head_month(i) is not None and _line(assessment, i)]
    lines = [_line(assessment, i) for i in known]
    before, after, in_full = (
        standing([_with(assessment, i, more[i]) for i in known], lines) for more in (dict.fromkeys(known, 0), got, due)
    )
    entitled = [i for i in places if due[i]]
    return Effect(
        len(places), len(places) - len(known), before, after, in_full, len(entitled), sum(due.values()),
        sum(_is_open(assessment, i) for i in places), sum(fen > 0 for fen in got.values()), sum(got.values()), sum(got[i] > 0 for i in entitled),
    )  # fmt: skip


def _line(assessment: Assessment, i: int) -> int:
    """The line of a household, fen per person and month; 0 where it is not known."""
    line = assessment.classes.line
    return int(line.values[i]) if line.known[i] else 0


def _with(assessment: Assessment, i: int, aid_fen: int) -> Fraction:
    """Net income per person and month with this aid of a year and no other, fen; its net income must be known."""
    pack, received = assessment.standard.pack, int(assessment.population.facts["union_aid_received_fen"].values[i])
    net = int(assessment.classes.net.values[i]) - received * pack.union_aid_is_income
    return Fraction(net + aid_fen, int(assessment.classes.size.values[i]) * pack.months)


def _a_year_of_aid(assessment: Assessment, i: int) -> int:
    """The least that the rules give a household for a year, fen, all kinds of aid together."""
    if is_limited(assessment.standard):
        return together(assessment, i).total_fen
    return sum(amounts.between(i)[0] for amounts in assessment.aids.values())


def _is_open(assessment: Assessment, i: int) -> bool:
    """Whether an amount that the pack has a rule for is not settled."""
    return any(amounts.of(i) is None and amounts.why(i) != "no_rule" for amounts in assessment.aids.values())

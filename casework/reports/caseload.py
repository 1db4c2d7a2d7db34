"""The quarterly statistics: who is on file, by class, cause and level; who came, left and returned; what was paid. No person stands in them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

from casework import workflow
from casework.households import Household
from casework.privacy.cells import FEWEST
from casework.reports.content import FEW, HIDDEN, Column, Crossed, Report, Run, Table, Words, crossed, report
from casework.reports.money import by_aid, listed
from casework.reports.parameters import QUARTER, days_of
from casework.standards.phrases import same
from casework.vocabulary import ACTS, ARCHIVE_LEVELS, CAUSES, CLASSES, REASONS, Codes, Lang, Text

_UNSAID = ("", Text("未填", "not said"))


def quarter(run: Run, quarter: Annotated[str, QUARTER]) -> Report:
    """Files on file at the end of a quarter by class with cause and level, what happened to files, and what was paid by aid and class."""
    first, after = days_of(quarter)
    day = min(after - timedelta(days=1), run.book.last_day)
    there, classes = _on_file(run, day)
    persons = sum(1 + len(file.members) for file in there)
    said = Text(f"{day} 在档 {_count(len(there))} 户 {persons if len(there) >= FEWEST else HIDDEN} 人。类别按本案卷库规则包核算。",
                f"On file on {day}: {_count(len(there))} households, {persons if len(there) >= FEWEST else HIDDEN} persons. Classes are worked out under the rules of this casebook.")  # fmt: skip
    parts: list[Table | Words] = [
        Words([said]),
        *crossed(Text("在档户数：类别和主要致困原因", "On file, by class and main cause"), Text("主要致困原因", "Main cause"),
                 _crossed(there, classes, "main_cause", CAUSES), run.lang),
        *crossed(Text("在档户数：类别和建档级别", "On file, by class and level"), Text("建档标准", "Level"),
                 _crossed(there, classes, "archive_level", ARCHIVE_LEVELS), run.lang),
        _moved(run, first, after),
        *crossed(Text("本季发放户次", "Paid in the quarter, in households"), Text("项目", "Aid"), by_aid(run, first, after), run.lang),
    ]  # fmt: skip
    return report(
        run,
        Text("困难职工帮扶季度统计表", "Quarterly statistics on hardship assistance"),
        same(quarter),
        parts,
    )


def _count(households: int) -> str:
    return str(households) if households >= FEWEST or not households else HIDDEN


def _on_file(run: Run, day: date) -> tuple[list[Household], dict[str, str]]:
    """The files that were on file on a day, as they were, and the class of each by the book's rules."""
    states = run.book.states(day)
    files = [h for h in run.book.households(day) if states.get(h.file_number) in workflow.ON_FILE]
    found = run.book.assess(on=day)
    return files, {found.population.number(i): found.class_of(i) for i in range(len(found.population))}


def _crossed(files: Iterable[Household], classes: dict[str, str], name: str, codes: Codes) -> Crossed:
    counts = Counter((getattr(file, name) or "", classes[file.file_number]) for file in files)
    down = listed(codes, {code for code, _ in counts})
    return Crossed(
        [*down, *([_UNSAID] if any(not code for code, _ in counts) else [])],
        listed(CLASSES, {c for _, c in counts}),
        counts,
    )


def _moved(run: Run, first: date, after: date) -> Table:
    """How many files each act was done on, exits by reason. Acts do not add up, so no total tells a count that is left out."""
    acts = "('apply', 'approve', 'refuse', 'exit', 'cancel', 'relapse', 'recertify', 'visit', 'follow_up')"
    found = run.book.rows(
        "SELECT act, iif(act IN ('exit', 'cancel'), note, NULL) AS why, count(DISTINCT file_number) AS n FROM step "
        f"WHERE made_on >= ? AND made_on < ? AND act IN {acts} GROUP BY 1, 2",
        (first.isoformat(), after.isoformat()),
    )
    order = [*ACTS.words]
    rows = [
        [_act(r["act"], r["why"], run.lang), _count(r["n"])]
        for r in sorted(found, key=lambda r: (order.index(r["act"]), r["why"] or ""))
    ]
    columns = [Column(Text("办理", "What was done")), Column(Text("户数", "Households"), "count")]
    few = FEW if any(count == HIDDEN for _, count in rows) else None
    return Table(Text("本季办理情况", "What was done in the quarter"), columns, rows, few)


def _act(act: str, why: str | None, lang: Lang) -> str:
    said, reason = ACTS.show(act, lang), REASONS.show(why, lang) if why else ""
    return Text(f"{said}（{reason}）", f"{said} ({reason})").to(lang) if why else said

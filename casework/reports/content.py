"""Content: what a report consists of — its heading, tables and paragraphs — as a page and as data for a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from casework import pages
from casework.casebook import Casebook
from casework.money import show
from casework.privacy.cells import FEWEST, hidden
from casework.standards.phrases import same
from casework.vocabulary import Lang, Text

DATA = "application/vnd.casework.report+json"
"""The kind of output under which a notebook keeps the tables of its report."""
HIDDEN = "…"
"""Stands for every number that is left out: a sign of its own for the small ones would tell how small the others are."""
FEW = Text(f"“…”：少于 {FEWEST} 户，或可由此推出少于 {FEWEST} 户的数，不显示。",
           f"“…”: fewer than {FEWEST} households, or a number from which so few could be worked out; not shown.")  # fmt: skip
NONE = Text("没有记录。", "Nothing to show.")


class Run(NamedTuple):
    """Over which casebook, in which language and by whom a report is made."""

    book: Casebook
    lang: Lang = "zh"
    by: str = ""


class Column(NamedTuple):
    """A column of a table: words, a count, or whole fen that are shown in yuan."""

    header: Text
    kind: Literal["text", "count", "fen"] = "text"


class Table(NamedTuple):
    """A table under its title; a cell that is not known is None."""

    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | None]]
    note: Text | None = None

    def shown(self) -> list[list[str]]:
        """The cells as people read them."""
        return [[_shown(v, c.kind) for v, c in zip(row, self.columns, strict=True)] for row in self.rows]


class Words(NamedTuple):
    """Paragraphs, such as those of a letter; the last ones may stand below on the right."""

    paragraphs: Sequence[Text]
    below: Sequence[Text] = ()


@dataclass(frozen=True)
class Report:
    """A report: as text its title, as HTML a page, as data its heading and tables."""

    title: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Table | Words]
    lang: Lang
    facts_below: bool = False

    def __repr__(self) -> str:
        return self.title

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/plain": self.title, "text/html": self.html, DATA: self.data()}

    @property
    def html(self) -> str:
        """The report as a page."""
        facts = "".join(f"<tr><th>{pages.esc(k)}</th><td>{pages.esc(v)}</td></tr>" for k, v in self.facts)
        head, known = pages.heading(same(self.title), self.lang), f'<table class="facts">{facts}</table>'
        parts = [self._part(part) for part in self.parts]
        return pages.page(head, *([*parts, "<hr>", known] if self.facts_below else [known, *parts]))

    def _part(self, part: Table | Words) -> str:
        if isinstance(part, Words):
            lines, below = (
                "".join(f"<p>{pages.esc(t.to(self.lang))}</p>" for t in texts)
                for texts in (part.paragraphs, part.below)
            )
            return f'{lines}<div class="below">{below}</div>'
        title = pages.heading(part.title, self.lang, 3)
        numeric = [i for i, column in enumerate(part.columns) if column.kind != "text"]
        body = (
            pages.table([c.header for c in part.columns], part.shown(), self.lang, numeric)
            if part.rows
            else f"<p>{NONE.to(self.lang)}</p>"
        )
        note = f'<p class="note">{pages.esc(part.note.to(self.lang))}</p>' if part.note else ""
        return title + body + note

    def data(self) -> dict[str, Any]:
        """Title, facts and tables: title, header, the kind of each column, rows; amounts as text in yuan."""
        return {
            "title": self.title,
            "facts": [list(fact) for fact in self.facts],
            "tables": [self._data(part) for part in self.parts],
        }

    def _data(self, part: Table | Words) -> dict[str, Any]:
        if isinstance(part, Words):
            rows = [[t.to(self.lang)] for t in (*part.paragraphs, *part.below)]
            return {"title": Text("正文", "Text").to(self.lang), "header": [], "kinds": ["text"], "rows": rows}
        header = [c.header.to(self.lang) for c in part.columns]
        return {
            "title": part.title.to(self.lang),
            "header": header,
            "kinds": [c.kind for c in part.columns],
            "rows": [
                [v if c.kind == "count" else _shown(v, c.kind) for v, c in zip(row, part.columns, strict=True)]
                for row in part.rows
            ],
        }


def _shown(value: str | int | None, kind: str) -> str:
    return "—" if value is None else show(value) if kind == "fen" and isinstance(value, int) else str(value)


def report(run: Run, title: Text, period: Text, parts: Sequence[Table | Words], *, facts_below: bool = False) -> Report:
    """A report with what it rests on: unit, period, who made it, last day, rules with digest, the ends of ledger and audit trail."""
    said, rules = run.book.settings, run.book.standard()
    last_move = run.book.rows("SELECT coalesce(max(seq), 0) AS seq FROM move")[0]["seq"]
    facts = [
        (Text("单位", "Unit"), same(said["unit"])),
        (Text("期间或日期", "Period or day"), period),
        (Text("制表人", "Made by"), same(run.by or "—")),
        (Text("数据截至", "Data as of"), same(said["last_day"])),
        (Text("规则包", "Rules"), same(f"{rules.stem} ({rules.digest[:12]})")),
        (Text("台账和审计记录", "Ledger and audit trail"),
         Text(f"台账第 {last_move} 号，审计链 {run.book.head}", f"ledger at {last_move}, trail at {run.book.head}")),
    ]  # fmt: skip
    if said["origin"] == "demo":
        facts.append((Text("注意", "Note"), Text("示例数据，人物均为虚构。", "Demo data: every person is invented.")))
    shown = [(k.to(run.lang), v.to(run.lang)) for k, v in facts]
    return Report(title.to(run.lang), shown, parts, run.lang, facts_below)


def rests_on(book: Casebook) -> str:
    """What a report rests on: how far moves, facts, steps and files go, and the rules. Who looked at what does not count."""
    ends = [
        f"SELECT coalesce(max(rowid), 0) AS n FROM {table}"
        for table in ("move", "fact", "step", "household", "member", "grant")
    ]
    return " ".join([*(str(book.rows(end)[0]["n"]) for end in ends), book.standard().digest])


class Crossed(NamedTuple):
    """Counts of households by two things, and fen that go with them."""

    down: Sequence[tuple[str, Text]]
    across: Sequence[tuple[str, Text]]
    counts: Mapping[tuple[str, str], int]
    fen: Mapping[tuple[str, str], int] | None = None


TOTAL = Text("合计", "Total")


def crossed(title: Text, said: Text, found: Crossed, lang: Lang) -> list[Table]:
    """A table of counts with totals, and one of the fen if there are any; small cells and their complements left out of both."""
    if not found.down:
        return [Table(title, [Column(said)], [])]
    counts = _with_totals(found, found.counts)
    out = hidden(counts)
    tables = [_crossed(title, said, found, counts, out, "count", lang)]
    if found.fen is not None:
        sums = _with_totals(found, found.fen)
        tables.append(_crossed(Text(f"{title.zh}：金额(元)", f"{title.en}: yuan"), said, found, sums, out, "fen", lang))
    return tables


def _with_totals(found: Crossed, values: Mapping[tuple[str, str], int]) -> list[list[int]]:
    rows = [[values.get((down, across), 0) for across, _ in found.across] for down, _ in found.down]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    return [[*row, sum(row)] for row in rows]


def _crossed(
    title: Text, said: Text, found: Crossed, values: list[list[int]], out: set[tuple[int, int]], kind: Literal["count", "fen"], lang: Lang
) -> Table:  # fmt: skip
    columns = [Column(said), *(Column(t, kind) for _, t in found.across), Column(TOTAL, kind)]
    heads = [t.to(lang) for _, t in (*found.down, ("", TOTAL))]
    rows = [[heads[i], *(HIDDEN if (i, j) in out else v for j, v in enumerate(row))] for i, row in enumerate(values)]
    return Table(title, columns, rows, FEW if out else None)

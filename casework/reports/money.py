"""Reports on money: the month, the year's funds by source and item, and whether all totals agree. No person stands in them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from casework import ledger
from casework.casebook import Casebook
from casework.money import exact
from casework.reports.content import Column, Crossed, Report, Run, Table, crossed, report
from casework.reports.parameters import MONTH, UNIT, YEAR, days_of
from casework.standards.phrases import same
from casework.vocabulary import AIDED, AIDS, CLASSES, SOURCES, Codes, Text

_FUND = [
    Column(Text("资金", "Fund")), Column(Text("期初可用", "Opening"), "fen"), Column(Text("收入", "Received"), "fen"),
    Column(Text("预留", "Reserved"), "fen"), Column(Text("释放与退回", "Released, returned"), "fen"), Column(Text("期末可用", "Closing"), "fen"),
    Column(Text("本期发放", "Paid"), "fen"),
]  # fmt: skip
_AID = Text("项目", "Aid")
_PAID = Text("发放户次（一户一项计一次）", "Paid, in households (once for each aid)")


def month(run: Run, month: Annotated[str, MONTH], unit: Annotated[str, UNIT] = "") -> Report:
    """Each fund's opening to closing balance in a month, and what was paid by aid and class; of one employer only what was paid."""
    first, after = days_of(month)
    title = Text("困难职工帮扶月报", "Monthly report on hardship assistance")
    funds = [] if unit else [Table(Text("资金收支(元)", "Funds (yuan)"), _FUND, fund_statement(run.book, first, after))]
    whose = Text(f"{month}，{unit}", f"{month}, {unit}") if unit else same(month)
    return report(run, title, whose, [*funds, *crossed(_PAID, _AID, by_aid(run, first, after, unit=unit), run.lang)])


def funds(run: Run, year: Annotated[str, YEAR]) -> Report:
    """A year's use of central and provincial money by item, income and use of local money, warmth money apart, and what is left."""
    first, after = days_of(year)
    fiscal = [
        part
        for code, title in (
            ("central", Text("表一 中央财政帮扶资金使用", "Form 1: use of central money")),
            ("provincial", Text("表二 省级财政帮扶资金使用", "Form 2: use of provincial money")),
        )
        for part in crossed(
            title, _AID, by_aid(run, first, after, f"f.source = '{code}' AND g.aid <> 'warmth'"), run.lang
        )
    ]
    warmth = Text("表四 送温暖资金发放（单列）", "Form 4: warmth money paid (shown apart)")
    everyone = Text("表五 实名制汇总：发放户次", "Form 5: real-name summary, households paid")
    parts = [
        *fiscal,
        Table(Text("表三 各类资金收支(元)", "Form 3: income and use by source (yuan)"), _SOURCE, _by_source(run, first, after)),
        *crossed(warmth, _AID, by_aid(run, first, after, "g.aid = 'warmth'"), run.lang),
        *crossed(everyone, _AID, by_aid(run, first, after), run.lang),
        Table(Text("表六 各笔资金结余(元)", "Form 6: what each fund has left (yuan)"), _FUND, fund_statement(run.book, first, after)),
    ]  # fmt: skip
    return report(
        run, Text("帮扶资金使用及收支情况表", "Use, income and balance of assistance funds"), same(year), parts
    )


# ---- figures ------------------------------------------------------------------------------------------


def fund_statement(book: Casebook, first: date, after: date) -> list[list[Any]]:
    """Each fund from a day to before another, fen: opening available, received, reserved, freed, closing available, paid."""
    opening, closing = (ledger.balances(book.db.conn, day - timedelta(days=1)) for day in (first, after))
    sums = "".join(
        f", coalesce(sum(m.amount_fen) FILTER (WHERE m.kind IN ({kinds})), 0) AS {name}"
        for name, kinds in (("received", "'receipt'"), ("reserved", "'reserve'"), ("freed", "'release', 'return', 'reversal'"), ("paid", "'pay'"))
    )  # fmt: skip
    moved = book.rows(
        f"SELECT f.id{sums} FROM fund f LEFT JOIN move m ON m.fund_id = f.id AND m.made_on >= ? AND m.made_on < ? GROUP BY f.id ORDER BY f.id",
        (first.isoformat(), after.isoformat()),
    )
    return [
        [was.name, was.available_fen, m["received"], m["reserved"], m["freed"], now.available_fen, m["paid"]]
        for was, m, now in zip(opening, moved, closing, strict=True)
    ]


_SOURCE = [Column(Text("来源", "Source")), *_FUND[1:]]


def _by_source(run: Run, first: date, after: date) -> list[list[Any]]:
    """The same, summed over the funds of each source."""
    found: dict[str, list[list[int]]] = {}
    source = {row["name"]: row["source"] for row in run.book.rows("SELECT name, source FROM fund")}
    for name, *sums in fund_statement(run.book, first, after):
        found.setdefault(source[name], []).append(sums)
    return [
        [SOURCES.show(code, run.lang), *(sum(column) for column in zip(*rows, strict=True))]
        for code, rows in found.items()
    ]


def by_aid(run: Run, first: date, after: date, which: str = "1", *, unit: str = "") -> Crossed:
    """Households and fen paid between two days by aid and class; what came back stands with the funds."""
    rows = run.book.rows(
        "SELECT g.aid, g.class, count(DISTINCT g.file_number) AS homes, sum(m.amount_fen) AS fen FROM move m JOIN grant g ON g.id = m.grant_id "
        "JOIN fund f ON f.id = m.fund_id JOIN household h ON h.file_number = g.file_number "
        f"WHERE m.kind = 'pay' AND m.made_on >= ? AND m.made_on < ? AND (? IN ('', h.employer)) AND {which} GROUP BY 1, 2",
        (first.isoformat(), after.isoformat(), unit),
    )
    cells = {(r["aid"], r["class"]): r for r in rows}
    return Crossed(
        listed(AIDS, {aid for aid, _ in cells}), listed(CLASSES, {class_ for _, class_ in cells}, AIDED),
        {key: r["homes"] for key, r in cells.items()}, {key: r["fen"] for key, r in cells.items()},
    )  # fmt: skip


def listed(codes: Codes, there: set[str], among: Sequence[str] | None = None) -> list[tuple[str, Text]]:
    """The codes that occur, in the order of their list, with their words."""
    return [(code, words) for code, words in codes.words.items() if code in there and (among is None or code in among)]


# ---- reconciliation -----------------------------------------------------------------------------------

_AGREES = [
    Column(Text("核对项", "What must agree")), Column(Text("甲数(元)", "One side (yuan)"), "fen"), Column(Text("乙数(元)", "Other side (yuan)"), "fen"),
    Column(Text("差额(元)", "Difference (yuan)"), "fen"), Column(Text("结论", "Result")),
]  # fmt: skip


def reconciliation(run: Run, year: Annotated[str, YEAR]) -> Report:
    """Totals of a year that must agree — by aid, by source, by bank file, by fund, in the real-name ledger — and each difference by name."""
    first, after = days_of(year)
    pairs = list(_pairs(run.book, first, after))
    rows: list[list[str | int | None]] = [
        [said.to(run.lang), one, other, one - other, (Text("相符", "agrees") if one == other else Text("不符", "DIFFERS")).to(run.lang)]
        for said, one, other in pairs
    ]  # fmt: skip
    apart = [said.to(run.lang) for said, one, other in pairs if one != other]
    title = Text("帮扶资金对账表", "Reconciliation of assistance funds")
    said = Text("全部相符。", "All totals agree.") if not apart else Text(f"不符 {len(apart)} 项：{'、'.join(apart)}。", f"{len(apart)} differ: {'; '.join(apart)}.")  # fmt: skip
    return report(run, title, same(year), [Table(Text("核对结果", "Results"), _AGREES, rows, said)])


def _pairs(book: Casebook, first: date, after: date) -> Iterator[tuple[Text, int, int]]:
    days = (first.isoformat(), after.isoformat())
    net = "sum(CASE m.kind WHEN 'pay' THEN m.amount_fen WHEN 'return' THEN -m.amount_fen WHEN 'reversal' THEN -m.amount_fen END)"
    inside = "m.made_on >= ? AND m.made_on < ?"

    def one(sql: str, values: Sequence[Any] = days) -> int:
        return int(book.rows(sql, values)[0]["fen"] or 0)

    paid = one(f"SELECT {net} AS fen FROM move m WHERE {inside}")
    named = sum(exact(row["实发金额(元)"]) for row in book.ledger_rows(first.year))
    yield Text("台账净发放＝实名制明细", "ledger, net paid = real-name ledger"), paid, named
    gross = one(f"SELECT sum(m.amount_fen) AS fen FROM move m WHERE m.kind = 'pay' AND {inside}")
    by_aids = sum((by_aid(Run(book), first, after).fen or {}).values())
    yield Text("发放＝各项目和类别发放", "paid = by aid and class"), gross, by_aids
    by_sources = sum(row[-1] for row in _by_source(Run(book), first, after))
    yield Text("发放＝各来源发放", "paid = by source"), gross, by_sources
    files = one("SELECT sum(total_fen + cash_fen) AS fen FROM bank_file WHERE made_on >= ? AND made_on < ?")
    yield Text("发放＝银行文件加现金", "paid = bank files and cash"), gross, files
    for books, moves in zip(ledger.balances(book.db.conn), ledger.balances(book.db.conn, date.max), strict=True):
        said = Text(f"{books.name}：逐笔累计可用＝账面可用", f"{books.name}: available by moves = on the books")
        yield said, moves.available_fen, books.available_fen
    for row in book.rows("SELECT g.batch, sum(g.paid_fen) AS fen, (SELECT sum(CASE m.kind WHEN 'pay' THEN m.amount_fen WHEN 'return' THEN -m.amount_fen "
                         "WHEN 'reversal' THEN -m.amount_fen ELSE 0 END) FROM move m JOIN grant o ON o.id = m.grant_id WHERE o.batch = g.batch) AS moved "
                         "FROM grant g GROUP BY g.batch ORDER BY 1"):  # fmt: skip
        yield (
            Text(f"批次 {row['batch']}：已发放＝台账", f"batch {row['batch']}: paid = ledger"),
            row["fen"],
            row["moved"] or 0,
        )

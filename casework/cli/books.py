"""Commands that make a casebook, fill it, and look after it."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casework.cli.shared import BOOK, FILE, JSON, answer, cli, named, over_book, say
from casework.money import show
from casework.vocabulary import Text

if TYPE_CHECKING:
    from casework.casebook import Casebook


@cli.command()
@click.argument("book", type=FILE)
@click.option("--unit", required=True, callback=named, help="The name of the union office.")
@click.option("--pack", required=True, help="Its rule pack: a stem, or a file of its own.")
def new(book: Path, unit: str, pack: str) -> None:
    """A real office's empty casebook."""
    from casework.casebook import Casebook

    Casebook.create(book, unit=unit, pack=pack, last_day=date.today()).close()  # noqa: DTZ011 the office's day
    say(f"已新建案卷库 {book}（未加密）。", f"made the casebook {book} (NOT ENCRYPTED).")


@cli.command()
@click.argument("book", type=FILE)
@click.option("--households", type=click.IntRange(1), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--bare", is_flag=True, help="Case files only: no funds, no ledger.")
def demo(book: Path, households: int, seed: int, bare: bool) -> None:
    """A synthetic casebook, the same for the same seed; every person in it is invented."""
    from casework import demo as maker

    maker.make(book, households=households, seed=seed, bare=bare).close()
    say(f"已生成示例案卷库 {book}（未加密），{households} 户，均为虚构。",
         f"made the demo casebook {book} (NOT ENCRYPTED) with {households} invented households.")  # fmt: skip


@cli.command("import")
@click.argument("workbook", type=FILE)
@BOOK
@click.option("--rejects", type=FILE, help="Write the rows that were not taken, ready to correct (.xlsx).")
@click.option("--unit", callback=named, help="The name of the union office, for a book that is made by this import.")
@JSON
def import_(workbook: Path, book: Path, rejects: Path | None, unit: str | None, as_json: bool) -> int:
    """A workbook of case files into the casebook: accepted, rejected, duplicate or skipped, each with its reasons."""
    from casework import intake

    found = intake.import_workbook(book, workbook, rejects=rejects, unit=unit)
    counts = Text(
        f"共 {found.rows} 行：接受 {found.accepted}，拒绝 {found.rejected}，重复 {found.duplicate}，跳过 {found.skipped}。",
        f"{found.rows} rows: {found.accepted} accepted, {found.rejected} rejected, {found.duplicate} duplicate, {found.skipped} skipped.",
    )
    bad = [f for f in found.findings if f.verdict in ("rejected", "duplicate")]
    why = [Text(f"{f.sheet} {f.row}: {f.zh}", f"{f.sheet} {f.row}: {f.en}") for f in bad]
    answer(as_json, found.to_json(), counts, *why)
    return int(bool(found.rejected or found.duplicate))


@cli.command("funds")
@click.argument("file", type=FILE)
@over_book
@JSON
def funds_(book: "Casebook", file: Path, as_json: bool) -> None:
    """Funds, their restrictions and receipts, from a file into the casebook."""
    from casework import funds
    from casework.standards import read_text

    who = os.environ.get("USER") or os.environ.get("USERNAME") or "casework"
    book.add_funds(funds.read(read_text(file), file.name), who)
    there = book.funds()
    said = [{"name": f.name, "available_fen": f.available_fen, "reserve_fen": f.reserve_fen} for f in there]
    sums = [(f.name, show(f.available_fen)) for f in there]
    lines = [Text(f"{name}：可用 {yuan} 元", f"{name}: {yuan} yuan available") for name, yuan in sums]
    answer(as_json, {"funds": said}, *lines)


@cli.command()
@over_book
@JSON
def check(book: "Casebook", as_json: bool) -> int:
    """Whether files, grants, moves and balances agree to the fen; exit 1 on a fault."""
    from casework import checks

    found = checks.check(book)
    lines = [Text(f"错误：{t.zh}", f"fault: {t.en}") for t in found.faults]
    lines += [Text(f"提示：{t.zh}", f"notice: {t.en}") for t in found.notices]
    faults, notices = len(found.faults), len(found.notices)
    lines += [Text(f"{faults} 处错误，{notices} 处提示。", f"{faults} faults, {notices} notices.")]
    answer(as_json, {kind: [text._asdict() for text in texts] for kind, texts in found._asdict().items()}, *lines)
    return int(bool(found.faults))


@cli.command()
@over_book
@JSON
def replay(book: "Casebook", as_json: bool) -> int:
    """Recomputes every decision from the facts and rules of its day; exit 1 on a difference."""
    from casework import checks

    found = checks.replay(book)
    total, same = found["decisions"], found["same"]
    answer(as_json, found, Text(f"{total} 项决定，{same} 项相同，{total - same} 项不同。",
                                 f"{total} decisions, {same} the same, {total - same} differ."))  # fmt: skip
    return int(bool(found["differ"]))


@cli.command()
@over_book
@click.argument("dest", type=FILE)
def backup(book: "Casebook", dest: Path) -> int:
    """A checked copy of the casebook."""
    from casework import checks

    book.backup(dest)
    with type(book).open(dest) as copy:
        faults = checks.check(copy).faults
    say(f"已备份到 {dest}（未加密），{len(faults)} 处错误。",
         f"backed up to {dest} (NOT ENCRYPTED), {len(faults)} faults.")  # fmt: skip
    return int(bool(faults))


@cli.command()
@click.option("--book", type=FILE, help="The casebook; by default a demo in casebooks/demo.db.")
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option("--port", type=int)
@click.option("--no-browser", is_flag=True)
def lab(book: Path | None, lang: str | None, port: int | None, no_browser: bool) -> int:
    """JupyterLab on the start notebook."""
    from casework import demo as maker
    from casework.casebook import Casebook
    from casework.lab import open_lab

    path = book or Path("casebooks/demo.db")
    if book is None and not path.exists():
        path.parent.mkdir(exist_ok=True)
        maker.make(path, households=200, seed=1).close()
    Casebook.open(path).close()
    return open_lab(path.absolute(), lang=lang, port=port, browser=not no_browser)

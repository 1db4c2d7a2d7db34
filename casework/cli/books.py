"""Commands that make a casebook, fill it, and look after it."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.cli.shared import ANSWERS, BOOK, FILE, JSON, KEY, answer, cli, joined, named, over_book, say
from casework.money import show
from casework.vocabulary import ORDERS, Text

if TYPE_CHECKING:
    from casework.casebook import Casebook


@cli.command()
@click.argument("book", type=FILE)
@click.option("--unit", required=True, callback=named, help="The name of the union office.")
@click.option("--pack", required=True, help="Its rule pack: a stem, or a file of its own.")
@click.option(
    "--steps",
    type=click.Choice(list(ORDERS.words)),
    default="notice-first",
    show_default=True,
    help="The order of its workflow.",
)
@KEY
def new(book: Path, unit: str, pack: str, steps: str, key_file: Path | None) -> None:
    """A real office's empty casebook; with a key file (made if it is not there) it is encrypted."""
    from casework.casebook import Casebook

    today = date.today()  # noqa: DTZ011 the office's day
    with Casebook.create(book, unit=unit, pack=pack, last_day=today, key_file=key_file, steps=steps) as made:
        zh, en = _encrypted(made)
    say(f"已新建案卷库 {book}（{zh}）。", f"made the casebook {book} ({en}).")
    if key_file:
        say(f"密钥在 {key_file}：请另存两份，分开保管；丢了密钥就丢了数据。",
            f"its key is {key_file}: keep two copies apart from it; without the key the data are lost.")  # fmt: skip


def _encrypted(book: "Casebook") -> Text:
    return Text("已加密", "encrypted") if book.encrypted else Text("未加密", "NOT ENCRYPTED")


@cli.command()
@click.argument("book", type=FILE)
@click.option("--households", type=click.IntRange(1), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--bare", is_flag=True, help="Case files only: no funds, no ledger.")
@KEY
def demo(book: Path, households: int, seed: int, bare: bool, key_file: Path | None) -> None:
    """A synthetic casebook, the same for the same seed; every person in it is invented."""
    from casework import demo as maker

    with maker.make(book, households=households, seed=seed, bare=bare, key_file=key_file) as made:
        zh, en = _encrypted(made)
    say(f"已生成示例案卷库 {book}（{zh}），{households} 户，均为虚构。",
        f"made the demo casebook {book} ({en}) with {households} invented households.")  # fmt: skip


@cli.command("import")
@click.argument("workbook", type=FILE)
@BOOK
@click.option("--rejects", type=FILE, help="Write the rows that were not taken, ready to correct (.xlsx).")
@click.option("--unit", callback=named, help="The name of the union office, for a book that is made by this import.")
@KEY
@JSON
def import_(
    workbook: Path, book: Path, rejects: Path | None, unit: str | None, key_file: Path | None, as_json: bool
) -> int:  # fmt: skip
    """A workbook of case files into the casebook: accepted, rejected, duplicate or skipped, each with its reasons."""
    from casework import intake

    found = intake.import_workbook(book, workbook, rejects=rejects, unit=unit, key_file=key_file)
    bad = [f for f in found.findings if f.verdict in ("rejected", "duplicate")]
    why = [Text(f"{f.sheet} {f.row}: {f.zh}", f"{f.sheet} {f.row}: {f.en}") for f in bad]
    answer(as_json, found.to_json(), found.counts, *why)
    return int(bool(found.rejected or found.duplicate))


@cli.command("funds")
@click.argument("file", type=FILE)
@over_book
@click.option("--by", callback=named, help="Who books it; by default who is logged in.")
@JSON
def funds_(book: "Casebook", file: Path, by: str | None, as_json: bool) -> None:
    """Funds, their restrictions and receipts, from a file into the casebook."""
    from casework import funds
    from casework.funds.terms import terms_in_words
    from casework.standards import read_text
    from casework.standards.phrases import joined as row

    who = by or os.environ.get("USER") or os.environ.get("USERNAME") or "casework"
    book.add_funds(funds.read(read_text(file), file.name), who)
    there = book.funds()
    said = [{"name": f.name, "available_fen": f.available_fen, "reserve_fen": f.reserve_fen} for f in there]
    lines = []
    for f in there:
        yuan, (zh, en) = show(f.available_fen), row(terms_in_words(f))
        lines.append(Text(f"{f.name}：可用 {yuan} 元；{zh}", f"{f.name}: {yuan} yuan available; {en}"))
    answer(as_json, {"funds": said}, *lines)


@cli.command()
@over_book
@click.option("--anchor", help="A head of the audit trail noted earlier, like 120:9f3c…: is it still there?")
@JSON
def check(book: "Casebook", anchor: str | None, as_json: bool) -> int:
    """Whether files, grants, moves and balances agree to the fen; exit 1 on a fault."""
    from casework import checks

    found = checks.check(book, anchor)
    lines = [Text(f"错误：{t.zh}", f"fault: {t.en}") for t in found.faults]
    lines += [Text(f"提示：{t.zh}", f"notice: {t.en}") for t in found.notices]
    faults, notices, head = len(found.faults), len(found.notices), book.head
    lines += [Text(f"{faults} 处错误，{notices} 处提示。审计链末端 {head}（请抄录备查）。",
                   f"{faults} faults, {notices} notices. The audit trail ends at {head} (note it elsewhere).")]  # fmt: skip
    said = {kind: [text._asdict() for text in texts] for kind, texts in found._asdict().items()}
    answer(as_json, said, *lines)
    return int(bool(found.faults))


@cli.command()
@over_book
@click.option(
    "--now", is_flag=True, help="Compare with what is known today, and name what was learnt or changed later."
)
@JSON
def replay(book: "Casebook", now: bool, as_json: bool) -> int:
    """Recomputes every decision from the facts and rules of its day; exit 1 on a difference."""
    from casework import checks

    found = checks.replay_now(book) if now else checks.replay(book)
    total, same = found["decisions"], found["same"]
    lines = [_differs(d) for d in found["differ"]] if now else []
    answer(as_json, found, *lines, Text(f"{total} 项决定，{same} 项相同，{total - same} 项不同。",
                                        f"{total} decisions, {same} the same, {total - same} differ."))  # fmt: skip
    return int(bool(found["differ"]) and not now)


def _differs(d: dict[str, Any]) -> Text:
    """A decision that would be another today, in words."""
    from casework.households import FACT_WORDS

    keys, why = joined(ANSWERS[c["key"]] for c in d["changes"] if c["key"] in ANSWERS), []
    for cause in d["because"]:
        facts = joined(
            FACT_WORDS[name.removesuffix("_fen").removesuffix("_")]
            for name in cause.get("facts", ())
            if name != "itemised"
        )
        why.append(
            Text(f"后来得知 {facts.zh}", f"learnt later: {facts.en}")
            if facts.zh
            else Text("规则后来改动", "a rule changed later")
        )
    zh, en = "；".join(w.zh for w in why), "; ".join(w.en for w in why)
    return Text(
        f"{d['household']}（{d['on']}）：{keys.zh} 不同，{zh}", f"{d['household']} ({d['on']}): {keys.en} differ, {en}"
    )


@cli.command()
@over_book
@click.argument("dest", type=FILE)
def backup(book: "Casebook", dest: Path) -> None:
    """A copy of the casebook that counts only after it was opened and checked; encrypted if the book is."""
    from casework import checks

    checks.backup(book, dest)
    zh, en = _encrypted(book)
    say(f"已备份到 {dest}（{zh}），检查无误。", f"backed up to {dest} ({en}); it was checked and has no fault.")


@cli.command()
@click.argument("source", metavar="BACKUP", type=FILE)
@click.argument("dest", type=FILE)
@KEY
def restore(source: Path, dest: Path, key_file: Path | None) -> None:
    """A backup as a new casebook, checked; it overwrites nothing."""
    from casework import checks

    checks.restore(source, dest, key_file)
    say(f"已从 {source} 恢复到 {dest}，检查无误。", f"restored {source} as {dest}; it was checked and has no fault.")


@cli.command()
@click.option("--book", type=FILE, help="The casebook; by default a demo in casebooks/demo.db.")
@KEY
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option("--port", type=int)
@click.option("--no-browser", is_flag=True)
def lab(book: Path | None, key_file: Path | None, lang: str | None, port: int | None, no_browser: bool) -> int:
    """JupyterLab on the start page; with a --book that is not there yet, on the page that makes it (First day)."""
    from casework import demo as maker
    from casework.casebook import Casebook, place
    from casework.lab import open_lab

    if key_file:
        os.environ["CASEWORK_KEY_FILE"] = str(key_file.absolute())
    path = book or Path("casebooks/demo.db")
    if book is None and not path.exists():
        path.parent.mkdir(exist_ok=True)
        maker.make(path, households=200, seed=1, key_file=key_file).close()
    if path.exists():
        Casebook.open(path).close()
    else:
        place.check(path)
    return open_lab(path.absolute(), lang=lang, port=port, browser=not no_browser)

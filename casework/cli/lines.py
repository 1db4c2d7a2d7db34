"""Commands about this year's line: entered by a clerk, signed or refused by another, and what it does to the caseload."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.cli.rules import reach_in_words
from casework.cli.shared import BY, FILE, JSON, KEY, ON, answer, cli, day_of, over_book
from casework.cli.sharing import amount
from casework.vocabulary import Refused, Text

if TYPE_CHECKING:
    from casework.casebook import Casebook

NUMBER = click.argument("number", type=int)


def _day(_: click.Context, __: click.Parameter, said: str) -> date | None:
    return day_of(said)


@cli.group("lines", invoke_without_command=True)
@click.option("--book", type=FILE, help="The casebook (an SQLite file).")
@KEY
@JSON
@click.pass_context
def lines_(context: click.Context, book: Path | None, key_file: Path | None, as_json: bool) -> None:
    """This year's Dibao line: lists those entered; `add` enters one, another person's `sign` puts it in force, or `refuse`."""
    if context.invoked_subcommand:
        return
    if book is None:
        raise Refused("请用 --book 给出案卷库。", "give the casebook with --book.")
    from casework.casebook import Casebook, lines

    with Casebook.open(book, key_file) as opened:
        found = lines.lines(opened)
    none = Text("还没有登记过标准。", "no line has been entered yet.")
    data = [row | {"name": row["name"]._asdict()} for row in found]
    answer(as_json, {"lines": data}, *(lines.in_words(row) for row in found), *([] if found else [none]))


@lines_.command()
@over_book
@click.option("--region", help="Whose line it is; by default the first that the pack of the book reads.")
@click.option("--yuan", required=True, help="The line, yuan per person and month.")
@click.option("--from", "starts", required=True, metavar="DATE", callback=_day, help="From which day it holds.")
@click.option("--title", required=True, help="The title of the document that sets it.")
@click.option("--number", default="", help="The number of the document.")
@click.option("--dated", required=True, metavar="DATE", callback=_day, help="The date of the document.")
@click.option("--address", default="", help="Where the document is published.")
@click.option("--sure", is_flag=True, help="Enter it though something looks odd.")
@BY
@JSON
def add(
    book: "Casebook", region: str | None, yuan: str, by: str, as_json: bool, sure: bool, **document: Any
) -> None:  # fmt: skip
    """Enters a line with its document; it waits until another person signs it."""
    from casework.casebook import lines

    said = lines.Entered(region or next(iter(lines.regions(book))), amount("--yuan", yuan), **document)
    _told(book, lines.enter(book, said, by, sure=sure), as_json)


@lines_.command()
@NUMBER
@over_book
@BY
@JSON
def sign(book: "Casebook", number: int, by: str, as_json: bool) -> None:
    """Puts a line in force from its day; never by the person who entered it. See `reach` first."""
    from casework.casebook import lines

    lines.sign(book, number, by)
    _told(book, number, as_json)


@lines_.command("refuse")
@NUMBER
@over_book
@BY
@click.option("--why", required=True, help="The reason.")
@JSON
def refuse_(book: "Casebook", number: int, by: str, why: str, as_json: bool) -> None:
    """Refuses a line that waits; who entered it may take it back so."""
    from casework.casebook import lines

    lines.refuse(book, number, by, why)
    _told(book, number, as_json)


@lines_.command("reach")
@NUMBER
@over_book
@ON
@JSON
def reach_(book: "Casebook", number: int, on: str | None, as_json: bool) -> None:
    """What a line does to the caseload, or would do once it is signed: whose class or amount changes, and what it costs."""
    from casework.casebook import reach

    found = reach.reach_of(book, number, day_of(on))
    answer(as_json, found, *reach.taken_as(found), *reach_in_words(found))


def _told(book: "Casebook", number: int, as_json: bool) -> None:
    from casework.casebook import lines

    row: dict[str, Any] = lines.line(book, number)
    answer(as_json, row | {"name": row["name"]._asdict()}, lines.in_words(row))

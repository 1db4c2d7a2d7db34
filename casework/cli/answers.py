"""Commands that answer: who is due what, how to share what there is, reports."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casework.cli.shared import JSON, ON, OUT, PACK, answer, cli, day_of, over_book, write
from casework.vocabulary import CLASSES, Text

if TYPE_CHECKING:
    from casework.casebook import Casebook


@cli.command()
@over_book
@PACK
@ON
@click.option("--known-on", metavar="DATE", help="As far as was known on that day; by default all that is known now.")
@JSON
@OUT
def assess(
    book: "Casebook", pack: str | None, on: str | None, known_on: str | None, as_json: bool, out: Path | None
) -> None:  # fmt: skip
    """Class and aid of every household under a pack on a day."""
    from casework import assistance
    from casework.assistance import unknowns

    found = book.assess(pack, day_of(on), known_on=day_of(known_on))
    rows, counts = [found.row(i) for i in range(len(found))], assistance.tally(found)
    rests_on = {"pack": found.standard.stem, "digest": found.standard.digest, "on": found.on.isoformat()}
    data = rests_on | {"classes": counts, "households": rows, "undecided": unknowns.undecided(found)}
    if out:
        write(out, data, "assess", rows, [key for key in (rows or [{}])[0] if key != "reasons"])
    tally = [Text(f"{name.zh}：{counts[code]}", f"{name.en}: {counts[code]}") for code, name in CLASSES.words.items()]
    answer(as_json, data, found.standard.pack.note.text, *tally)

"""Commands that answer: who is due what, how to share what there is, reports."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casework.cli.shared import FILE, JSON, KEY, ON, OUT, PACK, answer, cli, day_of, over_book, write
from casework.vocabulary import CLASSES, Refused, Text, language

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


@cli.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The reports and their parameters.")
@click.option("--book", type=FILE, help="The casebook.")
@click.option("-p", "parameters", multiple=True, metavar="key=value", help="A parameter of the report.")
@click.option("--out", type=FILE, help="The folder to write to.")
@click.option("--to", "formats", default="html", show_default=True, help="html, ipynb or both, comma-separated.")
@KEY
def report(
    name: str | None, listing: bool, book: Path | None, parameters: tuple[str, ...], out: Path | None, formats: str, key_file: Path | None
) -> None:  # fmt: skip
    """Renders a report, e.g. casework report month --book b.db -p month=2026-10 --out out."""
    from casework import reports

    if listing:
        for template in reports.TEMPLATES:
            click.echo(f"{template.name}: {template.purpose.to(language())}")
            for parameter in template.parameters:
                click.echo(f"  {parameter.name}: {parameter.purpose.to(language())}")
        return
    if not name or not book or not out:
        raise Refused("请给出报表名、--book 和 --out；casework report --list 列出报表。",
                      "give a report's name, --book and --out; casework report --list names the reports.")  # fmt: skip
    if key_file:
        os.environ["CASEWORK_KEY_FILE"] = str(key_file.absolute())
    pairs = [text.partition("=") for text in parameters]
    for text, (key, sign, _) in zip(parameters, pairs, strict=True):
        if not sign or not key:
            raise Refused(f"参数 {text} 应写作 名称=值。", f"the parameter {text} must be written key=value.")
    given = {key: value for key, _, value in pairs}
    if len(given) < len(pairs):
        raise Refused("同一参数给了两次，请只留一个。", "a parameter is given twice: keep one.")
    for path in reports.render(name, book, given, out, formats.split(",")):
        click.echo(str(path))

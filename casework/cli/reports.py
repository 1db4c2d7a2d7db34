"""Commands for reports: one, one for each of many units, and those that a schedule says are due."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casework.cli.shared import FILE, KEY, cli, day_of, say
from casework.vocabulary import Refused, Text, language

if TYPE_CHECKING:
    from casework.reports.batch import Made, Task


@cli.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The reports and their parameters.")
@click.option("--book", type=FILE, help="The casebook.")
@click.option("-p", "parameters", multiple=True, metavar="key=value", help="A parameter of the report.")
@click.option("--out", type=FILE, help="The folder to write to.")
@click.option(
    "--to", "formats", default="html", show_default=True, help="html, pdf, xlsx, ipynb or several, comma-separated."
)
@click.option("--by", default="", help="Who makes it; a report that names people asks for it.")
@click.option(
    "--each", "parameter", metavar="PARAMETER", help="One report for each value of this parameter, e.g. unit."
)
@click.option(
    "--due", "schedule", type=FILE, metavar="REPORTS.yaml", help="Make what a schedule says is due, each once a period."
)
@click.option("--on", metavar="DATE", help="With --due: as of this day instead of today.")
@KEY
def report(
    name: str | None, listing: bool, book: Path | None, parameters: tuple[str, ...], out: Path | None, formats: str, by: str,
    parameter: str | None, schedule: Path | None, on: str | None, key_file: Path | None,
) -> int:  # fmt: skip
    """Renders a report, e.g. casework report month --book b.db -p month=2026-10 --out out."""
    from casework import reports
    from casework.reports.batch import Task

    if key_file:
        os.environ["CASEWORK_KEY_FILE"] = str(key_file.absolute())
    if listing:
        return _listed()
    if schedule:
        return _due(schedule, day_of(on) or date.today())  # noqa: DTZ011 - the office's own day, by its own clock
    if not name or not book or not out:
        raise Refused("请给出报表名、--book 和 --out；casework report --list 列出报表。",
                      "give a report's name, --book and --out; casework report --list names the reports.")  # fmt: skip
    given, to = _pairs(parameters), formats.split(",")
    if parameter:
        return _each(Task(name, book, given, out, to, by), parameter)
    for path in reports.render(name, book, given, out, to, by):
        click.echo(str(path))
    return 0


def _each(task: "Task", parameter: str) -> int:
    from casework.reports.batch import each

    bar = click.progressbar(length=1, label=task.name, file=sys.stderr)

    def progress(done: int, of: int) -> None:
        bar.length = of
        bar.update(done - bar.pos)

    with bar:
        found = each(task, parameter, progress=progress)
    return _said(found)


def _due(schedule: Path, day: date) -> int:
    from casework.reports.schedule import run_due

    found = run_due(schedule, day)
    if found is None:
        say("另一个进程正在生成报表，本次不重复。", "another run is making these reports: nothing to do here.")
        return 0
    if not found:
        say("没有到期的报表。", "no report is due.")
    return _said(found)


def _said(found: "list[Made]") -> int:
    """The files made, and in a sentence each what failed; 1 if anything did."""
    for made in found:
        for path in made.files:
            click.echo(str(path))
        if made.error:
            name, given = made.task.name, [*made.task.given.values()]
            said = Text(
                f"{name}（{'，'.join(given)}）：{made.error.zh}", f"{name} ({', '.join(given)}): {made.error.en}"
            )
            click.echo(said.to(language()), err=True)
    return int(any(made.error for made in found))


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in parameters]
    for text, (key, sign, _) in zip(parameters, pairs, strict=True):
        if not sign or not key:
            raise Refused(f"参数 {text} 应写作 名称=值。", f"the parameter {text} must be written key=value.")
    given = {key: value for key, _, value in pairs}
    if len(given) < len(pairs):
        raise Refused("同一参数给了两次，请只留一个。", "a parameter is given twice: keep one.")
    return given


def _listed() -> int:
    from casework import reports

    for template in reports.TEMPLATES.values():
        click.echo(f"{template.name}: {template.purpose.to(language())}")
        for name, kind in template.kinds.items():
            click.echo(f"  {name}: {kind.purpose.to(language())}")
    return 0

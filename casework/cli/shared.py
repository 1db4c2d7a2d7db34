"""What every command shares: the options, how an answer and an error are said, and the book that a command works on."""

import functools
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from casework.vocabulary import Refused, Text, language


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.version_option(package_name="casework")
def cli() -> None:
    """Union assistance to workers in hardship: files, entitlement, allocation, ledger, reports."""


def named(_: click.Context, parameter: click.Parameter, said: str | None) -> str | None:
    """A name without outer space; blank is no name."""
    if said is not None and not said.strip():
        raise Refused(f"--{parameter.name} 不能为空，请填写。", f"--{parameter.name} is blank: give a name.")
    return said and said.strip()


FILE = click.Path(path_type=Path)
BOOK = click.option("--book", required=True, type=FILE, help="The casebook (an SQLite file).")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
PACK = click.option("--pack", help="A rule pack's stem, or a file of your own; by default the book's.")
ON = click.option("--on", metavar="DATE", help="The day to answer for, 2026-10-31; by default the book's last day.")
OUT = click.option("--out", type=FILE, help="Also write to this file: .csv, .xlsx or .json.")
KEY = click.option("--key-file", type=FILE, help="The key of an encrypted casebook; else CASEWORK_KEY_FILE.")
BY = click.option("--by", required=True, callback=named, help="Who does it.")


def say(zh: str, en: str) -> None:
    """One line for people."""
    click.echo(Text(zh, en).to(language()))


def as_json_text(data: Any) -> str:
    """Data as it is printed and saved."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


def answer(as_json: bool, data: Any, *lines: Text) -> None:
    """What a command has to say: its data, or the lines for people."""
    for line in [as_json_text(data)] if as_json else [text.to(language()) for text in lines]:
        click.echo(line)


def day_of(on: str | None) -> date | None:
    """The day that is meant; Refused when it is none."""
    try:
        return None if on is None else date.fromisoformat(on)
    except ValueError as error:
        raise Refused(f"日期 {on} 应写作 2026-10-31。", f"the date {on} must be written like 2026-10-31.") from error


def write(path: Path, data: dict[str, Any], title: str, rows: Sequence[dict[str, Any]], header: Sequence[str]) -> None:
    """The whole answer as .json, or its main table as .csv or .xlsx; lists joined."""
    from casework import sheets

    if path.suffix.lower() == ".json":
        save(path, as_json_text(data) + "\n")
    else:
        cells = [["、".join(v) if isinstance(v := row[key], list) else v for key in header] for row in rows]
        sheets.write_table(path, title, [header, *cells])


def save(path: Path, text: str, *, secret: bool = False) -> None:
    """A text as a file, whole or not at all; a secret one is its owner's alone."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(0o600 if secret else 0o666)
        part.write_text(text, "utf-8", newline="")
        part.replace(path)
    except OSError as error:
        raise Refused(f"写不了文件 {path}，请检查路径和权限。",
                      f"cannot write {path}: check the path and its permissions.") from error  # fmt: skip


def stop_if_unwritable(path: Path) -> None:
    """Refused when a file of this name could not be written, found out before something is done that cannot be taken back."""
    part = path.with_name(f".{path.name}.part")
    save(part, "")
    part.unlink()


def over_book(act: Callable[..., Any]) -> Callable[..., Any]:
    """A command over the casebook that --book names, open while it runs."""

    @BOOK
    @KEY
    @functools.wraps(act)
    def run(book: Path, key_file: Path | None, **said: Any) -> Any:
        from casework.casebook import Casebook

        with Casebook.open(book, key_file) as opened:
            return act(opened, **said)

    return run

"""The command that looks for personal data before something leaves the office."""

from pathlib import Path

import click

from casework.cli.shared import FILE, JSON, KEY, answer, cli
from casework.vocabulary import LEAKS, Text


@cli.command("scan")
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH…")
@click.option("--book", type=FILE, help="A casebook: everybody in it is looked for.")
@KEY
@click.option(
    "--exclude", multiple=True, metavar="GLOB", help="Files or folders to leave out, like tests/data or *.sql."
)
@JSON
def scan_(
    paths: tuple[Path, ...], book: Path | None, key_file: Path | None, exclude: tuple[str, ...], as_json: bool
) -> int:
    """Personal data in files and folders: kind and place of each finding, never what it says; exit 1 when there is any."""
    from casework import scan
    from casework.casebook import Casebook
    from casework.casebook.known import known

    people = None
    if book:
        with Casebook.open(book, key_file) as opened:
            people = known(opened)
    said = scan.scan(paths, people, exclude)
    kinds = LEAKS.words
    lines = [Text(f"{place}：{kinds[kind].zh}", f"{place}: {kinds[kind].en}") for kind, place in said.leaks]
    lines += [
        Text(f"{place}：无法读取，请自行查看。", f"{place}: cannot be read, look at it yourself.")
        for place in said.unread
    ]
    lines += [Text(f"{len(said.leaks)} 处疑似个人信息；共 {said.files} 个文件、{said.lines} 行。",
                   f"{len(said.leaks)} found in {said.files} files, {said.lines} lines.")]  # fmt: skip
    data = said._asdict() | {"leaks": [leak._asdict() for leak in said.leaks]}
    answer(as_json, data, *lines)
    return int(bool(said.leaks))

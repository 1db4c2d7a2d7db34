"""What every command shares: the options, how an answer and an error are said, and the book that a command works on."""

import functools
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from casework.money import show
from casework.vocabulary import AIDS, CLASSES, LEVELS, Codes, Lang, Refused, Text, language


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
DAY = click.option("--on", metavar="DATE", help="The day, 2026-10-31; by default today (a demo's last day).")
ON = click.option("--on", metavar="DATE", help="The day to answer for, 2026-10-31; by default the book's last day.")
OUT = click.option("--out", type=FILE, help="Also write to this file: .csv, .xlsx or .json.")
KEY = click.option("--key-file", type=FILE, help="The key of an encrypted casebook; else CASEWORK_KEY_FILE.")
BY = click.option("--by", required=True, callback=named, help="Who does it.")


def code_of(codes: Codes) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A word of a list, written as its code or in Chinese; another is Refused with the list."""

    def found(_: click.Context, parameter: click.Parameter, said: str | None) -> str | None:
        code = None if said is None else codes.find(said)
        if said is not None and code is None:
            zh, en = (
                "、".join(w.zh for w in codes.words.values()),
                ", ".join(f"{c} ({w.en})" for c, w in codes.words.items()),
            )
            raise Refused(f"{said} 不在列表中，可用：{zh}。", f"{said} is not on the list; there are: {en}.")
        return code

    return found


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


def joined(texts: Iterable[Text]) -> Text:
    """Words in a row."""
    zh, en = [*zip(*texts, strict=True)] or ((), ())
    return Text("、".join(zh), ", ".join(en))


ANSWERS = {
    "class": Text("困难类别", "class"), "net_income_per_capita_month_fen": Text("人均月纯收入", "net income per person and month"),
    "dibao_line_fen": Text("低保标准", "Dibao line"), "living_aid_fen": AIDS.words["living"], "medical_aid_fen": AIDS.words["medical"],
    "tuition_aid_fen": AIDS.words["tuition"], "temporary_aid_fen": AIDS.words["temporary"], "warmth_visit_fen": AIDS.words["warmth"],
    "approval_level": Text("审批权限", "approval"),
}  # fmt: skip
"""The words for what an answer says of a household."""


def shown(key: str, value: Any, lang: Lang) -> str:
    """A part of an answer in words: a class, a level, or yuan."""
    codes = {"class": CLASSES, "approval_level": LEVELS}.get(key)
    return codes.show(value, lang) if codes else f"{show(value)} {'元' if lang == 'zh' else 'yuan'}"


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


def save(path: Path, text: str) -> None:
    """A text as a file, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
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

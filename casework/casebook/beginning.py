"""Beginning: an office's first casebook, with its key in another folder, and what it holds so far."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from casework import standards, workflow
from casework.casebook import place
from casework.casebook.payments import Casebook
from casework.vocabulary import ROLES, Refused
from casework.workflow import Person


def proposed_key(book: Path) -> Path:
    """Where the key of a new book may lie: what CASEWORK_KEY_FILE says, else a folder of its own in the user's home."""
    said = os.environ.get("CASEWORK_KEY_FILE")
    return Path(said) if said else Path.home() / "casework-keys" / f"{book.stem}.key"


def begin(path: Path, *, unit: str, pack: str, day: date | None, steps: str, by: str, key: str | None) -> None:
    """An office's new, empty casebook, encrypted when `key` names a key file, whose place is then noted beside the book.

    Refused, with nothing made, when something is wanting or wrong, or when there is a book already.
    """
    if not unit.strip():
        raise Refused("请填写单位名称。", "give the name of the office.")
    if day is None or day > date.today():  # noqa: DTZ011 the office's day
        raise Refused("起用日期应为今天或更早的一天。", "the first day of use is today or an earlier day.")
    standards.load(pack).begins(day)
    if path.exists():
        raise Refused(f"文件 {path} 已存在，不会被覆盖。", f"the file {path} exists already and is not overwritten.")
    place.check(path)
    key_file = None if key is None else _key_file(key, path)
    _stop_if_another_key(key_file)
    for file in filter(None, (path, key_file)):
        _make_folder(file.parent)
    Casebook.create(path, unit=unit.strip(), pack=pack, last_day=day, steps=steps, by=by, key_file=key_file).close()
    if key_file:
        with Casebook.open(path, key_file) as made:
            made.note_key(key_file)


def _key_file(said: str, book: Path) -> Path:
    """The key file that is meant; Refused beside the book, where whoever copies the folder copies both, and where others get at it."""
    if not said.strip():
        raise Refused("请填写密钥文件的路径。", "say where the key file is to lie.")
    path = Path(said.strip()).expanduser().absolute()
    if path.resolve().parent == book.resolve().parent:
        raise Refused(f"密钥文件 {path} 与案卷库在同一文件夹，一起被拷走就等于没有加密；请放到别的文件夹。",
                      f"the key file {path} would lie beside the casebook, and whoever copies the folder has both: keep it in another.")  # fmt: skip
    try:
        place.check(path)
    except Refused as refusal:
        raise Refused(f"密钥文件 {path} 在网络共享或自动同步的文件夹中，会外传；请放到本机的其他文件夹。",
                      f"the key file {path} would lie on a network share or in a synchronised folder, where others get it: keep it in another.") from refusal  # fmt: skip
    return path


def _stop_if_another_key(key_file: Path | None) -> None:
    """Refused when CASEWORK_KEY_FILE names another key: with it nobody could open the book afterwards."""
    said = os.environ.get("CASEWORK_KEY_FILE")
    if said and (key_file is None or key_file.resolve() != Path(said).resolve()):
        raise Refused(f"casework 启动时已指定密钥文件 {said}，请勾选加密并用它；要用别的或不加密，请不带密钥重新启动。",
                      f"casework was started with the key file {said}: encrypt with that one, or start casework without a key.")  # fmt: skip


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"建不了文件夹 {folder}，请检查路径和权限。",
                      f"cannot make the folder {folder}: check the path and its permissions.") from error  # fmt: skip


def add_person(book: Casebook, person: Person, by: str, *, change: bool) -> None:
    """Names who may do what. A name that is there is Refused unless it is to be changed."""
    there = next((p for p in book.people() if workflow.same_name(p.name, person.name)), None)
    if there and not change:
        zh, en = ("、".join(ROLES.words[r].zh for r in there.roles), ", ".join(ROLES.words[r].en for r in there.roles))
        raise Refused(f"{there.name} 已登记（{zh}）；要改职责或日期，请勾选“更改已登记的人”。",
                      f"{there.name} is there already ({en}): to change roles or days, tick “change a person who is there”.")  # fmt: skip
    book.add_people([person._replace(name=there.name) if there else person], by)


def counts(book: Casebook) -> dict[str, int]:
    """How many households, people, funds, receipts and imported workbooks a book has."""
    tables = {"households": "household", "people": "(SELECT DISTINCT who FROM person)", "funds": "fund",
              "receipts": "move WHERE kind = 'receipt'", "imports": "import_file"}  # fmt: skip
    found: dict[str, Any] = book.rows(
        "SELECT " + ", ".join(f"(SELECT count(*) FROM {t}) AS {n}" for n, t in tables.items())
    )[0]
    return {name: int(n) for name, n in found.items()}

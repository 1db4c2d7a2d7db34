"""People: who may do what. A registered name is bound to its roles, level and days; any other is refused only when strict."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from casework.vocabulary import LEVELS as _LEVELS
from casework.vocabulary import ROLES, Refused, Text

LEVELS = tuple(_LEVELS.words)
"""The levels of the union, the lowest first."""


class Person(NamedTuple):
    """A named person of the office, with the roles held from a day on, until a day if there is an end."""

    name: str
    roles: tuple[str, ...]
    level: str | None
    starts: date
    ends: date | None


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same however wide their letters and wherever their spaces."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def may_act(people: Sequence[Person], by: str, on: date, role: str | None, *, strict: bool) -> None:
    """Refused when a registered name does not hold the role (or any) on the day; when strict, an unregistered one too."""
    _entries(people, by, on, role, strict=strict)


def may_approve(people: Sequence[Person], by: str, on: date, level_needed: str | None, *, strict: bool) -> None:
    """Refused when a registered name is no approver on the day or its level is too low; when strict, an unregistered one too."""
    mine = _entries(people, by, on, "approver", strict=strict)
    if mine and level_needed and max(_rank(p.level) for p in mine) < _rank(level_needed):
        needed = _LEVELS.words[level_needed]
        raise Refused(
            f"{by} 的层级不够审批，须由{needed.zh}审批，请报上级。",
            f"{by} is not of a high enough level to approve this: it goes to the {needed.en}.",
        )


def _rank(level: str | None) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _entries(people: Sequence[Person], by: str, on: date, role: str | None, *, strict: bool) -> list[Person]:
    """The entries of a name that hold a role on a day; none when the name is not registered."""
    if not _plain(by):
        raise Refused("没有写明由谁办理，请填写姓名。", "it is not said who does this: give a name.")
    mine = [p for p in people if same_name(p.name, by)]
    held = [p for p in mine if (role is None or role in p.roles) and p.starts <= on <= (p.ends or on)]
    word = ROLES.words[role] if role else Text("本单位人员", "person of the office")
    if mine and not held:
        raise Refused(
            f"{by} 在 {on} 不是{word.zh}，请由{word.zh}办理，或先登记其职责。",
            f"{by} is no {word.en} on {on}: let a {word.en} do it, or register the role first.",
        )
    if strict and not mine:
        raise Refused(
            f"{by} 不在人员名单上，请由名单上的{word.zh}办理，或先登记。",
            f"{by} is not on the list of people: let a {word.en} of the list do it, or register the name first.",
        )
    return held

"""Correct: one fact of a case file before and after, and what that does to class and aid, as safe HTML."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.households import Field
from casework.intake import Finding
from casework.pages.household import moved
from casework.pages.markup import banner, esc
from casework.privacy import shown
from casework.vocabulary import Lang, Text

_SIDES = (Text("更正前", "Before"), Text("更正后", "After"))


def now(field: Field, value: Any, lang: Lang) -> str:
    """A value on file with its mask; that it is unknown where it is."""
    return esc(_value(field, value, lang))


def _value(field: Field, value: Any, lang: Lang) -> str:
    said = (Text("未知", "unknown") if value is None else shown(field, value)).to(lang)
    return said + Text(" 元", " yuan").to(lang) * (field.kind == "money" and value is not None)


def sentence(field: Field, was: Any, value: Any, lang: Lang) -> str:
    """A field, from what to what; numbers masked."""
    return (
        f"{field.header.to(lang)}{Text('：', ': ').to(lang)}{_value(field, was, lang)} → {_value(field, value, lang)}"
    )


def effect(said: str, notices: Sequence[Finding], found: Mapping[str, Any], lang: Lang) -> str:
    """A correction, what is to be checked about it, and class and aid before and after it."""
    checked = "".join(banner(Text(notice.zh, notice.en).to(lang)) for notice in notices)
    same = Text("类别和金额不变。", "Class and amounts stay the same.").to(lang)
    none = "" if found["changes"] else banner(same)
    return f"<p><b>{esc(said)}</b></p>{checked}{moved(found['before'], found['after'], _SIDES, lang)}{none}"


def kept(said: str, lang: Lang) -> str:
    """That a correction is kept."""
    return Text(f"已保存更正。{said}", f"The correction is kept. {said}").to(lang)

"""Reading: YAML without floats and without a key given twice, and what is wrong with it in a sentence."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from casework.vocabulary import Refused, Text


def refused(where: object, zh: str, en: str) -> Refused:
    """The refusal of a file, of a place in one, or of a form."""
    there = where if isinstance(where, Text) else Text(str(where), str(where))
    return Refused(f"{there.zh}：{zh}", f"{there.en}: {en}")


class _Loader(yaml.SafeLoader):
    """YAML without floats and without a key given twice."""


def _no_float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    raise yaml.constructor.ConstructorError(None, None, f"write {node.value} in quotes", node.start_mark)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise yaml.constructor.ConstructorError(None, None, f"the key {twice} stands twice", node.start_mark)
    loader.flatten_mapping(node)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=deep)


_Loader.add_constructor("tag:yaml.org,2002:float", _no_float)
_Loader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: _mapping(loader, node, deep=True)  # type: ignore[arg-type]
)  # fmt: skip


class _ExactLoader(_Loader):
    """As _Loader, but a bare decimal is read as its exact text, for people who type 619.97."""


_ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: str(node.value))


def read_yaml(text: str, name: str, *, decimals: bool = False) -> Any:
    """What a YAML text says; Refused with file and line when it is not readable. Decimals come as text."""
    documents = read_documents(text, name, decimals=decimals)
    if len(documents) > 1:
        raise refused(name, "一个文件只能有一份内容，请删去 --- 行。", "one file holds one document: take out the --- line.")  # fmt: skip
    return documents[0] if documents else None


def read_documents(text: str, name: str, *, decimals: bool = False) -> list[Any]:
    """What each document of a YAML text says; Refused as by `read_yaml`."""
    try:
        return list(yaml.load_all(text, _ExactLoader if decimals else _Loader))
    except (yaml.YAMLError, ValueError) as error:  # a date that does not exist is a ValueError
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        said = getattr(error, "problem", None) or str(error)
        mine = next((zh.format(said.split(" ")[k]) for begins, k, zh in _MINE if said.startswith(begins)), "格式有误")
        raise refused(where, f"文件读不懂（{mine}），请改正后重试。", f"cannot be read ({said}); mend it and try again.") from error  # fmt: skip


_MINE = (("write ", 1, "{} 要加引号"), ("the key ", 2, "键 {} 出现两次"))
"""What the loader here says, in Chinese: how it begins, which of its words to keep, the sentence."""


def write_yaml(said: Any) -> str:
    """Plain data as YAML text, in its own order."""
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False))


def read_text(path: Path) -> str:
    """The text of a file; Refused when there is none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"文件 {path} 不是文本，请检查是否选错。",
                      f"the file {path} is not text: check that it is the right one.") from error  # fmt: skip
    except OSError as error:
        raise Refused(f"打不开文件 {path}，请检查路径和权限。",
                      f"cannot read the file {path}: check the path and its permissions.") from error  # fmt: skip


_M = TypeVar("_M", bound=BaseModel)


def checked(model: type[_M], said: Any, name: str | Text, words: Mapping[str, Text] | None = None) -> _M:
    """The model that this data describes; Refused naming file, key and what is wrong.

    `words` are those of a form for the keys that it asks for.
    """
    try:
        return model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        own = re.compile(r"\[|^(Sum|Schedule)$")  # the form's own names for its parts
        key = ".".join(part for part in map(str, first["loc"]) if not own.search(part))
        zh, newline, en = (msg := first["msg"].removeprefix("Value error, ")).partition("\n")
        if not newline:
            zh, en = _SAID.get(first["type"], ("不合格式", msg))
        if what := (words or {}).get(re.sub(r"\.\d+$", "", key)):
            raise refused(name, f"“{what.zh}”{zh}。", f"{what.en}: {en}.") from error
        zh, en = f"{key or '整个文件'} 有误（{zh}），请改正。", f"{key or 'the whole file'} is wrong ({en}): mend it."
        raise refused(name, zh, en) from error


def read_model(model: type[_M], path: Path) -> _M:
    """The model that a YAML file describes; Refused naming file, key and remedy when it does not."""
    return checked(model, read_yaml(read_text(path), path.name), path.name)


_SAID = {
    "missing": ("缺少这一项，请补上", "it is missing: add it"),
    "extra_forbidden": ("没有这个键，请检查拼写或删去", "there is no such key: check the spelling or take it out"),
    "literal_error": ("不在可用的写法之中", "it is not one of the words that may stand here"),
    "string_type": ("应为文字，请加引号", "it must be text: put it in quotes"),
    "int_type": ("应为整数", "it must be a whole number"),
    "bool_type": ("应为 true 或 false", "it must be true or false"),
    "date_type": ("应为日期，写作 2026-01-31", "it must be a date, written like 2026-01-31"),
    "list_type": ("应为列表", "it must be a list"),
    "dict_type": ("应为“键: 值”", "it must be keys and values"),
    "model_type": ("应为“键: 值”", "it must be keys and values"),
    "greater_than": ("应大于零", "it must be above zero"),
    "greater_than_equal": ("不能小于下限", "it is below the least that may stand here"),
}
"""What a form says of a wrong value, in both languages, by the kind of mistake; anything else in its own words."""

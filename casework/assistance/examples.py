"""Worked examples (promise 10): a household in YAML and what the rule says it gets, run against the packs."""

from datetime import date
from typing import Any, NamedTuple

from casework import money
from casework.assistance import assess
from casework.households import Facts, MemberFacts, Population, sound
from casework.standards import load, read_yaml, refused
from casework.vocabulary import Refused

_MONEY = ("annual_income", "annual_rigid_expenditure", "medical_out_of_pocket", "hardship_cost", "dibao_line",
          "previous_year_dibao_line", "union_aid_received")  # fmt: skip
_FLAGS = ("event", "cause_documented", "assets_excluded", "single_parent")
_KEYS = ("size", "class", "head_sex", "members", *_MONEY, *_FLAGS)
_MEMBER_KEYS = ("relation", "stage", "age", "income_month", "disabled")
_MONEY_EXPECTED = ("net_income_per_capita_month", "living_aid", "living_instalment", "medical_aid", "tuition_aid",
                   "temporary_aid", "warmth_visit")  # fmt: skip
_EXPECTED = ("class", "approval_level", "missing", *_MONEY_EXPECTED)


class Outcome(NamedTuple):
    """One example, and each difference of its answer as (key, expected, found)."""

    name: str
    pack: str
    differences: tuple[tuple[str, object, object], ...]

    @property
    def failed(self) -> bool:
        """Whether the answer differs from what the example expects."""
        return bool(self.differences)


def run(text: str, name: str) -> list[Outcome]:
    """The outcome of each example in a YAML text; Refused when one cannot be read or its pack not be had."""
    said = read_yaml(text, name, decimals=True)
    examples = _list(said, name) or []
    return [_run(example, f"{name}: {_label(example, i)}") for i, example in enumerate(examples, 1)]


def _label(example: Any, i: int) -> str:
    return str(example.get("example", f"no. {i}")) if isinstance(example, dict) else f"no. {i}"


def _run(example: Any, where: str) -> Outcome:
    _only(example, ("example", "pack", "date", "household", "expect", "source", "why"), where)
    pack, expect = str(example.get("pack")), example.get("expect") or {}
    _only(expect, _EXPECTED, f"{where}: expect")
    facts = facts_of(example.get("household") or {}, where)
    day = _date(example.get("date"), where)
    try:
        found = assess(Population.of([facts]), load(pack), day).row(0)
    except Refused as refusal:
        raise refused(where, *refusal.text) from refusal
    answers = (
        (key, _wanted(key, value, where), found[f"{key}_fen" if key in _MONEY_EXPECTED else key])
        for key, value in expect.items()
    )
    return Outcome(where, pack, tuple(a for a in answers if not _same(*a)))


def _same(key: str, wanted: Any, found: Any) -> bool:
    return sorted(wanted) == sorted(found) if key == "missing" else bool(wanted == found)


def _wanted(key: str, value: Any, where: str) -> Any:
    if key == "missing":
        return [str(name) for name in _list(value, f"{where}: missing") or []]
    return _fen(value, f"{where}: {key}") if key in _MONEY_EXPECTED and value is not None else value


def facts_of(said: dict[str, Any], where: str) -> Facts:
    """The facts that an example states; what it leaves out is unknown, union aid received zero. Refused where one cannot be."""
    _only(said, _KEYS, f"{where}: household")
    stated: dict[str, Any] = {k: said.get(k) for k in ("size", *_FLAGS)}
    stated |= {f"{k}_fen": _fen(said[k], f"{where}: {k}") for k in _MONEY if said.get(k) is not None}
    people = _list(said.get("members"), f"{where}: members")
    sex = {"male": "男", "female": "女"}.get(str(said.get("head_sex")), said.get("head_sex"))
    members = None if people is None else tuple(_member(m, f"{where}: members") for m in people)
    facts = Facts(class_=said.get("class"), head_sex=sex, members=members, **stated)
    _, wrong = sound(facts)
    if wrong:
        place = wrong[0].place.removesuffix("_fen").rstrip("_")
        raise refused(where, f"{place}：{wrong[0].text.zh}", f"{place}: {wrong[0].text.en}")
    return facts


def _member(said: dict[str, Any], where: str) -> MemberFacts:
    _only(said, _MEMBER_KEYS, where)
    income = said.get("income_month")
    fen = None if income is None else _fen(income, f"{where}: income_month")
    return MemberFacts(**{k: said.get(k) for k in _MEMBER_KEYS if k != "income_month"}, income_month_fen=fen)


def _list(value: Any, where: str) -> list[Any] | None:
    if value is not None and not isinstance(value, list):
        raise refused(where, "应为列表（每项以 - 开头）。", "must be a list (each item begins with -).")
    return value


def _only(said: Any, keys: tuple[str, ...], where: str) -> None:
    if not isinstance(said, dict):
        raise refused(where, "应为“键: 值”。", "must be keys and values.")
    known = ", ".join(keys)
    for key in said:
        if key not in keys:
            raise refused(where, f"没有键 {key}；可用：{known}。", f"there is no key {key}; the keys are {known}.")


def _fen(value: Any, where: str) -> int:
    try:
        return money.exact(str(value))
    except ValueError as error:
        raise refused(where, f"{value} 不是以元计的金额。", f"{value} is not an amount in yuan.") from error


def _date(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise refused(
            where, f"日期 {value} 应写作 2026-01-31。", f"the date {value} must be like 2026-01-31."
        ) from error

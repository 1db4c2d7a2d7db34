"""Facts: what the rules ask of a household, taken from its case file, and what is wrong with them.

None is unknown, never zero. Money is fen, a year's unless the name says month.
"""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from casework import vocabulary as words
from casework.households.form import Household, Member
from casework.money import show
from casework.vocabulary import Text

RELATIVES = ("head", "spouse", "child", "grandchild", "parent", "grandparent", "sibling", "other")
STAGES = ("none", *words.STAGES.words)
CLASSES = tuple(words.CLASSES.words)
SEXES = ("男", "女")
_GROUPS = {
    "0": "head", "1": "spouse", "2": "child",
    "3": "child", "4": "grandchild", "5": "parent", "6": "grandparent", "7": "sibling", "8": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """What the rules ask of one member; stage "none" is known not to study."""

    relation: str | None = None
    stage: str | None = None
    age: int | None = None
    income_month_fen: int | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules ask of one household. `class_` set skips the classification; members None are unknown."""

    size: int | None = None
    annual_income_fen: int | None = None
    annual_rigid_expenditure_fen: int | None = None
    medical_out_of_pocket_fen: int | None = None
    schooling_cost_fen: int | None = None
    other_rigid_expenditure_fen: int | None = None
    hardship_cost_fen: int | None = None
    event: bool | None = None
    cause_documented: bool | None = None
    assets_excluded: bool | None = None
    dibao_line_fen: int | None = None
    previous_year_dibao_line_fen: int | None = None
    single_parent: bool | None = None
    head_sex: str | None = None
    class_: str | None = None
    union_aid_received_fen: int | None = 0
    warmth_received_fen: int | None = 0
    archived: bool | None = None
    itemised: bool = False
    members: tuple[MemberFacts, ...] | None = None


CODES = {"head_sex": SEXES, "class_": CLASSES, "relation": RELATIVES, "stage": STAGES}
"""The words that a fact of a household or a member may be."""

FACT_WORDS = {
    "size": Text("家庭人口", "household size"), "annual_income": Text("家庭年度总收入", "total household income per year"),
    "annual_rigid_expenditure": Text("年刚性支出", "rigid expenditure per year"),
    "medical_out_of_pocket": Text("年医疗自付支出", "medical cost paid out of pocket per year"),
    "schooling_cost": Text("年教育支出", "schooling cost per year"),
    "other_rigid_expenditure": Text("年其他刚性支出", "other rigid expenditure per year"),
    "hardship_cost": Text("困难支出", "hardship cost"),
    "event": Text("是否有突发事件(重病、事故、灾害)", "whether there was an event (critical illness, accident, disaster)"),
    "cause_documented": Text("主要致困原因", "main cause of hardship"),
    "assets_excluded": Text("是否有资产或行为排除情形", "whether an asset or conduct exclusion applies"),
    "dibao_line": Text("低保标准", "Dibao line"), "previous_year_dibao_line": Text("上年度低保标准", "Dibao line of the previous year"),
    "single_parent": Text("是否单亲", "single parent"), "head_sex": Text("户主性别", "sex of the head"),
    "members": Text("家庭成员", "household members"), "union_aid_received": Text("已得工会帮扶", "union aid received"),
    "warmth_received": Text("本年已得送温暖", "warmth visits received this year"), "archived": Text("是否在档", "whether on file"),
    "class": Text("困难类别", "class"), "relation": Text("与户主关系", "relation to the head"),
    "stage": Text("就学阶段", "stage of schooling"), "age": Text("年龄", "age"), "income_month": Text("月收入", "income per month"),
    "disabled": Text("是否残疾", "disabled"),
}  # fmt: skip
"""The words for each fact, by the name that stands in `missing` and in worked examples."""


BEYOND = 10**13
"""More fen than any household has: a larger amount cannot be, and it stands for an unknown one at its greatest."""


# ---- what is wrong with facts ---------------------------------------------------------------------


class Problem(NamedTuple):
    """A fact that cannot be: where it stands (`members.2.age`), and in words what is wrong and what to do."""

    place: str
    text: Text


_RANGES = {"size": (1, 99), "age": (0, 120)}
_KINDS: tuple[type, ...] = (Facts, MemberFacts)
_CHECKED = {kind: [f.name for f in dataclasses.fields(kind) if f.name not in ("members", "itemised")] for kind in _KINDS}  # fmt: skip
_VALUES = {kind: attrgetter(*names) for kind, names in _CHECKED.items()}
_YOUNGEST = {"high_school": 12, "vocational": 12, "college": 14, "university": 14, "postgraduate": 17}
"""The least age at which a stage is believed; younger is a slip of the pen, not a prodigy."""


def sound(facts: Facts) -> tuple[Facts, list[Problem]]:
    """The facts with everything that cannot be made unknown, and a problem with place and remedy for each."""
    members, wrong = _sound_members(facts.members)
    found, itemised = [*_problems(facts), *wrong], facts.itemised is True
    if not found and itemised is facts.itemised:
        return facts, []
    unknown: dict[str, Any] = dict.fromkeys(p.place for p in found if "." not in p.place)
    return dataclasses.replace(facts, **unknown | {"itemised": itemised, "members": members}), found


def _sound_members(members: Any) -> tuple[tuple[MemberFacts, ...] | None, list[Problem]]:
    if members is None:
        return None, []
    if not isinstance(members, tuple) or not all(isinstance(member, MemberFacts) for member in members):
        return None, [_problem("members", Text("应为成员列表", "write a list of members"))]
    wrong = [[*_problems(m, f"members.{k}."), *_too_young(m, k)] for k, m in enumerate(members, 1)]
    people = [_without(m, found) if found else m for m, found in zip(members, wrong, strict=True)]
    heads = [k for k, m in enumerate(people) if m.relation == "head"]
    if len(heads) > 1:
        two = Text("有两个户主，请只留一个", "there are two heads: keep one")
        wrong.append([_problem(f"members.{heads[1] + 1}.relation", two)])
        for k in heads:
            people[k] = dataclasses.replace(people[k], relation=None)
    return tuple(people), [problem for found in wrong for problem in found]


def _without(member: MemberFacts, wrong: list[Problem]) -> MemberFacts:
    return dataclasses.replace(member, **dict.fromkeys(p.place.split(".")[2] for p in wrong))


def _problems(record: Facts | MemberFacts, at: str = "") -> Iterator[Problem]:
    kind = type(record)
    for name, value in zip(_CHECKED[kind], _VALUES[kind](record), strict=True):
        if value is not None and not (rule := _RULES[name])[0](value):
            yield _problem(at + name, rule[1], show(value) if name.endswith("_fen") and _whole(value) else value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _rule(name: str) -> tuple[Callable[[Any], bool], Text]:
    """What a fact may be (a number in its range, a code on its list, an amount, a flag), and what to write instead."""
    if name in _RANGES:
        least, most = _RANGES[name]
        said = Text(f"应为 {least} 到 {most} 的整数", f"write a whole number from {least} to {most}")
        return lambda value: _whole(value) and least <= value <= most, said
    if name in CODES:
        known = ", ".join(CODES[name])
        return CODES[name].__contains__, Text(f"应为 {known} 之一", f"write one of {known}")
    if name.endswith("_fen"):
        said = Text("应为不小于零的金额", "write an amount of zero or more")
        return lambda value: _whole(value) and 0 <= value < BEYOND, said
    said = Text("应为是或否（文件中写 true 或 false）", "write yes or no (in a file true or false)")
    return lambda value: isinstance(value, bool), said


_RULES = {name: _rule(name) for names in _CHECKED.values() for name in names}


def _too_young(member: MemberFacts, k: int) -> Iterator[Problem]:
    age, stage = member.age, member.stage
    if age is not None and _whole(age) and 0 <= age < _YOUNGEST.get(str(stage), 0):
        name = words.STAGES.words[str(stage)]
        said = Text(f"{age} 岁读{name.zh}，请核对年龄或学历", f"{name.en} at {age}: check age and stage")
        yield _problem(f"members.{k}.stage", said)


def _problem(place: str, text: Text, value: object = None) -> Problem:
    name = FACT_WORDS[place.rsplit(".", 1)[-1].removesuffix("_fen").removesuffix("_")]
    if place.startswith("members."):
        k = place.split(".")[1]
        name = Text(f"第 {k} 位成员{name.zh}", f"member {k}: {name.en}")
    shown = "" if value is None else f" {value}"
    return Problem(place, Text(f"{name.zh}{shown}：{text.zh}。", f"{name.en}{shown}: {text.en}."))


# ---- from the case file ------------------------------------------------------------------------------


_AS_ON_FORM = ("size", "annual_income_fen", "medical_out_of_pocket_fen", "schooling_cost_fen", "other_rigid_expenditure_fen",
               "single_parent")  # fmt: skip
READ: dict[type, tuple[str, ...]] = {
    Household: ("file_number", *_AS_ON_FORM, "sex", "main_cause", "secondary_causes", "filed_on", "exited_on"),
    Member: ("relation", "birth_date", "income_month_fen", "health_status", "ailment", "person_status", "study_level", "entry_year",
             "programme_years"),
}  # fmt: skip
"""The fields of a file and of a member that facts are taken from."""


def facts_of(file: Household, on: date, union_aid_received_fen: int = 0, warmth_received_fen: int = 0) -> Facts:
    """The facts of a case file on a day, or of one half written: an empty text is unknown. Aid received, in fen, is what the ledger paid."""
    causes = [*(file.secondary_causes or "").split("、"), file.main_cause]
    event = True if any(c in words.EVENTS for c in causes) else None if file.main_cause is None else False
    return Facts(
        **{name: getattr(file, name) for name in _AS_ON_FORM}, head_sex=file.sex or None, itemised=True,
        event=event, hardship_cost_fen=_hardship_cost(file, event), cause_documented=True if file.main_cause else None,
        assets_excluded=False if file.filed_on else None, archived=bool(file.filed_on and not file.exited_on),
        union_aid_received_fen=union_aid_received_fen, warmth_received_fen=warmth_received_fen,
        members=tuple(_member_facts(member, on) for member in file.members),
    )  # fmt: skip


def _hardship_cost(file: Household, event: bool | None) -> int | None:
    if event is False:
        return 0
    parts = (file.medical_out_of_pocket_fen, file.other_rigid_expenditure_fen)
    return None if event is None or None in parts else sum(p for p in parts if p is not None)


def _member_facts(member: Member, on: date) -> MemberFacts:
    age = age_on(member.birth_date, on) if member.birth_date else None
    relation = _GROUPS[words.relation_group(member.relation)] if member.relation else None
    stage, disabled, income = stage_on(member, on, age), _disabled(member), member.income_month_fen
    return MemberFacts(relation=relation, stage=stage, age=age, income_month_fen=income, disabled=disabled)


def _disabled(member: Member) -> bool | None:
    if "残疾" in (member.health_status, member.ailment) or member.ailment in words.DISABILITY.words:
        return True
    return None if member.health_status is None else False


def age_on(birth_date: str, on: date) -> int:
    """Whole years of age on a day."""
    born = date.fromisoformat(birth_date)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def stage_on(member: Member, on: date, age: int | None) -> str | None:
    """The stage of schooling on a day: "none" when not studying, None when it cannot be known.

    Below school age counts as kindergarten from three years on. A programme ends with the August of the year
    in which its length is reached; what has no entry year is taken as going on.
    """
    if member.study_level is None:
        return None if member.person_status == "学生" else "none"
    if member.study_level not in words.STAGES.words:
        return None
    if member.study_level == "kindergarten":
        return None if age is None else "kindergarten" if age >= 3 else "none"
    if member.entry_year is None or member.programme_years is None:
        return member.study_level
    ended = (on.year, on.month) > (member.entry_year + member.programme_years, 8)
    return "none" if ended or on.year < member.entry_year else member.study_level

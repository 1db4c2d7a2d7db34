"""Households: the one description of every field of the case file (困难职工档案), and the facts that rules read.

`Household` and `Member` describe the form: from them come the SQLite columns, the spreadsheet headers, the form
and the masks. `Facts` is what the rules ask of a household; `Population` is the same facts as columns, for one
household or a million. None is unknown, never zero. Money is fen, a year's unless the name says month.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from casework import vocabulary as words
from casework.vocabulary import Codes, Text

Kind = Literal["text", "code", "codes", "flag", "money", "count", "date", "id_number", "card", "phone", "area"]
Sensitivity = Literal["S1", "S2", "S3"]

_SQL: dict[Kind, str] = {"flag": "INTEGER", "money": "INTEGER", "count": "INTEGER"}
_CHECK: dict[Kind, str] = {
    "flag": "{0} IN (0, 1)",
    "money": "{0} >= 0",
    "count": "{0} >= 0",
    "date": "{0} IS date({0}, '+0 days')",  # the modifier makes older SQLite refuse the 30th of February too
}


class Field(NamedTuple):
    """One field of the form: its header, what it holds, whether it must be filled in, and who may see it."""

    name: str
    header: Text
    kind: Kind
    mandatory: bool
    codes: Codes | None
    sensitivity: Sensitivity
    needed: bool

    @property
    def column(self) -> str:
        """The SQLite column with its type and check."""
        check = f" CHECK ({_CHECK[self.kind].format(self.name)})" if self.kind in _CHECK else ""
        need = " NOT NULL" if self.needed else ""
        return f"{self.name} {_SQL.get(self.kind, 'TEXT')}{need}{check}"


def _on_form(
    zh: str,
    en: str,
    kind: Kind = "text",
    codes: Codes | None = None,
    *,
    see: Sensitivity = "S3",
    needed: bool = False,
) -> Any:
    """A field of the form. A star ends the header of a mandatory one; `needed`: no file without it."""
    field = Field("", Text(zh.rstrip("*"), en), kind, zh.endswith("*"), codes, see, needed)
    return (
        dataclasses.field(metadata={"field": field})
        if needed
        else dataclasses.field(default=None, metadata={"field": field})
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the household besides its head."""

    name: str = _on_form("姓名*", "Name", see="S2", needed=True)
    relation: str = _on_form("关系*", "Relation to head", "code", words.RELATIONS, see="S1", needed=True)
    sex: str = _on_form("性别", "Sex", "code", words.SEX, see="S1", needed=True)
    id_number: str = _on_form("身份证号*", "Citizen ID number", "id_number", needed=True)
    birth_date: str = _on_form("出生日期", "Date of birth", "date", needed=True)
    health_status: str | None = _on_form("健康状况*", "Health", "code", words.HEALTH)
    medical_insurance: str | None = _on_form("医保状况*", "Medical insurance", see="S1")
    person_status: str | None = _on_form("人员身份*", "Status", see="S1")
    income_month_fen: int | None = _on_form("月收入*", "Income per month", "money")
    employer_or_school: str | None = _on_form("单位或学校", "Employer or school")
    study_level: str | None = _on_form("当前学历", "Level of study", "code", words.STAGES, see="S1")
    entry_year: int | None = _on_form("入学年份", "Year entered", "count", see="S1")
    programme_years: int | None = _on_form("年制", "Length of programme (years)", "count", see="S1")
    remark: str | None = _on_form("备注", "Remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """One household, one file (一户一档); the fields without a relation are those of its head."""

    file_number: str = _on_form("职工编号", "File number", see="S1", needed=True)
    name: str = _on_form("姓名*", "Name", see="S2", needed=True)
    sex: str = _on_form("性别*", "Sex", "code", words.SEX, see="S1", needed=True)
    ethnic_group: str | None = _on_form("民族*", "Ethnic group", see="S1")
    political_affiliation: str | None = _on_form("政治面貌*", "Political affiliation", "code", words.PARTY, see="S1")
    id_number: str = _on_form("身份证号*", "Citizen ID number", "id_number", needed=True)
    birth_date: str = _on_form("出生日期*", "Date of birth", "date", needed=True)
    phone: str | None = _on_form("手机号码*", "Phone", "phone", see="S2")
    marital_status: str | None = _on_form("婚姻状况*", "Marital status", "code", words.MARITAL, see="S1")
    hukou_type: str | None = _on_form("户口类型*", "Hukou type", "code", words.HUKOU, see="S1")
    health_status: str | None = _on_form("健康状况*", "Health", "code", words.HEALTH)
    disability: str | None = _on_form("残疾类别", "Disability", "code", words.DISABILITY)
    work_status: str | None = _on_form("工作状态*", "Work status", "code", words.WORK_STATUS, see="S1")
    model_worker: str | None = _on_form("劳模类型*", "Model worker", "code", words.MODEL_WORKER, see="S1")
    employer: str | None = _on_form("工作单位*", "Employer", see="S1")
    employer_ownership: str | None = _on_form("单位性质", "Employer ownership", "code", words.OWNERSHIP, see="S1")
    employer_condition: str | None = _on_form("企业状况", "Employer condition", see="S1")
    industry: str | None = _on_form("所属行业*", "Industry", "code", words.INDUSTRY, see="S1")
    housing_type: str | None = _on_form("住房类型*", "Housing tenure", "code", words.HOUSING, see="S1")
    floor_area: str | None = _on_form("建筑面积", "Floor area (m²)", "area", words.FLOOR_BANDS, see="S1")
    address: str | None = _on_form("家庭住址*", "Home address")
    single_parent: bool | None = _on_form("是否单亲", "Single parent", "flag", words.YES_NO, see="S1")
    zero_employment: bool | None = _on_form(
        "是否为零就业家庭", "Zero-employment household", "flag", words.YES_NO, see="S1"
    )
    medical_insurance: str | None = _on_form("医保状况*", "Medical insurance", see="S1")
    claimed_class: str | None = _on_form("困难类别*", "Class on the form", "code", words.CLASS_CLAIMS, see="S1")
    main_cause: str | None = _on_form("主要致困原因*", "Main cause of hardship", "code", words.CAUSES)
    secondary_causes: str | None = _on_form("次要致困原因", "Secondary causes", "codes", words.CAUSES)
    own_income_month_fen: int | None = _on_form("本人月平均收入*", "Own mean income per month", "money")
    other_income_fen: int | None = _on_form(
        "家庭其他非薪资年收入*", "Other non-wage household income per year", "money"
    )
    annual_income_fen: int | None = _on_form("家庭年度总收入*", "Total household income per year", "money")
    size: int | None = _on_form("家庭人口*", "Household size", "count", see="S1")
    medical_out_of_pocket_fen: int | None = _on_form(
        "年医疗自付支出", "Medical cost paid out of pocket per year", "money"
    )
    schooling_cost_fen: int | None = _on_form("年教育支出", "Schooling cost per year", "money")
    other_rigid_expenditure_fen: int | None = _on_form("年其他刚性支出", "Other rigid expenditure per year", "money")
    bank: str | None = _on_form("开户银行", "Bank")
    bank_card: str | None = _on_form("银行卡号", "Bank card", "card")
    filed_on: str | None = _on_form("建档日期", "Filed on", "date", see="S1")
    exited_on: str | None = _on_form("脱困日期", "Exited on", "date", see="S1")
    remark: str | None = _on_form("备注", "Remark")
    members: tuple[Member, ...] = ()


@cache
def fields(record: type) -> dict[str, Field]:
    """The fields of the form by name, in the order of the form."""
    described = (f for f in dataclasses.fields(record) if "field" in f.metadata)
    return {f.name: f.metadata["field"]._replace(name=f.name) for f in described}


def columns(record: type) -> str:
    """The SQLite column definitions of a record, comma-separated."""
    return ",\n  ".join(field.column for field in fields(record).values())


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(first17: str) -> str:
    """The last character of a citizen ID number after its first 17 digits (GB 11643)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


# ---- facts: what the rules ask ------------------------------------------------------------------

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
    union_aid_received_fen: int = 0
    archived: bool | None = None
    itemised: bool = False
    members: tuple[MemberFacts, ...] | None = None


FACT_WORDS: dict[str, Text] = {
    "size": Text("家庭人口", "household size"),
    "annual_income": Text("家庭年度总收入", "total household income per year"),
    "annual_rigid_expenditure": Text("年刚性支出", "rigid expenditure per year"),
    "medical_out_of_pocket": Text("年医疗自付支出", "medical cost paid out of pocket per year"),
    "schooling_cost": Text("年教育支出", "schooling cost per year"),
    "other_rigid_expenditure": Text("年其他刚性支出", "other rigid expenditure per year"),
    "hardship_cost": Text("困难支出", "hardship cost"),
    "event": Text(
        "是否有突发事件(重病、事故、灾害)",
        "whether there was an event (critical illness, accident, disaster)",
    ),
    "cause_documented": Text("主要致困原因", "main cause of hardship"),
    "assets_excluded": Text("是否有资产或行为排除情形", "whether an asset or conduct exclusion applies"),
    "dibao_line": Text("低保标准", "Dibao line"),
    "previous_year_dibao_line": Text("上年度低保标准", "Dibao line of the previous year"),
    "single_parent": Text("是否单亲", "single parent"),
    "head_sex": Text("户主性别", "sex of the head"),
    "members": Text("家庭成员", "household members"),
}
"""The words for each fact that can be missing, by the name that stands in `missing`."""

_HOUSEHOLD_CODES = {"head_sex": SEXES, "class_": CLASSES}
_MEMBER_CODES = {"relation": RELATIVES, "stage": STAGES}

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Column(NamedTuple):
    """A fact of many: whole numbers (0 where unknown) and where they are known."""

    values: Ints
    known: Bools


@dataclass(frozen=True, slots=True)
class Population:
    """Facts as columns: households in order, and their members with the index of their household."""

    numbers: Sequence[str]
    facts: Mapping[str, Column]
    members: Mapping[str, Column]
    member_of: Ints
    members_known: Bools

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, facts: Iterable[Facts], numbers: Sequence[str] | None = None) -> "Population":
        """The columns of these facts, in their order; file numbers default to the position."""
        rows = list(facts)
        names = [f.name for f in dataclasses.fields(Facts) if f.name != "members"]
        people = [(i, m) for i, row in enumerate(rows) for m in row.members or ()]
        return cls(
            numbers or [str(i) for i in range(len(rows))],
            {name: _column([getattr(r, name) for r in rows], _HOUSEHOLD_CODES.get(name)) for name in names},
            {
                f.name: _column([getattr(m, f.name) for _, m in people], _MEMBER_CODES.get(f.name))
                for f in dataclasses.fields(MemberFacts)
            },
            np.array([i for i, _ in people], dtype=np.int64),
            np.array([r.members is not None for r in rows], dtype=np.bool_),
        )


def _column(values: Sequence[Any], codes: Sequence[str] | None) -> Column:
    """A column of whole numbers; a word becomes its place on its list."""
    if codes is not None:
        place = {code: i for i, code in enumerate(codes)}
        values = [None if v is None else place[v] for v in values]
    known = np.array([v is not None for v in values], dtype=np.bool_)
    return Column(np.array([0 if v is None else int(v) for v in values], dtype=np.int64), known)


def facts_of(file: Household, on: date, union_aid_received_fen: int = 0) -> Facts:
    """The facts of a case file on a day. Aid received from the union is what the ledger paid, in fen."""
    causes = [*(file.secondary_causes or "").split("、"), file.main_cause]
    event = True if any(c in words.EVENTS for c in causes) else None if file.main_cause is None else False
    return Facts(
        size=file.size,
        annual_income_fen=file.annual_income_fen,
        medical_out_of_pocket_fen=file.medical_out_of_pocket_fen,
        schooling_cost_fen=file.schooling_cost_fen,
        other_rigid_expenditure_fen=file.other_rigid_expenditure_fen,
        hardship_cost_fen=_hardship_cost(file, event),
        event=event,
        cause_documented=True if file.main_cause else None,
        assets_excluded=False if file.filed_on else None,
        single_parent=file.single_parent,
        head_sex=file.sex,
        union_aid_received_fen=union_aid_received_fen,
        archived=bool(file.filed_on and not file.exited_on),
        itemised=True,
        members=tuple(_member_facts(member, on) for member in file.members),
    )


def _hardship_cost(file: Household, event: bool | None) -> int | None:
    if event is False:
        return 0
    parts = (file.medical_out_of_pocket_fen, file.other_rigid_expenditure_fen)
    return None if event is None or None in parts else sum(p for p in parts if p is not None)


def _member_facts(member: Member, on: date) -> MemberFacts:
    age = age_on(member.birth_date, on)
    return MemberFacts(
        relation=_GROUPS[words.relation_group(member.relation)],
        stage=stage_on(member, on, age),
        age=age,
        income_month_fen=member.income_month_fen,
        disabled=None if member.health_status is None else member.health_status == "残疾",
    )


def age_on(birth_date: str, on: date) -> int:
    """Whole years of age on a day."""
    born = date.fromisoformat(birth_date)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def stage_on(member: Member, on: date, age: int) -> str | None:
    """The stage of schooling on a day: "none" when not studying, None when it cannot be known.

    Below school age counts as kindergarten from three years on. A programme ends with the August of the year
    in which its length is reached; what has no entry year is taken as going on.
    """
    if member.study_level is None:
        return None if member.person_status == "学生" else "none"
    if member.study_level not in words.STAGES.words:
        return None
    if member.study_level == "kindergarten":
        return "kindergarten" if age >= 3 else "none"
    if member.entry_year is None or member.programme_years is None:
        return member.study_level
    ended = (on.year, on.month) > (member.entry_year + member.programme_years, 8)
    return "none" if ended or on.year < member.entry_year else member.study_level

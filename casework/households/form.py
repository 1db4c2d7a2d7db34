"""The form: every field of the case file (困难职工档案), described once.

From it come the SQLite columns, the spreadsheet headers and the masks. None is unknown, never zero.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

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

    def holds(self, value: Any) -> bool:
        """Whether this field can hold a value: what its column would take, and of several codes at most three."""
        if value is None:
            return not self.needed
        if self.kind in ("money", "count"):
            return type(value) is int and value >= 0
        if self.kind == "flag":
            return isinstance(value, bool)
        return (
            isinstance(value, str)
            and (self.kind != "date" or _is_day(value))
            and (self.kind != "codes" or value.count("、") < 3)
        )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


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


# A star makes a column one that a workbook must have. Many fields that the official form stars have none here, because
# the workbooks of counties come without their columns; a column that is there is read all the same.


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the household besides its head."""

    name: str = _on_form("姓名*", "Name", see="S2", needed=True)
    relation: str = _on_form("关系*", "Relation to head", "code", words.RELATIONS, see="S1", needed=True)
    sex: str = _on_form("性别", "Sex", "code", words.SEX, see="S1", needed=True)
    ethnic_group: str | None = _on_form("民族", "Ethnic group", see="S1")
    political_affiliation: str | None = _on_form("政治面貌", "Political affiliation", "code", words.PARTY, see="S1")
    id_number: str = _on_form("身份证号*", "Citizen ID number", "id_number", needed=True)
    birth_date: str = _on_form("出生日期", "Date of birth", "date", needed=True)
    marital_status: str | None = _on_form("婚姻状况", "Marital status", "code", words.MARITAL, see="S1")
    hukou_type: str | None = _on_form("户口类型", "Hukou type", "code", words.HUKOU, see="S1")
    phone: str | None = _on_form("手机号码", "Phone", "phone", see="S2")
    other_contact: str | None = _on_form("其它联系方式", "Other contact", see="S2")
    health_status: str | None = _on_form("健康状况*", "Health", "code", words.HEALTH)
    ailment: str | None = _on_form("疾病/残疾类别", "Illness or disability", "code", words.AILMENTS)
    medical_insurance: str | None = _on_form("医保状况*", "Medical insurance", see="S1")
    person_status: str | None = _on_form("人员身份*", "Status", see="S1")
    income_month_fen: int | None = _on_form("月收入*", "Income per month", "money")
    model_worker: str | None = _on_form("劳模类型", "Model worker", "code", words.MODEL_WORKER, see="S1")
    employer_or_school: str | None = _on_form("单位或学校", "Employer or school")
    employer_ownership: str | None = _on_form("单位性质", "Employer ownership", "code", words.OWNERSHIP, see="S1")
    employer_condition: str | None = _on_form("企业状况", "Employer condition", see="S1")
    industry: str | None = _on_form("所属行业", "Industry", "code", words.INDUSTRY, see="S1")
    work_status: str | None = _on_form("工作状态", "Work status", "code", words.WORK_STATUS, see="S1")
    contract_on: str | None = _on_form(
        "劳动合同签订/入伍时间", "Labour contract signed or enlisted on", "date", see="S1"
    )
    contract_term: str | None = _on_form("合同期限", "Term of the contract", see="S1")
    study_level: str | None = _on_form("当前学历", "Level of study", "code", words.STAGES, see="S1")
    entry_year: int | None = _on_form("入学年份", "Year entered", "count", see="S1")
    programme_years: int | None = _on_form("年制", "Length of programme (years)", "count", see="S1")
    joined_on: str | None = _on_form("加入家庭日期", "Joined the household on", "date", see="S1")
    left_on: str | None = _on_form("离开家庭日期", "Left the household on", "date", see="S1")
    died_on: str | None = _on_form("死亡日期", "Died on", "date")
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
    other_contact: str | None = _on_form("其他联系方式", "Other contact", see="S2")
    postcode: str | None = _on_form("邮政编码", "Postcode")
    marital_status: str | None = _on_form("婚姻状况*", "Marital status", "code", words.MARITAL, see="S1")
    hukou_type: str | None = _on_form("户口类型*", "Hukou type", "code", words.HUKOU, see="S1")
    hukou_division: str | None = _on_form("户口所在地行政区划", "Hukou division")
    health_status: str | None = _on_form("健康状况*", "Health", "code", words.HEALTH)
    disability: str | None = _on_form("残疾类别", "Disability", "code", words.DISABILITY)
    work_status: str | None = _on_form("工作状态*", "Work status", "code", words.WORK_STATUS, see="S1")
    work_started_on: str | None = _on_form("工作时间", "Started work on", "date", see="S1")
    model_worker: str | None = _on_form("劳模类型*", "Model worker", "code", words.MODEL_WORKER, see="S1")
    employer: str | None = _on_form("工作单位*", "Employer", see="S1")
    employer_ownership: str | None = _on_form("单位性质", "Employer ownership", "code", words.OWNERSHIP, see="S1")
    employer_condition: str | None = _on_form("企业状况", "Employer condition", see="S1")
    industry: str | None = _on_form("所属行业*", "Industry", "code", words.INDUSTRY, see="S1")
    housing_type: str | None = _on_form("住房类型*", "Housing tenure", "code", words.HOUSING, see="S1")
    floor_area: str | None = _on_form("建筑面积", "Floor area (m²)", "area", words.FLOOR_BANDS, see="S1")
    address: str | None = _on_form("家庭住址*", "Home address")
    single_parent: bool | None = _on_form("是否单亲", "Single parent", "flag", words.YES_NO, see="S1")
    self_help: bool | None = _on_form(
        "是否有一定自救能力", "Some capacity for self-help", "flag", words.YES_NO, see="S1"
    )
    zero_employment: bool | None = _on_form(
        "是否为零就业家庭", "Zero-employment household", "flag", words.YES_NO, see="S1"
    )
    medical_insurance: str | None = _on_form("医保状况*", "Medical insurance", see="S1")
    application_kind: str | None = _on_form("申请类别", "Kind of application", "code", words.APPLICATIONS, see="S1")
    archive_level: str | None = _on_form("建档标准", "Level of the file", "code", words.ARCHIVE_LEVELS, see="S1")
    claimed_class: str | None = _on_form("困难类别*", "Class on the form", "code", words.CLASS_CLAIMS, see="S1")
    main_cause: str | None = _on_form("主要致困原因*", "Main cause of hardship", "code", words.CAUSES)
    secondary_causes: str | None = _on_form("次要致困原因", "Secondary causes", "codes", words.CAUSES)
    key_group: str | None = _on_form("五类重点群体", "Key group", "code", words.KEY_GROUPS)
    relief_measure: str | None = _on_form("四个一批措施", "Relief measure", "code", words.MEASURES, see="S1")
    relief_target: bool | None = _on_form(
        "是否为解困脱困对象", "Target of the relief plan", "flag", words.YES_NO, see="S1"
    )
    relief_target_on: str | None = _on_form("确定时间", "Target of the relief plan since", "date", see="S1")
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
    bank_branch: str | None = _on_form("支行名称", "Bank branch")
    bank_card: str | None = _on_form("银行卡号", "Bank card", "card")
    filed_on: str | None = _on_form("建档日期", "Filed on", "date", see="S1")
    exited_on: str | None = _on_form("脱困日期", "Exited on", "date", see="S1")
    died_on: str | None = _on_form("死亡日期", "Died on", "date")
    filed_by: str | None = _on_form("建档人", "Filed by", see="S1")
    reviewed_by: str | None = _on_form("审核人", "Reviewed by", see="S1")
    entered_by: str | None = _on_form("录入人", "Entered by", see="S1")
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

"""Households: the one description of the form, and the facts that come from a case file on a day."""

import dataclasses
import sqlite3
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from casework import households
from casework.households import (
    FACT_WORDS,
    Facts,
    Household,
    Member,
    MemberFacts,
    Population,
    age_on,
    check_digit,
    columns,
    facts_of,
    fields,
)

ON = date(2026, 10, 31)
NEEDED = {"file_number": "1", "name": "测试", "sex": "女", "id_number": "x", "birth_date": "1980-01-01"}


def file(**said: object) -> Household:
    return Household(**(NEEDED | said))  # type: ignore[arg-type]


def member(**said: object) -> Member:
    needed = {"name": "测试", "relation": "子", "sex": "男", "id_number": "y", "birth_date": "2005-03-01"}
    return Member(**(needed | said))  # type: ignore[arg-type]


# ---- the description of the form ---------------------------------------------------------------------


@pytest.mark.parametrize("record", [Household, Member])
def test_the_columns_work_in_a_strict_table(record: type) -> None:
    with sqlite3.connect(":memory:") as book:
        book.execute(f"CREATE TABLE t ({columns(record)}) STRICT")
        for name, field in fields(record).items():
            right = {"money": 1, "count": 1, "flag": 1, "date": "2024-02-29"}.get(field.kind, "词")
            row = {n: {"date": "2024-01-01"}.get(f.kind, "x") for n, f in fields(record).items() if f.needed}
            sql = "INSERT INTO t ({}) VALUES ({})"
            whole = row | {name: right}
            book.execute(sql.format(", ".join(whole), ", ".join("?" * len(whole))), list(whole.values()))
            wrong = {
                "money": [-1, "十", 1.5],
                "count": [-1, "x"],
                "flag": [2, "是"],
                "date": ["2023-02-29", "2024-1-1", ""],
            }
            for bad in [*wrong.get(field.kind, []), *([None] if field.needed else [])]:
                whole = row | {name: bad}
                with pytest.raises(sqlite3.IntegrityError):
                    book.execute(sql.format(", ".join(whole), ", ".join("?" * len(whole))), list(whole.values()))


@pytest.mark.parametrize("record", [Household, Member])
def test_each_field_has_words_a_kind_and_an_own_header(record: type) -> None:
    described = fields(record)
    assert (
        len({f.header.zh for f in described.values()})
        == len({f.header.en for f in described.values()})
        == len(described)
    )
    for name, field in described.items():
        assert field.header.zh
        assert not field.header.zh.endswith("*")
        assert (field.kind == "money") == name.endswith("_fen")
        assert field.codes is not None or field.kind not in ("code", "codes")
        assert field.needed == (record.__dataclass_fields__[name].default is dataclasses.MISSING)
    assert described["name"].sensitivity == "S2"
    assert described["id_number"].sensitivity == "S3"


HEAD = (
    "职工编号 困难类别* 姓名* 民族* 性别* 政治面貌* 身份证号* 出生日期* 健康状况* 残疾类别 工作状态* 劳模类型* 住房类型* 建筑面积 "
    "手机号码* 其他联系方式 邮政编码 工作时间* 所属行业* 婚姻状况* 户口类型* 户口所在地行政区划* 家庭住址* 工作单位* 单位性质 企业状况 "
    "是否单亲 医保状况* 是否有一定自救能力 是否为零就业家庭 开户银行 支行名称 银行卡号 本人月平均收入* 家庭其他非薪资年收入* "
    "家庭年度总收入* 家庭人口* 主要致困原因* 次要致困原因 是否为解困脱困对象 确定时间 五类重点群体 四个一批措施 申请类别 建档标准 "
    "建档人 审核人 录入人"
)
PEOPLE = (
    "姓名* 关系* 民族* 身份证号* 出生日期 性别 政治面貌 月收入* 劳模类型* 健康状况* 疾病/残疾类别 医保状况* 婚姻状况* 户口类型* 手机号码 "
    "其它联系方式 人员身份* 当前学历 入学年份 年制 单位或学校 单位性质 企业状况 所属行业 工作状态 劳动合同签订/入伍时间 合同期限 备注"
)
STARRED = {  # the columns that a workbook must have: those of the workbooks that counties exchange
    Household: "姓名 性别 民族 政治面貌 身份证号 出生日期 手机号码 婚姻状况 户口类型 健康状况 工作状态 劳模类型 工作单位 所属行业 住房类型 "
               "家庭住址 医保状况 困难类别 主要致困原因 本人月平均收入 家庭其他非薪资年收入 家庭年度总收入 家庭人口",
    Member: "姓名 关系 身份证号 健康状况 医保状况 人员身份 月收入",
}  # fmt: skip


@pytest.mark.parametrize(("record", "printed"), [(Household, HEAD), (Member, PEOPLE)])
def test_the_form_has_every_field_that_is_printed_on_it(record: type, printed: str) -> None:
    """The fields of domain §1.2–§1.5; age and income a head are worked out, the notice and the opinions are steps."""
    there = {field.header.zh for field in fields(record).values()}
    assert {header.rstrip("*") for header in printed.split()} - there == set()


@pytest.mark.parametrize("record", [Household, Member])
def test_no_column_is_asked_of_a_workbook_that_counties_do_not_have(record: type) -> None:
    assert {f.header.zh for f in fields(record).values() if f.mandatory} == set(STARRED[record].split())


def test_the_days_that_end_a_membership_are_on_the_form() -> None:
    days = {name for name, field in fields(Member).items() if field.kind == "date"}
    assert days == {"birth_date", "contract_on", "joined_on", "left_on", "died_on"}
    assert fields(Household)["died_on"].kind == "date"


def test_what_identifies_a_person_is_not_freely_seen() -> None:
    secret = {
        "id_number",
        "bank_card",
        "address",
        "postcode",
        "bank_branch",
        "disability",
        "ailment",
        "main_cause",
        "health_status",
    }
    masked = {"name", "phone", "other_contact"}
    for described in (fields(Household), fields(Member)):
        assert {described[name].sensitivity for name in secret & set(described)} == {"S3"}
        assert {described[name].sensitivity for name in masked} == {"S2"}


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(996, 999))
def test_the_check_digit_agrees_with_another_program(born: date, sequence: int) -> None:
    first17 = f"110105{born:%Y%m%d}{sequence}"
    assert check_digit(first17) == ric.calc_check_digit(first17 + "0")
    assert ric.is_valid(first17 + check_digit(first17))


def test_the_check_digit_of_the_published_number() -> None:
    assert check_digit("11010519491231002") == "X"  # the specimen printed in GB 11643


# ---- facts on a day ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("main", "secondary", "event", "documented"),
    [
        ("患重特大疾病", None, True, True), ("遭受意外事故", None, True, True), ("遭受自然灾害", None, True, True),
        ("下岗失业", "子女上学、遭受自然灾害", True, True), ("下岗失业", "子女上学", False, True), ("子女上学", None, False, True),
        (None, None, None, None), (None, "遭受意外事故", True, None), (None, "子女上学", None, None),
    ],
)  # fmt: skip
def test_the_event_is_a_main_or_a_secondary_cause(
    main: str | None, secondary: str | None, event: bool | None, documented: bool | None
) -> None:
    facts = facts_of(file(main_cause=main, secondary_causes=secondary), ON)
    assert facts.event is event
    assert facts.cause_documented is documented


def test_archived_is_filed_and_not_exited() -> None:
    assert facts_of(file(), ON).archived is False
    assert facts_of(file(filed_on="2025-01-01"), ON).archived is True
    assert facts_of(file(filed_on="2025-01-01", exited_on="2026-01-01"), ON).archived is False


def test_assets_are_declared_at_filing_and_unknown_without_it() -> None:
    assert facts_of(file(), ON).assets_excluded is None
    assert facts_of(file(filed_on="2025-01-01"), ON).assets_excluded is False


@pytest.mark.parametrize(
    ("cause", "medical", "other", "cost"),
    [("患重特大疾病", 500, 30, 530), ("患重特大疾病", None, 30, None), ("子女上学", 500, 30, 0), ("子女上学", None, None, 0),
     (None, 500, 30, None), ("患重特大疾病", 0, 0, 0)],
)  # fmt: skip
def test_the_hardship_cost_is_medical_and_other_when_there_was_an_event(
    cause: str | None, medical: int | None, other: int | None, cost: int | None
) -> None:
    facts = facts_of(file(main_cause=cause, medical_out_of_pocket_fen=medical, other_rigid_expenditure_fen=other), ON)
    assert facts.hardship_cost_fen == cost


def test_an_empty_cell_stays_unknown_and_a_zero_stays_zero() -> None:
    facts = facts_of(file(annual_income_fen=None, schooling_cost_fen=0), ON, 700)
    assert facts.annual_income_fen is None
    assert facts.schooling_cost_fen == 0
    assert facts.size is None
    assert facts.union_aid_received_fen == 700
    assert facts.itemised


def test_the_members_have_their_group_age_and_disability() -> None:
    people = (
        member(relation="妻", birth_date="1981-11-01", health_status="残疾"),
        member(relation="独生女", birth_date="2008-10-31", income_month_fen=0, health_status="良好"),
        member(relation="儿媳"),
    )
    wife, girl, in_law = facts_of(file(members=people), ON).members or ()
    assert (wife.relation, wife.age, wife.disabled, wife.stage) == ("spouse", 44, True, "none")
    assert (girl.relation, girl.age, girl.disabled, girl.income_month_fen) == ("child", 18, False, 0)
    assert (in_law.relation, in_law.disabled) == ("other", None)


@pytest.mark.parametrize(
    ("health", "ailment", "disabled"),
    [("良好", "肢体二级", True), (None, "听力", True), ("一般疾病", "残疾", True), ("残疾", "糖尿病", True),
     ("良好", "糖尿病", False), ("癌症", None, False), (None, "糖尿病", None), (None, None, None)],
)  # fmt: skip
def test_a_disability_counts_in_whichever_field_it_is_written(
    health: str | None, ailment: str | None, disabled: bool | None
) -> None:
    people = facts_of(file(members=(member(health_status=health, ailment=ailment),)), ON).members or ()
    assert people[0].disabled is disabled


@given(st.dates(date(1920, 1, 1), ON), st.dates(date(1920, 1, 1), ON))
def test_age_is_the_number_of_birthdays_since(born: date, on: date) -> None:
    if on < born:
        born, on = on, born
    birthdays = sum(
        (born.month, born.day) <= (on.month, on.day) if y == on.year else True
        for y in range(born.year + 1, on.year + 1)
    )
    assert age_on(born.isoformat(), on) == birthdays


@pytest.mark.parametrize(
    ("said", "on", "stage"),
    [
        ({"study_level": "university", "entry_year": 2022, "programme_years": 4}, date(2026, 8, 31), "university"),
        ({"study_level": "university", "entry_year": 2022, "programme_years": 4}, date(2026, 9, 1), "none"),
        ({"study_level": "university", "entry_year": 2027, "programme_years": 4}, ON, "none"),
        ({"study_level": "university", "entry_year": 2022}, ON, "university"),
        ({"study_level": "primary", "programme_years": 6}, ON, "primary"),
        ({"study_level": "kindergarten", "birth_date": "2023-10-31"}, ON, "kindergarten"),
        ({"study_level": "kindergarten", "birth_date": "2023-11-01"}, ON, "none"),
        ({"study_level": "党校"}, ON, None),
        ({"study_level": None, "person_status": "学生"}, ON, None),
        ({"study_level": None, "person_status": "在职"}, ON, "none"),
        ({"study_level": None}, ON, "none"),
    ],
)  # fmt: skip
def test_the_stage_of_schooling_on_a_day(said: dict[str, object], on: date, stage: str | None) -> None:
    people = facts_of(file(members=(member(**said),)), on).members or ()
    assert people[0].stage == stage


# ---- facts as columns ---------------------------------------------------------------------------------


def test_columns_keep_unknown_apart_from_zero() -> None:
    people = Population.of([Facts(size=None), Facts(size=0), Facts(size=3)], ["a", "b", "c"])
    size = people.facts["size"]
    assert size.values.tolist() == [0, 0, 3]
    assert size.known.tolist() == [False, False, True], "nobody is no household"
    assert [p.place for p in people.problems[1]] == ["size"]
    assert len(people) == 3
    assert list(people.numbers) == ["a", "b", "c"]


def test_members_point_to_their_household_and_no_member_differs_from_unknown_members() -> None:
    child = MemberFacts(relation="child", stage="primary")
    people = Population.of([Facts(members=()), Facts(), Facts(members=(child, MemberFacts()))])
    assert people.members_known.tolist() == [True, False, True]
    assert people.member_of.tolist() == [2, 2]
    assert people.members["stage"].known.tolist() == [True, False]
    assert households.STAGES[int(people.members["stage"].values[0])] == "primary"
    assert np.issubdtype(people.members["age"].values.dtype, np.int64)


def test_nobody_at_all_is_a_population_too() -> None:
    assert len(Population.of([])) == 0


def test_every_fact_that_can_be_missing_has_words() -> None:
    assert all(text.zh and text.en for text in FACT_WORDS.values())
    names = {f.name.removesuffix("_fen").rstrip("_") for kind in (Facts, MemberFacts) for f in dataclasses.fields(kind)}
    assert set(FACT_WORDS) == names - {"itemised"}


def test_a_day_earlier_is_a_birthday_less() -> None:
    day = date(2026, 5, 5)
    assert age_on("2000-05-05", day) == age_on("2000-05-05", day - timedelta(days=1)) + 1

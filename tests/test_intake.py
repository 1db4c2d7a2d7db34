"""Intake: every row of a workbook gets its verdict, a file goes in whole, and nothing a person wrote is lost."""

import dataclasses
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from casework import households, intake, sheets
from casework.casebook import Casebook
from casework.households import Household, Member, fields
from casework.intake import CODES, HEADS, MEMBERS, Judgement, cells, judge
from casework.vocabulary import Refused

DATA = Path(__file__).parent / "data"
COUNTY = DATA / "hardship_files_county.xlsx"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def county() -> Judgement:
    return judge(sheets.read(COUNTY), [], TODAY)


@pytest.fixture(scope="module")
def dirt() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "hardship_files_county.dirt.json").read_text("utf-8"))
    return found


# ---- a workbook of invented people ----------------------------------------------------------------


def id_number(born: str = "1980-05-06", sex: str = "男", area: int = 320583) -> str:
    """An invented ID number; its sequence code is one that no living person has. The check digit is stdnum's."""
    number = f"{area}{born.replace('-', '')}{997 if sex == '男' else 998}"
    return number + str(ric.calc_check_digit(number + "0"))


def head(number: Any = "A1", **changed: Any) -> dict[str, Any]:
    born, sex = changed.pop("born", "1980-05-06"), changed.get("性别", "男")
    return {
        "职工编号": number, "姓名": f"户主{number}", "性别": sex, "民族": "汉族", "政治面貌": "群众",
        "身份证号": id_number(born, sex), "出生日期": born, "手机号码": "19900000000", "婚姻状况": "未婚",
        "户口类型": "农业", "健康状况": "良好", "残疾类别": None, "工作状态": "在岗", "劳模类型": "其他", "工作单位": "示例厂",
        "所属行业": "纺织", "住房类型": "租房", "建筑面积": 50, "家庭住址": "示例路1号", "是否单亲": "否", "医保状况": "有",
        "困难类别": "深度困难", "主要致困原因": "其他", "次要致困原因": None, "本人月平均收入": 100, "家庭其他非薪资年收入": 0,
        "家庭年度总收入": 1200, "家庭人口": 1, "银行卡号": "6222021234567890128", "建档日期": "2024-01-02", "备注": None,
    } | changed  # fmt: skip


def member(number: Any = "A1", **changed: Any) -> dict[str, Any]:
    born, sex = changed.pop("born", "2010-05-06"), changed.get("性别", "女")
    return {
        "职工编号": number, "户主姓名": f"户主{number}", "姓名": "成员", "关系": "女", "性别": sex,
        "身份证号": id_number(born, sex), "出生日期": born, "健康状况": "良好", "医保状况": "有", "人员身份": "学生",
        "月收入": 0, "当前学历": "小学", "入学年份": 2022, "年制": 6,
    } | changed  # fmt: skip


def family(number: str, *children: str, born: str = "1980-05-06", **changed: Any) -> list[dict[str, Any]]:
    """A head and one member for each date of birth."""
    return [
        head(number, born=born, 家庭人口=1 + len(children), **changed),
        *(member(number, born=b) for b in children),
    ]


def pages(*rows: dict[str, Any]) -> dict[str, list[list[sheets.Cell]]]:
    """The two sheets of these rows, as `sheets.read` gives them; heads are the rows with a 困难类别."""
    parts = {
        HEADS: (list(head()), [row for row in rows if "困难类别" in row]),
        MEMBERS: (list(member()), [row for row in rows if "困难类别" not in row]),
    }
    return {title: [names, *([row[name] for name in names] for row in told)] for title, (names, told) in parts.items()}


def judged(*rows: dict[str, Any], known: list[Household] | None = None, today: date = TODAY) -> Judgement:
    return judge(pages(*rows), known or [], today)


def verdicts(found: Judgement) -> dict[tuple[str, int], set[str]]:
    """The codes of every row that is not accepted."""
    said = defaultdict(set)
    for finding in found.findings:
        if finding.verdict != "accepted":
            said[finding.sheet, finding.row].add(finding.code)
    return dict(said)


def codes(found: Judgement) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.field) for finding in found.findings}


# ---- the county workbook --------------------------------------------------------------------------

KINDS = {
    "full-width digits in the ID number": ("cleaned", "身份证号"),
    "ID number with spaces and lower-case x": ("cleaned", "身份证号"),
    "wrong check digit": ("id_number_check_digit", "身份证号"),
    "ID number stored as a number: the last digits are lost": ("id_number_as_number", "身份证号"),
    "birth date written 1975.3.2": ("cleaned", "出生日期"),
    "birth date as an Excel date": ("cleaned", "出生日期"),
    "birth date does not agree with the ID number": ("birth_date_mismatch", "出生日期"),
    "sex does not agree with the ID number": ("sex_mismatch", "性别"),
    "money written 1,234.50元": ("cleaned", "家庭其他非薪资年收入"),
    "money written １２００": ("cleaned", "家庭其他非薪资年收入"),
    "money is not a number": ("not_of_type", "本人月平均收入"),
    "negative income": ("negative", "本人月平均收入"),
    "mandatory name missing": ("missing", "姓名"),
    "income left empty: unknown, not zero": ("unknown_mandatory", "家庭年度总收入"),
    "code written as a synonym (离婚)": ("cleaned", "婚姻状况"),
    "code not on the list": ("code_unknown", "户口类型"),
    "name is markup": None,
    "employer starts like a spreadsheet formula": None,
    "date in the future": ("future_date", "建档日期"),
    "same ID number as 2024027": ("duplicate_id_number", "身份证号"),
    "member of a household that is not in the workbook": ("no_head", "职工编号"),
}


def test_every_listed_row_of_the_county_workbook_gets_its_verdict(
    county: Judgement, dirt: list[dict[str, Any]]
) -> None:
    for entry in (entry for entry in dirt if "row" in entry):
        at = (entry.get("sheet", HEADS), entry["row"])
        expected = entry["expect"].split()[0].rstrip(",")
        about = [f for f in county.findings if (f.sheet, f.row) == at]
        turned = {f.verdict for f in about} - {"accepted"}
        assert turned == ({expected} - {"accepted"}), entry
        if kind := KINDS[entry["kind"]]:
            assert kind in {(f.code, f.field) for f in about}, entry


def test_no_other_row_of_the_county_workbook_is_turned_away(county: Judgement, dirt: list[dict[str, Any]]) -> None:
    fallen = {e["职工编号"] for e in dirt if e.get("expect") in ("rejected", "duplicate reported") and "职工编号" in e}
    book = sheets.read(COUNTY)
    expected = {(HEADS, i) for i, row in enumerate(book[HEADS], 1) if row[0] in fallen}
    expected |= {(MEMBERS, i) for i, row in enumerate(book[MEMBERS], 1) if row[0] in fallen | {"9999999"}}
    expected |= {(HEADS, 124), (HEADS, 244)}
    assert set(verdicts(county)) == expected
    assert verdicts(county)[HEADS, 124] == {"blank_row"}
    assert verdicts(county)[HEADS, 244] == {"total_row"}


def test_the_county_workbook_adds_up(county: Judgement, dirt: list[dict[str, Any]]) -> None:
    summary = next(e["summary"] for e in dirt if "summary" in e)
    assert county.rows == summary["rows"] == county.accepted + county.rejected + county.duplicate + county.skipped
    assert county.skipped == summary["skipped"]
    assert county.sums["households"] == summary["accepted_households_if_nothing_else"]
    assert county.sums["annual_income_fen"] == 100 * summary["annual_income_yuan_of_accepted"]
    turned = summary["rejected_or_duplicate_households"] + summary["members_of_those"] + summary["orphan_members"]
    assert county.rejected + county.duplicate == turned
    assert county.sums["members"] == county.accepted - county.sums["households"]
    assert sum(code == {"household_rejected"} for code in verdicts(county).values()) == summary["members_of_those"]


def test_the_answer_has_the_keys_of_the_contract(county: Judgement) -> None:
    answer = json.loads(json.dumps(county.to_json()))
    assert set(answer) == {"rows", "accepted", "rejected", "duplicate", "skipped", "sums", "findings"}
    assert set(answer["sums"]) == {"households", "members", "annual_income_fen"}
    assert {frozenset(f) for f in answer["findings"]} == {
        frozenset(("sheet", "row", "field", "code", "verdict", "zh", "en"))
    }


def test_no_sentence_quotes_a_whole_number_of_a_person(county: Judgement) -> None:
    book = sheets.read(COUNTY)
    said = "\n".join(cells.plain(f.zh + f.en) for f in county.findings)
    secrets = [cells.plain(row[i]) for row in book[HEADS][2:] for i in (5, 7, 35)] + [
        cells.plain(row[5]) for row in book[MEMBERS][1:]
    ]
    assert [secret for secret in secrets if secret and secret in said] == []


def test_long_numbers_are_masked_wherever_they_stand() -> None:
    found = judged(head(手机号码=19900000000.0, 工作单位=f" 见{id_number()} ", 户口类型="6222 0212 3456 7890"))
    said = "".join(f.zh + f.en for f in found.findings) + "".join(
        f.zh + f.en for f in judged(head(手机号码=19900000000.0, 工作单位=f" 见{id_number()} ")).findings
    )
    assert "3456" not in said
    assert "199…00" in said
    assert "320…" in said
    assert id_number() not in said


# ---- one row ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"身份证号": "12345"}, "id_number_form", "身份证号"),
        ({"身份证号": "320583800506997"}, "id_number_form", "身份证号"),
        ({"身份证号": "320583198002309979"}, "id_number_form", "身份证号"),
        ({"身份证号": id_number()[:17] + ("0" if id_number()[17] != "0" else "1")}, "id_number_check_digit", "身份证号"),
        ({"身份证号": 320583198005069978.0}, "id_number_as_number", "身份证号"),
        ({"出生日期": "1980-05-07"}, "birth_date_mismatch", "出生日期"),
        ({"身份证号": id_number(sex="女")}, "sex_mismatch", "性别"),
        ({"职工编号": None}, "missing", "职工编号"),
        ({"姓名": " \u200b"}, "missing", "姓名"),
        ({"身份证号": None}, "missing", "身份证号"),
        ({"出生日期": None}, "missing", "出生日期"),
        ({"性别": ""}, "missing", "性别"),
        ({"出生日期": "1980-02-30"}, "not_of_type", "出生日期"),
        ({"出生日期": 29347.0}, "not_of_type", "出生日期"),
        ({"本人月平均收入": "约两千"}, "not_of_type", "本人月平均收入"),
        ({"本人月平均收入": 0.001}, "not_of_type", "本人月平均收入"),
        ({"家庭人口": 2.5}, "not_of_type", "家庭人口"),
        ({"家庭人口": True}, "not_of_type", "家庭人口"),
        ({"银行卡号": "没有卡"}, "not_of_type", "银行卡号"),
        ({"建筑面积": "很大"}, "not_of_type", "建筑面积"),
        ({"本人月平均收入": -0.01}, "negative", "本人月平均收入"),
        ({"家庭年度总收入": "-1,200元"}, "negative", "家庭年度总收入"),
        ({"家庭人口": -1}, "negative", "家庭人口"),
        ({"建档日期": "2026-11-24"}, "future_date", "建档日期"),
        ({"户口类型": "火星户口"}, "code_unknown", "户口类型"),
        ({"是否单亲": "也许"}, "code_unknown", "是否单亲"),
        ({"次要致困原因": "子女上学、火星"}, "code_unknown", "次要致困原因"),
        ({"次要致困原因": "子女上学、下岗失业、无劳动能力、其他"}, "too_many_causes", "次要致困原因"),
        ({"次要致困原因": "1;3;9;10"}, "too_many_causes", "次要致困原因"),
        ({"主要致困原因": "子女上学、下岗失业"}, "several_main_causes", "主要致困原因"),
        ({"主要致困原因": "6，9"}, "several_main_causes", "主要致困原因"),
        ({"主要致困原因": "子女上学、火星"}, "code_unknown", "主要致困原因"),
        ({"主要致困原因": "、"}, "code_unknown", "主要致困原因"),
        ({"主要致困原因": "火星 地球"}, "code_unknown", "主要致困原因"),
    ],
)  # fmt: skip
def test_what_rejects_a_head(changed: dict[str, Any], code: str, field: str) -> None:
    found = judged(head(**changed))
    assert verdicts(found) == {(HEADS, 2): {code}}
    assert codes(found) == {(code, field)}
    assert (found.rows, found.rejected, found.households) == (1, 1, ())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"姓名": None}, "missing"),
        ({"关系": None}, "missing"),
        ({"关系": "邻居"}, "code_unknown"),
        ({"性别": None}, "missing"),
        ({"身份证号": None}, "missing"),
        ({"出生日期": None}, "missing"),
        ({"月收入": "不详"}, "not_of_type"),
        ({"出生日期": "2010-05-07"}, "birth_date_mismatch"),
    ],
)
def test_a_bad_member_rejects_its_whole_file(changed: dict[str, Any], code: str) -> None:
    found = judged(*family("A1", "2012-01-01"), member(**changed), head("B1", born="1970-01-01"))
    assert verdicts(found) == {
        (HEADS, 2): {"member_rejected"},
        (MEMBERS, 2): {"household_rejected"},
        (MEMBERS, 3): {code},
    }
    assert [home.file_number for home in found.households] == ["B1"]


def test_all_faults_of_a_row_are_said_at_once_and_its_notices_are_not() -> None:
    found = judged(head(姓名=None, 本人月平均收入=-1, 建档日期="2027-01-01", 手机号码=None))
    assert verdicts(found) == {(HEADS, 2): {"missing", "negative", "future_date"}}
    assert len(found.findings) == 3


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"家庭年度总收入": None}, "unknown_mandatory", "家庭年度总收入"),
        ({"手机号码": None}, "unknown_mandatory", "手机号码"),
        ({"银行卡号": 6222021234567890128.0}, "card_as_number", "银行卡号"),
        ({"银行卡号": "6222021234567890120"}, "card_check_digit", "银行卡号"),
        ({"身份证号": id_number(area=990583)}, "area_code", "身份证号"),
        ({"手机号码": "见备注"}, "phone_form", "手机号码"),
        ({"困难类别": "生活暂时困难"}, "code_not_listed", "困难类别"),
        ({"家庭年度总收入": 1200.01}, "total_differs", "家庭年度总收入"),
        ({"家庭人口": 2}, "size_differs", "家庭人口"),
        ({"婚姻状况": "已婚"}, "marital_differs", "婚姻状况"),
    ],
)  # fmt: skip
def test_what_is_only_a_notice(changed: dict[str, Any], code: str, field: str) -> None:
    found = judged(head(**changed))
    assert codes(found) == {(code, field)}
    assert (found.accepted, found.rejected) == (1, 0)


def test_a_clean_file_has_no_finding() -> None:
    spouse = member(
        关系="配偶", born="1981-01-01", 人员身份="其他", 月收入=50.5, 当前学历=None, 入学年份=None, 年制=None
    )
    found = judged(head(婚姻状况="已婚", 家庭人口=2, 家庭年度总收入=1806, 建档日期="2026-11-23"), spouse)
    assert found.findings == ()
    assert found.sums == {"households": 1, "members": 1, "annual_income_fen": 180_600}
    assert found.households[0].members[0].income_month_fen == 5050


def test_too_many_causes_take_down_their_own_file_only_and_say_what_to_do(tmp_path: Path) -> None:
    """One main cause and at most three others (domain §11.10, S03)."""
    wrong = head("A1", 主要致困原因="子女上学、下岗失业", 次要致困原因="无劳动能力、遭受自然灾害、未参加社会保险、其他")
    right = head("B1", born="1981-01-01", 主要致困原因="子女上学", 次要致困原因="无劳动能力、遭受自然灾害、下岗失业")
    found = intake.import_workbook(tmp_path / "b.db", written(tmp_path / "w.xlsx", wrong, right), today=TODAY)
    assert verdicts(found) == {(HEADS, 2): {"several_main_causes", "too_many_causes"}}
    said = {f.code: (f.zh, f.en) for f in found.findings}
    assert "只能选一项" in said["several_main_causes"][0]
    assert "only one can be the main cause" in said["several_main_causes"][1]
    assert "超过三项" in said["too_many_causes"][0]
    assert "more than three" in said["too_many_causes"][1]
    with Casebook.open(tmp_path / "b.db") as opened:
        assert [(h.file_number, h.secondary_causes) for h in opened.households()] == [
            ("B1", "无劳动能力、遭受自然灾害、下岗失业")
        ]


WHOLE_FORM = {
    HEADS: {
        "其他联系方式": "微信 示例", "邮政编码": "010010", "工作时间": "2009-07-01", "户口所在地行政区划": "320583", "支行名称": "示例支行",
        "是否有一定自救能力": "是", "是否为解困脱困对象": "否", "确定时间": "2017-03-01", "申请类别": "日常救助", "建档标准": "区县级",
        "五类重点群体": "支出性生活困难", "四个一批措施": "就业创业发展", "死亡日期": "2026-10-01", "建档人": "甲", "审核人": "乙", "录入人": "丙",
    },
    MEMBERS: {
        "民族": "汉族", "政治面貌": "群众", "劳模类型": "其他", "疾病/残疾类别": "肢体二级", "婚姻状况": "未婚", "户口类型": "农业",
        "手机号码": "19900000001", "其它联系方式": "见户主", "单位性质": "国有企业", "企业状况": "停产", "所属行业": "纺织", "工作状态": "在岗",
        "劳动合同签订/入伍时间": "2024-05-01", "合同期限": "无固定期限", "加入家庭日期": "2020-01-01", "离开家庭日期": "2026-09-01",
        "死亡日期": "2026-09-02",
    },
}  # fmt: skip


def widened(table: dict[str, list[list[sheets.Cell]]], *, star: str = "") -> dict[str, list[list[sheets.Cell]]]:
    """The sheets with the columns of the whole form besides, each row filled."""
    return {
        title: [[*rows[0], *(name + star for name in WHOLE_FORM[title])]]
        + [[*row, *WHOLE_FORM[title].values()] for row in rows[1:]]
        for title, rows in table.items()
    }


@pytest.mark.parametrize("star", ["", "*"])
def test_every_field_of_the_form_is_read_where_a_workbook_has_its_column(tmp_path: Path, star: str) -> None:
    table = widened(pages(head(), member()), star=star)
    sheets.write(tmp_path / "w.xlsx", table)
    found = intake.import_workbook(tmp_path / "b.db", tmp_path / "w.xlsx", today=TODAY)
    assert found.findings == ()
    with Casebook.open(tmp_path / "b.db") as opened:
        home = opened.households()[0]
    said = {f.header.zh: getattr(home, name) for name, f in fields(Household).items()}
    flags = {"是否有一定自救能力": True, "是否为解困脱困对象": False}
    assert {name: said[name] for name in WHOLE_FORM[HEADS]} == WHOLE_FORM[HEADS] | flags
    told = {f.header.zh: getattr(found.households[0].members[0], name) for name, f in fields(Member).items()}
    assert {name: told[name] for name in WHOLE_FORM[MEMBERS]} == WHOLE_FORM[MEMBERS]


def test_a_workbook_without_those_columns_leaves_them_unknown() -> None:
    home = judged(head(), member()).households[0]
    headers = {f.header.zh: name for name, f in fields(Household).items()}
    assert {getattr(home, headers[name]) for name in WHOLE_FORM[HEADS]} == {None}


@pytest.mark.parametrize(
    ("title", "header", "written", "code"),
    [
        (HEADS, "申请类别", "长期救助", "code_unknown"), (HEADS, "工作时间", "2009年", "not_of_type"),
        (HEADS, "死亡日期", "2026-11-24", "future_date"), (HEADS, "四个一批措施", "3", "code_not_listed"),
        (HEADS, "是否有一定自救能力", "有", "cleaned"), (MEMBERS, "工作状态", "待岗", "cleaned"),
        (MEMBERS, "疾病/残疾类别", "尘肺", "code_not_listed"), (MEMBERS, "离开家庭日期", "不详", "not_of_type"),
    ],
)  # fmt: skip
def test_the_columns_of_the_whole_form_are_judged_like_the_others(
    title: str, header: str, written: str, code: str
) -> None:
    table = widened(pages(head(), member()))
    table[title][1][table[title][0].index(header)] = written
    assert (code, header) in codes(judge(table, [], TODAY))


def test_who_has_left_or_died_is_not_counted_with_the_household() -> None:
    spouse = member(关系="配偶", born="1981-01-01", 人员身份="其他", 月收入=50, 当前学历=None, 入学年份=None, 年制=None)
    table = pages(head(婚姻状况="丧偶"), spouse)
    table[MEMBERS] = [[*table[MEMBERS][0], "死亡日期"], [*table[MEMBERS][1], "2026-05-01"]]
    assert judge(table, [], TODAY).findings == ()
    table[MEMBERS][1][-1] = None
    assert {code for code, _ in codes(judge(table, [], TODAY))} == {"marital_differs", "size_differs", "total_differs"}


def test_more_notices_between_head_and_members() -> None:
    found = judged(*family("A1", "2012-01-01"), member(户主姓名="别人"))
    assert ("head_name_differs", "户主姓名") in codes(found)
    assert ("size_differs", "家庭人口") in codes(found)
    spouse = judged(head(家庭人口=2, 婚姻状况="丧偶"), member(关系="妻"))
    assert codes(spouse) == {("marital_differs", "婚姻状况")}


@pytest.mark.parametrize(
    ("changed", "name", "value"),
    [
        ({"身份证号": "　" + id_number("1980-05-07").lower().translate({i + 48: i + 0xFF10 for i in range(10)}), "born": "1980-05-07"}, "id_number", id_number("1980-05-07")),
        ({"身份证号": id_number()[:6] + " " + id_number()[6:]}, "id_number", id_number()),
        ({"出生日期": date(1980, 5, 6)}, "birth_date", "1980-05-06"),
        ({"出生日期": "1980.5.6"}, "birth_date", "1980-05-06"),
        ({"出生日期": "1980/05/6"}, "birth_date", "1980-05-06"),
        ({"出生日期": "1980年5月6日"}, "birth_date", "1980-05-06"),
        ({"出生日期": "19800506"}, "birth_date", "1980-05-06"),
        ({"出生日期": 19800506.0}, "birth_date", "1980-05-06"),
        ({"手机号码": 19900000000.0}, "phone", "19900000000"),
        ({"手机号码": "199-0000 0000"}, "phone", "19900000000"),
        ({"职工编号": 2024000.0}, "file_number", "2024000"),
        ({"家庭其他非薪资年收入": "０．００元"}, "other_income_fen", 0),
        ({"家庭年度总收入": "1,200.00"}, "annual_income_fen", 120_000),
        ({"家庭人口": "1人"}, "size", 1),
        ({"是否单亲": True}, "single_parent", True),
        ({"健康状况": "健康"}, "health_status", "良好"),
        ({"残疾类别": "无"}, "disability", None),
        ({"次要致困原因": "下岗,子女教育"}, "secondary_causes", "下岗失业、子女上学"),
        ({"次要致困原因": "1、3、9、子女上学"}, "secondary_causes", "无劳动能力、下岗失业、子女上学"),
        ({"主要致困原因": "9 子女上学"}, "main_cause", "子女上学"),
        ({"主要致困原因": "下岗、失业"}, "main_cause", "下岗失业"),
        ({"建筑面积": "52.50平方米"}, "floor_area", "52.5"),
        ({"工作单位": "\ufeff示例（集团）厂 "}, "employer", "示例（集团）厂"),
        ({"银行卡号": "6222 0212-3456-7890 128"}, "bank_card", "6222021234567890128"),
    ],
)  # fmt: skip
def test_what_is_cleaned_is_kept_clean_and_said(changed: dict[str, Any], name: str, value: Any) -> None:
    found = judged(head(**changed))
    assert codes(found) == {("cleaned", fields(Household)[name].header.zh)}
    assert getattr(found.households[0], name) == value


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [("家庭年度总收入", 1200.0, 120_000), ("家庭年度总收入", "1200.00", 120_000), ("家庭人口", 1.0, 1), ("建筑面积", 50.0, "50"), ("建筑面积", "20-50", "20-50")],
)  # fmt: skip
def test_what_needs_no_cleaning_is_not_mentioned(name: str, cell: Any, value: Any) -> None:
    found = judged(head(**{name: cell}))
    assert found.findings == ()
    described = next(f.name for f in fields(Household).values() if f.header.zh == name)
    assert getattr(found.households[0], described) == value


def test_an_empty_total_stays_unknown() -> None:
    found = judged(head(家庭年度总收入=None))
    assert found.households[0].annual_income_fen is None
    assert found.sums["annual_income_fen"] == 0


@given(st.text("0123456789", min_size=12, max_size=19))
def test_the_card_digit_agrees_with_stdnum(card: str) -> None:
    assert cells.luhn(card) == luhn.is_valid(card)


# ---- rows together ---------------------------------------------------------------------------------


def test_of_two_equal_id_numbers_the_later_is_the_duplicate() -> None:
    found = judged(*family("A1", "2012-01-01"), *family("B1", "2012-01-01"))
    assert verdicts(found) == {(HEADS, 3): {"duplicate_id_number"}, (MEMBERS, 3): {"household_rejected"}}
    assert "第 2 行" in next(f.zh for f in found.findings if f.verdict == "duplicate")
    assert (found.accepted, found.rejected, found.duplicate) == (2, 1, 1)


def test_an_id_number_counts_only_if_its_row_was_not_rejected() -> None:
    rejected = judged(head("A1", 户口类型="火星"), head("B1"))
    assert verdicts(rejected) == {(HEADS, 2): {"code_unknown"}}
    by_its_member = judged(*family("A1", "2012-01-01"), member("A1", 关系="邻居"), head("B1"))
    assert [home.file_number for home in by_its_member.households] == ["B1"]


def test_a_duplicate_member_takes_its_file_along_and_frees_what_hung_on_it() -> None:
    """C repeats B's child, B repeats A's child: B falls, and so C stands."""
    found = judged(
        *family("A1", "2012-01-01"),
        *family("B1", "2012-01-01", "2013-01-01", born="1981-01-01"),
        *family("C1", "2013-01-01", born="1982-01-01"),
    )
    assert verdicts(found) == {
        (HEADS, 3): {"member_rejected"},
        (MEMBERS, 3): {"duplicate_id_number"},
        (MEMBERS, 4): {"household_rejected"},
    }
    assert [home.file_number for home in found.households] == ["A1", "C1"]


def test_in_a_ring_of_files_that_repeat_one_another_the_last_falls() -> None:
    """F repeats G, G repeats H, H repeats F: no verdict fits all three, but no number may be taken twice."""
    heads = [head(number, born=f"198{i}-01-01", 家庭人口=3) for i, number in enumerate("FGH")]
    births = ("2010-01-03", "2010-01-01", "2010-01-02", "2010-01-01", "2010-01-02", "2010-01-03")
    ring = [member(number, born=born) for number, born in zip("FGHFGH", births, strict=True)]
    found = judged(*heads, *ring)
    assert [home.file_number for home in found.households] == ["G"]
    assert {row for row, said in verdicts(found).items() if "duplicate_id_number" in said} == {
        (MEMBERS, 5),
        (MEMBERS, 7),
    }


def test_a_member_with_the_id_number_of_its_own_head() -> None:
    found = judged(head(家庭人口=2), member(born="1980-05-06", 性别="男", 关系="子"))
    assert verdicts(found) == {(HEADS, 2): {"member_rejected"}, (MEMBERS, 2): {"duplicate_id_number"}}


def test_a_repeated_file_number_and_a_member_without_a_head() -> None:
    found = judged(*family("A1", "2012-01-01"), head("A1", born="1990-01-01", 姓名="另一位"),
                   member("A1", born="2013-01-01", 户主姓名="另一位"), member("Z9", born="2014-01-01"))  # fmt: skip
    assert verdicts(found) == {
        (HEADS, 3): {"file_number_repeated"},
        (MEMBERS, 3): {"household_rejected"},
        (MEMBERS, 4): {"no_head"},
    }
    assert len(found.households[0].members) == 1
    assert verdicts(judged(head(), head())) == {(HEADS, 3): {"duplicate_id_number"}}


def test_blank_and_total_lines_count_and_title_lines_do_not() -> None:
    sheet = pages(head())
    sheet[HEADS] = [["困难职工档案"], [None, "2026年"], *sheet[HEADS], [None, " "], ["总 计", None, 5.0]]
    sheet[HEADS][2] = [f" {cell}＊" for cell in sheet[HEADS][2]] + ["自编列"]
    found = judge({f" {title} ": rows for title, rows in sheet.items()}, [], TODAY)
    assert (found.rows, found.accepted, found.skipped) == (3, 1, 2)
    assert verdicts(found) == {(HEADS, 5): {"blank_row"}, (HEADS, 6): {"total_row"}}


PEOPLE = st.sampled_from([f"20{year:02d}-01-01" for year in range(10, 16)])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PEOPLE, st.lists(PEOPLE, max_size=3), st.booleans()), min_size=1, max_size=6))
def test_no_id_number_is_taken_twice_and_no_file_falls_without_a_reason(
    homes: list[tuple[str, list[str], bool]],
) -> None:
    rows = [row for i, (born, children, bad) in enumerate(homes)
            for row in (head(f"F{i}", born=born, 户口类型="火星" if bad else "农业"), *(member(f"F{i}", born=c, 性别="男") for c in children))]  # fmt: skip
    found = judged(*rows)
    stand = [int(home.file_number[1:]) for home in found.households]
    taken = [who.id_number for home in found.households for who in (home, *home.members)]
    assert len(taken) == len(set(taken))

    persons = [(born, *children) for born, children, _ in homes]
    order = {(i, 0): i for i in range(len(homes))}
    order |= {at: 100 + n for n, at in enumerate((i, k) for i, p in enumerate(persons) for k in range(1, len(p)))}

    def repeated(i: int) -> set[int]:
        """The files whose earlier rows file i repeats."""
        return {j for j, p in enumerate(persons) for m, b in enumerate(p) for k, a in enumerate(persons[i])
                if a == b and order[j, m] < order[i, k]}  # fmt: skip

    def falls(i: int, above: tuple[int, ...] = ()) -> bool:
        if i in above:
            raise RecursionError
        return homes[i][2] or i in repeated(i) or any(not falls(j, (*above, i)) for j in sorted(repeated(i)))

    try:
        expected = [i for i in range(len(homes)) if not falls(i)]
    except RecursionError:
        return
    assert stand == expected


CELL = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(-5, 10**18), st.dates(),
    st.text(max_size=12), st.sampled_from(["合计", "男", "{field}", "%s", "1980-05-06", id_number(), "A1", "=1+1"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 40), CELL, st.integers(0, 40), CELL), max_size=6))
def test_whatever_stands_in_the_cells_every_row_has_one_verdict_and_a_reason(strokes: list[Any]) -> None:
    sheet = pages(*family("A1", "2012-01-01"), *family("B1", "2013-01-01", "2014-01-01", born="1981-01-01"))
    for is_head, *where in strokes:
        rows = sheet[HEADS if is_head else MEMBERS]
        for column, cell in zip(where[::2], where[1::2], strict=True):
            line = rows[1 + column % (len(rows) - 1)]
            line[column % len(line)] = cell
    found = judge(sheet, [], TODAY)
    assert found.rows == 5 == found.accepted + found.rejected + found.duplicate + found.skipped
    reasons: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for finding in found.findings:
        reasons[finding.sheet, finding.row].add(finding.verdict)
        assert CODES[finding.code]
        assert finding.zh
        assert finding.en
    turned = [said for said in reasons.values() if said != {"accepted"}]
    assert all(len(said) == 1 for said in reasons.values())
    assert len(turned) == found.rows - found.accepted
    assert found.sums["households"] + found.sums["members"] == found.accepted
    json.dumps(found.to_json())


# ---- against the book ------------------------------------------------------------------------------


def known(*rows: dict[str, Any]) -> list[Household]:
    return list(judged(*rows).households)


def test_what_the_book_has_unchanged_is_skipped() -> None:
    rows = family("A1", "2012-01-01")
    found = judged(*rows, *family("B1", "2013-01-01", born="1981-01-01"), known=known(*rows))
    assert verdicts(found) == {(HEADS, 2): {"already_there"}, (MEMBERS, 2): {"already_there"}}
    assert (found.accepted, found.skipped) == (2, 2)


def test_what_the_workbook_does_not_say_is_not_compared() -> None:
    rows = family("A1", "2012-01-01")
    exited = [dataclasses.replace(home, exited_on="2026-01-01") for home in known(*rows)]
    assert judged(*rows, known=exited).skipped == 2


def test_other_facts_of_a_known_person_are_a_duplicate() -> None:
    book = known(*family("A1", "2012-01-01"))
    changed_head = judged(*family("A1", "2012-01-01", 家庭住址="搬走了"), known=book)
    assert verdicts(changed_head) == {
        (HEADS, 2): {"known_with_other_facts"},
        (MEMBERS, 2): {"household_rejected"},
    }
    changed_member = judged(family("A1", "2012-01-01")[0], member(born="2012-01-01", 月收入=5), known=book)
    assert verdicts(changed_member) == {
        (HEADS, 2): {"already_there"},
        (MEMBERS, 2): {"known_with_other_facts"},
    }
    other_file = judged(*family("B1", "2012-01-01", born="1990-01-01"), known=book)
    assert verdicts(other_file) == {(HEADS, 2): {"member_rejected"}, (MEMBERS, 2): {"known_with_other_facts"}}


def test_a_new_person_for_a_file_of_the_book_is_rejected() -> None:
    book = known(*family("A1", "2012-01-01"))
    found = judged(member(born="2012-01-01"), member(born="2016-01-01"), member(born="2012-01-01"), known=book)
    assert verdicts(found) == {
        (MEMBERS, 2): {"already_there"},
        (MEMBERS, 3): {"file_in_book"},
        (MEMBERS, 4): {"duplicate_id_number"},
    }
    assert verdicts(judged(head("A1", born="1999-01-01"), known=book)) == {(HEADS, 2): {"file_in_book"}}


# ---- into the casebook -----------------------------------------------------------------------------


def written(path: Path, *rows: dict[str, Any]) -> Path:
    sheets.write(path, pages(*rows))
    return path


def dump(book: Path) -> list[str]:
    with closing(sqlite3.connect(book)) as conn:
        return list(conn.iterdump())


def test_the_county_workbook_goes_into_a_book_and_a_second_time_changes_nothing(
    tmp_path: Path, county: Judgement
) -> None:
    book, rejects = tmp_path / "b.db", tmp_path / "r.xlsx"
    first = intake.import_workbook(book, COUNTY, rejects=rejects, today=TODAY, unit="示例县总工会")
    assert first == county
    with Casebook.open(book) as opened:
        said = {"unit": "示例县总工会", "pack": "demo-2026", "last_day": "2026-11-23", "origin": "import"}
        assert opened.settings.items() >= said.items()
        assert {home.file_number: home for home in opened.households()} == {h.file_number: h for h in first.households}
        kept = opened.rows("SELECT verdict, count(*) AS n FROM quarantine GROUP BY verdict ORDER BY verdict")
        assert kept == [
            {"verdict": "duplicate", "n": first.duplicate},
            {"verdict": "rejected", "n": first.rejected},
        ]
        hostile = opened.household("2024055").name, opened.household("2024152").employer
    assert hostile == ("<img src=x onerror=alert(1)>", '=HYPERLINK("http://x","点我")')
    before = dump(book)
    second = intake.import_workbook(book, COUNTY, today=TODAY)
    assert second.accepted == 0
    assert second.skipped == first.skipped + first.accepted
    assert (second.rejected, second.duplicate) == (first.rejected, first.duplicate)
    assert dump(book) == before


def test_the_rejects_are_corrected_and_imported(tmp_path: Path) -> None:
    book, rejects, again = tmp_path / "b.db", tmp_path / "r.xlsx", tmp_path / "again.xlsx"
    bad = family("A1", "2012-01-01", 工作单位="=1+1", 本人月平均收入="约两千")
    bad[0]["身份证号"] = 320583198005069978.0
    faulty = written(tmp_path / "w.xlsx", *bad, *family("B1", "2013-01-01", born="1981-01-01"))
    found = intake.import_workbook(book, faulty, rejects=rejects, today=TODAY)
    assert verdicts(found) == {
        (HEADS, 2): {"id_number_as_number", "not_of_type"},
        (MEMBERS, 2): {"household_rejected"},
    }

    table = sheets.read(rejects)
    names = table[HEADS][0]
    row = dict(zip(names, table[HEADS][1], strict=True))
    assert (len(table[HEADS]), len(table[MEMBERS])) == (2, 2)
    assert (row["工作单位"], row["本人月平均收入"], row["原行号"]) == ("=1+1", "约两千", 2.0)
    assert "约两千" in str(row["原因"])
    assert "not an amount" in str(row["Reasons"])

    row |= {"身份证号": id_number(), "本人月平均收入": 100, "家庭年度总收入": None}
    table[HEADS][1] = [row[name] for name in names]
    sheets.write(again, table)
    corrected = intake.import_workbook(book, again, rejects=tmp_path / "none.xlsx", today=TODAY)
    assert corrected.accepted == 2
    assert not (tmp_path / "none.xlsx").exists()
    with Casebook.open(book) as opened:
        assert [home.file_number for home in opened.households()] == ["A1", "B1"]
        assert opened.household("A1").employer == "=1+1"
        assert opened.household("A1").annual_income_fen is None


def test_the_rejects_keep_identifiers_as_text_and_their_reasons_only_once(tmp_path: Path) -> None:
    first, second = tmp_path / "r1.xlsx", tmp_path / "r2.xlsx"
    book = tmp_path / "b.db"
    intake.import_workbook(book, written(tmp_path / "w.xlsx", head(户口类型="火星")), rejects=first, today=TODAY)
    intake.import_workbook(book, first, rejects=second, today=TODAY)
    one, two = sheets.read(first)[HEADS], sheets.read(second)[HEADS]
    assert one == two
    assert isinstance(one[1][list(one[0]).index("身份证号")], str)


def test_the_last_day_of_a_book_moves_on_and_decides_what_is_the_future(tmp_path: Path) -> None:
    book = tmp_path / "b.db"
    intake.import_workbook(book, written(tmp_path / "1.xlsx", head("A1")), today=date(2026, 3, 1))
    later = head("B1", born="1981-01-01", 建档日期="2026-03-02")
    assert intake.import_workbook(book, written(tmp_path / "2.xlsx", later), today=date(2026, 3, 1)).rejected == 1
    assert intake.import_workbook(book, tmp_path / "2.xlsx", today=date(2026, 3, 5)).accepted == 1
    with Casebook.open(book) as opened:
        assert opened.last_day == date(2026, 3, 5)
    known_today = head("C1", born="1982-01-01", 建档日期="2026-03-04")
    assert intake.import_workbook(book, written(tmp_path / "3.xlsx", known_today), today=date(2026, 1, 1)).accepted == 1


def _no_sheet(path: Path) -> Path:
    sheets.write(path, {HEADS: pages(head())[HEADS]})
    return path


def _no_header(path: Path) -> Path:
    table = pages(head())
    sheets.write(path, {title: [[c for c in row if c != "身份证号"] for row in rows] for title, rows in table.items()})
    return path


def _no_workbook(path: Path) -> Path:
    path.write_bytes(b"not a workbook")
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_no_sheet, "家庭成员"),
        (_no_header, "职工信息.*身份证号"),
        (_no_workbook, "xlsx"),
        (lambda path: path, "cannot read"),
    ],
)
@pytest.mark.parametrize("there", [False, True])
def test_a_refused_workbook_leaves_everything_as_it_was(
    tmp_path: Path, make: Callable[[Path], Path], said: str, there: bool
) -> None:
    book, workbook = tmp_path / "b.db", make(tmp_path / "w.xlsx")
    if there:
        Casebook.create(book, unit="示例县", pack="demo-2026", last_day=TODAY).close()
    before, files = dump(book) if there else [], set(tmp_path.iterdir())
    with pytest.raises(Refused, match=said) as refused:
        intake.import_workbook(book, workbook, rejects=tmp_path / "r.xlsx", today=TODAY)
    assert "w.xlsx" in refused.value.text.zh
    assert set(tmp_path.iterdir()) == files
    assert (dump(book) if there else []) == before


def test_a_path_that_cannot_serve_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    workbook = written(tmp_path / "w.xlsx", head(户口类型="火星"), head("B1", born="1981-01-01"))
    (tmp_path / "no.db").write_text("no casebook" * 100)
    for book, rejects in [
        ("b.db", "r.csv"), ("b.db", "w.xlsx"), ("b.xlsx", "b.xlsx"), ("b.db", "none/r.xlsx"), ("none/b.db", "r.xlsx"), ("no.db", "r.xlsx"),
    ]:  # fmt: skip
        with pytest.raises(Refused):
            intake.import_workbook(tmp_path / book, workbook, rejects=tmp_path / rejects, today=TODAY)
    assert {p.name for p in tmp_path.iterdir()} == {"w.xlsx", "no.db"}


@pytest.mark.parametrize(
    ("header", "written", "becomes", "code"),
    [
        ("建筑面积", "≤20", "20以下", "cleaned"),
        ("建筑面积", "(20,50]", "20-50", "cleaned"),
        ("建筑面积", ">70", "70以上", "cleaned"),
        ("主要致困原因", "6", "患重特大疾病", "cleaned"),
        ("次要致困原因", "6；9", "患重特大疾病、子女上学", "cleaned"),
        (
            "身份证号",
            "0" + "10105198001019963"[:16] + households.check_digit("0" + "10105198001019963"[:16]),
            None,
            None,
        ),
    ],
)
def test_codes_and_numbers_as_the_form_prints_them(
    header: str, written: str, becomes: str | None, code: str | None
) -> None:
    field = next(f for f in households.fields(households.Household).values() if f.header.zh == header)
    assert cells.meaning(written, field) == (becomes or written, code)

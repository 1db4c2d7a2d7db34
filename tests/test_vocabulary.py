"""Words: each code has words in both languages, and what people write finds its code."""

import re

import pytest

from casework import vocabulary as words
from casework.vocabulary import Codes, Refused, Text

LISTS = {name: value for name, value in vars(words).items() if isinstance(value, Codes)}
CONTRACT = {
    "CLASSES": "deep relative accident dibao edge not_eligible undetermined",
    "AIDS": "living medical tuition temporary warmth",
    "STAGES": "kindergarten primary middle_school high_school vocational college university postgraduate",
    "SOURCES": "central provincial city county union employer donation interest",
    "LEVELS": "county province national",
}


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_words_in_both_languages_and_finds_itself(name: str) -> None:
    codes = LISTS[name]
    for code, text in codes.words.items():
        assert re.search(r"[\u4e00-\u9fff]|\d", text.zh), code
        assert text.en, code
        assert not re.search(r"[\u4e00-\u9fff]", text.en), code
        assert codes.find(code) == code
        assert codes.find(text.zh) == code
        assert codes.show(code, "zh") == text.zh
        assert codes.show(code, "en") == text.en


@pytest.mark.parametrize("name", LISTS)
def test_synonyms_lead_to_codes_of_their_list_and_hide_none(name: str) -> None:
    codes = LISTS[name]
    assert set(codes.synonyms.values()) <= set(codes.words)
    assert all(codes.synonyms.get(code, code) == code for code in codes.words)


@pytest.mark.parametrize("name", CONTRACT)
def test_the_codes_of_the_contract(name: str) -> None:
    assert list(LISTS[name].words) == CONTRACT[name].split()


@pytest.mark.parametrize(
    ("codes", "written", "code"),
    [
        (words.WORK_STATUS, "下（待）岗", "下(待)岗"), (words.WORK_STATUS, "失业", "失(无)业"), (words.SEX, "Ｍ", "男"),
        (words.DISABILITY, "肢体残疾二级", "肢体二级"), (words.STAGES, "中 专", "vocational"), (words.RELATIONS, "2", "子"),
        (words.RELATIONS, "妻子", "妻"), (words.RELATIONS, "52", "母亲"), (words.CLASS_CLAIMS, "深度", "深度困难"),
        (words.OWNERSHIP, "私营企业", "民营/私营/个体企业"), (words.FLOOR_BANDS, "２０-５０", "20-50"), (words.SEX, "女士", "女"),
    ],
)  # fmt: skip
def test_what_people_write_finds_its_code(codes: Codes, written: str, code: str) -> None:
    assert codes.find(written) == code


def test_a_word_off_the_list_finds_nothing_and_stands_for_itself() -> None:
    assert words.SEX.find("未说明") is None
    assert words.SEX.show("未说明", "en") == "未说明"
    assert words.SEX.show(None, "zh") == "—"


def test_which_lists_may_hold_words_that_are_not_known() -> None:
    assert {name for name, codes in LISTS.items() if not codes.whole} == {
        "STAGES", "OWNERSHIP", "CLASS_CLAIMS", "MEASURES", "AILMENTS",
    }  # fmt: skip


PRINTED = {  # domain §1.5, as the forms print them
    "PARTY": "中共党员 共青团员 群众 民主党派 其他",
    "HEALTH": "良好 癌症 心血管病 脑血管病 尿毒症 精神病 肝病 血液病 糖尿病 肿瘤病 腰颈椎病 高血压病 肺病 一般疾病 残疾",
    "WORK_STATUS": "在岗 下(待)岗 失(无)业 退休 病休 内退 农民工 离休",
    "MODEL_WORKER": "全国劳模 省部级劳模 地市级劳模 其他",
    "HOUSING": "承租单位公房 政府廉租房 自购房 无房 租房 自建房 商品房 经济适用房 两限房 其他",
    "MARITAL": "已婚 未婚 离异 丧偶",
    "HUKOU": "非农业 农业 农转居",
    "INDUSTRY": "农林牧渔业 金融保险业 社会服务业 教育 科技 文化 体育 宗教 医疗卫生 军队 国家机关 纺织 冶金 煤炭 机电 电子仪表 化工 国防 "
                "城建 精工 财贸 医药 其他",
    "OWNERSHIP": "国有机关/事业单位 国有企业 集体企业 民营/私营/个体企业",
    "CAUSES": "无劳动能力 有劳动能力而未就业 下岗失业 未参加社会保险 社会保险待遇落实不到位 患重特大疾病 遭受自然灾害 遭受意外事故 子女上学 其他",
    "KEY_GROUPS": "低保范围内有劳动能力而未充分就业 收入或生活水平低于低保线而未纳入低保 支出性生活困难 城市困难农民工 供给侧结构性改革中的困难职工 其他",
    "MEASURES": "就业创业发展 纳入社保制度覆盖",
    "APPLICATIONS": "日常救助 临时救助",
    "ARCHIVE_LEVELS": "全国级 省级 地市级 区县级 基层",
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_a_list_of_the_form_is_the_printed_one(name: str) -> None:
    assert set(LISTS[name].words) == set(PRINTED[name].split())


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [("KEY_GROUPS", "4", "城市困难农民工"), ("KEY_GROUPS", "③", "支出性生活困难"), ("KEY_GROUPS", "6、其他", "其他"),
     ("MEASURES", "2.纳入社保制度覆盖", "纳入社保制度覆盖"), ("MEASURES", "3", None), ("KEY_GROUPS", "7", None),
     ("ARCHIVE_LEVELS", "县级", "区县级"), ("AILMENTS", "肢体残疾二级", "肢体二级"), ("AILMENTS", "高血压", "高血压病")],
)  # fmt: skip
def test_numbers_and_other_words_of_the_form_lists(name: str, written: str, code: str | None) -> None:
    assert LISTS[name].find(written) == code


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("享受低保", "deep"), ("未享受低保", "deep"), ("低保线以上", None),
        ("低保户", "deep"), ("低保边缘户", "relative"), ("意外致困户", "accident"), ("低保", "deep"),
        ("深度困难", "deep"), ("相对困难", "relative"), ("意外致困", "accident"), ("相对", "relative"),
        ("特困", None), ("生活暂时困难", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_class_of_an_older_form_has_the_class_of_today(claim: str | None, code: str | None) -> None:
    assert words.newer_class(claim) == code


@pytest.mark.parametrize("claim", words.CLASS_CLAIMS.words)
def test_a_newer_class_is_one_that_a_household_can_be_aided_in(claim: str) -> None:
    assert words.newer_class(claim) in ("deep", "relative", "accident", None)


@pytest.mark.parametrize(
    ("relation", "group"),
    [("户主", "0"), ("配偶", "1"), ("妻", "1"), ("长子", "2"), ("女婿", "8"), ("次女", "3"), ("独生女", "3"), ("儿媳", "8"),
     ("外孙子", "4"), ("岳母", "5"), ("外祖母", "6"), ("妹妹", "7"), ("侄子", "8"), ("非亲属", "8"), ("没有的", "8")],
)  # fmt: skip
def test_relations_fall_into_the_groups_of_the_standard(relation: str, group: str) -> None:
    found = words.RELATIONS.find(relation)
    assert words.relation_group(found or relation) == group


def test_the_language_is_the_wanted_one_then_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CASEWORK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert words.language() == "zh"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert words.language() == "en"
    monkeypatch.setenv("CASEWORK_LANG", "zh")
    assert words.language() == "zh"
    assert words.language("en") == "en"
    monkeypatch.setenv("CASEWORK_LANG", "fr")
    assert words.language() == "en"


def test_a_refusal_carries_both_languages() -> None:
    said = Refused("不行。", "no.")
    assert said.text == Text("不行。", "no.")
    assert str(said) == "no."
    assert (said.text.to("zh"), said.text.to("en")) == ("不行。", "no.")


@pytest.mark.parametrize("written", ["6", "⑥", "6 患重特大疾病", "6、患重特大疾病", "6.患重特大疾病"])
def test_a_cause_is_known_by_the_number_that_the_form_prints(written: str) -> None:
    assert words.CAUSES.find(written) == "患重特大疾病"


@pytest.mark.parametrize(
    ("written", "band"), [("≤20", "20以下"), ("(20,50]", "20-50"), ("（50，70]", "50-70"), (">70", "70以上")]
)
def test_a_band_of_floor_area_is_known_as_the_form_prints_it(written: str, band: str) -> None:
    assert words.FLOOR_BANDS.find(written) == band

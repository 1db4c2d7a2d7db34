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
    assert {name for name, codes in LISTS.items() if not codes.whole} == {"STAGES", "OWNERSHIP", "CLASS_CLAIMS"}


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

"""Terms: what a funds file may say of a fund, what is refused, and what holds when needs are worked out and plans are booked."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework import checks, funds, ledger, pages
from casework.casebook import Casebook
from casework.funds import Ceiling, Fund, Need, terms
from casework.vocabulary import Refused
from tests.commands import well
from tests.test_payments import LAST, file, fund, made, planned, refused

ALL = """household_cap: {amount: 6500, reference: 文1}
  usable_from: 2026-02-01
  usable_until: 2026-12-31
  ceilings:
  - {aids: [living], classes: [deep], share: 30%, reference: 文2}
  - {classes: [deep], at_least: 70.5 %}
  - {amount: 9000}
  approval: [{over: 5000, level: province, reference: 文3}, {over: 20000, level: national}]
"""
WHOM = ", regions: ['3205', '11'], people: {work_status: [农民工, 退休], single_parent: [true]}, reference: 文4"


def said(more: str = "", whom: str = "", aids: str = "[living, warmth]") -> Any:
    """A fund of 100,000 yuan for three classes, with more terms; Refused as `casework funds` refuses it."""
    text = FILE.format(aids=aids, whom=whom, more=more)
    return funds.read(text, "f.yaml")[0]


FILE = """
- name: 甲
  source: donation
  receipts: [{{date: 2026-01-02, amount: 100000, reference: r}}]
  pays: {{aids: {aids}, classes: [deep, relative, accident], archived_only: false{whom}}}
  reference: x
  {more}
"""


# ---- what a file may say ----------------------------------------------------------------------------------


def test_every_term_of_a_file_is_read_with_its_document() -> None:
    """What is kept for some is a ceiling on the others: at least 70.5 % for deep leaves 29.5 %, 59/200, for two classes."""
    found = said(ALL, WHOM)
    assert (found.usable_from, found.usable_until) == (date(2026, 2, 1), date(2026, 12, 31))
    assert (found.household_cap.amount_fen, found.household_cap.reference) == (650_000, "文1")
    both, three = ["living", "warmth"], ["deep", "relative", "accident"]
    assert found.terms() == {
        "regions": ["3205", "11"], "people": {"work_status": ["农民工", "退休"], "single_parent": [True]},
        "ceilings": [
            {"aids": ["living"], "classes": ["deep"], "of": {"aids": ["living"], "classes": ["deep"]}, "share": "3/10", "reference": "文2"},
            {"aids": both, "classes": ["relative", "accident"], "of": {"classes": ["deep"]}, "share": "59/200", "kept": True},
            {"aids": both, "classes": three, "of": {}, "amount_fen": 900_000},
        ],
        "approval": [{"over_fen": 500_000, "level": "province", "reference": "文3"}, {"over_fen": 2_000_000, "level": "national"}],
        "references": {"pays": "文4", "household_cap": "文1"},
    }  # fmt: skip


def test_the_example_of_the_documentation_is_read() -> None:
    text = (Path(__file__).parents[1] / "docs" / "casebook.md").read_text("utf-8")
    found = funds.read(text.split("```yaml\n")[1].split("```")[0], "casebook.md")[0]
    assert set(found.terms()) == {"regions", "people", "ceilings", "approval", "references"}
    assert (found.usable_from, found.household_cap.amount_fen) == (date(2026, 9, 1), 800_000)


def test_a_fund_may_be_for_one_day() -> None:
    assert said("usable_from: 2026-06-01\n  usable_until: 2026-06-01").usable_from == date(2026, 6, 1)


def test_a_fund_that_says_no_more_than_before_has_no_further_terms() -> None:
    assert said().terms() == {}


@pytest.mark.parametrize(
    ("more", "whom", "words"),
    [
        ("", ", regions: [3205]", r"pays\.regions\.0 .*quotes"),
        ("", ", regions: ['32058']", r"pays\.regions\.0 .*two, four or six digits"),
        ("", ", regions: []", r"pays\.regions"),
        ("", ", people: {employer: [示例厂]}", r"pays\.people .*employer is no field of the form that holds a code"),
        ("", ", people: {secondary_causes: [其他]}", r"pays\.people .*secondary_causes is no field"),
        ("", ", people: {hobby: [围棋]}", r"pays\.people .*hobby is no field"),
        ("", ", people: {work_status: [打工]}", r"pays\.people .*work_status: 打工 is not one of 在岗"),
        ("", ", people: {work_status: [true]}", r"pays\.people .*work_status: True is not one of"),
        ("", ", people: {single_parent: [是]}", r"pays\.people .*single_parent: 是 is not one of true, false"),
        ("", ", people: {single_parent: [1]}", r"pays\.people .*single_parent: 1 is not one of"),
        ("", ", people: {single_parent: []}", r"pays\.people\.single_parent"),
        ("", ", towns: ['3205']", r"pays\.towns"),
        ("household_cap: 0", "", r"household_cap\.amount"),
        ("household_cap: 0.005", "", r"household_cap\.amount"),
        ("household_cap: {amount: 1, per: year}", "", r"household_cap\.per"),
        ("usable_from: 2026-13-01", "", "f.yaml"),
        ("usable_from: 2026-06-01\n  usable_until: 2026-05-31", "", "usable_until .*before usable_from"),
        ("ceilings: [{aids: [living], share: 100.1%}]", "", r"ceilings\.0\.share .*up to 100 %"),
        ("ceilings: [{aids: [living], share: 0%}]", "", r"ceilings\.0\.share .*above 0"),
        ("ceilings: [{aids: [living], share: 0.3}]", "", r"ceilings\.0\.share .*like 30%"),
        ("ceilings: [{aids: [living], amount: 0}]", "", r"ceilings\.0\.amount"),
        ("ceilings: [{aids: [living]}]", "", r"ceilings\.0 .*one of share, amount and at_least"),
        ("ceilings: [{aids: [living], share: 30%, amount: 5}]", "", r"ceilings\.0 .*one of share, amount"),
        ("ceilings: [{aids: [lunch], share: 30%}]", "", r"ceilings\.0\.aids\.0"),
        ("ceilings: [{aids: [], share: 30%}]", "", r"ceilings\.0\.aids"),
        ("ceilings: [{aids: [medical], share: 30%}]", "", "ceilings .*medical, which the fund does not pay"),
        ("ceilings: [{classes: [edge], share: 30%}]", "", "ceilings .*edge, which the fund does not pay"),
        ("ceilings: [{at_least: 30%}]", "", r"ceilings\.0 .*either aids or classes"),
        ("ceilings: [{aids: [living], classes: [deep], at_least: 30%}]", "", r"ceilings\.0 .*either aids or classes"),
        ("ceilings: [{aids: [warmth, living], at_least: 30%}]", "", "ceilings .*all aids of the fund"),
        ("approval: [{over: 0, level: province}]", "", r"approval\.0\.over"),
        ("approval: [{over: 1, level: city}]", "", r"approval\.0\.level .*county, province, national"),
        ("reserve: {amount: 100.01, for: [warmth]}\n  ceilings: [{aids: [warmth], amount: 100}]", "", "ceilings .*smaller than the reserve"),
    ],
)  # fmt: skip
def test_a_term_that_makes_no_sense_is_refused_by_its_key(more: str, whom: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as error:
        said(more, whom)
    assert error.value.text.en.startswith("f.yaml")
    assert error.value.text.zh.endswith("。")


LIVING, DEEP = "{aids: [living], share: 50%}", "{classes: [deep], share: 50%}"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (f"ceilings: [{LIVING}, {DEEP}]", r"ceiling 1 and ceiling 2 overlap in part \(living for deep\)"),
        (f"ceilings: [{LIVING}, {{classes: [deep], at_least: 50%}}]", "ceiling 1 and ceiling 2 overlap in part"),
        (f"ceilings: [{DEEP}]\n  reserve: {{amount: 5, for: [warmth]}}",
         r"ceiling 1 and the reserve .* overlap in part \(living for deep\): let one contain the other"),
    ],
)  # fmt: skip
def test_ceilings_that_overlap_in_part_are_refused_by_name(more: str, words: str) -> None:
    with pytest.raises(Refused, match=f"f.yaml: 甲: ceilings .*{words}"):
        said(more)


@pytest.mark.parametrize(
    "more",
    [
        f"ceilings: [{LIVING}, {{aids: [living], classes: [deep], amount: 5}}, {{share: 90%}}]",
        "ceilings: [{classes: [deep], share: 50%}, {classes: [relative], share: 50%}, {classes: [accident, relative], share: 9%}]",
        f"ceilings: [{LIVING}]\n  reserve: {{amount: 5, for: [warmth]}}",
        f"ceilings: [{LIVING}]\n  reserve: {{amount: 5, for: [living]}}",
        f"ceilings: [{DEEP}]\n  reserve: {{amount: 5, for: [temporary, warmth, living]}}",
        "reserve: {amount: 100, for: [warmth]}\n  ceilings: [{aids: [warmth], amount: 100}]",
    ],
)  # fmt: skip
def test_ceilings_that_are_nested_or_apart_are_taken(more: str) -> None:
    assert said(more).ceilings


# ---- who may be paid ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (None, {}), ("aid", {"aid": "tuition"}), ("class", {"class_": "edge"}), ("archived", {"archived": False}),
        ("region", {"hukou_division": "320681"}), ("region", {"hukou_division": None}), ("region", {"hukou_division": "江苏省苏州市"}),
        (None, {"hukou_division": "3205"}), ("region", {"hukou_division": "320"}),
        ("people", {"work_status": "在岗"}), ("people", {"work_status": None}), ("people", {"single_parent": 0}), ("people", {"single_parent": None}),
        ("early", {"on": date(2026, 1, 31)}), (None, {"on": date(2026, 12, 31)}), ("late", {"on": date(2027, 1, 1)}),
    ],
)  # fmt: skip
def test_a_fund_says_by_what_rule_it_may_not_pay(code: str | None, change: dict[str, Any]) -> None:
    """What a file does not say is not payable; a row of the book holds a flag as 0 or 1."""
    money = Fund(
        "甲", ("living",), ("deep",), True, 100, regions=("3205",), people=(("work_status", ("农民工",)), ("single_parent", (True,))),
        usable_from=date(2026, 2, 1), usable_until=date(2026, 12, 31),
    )  # fmt: skip
    call = {"aid": "living", "class_": "deep", "archived": True, "on": date(2026, 2, 1)}
    person = {"hukou_division": "320583", "work_status": "农民工", "single_parent": 1}
    call |= {name: value for name, value in change.items() if name in call}
    person |= {name: value for name, value in change.items() if name in person}
    assert money.bar(**call, person=person) == code


def test_every_bar_has_words_in_both_languages() -> None:
    assert set(terms.BARS) == {"aid", "class", "archived", "region", "people", "early", "late", "granted", "capped"}
    assert all(text.zh and text.en and text.zh != text.en for text in terms.BARS.values())


def test_a_share_of_what_was_received_is_rounded_down_and_what_was_granted_is_taken_off() -> None:
    """A third and a bit of 1.00 yuan: 33.33 % of 100 fen is 33; 20 of it granted to deep, none of it to another class."""
    limit = {"aids": ["living"], "classes": ["deep"], "of": {"classes": ["deep"]}, "share": "3333/10000"}
    granted = {("living", "deep"): 20, ("living", "relative"): 9, ("warmth", "deep"): 9}
    assert terms.ceiling(limit, 100, granted).left_fen == 13
    assert terms.ceiling(limit, 100, {("living", "deep"): 34}).left_fen == 0
    assert terms.ceiling(limit | {"amount_fen": 25}, 100, granted).left_fen == 5


# ---- in a casebook ------------------------------------------------------------------------------------------


def need(book: Casebook, number: str, aid: str, on: date = LAST) -> Need:
    return next(n for n in book.needs(book.assess(), on) if (n.household, n.aid) == (number, aid))


def adopt(book: Casebook, *grants: tuple[str, str, str, int], on: date = LAST) -> str:
    """A plan written by hand: household, aid, fund, fen."""
    rows = [dict(zip(("household", "aid", "fund", "amount"), grant, strict=True)) for grant in grants]
    return str(book.adopt(planned(book) | {"grants": rows}, "Chen", on)["batch"])


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Casebook]:
    """Each of three persons is due 6,000 yuan of living aid and 1,000 of a warmth visit; the fund has 10,000 and all terms."""
    homes = [
        file("A", 1, hukou_division="320583", work_status="农民工", single_parent=True),
        file("B", 2, hukou_division="110105", work_status="在岗", single_parent=True),
        file("C", 3, work_status="农民工", single_parent=True),
    ]
    with made(tmp_path / "b.db", *homes, money=[said(ALL, WHOM), *fund(10_000, "乙", "[living]")]) as book:
        yield book


def test_needs_know_what_each_fund_may_pay_and_why_the_others_may_not(people: Casebook) -> None:
    """B is in the right place and not of those the giver wishes to help, nobody knows where C is from; 甲 begins in February."""
    assert need(people, "A", "living") == Need(
        "A",
        "living",
        "deep",
        True,
        600_000,
        ("甲", "乙"),
        600_000,
        ("2026-01-05", "A"),
        "320583",
        (("甲", 650_000),),
        (),
    )
    assert (need(people, "A", "warmth").funds, need(people, "A", "warmth").barred) == (("甲",), (("乙", "aid"),))
    assert (need(people, "B", "living").funds, need(people, "B", "living").barred) == (("乙",), (("甲", "people"),))
    assert (need(people, "C", "warmth").funds, need(people, "C", "warmth").region) == ((), "")
    assert need(people, "C", "warmth").barred == (("甲", "region"), ("乙", "aid"))
    assert need(people, "A", "warmth", date(2026, 1, 31)).barred == (("甲", "early"), ("乙", "aid"))
    assert need(people, "A", "warmth", date(2026, 2, 1)).barred == (("乙", "aid"),)
    assert need(people, "A", "warmth", date(2027, 1, 1)).barred == (("甲", "late"), ("乙", "aid"))


def test_a_book_gives_back_the_terms_of_a_fund_in_words(people: Casebook) -> None:
    """30 % of 100,000 yuan for living aid to deep, 29.5 % for the two other classes, 9,000 for all."""
    found = people.funds()[0]
    assert [(c.aids, c.classes, c.left_fen) for c in found.ceilings] == [
        (("living",), ("deep",), 3_000_000), (("living", "warmth"), ("relative", "accident"), 2_950_000),
        (("living", "warmth"), ("deep", "relative", "accident"), 900_000),
    ]  # fmt: skip
    assert (found.approval[0][:2], found.approval[1][:2]) == ((500_000, "province"), (2_000_000, "national"))
    zh, en = zip(*terms.terms_in_words(found), strict=True)
    assert zh == (
        "可用于深度困难、相对困难、意外致困的生活救助、送温暖", "户口所在地行政区划：3205、11（文4）", "工作状态：农民工、退休（文4）", "是否单亲：是（文4）",
        "自 2026-02-01 起使用", "用至 2026-12-31", "每户每年合计不超过 6,500.00 元（文1）", "深度困难的生活救助合计不超过到账金额的 30%（文2）",
        "深度困难合计不少于到账金额的 70.5%", "全部帮扶合计不超过 9,000.00 元", "单笔超过 5,000.00 元由省级工会审批（文3）", "单笔超过 20,000.00 元由全国总工会审批",
    )  # fmt: skip
    assert en[2:4] == ("Work status: migrant worker, retired (文4)", "Single parent: yes (文4)")
    assert en[6:] == (
        "at most 6,500.00 yuan to one household in a year (文1)", "living aid for deep hardship: at most 30% of what was received in all (文2)",
        "deep hardship: at least 70.5% of what was received in all", "all aid: at most 9,000.00 yuan in all",
        "over 5,000.00 yuan a grant: provincial union (文3)", "over 20,000.00 yuan a grant: national union",
    )  # fmt: skip
    page = pages.funds(people.funds(), "zh")
    assert all(line in page for line in zh)


def test_the_same_fund_may_be_added_again_and_with_other_terms_is_refused(people: Casebook) -> None:
    before = people.funds()
    people.add_funds([said(ALL, WHOM)], "某", LAST)
    assert people.funds() == before
    for more, whom in (("", WHOM), (ALL, ""), (ALL.replace("6500", "6501"), WHOM), (ALL.replace("02-01", "02-02"), WHOM),
                       (ALL.replace("70.5", "70"), WHOM), (ALL.replace("文3", "文5"), WHOM), (ALL, WHOM.replace("11", "12"))):  # fmt: skip
        refused(
            people, "other restrictions", lambda more=more, whom=whom: people.add_funds([said(more, whom)], "某", LAST)
        )


def test_what_is_kept_of_a_fund_is_in_the_chain_and_stays(people: Casebook) -> None:
    assert checks.check(people).faults == []
    for sql in (
        "UPDATE fund_terms SET household_cap_fen = 9",
        "DELETE FROM fund_terms",
        "INSERT OR REPLACE INTO fund_terms VALUES (1, NULL, NULL, '{}')",
    ):
        with pytest.raises(Refused, match=r"(?i)what is written is kept"), people.write("某", "change terms") as tx:
            tx.execute(sql)
    people.db.conn.execute("DROP TRIGGER fund_terms_update_refused")
    people.db.conn.execute("UPDATE fund_terms SET household_cap_fen = 9")
    assert any("does not agree" in fault.en for fault in checks.check(people).faults)


def test_a_plan_beyond_the_cap_of_a_household_is_refused_and_one_at_the_cap_is_booked(tmp_path: Path) -> None:
    """6,000 and 500 yuan are the 6,500 that the fund gives one household; the visit of B is not of that household."""
    with made(tmp_path / "b.db", file("A", 1), file("B", 2), money=[said("household_cap: 6500")]) as book:
        over = [("A", "living", "甲", 600_000), ("A", "warmth", "甲", 50_001), ("B", "warmth", "甲", 100_000)]
        refused(book, r"gives A 0\.01 yuan more than the fund 甲 gives one household", lambda: adopt(book, *over))
        adopt(book, over[0], ("A", "warmth", "甲", 40_000), over[2])
        assert need(book, "A", "warmth").barred == (("甲", "granted"),)
        assert need(book, "B", "living").room == (("甲", 550_000),)
        with book.write("某", "one fen more is granted") as tx:
            tx.execute("UPDATE grant SET amount_fen = 50001 WHERE id = 2")
        with (
            pytest.raises(Refused, match=r"(?i)more than the fund gives one household"),
            book.write("某", "more") as tx,
        ):
            ledger.reserve(tx, 2, 10_001, key="more", on=LAST, by="某")
        with book.write("某", "up to the cap") as tx:
            ledger.reserve(tx, 2, 10_000, key="more", on=LAST, by="某")


def test_a_household_that_had_the_most_of_a_fund_is_barred_from_it_until_something_comes_back(tmp_path: Path) -> None:
    with made(tmp_path / "b.db", file("A", 1), money=[said("household_cap: 6000")]) as book:
        adopt(book, ("A", "living", "甲", 600_000))
        assert (need(book, "A", "warmth").funds, need(book, "A", "warmth").barred) == ((), (("甲", "capped"),))
        refused(book, "does not fit this casebook", lambda: adopt(book, ("A", "warmth", "甲", 1)))
        book.release(1, "某", "未领取", LAST)
        assert need(book, "A", "warmth").room == (("甲", 600_000),)


def test_a_plan_beyond_a_ceiling_is_refused_and_what_is_left_of_it_follows_the_grants(tmp_path: Path) -> None:
    """1.5 % of 100,000 yuan is 1,500 for visits, to both households together."""
    money = said("ceilings: [{aids: [warmth], share: 1.5%}]")
    with made(tmp_path / "b.db", file("A", 1), file("B", 2), money=[money]) as book:
        visits = [("A", "warmth", "甲", 100_000), ("B", "warmth", "甲", 50_001), ("A", "living", "甲", 600_000)]
        refused(
            book,
            r"warmth visit: at most 1\.5% of what was received in all\): the plan goes 0\.01 yuan beyond",
            lambda: adopt(book, *visits),
        )
        adopt(book, visits[0], visits[2])
        assert [c.left_fen for c in book.funds()[0].ceilings] == [50_000]
        book.release(2, "某", "未领取", LAST)
        assert [c.left_fen for c in book.funds()[0].ceilings] == [150_000]
        book.add_funds([money.model_copy(update={"receipts": fund(1_000)[0].receipts})], "某", LAST)
        assert [c.left_fen for c in book.funds()[0].ceilings] == [151_500]


def test_a_plan_that_takes_a_fund_below_zero_is_refused_whatever_the_aid(tmp_path: Path) -> None:
    """The reserve may be spent on visits, but there are no more than 1,500 yuan in the fund."""
    money = fund(1_500, aids="[living, warmth]", more="reserve: {amount: 1500, for: [warmth]}")
    with made(tmp_path / "b.db", file("A", 1), file("B", 2), money=money) as book:
        visits = [("A", "warmth", "甲", 100_000), ("B", "warmth", "甲", 50_001)]
        refused(book, r"甲 has 0\.01 yuan too little", lambda: adopt(book, *visits))
        refused(
            book,
            r"甲 has 0\.01 yuan too little for this plan beside its reserve",
            lambda: adopt(book, ("A", "living", "甲", 1)),
        )


def test_the_database_refuses_money_of_a_fund_before_its_first_day(people: Casebook) -> None:
    refused(people, "does not fit this casebook", lambda: adopt(people, ("A", "living", "甲", 1), on=date(2026, 1, 31)))
    adopt(people, ("A", "living", "甲", 100), on=date(2026, 2, 1))
    people.release(1, "某", "重办", LAST)
    with pytest.raises(Refused, match=r"(?i)first day of use has not come"), people.write("某", "too early") as tx:
        ledger.reserve(tx, 1, 100, key="early", on="2026-01-31", by="某")


@pytest.mark.parametrize(
    ("steps", "level"),
    [
        ("[]", "county"), ("[{over: 6000, level: province}]", "county"), ("[{over: 5999.99, level: province}]", "province"),
        ("[{over: 1, level: national}, {over: 2, level: province}]", "national"), ("[{over: 1, level: county}]", "county"),
    ],
)  # fmt: skip
def test_a_fund_may_want_a_higher_level_for_a_large_grant_than_the_rules_do(
    tmp_path: Path, steps: str, level: str
) -> None:
    """The rules want the county's approval for 6,000 yuan of living aid."""
    with made(tmp_path / "b.db", file("A", 1), money=[said(f"approval: {steps}")]) as book:
        assert book.level_of(adopt(book, ("A", "living", "甲", 600_000))) == level


def test_a_fund_without_steps_leaves_the_level_to_the_rules(tmp_path: Path) -> None:
    """30,000 yuan of medical cost: half a fund's step does not lower what the rules ask."""
    home = file("A", 1, medical_out_of_pocket_fen=5_000_000, annual_income_fen=5_600_000, main_cause="患重特大疾病")
    with made(
        tmp_path / "b.db", home, money=[said("approval: [{over: 1, level: county}]", aids="[living, medical]")]
    ) as book:
        assert need(book, "A", "medical").amount_fen > 0
        batch = adopt(book, ("A", "medical", "甲", 200))
        assert book.level_of(batch) == book.assess().row(0)["approval_level"]


def test_the_command_says_every_fund_with_its_terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "b.db", file("A", 1)).close()
    text = FILE.replace("甲", "丙").format(aids="[living]", whom=WHOM, more="household_cap: 3000")
    (tmp_path / "f.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASEWORK_LANG", "en")
    shown = well("funds", "f.yaml", "--book", "b.db")
    assert "丙: 100,000.00 yuan available; pays living aid for deep hardship" in shown
    assert "Work status: migrant worker, retired (文4)" in shown
    assert "at most 3,000.00 yuan to one household in a year" in shown


def test_a_scenario_is_kept_as_it_was_written(tmp_path: Path) -> None:
    with made(tmp_path / "b.db", file("A", 1)) as book:
        digest = book.standard().digest
        row = (None, "甲方案", "2026-12-31", "某", "deepest-first", digest, "2026-12-31", 0, 1, "0" * 64, "{}", "{}")
        sql = f"INSERT INTO scenario VALUES ({', '.join('?' * len(row))})"
        with book.write("某", "a scenario") as tx:
            tx.execute(sql, row)
        assert checks.check(book).faults == []
        for other in (sql, "UPDATE scenario SET plan = '1'", "DELETE FROM scenario"):
            with pytest.raises(Refused, match=r"(?i)what is written is kept"), book.write("某", "again") as tx:
                tx.execute(other, row if other == sql else ())
        with pytest.raises(Refused, match="cannot hold this value"), book.write("某", "no day") as tx:
            tx.execute(sql, (None, "乙方案", "2026-02-30", *row[3:]))


def test_ceilings_of_a_fund_are_what_the_allocation_takes() -> None:
    money = Fund(
        "甲", ("living", "warmth"), ("deep",), False, 500, 200, ("warmth",), (Ceiling(("living",), ("deep",), 30),)
    )
    assert [(c.left_fen, c.covers("living", "deep"), c.covers("warmth", "deep")) for c in money.limits()] == [
        (500, True, True), (300, True, False), (30, True, False),
    ]  # fmt: skip

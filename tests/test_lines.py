"""Lines: entered by a clerk, signed by another; what is in force from which day, and what it does to class and aid."""

import sqlite3
from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from casework import checks
from casework.assistance import explain
from casework.casebook import Casebook, Source, lines, plan_json, reach
from casework.casebook.cases import keep_rules
from casework.casebook.lines import Entered
from casework.funds import FundFile
from casework.households import Household, check_digit
from casework.standards import load
from casework.standards.office import OfficeLine, with_lines
from casework.vocabulary import Refused
from casework.workflow import Person
from tests.commands import casework, data, well, wrong

LAST, BEGUN = date(2026, 10, 31), date(2026, 1, 1)
OFFICE = {"Chen": "handler", "Qian": "approver", "Wu": "approver", "Zheng": "payer"}
NEW = Entered("demo", 112_000, date(2026, 7, 1), "示例市民政局通知（虚构）", date(2026, 6, 20), "示例民〔2026〕1号")
TITLE = "示例市民政局通知（虚构） 示例民〔2026〕1号 2026-06-20"


def person(number: str, month: int) -> Household:
    """One healthy person alone with so many yuan a month."""
    first = f"11010519800101{sum(map(ord, number)) % 1000:03d}"
    return Household(
        file_number=number, name=f"示例{number}", sex="男", id_number=first + check_digit(first), birth_date="1980-01-01", size=1,
        annual_income_fen=month * 1200, own_income_month_fen=month * 100, other_income_fen=0, medical_out_of_pocket_fen=0,
        schooling_cost_fen=0, other_rigid_expenditure_fen=0, main_cause="无劳动能力", single_parent=False, health_status="良好",
        marital_status="未婚", work_status="在岗", filed_on="2026-02-02",
    )  # fmt: skip


# Under lines of 1,000 and 1,120 yuan (deep below one line, relative below two, accident only with an event):
# A 1,050 relative → deep, B 2,100 not eligible → relative, C 500 deep, D 3,000 not eligible.
PEOPLE = {"A": 1050, "B": 2100, "C": 500, "D": 3000}


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with made(tmp_path / "office.db") as book:
        yield book


def made(path: Path, pack: str = "demo-2026") -> Casebook:
    book = Casebook.create(path, unit="示例县总工会", pack=pack, last_day=LAST, made_on=BEGUN)
    book.today = lambda: LAST  # type: ignore[method-assign]
    with book.write("Chen", "files") as tx:
        book.add_households(tx, [person(number, month) for number, month in PEOPLE.items()], Source("form", BEGUN))
    book.add_people([Person(who, (role,), "county", BEGUN, None) for who, role in OFFICE.items()], "Chen", BEGUN)
    return book


def classes(book: Casebook, on: date | None = None) -> dict[str, tuple[str, int | None]]:
    found = book.assess(on=on)
    return {row["household"]: (row["class"], row["living_aid_fen"]) for row in map(found.row, range(len(found)))}


def refused(act: Any, *words: str) -> None:
    with pytest.raises(Refused) as refusal:
        act()
    for word in words:
        assert word in f"{refusal.value.text.zh} {refusal.value.text.en}"


def states(book: Casebook) -> dict[int, str]:
    return {row["seq"]: row["state"] for row in lines.lines(book)}


# ---- entered, signed, in force -------------------------------------------------------------------------


def test_a_line_counts_from_its_day_once_a_second_person_has_signed_it(office: Casebook) -> None:
    """Living aid of a year: six lines when deep, three when relative."""
    before = {"A": ("relative", 300_000), "B": ("not_eligible", 0), "C": ("deep", 600_000), "D": ("not_eligible", 0)}
    after = {"A": ("deep", 672_000), "B": ("relative", 336_000), "C": ("deep", 672_000), "D": ("not_eligible", 0)}
    assert classes(office) == before
    seq = lines.enter(office, NEW, "Chen")
    assert (classes(office), states(office)) == (before, {seq: "waiting"})
    digest = office.standard().digest
    lines.sign(office, seq, "Qian")
    assert (classes(office), states(office)) == (after, {seq: "in_force"})
    assert classes(office, date(2026, 6, 30)) == before, "not before its day"
    assert classes(office, date(2026, 7, 1)) == after, "on its day"
    assert office.standard().digest != digest
    assert office.rules(office.standard().digest).line_on(LAST) == 112_000, "the text of the rules is kept"


def test_the_note_cites_the_document_of_the_line_that_counted(office: Casebook) -> None:
    lines.sign(office, lines.enter(office, NEW, "Chen"), "Qian")
    for day, cited in ((LAST, TITLE), (date(2026, 6, 30), "示例市民政局公布的低保标准（虚构）")):
        said = explain.plain(explain.explain(office.assess(on=day, number="A"), 0), "zh")
        assert cited in next(row for row in said.splitlines() if row.startswith("低保标准"))


def test_who_entered_a_line_does_not_sign_it_however_the_name_is_written(office: Casebook) -> None:
    office.add_people([Person("Chen", ("handler", "approver"), "county", BEGUN, None)], "Qian", BEGUN)
    office.add_people([Person(" ＣＨＥＮ", ("approver",), "county", BEGUN, None)], "Qian", BEGUN)
    seq = lines.enter(office, NEW, "Chen")
    for name in ("Chen", " ＣＨＥＮ", "C hen"):
        refused(lambda name=name: lines.sign(office, seq, name), "须由另一人签批", "another person signs it")
    assert states(office) == {seq: "waiting"}


def test_the_roles_are_those_of_the_office(office: Casebook) -> None:
    refused(lambda: lines.enter(office, NEW, "Qian"), "不是经办人")
    refused(lambda: lines.enter(office, NEW, "Nobody"), "不在人员名单上")
    refused(lambda: lines.enter(office, NEW, " "), "没有写明由谁办理")
    seq = lines.enter(office, NEW, "Chen")
    refused(lambda: lines.sign(office, seq, "Zheng"), "不是审批人")
    refused(lambda: lines.refuse(office, seq, "Zheng", "x"), "不是审批人")
    assert states(office) == {seq: "waiting"}


def test_the_database_refuses_the_same_to_a_program_of_anybody(office: Casebook) -> None:
    seq = lines.enter(office, NEW, "Chen")
    lines.sign(office, lines.enter(office, NEW._replace(starts=date(2026, 8, 1)), "Chen"), "Qian")
    office.close()
    signing = "INSERT INTO signing (line, verdict, why, made_on, made_by) VALUES (?, ?, ?, '2026-10-31', ?)"
    for sql, values, said in (
        (signing, (seq, "signed", None, "Chen"), "signing_own"),
        (signing, (seq, "signed", None, "ch en　"), "signing_own"),
        (signing, (99, "signed", None, "Qian"), "signing_unknown"),
        (signing, (2, "refused", "x", "Wu"), "signing_written"),
        (signing, (seq, "refused", "", "Qian"), "CHECK"),
        ("INSERT OR REPLACE INTO signing VALUES (1, 1, 'signed', NULL, '2026-10-31', 'Wu')", (), "signing_written"),
        ("INSERT OR REPLACE INTO line SELECT 2, region, starts, 1, title, number, dated, address, made_on, made_by FROM line", (), "line_written"),
        ("UPDATE line SET amount_fen = 1", (), "line_written"), ("UPDATE line SET made_by = 'X'", (), "line_written"),
        ("UPDATE signing SET made_by = 'Chen'", (), "signing_written"),
        ("DELETE FROM line", (), "line_written"), ("DELETE FROM signing", (), "signing_written"),
        ("INSERT INTO line SELECT NULL, region, starts, 0, title, number, dated, address, made_on, made_by FROM line", (), "CHECK"),
        ("INSERT INTO line SELECT NULL, region, '2026-02-30', 5, title, number, dated, address, made_on, made_by FROM line", (), "CHECK"),
    ):  # fmt: skip
        with closing(sqlite3.connect(office.path)) as bare, pytest.raises(sqlite3.IntegrityError, match=said):
            bare.execute(sql, values)
    with Casebook.open(office.path) as again:
        assert states(again) == {1: "waiting", 2: "in_force"}
        assert checks.check(again).faults == []


def test_a_line_put_in_past_the_book_is_found_in_its_chain(office: Casebook) -> None:
    lines.enter(office, NEW, "Chen")
    office.close()
    with closing(sqlite3.connect(office.path)) as bare:
        bare.execute(
            "INSERT INTO signing (line, verdict, made_on, made_by) VALUES (1, 'signed', '2026-10-31', 'Somebody')"
        )
        bare.commit()
    with Casebook.open(office.path) as again:
        assert "signing" in checks.check(again).faults[0].en


def test_a_line_is_refused_for_a_reason_and_never_counts(office: Casebook) -> None:
    seq = lines.enter(office, NEW, "Chen")
    refused(lambda: lines.refuse(office, seq, "Qian", " "), "理由")
    before = office.standard().digest
    lines.refuse(office, seq, "Qian", "金额与文件不符")
    row = lines.line(office, seq)
    assert (row["state"], row["why"], row["signed_by"]) == ("refused", "金额与文件不符", "Qian")
    assert office.standard().digest == before
    for act in (lambda: lines.sign(office, seq, "Wu"), lambda: lines.refuse(office, seq, "Wu", "x")):
        refused(act, "不再更改", "Qian")
    refused(lambda: lines.sign(office, 99, "Wu"), "没有第 99 号")
    again = lines.enter(office, NEW, "Chen")
    lines.refuse(office, again, "Chen", "录错")
    assert states(office) == {seq: "refused", again: "refused"}, "who entered it may take it back"


def test_a_signed_line_is_corrected_by_another_that_takes_its_place(office: Casebook) -> None:
    first = lines.enter(office, NEW, "Chen")
    lines.sign(office, first, "Qian")
    right = NEW._replace(amount_fen=121_000)
    refused(lambda: lines.enter(office, right, "Chen"), "已有标准 1,120.00 元", "勾选")
    second = lines.enter(office, right, "Chen", sure=True)
    assert office.standard().line_on(LAST) == 112_000
    lines.sign(office, second, "Qian")
    assert office.standard().line_on(LAST) == 121_000
    assert states(office) == {first: "replaced", second: "in_force"}
    refused(lambda: reach.reach_of(office, first), "已由更正的标准代替")


def test_where_a_line_stands_follows_the_days(office: Casebook) -> None:
    for starts, yuan in ((date(2025, 7, 1), 1050), (date(2026, 7, 1), 1120), (date(2027, 1, 1), 1200)):
        said = NEW._replace(starts=starts, amount_fen=yuan * 100)
        lines.sign(office, lines.enter(office, said, "Chen", sure=True), "Qian")
    assert states(office) == {1: "past", 2: "in_force", 3: "ahead"}
    days = [date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)]
    assert [office.standard().line_on(day) for day in days] == [100_000, 105_000, 105_000, 112_000, 120_000]


# ---- what somebody should look at ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount_fen": 0}, "为每人每月的元数"), ({"amount_fen": -100}, "为每人每月的元数"), ({"amount_fen": 10**9}, "为每人每月的元数"),
        ({"title": " \n"}, "文件名称"), ({"dated": date(2026, 11, 1)}, "还没有到"), ({"region": "beijing"}, "不用地区 beijing"),
        ({"starts": date(2023, 12, 31)}, "那时已有自 2024-01-01 起的标准"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_line_is_refused_even_when_somebody_is_sure(
    office: Casebook, said: dict[str, Any], words: str
) -> None:
    refused(lambda: lines.enter(office, NEW._replace(**said), "Chen", sure=True), words)
    assert lines.lines(office) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount_fen": 150_001}, "变动超过一半"), ({"amount_fen": 49_999}, "变动超过一半"), ({"amount_fen": 150_000}, None),
        ({"amount_fen": 50_000}, None), ({"starts": date(2024, 1, 1)}, "已有标准 1,000.00 元"), ({"starts": date(2027, 11, 2)}, "一年以后"),
        ({"starts": date(2027, 11, 1)}, None),
    ],
)  # fmt: skip
def test_what_looks_odd_is_asked_about_and_entered_when_somebody_is_sure(
    office: Casebook, said: dict[str, Any], words: str | None
) -> None:
    odd = NEW._replace(**said)
    found = lines.doubts(office, odd)
    if words is None:
        assert found == []
        assert lines.enter(office, odd, "Chen") == 1
        return
    assert [words in text.zh for text in found] == [True]
    refused(lambda: lines.enter(office, odd, "Chen"), words, "已核对", "--sure")
    assert lines.enter(office, odd, "Chen", sure=True) == 1


def test_a_line_before_a_later_one_holds_until_then_and_says_so(office: Casebook) -> None:
    lines.sign(office, lines.enter(office, NEW, "Chen"), "Qian")
    earlier = NEW._replace(starts=date(2026, 1, 1), amount_fen=105_000)
    assert "2026-07-01 起已另有标准" in lines.doubts(office, earlier)[0].zh
    lines.sign(office, lines.enter(office, earlier, "Chen", sure=True), "Qian")
    assert [office.standard().line_on(date(2026, month, 30)) for month in (6, 9)] == [105_000, 112_000]


def test_one_line_of_a_region_and_day_waits_at_a_time(office: Casebook) -> None:
    lines.enter(office, NEW, "Chen")
    refused(lambda: lines.enter(office, NEW, "Chen", sure=True), "已登记为第 1 号", "waits for a signature already")
    lines.refuse(office, 1, "Qian", "x")
    assert lines.enter(office, NEW, "Chen") == 2


# ---- packs of other kinds --------------------------------------------------------------------------------


def test_a_pack_that_names_no_region_takes_the_line_of_the_office(tmp_path: Path) -> None:
    """ACFTU 2016 names no line: nobody has a class until the office enters one. Dibao is gross income below the line."""
    with made(tmp_path / "a.db", "acftu-2016") as book:
        assert {c for c, _ in classes(book).values()} == {"undetermined"}
        [region] = lines.regions(book)
        lines.sign(book, lines.enter(book, NEW._replace(region=region), "Chen"), "Qian")
        assert {number: class_ for number, (class_, _) in classes(book).items()}["A"] == "dibao"
        assert book.standard().line_on(LAST) == 112_000
        said = explain.plain(explain.explain(book.assess(number="A"), 0), "zh")
        assert TITLE in next(row for row in said.splitlines() if row.startswith("低保标准"))


def test_a_pack_with_a_fixed_line_takes_none(tmp_path: Path) -> None:
    with made(tmp_path / "n.db", "suqian-2024") as book:
        refused(lambda: lines.enter(book, NEW._replace(region="suqian"), "Chen"), "写定为 620.00 元")


def test_a_pack_of_last_years_line_reads_a_new_one_in_the_next_year() -> None:
    """Shanghai 2019 tests with the line of the end of the year before."""
    line = OfficeLine("1", "shanghai", date(2025, 7, 1), 166_500, "t", "", "2025", "")
    standard = with_lines(load("shanghai-2019"), [line])
    assert [standard.line_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == [159_500, 166_500]


def test_a_line_between_two_of_the_table_holds_until_the_next() -> None:
    """Beijing: 1,000 from 2018, a value whose first day is not known, 1,170 from July 2020."""
    line = OfficeLine("1", "beijing", date(2019, 7, 1), 110_000, "t", "", "2019", "")
    standard = with_lines(load("beijing-2021"), [line])
    days = [date(2018, 1, 1), date(2019, 6, 30), date(2019, 7, 1), date(2020, 6, 30), date(2020, 7, 1)]
    assert [standard.line_of("beijing", day) for day in days] == [None, None, 110_000, 110_000, 117_000]


def test_rules_without_lines_of_the_office_are_as_they_came() -> None:
    came, line = load("beijing-2021"), OfficeLine("1", "beijing", date(2024, 7, 1), 145_000, "t", "", "2024", "")
    more = with_lines(came, [line])
    assert more.digest != came.digest
    assert with_lines(more, ()).digest == came.digest
    assert (more.line_on(date(2024, 6, 30)), more.line_on(date(2024, 7, 1))) == (139_500, 145_000)
    again = with_lines(more, [line._replace(fen=146_000), line])
    assert again.digest == more.digest, "of two of one day the later counts"


# ---- what rests on a line ----------------------------------------------------------------------------------


def test_a_decision_of_before_replays_to_its_own_line_and_is_named_as_changed_since(office: Casebook) -> None:
    """A is relative on 1,000: 3 × 1,000 yuan; decided on 31 October, after the first day of a line that nobody had entered."""
    with office.write("Chen", "decide") as tx:
        office.decide_on(tx, ["A"], LAST, "Chen")
    lines.sign(office, lines.enter(office, NEW, "Chen"), "Qian")
    with office.write("Chen", "decide") as tx:
        office.decide_on(tx, ["A"], LAST, "Chen")
    assert [(d.result["class"], d.result["living_aid_fen"]) for d in office.decisions()] == [
        ("relative", 300_000),
        ("deep", 672_000),
    ]
    assert checks.replay(office) == {"decisions": 2, "same": 2, "differ": []}
    [differ] = checks.replay_now(office)["differ"]
    assert [reason["why"] for reason in differ["because"]] == ["rule changed later"]
    assert checks.check(office).faults == []


FUND = {"name": "工会", "source": "union", "reference": "x", "receipts": [{"date": "2026-02-01", "amount": 90000, "reference": "x"}],
        "pays": {"aids": ["living"], "classes": ["deep", "relative"], "archived_only": False}}  # fmt: skip


def planned(book: Casebook, pack: str | None = None) -> dict[str, Any]:
    return plan_json(*book.allocate("deepest-first", pack))


@pytest.mark.parametrize("own", [False, True], ids=["shipped", "own pack"])
def test_a_plan_made_before_a_line_is_not_adopted_after_it(office: Casebook, tmp_path: Path, own: bool) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("pack: county-2026\nextends: demo-2026\n", "utf-8")
    pack = str(file) if own else None
    said = FUND | {"receipts": [{**FUND["receipts"][0], "date": date(2026, 2, 1)}]}
    office.add_funds([FundFile.model_validate(said)], "Chen", LAST)
    plan = planned(office, pack)
    lines.sign(office, lines.enter(office, NEW, "Chen"), "Qian")
    refused(lambda: office.adopt(plan, "Chen"), "请重新分配")
    after = planned(office, pack)
    assert office.adopt(after, "Chen")["reserved_fen"] == 672_000 + 336_000 + 672_000
    assert ("rules" in after) == own, "a pack of casework's with the office's own line is one of casework's"


def test_a_pack_of_the_office_takes_its_lines_too_and_is_kept_again_as_before(office: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("pack: county-2026\nextends: demo-2026\n", "utf-8")
    office.keep_pack(str(file), "Chen")
    lines.sign(office, lines.enter(office, NEW, "Chen"), "Qian")
    with office.write("Chen", "decide") as tx:
        keep_rules(tx, office.standard("county-2026"))
    office.keep_pack(str(file), "Chen")
    assert office.standard("county-2026").line_on(LAST) == 112_000
    later = NEW._replace(starts=date(2026, 8, 1), amount_fen=115_000)
    lines.sign(office, lines.enter(office, later, "Chen"), "Qian")
    assert office.standard("county-2026").line_on(LAST) == 115_000, "not the lines it was once kept with"


# ---- what a line does, before it is signed -----------------------------------------------------------------


def test_the_reach_says_who_moves_and_what_it_costs_before_anybody_signs(office: Casebook) -> None:
    """Living: A +3,720, B +3,360, C +720 yuan; warmth: A 1,000 for 800, B 800 for nothing."""
    seq = lines.enter(office, NEW, "Chen")
    found, tried = reach.reach_of(office, seq), reach.reach(office, NEW)
    assert found == tried
    assert {(m["from"], m["to"]): m["households"] for m in found["moves"]} == {
        ("relative", "deep"): 1, ("not_eligible", "relative"): 1, ("deep", "deep"): 1, ("not_eligible", "not_eligible"): 1,
    }  # fmt: skip
    sums = {g["aid"]: (g["more"], g["gained_fen"], g["less"], g["lost_fen"], g["unclear"]) for g in found["gains"]}
    assert sums == {"living": (3, 780_000, 0, 0, 0), "warmth": (2, 100_000, 0, 0, 0)}
    assert found["cost_fen"] == 880_000
    assert [c["household"] for c in found["households"]] == ["A", "B", "C"]
    assert reach.names(office, found) == {"A": "示例A", "B": "示例B", "C": "示例C"}
    assert (found["ahead"], found["arrears"], states(office)) == (None, [], {seq: "waiting"})
    lines.sign(office, seq, "Qian")
    assert reach.reach_of(office, seq) == found, "what it did is what it was said to do"


def test_a_fall_is_counted_as_a_loss(office: Casebook) -> None:
    """950 yuan: C 6 × 50 less, A 3 × 50 less; nobody changes class."""
    found = reach.reach(office, NEW._replace(amount_fen=95_000))
    assert {g["aid"]: (g["less"], g["lost_fen"], g["more"]) for g in found["gains"]} == {"living": (2, 45_000, 0)}
    assert {m["from"] == m["to"] for m in found["moves"]} == {True}


def test_a_line_that_begins_later_is_read_as_if_it_held_already_and_owes_no_arrears(office: Casebook) -> None:
    ahead = NEW._replace(starts=date(2027, 1, 1))
    found, now = reach.reach(office, ahead), reach.reach(office, NEW)
    assert (found["ahead"], now["ahead"]) == ("2027-01-01", None)
    assert (found["moves"], found["gains"], found["cost_fen"]) == (now["moves"], now["gains"], now["cost_fen"])
    assert "假设当日即执行" in reach.taken_as(found)[0].zh
    assert reach.taken_as(now) == []


def test_a_back_dated_line_names_the_arrears_of_grants_made_since(office: Casebook) -> None:
    """C was granted 6 × 1,000 on 31 October and is due 6 × 1,120 since July; before its first day nothing is owed."""
    said = FUND | {"receipts": [{**FUND["receipts"][0], "date": date(2026, 2, 1)}]}
    office.add_funds([FundFile.model_validate(said)], "Chen", LAST)
    office.adopt(planned(office), "Chen")
    owed = {a["household"]: a["arrears_fen"] for a in reach.reach(office, NEW)["arrears"]}
    assert owed == {"A": 372_000, "C": 72_000}
    assert reach.reach(office, NEW._replace(starts=date(2027, 1, 1)))["arrears"] == []


def test_classes_at_so_many_times_the_line_are_counted_by_hand(office: Casebook) -> None:
    """At 1,100: A deep (1,050), B relative (2,100 < 2,200); at 500, half: C no longer deep, A no longer relative."""

    def counted(times: Fraction) -> dict[str, int]:
        return {name: n for name, n in reach.classes_at(office, times).items() if n}

    assert counted(Fraction(1)) == {"relative": 1, "deep": 1, "not_eligible": 2}
    assert counted(Fraction(11, 10)) == {"deep": 2, "relative": 1, "not_eligible": 1}
    assert counted(Fraction(1, 2)) == {"relative": 1, "not_eligible": 3}


def test_a_line_that_waits_is_noticed(office: Casebook) -> None:
    lines.enter(office, NEW, "Chen")
    said = [notice.zh for notice in checks.check(office).notices]
    assert "1 条登记的标准等另一人签批。" in said
    lines.sign(office, 1, "Qian")
    assert not [notice for notice in checks.check(office).notices if "签批" in notice.zh]


# ---- the command line --------------------------------------------------------------------------------------

BOOK = ("--book", "b.db")
ADD = ("lines", "add", *BOOK, "--yuan", "1120", "--from", "2026-07-01", "--title", "示例通知", "--dated", "2026-06-20", "--by", "示例经办人")  # fmt: skip


@pytest.mark.usefixtures("english", "here")
def test_a_line_is_entered_looked_at_and_signed_by_command() -> None:
    assert "no line has been entered yet" in well("lines", *BOOK)
    before = {h["household"]: h["class"] for h in data("assess", *BOOK)["households"]}
    added = data(*ADD)
    assert (added["seq"], added["state"], added["amount_fen"], added["made_by"]) == (
        1,
        "waiting",
        112_000,
        "示例经办人",
    )
    found = data("lines", "reach", "1", *BOOK)
    said = well("lines", "reach", "1", *BOOK).splitlines()
    assert said[-1].startswith(f"{len(found['households'])} households change")
    assert "is no approver" in wrong(casework("lines", "sign", "1", *BOOK, "--by", "示例 经办人"))
    signed = well("lines", "sign", "1", *BOOK, "--by", "示例审批人")
    assert (
        "in force (entered 2026-10-31 by 示例经办人, signed 2026-10-31 by 示例审批人) — 示例通知 2026-06-20" in signed
    )
    after = {h["household"]: h["class"] for h in data("assess", *BOOK)["households"]}
    moved = {c["household"]: c["class"]["to"] for c in found["households"] if c["class"]["from"] != c["class"]["to"]}
    assert moved
    assert {n: c for n, c in after.items() if before[n] != c} == moved
    assert data("lines", *BOOK)["lines"][0]["state"] == "in_force"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_about_lines_speaks_both_languages(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_LANG", lang)
    said = well("lines", *BOOK) + well(*ADD) + well("lines", "refuse", "1", *BOOK, "--by", "示例审批人", "--why", "x")
    words = [row.split(" — ")[0] for row in said.splitlines()]
    has_han = [
        any("\u4e00" <= c <= "\u9fff" for c in row.replace("示例经办人", "").replace("示例审批人", "")) for row in words
    ]
    assert has_han == [lang == "zh"] * len(words)


WRONG = {
    "no book": (("lines",), "--book"), "no such line": (("lines", "sign", "9", *BOOK, "--by", "示例审批人"), "no line 9"),
    "no number": (("lines", "sign", "x", *BOOK, "--by", "a"), "x"), "no amount": ((*ADD, "--yuan", "much"), "--yuan much"),
    "no day": ((*ADD, "--from", "soon"), "soon"), "another region": ((*ADD, "--region", "beijing"), "beijing"),
    "odd": ((*ADD, "--yuan", "2000"), "--sure"), "by a blank": ((*ADD, "--by", " "), "--by is blank"),
    "reach of none": (("lines", "reach", "1", *BOOK), "no line 1"), "no reason": (("lines", "refuse", "1", *BOOK, "--by", "a"), "--why"),
    "missing book": (("lines", "--book", "missing.db"), "missing.db"),
}  # fmt: skip


@pytest.mark.usefixtures("english", "here")
@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_one_sentence(call: tuple[str, ...], words: str) -> None:
    assert words in wrong(casework(*call))
    assert data("lines", *BOOK)["lines"] == []

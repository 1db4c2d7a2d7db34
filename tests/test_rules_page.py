"""The Rules page without a browser: what it shows is what the book and the packs say; what it does is the book's own act."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from casework.assistance import KEYS, assess
from casework.casebook import Casebook, lines, reach
from casework.money import show
from casework.pages import rules as drawn
from casework.standards import load, stems
from casework.standards.phrases import describe
from casework.views import rules
from casework.views.rules import _Rules
from casework.vocabulary import AIDS, CLASSES, Refused
from tests.screens import html, inside

CLERK, APPROVER = "示例经办人", "示例审批人"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


@pytest.fixture
def page(path: Path) -> _Rules:
    return _Rules(path, "zh")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_LANG", "zh")


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Casebook]:
    """An office's new book whose pack has a fixed line."""
    with Casebook.create(tmp_path / "n.db", unit="示例", pack="suqian-2024", last_day=date(2026, 10, 31)) as book:
        yield book


def press(part: Any, said: str) -> str:
    """What a tab says after one of its buttons was pressed."""
    next(button for button in part.buttons if said in button.description).click()
    return str(part.status.value)


def fill(entry: Any, **said: Any) -> None:
    usual = {"yuan": "1120", "title": "示例通知", "number": "示例民〔2026〕1号", "dated": date(2026, 6, 20), "starts": date(2026, 7, 1), "by": CLERK}  # fmt: skip
    for name, value in (usual | said).items():
        getattr(entry, name).value = value


# ---- a pack to read ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("stem", stems())
def test_every_entry_of_every_pack_is_shown_with_its_source(stem: str, lang: Any) -> None:
    standard = load(stem)
    said = drawn.pack(standard, date(2024, 6, 1), lang)
    for entry in describe(standard, date(2024, 6, 1)):
        assert drawn.esc(entry.said.to(lang)) in said
        assert drawn.esc(entry.source) in said
    for source in standard.pack.sources.values():
        for part in (source.title, source.where, drawn.GRADES[source.grade].to(lang)):
            assert drawn.esc(part) in said
    assert said.count("<li>") == len(standard.pack.lacks())


def test_a_pack_is_chosen_with_its_day_and_region(page: _Rules) -> None:
    read = page.read
    assert "示例市为虚构" in read.said.value
    read.pack.value = "beijing-2021"
    assert read.region.value == "beijing"
    assert "不是现行规定" in read.said.value
    read.on.value = date(2021, 9, 15)
    assert "1,245.00 元" in read.said.value
    assert "2021-09-15 执行" in read.table.value.split("1,245.00")[1].split("</tr>")[0]
    read.region.value = "jinan"
    assert "济南市低保标准" in read.table.value
    read.on.value = date(2010, 1, 1)
    assert "不能用于 2010-01-01" in read.said.value, "it says that the pack does not hold yet"
    read.pack.value = "acftu-2016"
    assert (read.region.value, read.table.value) == ("", "")


def test_a_signed_line_stands_among_those_of_its_region(page: _Rules, path: Path) -> None:
    with Casebook.open(path) as book:
        said = lines.Entered("demo", 112_000, date(2026, 7, 1), "示例通知", date(2026, 6, 20))
        lines.sign(book, lines.enter(book, said, CLERK), APPROVER)
    again = _Rules(path, "zh").read
    assert "本单位登记并签批" in again.table.value
    assert again.table.value.index("1,120.00") < again.table.value.index("1,000.00"), "newest first"
    assert "示例通知 2026-06-20" in again.said.value


# ---- this year's line ----------------------------------------------------------------------------------


def test_a_line_is_looked_at_entered_and_signed_by_another(page: _Rules, path: Path) -> None:
    part, entry = page.lines, page.lines.entry
    assert "还没有登记过标准" in part.hint.value
    fill(entry)
    assert press(entry, "先看影响").count("banner") <= 1, "nothing looks odd"
    with Casebook.open(path) as book:
        found = reach.reach(book, lines.Entered("demo", 112_000, date(2026, 7, 1), "x", date(2026, 6, 20)))
        assert lines.lines(book) == []
    assert f"{len(found['households'])} 户有变化" in entry.reach.sums.value
    assert "第 1 号标准已登记" in press(entry, "登记")
    assert (entry.yuan.value, entry.by.value, entry.starts.value, entry.reach.sums.value) == ("", "", None, "")
    assert part.table.selected == "1"
    assert part.acts.layout.display == "flex"
    assert f"{len(found['households'])} 户有变化" in part.reach.sums.value, "the signer sees it before signing"
    part.who.value = CLERK
    assert "不是审批人" in press(part, "签批")
    part.who.value = APPROVER
    assert "第 1 号标准已签批，自 2026-07-01 起" in press(part, "签批")
    assert part.acts.layout.display == "none"
    assert part.table.rows[0][5] == "施行中"
    with Casebook.open(path) as book:
        assert book.standard().line_on(book.last_day) == 112_000


def test_the_one_who_entered_it_is_refused_on_the_page(page: _Rules, path: Path) -> None:
    fill(page.lines.entry, by="示例新人")
    press(page.lines.entry, "登记")
    page.lines.who.value = "示例 新人"
    assert "须由另一人签批" in press(page.lines, "签批")
    assert "理由" in press(page.lines, "不予通过")
    page.lines.why.value = "录错（示例）"
    page.lines.who.value = APPROVER
    assert "未通过" in press(page.lines, "不予通过")
    assert "录错（示例）" in page.lines.chosen.value
    assert page.lines.reach.sums.value == ""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"yuan": ""}, "请填写“每人每月(元)”"), ({"yuan": "一千"}, "应为元数"), ({"title": " "}, "请填写“文件名称”"), ({"dated": None}, "请填写“发文日期”"),
        ({"starts": None}, "请填写“施行日”"), ({"yuan": "0"}, "每人每月的元数"), ({"yuan": "1600"}, "变动超过一半"), ({"by": ""}, "填写姓名"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence_and_nothing_typed_is_lost(page: _Rules, path: Path, said: Any, words: str) -> None:
    entry = page.lines.entry
    fill(entry, **said)
    assert words in press(entry, "登记")
    assert entry.number.value == "示例民〔2026〕1号"
    with Casebook.open(path) as book:
        assert lines.lines(book) == []


def test_what_looks_odd_is_entered_once_it_is_checked(page: _Rules, path: Path) -> None:
    entry = page.lines.entry
    fill(entry, yuan="1600")
    assert "变动超过一半" in press(entry, "先看影响")
    entry.sure.value = True
    assert "已登记" in press(entry, "登记")
    assert entry.sure.value is False, "the next line is looked at anew"


def test_a_pack_with_a_fixed_line_says_so_in_the_place_of_the_form(closed: Casebook) -> None:
    entry = _Rules(closed.path, "zh").lines.entry
    assert "写定为 620.00 元" in "".join(w.value for w in inside(entry.widget, widgets.HTML))
    assert inside(entry.widget, widgets.Button) == []


def test_an_empty_book_shows_that_nothing_changes(closed: Casebook) -> None:
    page = _Rules(closed.path, "zh")
    press(page.change, "影响面")
    assert "没有家庭的类别或金额变化" in page.change.reach.sums.value
    assert page.change.reach.table.layout.display == "none"


# ---- one household, two packs ----------------------------------------------------------------------------


def test_two_packs_are_those_of_two_answers(page: _Rules, path: Path) -> None:
    """Against `assess` of the facts of the file, laid side by side by hand."""
    one = page.one
    with Casebook.open(path) as book:
        number = next(row["household"] for row in map(book.assess().row, range(60)) if row["class"] == "deep")
        people = book.population(number=number)
        answers = [assess(people, load(stem), book.last_day).row(0) for stem in ("demo-2026", "hubei-2024")]
        name = book.household(number).name
    one.text.value = number
    one.packs[1].value = "hubei-2024"
    press(one, "对照")
    said = one.said.value
    assert f"{name}　{number}" in said
    rows = [("困难类别", *(CLASSES.words[a["class"]].zh for a in answers))]
    rows += [(f"{AIDS.words[aid].zh}（元）", *(show(a[f"{key}_fen"]) for a in answers)) for aid, key in KEYS.items()]
    for about, a, b in rows:
        assert f"<td>{about}</td><td>{a}</td><td>{b}</td><td>{'' if a == b else '不同'}</td>" in said
    assert load("hubei-2024").pack.name.zh in said
    assert "差别从哪里来" in said


def test_the_same_pack_twice_differs_in_nothing(page: _Rules) -> None:
    page.one.text.value = "20250001"
    page.one.packs[1].value = page.one.packs[0].value
    press(page.one, "对照")
    assert "核算的每一步都相同" in page.one.said.value
    assert "（0 项）" in page.one.said.value


def test_a_household_is_found_by_number_or_name(path: Path, book: Casebook) -> None:
    names = [file.name for file in book.households()]
    once = next(name for name in names if sum(name in other for other in names) == 1)
    twice = next(part for name in names if sum((part := name[0]) in other for other in names) > 6)
    assert book.household(reach.whose(book, f" {once} ")).name == once
    for said, words in (
        ("", "请填写"),
        ("没有此人", "没有编号或姓名为"),
        (twice, "不止一户"),
        ("%", "没有编号或姓名为"),
    ):
        with pytest.raises(Refused) as refusal:
            reach.whose(book, said)
        assert words in refusal.value.text.zh


def test_a_pack_that_does_not_hold_is_a_sentence(page: _Rules) -> None:
    page.one.text.value, page.one.on.value = "20250001", date(2023, 12, 31)
    assert "2024-01-01" in press(page.one, "对照")
    page.one.on.value = date(2027, 1, 1)
    assert "晚于案卷库的最后一天" in press(page.one, "对照")


# ---- the reach of a change -------------------------------------------------------------------------------


def test_the_reach_of_another_pack_is_the_books_own_comparison(page: _Rules, book: Casebook) -> None:
    page.change.to.value = "hubei-2024"
    press(page.change, "影响面")
    found = book.compare(book.standard(), book.standard("hubei-2024"))
    assert len(page.change.reach.table._all) == len(found["households"]) > 0
    cells = {row[0]: row for row in page.change.reach.table._all}
    assert len({len(row) for row in cells.values()} | {1 + len(drawn.CHANGED)}) == 1
    for change in found["households"]:
        classes = [CLASSES.words[code].zh for code in change["class"].values()]
        assert cells[change["household"]][3] == " → ".join(dict.fromkeys(classes))
        assert cells[change["household"]][2] == book.household(change["household"]).name


def test_a_line_that_waits_may_be_chosen_and_no_longer_once_signed(page: _Rules, path: Path) -> None:
    fill(page.lines.entry)
    press(page.lines.entry, "登记")
    assert page.change.to.options[0] == ("待签批的第 1 号标准", "line 1")
    page.change.to.value = "line 1"
    press(page.change, "影响面")
    assert page.change.reach.sums.value == page.lines.reach.sums.value
    page.lines.who.value = APPROVER
    press(page.lines, "签批")
    assert "line 1" not in [key for _, key in page.change.to.options]


AIDS_OF = {"living_aid_fen": (300_000, 672_000), "medical_aid_fen": (0, 0), "tuition_aid_fen": (None, None), "temporary_aid_fen": (50_000, None),
           "warmth_visit_fen": (80_000, 10_000)}  # fmt: skip


def test_a_household_that_changes_in_figures_by_hand() -> None:
    change = {"household": "A", "class": {"from": "relative", "to": "deep"},
              "aids": {key: {"from": was, "to": now} for key, (was, now) in AIDS_OF.items()}}  # fmt: skip
    found = {"households": [change], "arrears": [{"household": "A", "arrears_fen": 372_000}, {"household": "A", "arrears_fen": -2_000}]}  # fmt: skip
    [row] = drawn.changed(found, {"A": "示例"}, "zh")
    assert row == ["A", "A", "示例", "相对困难 → 深度困难", "+3,720.00", "", "", "—", "-700.00", "4,300.00", "—", "+3,700.00"]  # fmt: skip


def test_the_sums_say_how_many_move_and_what_it_costs() -> None:
    moves = [{"from": "relative", "to": "deep", "households": 4}, {"from": "deep", "to": "deep", "households": 6}]
    gains = [{"aid": "living", "more": 4, "gained_fen": 500, "less": 1, "lost_fen": 700, "unclear": 2}]
    found = {"households": [{}] * 5, "moves": moves, "gains": gains, "arrears": [{"arrears_fen": 900}, {"arrears_fen": -100}], "since": "2026-07-01"}  # fmt: skip
    said = drawn.reach(found, "zh")
    for words in ("10 户中 5 户有变化，其中 4 户类别改变；全年应帮扶合计减少 2.00 元", "另有 2 户", "应补 9.00 元，多发 1.00 元", "<b>4</b>", '<td class="n">6</td>'):  # fmt: skip
        assert words in said


# ---- the page --------------------------------------------------------------------------------------------


def test_what_was_typed_and_chosen_stays_when_the_language_is_switched(path: Path) -> None:
    screen = rules.screen(path)
    switch = screen.widget.children[0]
    tabs = inside(screen.widget, widgets.Tab)[0]
    tabs.selected_index = 1
    next(w for w in inside(tabs, widgets.Text) if w.description == "文件名称").value = "示例通知"
    switch.value = "en"
    tabs = inside(screen.widget, widgets.Tab)[0]
    assert tabs.selected_index == 1
    assert next(w for w in inside(tabs, widgets.Text) if w.description == "Document").value == "示例通知"
    assert "No line has been entered yet" in html(screen)


def test_it_says_that_it_works_and_leaves_its_buttons_usable(page: _Rules) -> None:
    seen: list[str] = []
    fill(page.lines.entry)
    page.lines.entry.status.observe(lambda change: seen.append(change["new"]), "value")
    press(page.lines.entry, "先看影响")
    assert "正在测算" in seen[0]
    assert not any(button.disabled for part in page.parts for button in part.buttons)


def test_hostile_words_stay_words(page: _Rules, path: Path) -> None:
    fill(page.lines.entry, title=HOSTILE, number=HOSTILE, by=HOSTILE)
    page.lines.entry.address.value = HOSTILE
    said = press(page.lines.entry, "登记")
    page.lines.who.value, page.lines.why.value = HOSTILE, HOSTILE
    said += press(page.lines, "不予通过") + page.lines.chosen.value
    page.one.text.value = HOSTILE
    said += press(page.one, "对照")
    with Casebook.open(path) as book:
        signed = lines.Entered("demo", 112_000, date(2026, 7, 1), HOSTILE, date(2026, 6, 20), HOSTILE, HOSTILE)
        lines.sign(book, lines.enter(book, signed, CLERK), APPROVER)
        answer = book.assess(number="20250001")
        said += drawn.pack(book.standard(), book.last_day, "zh") + drawn.region(book.standard(), "demo", book.last_day, "en")  # fmt: skip
        said += drawn.two_packs(answer, book.assess("beijing-2021", number="20250001"), HOSTILE, "en")
    assert "&lt;img" in said
    assert "<img" not in said
    assert "<script" not in said


def test_the_summary_counts_every_household_once_in_each_column(path: Path) -> None:
    found = rules.summary(path)
    assert [int(found[column].sum()) for column in found] == [60, 60]
    with Casebook.open(path) as book:
        answers = [row["class"] for row in map(book.assess().row, range(60))]
    assert found.iloc[:, 0].to_dict() == {CLASSES.words[code].zh: answers.count(code) for code in CLASSES.words}


def test_a_book_that_is_missing_is_a_sentence_on_the_page(tmp_path: Path) -> None:
    assert "none.db" in html(rules.screen(tmp_path / "none.db"))
    assert rules.summary(tmp_path / "none.db").empty

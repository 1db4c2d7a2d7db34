"""A fact of a case file corrected on the household's page: seen first, kept with its source, told of others."""

from datetime import date
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from casework.casebook import Casebook, Source
from casework.households import Household, Member, fields
from casework.views import Screen, households
from casework.views.correct import Correct
from casework.views.household import Page
from casework.views.table import Table
from casework.vocabulary import Lang
from tests.screens import html, inside
from tests.test_household_page import control

FILE = "20250050"
"""Three people, 51,926 yuan a year, 1,850 of medical cost: (51,926 − 1,850) / 36 = 1,391 a month, above the line of 1,000."""
CLERK = "示例建档人"


@pytest.fixture
def page(path: Path, book: Casebook) -> Page:
    return Page(path, book, FILE, "zh")


def said(page: Page) -> str:
    """All that stands on the page as HTML."""
    return "".join(w.value for w in inside(page.widget, widgets.HTML))


def fill(form: Correct, name: str, text: str, *, place: int = 0, source: str = "visit") -> Correct:
    """A correction by the clerk, true since the first of September, as it is typed."""
    form.who.value = place
    form.field.value = name
    form.box.value = text
    form.source.value, form.reference.value, form.by.value = source, "示例工资单", CLERK
    form.since.value = date(2026, 9, 1)
    return form


def row(page: Page, first: str) -> list[str]:
    """The cells of a row of what the correction changes."""
    line = next(line for line in page.correct.result.value.split("<tr>") if line.startswith(f"<td>{first}<"))
    return [cell.split(">")[1].split("<")[0] for cell in line.split("<td")[1:]]


def test_a_cent_below_the_line_is_seen_first_and_then_kept(path: Path, book: Casebook, page: Page) -> None:
    """(37,849.99 − 1,850) / 36 < 1,000: deep, and six lines of living aid instead of three; a fen more is not below."""
    form, before = fill(page.correct, "annual_income_fen", "37,850"), path.read_bytes()
    form.show.click()
    assert row(page, "困难类别")[1:] == ["相对困难", "相对困难", ""]
    assert row(page, "家庭月人均纯收入")[1:] == ["1,391.00", "1,000.00", "少 391.00"]
    form.box.value = "37849.99 元"
    form.show.click()
    assert row(page, "困难类别")[1:] == ["相对困难", "深度困难", "变了"]
    assert row(page, "生活救助")[1:] == ["3,000.00", "6,000.00", "多 3,000.00"]
    assert "51,926.00 元 → 37,849.99 元" in form.result.value
    assert path.read_bytes() == before, "to show it writes nothing"
    form.keep.click()
    assert "已保存更正" in form.status.value
    change = book.changes(FILE)[-1]
    assert (change.place, change.field, change.was, change.value) == (0, "annual_income_fen", 5_192_600, 3_784_999)
    assert (change.true_from, change.source, change.made_by) == (
        date(2026, 9, 1),
        Source("visit", book.today(), "示例工资单"),
        CLERK,
    )
    assert book.household(FILE).annual_income_fen == 3_784_999


def test_the_page_is_read_anew_and_what_was_typed_is_cleared(book: Casebook, page: Page) -> None:
    form = fill(page.correct, "annual_income_fen", "30000")
    assert "深度困难" not in page.head.children[0].value
    form.show.click()
    form.keep.click()
    assert "深度困难" in page.head.children[0].value
    assert "30,000.00" in "".join(w.value for w in inside(page.widget, widgets.HTML) if "事实变动" in w.value)
    assert control(page, "家庭年度总收入").value == "30,000.00"  # type: ignore[arg-type]
    assert (form.field.value, form.box, form.reference.value, form.source.value) == ("", None, "", "")
    assert (form.since.value, form.keep.disabled) == (book.today(), True)
    fill(form, "annual_income_fen", "31000").show.click()
    form.keep.click()
    assert [c.value for c in book.changes(FILE)][-2:] == [3_000_000, 3_100_000], "one's own change is no one else's"


def test_what_is_kept_is_what_was_seen(page: Page) -> None:
    form = fill(page.correct, "size", "4")
    assert form.keep.disabled
    for box, other in ((form.box, "5"), (form.since, date(2026, 8, 1)), (form.source, "form"), (form.by, "示例经办人"), (form.reference, "")):  # fmt: skip
        form.show.click()
        assert not form.keep.disabled
        assert form.result.value
        box.value = other
        assert form.keep.disabled
        assert not form.result.value


@pytest.mark.parametrize(
    ("name", "text", "other", "wanted"),
    [
        ("annual_income_fen", "两万", {}, "不是金额"),
        ("annual_income_fen", "-1", {}, "是负数"),
        ("birth_date", "1975-02-30", {}, "不是日期"),
        ("birth_date", "2026-11-01", {}, "还没有到"),
        ("id_number", "110101199001011234", {}, "校验码不对"),
        ("name", "", {}, "未填"),
        ("filed_on", "", {}, "须办理步骤"),
        ("size", "4", {"field": ""}, "请先填“项目”"),
        ("size", "4", {"source": ""}, "请先填“来源”"),
        ("size", "4", {"since": None}, "请先填“自何日起属实”"),
        ("size", "4", {"since": date(2026, 11, 1)}, "晚于得知之日"),
        ("size", "4", {"by": " "}, "由谁办理"),
    ],
)
def test_what_cannot_be_is_a_sentence_in_place(
    path: Path, page: Page, name: str, text: str, other: dict[str, Any], wanted: str
) -> None:
    form, before = fill(page.correct, name, text), path.read_bytes()
    for box, value in other.items():
        getattr(form, box).value = value
    form.show.click()
    assert wanted in form.status.value
    assert form.keep.disabled
    assert form.box is None or form.box.value == text
    assert (form.reference.value, form.result.value) == ("示例工资单", "")
    assert path.read_bytes() == before


def test_a_change_by_somebody_else_is_told_and_nothing_typed_is_lost(book: Casebook, page: Page) -> None:
    form = fill(page.correct, "secondary_causes", "")
    form.box.boxes[0].value = "子女上学"
    form.show.click()
    book.correct(FILE, {"annual_income_fen": 4_321_000}, Source("match", book.today()), "示例经办人")
    form.keep.click()
    assert "您打开后已被改动" in form.status.value
    assert "示例经办人" in form.status.value
    assert book.household(FILE).secondary_causes != "子女上学"
    assert "43,210.00" in said(page), "the page shows what was changed"
    assert (form.field.value, form.box.value, form.reference.value) == ("secondary_causes", "子女上学", "示例工资单")
    assert form.keep.disabled, "it is to be seen again"
    form.show.click()
    form.keep.click()
    assert book.household(FILE).secondary_causes == "子女上学"
    assert book.household(FILE).annual_income_fen == 4_321_000


def test_a_member_s_number_stays_masked_and_what_no_longer_agrees_is_to_be_checked(book: Casebook, page: Page) -> None:
    member = book.household(FILE).members[0]
    other = book.households()[0].members[0].id_number
    form = fill(page.correct, "id_number", other, place=1, source="document")
    form.show.click()
    assert "与身份证号中的" in form.result.value, "the date of birth on file is another one"
    assert member.id_number[:3] + "*" in form.now.value
    form.keep.click()
    assert book.household(FILE).members[0].id_number == other
    assert not [number for number in (member.id_number, other) if number in said(page)]


def test_a_choice_in_english_is_the_word_of_the_form_and_nothing_is_unknown(path: Path, book: Casebook) -> None:
    form = Page(path, book, FILE, "en").correct
    fill(form, "main_cause", "")
    form.box.value = next(value for text, value in form.box.options if text.startswith("Natural disaster") or value == "遭受自然灾害")  # fmt: skip
    form.show.click()
    form.keep.click()
    assert book.household(FILE).main_cause == "遭受自然灾害"
    fill(form, "annual_income_fen", "").show.click()
    assert "yuan → unknown<" in form.result.value
    form.keep.click()
    assert book.household(FILE).annual_income_fen is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_of_everybody_can_be_chosen(path: Path, book: Casebook, lang: Lang) -> None:
    """The fields of the form but the number of the file; none of a person's numbers stands on the page."""
    page, file = Page(path, book, FILE, lang), book.household(FILE)
    form, seen = page.correct, ""
    assert (form.who.value, form.field.value, form.source.value) == (0, "", ""), "no list begins blank"
    for place, record in ((0, Household), (1, Member)):
        form.who.value = place
        names = [name for _, name in form.field.options if name]
        assert sorted(names) == sorted(set(fields(record)) - {"file_number"})  # type: ignore[arg-type]
        for name in names:
            form.field.value = name
            seen += form.now.value
            assert form.place.children
            assert form.status.value == ""
    numbers = (file.id_number, file.phone, file.bank_card, file.address, file.members[0].id_number)
    assert not [number for number in numbers if number and number in seen]


def test_what_is_typed_is_text_on_the_page(page: Page) -> None:
    form = fill(page.correct, "employer", "<img src=x onerror=alert(1)>")
    form.show.click()
    assert "&lt;img" in form.result.value
    form.keep.click()
    assert "<img" not in said(page)
    assert "&lt;img" in form.status.value


def test_the_page_of_a_household_has_it_after_the_case_file(path: Path) -> None:
    screen: Screen = households.screen(path)
    inside(screen.widget, Table)[0].selected = FILE
    titles = inside(screen.widget, widgets.Tab)[0].titles
    assert titles[titles.index("档案") + 1] == "更正"
    assert "先看影响" in html(screen)


def test_the_table_above_follows_on_the_page_it_is_on(path: Path) -> None:
    screen: Screen = households.screen(path)
    table = inside(screen.widget, Table)[0]
    table.page = 3
    table.selected = FILE
    there = next(row for row in table.rows if row[0] == FILE)
    assert (there[5], there[8]) == ("相对困难", "3,000.00")
    control(screen, "项目").value = "annual_income_fen"
    for said, value in (("改为", "30000"), ("来源", "visit"), ("经办人", CLERK)):
        control(screen, said).value = value
    control(screen, "先看影响").click()
    assert there in table.rows
    control(screen, "保存更正").click()
    after = next(row for row in table.rows if row[0] == FILE)
    assert (table.page, after[5], after[8]) == (3, "深度困难", "6,000.00")

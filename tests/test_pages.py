"""Pages: what a row says is always text, and the figures on a page are those of the answer."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from casework import pages
from casework.assistance import Assessment, assess
from casework.funds import Fund, Need, allocate
from casework.households import Household, Member, Population, facts_of
from casework.standards import load

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</td></table><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<a href=javascript:alert(1)>王</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "${alert(1)}",
    "王\u202e芳<!--",
]
ALLOWED = {"details", "summary", "b", "style", "div", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li",
           "figure", "svg", "defs", "pattern", "rect", "path", "text"}  # fmt: skip
ON = date(2026, 10, 31)


def household(name: str) -> Household:
    """An invented person whose every text is the same."""
    child = Member(
        name=name,
        relation="子",
        sex="男",
        id_number="110105201501019970",
        birth_date="2015-01-01",
        study_level="primary",
    )
    return Household(
        file_number=name, name=name, sex="女", id_number="110105198001019963", birth_date="1980-01-01", employer=name, remark=name,
        claimed_class=name, main_cause="其他", secondary_causes=name, size=2, annual_income_fen=1_800_000, medical_out_of_pocket_fen=0,
        schooling_cost_fen=0, other_rigid_expenditure_fen=0, filed_on="2025-01-01", single_parent=True, members=(child,),
    )  # fmt: skip


def assessed(file: Household) -> Assessment:
    return assess(Population.of([facts_of(file, ON)], [file.file_number]), load("demo-2026"), ON)


class Elements(HTMLParser):
    """The elements and attributes that a browser would see, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_stays_text_on_every_page(name: str) -> None:
    file = household(name)
    plan = allocate(
        [Need(name, "living", "deep", True, 100, (name,), 0, ("", name))],
        [Fund(name, ("living",), ("deep",), False, 60)],
        "deepest-first",
    )
    card, shared = (
        pages.card(file, assessed(file), 0, "zh", "示例县"),
        pages.page(pages.plan(plan, "zh"), pages.funds(plan.funds, "zh"), pages.banner(name)),
    )
    for html in (card, shared):
        seen = Elements(html)
        assert seen.tags <= ALLOWED
        assert not [a for a in seen.attributes if a.startswith("on") or a == "href"]
        assert name in seen.text


def test_a_card_shows_the_class_the_distance_and_the_amounts() -> None:
    """18,000 a year for two is 750 a head: deep, 250 below the line; six lines of living aid; a pupil's 1,000."""
    text = Elements(pages.card(household("王芳"), assessed(household("王芳")), 0, "zh", "示例县")).text
    for said in (
        "深度困难",
        "750.00 元",
        "低 250.00 元",
        "6,000.00 元",
        "6 × 1,000.00 元",
        "1,000.00 元",
        "《示例市困难职工帮扶办法》",
    ):
        assert said in text
    english = Elements(pages.card(household("王芳"), assessed(household("王芳")), 0, "en", "示例县")).text
    assert "250.00 yuan below" in english


def test_a_card_masks_numbers_and_never_prints_them_whole() -> None:
    file = replace(household("王芳"), bank_card="6222021234567890", phone="19912345678")
    html = pages.card(file, assessed(file), 0, "zh", "示例县")
    assert "************7890" in html
    assert not [number for number in (file.id_number, file.bank_card, file.phone) if number and number in html]


def test_the_picture_is_as_wide_as_the_money() -> None:
    """60 of 100 granted: the solid bar is 0.6 of the whole of 560."""
    plan = allocate(
        [Need("a", "living", "deep", True, 100, ("A",), 0, ("", "a"))],
        [Fund("A", ("living",), ("deep",), False, 60)],
        "deepest-first",
    )
    picture = pages.picture(plan, "en")
    assert 'width="560.0"' in picture
    assert 'width="336.0"' in picture
    assert "granted 0.60 of 1.00" in picture

"""Pages: what a row says is always text, and the figures on a page are those of the answer."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from casework import pages
from casework.assistance import Assessment, assess, what_if
from casework.assistance.cliffs import trace
from casework.assistance.explain import letter
from casework.casebook import Change, Source
from casework.funds import Fund, Need, allocate
from casework.households import Household, Member, Population, facts_of
from casework.money import show
from casework.standards import load
from casework.vocabulary import Lang, Text
from casework.workflow import Step

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


def household_page(file: Household, lang: Lang = "zh", *, whole: bool = False) -> str:
    """Everything that a household's page shows of it."""
    found, name, source = assessed(file), file.name, Source("visit", ON)
    to_line, (before, after) = what_if.to_line(found, 0), what_if.tried(found, 0, {"size": 1})
    assert to_line
    hostile = to_line._replace(
        parts=[(Text(name, name), fen) for _, fen in to_line.parts], edges={Fraction(100): [Text(name, name)]}
    )
    grants = [
        {
            "aid": "living",
            "period": name,
            "fund": name,
            "amount_fen": 1,
            "paid_fen": 1,
            "reserved_fen": 0,
            "paid_on": name,
        }
    ]
    changes = [
        Change(1, 0, "employer", name, name, ON, source, name),
        Change(2, 0, "address", f"幸福路{name}", name, ON, source, name),
    ]
    return "".join([
        pages.head(file, found, 0, lang), pages.note(found, 0, lang), pages.case_file(file, ON, lang, whole=whole),
        pages.letter(letter(found, 0, unit=name, name=name), lang), pages.waterfall(to_line, lang), pages.waterfall(hostile, lang),
        pages.cliffs(trace(found, 0), lang), pages.what_if(before, after, lang), pages.had(grants, lang), pages.changed(changes, lang),
        pages.course("active", "notice-first", [Step("visit", ON, name, name)], lang),
    ])  # fmt: skip


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
    shared = pages.page(pages.plan(plan, "zh"), pages.funds(plan.funds, "zh"), pages.banner(name))
    for html in (household_page(file), shared):
        seen = Elements(html)
        assert seen.tags <= ALLOWED
        assert not [a for a in seen.attributes if a.startswith("on") or a == "href"]
        assert name in seen.text


def test_a_page_shows_the_class_the_distance_and_the_amounts() -> None:
    """18,000 a year for two is 750 a head: deep, 250 below the line; six lines of living aid; a pupil's 1,000."""
    text = Elements(household_page(household("王芳"))).text
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
    assert "250.00 yuan below" in Elements(household_page(household("王芳"), "en")).text


def test_numbers_and_the_address_are_masked_until_they_are_to_be_seen_whole() -> None:
    file = replace(household("王芳"), bank_card="6222021234567890", phone="19912345678", address="示例市幸福路225号")
    masked, whole = household_page(file), household_page(file, whole=True)
    assert "************7890" in masked
    assert "示例市***" in masked
    numbers = [file.id_number, file.bank_card, file.phone, file.address, file.members[0].id_number]
    assert [number for number in numbers if number and number in masked] == []
    assert [number for number in numbers if number and number not in whole] == []


def test_the_way_to_the_line_is_drawn_to_scale_and_said_in_figures() -> None:
    """Income of 30,000 a year for two, 6,000 medical: 1,250 less 250 is 1,000 a head, on the line; 3,000 is as wide as the picture."""
    file = replace(household("王芳"), annual_income_fen=3_000_000, medical_out_of_pocket_fen=600_000)
    found = what_if.to_line(assessed(file), 0)
    assert found
    assert [fen for _, fen in found.parts] == [3_000_000, -600_000]
    html = pages.waterfall(found, "en")
    wide = [round(float(w)) for w in re.findall(r'<rect [^>]*? width="([\d.]+)"', html)]
    assert wide == [round(325 * part / 3000) for part in (1250, 250, 1000)]
    text = Elements(html).text
    assert "-250.00" in text
    assert "0.00 above" in text
    assert 'aria-label="From income to the line (yuan per person and month)"' in html


def test_what_is_unknown_is_said_instead_of_drawn() -> None:
    found = assessed(replace(household("王芳"), annual_income_fen=None))
    assert what_if.to_line(found, 0) is None
    assert "<svg" not in pages.waterfall(None, "zh")


def test_the_curve_names_each_fall_and_the_way_out() -> None:
    found = trace(assessed(household("王芳")), 0)
    text = Elements(pages.cliffs(found, "en")).text
    for fall in found.falls:
        for fen in (fall.before.at_fen, fall.lost_fen, fall.way_out_fen):
            assert show(fen) in text


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

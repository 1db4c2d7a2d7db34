"""Phrases: what a pack says in words holds every figure of its file, each with its document, in both languages."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.standards import Standard, load, phrases, stems
from casework.standards.phrases import Entry, describe, number, percent, side_by_side
from casework.vocabulary import Text

DAY = date(2024, 6, 1)
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
AIDS = {
    "living": "living aid",
    "medical": "medical aid",
    "tuition": "tuition aid",
    "temporary": "temporary aid",
    "warmth": "warmth visit",
}
CLASSES = {
    "deep": "deep hardship", "relative": "relative hardship", "accident": "accident-induced hardship", "dibao": "Dibao household",
    "edge": "near-Dibao household", "undetermined": "cannot decide yet", "any": "any class",
}  # fmt: skip
UNSOURCED = ("rules", "note", "beyond the classes", "lacks")
"""What is no rule: the name of the pack, what follows from its class tests, what it lacks."""


def said_by(standard: Standard) -> dict[str, Any]:
    """What the file of a pack says, with the files that it extends, as plain data."""
    found: Any = yaml.safe_load(standard.change({}).text)
    return found  # type: ignore[no-any-return]


def entries(stem: str) -> dict[str, list[Entry]]:
    """The entries of a pack by what they are about, in English."""
    found: dict[str, list[Entry]] = {}
    for entry in describe(load(stem), DAY):
        found.setdefault(entry.about.en, []).append(entry)
    return found


def shown(key: str, value: str) -> str:
    """A figure of the file as people read it, made here from its text."""
    if key in ("rate", "share"):
        per_cent = Fraction(value) * 100
        return f"{int(per_cent)}%" if per_cent.denominator == 1 else f"{float(per_cent)}%"
    if key in ("lines", "times"):
        return f"{value} ×"
    yuan, _, fen = value.partition(".")
    return f"{int(yuan):,}.{fen or '00'}"


def figures(part: Any) -> Iterator[str]:
    """Every figure below a place of the file, as people read it."""
    if isinstance(part, list):
        for inside in part:
            yield from figures(inside)
    elif isinstance(part, dict):
        for key, value in part.items():
            if isinstance(value, str) and re.fullmatch(r"[\d.]+", value):
                yield shown(key, value)
            elif isinstance(value, (dict, list)) and key != "conditions":
                yield from figures(value)


def missing(wanted: Iterator[str], found: list[Entry]) -> list[str]:
    """The figures that these entries do not say, in one language or the other."""
    texts = [" ".join(entry.said[k] for entry in found) for k in (0, 1)]
    return [figure for figure in wanted if not all(re.search(rf"(?<![\d.,]){re.escape(figure)}", t) for t in texts)]


# ---- every figure ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", stems())
def test_every_figure_of_a_class_test_stands_in_its_words(stem: str) -> None:
    found = entries(stem)
    for rule in said_by(load(stem))["classes"]:
        words = found[CLASSES[rule["name"]]]
        share = [t for t in rule["tests"] if t["measure"] == "hardship_share"]
        plain = [t for t in rule["tests"] if t["measure"] != "hardship_share"]
        assert missing(figures(plain), words) == []
        assert missing((shown("share", t["times"]) for t in share), words) == []
        for test in rule["tests"]:
            sign = {"<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ "}[test["op"]]
            assert all(sign in text for text in words[0].said)
        assert (rule.get("event", False), rule.get("event", False)) == (
            "须有突发事件" in words[0].said.zh,
            "needs an event" in words[0].said.en,
        )


@pytest.mark.parametrize("stem", stems())
def test_every_figure_of_an_aid_stands_in_the_words_for_its_class(stem: str) -> None:
    said, found = said_by(load(stem)), entries(stem)
    tried = 0
    for aid in (aid for aid in AIDS if aid in said):
        for class_, part in said[aid]["by_class"].items():
            words = found[f"{AIDS[aid]}: {CLASSES[class_]}"]
            wanted = list(figures(part))
            assert missing(iter(wanted), words) == [], (aid, class_)
            assert (part is None) == (words[0].said == Text("不享受", "none"))
            tried += len(wanted)
    assert tried > 0 or not set(AIDS) & said.keys()


@pytest.mark.parametrize("stem", stems())
def test_the_limits_and_the_steps_of_approval_are_said(stem: str) -> None:
    said, found = said_by(load(stem)), entries(stem)
    limits = [said.get("warmth", {}).get(key) for key in ("per_time", "per_year")]
    assert missing((shown("cap", x) for x in limits if x), found.get("warmth visit: condition", [])) == []
    steps = said.get("approval", {}).get("steps", [])
    assert missing((shown("over", step["over"]) for step in steps), found.get("approval", [])) == []
    for step in steps:
        assert {"province": "provincial union", "national": "national union"}[step["level"]] in found["approval"][
            0
        ].said.en


@pytest.mark.parametrize("stem", stems())
def test_every_condition_note_and_gap_of_the_file_is_said_word_for_word(stem: str) -> None:
    said = said_by(load(stem))
    told = {entry.said for entry in describe(load(stem), DAY)}
    parts = [c["conditions"] for c in said["classes"] if "conditions" in c]
    classes_told = " ".join(f"{text.zh} {text.en}" for text in told)
    for condition in (c for several in parts for c in several):
        assert condition["zh"] in classes_told
        assert condition["en"] in classes_told
    aids = [c for aid in AIDS if aid in said for c in said[aid].get("conditions", [])]
    notes = [n for key in ("income_notes", "exclusions", "evidence", "gaps") for n in said.get(key, [])]
    assert [words for words in aids + notes if Text(words["zh"], words["en"]) not in told] == []


@pytest.mark.parametrize(
    ("stem", "about", "words"),
    [
        ("shanghai-2019", "medical aid: deep hardship",
         "up to 10,000.00 yuan: 90% of this part; over 10,000.00 yuan: 70% of this part; cap 20,000.00 yuan; for each person"),
        ("mutual-aid-2015", "medical aid: any class",
         ("up to 5,999.99 yuan: 0.00 yuan; over 5,999.99 up to 10,000.00 yuan: 1,000.00 yuan; over 10,000.00 up to 30,000.00 yuan: "
         "20% of the whole; over 30,000.00 up to 80,000.00 yuan: 30% of the whole; over 80,000.00 yuan: 40% of the whole; "
         "cap 100,000.00 yuan; for each person")),
        ("xian-2017", "medical aid: any class",
         ("below 10,000.00 yuan: 0.00 yuan; from 10,000.00 below 30,000.00 yuan: 5,000.00 yuan; from 30,000.00 below 60,000.00 yuan: "
         "10,000.00 yuan; from 60,000.00 yuan: 15,000.00 yuan")),
        ("beijing-2021", "relative hardship", "net per head < 1 × Beijing low-income standard"),
        ("qingdao-2024", "accident-induced hardship", "hardship cost > 80% of the year's income"),
    ],
)  # fmt: skip
def test_a_rule_is_said_as_its_document_says_it(stem: str, about: str, words: str) -> None:
    """Shanghai: to 10,000 90 %, above it 70 %, at most 20,000; mutual aid: whole amounts; Xi'an: tiers from their lower end."""
    assert [entry.said.en for entry in entries(stem)[about]] == [words]


def test_a_band_closed_below_is_said_otherwise_than_one_closed_above() -> None:
    sanming, tianjin = (entries(stem)["medical aid: any class"][0].said for stem in ("sanming", "tianjin"))
    assert "over 10,000.00 up to 20,000.00 yuan: 1,500.00 yuan" in sanming.en
    assert "超过 10,000.00、不超过 20,000.00 元：1,500.00 元" in sanming.zh
    assert "from 60,000.00 below 70,000.00 yuan: 10,000.00 yuan" in tianjin.en
    assert "满 60,000.00、不满 70,000.00 元：10,000.00 元" in tianjin.zh


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [(DAY, "1,115.00 元", "1,115.00 yuan"), (date(2025, 6, 1), "未知", "not known")],
)
def test_the_line_of_the_day_is_said_or_that_it_is_not_known(day: date, zh: str, en: str) -> None:
    line = next(e for e in describe(load("qingdao-2024"), day) if e.about.en == f"the line on {day}")
    assert line.said.zh.startswith(zh)
    assert line.said.en.startswith(en)


OFFICE = "pack: office\nextends: demo-2026\n"


def office(folder: Path, more: str) -> str:
    """All that the pack of an office says in English."""
    file = folder / "office.yaml"
    file.write_text(OFFICE + more, "utf-8")
    return "\n".join(f"{e.about.en}: {e.said.en}" for e in describe(load(str(file)), DAY))


def test_for_whom_how_often_and_at_most_how_much_a_sum_is_meant_is_said(tmp_path: Path) -> None:
    said = office(
        tmp_path,
        "living: {by_class: {deep: {lines: '1/3', per: person, cap: '1500.50'}}}\n"
        "tuition: {by_class: {deep: {university: {lines: '2.5', only: single_mother, cap: '2000'}}}}\n"
        "temporary: {archived: false, everyone: true, by_class: {accident: null}}\n",
    )
    assert "living aid: deep hardship: 1/3 × the line, for each head, cap 1,500.50 yuan\n" in said
    assert "university 2.5 × the line, single mothers only, cap 2,000.00 yuan;" in said
    assert "temporary aid: accident-induced hardship: none\n" in said
    for condition in ("whatever the class", "needs an event", "only for households not on file"):
        assert f"temporary aid: condition: {condition}\n" in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("valid_until: 2026-06-30\n", "2026-06-30"),
        ("living: {instalments: 4}\n", "4 instalments"),
        ("months: 6\n", "6 months"),
        ("rounding: {to: '10', mode: up}\n", "10.00 yuan"),
    ],
)
def test_until_when_instalments_months_and_rounding_are_said_too(tmp_path: Path, more: str, said: str) -> None:
    assert said not in office(tmp_path, "")
    assert said in office(tmp_path, more)


# ---- every document ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", stems())
def test_every_entry_that_states_a_rule_names_a_document_of_the_pack_with_its_grade(stem: str) -> None:
    standard = load(stem)
    lines = yaml.safe_load(standard.lines_text)["sources"]
    known = {in_one_line(s) for s in [*said_by(standard)["sources"].values(), *lines.values()]}
    for entry in describe(standard, DAY):
        assert (entry.source in known) == (entry.about.en not in UNSOURCED), entry


def in_one_line(source: dict[str, Any]) -> str:
    """A document of the file: title, number, date, and the grade of a real one."""
    grade = "" if source["grade"] == "invented" else f"[{source['grade']}]"
    return " ".join(p for p in (source["title"], source.get("number", ""), str(source["dated"]), grade) if p)


@pytest.mark.parametrize("stem", stems())
def test_an_aid_and_a_class_name_the_very_document_of_the_file(stem: str) -> None:
    said, found = said_by(load(stem)), entries(stem)
    document = {key: in_one_line(source) for key, source in said["sources"].items()}
    for rule in said["classes"]:
        assert document[rule["source"]] in [e.source for e in found[CLASSES[rule["name"]]]]
    for aid in (aid for aid in AIDS if aid in said):
        for class_, part in said[aid]["by_class"].items():
            source = (part or {}).get("source", said[aid]["source"])
            assert [e.source for e in found[f"{AIDS[aid]}: {CLASSES[class_]}"]] == [document[source]]


UNCERTAIN = [stem for stem in stems() if any(source.grade == "C" for source in load(stem).pack.sources.values())]


@pytest.mark.parametrize("stem", UNCERTAIN)
def test_an_uncertain_source_shows_its_grade(stem: str) -> None:
    sources = {in_one_line(s) for s in said_by(load(stem))["sources"].values() if s["grade"] == "C"}
    cited = {entry.source for entry in describe(load(stem), DAY)}
    assert all(source.endswith(" [C]") for source in sources)
    assert sources & cited


def test_a_pack_of_a_real_place_says_that_it_is_no_law_in_force() -> None:
    told = list(describe(load("nantong-2024"), DAY))
    assert any("not law in force" in e.said.en and "不是现行规定" in e.said.zh for e in told)


# ---- both languages ----------------------------------------------------------------------------------

QUOTED = re.compile("自付|自费|以上")
"""Words of a source that the English quotes to say how it reads them."""


@pytest.mark.parametrize("stem", stems())
def test_no_phrase_mixes_the_languages(stem: str) -> None:
    for entry in describe(load(stem), DAY):
        for text in (entry.about, entry.said):
            assert text.zh
            assert text.en
            assert not re.search(r"[A-Za-z]{2,}", text.zh), text
            assert not HAN.search(QUOTED.sub("", text.en)), text


# ---- side by side ------------------------------------------------------------------------------------


def test_two_packs_side_by_side_differ_where_a_figure_was_changed() -> None:
    base = load("demo-2026")
    tried = base.change({"medical.by_class.relative.cap": "12000", "warmth.per_year": "5000"})
    rows = side_by_side(base, tried, DAY)
    differ = {about.en: (one.en, other.en) for about, one, other in rows if one != other}
    assert differ == {
        "medical aid: relative hardship": (
            "50% of the whole; cap 10,000.00 yuan",
            "50% of the whole; cap 12,000.00 yuan",
        ),
        "warmth visit: condition": tuple(
            f"at most 3,000.00 yuan at a time; at most {year} yuan a year" for year in ("6,000.00", "5,000.00")
        ),
    }
    assert all(one == other for _, one, other in side_by_side(base, base, DAY))


@pytest.mark.parametrize(
    ("one", "other"), [("demo-2026", "beijing-2021"), ("hunan-round3", "xiangtan-2023"), ("sanming", "demo-2026")]
)
def test_a_row_holds_what_each_pack_says_of_it_and_nothing_gets_lost(one: str, other: str) -> None:
    rows = {about.en: (a, b) for about, a, b in side_by_side(load(one), load(other), DAY)}
    first, second = entries(one), entries(other)
    assert list(rows) == [*first, *(about for about in second if about not in first)]
    for about, pair in rows.items():
        for found, text in zip((first, second), pair, strict=True):
            told = [e.said for e in found.get(about, [])]
            assert text == Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))


# ---- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [("1/3", "1/3"), ("2.5", "2.5"), ("5/2", "2.5"), ("12", "12"), ("10.0", "10"), ("0.07", "0.07"), ("22/7", "22/7")],
)
def test_a_multiple_without_an_end_is_a_fraction(text: str, words: str) -> None:
    assert number(Fraction(text)) == words


@pytest.mark.parametrize(
    ("text", "words"), [("0.575", "57.5%"), ("0.9", "90%"), ("1", "100%"), ("0.005", "0.5%"), ("1.2", "120%")]
)
def test_a_rate_is_in_per_cent(text: str, words: str) -> None:
    assert percent(Fraction(text)) == words


@given(st.fractions(0, 999_999, max_denominator=10**6))
def test_a_number_in_words_is_the_number_itself(value: Fraction) -> None:
    assert Fraction(number(value)) == value
    assert re.fullmatch(r"\d+(\.\d+|/\d+)?", number(value)) or value < Fraction(1, 1000)


@pytest.mark.parametrize(
    ("text", "words"), [("0.1234567", "0.1234567"), ("1000000", "1000000"), ("0.00001", "0.00001")]
)
def test_a_long_number_is_shown_in_full(text: str, words: str) -> None:
    assert number(Fraction(text)) == words


@given(st.integers(0, 10**13))
def test_an_amount_in_words_is_exact_to_the_fen(fen: int) -> None:
    zh, en = phrases.yuan(fen)
    for said, unit in ((zh, " 元"), (en, " yuan")):
        assert Fraction(said.removesuffix(unit).replace(",", "")) * 100 == fen

"""The commands about the rules, in both languages: packs, compare, explain, cliffs; a wrong call is one sentence."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from casework.casebook import Casebook
from casework.standards import stems
from tests.commands import casework, data, files, well

BOOK = ("--book", "b.db")
OWN = """
pack: county-2026
extends: demo-2026
name: {zh: 示例县自订办法, en: Rules of the demo county}
living: {by_class: {deep: {lines: '7'}}}
"""
LANGS = ("zh", "en")


def has_han(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text))


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def here(here: Path) -> Path:
    """The folder with the demo, and a pack of the office beside it."""
    (here / "own.yaml").write_text(OWN, "utf-8")
    return here


# ---- packs ---------------------------------------------------------------------------------------------


def test_every_pack_is_listed_with_what_it_lacks(here: Path) -> None:
    lines = dict(line.split(": ", 1) for line in well("packs").splitlines())
    assert list(lines) == stems()
    assert lines["demo-2026"].endswith("lacks: nothing")
    assert lines["beijing-2021"].startswith(
        "Beijing, 2021 (an example); lacks: medical aid, temporary aid, warmth visit"
    )
    listed = {p["pack"]: p for p in data("packs")["packs"]}
    assert listed["demo-2026"]["lacks"] == []
    assert listed["demo-2026"]["valid_from"] == "2024-01-01"
    assert listed["sanming"]["valid_from"] is None
    assert {"zh": "送温暖", "en": "warmth visit"} in listed["sanming"]["lacks"]


def test_one_pack_is_shown_entry_by_entry_with_its_documents(here: Path) -> None:
    lines = well("packs", "xian-2017", "--on", "2017-10-15").splitlines()
    medical = next(line for line in lines if line.startswith("medical aid: any class: "))
    assert "from 30,000.00 below 60,000.00 yuan: 10,000.00 yuan" in medical
    assert medical.endswith("— 西安市总精准帮扶大病困难职工（西安晚报） 2017-12 [B]")
    found = data("packs", "xian-2017", "--on", "2017-10-15")
    assert (found["pack"], found["on"], len(found["entries"])) == ("xian-2017", "2017-10-15", len(lines))
    assert {key for entry in found["entries"] for key in entry} == {"about", "says", "source"}


def test_a_pack_is_shown_on_the_last_day_of_a_book_or_on_the_day_asked_for(here: Path) -> None:
    assert "the line on 2026-10-31: 1,000.00 yuan" in well("packs", "demo-2026", *BOOK)
    assert "the line on 2021-06-30: 1,170.00 yuan" in well("packs", "beijing-2021", "--on", "2021-06-30")
    assert "the line on 2021-07-01: 1,245.00 yuan" in well("packs", "beijing-2021", "--on", "2021-07-01")


def test_two_packs_are_set_side_by_side_and_what_differs_is_marked(here: Path) -> None:
    call = ("packs", "demo-2026", "own.yaml", "--on", "2026-10-31")
    lines = well(*call).splitlines()
    assert {line[0] for line in lines} == {"=", "≠"}
    assert [line for line in lines if line[0] == "≠"] == [
        "≠ rules | Demo City rules (invented) | Rules of the demo county",
        "≠ living aid: deep hardship | 6 × the line | 7 × the line",
    ]
    found = data(*call)
    assert found["packs"] == ["demo-2026", "own.yaml"]
    differ = [e for e in found["entries"] if not e["same"]]
    assert [e["about"]["en"] for e in differ] == ["rules", "living aid: deep hardship"]
    assert differ[1]["own.yaml"] == {"zh": "7 × 低保标准", "en": "7 × the line"}


def test_an_own_pack_is_kept_in_the_book_and_used_by_its_stem_when_the_file_is_gone(here: Path) -> None:
    shown = well("packs", "own.yaml", *BOOK, "--keep", "--by", "甲")
    assert "living aid: deep hardship: 7 × the line" in shown
    (here / "own.yaml").unlink()
    assert "county-2026: Rules of the demo county; lacks: nothing" in well("packs", *BOOK).splitlines()
    assert "county-2026" not in well("packs")
    found = data("assess", *BOOK, "--pack", "county-2026")
    assert found["pack"] == "county-2026"
    living = {h["living_aid_fen"] for h in found["households"] if h["class"] == "deep"}
    assert living == {700_000}
    with Casebook.open(here / "b.db") as book:
        assert book.rows("SELECT by, act FROM audit ORDER BY seq DESC LIMIT 1") == [
            {"by": "甲", "act": "keep the pack county-2026"}
        ]


def test_the_pack_that_was_kept_last_counts_and_an_earlier_text_is_not_silently_ignored(here: Path) -> None:
    for lines in ("7", "8"):
        (here / "own.yaml").write_text(OWN.replace("'7'", f"'{lines}'"), "utf-8")
        well("packs", "own.yaml", *BOOK, "--keep", "--by", "甲")
        assert f"living aid: deep hardship: {lines} × the line" in well("packs", "county-2026", *BOOK)
    (here / "own.yaml").write_text(OWN, "utf-8")
    said = casework("packs", "own.yaml", *BOOK, "--keep", "--by", "甲")
    assert (said.code, said.out) == (2, "")
    assert "was kept before" in said.err
    assert "living aid: deep hardship: 8 × the line" in well("packs", "county-2026", *BOOK)


# ---- compare -------------------------------------------------------------------------------------------

SEVEN = ("--set", "living.by_class.deep.lines=7")


def deep(here: Path) -> list[str]:
    return [h["household"] for h in data("assess", *BOOK)["households"] if h["class"] == "deep"]


def test_a_tried_figure_names_every_household_that_changes_the_totals_and_the_cost(here: Path) -> None:
    """Seven lines of 1,000 yuan in place of six: 1,000 more for every deep household."""
    who = deep(here)
    before = files(here)
    lines = well("compare", *BOOK, *SEVEN).splitlines()
    assert lines[: len(who)] == [f"{number}: deep hardship, living aid 6,000.00 → 7,000.00" for number in who]
    n = len(who)
    assert (
        f"living aid, deep hardship: {n} households {n * 6:,},000.00 yuan → {n} households {n * 7:,},000.00 yuan"
        in lines
    )
    assert lines[-1].startswith(f"{n} households change, {n:,},000.00 yuan in all; ")
    assert files(here) == before, "nothing is booked and no pack is kept"


def test_the_reach_of_a_change_as_data(here: Path) -> None:
    found = data("compare", *BOOK, *SEVEN)
    assert list(found) == ["from", "to", "on", "since", "households", "moves", "gains", "totals", "cost_fen", "arrears"]
    assert (found["from"], found["to"], found["on"]) == ("demo-2026", "demo-2026+", "2026-10-31")
    assert [h["household"] for h in found["households"]] == deep(here)
    assert found["cost_fen"] == 100_000 * len(found["households"])
    assert found["households"][0]["aids"]["living_aid_fen"] == {"from": 600_000, "to": 700_000}
    assert data("compare", *BOOK, "--to", "own.yaml")["households"] == found["households"]
    back = data("compare", *BOOK, "--from", "own.yaml", "--to", "demo-2026")
    assert back["cost_fen"] == -found["cost_fen"]


def test_several_figures_are_tried_together_and_on_another_day(here: Path) -> None:
    found = data("compare", *BOOK, *SEVEN, "--set", "living.by_class.relative.lines=2", "--on", "2026-10-30")
    sums = {(h["class"]["from"], *h["aids"]["living_aid_fen"].values()) for h in found["households"]}
    assert sums == {("deep", 600_000, 700_000), ("relative", 300_000, 200_000)}
    assert found["on"] == "2026-10-30"


def test_a_change_of_nothing_changes_nobody(here: Path) -> None:
    found = data("compare", *BOOK)
    assert (found["households"], found["cost_fen"], found["arrears"]) == ([], 0, [])
    assert "0 households change, 0.00 yuan in all" in well("compare", *BOOK)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_changes_are_written_by_the_ending_of_the_file(here: Path, ending: str) -> None:
    found = data("compare", *BOOK, *SEVEN, "--out", f"made.{ending}")
    who = [h["household"] for h in found["households"]]
    if ending == "json":
        assert json.loads((here / "made.json").read_text("utf-8")) == found
        return
    if ending == "csv":
        with (here / "made.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    else:
        book = CalamineWorkbook.from_path(here / "made.xlsx")
        rows = [[str(cell) for cell in row] for row in book.get_sheet_by_name(book.sheet_names[0]).to_python()]
    header, *rest = rows
    assert header[:5] == ["household", "class_from", "class_to", "living_aid_fen_from", "living_aid_fen_to"]
    assert [(row[0], *row[1:3], *(int(float(cell)) for cell in row[3:5])) for row in rest] == [
        (number, "deep", "deep", 600_000, 700_000) for number in who
    ]


# ---- explain -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "first", "basis"),
    [("zh", "家庭年度总收入：", "。依据："), ("en", "Total household income per year: ", ". Basis: ")],
)
def test_the_note_of_one_household_line_by_line(here: Path, lang: str, first: str, basis: str) -> None:
    lines = well("explain", "20250001", *BOOK, "--lang", lang).splitlines()
    assert "20250001" in lines[0]
    assert lines[1].startswith(first)
    assert all(basis in line for line in lines)
    earlier = well("explain", "20250001", *BOOK, "--lang", lang, "--on", "2026-10-30").splitlines()
    assert [line for line in lines if "2026-10-31" in line] == [
        line.replace("2026-10-30", "2026-10-31") for line in earlier if "2026-10-30" in line
    ]


def test_the_language_of_the_note_is_that_of_the_system_unless_asked(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang in LANGS:
        monkeypatch.setenv("CASEWORK_LANG", lang)
        assert well("explain", "20250001", *BOOK) == well("explain", "20250001", *BOOK, "--lang", lang)
        assert well("explain", "20250001", *BOOK, "--lang", "zh") == well(
            "explain", "20250001", *BOOK, "--lang", "zh", "--pack", "demo-2026"
        )


def test_the_letter_is_told_with_name_unit_and_day(here: Path) -> None:
    with Casebook.open(here / "b.db") as book:
        name = book.household("20250001").name
    text = well("explain", "20250001", *BOOK, "--letter", "--lang", "en").split("\n\n")
    assert text[0] == "Decision on hardship assistance"
    assert text[1] == f"To {name} (file 20250001):"
    assert [t.strip() for t in text[-2:]] == ["示例县", "2026-10-31"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("letter", [(), ("--letter",)], ids=["note", "letter"])
def test_note_and_letter_are_written_as_text_and_as_a_page_of_its_own(
    here: Path, lang: str, letter: tuple[str, ...]
) -> None:
    call = ("explain", "20250001", *BOOK, *letter, "--lang", lang, "--out")
    printed = well(*call, "made.txt")
    assert (here / "made.txt").read_text("utf-8").strip() == printed.strip()
    assert well(*call, "made.html") == printed
    html = (here / "made.html").read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert html.count("<html") == html.count("</html>") == html.count("<body") == html.count("</body>") == 1
    assert not re.search(r"<script|https?:|src=|@import", html), "nothing from outside"
    text = Text(html).said
    for sentence in printed.split("\n\n") if letter else []:
        assert sentence.strip() in text
    if not letter:
        assert text.count("2023-12-15") == printed.count("2023-12-15")


class Text(HTMLParser):
    """The text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said = ""
        self.feed(html)

    def handle_data(self, text: str) -> None:
        self.said += text


def test_the_page_of_a_note_is_called_a_note_and_says_whose_it_is(here: Path) -> None:
    well("explain", "20250001", *BOOK, "--lang", "en", "--out", "note.html")
    html = (here / "note.html").read_text("utf-8")
    assert "<title>Calculation note" in html
    assert "20250001" in html


def test_the_printed_note_says_whose_it_is(here: Path) -> None:
    assert "20250001" in well("explain", "20250001", *BOOK)


def test_the_explanation_as_data(here: Path) -> None:
    found = data("explain", "20250001", *BOOK)
    assert list(found) == ["household", "answer", "possible", "ranges", "problems", "questions", "steps", "letter"]
    [row] = [h for h in data("assess", *BOOK)["households"] if h["household"] == "20250001"]
    assert found["answer"] == row
    assert found["possible"] == [row["class"]]
    assert found["ranges"]["living"] == [row["living_aid_fen"]] * 2
    assert {key for step in found["steps"] for key in step} == {"about", "result", "how", "source"}
    assert all(set(text) == {"zh", "en"} for step in found["steps"] for text in step.values())
    assert {key for text in found["letter"] for key in text} == {"zh", "en"}
    assert (found["questions"], found["problems"]) == ([], [])


def undecided(here: Path) -> str:
    """A household of the demo that nobody asked about its income."""
    return next(h["household"] for h in data("assess", *BOOK)["households"] if h["missing"] == ["annual_income"])


def test_what_to_ask_first_is_told_where_a_fact_is_missing(here: Path) -> None:
    found = data("explain", undecided(here), *BOOK)
    assert found["answer"]["class"] == "undetermined"
    assert len(found["possible"]) > 1
    assert found["questions"][0]["fact"] == "annual_income"
    assert found["questions"][0]["leaves_open"] == 0
    low, high = found["ranges"]["living"]
    assert (low, high) == (0, 600_000)


def test_what_to_ask_first_is_printed_too(here: Path) -> None:
    assert "ask" in well("explain", undecided(here), *BOOK)


# ---- cliffs --------------------------------------------------------------------------------------------


def test_the_cliffs_of_one_household_are_where_its_class_ends(here: Path) -> None:
    """A deep household may earn up to, not including, 1,000 a head and month and its rigid expenditure; with it go living and more."""
    row = next(h for h in data("assess", *BOOK)["households"] if h["class"] == "deep")
    with Casebook.open(here / "b.db") as book:
        facts = book.facts(book.last_day)[row["household"]]
    rigid = sum(
        x or 0 for x in (facts.medical_out_of_pocket_fen, facts.schooling_cost_fen, facts.other_rigid_expenditure_fen)
    )
    last = 100_000 * (facts.size or 0) * 12 + rigid - 1
    found = data("cliffs", row["household"], *BOOK)
    assert list(found) == ["household", "fact", "now", "points", "jumps"]
    assert found["now"]["at_fen"] == facts.annual_income_fen
    first = found["jumps"][0]
    assert (first["before"]["at_fen"], first["after"]["at_fen"]) == (last, last + 1)
    assert (first["before"]["class_"], first["after"]["class_"]) == ("deep", "relative")
    assert first["lost_fen"] == first["before"]["aid_fen"] - first["after"]["aid_fen"] >= 300_000 + 20_000
    out = first["way_out_fen"]
    assert out is None or out > last
    printed = well("cliffs", row["household"], *BOOK).splitlines()
    assert len(printed) == 1 + len(found["jumps"]), "first where the household stands now"
    assert printed[1].startswith(
        f"beyond {last // 100:,}.{last % 100:02} yuan: {first['lost_fen'] // 100:,}.{first['lost_fen'] % 100:02} yuan of aid lost"
    )


def test_the_caseload_near_a_cliff_is_those_within_so_many_yuan(here: Path) -> None:
    near = data("cliffs", *BOOK, "--within", "5000")
    assert near["within_fen"] == 500_000
    assert near["households"]
    for one in near["households"]:
        assert 0 <= one["distance_fen"] <= 500_000
        jumps = data("cliffs", one["household"], *BOOK)
        at = jumps["now"]["at_fen"] + one["distance_fen"]
        [jump] = [j for j in jumps["jumps"] if j["before"]["at_fen"] == at]
        assert jump["lost_fen"] == one["lost_fen"] > 0
    lines = well("cliffs", *BOOK, "--within", "5000").splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [one["household"] for one in near["households"]]
    assert lines[-1] == f"{len(near['households'])} households stand within 5000 yuan of a cliff."
    fewer = data("cliffs", *BOOK, "--within", "4000.50")
    assert [h for h in near["households"] if h["distance_fen"] <= 400_050] == fewer["households"]


def test_a_treatment_varies_too(here: Path) -> None:
    row = next(h for h in data("assess", *BOOK)["households"] if h["class"] == "relative")
    found = data("cliffs", row["household"], *BOOK, "--fact", "medical_out_of_pocket")
    assert found["fact"] == "medical_out_of_pocket"
    assert [j for j in found["jumps"] if j["after"]["class_"] == "deep"], "a dearer treatment makes deep"
    assert all(a["at_fen"] < b["at_fen"] for a, b in zip(found["points"], found["points"][1:], strict=False))


# ---- both languages ------------------------------------------------------------------------------------

GOOD: dict[str, tuple[str, ...]] = {
    "packs": ("packs",),
    "one pack": ("packs", "nantong-2024", "--on", "2024-01-15"),
    "two packs": ("packs", "hunan-round3", "xiangtan-2023", "--on", "2023-10-01"),
    "compare": ("compare", *BOOK, *SEVEN),
    "cliffs": ("cliffs", *BOOK, "--within", "5000"),
    "cliffs of one": ("cliffs", "20250001", *BOOK),
    "note": ("explain", "20250001", *BOOK),
    "letter": ("explain", "20250001", *BOOK, "--letter"),
}


@pytest.mark.parametrize("call", GOOD.values(), ids=GOOD)
def test_every_answer_is_told_in_both_languages_and_the_data_is_the_same(
    here: Path, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    said, figures = {}, {}
    for lang in LANGS:
        monkeypatch.setenv("CASEWORK_LANG", lang)
        said[lang], figures[lang] = well(*call), well(*call, "--json")
        json.loads(figures[lang])
    assert figures["zh"] == figures["en"]
    assert said["zh"] != said["en"]
    assert len(said["zh"].splitlines()) == len(said["en"].splitlines())
    assert all(has_han(line) or re.fullmatch(r"[\d-]*", line) for line in said["zh"].splitlines())
    for line in said["en"].splitlines():
        own = re.split(r" — |\. Basis: ", line)[0]
        assert not has_han(own) or own.startswith("To ") or own == "示例县", (
            "English but for the names of documents and people"
        )


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "three packs": (("packs", "a", "b", "c"), "at most two packs"),
    "unknown pack": (("packs", "atlantis"), "atlantis"),
    "unknown other": (("packs", "demo-2026", "atlantis", "--json"), "atlantis"),
    "no pack file": (("packs", "missing.yaml"), "missing.yaml"),
    "wrong pack file": (("packs", "wrong.yaml", "--json"), "wrong.yaml"),
    "no date": (("packs", "demo-2026", "--on", "soon"), "soon"),
    "keep without a book": (("packs", "own.yaml", "--keep", "--by", "甲"), "--book"),
    "keep by nobody": (("packs", "own.yaml", *BOOK, "--keep"), "--by"),
    "keep two": (("packs", "own.yaml", "demo-2026", *BOOK, "--keep", "--by", "甲"), "one pack file"),
    "keep nothing": (("packs", *BOOK, "--keep", "--by", "甲"), "one pack file"),
    "keep a wrong one": (("packs", "wrong.yaml", *BOOK, "--keep", "--by", "甲"), "wrong.yaml"),
    "keep a namesake": (("packs", "namesake.yaml", *BOOK, "--keep", "--by", "甲"), "calls itself demo-2026"),
    "keep in no book": (("packs", "own.yaml", "--book", "missing.db", "--keep", "--by", "甲"), "missing.db"),
    "a stem that is not kept": (("assess", *BOOK, "--pack", "county-2026"), "county-2026"),
    "set without a figure": (("compare", *BOOK, "--set", "living.by_class.deep.lines"), "key=figure"),
    "set an unknown key": (("compare", *BOOK, "--set", "living.deep=7", "--json"), "living.deep"),
    "set what is no number": (("compare", *BOOK, "--set", "living.by_class.deep.lines=many"), "living.by_class.deep.lines"),
    "compare to nothing": (("compare", *BOOK, "--to", "atlantis"), "atlantis"),
    "compare before the pack": (("compare", *BOOK, "--to", "qingdao-2024", "--on", "2023-12-31"), "2023-12-31"),
    "compare the future": (("compare", *BOOK, *SEVEN, "--on", "2026-11-01"), "2026-10-31"),
    "compare into a picture": (("compare", *BOOK, *SEVEN, "--out", "made.png"), "made.png"),
    "compare into nowhere": (("compare", *BOOK, *SEVEN, "--out", "nowhere/made.json"), "nowhere"),
    "compare no book": (("compare", "--book", "missing.db", *SEVEN), "missing.db"),
    "explain nobody": (("explain", "20259999", *BOOK), "20259999"),
    "explain nobody as data": (("explain", "", *BOOK, "--json"), "there is no file"),
    "explain without a number": (("explain", *BOOK), "NUMBER"),
    "explain in French": (("explain", "20250001", *BOOK, "--lang", "fr"), "fr"),
    "explain under an unknown pack": (("explain", "20250001", *BOOK, "--pack", "atlantis"), "atlantis"),
    "explain into nowhere": (("explain", "20250001", *BOOK, "--out", "nowhere/n.html"), "nowhere"),
    "cliffs of nobody": (("cliffs", "20259999", *BOOK), "20259999"),
    "cliffs of no fact": (("cliffs", "20250001", *BOOK, "--fact", "size"), "annual_income, medical_out_of_pocket"),
    "within what": (("cliffs", *BOOK, "--within", "near"), "--within near"),
    "within a third decimal": (("cliffs", *BOOK, "--within", "0.001", "--json"), "--within 0.001"),
}  # fmt: skip


@pytest.fixture
def odd(here: Path) -> Path:
    """The folder with a pack that is wrong and one that calls itself like a shipped one."""
    (here / "wrong.yaml").write_text(OWN + "beyond: edge\n", "utf-8")
    (here / "namesake.yaml").write_text(OWN.replace("county-2026", "demo-2026"), "utf-8")
    return here


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_one_sentence_on_stderr_and_changes_nothing(
    odd: Path, call: tuple[str, ...], words: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_LANG", lang)
    before = files(odd)
    said = casework(*call)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert "Traceback" not in said.err
    assert not re.search("casework failed|程序出错", said.err)
    assert words in said.err if lang == "en" else has_han(said.err)
    assert files(odd) == before


NOT_REFUSED: dict[str, tuple[str, ...]] = {
    "keep by a blank": ("packs", "own.yaml", *BOOK, "--keep", "--by", " "),
    "explain into a PDF that is none": ("explain", "20250001", *BOOK, "--out", "note.pdf"),
    "within less than nothing": ("cliffs", *BOOK, "--within", "-5"),
    "a fact that the caseload does not read": ("cliffs", *BOOK, "--fact", "medical_out_of_pocket"),
    "the same figure twice": ("compare", *BOOK, *SEVEN, "--set", "living.by_class.deep.lines=8"),
}


@pytest.mark.parametrize("call", NOT_REFUSED.values(), ids=NOT_REFUSED)
def test_a_call_that_cannot_be_carried_out_as_asked_is_refused(odd: Path, call: tuple[str, ...]) -> None:
    assert casework(*call).code == 2


def test_who_cannot_be_traced_is_told_in_words_what_is_missing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    who = undecided(here)
    for lang, word in (("en", "total household income"), ("zh", "家庭年度总收入")):
        monkeypatch.setenv("CASEWORK_LANG", lang)
        said = casework("cliffs", who, *BOOK)
        assert (said.code, said.out) == (2, "")
        assert word in said.err

"""Standards: a wrong pack is refused in a sentence with file and key, and a schedule pays what its words say."""

import math
import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework import share, standards
from casework.standards import Band, Line, LineValue, Rounding, Schedule, Sum, load, parse, stems
from casework.vocabulary import Refused

LINES = standards.read_text(share("data", "standards", "lines.yaml"))
DEMO = standards.read_text(share("data", "standards", "demo-2026.yaml"))
NAME = {"zh": "测", "en": "test"}


# ---- the packs that are shipped ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "first", "day", "line"),
    [
        ("demo-2026", date(2024, 1, 1), date(2026, 10, 31), 100_000),
        ("suqian-2024", date(2023, 9, 13), date(2024, 1, 15), 62_000),
        ("beijing-2021", date(2021, 5, 1), date(2021, 9, 15), 124_500),
    ],
)
def test_a_shipped_pack_answers_on_its_day_and_not_before_its_first(
    stem: str, first: date, day: date, line: int
) -> None:
    standard = load(stem)
    standard.begins(day)
    standard.begins(first)
    assert standard.line_on(day) == line
    with pytest.raises(Refused, match=f"{stem} holds from {first}") as refused:
        standard.begins(first - timedelta(days=1))
    assert str(first) in refused.value.text.zh


def test_every_shipped_pack_and_line_is_read_and_cited() -> None:
    assert {"demo-2026", "suqian-2024", "beijing-2021"} <= set(stems())
    for stem in stems():
        standard = load(stem)
        assert standard.stem == stem
        assert standard.pack.cite(standard.pack.line_source)
    assert len(load("demo-2026").lines) >= 10


def test_the_digest_names_the_texts() -> None:
    one = parse(DEMO, LINES, "a.yaml")
    assert one.digest == load("demo-2026").digest
    assert parse(DEMO + "\n", LINES, "a.yaml").digest != one.digest
    assert parse(DEMO, LINES + "\n", "a.yaml").digest != one.digest


@pytest.mark.parametrize(
    ("region", "day", "yuan"),
    [
        ("beijing", date(2014, 12, 31), None),  # before the first value
        ("beijing", date(2015, 1, 1), 710), ("beijing", date(2017, 12, 31), 900),
        ("beijing", date(2019, 6, 1), None),  # 1,000 or already 1,100: the first day of the latter is not known
        ("beijing-low-income", date(2021, 9, 15), 2000), ("beijing", date(2021, 6, 30), 1170),
        ("beijing", date(2021, 7, 1), 1245), ("beijing", date(2024, 6, 30), 1395),
        ("beijing", date(2024, 7, 1), None),  # from that day on the value is not known
        ("shanghai", date(2019, 4, 1), 1160), ("shanghai", date(2021, 7, 1), None), ("suqian", date(2023, 9, 13), 620),
    ],
)  # fmt: skip
def test_the_line_of_a_region_on_a_day(region: str, day: date, yuan: int | None) -> None:
    assert load("demo-2026").line_of(region, day) == (None if yuan is None else yuan * 100)


def test_a_value_whose_first_day_is_not_known_clouds_only_the_days_around_it() -> None:
    values = [
        LineValue(starts=date(2018, 1, 1), yuan="1000", source="S"),  # type: ignore[arg-type]
        LineValue(starts=None, yuan="1100", source="S"),  # type: ignore[arg-type]
        LineValue(starts=date(2020, 7, 1), yuan="1170", source="S"),  # type: ignore[arg-type]
    ]
    line = Line.model_validate({"name": NAME, "values": values})
    assert line.on(date(2017, 12, 31)) is None
    assert line.on(date(2018, 1, 1)) is None, "1,000 or already 1,100"
    assert line.on(date(2020, 6, 30)) is None
    assert (found := line.on(date(2020, 7, 1))) is not None
    assert found.yuan == 117_000
    earlier = Line.model_validate(
        {"name": NAME, "values": [LineValue(starts=date(2015, 1, 1), yuan="710", source="S"), *values]}
    )  # type: ignore[arg-type]
    assert (found := earlier.on(date(2017, 12, 31))) is not None
    assert found.yuan == 71_000


# ---- refusals ----------------------------------------------------------------------------------------


def broken(change: dict[str, object], text: str = DEMO) -> str:
    """The demo pack with values put in (or, for None, taken out) at dotted keys."""
    said = yaml.safe_load(text)
    for path, value in change.items():
        *way, last = path.split(".")
        place = said
        for key in way:
            place = place[int(key) if isinstance(place, list) else key]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return yaml.safe_dump(said, allow_unicode=True)


CONDITION = {"yuan": "1", "only": "left_handed"}
OVERLAP = [{"up_to": "100", "rate": "0.5"}, {"up_to": "50", "rate": "0.1"}, {"rate": "0"}]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("fixed", "1"), ("classes.0.tests.0.time", "1"), ("note.zh", None), ("pack", None), ("living.source", None),
        ("valid_from", "2024-13-01"), ("valid_from", "2024"), ("valid_from", 2024), ("published_on", "soon"),
        ("classes.0.tests.0.times", 1), ("classes.0.tests.0.times", "-1"), ("classes.0.tests.0.times", "1/0"),
        ("classes.0.tests.0.times", "a lot"), ("classes.0.tests.0.op", ">"), ("classes.0.name", "poor"),
        ("classes.0.event", "yes"), ("living.instalments", 0), ("living.instalments", "2"),
        ("living.by_class.deep", {"yuan": "1", "lines": "1"}), ("living.by_class.deep", {}),
        ("living.by_class.deep.lines", 6), ("living.by_class.rich", {"lines": "1"}),
        ("medical.by_class.deep.bands", OVERLAP), ("medical.by_class.deep.bands", []),
        ("medical.by_class.deep.bands", [{"up_to": "1", "rate": "1"}]),
        ("medical.by_class.deep.bands", [{"rate": "1", "flat": "5"}]), ("medical.by_class.deep.kind", "steps"),
        ("medical.by_class.deep.kind", "flat"), ("medical.by_class.deep.cap", 20000),
        ("medical.by_class.deep.cap", "0.001"), ("tuition.by_class.deep.primary", CONDITION),
        ("sources.rule.grade", "D"), ("approval.steps.0.over", "-1"), ("approval.steps.0.level", "county"),
        ("rigid", ["food"]), ("beyond", "edge"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_by_file_and_key(key: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        parse(broken({key: value}), LINES, "office.yaml")
    for said in refused.value.text:
        assert "office.yaml" in said
        assert key in said or key.rsplit(".", 1)[0] in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"living.source": "R9"}, "no source R9"), ({"line_source": "R9"}, "no source R9"),
        ({"classes.2.source": "R9"}, "no source R9"), ({"line": "atlantis"}, "no region atlantis"),
        ({"classes.1.tests.0.line": "atlantis"}, "no region atlantis"), ({"fixed_line": "620"}, "either line"),
        ({"tuition.by_class.deep.nursery": {"yuan": "1"}}, "no such stage: nursery"),
    ],
)  # fmt: skip
def test_what_a_pack_points_to_must_be_there(change: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=rf"office\.yaml.*{said}"):
        parse(broken(change), LINES, "office.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lines: '6'", "lines: 6.5", "in quotes"),
        ("cap: '20000'", "cap: 20000.50", "in quotes"),
        ("published_on: 2023-12-15", "published_on: 2023-02-30", "day is out of range"),
        ("instalments: 2", "instalments: 2\n  instalments: 3", "the key instalments stands twice"),
        ("line: demo", "line: demo\nline: beijing", "the key line stands twice"),
        ("line: demo", "line: !!python/object:os.system x", "could not determine a constructor"),
        ("line: demo", "line: [demo", "cannot be read"),
        ("pack: demo-2026", "- 5", "cannot be read"),
    ],
)
def test_what_is_not_plain_exact_yaml_is_refused_by_file(old: str, new: str, said: str) -> None:
    assert old in DEMO
    with pytest.raises(Refused, match=rf"office\.yaml.*{said}"):
        parse(DEMO.replace(old, new, 1), LINES, "office.yaml")


@pytest.mark.parametrize("text", ["", "5", "- 1", "x"])
def test_a_text_that_is_no_pack_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"office\.yaml"):
        parse(text, LINES, "office.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("yuan: '710'", "yuan: 710", r"regions\.beijing\.values\.0\.yuan"),
        ("starts: 2017-01-01, yuan: '900'", "starts: 2014-01-01, yuan: '900'", "not in order of date"),
        (
            "starts: 2017-01-01, yuan: '900', source: S40",
            "starts: 2017-01-01, yuan: '900', source: S99",
            "no source S99",
        ),
        ("starts: 2017-01-01, yuan: '900', source: S40", "starts: 2017-01-01, yuan: '900'", "source"),
        ("regions:", "areas:", "regions"),
    ],
)
def test_wrong_lines_are_refused_by_key(old: str, new: str, said: str) -> None:
    assert old in LINES
    with pytest.raises(Refused, match=rf"lines\.yaml.*{said}"):
        parse(DEMO, LINES.replace(old, new, 1), "office.yaml")


def test_no_such_pack_and_no_such_file() -> None:
    with pytest.raises(Refused, match=r"there is no pack demo-2062; choose one of .*demo-2026"):
        load("demo-2062")
    with pytest.raises(Refused, match=r"cannot read the file nowhere\.yaml"):
        load("nowhere.yaml")


# ---- schedules ---------------------------------------------------------------------------------------


def plainly(schedule: Schedule, fen: int) -> int:
    """The amount by walking the bands one after another, in the words of the rule; rounded half up."""
    inside = (lambda x, top: x <= top) if schedule.closed == "upper" else (lambda x, top: x < top)
    if schedule.kind == "marginal":
        paid, start = Fraction(0), 0
        for band in schedule.bands:
            end = fen if band.up_to is None else min(fen, band.up_to)
            paid += band.rate * max(0, end - start)
            start = band.up_to or fen
    else:
        band = next(b for b in schedule.bands if b.up_to is None or inside(fen, b.up_to))
        paid = band.flat + band.rate * fen
    return int(paid + Fraction(1, 2))


@st.composite
def schedules(draw: st.DrawFn, kind: str | None = None) -> Schedule:
    kind = kind or draw(st.sampled_from(["marginal", "whole", "flat"]))
    edges = sorted(draw(st.sets(st.integers(1, 10**8), max_size=5)))
    rates = [draw(st.fractions(0, 1, max_denominator=200)) for _ in range(len(edges) + 1)]
    flats = sorted(draw(st.integers(0, 50_000)) for _ in range(len(edges) + 1))
    if kind == "whole":
        rates.sort()  # more cost must not mean less aid
    bands = [
        {
            "up_to": None if edge is None else f"{edge // 100}.{edge % 100:02}",
            "rate": "0" if kind == "flat" else str(rate),
            "flat": "0" if kind == "marginal" else str(flat),
        }
        for edge, rate, flat in zip([*edges, None], rates, flats, strict=True)
    ]
    closed = draw(st.sampled_from(["upper", "lower"]))
    return Schedule.model_validate({"kind": kind, "bands": [Band.model_validate(b) for b in bands], "closed": closed})


@given(schedules(), st.lists(st.integers(0, 2 * 10**8), max_size=20))
def test_every_kind_of_schedule_agrees_with_walking_its_bands(schedule: Schedule, amounts: list[int]) -> None:
    near = [e + step for e in schedule.edges for step in (-1, 0, 1)]
    asked = [0, *amounts, *near]
    found = schedule.amount(np.array(asked, dtype=np.int64))
    assert found.tolist() == [plainly(schedule, fen) for fen in asked]


@given(schedules("marginal"))
def test_a_marginal_schedule_never_jumps(schedule: Schedule) -> None:
    for edge, (below, above) in zip(schedule.edges, zip(schedule.lines, schedule.lines[1:], strict=False), strict=True):
        assert below[0] + below[1] * edge == above[0] + above[1] * edge


@pytest.mark.parametrize(("closed", "at"), [("upper", 150_000), ("lower", 300_000)])
def test_which_end_of_a_tier_is_closed(closed: str, at: int) -> None:
    tiers = [{"up_to": "20000", "flat": "1500"}, {"flat": "3000"}]
    schedule = Schedule.model_validate({"kind": "flat", "bands": tiers, "closed": closed})
    assert schedule.amount(np.array([1_999_999, 2_000_000, 2_000_001])).tolist() == [150_000, at, 300_000]


def test_whole_amount_rates_jump_at_the_edge() -> None:
    bands = [{"up_to": "30000", "rate": "0.2"}, {"rate": "0.3"}]
    schedule = Schedule.model_validate({"kind": "whole", "bands": bands})
    assert schedule.amount(np.array([3_000_000, 3_000_100])).tolist() == [600_000, 900_030]


@given(st.integers(0, 10**9), st.fractions(0, 20, max_denominator=50))
def test_so_many_times_the_line_is_rounded_half_up(line: int, times: Fraction) -> None:
    found = Sum.model_validate({"lines": str(times)}).fen(np.array([line]))
    assert found.tolist() == [int(times * line + Fraction(1, 2))]


def test_a_fixed_sum_does_not_look_at_the_line() -> None:
    assert Sum.model_validate({"yuan": "12.50"}).fen(np.array([0, 99])).tolist() == [1_250, 1_250]


def test_a_document_in_one_line() -> None:
    """The grade of a real document stands behind it; an invented one says so in its title."""
    assert load("demo-2026").pack.cite("rule") == "《示例市困难职工帮扶办法》（虚构） 示例工〔2023〕1号 2023-12-15"
    assert load("suqian-2024").pack.cite("S17") == "宿迁 2024 年度困难职工集中申报 2023-09-13 [A]"


# ---- a pack that extends another ---------------------------------------------------------------------

CITY = "pack: city-2026\nextends: demo-2026\nliving: {by_class: {deep: {lines: '7'}}}\n"


def own(folder: Path, text: str, name: str = "city.yaml") -> str:
    """A pack file of an office."""
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_a_city_says_only_what_differs_and_the_rest_is_as_in_its_base(tmp_path: Path) -> None:
    city, base = load(own(tmp_path, CITY)), load("demo-2026")
    assert city.stem == "city-2026"
    assert city.pack.living is not None
    assert city.pack.living.by_class["deep"] == Sum(lines="7")  # type: ignore[arg-type]
    assert city.pack.living.by_class["relative"] == Sum(lines="3")  # type: ignore[arg-type]
    same = set(type(base.pack).model_fields) - {"pack", "living"}
    assert {key for key in same if getattr(city.pack, key) != getattr(base.pack, key)} == set()


def test_the_text_of_a_city_keeps_its_base_behind_a_line_so_that_nothing_is_lost(tmp_path: Path) -> None:
    city = load(own(tmp_path, CITY))
    first, _, rest = city.text.partition("\n---\n")
    assert (first, rest) == (CITY.strip(), DEMO)
    assert city.digest != load("demo-2026").digest
    again = parse(city.text, city.lines_text, "kept")
    assert (again.pack, again.digest) == (city.pack, city.digest)


def test_a_list_of_the_city_stands_for_the_whole_list_of_its_base(tmp_path: Path) -> None:
    said = "pack: city\nextends: demo-2026\nrigid: [medical]\nexclusions: []\nsources: {own: {title: 甲, dated: '2026', grade: C}}\n"
    pack = load(own(tmp_path, said)).pack
    assert (pack.rigid, pack.exclusions) == (["medical"], [])
    assert set(pack.sources) == {"own", "rule"}, "but keys are laid over keys"


def test_the_nearest_of_three_storeys_has_the_first_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(
        tmp_path,
        monkeypatch,
        province=DEMO.replace("pack: demo-2026", "pack: province"),
        county="pack: county\nextends: province\nliving: {by_class: {deep: {lines: '7'}, relative: {lines: '4'}}}\n",
        city="pack: city\nextends: county\nliving: {by_class: {deep: {lines: '8'}}}\n",
    )
    living = load("city").pack.living
    assert living is not None
    wanted = {"deep": Sum(lines="8"), "relative": Sum(lines="4"), "accident": None}  # type: ignore[arg-type]
    assert living.by_class == wanted
    assert living.instalments == 2
    assert load("city").text.count("\n---\n") == 2


def shipped(folder: Path, monkeypatch: pytest.MonkeyPatch, **packs: str) -> None:
    """Only these packs come with casework."""
    for stem, text in packs.items():
        own(folder, text, f"{stem}.yaml")
    own(folder, LINES, "lines.yaml")
    monkeypatch.setattr(standards, "share", lambda *parts: folder.joinpath(*parts[2:]))


def test_packs_that_extend_in_a_circle_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(tmp_path, monkeypatch, a="pack: a\nextends: b\n", b="pack: b\nextends: a\n", c="pack: c\nextends: c\n")
    for stem, back in (("a", "a"), ("b", "b"), ("c", "c")):
        with pytest.raises(Refused, match=f"extends comes back to {back}") as refused:
            load(stem)
        assert f"extends 绕回了 {back}" in refused.value.text.zh


@pytest.mark.parametrize("base", ["atlantis", "5", "[demo-2026]", "{a: b}", "../demo-2026"])
def test_an_unknown_base_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(Refused, match=r"there is no pack .*choose one of .*demo-2026"):
        load(own(tmp_path, f"pack: city\nextends: {base}\n"))


def test_xiangtan_says_its_tiers_and_takes_the_rest_from_the_third_round_of_hunan() -> None:
    """Xiangtan 2023: 20,000 → 3,000, 30,000 → 4,000, 50,000 → 6,000, 100,000 → 10,000; Hunan begins at 50,000 with 10,000."""
    said = standards.read_text(share("data", "standards", "xiangtan-2023.yaml"))
    assert not [key for key in ("kind:", "closed:", "everyone:", "beyond:") if key in said], "Hunan says it"
    city, province = load("xiangtan-2023").pack, load("hunan-round3").pack
    paid = np.array(
        [1_999_999, 2_000_000, 2_999_999, 3_000_000, 4_999_999, 5_000_000, 9_999_999, 10_000_000, 90_000_000]
    )
    tiers = city.medical.by_class["any"].amount(paid)  # type: ignore[union-attr]
    assert tiers.tolist() == [0, 300_000, 300_000, 400_000, 400_000, 600_000, 600_000, 1_000_000, 1_000_000]
    there = province.medical.by_class["any"].amount(np.array([4_999_999, 5_000_000, 10_000_000, 30_000_000]))  # type: ignore[union-attr]
    assert there.tolist() == [0, 1_000_000, 2_000_000, 3_000_000]
    assert city.medical.everyone  # type: ignore[union-attr]
    assert [c.en for c in city.medical.conditions] == ["discharged between 2022-01-01 and 2022-12-31"]  # type: ignore[union-attr]
    assert (city.cite("S33")[:2], city.cite("S32")[:2]) == ("湘潭", "省总")


# ---- a figure tried out ------------------------------------------------------------------------------


def test_one_changed_figure_changes_nothing_else_and_no_file() -> None:
    file = share("data", "standards", "demo-2026.yaml")
    before, base = file.read_bytes(), load("demo-2026")
    tried = base.change({"living.by_class.deep.lines": "7"})
    assert tried.pack.living.by_class["deep"].lines == 7  # type: ignore[union-attr]
    assert base.pack.living.by_class["deep"].lines == 6  # type: ignore[union-attr]
    was, is_ = base.pack.model_dump(), tried.pack.model_dump()
    assert is_.pop("pack") != was.pop("pack"), "nobody takes a trial for the rules in force"
    is_["living"]["by_class"]["deep"]["lines"] = was["living"]["by_class"]["deep"]["lines"]
    assert is_ == was
    assert tried.digest != base.digest
    assert file.read_bytes() == before
    assert load("demo-2026") == base


def test_several_figures_are_changed_at_once_and_again() -> None:
    tried = load("demo-2026").change({"classes.1.tests.0.times": "2.5", "medical.by_class.deep.bands.0.rate": "0.8"})
    assert tried.pack.classes[1].tests[0].times == Fraction(5, 2)
    # 80 % of 10,000 and 70 % of the other 2,000
    assert tried.pack.medical.by_class["deep"].amount(np.array([1_200_000])).tolist() == [940_000]  # type: ignore[union-attr]
    twice = tried.change({"classes.2.tests.0.op": "<="})
    assert (twice.pack.classes[1].tests[0].times, twice.pack.classes[2].tests[0].op) == (Fraction(5, 2), "<=")


def test_a_figure_of_the_base_is_tried_in_the_city_that_extends_it() -> None:
    tried = load("xiangtan-2023").change({"medical.by_class.any.closed": "upper"})
    assert tried.pack.medical.by_class["any"].amount(np.array([2_000_000])).tolist() == [0]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "key",
    [
        "living.by_class.deep.line", "living.by_class.rich.lines", "medical.by_class.deep.bands.2.rate", "living.deep",
        "medical.by_class.deep.bands.first.rate", "living.by_class.deep.lines.0", "living.source.title", "", ".", "extends",
    ],
)  # fmt: skip
def test_a_key_that_the_pack_has_not_is_refused_by_its_name(key: str) -> None:
    with pytest.raises(Refused) as refused:
        load("demo-2026").change({"living.by_class.deep.lines": "7", key: "1"})
    assert f"no entry {key}" in refused.value.text.en
    assert f"没有 {key} 这一项" in refused.value.text.zh


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("beyond", "edge"), ("living.by_class.deep.lines", "-1"), ("medical.by_class.deep.cap", "0.001"), ("living.source", "R9"),
        ("medical.by_class.deep.bands.0.up_to", ""), ("classes.0.tests.0.op", ">"), ("line", "atlantis"), ("tuition.by_class.deep", "1"),
    ],
)  # fmt: skip
def test_a_change_that_breaks_the_form_is_refused(key: str, value: str) -> None:
    with pytest.raises(Refused):
        load("demo-2026").change({key: value})


def test_a_figure_of_one_class_is_not_that_of_another() -> None:
    tuition = load("beijing-2021").change({"tuition.by_class.deep.high_school.yuan": "5000"}).pack.tuition
    assert tuition is not None
    assert tuition.by_class["deep"]["high_school"].yuan == 500_000  # type: ignore[index]
    assert tuition.by_class["relative"]["high_school"].yuan == 400_000  # type: ignore[index]


@pytest.mark.parametrize(
    ("stem", "key", "value"),
    [
        ("demo-2026", "living.instalments", "4"), ("demo-2026", "valid_from", "2026-07-01"),
        ("jiangmen-2022", "union_aid_is_income", "false"), ("jiangmen-2022", "imputed.ages.1", "64"),
    ],
)  # fmt: skip
def test_what_is_no_text_can_be_tried_too(stem: str, key: str, value: str) -> None:
    load(stem).change({key: value})


# ---- until when, and whose line ----------------------------------------------------------------------


def test_a_pack_with_an_end_holds_on_its_last_day_and_not_on_the_next() -> None:
    standard = parse(broken({"valid_until": date(2026, 6, 30)}), LINES, "office.yaml")
    standard.begins(date(2026, 6, 30))
    with pytest.raises(Refused, match=r"demo-2026 holds until 2026-06-30, not on 2026-07-01") as refused:
        standard.begins(date(2026, 7, 1))
    assert "2026-06-30" in refused.value.text.zh
    with pytest.raises(Refused, match="valid_until is before valid_from"):
        parse(broken({"valid_until": date(2023, 12, 31)}), LINES, "office.yaml")
    parse(broken({"valid_until": date(2024, 1, 1)}), LINES, "office.yaml").begins(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("day", "yuan"),
    [
        (date(2019, 9, 1), None),  # the end of 2018: 790 or already 1,070
        (date(2020, 1, 1), 1160), (date(2020, 12, 31), 1160), (date(2021, 1, 1), 1240), (date(2022, 3, 1), None),
        (date(2024, 1, 1), 1510), (date(2024, 12, 31), 1510), (date(2025, 1, 1), 1595), (date(2026, 1, 1), None),
    ],
)  # fmt: skip
def test_shanghai_takes_the_line_of_the_last_day_of_the_year_before(day: date, yuan: int | None) -> None:
    assert load("shanghai-2019").line_on(day) == (None if yuan is None else yuan * 100)


OWN_LINE = {"name": NAME, "values": [{"starts": date(2026, 7, 1), "yuan": "1100", "source": "rule"}]}


def test_the_lines_of_a_pack_go_before_those_of_the_table() -> None:
    own_town = parse(broken({"regions": {"town": OWN_LINE}, "line": "town"}), LINES, "office.yaml")
    assert own_town.line_on(date(2026, 6, 30)) is None
    assert own_town.line_on(date(2026, 7, 1)) == 110_000
    assert own_town.line_of("beijing", date(2021, 7, 1)) == 124_500, "the table is still there"
    over = parse(broken({"regions": {"demo": OWN_LINE}}), LINES, "office.yaml")
    assert over.line_on(date(2026, 10, 31)) == 110_000
    assert load("demo-2026").line_on(date(2026, 10, 31)) == 100_000


def test_a_line_of_a_pack_is_cited_and_in_order() -> None:
    strange = OWN_LINE | {"values": [{"starts": date(2026, 7, 1), "yuan": "1100", "source": "R9"}]}
    with pytest.raises(Refused, match=r"office\.yaml.*no source R9"):
        parse(broken({"regions": {"town": strange}}), LINES, "office.yaml")
    two = [OWN_LINE["values"][0], {"starts": date(2026, 1, 1), "yuan": "1000", "source": "rule"}]  # type: ignore[index]
    with pytest.raises(Refused, match=r"office\.yaml: regions\.town.*not in order of date"):
        parse(broken({"regions": {"town": OWN_LINE | {"values": two}}}), LINES, "office.yaml")


def test_a_line_of_the_table_names_the_document_of_the_table(tmp_path: Path) -> None:
    said = "pack: city\nextends: demo-2026\nline: qingdao\nsources: {S43: {title: 本市文件, dated: '2026', grade: A}}\n"
    city = load(own(tmp_path, said))
    assert "济南、青岛" in city.line_source("qingdao", date(2024, 6, 1))


# ---- rounding and sums -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "exact", "below_half", "half", "above_half"),
    [("half_up", 100, 100, 200, 200), ("up", 100, 200, 200, 200), ("down", 100, 100, 100, 100)],
)
def test_a_whole_yuan_is_reached_by_the_mode(
    mode: str, exact: int, below_half: int, half: int, above_half: int
) -> None:
    rounding = Rounding.model_validate({"to": "1", "mode": mode})
    found = [rounding.of(np.array([fen]), 1).tolist() for fen in (100, 149, 150, 151)]
    assert found == [[exact], [below_half], [half], [above_half]]
    assert rounding.of(np.array([0]), 1).tolist() == [0]


@given(
    st.sampled_from(["0.01", "0.1", "1", "5", "10", "100"]), st.sampled_from(["half_up", "up", "down"]),
    st.integers(0, 10**13), st.integers(1, 1000),
)  # fmt: skip
def test_rounding_is_that_of_exact_fractions(to: str, mode: str, amount: int, per: int) -> None:
    unit = int(Fraction(to) * 100)
    units = Fraction(amount, per) / unit
    wanted = {"half_up": math.floor(units + Fraction(1, 2)), "up": math.ceil(units), "down": math.floor(units)}
    rounding = Rounding.model_validate({"to": to, "mode": mode})
    assert rounding.of(amount, per) == wanted[mode] * unit
    assert rounding.of(np.array([amount]), np.array([per])).tolist() == [wanted[mode] * unit]


def test_a_schedule_and_a_sum_are_rounded_as_the_pack_says() -> None:
    """90 % of 123.45 is 111.105: 111.11 by the fen, 111 down and 112 up to the yuan; a third of 1,000 is 333.33…"""
    schedule = Schedule.model_validate({"kind": "marginal", "bands": [{"rate": "0.9"}]})
    third = Sum.model_validate({"lines": "1/3"})
    for said, of_schedule, of_sum in (
        ({}, 11_111, 33_333), ({"to": "1", "mode": "down"}, 11_100, 33_300), ({"to": "1", "mode": "up"}, 11_200, 33_400),
    ):  # fmt: skip
        rounding = Rounding.model_validate(said)
        assert schedule.amount(np.array([12_345]), rounding).tolist() == [of_schedule]
        assert third.fen(100_000, rounding) == of_sum


def test_rates_of_many_denominators_stay_exact() -> None:
    rates = ("1/4", "1/41", "1/77", "1/167", "1/169", "132/191")
    bands = [{"up_to": f"0.0{k}", "rate": rate} for k, rate in enumerate(rates[:-1], 1)]
    schedule = Schedule.model_validate({"kind": "marginal", "bands": [*bands, {"rate": rates[-1]}]})
    assert schedule.amount(np.array([98_027_532])).tolist() == [plainly(schedule, 98_027_532)]


def test_there_is_no_rounding_to_nothing() -> None:
    for wrong in ({"to": "0"}, {"to": "-1"}, {"mode": "bankers"}, {"to": 1}):
        with pytest.raises(Refused, match=r"office\.yaml: rounding"):
            parse(broken({"rounding": wrong}), LINES, "office.yaml")


def test_a_sum_per_person_is_rounded_once_and_then_capped() -> None:
    """A third of 1,000.01 for each of three is 1,000.01 together, not three times 333.34."""
    each = Sum.model_validate({"lines": "1/3", "per": "person", "cap": "1200"})
    assert [int(each.fen(100_001, heads=heads)) for heads in (1, 2, 3, 4)] == [33_334, 66_667, 100_001, 120_000]
    fixed = Sum.model_validate({"yuan": "50", "per": "person", "cap": "120"})
    assert fixed.fen(np.array([1, 1, 1]), heads=np.array([1, 2, 3])).tolist() == [5_000, 10_000, 12_000]


# ---- what does not go together -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "whole", "bands": [{"up_to": "100", "rate": "0.3"}, {"rate": "0.2"}]},
        {"kind": "flat", "bands": [{"up_to": "100", "flat": "50"}, {"flat": "49.99"}]},
        {"kind": "whole", "bands": [{"up_to": "100", "flat": "31"}, {"rate": "0.3"}]},
        {"kind": "flat", "bands": [{"up_to": "1", "flat": "1"}, {"up_to": "2", "flat": "2"}, {"flat": "1"}]},
    ],
)
def test_more_cost_never_means_less_aid(said: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"medical\.by_class\.deep.*more cost must not mean less aid"):
        parse(broken({"medical.by_class.deep": said}), LINES, "office.yaml")


@st.composite
def bands(draw: st.DrawFn) -> dict[str, Any]:
    """A flat or whole-amount schedule whose bands rise or fall."""
    kind = draw(st.sampled_from(["flat", "whole"]))
    edges = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=4)))
    step = st.integers(0, 9)
    said = [
        {"up_to": None if e is None else str(e), "flat": str(draw(step)), "rate": f"{draw(step)}/10" if kind == "whole" else "0"}
        for e in [*edges, None]
    ]  # fmt: skip
    return {"kind": kind, "bands": said, "closed": draw(st.sampled_from(["upper", "lower"]))}


@given(bands())
def test_just_the_schedules_that_fall_are_refused(said: dict[str, Any]) -> None:
    """Walked along in words: at each edge what the band below gives for it, and what the band above does."""
    values = [(Fraction(b["flat"]), Fraction(b["rate"])) for b in said["bands"]]
    edges = [int(b["up_to"]) for b in said["bands"][:-1]]
    falls = any(f + r * e > g + s * e for e, (f, r), (g, s) in zip(edges, values, values[1:], strict=False))
    if falls:
        with pytest.raises(ValueError, match="more cost must not mean less aid"):
            Schedule.model_validate(said)
    else:
        assert (np.diff(Schedule.model_validate(said).amount(np.arange(0, 4_200))) >= 0).all()


@pytest.mark.parametrize(
    "band",
    [
        {"flat": "100", "at_most": "99.99"},
        {"flat": "100", "at_most": "200", "rate": "0.1"},
        {"rate": "0.1", "at_most": "200"},
    ],
)
def test_discretion_goes_with_a_flat_amount_that_it_is_not_below(band: dict[str, str]) -> None:
    said = {"kind": "whole", "bands": [{"up_to": "10", "flat": "1"}, band]}
    with pytest.raises(Refused, match=r"at_most goes with a flat amount"):
        parse(broken({"medical.by_class.deep": said}), LINES, "office.yaml")


def test_a_marginal_band_leaves_no_discretion() -> None:
    said = {"kind": "marginal", "bands": [{"at_most": "50"}]}
    with pytest.raises(Refused, match=r"at_most goes with a flat amount"):
        parse(broken({"medical.by_class.deep": said}), LINES, "office.yaml")


MEASURES = ("net", "gross", "after_hardship", "hardship_share")


@pytest.mark.parametrize(("measure", "op"), [(m, op) for m in MEASURES for op in ("<", "<=", ">", ">=")])
def test_income_is_tested_from_above_and_the_share_of_a_cost_from_below(measure: str, op: str) -> None:
    fits = (op in (">", ">=")) == (measure == "hardship_share")
    text = broken({"classes.0.tests.0.measure": measure, "classes.0.tests.0.op": op})
    if fits:
        assert parse(text, LINES, "office.yaml").pack.classes[0].tests[0].op == op
    else:
        with pytest.raises(Refused, match=r"office\.yaml: classes\.0\.tests\.0"):
            parse(text, LINES, "office.yaml")


@pytest.mark.parametrize(
    "test",
    [
        {"measure": "hardship_share", "op": ">", "yuan": "5000"},
        {"measure": "hardship_share", "op": ">", "line": "beijing"},
        {"measure": "net", "op": "<", "times": "2", "yuan": "5000"},
    ],
)
def test_a_test_with_a_figure_that_it_does_not_read_is_refused(test: dict[str, str]) -> None:
    with pytest.raises(Refused, match=r"classes\.0\.tests\.0"):
        parse(broken({"classes.0.tests": [test]}), LINES, "office.yaml")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("living.by_class.deep", {"lines": "6", "only": "single_parent"}),
        ("warmth.by_class.deep", {"yuan": "1000", "only": "disabled"}),
        ("tuition.by_class.deep.primary", {"yuan": "1000", "per": "person"}),
    ],
)
def test_a_condition_that_a_kind_of_aid_does_not_read_is_refused(key: str, value: dict[str, str]) -> None:
    with pytest.raises(Refused, match=r".*".join(key.replace("by_class.", "").split("."))):
        parse(broken({key: value}), LINES, "office.yaml")


# ---- refusals in both languages ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        ("note.zh", None), ("pack", None), ("living.source", None), ("fixed", "1"), ("living.by_class.deep.line", "6"),
        ("beyond", "edge"), ("classes.0.tests.0.op", "=>"), ("sources.rule.grade", "D"), ("rigid", "medical"), ("exclusions", "none"),
        ("note.zh", 5), ("living.instalments", "2"), ("classes.0.event", "yes"), ("valid_from", "soon"), ("living", "none"),
        ("living.instalments", 0), ("sources", []),
        ("living.by_class.deep.lines", 6),
        ("medical.by_class.deep.cap", 20000),
        ("living.by_class.deep.lines", "six"),
        ("living.by_class.deep", {}),
        ("living.source", "R9"),
        ("temporary.by_class.accident", {"kind": "flat"}),
    ],
    ids=str,
)  # fmt: skip
def test_the_chinese_refusal_of_a_common_mistake_is_chinese(said: tuple[str, object]) -> None:
    key, value = said
    with pytest.raises(Refused) as refused:
        parse(broken({key: value}), LINES, "office.yaml")
    assert english_in(refused.value.text.zh, key, value) == []
    assert re.search(r"[a-z]{3}", refused.value.text.en)
    assert not re.search(r"[\u4e00-\u9fff]", refused.value.text.en)


def english_in(sentence: str, key: str, value: object) -> list[str]:
    """English words of a Chinese sentence that are neither the file, nor the key, nor what was written, nor a YAML word."""
    word = re.compile(r"[A-Za-z_]{3,}")
    allowed = {"office", "yaml", "true", "false", "bands", *word.findall(f"{key} {value}")}
    return [said for said in word.findall(sentence) if said not in allowed]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lines: '6'", "lines: 6.5"),
        ("line: demo", "line: demo\nline: beijing"),
    ],
)
def test_the_chinese_refusal_of_what_is_no_exact_yaml_is_chinese(old: str, new: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(DEMO.replace(old, new, 1), LINES, "office.yaml")
    assert english_in(refused.value.text.zh, "line", 6.5) == []


# ---- what a pack lacks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "lacks"),
    [
        ("demo-2026", []),
        ("suqian-2024", ["living aid", "medical aid", "tuition aid", "temporary aid", "warmth visit"]),
        ("beijing-2021", ["medical aid", "temporary aid", "warmth visit"]),
        ("hubei-2024", ["class tests", "warmth visit"]),
        ("sanming", ["class tests", "living aid", "tuition aid", "temporary aid", "warmth visit"]),
        ("province-x", ["class tests", "warmth visit"]),
    ],
)  # fmt: skip
def test_what_a_pack_lacks_is_named_and_then_the_gaps_of_its_author(stem: str, lacks: list[str]) -> None:
    pack = load(stem).pack
    found = pack.lacks()
    assert [text.en for text in found] == lacks + [gap.en for gap in pack.gaps]
    assert all(re.search(r"[\u4e00-\u9fff]", text.zh) for text in found)


def test_a_pack_whose_rule_is_taken_out_lacks_it() -> None:
    said = {aid: load("demo-2026").pack.lacks() for aid in ("living", "warmth")}
    for aid in said:
        without = parse(broken({aid: None, "classes": []}), LINES, "office.yaml").pack
        assert [t.en.split()[0] for t in without.lacks()] == ["class", aid]

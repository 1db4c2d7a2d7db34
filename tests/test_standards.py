"""Standards: a wrong pack is refused in a sentence with file and key, and a schedule pays what its words say."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework import share, standards
from casework.standards import Band, Line, LineValue, Schedule, Sum, load, parse, stems
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

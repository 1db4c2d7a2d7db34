"""Indicators: published values, arithmetic by hand, second methods, and what is refused."""

import math
import shutil
import subprocess
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from statistics import fmean, median, pvariance
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.indicators import (
    Stay,
    adequacy,
    at_risk_of_poverty,
    before_and_after,
    cost_per_exit,
    coverage,
    exact_fgt,
    exact_gini,
    fgt,
    fgt_error,
    gini,
    half_left,
    lorenz,
    quintile_ratio,
    relative_median_gap,
    standard_error,
    standing,
    targeting_errors,
    time_to_exit,
    transition_matrix,
)  # fmt: skip
from casework.vocabulary import Refused

HANDBOOK = [100, 110, 150, 160]
"""Haughton and Khandker 2009, Handbook on Poverty and Inequality, the table on p. 72; the line is 125."""
TEN = [6, 8, 11, 15, 21, 25, 30, 40, 50, 100]
"""Revisiting Targeting (World Bank 2022), table 7.3; the line is 20."""
MEASURES: dict[str, Callable[..., Any]] = {
    "headcount": lambda x, weights=None: fgt(x, 20, 0, weights), "gap": lambda x, weights=None: fgt(x, 20, 1, weights),
    "severity": lambda x, weights=None: fgt(x, 20, 2, weights), "gini": gini, "quintile_ratio": quintile_ratio,
    "at_risk": at_risk_of_poverty, "median_gap": relative_median_gap,
}  # fmt: skip
RELATIVE = ["gini", "quintile_ratio", "at_risk", "median_gap"]

close = pytest.approx
some_incomes = st.lists(st.integers(1, 200), min_size=1, max_size=12)
weighted = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 4)), min_size=1, max_size=12).filter(
    lambda rows: any(w for _, w in rows)
)


def apart(rows: Sequence[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    """The columns of some rows."""
    return tuple(list(column) for column in zip(*rows, strict=True))


def copies(rows: list[tuple[int, int]]) -> list[int]:
    """Each value as often as its weight says."""
    return [value for value, weight in rows for _ in range(weight)]


# ---- poverty ------------------------------------------------------------------------------------------


def test_the_published_examples_of_headcount_gap_and_severity() -> None:
    """P2 of the ten by hand: .7² + .6² + .45² + .25² = .49 + .36 + .2025 + .0625 = 1.115, over ten."""
    assert [fgt(HANDBOOK, 125, alpha) for alpha in (0, 1, 2)] == close([0.5, 0.08, 0.0136], rel=1e-14)
    assert [fgt(TEN, 20, alpha) for alpha in (0, 1, 2)] == close([0.4, 0.2, 0.1115], rel=1e-14)


def test_fgt_by_hand_at_the_line_below_zero_and_with_a_line_for_each() -> None:
    assert fgt([100, 99.5, 0, -50], 100, 0) == 0.75, "who is right at the line is not poor"
    assert fgt([100, 0, -50], 100, 1) == close((1 + 1.5) / 3), "an income below zero is more than the whole line short"
    assert fgt([50, 50], [100, 40], 1) == 0.25, "half short of its own line, and not short at all"
    assert fgt([50, 50, 100], 100, 1, [3, 1, 4]) == 0.25
    assert fgt([75, 100], 100, 0.5) == 0.25, "the root of a quarter, over two"
    assert fgt([200, 300], 100, 0) == fgt([200, 300], 100, 2) == 0.0


def test_at_risk_and_the_median_gap_by_hand() -> None:
    """Median 30, threshold 18: one of five, (18 - 10) / 18 short. Of four the median is the middle of the second and third."""
    assert at_risk_of_poverty([50, 10, 30, 20, 40]) == 0.2
    assert relative_median_gap([50, 10, 30, 20, 40]) == close(8 / 18)
    assert at_risk_of_poverty([9, 10, 20, 40]) == 0.0, "the median is 15 and not 20, so the threshold is 9"
    assert at_risk_of_poverty([8, 10, 20, 40]) == 0.25
    assert relative_median_gap([4, 8, 10, 100, 100, 100, 100], share=0.5) == close((50 - 8) / 50)
    assert at_risk_of_poverty([1, 5, 9, 9], [1, 0, 1, 2], share=1 / 3) == 0.25
    assert relative_median_gap([1, 5, 20, 20], [1, 1, 1, 3]) == close((12 - 3) / 12), (
        "half the poor below 1, half above 5"
    )
    assert relative_median_gap([7, 7, 7]) == at_risk_of_poverty([7, 7, 7]) == 0.0, "nobody is below"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.4, 0.55, 0.6, 0.7])
def test_who_is_right_at_the_threshold_is_never_below(share: float) -> None:
    """0.55 × 100 is more than 55 to a computer that counts in halves."""
    for middle in range(100, 2100, 100):
        at = round(share * 100) * middle // 100
        assert at_risk_of_poverty([at, middle, middle], share=share) == 0.0
        assert at_risk_of_poverty([at - 1, middle, middle], share=share) == close(1 / 3)


@given(weighted)
def test_the_weighted_median_is_the_median_of_the_copies(rows: list[tuple[int, int]]) -> None:
    x, weights = apart(rows)
    line = Fraction(6, 10) * Fraction(median(copies(rows)))
    poor = [value for value in copies(rows) if value < line]
    assert at_risk_of_poverty(x, weights) == close(len(poor) / len(copies(rows)))
    assert relative_median_gap(x, weights) == close(float(1 - median(poor) / line) if poor else 0.0)


# ---- inequality ---------------------------------------------------------------------------------------


def test_gini_by_hand() -> None:
    """Half the mean difference over the mean; of one who has all among n, (n - 1) / n."""
    assert gini([1, 3]) == 0.25
    assert gini([5, 5, 5]) == gini([8]) == 0.0
    assert gini([0.1] * 7) == close(0.0, abs=1e-15)
    assert gini([0, 0, 0, 8]) == gini([0, 8], [3, 1]) == 0.75
    assert gini([-4, 0, 0, 8]) == 0.75, "a negative income counts as zero"
    assert gini([0, 0]) == 0.0, "all have the same: nothing"


@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0.01, 1e3)), min_size=1, max_size=25))
def test_gini_is_half_the_mean_difference_over_the_mean(rows: list[tuple[float, float]]) -> None:
    x, weights = apart(rows)
    people, total = math.fsum(weights), math.fsum(v * w for v, w in rows)
    differ = math.fsum(abs(a - b) * v * w for a, v in rows for b, w in rows)
    wanted = differ / (2 * people * total) if total > 1e-290 else None
    assert 0 <= gini(x, weights) <= 1
    assert wanted is None or gini(x, weights) == close(wanted, abs=1e-9)


def test_the_lorenz_curve_by_hand() -> None:
    assert lorenz([4, 1, 3, 2]) == [(0.0, 0.0), (0.25, 0.1), (0.5, 0.3), (0.75, 0.6), (1.0, 1.0)]
    assert lorenz([6, 2], [1, 3]) == [(0.0, 0.0), (0.75, 0.5), (1.0, 1.0)]
    assert lorenz([0, 1], [0.5, 5e-324]) == [(0.0, 0.0), (1.0, 1.0), (1.0, 1.0)]
    assert lorenz([5e-324, 1.5e-323], [2, 2]) == [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)], (
        "the least that a computer can tell from nothing"
    )
    assert lorenz([0, 0]) == [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0.1, 50)), min_size=1, max_size=25))
def test_the_lorenz_curve_bends_upward_and_gini_is_the_area_above_it(rows: list[tuple[float, float]]) -> None:
    x, weights = apart(rows)
    curve = lorenz(x, weights)
    assert curve[0] == (0.0, 0.0)
    assert curve[-1] == (1.0, 1.0)
    assert len(curve) == len(rows) + 1
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(curve)]
    assert all(later >= slope - 1e-6 for slope, later in pairwise(slopes))
    assert gini(x, weights) == close(1 - sum((b[0] - a[0]) * (a[1] + b[1]) for a, b in pairwise(curve)), abs=1e-9)


def test_the_quintile_ratio_by_hand() -> None:
    assert quintile_ratio([5, 1, 4, 2, 3]) == 5.0
    assert quintile_ratio(TEN) == close(150 / 14)
    assert quintile_ratio([1, 2, 3, 4, 5, 6]) == close(7 / 1.4), "a fifth of six is one and a fifth of the next"
    assert quintile_ratio([1] * 9 + [10]) == close(5.5), "many the same: two of ten, who have 1 and 1, or 1 and 10"
    assert [quintile_ratio([3, 3, 3, 3]), quintile_ratio([0.3] * 7), quintile_ratio([2])] == close([1, 1, 1])
    assert quintile_ratio([1, 2, 3, 4, 5], [2, 1, 1, 1, 5]) == 5.0, "of ten people two have 1, and two have 5"
    with pytest.raises(Refused):
        quintile_ratio([0] * 10 + [5] * 40, [0.3] * 50)


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0.1, 50)), min_size=1, max_size=25))
def test_the_quintile_ratio_is_read_off_the_lorenz_curve(rows: list[tuple[float, float]]) -> None:
    x, weights = apart(rows)
    people, theirs = apart(lorenz(x, weights))
    low, high = np.interp([0.2, 0.8], people, theirs)
    assert quintile_ratio(x, weights) == close((1 - high) / low, rel=1e-6)
    assert quintile_ratio(x, weights) >= 1 - 1e-12


# ---- all of them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MEASURES)
@given(rows=weighted)
def test_a_weight_stands_for_so_many_copies(name: str, rows: list[tuple[int, int]]) -> None:
    x, weights = apart(rows)
    assert MEASURES[name](x, weights) == close(MEASURES[name](copies(rows)), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", MEASURES)
@given(rows=weighted, factor=st.sampled_from([1e-300, 1e-9, 0.1, 3, 1e12, 1e140]))
def test_weights_count_by_their_proportions(name: str, rows: list[tuple[int, int]], factor: float) -> None:
    x, weights = apart(rows)
    assert MEASURES[name](x, [w * factor for w in weights]) == close(MEASURES[name](x, weights), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", RELATIVE)
@given(x=some_incomes, factor=st.sampled_from([2.0**-1000, 2.0**-30, 4.0, 2.0**400]))
def test_a_change_of_currency_changes_no_relative_measure(name: str, x: list[int], factor: float) -> None:
    assert MEASURES[name]([v * factor for v in x]) == close(MEASURES[name](x), rel=1e-9, abs=1e-12)
    assert fgt([v * factor for v in x], 20 * factor, 2) == close(fgt(x, 20, 2))


@pytest.mark.parametrize("name", MEASURES)
@given(rows=weighted, data=st.data())
def test_the_order_of_the_rows_does_not_matter(name: str, rows: list[tuple[int, int]], data: st.DataObject) -> None:
    assert MEASURES[name](*apart(data.draw(st.permutations(rows)))) == close(MEASURES[name](*apart(rows)), abs=1e-12)


@pytest.mark.parametrize("name", MEASURES)
def test_lists_tuples_arrays_and_series_give_the_same_float(name: str) -> None:
    weights = [2, 1, 1, 1, 1, 1, 1, 1, 1, 3]
    index = list(range(9, -1, -1))
    wanted = MEASURES[name](TEN, weights)
    assert type(wanted) is float
    for x, w in (
        (tuple(TEN), tuple(weights)), (np.array(TEN), np.array(weights, dtype=float)), (pd.Series(TEN), pd.Series(weights, index=index)),
        (pd.Series(TEN, dtype="Int64"), weights), ([Fraction(v) for v in TEN], np.array(weights, dtype=np.int8)),
    ):  # fmt: skip
        found = MEASURES[name](x, w)
        assert type(found) is float
        assert found == wanted


def test_one_fen_short_is_short() -> None:
    assert [exact_fgt([(1, 4), (0, 4), (-1, 4)], power) for power in (0, 1, 2)] == [0.333333, 0.083333, 0.020833]


@given(some_incomes)
def test_the_exact_measures_of_whole_numbers_agree(x: list[int]) -> None:
    assert exact_gini(x) == close(gini(x), abs=6e-7)
    short = [(50 - v, 50) for v in x]
    assert [exact_fgt(short, p) for p in (0, 1, 2)] == close([fgt(x, 50, p) for p in (0, 1, 2)], abs=6e-7)
    found = standing([Fraction(v) for v in x], [50] * len(x))
    assert (found.below / found.of, found.gap, found.gini) == close((fgt(x, 50, 0), fgt(x, 50, 1), gini(x)), abs=6e-7)


# ---- who is reached -----------------------------------------------------------------------------------


def test_targeting_and_coverage_by_hand() -> None:
    """Five are eligible, three of them covered; one more is covered who is not."""
    eligible, covered = [1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 0, 0, 1, 0]
    assert targeting_errors(eligible, covered) == close((2 / 5, 1 / 4))
    assert coverage(eligible, covered) == close(3 / 5)
    assert targeting_errors(pd.Series(eligible) == 1, np.array(covered, dtype=bool)) == close((2 / 5, 1 / 4))
    assert targeting_errors(eligible, covered, [1, 1, 1, 3, 3, 6, 9]) == close((6 / 9, 6 / 9))
    assert targeting_errors([1, 1], [0, 0]) == (1.0, 0.0)
    assert targeting_errors([0, 0], [1, 0]) == (0.0, 1.0)
    assert targeting_errors([1, 0], [1, 0]) == targeting_errors([0], [0]) == (0.0, 0.0)


def test_adequacy_and_cost_per_exit_by_hand() -> None:
    assert adequacy([100, 0, 300], [400, 9999, 1200]) == 0.25, "400 of 1,600; who gets nothing is left out"
    assert adequacy([100, 300], [1000, 1000], [3, 1]) == close(600 / 4000)
    assert cost_per_exit(1_000_000, 8) == 125_000.0


def test_before_and_after_aid_by_hand() -> None:
    found = before_and_after([100, 110, 150, 160], [125, 115, 150, 160], 125)
    assert found["headcount"] == (0.5, 0.25)
    assert found["gap"] == close((0.08, 0.02))
    assert found["severity"] == close((0.0136, 0.0016))
    assert found["gini"] == close((220 / 2080, 160 / 2200)), "the differences of the six pairs over 4 × the total"


# ---- who leaves, and when -----------------------------------------------------------------------------

REMISSION = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)
"""Weeks in remission under 6-MP (Freireich and others 1963), the example of nearly every textbook of survival analysis."""


def test_kaplan_meier_of_a_published_example() -> None:
    """At risk, left, share and Greenwood's error as in print: .857 (.0764), .807 (.0869), .753 (.0963), .690 (.1068), …; median 23."""
    curve = time_to_exit(*REMISSION)
    assert [(stay.time, stay.at_risk, stay.exits) for stay in curve] == [
        (6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1),
    ]  # fmt: skip
    assert [stay.share for stay in curve] == close([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert [stay.error for stay in curve] == close([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5)
    assert half_left(curve) == 23


def test_who_is_last_seen_when_others_leave_was_still_there() -> None:
    """Of four two leave at 3 while one is last seen there: 2/4; the last leaves at 5: nobody."""
    curve = time_to_exit([3, 3, 3, 5], [True, False, True, True])
    assert [(s.time, s.at_risk, s.exits, s.share) for s in curve] == [(3, 4, 2, 0.5), (5, 1, 1, 0.0)]
    assert [s.error for s in curve] == close([0.25, 0.0]), "√(½ · ½ / 4), and nobody is left to differ"
    assert half_left(curve) == 3
    assert time_to_exit([1, 2], [0, 0]) == []
    assert half_left([]) is None


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
def test_when_all_left_the_curve_counts_who_is_still_there(times: list[int]) -> None:
    for stay in time_to_exit(times, [1] * len(times)):
        share = sum(t > stay.time for t in times) / len(times)
        assert stay.share == close(share, abs=1e-12)
        assert stay.error == close(math.sqrt(share * (1 - share) / len(times)), abs=1e-9)


def test_the_transition_matrix_by_hand() -> None:
    was, now = ["deep", "deep", "relative", "deep", "relative"], ["deep", "relative", "left", "left", "relative"]
    found = transition_matrix(was, now)
    assert found == {
        "deep": {"deep": close(1 / 3), "relative": close(1 / 3), "left": close(1 / 3)},
        "relative": {"deep": 0.0, "relative": 0.5, "left": 0.5},
    }
    assert transition_matrix(["deep", "edge"], ["edge", "edge"], [1, 0]) == {"deep": {"deep": 0.0, "edge": 1.0}}
    weighed = transition_matrix(pd.Series(was), pd.Series(now), [1, 3, 1, 4, 0])
    assert weighed["deep"] == {"deep": 0.125, "relative": 0.375, "left": 0.5}
    assert weighed["relative"] == {"deep": 0.0, "relative": 0.0, "left": 1.0}


# ---- samples ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_squared_error_is_right_on_average_over_all_samples(size: int) -> None:
    """Of seven: the mean of the squared errors of all samples is the variance of the means of all samples."""
    seven = [3.0, 8.0, 8.0, 15.0, 0.0, 21.0, 40.0]
    samples = list(combinations(seven, size))
    means = pvariance([fmean(sample) for sample in samples])
    assert fmean(standard_error(sample, population=7) ** 2 for sample in samples) == close(means)
    poor = pvariance([fgt(sample, 10, 1) for sample in samples])
    assert fmean(fgt_error(sample, 10, 1, population=7) ** 2 for sample in samples) == close(poor)


def test_standard_errors_by_hand() -> None:
    """P1 of the Handbook's four: (P2 - P1²) / 3 = (.0136 - .0064) / 3 = .0024. Weights 1 and 3: 2 · 2 · (3/16)² = (3/8)²."""
    assert fgt_error(HANDBOOK, 125, 1) == close(math.sqrt(0.0024))
    assert standard_error([1, 0, 0, 0]) == close(math.sqrt(0.25 * 0.75 / 3))
    assert standard_error([0, 1], [1, 3]) == close(0.375)
    assert standard_error([0, 1, 5], [1, 3, 0]) == close(0.375), "who has no weight was not asked"
    assert standard_error([4, 4, 4]) == 0.0
    assert standard_error([1, 2, 3], population=3) == 0.0, "who asks all knows"


@given(st.lists(st.integers(0, 99), min_size=2, max_size=9), st.sampled_from([0.5, 7, 1e9]))
def test_equal_weights_do_not_change_the_error(x: list[int], weight: float) -> None:
    assert standard_error(x, [weight] * len(x)) == close(float(np.std(x, ddof=1)) / math.sqrt(len(x)), abs=1e-12)


# ---- what is refused ----------------------------------------------------------------------------------

nan, inf = math.nan, math.inf


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(
    ("x", "weights", "place"),
    [
        ([], None, ""), ([1, nan, 3], None, "2"), ([1, 2, inf], None, "3"), ([None, 2], None, "1"), (["12", 2], None, "1"), ("123", None, ""),
        ({"甲": 1}, None, ""), ({1, 2}, None, ""), (5, None, ""), (None, None, ""), ([[1, 2], [3, 4]], None, "1"), (np.ones((2, 2)), None, ""),
        (pd.DataFrame({0: [1, 2]}), None, ""), (pd.Series([1, None], dtype="Int64"), None, "2"), ([1, 10**400], None, "2"), ([1, 2j], None, "2"),
        ([1, 2], [1], ""), ([1, 2], [], ""), ([1, 2], [1, 1, 1], ""), ([1, 2], [1, -1], ""), ([1, 2], [0, 0], ""), ([1, 2], [1, nan], "2"),
        ([1, 2], 1, ""), ([1, 2], [1, None], "2"), ([1, 2], [inf, 1], "1"), (iter(()), None, ""),
    ],
)  # fmt: skip
def test_bad_figures_are_refused_in_words_that_name_the_place(name: str, x: Any, weights: Any, place: str) -> None:
    with pytest.raises(Refused) as said:
        MEASURES[name](x, weights)
    assert place in said.value.text.zh
    assert place in said.value.text.en


FEW = [1, 2, 3]


@pytest.mark.parametrize(
    "call",
    [
        lambda: lorenz([]), lambda: lorenz([1, nan]), lambda: fgt(FEW, 0, 1), lambda: fgt(FEW, -5, 1), lambda: fgt(FEW, nan, 1),
        lambda: fgt(FEW, [5, 5], 1), lambda: fgt(FEW, None, 1), lambda: fgt(FEW, "5", 1), lambda: fgt(FEW, [5, 0, 5], 1), lambda: fgt(FEW, 5, -1),
        lambda: fgt(FEW, 5, nan), lambda: fgt([-1e140], 1e-140, 2), lambda: at_risk_of_poverty(FEW, share=-1),
        lambda: at_risk_of_poverty(FEW, share=nan), lambda: relative_median_gap([-5, -1, -1]), lambda: quintile_ratio([0] * 4 + [9]),
        lambda: quintile_ratio([-3, 1]), lambda: quintile_ratio([9e9, 5e-299]), lambda: relative_median_gap([5e-324, -1], [2, 1]), lambda: targeting_errors([], []), lambda: targeting_errors([1], [1, 0]),
        lambda: targeting_errors([0.5], [1]), lambda: targeting_errors([True, None], [1, 1]), lambda: targeting_errors(["yes"], [1]),
        lambda: targeting_errors([2], [1]), lambda: targeting_errors([1, 0], [1, 0], [0, 0]), lambda: coverage([0, 0], [1, 0]),
        lambda: adequacy([0, 0], [5, 5]), lambda: adequacy([5], [0]), lambda: adequacy([5], [1, 2]), lambda: adequacy([], []),
        lambda: before_and_after(FEW, [1, 2], 5), lambda: before_and_after([], [], 5), lambda: cost_per_exit(5, 0), lambda: cost_per_exit(nan, 5),
        lambda: transition_matrix([], []), lambda: transition_matrix(["a"], ["a", "b"]), lambda: transition_matrix(["a"], [None]),
        lambda: transition_matrix([nan], ["a"]), lambda: transition_matrix(pd.Series(["a", None]), ["a", "b"]),
        lambda: transition_matrix([pd.NA], ["a"]), lambda: transition_matrix(["a"], [""]), lambda: transition_matrix(["a"], ["b"], [-1]),
        lambda: time_to_exit([], []), lambda: time_to_exit([-1], [1]), lambda: time_to_exit([1, 2], [1]), lambda: time_to_exit([nan], [1]),
        lambda: time_to_exit([1], [3]), lambda: standard_error([5]), lambda: standard_error([]), lambda: standard_error(FEW, population=2),
        lambda: standard_error(FEW, [0, 0, 1]), lambda: fgt_error(FEW, 0, 1),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(Refused):
        call()


@given(
    st.lists(st.tuples(st.floats(-1e12, 1e12), st.floats(0, 1e12)), min_size=1, max_size=8),
    st.sampled_from([*MEASURES]),
)
def test_an_answer_is_a_finite_number_or_a_sentence(rows: list[tuple[float, float]], name: str) -> None:
    try:
        found = MEASURES[name](*apart(rows))
    except Refused:
        return
    assert math.isfinite(found)


# ---- a public survey ----------------------------------------------------------------------------------

IN_R = """suppressMessages({library(laeken); library(survival)}); data(eusilc); x <- eusilc$eqIncome; w <- eusilc$rb050
say <- function(...) cat(format(c(...), digits = 17, scientific = FALSE, trim = TRUE), "\n", sep = " ")
say(x); say(w); say(arpr(x, w)$value, arpr(x, w, p = .4)$value, rmpg(x, w)$value, gini(x, w)$value, arpr(x)$value, rmpg(x)$value, gini(x)$value)
s <- summary(survfit(Surv(time, status) ~ 1, data = veteran)); say(veteran$time); say(veteran$status); say(s$time); say(s$surv); say(s$std.err)"""


@pytest.fixture(scope="module")
def in_r() -> list[list[float]]:
    """What R's laeken and survival say, where they are installed (Debian: r-cran-laeken, r-cran-survival)."""
    if shutil.which("Rscript") is None:
        pytest.skip("no R here")
    done = subprocess.run(["Rscript", "-e", IN_R], capture_output=True, text=True, check=False)
    if "there is no package" in done.stderr:
        pytest.skip("R without laeken or survival")
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def test_eusilc_as_published(in_r: list[list[float]]) -> None:
    """14,827 persons; Alfons and Templ 2013 (J. Stat. Softw. 54/15): 14.44422 %, 18.9286 %, 26.48962 % and 3.971415."""
    x, weights, said = in_r[:3]
    assert len(x) == len(weights) == 14_827
    ours = [
        at_risk_of_poverty(x, weights),
        at_risk_of_poverty(x, weights, 0.4),
        relative_median_gap(x, weights),
        gini(x, weights),
    ]
    assert [100 * v for v in [*ours, at_risk_of_poverty(x), relative_median_gap(x), gini(x)]] == close(said, rel=1e-10)
    assert [100 * v for v in ours[::2]] == close([14.44422, 18.9286], abs=5e-5)
    assert 100 * ours[3] == close(26.48962, abs=5e-6)
    assert quintile_ratio(x, weights) == close(3.971415, abs=5e-5), (
        "not the same: theirs takes whole persons at the edges"
    )


def test_survival_in_r_gives_the_same_curve(in_r: list[list[float]]) -> None:
    times, exited, at, share, error = in_r[3:]
    curve: list[Stay] = [stay for stay in time_to_exit(times, exited) if stay.share]
    assert [stay.time for stay in curve] == at[: len(curve)]
    assert [stay.share for stay in curve] == close(share[: len(curve)])
    assert [stay.error for stay in curve] == close(error[: len(curve)])

"""Small cells: what a table leaves out, and a solver that tries to work it out all the same."""

from collections.abc import Iterable
from itertools import product

import highspy
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.privacy.cells import FEWEST, hidden, hidden_in_list
from casework.vocabulary import Refused

Place = tuple[int, int]


def with_totals(rows: Iterable[Iterable[int]]) -> list[list[int]]:
    lines = [[*row, sum(row)] for row in map(list, rows)]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def possible(table: list[list[int]], out: set[Place]) -> dict[Place, tuple[float, float]]:
    """The least and the most that each count left out can be, to a reader of the rest who knows that lines add up: by HiGHS."""
    rows, columns = len(table), len(table[0])
    places = list(product(range(rows), range(columns)))
    number = {place: k for k, place in enumerate(places)}
    solver = highspy.Highs()
    solver.silent()
    for place in places:
        shown = table[place[0]][place[1]]
        solver.addVar(*((0, highspy.kHighsInf) if place in out else (shown, shown)))
    lines = [[(i, j) for j in range(columns)] for i in range(rows)]
    lines += [[(i, j) for i in range(rows)] for j in range(columns)]
    for line in lines:
        signs = [1.0] * (len(line) - 1) + [-1.0]
        solver.addRow(0, 0, len(line), [number[place] for place in line], signs)
    found = {}
    for place in out:
        ends = []
        for sign in (1, -1):
            for k in range(len(places)):
                solver.changeColCost(k, sign if k == number[place] else 0)
            solver.run()
            bounded = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(sign * solver.getObjectiveValue() if bounded else float("inf"))
        found[place] = (ends[0], ends[1])
    return found


COUNT = st.one_of(st.integers(0, 6), st.integers(0, 400))
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(st.lists(COUNT, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


@given(TABLES)
@example([[3, 20, 30], [10, 0, 40], [50, 60, 70]])
@example([[1, 0], [0, 100]])
@example([[1, 1], [1, 1]])
@example([[0, 0, 2]])
@example([[2, 100, 100], [2, 100, 100], [0, 100, 100]])
def test_no_small_count_is_shown_and_none_can_be_worked_out(rows: list[list[int]]) -> None:
    table = with_totals(rows)
    out = hidden(table)
    small = {(i, j) for i, row in enumerate(table) for j, n in enumerate(row) if 0 < n < FEWEST}
    assert small <= out
    for place, (least, most) in possible(table, out).items():
        assert most - least >= 1 - 1e-6, (place, "can be worked out")
        assert place not in small or most >= FEWEST - 1e-6, (place, "is known to be small")


@given(st.lists(COUNT, min_size=1, max_size=9))
@example([3, 10, 20])
@example([1, 1, 20])
@example([3])
@example([0, 3])
def test_the_same_of_a_list_and_its_total(counts: list[int]) -> None:
    out = hidden_in_list(counts, sum(counts))
    line = [*counts, sum(counts)]
    assert {i for i, n in enumerate(line) if 0 < n < FEWEST} <= out
    shown = sum(counts) - sum(n for i, n in enumerate(counts) if i not in out)  # what is left for those left out
    gone = out - {len(counts)}
    if len(counts) in out:
        assert gone, "the total follows from its parts"
    elif out:
        assert len(gone) >= 2
        assert shown >= FEWEST


def test_the_total_of_a_line_gives_no_small_count_away() -> None:
    """By hand, as in docs/privacy.md: 53 - 30 - 20 = 3, so the 20 goes too; 63 - 50 - 10 = 3 and 80 - 60 - 0 = 20, so a pair of another
    line goes, the smallest, 10 and 0. 20 + 0 and 10 + 0 add up to as much with 10 and 10, 0 and 10: the 3 may be 13."""
    assert hidden(with_totals([[3, 20, 30], [10, 0, 40], [50, 60, 70]])) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_two_small_counts_alone_would_be_known_to_be_small() -> None:
    """1 + 1 left out of 22 are 2 together, so each is at most 2: the 20 must go as well. 1 + 4 are 5 together, so one may be 5."""
    assert hidden_in_list([1, 1, 20], 22) == {0, 1, 2}
    assert hidden_in_list([1, 4, 20], 25) == {0, 1}


def test_of_a_list_the_smallest_other_goes() -> None:
    assert hidden_in_list([3, 50, 20, 40], 113) == {0, 2}


def test_nothing_is_left_out_of_a_table_without_small_counts() -> None:
    assert hidden(with_totals([[0, 5, 30], [40, 0, 60]])) == set()
    assert hidden(with_totals([[0, 0], [0, 0]])) == set()


def test_a_table_of_few_is_left_out_whole_but_for_its_zeros() -> None:
    assert hidden(with_totals([[1, 1], [1, 1]])) == set(product(range(3), range(3)))
    assert hidden(with_totals([[3, 0], [0, 0]])) == {(0, 0), (0, 2), (2, 0), (2, 2)}


@pytest.mark.parametrize(
    "table",
    [
        [], [[]], [[3]], [[3, 3]], [[3, 3], [3]], [[3, None], [3, 3]], [[1.5, 1.5], [1.5, 1.5]], [[-3, -3], [-3, -3]],
        [[3, 4, 6], [3, 4, 6]], [[3, 3], [4, 4]],
    ],
)  # fmt: skip
def test_what_is_no_table_with_totals_is_refused(table: list[list[int | None]]) -> None:
    with pytest.raises(Refused):
        hidden(table)

"""Small cells: which counts of a table are left out, so that no count below FEWEST is shown or can be worked out.

What is promised of the places that `hidden` gives, if all of them are shown alike (the same sign for each), to a reader who knows
the shown counts, that lines add up to their totals and that no count is negative (`test_cells` asks a solver):

- every count from 1 to FEWEST - 1 is left out, in lines and in totals; each could as well be FEWEST or more;
- no count that is left out can be worked out: each could be at least one more or one less than it is.

Nothing is promised where the sign tells which counts are small (“<5” twice beside a total of 8 is 4 and 4), to a reader who knows
a part of what was left out, or one who has another table over the same people.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import product

from casework.vocabulary import Refused

FEWEST = 5
"""A count of people or households below this is not shown, so that nobody can be found by it."""

Place = tuple[int, int]
_Node = tuple[str, int]
_Table = list[list[int]]


def hidden(counts: Sequence[Sequence[int | None]]) -> set[Place]:
    """The places (row, column) to leave out of a table whose last row and last column are the totals."""
    table = _whole(counts)
    small = {(i, j) for i, row in enumerate(table) for j, n in enumerate(row) if 0 < n < FEWEST}
    out = small.copy()
    largest_first = sorted(product(range(len(table)), range(len(table[0]))), key=lambda p: (-table[p[0]][p[1]], p))
    for place in largest_first:
        if place in small:
            _cover(table, place, FEWEST, out)
    for place in largest_first:  # what a later one made needless
        if place in out - small and _is_safe(table, small, out - {place}):
            out.remove(place)
    return out


def _is_safe(table: _Table, small: set[Place], out: set[Place]) -> bool:
    """Whether nothing more must be left out than this."""
    needed = out.copy()
    for i, j in out:
        _cover(table, (i, j), FEWEST if (i, j) in small else table[i][j] + 1, needed)
    return needed == out


def hidden_in_list(counts: Sequence[int], total: int) -> set[int]:
    """The places to leave out of a list and its total; the place after the last count is the total's."""
    return {i for i, _ in hidden([[n, n] for n in (*counts, total)])}


def _whole(counts: Sequence[Sequence[int | None]]) -> _Table:
    """The table as whole numbers; Refused when it is none, or when its lines do not add up."""
    table = [[n for n in row if type(n) is int and n >= 0] for row in counts]
    if (
        len({len(row) for row in table}) != 1
        or [*map(len, table)] != [*map(len, counts)]
        or len(table[0]) < 2
        or len(table) < 2
    ):
        raise Refused("统计表的每行应同样长，末行末列为合计，都是非负整数。",
                      "a table of counts has rows of one length, totals in its last row and column, and only whole numbers.")  # fmt: skip
    if any(sum(line[:-1]) != line[-1] for line in [*table, *zip(*table, strict=True)]):
        raise Refused("统计表各行各列与合计不符；互有重叠的类别请分开统计。",
                      "the lines of the table of counts do not add up to their totals: count groups that overlap in tables of their own.")  # fmt: skip
    return table


# A table that a reader holds possible differs from the true one by cycles: one cell of a row up, another of it down, one of that column up, and
# so on (a total goes up with its line). So a count can be raised exactly as far as a flow runs from the end of its step back to the start.


def _cover(table: _Table, place: Place, wanted: int, out: set[Place]) -> None:
    """Leaves out more, the smallest counts first, until the count in this place could as well be the wanted one."""
    moved = [row.copy() for row in table]
    start, goal = _step(table, *place)
    while (missing := wanted - moved[place[0]][place[1]]) > 0:
        path = _cheapest(table, moved, place, out, goal, start)
        out.update(p for p, _ in path)
        falls = [moved[i][j] for (i, j), up in path if up < 0]
        by = min([missing, *falls])
        for (i, j), up in [*path, (place, 1)]:
            moved[i][j] += up * by


def _step(table: _Table, i: int, j: int) -> tuple[_Node, _Node]:
    """Where the step begins and ends that raises a count: from its row to its column, for a total of one line the other way."""
    ends = ("row", i), ("column", j)
    return ends[::-1] if (i == len(table) - 1) != (j == len(table[0]) - 1) else ends


def _steps(table: _Table, moved: _Table, node: _Node) -> Iterator[tuple[_Node, Place, int]]:
    """The steps from a row or column: to where, which count changes, and whether it goes up or down (not below zero)."""
    kind, k = node
    for place in [(k, j) for j in range(len(table[0]))] if kind == "row" else [(i, k) for i in range(len(table))]:
        start, end = _step(table, *place)
        if start == node:
            yield end, place, 1
        elif moved[place[0]][place[1]]:
            yield start, place, -1


def _cheapest(
    table: _Table, moved: _Table, but: Place, out: set[Place], start: _Node, goal: _Node
) -> list[tuple[Place, int]]:
    """The steps from start to goal for which the least is newly left out; there is always a way, over the totals."""
    heap: list[tuple[int, int, _Node, list[tuple[Place, int]]]] = [(0, 0, start, [])]
    done: set[_Node] = set()
    while True:
        cost, length, node, path = heappop(heap)
        if node == goal:
            return path
        if node in done:
            continue
        done.add(node)
        for to, place, up in _steps(table, moved, node):
            if to not in done and place != but:
                more = 0 if place in out else table[place[0]][place[1]] + 1
                heappush(heap, (cost + more, length + 1, to, [*path, (place, up)]))

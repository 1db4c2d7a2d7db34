"""Tuition aid (子女助学): a sum per child and school year, by class and stage."""

from typing import NamedTuple

import numpy as np

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import BEYOND, GREATEST_LINE, Classes
from casework.households import RELATIVES, SEXES, STAGES, Bools, Column, Ints, Population
from casework.standards import Standard, Sum

_CHILD = RELATIVES.index("child")
Table = dict[str, Sum]


def tuition(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The tuition aid of a school year for all children of a household, fen."""
    people, n = _people(population), len(population)

    def worker(table: Table, rows: Ints, found: Amounts) -> None:
        here = np.zeros(n, np.bool_)
        here[rows] = True
        fen, more = np.zeros(n, np.int64), np.zeros(n, np.int64)
        at = here[people.home_of_pupils]
        pupils, home = people.pupils[at], people.home_of_pupils[at]
        least, most = _each(table, pupils, home, population, classes, standard)
        np.add.at(fen, home, least)
        if most is not least:
            np.add.at(more, home, most - least)
        if people.doubtful.size:
            _doubts(table, people.doubtful, population, classes, standard, more)
        if not population.members_known.all():
            more[~population.members_known] = BEYOND
        fen = fen[rows]
        found.work(rows, fen, fen + more[rows] if more.any() else fen, zero="no_child")

    return by_class(standard.pack.tuition, population, classes, worker, reasons=reasons)


class _People(NamedTuple):
    """The children who study and their households, and the members of whom it is not known whether they are such."""

    pupils: Ints
    home_of_pupils: Ints
    doubtful: Ints


def _people(population: Population) -> _People:
    relation, stage = population.members["relation"], population.members["stage"]
    child = relation.values == _CHILD
    if relation.whole and stage.whole:
        pupils, doubtful = np.flatnonzero(child & (stage.values > 0)), np.zeros(0, np.int64)
    else:
        pupils = np.flatnonzero(child & relation.known & stage.known & (stage.values > 0))
        doubtful = np.flatnonzero(~relation.known | (child & ~stage.known))
    return _People(pupils, population.member_of[pupils], doubtful)


def _each(
    table: Table, pupils: Ints, home: Ints, population: Population, classes: Classes, standard: Standard
) -> tuple[Ints, Ints]:
    """The least and the most that a table gives each of these children."""
    stages, line, single = population.members["stage"].values[pupils], classes.line, classes.line.single
    sums = [table.get(stage) for stage in STAGES]
    if single is not None:
        each = [0 if s is None else s.fen(single, standard.pack.rounding) for s in sums]
        least = most = np.array(each, dtype=np.int64).take(stages)
    else:
        least, most = (
            np.select([stages == k for k, s in enumerate(sums) if s], [s.fen(lines, standard.pack.rounding) for s in sums if s], 0)
            for lines in (np.where(line.known, line.values, end)[home] for end in (1, GREATEST_LINE))
        )  # fmt: skip
    for k, sum_ in enumerate(sums):
        if sum_ and sum_.only:
            at = np.flatnonzero(stages == k)
            holds, told = only(sum_, population, pupils[at], home[at])
            most = most.copy() if most is least and not told.all() else most
            most[at[~holds & told]] = 0
            least[at[~holds]] = 0
    return least, most


def _doubts(
    table: Table, members: Ints, population: Population, classes: Classes, standard: Standard, more: Ints
) -> None:
    """Adds the most that members may get who may be children, or whose stage is not known."""
    home, stage = population.member_of[members], population.members["stage"]
    best = np.zeros(members.size, np.int64)
    for name, sum_ in table.items():
        line = np.where(classes.line.known, classes.line.values, GREATEST_LINE)[home]
        holds, told = only(sum_, population, members, home) if sum_.only else (True, True)
        may = (~stage.known[members] | (stage.values[members] == STAGES.index(name))) & (holds | ~np.bool_(told))
        best = np.maximum(best, np.where(may, sum_.fen(line, standard.pack.rounding), 0))
    np.add.at(more, home, best)


def only(sum_: Sum, population: Population, members: Ints, home: Ints) -> tuple[Bools, Bools]:
    """For these children, whether the sum's condition holds, and whether that is known."""
    if sum_.only == "disabled":
        return _yes(population.members["disabled"], 1, members)
    single = _yes(population.facts["single_parent"], 1, home)
    if sum_.only == "single_parent":
        return single
    woman = _yes(population.facts["head_sex"], SEXES.index("女"), home)
    both = single[0] & woman[0]
    return both, both | (single[1] & ~single[0]) | (woman[1] & ~woman[0])


def _yes(column: Column, value: int, rows: Ints) -> tuple[Bools, Bools]:
    return column.known[rows] & (column.values[rows] == value), column.known[rows]

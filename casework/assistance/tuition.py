"""Tuition aid (子女助学): a sum per child and school year, by class and stage."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import Classes
from casework.households import BEYOND, CLASSES, RELATIVES, SEXES, STAGES, Bools, Column, Ints, Population
from casework.standards import Standard, Sum

_CHILD = RELATIVES.index("child")
Table = dict[str, Sum]


def tuition(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The tuition aid of a school year for all children of a household, fen."""
    rule, people = standard.pack.tuition, _people(population)
    sure = classes.line.single is not None and not people.doubtful.size and bool(population.members_known.all())

    def worker(table: Table, rows: Ints, found: Amounts) -> None:
        fen, more = _sums(table, rows, people, population, classes, standard)
        found.work(rows, fen, fen + more if more.any() else fen, zero="no_child")

    def whole(tables: Mapping[str, Table]) -> Ints | None:
        return _of_all(tables, people, population, classes, standard) if sure else None

    return by_class(rule, population, classes, worker, whole=whole, zero="no_child", reasons=reasons)


def _of_all(
    tables: Mapping[str, Table], people: "_People", population: Population, classes: Classes, standard: Standard
) -> Ints | None:
    """The sums of all households at once, where all is known and no sum has a condition that is not."""
    line, each = classes.line.single or 0, np.zeros((len(CLASSES), len(STAGES)), np.int64)
    for name, table in tables.items():
        for stage, sum_ in table.items():
            each[CLASSES.index(name), STAGES.index(stage)] = sum_.fen(line, standard.pack.rounding)
    at = classes.place[people.home] * len(STAGES) + population.members["stage"].values[people.pupils]
    fen = each.ravel().take(at)
    for name, table in tables.items():
        for stage, sum_ in table.items():
            if sum_.only:
                some = np.flatnonzero(at == CLASSES.index(name) * len(STAGES) + STAGES.index(stage))
                holds, told = only(sum_, population, people.pupils[some], people.home[some])
                if not told.all():
                    return None
                fen[some[~holds]] = 0
    total = np.zeros(len(population), np.int64)
    np.add.at(total, people.home, fen)
    return total


def _sums(
    table: Table, rows: Ints, people: "_People", population: Population, classes: Classes, standard: Standard
) -> tuple[Ints, Ints]:
    """The least that the children of these households get by a table, and how much more it can be."""
    n = len(population)
    here, fen, more = np.zeros(n, np.bool_), np.zeros(n, np.int64), np.zeros(n, np.int64)
    here[rows] = True
    at = here[people.home]
    pupils, home = people.pupils[at], people.home[at]
    least, most = _each(table, pupils, home, population, classes, standard)
    np.add.at(fen, home, least)
    np.add.at(more, home, most - least)
    if people.doubtful.size:
        _doubts(table, people.doubtful, population, classes, standard, more)
    more[~population.members_known] = BEYOND
    return fen[rows], more[rows]


class _People(NamedTuple):
    """The children who study and their households, and the members of whom it is not known whether they are such."""

    pupils: Ints
    home: Ints
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
    stages, line = population.members["stage"].values[pupils], classes.line
    ends = [np.where(line.known, line.values, end)[home] for end in (0, BEYOND // 10)]
    least, most = np.zeros((2, pupils.size), np.int64)
    for name, sum_ in table.items():
        at = np.flatnonzero(stages == STAGES.index(name))
        holds, told = only(sum_, population, pupils[at], home[at]) if sum_.only else (np.True_, np.True_)
        low, high = (sum_.fen(lines[at], standard.pack.rounding) for lines in ends)
        least[at], most[at] = np.where(holds, low, 0), np.where(holds | ~told, high, 0)
    return least, most


def _doubts(
    table: Table, members: Ints, population: Population, classes: Classes, standard: Standard, more: Ints
) -> None:
    """Adds the most that members may get who may be children, or whose stage is not known."""
    home, stage = population.member_of[members], population.members["stage"]
    best = np.zeros(members.size, np.int64)
    for name, sum_ in table.items():
        line = np.where(classes.line.known, classes.line.values, BEYOND // 10)[home]
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

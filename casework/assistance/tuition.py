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


class _Pupils(NamedTuple):
    """The members who are, or for all that is known may be, children who study; their households; whether all are."""

    members: Ints
    home: Ints
    sure: bool


def tuition(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The tuition aid of a school year for all children of a household, fen."""
    pupils = _pupils(population)
    simple = classes.line.single is not None and pupils.sure and bool(population.members_known.all())

    def table(sums: Table, rows: Ints, found: Amounts) -> None:
        fen, more = _sums(sums, rows, pupils, population, classes, standard)
        found.work(rows, fen, fen + more if more.any() else fen, zero="no_child")

    def whole(tables: Mapping[str, Table]) -> Ints | None:
        return _of_all(tables, pupils, population, classes, standard) if simple else None

    return by_class(standard.pack.tuition, population, classes, standard, table=table, whole=whole, zero="no_child", reasons=reasons)  # fmt: skip


def _pupils(population: Population) -> _Pupils:
    relation, stage = population.members["relation"], population.members["stage"]
    child, sure = relation.values == _CHILD, relation.whole and stage.whole
    studies = child & (stage.values > 0)
    members = np.flatnonzero(studies if sure else studies | ~relation.known | (child & ~stage.known))
    sure = sure or bool((relation.known & stage.known)[members].all())
    return _Pupils(members, population.member_of[members], sure)


def _of_all(
    tables: Mapping[str, Table], pupils: _Pupils, population: Population, classes: Classes, standard: Standard
) -> Ints | None:
    """The sums of all households at once, where all is known and no sum has a condition that is not."""
    each, n = np.zeros(len(CLASSES) * len(STAGES), np.int64), len(STAGES)
    sums = {
        CLASSES.index(name) * n + STAGES.index(stage): sum_
        for name, table in tables.items()
        for stage, sum_ in table.items()
    }
    for place, sum_ in sums.items():
        each[place] = sum_.fen(classes.line.single or 0, standard.pack.rounding)
    at = classes.place[pupils.home] * n + population.members["stage"].values[pupils.members]
    fen, total = each.take(at), np.zeros(len(population), np.int64)
    for place in (place for place, sum_ in sums.items() if sum_.only):
        some = np.flatnonzero(at == place)
        holds, told = only(sums[place], population, pupils.members[some], pupils.home[some])
        if not told.all():
            return None
        fen[some[~holds]] = 0
    np.add.at(total, pupils.home, fen)
    return total


def _sums(
    table: Table, rows: Ints, pupils: _Pupils, population: Population, classes: Classes, standard: Standard
) -> tuple[Ints, Ints]:
    """The least that the children of these households get by a table, and how much more it can be."""
    n = len(population)
    here, fen, more = np.zeros(n, np.bool_), np.zeros(n, np.int64), np.zeros(n, np.int64)
    here[rows] = True
    at = here[pupils.home]
    members, home = pupils.members[at], pupils.home[at]
    least, most = _each(table, members, home, population, classes, standard)
    np.add.at(fen, home, least)
    np.add.at(more, home, most - least)
    more[~population.members_known] = BEYOND
    return fen[rows], more[rows]


def _each(
    table: Table, members: Ints, home: Ints, population: Population, classes: Classes, standard: Standard
) -> tuple[Ints, Ints]:
    """The least and the most that a table gives each of these members; nothing is the least of who may be no child."""
    relation, stage, line = population.members["relation"], population.members["stage"], classes.line
    ends = [np.where(line.known, line.values, end)[home] for end in (0, BEYOND // 10)]
    stages, told_stage, sure = stage.values[members], stage.known[members], (relation.known & stage.known)[members]
    least, most = np.zeros((2, members.size), np.int64)
    for name, sum_ in table.items():
        at = np.flatnonzero(~told_stage | (stages == STAGES.index(name)))
        holds, told = only(sum_, population, members[at], home[at]) if sum_.only else (np.True_, np.True_)
        low, high = (sum_.fen(lines[at], standard.pack.rounding) for lines in ends)
        least[at] = np.where(holds & sure[at], low, 0)
        most[at] = np.maximum(most[at], np.where(holds | ~told, high, 0))
    return least, most


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

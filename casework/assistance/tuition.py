"""Tuition aid (子女助学): a sum per child and school year, by class and stage."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from casework.assistance.amounts import Amounts, by_class
from casework.assistance.classify import Classes
from casework.households import BEYOND, CLASSES, RELATIVES, SEXES, STAGES, Bools, Column, Ints, Population
from casework.standards import Rounding, Standard, Sum

_CHILD = RELATIVES.index("child")
Table = dict[str, Sum]


class _School(NamedTuple):
    """The members who are, or for all that is known may be, children who study; their households; whether all are."""

    members: Ints
    home: Ints
    sure: bool
    population: Population
    classes: Classes
    rounding: Rounding


def tuition(population: Population, classes: Classes, standard: Standard, *, reasons: bool = True) -> Amounts:
    """The tuition aid of a school year for all children of a household, fen."""
    school = _School(*_pupils(population), population, classes, standard.pack.rounding)
    simple = classes.line.single is not None and school.sure and bool(population.members_known.all())

    def table(sums: Table, rows: Ints, found: Amounts) -> None:
        fen, more = _sums(sums, rows, school)
        found.work(rows, fen, fen + more if more.any() else fen, zero="no_child")

    def whole(tables: Mapping[str, Table]) -> Ints | None:
        return _of_all(tables, school) if simple else None

    return by_class(standard.pack.tuition, population, classes, standard, table=table, whole=whole, zero="no_child", reasons=reasons)  # fmt: skip


def _pupils(population: Population) -> tuple[Ints, Ints, bool]:
    relation, stage = population.members["relation"], population.members["stage"]
    child, sure = relation.values == _CHILD, relation.whole and stage.whole
    studies = child & (stage.values > 0)
    members = np.flatnonzero(studies if sure else studies | ~relation.known | (child & ~stage.known))
    return members, population.member_of[members], sure or bool((relation.known & stage.known)[members].all())


def _of_all(tables: Mapping[str, Table], school: _School) -> Ints | None:
    """The sums of all households at once, where all is known and no sum has a condition that is not."""
    people, classes, n = school.population, school.classes, len(STAGES)
    sums = {(CLASSES.index(c), STAGES.index(s)): sum_ for c, table in tables.items() for s, sum_ in table.items()}
    each, total = np.zeros((len(CLASSES), n), np.int64), np.zeros(len(people), np.int64)
    for place, sum_ in sums.items():
        each[place] = sum_.fen(classes.line.single or 0, school.rounding)
    at = classes.place[school.home] * n + people.members["stage"].values[school.members]
    fen = each.ravel().take(at)
    for (class_, stage), sum_ in sums.items():
        if sum_.only:
            some = np.flatnonzero(at == class_ * n + stage)
            holds, told = only(sum_, people, school.members[some], school.home[some])
            if not told.all():
                return None
            fen[some[~holds]] = 0
    np.add.at(total, school.home, fen)
    return total


def _sums(table: Table, rows: Ints, school: _School) -> tuple[Ints, Ints]:
    """The least that the children of these households get by a table, and how much more it can be."""
    n = len(school.population)
    here, fen, more = np.zeros(n, np.bool_), np.zeros(n, np.int64), np.zeros(n, np.int64)
    here[rows] = True
    at = here[school.home]
    home = school.home[at]
    least, most = _each(table, school.members[at], home, school)
    np.add.at(fen, home, least)
    np.add.at(more, home, most - least)
    more[~school.population.members_known] = BEYOND
    return fen[rows], more[rows]


def _each(table: Table, members: Ints, home: Ints, school: _School) -> tuple[Ints, Ints]:
    """The least and the most that a table gives each of these members; nothing is the least of who may be no child."""
    people, line = school.population, school.classes.line
    relation, stage = people.members["relation"], people.members["stage"]
    ends = [np.where(line.known, line.values, end)[home] for end in (0, BEYOND // 10)]
    stages, told_stage, sure = stage.values[members], stage.known[members], (relation.known & stage.known)[members]
    least, most = np.zeros((2, members.size), np.int64)
    for name, sum_ in table.items():
        at = np.flatnonzero(~told_stage | (stages == STAGES.index(name)))
        holds, told = only(sum_, people, members[at], home[at]) if sum_.only else (np.True_, np.True_)
        low, high = (sum_.fen(lines[at], school.rounding) for lines in ends)
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

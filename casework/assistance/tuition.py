"""Tuition aid (子女助学): a sum per child and school year, by class and stage."""

import numpy as np

from casework.assistance.amounts import Amounts, amounts, assemble
from casework.assistance.classify import Classes
from casework.households import RELATIVES, SEXES, STAGES, Bools, Population
from casework.standards import Standard, Sum

_CHILD = RELATIVES.index("child")


def tuition(population: Population, classes: Classes, standard: Standard) -> Amounts:
    """The tuition aid of a school year for all children of a household, fen."""
    rule = standard.pack.tuition
    parts = (rule.by_class if rule else {}).items()
    return assemble(classes.code, {name: _of(table, population, classes) for name, table in parts})


def _of(table: dict[str, Sum] | None, population: Population, classes: Classes) -> Amounts | None:
    if table is None:
        return None
    home, relation, stage = population.member_of, population.members["relation"], population.members["stage"]
    child = relation.values == _CHILD
    fen = np.zeros(len(home), dtype=np.int64)
    known = relation.known & (~child | stage.known)
    for name, sum_ in table.items():
        rows = child & relation.known & stage.known & (stage.values == STAGES.index(name))
        holds, told = (answer[home] for answer in only(sum_, population))
        needs_line = sum_.lines is not None
        fen[rows & holds] = sum_.fen(classes.line.values)[home][rows & holds]
        known[rows & (~told | (holds & needs_line & ~classes.line.known[home]))] = False
    total = np.zeros(len(population), dtype=np.int64)
    np.add.at(total, home, fen)
    whole = population.members_known.copy()
    whole[home[~known]] = False
    return amounts(total, whole, nothing="no_child")


def only(sum_: Sum, population: Population) -> tuple[Bools, Bools]:
    """For each household, whether the sum's condition holds, and whether that is known."""
    single, sex = population.facts["single_parent"], population.facts["head_sex"]
    if sum_.only is None:
        yes = np.ones(len(population), dtype=np.bool_)
        return yes, yes
    alone = single.known & (single.values == 1)
    if sum_.only == "single_parent":
        return alone, single.known
    woman = sex.known & (sex.values == SEXES.index("女"))
    no = (single.known & (single.values == 0)) | (sex.known & ~woman)
    return alone & woman, (alone & woman) | no

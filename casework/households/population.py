"""Population: the facts of households as columns, the same for one household and for a million."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from casework.households.facts import CODES, Facts, MemberFacts, Problem, sound

Ints = npt.NDArray[np.signedinteger[Any]]
Bools = npt.NDArray[np.bool_]

_FACTS = [f.name for f in dataclasses.fields(Facts) if f.name != "members"]
_MEMBER_FACTS = [f.name for f in dataclasses.fields(MemberFacts)]
_ZERO_UNLESS_SAID = ("union_aid_received_fen", "warmth_received_fen", "itemised")


class Column(NamedTuple):
    """A fact of many: whole numbers, and where they are known. Where it is not, the number is the least it can be."""

    values: Ints
    known: Bools

    def at(self, rows: "Ints | slice") -> "Column":
        """The column of these rows."""
        return Column(self.values[rows], self.known[rows])

    @property
    def whole(self) -> bool:
        """Whether it is known of all."""
        return bool(self.known.all() if self.known.strides[0] else self.known[:1].all())

    @property
    def blank(self) -> bool:
        """Whether it is known of nobody."""
        return not (self.known.any() if self.known.strides[0] else self.known[:1].any())

    @property
    def single(self) -> int | None:
        """The one value of a column made as a known constant."""
        constant_ = not (self.values.strides[0] or self.known.strides[0]) and len(self.known) > 0 and self.known[0]
        return int(self.values[0]) if constant_ else None


@dataclass(frozen=True, slots=True)
class Population:
    """Households in order; the members of household i stand at starts[i] to starts[i + 1] of the member columns.

    `problems` has, by household, what was wrong with its facts; such a fact counts as unknown.
    """

    numbers: Sequence[Any]
    facts: Mapping[str, Column]
    members: Mapping[str, Column]
    starts: Ints
    members_known: Bools
    problems: Mapping[int, list[Problem]] = dataclasses.field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def number(self, i: int) -> str:
        """The file number of a household."""
        return str(self.numbers[i])

    @property
    def member_of(self) -> Ints:
        """The household of each member."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def told_of_members(self, i: int, names: Iterable[str]) -> bool:
        """Whether all members of a household are known, and these facts of each."""
        start, end = self.starts[i : i + 2]
        return bool(self.members_known[i] and all(self.members[name].known[start:end].all() for name in names))

    def sums(self, of_members: Ints) -> Ints:
        """A whole number of each member, summed by household."""
        running = np.concatenate(([0], np.cumsum(of_members)))
        return running[self.starts[1:]] - running[self.starts[:-1]]

    @classmethod
    def of(cls, facts: Iterable[Facts], numbers: Sequence[str] | None = None) -> "Population":
        """The columns of these facts, in their order; file numbers default to the position."""
        checked = [sound(said) for said in facts]
        rows = [good for good, _ in checked]
        people = [m for row in rows for m in row.members or ()]
        return cls(
            numbers or range(len(rows)),
            _columns(rows, _FACTS),
            _columns(people, _MEMBER_FACTS),
            np.cumsum([0, *(len(r.members or ()) for r in rows)]),
            np.array([r.members is not None for r in rows], dtype=np.bool_),
            {i: found for i, (_, found) in enumerate(checked) if found},
        )

    @classmethod
    def from_columns(cls, facts: Mapping[str, Ints], members: Mapping[str, Ints], starts: Ints) -> "Population":
        """From whole columns, all known; a fact that is not given is unknown, aid received is zero."""
        n, people = len(starts) - 1, int(starts[-1])
        given = {name: Column(values, np.broadcast_to(np.True_, n)) for name, values in facts.items()}
        theirs = {name: Column(values, np.broadcast_to(np.True_, people)) for name, values in members.items()}
        return cls(
            range(n),
            {name: given.get(name) or constant(0, n, known=name in _ZERO_UNLESS_SAID) for name in _FACTS},
            {name: theirs.get(name) or constant(0, people, known=False) for name in _MEMBER_FACTS},
            starts,
            np.broadcast_to(np.True_, n),
        )

    def rows(self, start: int, stop: int) -> "Population":
        """The households from start to before stop, without copying them."""
        starts = self.starts[start : stop + 1]
        problems = {i - start: found for i, found in self.problems.items() if start <= i < stop}
        numbers, people = self.numbers[start:stop], slice(int(starts[0]), int(starts[-1]))
        return self._part(numbers, slice(start, stop), people, starts - starts[0], problems)

    def take(self, rows: Ints) -> "Population":
        """These households in this order, as often as they are named."""
        counts = np.diff(self.starts)[rows]
        starts = np.concatenate(([0], np.cumsum(counts)))
        people = np.repeat(self.starts[rows] - starts[:-1], counts) + np.arange(starts[-1])
        return self._part([self.numbers[i] for i in rows], rows, people, starts, {})

    def _part(
        self, numbers: Sequence[Any], rows: Any, people: Any, starts: Ints, problems: Mapping[int, list[Problem]]
    ) -> "Population":
        facts = {name: column.at(rows) for name, column in self.facts.items()}
        members = {name: column.at(people) for name, column in self.members.items()}
        return Population(numbers, facts, members, starts, self.members_known[rows], problems)

    def told(self, **columns: Column) -> "Population":
        """The same households with other columns of facts."""
        return dataclasses.replace(self, facts={**self.facts, **columns})

    def with_members(self, columns: Mapping[str, Column], known: Bools) -> "Population":
        """The same households with other columns of member facts, and whether all members are known."""
        return dataclasses.replace(self, members={**self.members, **columns}, members_known=known)


def constant(value: int, n: int, *, known: bool = True) -> Column:
    """The same value for all, in the space of one."""
    return Column(np.broadcast_to(np.int64(value), n), np.broadcast_to(np.bool_(known), n))


def _columns(records: Sequence[Any], names: list[str]) -> dict[str, Column]:
    """These facts of records of one kind, as columns."""
    values = zip(*map(attrgetter(*names), records), strict=True) if records else repeat(())
    return {name: _column(said, CODES.get(name)) for name, said in zip(names, values, strict=False)}


def _column(values: Sequence[Any], codes: Sequence[str] | None) -> Column:
    """A column of whole numbers; a word becomes its place on its list."""
    if codes is not None:
        place = {code: i for i, code in enumerate(codes)} | {None: None}
        values = [place[v] for v in values]
    if None not in values:
        return Column(np.array(values, dtype=np.int64), np.ones(len(values), dtype=np.bool_))
    known = np.array([v is not None for v in values], dtype=np.bool_)
    return Column(np.array([0 if v is None else int(v) for v in values], dtype=np.int64), known)

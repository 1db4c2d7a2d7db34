"""Terms: funds and needs as the allocation sees them, what each fund may pay for whom, and what it may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.assistance import Assessment
from casework.assistance.stacking import is_limited, together
from casework.vocabulary import AIDED, AIDS


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a fund may still spend on some kinds of aid for some classes together, fen."""

    aids: tuple[str, ...]
    classes: tuple[str, ...]
    left_fen: int


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund with what it has left: its restrictions, its available money and its protected reserve, fen."""

    name: str
    aids: tuple[str, ...]
    classes: tuple[str, ...]
    archived_only: bool
    available_fen: int
    reserve_fen: int = 0
    reserve_aids: tuple[str, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    household_cap_fen: int | None = None
    """The most it gives one household in a year."""

    def may_pay(self, aid: str, class_: str, archived: bool) -> bool:
        """Whether its restrictions allow this aid to this household."""
        return aid in self.aids and class_ in self.classes and (archived or not self.archived_only)


@dataclass(frozen=True, slots=True)
class Need:
    """What one household is still due of one aid, the funds that may pay it, and how it stands without it.

    `room` is what a fund with a cap by household may still give this household in the year, for all its needs together;
    `barred` says of every other fund by what rule it may not pay (a code of BARS).
    """

    household: str
    aid: str
    class_: str
    archived: bool
    amount_fen: int
    funds: tuple[str, ...]
    means_fen: int
    turn: tuple[str, str]
    region: str = ""
    room: tuple[tuple[str, int], ...] = ()
    barred: tuple[tuple[str, str], ...] = ()


Granted = Mapping[tuple[str, str], Mapping[str, int]]
"""What was granted, fen, by household and aid then by fund."""


def needs(
    assessment: Assessment, funds: Sequence[Fund], granted: Granted, filed: Mapping[str, str | None]
) -> list[Need]:
    """Each household's aid still due after what is granted in the period, by household and aid then by fund.

    A fund that already granted the aid in the period cannot grant it again. Means are net income of the year plus
    what is granted; an unknown rigid expenditure counts as none, so that nobody is put first by what is not known.
    """
    return [need for i in range(len(assessment)) for need in _needs_of(i, assessment, funds, granted, filed)]


def _needs_of(
    i: int, assessment: Assessment, funds: Sequence[Fund], granted: Granted, filed: Mapping[str, str | None]
) -> list[Need]:
    number, class_ = assessment.population.numbers[i], assessment.class_of(i)
    archived = bool(assessment.population.facts["archived"].values[i])
    had = {aid: granted.get((number, aid), {}) for aid in AIDS.words}
    means = int(assessment.classes.net.values[i]) + sum(sum(g.values()) for g in had.values())
    turn = (filed.get(number) or "9999", number)
    found, given = [], {aid: sum(by_fund.values()) for aid, by_fund in had.items()}
    lawful = together(assessment, i, given) if is_limited(assessment.standard) and class_ in AIDED else None
    for aid, amounts in assessment.aids.items():
        due = (amounts.of(i) or 0) - given[aid] if lawful is None or aid == "warmth" else lawful.of(aid)
        if due > 0 and class_ in AIDED:
            payers = tuple(f.name for f in funds if f.may_pay(aid, class_, archived) and f.name not in had[aid])
            found.append(Need(number, aid, class_, archived, due, payers, means, turn))
    return found

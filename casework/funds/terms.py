"""Terms: funds and needs as the allocation sees them, what each fund may pay for whom, and what it may not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from casework.assistance import Assessment
from casework.assistance.stacking import is_limited, together
from casework.households import Household, fields
from casework.privacy import shown
from casework.standards.phrases import NOTHING, joined, percent, yuan
from casework.vocabulary import AIDED, AIDS, CLASSES, LEVELS, Text

BARS = {
    "aid": Text("不付此项帮扶", "it does not pay this aid"), "class": Text("不用于此困难类别", "it does not pay this class"),
    "archived": Text("仅限在档家庭", "it pays only households on file"),
    "region": Text("不用于该户口所在地，或户口所在地不详", "it does not pay this place of hukou, or the place is not known"),
    "people": Text("不在资金指定的人群之内，或情况不详", "the household is not of those it is for, or that is not known"),
    "early": Text("尚未到开始使用的日期", "its first day of use has not come"), "late": Text("已过使用期限", "its last day of use is past"),
    "granted": Text("本年已付过该户此项", "it has granted this household this aid this year"),
    "capped": Text("本年给该户的已到上限", "this household has had the most it gives one in a year"),
}  # fmt: skip
"""Why a fund may not pay a need."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a fund may still spend on some kinds of aid for some classes together, fen, and the rule in words."""

    aids: tuple[str, ...]
    classes: tuple[str, ...]
    left_fen: int
    said: Text = NOTHING

    def covers(self, aid: str, class_: str) -> bool:
        """Whether a grant of this aid to this class counts against it."""
        return aid in self.aids and class_ in self.classes


class ApprovalStep(NamedTuple):
    """A single grant of more than this, fen, wants the approval of a level of the union."""

    over_fen: int
    level: str
    reference: str = ""


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
    regions: tuple[str, ...] = ()
    """The first digits of the divisions that it is for; none: everywhere."""
    people: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """Whom its giver wishes to help: fields of the form with what each may say."""
    usable_from: date | None = None
    usable_until: date | None = None
    approval: tuple[ApprovalStep, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    """The document behind `pays` (whom and where) and behind `household_cap`."""

    def may_pay(self, aid: str, class_: str, archived: bool) -> bool:
        """Whether its restrictions on aid, class and file allow this aid to this household."""
        return aid in self.aids and class_ in self.classes and (archived or not self.archived_only)

    def bar(self, aid: str, class_: str, archived: bool, person: Mapping[str, Any], on: date) -> str | None:
        """The first rule (a code of BARS) by which it may not pay this aid to this household on a day; None if it may.

        `person` is the file by fields of the form; what it does not say is not payable where the fund asks for it.
        """
        if aid not in self.aids:
            return "aid"
        if class_ not in self.classes:
            return "class"
        if self.archived_only and not archived:
            return "archived"
        if self.regions and not (person.get("hukou_division") or "").startswith(self.regions):
            return "region"
        if any(person.get(name) not in values for name, values in self.people):
            return "people"
        if self.usable_from and on < self.usable_from:
            return "early"
        return "late" if self.usable_until and self.usable_until < on else None

    def limits(self) -> list[Ceiling]:
        """All that its money is limited by, as ceilings: what it has, what it has beside its reserve, and its own."""
        free = self.available_fen - min(self.reserve_fen, max(self.available_fen, 0))
        others = tuple(aid for aid in AIDS.words if aid not in self.reserve_aids)
        return [Ceiling(tuple(AIDS.words), AIDED, self.available_fen), Ceiling(others, AIDED, free), *self.ceilings]


def ceiling(said: Mapping[str, Any], received_fen: int, granted: Mapping[tuple[str, str], int]) -> Ceiling:
    """A ceiling as `FundFile.terms` says it, less what the fund granted, fen by aid and class; never below zero."""
    limit = said["amount_fen"] if "amount_fen" in said else int(received_fen * Fraction(said["share"]))
    spent = sum(granted.get(pair, 0) for pair in product(said["aids"], said["classes"]))
    return Ceiling(tuple(said["aids"]), tuple(said["classes"]), max(limit - spent, 0), _limit_in_words(said))


def _limit_in_words(said: Mapping[str, Any]) -> Text:
    whom, (zh, en) = _whom(**said["of"]), ("不少于", "at least") if "kept" in said else ("不超过", "at most")
    if "amount_fen" in said:
        much = Text(f" {(most := yuan(said['amount_fen'])).zh}", most.en)
    else:
        share = percent(1 - Fraction(said["share"]) if "kept" in said else Fraction(said["share"]))
        much = Text(f"到账金额的 {share}", f"{share} of what was received")
    return _cited(Text(f"{whom.zh}合计{zh}{much.zh}", f"{whom.en}: {en} {much.en} in all"), said.get("reference"))


def terms_in_words(fund: Fund) -> list[Text]:
    """What a fund may pay, for whom, when, and how much at most; each with its document if it names one."""
    whom = _whom(fund.aids, fund.classes)
    return [Text(f"可用于{whom.zh}", f"pays {whom.en}"), *_for_whom(fund), *_most(fund)]


def _for_whom(fund: Fund) -> Iterator[Text]:
    if fund.archived_only:
        yield Text("仅限在档家庭", "only households on file")
    form, document = fields(Household), dict(fund.references).get("pays")
    asked = [("hukou_division", fund.regions)] if fund.regions else []
    for name, values in [*asked, *fund.people]:
        header, some = form[name].header, joined((shown(form[name], value) for value in values), "、", ", ")
        yield _cited(Text(f"{header.zh}：{some.zh}", f"{header.en}: {some.en}"), document)
    if fund.usable_from:
        yield Text(f"自 {fund.usable_from} 起使用", f"usable from {fund.usable_from}")
    if fund.usable_until:
        yield Text(f"用至 {fund.usable_until}", f"usable until {fund.usable_until}")


def _most(fund: Fund) -> Iterator[Text]:
    if fund.household_cap_fen is not None:
        most = yuan(fund.household_cap_fen)
        said = Text(f"每户每年合计不超过 {most.zh}", f"at most {most.en} to one household in a year")
        yield _cited(said, dict(fund.references).get("household_cap"))
    if fund.reserve_fen:
        kept, aids = yuan(fund.reserve_fen), _whom(fund.reserve_aids)
        yield Text(f"留存 {kept.zh}用于{aids.zh}", f"keeps {kept.en} for {aids.en}")
    yield from (limit.said for limit in fund.ceilings)
    for step in fund.approval:
        over, who = yuan(step.over_fen), LEVELS.words[step.level]
        yield _cited(Text(f"单笔超过 {over.zh}由{who.zh}审批", f"over {over.en} a grant: {who.en}"), step.reference)


def _whom(aids: Sequence[str] = (), classes: Sequence[str] = ()) -> Text:
    """Aids for classes, in words; everything, where neither is said."""
    what, who = (
        joined((codes.words[code] for code in some), "、", ", ") for codes, some in ((AIDS, aids), (CLASSES, classes))
    )
    zh, en = "的".join(filter(None, (who.zh, what.zh))), " for ".join(filter(None, (what.en, who.en)))
    return Text(zh or "全部帮扶", en or "all aid")


def _cited(said: Text, document: str | None) -> Text:
    return Text(f"{said.zh}（{document}）", f"{said.en} ({document})") if document else said


@dataclass(frozen=True, slots=True)
class Need:
    """What one household is still due of one aid, the funds that may pay it, and how it stands without it.

    `room` is what a fund with a cap by household may still give this household in the year, for all its needs together; `most` what
    a fund may give to this need alone; `barred` says of every other fund by what rule it may not pay (a code of BARS).
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
    most: tuple[tuple[str, int], ...] = ()
    barred: tuple[tuple[str, str], ...] = ()


Granted = Mapping[tuple[str, str], Mapping[str, int]]
"""What was granted, fen, by household and aid then by fund."""


def needs(
    assessment: Assessment, funds: Sequence[Fund], granted: Granted, files: Mapping[str, Mapping[str, Any]], on: date
) -> list[Need]:
    """Each household's aid still due after what is granted in the period, by household and aid then by fund.

    `files` are the case files by number; `on` is the day on which a plan would be booked. A fund that already granted
    the aid in the period cannot grant it again. Means are net income of the year plus what is granted; an unknown rigid
    expenditure counts as none, so that nobody is put first by what is not known.
    """
    return [need for i in range(len(assessment)) for need in _needs_of(i, assessment, funds, granted, files, on)]


def _needs_of(
    i: int, assessment: Assessment, funds: Sequence[Fund], granted: Granted, files: Mapping[str, Mapping[str, Any]], on: date
) -> list[Need]:  # fmt: skip
    number, class_ = assessment.population.numbers[i], assessment.class_of(i)
    archived, person = bool(assessment.population.facts["archived"].values[i]), files.get(number, {})
    had = {aid: granted.get((number, aid), {}) for aid in AIDS.words}
    means = int(assessment.classes.net.values[i]) + sum(sum(g.values()) for g in had.values())
    turn = (person.get("filed_on") or "9999", number)
    found, given = [], {aid: sum(by_fund.values()) for aid, by_fund in had.items()}
    room = {
        f.name: f.household_cap_fen - sum(by_fund.get(f.name, 0) for by_fund in had.values())
        for f in funds
        if f.household_cap_fen is not None
    }
    lawful = together(assessment, i, given) if is_limited(assessment.standard) and class_ in AIDED else None
    for aid, amounts in assessment.aids.items():
        due = (amounts.of(i) or 0) - given[aid] if lawful is None or aid == "warmth" else lawful.of(aid)
        if due > 0 and class_ in AIDED:
            bars = {
                f.name: "granted" if f.name in had[aid] else f.bar(aid, class_, archived, person, on)
                or ("capped" if room.get(f.name, 1) <= 0 else None)
                for f in funds
            }  # fmt: skip
            payers = tuple(name for name, bar in bars.items() if bar is None)
            found.append(Need(
                number, aid, class_, archived, due, payers, means, turn, person.get("hukou_division") or "",
                tuple((name, room[name]) for name in payers if name in room), (), tuple((name, bar) for name, bar in bars.items() if bar),
            ))  # fmt: skip
    return found

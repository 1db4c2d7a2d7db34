"""Funds as a file says them: what each may pay for whom, until when, how much at most, and what it received."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations, product
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from casework.households import Household, fields
from casework.money import LIMIT, exact, in_yuan, parse
from casework.standards import ClassCode, checked, read_yaml, refused
from casework.standards.schedule import Part, wrong
from casework.vocabulary import AIDS, LEVELS, SOURCES, Codes, Text


def _on(codes: Codes) -> AfterValidator:
    def listed(code: str) -> str:
        if code not in codes.words:
            known = ", ".join(codes.words)
            raise wrong(f"{code} 不在 {known} 之中", f"{code} is not one of {known}")
        return code

    return AfterValidator(listed)


def _division(code: str) -> str:
    if not re.fullmatch("([0-9]{2}){1,3}", code):
        raise wrong("应为行政区划代码的前两位、四位或六位，如 '3205'",
                    "write the first two, four or six digits of a division code, like '3205'")  # fmt: skip
    return code


def _part(said: object) -> Fraction:
    found = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,4})?) ?%", said) if isinstance(said, str) else None
    if not found or not 0 < (share := Fraction(found[1]) / 100) <= 1:
        raise wrong("应为大于零、不超过 100% 的比例，写作 30%", "write a share above 0 and up to 100 %, like 30%")
    return share


def _on_form(people: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Refuses a field that holds neither a code nor a flag, and a value that a field cannot have."""
    for name, values in people.items():
        field = fields(Household).get(name)
        if field is None or field.codes is None or field.kind not in ("code", "flag"):
            raise wrong(f"{name} 不是案卷中填代码或是否的项目",
                        f"{name} is no field of the form that holds a code or a flag")  # fmt: skip
        known = "true, false" if field.kind == "flag" else ", ".join(field.codes.words)
        for value in values:
            if value is None or not field.holds(value) or (field.kind == "code" and value not in field.codes.words):
                raise wrong(f"{name} 的 {value} 不在 {known} 之中", f"{name}: {value} is not one of {known}")
    return people


Aid = Annotated[str, _on(AIDS)]
SourceCode = Annotated[str, _on(SOURCES)]
Division = Annotated[str, AfterValidator(_division)]
Share = Annotated[Fraction, BeforeValidator(_part)]


Named = Annotated[str, Field(min_length=1, pattern=r"\S")]


def _yuan(said: object) -> int:
    try:
        return exact(str(said))
    except ValueError as error:
        raise wrong("应为以元计的金额，至多两位小数，如 619.97",
                    "write an amount in yuan, with two decimals at most, like 619.97") from error  # fmt: skip


Yuan = Annotated[int, BeforeValidator(_yuan), Field(gt=0)]
"""An amount that the file says in yuan, held in fen."""


class Receipt(Part):
    """Money received: the day, the amount, and the document that brought it."""

    date: date
    amount_fen: Yuan = Field(alias="amount")
    reference: Named


class Pays(Part):
    """What a fund may pay: kinds of aid, classes, whether only households on file, and where and whom its giver wishes to help."""

    aids: list[Aid] = Field(min_length=1)
    classes: list[ClassCode] = Field(min_length=1)
    archived_only: bool
    regions: list[Division] = Field([], min_length=1)
    people: Annotated[dict[str, Annotated[list[Any], Field(min_length=1)]], AfterValidator(_on_form)] = Field({})
    """By field of the form, a code or a flag, what it may say."""
    reference: Named | None = None


class Reserve(Part):
    """An amount that is kept back for some kinds of aid."""

    amount_fen: Yuan = Field(alias="amount")
    aids: list[Aid] = Field(alias="for", min_length=1)


class Cap(Part):
    """The most that one household gets in a calendar year, all aids together; a bare amount is a cap without a document."""

    amount_fen: Yuan = Field(alias="amount")
    reference: Named | None = None


def _with_amount(said: object) -> object:
    return said if isinstance(said, dict) else {"amount": said}


class Limit(Part):
    """At most so much (or at least this share) for some aids and classes together; a list that is not said is all the fund pays."""

    aids: list[Aid] | None = Field(None, min_length=1)
    classes: list[ClassCode] | None = Field(None, min_length=1)
    share: Share | None = None
    amount_fen: Yuan | None = Field(None, alias="amount")
    at_least: Share | None = None
    reference: Named | None = None

    @model_validator(mode="after")
    def _one(self) -> "Limit":
        if sum(said is not None for said in (self.share, self.amount_fen, self.at_least)) != 1:
            raise wrong("须写 share、amount、at_least 之一，且只写一项", "give one of share, amount and at_least")
        if self.at_least is not None and (self.aids is None) == (self.classes is None):
            raise wrong("at_least 只能限定 aids 或 classes 之一；两者都限时请改写其余项目的上限",
                        "at_least takes either aids or classes; for both, write ceilings on the others")  # fmt: skip
        return self

    def over(self, pays: Pays) -> dict[str, Any]:
        """As a ceiling on all that it limits, plain data, fen; `of` is what it names, `kept` that it limits all but that."""
        found: dict[str, Any] = {key: self._limited(key, getattr(pays, key)) for key in ("aids", "classes")}
        found["of"] = self.model_dump(include={"aids", "classes"}, exclude_none=True)
        if self.amount_fen is not None:
            found["amount_fen"] = self.amount_fen
        else:
            found["share"] = str(self.share or 1 - (self.at_least or 0))
        said = {"kept": self.at_least is not None, "reference": self.reference}
        return found | {key: value for key, value in said.items() if value}

    def _limited(self, key: str, all_: Sequence[str]) -> list[str]:
        said = getattr(self, key)
        if foreign := [code for code in said or () if code not in all_]:
            raise wrong(f"ceilings 写了该资金不付的 {foreign[0]}，请删去",
                        f"ceilings name {foreign[0]}, which the fund does not pay: take it out")  # fmt: skip
        if said is None:
            return list(all_)
        found = [code for code in all_ if (code in said) is (self.at_least is None)]
        if not found:
            raise wrong(f"at_least 写了该资金的全部 {key}，没有其余可限，请删去几项",
                        f"at_least names all {key} of the fund, so it limits nothing: take some out")  # fmt: skip
        return found


class Approval(Part):
    """A single grant of more than this wants the approval of this level of the union."""

    over_fen: Yuan = Field(alias="over")
    level: Annotated[str, _on(LEVELS)]
    reference: Named | None = None


class FundFile(Part):
    """One fund as a funds file describes it."""

    name: Named
    source: SourceCode
    receipts: list[Receipt]
    pays: Pays
    reserve: Reserve | None = None
    usable_from: date | None = None
    """The first day on which it may be reserved or paid."""
    usable_until: date | None = None
    """The last day on which it may be reserved or paid; without one, what is left is carried over."""
    household_cap: Annotated[Cap, BeforeValidator(_with_amount)] | None = None
    ceilings: list[Limit] = Field([])
    approval: list[Approval] = Field([])
    reference: str

    @field_validator("usable_until")
    @classmethod
    def _in_order(cls, last: date | None, said: ValidationInfo) -> date | None:
        if last and (first := said.data.get("usable_from")) and last < first:
            raise wrong("早于 usable_from，请改正其一", "it is before usable_from: mend one of the two")
        return last

    @field_validator("ceilings")
    @classmethod
    def _nested(cls, ceilings: list[Limit], said: ValidationInfo) -> list[Limit]:
        """Refuses ceilings that overlap in part, since an exact plan could not be found; a reserve is one on all other aids."""
        pays, reserve = said.data.get("pays"), said.data.get("reserve")
        if pays is None:
            return ceilings
        found = [limit.over(pays) for limit in ceilings]
        named = {Text(f"第 {i} 项", f"ceiling {i}"): _pairs(limit) for i, limit in enumerate(found, 1)}
        if reserve:
            other = {*product({*pays.aids} - {*reserve.aids}, pays.classes)}
            kept = {*product(pays.aids, pays.classes)} - other
            least = min(
                (limit["amount_fen"] for limit in found if "amount_fen" in limit and kept <= _pairs(limit)),
                default=LIMIT,
            )
            if kept and least < reserve.amount_fen:
                raise wrong("有一项小于同一帮扶的 reserve，留存的一部分永远用不上，请改正其一",
                            "one is smaller than the reserve for the same aid, part of which could never be used: mend one of the two")  # fmt: skip
            named[Text("留存（即其他帮扶的上限）", "the reserve (a ceiling on all other aids)")] = other
        for (one, a), (two, b) in combinations(named.items(), 2):
            if (both := a & b) and both not in (a, b):
                aid, class_ = min(both)
                raise wrong(f"{one.zh}与{two.zh}部分重叠（如 {class_} 的 {aid}），请使其一包含另一，或互不相交",
                            f"{one.en} and {two.en} overlap in part ({aid} for {class_}): let one contain the other, or let them share nothing")  # fmt: skip
        return ceilings

    def terms(self) -> dict[str, Any]:
        """What it says beyond its lists, days and cap, as plain data, fen."""
        references = {"pays": self.pays.reference, "household_cap": self.household_cap and self.household_cap.reference}
        found = {
            "regions": self.pays.regions, "people": self.pays.people, "ceilings": [limit.over(self.pays) for limit in self.ceilings],
            "approval": [step.model_dump(exclude_none=True) for step in self.approval],
            "references": {key: said for key, said in references.items() if said},
        }  # fmt: skip
        return {key: said for key, said in found.items() if said}


def _pairs(said: Mapping[str, Collection[str]]) -> set[tuple[str, str]]:
    return {*product(said["aids"], said["classes"])}


def read(text: str, name: str) -> list[FundFile]:
    """The funds that a file describes; Refused with fund and key when one is wrong."""
    said = read_yaml(text, name, decimals=True)
    if not isinstance(said, list) or not said:
        raise refused(name, "应为资金列表（以 - 开头）。", "must be a list of funds (each begins with -).")
    funds = [checked(FundFile, one, f"{name}: {_called(one, i)}") for i, one in enumerate(said, 1)]
    names = [fund.name for fund in funds]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice:
        raise refused(name, f"资金 {twice} 出现两次，请合并。", f"the fund {twice} stands twice: make it one.")
    return funds


def _called(said: Any, i: int) -> str:
    return str(said.get("name", i)) if isinstance(said, dict) else str(i)


FORM = {
    "name": Text("资金名称", "Name of the fund"), "source": Text("资金来源", "Source"), "reference": Text("资金文件", "Its document"),
    "pays.aids": Text("可付项目", "Pays"), "pays.classes": Text("困难类别", "For the classes"), "pays.archived_only": Text("仅限在档家庭", "Only households on file"),
    "receipts.0.amount": Text("首笔到账(元)", "First receipt (yuan)"), "receipts.0.date": Text("到账日期", "Received on"),
    "receipts.0.reference": Text("到账凭证", "Its voucher"), "pays.regions": Text("限户口所在地", "Only hukou in"),
    "household_cap.amount": Text("每户每年至多(元)", "Household cap (yuan/year)"), "usable_until": Text("用至", "Usable until"),
}  # fmt: skip
"""The words of a form that enters a fund, by key of the funds file."""


def read_form(said: Mapping[str, Any]) -> FundFile:
    """The fund that a form describes, by keys of FORM, blanks left out; amounts as people write them.

    Refused in the words of the form. A date of receipt alone is no receipt.
    """
    filled = {key: value for key, value in said.items() if value not in (None, "", [])}
    if not {"receipts.0.amount", "receipts.0.reference"} & filled.keys():
        filled.pop("receipts.0.date", None)
    found: dict[str, Any] = {
        "receipts": [{}] if any(key.startswith("receipts") for key in filled) else [],
        "reference": "",
        "pays": {},
    }
    for key, value in filled.items():
        group, _, last = key.rpartition(".")
        where = found["receipts"][0] if group == "receipts.0" else found.setdefault(group, {}) if group else found
        where[last] = _typed(value) if last == "amount" else value
    return checked(FundFile, found, Text("资金", "Fund"), FORM)


def _typed(amount: str) -> str:
    """An amount as it was typed, made plain; left as it is where it is none, for the check to name."""
    try:
        return str(in_yuan(parse(amount)))
    except ValueError:
        return amount


def read_bytes(content: bytes, name: str) -> list[FundFile]:
    """The funds of a file that was handed over; Refused as by `read`, and when it is no text."""
    try:
        return read(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise refused(
            name, "不是文本文件，请检查是否选错。", "is not text: check that it is the right file."
        ) from error

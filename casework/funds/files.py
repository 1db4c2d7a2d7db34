"""Funds as a file says them: what each may pay, what it keeps back, and what it received."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from casework.money import exact
from casework.standards import ClassCode, checked, read_yaml, refused
from casework.standards.schedule import Part
from casework.vocabulary import AIDS, SOURCES, Codes


def _on(codes: Codes) -> AfterValidator:
    def listed(code: str) -> str:
        if code not in codes.words:
            raise ValueError(f"{code} is not one of {', '.join(codes.words)}")
        return code

    return AfterValidator(listed)


Aid = Annotated[str, _on(AIDS)]
SourceCode = Annotated[str, _on(SOURCES)]


Named = Annotated[str, Field(min_length=1, pattern=r"\S")]
Yuan = Annotated[int, BeforeValidator(lambda yuan: exact(str(yuan))), Field(gt=0)]
"""An amount that the file says in yuan, held in fen."""


class Receipt(Part):
    """Money received: the day, the amount, and the document that brought it."""

    date: date
    amount_fen: Yuan = Field(alias="amount")
    reference: Named


class Pays(Part):
    """What a fund may pay: kinds of aid, classes, and whether only households on file."""

    aids: list[Aid] = Field(min_length=1)
    classes: list[ClassCode] = Field(min_length=1)
    archived_only: bool


class Reserve(Part):
    """An amount that is kept back for some kinds of aid."""

    amount_fen: Yuan = Field(alias="amount")
    aids: list[Aid] = Field(alias="for", min_length=1)


class FundFile(Part):
    """One fund as a funds file describes it."""

    name: Named
    source: SourceCode
    receipts: list[Receipt]
    pays: Pays
    reserve: Reserve | None = None
    usable_until: date | None = None
    """The last day on which it may be reserved or paid; without one, what is left is carried over."""
    reference: str


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

"""Procedure: the time limits and shares an office works by and the papers it asks for, each with its source and grade."""

from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from casework import share
from casework.standards import Words, read_model
from casework.standards.pack import Source, cited
from casework.standards.schedule import Part, wrong
from casework.vocabulary import EVIDENCE

Whose = Literal[
    "everyone", "person", "no_income", "dibao", "ill", "disabled", "incident", "costs", "student", "migrant", "single"
]


class Figure(Part):
    """A whole number, the documents behind it, and how sure we are: A to C as in packs, K common practice, I our suggestion."""

    value: int = Field(ge=1)
    grade: Literal["A", "B", "C", "K", "I"]
    sources: list[str] = Field(default_factory=list)
    said: Words

    def __int__(self) -> int:
        return self.value

    @model_validator(mode="after")
    def _has_a_source(self) -> "Figure":
        if not self.sources and self.grade in "ABC":
            raise wrong(
                "没有出处：请写明文件，或将 grade 改为 K 或 I",
                "it has no source: name the document, or grade it K or I",
            )
        return self


class PaperRule(Part):
    """A paper that a household brings: which, whose, and the figures it is held against."""

    kind: str
    whom: Whose
    source: str
    why: Words
    within: Literal["certificate_months", "bills_months"] | None = None
    lasting: Literal["contract_months"] | None = None


class Procedure(Part):
    """The figures of the office, and the papers."""

    sources: dict[str, Source]
    visit_days: Figure
    step_days: Figure
    notice_working_days: Figure
    match_days: Figure
    approve_days: Figure
    sync_working_days: Figure
    recertify_months: Figure
    temporary_months: Figure
    taper_months: Figure
    exit_months: Figure
    follow_up_months: Figure
    keep_years: Figure
    spot_check_percent: Figure
    bunching_percent: Figure
    unpaid_days: Figure
    certificate_months: Figure
    bills_months: Figure
    contract_months: Figure
    papers: list[PaperRule]

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures by name, in the order of the form."""
        return {name: value for name, value in self if isinstance(value, Figure)}

    @model_validator(mode="after")
    def _names_exist(self) -> "Procedure":
        cited((source for figure in self.figures.values() for source in figure.sources), self.sources)
        cited((paper.source for paper in self.papers), self.sources)
        if unknown := [paper.kind for paper in self.papers if paper.kind not in EVIDENCE.words]:
            raise wrong(
                f"没有材料种类 {unknown[0]}，请检查拼写", f"no kind of evidence {unknown[0]}: check the spelling"
            )
        return self


@cache
def procedure() -> Procedure:
    """The shipped example of a procedure, data/procedure.yaml."""
    return read_model(Procedure, share("data", "procedure.yaml"))

"""Steps: what a calculation note is made of, and how facts, amounts and documents are said in one."""

from collections.abc import Iterable
from typing import NamedTuple

from casework.assistance import Assessment
from casework.assistance.classify import Means
from casework.households import FACT_WORDS, Column
from casework.standards import Pack
from casework.standards.phrases import joined, same, yuan
from casework.vocabulary import Text


class Step(NamedTuple):
    """One step of the note: what it is about, what comes out, how, and the document or evidence it rests on."""

    about: Text
    result: Text
    how: Text
    source: Text

    def sentence(self) -> Text:
        """The step as a sentence that names what it rests on."""
        how = self.how
        zh, en = (f"（{how.zh}）", f" ({how.en})") if how.zh else ("", "")
        return Text(
            f"{self.about.zh}：{self.result.zh}{zh}。依据：{self.source.zh}。",
            f"{self.about.en[0].upper()}{self.about.en[1:]}: {self.result.en}{en}. Basis: {self.source.en}.",
        )


UNKNOWN, DASH, LEDGER = Text("未知", "unknown"), same("—"), Text("帮扶台账", "the ledger of aid")
FORM, GIVEN = Text("困难职工档案表", "the case file form"), Text("给定的事实", "a fact as given")


class Case(NamedTuple):
    """One household of an assessment: what is known of it, and what that rests on."""

    assessment: Assessment
    i: int

    @property
    def pack(self) -> Pack:
        """The rules it was assessed under."""
        return self.assessment.standard.pack

    @property
    def class_(self) -> str:
        """Its class."""
        return self.assessment.class_of(self.i)

    @property
    def itemised(self) -> bool:
        """Whether its facts come from a case file, item by item."""
        return bool(self.assessment.population.facts["itemised"].values[self.i])

    @property
    def evidence(self) -> Text:
        """What its facts rest on."""
        return FORM if self.itemised else GIVEN

    @property
    def means(self) -> Means[int | None]:
        """What its class tests read; None where it is unknown."""
        return Means(*(self.known(column) for column in self.assessment.classes.means))

    def known(self, column: Column) -> int | None:
        """Its value of a column; None where it is unknown."""
        return int(column.values[self.i]) if column.known[self.i] else None

    def fact(self, name: str) -> int | None:
        """A fact of it; None where it is unknown."""
        return self.known(self.assessment.population.facts[name])

    def document(self, key: str) -> Text:
        """A document of the pack by its key, in one line."""
        return same(self.pack.cite(key))


def money_text(fen: int | None) -> Text:
    """An amount, or that it is unknown."""
    return UNKNOWN if fen is None else yuan(fen)


def asked_for(missing: Iterable[str]) -> Text:
    """The facts that are missing, in words."""
    names = joined((FACT_WORDS[name] for name in missing), "、", ", ")
    return Text(f"缺：{names.zh}", f"missing: {names.en}")

"""Steps: what a calculation note is made of, and how facts, amounts and documents are said in one."""

from collections.abc import Iterable
from typing import NamedTuple

from casework.assistance import Assessment
from casework.households import FACT_WORDS, Column
from casework.standards.phrases import joined, yuan
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


UNKNOWN, DASH = Text("未知", "unknown"), Text("—", "—")
FORM, GIVEN = Text("困难职工档案表", "the case file form"), Text("给定的事实", "a fact as given")
LEDGER = Text("帮扶台账", "the ledger of aid")


def document(assessment: Assessment, key: str) -> Text:
    """A document of the pack by its key, in one line."""
    cited = assessment.standard.pack.cite(key)
    return Text(cited, cited)


def evidence(assessment: Assessment, i: int) -> Text:
    """What the facts of a household rest on."""
    return FORM if assessment.population.facts["itemised"].values[i] else GIVEN


def money_text(fen: int | None) -> Text:
    """An amount, or that it is unknown."""
    return UNKNOWN if fen is None else yuan(fen)


def fact_of(assessment: Assessment, i: int, name: str) -> int | None:
    """A fact of a household; None where it is unknown."""
    return known_of(assessment.population.facts[name], i)


def known_of(column: Column, i: int) -> int | None:
    """A value of a column; None where it is unknown."""
    return int(column.values[i]) if column.known[i] else None


def asked_for(missing: Iterable[str]) -> Text:
    """The facts that are missing, in words."""
    names = joined((FACT_WORDS[name] for name in missing), "、", ", ")
    return Text(f"缺：{names.zh}", f"missing: {names.en}")

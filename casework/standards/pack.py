"""The form of a rule pack: dated, cited parameters. A figure that the pack lacks is answered null, never zero."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from casework.households import STAGES
from casework.standards.schedule import TO_THE_FEN, Fen, Multiple, Part, Rounding, Schedule, Sum, wrong
from casework.vocabulary import AIDS, Text

ClassCode = Literal["deep", "relative", "accident", "dibao", "edge"]
Whose = Literal["deep", "relative", "accident", "dibao", "edge", "any"]


class Words(Part):
    """A name or note in both languages."""

    zh: str
    en: str

    @property
    def text(self) -> Text:
        """As the words of the vocabulary."""
        return Text(self.zh, self.en)


class Note(Words):
    """What a document says in words that no figure can hold: a condition, an exclusion, evidence to bring."""

    source: str


class Source(Part):
    """A document: its title, number and date as far as known, and how sure we are (A official … C uncertain).

    Of grade "office" is what two people of the office entered and signed from the document itself.
    """

    title: str
    number: str = ""
    dated: str
    grade: Literal["A", "B", "C", "invented", "office"]
    where: str = ""

    def show(self) -> str:
        """The document in one line, with its grade."""
        grade = "" if self.grade in ("invented", "office") else f"[{self.grade}]"
        return " ".join(part for part in (self.title, self.number, self.dated, grade) if part)


class LineValue(Part):
    """A line in force from a day on; `starts` null: its first day is not known; yuan null: not known from then on."""

    starts: date | None
    published_on: date | None = None
    yuan: Fen | None
    source: str


class Line(Part):
    """The assistance lines of one region, in order."""

    name: Words
    values: list[LineValue]

    def on(self, day: date) -> LineValue | None:
        """The value in force on a day; None before the first one and where a start is not known."""
        found = None
        for value in self.values:
            if value.starts and value.starts > day:
                break
            found = value if value.starts else None
        return found

    def joined(self, more: "Line") -> "Line":
        """This line with more values, each in the place of any of its day and before those that begin later."""
        days = {value.starts for value in more.values}
        values = [value for value in self.values if value.starts is None or value.starts not in days]
        for value in more.values:
            later = (i for i, v in enumerate(values) if v.starts and value.starts and v.starts > value.starts)
            values.insert(next(later, len(values)), value)
        return Line(name=self.name, values=values)

    @model_validator(mode="after")
    def _in_order(self) -> "Line":
        starts = [v.starts for v in self.values if v.starts]
        if starts != sorted(set(starts)):
            raise wrong("各个起始日没有按日期先后排列", "the starts are not in order of date")
        return self


class Lines(Part):
    """The assistance lines by region, and the documents they come from."""

    sources: dict[str, Source]
    regions: dict[str, Line]

    @model_validator(mode="after")
    def _sources_exist(self) -> "Lines":
        cited((v.source for line in self.regions.values() for v in line.values), self.sources)
        return self


def cited(keys: Iterable[str], sources: Mapping[str, Source]) -> None:
    """ValueError when a key names no document."""
    absent = next((key for key in keys if key not in sources), None)
    if absent is not None:
        raise wrong(f"出处中没有 {absent}，请补上该文件", f"no source {absent} under sources: add the document")


class Test(Part):
    """One comparison. Net, gross, or income less the hardship cost, per head and month, with a multiple of a line or
    a fixed amount; or the hardship cost with a multiple of the year's income (then the operator is > or >=)."""

    measure: Literal["net", "gross", "after_hardship", "hardship_share"]
    op: Literal["<", "<=", ">", ">="]
    times: Multiple = Fraction(1)
    line: str = "line"
    yuan: Fen | None = None

    @model_validator(mode="after")
    def _needier_below(self) -> "Test":
        if (self.op in (">", ">=")) != (self.measure == "hardship_share"):
            raise wrong("收入只能用 < 或 <= 比较，困难支出占比只能用 > 或 >=",
                        "income is tested with < or <=, hardship_share with > or >=")  # fmt: skip
        is_share, others = self.measure == "hardship_share", (self.line != "line") + (self.yuan is not None)
        if others and (is_share or others > 1 or (self.yuan is not None and self.times != 1)):
            raise wrong("这一条件用不到所写的标准、倍数或元数，请只留一个",
                        "the test does not read all its figures: keep either a multiple of a line, or yuan")  # fmt: skip
        return self


class ClassTest(Part):
    """A class and all the tests that a household passes to be in it; the first class in order holds.

    `undetermined` stands for a class whose further test rests on facts that no form has.
    """

    name: Literal["deep", "relative", "accident", "dibao", "edge", "undetermined"]
    tests: list[Test]
    event: bool = False
    conditions: list[Words] = []
    source: str


class Imputed(Part):
    """Income taken as earned by a member who can work and does not: able, of working age, not studying, earning none."""

    minimum_wage: Fen | None
    ages: Annotated[list[int], Field(min_length=2, max_length=2)]
    share: Multiple = Fraction(1)
    source: str

    @model_validator(mode="after")
    def _ages_rise(self) -> "Imputed":
        if self.ages[0] > self.ages[1]:
            raise wrong("年龄应先小后大", "give the lower age first")
        return self


class Rule(Part):
    """What every kind of aid has: its document, whether it is a ceiling (不超过), and conditions that have no field.

    Under by_class, `any` is every class that gets aid; `everyone` gives it to those without a class too; null: none.
    """

    source: str
    ceiling: bool = False
    everyone: bool = False
    event: bool = False
    archived: bool | None = None
    conditions: list[Words] = []
    by_class: dict[Whose, Any]

    @model_validator(mode="after")
    def _only_for_children(self) -> "Rule":
        limited = [name for name, part in self.by_class.items() if isinstance(part, Sum) and part.only]
        if limited:
            raise wrong(f"{limited[0]}：只有助学金可以限定给谁，请删去",
                        f"{limited[0]}: only tuition may say for whom: take out only")  # fmt: skip
        return self


class Living(Rule):
    """Living aid of a year, by class."""

    instalments: Annotated[int, Field(ge=1)] = 1
    by_class: dict[Whose, Sum | None]


class Medical(Rule):
    """Medical aid on what was paid out of pocket in a year, by class; never more than that."""

    by_class: dict[Whose, Schedule | None]


class Tuition(Rule):
    """Tuition aid of a school year per child, by class and stage."""

    by_class: dict[Whose, dict[str, Sum] | None]

    @model_validator(mode="after")
    def _known_stages(self) -> "Tuition":
        strange = {stage for table in self.by_class.values() for stage in table or {}} - set(STAGES[1:])
        if strange:
            raise wrong(f"没有学段 {'、'.join(sorted(strange))}；可用：{'、'.join(STAGES[1:])}",
                        f"no such stage: {', '.join(sorted(strange))}; the stages are {', '.join(STAGES[1:])}")  # fmt: skip
        sums = {f"{c}.{stage}": sum_ for c, table in self.by_class.items() for stage, sum_ in (table or {}).items()}
        per = [key for key, sum_ in sums.items() if sum_.per == "person"]
        if per:
            raise wrong(f"{per[0]}：助学金本来就按每个子女计，请删去 per",
                        f"{per[0]}: tuition is for each child already: take out per")  # fmt: skip
        return self


class Temporary(Rule):
    """Temporary aid: a sum, or a schedule over the hardship cost."""

    by_class: dict[Whose, Schedule | Sum | None]


class Warmth(Rule):
    """One warmth visit, and what a household may get at a time and in a calendar year."""

    per_time: Fen | None = None
    per_year: Fen | None = None
    by_class: dict[Whose, Sum | None]


class ApprovalStep(Part):
    """Above this amount a higher level approves (the amount itself does not climb)."""

    over: Fen
    level: Literal["province", "national"]


class Approval(Part):
    """Who approves the largest single aid, by its amount; the county below the first step."""

    source: str
    steps: list[ApprovalStep]


class Stacking(Part):
    """Which aids a household may have together: those classes that get one item only; warmth visits stand apart."""

    source: str
    one_item_only: list[ClassCode] = []


class Pack(Part):
    """A region's rules from a day on. What a pack lacks (None) is answered null, never zero."""

    pack: str
    name: Words
    note: Words
    valid_from: date | None
    valid_until: date | None = None
    published_on: date | None
    sources: dict[str, Source]
    line: str | None
    fixed_line: Fen | None = None
    line_basis: Literal["current", "previous_year"] = "current"
    line_source: str
    regions: dict[str, Line] = {}
    months: Annotated[int, Field(ge=1, le=36)] = 12
    rounding: Rounding = TO_THE_FEN
    union_aid_is_income: bool = False
    imputed: Imputed | None = None
    rigid: list[Literal["medical", "schooling", "schooling_beyond_compulsory", "other"]]
    income_notes: list[Note] = []
    exclusions: list[Note] = []
    evidence: list[Note] = []
    gaps: list[Words] = []
    classes: list[ClassTest]
    beyond: Literal["not_eligible", "undetermined"]
    living: Living | None = None
    medical: Medical | None = None
    tuition: Tuition | None = None
    temporary: Temporary | None = None
    warmth: Warmth | None = None
    approval: Approval | None = None
    stacking: Stacking | None = None

    @model_validator(mode="after")
    def _agrees(self) -> "Pack":
        cited((key for _, key in self.citations()), self.sources)
        if self.line is not None and self.fixed_line is not None:
            raise wrong("地区标准和固定标准只能写一个", "give either line (a region of lines.yaml) or fixed_line")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise wrong("失效日早于施行日，请改正其一", "valid_until is before valid_from: mend one of the dates")
        return self

    def rule(self, aid: str) -> Any:
        """The rule of one kind of aid; None where the pack has none."""
        return getattr(self, aid)

    @property
    def tests(self) -> list[Test]:
        """The tests of all classes."""
        return [test for rule in self.classes for test in rule.tests]

    @property
    def line_fact(self) -> str:
        """The fact that gives a household's own line."""
        return "previous_year_dibao_line" if self.line_basis == "previous_year" else "dibao_line"

    def citations(self) -> Iterator[tuple[str, str]]:
        """Every place of the pack that names a document, as (dotted key, source)."""
        yield "line_source", self.line_source
        yield from _citations(self, "")

    def cite(self, key: str) -> str:
        """The document behind a rule, in one line."""
        return self.sources[key].show()

    def lacks(self) -> list[Text]:
        """What this pack has no rule for, so that it is answered null; and the gaps that its author names."""
        absent = [AIDS.words[aid] for aid in AIDS.words if self.rule(aid) is None]
        if not self.classes:
            absent.insert(0, Text("分类标准", "class tests"))
        return absent + [gap.text for gap in self.gaps]


def _citations(part: Any, at: str) -> Iterator[tuple[str, str]]:
    """The documents that a part and the parts in it name."""
    inside: Any = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in part if isinstance(part, Part) else inside:
        if key == "source" and value is not None:
            yield at, value
        elif key != "sources":
            yield from _citations(value, f"{at}.{key}".lstrip("."))

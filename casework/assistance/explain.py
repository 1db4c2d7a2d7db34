"""Explanation: the calculation note (核算说明) and the decision letter (决定书) of one household.

Both are made, only when asked for, from the figures and reasons that the calculation left. Each step names its figures
and the document behind its rule, or the evidence behind a fact, so that a clerk can recompute it by hand.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from casework import vocabulary as words
from casework.assistance import Assessment
from casework.assistance.classify import ITEMS, imputed, imputed_each, reach, threshold
from casework.assistance.steps import (
    DASH,
    LEDGER,
    UNKNOWN,
    Step,
    asked_for,
    document,
    evidence,
    fact_of,
    known_of,
    money_text,
)
from casework.assistance.worked import of_aid, of_all, of_approval
from casework.households import FACT_WORDS
from casework.money import half_up, show
from casework.standards import ClassTest, Test
from casework.standards.phrases import (
    MEASURES,
    NOTHING,
    OPS,
    joined,
    of_test,
    percent,
    the_line,
    yuan,
)  # fmt: skip
from casework.vocabulary import Lang, Text


class Letter(NamedTuple):
    """A decision letter: its heading, to whom, its sentences, and what stands below them."""

    title: Text
    to: Text
    sentences: list[Text]
    below: list[Text]

    def plain(self, lang: Lang) -> str:
        """The letter as plain text."""
        return "\n\n".join(t.to(lang) for t in (self.title, self.to, *self.sentences, *self.below)) + "\n"


def explain(assessment: Assessment, i: int) -> list[Step]:
    """The steps from the facts of household i to its class, its aid and who approves it."""
    pack = assessment.standard.pack
    steps = [
        _whose(assessment, i),
        *_means(assessment, i),
        *_tests(assessment, i),
        *_class(assessment, i),
        *(of_aid(assessment, i, aid) for aid in assessment.aids),
        *of_all(assessment, i),
        *of_approval(assessment, i),
        *(
            Step(Text("应附材料", "evidence to bring"), n.text, NOTHING, document(assessment, n.source))
            for n in pack.evidence
        ),
    ]
    return [*steps, *_cautions(steps), Step(Text("规则", "Rules"), pack.name.text, pack.note.text, Text(assessment.standard.stem, assessment.standard.stem))]  # fmt: skip


def plain(steps: Iterable[Step], lang: Lang) -> str:
    """The note as plain text, one step a line."""
    return "\n".join(step.sentence().to(lang) for step in steps) + "\n"


def letter(assessment: Assessment, i: int, *, unit: str, name: str) -> Letter:
    """The decision letter to one household: what was counted, the class, each aid and why, who approves."""
    steps, pack = explain(assessment, i), assessment.standard.pack
    left_out = {_class_name(rule) for rule in pack.classes} if assessment.class_of(i) != "not_eligible" else set()
    decided = int(assessment.classes.test[i])
    if decided >= 0:
        left_out.discard(_class_name(pack.classes[decided]))
    told = [s for s in steps if s.about not in left_out and s.result != DASH]
    number_ = assessment.population.number(i)
    left_open = assessment.class_of(i) == "undetermined" or "discretion" in (a.why(i) for a in assessment.aids.values())
    open_ = Text("困难职工帮扶：尚不能决定", "Hardship assistance: not decided yet")
    title = (
        open_ if left_open or assessment.missing(i) else Text("困难职工帮扶决定书", "Decision on hardship assistance")
    )
    return Letter(
        title,
        Text(f"{name}（档案 {number_}）：", f"To {name} (file {number_}):"),
        [s.sentence() for s in told],
        [Text(unit, unit), Text(str(assessment.on), str(assessment.on))],
    )


# ---- facts -------------------------------------------------------------------------------------------


def _whose(assessment: Assessment, i: int) -> Step:
    number_ = assessment.population.number(i)
    how = Text(f"按 {assessment.on} 的事实和规则核算", f"worked out from the facts and rules of {assessment.on}")
    return Step(Text("档案编号", "case file"), Text(number_, number_), how, evidence(assessment, i))


def _means(assessment: Assessment, i: int) -> Iterator[Step]:
    pack, classes, said = assessment.standard.pack, assessment.classes, evidence(assessment, i)
    basis = document(assessment, pack.line_source)
    yield Step(FACT_WORDS["annual_income"], money_text(fact_of(assessment, i, "annual_income_fen")), NOTHING, said)
    if pack.union_aid_is_income:
        had = money_text(fact_of(assessment, i, "union_aid_received_fen"))
        yield Step(Text("工会帮扶计入收入", "union aid counted as income"), had, Text(LEDGER.zh, LEDGER.en), basis)
    if rule := pack.imputed:
        more = known_of(imputed(assessment.population, assessment.standard), i)
        wage, each = "—" if rule.minimum_wage is None else show(rule.minimum_wage), imputed_each(assessment.standard)
        how = f"{wage} × {percent(rule.share)} × {pack.months} × {(more or 0) // each if each else '—'}"
        yield Step(
            Text("推算收入", "imputed income"), money_text(more), Text(how, how), document(assessment, rule.source)
        )
    yield from _rigid(assessment, i)
    size = known_of(classes.size, i)
    yield Step(FACT_WORDS["size"], UNKNOWN if size is None else Text(f"{size} 人", f"{size}"), NOTHING, said)
    net, (income, rigid) = assessment.per_head_month(i), (known_of(c, i) for c in classes.means[:2])
    sums = f"({show(income)} − {show(rigid)}) ÷ {size or '—'} ÷ {pack.months}"
    yield Step(Text("家庭月人均纯收入", "net income per person and month"), money_text(None if net is None else half_up(net)), Text(sums, sums), basis)  # fmt: skip
    reads = {test.measure for rule_ in pack.classes for test in rule_.tests}
    if pack.temporary or reads & {"hardship_share", "after_hardship"}:
        yield Step(FACT_WORDS["hardship_cost"], money_text(known_of(classes.means[7], i)), NOTHING, said)
    yield _line(assessment, i)
    for region in assessment.standard.other_lines():
        fen = assessment.standard.line_of(region, assessment.on)
        cited = assessment.standard.line_source(region, assessment.on)
        yield Step(the_line(assessment.standard, region), money_text(fen), _in_force(assessment), Text(cited, cited))


def _rigid(assessment: Assessment, i: int) -> Iterator[Step]:
    pack, said, sum_of = assessment.standard.pack, evidence(assessment, i), NOTHING
    basis = document(assessment, pack.line_source)
    if assessment.population.facts["itemised"].values[i]:
        sum_of = Text("以上认可各项之和", "the sum of the accepted items")
        accepted = {ITEMS[item]: item for item in pack.rigid}
        for name in dict.fromkeys(ITEMS.values()):
            how = NOTHING if name in accepted else Text("该规则包不认可此项", "this pack does not accept it")
            if accepted.get(name) == "schooling_beyond_compulsory":
                how = Text("义务教育阶段的不计", "what is for compulsory school is left out")
            yield Step(FACT_WORDS[name], money_text(fact_of(assessment, i, f"{name}_fen")), how, said)
    column = assessment.classes.means[1]
    rigid, least = known_of(column, i), int(column.values[i])
    spent = money_text(rigid)
    if rigid is None and least:
        spent = Text(f"至少 {show(least)} 元", f"at least {show(least)} yuan")
    yield Step(FACT_WORDS["annual_rigid_expenditure"], spent, sum_of, basis if sum_of.zh else said)


def _line(assessment: Assessment, i: int) -> Step:
    pack, line = assessment.standard.pack, known_of(assessment.classes.line, i)
    fact = "previous_year_dibao_line" if pack.line_basis == "previous_year" else "dibao_line"
    cited, given = assessment.standard.line_source(pack.line, assessment.on), fact_of(assessment, i, f"{fact}_fen")
    source = Text(cited, cited) if given is None else evidence(assessment, i)
    return Step(FACT_WORDS[fact], money_text(line), _in_force(assessment), source)


def _in_force(assessment: Assessment) -> Text:
    if assessment.standard.pack.line_basis == "previous_year":
        year = assessment.on.year - 1
        return Text(f"{year} 年末执行的标准，每人每月", f"in force at the end of {year}, per person and month")
    return Text(f"{assessment.on} 执行的标准，每人每月", f"in force on {assessment.on}, per person and month")


# ---- class -------------------------------------------------------------------------------------------


def _tests(assessment: Assessment, i: int) -> list[Step]:
    """Each class test in order, with its threshold and the distance to it, up to the one that decides."""
    decided, rules = int(assessment.classes.test[i]), assessment.standard.pack.classes
    if decided == -2:
        return []
    ends = reach(i, assessment.classes, assessment.standard, assessment.on)
    return [
        Step(_class_name(rule), _OUTCOMES[ends[k]], _how(assessment, i, k), document(assessment, rule.source))
        for k, rule in enumerate(rules)
        if decided < 0 or k <= decided
    ]


_OUTCOMES = {
    (True, True): Text("符合", "met"), (True, False): Text("待定", "open"), (False, False): Text("不符合", "not met"),
}  # fmt: skip


def _class_name(rule: ClassTest) -> Text:
    left = Text("须由人认定的情形", "a case left to a person")
    return left if rule.name == "undetermined" else words.CLASSES.words[rule.name]


def _read(assessment: Assessment, i: int, test: Test) -> Fraction | None:
    """What a test reads, fen: income per person and month, or what the event cost."""
    income, rigid, size, *_, hardship = (known_of(column, i) for column in assessment.classes.means)
    if test.measure == "hardship_share":
        return None if hardship is None else Fraction(hardship)
    less = {"net": rigid, "gross": 0, "after_hardship": hardship}[test.measure]
    known = income is not None and less is not None and size is not None
    return Fraction(income - less, size * assessment.standard.pack.months) if known else None  # type: ignore[operator]


def _limit(assessment: Assessment, i: int, test: Test) -> Fraction | None:
    income, line = (known_of(assessment.classes.means[k], i) for k in (0, 3))
    if test.measure == "hardship_share":
        return None if income is None else income * test.times
    if line is None and test.yuan is None and test.line == "line":
        return None
    return threshold(test, line or 0, assessment.standard, assessment.on)


def _how(assessment: Assessment, i: int, k: int) -> Text:
    rule = assessment.standard.pack.classes[k]
    parts = [_compared(assessment, i, test) for test in rule.tests]
    if rule.event:
        event = fact_of(assessment, i, "event")
        told = UNKNOWN if event is None else words.YES_NO.words["是" if event else "否"]
        parts.append(Text(f"须有突发事件：{told.zh}", f"needs an event: {told.en}"))
    taken = (
        Text("（无此字段，视为符合）", " (no field for it: taken as met)") if rule.name != "undetermined" else NOTHING
    )
    return joined(parts + [Text(c.zh + taken.zh, c.en + taken.en) for c in rule.conditions])


def _compared(assessment: Assessment, i: int, test: Test) -> Text:
    """The test with its threshold and, where both are known, the distance to it."""
    read, limit, said = _read(assessment, i, test), _limit(assessment, i, test), of_test(test, assessment.standard)
    if limit is None:
        return said
    name, op, shown = MEASURES[test.measure], OPS[test.op], yuan(limit)
    said = Text(f"{name.zh} {op} {shown.zh}", f"{name.en} {op} {shown.en}")
    if read is None:
        return said
    gap, side = show(abs(half_up(read - limit))), Text("低", "below") if read < limit else Text("高", "above")
    return Text(f"{said.zh}，{side.zh} {gap} 元", f"{said.en}, {gap} yuan {side.en}")


def _class(assessment: Assessment, i: int) -> Iterator[Step]:
    class_, missing, how = assessment.class_of(i), assessment.class_missing(i), NOTHING
    excluded, documented = fact_of(assessment, i, "assets_excluded"), fact_of(assessment, i, "cause_documented")
    pack, said = assessment.standard.pack, evidence(assessment, i)
    if missing:
        how = asked_for(missing)
    elif class_ == "not_eligible" and (excluded == 1 or documented == 0):
        how = Text("有排除情形或无致困原因", "an exclusion applies or no cause is documented")
    elif class_ == "not_eligible":
        how = Text("各类别标准均不符合", "no class test is met")
    elif excluded == 0:
        how = Text(
            "资产与行为：建档时申报无排除情形，未再核查", "assets and conduct: declared at filing, not re-checked"
        )
    test = int(assessment.classes.test[i])
    yield Step(Text("困难类别", "class"), words.CLASSES.words[class_], how, document(assessment, pack.classes[test].source) if test >= 0 else said)  # fmt: skip
    if missing:
        possible = joined((words.CLASSES.words[name] for name in assessment.classes.of(i)), "、", ", ")
        yield Step(Text("可能的类别", "classes that remain possible"), possible, asked_for(missing), said)
    for note in pack.exclusions:
        told = (
            UNKNOWN
            if excluded is None
            else Text("至少一项存在", "at least one applies")
            if excluded
            else Text("申报不存在", "declared not to apply")
        )
        yield Step(Text("排除情形", "exclusion"), told, note.text, document(assessment, note.source))


def _cautions(steps: list[Step]) -> list[Step]:
    """A warning for each document of grade C that a step rests on."""
    unsure = dict.fromkeys(s.source for s in steps if s.source.zh.endswith("[C]"))
    how = Text("来源不确定（C 级），使用前请核对原文", "an uncertain source (grade C): check the original before use")
    return [Step(Text("来源提示", "caution"), how, NOTHING, source) for source in unsure]

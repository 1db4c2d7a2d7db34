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
from casework.assistance.steps import DASH, LEDGER, UNKNOWN, Case, Step, asked_for, money_text
from casework.assistance.worked import of_aid, of_all, of_approval
from casework.households import FACT_WORDS
from casework.money import half_up, show
from casework.standards import ClassTest, Test
from casework.standards.phrases import NOTHING, joined, of_test, percent, same, the_line
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
    case, pack = Case(assessment, i), assessment.standard.pack
    bring = Text("应附材料", "evidence to bring")
    steps = [
        _whose(case),
        *_means(case),
        *_tests(case),
        *_class(case),
        *(of_aid(case, aid) for aid in assessment.aids),
        *of_all(case),
        *of_approval(case),
        *(Step(bring, note.text, NOTHING, case.document(note.source)) for note in pack.evidence),
    ]
    rules = Step(Text("规则", "Rules"), pack.name.text, pack.note.text, same(pack.pack))
    return [*steps, *_cautions(steps), rules]


def plain(steps: Iterable[Step], lang: Lang) -> str:
    """The note as plain text, one step a line."""
    return "\n".join(step.sentence().to(lang) for step in steps) + "\n"


def letter(assessment: Assessment, i: int, *, unit: str, name: str) -> Letter:
    """The decision letter to one household: what was counted, the class, each aid and why, who approves."""
    rules, decided = assessment.standard.pack.classes, int(assessment.classes.test[i])
    left_out = set() if assessment.class_of(i) == "not_eligible" else {_class_name(rule) for rule in rules}
    if decided >= 0:
        left_out.discard(_class_name(rules[decided]))
    told = [s.sentence() for s in explain(assessment, i) if s.about not in left_out and s.result != DASH]
    number = assessment.population.number(i)
    left_open = assessment.class_of(i) == "undetermined" or "discretion" in (a.why(i) for a in assessment.aids.values())
    open_ = Text("困难职工帮扶：尚不能决定", "Hardship assistance: not decided yet")
    closed = Text("困难职工帮扶决定书", "Decision on hardship assistance")
    title = open_ if left_open or assessment.missing(i) else closed
    to = Text(f"{name}（档案 {number}）：", f"To {name} (file {number}):")
    return Letter(title, to, told, [same(unit), same(str(assessment.on))])


# ---- facts -------------------------------------------------------------------------------------------


def _whose(case: Case) -> Step:
    on = case.assessment.on
    how = Text(f"按 {on} 的事实和规则核算", f"worked out from the facts and rules of {on}")
    return Step(Text("档案编号", "case file"), same(case.assessment.population.number(case.i)), how, case.evidence)


def _means(case: Case) -> Iterator[Step]:
    pack, said = case.pack, case.evidence
    basis = case.document(pack.line_source)
    yield Step(FACT_WORDS["annual_income"], money_text(case.fact("annual_income_fen")), NOTHING, said)
    if pack.union_aid_is_income:
        had = money_text(case.fact("union_aid_received_fen"))
        yield Step(Text("工会帮扶计入收入", "union aid counted as income"), had, LEDGER, basis)
    yield from _imputed(case)
    yield from _rigid(case)
    income, rigid, size, *_, hardship = case.means
    yield Step(FACT_WORDS["size"], UNKNOWN if size is None else Text(f"{size} 人", f"{size}"), NOTHING, said)
    net = case.assessment.per_head_month(case.i)
    sums = f"({show(income)} − {show(rigid)}) ÷ {size or '—'} ÷ {pack.months}"
    about = Text("家庭月人均纯收入", "net income per person and month")
    yield Step(about, money_text(None if net is None else half_up(net)), same(sums), basis)
    if pack.temporary or {"hardship_share", "after_hardship"} & {test.measure for test in pack.tests}:
        yield Step(FACT_WORDS["hardship_cost"], money_text(hardship), NOTHING, said)
    yield from _lines(case)


def _imputed(case: Case) -> Iterator[Step]:
    standard, rule = case.assessment.standard, case.pack.imputed
    if rule:
        more, each = case.known(imputed(case.assessment.population, standard)), imputed_each(standard)
        heads = (more or 0) // each if each else "—"
        how = f"{show(rule.minimum_wage)} × {percent(rule.share)} × {case.pack.months} × {heads}"
        yield Step(Text("推算收入", "imputed income"), money_text(more), same(how), case.document(rule.source))


def _rigid(case: Case) -> Iterator[Step]:
    if case.itemised:
        accepted = {ITEMS[item]: item for item in case.pack.rigid}
        for name in dict.fromkeys(ITEMS.values()):
            how = NOTHING if name in accepted else Text("该规则包不认可此项", "this pack does not accept it")
            if accepted.get(name) == "schooling_beyond_compulsory":
                how = Text("义务教育阶段的不计", "what is for compulsory school is left out")
            yield Step(FACT_WORDS[name], money_text(case.fact(f"{name}_fen")), how, case.evidence)
    spent, least = money_text(case.means.rigid), int(case.assessment.classes.means.rigid.values[case.i])
    if case.means.rigid is None and least:
        spent = Text(f"至少 {show(least)} 元", f"at least {show(least)} yuan")
    sum_of, basis = Text("以上认可各项之和", "the sum of the accepted items"), case.document(case.pack.line_source)
    how, source = (sum_of, basis) if case.itemised else (NOTHING, case.evidence)
    yield Step(FACT_WORDS["annual_rigid_expenditure"], spent, how, source)


def _lines(case: Case) -> Iterator[Step]:
    """The household's own line, and those of other regions that a class test reads."""
    standard, on, fact = case.assessment.standard, case.assessment.on, case.pack.line_fact
    when = Text(f"{on} 执行的标准，每人每月", f"in force on {on}, per person and month")
    if fact != "dibao_line":
        year = on.year - 1
        when = Text(f"{year} 年末执行的标准，每人每月", f"in force at the end of {year}, per person and month")
    given = case.fact(f"{fact}_fen") is not None
    source = case.evidence if given else same(standard.line_source(standard.region, on))
    yield Step(FACT_WORDS[fact], money_text(case.means.line), when, source)
    for region in standard.other_lines():
        line, cited = money_text(standard.line_of(region, on)), same(standard.line_source(region, on))
        yield Step(the_line(standard, region), line, when, cited)


# ---- class -------------------------------------------------------------------------------------------


def _tests(case: Case) -> list[Step]:
    """Each class test in order, with its threshold and the distance to it, up to the one that decides."""
    found, rules = case.assessment, case.pack.classes
    decided = int(found.classes.test[case.i])
    if decided == -2:
        return []
    ends = reach(case.i, found.classes, found.standard, found.on)
    told = list(zip(rules, ends, strict=True))[: None if decided < 0 else decided + 1]
    return [Step(_class_name(rule), _OUTCOMES[end], _how(case, rule), case.document(rule.source)) for rule, end in told]


_OUTCOMES = {
    (True, True): Text("符合", "met"), (True, False): Text("待定", "open"), (False, False): Text("不符合", "not met"),
}  # fmt: skip


def _class_name(rule: ClassTest) -> Text:
    left = Text("须由人认定的情形", "a case left to a person")
    return left if rule.name == "undetermined" else words.CLASSES.words[rule.name]


def _read(case: Case, test: Test) -> Fraction | None:
    """What a test reads, fen: income per person and month, or what the event cost."""
    means = case.means
    if test.measure == "hardship_share":
        return None if means.hardship is None else Fraction(means.hardship)
    less = means.spent(test.measure)
    if means.income is None or means.size is None or less is None:
        return None
    return Fraction(means.income - less, means.size * case.pack.months)


def _limit(case: Case, test: Test) -> Fraction | None:
    income, line = case.means.income, case.means.line
    if test.measure == "hardship_share":
        return None if income is None else income * test.times
    if line is None and test.yuan is None and test.line == "line":
        return None
    return threshold(test, line or 0, case.assessment.standard, case.assessment.on)


def _how(case: Case, rule: ClassTest) -> Text:
    parts = [_compared(case, test) for test in rule.tests]
    if rule.event:
        event = case.fact("event")
        told = UNKNOWN if event is None else words.YES_NO.words["是" if event else "否"]
        parts.append(Text(f"须有突发事件：{told.zh}", f"needs an event: {told.en}"))
    left = rule.name == "undetermined"
    taken = NOTHING if left else Text("（无此字段，视为符合）", " (no field for it: taken as met)")
    return joined(parts + [Text(c.zh + taken.zh, c.en + taken.en) for c in rule.conditions])


def _compared(case: Case, test: Test) -> Text:
    """The test with its threshold and, where both are known, the distance to it."""
    read, limit = _read(case, test), _limit(case, test)
    said = of_test(test, case.assessment.standard, limit)
    if limit is None or read is None:
        return said
    gap, side = show(abs(half_up(read - limit))), Text("低", "below") if read < limit else Text("高", "above")
    return Text(f"{said.zh}，{side.zh} {gap} 元", f"{said.en}, {gap} yuan {side.en}")


def _class(case: Case) -> Iterator[Step]:
    missing, test = case.assessment.class_missing(case.i), int(case.assessment.classes.test[case.i])
    source = case.document(case.pack.classes[test].source) if test >= 0 else case.evidence
    how, excluded = asked_for(missing) if missing else _why(case), case.fact("assets_excluded")
    yield Step(Text("困难类别", "class"), words.CLASSES.words[case.class_], how, source)
    if missing:
        possible = (words.CLASSES.words[name] for name in case.assessment.classes.of(case.i))
        about = Text("可能的类别", "classes that remain possible")
        yield Step(about, joined(possible, "、", ", "), how, case.evidence)
    for note in case.pack.exclusions:
        told = UNKNOWN if excluded is None else _EXCLUDED[bool(excluded)]
        yield Step(Text("排除情形", "exclusion"), told, note.text, case.document(note.source))


_EXCLUDED = {
    True: Text("至少一项存在", "at least one applies"), False: Text("申报不存在", "declared not to apply")
}  # fmt: skip


def _why(case: Case) -> Text:
    """Why the class is what it is, where the tests alone do not say."""
    excluded, out = case.fact("assets_excluded"), case.class_ == "not_eligible"
    if out and (excluded == 1 or case.fact("cause_documented") == 0):
        return Text("有排除情形或无致困原因", "an exclusion applies or no cause is documented")
    if out:
        return Text("各类别标准均不符合", "no class test is met")
    declared = Text(
        "资产与行为：建档时申报无排除情形，未再核查", "assets and conduct: declared at filing, not re-checked"
    )
    return declared if excluded == 0 else NOTHING


def _cautions(steps: list[Step]) -> list[Step]:
    """A warning for each document of grade C that a step rests on."""
    unsure = dict.fromkeys(s.source for s in steps if s.source.zh.endswith("[C]"))
    how = Text("来源不确定（C 级），使用前请核对原文", "an uncertain source (grade C): check the original before use")
    return [Step(Text("来源提示", "caution"), how, NOTHING, source) for source in unsure]

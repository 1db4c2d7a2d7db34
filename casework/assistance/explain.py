"""Explanation: the calculation note (核算说明) and the decision letter (决定书) of one household.

Both are made, only when asked for, from the figures and reasons that the calculation left. Each step names its figures
and the document behind its rule, or the evidence behind a fact, so that a clerk can recompute it by hand.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from casework import vocabulary as words
from casework.assistance import REASONS, Assessment
from casework.assistance.classify import ITEMS, imputed, imputed_each, reach, threshold
from casework.assistance.living import instalment
from casework.assistance.stacking import is_limited, together
from casework.assistance.tuition import only
from casework.households import FACT_WORDS, RELATIVES, STAGES, Column, Ints
from casework.money import half_up, show
from casework.standards import ClassTest, Schedule, Sum, Test
from casework.standards.phrases import (
    MEASURES,
    NOTHING,
    OPS,
    approvals,
    capped,
    joined,
    number,
    of_schedule,
    of_test,
    percent,
    rounded,
    terms,
    the_line,
    yuan,
)  # fmt: skip
from casework.vocabulary import Lang, Text


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


class Letter(NamedTuple):
    """A decision letter: its heading, to whom, its sentences, and what stands below them."""

    title: Text
    to: Text
    sentences: list[Text]
    below: list[Text]

    def plain(self, lang: Lang) -> str:
        """The letter as plain text."""
        return "\n\n".join(t.to(lang) for t in (self.title, self.to, *self.sentences, *self.below)) + "\n"


_UNKNOWN, _DASH = Text("未知", "unknown"), Text("—", "—")
_FORM, _GIVEN = Text("困难职工档案表", "the case file form"), Text("给定的事实", "a fact as given")
_LEDGER = Text("帮扶台账", "the ledger of aid")


def explain(assessment: Assessment, i: int) -> list[Step]:
    """The steps from the facts of household i to its class, its aid and who approves it."""
    pack = assessment.standard.pack
    steps = [
        _whose(assessment, i),
        *_means(assessment, i),
        *_tests(assessment, i),
        *_class(assessment, i),
        *(_aid(assessment, i, aid) for aid in assessment.aids),
        *_together(assessment, i),
        *_approval(assessment, i),
        *(
            Step(Text("应附材料", "evidence to bring"), n.text, NOTHING, _document(assessment, n.source))
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
    told = [s for s in steps if s.about not in left_out and s.result != _DASH]
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
    return Step(Text("档案编号", "case file"), Text(number_, number_), how, _evidence(assessment, i))


def _document(assessment: Assessment, key: str) -> Text:
    cited = assessment.standard.pack.cite(key)
    return Text(cited, cited)


def _evidence(assessment: Assessment, i: int) -> Text:
    return _FORM if assessment.population.facts["itemised"].values[i] else _GIVEN


def _money(fen: int | None) -> Text:
    return _UNKNOWN if fen is None else yuan(fen)


def _fact(assessment: Assessment, i: int, name: str) -> int | None:
    return _known(assessment.population.facts[name], i)


def _known(column: Column, i: int) -> int | None:
    return int(column.values[i]) if column.known[i] else None


def _means(assessment: Assessment, i: int) -> Iterator[Step]:
    pack, classes, said = assessment.standard.pack, assessment.classes, _evidence(assessment, i)
    basis = _document(assessment, pack.line_source)
    yield Step(FACT_WORDS["annual_income"], _money(_fact(assessment, i, "annual_income_fen")), NOTHING, said)
    if pack.union_aid_is_income:
        had = _money(_fact(assessment, i, "union_aid_received_fen"))
        yield Step(Text("工会帮扶计入收入", "union aid counted as income"), had, Text(_LEDGER.zh, _LEDGER.en), basis)
    if rule := pack.imputed:
        more = _known(imputed(assessment.population, assessment.standard), i)
        wage, each = "—" if rule.minimum_wage is None else show(rule.minimum_wage), imputed_each(assessment.standard)
        how = f"{wage} × {percent(rule.share)} × {pack.months} × {(more or 0) // each if each else '—'}"
        yield Step(Text("推算收入", "imputed income"), _money(more), Text(how, how), _document(assessment, rule.source))
    yield from _rigid(assessment, i)
    size = _known(classes.size, i)
    yield Step(FACT_WORDS["size"], _UNKNOWN if size is None else Text(f"{size} 人", f"{size}"), NOTHING, said)
    net, (income, rigid) = assessment.per_head_month(i), (_known(c, i) for c in classes.means[:2])
    sums = f"({show(income)} − {show(rigid)}) ÷ {size or '—'} ÷ {pack.months}"
    yield Step(Text("家庭月人均纯收入", "net income per person and month"), _money(None if net is None else half_up(net)), Text(sums, sums), basis)  # fmt: skip
    reads = {test.measure for rule_ in pack.classes for test in rule_.tests}
    if pack.temporary or reads & {"hardship_share", "after_hardship"}:
        yield Step(FACT_WORDS["hardship_cost"], _money(_known(classes.means[7], i)), NOTHING, said)
    yield _line(assessment, i)
    for region in assessment.standard.other_lines():
        fen = assessment.standard.line_of(region, assessment.on)
        cited = assessment.standard.line_source(region, assessment.on)
        yield Step(the_line(assessment.standard, region), _money(fen), _in_force(assessment), Text(cited, cited))


def _rigid(assessment: Assessment, i: int) -> Iterator[Step]:
    pack, said, sum_of = assessment.standard.pack, _evidence(assessment, i), NOTHING
    basis = _document(assessment, pack.line_source)
    if assessment.population.facts["itemised"].values[i]:
        sum_of = Text("以上认可各项之和", "the sum of the accepted items")
        accepted = {ITEMS[item]: item for item in pack.rigid}
        for name in dict.fromkeys(ITEMS.values()):
            how = NOTHING if name in accepted else Text("该规则包不认可此项", "this pack does not accept it")
            if accepted.get(name) == "schooling_beyond_compulsory":
                how = Text("义务教育阶段的不计", "what is for compulsory school is left out")
            yield Step(FACT_WORDS[name], _money(_fact(assessment, i, f"{name}_fen")), how, said)
    column = assessment.classes.means[1]
    rigid, least = _known(column, i), int(column.values[i])
    spent = _money(rigid)
    if rigid is None and least:
        spent = Text(f"至少 {show(least)} 元", f"at least {show(least)} yuan")
    yield Step(FACT_WORDS["annual_rigid_expenditure"], spent, sum_of, basis if sum_of.zh else said)


def _line(assessment: Assessment, i: int) -> Step:
    pack, line = assessment.standard.pack, _known(assessment.classes.line, i)
    fact = "previous_year_dibao_line" if pack.line_basis == "previous_year" else "dibao_line"
    cited, given = assessment.standard.line_source(pack.line, assessment.on), _fact(assessment, i, f"{fact}_fen")
    source = Text(cited, cited) if given is None else _evidence(assessment, i)
    return Step(FACT_WORDS[fact], _money(line), _in_force(assessment), source)


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
        Step(_class_name(rule), _OUTCOMES[ends[k]], _how(assessment, i, k), _document(assessment, rule.source))
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
    income, rigid, size, *_, hardship = (_known(column, i) for column in assessment.classes.means)
    if test.measure == "hardship_share":
        return None if hardship is None else Fraction(hardship)
    less = {"net": rigid, "gross": 0, "after_hardship": hardship}[test.measure]
    known = income is not None and less is not None and size is not None
    return Fraction(income - less, size * assessment.standard.pack.months) if known else None  # type: ignore[operator]


def _limit(assessment: Assessment, i: int, test: Test) -> Fraction | None:
    income, line = (_known(assessment.classes.means[k], i) for k in (0, 3))
    if test.measure == "hardship_share":
        return None if income is None else income * test.times
    if line is None and test.yuan is None and test.line == "line":
        return None
    return threshold(test, line or 0, assessment.standard, assessment.on)


def _how(assessment: Assessment, i: int, k: int) -> Text:
    rule = assessment.standard.pack.classes[k]
    parts = [_compared(assessment, i, test) for test in rule.tests]
    if rule.event:
        event = _fact(assessment, i, "event")
        told = _UNKNOWN if event is None else words.YES_NO.words["是" if event else "否"]
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
    excluded, documented = _fact(assessment, i, "assets_excluded"), _fact(assessment, i, "cause_documented")
    pack, said = assessment.standard.pack, _evidence(assessment, i)
    if missing:
        how = _asked(missing)
    elif class_ == "not_eligible" and (excluded == 1 or documented == 0):
        how = Text("有排除情形或无致困原因", "an exclusion applies or no cause is documented")
    elif class_ == "not_eligible":
        how = Text("各类别标准均不符合", "no class test is met")
    elif excluded == 0:
        how = Text(
            "资产与行为：建档时申报无排除情形，未再核查", "assets and conduct: declared at filing, not re-checked"
        )
    test = int(assessment.classes.test[i])
    yield Step(Text("困难类别", "class"), words.CLASSES.words[class_], how, _document(assessment, pack.classes[test].source) if test >= 0 else said)  # fmt: skip
    if missing:
        possible = joined((words.CLASSES.words[name] for name in assessment.classes.of(i)), "、", ", ")
        yield Step(Text("可能的类别", "classes that remain possible"), possible, _asked(missing), said)
    for note in pack.exclusions:
        told = (
            _UNKNOWN
            if excluded is None
            else Text("至少一项存在", "at least one applies")
            if excluded
            else Text("申报不存在", "declared not to apply")
        )
        yield Step(Text("排除情形", "exclusion"), told, note.text, _document(assessment, note.source))


def _asked(missing: Iterable[str]) -> Text:
    asked = joined((FACT_WORDS[name] for name in missing), "、", ", ")
    return Text(f"缺：{asked.zh}", f"missing: {asked.en}")


# ---- aid ---------------------------------------------------------------------------------------------


def _aid(assessment: Assessment, i: int, aid: str) -> Step:
    amounts, pack, name = assessment.aids[aid], assessment.standard.pack, words.AIDS.words[aid]
    rule, reason = pack.rule(aid), amounts.why(i)
    if rule is None or reason == "no_rule":
        return Step(name, _DASH, REASONS[reason], Text(assessment.standard.stem, assessment.standard.stem))
    part = rule.by_class.get(assessment.class_of(i), rule.by_class.get("any"))
    source = _document(assessment, getattr(part, "source", None) or rule.source)
    how = _asked(assessment.rests_on(aid, i)) if reason == "unknown_fact" else REASONS[reason]
    if reason in ("amount", "capped", "limit", "discretion"):
        how = joined([_worked(assessment, i, aid, part), *_limits(assessment, i, aid)])
    least, most = amounts.between(i)
    unbound = most is None and reason == "undetermined"
    return Step(name, _UNKNOWN if unbound else _between(least, most), how, source)


def _between(low: int, high: int | None) -> Text:
    """An amount, or the range in which it lies."""
    if high is None:
        return Text(f"{show(low)} 元以上，上限不详", f"{show(low)} yuan or more")
    return yuan(low) if low == high else Text(f"{show(low)}–{show(high)} 元", f"{show(low)}–{show(high)} yuan")


def _limits(assessment: Assessment, i: int, aid: str) -> Iterator[Text]:
    """What besides its formula an amount hangs on: limits, what was had, rounding, instalments."""
    pack, amounts = assessment.standard.pack, assessment.aids[aid]
    yield from terms(pack.rule(aid))
    if amounts.why(i) == "discretion":
        yield REASONS["discretion"]
    if aid == "warmth" and (had := _fact(assessment, i, "warmth_received_fen")):
        yield Text(f"本年已得 {show(had)} 元", f"{show(had)} yuan had this year")
    if pack.rounding.to > 1:
        yield rounded(pack.rounding)
    fen = amounts.of(i)
    if aid == "living" and pack.living and pack.living.instalments > 1 and fen:
        each = show(instalment(fen, assessment.standard))
        yield Text(f"每次 {each} 元", f"{each} yuan each")


def _worked(assessment: Assessment, i: int, aid: str, part: object) -> Text:
    if isinstance(part, Schedule):
        cost = (
            assessment.classes.means[7]
            if aid == "temporary"
            else assessment.population.facts["medical_out_of_pocket_fen"]
        )
        return _schedule(
            part, int(cost.values[i]), Text("困难支出", "hardship cost") if aid == "temporary" else Text("自付", "paid")
        )
    if isinstance(part, Sum):
        return _sum(part, assessment, i)
    return _children(part, assessment, i) if isinstance(part, dict) else NOTHING


def _sum(sum_: Sum, assessment: Assessment, i: int) -> Text:
    heads = f" × {int(assessment.classes.size.values[i])}" if sum_.per == "person" else ""
    if sum_.lines is None:
        each = show(sum_.yuan or 0)
        found = Text(f"定额 {each} 元{heads}", f"a fixed {each} yuan{heads}")
    else:
        times, line = number(sum_.lines), show(int(assessment.classes.line.values[i]))
        found = Text(f"{times} × {line} 元{heads}", f"{times} × {line} yuan{heads}")
    return found if sum_.cap is None else joined([found, capped(sum_.cap)], "，", ", ")


def _schedule(schedule: Schedule, paid: int, cost: Text) -> Text:
    band = int(schedule.band(np.array([paid]))[0])
    base, rate = schedule.lines[band]
    terms_ = [show(half_up(base))] if base or not rate else []
    sums = " + ".join(terms_ + [f"{percent(rate)} × {show(paid)}"] * bool(rate))
    if (most := schedule.bands[band].at_most) is not None:
        sums = f"{show(schedule.bands[band].flat)}–{show(most)}"
    cap = "" if schedule.cap is None else show(schedule.cap)
    zh_cap, en_cap = (f"，上限 {cap} 元", f", cap {cap} yuan") if cap else ("", "")
    whole = of_schedule(schedule)
    zh_all, en_all = (f"。各档：{whole.zh}", f". Bands: {whole.en}") if len(schedule.bands) > 1 else ("", "")
    return Text(
        f"{cost.zh} {show(paid)} 元，第 {band + 1} 档：{sums}{zh_cap}，不超过{cost.zh}{zh_all}",
        f"{cost.en} {show(paid)} yuan, band {band + 1}: {sums}{en_cap}, never more than {cost.en}{en_all}",
    )


def _children(table: dict[str, Sum], assessment: Assessment, i: int) -> Text:
    people, line = assessment.population, assessment.classes.line.values[i : i + 1]
    rows = np.arange(people.starts[i], people.starts[i + 1])
    rows = rows[people.members["relation"].values[rows] == RELATIVES.index("child")]
    stages = [(r, STAGES[int(people.members["stage"].values[r])]) for r in rows]
    paid = [(s, table[s]) for r, s in stages if s in table and _is_for(table[s], assessment, i, int(r))]
    return joined((_child(words.STAGES.words[s], sum_, line, assessment) for s, sum_ in paid), " + ", " + ")


def _is_for(sum_: Sum, assessment: Assessment, i: int, member: int) -> bool:
    return sum_.only is None or bool(only(sum_, assessment.population, np.array([member]), np.array([i]))[0][0])


def _child(stage: Text, sum_: Sum, line: Ints, assessment: Assessment) -> Text:
    fen = show(int(sum_.fen(line, assessment.standard.pack.rounding)[0]))
    times = "" if sum_.lines is None else f"{number(sum_.lines)} × {show(int(line[0]))} = "
    found = Text(f"{stage.zh} {times}{fen} 元", f"{stage.en} {times}{fen} yuan")
    return found if sum_.cap is None else joined([found, capped(sum_.cap)], "，", ", ")


def _together(assessment: Assessment, i: int) -> Iterator[Step]:
    """Which of the aids may be had together, where the pack limits that."""
    pack = assessment.standard.pack
    if not is_limited(assessment.standard) or assessment.class_of(i) not in words.AIDED:
        return
    found = together(assessment, i)
    items = joined((Text(f"{words.AIDS.words[a].zh} {show(fen)} 元", f"{words.AIDS.words[a].en} {show(fen)} yuan") for a, fen in found.items), "、", ", then ")  # fmt: skip
    single = bool(pack.stacking and assessment.class_of(i) in pack.stacking.one_item_only)
    how = [items] if found.items else []
    how += [Text("该类别只享受一项", "this class gets one item only")] if single else []
    how += (
        [Text("先得的计入收入后再认定", "what was granted counts as income before the next is")]
        if pack.union_aid_is_income
        else []
    )
    source = _document(assessment, pack.stacking.source if pack.stacking else pack.line_source)
    yield Step(Text("可同时享受的合计", "together"), yuan(found.total_fen), joined(how), source)


def _approval(assessment: Assessment, i: int) -> list[Step]:
    rule, level = assessment.standard.pack.approval, assessment.approval_level(i)
    if rule is None or level is None:
        return []
    how = joined([Text("按最大一项救助金额", "by the largest single aid"), approvals(rule)])
    return [Step(Text("审批权限", "approval"), words.LEVELS.words[level], how, _document(assessment, rule.source))]


def _cautions(steps: list[Step]) -> list[Step]:
    """A warning for each document of grade C that a step rests on."""
    unsure = dict.fromkeys(s.source for s in steps if s.source.zh.endswith("[C]"))
    how = Text("来源不确定（C 级），使用前请核对原文", "an uncertain source (grade C): check the original before use")
    return [Step(Text("来源提示", "caution"), how, NOTHING, source) for source in unsure]

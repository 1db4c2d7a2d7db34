"""Explanation: the calculation note (核算说明) of one household, from the figures that the calculation left.

Each step names its figures and the document behind its rule, so that a clerk can recompute it by hand.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from casework import vocabulary as words
from casework.assistance import MONTHS, REASONS, Assessment
from casework.assistance.classify import ITEMS, threshold
from casework.assistance.tuition import only
from casework.households import FACT_WORDS, RELATIVES, STAGES, Column
from casework.money import half_up, show
from casework.standards import Schedule, Sum, Test
from casework.vocabulary import Text


class Step(NamedTuple):
    """One step of the note: what it is about, what comes out, how, and the document it rests on ("" for facts)."""

    about: Text
    result: Text
    how: Text
    source: str


_NONE, _DASH = Text("", ""), Text("—", "—")
_YUAN = (" 元", " yuan")


def explain(assessment: Assessment, i: int) -> list[Step]:
    """The steps from the facts of household i to its class, its aid and who approves it."""
    return [
        *_means(assessment, i),
        *_tests(assessment, i),
        _class(assessment, i),
        *(_aid(assessment, i, aid) for aid in assessment.aids),
        *_approval(assessment, i),
        Step(
            Text("规则", "Rules"),
            assessment.standard.pack.name.text,
            assessment.standard.pack.note.text,
            assessment.standard.stem,
        ),
    ]


def _money(fen: int | None) -> Text:
    return Text("未知", "unknown") if fen is None else Text(show(fen) + _YUAN[0], show(fen) + _YUAN[1])


def _fact(assessment: Assessment, i: int, name: str) -> int | None:
    return _known(assessment.population.facts[name], i)


def _known(column: Column, i: int) -> int | None:
    return int(column.values[i]) if column.known[i] else None


def _means(assessment: Assessment, i: int) -> list[Step]:
    pack, classes = assessment.standard.pack, assessment.classes
    basis = pack.cite(pack.line_source)
    steps = [Step(FACT_WORDS["annual_income"], _money(_fact(assessment, i, "annual_income_fen")), _NONE, "")]
    if pack.union_aid_is_income:
        about = Text("工会帮扶计入收入", "union aid counted as income")
        steps.append(Step(about, _money(_fact(assessment, i, "union_aid_received_fen")), _NONE, basis))
    sum_of = _NONE
    if assessment.population.facts["itemised"].values[i]:
        sum_of = Text("以上认可各项之和", "the sum of the accepted items")
        left_out = Text("该规则包不认可此项", "this pack does not accept it")
        for item, name in ITEMS.items():
            how = _NONE if item in pack.rigid else left_out
            steps.append(Step(FACT_WORDS[name], _money(_fact(assessment, i, f"{name}_fen")), how, ""))
    rigid, size, line = (_known(column, i) for column in (classes.rigid, classes.size, classes.line))
    spent, least = _money(rigid), int(classes.rigid.values[i])
    if rigid is None and least:
        spent = Text(f"至少 {show(least)}{_YUAN[0]}", f"at least {show(least)}{_YUAN[1]}")
    people = Text("未知", "unknown") if size is None else Text(f"{size} 人", f"{size}")
    net = assessment.per_head_month(i)
    sums = f"({show(_known(classes.income, i))} − {show(rigid)}) ÷ {size or '—'} ÷ {MONTHS}"
    about = Text("家庭月人均纯收入", "net income per person and month")
    in_force = Text(f"{assessment.on} 执行的标准，每人每月", f"in force on {assessment.on}, per person and month")
    return [
        *steps,
        Step(FACT_WORDS["annual_rigid_expenditure"], spent, sum_of, ""),
        Step(FACT_WORDS["size"], people, _NONE, ""),
        Step(about, _money(None if net is None else half_up(net)), Text(sums, sums), ""),
        Step(FACT_WORDS["dibao_line"], _money(line), in_force, basis),
    ]


def _tests(assessment: Assessment, i: int) -> list[Step]:
    """Each class test in order, with its threshold and the distance to it, up to the one that decides."""
    classes, pack = assessment.classes, assessment.standard.pack
    decided = int(classes.test[i])
    if decided == -2 or not classes.line.known[i]:
        return []
    return [
        Step(
            words.CLASSES.words[rule.name],
            _outcome(assessment, i, k),
            _how(assessment, i, k),
            pack.cite(rule.source),
        )
        for k, rule in enumerate(pack.classes)
        if decided < 0 or k <= decided
    ]


def _outcome(assessment: Assessment, i: int, k: int) -> Text:
    decided, rule = int(assessment.classes.test[i]), assessment.standard.pack.classes[k]
    met = [_holds(assessment, i, test) for test in rule.tests]
    if rule.event:
        event = _fact(assessment, i, "event")
        met.append(None if event is None else event == 1)
    if k == decided or (decided < 0 and all(met)):
        return Text("符合", "met")
    return Text("待定", "open") if decided < 0 and False not in met else Text("不符合", "not met")


def _holds(assessment: Assessment, i: int, test: Test) -> bool | None:
    head, limit = _head(assessment, i, test), _limit(assessment, i, test)
    return None if head is None else head < limit if test.op == "<" else head <= limit


def _head(assessment: Assessment, i: int, test: Test) -> Fraction | None:
    """What a test reads: net or gross income per person and month, fen."""
    income, size = (_known(column, i) for column in (assessment.classes.income, assessment.classes.size))
    if test.measure == "net":
        return assessment.per_head_month(i)
    return None if income is None or size is None else Fraction(income, size * MONTHS)


def _limit(assessment: Assessment, i: int, test: Test) -> Fraction:
    limits, q = threshold(test, assessment.classes.line.values[i : i + 1], assessment.standard, assessment.on)
    return Fraction(int(limits[0]), q)


def _how(assessment: Assessment, i: int, k: int) -> Text:
    rule = assessment.standard.pack.classes[k]
    parts = [_compared(assessment, i, test) for test in rule.tests]
    if rule.event:
        event = _fact(assessment, i, "event")
        told = Text("未知", "unknown") if event is None else words.YES_NO.words["是" if event else "否"]
        parts.append(Text(f"须有突发事件：{told.zh}", f"needs an event: {told.en}"))
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def _compared(assessment: Assessment, i: int, test: Test) -> Text:
    """The test with its threshold and, where the income is known, the distance to it."""
    head, limit = _head(assessment, i, test), _limit(assessment, i, test)
    net = test.measure == "net"
    name = Text("月人均纯收入", "net per head") if net else Text("月人均收入", "gross per head")
    op, shown, away = {"<": "<", "<=": "≤"}[test.op], show(half_up(limit)), _NONE
    if head is not None:
        gap, side = (
            show(abs(half_up(head - limit))),
            Text("低", "below") if head < limit else Text("高", "above"),
        )
        away = Text(f"，{side.zh} {gap} 元", f", {gap} yuan {side.en}")
    return Text(f"{name.zh} {op} {shown} 元{away.zh}", f"{name.en} {op} {shown} yuan{away.en}")


def _class(assessment: Assessment, i: int) -> Step:
    class_, missing, how = assessment.class_of(i), assessment.classes.missing.get(i), _NONE
    barred = _fact(assessment, i, "assets_excluded") == 1 or _fact(assessment, i, "cause_documented") == 0
    if missing:
        how = _asked(missing)
    elif class_ == "not_eligible" and barred:
        how = Text("有排除情形或无致困原因", "an exclusion applies or no cause is documented")
    elif class_ == "not_eligible":
        how = Text("各类别标准均不符合", "no class test is met")
    elif _fact(assessment, i, "assets_excluded") == 0:
        how = Text(
            "资产与行为：建档时申报无排除情形，未再核查",
            "assets and conduct: declared at filing, not re-checked",
        )
    return Step(Text("困难类别", "class"), words.CLASSES.words[class_], how, "")


def _asked(missing: Iterable[str]) -> Text:
    asked = [FACT_WORDS[name] for name in missing]
    return Text(f"缺：{'、'.join(t.zh for t in asked)}", f"missing: {', '.join(t.en for t in asked)}")


def _aid(assessment: Assessment, i: int, aid: str) -> Step:
    amounts, pack, class_ = assessment.aids[aid], assessment.standard.pack, assessment.class_of(i)
    rule = {"living": pack.living, "medical": pack.medical, "tuition": pack.tuition}.get(aid)
    source = pack.cite(rule.source) if rule else ""
    reason = amounts.why(i)
    how = _asked([assessment.rests_on(aid, i)]) if reason == "unknown_fact" else REASONS[reason]
    if rule and reason in ("amount", "capped"):
        part = rule.by_class[class_]  # type: ignore[index]
        if isinstance(part, Schedule):
            how = _schedule(part, _fact(assessment, i, "medical_out_of_pocket_fen") or 0)
        elif isinstance(part, Sum):
            how = _sum(part, int(assessment.classes.line.values[i]))
        elif part:
            how = _children(part, assessment, i)
    return Step(words.AIDS.words[aid], _money(amounts.of(i)) if reason != "no_rule" else _DASH, how, source)


def _sum(sum_: Sum, line: int) -> Text:
    if sum_.lines is None:
        return Text("定额", "fixed sum")
    times = f"{float(sum_.lines):g}"
    return Text(f"{times} × {show(line)} 元", f"{times} × {show(line)} yuan")


def _schedule(schedule: Schedule, paid: int) -> Text:
    band = int(schedule.band(np.array([paid]))[0])
    base, rate = schedule.lines()[band]
    terms = [show(half_up(base))] if base or not rate else []
    sums = " + ".join(terms + [f"{float(rate * 100):g}% × {show(paid)}"] * bool(rate))
    cap = "" if schedule.cap is None else show(schedule.cap)
    zh_cap, en_cap = (f"，上限 {cap} 元", f", cap {cap} yuan") if cap else ("", "")
    return Text(
        f"自付 {show(paid)} 元，第 {band + 1} 档：{sums}{zh_cap}，不超过自付",
        f"paid {show(paid)} yuan, band {band + 1}: {sums}{en_cap}, never more than paid",
    )


def _children(table: dict[str, Sum], assessment: Assessment, i: int) -> Text:
    people, line = assessment.population, int(assessment.classes.line.values[i])
    rows = np.flatnonzero((people.member_of == i) & (people.members["relation"].values == RELATIVES.index("child")))
    stages = [STAGES[int(people.members["stage"].values[r])] for r in rows]
    paid = [(s, table[s]) for s in stages if s in table and only(table[s], people)[0][i]]
    said = [(words.STAGES.words[s], show(int(sum_.fen(np.array([line]))[0]))) for s, sum_ in paid]
    return Text(" + ".join(f"{t.zh} {fen} 元" for t, fen in said), " + ".join(f"{t.en} {fen} yuan" for t, fen in said))


def _approval(assessment: Assessment, i: int) -> list[Step]:
    rule, level = assessment.standard.pack.approval, assessment.approval_level(i)
    if rule is None or level is None:
        return []
    about, how = Text("审批权限", "approval"), Text("按最大一项救助金额", "by the largest single aid")
    return [Step(about, words.LEVELS.words[level], how, assessment.standard.pack.cite(rule.source))]

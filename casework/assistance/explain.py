"""Explanation: the calculation note (核算说明) of one household, from the figures that the calculation left.

Each step names its figures and the document behind its rule, so that a clerk can recompute it by hand.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from casework import vocabulary as words
from casework.assistance import MONTHS, REASONS, Assessment
from casework.assistance.classify import threshold
from casework.households import FACT_WORDS, RELATIVES, STAGES
from casework.money import half_up, show
from casework.standards import Schedule, Sum, Test
from casework.vocabulary import Text


class Step(NamedTuple):
    """One step of the note: what it is about, what comes out, how, and the document it rests on ("" for facts)."""

    about: Text
    result: Text
    how: Text
    source: str


_NONE = Text("", "")
_YUAN = ("元", " yuan")


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
    column = assessment.population.facts[name]
    return int(column.values[i]) if column.known[i] else None


def _means(assessment: Assessment, i: int) -> list[Step]:
    pack, classes = assessment.standard.pack, assessment.classes
    income = _fact(assessment, i, "annual_income_fen")
    steps = [Step(FACT_WORDS["annual_income"], _money(income), _NONE, "")]
    if pack.union_aid_is_income:
        aid = _fact(assessment, i, "union_aid_received_fen")
        steps.append(
            Step(
                Text("工会帮扶计入收入", "union aid counted as income"),
                _money(aid),
                _NONE,
                pack.cite(pack.line_source),
            )
        )
    if assessment.population.facts["itemised"].values[i]:
        names = ["medical_out_of_pocket", "schooling_cost", "other_rigid_expenditure"]
        steps += [Step(FACT_WORDS[n], _money(_fact(assessment, i, n + "_fen")), _NONE, "") for n in names]
    rigid = int(classes.rigid.values[i]) if classes.rigid.known[i] else None
    steps.append(
        Step(
            FACT_WORDS["annual_rigid_expenditure"],
            _money(rigid),
            Text("以上各项之和", "the sum of the items"),
            "",
        )
    )
    size, net = _fact(assessment, i, "size"), assessment.per_head_month(i)
    steps.append(
        Step(FACT_WORDS["size"], Text(*(f"{size} 人", f"{size}") if size else ("未知", "unknown")), _NONE, "")
    )
    sums = f"({show(income)} − {show(rigid)}) ÷ {size or '—'} ÷ {MONTHS}"
    about = Text("家庭月人均纯收入", "net income per person and month")
    steps.append(Step(about, _money(None if net is None else half_up(net)), Text(sums, sums), ""))
    line = int(classes.line.values[i]) if classes.line.known[i] else None
    in_force = Text(
        f"{assessment.on} 执行的标准，每人每月", f"in force on {assessment.on}, per person and month"
    )
    return [*steps, Step(FACT_WORDS["dibao_line"], _money(line), in_force, pack.cite(pack.line_source))]


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
    decided = int(assessment.classes.test[i])
    if assessment.class_of(i) == "undetermined" and decided == -1:
        return Text("待定", "open")
    return Text("符合", "met") if k == decided else Text("不符合", "not met")


def _how(assessment: Assessment, i: int, k: int) -> Text:
    rule = assessment.standard.pack.classes[k]
    parts = [_compared(assessment, i, test) for test in rule.tests]
    if rule.event:
        event = _fact(assessment, i, "event")
        told = Text("未知", "unknown") if event is None else words.YES_NO.words["是" if event else "否"]
        parts.append(Text(f"须有突发事件：{told.zh}", f"needs an event: {told.en}"))
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def _compared(assessment: Assessment, i: int, test: Test) -> Text:
    limits, q = threshold(test, assessment.classes.line.values[i : i + 1], assessment.standard, assessment.on)
    limit, op = Fraction(int(limits[0]), q), {"<": "<", "<=": "≤"}[test.op]
    income, size = assessment.classes.income, assessment.classes.size
    head = assessment.per_head_month(i)
    if test.measure == "gross":
        head = (
            Fraction(int(income.values[i]), int(size.values[i]) * MONTHS)
            if income.known[i] and size.known[i]
            else None
        )
    name = (
        Text("月人均纯收入", "net per head")
        if test.measure == "net"
        else Text("月人均收入", "gross per head")
    )
    shown = show(half_up(limit))
    gap = "" if head is None else show(abs(half_up(head - limit)))
    away = (
        Text(
            f"，{'低' if head < limit else '高'} {gap} 元",
            f", {gap} yuan {'below' if head < limit else 'above'}",
        )
        if head is not None
        else _NONE
    )
    return Text(f"{name.zh} {op} {shown} 元{away.zh}", f"{name.en} {op} {shown} yuan{away.en}")


def _class(assessment: Assessment, i: int) -> Step:
    about = Text("困难类别", "class")
    missing = assessment.missing(i)
    how = _NONE
    if missing:
        asked = [FACT_WORDS.get(name, Text(name, name)) for name in missing]
        how = Text(f"缺：{'、'.join(t.zh for t in asked)}", f"missing: {', '.join(t.en for t in asked)}")
    elif assessment.class_of(i) == "not_eligible":
        excluded = (
            _fact(assessment, i, "assets_excluded") == 1 or _fact(assessment, i, "cause_documented") == 0
        )
        how = (
            Text("有排除情形或无致困原因", "an exclusion applies or no cause is documented")
            if excluded
            else Text("各类别标准均不符合", "no class test is met")
        )
    elif _fact(assessment, i, "assets_excluded") == 0:
        how = Text(
            "资产与行为：建档时申报无排除情形，未再核查",
            "assets and conduct: declared at filing, not re-checked",
        )
    return Step(about, words.CLASSES.words[assessment.class_of(i)], how, "")


def _aid(assessment: Assessment, i: int, aid: str) -> Step:
    amounts, pack, class_ = assessment.aids[aid], assessment.standard.pack, assessment.class_of(i)
    rule = {"living": pack.living, "medical": pack.medical, "tuition": pack.tuition}.get(aid)
    source = pack.cite(rule.source) if rule else ""
    reason = amounts.why(i)
    how = REASONS[reason]
    if rule and reason in ("amount", "capped"):
        part = rule.by_class[class_]  # type: ignore[index]
        if isinstance(part, Schedule):
            how = _schedule(part, _fact(assessment, i, "medical_out_of_pocket_fen") or 0)
        elif isinstance(part, Sum):
            how = _sum(part, int(assessment.classes.line.values[i]))
        elif part:
            how = _children(part, assessment, i)
    return Step(words.AIDS.words[aid], _money(amounts.of(i)), how, source)


def _sum(sum_: Sum, line: int) -> Text:
    if sum_.lines is None:
        return Text("定额", "fixed sum")
    times = f"{float(sum_.lines):g}"
    return Text(f"{times} × {show(line)} 元", f"{times} × {show(line)} yuan")


def _schedule(schedule: Schedule, paid: int) -> Text:
    band = int(schedule.band(np.array([paid]))[0])
    base, rate = schedule.lines()[band]
    sums = (
        f"{show(half_up(base))} + {float(rate):.0%} × {show(paid)}"
        if base
        else f"{float(rate):.0%} × {show(paid)}"
    )
    cap = f"{show(schedule.cap)}" if schedule.cap is not None else ""
    zh = (
        f"自付 {show(paid)} 元，第 {band + 1} 档：{sums}"
        + (f"，上限 {cap} 元" if cap else "")
        + "，不超过自付"
    )
    en = (
        f"paid {show(paid)} yuan, band {band + 1}: {sums}"
        + (f", cap {cap} yuan" if cap else "")
        + ", never more than paid"
    )
    return Text(zh, en)


def _children(table: dict[str, Sum], assessment: Assessment, i: int) -> Text:
    from casework.assistance.tuition import only

    people, line = assessment.population, int(assessment.classes.line.values[i])
    rows = np.flatnonzero(
        (people.member_of == i) & (people.members["relation"].values == RELATIVES.index("child"))
    )
    stages = [STAGES[int(people.members["stage"].values[r])] for r in rows]
    paid = [(s, table[s]) for s in stages if s in table and only(table[s], people)[0][i]]
    said = [(words.STAGES.words[s], show(int(sum_.fen(np.array([line]))[0]))) for s, sum_ in paid]
    return Text(
        " + ".join(f"{t.zh} {fen} 元" for t, fen in said), " + ".join(f"{t.en} {fen} yuan" for t, fen in said)
    )


def _approval(assessment: Assessment, i: int) -> list[Step]:
    rule, level = assessment.standard.pack.approval, assessment.approval_level(i)
    if rule is None or level is None:
        return []
    about, how = Text("审批权限", "approval"), Text("按最大一项救助金额", "by the largest single aid")
    return [Step(about, words.LEVELS.words[level], how, assessment.standard.pack.cite(rule.source))]

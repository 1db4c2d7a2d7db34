"""The amounts of a calculation note: each aid with its formula, its limits, and the document behind its rule."""

from collections.abc import Iterator

import numpy as np

from casework import vocabulary as words
from casework.assistance import REASONS
from casework.assistance.living import instalment
from casework.assistance.stacking import is_limited, together
from casework.assistance.steps import DASH, UNKNOWN, Case, Step, asked_for
from casework.assistance.tuition import only
from casework.households import RELATIVES, STAGES
from casework.money import half_up, show
from casework.standards import Schedule, Sum
from casework.standards import phrases as say
from casework.vocabulary import Text


def of_aid(case: Case, aid: str) -> Step:
    """One kind of aid: what it comes to and how, or why it does not."""
    amounts, name, rule = case.assessment.aids[aid], words.AIDS.words[aid], case.pack.rule(aid)
    reason, (least, most) = amounts.why(case.i), amounts.between(case.i)
    if rule is None or reason == "no_rule":
        return Step(name, DASH, REASONS[reason], say.same(case.pack.pack))
    part = rule.by_class.get(case.class_, rule.by_class.get("any"))
    how = asked_for(case.assessment.rests_on(aid, case.i)) if reason == "unknown_fact" else REASONS[reason]
    if reason in ("amount", "capped", "limit", "discretion"):
        how = say.joined([_worked(case, aid, part), *_limits(case, aid)])
    if least == most and reason == "undetermined":
        how = Text("各可能类别下都是此数", "the same in every class that remains possible")
    result = UNKNOWN if most is None and reason == "undetermined" else _between(least, most)
    return Step(name, result, how, case.document(getattr(part, "source", None) or rule.source))


def _between(low: int, high: int | None) -> Text:
    """An amount, or the range in which it lies."""
    if high is None:
        return Text(f"{show(low)} 元以上，上限不详", f"{show(low)} yuan or more")
    return say.yuan(low) if low == high else Text(f"{show(low)}–{show(high)} 元", f"{show(low)}–{show(high)} yuan")


def _limits(case: Case, aid: str) -> Iterator[Text]:
    """What besides its formula an amount hangs on: limits, what was had, rounding, instalments."""
    pack, amounts = case.pack, case.assessment.aids[aid]
    yield from say.terms(pack.rule(aid))
    if amounts.why(case.i) == "discretion":
        yield REASONS["discretion"]
    if aid == "warmth" and (had := case.fact("warmth_received_fen")):
        yield Text(f"本年已得 {show(had)} 元", f"{show(had)} yuan had this year")
    if pack.rounding.to > 1:
        yield say.rounded(pack.rounding)
    fen = amounts.of(case.i)
    if aid == "living" and pack.living and pack.living.instalments > 1 and fen:
        each = show(instalment(fen, case.assessment.standard))
        yield Text(f"每次 {each} 元", f"{each} yuan each")


def _worked(case: Case, aid: str, part: object) -> Text:
    classes, paid = case.assessment.classes, case.assessment.population.facts["medical_out_of_pocket_fen"]
    if isinstance(part, Schedule) and aid == "temporary":
        return _schedule(part, int(classes.means.hardship.values[case.i]), Text("困难支出", "hardship cost"))
    if isinstance(part, Schedule):
        return _schedule(part, int(paid.values[case.i]), Text("自付", "paid"))
    if isinstance(part, Sum):
        return _sum(part, int(classes.line.values[case.i]), int(classes.size.values[case.i]))
    return _children(case, part) if isinstance(part, dict) else say.NOTHING


def _sum(sum_: Sum, line: int, size: int) -> Text:
    heads = f" × {size}" if sum_.per == "person" else ""
    found = Text(f"定额 {show(sum_.yuan)} 元{heads}", f"a fixed {show(sum_.yuan)} yuan{heads}")
    if sum_.lines is not None:
        times = f"{say.number(sum_.lines)} × {show(line)}"
        found = Text(f"{times} 元{heads}", f"{times} yuan{heads}")
    return _within(found, sum_.cap)


def _within(found: Text, cap: int | None) -> Text:
    """A formula and its cap."""
    return found if cap is None else say.joined([found, say.capped(cap)], "，", ", ")


def _schedule(schedule: Schedule, paid: int, cost: Text) -> Text:
    k = int(schedule.band(np.array([paid]))[0])
    band, (base, rate) = schedule.bands[k], schedule.lines[k]
    fixed = [show(half_up(base))] if base or not rate else []
    sums = " + ".join(fixed + [f"{say.percent(rate)} × {show(paid)}"] * bool(rate))
    if band.at_most is not None:
        sums = f"{show(band.flat)}–{show(band.at_most)}"
    found, all_ = _within(say.same(sums), schedule.cap), say.of_schedule(schedule)
    zh_all, en_all = (f"。各档：{all_.zh}", f". Bands: {all_.en}") if len(schedule.bands) > 1 else ("", "")
    return Text(
        f"{cost.zh} {show(paid)} 元，第 {k + 1} 档：{found.zh}，不超过{cost.zh}{zh_all}",
        f"{cost.en} {show(paid)} yuan, band {k + 1}: {found.en}, never more than {cost.en}{en_all}",
    )


def _children(case: Case, table: dict[str, Sum]) -> Text:
    people = case.assessment.population
    rows = np.arange(*people.starts[case.i : case.i + 2])
    rows = rows[people.members["relation"].values[rows] == RELATIVES.index("child")]
    stages = [(row, STAGES[int(people.members["stage"].values[row])]) for row in rows]
    paid = [stage for row, stage in stages if stage in table and _is_for(table[stage], case, row)]
    return say.joined((_child(case, words.STAGES.words[stage], table[stage]) for stage in paid), " + ", " + ")


def _is_for(sum_: Sum, case: Case, member: int) -> bool:
    at = (np.array([member]), np.array([case.i]))
    return sum_.only is None or bool(only(sum_, case.assessment.population, *at)[0][0])


def _child(case: Case, stage: Text, sum_: Sum) -> Text:
    line = int(case.assessment.classes.line.values[case.i])
    times = "" if sum_.lines is None else f"{say.number(sum_.lines)} × {show(line)} = "
    fen = show(int(sum_.fen(line, case.pack.rounding)))
    return _within(Text(f"{stage.zh} {times}{fen} 元", f"{stage.en} {times}{fen} yuan"), sum_.cap)


def of_all(case: Case) -> Iterator[Step]:
    """Which of the aids may be had together, where the pack limits that."""
    standard, pack, aids = case.assessment.standard, case.pack, words.AIDS.words
    if not is_limited(standard) or case.class_ not in words.AIDED:
        return
    found = together(case.assessment, case.i)
    items = (Text(f"{aids[a].zh} {show(fen)} 元", f"{aids[a].en} {show(fen)} yuan") for a, fen in found.items)
    how = [say.joined(items, "、", ", then ")] * bool(found.items)
    if pack.stacking and case.class_ in pack.stacking.one_item_only:
        how.append(Text("该类别只享受一项", "this class gets one item only"))
    if pack.union_aid_is_income:
        how.append(Text("先得的计入收入后再认定", "what was granted counts as income before the next is"))
    source = case.document(pack.stacking.source if pack.stacking else pack.line_source)
    yield Step(Text("可同时享受的合计", "together"), say.yuan(found.total_fen), say.joined(how), source)


def of_approval(case: Case) -> list[Step]:
    """Who approves, by the largest single aid; nothing where there is no rule or no aid."""
    rule, level = case.pack.approval, case.assessment.approval_level(case.i)
    if rule is None or level is None:
        return []
    how = say.joined([Text("按最大一项救助金额", "by the largest single aid"), say.approvals(rule)])
    return [Step(Text("审批权限", "approval"), words.LEVELS.words[level], how, case.document(rule.source))]

"""The amounts of a calculation note: each aid with its formula, its limits, and the document behind its rule."""

from collections.abc import Iterator

import numpy as np

from casework import vocabulary as words
from casework.assistance import REASONS, Assessment
from casework.assistance.living import instalment
from casework.assistance.stacking import is_limited, together
from casework.assistance.steps import DASH, UNKNOWN, Step, asked_for, document, fact_of
from casework.assistance.tuition import only
from casework.households import RELATIVES, STAGES, Ints
from casework.money import half_up, show
from casework.standards import Schedule, Sum
from casework.standards.phrases import (
    NOTHING,
    approvals,
    capped,
    joined,
    number,
    of_schedule,
    percent,
    rounded,
    terms,
    yuan,
)
from casework.vocabulary import Text


def of_aid(assessment: Assessment, i: int, aid: str) -> Step:
    """One kind of aid: what it comes to and how, or why it does not."""
    amounts, pack, name = assessment.aids[aid], assessment.standard.pack, words.AIDS.words[aid]
    rule, reason = pack.rule(aid), amounts.why(i)
    if rule is None or reason == "no_rule":
        return Step(name, DASH, REASONS[reason], Text(assessment.standard.stem, assessment.standard.stem))
    part = rule.by_class.get(assessment.class_of(i), rule.by_class.get("any"))
    source = document(assessment, getattr(part, "source", None) or rule.source)
    how = asked_for(assessment.rests_on(aid, i)) if reason == "unknown_fact" else REASONS[reason]
    if reason in ("amount", "capped", "limit", "discretion"):
        how = joined([_worked(assessment, i, aid, part), *_limits(assessment, i, aid)])
    least, most = amounts.between(i)
    unbound = most is None and reason == "undetermined"
    if least == most and reason == "undetermined":
        how = Text("各可能类别下都是此数", "the same in every class that remains possible")
    return Step(name, UNKNOWN if unbound else _between(least, most), how, source)


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
    if aid == "warmth" and (had := fact_of(assessment, i, "warmth_received_fen")):
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


def of_all(assessment: Assessment, i: int) -> Iterator[Step]:
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
    source = document(assessment, pack.stacking.source if pack.stacking else pack.line_source)
    yield Step(Text("可同时享受的合计", "together"), yuan(found.total_fen), joined(how), source)


def of_approval(assessment: Assessment, i: int) -> list[Step]:
    """Who approves, by the largest single aid; nothing where there is no rule or no aid."""
    rule, level = assessment.standard.pack.approval, assessment.approval_level(i)
    if rule is None or level is None:
        return []
    how = joined([Text("按最大一项救助金额", "by the largest single aid"), approvals(rule)])
    return [Step(Text("审批权限", "approval"), words.LEVELS.words[level], how, document(assessment, rule.source))]

"""Phrases: what a pack says, in words of both languages, each with its document; and two packs side by side."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from casework import vocabulary as words
from casework.money import half_up, show
from casework.standards import Standard
from casework.standards.pack import Approval, ClassTest, Imputed, Living, Rule, Test, Warmth
from casework.standards.schedule import TO_THE_FEN, Rounding, Schedule, Sum
from casework.vocabulary import Text


class Entry(NamedTuple):
    """One thing that a pack says: what it is about, what it says, and the document ("" for what it lacks)."""

    about: Text
    said: Text
    source: str


NOTHING = Text("", "")
_ONLY = {
    "single_parent": Text("限单亲家庭", "single parents only"),
    "single_mother": Text("限单亲女职工", "single mothers only"),
    "disabled": Text("限残疾子女", "disabled children only"),
}
_MEASURES = {
    "net": Text("月人均纯收入", "net per head"),
    "gross": Text("月人均收入", "gross per head"),
    "after_hardship": Text("月人均收入扣除困难支出", "income less hardship cost per head"),
    "hardship_share": Text("困难支出", "hardship cost"),
}
_OPS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_ITEMS = {
    "medical": Text("医疗", "medical"), "schooling": Text("教育", "schooling"), "other": Text("其他", "other"),
    "schooling_beyond_compulsory": Text("义务教育以外的教育", "schooling beyond compulsory school"),
}  # fmt: skip
_COUNTED = {
    True: Text("计入收入", "counted as income"), False: Text("不计入收入", "not counted as income")
}  # fmt: skip


def same(text: str) -> Text:
    """What is written alike in both languages."""
    return Text(text, text)


def yuan(fen: int | Fraction) -> Text:
    """An amount, to the fen."""
    shown = show(half_up(Fraction(fen)))
    return Text(f"{shown} 元", f"{shown} yuan")


def number(times: Fraction) -> str:
    """A multiple without needless decimals; a fraction that has no end as p/q."""
    decimal = Decimal(times.numerator) / Decimal(times.denominator)
    return f"{decimal.normalize():f}" if Fraction(decimal) == times else str(times)


def percent(rate: Fraction) -> str:
    """A rate in per cent."""
    return f"{number(rate * 100)}%"


def joined(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Phrases in a row."""
    found = list(texts)
    return Text(zh.join(t.zh for t in found), en.join(t.en for t in found))


def the_line(standard: Standard, region: str = "line") -> Text:
    """What the line is called."""
    if region != "line":
        return standard.lines[region].name.text
    last_year = standard.pack.line_basis == "previous_year"
    return Text("上年度低保标准", "the line of the previous year") if last_year else Text("低保标准", "the line")


def _lines(times: Fraction, line: Text) -> Text:
    """So many times a line."""
    return Text(f"{number(times)} × {line.zh}", f"{number(times)} × {line.en}")


def of_test(test: Test, standard: Standard, limit: Fraction | None = None) -> Text:
    """One comparison: with a limit, fen, as worked out for a household, else with what gives the limit."""
    share = percent(test.times)
    if limit is not None or test.yuan is not None:
        against = yuan(limit if limit is not None else test.yuan or 0)
    elif test.measure == "hardship_share":
        against = Text(f"家庭年收入的 {share}", f"{share} of the year's income")
    else:
        against = _lines(test.times, the_line(standard, test.line))
    return joined([_MEASURES[test.measure], same(_OPS[test.op]), against], " ", " ")


def of_class(rule: ClassTest, standard: Standard) -> Text:
    """All that makes a class."""
    tests = [of_test(test, standard) for test in rule.tests]
    tests += [Text("须有突发事件", "needs an event")] * rule.event
    return joined(tests + [c.text for c in rule.conditions])


def of_sum(sum_: Sum, standard: Standard) -> Text:
    """A sum, and for whom."""
    said = [yuan(sum_.yuan or 0) if sum_.lines is None else _lines(sum_.lines, the_line(standard))]
    said += [_ONLY[sum_.only]] if sum_.only else []
    said += [Text("按人计", "for each head")] * (sum_.per == "person")
    said += [capped(sum_.cap)] * (sum_.cap is not None)
    return joined(said, "，", ", ")


def of_schedule(schedule: Schedule) -> Text:
    """Every band of a schedule, its cap, and whether it is meant for each person."""
    ends = [0, *schedule.edges, None]
    bands = [_band(schedule, k, start or 0, end) for k, (start, end) in enumerate(pairwise(ends))]
    bands += [capped(schedule.cap)] * (schedule.cap is not None)
    return joined(bands + [Text("按每人计", "for each person")] * (schedule.per == "person"))


def capped(cap: int | None) -> Text:
    """At most how much."""
    return Text(f"上限 {show(cap)} 元", f"cap {show(cap)} yuan")


def _band(schedule: Schedule, k: int, start: int, end: int | None) -> Text:
    upper, pays = schedule.closed == "upper", _pays(schedule, k)
    zh = [f"超过 {show(start)}" if upper else f"满 {show(start)}"] * bool(start)
    en = [f"over {show(start)}" if upper else f"from {show(start)}"] * bool(start)
    if end is not None:
        zh.append(f"不超过 {show(end)}" if upper else f"不满 {show(end)}")
        en.append(f"up to {show(end)}" if upper else f"below {show(end)}")
    return Text(f"{'、'.join(zh)} 元：{pays.zh}", f"{' '.join(en)} yuan: {pays.en}") if zh else pays


def _pays(schedule: Schedule, k: int) -> Text:
    """What one band pays."""
    band, rate = schedule.bands[k], percent(schedule.bands[k].rate)
    if band.at_most is not None:
        between = f"{show(band.flat)}–{show(band.at_most)}"
        return Text(f"{between} 元之间酌定", f"{between} yuan at discretion")
    of = Text(f"全额的 {rate}", f"{rate} of the whole")
    if schedule.kind == "marginal" and len(schedule.bands) > 1:
        of = Text(f"该部分的 {rate}", f"{rate} of this part")
    flat = [yuan(band.flat)] if band.flat or not band.rate else []
    return joined(flat + [of] * bool(band.rate), " + ", " + ")


def _part(part: Any, standard: Standard) -> Text:
    """What a rule gives one class."""
    if part is None:
        return Text("不享受", "none")
    if isinstance(part, Sum):
        return of_sum(part, standard)
    if isinstance(part, Schedule):
        return of_schedule(part)
    return joined(joined([words.STAGES.words[stage], of_sum(s, standard)], " ", " ") for stage, s in part.items())


def describe(standard: Standard, on: date) -> list[Entry]:
    """What a pack says, entry by entry, in the order in which a case is worked, and what it lacks."""
    pack = standard.pack
    until = Text(f"至 {pack.valid_until}，", f" until {pack.valid_until}") if pack.valid_until else Text("，", "")
    since = Text(f"{pack.valid_from or '首日不详，'}起{until.zh}{pack.published_on or '日期不详'}发布",
                 f"from {pack.valid_from or 'a day not known'}{until.en}, published {pack.published_on or 'on a day not known'}")  # fmt: skip
    return [
        Entry(Text("规则", "rules"), pack.name.text, ""),
        Entry(Text("说明", "note"), pack.note.text, ""),
        Entry(Text("施行", "in force"), since, pack.cite(pack.line_source)),
        *(_line_entry(standard, region, on) for region in (None, *standard.other_lines())),
        *_income(standard),
        *(Entry(words.CLASSES.words[c.name], of_class(c, standard), pack.cite(c.source)) for c in pack.classes),
        Entry(Text("各类之外", "beyond the classes"), words.CLASSES.words[pack.beyond], ""),
        *(Entry(Text("排除情形", "exclusion"), n.text, pack.cite(n.source)) for n in pack.exclusions),
        *(entry for aid in words.AIDS.words if (rule := pack.rule(aid)) for entry in _aid(aid, rule, standard)),
        *_together(standard),
        *(Entry(Text("佐证材料", "evidence"), n.text, pack.cite(n.source)) for n in pack.evidence),
        *(Entry(Text("缺少", "lacks"), text, "") for text in pack.lacks()),
    ]


def _line_entry(standard: Standard, other: str | None, on: date) -> Entry:
    """The pack's own line on a day, or that of another region."""
    fen = standard.line_on(on) if other is None else standard.line_of(other, on)
    name = the_line(standard, other or "line")
    said = yuan(fen) if fen is not None else Text("未知，由各地标准给出", "not known here: each division has its own")
    source = standard.line_source(other or standard.region, on)
    return Entry(Text(f"{on} 的{name.zh}", f"{name.en} on {on}"), said, source)


def _income(standard: Standard) -> Iterator[Entry]:
    pack = standard.pack
    basis, accepted = pack.cite(pack.line_source), joined((_ITEMS[item] for item in pack.rigid), "、", ", ")
    if pack.months != 12:
        months = Text(f"{pack.months} 个月", f"{pack.months} months")
        yield Entry(Text("收支期间", "months of income and expenditure"), months, basis)
    yield Entry(Text("认可的刚性支出", "rigid expenditure accepted"), accepted, basis)
    yield Entry(Text("已得工会帮扶", "union aid received"), _COUNTED[pack.union_aid_is_income], basis)
    if pack.imputed:
        yield Entry(Text("推算收入", "imputed income"), _imputed(pack.imputed), pack.cite(pack.imputed.source))
    yield from (Entry(Text("收入认定", "income"), n.text, pack.cite(n.source)) for n in pack.income_notes)


def _imputed(rule: Imputed) -> Text:
    wage, (young, old), share = Text("未知的最低工资", "a minimum wage not known here"), rule.ages, percent(rule.share)
    if rule.minimum_wage is not None:
        wage = yuan(rule.minimum_wage)
    return Text(f"{young}–{old} 岁有劳动能力而无收入者按 {wage.zh}/月 × {share} 计",
                f"able members of {young}–{old} who earn nothing count {wage.en} a month × {share}")  # fmt: skip


def _aid(aid: str, rule: Rule, standard: Standard) -> Iterator[Entry]:
    cite, name = standard.pack.cite, words.AIDS.words[aid]
    for class_, part in rule.by_class.items():
        whose = Text("各类", "any class") if class_ == "any" else words.CLASSES.words[class_]
        source = cite(getattr(part, "source", None) or rule.source)
        yield Entry(joined([name, whose], "：", ": "), _part(part, standard), source)
    for said in terms(rule):
        yield Entry(joined([name, Text("条件", "condition")], "：", ": "), said, cite(rule.source))


def terms(rule: Rule) -> list[Text]:
    """The conditions and limits of a rule."""
    found = [Text("规定的是上限，可少发", "this is a ceiling: less may be given")] * rule.ceiling
    found += [Text("不限困难类别", "whatever the class")] * rule.everyone
    found += [Text("须有突发事件", "needs an event")] * rule.event
    found += [Text("限未建档家庭", "only for households not on file")] * (rule.archived is False)
    if isinstance(rule, Living) and rule.instalments > 1:
        found.append(Text(f"分 {rule.instalments} 次发放", f"in {rule.instalments} instalments"))
    if isinstance(rule, Warmth) and rule.per_time is not None:
        found.append(Text(f"每次不超过 {show(rule.per_time)} 元", f"at most {show(rule.per_time)} yuan at a time"))
    if isinstance(rule, Warmth) and rule.per_year is not None:
        found.append(Text(f"每年不超过 {show(rule.per_year)} 元", f"at most {show(rule.per_year)} yuan a year"))
    return found + [c.text for c in rule.conditions]


def _together(standard: Standard) -> Iterator[Entry]:
    pack, rounding = standard.pack, standard.pack.rounding
    if pack.stacking:
        one = joined((words.CLASSES.words[c] for c in pack.stacking.one_item_only), "、", ", ")
        said = Text("可同时享受多项", "several items together")
        if one.zh:
            said = Text(f"{one.zh}只享受一项", f"{one.en}: one item only")
        yield Entry(Text("多项帮扶", "several aids"), said, pack.cite(pack.stacking.source))
    if rounding != TO_THE_FEN:
        yield Entry(Text("金额取整", "rounding"), rounded(rounding), pack.cite(rounding.source or pack.line_source))
    if pack.approval:
        yield Entry(Text("审批权限", "approval"), approvals(pack.approval), pack.cite(pack.approval.source))


def rounded(rounding: Rounding) -> Text:
    """How payable amounts are rounded."""
    zh, en = {"half_up": ("四舍五入", "half up"), "up": ("向上取整", "up"), "down": ("向下取整", "down")}[rounding.mode]
    return Text(f"按 {show(rounding.to)} 元{zh}", f"rounded {en} to {show(rounding.to)} yuan")


def approvals(rule: Approval) -> Text:
    """Above which amounts a higher level approves."""
    steps = [(words.LEVELS.words[step.level], show(step.over)) for step in rule.steps]
    return joined(Text(f"超过 {over} 元由{who.zh}审批", f"over {over} yuan: {who.en}") for who, over in steps)


def side_by_side(one: Standard, other: Standard, on: date) -> list[tuple[Text, Text, Text]]:
    """What two packs say of the same things, in the order of the first; an empty phrase where one is silent."""
    tables = [_by_about(describe(standard, on)) for standard in (one, other)]
    about = dict.fromkeys([*tables[0], *tables[1]])
    return [(name, *(table.get(name, NOTHING) for table in tables)) for name in about]  # type: ignore[misc]


def _by_about(entries: list[Entry]) -> dict[Text, Text]:
    found: dict[Text, list[Text]] = {}
    for entry in entries:
        found.setdefault(entry.about, []).append(entry.said)
    return {about: joined(said) for about, said in found.items()}

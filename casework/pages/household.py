"""Pictures and tables of one household: the way to the line, the cliffs, other facts, what was done; safe HTML and SVG."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from casework import vocabulary as words
from casework import workflow
from casework.assistance import KEYS, Assessment
from casework.assistance.cliffs import Trace
from casework.assistance.what_if import ToLine
from casework.casebook import Change
from casework.households import Household, Member, fields
from casework.money import half_up, show
from casework.pages.markup import banner, esc, heading, table
from casework.privacy import shown
from casework.vocabulary import Lang, Text
from casework.workflow import Step

_NET = Text("家庭月人均纯收入", "net income per person and month")
_BLUE, _RUST, _GREY = "#2a6f97", "#c26a1b", "#54636f"


def _figure(title: str, height: int, drawn: str) -> str:
    style = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" width="760" style="max-width:100%"'
    head = _text(0, 16, title, "600")
    return f'<figure role="img" aria-label="{esc(title)}"><svg {style}>{head}{drawn}</svg></figure>'


def _text(x: float, y: float, said: str, weight: str = "400", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" font-weight="{weight}" text-anchor="{anchor}">{esc(said)}</text>'  # fmt: skip


# ---- from income to the line --------------------------------------------------------------------------


def waterfall(found: ToLine | None, lang: Lang) -> str:
    """The way from income to the line per person and month: a picture, and a table with the same figures."""
    if found is None:
        said = Text("收入、认可的支出或人口还有未知，算不出人均纯收入。", "Income, an accepted cost or the size is unknown, so there is no net income per head yet.")  # fmt: skip
        return banner(said.to(lang))
    rows = [(what.to(lang), show(fen), show(half_up(found.each(fen))), "") for what, fen in found.parts]
    rows.append((_NET.to(lang), show(sum(fen for _, fen in found.parts)), show(half_up(found.net)), ""))
    rows += [(_edge(names, lang), "", show(half_up(edge)), _far(found.net - edge, lang)) for edge, names in found.edges.items()]  # fmt: skip
    header = (Text("项目", "Item"), Text("全年(元)", "A year (yuan)"), Text("每人每月(元)", "Per person and month (yuan)"),
              Text("人均纯收入与之相比", "Net income is"))  # fmt: skip
    none = "" if found.edges else banner(Text("当日的标准未知。", "The line of that day is not known.").to(lang))
    return none + _steps_to_line(found, lang) + table(header, rows, lang, [1, 2, 3])


def _far(gap: Fraction, lang: Lang) -> str:
    far = show(abs(half_up(gap)))
    return (Text(f"低 {far}", f"{far} below") if gap < 0 else Text(f"高 {far}", f"{far} above")).to(lang)


def _edge(names: Sequence[Text], lang: Lang) -> str:
    return Text("界限：", "Limit: ").to(lang) + ("、" if lang == "zh" else ", ").join(name.to(lang) for name in names)


def _steps_to_line(found: ToLine, lang: Lang) -> str:
    each = [found.each(fen) for _, fen in found.parts]
    ends = [Fraction(0), *accumulate(each)]
    low, high = min(ends), max([Fraction(1), *ends, *found.edges])
    scale, top = 325 / float(high - low), 36 + 20 * len(found.edges)
    spans = [*zip((what.to(lang) for what, _ in found.parts), ends, ends[1:], strict=False), (f"= {_NET.to(lang)}", Fraction(0), found.net)]  # fmt: skip
    bars = (_bar(top + 28 * k, said, 300 + scale * float(min(a, b) - low), scale * float(abs(b - a)), b - a, k) for k, (said, a, b) in enumerate(spans))  # fmt: skip
    bottom = top + 28 * len(spans)
    marks = (_mark(300 + scale * float(edge - low), 30 + 20 * k, bottom, _edge(names, lang), edge) for k, (edge, names) in enumerate(found.edges.items()))  # fmt: skip
    title = Text("从收入到标准（元，每人每月）", "From income to the line (yuan per person and month)")
    zero = f'<path d="M{300 - scale * float(low):.1f} {top - 4}V{bottom}" stroke="{_GREY}" stroke-width=".5"/>'
    return _figure(title.to(lang), bottom + 8, zero + "".join((*bars, *marks)))


def _bar(y: float, said: str, x: float, wide: float, amount: Fraction, k: int) -> str:
    """A step: solid for what is there, hollow for what is taken off, with its figure at the right."""
    hollow = amount < 0 and said[0] != "="
    look = f'fill="none" stroke="{_RUST}" stroke-width="2" stroke-dasharray="5 3"' if hollow else f'fill="{_BLUE}"'
    bar = f'<rect x="{x:.1f}" y="{y}" width="{max(wide, 1):.1f}" height="18" {look}/>'
    sign = "− " if hollow else "+ " if k and said[0] != "=" else ""
    return _text(0, y + 14, sign + said) + bar + _text(756, y + 14, show(half_up(amount)), "600", "end")


def _mark(x: float, y: float, bottom: float, said: str, amount: Fraction) -> str:
    """A limit: its words at the left, its figure at the right, and from their height a line down through the steps."""
    line = f'<path d="M295 {y + 9}H{x:.1f}V{bottom}" fill="none" stroke="{_GREY}" stroke-width="1.5"/>'
    return _text(0, y + 14, said) + line + _text(756, y + 14, show(half_up(amount)), anchor="end")


# ---- cliffs -------------------------------------------------------------------------------------------


def cliffs(found: Trace, lang: Lang) -> str:
    """What aid the household would have at other incomes: the curve, where it falls, and the way out of each fall."""
    title = Text("收入变化时全年帮扶（元）", "Aid of the year at other incomes (yuan)")
    header = (Text("图中标号", "Mark"), Text("年收入超过(元)", "Income of the year beyond (yuan)"), Text("帮扶减少(元)", "Aid lost (yuan)"),
              Text("收入到多少才补回(元)", "Made up for at an income of (yuan)"))  # fmt: skip
    rows = [(k, show(fall.before.at_fen), show(fall.lost_fen), show(fall.way_out_fen)) for k, fall in enumerate(found.falls, 1)]  # fmt: skip
    now = Text(f"现在：年收入 {show(found.now.at_fen)} 元，帮扶 {show(found.now.aid_fen)} 元。",
               f"Now: an income of {show(found.now.at_fen)} yuan a year, aid of {show(found.now.aid_fen)} yuan.")  # fmt: skip
    ahead = [fall for fall in found.falls if fall.before.at_fen >= found.now.at_fen]
    more = Text("再增加收入不会减少帮扶。", "No aid is lost by earning more.")
    if ahead:
        room, lost = show(ahead[0].before.at_fen - found.now.at_fen), show(ahead[0].lost_fen)
        more = Text(f"年收入再增加 {room} 元以上，帮扶减少 {lost} 元。", f"Earning over {room} yuan more in the year loses {lost} of aid.")  # fmt: skip
    said = f"<p>{esc(now.to(lang))}{'' if lang == 'zh' else ' '}{esc(more.to(lang))}</p>"
    return said + _curve(found, title.to(lang), lang) + table(header, rows, lang, [1, 2, 3])


def _curve(found: Trace, title: str, lang: Lang) -> str:
    points = [(p.at_fen, p.aid_fen) for p in found.points]
    (x, y), (end, y_end) = points[-2:]
    far, most = min(x * 6 // 5 + 1, end), max(1, *(y for _, y in points))
    wide, high = 620 / far, 190 / most
    inside = [*points[:-1], (far, y + (y_end - y) * (far - x) // (end - x))]
    path = "L".join(f"{110 + wide * at:.1f} {240 - high * aid:.1f}" for at, aid in inside)
    here = 110 + wide * found.now.at_fen
    falls = "".join(_fall(k, 110 + wide * f.after.at_fen, 240 - high * f.before.aid_fen) for k, f in enumerate(found.falls, 1))  # fmt: skip
    step = next(t for size in range(20) for k in (1, 2, 5) if 4 * (t := k * 10**size) >= far)
    ticks = "".join(
        _text(110 + wide * at, 258, show(at).removesuffix(".00"), anchor="middle") for at in range(step, far, step)
    )
    axis = f'<path d="M110 44V240H740" fill="none" stroke="{_GREY}"/>' + _text(104, 244, "0", anchor="end")
    top = _text(104, 54, show(most), anchor="end")
    now = f'<path d="M{here:.1f} 44V240" stroke="{_RUST}" stroke-width="2" stroke-dasharray="6 4"/>' + _text(here + 5, 40, Text("现在", "now").to(lang), "600")  # fmt: skip
    below = _text(430, 278, Text("家庭年度总收入（元）", "total household income per year (yuan)").to(lang), anchor="middle")  # fmt: skip
    return _figure(title, 286, f'{axis}{ticks}{top}<path d="M{path}" fill="none" stroke="{_BLUE}" stroke-width="2.5"/>{falls}{now}{below}')  # fmt: skip


def _fall(k: int, x: float, y: float) -> str:
    return f'<path d="M{x + 6:.1f} {y - 4:.1f}l5 5l5 -5" fill="none" stroke="{_RUST}" stroke-width="2"/>' + _text(x + 20, y + 2, str(k), "600")  # fmt: skip


# ---- other facts --------------------------------------------------------------------------------------


def what_if(before: Assessment, after: Assessment, lang: Lang) -> str:
    """One household before and after other facts: class, net income and every aid, and what moved."""
    return moved(before.row(0), after.row(0), (Text("现在", "Now"), Text("假如", "Then")), lang)


def moved(was: Mapping[str, Any], is_: Mapping[str, Any], sides: tuple[Text, Text], lang: Lang) -> str:
    """Two answers for one household beside each other: class, net income and every aid, and what moved."""
    net = "net_income_per_capita_month_fen"
    rows = [(Text("困难类别", "Class").to(lang), *(words.CLASSES.show(row["class"], lang) for row in (was, is_)), "" if was["class"] == is_["class"] else Text("变了", "changed").to(lang)),
            (f"{_NET.to(lang)}", show(was[net]), show(is_[net]), _moved(was[net], is_[net], lang))]  # fmt: skip
    for aid, key in KEYS.items():
        fen = [side[f"{key}_fen"] for side in (was, is_)]
        rows.append((words.AIDS.show(aid, lang), *map(show, fen), _moved(fen[0], fen[1], lang)))
    header = (Text("项目（金额为元）", "Item (amounts in yuan)"), *sides, Text("变化", "Change"))
    return table(header, rows, lang, [1, 2])


def _moved(was: int | None, is_: int | None, lang: Lang) -> str:
    if was is None or is_ is None or was == is_:
        return "" if was == is_ else Text("变了", "changed").to(lang)
    more = is_ > was
    return Text(f"{'多' if more else '少'} {show(abs(is_ - was))}", f"{show(abs(is_ - was))} {'more' if more else 'less'}").to(lang)  # fmt: skip


# ---- what was done ------------------------------------------------------------------------------------


def course(state: str | None, order: str, steps: Sequence[Step], lang: Lang) -> str:
    """Where a case stands, what comes next, and its steps with the days each took."""
    after = [words.ACTS.show(act, lang) for act in workflow.next_acts(state, steps, order)]
    now, then = words.STATES.show(state, lang), ("、" if lang == "zh" else ", ").join(after) or "—"
    said = Text(f"现状：{now}；下一步可办：{then}。", f"State: {now}; may come next: {then}.")
    header = (Text("日期", "Day"), Text("步骤", "Step"), Text("经办人", "By"), Text("天数", "Days"), Text("说明", "Note"))  # fmt: skip
    rows = [(s.on, words.ACTS.show(s.act, lang), s.by, days, words.REASONS.show(s.note, lang) if s.note else "") for s, days in workflow.durations(steps)]  # fmt: skip
    return heading(Text("办理经过和入户", "Steps and visits"), lang, 3) + f"<p>{esc(said.to(lang))}</p>" + table(header, rows, lang, [3])  # fmt: skip


def had(grants: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """Every grant of a file: what was granted, paid and is reserved, from which fund."""
    header = (Text("项目", "Aid"), Text("期间", "Period"), Text("资金", "Fund"), Text("核定(元)", "Granted (yuan)"), Text("已发(元)", "Paid (yuan)"),
              Text("预留(元)", "Reserved (yuan)"), Text("发放日", "Paid on"))  # fmt: skip
    rows = [(words.AIDS.show(g["aid"], lang), g["period"], g["fund"], *(show(g[f"{what}_fen"]) for what in ("amount", "paid", "reserved")),
             g["paid_on"] or "—") for g in grants]  # fmt: skip
    return _listed(Text("已得帮扶", "Aid received"), header, rows, lang, [3, 4, 5])


def changed(changes: Sequence[Change], lang: Lang) -> str:
    """What was corrected in a file: field, from what to what, since when, where it comes from; numbers masked."""
    header = (Text("得知日", "Learnt on"), Text("项目", "Field"), Text("原为", "Was"), Text("改为", "Is"), Text("自何日", "Since"), Text("来源", "Source"),
              Text("登记人", "By"))  # fmt: skip
    return _listed(Text("事实变动", "Changes of facts"), header, [_change(c, lang) for c in changes], lang)


def _listed(title: Text, header: Sequence[Text], rows: Sequence[Sequence[Any]], lang: Lang, numeric: Sequence[int] = ()) -> str:  # fmt: skip
    """A table under its title, or that there is nothing yet."""
    none = f'<p class="note">{esc(Text("还没有记录。", "Nothing yet.").to(lang))}</p>'
    return heading(title, lang, 3) + (table(header, rows, lang, numeric) if rows else none)


def _change(c: Change, lang: Lang) -> tuple[Any, ...]:
    kind: type = Member if c.place else Household
    field = fields(kind)[c.field]
    who = Text(f"第 {c.place} 位成员：", f"member {c.place}: ").to(lang) if c.place else ""
    was, value = (shown(field, v).to(lang) for v in (c.was, c.value))
    return (c.source.learnt_on, who + field.header.to(lang), was, value, c.true_from, words.FACT_SOURCES.show(c.source.kind, lang), c.made_by)  # fmt: skip

"""Pages: tables, cards and pictures as safe HTML and SVG. Every text from a row passes through `esc`."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from casework import checks
from casework import vocabulary as words
from casework.assistance import Assessment, tally
from casework.assistance import explain as explanation
from casework.assistance.explain import Letter
from casework.assistance.unknowns import ask_first, questions
from casework.funds import Fund, Plan
from casework.funds.plans import MEASURES
from casework.funds.runway import Outlook, Runway
from casework.funds.terms import terms_in_words
from casework.households import Household, Member, age_on, fields
from casework.money import show
from casework.privacy import shown
from casework.standards.phrases import joined
from casework.vocabulary import Lang, Text

STYLE = """<style>
.cw{font:14px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Droid Sans Fallback",sans-serif;color:#1b2733;max-width:70rem}
.cw h2{font-size:1.15rem;margin:1rem 0 .3rem}.cw h3{font-size:1rem;margin:.9rem 0 .2rem}
.cw table{border-collapse:collapse;margin:.3rem 0 .8rem;font-size:14px}
.cw th,.cw td{padding:.25rem .7rem;border-bottom:1px solid #d6dde4;text-align:left;vertical-align:top}
.cw th{font-weight:600;background:#f1f4f7}.cw td.n,.cw th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.cw .note{color:#54636f}.cw .banner{background:#fff6dd;border:1px solid #e5c25f;padding:.3rem .7rem;margin:.3rem 0}
.cw .bad{background:#fdeceb;border:1px solid #d98a84;padding:.3rem .7rem;margin:.3rem 0}
.cw td:first-child{white-space:nowrap}.cw .below{text-align:right;margin-top:2rem}.cw figure{margin:.5rem 0}.cw .cols{display:flex;flex-wrap:wrap;gap:0 2.5rem}
</style>"""


def esc(value: object) -> str:
    """Any value as text that cannot become markup."""
    return html.escape(str(value), quote=True)


def page(*parts: str) -> str:
    """Parts under the one style."""
    return f'{STYLE}<div class="cw">{"".join(parts)}</div>'


def heading(text: Text, lang: Lang, level: int = 2) -> str:
    """A heading."""
    return f"<h{level}>{esc(text.to(lang))}</h{level}>"


def banner(text: str, kind: str = "banner") -> str:
    """A sentence in a box; kind "bad" for an error."""
    return f'<div class="{kind}" role="status">{esc(text)}</div>'


def fault(said: Text, lang: Lang) -> str:
    """A page that says what is wrong."""
    return page(banner(said.to(lang), "bad"))


def table(header: Sequence[Text], rows: Sequence[Sequence[Any]], lang: Lang, numeric: Sequence[int] = ()) -> str:
    """A table; numeric columns are set to the right."""

    def cells(tag: str, row: Sequence[Any]) -> str:
        return "".join(f"<{tag}{' class=n' if i in numeric else ''}>{esc(v)}</{tag}>" for i, v in enumerate(row))

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{cells('th', [t.to(lang) for t in header])}</tr></thead><tbody>{body}</tbody></table>"


def warnings(settings: Mapping[str, Any], assessment: Assessment, lang: Lang) -> str:
    """What every page says: the book is not encrypted, its people may be invented, its rules are an example."""
    said = [] if settings["encrypted"] else [checks.NOT_ENCRYPTED]
    if settings["origin"] == "demo":
        said.append(Text("示例案卷库，人员均为虚构。", "A demo casebook: every person is invented."))
    said.append(assessment.standard.pack.note.text)
    return banner(" ".join(t.to(lang) for t in said))


def classes(assessment: Assessment, lang: Lang) -> str:
    """How many households each class has."""
    rows = [(words.CLASSES.show(code, lang), n) for code, n in tally(assessment).items() if n]
    return table((Text("困难类别", "Class"), Text("户数", "Households")), rows, lang, [1])


def funds(found: Sequence[Fund], lang: Lang) -> str:
    """Each fund with what it has and what it keeps back, in yuan, and its terms in words."""
    header = (Text("资金", "Fund"), Text("可用(元)", "Available (yuan)"), Text("其中留存(元)", "Of it in reserve (yuan)"),
              Text("使用范围", "Terms"))  # fmt: skip
    rows = [(f.name, show(f.available_fen), show(f.reserve_fen), joined(terms_in_words(f)).to(lang)) for f in found]
    return table(header, rows, lang, [1, 2])


# ---- one household --------------------------------------------------------------------------------


def card(file: Household, assessment: Assessment, i: int, lang: Lang, unit: str) -> str:
    """One household: who they are, what to ask first, the class and aid with every reason, the letter, the members."""
    claim = Text("表上类别", "class on the form")
    top = f"{esc(file.name)}　{esc(file.file_number)}　{esc(words.CLASSES.show(assessment.class_of(i), lang))}"
    head = f'<h2>{top}</h2><p class="note">{esc(claim.to(lang))}：{esc(file.claimed_class or "—")}</p>'
    below = f'<div class="cols"><div>{_members(file, assessment, lang)}</div><div>{_file(file, lang)}</div></div>'
    said = explanation.letter(assessment, i, unit=unit, name=file.name)
    printed = f"<details><summary>{esc(said.title.to(lang))}</summary>{letter(said, lang)}</details>"
    return page(head, *_to_do(assessment, i, lang), note(assessment, i, lang), printed, below)


def _to_do(assessment: Assessment, i: int, lang: Lang) -> list[str]:
    """What is wrong with the facts, and what to ask at the next visit, best first."""
    wrong = [banner(p.text.to(lang), "bad") for p in assessment.population.problems.get(i, [])]
    return wrong + [banner(asked.to(lang)) for asked in ask_first(questions(assessment, i))]


_SHOWN = ("sex", "id_number", "birth_date", "phone", "marital_status", "work_status", "employer", "employer_condition", "health_status",
          "housing_type", "single_parent", "main_cause", "secondary_causes", "bank_card", "filed_on")  # fmt: skip


def _file(file: Household, lang: Lang) -> str:
    rows = [
        (field.header.to(lang), _value(file, name, lang)) for name, field in fields(Household).items() if name in _SHOWN
    ]
    header = (Text("项目", "Field"), Text("内容", "Value"))
    return heading(Text("档案", "Case file"), lang, 3) + table(header, rows, lang)


def _value(record: Household | Member, name: str, lang: Lang) -> str:
    kind: type = type(record)
    return shown(fields(kind)[name], getattr(record, name)).to(lang)


def _members(file: Household, assessment: Assessment, lang: Lang) -> str:
    if not file.members:
        return ""
    header = (Text("姓名", "Name"), Text("关系", "Relation"), Text("年龄", "Age"), Text("学历", "Study"),
              Text("月收入(元)", "Income/month (yuan)"))  # fmt: skip
    rows = [
        (m.name, _value(m, "relation", lang), age_on(m.birth_date, assessment.on), _value(m, "study_level", lang), show(m.income_month_fen))
        for m in file.members
    ]  # fmt: skip
    return heading(Text("家庭成员", "Members"), lang, 3) + table(header, rows, lang, [2, 4])


NOTE = Text("核算说明", "Calculation note")


def note(assessment: Assessment, i: int, lang: Lang) -> str:
    """The calculation note of one household as a table: what, result, how, document or evidence."""
    header = (Text("项目", "Step"), Text("结果", "Result"), Text("依据与计算", "How"),
              Text("文件或依据", "Document or evidence"))  # fmt: skip
    rows = [[said.to(lang) for said in step] for step in explanation.explain(assessment, i)]
    return heading(NOTE, lang, 3) + table(header, rows, lang)


def letter(found: Letter, lang: Lang) -> str:
    """A decision letter, ready to stand on a page."""
    lines = "".join(f"<p>{esc(t.to(lang))}</p>" for t in found.sentences)
    below = "".join(f"<p>{esc(t.to(lang))}</p>" for t in found.below)
    return f'{heading(found.title, lang)}<p><b>{esc(found.to.to(lang))}</b></p>{lines}<div class="below">{below}</div>'


def standalone(title: str, body: str) -> str:
    """A page as a file of its own, without anything from outside."""
    style = "<style>body{margin:2rem auto;max-width:60rem;padding:0 1rem}@media print{body{margin:0}}</style>"
    return f'<!doctype html><html><head><meta charset="utf-8"><title>{esc(title)}</title>{style}</head><body>{body}</body></html>\n'


# ---- a plan -----------------------------------------------------------------------------------------


def plan(found: Plan, lang: Lang) -> str:
    """A plan in figures and as a picture, by class and by fund."""
    tables = f"<div>{_measures(found, lang)}</div><div>{_by_fund(found, lang)}</div>"
    return f'<div class="cols">{tables}</div>{picture(found, lang)}'


def _measures(found: Plan, lang: Lang) -> str:
    said = found.measures()
    rows = [(text.to(lang), show(said[key]) if key.endswith("_fen") else said[key]) for key, text in MEASURES.items()]
    return table((Text("指标", "Measure"), Text("数值", "Value")), rows, lang, [1])


def _by_fund(found: Plan, lang: Lang) -> str:
    rows = [(f.name, show(f.available_fen), show(found.granted_by(f.name)), show(found.after(f))) for f in found.funds]
    return table((Text("资金", "Fund"), *BY_FUND), rows, lang, [1, 2, 3])


BY_FUND = (Text("分配前(元)", "Before (yuan)"), Text("分配(元)", "Granted (yuan)"), Text("剩余(元)", "Left (yuan)"))


def picture(found: Plan, lang: Lang) -> str:
    """Need by class as bars: the granted part solid, the unmet part hatched, each with its figures in words."""
    sums = [(code, *_sums(found, code)) for code in words.AIDED if any(n.class_ == code for n in found.needs)]
    widest = max((need for _, need, _ in sums), default=0) or 1
    title = Text("各类别应帮扶与方案金额（元）", "Need and grants by class (yuan)").to(lang)
    bars = "".join(_bar(y, code, need, granted, widest, lang) for y, (code, need, granted) in enumerate(sums))
    height = 30 + 46 * len(sums)
    return (
        f'<figure role="img" aria-label="{esc(title)}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" width="760" style="max-width:100%">'
        '<defs><pattern id="cw-unmet" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fbe9d9"/>'
        f'<path d="M0 0V7" stroke="#c26a1b" stroke-width="2"/></pattern></defs><text x="0" y="16" font-weight="600" font-size="14">{esc(title)}</text>{bars}</svg></figure>'
    )


def _sums(found: Plan, code: str) -> tuple[int, int]:
    needs = [need for need in found.needs if need.class_ == code]
    return sum(need.amount_fen for need in needs), sum(found.granted_to(need) for need in needs)


def _bar(row: int, code: str, need: int, granted: int, widest: int, lang: Lang) -> str:
    y, full, solid = 28 + 46 * row, 560 * need / widest, 560 * granted / widest
    words_ = Text(f"方案 {show(granted)} / 应帮扶 {show(need)}", f"granted {show(granted)} of {show(need)}").to(lang)
    return (
        f'<text x="0" y="{y + 15}" font-size="13">{esc(words.CLASSES.show(code, lang))}</text>'
        f'<rect x="180" y="{y}" width="{full:.1f}" height="20" fill="url(#cw-unmet)" stroke="#c26a1b"/>'
        f'<rect x="180" y="{y}" width="{solid:.1f}" height="20" fill="#2a6f97"/>'
        f'<text x="180" y="{y + 34}" font-size="12" fill="#54636f">{esc(words_)}</text>'
    )


# ---- how long the money lasts ------------------------------------------------------------------------


def runway(found: Runway, lang: Lang) -> str:
    """For each fund what it will have paid by the end of each month ahead, as a fan and as a table; and the reserve for emergencies."""
    parts = [_runway_of(Text(fund.name, fund.name), fund, lang) for fund in found.funds]
    kept = heading(Text("临时救助留存", "Reserve for emergencies"), lang, 3) + _said(found.reserve.sentences(), lang)
    return heading(Text("资金还能用多久", "How long the money lasts"), lang) + "".join(parts) + kept


_BY_MONTH = (Text("至月底", "To the end of"), Text("最少(元)", "Least (yuan)"), Text("居中(元)", "Middle (yuan)"),
             Text("最多(元)", "Most (yuan)"))  # fmt: skip


def _runway_of(name: Text, fund: Outlook, lang: Lang) -> str:
    said = heading(name, lang, 3) + _said(fund.sentences(), lang)
    rows = [(month, *map(show, paid)) for month, paid in fund.paid.items()]
    if not rows:
        return said
    return f'{said}<div class="cols">{fan(fund, lang)}<div>{table(_BY_MONTH, rows, lang, [1, 2, 3])}</div></div>'


def _said(sentences: Sequence[Text], lang: Lang) -> str:
    return f"<p>{esc(('' if lang == 'zh' else ' ').join(t.to(lang) for t in sentences))}</p>"


_FAN = {
    Text("最少至最多", "least to most"): 'fill="#2a6f97" fill-opacity=".25"',
    Text("居中", "middle"): 'fill="none" stroke="#2a6f97" stroke-width="2.5"',
    Text("可用", "available"): 'fill="none" stroke="#c26a1b" stroke-width="2" stroke-dasharray="6 4"',
}  # how each part of a fan is drawn


def fan(fund: Outlook, lang: Lang) -> str:
    """What a fund will have paid, as a band from the least to the most and a line in the middle, against what is available."""
    top = max(fund.available_fen, *(paid.most for paid in fund.paid.values()), 1)
    step = next(tick for size in range(20) for k in (1, 2, 5) if 4 * (tick := k * 10**size) >= top)
    wide, high = 390 / len(fund.paid), 200 / (step * -(-top // step))
    least, middle, most = (
        [f"{100 + wide * i:.1f} {256 - high * amount:.1f}" for i, amount in enumerate((0, *pace))]
        for pace in zip(*fund.paid.values(), strict=True)
    )
    drawn = (
        f"{'L'.join(most)}L{'L'.join(reversed(least))}Z",
        "L".join(middle),
        f"100 {256 - high * fund.available_fen:.1f}H490",
    )
    title = Text("今后累计发放（元）", "Paid from now on, in all (yuan)").to(lang)
    return (
        f'<figure role="img" aria-label="{esc(f"{fund.name} {title}")}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 300" width="500" style="max-width:100%">'
        f'<text x="0" y="16" font-weight="600" font-size="14">{esc(title)}</text>{"".join(_tick(256 - high * at, at) for at in range(0, top + step, step))}'
        f"{''.join(_month(100 + wide * i, month, i == 1) for i, month in enumerate(fund.paid, 1))}"
        f"{''.join(_part(i, path, lang) for i, path in enumerate(drawn))}</svg></figure>"
    )  # fmt: skip


def _part(i: int, path: str, lang: Lang) -> str:
    """A part of a fan with its place in the legend."""
    (word, look), x = [*_FAN.items()][i], (100, 230, 330)[i]
    mark = f"{x} 28h24v12h-24Z" if i == 0 else f"{x} 34h24"
    return f'<path d="M{path}M{mark}" {look}/><text x="{x + 30}" y="38" font-size="12">{esc(word.to(lang))}</text>'


def _tick(y: float, amount: int) -> str:
    label = f'<text x="92" y="{y + 4:.1f}" font-size="12" fill="#54636f" text-anchor="end">{show(amount).removesuffix(".00")}</text>'
    return f'<path d="M100 {y:.1f}H490" stroke="#d6dde4"/>{label}'


def _month(x: float, month: str, is_first: bool) -> str:
    """The number of a month; the first and each January have their year below it."""
    year = f'<text x="{x:.1f}" y="290" font-size="12" fill="#54636f" text-anchor="middle">{month[:4]}</text>'
    number = f'<text x="{x:.1f}" y="274" font-size="12" text-anchor="middle">{int(month[5:])}</text>'
    return number + (year if is_first or month.endswith("-01") else "")

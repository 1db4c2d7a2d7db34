"""Plans: who gets what, what other budgets would do, and two plans side by side, as safe HTML and SVG."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework import vocabulary as words
from casework.funds import Plan
from casework.funds.compare import compared_in_words
from casework.funds.frontier import Point
from casework.funds.plans import MEASURES, figure
from casework.money import show
from casework.pages.markup import banner, esc, table
from casework.vocabulary import Lang, Text


def plan(found: Plan, lang: Lang) -> str:
    """A plan in figures and as a picture, by class and by fund, and what one more yuan would do."""
    said = found.measures()
    rows = [(text.to(lang), figure(key, said[key])) for key, text in MEASURES.items()]
    measures = table((Text("指标", "Measure"), Text("数值", "Value")), rows, lang, [1])
    notices = "".join(banner(notice.to(lang)) for notice in found.notices())
    return f'{notices}{_by_fund(found, lang)}<div class="cols"><div>{picture(found, lang)}</div><div>{measures}</div></div>'


def _by_fund(found: Plan, lang: Lang) -> str:
    said = {one["fund"]: Text(one["zh"], one["en"]).to(lang) for one in found.one_more()}
    rows = [
        (
            f.name,
            show(f.available_fen),
            show(found.granted_by(f.name)),
            show(found.after(f)),
            show(found.held(f)),
            said[f.name],
        )
        for f in found.funds
    ]
    more = (Text("其中留存(元)", "Of it held (yuan)"), Text("再多一元会怎样", "What one more yuan would do"))
    return table((Text("资金", "Fund"), *BY_FUND, *more), rows, lang, [1, 2, 3, 4])


BY_FUND = (Text("分配前(元)", "Before (yuan)"), Text("分配(元)", "Granted (yuan)"), Text("剩余(元)", "Left (yuan)"))


def compared(found: Mapping[str, Any], lang: Lang) -> str:
    """Two plans side by side: the figures of each, the funds, and who gains or loses most."""
    both = (Text(found["before"], found["before"]), Text(found["after"], found["after"]))
    measures = [
        (text.to(lang), *(figure(key, found["measures"][key][side]) for side in ("from", "to")))
        for key, text in MEASURES.items()
    ]
    funds = [(row["name"], show(row["from"]), show(row["to"])) for row in found["funds"]]
    tables = [
        f"<div>{table((Text('指标', 'Measure'), *both), measures, lang, [1, 2])}</div>",
        f"<div>{table((Text('各资金分配(元)', 'Granted by fund (yuan)'), *both), funds, lang, [1, 2])}{_most(found, lang)}</div>",
    ]
    return f'<p>{esc(compared_in_words(found).to(lang))}</p><div class="cols">{"".join(tables)}</div>'


def _most(found: Mapping[str, Any], lang: Lang) -> str:
    """Those who gain and lose most, five of each; nothing where nobody does."""
    rows = sorted((*found["gain"], *found["lose"]), key=lambda row: (-row["change"], row["household"]))
    some = [
        row for i, row in enumerate(rows) if (row["change"] > 0 and i < 5) or (row["change"] < 0 and len(rows) - i <= 5)
    ]
    header = (Text("变化最大的家庭", "Households that change most"), Text("变化(元)", "Change (yuan)"))
    return table(header, [(row["household"], show(row["change"])) for row in some], lang, [1]) if some else ""


def curve(points: Sequence[Point], lang: Lang) -> str:
    """What other budgets would do: households served in full, and the yuan granted, from no money to twice what there is."""
    most, fen = max((p.served for p in points), default=0) or 1, max((p.granted_fen for p in points), default=0) or 1
    full, given = (
        "L".join(
            f"{60 + 500 * float(p.share) / 2:.1f} {230 - 180 * value / top:.1f}"
            for p, value in zip(points, values, strict=True)
        )
        for values, top in (([p.served for p in points], most), ([p.granted_fen for p in points], fen))
    )
    title = Text("资金总额变化时", "As the money changes").to(lang)
    marks = "".join(
        f'<text x="{60 + 250 * k / 2:.0f}" y="250" font-size="12" text-anchor="middle">{50 * k} %</text><path d="M{60 + 250 * k / 2:.0f} 50V230" stroke="#d6dde4"/>'
        for k in range(5)
    )
    words_ = (Text(f"全额满足户数（最高 {most}）", f"households served in full (up to {most})"),
              Text(f"帮扶金额（最高 {show(fen)} 元）", f"yuan granted (up to {show(fen)})"), Text("现有资金", "what there is"))  # fmt: skip
    return (
        f'<figure role="img" aria-label="{esc(title)}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 280" width="620" style="max-width:100%">'
        f'<text x="0" y="16" font-weight="600" font-size="14">{esc(title)}</text>{marks}<path d="M310 50V230" stroke="#c26a1b" stroke-dasharray="6 4"/>'
        f'<text x="314" y="62" font-size="12" fill="#c26a1b">{esc(words_[2].to(lang))}</text>'
        f'<path d="M{full}" fill="none" stroke="#2a6f97" stroke-width="2.5"/><path d="M{given}" fill="none" stroke="#54636f" stroke-width="2" stroke-dasharray="2 3"/>'
        f'<path d="M60 34h24" stroke="#2a6f97" stroke-width="2.5"/><text x="90" y="38" font-size="12">{esc(words_[0].to(lang))}</text>'
        f'<path d="M310 34h24" stroke="#54636f" stroke-width="2" stroke-dasharray="2 3"/><text x="340" y="38" font-size="12">{esc(words_[1].to(lang))}</text></svg></figure>'
    )


def picture(found: Plan, lang: Lang) -> str:
    """Need by class as bars: the granted part solid, the unmet part hatched, each with its figures in words."""
    sums = [(code, *found.by_class[code]) for code in words.AIDED if code in found.by_class]
    widest = max((need for _, need, _ in sums), default=0) or 1
    title = Text("各类别应帮扶与方案金额（元）", "Need and grants by class (yuan)").to(lang)
    bars = "".join(_bar(y, code, need, granted, widest, lang) for y, (code, need, granted) in enumerate(sums))
    height = 30 + 46 * len(sums)
    return (
        f'<figure role="img" aria-label="{esc(title)}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" width="760" style="max-width:100%">'
        '<defs><pattern id="cw-unmet" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fbe9d9"/>'
        f'<path d="M0 0V7" stroke="#c26a1b" stroke-width="2"/></pattern></defs><text x="0" y="16" font-weight="600" font-size="14">{esc(title)}</text>{bars}</svg></figure>'
    )


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

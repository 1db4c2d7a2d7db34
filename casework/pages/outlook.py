"""Outlook: how long the money of each fund lasts, as safe HTML and SVG."""

from collections.abc import Sequence

from casework.funds.runway import Outlook, Runway
from casework.money import show
from casework.pages.markup import esc, heading, table
from casework.vocabulary import Lang, Text


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

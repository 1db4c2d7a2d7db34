"""Ledger: what the funds have and where a batch of payments stands, as safe HTML and SVG."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.casebook.batches import bank_file_in_words
from casework.ledger import Balance
from casework.money import show
from casework.pages.markup import banner, esc, heading, table
from casework.vocabulary import LEVELS, PAYMENT_STATES, Lang, Text

BALANCE = {
    "received_fen": Text("收入(元)", "Received (yuan)"), "paid_fen": Text("已发放(元)", "Paid (yuan)"),
    "reserved_fen": Text("预留(元)", "Reserved (yuan)"), "available_fen": Text("可用(元)", "Available (yuan)"),
}  # fmt: skip
_NO_FUNDS = Text("案卷库中还没有资金，请先在“首日设置”页登记资金和到账。",
                 "This casebook has no funds yet: enter them with their receipts on the page First day.")  # fmt: skip
_PARTS = {  # how each part of a bar is drawn: full, hatched, empty
    Text("已发放", "paid"): 'fill="#2a6f97" stroke="#2a6f97"',
    Text("预留", "reserved"): 'fill="url(#cw-reserved)" stroke="#2a6f97"',
    Text("可用", "available"): 'fill="#fff" stroke="#2a6f97"',
}
_NEXT = {
    "waiting": Text("下一步：由采纳人以外的人审批（{}）。", "Next: somebody other than the adopter approves it ({})."),
    "approved": Text("下一步：由审批人以外的人发放。", "Next: somebody other than the approver pays it."),
    "part_paid": Text("下一步：发放其余部分。", "Next: pay the rest."),
    "paid": Text("已无待发放的金额。银行退回的，在下面登记；退回的一笔可重新预留，再行发放。",
                 "Nothing is left to pay. Book below what the bank sends back; a grant that came back can be reserved and paid again."),
    "returned": Text("已退回。选一笔重新预留后可再行发放。", "It came back. Choose a grant and reserve it again; then it can be paid again."),
    "released": Text("预留已全部释放，无需再办。", "All of it was released; nothing is left to do."),
}  # fmt: skip


def balances(found: Sequence[Balance], lang: Lang) -> str:
    """Each fund with what it received, paid, reserved and has available, as a table and as bars; without funds, what to do."""
    if not found:
        return banner(_NO_FUNDS.to(lang))
    rows = [(b.name, *(show(getattr(b, figure)) for figure in BALANCE)) for b in found]
    figures = table((Text("资金", "Fund"), *BALANCE.values()), rows, lang, [1, 2, 3, 4])
    return f'<div class="cols"><div>{figures}</div>{_bars(found, lang)}</div>'


def _bars(found: Sequence[Balance], lang: Lang) -> str:
    widest = max((b.received_fen for b in found), default=0) or 1
    title, height = Text("各资金收入的去向", "What became of each fund's money").to(lang), 50 + 42 * len(found)
    legend = "".join(
        f'<rect x="{110 * i + 1}" y="27" width="22" height="12" {look}/><text x="{110 * i + 29}" y="38" font-size="12">{esc(word.to(lang))}</text>'
        for i, (word, look) in enumerate(_PARTS.items())
    )
    return (
        f'<figure role="img" aria-label="{esc(title)}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 {height}" width="420" style="max-width:100%">'
        '<defs><pattern id="cw-reserved" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        f'<path d="M0 0V6" stroke="#2a6f97" stroke-width="3"/></pattern></defs><text x="0" y="16" font-weight="600" font-size="14">{esc(title)}</text>{legend}'
        f"{''.join(_bar(50 + 42 * i, b, widest) for i, b in enumerate(found))}</svg></figure>"
    )


def _bar(y: int, b: Balance, widest: int) -> str:
    ends = [418 * end / widest for end in (0, b.paid_fen, b.paid_fen + b.reserved_fen, b.received_fen)]
    parts = "".join(
        f'<rect x="{start + 1:.1f}" y="{y + 17}" width="{end - start:.1f}" height="14" {look}/>'
        for start, end, look in zip(ends, ends[1:], _PARTS.values(), strict=False)
        if end > start
    )
    return f'<text x="0" y="{y + 12}" font-size="12">{esc(b.name)}</text>{parts}'


def state(batch: Mapping[str, Any], lang: Lang) -> str:
    """The state of a batch in words; of one that waits, with the level that approves it."""
    level = f"（{LEVELS.show(batch['level'], lang)}）" if lang == "zh" else f" ({LEVELS.show(batch['level'], lang)})"
    return PAYMENT_STATES.show(batch["state"], lang) + (level if batch["level"] else "")


def batch(found: Mapping[str, Any], files: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """A batch with its sums, the next step, and its bank files."""
    amount, held, paid, back = (show(found[f"{name}_fen"]) for name in ("amount", "reserved", "paid", "returned"))
    sums = Text(f"{found['grants']} 笔共 {amount} 元：预留 {held} 元，已发放 {paid} 元；银行退回 {back} 元。",
                f"{found['grants']} grants, {amount} yuan: {held} reserved, {paid} paid; the bank sent back {back}.")  # fmt: skip
    level = LEVELS.show(found["level"], lang) if found["level"] else Text("任一层级", "any level").to(lang)
    title = Text(f"批次 {found['batch']}：", f"Batch {found['batch']}: ").to(lang) + state(found, lang)
    made = "".join(f"<li>{esc(bank_file_in_words(file).to(lang))}</li>" for file in files)
    said = f"<p>{esc(sums.to(lang))}<br><b>{esc(_NEXT[found['state']].to(lang).format(level))}</b></p>"
    return heading(Text(title, title), lang, 3) + said + (f"<ul>{made}</ul>" if made else "")

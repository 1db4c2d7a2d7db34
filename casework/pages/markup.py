"""Markup: text as safe HTML under the one style. Every text from a row passes through `esc`."""

import html
from collections.abc import Sequence
from typing import Any

from casework.vocabulary import Lang, Text

STYLE = """<style>
.cw{font:14px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Droid Sans Fallback",sans-serif;color:#1b2733;max-width:70rem;overflow-x:auto}
.cw h2{font-size:1.15rem;margin:1rem 0 .3rem}.cw h3{font-size:1rem;margin:.9rem 0 .2rem}
.cw table{border-collapse:collapse;margin:.3rem 0 .8rem;font-size:14px}
.cw th,.cw td{padding:.25rem .7rem;border-bottom:1px solid #d6dde4;text-align:left;vertical-align:top}
.cw th{font-weight:600;background:#f1f4f7}.cw td.n,.cw th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.cw .note{color:#54636f}.cw .banner{background:#fff6dd;border:1px solid #e5c25f;padding:.3rem .7rem;margin:.3rem 0}
.cw .bad{background:#fdeceb;border:1px solid #d98a84;padding:.3rem .7rem;margin:.3rem 0}
.cw .busy{height:.35rem;margin:.3rem 0;overflow:hidden;background:#e3e9ee}.cw .busy i{display:block;height:100%;background:#2b6cb0}
.cw .busy i:not([style]){width:30%;animation:cw-busy 1.2s linear infinite}@keyframes cw-busy{from{margin-left:-30%}to{margin-left:100%}}
.cw a{color:#1d5a94;text-decoration:underline}.cw .done{font-size:.9rem;color:#1d6b3a}.cw .open{font-size:.9rem;color:#8a5a00}
.cw .facts th{background:none;color:#54636f;font-weight:400}.cw .facts td,.cw .facts th{border:0;padding:.05rem .7rem .05rem 0}
.cw-wrong input,.cw-wrong select{border-color:#b3261e!important;background:#fdeceb!important}
.cw summary{cursor:pointer;color:#1d5a94}.cw details{margin:.2rem 0 .5rem}.cw li{margin:.15rem 0}
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


def busy(said: Text, lang: Lang, done: int = 0, of: int = 0) -> str:
    """A page that says what is being done, over a bar: how much of it is done, or only that it goes on."""
    part = f"{100 * done // of}%" if of else ""
    bar = f'<i style="width:{part}"></i>' if of else "<i></i>"
    value = f' aria-valuenow="{100 * done // of}"' if of else ""
    return page(f'<div class="banner" role="status">{esc(said.to(lang))} {part}<div class="busy" role="progressbar"{value}>{bar}</div></div>')  # fmt: skip


def guide(steps: Sequence[Text], lang: Lang) -> str:
    """Help in place: how a page is used, folded away until it is asked for."""
    items = "".join(f"<li>{esc(step.to(lang))}</li>" for step in steps)
    return page(folded(Text("这一页怎么用", "How to use this page"), f"<ol>{items}</ol>", lang))


def folded(said: Text, body: str, lang: Lang) -> str:
    """What is folded away under these words until it is asked for."""
    return f"<details><summary>{esc(said.to(lang))}</summary>{body}</details>"


def fault(said: Text, lang: Lang) -> str:
    """A page that says what is wrong."""
    return page(banner(said.to(lang), "bad"))


def table(header: Sequence[Text], rows: Sequence[Sequence[Any]], lang: Lang, numeric: Sequence[int] = ()) -> str:
    """A table; numeric columns are set to the right."""

    def cells(tag: str, row: Sequence[Any]) -> str:
        return "".join(f"<{tag}{' class=n' if i in numeric else ''}>{esc(v)}</{tag}>" for i, v in enumerate(row))

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{cells('th', [t.to(lang) for t in header])}</tr></thead><tbody>{body}</tbody></table>"

"""First day: the steps of a new office with what is done, and the way there for a page that has no casebook yet."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from casework.casebook import NoBook
from casework.checks import Findings
from casework.funds import FundFile
from casework.money import show
from casework.pages.markup import banner, esc, fault, page, table
from casework.standards import Pack
from casework.standards.phrases import joined
from casework.vocabulary import LEVELS, ORDERS, ROLES, Lang, Refused, Text
from casework.workflow import Person

_MARKS = {True: Text("✓ 已完成", "✓ done"), False: Text("○ 待办", "○ to do")}
_GO = Text("打开“首日设置”页", "Open the page First day")


def link(notebook: str, said: Text, lang: Lang) -> str:
    """A door to another page; JupyterLab opens it beside this one."""
    args = esc(f'{{"path": "{notebook}"}}')
    return (
        f'<a href="{esc(notebook)}" data-commandlinker-command="docmanager:open" data-commandlinker-args="{args}">'
        f"{esc(said.to(lang))}</a>"
    )


def to_first_day(said: Text, lang: Lang, kind: str = "banner") -> str:
    """A sentence in a box, and the door to the page First day."""
    return f'<div class="{kind}" role="status">{esc(said.to(lang))} {link("first_day.ipynb", _GO, lang)}</div>'


def why(refusal: Refused, lang: Lang) -> str:
    """Why a page cannot be shown; where there is no casebook yet, with the door to the page that makes one."""
    if not isinstance(refusal, NoBook):
        return fault(refusal.text, lang)
    said = Text(f"还没有案卷库 {refusal.path}。请先到“首日设置”页建立，再回到本页。",
                f"There is no casebook {refusal.path} yet: make it on the page First day, then come back.")  # fmt: skip
    return page(to_first_day(said, lang, "bad"))


def step(number: int, title: Text, lang: Lang, *, done: bool, said: Text) -> str:
    """The heading of a step, its mark, and how it stands in a sentence."""
    mark = f'<span class="{"done" if done else "open"}">{esc(_MARKS[done].to(lang))}</span>'
    return page(f'<h3>{number}　{esc(title.to(lang))}　{mark}</h3><p class="note">{esc(said.to(lang))}</p>')


def progress(done: Sequence[bool], lang: Lang) -> str:
    """How many of the steps are done."""
    said = Text(f"共 {len(done)} 步，已完成 {sum(done)} 步。", f"{sum(done)} of {len(done)} steps are done.")
    return banner(said.to(lang))


def pack(found: Pack, lang: Lang) -> str:
    """What a rule pack is: from when, an example or invented, and what it lacks."""
    starts = found.valid_from
    zh, en = (f"自 {starts} 起", f"from {starts} on") if starts else ("起始日未见原文", "its first day is not known")
    lacks = joined(found.lacks(), "、", ", ")
    said = Text(f"{found.name.zh}，{zh}。{found.note.zh}" + (f"没有：{lacks.zh}。" if lacks.zh else ""),
                f"{found.name.en}, {en}. {found.note.en}" + (f" It has no rule for: {lacks.en}." if lacks.en else ""))  # fmt: skip
    return page(f'<p class="note">{esc(said.to(lang))}</p>')


def book(settings: Mapping[str, Any], name: Text, path: Path, key: Path | None, lang: Lang) -> str:
    """What a casebook is: unit, rules, order, days, where it lies, and its key."""
    if not settings["encrypted"]:
        kept = Text("未加密", "not encrypted")
    elif key:
        kept = Text(f"已加密，密钥文件 {key}", f"encrypted; key file {key}")
    else:
        kept = Text("已加密，密钥由启动时给出", "encrypted; its key was given at the start")
    rows = {
        Text("单位", "Office"): Text(settings["unit"], settings["unit"]), Text("规则包", "Rule pack"): name,
        Text("办理顺序", "Order of the steps"): ORDERS.words[settings["steps"]],
        Text("最后一天", "Last day"): Text(settings["last_day"], settings["last_day"]),
        Text("案卷库文件", "Casebook file"): Text(str(path), str(path)), Text("加密", "Encryption"): kept,
    }  # fmt: skip
    header = (Text("项目", "Item"), Text("内容", "Value"))
    return table(header, [(item.to(lang), said.to(lang)) for item, said in rows.items()], lang)


def people(found: Sequence[Person], lang: Lang) -> str:
    """The people of the office, each with roles, level and days."""
    if not found:
        return ""
    header = (Text("姓名", "Name"), Text("职责", "Roles"), Text("审批层级", "Level of approval"), Text("自", "From"), Text("至", "Until"))  # fmt: skip
    rows = [
        (p.name, joined((ROLES.words[r] for r in p.roles), "、", ", ").to(lang), LEVELS.show(p.level, lang), p.starts, p.ends or "—")
        for p in found
    ]  # fmt: skip
    return table(header, rows, lang)


def receipts(files: Sequence[FundFile], lang: Lang) -> str:
    """The money that a form or file brings to its funds."""
    rows = [(f.name, r.date, show(r.amount_fen), r.reference) for f in files for r in f.receipts]
    header = (Text("资金", "Fund"), Text("到账日期", "Received on"), Text("金额(元)", "Amount (yuan)"), Text("凭证", "Voucher"))  # fmt: skip
    return table(header, rows, lang, [2]) if rows else ""


def checked(found: Findings, lang: Lang) -> str:
    """What a check found: faults, then what somebody should look at."""
    faults = "".join(banner(t.to(lang), "bad") for t in found.faults)
    notices = "".join(f"<li>{esc(t.to(lang))}</li>" for t in found.notices)
    return faults + (f"<ul>{notices}</ul>" if notices else "")

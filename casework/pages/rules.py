"""Rules: a pack with its sources, a line that was entered, one household under two packs, and the reach of a change; safe HTML."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.assistance import KEYS, Assessment
from casework.assistance import explain as explanation
from casework.casebook.lines import STATES
from casework.casebook.reach import taken_as
from casework.money import show
from casework.pages.markup import banner, esc, heading, table
from casework.standards import Standard
from casework.standards.phrases import Entry, describe, side_by_side
from casework.vocabulary import AIDS, CLASSES, Lang, Refused, Text

GRADES = {
    "A": Text("官方页面", "official page"), "B": Text("转载", "copy of it"), "C": Text("存疑", "not certain"), "invented": Text("虚构", "invented"),
    "office": Text("本单位登记并签批", "entered and signed by this office"),
}  # fmt: skip
_LEGEND = Text("出处后的字母：[A] 官方页面，[B] 转载，[C] 存疑。", "Letters after a source: [A] official page, [B] copy of it, [C] not certain.")  # fmt: skip
_NOTHING_CHANGES = Text("没有家庭的类别或金额变化。", "No household changes class or amount.")


# ---- a pack to read ----------------------------------------------------------------------------------


def pack(standard: Standard, on: date, lang: Lang) -> str:
    """What a pack says on a day, entry by entry with its document, what it lacks, and its documents."""
    apart = {Text("规则", "rules"), Text("说明", "note"), Text("缺少", "lacks")}
    rows = "".join(_entry(e, lang) for e in describe(standard, on) if e.about not in apart)
    lacks = "".join(f"<li>{esc(text.to(lang))}</li>" for text in standard.pack.lacks())
    said = Text("缺少（答复为“没有规定”，不是 0）", "What it lacks (answered “no rule”, never 0)")
    return "".join([
        heading(standard.pack.name.text, lang, 3), banner(standard.pack.note.text.to(lang)), _not_in_force(standard, on, lang),
        f"<table><tbody>{rows}</tbody></table>", f'<p class="note">{esc(_LEGEND.to(lang))}</p>',
        f"{heading(said, lang, 3)}<ul>{lacks}</ul>" if lacks else "", _documents(standard, lang),
    ])  # fmt: skip


def _entry(entry: Entry, lang: Lang) -> str:
    source = f'<div class="note">{esc(entry.source)}</div>' if entry.source else ""
    return f'<tr><th scope="row">{esc(entry.about.to(lang))}</th><td style="white-space:normal">{esc(entry.said.to(lang))}{source}</td></tr>'


def _not_in_force(standard: Standard, on: date, lang: Lang) -> str:
    try:
        standard.begins(on)
    except Refused as refusal:
        return banner(refusal.text.to(lang), "bad")
    return ""


def _documents(standard: Standard, lang: Lang) -> str:
    header = (Text("文件", "Document"), Text("文号", "Number"), Text("日期", "Date"), Text("来源可靠程度", "How sure"), Text("见于", "Where"))  # fmt: skip
    rows = [(s.title, s.number, s.dated, GRADES[s.grade].to(lang), s.where) for s in standard.pack.sources.values()]
    asked = Text("所据文件", "The documents behind it").to(lang)
    return f"<details><summary>{esc(asked)}</summary>{table(header, rows, lang)}</details>"


def region(standard: Standard, name: str, on: date, lang: Lang) -> str:
    """The line of a region through the years, newest first, and which value holds on a day."""
    now = standard.lines[name].on(on)
    header = (Text("自", "From"), Text("元（每人每月）", "Yuan (person, month)"), Text("出处", "Source"), Text("可靠程度", "How sure"), Text("", ""))  # fmt: skip
    rows = []
    for value in reversed(standard.lines[name].values):
        source, is_now = standard.source_of(name, value), Text(f"{on} 执行", f"holds on {on}").to(lang)
        since, unknown = value.starts or Text("首日不详", "first day not known").to(lang), Text("不详", "not known").to(lang)  # fmt: skip
        amount = unknown if value.yuan is None else show(value.yuan)
        rows.append((since, amount, source.show(), GRADES[source.grade].to(lang), is_now if value is now else ""))
    return heading(standard.lines[name].name.text, lang, 3) + table(header, rows, lang, [1])


# ---- a line that was entered ---------------------------------------------------------------------------


def line(row: Mapping[str, Any], lang: Lang) -> str:
    """A line with its document, who entered it, and who signed or refused it."""
    name, state = row["name"], STATES.words[row["state"]]
    title = Text(f"第 {row['seq']} 号标准：{state.zh}", f"Line {row['seq']}: {state.en}")
    signed = f"{row['signed_on']} {row['signed_by']}" if row["verdict"] else "—"
    rows = [
        (Text("标准", "Line"), Text(f"{name.zh}，{row['starts']} 起每人每月 {show(row['amount_fen'])} 元",
                                    f"{name.en}, {show(row['amount_fen'])} yuan per person and month from {row['starts']}").to(lang)),
        (Text("文件", "Document"), " ".join(part for part in (row["title"], row["number"], row["dated"]) if part)),
        (Text("见于", "Where"), row["address"] or "—"),
        (Text("登记", "Entered"), f"{row['made_on']} {row['made_by']}"),
        (Text("不予通过", "Refused") if row["verdict"] == "refused" else Text("签批", "Signed"), signed),
        *([(Text("理由", "Reason"), row["why"])] if row["why"] else []),
    ]  # fmt: skip
    cells = [(about.to(lang), said) for about, said in rows]
    return heading(title, lang, 3) + table((Text("项目", "About"), Text("内容", "What it says")), cells, lang)


# ---- the reach of a change -----------------------------------------------------------------------------


def reach(found: Mapping[str, Any], lang: Lang) -> str:
    """Who moves from which class to which, what each aid gains and loses, what it costs, and what is owed for grants already made."""
    ahead = "".join(banner(said.to(lang)) for said in (taken_as(dict(found)) if "ahead" in found else []))
    if not found["households"]:
        return ahead + banner(_NOTHING_CHANGES.to(lang))
    everybody = sum(move["households"] for move in found["moves"])
    moved = sum(move["households"] for move in found["moves"] if move["from"] != move["to"])
    more, open_ = sum(g["gained_fen"] - g["lost_fen"] for g in found["gains"]), max((g["unclear"] for g in found["gains"]), default=0)  # fmt: skip
    changed, cost = len(found["households"]), show(abs(more))
    sums = Text(f"{'减少' if more < 0 else '增加'} {cost} 元", f"{'falls' if more < 0 else 'rises'} by {cost} yuan in all") if more else Text("不变", "stays the same")  # fmt: skip
    said = Text(f"{everybody} 户中 {changed} 户有变化，其中 {moved} 户类别改变；全年应帮扶合计{sums.zh}。",
                f"Of {everybody} households {changed} change, {moved} of them in class; what is due in a year {sums.en}.")  # fmt: skip
    if open_:
        said = Text(f"{said.zh}另有 {open_} 户的金额改变前或改变后不能定（规则包没有规定，或缺事实），未计入。",
                    f"{said.en} For {open_} households an amount cannot be told before or after (no rule, or a fact is missing); they are not counted.")  # fmt: skip
    parts = [f"<p><b>{esc(said.to(lang))}</b></p>", _arrears(found, lang), '<div class="cols"><div>', _moves(found, lang), "</div><div>", _gains(found, lang), "</div></div>"]  # fmt: skip
    return ahead + "".join(parts)


def _arrears(found: Mapping[str, Any], lang: Lang) -> str:
    """What grants of the year that rested on other rules make owed, or too much."""
    owed = [a["arrears_fen"] for a in found["arrears"]]
    if not owed:
        return ""
    more, over = show(sum(fen for fen in owed if fen > 0)), show(-sum(fen for fen in owed if fen < 0))
    since = found["since"]
    said = Text(f"{since} 以来已核定的帮扶中 {len(owed)} 笔与之不同：可能应补 {more} 元，多发 {over} 元。是否补发由单位决定。",
                f"{len(owed)} grants made since {since} differ: {more} yuan may be owed, {over} were too much. Whether to make it up is for the office to decide.")  # fmt: skip
    return banner(said.to(lang))


def _moves(found: Mapping[str, Any], lang: Lang) -> str:
    """Households by class now (rows) and after (columns); those that move stand out."""
    counts = {(move["from"], move["to"]): move["households"] for move in found["moves"]}
    there = [code for code in CLASSES.words if any(code in pair for pair in counts)]
    head = "".join(f'<th class="n" style="white-space:normal">{esc(CLASSES.show(code, lang))}</th>' for code in there)
    body = "".join(f"<tr><td>{esc(CLASSES.show(was, lang))}</td>{''.join(_cell(counts, was, now) for now in there)}</tr>" for was in there)  # fmt: skip
    corner = Text("现在 ↓　之后 →", "now ↓　then →").to(lang)
    title = heading(Text("类别变化（户）", "Moves between classes (households)"), lang, 3)
    return f"{title}<table><thead><tr><th>{esc(corner)}</th>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(counts: Mapping[tuple[str, str], int], was: str, now: str) -> str:
    n = counts.get((was, now))
    said = "" if n is None else f"{n}" if was == now else f"<b>{n}</b>"
    return f'<td class="n">{said}</td>'


def _gains(found: Mapping[str, Any], lang: Lang) -> str:
    header = (Text("项目", "Aid"), Text("增加(户)", "More (households)"), Text("增加(元)", "More (yuan)"), Text("减少(户)", "Less (households)"),
              Text("减少(元)", "Less (yuan)"), Text("尚不能定(户)", "Open (households)"))  # fmt: skip
    rows = [
        (AIDS.show(g["aid"], lang), g["more"], show(g["gained_fen"]), g["less"], show(g["lost_fen"]), g["unclear"])
        for g in found["gains"]
    ]
    none = Text("没有金额变化。", "No amount changes.").to(lang)
    body = table(header, rows, lang, range(1, 6)) if rows else f"<p>{esc(none)}</p>"
    return heading(Text("各项帮扶", "By aid"), lang, 3) + body


CHANGED = (Text("编号", "File"), Text("姓名", "Name"), Text("类别", "Class"), *AIDS.words.values(), Text("现在合计(元)", "Now (yuan)"),
           Text("之后合计(元)", "Then (yuan)"), Text("可能应补(元)", "Perhaps owed (yuan)"))  # fmt: skip
"""The columns of `changed`: of each aid by how much it changes, what a household is due now and then, and for grants already made."""


def changed(found: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> list[list[str]]:
    """The households that change as rows of text, those that change class first; what cannot be told is a dash."""
    owed: dict[str, int] = {}
    for a in found["arrears"]:
        owed[a["household"]] = owed.get(a["household"], 0) + a["arrears_fen"]
    rows = sorted(found["households"], key=lambda c: c["class"]["from"] == c["class"]["to"])
    return [_changed(c, names.get(c["household"], ""), owed.get(c["household"]), lang) for c in rows]


def _changed(change: Mapping[str, Any], name: str, owed: int | None, lang: Lang) -> list[str]:
    number = change["household"]
    classes = " → ".join(dict.fromkeys(CLASSES.show(code, lang) for code in change["class"].values()))
    pairs = [(sums["from"], sums["to"]) for sums in change["aids"].values()]
    by = ["" if was == now else "—" if was is None or now is None else _signed(now - was) for was, now in pairs]
    ruled = [pair for pair in pairs if pair != (None, None)]
    sums = [show(None if None in side else sum(side)) for side in zip(*ruled, strict=True)] or ["—", "—"]
    return [number, number, name, classes, *by, *sums, "" if owed is None else _signed(owed)]


def _signed(fen: int) -> str:
    return f"+{show(fen)}" if fen > 0 else show(fen)


# ---- one household under two packs ---------------------------------------------------------------------


def two_packs(one: Assessment, other: Assessment, name: str, lang: Lang) -> str:
    """One household under two packs: class and aids, the steps that differ in the order of the calculation, and where the packs differ."""
    header = [standard.pack.name.text for standard in (one.standard, other.standard)]
    number, what = one.population.number(0), Text("项目", "About")
    title = Text(f"{name}　{number}（{one.on}）", f"{name}　{number} ({one.on})")
    notes = "".join(banner(said.to(lang)) for said in dict.fromkeys(a.standard.pack.note.text for a in (one, other)))
    steps = _steps(one, other, lang)
    alike = Text("核算的每一步都相同。", "Every step of the calculation is the same.").to(lang)
    why = table([what, *header], steps, lang) if steps else f"<p>{esc(alike)}</p>"
    apart = [(about.to(lang), a.to(lang) or "—", b.to(lang) or "—") for about, a, b in side_by_side(one.standard, other.standard, one.on) if a != b]  # fmt: skip
    asked = Text(f"两套规则的不同之处（{len(apart)} 项）", f"Where the two packs differ ({len(apart)} entries)").to(
        lang
    )
    return "".join([
        heading(title, lang, 3), notes, table([what, *header, Text("", "")], _answers(one, other, lang), lang),
        heading(Text("差别从哪里来：核算中不同的步骤", "What makes the difference: the steps that differ"), lang, 3), why,
        f"<details><summary>{esc(asked)}</summary>{table([what, *header], apart, lang)}</details>",
    ])  # fmt: skip


def _answers(one: Assessment, other: Assessment, lang: Lang) -> list[tuple[str, ...]]:
    was, now = one.row(0), other.row(0)
    line = Text("低保标准（元，每人每月）", "Line (yuan, person and month)")
    sums = {"dibao_line_fen": line} | {f"{key}_fen": Text(f"{AIDS.words[aid].zh}（元）", f"{AIDS.words[aid].en} (yuan)") for aid, key in KEYS.items()}  # fmt: skip
    rows = [(Text("困难类别", "Class").to(lang), *(CLASSES.show(row["class"], lang) for row in (was, now)))]
    rows += [(about.to(lang), show(was[key]), show(now[key])) for key, about in sums.items()]
    differs = Text("不同", "differs").to(lang)
    return [(*row, "" if row[1] == row[2] else differs) for row in rows]


def _steps(one: Assessment, other: Assessment, lang: Lang) -> list[tuple[str, ...]]:
    """The steps of the note that differ, in the order of the first; a step that one pack has not is a dash."""
    sides = [_told(found, lang) for found in (one, other)]
    about = [text for text in dict.fromkeys([*sides[0], *sides[1]]) if text not in _SAID_APART]
    rows = [
        (text.to(lang), *(("；" if lang == "zh" else "; ").join(side.get(text, ["—"])) for side in sides))
        for text in about
    ]
    return [row for row in rows if row[1] != row[2]]


def _told(found: Assessment, lang: Lang) -> dict[Text, list[str]]:
    """What each step of the note says of a household: the result and how it comes out."""
    said: dict[Text, list[str]] = {}
    for step in explanation.explain(found, 0):
        how = step.how.to(lang)
        of = f"（{how}）" if lang == "zh" else f" ({how})"
        said.setdefault(step.about, []).append(step.result.to(lang) + (of if how else ""))
    return said


_SAID_APART = (Text("规则", "Rules"), Text("应附材料", "evidence to bring"))

"""Intake: what becomes of a workbook, and one household as it is typed, as safe HTML."""

from collections.abc import Iterable, Iterator, Sequence

from casework.assistance import REASONS, Amounts, Assessment
from casework.assistance.unknowns import ask_first, questions
from casework.intake import Judgement
from casework.intake.entry import Entered, place
from casework.intake.findings import Finding
from casework.intake.rows import field_of
from casework.money import show
from casework.pages.markup import banner, esc, heading, table
from casework.standards.phrases import joined
from casework.vocabulary import AIDS, CLASSES, EVIDENCE, Lang, Text
from casework.workflow.evidence import Wanted

_COUNTS = {
    "rows": Text("读入行", "Rows read"), "accepted": Text("接受", "Accepted"), "rejected": Text("拒绝", "Rejected"),
    "duplicate": Text("重复", "Repeated"), "skipped": Text("跳过", "Skipped"),
}  # fmt: skip
_SUMS = (Text("可存入户数", "Households to store"), Text("其中成员", "Their members"), Text("年收入合计(元)", "Income of the year (yuan)"))  # fmt: skip
_SAME = Text("跳过的行中有 {} 行与案卷库相同，不再存。", "Of the rows skipped, {} are in the casebook unchanged and are not stored again.")  # fmt: skip
_NOTHING = Text("没有新的户可存。", "There is no new household to store.")
_NOT_YET = Text("尚不能认定，可能是：", "Cannot decide yet; possible: ")


def judged(name: str, found: Judgement, lang: Lang) -> str:
    """A workbook with its rows by verdict, as the command line counts them, and what would be stored."""
    sums = found.sums
    header, row = [*_COUNTS.values(), *_SUMS], [getattr(found, said) for said in _COUNTS]
    row += [sums["households"], sums["members"], show(sums["annual_income_fen"])]
    same = sum(said.code == "already_there" for said in found.findings)
    more = [_NOTHING.to(lang)] * (not found.accepted) + [_SAME.to(lang).format(same)] * bool(same)
    title = Text(f"工作簿 {name}", f"Workbook {name}")
    return heading(title, lang, 3) + table(header, [row], lang, range(len(header))) + "".join(map(banner, more))


# ---- one household ------------------------------------------------------------------------------------


def answer(assessment: Assessment, lang: Lang) -> str:
    """Class and aids of the one household as far as it is known, and what to ask next."""
    possible = [CLASSES.show(code, lang) for code in assessment.classes.of(0)]
    class_ = CLASSES.show(assessment.class_of(0), lang) if len(possible) == 1 else _NOT_YET.to(lang) + _and(possible, lang)  # fmt: skip
    found, wrong = assessment.row(0), assessment.population.problems.get(0, [])
    net, line = found["net_income_per_capita_month_fen"], found["dibao_line_fen"]
    header = (Text("项目", "Item"), Text("金额(元)", "Amount (yuan)"))
    rows = [f"<tr><th>{esc(header[0].to(lang))}</th><th class=n>{esc(header[1].to(lang))}</th></tr>",
            _line(Text("月人均纯收入", "Net income per head and month").to(lang), "", show(net)),
            _line(Text("低保标准", "Dibao line").to(lang), "", show(line))]  # fmt: skip
    rows += [_line(AIDS.show(aid, lang), _why(amounts, lang), _amount(amounts, lang)) for aid, amounts in assessment.aids.items()]  # fmt: skip
    said = [*(banner(p.text.to(lang), "bad") for p in wrong), *(banner(a.to(lang)) for a in ask_first(questions(assessment, 0)))]  # fmt: skip
    return f"<h3>{esc(class_)}</h3>{''.join(said)}<table>{''.join(rows)}</table>"


def _line(what: str, why: str, amount: str) -> str:
    more = f'<br><span class="note">{esc(why)}</span>' if why else ""
    return f'<tr><td style="white-space:normal">{esc(what)}{more}</td><td class="n">{esc(amount)}</td></tr>'


def _why(amounts: Amounts, lang: Lang) -> str:
    """Why an amount is nothing or open; of one that is there the sum says enough."""
    return "" if amounts.of(0) else REASONS[amounts.why(0)].to(lang)


def _amount(amounts: Amounts, lang: Lang) -> str:
    least, most = amounts.between(0)
    if least == most:
        return show(least)
    return f"{show(least)} – {Text('不限', 'no limit').to(lang) if most is None else show(most)}"


def _and(words: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(words)


def wrong(entered: Entered, lang: Lang) -> str:
    """What is wrong in what was typed; nothing where nothing is."""
    bad = (_said(s, lang) for s in _rest(entered) if s.verdict != "accepted")
    return _items(Text("请改正", "Correct this"), bad, lang, "bad")


def wanted(entered: Entered, papers: Sequence[Wanted], lang: Lang) -> str:
    """What no file can do without, what else is missing, what to look at, and the papers to bring."""
    look_at = (_said(s, lang) for s in _rest(entered) if s.verdict == "accepted")
    parts = [
        _items(Text("还缺这些，不能建档", "No file without these"), _fields(entered, "missing", lang), lang),
        _items(Text("档案完整还缺（未知，不当作零）", "Wanting for a complete file (unknown, not zero)"), _fields(entered, "unknown_mandatory", lang), lang),
        _items(Text("请核对", "Check this"), look_at, lang),
        _items(Text("要收的材料", "Papers to bring"), (_paper(p, lang) for p in papers), lang),
    ]  # fmt: skip
    return "".join(parts)


def _rest(entered: Entered) -> list[Finding]:
    return [said for said in entered.findings if said.code not in ("missing", "unknown_mandatory")]


def _fields(entered: Entered, code: str, lang: Lang) -> Iterator[str]:
    """The fields that a finding of this code is about, a line for each person."""
    found: dict[int, list[str]] = {}
    for said in entered.findings:
        if said.code == code and (field := field_of(said)):
            found.setdefault(place(said)[0], []).append(field.header.to(lang))
    yield from (_who(who, lang) + _and(names, lang) for who, names in found.items())


def _who(who: int, lang: Lang) -> str:
    return Text(f"成员 {who}：", f"Member {who}: ").to(lang) if who else ""


def _said(said: Finding, lang: Lang) -> str:
    return _who(place(said)[0], lang) + getattr(said, lang)  # type: ignore[no-any-return]


def _paper(paper: Wanted, lang: Lang) -> str:
    return f"{EVIDENCE.show(paper.kind, lang)}{'：' if lang == 'zh' else ': '}{paper.why.to(lang)}"


def _items(title: Text, said: Iterable[str], lang: Lang, kind: str = "") -> str:
    items = "".join(f"<li>{esc(text)}</li>" for text in said)
    return f'<div class="{kind}"><b>{esc(title.to(lang))}</b><ul>{items}</ul></div>' if items else ""


def saved(number: str, acts: Sequence[Text], lang: Lang) -> str:
    """That a file was opened, and what comes next."""
    next_ = joined(acts, "、", ", ")
    said = Text(
        f"已新建档案 {number}。下一步可办：{next_.zh}。", f"File {number} is opened. May come next: {next_.en}."
    )
    return banner(said.to(lang))

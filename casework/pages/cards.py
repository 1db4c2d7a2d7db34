"""Cards: the caseload, the funds and one household as safe HTML."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework import checks
from casework import vocabulary as words
from casework.assistance import Assessment, tally
from casework.assistance import explain as explanation
from casework.assistance.explain import Letter
from casework.assistance.unknowns import ask_first, questions
from casework.funds import Fund
from casework.funds.terms import terms_in_words
from casework.households import Household, Member, age_on, fields
from casework.money import show
from casework.pages.markup import banner, esc, heading, page, table
from casework.privacy import shown
from casework.standards import Standard
from casework.standards.phrases import joined
from casework.vocabulary import Lang, Text


def warnings(settings: Mapping[str, Any], rules: Standard | None, lang: Lang) -> str:
    """What every page says: the book is not encrypted, its people may be invented, its rules (where a page rests on them) are an example."""
    said = [] if settings["encrypted"] else [checks.NOT_ENCRYPTED]
    if settings["origin"] == "demo":
        said.append(Text("示例案卷库，人员均为虚构。", "A demo casebook: every person is invented."))
    if rules is not None:
        said.append(rules.pack.note.text)
    return banner(" ".join(t.to(lang) for t in said)) if said else ""


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


def head(file: Household, assessment: Assessment, i: int, lang: Lang) -> str:
    """One household in a few lines: who, which class, what it is due and who approves it, what to ask first."""
    top = f"{esc(file.name)}　{esc(file.file_number)}　{esc(words.CLASSES.show(assessment.class_of(i), lang))}"
    claim = words.CLASS_CLAIMS.show(file.claimed_class, lang)
    below = Text(
        f"表上类别：{claim}　工作单位：{file.employer or '—'}",
        f"Class on the form: {claim}. Employer: {file.employer or '—'}.",
    )
    due = [
        Text(f"{words.AIDS.show(aid, 'zh')} {show(fen)} 元", f"{words.AIDS.show(aid, 'en')} {show(fen)} yuan")
        for aid, amounts in assessment.aids.items() if (fen := amounts.of(i))
    ]  # fmt: skip
    said = joined(due, "、", ", ") if due else Text("无或尚不能决定", "nothing, or not decided yet")
    level = assessment.approval_level(i)
    approved = (
        Text(f"；{words.LEVELS.show(level, 'zh')}审批", f"; approved by: {words.LEVELS.show(level, 'en')}")
        if level
        else Text("", "")
    )
    amounts = Text(f"应得：{said.zh}{approved.zh}", f"Due: {said.en}{approved.en}").to(lang)
    said_below = f'<p class="note">{esc(below.to(lang))}</p><p><b>{esc(amounts)}</b></p>'
    return page(f"<h2>{top}</h2>", said_below, *_to_do(assessment, i, lang))


def _to_do(assessment: Assessment, i: int, lang: Lang) -> list[str]:
    """What is wrong with the facts, and what to ask at the next visit, best first."""
    wrong = [banner(p.text.to(lang), "bad") for p in assessment.population.problems.get(i, [])]
    return wrong + [banner(asked.to(lang)) for asked in ask_first(questions(assessment, i))]


_SHOWN = ("sex", "id_number", "birth_date", "phone", "marital_status", "work_status", "employer", "employer_condition", "health_status",
          "housing_type", "address", "single_parent", "main_cause", "secondary_causes", "bank_card", "filed_on")  # fmt: skip


def case_file(file: Household, on: date, lang: Lang, *, whole: bool = False) -> str:
    """The case file with its members; numbers, cards and addresses masked unless they are to be seen whole."""
    rows = [
        (field.header.to(lang), _value(file, name, lang, whole)) for name, field in fields(Household).items() if name in _SHOWN
    ]  # fmt: skip
    header = (Text("项目", "Field"), Text("内容", "Value"))
    return f'<div class="cols"><div>{table(header, rows, lang)}</div><div>{_members(file, on, lang, whole)}</div></div>'


def _value(record: Household | Member, name: str, lang: Lang, whole: bool) -> str:
    kind: type = type(record)
    return shown(fields(kind)[name], getattr(record, name), whole=whole).to(lang)


def _members(file: Household, on: date, lang: Lang, whole: bool) -> str:
    if not file.members:
        return ""
    header = (Text("姓名", "Name"), Text("关系", "Relation"), Text("年龄", "Age"), Text("学历", "Study"),
              Text("月收入(元)", "Income/month (yuan)"), Text("身份证号", "Citizen ID number"))  # fmt: skip
    rows = [
        (m.name, _value(m, "relation", lang, whole), age_on(m.birth_date, on), _value(m, "study_level", lang, whole), show(m.income_month_fen),
         _value(m, "id_number", lang, whole))
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
    return f'<!doctype html><html><head><meta charset="utf-8"><title>{esc(title)}</title>{_PRINT}</head><body>{body}</body></html>\n'


_PRINT = """<style>
body{margin:2rem auto;max-width:60rem;padding:0 1rem}
@page{size:A4;margin:18mm 15mm;@bottom-center{content:counter(page) " / " counter(pages);font:9pt sans-serif}}
@media print{body{margin:0;padding:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}h2,h3{break-after:avoid}
body .cw{font-size:10pt;max-width:none;overflow:visible}body .cw h3{font-size:11pt}body .cw table{font-size:8.5pt}body .cw th,body .cw td{padding:.15rem .4rem}body .cw td:first-child{white-space:normal}}
</style>"""

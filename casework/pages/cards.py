"""Cards: the caseload, the funds and one household as safe HTML."""

from collections.abc import Mapping, Sequence
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
from casework.standards.phrases import joined
from casework.vocabulary import Lang, Text


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

"""Reports on single households: the dossier and the decision letter, which name people, and the public notice, which masks them."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from casework import workflow
from casework.assistance.explain import explain
from casework.assistance.explain import letter as written
from casework.casebook.register import received
from casework.households import Household, Member, fields
from casework.money import show
from casework.privacy import mask_name, shown
from casework.reports.content import Column, Report, Run, Table, Words, report
from casework.reports.parameters import CONTACT, DAY, FILE
from casework.standards.phrases import same
from casework.vocabulary import ACTS, AIDS, CLASSES, FACT_SOURCES, REASONS, STATES, Lang, Text

_STEP = [
    Column(Text("项目", "Step")),
    Column(Text("结果", "Result")),
    Column(Text("依据与计算", "How")),
    Column(Text("文件或依据", "Document or evidence")),
]
_HAD = [
    Column(Text("项目", "Aid")), Column(Text("期间", "Period")), Column(Text("资金", "Fund")), Column(Text("核定(元)", "Granted (yuan)"), "fen"),
    Column(Text("已发(元)", "Paid (yuan)"), "fen"), Column(Text("预留(元)", "Reserved (yuan)"), "fen"), Column(Text("发放日", "Paid on")),
]  # fmt: skip
_DONE = [
    Column(Text("日期", "Day")),
    Column(Text("步骤", "Step")),
    Column(Text("经办人", "By")),
    Column(Text("说明", "Note")),
]
_CHANGED = [Column(Text("得知日", "Learnt on")), Column(Text("项目", "Field")), Column(Text("原为", "Was")), Column(Text("改为", "Is")),
            Column(Text("自何日", "Since")), Column(Text("来源", "Source")), Column(Text("登记人", "By"))]  # fmt: skip
_FORM = [Column(Text("项目", "Field")), Column(Text("内容", "Value"))]


def dossier(run: Run, file: Annotated[str, FILE]) -> Report:
    """Everything kept of one household: the form in full, its members, the calculation note, aid, steps, corrections. It names people."""
    book, lang = run.book, run.lang
    home, found = book.household(file), book.assess(number=file)
    parts = [
        Table(Text("档案表", "Case file"), _FORM, _form(home, lang)),
        *(Table(Text(f"成员 {i}", f"Member {i}"), _FORM, _form(m, lang)) for i, m in enumerate(home.members, 1)),
        Table(Text("核算说明", "Calculation note"), _STEP, [[said.to(lang) for said in step] for step in explain(found, 0)]),
        Table(Text("已得帮扶", "Aid received"), _HAD, [
            [AIDS.show(g["aid"], lang), g["period"], g["fund"], g["amount_fen"], g["paid_fen"], g["reserved_fen"], g["paid_on"]] for g in received(book, file)
        ]),
        Table(Text("办理经过", "Steps"), _DONE, [
            [s.on.isoformat(), ACTS.show(s.act, lang), s.by, REASONS.show(s.note, lang) if s.note else ""] for s in book.steps(file)
        ]),
        Table(Text("事实变动", "Changes of facts"), _CHANGED, [_change(c, lang) for c in book.changes(file)]),
    ]  # fmt: skip
    state = STATES.show(book.state(file), lang)
    return report(
        run,
        Text("困难职工家庭档案", "Household dossier"),
        Text(f"档案 {file}（{state}）", f"file {file} ({state})"),
        parts,
    )


def _form(record: Household | Member, lang: Lang) -> list[list[str]]:
    kind: type = type(record)
    return [
        [field.header.to(lang), shown(field, value, whole=True).to(lang)]
        for name, field in fields(kind).items()
        if (value := getattr(record, name)) is not None
    ]


def _change(c: Any, lang: Lang) -> list[str]:
    kind: type = Member if c.place else Household
    field = fields(kind)[c.field]
    was, value = (shown(field, v, whole=True).to(lang) for v in (c.was, c.value))
    who = f"{c.place} " if c.place else ""
    return [
        str(c.source.learnt_on),
        who + field.header.to(lang),
        was,
        value,
        str(c.true_from),
        FACT_SOURCES.show(c.source.kind, lang),
        c.made_by,
    ]


def letter(run: Run, file: Annotated[str, FILE]) -> Report:
    """The decision letter to one household. It names people."""
    found = run.book.assess(number=file)
    said = written(found, 0, unit=run.book.settings["unit"], name=run.book.household(file).name)
    return report(
        run,
        said.title,
        Text(f"档案 {file}", f"file {file}"),
        [Words([said.to, *said.sentences], said.below)],
        facts_below=True,
    )


# ---- the public notice --------------------------------------------------------------------------------

_NOTICE = [
    Column(Text("姓名", "Name")), Column(Text("工作单位", "Employer")), Column(Text("拟认定类别", "Class proposed")), Column(Text("拟帮扶项目和金额(元)", "Aid proposed (yuan)")),
    Column(Text("公示期", "On notice")),
]  # fmt: skip


def notice(run: Run, day: Annotated[str, DAY], contact: Annotated[str, CONTACT] = "") -> Report:
    """The sheet of households on public notice on a day: masked name, employer, class and aid proposed, until when, where to object."""
    on, book = date.fromisoformat(day), run.book
    rows = list(_noticed(run, on))
    where = contact or Text("请填写 contact", "give it as contact").to(run.lang)
    said = Text(f"下列职工家庭的拟认定结果现予公示。如有异议，请在公示期内向{book.settings['unit']}反映（{where}）。公示期满后撤下。",
                f"The findings on these households are shown for objections: tell {book.settings['unit']} within the days given ({where}). This sheet is taken down afterwards.")  # fmt: skip
    title = Text("困难职工帮扶公示", "Public notice on hardship assistance")
    return report(
        run, title, same(day), [Words([said]), Table(Text("公示名单", "List"), _NOTICE, rows)], facts_below=True
    )


def _noticed(run: Run, on: date) -> Iterator[list[str]]:
    book = run.book
    states, rules = book.states(on), workflow.procedure()
    numbers = [number for number, state in states.items() if state == "noticed"]
    for number in sorted(numbers):
        step = next(s for s in reversed(book.steps(number)) if s.act == "notice" and s.on <= on)
        until = step.until or workflow.notice_end(step.on, rules)
        if until < on:
            continue
        home, found = book.household(number, on), book.assess(number=number, on=min(on, book.last_day))
        due = [
            f"{AIDS.show(aid, run.lang)} {show(fen)}" for aid, amounts in found.aids.items() if (fen := amounts.of(0))
        ]
        yield [mask_name(home.name), home.employer or "—", CLASSES.show(found.class_of(0), run.lang), ("；" if run.lang == "zh" else "; ").join(due) or "—",
               f"{step.on} — {until}"]  # fmt: skip

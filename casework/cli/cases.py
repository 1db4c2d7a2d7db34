"""Commands about single cases: how one stands, the next step, corrections, evidence, what is due, the year's end."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.cli.shared import BY, FILE, JSON, ON, answer, as_json_text, cli, day_of, named, over_book, save
from casework.money import show
from casework.vocabulary import (
    ACTS,
    AIDS,
    CLASSES,
    EVIDENCE,
    FACT_SOURCES,
    LEVELS,
    REASONS,
    STATES,
    Lang,
    Refused,
    Text,
)

LANGS: tuple[Lang, Lang] = ("zh", "en")

if TYPE_CHECKING:
    from casework.casebook import Casebook
    from casework.households import Field


@cli.command()
@click.argument("file", type=FILE)
@over_book
@BY
@JSON
def people(book: "Casebook", file: Path, by: str, as_json: bool) -> None:
    """The people of the office and their roles, from a file into the casebook."""
    from casework import workflow
    from casework.standards import read_text

    book.add_people(workflow.read_people(read_text(file), file.name), by)
    there = book.people()
    data = {"people": [{"name": p.name, "roles": list(p.roles), "level": p.level} for p in there]}
    answer(as_json, data, *(Text(f"{p.name}：{'、'.join(p.roles)}", f"{p.name}: {', '.join(p.roles)}") for p in there))


@cli.command("case")
@click.argument("number")
@over_book
@JSON
def case_(book: "Casebook", number: str, as_json: bool) -> None:
    """How a case stands: state, steps and how long each took, evidence, what changed when and by whom, decisions."""
    from casework import workflow
    from casework.privacy import mask_card, mask_number

    def masked(name: str, value: Any) -> Any:
        return (
            mask_card(value) if name == "bank_card" else mask_number(value) if name in ("id_number", "phone") else value
        )

    book.household(number)
    state, steps = book.state(number), book.steps(number)
    took: list[dict[str, Any]] = [
        {"act": s.act, "on": s.on, "by": s.by, "note": s.note, "days": days} for s, days in workflow.durations(steps)
    ]
    wanted: list[dict[str, Any]] = [
        {"kind": w.kind, "why": w.why._asdict(), "status": w.status} for w in book.checklist(number)
    ]
    changes: list[dict[str, Any]] = [{"place": c.place, "field": c.field, "was": masked(c.field, c.was), "value": masked(c.field, c.value), "true_from": c.true_from, "learnt_on": c.source.learnt_on,
                "source": c.source.kind, "reference": c.source.reference, "by": c.made_by} for c in book.changes(number)]  # fmt: skip
    decided = [
        {"id": d.id, "on": d.decided_on, "class": d.result["class"], "digest": d.digest} for d in book.decisions(number)
    ]
    after = list(workflow.next_acts(state, steps, book.settings["steps"]))
    data = {"household": number, "state": state, "revision": book.revision(number), "next": after, "steps": took, "evidence": wanted,
            "changes": changes, "decisions": decided}  # fmt: skip
    lines = [Text(f"{number}：{STATES.show(state, 'zh')}；下一步：{'、'.join(ACTS.words[a].zh for a in after) or '无'}",
                  f"{number}: {STATES.show(state, 'en')}; next: {', '.join(ACTS.words[a].en for a in after) or 'nothing'}")]  # fmt: skip
    lines += [
        Text(
            f"  {t['on']} {ACTS.words[t['act']].zh} {t['by']}（{t['days']} 天）",
            f"  {t['on']} {ACTS.words[t['act']].en}, {t['by']} ({t['days']} days)",
        )
        for t in took
    ]
    short = [w for w in wanted if w["status"] != "there"]
    lines += [
        Text(
            f"  缺材料：{EVIDENCE.words[w['kind']].zh}（{w['why']['zh']}）",
            f"  wanting: {EVIDENCE.words[w['kind']].en} ({w['why']['en']})",
        )
        for w in short
    ]
    lines += [Text(f"  {c['learnt_on']} 更正 {c['field']}（自 {c['true_from']}，{FACT_SOURCES.words[c['source']].zh}，{c['by']}）",
                   f"  {c['learnt_on']} corrected {c['field']} (from {c['true_from']}, {FACT_SOURCES.words[c['source']].en}, {c['by']})") for c in changes]  # fmt: skip
    answer(as_json, data, *lines)


@cli.command()
@click.argument("number")
@click.argument("name", metavar="ACT")
@over_book
@BY
@ON
@click.option("--note", help="What was found; for exit, cancel and refuse the reason.")
@click.option("--until", metavar="DATE", help="The end of a public notice or of a tapering period.")
@JSON
def act(
    book: "Casebook",
    number: str,
    name: str,
    by: str,
    on: str | None,
    note: str | None,
    until: str | None,
    as_json: bool,
) -> None:
    """One step of a case: report apply visit review notice object settle recheck match approve refuse convert recertify …"""
    found = ACTS.find(name) or name
    if note and found in ("exit", "cancel", "refuse"):
        note = REASONS.find(note) or note
    done = book.act(number, found, by, on=day_of(on), note=note, until=day_of(until))
    said = ACTS.words[found]
    state = STATES.words[done["state"]] if done["state"] else Text("尚未申请", "not applied yet")
    answer(
        as_json, done, Text(f"{number}：{said.zh}完成，现为{state.zh}。", f"{number}: {said.en} done, now {state.en}.")
    )


@cli.command()
@click.argument("number")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE…")
@over_book
@BY
@click.option("--source", required=True, type=click.Choice(list(FACT_SOURCES.words)), help="Where it comes from.")
@click.option("--reference", help="The document.")
@click.option("--from", "since", metavar="DATE", help="Since when it is true; by default today.")
@click.option("--member", type=click.IntRange(1), help="The place of a member; without it the head and the household.")
@click.option("--seen", type=int, help="The revision you saw; refused when somebody changed the file since.")
@click.option("--try", "only_try", is_flag=True, help="Show the answer before and after, and change nothing.")
@JSON
def correct(
    book: "Casebook", number: str, values: tuple[str, ...], by: str, source: str, reference: str | None, since: str | None,
    member: int | None, seen: int | None, only_try: bool, as_json: bool,
) -> None:  # fmt: skip
    """Corrects facts of a case with their source; shows class and aid before and after. Nothing is overwritten."""
    from casework.casebook import Source

    said = dict(_meant(value, member is not None) for value in values)
    if len(said) < len(values):
        raise Refused("同一项给了两次，请只留一个。", "a field is given twice: keep one.")
    found = book.correct(
        number, said, Source(source, book.today(), reference), by, true_from=day_of(since), place=member or 0, seen=seen, keep=not only_try
    )  # fmt: skip
    changed = [
        _change(key, found["before"][key], found["after"][key])
        for key in _ANSWERS
        if found["before"][key] != found["after"][key]
    ]
    kept = (
        Text("只是试算，未保存。", "tried only, nothing was kept.")
        if only_try
        else Text("已登记更正。", "the correction is kept.")
    )
    answer(as_json, found, *(changed or [Text("类别和金额不变。", "class and amounts stay the same.")]), kept)


_ANSWERS = {
    "class": Text("困难类别", "class"), "net_income_per_capita_month_fen": Text("人均月纯收入(元)", "net income per person and month (yuan)"),
    **{f"{aid}_{'visit' if aid == 'warmth' else 'aid'}_fen": Text(f"{words.zh}(元)", f"{words.en} (yuan)") for aid, words in AIDS.words.items()},
    "approval_level": Text("审批权限", "approval"),
}  # fmt: skip
"""What a correction may change, in words."""


def _change(key: str, before: Any, after: Any) -> Text:
    codes = {"class": CLASSES, "approval_level": LEVELS}.get(key)
    zh, en = (
        " → ".join(codes.show(value, lang) if codes else show(value) for value in (before, after)) for lang in LANGS
    )
    return Text(f"{_ANSWERS[key].zh}：{zh}", f"{_ANSWERS[key].en}: {en}")


def _meant(text: str, is_member: bool) -> tuple[str, Any]:
    """A field, by its name or header, and the value that is meant; nothing after the sign is unknown."""
    from casework.households import Household, Member, fields
    from casework.intake import cells

    name, sign, written = text.partition("=")
    described: dict[str, Field] = fields(Member if is_member else Household)
    field = described.get(name) or next((f for f in described.values() if name in f.header), None)
    if not sign or field is None:
        raise Refused(
            f"{text} 应写作 项目=内容，项目为表上的名称。",
            f"{text}: write FIELD=VALUE, the field as it stands on the form.",
        )
    value, code = cells.meaning(written, field)
    if code not in (None, "cleaned", "unknown_mandatory"):
        kind = cells.TYPES.get(field.kind, Text("该项的代码", "a code of its list"))
        raise Refused(
            f"{field.header.zh} {written} 有误，应为{kind.zh}。",
            f"{field.header.en} {written} cannot be: write {kind.en}.",
        )
    return field.name, value


@cli.command()
@click.argument("number")
@click.argument("kind")
@click.argument("path", required=False, type=FILE)
@over_book
@BY
@click.option("--title")
@click.option("--issued", metavar="DATE", help="The day of the document.")
@click.option("--expires", metavar="DATE", help="Its last day.")
@JSON
def evidence(
    book: "Casebook", number: str, kind: str, path: Path | None, by: str, title: str | None, issued: str | None, expires: str | None, as_json: bool
) -> None:  # fmt: skip
    """A document of a case, by reference with its SHA-256; it is not copied."""
    code = EVIDENCE.find(kind) or kind
    digest = book.add_evidence(
        number,
        code,
        by,
        path=path and path.absolute(),
        title=title,
        issued_on=day_of(issued),
        expires_on=day_of(expires),
    )
    wanting = [w.kind for w in book.checklist(number) if w.status != "there"]
    words = [EVIDENCE.words[kind] for kind in wanting]
    zh, en = "、".join(w.zh for w in words) or "无", ", ".join(w.en for w in words) or "nothing"
    answer(as_json, {"household": number, "kind": code, "sha256": digest, "wanting": wanting},
           Text(f"{number}：已登记；还缺：{zh}。", f"{number}: kept; still wanting: {en}."))  # fmt: skip


@cli.command()
@over_book
@ON
@click.option(
    "--within", type=click.IntRange(0), default=7, show_default=True, help="Also what is due so many days later."
)
@JSON
def due(book: "Casebook", on: str | None, within: int, as_json: bool) -> None:
    """What the cases want done today and in the next days, the most overdue first."""
    found = book.due(day_of(on), within)
    lines = [
        Text(f"{d.due_on} {d.file_number}：{d.said.zh}", f"{d.due_on} {d.file_number}: {d.said.en}") for d in found
    ]
    data = [
        {"household": d.file_number, "what": d.what, "due_on": d.due_on, "late_days": d.late_days, **d.said._asdict()}
        for d in found
    ]
    answer(as_json, {"due": data}, *lines, Text(f"共 {len(found)} 项。", f"{len(found)} in all."))


@cli.command("year-end")
@click.argument("year", type=click.IntRange(2000, 2999))
@over_book
@click.option("--by", callback=named, help="Who re-certifies; without a name it is only shown.")
@click.option("--out", type=FILE, help="Also write it to this file (.json).")
@JSON
def year_end(book: "Casebook", year: int, by: str | None, out: Path | None, as_json: bool) -> None:
    """The end of a year: every file tested again, who leaves and why, and what becomes of each fund."""
    found = book.year_end(year, by)
    if out:
        save(out, as_json_text(found) + "\n")
    counts = {key: len(found[key]) for key in ("stay", "leave", "open", "left")}
    lines = [Text("{stay} 户留档，{leave} 户应退出，{open} 户待查，当年已退出 {left} 户。".format(**counts),
                  "{stay} stay, {leave} should leave, {open} are open; {left} left during the year.".format(**counts))]  # fmt: skip
    lines += [
        Text(
            f"  应退出 {a['household']}：不符合条件，人均月纯收入 {show(a['net_income_per_capita_month_fen'])} 元（低保标准 {show(a['dibao_line_fen'])} 元）",
            f"  should leave {a['household']}: not eligible, {show(a['net_income_per_capita_month_fen'])} yuan net per person and month (line {show(a['dibao_line_fen'])})",
        )
        for a in found["leave"]
    ]
    for f in found["funds"]:
        then = Text("到期失效", "lapses") if f["then"] == "lapses" else Text("结转", "is carried over")
        lines.append(
            Text(
                f"  {f['fund']}：余 {show(f['left_fen'])} 元，{then.zh}",
                f"  {f['fund']}: {show(f['left_fen'])} yuan left, {then.en}",
            )
        )
    answer(as_json, found, *lines)

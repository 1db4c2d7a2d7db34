"""Commands about single cases: how one stands, the next step, corrections, evidence, what is due, the year's end."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.cli.shared import (
    ANSWERS,
    BY,
    DAY,
    FILE,
    JSON,
    answer,
    as_json_text,
    cli,
    code_of,
    day_of,
    joined,
    named,
    over_book,
    save,
    shown,
)  # fmt: skip
from casework.money import show
from casework.vocabulary import ACTS, EVIDENCE, FACT_SOURCES, REASONS, ROLES, STATES, Lang, Refused, Text

if TYPE_CHECKING:
    from datetime import date

    from casework.casebook import Casebook, Change
    from casework.households import Field
    from casework.workflow import Step


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
    roles = [joined(ROLES.words[r] for r in p.roles) for p in there]
    answer(as_json, data, *(Text(f"{p.name}：{r.zh}", f"{p.name}: {r.en}") for p, r in zip(there, roles, strict=True)))


@cli.command("case")
@click.argument("number")
@over_book
@JSON
def case_(book: "Casebook", number: str, as_json: bool) -> None:
    """How a case stands: state, steps and how long each took, evidence, what changed when and by whom, decisions."""
    from casework import workflow

    book.household(number)
    state, steps = book.state(number), book.steps(number)
    took = [
        {"act": s.act, "on": s.on, "by": s.by, "note": s.note, "until": s.until, "days": n}
        for s, n in workflow.durations(steps)
    ]
    wanted = book.checklist(number)
    after = list(workflow.next_acts(state, steps, book.settings["steps"]))
    changes, decided, seen = book.changes(number), book.decisions(number), book.revision(number)
    data = {
        "household": number, "state": state, "revision": seen, "next": after, "steps": took,
        "evidence": [{"kind": w.kind, "why": w.why._asdict(), "status": w.status} for w in wanted],
        "changes": [_change(c) for c in changes],
        "decisions": [{"id": d.id, "on": d.decided_on, "class": d.result["class"], "digest": d.digest} for d in decided],
    }  # fmt: skip
    now, then = STATES.words.get(state or "", Text("尚未申请", "not applied for")), joined(ACTS.words[a] for a in after)
    lines = [
        Text(
            f"{number}：{now.zh}（第 {seen} 版）；下一步：{then.zh or '无'}",
            f"{number}: {now.en} (revision {seen}); next: {then.en or 'nothing'}",
        )
    ]
    lines += [_step(s, n) for s, n in workflow.durations(steps)]
    lines += [
        Text(
            f"  {d.decided_on} 决定：{shown('class', d.result['class'], 'zh')}",
            f"  {d.decided_on} decided: {shown('class', d.result['class'], 'en')}",
        )
        for d in decided
    ]
    lines += [_changed(c) for c in changes]
    lines += [Text(f"  缺材料：{EVIDENCE.words[w.kind].zh}（{w.why.zh.rstrip('。')}）", f"  wanting: {EVIDENCE.words[w.kind].en} ({w.why.en.rstrip('.')})")
              for w in wanted if w.status != "there"]  # fmt: skip
    answer(as_json, data, *lines)


def _step(s: "Step", days: int) -> Text:
    word, note = ACTS.words[s.act], REASONS.words.get(s.note or "", Text(s.note or "", s.note or ""))
    until = Text(f"，至 {s.until}", f", until {s.until}") if s.until else Text("", "")
    return Text(
        f"  {s.on} {word.zh} {s.by}（{days} 天{until.zh}）{note.zh}",
        f"  {s.on} {word.en}, {s.by} ({days} days{until.en}) {note.en}".rstrip(),
    )


def _field(c: "Change") -> "Field":
    from casework.households import Household, Member, fields

    described: dict[str, Field] = fields(Member if c.place else Household)
    return described[c.field]


def _change(c: "Change") -> dict[str, Any]:
    from casework.privacy import masked

    field = _field(c)
    return {
        "place": c.place, "field": c.field, "was": masked(field, c.was), "value": masked(field, c.value), "true_from": c.true_from,
        "learnt_on": c.source.learnt_on, "source": c.source.kind, "reference": c.source.reference, "by": c.made_by,
    }  # fmt: skip


def _changed(c: "Change") -> Text:
    from casework.privacy import shown as value_shown

    field, who = _field(c), (f"第 {c.place} 位成员", f"member {c.place}: ") if c.place else ("", "")
    was, value, source = value_shown(field, c.was), value_shown(field, c.value), FACT_SOURCES.words[c.source.kind]
    return Text(f"  {c.source.learnt_on} {who[0]}{field.header.zh}：{was.zh} → {value.zh}（自 {c.true_from} 起，{source.zh}，{c.made_by}）",
                f"  {c.source.learnt_on} {who[1]}{field.header.en}: {was.en} → {value.en} (from {c.true_from}, {source.en}, {c.made_by})")  # fmt: skip


@cli.command(epilog="ACT: " + " ".join(ACTS.words))
@click.argument("number")
@click.argument("name", metavar="ACT", callback=code_of(ACTS))
@over_book
@BY
@DAY
@click.option("--note", help="What was found; for exit, cancel and refuse the reason.")
@click.option("--until", metavar="DATE", help="The end of a public notice or of a tapering period.")
@JSON
def act(
    book: "Casebook", number: str, name: str, by: str, on: str | None, note: str | None, until: str | None, as_json: bool
) -> None:  # fmt: skip
    """One step of a case, e.g. visit or 入户调查."""
    if note and name in ("exit", "cancel", "refuse"):
        note = REASONS.find(note) or note
    done = book.act(number, name, by, on=day_of(on), note=note, until=day_of(until))
    said, state = ACTS.words[name], STATES.words.get(done["state"] or "", Text("尚未申请", "not applied for"))
    answer(
        as_json, done, Text(f"{number}：{said.zh}完成，现为{state.zh}。", f"{number}: {said.en} done, now {state.en}.")
    )


@cli.command()
@click.argument("number")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE…")
@over_book
@BY
@click.option(
    "--source", required=True, callback=code_of(FACT_SOURCES), help="Where it comes from: form document visit match."
)
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

    said = dict(_meant(value, member is not None, book.today()) for value in values)
    if len(said) < len(values):
        raise Refused("同一项给了两次，请只留一个。", "a field is given twice: keep one.")
    found = book.correct(
        number, said, Source(source, book.today(), reference), by, true_from=day_of(since), place=member or 0, seen=seen, keep=not only_try
    )  # fmt: skip
    pairs = [(key, found["before"][key], found["after"][key]) for key in ANSWERS]
    changed = [
        Text(*(f"{ANSWERS[key].to(lang)}{colon}{shown(key, was, lang)} → {shown(key, is_, lang)}" for lang, colon in _COLONS))
        for key, was, is_ in pairs if was != is_
    ]  # fmt: skip
    kept = (
        Text("只是试算，未保存。", "tried only, nothing was kept.")
        if only_try
        else Text("已登记更正。", "the correction is kept.")
    )
    answer(as_json, found, *(changed or [Text("类别和金额不变。", "class and amounts stay the same.")]), kept)


_COLONS: tuple[tuple[Lang, str], ...] = (("zh", "："), ("en", ": "))


def _meant(text: str, is_member: bool, today: "date") -> tuple[str, Any]:
    """A field, by its name or header, and the value that is meant; nothing after the sign is unknown."""
    from casework.households import Household, Member, fields
    from casework.intake import entry

    name, sign, written = text.partition("=")
    described: dict[str, Field] = fields(Member if is_member else Household)
    field = (
        described.get(name)
        or described.get(f"{name}_fen")
        or next((f for f in described.values() if name in f.header), None)
    )
    if not sign or field is None:
        raise Refused(
            f"{text} 应写作 项目=内容，项目为表上的名称。",
            f"{text}: write FIELD=VALUE, the field as it stands on the form.",
        )
    return field.name, entry.meant(field, written, today)[0]


@cli.command(epilog="KIND: " + " ".join(EVIDENCE.words))
@click.argument("number")
@click.argument("kind", callback=code_of(EVIDENCE))
@click.argument("path", required=False, type=FILE)
@over_book
@BY
@click.option("--member", type=click.IntRange(1), help="The place of the member whose document it is.")
@click.option("--title")
@click.option("--issued", metavar="DATE", help="The day of the document.")
@click.option("--expires", metavar="DATE", help="Its last day.")
@JSON
def evidence(
    book: "Casebook", number: str, kind: str, path: Path | None, by: str, member: int | None, title: str | None, issued: str | None,
    expires: str | None, as_json: bool,
) -> None:  # fmt: skip
    """A document of a case, by reference with its SHA-256; it is not copied."""
    digest = book.add_evidence(number, kind, by, path=path and path.absolute(), title=title, issued_on=day_of(issued),
                               expires_on=day_of(expires), place=member or 0)  # fmt: skip
    wanting = [w for w in book.checklist(number) if w.status != "there"]
    words = joined(
        Text(
            f"{EVIDENCE.words[w.kind].zh}（{w.why.zh.rstrip('。')}）",
            f"{EVIDENCE.words[w.kind].en} ({w.why.en.rstrip('.')})",
        )
        for w in wanting
    )
    data = {"household": number, "kind": kind, "sha256": digest, "wanting": [w.kind for w in wanting]}
    answer(
        as_json,
        data,
        Text(
            f"{number}：已登记；还缺：{words.zh or '无'}。", f"{number}: kept; still wanting: {words.en or 'nothing'}."
        ),
    )


@cli.command()
@over_book
@DAY
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
    counts = {key: len(found[key]) for key in ("stay", "leave", "open", "left")} | {
        "on": found["on"],
        "done": found["recertified"],
    }
    lines = [Text("截至 {on}：{stay} 户留档，{leave} 户应退出，{open} 户待查，当年已退出 {left} 户；本次复核 {done} 户。".format(**counts),
                  "As of {on}: {stay} stay, {leave} should leave, {open} are open; {left} left during the year; {done} re-certified now.".format(**counts))]  # fmt: skip
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

"""Commands about the rules: packs, worked examples, one household explained, the reach of a change, cliffs."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework import money
from casework.cli.shared import FILE, JSON, KEY, ON, OUT, PACK, answer, cli, day_of, over_book, save, write
from casework.money import show
from casework.vocabulary import AIDS, CLASSES, Refused, Text, language

if TYPE_CHECKING:
    from casework.assistance.cliffs import AtCliff, Cliff
    from casework.casebook import Casebook
    from casework.standards import Pack, Standard
    from casework.standards.phrases import Entry


@cli.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@JSON
def examples(files: tuple[Path, ...], as_json: bool) -> int:
    """Runs worked examples (files or folders) and prints each difference; exit 1 if any fails."""
    from casework.assistance import examples as worked
    from casework.standards import read_text

    paths = [p for f in files for p in (sorted(f.rglob("*.y*ml")) if f.is_dir() else [f])]
    found = [outcome for path in paths for outcome in worked.run(read_text(path), path.name)]
    if not found:
        zh, en = (comma.join(map(str, files)) for comma in ("、", ", "))
        raise Refused(f"{zh} 中没有示例。", f"there are no examples in {en}.")
    failed = [o for o in found if o.failed]
    differ = [{"example": o.name, "key": k, "expected": w, "found": f} for o in failed for k, w, f in o.differences]
    lines = [
        Text("{example}：{key} 应为 {expected}，得到 {found}".format(**d), "{example}: {key} should be {expected}, is {found}".format(**d))
        for d in differ
    ]  # fmt: skip
    total = Text(f"{len(found)} 个示例，{len(failed)} 个不符。", f"{len(found)} examples run, {len(failed)} differ.")
    answer(as_json, {"run": len(found), "failed": len(failed), "not_run": [], "differences": differ}, *lines, total)
    return int(bool(failed))


@cli.command()
@click.argument("names", nargs=-1, metavar="[PACK [OTHER]]")
@click.option("--book", type=FILE, help="A casebook: its own packs count too, and --keep puts one in.")
@KEY
@ON
@click.option("--keep", is_flag=True, help="Keep the pack, a file of your own, in the casebook.")
@click.option("--by", help="Who keeps it.")
@JSON
def packs(
    names: tuple[str, ...], book: Path | None, key_file: Path | None, on: str | None, keep: bool, by: str | None, as_json: bool
) -> None:  # fmt: skip
    """Lists the rule packs, shows one with its sources and what it lacks, or sets two side by side."""
    from casework import standards
    from casework.casebook import Casebook
    from casework.standards import phrases

    if len(names) > 2 or (keep and (len(names) != 1 or book is None or not (by and by.strip()))):
        raise Refused("请给出至多两个规则包；--keep 需要一个规则包文件、--book 和 --by。",
                      "give at most two packs; --keep takes one pack file, --book and --by.")  # fmt: skip
    given = day_of(on)
    with Casebook.open(book, key_file) if book else nullcontext() as opened:
        if opened and keep:
            opened.keep_pack(names[0], (by or "").strip())
        read, own = (opened.standard, opened.own_packs()) if opened else (standards.load, [])
        found = [read(name) for name in names or dict.fromkeys([*standards.stems(), *own])]
        day = given or (opened.last_day if opened else date.today())  # noqa: DTZ011 the office's day
    if not names:
        _answer(as_json, {}, "packs", [_listed(one.pack) for one in found])
    elif len(names) == 1:
        entries = [_entry(entry) for entry in phrases.describe(found[0], day)]
        _answer(as_json, {"pack": names[0], "on": day.isoformat()}, "entries", entries)
    else:
        rows = [_both(names, *row) for row in phrases.side_by_side(found[0], found[1], day)]
        _answer(as_json, {"packs": list(names), "on": day.isoformat()}, "entries", rows)


Row = tuple[dict[str, Any], Text]
"""One thing of an answer: its data, and its line for people."""


def _answer(as_json: bool, head: dict[str, Any], name: str, rows: Sequence[Row], *more: Text) -> None:
    """An answer of many things alike: their data under a name, or a line for each."""
    answer(as_json, head | {name: [data for data, _ in rows]}, *(line for _, line in rows), *more)


def _listed(pack: "Pack") -> Row:
    lacks = pack.lacks()
    zh, en = ("、".join(t.zh for t in lacks), ", ".join(t.en for t in lacks))
    data = {"pack": pack.pack, "name": pack.name.text._asdict(), "valid_from": pack.valid_from and pack.valid_from.isoformat(),
            "lacks": [text._asdict() for text in lacks]}  # fmt: skip
    return data, Text(f"{pack.pack}：{pack.name.zh}；缺少：{zh or '无'}", f"{pack.pack}: {pack.name.en}; lacks: {en or 'nothing'}")  # fmt: skip


def _entry(entry: "Entry") -> Row:
    about, said, behind = entry.about, entry.said, f" — {entry.source}" if entry.source else ""
    data = {"about": about._asdict(), "says": said._asdict(), "source": entry.source}
    return data, Text(f"{about.zh}：{said.zh}{behind}", f"{about.en}: {said.en}{behind}")


def _both(names: Sequence[str], about: Text, one: Text, other: Text) -> Row:
    data = {"about": about._asdict(), names[0]: one._asdict(), names[1]: other._asdict(), "same": one == other}
    mark, zh, en = "=" if one == other else "≠", (one.zh or "—", other.zh or "—"), (one.en or "—", other.en or "—")
    return data, Text(f"{mark} {about.zh}｜{zh[0]}｜{zh[1]}", f"{mark} {about.en} | {en[0]} | {en[1]}")


@cli.command()
@click.argument("number")
@over_book
@PACK
@ON
@click.option("--letter", is_flag=True, help="The decision letter instead of the calculation note.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="By default that of the system.")
@click.option("--out", type=FILE, help="Also write it to this file: .html or .txt.")
@JSON
def explain(
    book: "Casebook", number: str, pack: str | None, on: str | None, letter: bool, lang: str | None, out: Path | None, as_json: bool
) -> None:  # fmt: skip
    """The calculation note or the decision letter of one household, with what to ask first where facts are missing."""
    from casework import pages
    from casework.assistance import explain as explanation
    from casework.assistance.unknowns import ask_first, questions

    if out and out.suffix.lower() not in (".html", ".txt"):
        raise Refused(f"不能写成 {out.name}，请用 .html 或 .txt。", f"cannot write {out.name}: use .html or .txt.")
    file, found, to = book.household(number), book.assess(pack, day_of(on), number), language(lang)
    steps, asked = explanation.explain(found, 0), questions(found, 0)
    said = explanation.letter(found, 0, unit=book.settings["unit"], name=file.name)
    plain = said.plain(to) if letter else explanation.plain(steps, to)
    if out:
        body = pages.page(pages.letter(said, to) if letter else pages.note(found, 0, to))
        title = (said.title if letter else pages.NOTE).to(to)
        save(out, pages.standalone(f"{title} {number}", body) if out.suffix.lower() == ".html" else plain)
    data = {
        "household": number, "answer": found.row(0), "possible": found.classes.of(0),
        "ranges": {aid: found.aids[aid].between(0) for aid in found.aids},
        "problems": [{"place": p.place, **p.text._asdict()} for p in found.population.problems.get(0, [])],
        "questions": [q._asdict() for q in asked],
        "steps": [{key: text._asdict() for key, text in step._asdict().items()} for step in steps],
        "letter": [text._asdict() for text in said.sentences],
    }  # fmt: skip
    answer(as_json, data, Text(plain.rstrip(), plain.rstrip()), *([] if letter else ask_first(asked)))


@cli.command()
@over_book
@click.option("--from", "before", help="The pack that holds now; by default the book's.")
@click.option("--to", "after", help="The pack to compare with; by default the same, for --set.")
@click.option("--set", "figures", multiple=True, metavar="KEY=FIGURE", help="Try another figure: living.by_class.deep.lines=7")  # fmt: skip
@ON
@JSON
@OUT
def compare(
    book: "Casebook", before: str | None, after: str | None, figures: tuple[str, ...], on: str | None, as_json: bool, out: Path | None
) -> None:  # fmt: skip
    """The reach of a change of rules: every household whose class or amount changes, the totals, and arrears."""
    to = _tried(book.standard(after or before), figures)
    found = book.compare(book.standard(before), to, day_of(on))
    rows = [_flat(change) for change in found["households"]]
    if out:
        write(out, found, "compare", rows, list((rows or [{"household": ""}])[0]))
    answer(as_json, found, *reach_in_words(found))


def reach_in_words(found: dict[str, Any]) -> list[Text]:
    """What a comparison says: each household that changes, the totals by aid and class, what it costs, and arrears."""
    rows = [_flat(change) for change in found["households"]]
    lines = [Text(f"{r['household']}：{_shown(r, 'zh')}", f"{r['household']}: {_shown(r, 'en')}") for r in rows]
    owed, cost = show(sum(a["arrears_fen"] for a in found["arrears"])), show(found["cost_fen"])
    total = Text(f"{len(rows)} 户变化，合计 {cost} 元；已发放的 {len(found['arrears'])} 笔与新规则不同，应补 {owed} 元。",
                 f"{len(rows)} households change, {cost} yuan in all; {len(found['arrears'])} grants already made differ under the new rules, {owed} yuan to be made up.")  # fmt: skip
    return [*lines, *(_total(t) for t in found["totals"]), total]


def _tried(standard: "Standard", figures: Sequence[str]) -> "Standard":
    pairs = [figure.partition("=") for figure in figures]
    if not all(sign for _, sign, _ in pairs):
        raise Refused("--set 应写作 项=数，例如 living.by_class.deep.lines=7。",
                      "write --set as key=figure, like living.by_class.deep.lines=7.")  # fmt: skip
    tried = {key: value for key, _, value in pairs}
    if len(tried) < len(pairs):
        raise Refused("同一项用 --set 给了两次，请只留一个。", "a key is given twice with --set: keep one.")
    return standard.change(tried) if pairs else standard


def _flat(change: dict[str, Any]) -> dict[str, Any]:
    """A change as one row of a table."""
    return {
        "household": change["household"], "class_from": change["class"]["from"], "class_to": change["class"]["to"],
        **{f"{key}_{side}": sums[side] for key, sums in change["aids"].items() for side in ("from", "to")},
    }  # fmt: skip


def _shown(row: dict[str, Any], lang: Any) -> str:
    """What changes in a row, in words."""
    from casework.assistance import KEYS

    said = [CLASSES.words[row[f"class_{side}"]].to(lang) for side in ("from", "to")]
    parts = [" → ".join(dict.fromkeys(said))]
    for aid, key in KEYS.items():
        old, new = row[f"{key}_fen_from"], row[f"{key}_fen_to"]
        if old != new:
            parts.append(f"{AIDS.words[aid].to(lang)} {show(old)} → {show(new)}")
    return ("，" if lang == "zh" else ", ").join(parts)


def _total(sums: dict[str, Any]) -> Text:
    """What one aid comes to in one class, before and after."""
    aid, class_, was, now = AIDS.words[sums["aid"]], CLASSES.words[sums["class"]], sums["fen_from"], sums["fen_to"]
    old, new, was, now = sums["households_from"], sums["households_to"], show(was), show(now)
    return Text(f"{aid.zh}·{class_.zh}：{old} 户 {was} 元 → {new} 户 {now} 元",
                f"{aid.en}, {class_.en}: {old} households {was} yuan → {new} households {now} yuan")  # fmt: skip


@cli.command()
@over_book
@click.argument("number", required=False)
@click.option("--fact", help="For one household, what varies: annual_income (by default) or medical_out_of_pocket.")
@click.option("--within", default="1000", show_default=True, metavar="YUAN", help="For all households: how near, in yuan of yearly income.")  # fmt: skip
@PACK
@ON
@JSON
def cliffs(
    book: "Casebook", number: str | None, fact: str | None, within: str, pack: str | None, on: str | None, as_json: bool
) -> None:  # fmt: skip
    """Where aid falls as one fact varies, and the way out: for one household, or how many of all stand how near."""
    from casework.assistance import cliffs as edges

    if number is None:
        if fact:
            raise Refused("--fact 只用于一户，请给出档案编号。", "--fact is for one household: give a file number.")
        fen = _fen(within)
        near = [_near(cliff) for cliff in edges.near_cliffs(book.assess(pack, day_of(on)), fen)]
        total = Text(f"{len(near)} 户距陡坡不足 {within} 元。", f"{len(near)} households stand within {within} yuan of a cliff.")  # fmt: skip
        _answer(as_json, {"within_fen": fen}, "households", near, total)
        return
    fact = fact or "annual_income"
    now, points, jumps = edges.trace(book.assess(pack, day_of(on), number), 0, fact)
    at, aid = show(now.at_fen), show(now.aid_fen)
    data = {"household": number, "fact": fact, "now": now._asdict(), "points": [p._asdict() for p in points],
            "jumps": [j._asdict() | {"before": j.before._asdict(), "after": j.after._asdict()} for j in jumps]}  # fmt: skip
    lines = [_jump(jump) for jump in jumps] or [Text("没有陡坡。", "there is no cliff.")]
    answer(as_json, data, Text(f"现为 {at} 元，帮扶 {aid} 元", f"now {at} yuan, with {aid} yuan of aid"), *lines)


def _fen(within: str) -> int:
    try:
        if (fen := money.exact(within)) >= 0:
            return fen
    except ValueError:
        pass
    raise Refused(f"--within {within} 不是以元计的金额。", f"--within {within} is not an amount in yuan.")


def _near(cliff: "AtCliff") -> Row:
    away, lost = show(cliff.distance_fen), show(cliff.lost_fen)
    return cliff._asdict(), Text(f"{cliff.household}：年收入再增 {away} 元以上将失去 {lost} 元",
                                 f"{cliff.household}: loses {lost} yuan by earning more than {away} more")  # fmt: skip


def _jump(jump: "Cliff") -> Text:
    at, lost, out = show(jump.before.at_fen), show(abs(jump.lost_fen)), jump.way_out_fen
    if jump.lost_fen < 0:
        return Text(f"超过 {at} 元：帮扶增加 {lost} 元", f"beyond {at} yuan: {lost} yuan of aid more")
    way = Text("没有出路", "no way out")
    if out is not None:
        way = Text(f"达到 {show(out)} 元起不低于原来", f"as well off again from {show(out)} yuan")
    return Text(f"超过 {at} 元：失去 {lost} 元，{way.zh}", f"beyond {at} yuan: {lost} yuan of aid lost, {way.en}")

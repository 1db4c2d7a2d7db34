"""`casework …`: a thin layer over the same functions that the notebooks call.

Exit codes: 0 done, 1 done and something is wrong with the data, 2 the call was wrong. Errors are one sentence on stderr.
"""

import functools
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.money import show
from casework.vocabulary import CLASSES, Refused, Text, language

if TYPE_CHECKING:
    from casework.casebook import Casebook


def _named(_: click.Context, parameter: click.Parameter, said: str | None) -> str | None:
    """A name without outer space; blank is no name."""
    if said is not None and not said.strip():
        raise Refused(f"--{parameter.name} 不能为空，请填写。", f"--{parameter.name} is blank: give a name.")
    return said and said.strip()


FILE = click.Path(path_type=Path)
BOOK = click.option("--book", required=True, type=FILE, help="The casebook (an SQLite file).")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
PACK = click.option("--pack", help="A rule pack's stem, or a file of your own; by default the book's.")
ON = click.option("--on", metavar="DATE", help="The day to answer for, 2026-10-31; by default the book's last day.")
OUT = click.option("--out", type=FILE, help="Also write to this file: .csv, .xlsx or .json.")
BY = click.option("--by", required=True, callback=_named, help="Who does it.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.version_option(package_name="casework")
def cli() -> None:
    """Union assistance to workers in hardship: files, entitlement, allocation, ledger, reports."""


def main(args: Sequence[str] | None = None) -> None:
    """Runs the command line; every error is one sentence, never a traceback."""
    try:
        sys.exit(cli.main(args, prog_name="casework", standalone_mode=False) or 0)
    except Refused as refusal:
        _fail(*refusal.text)
    except click.ClickException as error:
        said = " ".join(error.format_message().split()).rstrip(".")
        _fail(f"命令有误（{said}），请看 casework --help。", f"{said}: see casework --help.")
    except click.exceptions.Abort:
        _fail("已中止。", "stopped.")
    except Exception as error:  # the last resort: staff never see a traceback
        if os.environ.get("CASEWORK_DEBUG"):
            raise
        said = f"{type(error).__name__}: {' '.join(str(error).split())}"
        _fail(f"程序出错，未完成（{said}）；请把这句话告诉维护人员。",
              f"casework failed and did not finish ({said}): tell this to who maintains it.")  # fmt: skip


def _fail(zh: str, en: str) -> None:
    click.echo(Text(zh, en).to(language()), err=True)
    sys.exit(2)


def _say(zh: str, en: str) -> None:
    click.echo(Text(zh, en).to(language()))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _answer(as_json: bool, data: Any, *lines: Text) -> None:
    """What a command has to say: its data, or the lines for people."""
    for line in [_json(data)] if as_json else [text.to(language()) for text in lines]:
        click.echo(line)


def _day(on: str | None) -> date | None:
    try:
        return None if on is None else date.fromisoformat(on)
    except ValueError as error:
        raise Refused(f"日期 {on} 应写作 2026-10-31。", f"the date {on} must be written like 2026-10-31.") from error


def _write(path: Path, data: dict[str, Any], title: str, rows: Sequence[dict[str, Any]], header: Sequence[str]) -> None:
    """The whole answer as .json, or its main table as .csv or .xlsx; lists joined."""
    from casework import sheets

    if path.suffix.lower() == ".json":
        _save(path, _json(data) + "\n")
    else:
        cells = [["、".join(v) if isinstance(v := row[key], list) else v for key in header] for row in rows]
        sheets.write_table(path, title, [header, *cells])


def _save(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError as error:
        raise Refused(f"写不了文件 {path}，请检查路径和权限。",
                      f"cannot write {path}: check the path and its permissions.") from error  # fmt: skip


def over_book(act: Callable[..., Any]) -> Callable[..., Any]:
    """A command over the casebook that --book names, open while it runs."""

    @BOOK
    @functools.wraps(act)
    def run(book: Path, **said: Any) -> Any:
        from casework.casebook import Casebook

        with Casebook.open(book) as opened:
            return act(opened, **said)

    return run


# ---- making a casebook ---------------------------------------------------------------------------------


@cli.command()
@click.argument("book", type=FILE)
@click.option("--unit", required=True, callback=_named, help="The name of the union office.")
@click.option("--pack", required=True, help="Its rule pack: a stem, or a file of its own.")
def new(book: Path, unit: str, pack: str) -> None:
    """A real office's empty casebook."""
    from casework.casebook import Casebook

    Casebook.create(book, unit=unit, pack=pack, last_day=date.today()).close()  # noqa: DTZ011 the office's day
    _say(f"已新建案卷库 {book}（未加密）。", f"made the casebook {book} (NOT ENCRYPTED).")


@cli.command()
@click.argument("book", type=FILE)
@click.option("--households", type=click.IntRange(1), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--bare", is_flag=True, help="Case files only: no funds, no ledger.")
def demo(book: Path, households: int, seed: int, bare: bool) -> None:
    """A synthetic casebook, the same for the same seed; every person in it is invented."""
    from casework import demo as maker

    maker.make(book, households=households, seed=seed, bare=bare).close()
    _say(f"已生成示例案卷库 {book}（未加密），{households} 户，均为虚构。",
         f"made the demo casebook {book} (NOT ENCRYPTED) with {households} invented households.")  # fmt: skip


@cli.command("import")
@click.argument("workbook", type=FILE)
@BOOK
@click.option("--rejects", type=FILE, help="Write the rows that were not taken, ready to correct (.xlsx).")
@click.option("--unit", callback=_named, help="The name of the union office, for a book that is made by this import.")
@JSON
def import_(workbook: Path, book: Path, rejects: Path | None, unit: str | None, as_json: bool) -> int:
    """A workbook of case files into the casebook: accepted, rejected, duplicate or skipped, each with its reasons."""
    from casework import intake

    found = intake.import_workbook(book, workbook, rejects=rejects, unit=unit)
    counts = Text(
        f"共 {found.rows} 行：接受 {found.accepted}，拒绝 {found.rejected}，重复 {found.duplicate}，跳过 {found.skipped}。",
        f"{found.rows} rows: {found.accepted} accepted, {found.rejected} rejected, {found.duplicate} duplicate, {found.skipped} skipped.",
    )
    bad = [f for f in found.findings if f.verdict in ("rejected", "duplicate")]
    why = [Text(f"{f.sheet} {f.row}: {f.zh}", f"{f.sheet} {f.row}: {f.en}") for f in bad]
    _answer(as_json, found.to_json(), counts, *why)
    return int(bool(found.rejected or found.duplicate))


@cli.command("funds")
@click.argument("file", type=FILE)
@over_book
@JSON
def funds_(book: "Casebook", file: Path, as_json: bool) -> None:
    """Funds, their restrictions and receipts, from a file into the casebook."""
    from casework import funds
    from casework.standards import read_text

    who = os.environ.get("USER") or os.environ.get("USERNAME") or "casework"
    book.add_funds(funds.read(read_text(file), file.name), who)
    there = book.funds()
    said = [{"name": f.name, "available_fen": f.available_fen, "reserve_fen": f.reserve_fen} for f in there]
    sums = [(f.name, show(f.available_fen)) for f in there]
    lines = [Text(f"{name}：可用 {yuan} 元", f"{name}: {yuan} yuan available") for name, yuan in sums]
    _answer(as_json, {"funds": said}, *lines)


# ---- answers -------------------------------------------------------------------------------------------


@cli.command()
@over_book
@PACK
@ON
@JSON
@OUT
def assess(book: "Casebook", pack: str | None, on: str | None, as_json: bool, out: Path | None) -> None:
    """Class and aid of every household under a pack on a day."""
    from casework import assistance

    found = book.assess(pack, _day(on))
    rows, counts = [found.row(i) for i in range(len(found))], assistance.tally(found)
    rests_on = {"pack": found.standard.stem, "digest": found.standard.digest, "on": found.on.isoformat()}
    data = rests_on | {"classes": counts, "households": rows, "undecided": found.undecided()}
    if out:
        _write(out, data, "assess", rows, [key for key in (rows or [{}])[0] if key != "reasons"])
    tally = [Text(f"{name.zh}：{counts[code]}", f"{name.en}: {counts[code]}") for code, name in CLASSES.words.items()]
    _answer(as_json, data, found.standard.pack.note.text, *tally)


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
        raise Refused(
            f"{'、'.join(map(str, files))} 中没有示例。", f"there are no examples in {', '.join(map(str, files))}."
        )
    ran, failed = sum(o.ran for o in found), [o for o in found if o.failed]
    differ = [{"example": o.name, "key": k, "expected": w, "found": f} for o in failed for k, w, f in o.differences]
    not_run = [o for o in found if not o.ran]
    lines = [
        Text("{example}：{key} 应为 {expected}，得到 {found}".format(**d), "{example}: {key} should be {expected}, is {found}".format(**d))
        for d in differ
    ]  # fmt: skip
    lines += [Text(f"{o.name}：没有规则包 {o.pack}，未运行", f"{o.name}: no pack {o.pack}, not run") for o in not_run]
    lines += [Text(f"{ran} 个示例，{len(failed)} 个不符。", f"{ran} examples run, {len(failed)} differ.")]
    data = {"run": ran, "failed": len(failed), "not_run": [o.name for o in not_run], "differences": differ}
    _answer(as_json, data, *lines)
    return int(bool(failed))


@cli.command()
@over_book
@click.option("--policy", required=True, help="How to share, e.g. deepest-first.")
@PACK
@ON
@JSON
@OUT
def allocate(book: "Casebook", policy: str, pack: str | None, on: str | None, as_json: bool, out: Path | None) -> None:
    """A plan for what is due: who gets what from which fund, and why not more. Books nothing."""
    from casework.casebook import plan_json

    plan = plan_json(*book.allocate(policy, pack, _day(on)))
    if out:
        rows = [{**grant, "amount_fen": grant["amount"]} for grant in plan["grants"]]
        _write(out, plan, "grants", rows, ["household", "aid", "fund", "amount_fen"])
    m = plan["measures"]
    need, granted, unmet = (show(m[key]) for key in ("need_fen", "granted_fen", "unmet_fen"))
    _answer(as_json, plan, Text(
        f"{m['households_in_need']} 户应帮扶 {need} 元，方案给 {m['households_granted']} 户 {granted} 元，未满足 {unmet} 元。",
        f"{m['households_in_need']} households are due {need} yuan; the plan gives {m['households_granted']} of them {granted}, {unmet} stay unmet.",
    ))  # fmt: skip


@cli.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The reports and their parameters.")
@click.option("--book", type=FILE, help="The casebook.")
@click.option("-p", "parameters", multiple=True, metavar="key=value", help="A parameter of the report.")
@click.option("--out", type=FILE, help="The folder to write to.")
@click.option("--to", "formats", default="html", show_default=True, help="html, ipynb or both, comma-separated.")
def report(
    name: str | None, listing: bool, book: Path | None, parameters: tuple[str, ...], out: Path | None, formats: str
) -> None:
    """Renders a report, e.g. casework report month --book b.db -p month=2026-10 --out out."""
    from casework import reports

    if listing:
        for template in reports.templates():
            click.echo(f"{template.name}: {template.purpose.to(language())}")
            for parameter in template.parameters:
                click.echo(f"  {parameter.name}: {parameter.purpose.to(language())}")
        return
    if not name or not book or not out:
        raise Refused("请给出报表名、--book 和 --out；casework report --list 列出报表。",
                      "give a report's name, --book and --out; casework report --list names the reports.")  # fmt: skip
    given = dict(_pair(p) for p in parameters)
    if len(given) < len(parameters):
        raise Refused("同一参数给了两次，请只留一个。", "a parameter is given twice: keep one.")
    for path in reports.render(name, book, given, out, formats.split(",")):
        click.echo(str(path))


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise Refused(f"参数 {text} 应写作 名称=值。", f"the parameter {text} must be written key=value.")
    return key, value


# ---- grants --------------------------------------------------------------------------------------------


@cli.command()
@click.argument("plan", type=FILE)
@over_book
@BY
@JSON
def adopt(book: "Casebook", plan: Path, by: str, as_json: bool) -> None:
    """Books the grants of a plan and reserves their money: all of it or nothing."""
    from casework.standards import read_text

    done = book.adopt(_plan(read_text(plan), plan), by)
    batch, n, reserved = done["batch"], done["grants"], show(done["reserved_fen"])
    _answer(as_json, done, Text(f"批次 {batch}：{n} 笔，预留 {reserved} 元，待另一人审批。",
                                f"batch {batch}: {n} grants, {reserved} yuan reserved; another person approves it next."))  # fmt: skip


_GRANT = {"household": str, "aid": str, "fund": str, "amount": int}


def _plan(text: str, path: Path) -> dict[str, Any]:
    try:
        said = json.loads(text)
        date.fromisoformat(said["on"])
        own = said.get("rules") or {"pack_text": "", "lines_text": ""}
        words = [said["pack"], said["digest"], own["pack_text"], own["lines_text"]]
        rows = [type(g[key]) is kind for g in said["grants"] for key, kind in _GRANT.items()]
        if all(isinstance(word, str) for word in words) and all(rows):
            return dict(said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise Refused(f"{path} 不是分配方案，请用 casework allocate --json --out 生成。",
                  f"{path} is not a plan: make one with casework allocate --json --out.")  # fmt: skip


@cli.command()
@click.argument("batch")
@over_book
@BY
@JSON
def approve(book: "Casebook", batch: str, by: str, as_json: bool) -> None:
    """Approves a batch; never by the person who adopted it."""
    n = book.approve(batch, by)
    said = Text(f"批次 {batch}：审批 {n} 笔。", f"batch {batch}: {n} grants approved.")
    _answer(as_json, {"batch": batch, "approved": n}, said)


@cli.command()
@click.argument("batch")
@over_book
@BY
@JSON
def pay(book: "Casebook", batch: str, by: str, as_json: bool) -> None:
    """Pays a batch; what is paid already is not paid again."""
    done = book.pay(batch, by)
    n, paid, before = done["paid"], show(done["paid_fen"]), done["already_paid"]
    _answer(as_json, done, Text(f"批次 {batch}：发放 {n} 笔共 {paid} 元；此前已发 {before} 笔。",
                                f"batch {batch}: {n} grants paid, {paid} yuan; {before} had been paid before."))  # fmt: skip


# ---- looking after the casebook ------------------------------------------------------------------------


@cli.command()
@over_book
@JSON
def check(book: "Casebook", as_json: bool) -> int:
    """Whether files, grants, moves and balances agree to the fen; exit 1 on a fault."""
    from casework import checks

    found = checks.check(book)
    lines = [Text(f"错误：{t.zh}", f"fault: {t.en}") for t in found.faults]
    lines += [Text(f"提示：{t.zh}", f"notice: {t.en}") for t in found.notices]
    faults, notices = len(found.faults), len(found.notices)
    lines += [Text(f"{faults} 处错误，{notices} 处提示。", f"{faults} faults, {notices} notices.")]
    _answer(as_json, {kind: [text._asdict() for text in texts] for kind, texts in found._asdict().items()}, *lines)
    return int(bool(found.faults))


@cli.command()
@over_book
@JSON
def replay(book: "Casebook", as_json: bool) -> int:
    """Recomputes every decision from the facts and rules of its day; exit 1 on a difference."""
    from casework import checks

    found = checks.replay(book)
    total, same = found["decisions"], found["same"]
    _answer(as_json, found, Text(f"{total} 项决定，{same} 项相同，{total - same} 项不同。",
                                 f"{total} decisions, {same} the same, {total - same} differ."))  # fmt: skip
    return int(bool(found["differ"]))


@cli.command()
@over_book
@click.argument("dest", type=FILE)
def backup(book: "Casebook", dest: Path) -> int:
    """A checked copy of the casebook."""
    from casework import checks

    book.backup(dest)
    with type(book).open(dest) as copy:
        faults = checks.check(copy).faults
    _say(f"已备份到 {dest}（未加密），{len(faults)} 处错误。",
         f"backed up to {dest} (NOT ENCRYPTED), {len(faults)} faults.")  # fmt: skip
    return int(bool(faults))


@cli.command()
@click.option("--book", type=FILE, help="The casebook; by default a demo in casebooks/demo.db.")
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option("--port", type=int)
@click.option("--no-browser", is_flag=True)
def lab(book: Path | None, lang: str | None, port: int | None, no_browser: bool) -> int:
    """JupyterLab on the start notebook."""
    from casework import demo as maker
    from casework.casebook import Casebook
    from casework.lab import open_lab

    path = book or Path("casebooks/demo.db")
    if book is None and not path.exists():
        path.parent.mkdir(exist_ok=True)
        maker.make(path, households=200, seed=1).close()
    Casebook.open(path).close()
    return open_lab(path.absolute(), lang=lang, port=port, browser=not no_browser)

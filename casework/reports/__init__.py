"""Reports: the one door to papermill. Parameters are checked before a kernel starts; a report appears whole or not at all."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from casework import pages, share
from casework import vocabulary as words
from casework.casebook import Casebook
from casework.money import show
from casework.vocabulary import Lang, Refused, Text, language

FEWEST = 5
"""A count of households below this is not printed in a report, so that nobody can be found by it."""
FORMATS = ("html", "ipynb")


class Parameter(NamedTuple):
    """A parameter of a report: what it is for, and the form it must have."""

    name: str
    purpose: Text
    form: str


class Template(NamedTuple):
    """A report: a notebook under notebooks/reports/ of the same name, and its parameters."""

    name: str
    purpose: Text
    parameters: tuple[Parameter, ...]


_LANG = Parameter("lang", Text("语言 zh 或 en，默认随系统", "the language, zh or en, by default that of the system"), "zh|en")  # fmt: skip
_MONTH = Parameter("month", Text("月份，如 2026-10，默认为最后一天所在月", "the month, like 2026-10, by default that of the last day"),
                   r"\d{4}-(0[1-9]|1[0-2])")  # fmt: skip
TEMPLATES = (Template("month", Text("月报：资金收支和帮扶情况", "monthly report: funds and aid"), (_MONTH, _LANG)),)
"""The reports there are."""


def render(name: str, book: Path, given: Mapping[str, str], out: Path, formats: Sequence[str]) -> list[Path]:
    """The report as files in a folder. Refused, before anything is made, when a parameter is wrong."""
    known = {template.name: template for template in TEMPLATES}
    if name not in known:
        names = ", ".join(known)
        raise Refused(f"没有报表 {name}；可用：{names}。", f"there is no report {name}; the reports are {names}.")
    strange = [f for f in formats if f not in FORMATS]
    if strange:
        raise Refused(f"不支持格式 {strange[0]}；可用：html、ipynb。",
                      f"there is no format {strange[0]}; use html or ipynb.")  # fmt: skip
    with Casebook.open(book) as opened:
        checked = _checked(known[name], given, opened)
    stem = "-".join([name, *checked.values()])
    return _run(name, {"book": str(book.absolute()), **checked}, _folder(out), stem, formats)


def _checked(template: Template, given: Mapping[str, str], book: Casebook) -> dict[str, str]:
    known = {p.name: p for p in template.parameters}
    strange = [key for key in given if key not in known]
    if strange:
        names = ", ".join(known)
        raise Refused(f"报表 {template.name} 没有参数 {strange[0]}；参数有：{names}。",
                      f"the report {template.name} has no parameter {strange[0]}; its parameters are {names}.")  # fmt: skip
    defaults = {"month": book.last_day.isoformat()[:7], "lang": language()}
    found = {name: given.get(name, defaults[name]) for name in known}
    for name, value in found.items():
        if not re.fullmatch(known[name].form, value):
            purpose = known[name].purpose
            raise Refused(f"参数 {name}={value} 有误，应为{purpose.zh}。",
                          f"the parameter {name}={value} is wrong: give {purpose.en}.")  # fmt: skip
    if found["month"] > book.today().isoformat()[:7]:
        raise Refused(f"{found['month']} 晚于案卷库的最后一天 {book.last_day}。",
                      f"{found['month']} is after the last day of this casebook, {book.last_day}: give an earlier month.")  # fmt: skip
    return found


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK):
            raise PermissionError(out)
    except OSError as error:
        raise Refused(f"写不了文件夹 {out}，请检查路径和权限。",
                      f"cannot write to the folder {out}: check the path and its permissions.") from error  # fmt: skip
    return out


def _run(name: str, parameters: dict[str, str], out: Path, stem: str, formats: Sequence[str]) -> list[Path]:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # jsonschema compiles it at import for 0.7 s; unused here
    import papermill
    from traitlets.config import Config

    source = share("notebooks", "reports", f"{name}.ipynb")
    part = out / f".{stem}.part.ipynb"
    try:
        papermill.execute_notebook(
            str(source), str(part), parameters=parameters, kernel_name="python3", cwd=str(source.parent), progress_bar=False, log_output=False,
            config=Config({"KernelManager": {"transport_encryption": "required"}}),
        )  # fmt: skip
        return [_publish(part, out / f"{stem}.{ending}") for ending in formats]
    except Exception as error:
        if part.exists():
            part.replace(out / f"{stem}.failed.ipynb")
        last = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise Refused(f"报表 {name} 未生成（{last}）；失败的笔记本留作 {stem}.failed.ipynb。",
                      f"the report {name} failed ({last}); the failed notebook is kept as {stem}.failed.ipynb.") from error  # fmt: skip
    finally:
        part.unlink(missing_ok=True)


def _publish(executed: Path, to: Path) -> Path:
    text = _html(executed, to.stem) if to.suffix == ".html" else executed.read_text("utf-8")
    part = to.with_name(f".{to.name}.part")
    part.write_text(text, "utf-8")
    part.replace(to)
    return to


def _html(executed: Path, title: str) -> str:
    """One offline page without code."""
    from nbconvert import HTMLExporter

    exporter: Any = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True, exclude_markdown=True,
    )  # fmt: skip
    body, _ = exporter.from_filename(str(executed))
    return pages.standalone(title, body)


# ---- what the notebooks show -------------------------------------------------------------------------


class Shown:
    """A page for a notebook cell; as plain text only its title."""

    def __init__(self, title: str, html: str) -> None:
        self.title, self.html = title, html

    def __repr__(self) -> str:
        return self.title

    def _repr_html_(self) -> str:
        return self.html


_FUND = (Text("资金", "Fund"), Text("期初可用", "Opening"), Text("收入", "Received"), Text("预留", "Reserved"), Text("释放与退回", "Released, returned"),
         Text("期末可用", "Closing"), Text("本月发放", "Paid"))  # fmt: skip
_AID = (Text("项目", "Aid"), Text("困难类别", "Class"), Text("户数", "Households"), Text("发放金额(元)", "Paid (yuan)"))
_FEW = Text(f"少于 {FEWEST} 户的不显示户数和金额。", f"Rows of fewer than {FEWEST} households show neither count nor amount.")  # fmt: skip


def month(book: Casebook, month: str, lang: Lang) -> Shown:
    """The monthly report: each fund's opening to closing balance, and what was paid by aid and class; no person."""
    said = book.settings
    title = Text(f"{said['unit']} {month} 困难职工帮扶月报", f"{said['unit']}: hardship assistance in {month}").to(lang)
    assessment = book.assess()
    head, rules = book.rows("SELECT coalesce(max(seq), 0) AS seq FROM move")[0]["seq"], assessment.standard
    rests_on = Text(
        f"数据截至 {said['last_day']}；规则包 {rules.stem}（{rules.digest[:12]}）；台账第 {head} 号，审计链 {book.head}。单位：元。",
        f"Data as of {said['last_day']}; rules {rules.stem} ({rules.digest[:12]}); ledger at {head}, audit trail at {book.head}. In yuan.",
    ).to(lang)
    parts = [
        pages.heading(Text(title, title), lang),
        pages.warnings(said, assessment, lang),
        f'<p class="note">{pages.esc(rests_on)}</p>',
        pages.heading(Text("资金收支", "Funds"), lang, 3),
        pages.table(_FUND, [_fund_row(f) for f in fund_statement(book, month)], lang, range(1, 7)),
        pages.heading(Text("按项目和类别发放", "Paid by aid and class"), lang, 3),
        pages.table(_AID, _aid_rows(book, month, lang), lang, [2, 3]),
        f'<p class="note">{pages.esc(_FEW.to(lang))}</p>',
    ]
    return Shown(title, pages.page(*parts))


def _fund_row(found: dict[str, Any]) -> list[str]:
    freed = found["released"] + found["returned"]
    closing = found["opening"] + found["received"] - found["reserved"] + freed
    sums = (found["opening"], found["received"], found["reserved"], freed, closing, found["paid"])
    return [found["name"], *(show(fen) for fen in sums)]


def fund_statement(book: Casebook, month: str) -> list[dict[str, Any]]:
    """Each fund's money in a month, fen: opening balance available, received, reserved, released, returned, paid."""
    inside = "strftime('%Y-%m', m.made_on) = :month"
    sums = ", ".join(
        f"coalesce(sum(m.amount_fen) FILTER (WHERE {inside} AND m.kind IN ({kinds})), 0) AS {name}"
        for name, kinds in (("received", "'receipt'"), ("reserved", "'reserve'"), ("released", "'release'"),
                            ("returned", "'return', 'reversal'"), ("paid", "'pay'"))
    )  # fmt: skip
    effect = "CASE WHEN m.kind = 'reserve' THEN -1 WHEN m.kind = 'pay' THEN 0 ELSE 1 END * m.amount_fen"
    opening = f"coalesce(sum({effect}) FILTER (WHERE strftime('%Y-%m', m.made_on) < :month), 0) AS opening"
    return book.rows(
        f"SELECT f.name, {opening}, {sums} FROM fund f LEFT JOIN move m ON m.fund_id = f.id GROUP BY f.id ORDER BY f.id",
        {"month": month},
    )


def _aid_rows(book: Casebook, month: str, lang: Lang) -> list[list[str]]:
    rows = book.rows(
        "SELECT g.aid, g.class, count(DISTINCT g.file_number) AS homes, sum(m.amount_fen) AS fen FROM move m "
        "JOIN grant g ON g.id = m.grant_id WHERE m.kind = 'pay' AND strftime('%Y-%m', m.made_on) = ? GROUP BY 1, 2 ORDER BY 1, 2",
        (month,),
    )
    found = []
    for r in rows:
        shown = (str(r["homes"]), show(r["fen"])) if r["homes"] >= FEWEST else (f"<{FEWEST}", "—")
        found.append([words.AIDS.show(r["aid"], lang), words.CLASSES.show(r["class"], lang), *shown])
    return found

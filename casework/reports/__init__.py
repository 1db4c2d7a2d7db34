"""Reports: parameters are checked before a kernel starts; a report appears whole or not at all, and nobody's data leaks."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from casework import share
from casework.casebook import Casebook
from casework.casebook.known import known as known_of
from casework.casebook.register import reveal
from casework.privacy.leaks import Known, in_notebook, in_text
from casework.reports.caseload import quarter
from casework.reports.content import DATA, Report, Run, rests_on
from casework.reports.files import dossier, letter, notice
from casework.reports.kernels import FailedError, execute
from casework.reports.money import funds, month, reconciliation
from casework.reports.output import FORMATS, publish
from casework.reports.parameters import Kind, Template, template
from casework.vocabulary import Refused, Text

TEMPLATES = {
    t.name: t
    for t in (
        template(month, Text("月报：资金收支和帮扶情况", "monthly report: funds and aid")),
        template(
            funds,
            Text(
                "年度资金使用及收支情况（表一至表六）", "a year's use, income and balance of the funds (forms 1 to 6)"
            ),
        ),
        template(
            quarter, Text("季度统计：按类别、致困原因和建档级别", "quarterly statistics by class, cause and level")
        ),
        template(
            reconciliation,
            Text(
                "对账：各口径合计是否相符，不符的列出差额", "reconciliation: whether totals agree, and each difference"
            ),
        ),
        template(notice, Text("公示单：姓名已隐去部分", "public notice, with names masked")),
        template(dossier, Text("一户档案（含个人信息）", "dossier of a household (names people)"), identity=True),
        template(letter, Text("决定书（含个人信息）", "decision letter (names people)"), identity=True),
    )
}
"""The reports there are, by name."""

__all__ = [
    "DATA", "FORMATS", "TEMPLATES", "Kind", "Report", "Run", "Template", "dossier", "funds", "letter", "month", "notice", "quarter",
    "reconciliation", "render",
]  # fmt: skip


def render(
    name: str, book: Path, given: Mapping[str, str], out: Path, formats: Sequence[str] = ("html",), by: str = ""
) -> list[Path]:
    """The report as files in a folder. Refused, before anything is made, when a parameter is wrong.

    A report that names people asks by whom it is made, goes into a folder of its own that only its owner may enter, and is
    written into the audit trail; any other is stopped if it names anybody.
    """
    found = named(name)
    _stop_if_strange(formats)
    with Casebook.open(book) as opened:
        checked = found.checked(given, opened)
        _stop_if_empty(opened)
        if found.identity:
            reveal(opened, checked["file"], by, f"report {name}")
        known = None if found.identity else _people(book.absolute(), rests_on(opened))
        folder = _folder(out / name if found.identity else out, secret=found.identity)
        stem = safe_name("-".join([name, *filter(None, checked.values())]))
        executed = folder / f".{stem}.part.ipynb"
        try:
            execute(_source(name), executed, {"book": str(book.absolute()), "by": by, **checked})
            return publish(executed, folder, stem, formats, known)
        except FailedError as error:
            kept = _keep_failed(executed, folder / f"{stem}.failed.ipynb", known)
            said = _NAMING if in_text(error.text.en, stem, known) else error.text
            raise Refused(
                f"报表 {name} 未生成（{said.zh}）{kept.zh}。", f"the report {name} failed ({said.en}){kept.en}."
            ) from None
        finally:
            executed.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _people(book: Path, ends: str) -> Known:
    """Whom a casebook knows, read once for all the reports of a batch as long as it says the same."""
    with Casebook.open(book) as opened:
        return known_of(opened)


def named(name: str) -> Template:
    """The template of this name; Refused when there is none."""
    if name not in TEMPLATES:
        names = ", ".join(TEMPLATES)
        raise Refused(f"没有报表 {name}；可用：{names}。", f"there is no report {name}; the reports are {names}.")
    return TEMPLATES[name]


def _stop_if_strange(formats: Sequence[str]) -> None:
    if strange := [f for f in formats if f not in FORMATS]:
        known = ", ".join(FORMATS)
        raise Refused(f"不支持格式 {strange[0]}；可用：{known}。", f"there is no format {strange[0]}; use {known}.")


def _stop_if_empty(book: Casebook) -> None:
    if not book.rows("SELECT 1 FROM household LIMIT 1"):
        raise Refused(f"案卷库 {book.path} 中还没有档案，没有可报的内容；请先导入。",
                      f"the casebook {book.path} has no files yet, so there is nothing to report: import them first.")  # fmt: skip


def _source(name: str) -> Path:
    """The notebook of a template; Refused when it has no parameters cell, because papermill would only warn and report something else."""
    source = share("notebooks", "reports", f"{name}.ipynb")
    cells = json.loads(source.read_text("utf-8"))["cells"]
    if not any("parameters" in cell["metadata"].get("tags", []) for cell in cells):
        raise Refused(f"{source.name} 没有标记为 parameters 的单元格，请恢复原文件。",
                      f"{source.name} has no cell tagged parameters: restore the file as it was.")  # fmt: skip
    return source


def safe_name(text: str) -> str:
    """A text as the name of a file: what may not stand in one is replaced, and then a digest keeps two apart."""
    plain = re.sub(r"[^\w.-]+", "_", text).strip("._")[:80]
    return plain if plain == text else f"{plain}-{sha256(text.encode()).hexdigest()[:8]}"


def _folder(out: Path, *, secret: bool) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700 if secret else 0o777)
        if secret:
            out.chmod(0o700)
        if not os.access(out, os.W_OK):
            raise PermissionError(out)
    except OSError as error:
        raise Refused(f"写不了文件夹 {out}，请检查路径和权限。",
                      f"cannot write to the folder {out}: check the path and its permissions.") from error  # fmt: skip
    return out


_NAMING = Text("出错信息中有个人信息，略去", "its message holds personal data and is left out")


def _keep_failed(executed: Path, to: Path, known: Known | None) -> Text:
    """Keeps the notebook of a failed run for its owner alone; without what it showed when that names anybody."""
    if not executed.exists():
        return Text("", "")
    notebook = json.loads(executed.read_text("utf-8"))
    if in_notebook(notebook, to.name, known):
        for cell in notebook["cells"]:
            cell |= {"outputs": []} if "outputs" in cell else {}
    to.touch(0o600)
    to.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), "utf-8")
    return Text(f"；失败的笔记本留作 {to.name}", f"; the failed notebook is kept as {to.name}")

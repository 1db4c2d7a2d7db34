"""Publish: an executed notebook as .html, .pdf, .xlsx and .ipynb, past the leak gate, all of it or nothing."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from casework import pages, sheets
from casework.money import exact, in_yuan
from casework.privacy.leaks import Known, in_notebook
from casework.reports.content import DATA
from casework.reports.kernels import FailedError
from casework.vocabulary import LEAKS, Refused, Text

FORMATS = ("html", "pdf", "xlsx", "ipynb")
_LONGEST_PRINT = 120
"""Seconds after which the browser is given up."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def publish(executed: Path, out: Path, stem: str, formats: Sequence[str], known: Known | None) -> list[Path]:
    """The files of a report. FailedError when the notebook showed none; Refused, and nothing left, when `known` people stand in it (None for a report that may name them)."""
    notebook = plain(json.loads(executed.read_text("utf-8")))
    if not _reports(notebook):
        raise FailedError(Text("没有输出报表", "it showed no report"))
    if known is not None and (found := in_notebook(notebook, stem, known)):
        kinds = dict.fromkeys(LEAKS.words[leak.kind] for leak in found)
        raise Refused(f"报表 {stem} 中有个人信息（{'、'.join(k.zh for k in kinds)}；{found[0].place}），已拦下，未生成文件。",
                      f"the report {stem} holds personal data ({', '.join(k.en for k in kinds)}; {found[0].place}): it was stopped and no file made.")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix=".part-", dir=out) as folder:
        made = [_make(notebook, Path(folder) / f"{stem}.{ending}") for ending in formats]
        for part in made:
            part.chmod(0o600 if known is None else 0o644)
            part.replace(out / part.name)
    return [out / part.name for part in made]


def plain(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook without paths of this machine and without widgets."""
    metadata = notebook["metadata"]
    metadata.pop("widgets", None)
    papermill = metadata.get("papermill", {})
    for key in ("input_path", "output_path", "environment_variables"):
        papermill.pop(key, None)
    if book := papermill.get("parameters", {}).get("book"):
        papermill["parameters"]["book"] = Path(book).name
        for cell in notebook["cells"]:
            if "injected-parameters" in cell["metadata"].get("tags", []):
                cell["source"] = [
                    line.replace(json.dumps(book, ensure_ascii=False), json.dumps(Path(book).name))
                    for line in _lines(cell["source"])
                ]
    return notebook


def _lines(source: str | list[str]) -> list[str]:
    return source.splitlines(keepends=True) if isinstance(source, str) else source


def _make(notebook: dict[str, Any], to: Path) -> Path:
    if to.suffix == ".ipynb":
        to.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
    elif to.suffix == ".xlsx":
        _workbook(notebook, to)
    elif to.suffix == ".html":
        to.write_text(_html(notebook), "utf-8")
    else:
        _pdf(notebook, to)
    return to


def _reports(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of a notebook that are reports."""
    outputs = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    return [o["data"] for o in outputs if DATA in o.get("data", {})]


def _html(notebook: dict[str, Any]) -> str:
    found = _reports(notebook)
    body = "".join("".join(data["text/html"]) for data in found)
    return pages.standalone(found[0][DATA]["title"], body)


def _workbook(notebook: dict[str, Any], to: Path) -> None:
    """The facts on the first sheet, then a sheet for each table; amounts as numbers in yuan."""
    data = _reports(notebook)[0][DATA]
    found = {"说明 About": [[data["title"]], *data["facts"]]}
    for i, table in enumerate(data["tables"], 1):
        rows = [[_cell(v, kind) for v, kind in zip(row, table["kinds"], strict=True)] for row in table["rows"]]
        header = [table["header"]] if table["header"] else []
        found[_sheet(i, table["title"])] = [*header, *rows]
    sheets.write(to, found)


def _cell(value: Any, kind: str) -> Any:
    try:
        return in_yuan(exact(str(value).replace(",", ""))) if kind == "fen" else value
    except ValueError:
        return value


def _sheet(i: int, title: str) -> str:
    return f"{i} {''.join(c for c in title if c not in chr(39) + '[]:*?/' + chr(92))}"[:31]


def _pdf(notebook: dict[str, Any], to: Path) -> None:
    """Printed by the browser of this machine; Refused when there is none."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise Refused("本机没有 Chromium 或 Chrome，不能生成 PDF；请安装，或改用 --to html 再从浏览器打印。",
                      "there is no Chromium or Chrome on this machine to make a PDF: install one, or use --to html and print from a browser.")  # fmt: skip
    page = to.with_suffix(".print.html")
    page.write_text(_html(notebook), "utf-8")
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="casework-pdf-", ignore_cleanup_errors=True) as profile:
        command = [browser, "--headless", *root, "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run",
                   "--no-pdf-header-footer", f"--user-data-dir={profile}", f"--print-to-pdf={to}", page.as_uri()]  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=_LONGEST_PRINT, check=False)
    if not to.exists():
        raise Refused("PDF 未能生成，请改用 --to html。", "the PDF could not be made: use --to html instead.")

"""Returns: the bank's list of the payments that came back."""

from pathlib import Path
from typing import Any

from casework import sheets
from casework.intake import cells
from casework.money import parse
from casework.vocabulary import Refused


def read_returns(path: Path, content: bytes | None = None) -> list[dict[str, Any]]:
    """The rows of a bank's return list, for `Casebook.reconcile`; what is no number stays, and is then found not to fit.

    With `content` the path only gives its name. A row is counted from the first below the header.
    """
    rows = sheets.read_table(path, content)
    heads = [cells.plain(cell) for cell in (rows or [[]])[0]]
    if not {"序号", "金额"} <= set(heads):
        raise Refused(
            f"{path} 缺少表头 序号、金额，请用银行的退回清单。",
            f"{path} has no columns 序号 and 金额: give the bank's list of returns.",
        )
    found = []
    for i, row in enumerate(rows[1:], 1):
        said = dict(zip(heads, map(cells.plain, row), strict=False))
        try:
            line, fen = int(said["序号"]), parse(said["金额"])
        except (ValueError, KeyError):
            line, fen = 0, 0
        if any(said.values()):
            found.append(
                {
                    "row": i,
                    "line": line,
                    "amount_fen": fen,
                    "reason": said.get("原因"),
                    "file": said.get("文件") or None,
                }
            )
    return found

"""Commands from a plan to a payment."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.cli.shared import BY, FILE, JSON, answer, cli, over_book
from casework.money import show
from casework.vocabulary import Refused, Text

if TYPE_CHECKING:
    from casework.casebook import Casebook


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
    answer(as_json, done, Text(f"批次 {batch}：{n} 笔，预留 {reserved} 元，待另一人审批。",
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
    answer(as_json, {"batch": batch, "approved": n}, said)


@cli.command()
@click.argument("batch")
@over_book
@BY
@JSON
def pay(book: "Casebook", batch: str, by: str, as_json: bool) -> None:
    """Pays a batch; what is paid already is not paid again."""
    done = book.pay(batch, by)
    n, paid, before = done["paid"], show(done["paid_fen"]), done["already_paid"]
    answer(as_json, done, Text(f"批次 {batch}：发放 {n} 笔共 {paid} 元；此前已发 {before} 笔。",
                                f"batch {batch}: {n} grants paid, {paid} yuan; {before} had been paid before."))  # fmt: skip

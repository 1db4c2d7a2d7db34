"""Commands from a plan to a payment."""

import hashlib
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casework.cli.shared import (
    BY,
    FILE,
    JSON,
    ON,
    answer,
    cli,
    day_of,
    named,
    over_book,
    say,
    stop_if_unwritable,
    write,
)
from casework.money import show
from casework.vocabulary import AIDS, SCHEMES, Refused, Text

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

    adopted(as_json, book.adopt(_plan(read_text(plan), plan), by))


def adopted(as_json: bool, done: dict[str, Any]) -> None:
    """What was booked, and who goes on."""
    from casework.casebook import batches

    answer(as_json, done, batches.adopted_in_words(done))


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
    from casework.casebook import batches

    n = book.approve(batch, by)
    answer(as_json, {"batch": batch, "approved": n}, batches.approved_in_words(batch, n))


@cli.command()
@click.argument("batch")
@over_book
@BY
@click.option("--returns", type=FILE, help="The bank's list of what came back (序号, 金额, 原因), .xlsx or .csv.")
@click.option("--bank-file", type=FILE, help="Write the newest bank file of the batch here, as it was made.")
@click.option("--instalment", metavar="K/N", help="Pay only so that K of N equal parts are paid.")
@JSON
def pay(
    book: "Casebook", batch: str, by: str, returns: Path | None, bank_file: Path | None, instalment: str | None, as_json: bool
) -> int:  # fmt: skip
    """Pays a batch, or books what the bank sent back; what is paid already is not paid again."""
    from casework.casebook import batches

    if returns:
        from casework.intake.returns import read_returns

        done = book.reconcile(batch, read_returns(returns), by)
        answer(as_json, done, *batches.misfits_in_words(done), batches.returns_in_words(done))
        return int(bool(done["wrong"]))
    if bank_file:
        stop_if_unwritable(bank_file)
    done = book.pay(batch, by, part=_part(instalment))
    said = [batches.paid_in_words(done)]
    files = book.bank_files(batch)
    if bank_file and files:
        from casework import sheets

        last = files[-1]
        sheets.write_secret(bank_file, book.bank_file(last["number"]))
        said.append(batches.bank_file_in_words(last, again=not done["bank_file"]))
    answer(as_json, done, *said)
    return 0


def _part(said: str | None) -> Fraction:
    found = re.fullmatch(r"([1-9][0-9]?)/([1-9][0-9]?)", said or "1/1")
    if found is None or int(found[1]) > int(found[2]):
        raise Refused(f"--instalment {said} 应写作 1/2。", f"--instalment {said} must be written like 1/2.")
    return Fraction(int(found[1]), int(found[2]))


@cli.command()
@click.argument("grant", type=int)
@over_book
@BY
@click.option("--why", required=True, callback=named, help="Why it is not paid.")
def release(book: "Casebook", grant: int, by: str, why: str) -> None:
    """Gives what is reserved for a grant back to its fund."""
    from casework.casebook import batches

    say(*batches.released_in_words(grant, book.release(grant, by, why)))


@cli.command()
@click.argument("grant", type=int)
@over_book
@BY
def reserve(book: "Casebook", grant: int, by: str) -> None:
    """Reserves again what came back of a grant; then `pay` pays its batch again."""
    from casework.casebook import batches

    say(*batches.reserved_in_words(grant, book.reserve_again(grant, by)))


@cli.command()
@over_book
@ON
@click.option(
    "--months", type=click.IntRange(1, 12), help="Months ahead; by default 12, the reserve to the end of the year."
)
@JSON
def runway(book: "Casebook", on: str | None, months: int | None, as_json: bool) -> None:
    """How long the money of each fund lasts by its last two years, and what keeps emergencies served; always a range."""
    from casework.casebook import outlook

    found = outlook.runway(book, day_of(on), months)
    answer(as_json, found.to_json(), *found.sentences())


@cli.command("ledger")
@over_book
@click.option("--year", type=int)
@click.option(
    "--out", type=FILE, required=True, help="Write it to this file: .xlsx or .csv. It names people: keep it safe."
)
def ledger_(book: "Casebook", year: int | None, out: Path) -> None:
    """The real-name ledger: every payment with its household, rule, fund, people and bank file."""
    rows = book.ledger_rows(year)
    write(out, {"rows": rows}, "ledger", rows, list((rows or [{"序号": 0}])[0]))
    out.chmod(0o600)
    say(
        f"台账 {len(rows)} 行，写入 {out}；含实名信息，请妥善保管。",
        f"{len(rows)} rows written to {out}; it names people: keep it safe.",
    )


@cli.command()
@over_book
@click.option(
    "--exchange-key", required=True, type=FILE, help="The key that both sides share; made if it is not there."
)
@click.option("--year", type=int, required=True)
@click.option("--out", type=FILE, required=True, help="Write the list to this file (.csv or .xlsx).")
def exchange(book: "Casebook", exchange_key: Path, year: int, out: Path) -> None:
    """What was paid in a year for another unit to compare: people as keyed hashes, no name and no number."""
    from casework.privacy import make_secret, read_secret

    make_secret(exchange_key)
    rows = book.exchange_list(read_secret(exchange_key), year)
    write(out, {"rows": rows}, "exchange", rows, ["person", "aid", "period", "amount_fen"])
    say(f"{len(rows)} 行写入 {out}。", f"{len(rows)} rows written to {out}.")


@cli.command()
@click.argument("list_", metavar="LIST", type=FILE)
@over_book
@BY
@click.option("--exchange-key", required=True, type=FILE, help="The key that both sides share.")
@click.option("--scheme", required=True, type=click.Choice(list(SCHEMES.words)))
@click.option("--unit", required=True, callback=named, help="Whose list it is.")
@JSON
def match(book: "Casebook", list_: Path, by: str, exchange_key: Path, scheme: str, unit: str, as_json: bool) -> int:
    """Which people of this book had aid elsewhere, by another unit's list; it counts against the same aid of the same year."""
    from casework import sheets
    from casework.intake import cells
    from casework.money import parse
    from casework.privacy import read_secret

    table = sheets.read_table(list_)
    heads = [_LIST.get(cells.plain(cell), cells.plain(cell)) for cell in (table or [[]])[0]]
    if not {"person", "id_number"} & set(heads):
        raise Refused(f"{list_} 缺少 person 或 身份证号 一列。", f"{list_} has no column person or 身份证号.")
    rows: list[dict[str, Any]] = [dict(zip(heads, map(cells.plain, row), strict=False)) for row in table[1:]]
    for i, row in enumerate(rows, 2):
        try:
            row["amount_fen"] = (
                parse(row.pop("yuan")) if row.get("yuan") else int(row["amount_fen"]) if row.get("amount_fen") else None
            )
        except ValueError as error:
            raise Refused(
                f"{list_} 第 {i} 行的金额不是数，请改正。", f"{list_}, row {i}: the amount is no number: correct it."
            ) from error
    digest = hashlib.sha256(list_.read_bytes()).hexdigest()
    found = book.match_list(rows, key=read_secret(exchange_key), scheme=scheme, unit=unit, sha256=digest, by=by)
    lines = [
        Text(f"{f['household']}：{AIDS.show(f['aid'], 'zh')} {f['period'] or '—'} {show(f['amount_fen'])} 元{'' if f['counts'] else '（项目、年度或金额不明，不抵扣）'}",
             f"{f['household']}: {AIDS.show(f['aid'], 'en')} {f['period'] or '—'} {show(f['amount_fen'])} yuan{'' if f['counts'] else ' (aid, year or amount not clear: counts against nothing)'}")
        for f in found
    ]  # fmt: skip
    lines.append(
        Text(
            f"{len(rows)} 行中，本库人员有 {len(found)} 笔。",
            f"{len(rows)} rows; people of this book had {len(found)} payments.",
        )
    )
    answer(as_json, {"rows": len(rows), "found": found}, *lines)
    return int(not all(f["counts"] for f in found))


_LIST = {"身份证号": "id_number", "项目": "aid", "期间": "period", "金额": "yuan", "年度": "period"}

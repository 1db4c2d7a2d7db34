"""Commands that share: a plan, the plans that are kept, and what other budgets would do."""

import functools
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from casework.cli.grants import adopted
from casework.cli.shared import BY, JSON, ON, OUT, PACK, answer, cli, code_of, day_of, named, over_book, write
from casework.money import exact, show
from casework.vocabulary import AIDS, LEVELS, Refused, Text

if TYPE_CHECKING:
    from casework.casebook import Casebook
    from casework.funds import Limits

Groups = tuple[tuple[str, ...], ...]
POLICY = click.option("--policy", required=True, help="How to share: deepest-first, raise-the-floor, equal-amount, proportional, most-served or order-of-application.")  # fmt: skip


def _yuan(_: click.Context, parameter: click.Parameter, said: str | None) -> int | None:
    """An amount in yuan, 0 or more, as fen."""
    return None if said is None else amount(f"--{parameter.name}".replace("_", "-"), said)


def amount(option: str, said: str) -> int:
    """An amount in yuan, 0 or more, as fen; Refused when it is none."""
    try:
        fen = exact(said)
    except ValueError:
        fen = -1
    if fen < 0:
        raise Refused(
            f"{option} {said} 应为元，如 500 或 500.50。", f"{option} {said} must be yuan, like 500 or 500.50."
        )
    return fen


def _pairs(_: click.Context, parameter: click.Parameter, said: tuple[str, ...]) -> dict[str, int]:
    """NAME=YUAN as fen by name."""
    option, found = f"--{parameter.name}".replace("_", "-"), {}
    for one in said:
        name, is_pair, yuan = one.rpartition("=")
        if not (is_pair and name):
            raise Refused(f"{option} {one} 应写作 名称=元。", f"{option} {one} must be written NAME=YUAN.")
        found[name] = amount(option, yuan)
    return found


def _aids(_: click.Context, __: click.Parameter, said: tuple[str, ...]) -> Groups:
    """Kinds of aid, comma-separated, by code or in Chinese."""
    return tuple(tuple(AIDS.find(word.strip()) or word.strip() for word in one.replace("，", ",").split(",")) for one in said)  # fmt: skip


class Terms(NamedTuple):
    """How a plan is to be made: its rules and day, its limits, and what funds are supposed to have."""

    pack: str | None
    on: date | None
    limits: "Limits"
    within: str | None
    available: dict[str, int]


_TERMS = (
    PACK, ON,
    click.option("--with", "available", multiple=True, metavar="FUND=YUAN", callback=_pairs, help="Suppose that a fund has so much."),
    click.option("--whole-yuan", is_flag=True, help="Grant whole yuan only."),
    click.option("--household-cap", metavar="YUAN", callback=_yuan, help="The most for one household."),
    click.option("--minimum", metavar="YUAN", callback=_yuan, help="The least grant; a smaller need is met in full or not at all."),
    click.option("--within", metavar="LEVEL", callback=code_of(LEVELS), help="Grant nothing beyond what this level may approve: county, province or national."),
    click.option("--whole", multiple=True, metavar="AID", callback=_aids, help="Grant this aid in full or not at all."),
    click.option("--one-of", multiple=True, metavar="AID,AID", callback=_aids, help="Of these aids a household gets one."),
    click.option("--at-least", multiple=True, metavar="REGION=YUAN", callback=_pairs, help="The least for a region, by the beginning of its code."),
)  # fmt: skip


def terms(act: Callable[..., Any]) -> Callable[..., Any]:
    """The options of how to share, given to a command as its `said`."""

    @functools.wraps(act)
    def run(
        *args: Any, pack: str | None, on: str | None, available: dict[str, int], whole_yuan: bool, household_cap: int | None,
        minimum: int | None, within: str | None, whole: Groups, one_of: Groups, at_least: dict[str, int], **more: Any,
    ) -> Any:  # fmt: skip
        from casework.funds import Limits

        limits = Limits(whole_yuan, household_cap, minimum or 0, None, tuple(aid for group in whole for aid in group), one_of, tuple(at_least.items()))  # fmt: skip
        return act(*args, said=Terms(pack, day_of(on), limits, within, available), **more)

    return functools.reduce(lambda command, option: option(command), reversed(_TERMS), run)


@cli.command()
@over_book
@POLICY
@click.option("--save", metavar="NAME", callback=named, help="Keep the plan in the book by this name; wants --by.")
@click.option("--by", callback=named, help="Who keeps it.")
@JSON
@OUT
@terms
def allocate(
    book: "Casebook", policy: str, said: Terms, save: str | None, by: str | None, as_json: bool, out: Path | None
) -> None:
    """A plan for what is due: who gets what from which fund, and why not more. Books nothing."""
    from casework.casebook import plan_json, scenarios

    if save and not by:
        raise Refused("--save 须同时用 --by 写明何人保存。", "--save wants --by: say who keeps it.")
    assessment, found = book.allocate(
        policy, said.pack, said.on, said.limits, within=said.within, available=said.available
    )
    plan = plan_json(assessment, found)
    if save and by:
        scenarios.save(book, save, assessment, found, by)
    _out(plan, out)
    answer(as_json, plan, _summary(plan["measures"]), *found.notices())


def _out(plan: dict[str, Any], out: Path | None) -> None:
    if out:
        rows = [{**grant, "amount_fen": grant["amount"]} for grant in plan["grants"]]
        write(out, plan, "grants", rows, ["household", "aid", "fund", "amount_fen"])


def _summary(m: dict[str, Any]) -> Text:
    need, granted, unmet = (show(m[key]) for key in ("need_fen", "granted_fen", "unmet_fen"))
    homes, some, full = (m[f"households_{key}"] for key in ("in_need", "granted", "fully_served"))
    return Text(
        f"{homes} 户应帮扶 {need} 元，方案给 {some} 户 {granted} 元，其中全额满足 {full} 户，未满足 {unmet} 元。",
        f"{homes} households are due {need} yuan; the plan gives {some} of them {granted}, {full} in full; {unmet} stay unmet.",
    )


@cli.command("frontier")
@over_book
@POLICY
@click.option(
    "--points",
    type=click.IntRange(2, 1000),
    default=21,
    show_default=True,
    help="How many budgets, from none to twice what there is.",
)
@JSON
@OUT
@terms
def frontier_(book: "Casebook", policy: str, points: int, said: Terms, as_json: bool, out: Path | None) -> None:
    """What other budgets would do: households served in full and yuan granted, all funds scaled alike."""
    from casework.funds.frontier import frontier

    _, sharing = book.sharing(said.pack, said.on, said.limits, within=said.within, available=said.available)
    found = frontier(sharing, policy, [Fraction(2 * k, points - 1) for k in range(points)])
    rows = [
        {"share": str(p.share), "budget_fen": p.budget_fen, "served": p.served, "granted_fen": p.granted_fen}
        for p in found
    ]
    if out:
        write(out, {"policy": policy, "points": rows}, "frontier", rows, list(rows[0]))
    answer(as_json, {"policy": policy, "points": rows}, *(
        Text(f"资金共 {show(p.budget_fen)} 元：全额满足 {p.served} 户，帮扶 {show(p.granted_fen)} 元。",
             f"with {show(p.budget_fen)} yuan: {p.served} households in full, {show(p.granted_fen)} yuan granted.")
        for p in found
    ))  # fmt: skip


@cli.group()
def scenario() -> None:
    """Plans kept by name with `casework allocate … --save NAME --by WHO`: list, show, compare, adopt."""


@scenario.command("list")
@over_book
@JSON
def list_(book: "Casebook", as_json: bool) -> None:
    """The plans that are kept."""
    from casework.casebook import scenarios

    found = scenarios.scenarios(book)
    lines = [(f"{s['name']}（{s['policy']}，{s['on_day']}，{s['made_by']}）：", f"{s['name']} ({s['policy']}, {s['on_day']}, {s['made_by']}): ", _summary(s["measures"])) for s in found]  # fmt: skip
    answer(as_json, {"scenarios": found}, *(Text(zh + sums.zh, en + sums.en) for zh, en, sums in lines))


@scenario.command("show")
@click.argument("name")
@over_book
@JSON
@OUT
def show_(book: "Casebook", name: str, as_json: bool, out: Path | None) -> None:
    """One plan as it was kept."""
    from casework.casebook import scenarios

    plan = scenarios.scenario(book, name)
    _out(plan, out)
    answer(as_json, plan, _summary(plan["measures"]))


@scenario.command()
@click.argument("before")
@click.argument("after")
@over_book
@JSON
@OUT
def compare(book: "Casebook", before: str, after: str, as_json: bool, out: Path | None) -> None:
    """Two plans side by side: who gains, who loses, and the figures of each."""
    from casework.casebook import scenarios
    from casework.funds.compare import compared_in_words
    from casework.funds.plans import MEASURES, figure

    found = scenarios.compare(book, before, after)
    rows = sorted((*found["gain"], *found["lose"]), key=lambda row: str(row["household"]))
    if out:
        write(out, found, "compare", rows, ["household", "from", "to", "change"])
    m, said = found["measures"], compared_in_words(found)
    lines = [Text(f"从 {before} 到 {after}：{said.zh}", f"from {before} to {after}: {said.en}")]
    for key, words in MEASURES.items():
        was, now = (figure(key, m[key][side]) for side in ("from", "to"))
        lines.append(Text(f"{words.zh}：{was} → {now}", f"{words.en}: {was} → {now}"))
    answer(as_json, found, *lines)


@scenario.command("adopt")
@click.argument("name")
@over_book
@BY
@JSON
def adopt_(book: "Casebook", name: str, by: str, as_json: bool) -> None:
    """Books the grants of a plan that is kept and reserves their money: all of it or nothing."""
    from casework.casebook import scenarios

    adopted(as_json, scenarios.adopt(book, name, by))

"""The page on sharing: its tables, worked by hand, are what the program gives; its pictures show its tables; its commands run.

Run as a program this file draws the pictures anew.
"""

import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from casework.funds import POLICIES, Fund, Need, Plan, allocate
from casework.funds.plans import MEASURES, REASONS
from casework.vocabulary import AIDED, AIDS
from tests.commands import casework

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "allocation.md").read_text("utf-8")
Row = list[str]


def fen(said: str) -> int:
    """Yuan as the page writes them; nothing is none."""
    whole, _, part = said.replace(",", "").partition(".")
    return int(whole or 0) * 100 + int(part.ljust(2, "0"))


def table(text: str, first: str) -> list[Row]:
    """The rows of the table whose first column has this header."""
    lines = text[re.search(rf"^\| {first} \|", text, re.MULTILINE).start() :].splitlines()  # type: ignore[union-attr]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[: lines.index("")]]
    return rows[2:]


def part(title: str) -> str:
    """What stands under a header."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


# ---- the example and its plans --------------------------------------------------------------------------

HOMES = table(part("The example"), "household")
_HAS = {name: fen(has) for name, has, _ in table(part("The example"), "fund")}
GIFT = Fund("Gift", ("living",), ("deep", "relative"), False, _HAS["Gift"])
UNION = Fund("Union", tuple(AIDS.words), AIDED, False, _HAS["Union"], 1_000_00, ("temporary",))
FUNDS = (GIFT, UNION)


def _needs() -> Iterator[Need]:
    on = date(2026, 6, 1)
    for name, class_, filed, has, *due, _ in HOMES[:-1]:
        for aid, yuan in zip(("living", "medical", "tuition", "temporary"), due, strict=True):
            if yuan:
                bars = {f.name: f.bar(aid, class_, True, {}, on) for f in FUNDS}
                payers = tuple(fund for fund, bar in bars.items() if bar is None)
                yield Need(name, aid, class_, True, fen(yuan), payers, fen(has), (filed, name))


NEEDS = tuple(_needs())
"""The needs of the example."""


@pytest.fixture(scope="module", params=POLICIES)
def plan(request: pytest.FixtureRequest) -> Plan:
    return allocate(NEEDS, FUNDS, request.param)


def test_the_example_adds_up() -> None:
    for name, _, _, _, *due, total in HOMES[:-1]:
        assert sum(map(fen, due)) == fen(total), name
    *_, last = HOMES
    columns = list(zip(*HOMES[:-1], strict=True))[4:]
    assert [sum(map(fen, column)) for column in columns] == [fen(cell) for cell in last[4:]]
    assert len(NEEDS) == 10


def test_every_policy_has_its_table() -> None:
    assert re.findall(r"^### (\S+)$", PAGE, re.MULTILINE) == list(POLICIES)


def test_the_plan_is_the_one_worked_by_hand(plan: Plan) -> None:
    *rows, _ = table(part(plan.policy), "household")
    said = plan.to_json()
    assert [(home, aid, fen(due)) for home, aid, due, *_ in rows] == [(n["household"], n["aid"], n["amount"]) for n in sorted(said["needs"], key=_place)]  # fmt: skip
    by_hand = {(home, aid, f): fen(paid) for home, aid, _, *both, _ in rows for f, paid in zip(("Gift", "Union"), both, strict=True) if paid}  # fmt: skip
    assert {(g["household"], g["aid"], g["fund"]): g["amount"] for g in said["grants"]} == by_hand
    assert {(u["household"], u["aid"]): u["amount"] for u in said["unmet"]} == {(home, aid): fen(left) for home, aid, *_, left in rows if left}  # fmt: skip
    assert [(f["after"], f["held"]) for f in said["funds"]] == [(0, 0), (500_00, 500_00)]


def _place(need: dict[str, str]) -> tuple[str, int]:
    return need["household"], list(AIDS.words).index(need["aid"])


def test_one_more_yuan_is_the_one_worked_by_hand(plan: Plan) -> None:
    *_, (_, _, _, *both, _) = table(part(plan.policy), "household")
    for fund, said, more in zip(plan.to_json()["funds"], both, plan.one_more(), strict=True):
        price, homes = re.split(r" to |: ", said)
        assert fund["shadow_price"] == (None if price == "no figure" else float(Fraction(price)))
        assert sorted(more["households"]) == homes.split(", ")


def test_one_more_yuan_does_what_is_said(plan: Plan) -> None:
    """The plan made anew with one yuan more: those named have it, in equal parts, to a fen."""
    for at, fund in enumerate(FUNDS):
        if plan.price(fund) is None:
            continue
        more = [Fund(f.name, f.aids, f.classes, False, f.available_fen + 100 * (f is fund), f.reserve_fen, f.reserve_aids) for f in FUNDS]  # fmt: skip
        again = allocate(NEEDS, more, plan.policy)
        gained = {h: _got(again)[h] - _got(plan)[h] for h in _got(plan)}
        named = plan.spent[FUNDS[at].name].households
        assert sum(gained.values()) == 100
        assert {h for h, yuan in gained.items() if yuan} == set(named)
        assert max(gained.values()) - min(gained[h] for h in named) <= 1


def _got(plan: Plan) -> dict[str, int]:
    return {home: sum(plan.granted_to(n) for n in NEEDS if n.household == home) for home in "ABCDE"}


def test_the_policies_side_by_side(plan: Plan) -> None:
    rows = {name: cells for name, *cells in table(part("Side by side"), "policy")}
    *homes, full, least = rows[plan.policy]
    measures = plan.measures()
    assert [fen(cell) for cell in homes] == list(_got(plan).values())
    assert (int(full), fen(least)) == (measures["households_fully_served"], measures["least_after_fen"])
    assert measures["granted_fen"] == 13_500_00


def test_no_two_policies_agree_on_the_example() -> None:
    assert len({tuple(sorted(allocate(NEEDS, FUNDS, name).grants.items())) for name in POLICIES}) == len(POLICIES)


# ---- words ----------------------------------------------------------------------------------------------


def test_every_reason_is_explained() -> None:
    assert [row[0].strip("`") for row in table(part("Why a need is not met"), "code")] == list(REASONS)


def test_every_measure_is_explained() -> None:
    assert [row[0].strip("`") for row in table(part("The figures of a plan"), "figure")] == list(MEASURES)


def test_the_commands_run(tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the page shows, in their order, on the demo."""
    shutil.copy(shipped, tmp_path / "county.db")
    monkeypatch.chdir(tmp_path)
    lines = [line.strip() for line in PAGE.splitlines() if line.startswith("    casework ")]
    assert len(lines) > 10
    for line in lines:
        if not line.startswith("casework demo"):
            said = casework(*shlex.split(line)[1:])
            assert (said.code, said.err) == (0, ""), (line, said)


# ---- pictures -------------------------------------------------------------------------------------------

GREY, BLUE, ORANGE, LINE = "#b8bec6", "#2f6db3", "#e08a1e", "#555555"
LEFT, TOP, STEP, SCALE = 30, 38, 28, 0.05
MOST = 10_000


def drawn(policy: str) -> str:
    """The picture of a policy: for each household what it has, what each fund pays, and what stays unmet, as its table says."""
    *rows, _ = table(part(policy), "household")
    low = TOP + STEP * (len(HOMES) - 1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 {low + 24}" width="740" height="{low + 24}" font-family="sans-serif" font-size="12">',
        f"<title>{policy}: what each household has, gets and lacks, in yuan</title>",
        f'<rect width="740" height="{low + 24}" fill="#ffffff"/>',
    ]
    for x, colour, word in ((30, GREY, "has"), (90, BLUE, "from Gift"), (182, ORANGE, "from Union"), (284, "none", "unmet")):  # fmt: skip
        out += [_box(x, 9, 14, 12, colour), _word(x + 20, 19, word)]
    out += [_word(640, 19, "after aid", "end"), _word(725, 19, "unmet", "end")]
    for yuan in range(0, MOST + 1, 2_000):
        x = LEFT + yuan * SCALE
        out.append(f'<line x1="{x:g}" y1="{TOP - 6}" x2="{x:g}" y2="{low}" stroke="#dddddd"/>')
        out.append(_word(x, low + 14, f"{yuan:,}", "middle"))
    for at, (name, _, _, has, *_) in enumerate(HOMES[:-1]):
        own = [row for row in rows if row[0] == name]
        out += _bar(name, [fen(has), *(sum(fen(row[i]) for row in own) for i in (3, 4, 5))], TOP + STEP * at)
    return "\n".join([*out, "</svg>", ""])


def _bar(name: str, amounts: Sequence[int], y: int) -> Iterator[str]:
    yield _word(10, y + 15, name)
    x = float(LEFT)
    for amount, colour in zip(amounts, (GREY, BLUE, ORANGE, "none"), strict=True):
        if amount:
            yield _box(x, y, amount / 100 * SCALE, 20, colour)
        x += amount / 100 * SCALE
    assert x <= LEFT + MOST * SCALE
    yield _word(640, y + 15, _yuan(sum(amounts[:3])), "end")
    yield _word(725, y + 15, _yuan(amounts[3]), "end")


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    stroke = f' stroke="{LINE}" stroke-dasharray="3 2"' if colour == "none" else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"{stroke}/>'


def _word(x: float, y: float, word: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="#222222">{word}</text>'


def _yuan(amount: int) -> str:
    return f"{amount / 100:,.2f}".removesuffix(".00")


@pytest.mark.parametrize("policy", POLICIES)
def test_the_picture_shows_the_table(policy: str) -> None:
    name = f"images/allocation-{policy}.svg"
    assert f"]({name})" in part(policy)
    assert (DOCS / name).read_text("utf-8") == drawn(policy)


if __name__ == "__main__":
    for each in POLICIES:
        (DOCS / "images" / f"allocation-{each}.svg").write_text(drawn(each), "utf-8")

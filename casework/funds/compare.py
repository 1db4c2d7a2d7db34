"""Compare: two plans side by side, as plain data: who gains, who loses, and what the figures say of each."""

from collections.abc import Mapping
from typing import Any

from casework.money import show
from casework.vocabulary import Text


def compare_plans(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What changes from one plan (as `Plan.to_json` gives it) to another: households that gain or lose, funds, measures.

    Amounts in fen. Households that get the same stand in neither list; what they get it from may differ.
    """
    was, now = (_by_household(plan) for plan in (before, after))
    change = {h: now.get(h, 0) - was.get(h, 0) for h in sorted(was.keys() | now.keys())}
    rows = {h: {"household": h, "from": was.get(h, 0), "to": now.get(h, 0), "change": fen} for h, fen in change.items()}
    funds = {side: {f["name"]: f["granted"] for f in plan["funds"]} for side, plan in (("from", before), ("to", after))}
    return {
        "gain": [rows[h] for h, fen in change.items() if fen > 0],
        "lose": [rows[h] for h, fen in change.items() if fen < 0],
        "same": sum(1 for fen in change.values() if fen == 0),
        "funds": [
            {"name": name, **{side: funds[side].get(name) for side in funds}}
            for name in dict.fromkeys((*funds["from"], *funds["to"]))
        ],
        "measures": {
            key: {"from": before["measures"][key], "to": after["measures"][key]} for key in before["measures"]
        },
    }


def compared_in_words(found: Mapping[str, Any]) -> Text:
    """How many households gain and lose from one plan to another, and how much together."""
    n, m, same = len(found["gain"]), len(found["lose"]), found["same"]
    up, down = (show(sum(abs(row["change"]) for row in found[side])) for side in ("gain", "lose"))
    return Text(f"{n} 户多得共 {up} 元，{m} 户少得共 {down} 元，{same} 户不变。",
                f"{n} households gain {up} yuan, {m} lose {down}, {same} get the same.")  # fmt: skip


def _by_household(plan: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys((need["household"] for need in plan["needs"]), 0)
    for grant in plan["grants"]:
        found[grant["household"]] = found.get(grant["household"], 0) + grant["amount"]
    return found

"""Sharing: lawful, optimal for its policy, exact to the fen; checked against every plan there is on small cases."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import funds
from casework.funds import Ceiling, Fund, Limits, Need
from casework.vocabulary import Refused

AIDS = ("living", "medical")


def need(household: str, aid: str, amount: int, payers: str, *, class_: str = "deep", means: int = 0) -> Need:
    return Need(household, aid, class_, True, amount, tuple(payers), means, ("2026-01-01", household))


def fund(name: str, available: int, reserve: int = 0, reserve_aids: tuple[str, ...] = ()) -> Fund:
    return Fund(name, AIDS, ("deep", "relative"), False, available, reserve, reserve_aids)


@st.composite
def tiny_cases(draw: st.DrawFn) -> tuple[list[Need], list[Fund]]:
    """Up to three households with one or two needs each and two funds, a few fen each."""
    names = "AB"
    money = [fund(n, draw(st.integers(0, 5)), draw(st.integers(0, 2)), ("medical",)) for n in names]
    found = []
    for i in range(draw(st.integers(1, 3))):
        class_, means = draw(st.sampled_from(["deep", "relative"])), draw(st.integers(-2, 4))
        for aid in draw(st.lists(st.sampled_from(AIDS), min_size=1, max_size=2, unique=True)):
            payers = draw(st.sampled_from(["", "A", "B", "AB"]))
            found.append(need(f"h{i}", aid, draw(st.integers(1, 3)), payers, class_=class_, means=means))
    return found, money


def every_total(needs: list[Need], money: list[Fund]) -> set[tuple[int, ...]]:
    """Every vector of household totals that some lawful set of payments gives, by trying all payments."""
    homes = sorted({n.household for n in needs})
    pairs = [(n, f) for n in needs for f in money if f.name in n.funds]
    found = set()
    for amounts in product(*(range(min(n.amount_fen, f.available_fen) + 1) for n, f in pairs)):
        paid = list(zip(pairs, amounts, strict=True))
        if lawful(paid, needs, money):
            found.add(tuple(sum(a for (n, _), a in paid if n.household == h) for h in homes))
    return found


def lawful(paid: list, needs: list[Need], money: list[Fund]) -> bool:
    by_need = all(sum(a for (n, _), a in paid if n is one) <= one.amount_fen for one in needs)
    whole = all(sum(a for (_, f), a in paid if f is one) <= one.available_fen for one in money)
    kept = all(
        sum(a for (n, f), a in paid if f is one and n.aid not in one.reserve_aids)
        <= one.available_fen - min(one.reserve_fen, one.available_fen)
        for one in money
    )
    return by_need and whole and kept


def floor_order(totals: tuple[int, ...], needs: list[Need]) -> tuple:
    """What deepest-first makes greatest: class by class, what the worst off have after aid, ascending."""
    homes = sorted({n.household for n in needs})
    of = {n.household: n for n in needs}
    have = [(of[h].class_, of[h].means_fen + t) for h, t in zip(homes, totals, strict=True)]
    return tuple(tuple(sorted(x for c, x in have if c == class_)) for class_ in ("deep", "relative"))


@settings(max_examples=150, deadline=None)
@given(tiny_cases())
def test_deepest_first_is_the_best_of_every_plan_there_is(case: tuple[list[Need], list[Fund]]) -> None:
    needs, money = case
    plan = funds.allocate(needs, money, "deepest-first")
    homes = sorted({n.household for n in needs})
    got = tuple(sum(v for (h, _, _), v in plan.grants.items() if h == home) for home in homes)
    possible = every_total(needs, money)
    assert got in possible
    assert floor_order(got, needs) == max(floor_order(t, needs) for t in possible)


@settings(max_examples=60, deadline=None)
@given(tiny_cases(), st.randoms(use_true_random=False))
def test_a_plan_breaks_no_restriction_and_does_not_depend_on_the_order_of_rows(case: tuple, random) -> None:
    needs, money = case
    plan = funds.allocate(needs, money, "deepest-first")
    by = {(n.household, n.aid): n for n in needs}
    paid = [((by[h, a], next(f for f in money if f.name == name)), v) for (h, a, name), v in plan.grants.items()]
    assert lawful(paid, needs, money)
    assert all(name in by[h, a].funds and v > 0 for (h, a, name), v in plan.grants.items())
    mixed = random.sample(needs, len(needs))
    assert funds.allocate(mixed, money, "deepest-first").grants == plan.grants


def test_the_worst_off_are_raised_to_one_level() -> None:
    """Means of 0, 30 and 100 and 100 fen to share: both poorer households end at 65, the third gets nothing."""
    needs = [
        need("a", "living", 90, "A", means=0),
        need("b", "living", 90, "A", means=30),
        need("c", "living", 90, "A", means=100),
    ]
    plan = funds.allocate(needs, [fund("A", 100)], "deepest-first")
    assert plan.grants == {("a", "living", "A"): 65, ("b", "living", "A"): 35}


def test_an_odd_fen_goes_to_the_earlier_file() -> None:
    needs = [need("b", "living", 90, "A"), need("a", "living", 90, "A")]
    plan = funds.allocate(needs, [fund("A", 101)], "deepest-first")
    assert plan.grants == {("a", "living", "A"): 51, ("b", "living", "A"): 50}


def test_a_deeper_class_comes_first_whatever_its_means() -> None:
    needs = [need("a", "living", 80, "A", class_="relative", means=-500), need("b", "living", 80, "A", means=900)]
    plan = funds.allocate(needs, [fund("A", 100)], "deepest-first")
    assert plan.grants == {("a", "living", "A"): 20, ("b", "living", "A"): 80}


def test_a_fund_that_only_one_may_use_is_left_to_it() -> None:
    """Household b may use only A, a may use both: all 100 of both funds reach somebody."""
    needs = [need("a", "living", 60, "AB"), need("b", "living", 60, "A", means=10)]
    plan = funds.allocate(needs, [fund("A", 60), fund("B", 40)], "deepest-first")
    assert sum(plan.grants.values()) == 100
    assert plan.grants["b", "living", "A"] == 45  # (100 + 10) / 2 = 55 each after aid
    assert plan.measures()["unmet_fen"] == 20


def test_a_protected_reserve_serves_only_its_aids_and_says_so() -> None:
    needs = [need("a", "living", 100, "A")]
    plan = funds.allocate(needs, [fund("A", 100, 30, ("temporary",))], "deepest-first")
    said = plan.to_json()
    assert said["funds"] == [{"name": "A", "before": 100, "granted": 70, "after": 30, "held": 30, "shadow_price": 1.0}]
    assert [(u["amount"], u["reason"]["code"]) for u in said["unmet"]] == [(30, "reserved")]


def test_a_need_that_no_fund_may_pay_says_so() -> None:
    said = funds.allocate([need("a", "living", 5, "")], [fund("A", 100)], "deepest-first").to_json()
    assert (said["grants"], said["unmet"][0]["reason"]["code"]) == ([], "no_fund")


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="deepest-first"):
        funds.allocate([], [], "loudest-first")


def test_a_funds_file_with_a_misspelt_key_is_refused_by_name() -> None:
    text = "- {name: 甲, source: union, receipts: [], pays: {aids: [living], classes: [deep], archivd_only: true}, reference: x}"
    with pytest.raises(Refused, match=r"f\.yaml: 甲: pays\.archiv"):
        funds.read(text, "f.yaml")


def test_amounts_of_a_funds_file_are_exact_to_the_fen() -> None:
    text = "- {{name: 甲, source: union, receipts: [{{date: 2026-01-01, amount: {0}, reference: r}}], pays: {{aids: [living], classes: [deep], archived_only: false}}, reference: x}}"
    assert [funds.read(text.format(a), "f")[0].receipts[0].amount_fen for a in ("400000", "0.29", "'1.10'")] == [
        40_000_000,
        29,
        110,
    ]
    for amount in ("0", "-5", "1.005", "many", "true"):
        with pytest.raises(Refused, match=r"f: 甲: receipts\.0\.amount"):
            funds.read(text.format(amount), "f")


def test_many_funds_are_shared_and_too_many_kinds_of_use_are_refused() -> None:
    """Thirty idle funds beside a useful one change nothing; thirteen needs, each with another set of funds, are too many."""
    idle = [Fund(f"idle{i}", ("warmth",), ("deep",), False, 100, 10, ("warmth",)) for i in range(30)]
    needs = [need("a", "living", 60, "A")]
    assert funds.allocate(needs, [fund("A", 50), *idle], "deepest-first").grants == {("a", "living", "A"): 50}
    names = "ABCDEFGHIJKLM"
    alike = funds.allocate([need("a", "living", 60, names)], [fund(n, 1) for n in names], "deepest-first")
    assert sum(alike.grants.values()) == 13
    with pytest.raises(Refused, match="differ in too many ways"):
        funds.allocate([need(n, "living", 60, n) for n in names], [fund(n, 1) for n in names], "deepest-first")


def test_a_fund_that_stands_twice_in_a_file_is_refused() -> None:
    one = "- {name: 甲, source: union, receipts: [], pays: {aids: [living], classes: [deep], archived_only: false}, reference: x}\n"
    with pytest.raises(Refused, match="the fund 甲 stands twice"):
        funds.read(one + one, "f")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [("union", "lottery", "source"), ("living", "lunch", r"pays\.aids\.0"), ("deep", "shallow", r"pays\.classes\.0")],
)
def test_a_word_off_its_list_is_refused_by_its_key(was: str, now: str, said: str) -> None:
    text = "- {name: 甲, source: union, receipts: [], pays: {aids: [living], classes: [deep], archived_only: false}, reference: x}"
    with pytest.raises(Refused, match=f"f: 甲: {said}"):
        funds.read(text.replace(was, now), "f")


# ---- limits and caps, by hand --------------------------------------------------------------------------


def test_each_region_gets_the_least_set_for_it_when_one_claim_takes_from_another() -> None:
    """160 for X (region 32, well off), Y (33) and Z (34), each due 100; at least 80 for 32 and for 33. The floor alone gives
    Y and Z 80 each; when X is served first, Y would fall to 40, so it has its claim too and Z gets nothing."""
    needs = [
        replace(need(name, "living", 100, "A", means=means), region=region)
        for name, means, region in (("x", 1000, "32"), ("y", 0, "33"), ("z", 0, "34"))
    ]
    plan = funds.allocate(needs, [fund("A", 160)], "raise-the-floor", Limits(at_least=(("32", 80), ("33", 80))))
    assert plan.grants == {("x", "living", "A"): 80, ("y", "living", "A"): 80}


def test_room_in_a_fund_goes_to_the_need_that_can_use_it() -> None:
    """The fund gives a household at most 100 and nothing for medical aid: the room is living aid's, not medical's."""
    capped = replace(fund("A", 1000), household_cap_fen=100, ceilings=(Ceiling(("medical",), ("deep",), 0),))
    needs = [replace(need("a", aid, 100, "A"), room=(("A", 100),)) for aid in ("medical", "living")]
    for policy in funds.POLICIES:
        assert funds.allocate(needs, [capped], policy).grants == {("a", "living", "A"): 100}


def test_what_a_fund_may_give_one_need_does_not_bind_another() -> None:
    needs = [replace(need("a", aid, 500, "A"), most=(("A", 300),)) for aid in ("living", "medical")]
    plan = funds.allocate(needs, [fund("A", 1000)], "proportional")
    assert plan.grants == {("a", "living", "A"): 300, ("a", "medical", "A"): 300}
    assert [plan.why_unmet(n)[0] for n in needs] == ["approval", "approval"]


def test_the_cap_of_a_household_is_the_reason() -> None:
    needs = [need("a", aid, 300, "A") for aid in ("living", "medical")]
    for policy in ("deepest-first", "equal-amount"):
        plan = funds.allocate(needs, [fund("A", 1000)], policy, Limits(household_cap_fen=100))
        assert sum(plan.grants.values()) == 100
        assert {plan.why_unmet(n)[0] for n in needs} == {"household_cap"}


def test_of_aids_that_exclude_one_another_one_is_chosen_that_a_fund_can_pay() -> None:
    needs = [need("a", "living", 300, "B"), need("a", "medical", 200, "A")]
    plan = funds.allocate(
        needs, [fund("A", 1000), fund("B", 0)], "deepest-first", Limits(one_of=(("living", "medical"),))
    )
    assert plan.grants == {("a", "medical", "A"): 200}


def test_where_grants_are_whole_no_price_is_said() -> None:
    """100, 60 and 60 of living aid, 120 there: two are whole, the third gets nothing, and more money has no steady price."""
    needs = [need("a", "living", 100, "A"), need("b", "living", 60, "A"), need("c", "living", 60, "A")]
    plan = funds.allocate(needs, [fund("A", 120)], "raise-the-floor", Limits(whole=("living",)))
    assert plan.grants == {("b", "living", "A"): 60, ("c", "living", "A"): 60}
    assert plan.to_json()["funds"][0]["shadow_price"] is None
    assert "not worked out" in plan.one_more()[0]["en"]

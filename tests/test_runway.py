"""Runway: how long the money lasts, worked out by hand on small ledgers; always a range, never more than the past shows."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import ledger, pages
from casework.casebook import Casebook, outlook
from casework.funds import runway
from casework.funds.runway import Outlook, Range, Reserve, Runway
from tests.commands import casework, data, well, wrong
from tests.test_ledger import add_grant, approve
from tests.test_pages import ALLOWED, HOSTILE, Elements

ON = date(2026, 10, 31)


def months(paid: list[int], last: str = "2026-10") -> dict[str, int]:
    """Amounts as those of the months up to and with the last."""
    end = int(last[:4]) * 12 + int(last[5:]) - len(paid)
    return {f"{(end + i) // 12}-{(end + i) % 12 + 1:02}": fen for i, fen in enumerate(paid)}


# ---- by hand -------------------------------------------------------------------------------------------


def test_the_range_is_what_runs_of_as_many_months_paid() -> None:
    """1 … 6: single months 1 to 6, middle 3.5, half a fen up; pairs 3 to 11; threes 6, 9, 12, 15, whose middle is 10.5."""
    found = runway.outlook("A", 100, months([1, 2, 3, 4, 5, 6]), ON)
    assert found.paid == {"2026-11": Range(1, 4, 6), "2026-12": Range(3, 7, 11), "2027-01": Range(6, 11, 15)}
    assert found.history_months == 6


def test_a_fund_runs_dry_in_the_month_that_uses_up_the_last_fen() -> None:
    """100 a month, once 400: 600 last six months at the least and in the middle, three in a run that holds the 400."""
    found = runway.outlook("A", 600, months([100] * 12 + [400] + [100] * 11), ON)
    assert found.dry() == {"paying_least": "2027-04", "paying_middle": "2027-04", "paying_most": "2027-01"}
    one_more = runway.outlook("A", 601, months([100] * 12 + [400] + [100] * 11), ON)
    assert one_more.dry() == {"paying_least": "2027-05", "paying_middle": "2027-05", "paying_most": "2027-02"}


def test_a_year_ahead_has_thirteen_runs_and_none_wraps_round() -> None:
    """Only the first of 24 months paid: one run of a year holds it; wrapped round, more would."""
    found = runway.outlook("A", 5, months([9] + [0] * 23), ON)
    assert found.paid["2027-10"] == Range(0, 0, 9)
    assert len(found.paid) == 12
    assert found.dry() == {"paying_least": None, "paying_middle": None, "paying_most": "2026-11"}


def test_what_is_older_than_two_years_does_not_count() -> None:
    assert runway.outlook("A", 5, months([99] + [1] * 24), ON).paid["2026-11"] == Range(1, 1, 1)


def test_a_month_left_out_paid_nothing() -> None:
    paid = months([5] + [0] * 22 + [5])
    assert runway.outlook("A", 9, {m: fen for m, fen in paid.items() if fen}, ON) == runway.outlook("A", 9, paid, ON)


@pytest.mark.parametrize("known", [0, 1, 5])
def test_too_little_history_gives_no_line(known: int) -> None:
    found = runway.outlook("A", 5, months([9] * known), ON)
    assert (found.history_months, dict(found.paid), {*found.dry().values()}) == (known, {}, {None})
    assert f"Whole months since its first move: {known}" in " ".join(said.en for said in found.sentences())


@pytest.mark.parametrize(("known", "ahead"), [(6, 3), (7, 3), (13, 6), (24, 12), (40, 12)])
def test_it_looks_ahead_half_as_far_as_back(known: int, ahead: int) -> None:
    assert len(runway.outlook("A", 5, months([9] * known), ON).paid) == ahead


@pytest.mark.parametrize(
    ("on", "first", "seen"),
    [
        (date(2026, 10, 31), "2026-11", 6),
        (date(2026, 10, 30), "2026-10", 5),
        (date(2024, 2, 29), "2024-03", 6),
        (date(2024, 2, 28), "2024-02", 5),
        (date(2023, 2, 28), "2023-03", 6),
        (date(2026, 12, 31), "2027-01", 6),
        (date(2027, 1, 1), "2027-01", 5),
    ],
)
def test_a_month_is_over_on_its_last_day(on: date, first: str, seen: int) -> None:
    month = on.isoformat()[:7]
    assert runway.outlook("A", 5, months([1] * 6, month), on).history_months == seen
    assert next(iter(runway.outlook("A", 5, months([1] * 24, month), on).paid)) == first


def test_the_month_that_has_begun_counts_whole_less_what_it_has_paid() -> None:
    """10 a month, 4 of them paid by the middle of October: 6 more to its end; 12 paid already: none comes back."""
    for already, due in ((4, 6), (12, 0)):
        found = runway.outlook("A", 50, months([10] * 12 + [already]), date(2026, 10, 15))
        assert found.paid["2026-10"] == Range(due, due, due)
        assert found.paid["2026-11"].most == 20 - already


def test_a_fund_is_not_looked_at_beyond_its_last_day() -> None:
    past = months([1] * 24)
    assert [*runway.outlook("A", 5, past, ON, 12, "2026-12-31").paid] == ["2026-11", "2026-12"]
    assert not runway.outlook("A", 0, past, ON, 12, "2026-09-30").paid


def test_the_reserve_serves_nine_in_ten_runs() -> None:
    """23 pairs of months, 1 + 2 up to 23 + 24; the 21st of them, 43, is the least that serves nine in ten (20.7)."""
    found = runway.reserve(months([*range(1, 25)]), 30, ON)
    assert found == Reserve(24, "2026-12", Range(3, 25, 47), 43, 30)
    assert sum(2 * i + 1 <= found.keep_fen for i in range(1, 24)) == 21
    assert runway.reserve(months([*range(1, 25)]), 30, ON, share=Fraction(1)).keep_fen == 47
    assert runway.reserve(months([*range(1, 25)]), 30, ON, 1).keep_fen == 22  # of 24 months the 22nd


@pytest.mark.parametrize(("on", "until"), [(date(2026, 12, 31), "2027-12"), (date(2026, 12, 30), "2026-12"), (ON, "2026-12")])  # fmt: skip
def test_the_reserve_is_for_the_rest_of_the_year(on: date, until: str) -> None:
    assert runway.reserve(months([1] * 25, on.isoformat()[:7]), 0, on).until == until


# ---- whatever was paid -----------------------------------------------------------------------------------

AMOUNTS = st.lists(st.integers(0, 10**12), max_size=30)


@given(AMOUNTS, st.integers(0, 10**12))
def test_lines_never_fall_and_stand_in_order(paid: list[int], free: int) -> None:
    found = runway.outlook("A", free, months(paid), ON)
    ranges = [Range(0, 0, 0), *found.paid.values()]
    for before, after in pairwise(ranges):
        assert all(a <= b for a, b in zip(before, after, strict=True))
        assert after.least <= after.middle <= after.most <= sum(paid)
        assert {type(fen) for fen in after} == {int}
    least, middle, most = (month or "9999" for month in found.dry().values())
    assert most <= middle <= least


@given(st.lists(st.integers(-(10**9), 10**9), min_size=24, max_size=24))
def test_months_that_got_back_more_than_they_paid_make_no_line_negative(paid: list[int]) -> None:
    assert all(0 <= r.least <= r.middle <= r.most for r in runway.outlook("A", 5, months(paid), ON).paid.values())


@given(AMOUNTS.filter(lambda paid: len(paid) >= 6), st.integers(1, 12), st.fractions(Fraction(1, 10), 1))
def test_the_reserve_is_the_least_that_serves_the_share(paid: list[int], ahead: int, share: Fraction) -> None:
    found, past = runway.reserve(months(paid), 0, ON, ahead, share), paid[-24:]
    n = min(ahead, len(past) // 2)
    runs = [sum(past[i : i + n]) for i in range(len(past) - n + 1)]
    assert sum(run <= found.keep_fen for run in runs) >= share * len(runs)
    assert sum(run < found.keep_fen for run in runs) < share * len(runs)


# ---- in a casebook ---------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Casebook]:
    """Fund 1: 10,000 received in December; from January 100 a month, in May 300; 50 of July returned, 100 of August reversed, 500 reserved."""
    with Casebook.create(tmp_path / "small.db", unit="示例", pack="demo-2026", last_day=date(2026, 8, 31)) as book:
        with book.write("王", "small ledger") as tx:
            for number, name, aids in ((1, "A", '["living", "temporary"]'), (2, "B", '["living"]')):
                tx.execute(
                    "INSERT INTO fund (id, name, source, aids, classes, archived_only) VALUES (?, ?, 'union', ?, ?, 0)",
                    (number, name, aids, '["deep"]'),
                )
            tx.execute("INSERT INTO fund_reserve VALUES (1, 700, '[\"temporary\"]')")
            ledger.receive(tx, 1, 10_000, key="r", on=date(2025, 12, 5), by="王")
            for m in range(1, 9):
                _grant(tx, m, 300 if m == 5 else 100, date(2026, m, 28), aid="temporary" if m % 4 == 0 else "living")
            ledger.give_back(tx, 7, 50, key="back", on=date(2026, 7, 31), by="王")
            ledger.reverse(tx, 8, 100, key="wrong", on=date(2026, 8, 31), by="王")
            _grant(tx, 9, 500, date(2026, 8, 31), is_paid=False)
        yield book


def _grant(tx: Any, number: int, fen: int, on: date, *, aid: str = "living", is_paid: bool = True) -> None:
    add_grant(tx, number, 1, fen, aid=aid, adopted_on=on.isoformat())
    approve(tx, number, on=on)
    ledger.reserve(tx, number, fen, key=f"s{number}", on=on, by="王")
    if is_paid:
        ledger.pay(tx, number, fen, key=f"p{number}", on=on, by="赵")


def test_a_casebook_is_looked_at_by_its_moves(small: Casebook) -> None:
    """Months 0 100 100 100 100 300 100 50 0: fours take 300, 400, 600, 600, 550, 450. 10,000 − 500 − 850 are left."""
    found = outlook.runway(small)
    a, b = found.funds
    assert (a.name, a.available_fen, a.history_months) == ("A", 8_650, 9)
    assert a.paid["2026-12"] == Range(300, 500, 600)
    assert a.paid["2026-09"] == Range(0, 100, 300)
    assert (b.available_fen, b.history_months, dict(b.paid)) == (0, 0, {})
    # Temporary aid: 100 in April, and in August 100 that were reversed; of six fours four hold the first.
    assert found.reserve == Reserve(9, "2026-12", Range(0, 100, 100), 100, 700)


def test_its_months_add_up_to_what_the_ledger_says_is_paid(small: Casebook) -> None:
    rows = small.rows(outlook._PAID, ("2026-08-31",))
    for balance in ledger.balances(small.db.conn):
        assert sum(r["fen"] for r in rows if r["fund_id"] == balance.fund_id) == balance.paid_fen


def test_an_earlier_day_knows_nothing_of_later_moves(small: Casebook) -> None:
    """On 30 July 900 are paid and nothing is back; seven months are over, and July has paid its 100."""
    then = outlook.runway(small, date(2026, 7, 30), 2).funds[0]
    assert (then.available_fen, then.history_months) == (10_000 - 900, 7)
    assert then.paid == {"2026-07": Range(0, 0, 200), "2026-08": Range(0, 100, 300)}


def test_a_fund_past_its_last_day_has_nothing(small: Casebook) -> None:
    with small.write("王", "a fund that lapsed") as tx:
        tx.execute("""INSERT INTO fund (id, name, source, aids, classes, archived_only, usable_until)
            VALUES (3, 'C', 'union', '["temporary"]', '["deep"]', 0, '2026-07-31')""")
        ledger.receive(tx, 3, 900, key="c", on=date(2026, 1, 5), by="王")
        tx.execute("INSERT INTO fund_reserve VALUES (3, 900, '[\"temporary\"]')")
    found = outlook.runway(small)
    assert (found.funds[2].available_fen, dict(found.funds[2].paid)) == (0, {})
    assert found.reserve.protected_fen == 700
    assert outlook.runway(small, date(2026, 7, 30)).funds[2].available_fen == 900


def test_what_is_protected_is_no_more_than_what_is_there(small: Casebook) -> None:
    with small.write("王", "a larger reserve") as tx:
        tx.execute("UPDATE fund_reserve SET amount_fen = 9000")
    assert outlook.runway(small).reserve.protected_fen == 8_650


def test_an_empty_book_has_no_lines(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "empty.db", unit="示例", pack="demo-2026", last_day=ON) as book:
        found = outlook.runway(book)
    assert found == Runway(ON, 12, (), Reserve(0, None, None, None, 0))
    assert "0.00" in pages.runway(found, "zh")


# ---- the command and the page ------------------------------------------------------------------------------


def test_the_demo_in_words_and_as_data(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_LANG", "en")
    found = data("runway", "--book", path)
    assert well("runway", "--book", path, "--json") == well("runway", "--book", path, "--json")
    assert (found["on"], found["months"], len(found["funds"])) == ("2026-10-31", 12, 4)
    central, provincial, *_ = found["funds"]
    assert central["history_months"] == 24
    assert [row["month"] for row in central["paid_by_month"]] == [*months([0] * 12, "2027-10")]
    assert central["paid_by_month"][-1]["most"] > central["paid_by_month"][-1]["least"]
    assert {*central["dry"]} == {"paying_least", "paying_middle", "paying_most"}
    assert (provincial["history_months"], provincial["paid_by_month"]) == (1, [])
    assert found["reserve"]["until"] == "2026-12"
    assert {"needed", "keep", "share", "protected_now"} < {*found["reserve"]}
    said = well("runway", "--book", path).splitlines()
    assert len(said) == 5
    assert said[1].endswith("It may be used until 2026-12-31; what is left then lapses.")


def test_fewer_months_and_an_earlier_day(path: Path) -> None:
    found = data("runway", "--book", path, "--on", "2026-09-30", "--months", "3")
    assert [row["month"] for row in found["funds"][0]["paid_by_month"]] == ["2026-10", "2026-11", "2026-12"]
    assert found["reserve"]["until"] == "2026-12"


@pytest.mark.parametrize("wish", [["--months", "0"], ["--months", "13"], ["--on", "2026-11-01"], ["--on", "gestern"]])
def test_a_wrong_call_is_one_sentence(path: Path, wish: list[str]) -> None:
    assert wrong(casework("runway", "--book", path, *wish))


def shown(name: str = "A", free: int = 60_000) -> Runway:
    fund = runway.outlook(name, free, months([1_000, 2_000, 3_000, 4_000, 5_000, 6_000] * 4), ON)
    return Runway(ON, 12, (fund,), runway.reserve(months([100] * 24), 50, ON))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(name: str) -> None:
    seen = Elements(pages.runway(shown(name), "zh"))
    assert seen.tags <= ALLOWED
    assert not [a for a in seen.attributes if a.startswith("on") or a == "href"]
    assert name in seen.text


def test_the_page_has_the_same_figures_in_both_languages() -> None:
    for lang, words in (("zh", ("资金还能用多久", "居中(元)")), ("en", ("How long the money lasts", "Middle (yuan)"))):
        text = Elements(pages.runway(shown(), lang)).text
        for said in (*words, "600.00", "2027-10", *(f"{fen / 100:.2f}" for fen in shown().funds[0].paid["2027-04"])):
            assert said in text


def test_the_fan_is_drawn_to_scale() -> None:
    """A year takes 420.00 at every pace; 600.00 stand at the third of three steps of 200, the year at 2.1 of them."""
    fan = pages.fan(shown().funds[0], "en")
    assert 'd="M100 56.0H490M330 34h24"' in fan  # what is available, at the top
    assert "L490.0 116.0L490.0 116.0L" in fan  # the last most and the last least
    assert 'aria-label="A Paid from now on, in all (yuan)"' in fan


def test_a_fund_that_never_paid_is_drawn_too() -> None:
    still = Outlook("A", 0, 24, {"2026-11": Range(0, 0, 0)})
    assert "M100 256.0H490" in pages.fan(still, "zh")


def test_data_is_plain_and_whole() -> None:
    said = json.loads(json.dumps(shown().to_json()))
    assert said == shown().to_json()
    assert said["reserve"]["share"] == "9/10"

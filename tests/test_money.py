"""Money: what people write comes in exactly, goes out again unchanged, and is shared without losing a fen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import money

fen = st.integers(-money.LIMIT, money.LIMIT)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", 0), ("1", 100), ("1234.5", 123_450), ("1,234.50元", 123_450), ("１２００", 120_000), ("￥99.99", 9_999),
        ("¥ 3 000", 300_000), ("人民币500元整", 50_000), ("-0.01", -1), ("+2.30", 230), (" 12 元 ", 1_200),
        ("12 RMB", 1_200), ("1.50", 150),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(written: str, expected: int) -> None:
    assert money.parse(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "元", "abc", "1.2.3", "1.2万", "--1", "1e3", "NaN", "inf", ".5", "1.", "一百", "5%", "12,34", "1,2345", ",5"],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.parse(written)


@pytest.mark.parametrize("written", ["0.001", "1.005", "10000000000000.01", "1000.000000000000000000000000000001"])
def test_a_part_of_a_fen_and_a_slip_of_the_pen_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"more than two decimals|too large|not an exact number"):
        money.parse(written)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e99999", "x", ""])
def test_no_number_is_refused_as_such(value: str) -> None:
    with pytest.raises(ValueError, match=r"not an exact number|more than two|too large"):
        money.exact(value)


@given(fen)
def test_what_is_shown_is_read_back(amount: int) -> None:
    assert money.parse(money.show(amount)) == amount
    assert Decimal(money.show(amount).replace(",", "")) == Decimal(amount) / 100


def test_the_unknown_is_shown_as_a_dash_and_not_as_nothing() -> None:
    assert money.show(None) == "—"
    assert money.show(0) == "0.00"
    assert money.show(-5) == "-0.05"
    assert money.show(123_456_789) == "1,234,567.89"


@given(st.integers(), st.integers(1, 10**6))
def test_half_up_is_the_nearest_whole_and_halves_go_away_from_zero(top: int, bottom: int) -> None:
    amount = Fraction(top, bottom)
    away = money.half_up(amount) - amount
    assert abs(away) <= Fraction(1, 2)
    assert abs(away) != Fraction(1, 2) or abs(money.half_up(amount)) > abs(amount)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_a_share_loses_nothing_and_is_fair_to_the_fen(total: int, weights: list[int]) -> None:
    parts = money.share(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert weight or not part


def test_the_larger_remainder_gets_the_fen_and_the_earlier_of_two_equals() -> None:
    assert money.share(100, [1, 1, 1]) == [34, 33, 33]
    assert money.share(10, [1, 2, 4]) == [1, 3, 6]  # 1.43, 2.86, 5.71: the two larger remainders go up


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [0, 0]), (1, [2, -1]), (-1, [1])])
def test_a_share_that_means_nothing_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="a share needs"):
        money.share(total, weights)

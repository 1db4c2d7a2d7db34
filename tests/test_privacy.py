"""Privacy: what a mask shows and what it never shows."""

from hypothesis import given
from hypothesis import strategies as st

from casework.privacy import mask_card, mask_number


def test_numbers_show_their_ends() -> None:
    assert mask_number("11010519491231996X") == "110" + "*" * 13 + "6X"
    assert mask_number("13800000000") == "138******00"
    assert mask_card("6222000000001234") == "*" * 12 + "1234"
    assert mask_number(None) == mask_card(None) == mask_card("") == "—"


@given(st.text("0123456789X", min_size=1, max_size=24))
def test_a_mask_hides_at_least_four_characters_or_all_and_keeps_the_length(number: str) -> None:
    for mask in (mask_number, mask_card):
        shown = mask(number)
        assert len(shown) == len(number)
        assert shown.count("*") >= min(4, len(number))
        assert all(c in ("*", d) for c, d in zip(shown, number, strict=True))

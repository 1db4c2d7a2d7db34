"""Privacy: what a mask shows and what it never shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.privacy import mask_card, mask_name, mask_number


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王芳", "王*"), ("王小芳", "王**"), ("欧阳修", "欧阳*"), ("欧阳", "欧*"), ("司马相如", "司马**"), ("John Smith", "J***"),
     (None, "—"), ("", "—")],
)  # fmt: skip
def test_a_name_shows_its_surname(name: str | None, shown: str) -> None:
    assert mask_name(name) == shown


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


@given(st.text(min_size=2, max_size=8))
def test_a_masked_name_never_shows_the_whole_of_it(name: str) -> None:
    assert mask_name(name).endswith("*")
    assert len(mask_name(name).rstrip("*")) < len(name) or "*" in name

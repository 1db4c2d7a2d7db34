"""Privacy: what a mask shows and what it never shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.households import Household, fields
from casework.privacy import mask_card, mask_name, mask_number, masked, shown
from casework.vocabulary import Text

OF_FILE = fields(Household)


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


def test_a_value_of_a_file_is_shown_as_people_read_it() -> None:
    for name, value, zh, en in (
        ("medical_out_of_pocket_fen", 1_800_000, "18,000.00", "18,000.00"),
        ("medical_out_of_pocket_fen", 0, "0.00", "0.00"),
        ("medical_out_of_pocket_fen", None, "—", "—"),
        ("single_parent", True, "是", "yes"),
        ("single_parent", False, "否", "no"),
        ("single_parent", None, "—", "—"),
        ("sex", "女", "女", "female"),
        (
            "secondary_causes",
            "患重特大疾病、遭受自然灾害",
            "患重特大疾病、遭受自然灾害",
            "critical illness, natural disaster",
        ),
        ("size", 3, "3", "3"),
        ("address", "", "—", "—"),
        ("id_number", "11010519491231996X", "110" + "*" * 13 + "6X", "110" + "*" * 13 + "6X"),
        ("bank_card", "6222000000001234", "*" * 12 + "1234", "*" * 12 + "1234"),
    ):
        assert shown(OF_FILE[name], value) == Text(zh, en), (name, value)


def test_only_numbers_are_masked_in_data() -> None:
    assert masked(OF_FILE["phone"], "13800000000") == "138******00"
    assert masked(OF_FILE["medical_out_of_pocket_fen"], 1_800_000) == 1_800_000
    assert masked(OF_FILE["single_parent"], False) is False
    assert masked(OF_FILE["address"], None) is None


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王芳", "王*"),
        ("张小明", "张**"),
        ("欧阳春", "欧阳*"),
        ("欧阳", "欧*"),
        ("李", "李*"),
        ("Anna Lee", "A**"),
        ("买买提·吐尔逊", "买**"),
    ],
)
def test_of_a_name_only_the_surname_is_shown(name: str, masked: str) -> None:
    assert mask_name(name) == masked

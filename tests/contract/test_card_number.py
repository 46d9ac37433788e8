"""The card's number is a valid EAN-13 that protects typing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.card_number import card_number, check_digit, grouped, is_card_number

numbers = st.integers(0, 10**11 - 1).map(card_number)


def test_check_digit_is_the_one_of_a_printed_ean13() -> None:
    assert check_digit("400638133393") == "1"


@given(numbers)
def test_card_number_is_thirteen_digits_of_the_restricted_range(number: str) -> None:
    assert is_card_number(number)
    assert number.startswith("2")


@given(numbers, st.integers(0, 12), st.integers(1, 9))
def test_card_number_with_one_digit_mistyped_is_refused(
    number: str, place: int, shift: int
) -> None:
    digit = str((int(number[place]) + shift) % 10)
    assert not is_card_number(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "2" * 12, "２" * 13, "4006381333931", "2912345678900"])
def test_text_that_is_not_a_card_number_is_refused(text: str) -> None:
    assert not is_card_number(text)


def test_card_number_outside_its_range_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="below"):
        card_number(10**11)


def test_card_number_is_read_aloud_in_fours() -> None:
    assert grouped("2912345678901") == "2912 3456 7890 1"

"""What a member types to sign in."""

import pytest

from kopilka.ui.sign_in.address import address_of


@pytest.mark.parametrize(
    "typed",
    [
        "+79000000001",
        "+7 900 000-00-01",
        " 8 (900) 000-00-01 ",
        "89000000001",
        "79000000001",
        "+7\u00a0900\u00a0000–00–01",
        "+7\u2011900\u2011000\u201100\u201101",
        "\u202a+7 900 000-00-01\u202c",
        "+7.900.000/00/01",
        "＋７９００００００００１",
        "+٧٩٠٠٠٠٠٠٠٠١",
        "+۷ ۹۰۰ ۰۰۰ ۰۰ ۰۱",
        "0079000000001",
    ],
)
def test_phone_is_understood_however_it_is_written(typed: str) -> None:
    assert address_of(typed) == "+79000000001"


def test_email_is_taken_as_it_is() -> None:
    assert address_of(" anna@example.com ") == "anna@example.com"
    assert address_of("\ufeffanna＠example.com\u200b") == "anna@example.com"


@pytest.mark.parametrize(
    "typed", ["", "anna", "anna@", "@example.com", "+7900", "12345", "a b@c.d"]
)
def test_what_is_neither_is_not_guessed(typed: str) -> None:
    assert address_of(typed) is None

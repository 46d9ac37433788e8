"""Which language a request prefers, and which address a text means."""

import pytest

from loyalty_server.languages import Language, preferred_language
from loyalty_server.sign_in.addresses import NotAnAddress, email_address, phone_address

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ru"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("de, en;q=0.5, ru;q=0.4", "en"),
        ("en;q=0.1, ru;q=0.9", "ru"),
        ("fr", "ru"),
        ("*", "ru"),
        ("en;q=0", "ru"),
        ("en;q=much", "ru"),
        (",;q=1,,", "ru"),
    ],
)
def test_language_is_the_best_known_one(header: str, language: str) -> None:
    assert preferred_language(header, otherwise=Language.RU) == language


@pytest.mark.parametrize("text", ["+79000000001", "+7 (900) 000-00-01", " +7 900 000 00 01 "])
def test_phone_is_one_however_it_is_written(text: str) -> None:
    assert phone_address(text).value == "+79000000001"


@pytest.mark.parametrize("text", ["", "89000000001", "+7", "+7900", "+999999999999999", "phone"])
def test_text_that_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        phone_address(text)


@pytest.mark.parametrize("text", ["", "a", "@b.example", "a@b", "a b@c.example", "a@b..example"])
def test_text_that_is_no_email_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        email_address(text)


def test_email_is_one_in_any_case() -> None:
    assert email_address(" Anna@Mail.example") == email_address("anna@mail.EXAMPLE")


def test_address_does_not_show_itself() -> None:
    assert "9000000001" not in repr(phone_address("+79000000001"))

"""Amounts in minor units: as many digits as ISO 4217 gives each currency."""

from iso4217 import Currency

from loyalty_api.currencies import MINOR_DIGITS, decimal_text, minor_digits


def test_every_currency_has_the_digits_of_the_standards_own_table() -> None:
    published = {each.code: each.exponent for each in Currency if each.exponent is not None}
    assert published == MINOR_DIGITS


def test_amount_is_written_with_its_currencys_digits() -> None:
    assert decimal_text(118400, "RUB") == "1184.00"
    assert decimal_text(1500, "UGX") == "1500"
    assert decimal_text(-1005, "KWD") == "-1.005"
    assert decimal_text(5, "USD") == "0.05"


def test_currency_newer_than_the_table_has_two_digits() -> None:
    assert minor_digits("QQQ") == 2

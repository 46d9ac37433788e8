"""The currencies of ISO 4217 and how many decimal digits their minor units make (list one of 2026-01-01)."""

from collections.abc import Mapping
from typing import Final

_BY_DIGITS: Final[Mapping[int, str]] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
        "CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
        "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD "
        "LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB "
        "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
        "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW "
        "ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
MINOR_DIGITS: Final[Mapping[str, int]] = {
    code: digits for digits, codes in _BY_DIGITS.items() for code in codes.split()
}
"""Decimal digits of each currency; metals and units of account, which have none, are not money here."""


def minor_digits(currency: str) -> int:
    """Decimal digits of an amount: JPY 0, RUB 2, KWD 3; two for a currency that came after this list."""
    return MINOR_DIGITS.get(currency, 2)


def decimal_text(minor_units: int, currency: str) -> str:
    """An amount in figures with a point: `decimal_text(118400, "RUB")` is `1184.00`."""
    digits = minor_digits(currency)
    whole, minor = divmod(abs(minor_units), 10**digits)
    sign = "-" if minor_units < 0 else ""
    return f"{sign}{whole}.{minor:0{digits}d}" if digits else f"{sign}{whole}"

"""Where a one-time code is sent: a phone in E.164 or an e-mail, written in one way only."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import phonenumbers
from email_validator import EmailSyntaxError, ValidatedEmail, validate_email
from phonenumbers import PhoneNumberType

TAKES_TEXTS: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
OF_NO_COUNTRY: Final = phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY
"""Satellites and networks at sea: mobile by their type, and each text to them costs dollars."""

LONGEST: Final = 320
"""Letters of a mailbox, before and after its `@`, as no mail server takes more (RFC 5321, 4.5.3.1)."""

GMAIL: Final = "gmail.com"
ALSO_GMAIL: Final = frozenset({GMAIL, "googlemail.com"})


class Channel(StrEnum):
    """How the address is reached."""

    PHONE = "phone"
    EMAIL = "email"


class NotAnAddress(ValueError):
    """The text is neither a phone number with its country code nor one mailbox."""


class NotReachable(ValueError):
    """An address, and no code can be brought to it: a line that takes no texts, or costs the caller
    or us a premium; a mailbox whose name needs letters that not every mail server passes on."""


@dataclass(frozen=True)
class Address:
    """One member's address. Its value stays out of `repr`, so that no log can show it."""

    channel: Channel
    value: str = field(repr=False)


def phone_address(text: str, country: str | None = None) -> Address:
    """A phone number with its country code, in E.164 (ITU-T): `+7 900 000-00-01` is `+79000000001`.

    Without its code it is read as people of the `country` (ISO 3166) write it, where one is given.

    Raises `NotAnAddress`, and `NotReachable` for a kind of number that takes no texts.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise NotAnAddress("a phone number with its country code is needed") from error
    if not phonenumbers.is_possible_number(number):
        raise NotAnAddress("a possible phone number is needed")
    of_a_country = phonenumbers.region_code_for_number(number) != OF_NO_COUNTRY
    if not of_a_country or phonenumbers.number_type(number) not in TAKES_TEXTS:
        raise NotReachable("a mobile phone's number is needed")
    formatted = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Address(Channel.PHONE, formatted)


def email_address(text: str) -> Address:
    """One mailbox, without a name, comments or quotes around it, in lower case: mailboxes that differ
    in case only are one in practice. An international domain is written as people read it.

    Raises `NotAnAddress`, and `NotReachable` for a mailbox name outside ASCII (SMTPUTF8, RFC 6531).
    """
    if len(text) > LONGEST:
        raise NotAnAddress("an e-mail address is needed")
    mailbox = _mailbox(text.strip())
    if not mailbox.local_part.isascii():
        raise NotReachable("a mailbox name in Latin letters is needed")
    return Address(Channel.EMAIL, f"{mailbox.local_part.lower()}@{mailbox.domain}")


def counted_as(address: str) -> str:
    """What limits count an address as: `me+shop@x` arrives where `me@x` does, in most places.

    Only limits may take the two for one. Where `+` means nothing they are two people's.
    """
    local, at, domain = address.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ALSO_GMAIL:
        local, domain = local.replace(".", ""), GMAIL
    return f"{local}{at}{domain}"


def _mailbox(text: str) -> ValidatedEmail:
    """What a kept library makes of it, asking no name server; `.test` (RFC 6761) is a domain too."""
    try:
        mailbox = validate_email(
            text, check_deliverability=False, test_environment=True, strict=True
        )
    except EmailSyntaxError as error:
        raise NotAnAddress("an e-mail address is needed") from error
    if "." not in mailbox.domain:
        raise NotAnAddress("an e-mail address is needed")
    return mailbox

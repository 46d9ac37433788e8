"""Where a one-time code is sent: a phone in E.164 or an e-mail, written in one way only."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers

MAX_EMAIL = 254
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+")


class Channel(StrEnum):
    """How the address is reached."""

    PHONE = "phone"
    EMAIL = "email"


class NotAnAddress(ValueError):
    """The text is neither a possible phone number with its country code nor an e-mail."""


@dataclass(frozen=True)
class Address:
    """One member's address. Its value stays out of `repr`, so that no log can show it."""

    channel: Channel
    value: str = field(repr=False)


def phone_address(text: str) -> Address:
    """A phone number with its country code, in E.164 (ITU-T): `+7 900 000-00-01` is `+79000000001`."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as error:
        raise NotAnAddress("a phone number with its country code is needed") from error
    if not phonenumbers.is_possible_number(number):
        raise NotAnAddress("a possible phone number is needed")
    formatted = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Address(Channel.PHONE, formatted)


def email_address(text: str) -> Address:
    """An e-mail address in lower case: mailboxes that differ in case only are one in practice."""
    plain = text.strip().lower()
    if len(plain) > MAX_EMAIL or not _EMAIL.fullmatch(plain):
        raise NotAnAddress("an e-mail address is needed")
    return Address(Channel.EMAIL, plain)

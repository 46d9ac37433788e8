"""One mailbox is one address and one phone is one number, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_server.mail_server import in_envelope
from loyalty_server.sign_in import addresses
from loyalty_server.sign_in.addresses import (
    NotAnAddress,
    NotReachable,
    counted_as,
    email_address,
    phone_address,
)


@pytest.mark.parametrize(
    "text",
    [
        "<me@x.test>",
        "a<me@x.test>",
        "Anna <me@x.test>",
        '"me"@x.test',
        "(c)me@x.test",
        "me(c)@x.test",
        "me@(c)x.test",
        "a,me@x.test",
        "me@x.test,you@x.test",
        "me@x.test;you@x.test",
        "a:b;@x.test",
        "me@x.test\r\nRCPT TO:<you@x.test>",
        "me@x.test\nBcc: you@x.test",
        "@a.test:me@x.test",
        "me%y.test@",
        "me @x.test",
        "m\u200be@x.test",
        "me..a@x.test",
        ".me@x.test",
        "me@x..test",
        "me@x.test.",
        "me@x.test?bcc=you@x.test",
        "me@x.test%0d%0aBcc:you",
        "mailto:me@x.test",
        "me\u00ad@x.test",
        "\ufeffme@x.test",
        "me@\u202ex.test",
        "me@xn--.test",
        "me@x_y.test",
        "me@\u0661.test",
        '"me\\"@x.test',
        'me."you"@x.test',
        "me@localhost",
        "me@[127.0.0.1]",
        "me@127.0.0.1",
        "me@-x.test",
        "me\x00@x.test",
        f"{'a' * 65}@x.test",
        f"me@{'a' * 250}.test",
    ],
)
def test_what_is_not_exactly_one_mailbox_is_no_address(text: str) -> None:
    with pytest.raises(NotAnAddress):
        email_address(text)


@pytest.mark.parametrize(
    ("written", "plain", "recipient"),
    [
        ("me@x.test", "me@x.test", "me@x.test"),
        (" Me@X.TEST ", "me@x.test", "me@x.test"),
        ("me@\uff58.test", "me@x.test", "me@x.test"),
        ("me@\u24e7.test", "me@x.test", "me@x.test"),
        ("\u212ae@\u212a.test", "ke@k.test", "ke@k.test"),
        ("me@XN--80A1ACNY.xn--p1ai", "me@почта.рф", "me@xn--80a1acny.xn--p1ai"),
        ("me@x\u3002test", "me@x.test", "me@x.test"),
        ("me@ПОЧТА.РФ", "me@почта.рф", "me@xn--80a1acny.xn--p1ai"),
        ("me@xn--80a1acny.xn--p1ai", "me@почта.рф", "me@xn--80a1acny.xn--p1ai"),
        ("me@fa\u00df.de", "me@faß.de", "me@xn--fa-hia.de"),
        ("me@cafe\u0301.test", "me@café.test", "me@xn--caf-dma.test"),
    ],
)
def test_mailbox_is_one_however_it_is_written(written: str, plain: str, recipient: str) -> None:
    address = email_address(written)
    assert address.value == plain
    assert in_envelope(address.value) == recipient
    assert email_address(recipient) == address


@pytest.mark.parametrize("text", ['"' + "\\a" * 120_000 + '"@x.test', "a" * 250_000, "(" * 321])
def test_text_longer_than_any_mailbox_is_refused_unread(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(addresses, "validate_email", lambda text, **_: read.append(text))
    with pytest.raises(NotAnAddress):
        email_address(text)
    assert not read


@pytest.mark.parametrize("text", ["иван@почта.рф", "m\u00e9@x.test", "\uff4de\u0301@x.test"])
def test_mailbox_that_not_every_server_passes_on_is_refused_as_such(text: str) -> None:
    with pytest.raises(NotReachable, match="Latin"):
        email_address(text)


@given(st.emails())
def test_plain_address_is_its_own_plain_form(text: str) -> None:
    try:
        address = email_address(text)
    except (NotAnAddress, NotReachable):
        return
    assert email_address(address.value) == address
    assert in_envelope(address.value).isascii()
    assert in_envelope(address.value).count("@") == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("me+shop@x.test", "me@x.test"),
        ("m.e+1@gmail.com", "me@gmail.com"),
        ("m.e+2@googlemail.com", "me@gmail.com"),
        ("m.e@x.test", "m.e@x.test"),
        ("a+b+c@x.test", "a@x.test"),
        ("+me@x.test", "+me@x.test"),
        ("+79000000001", "+79000000001"),
    ],
)
def test_limits_see_through_tags(address: str, counted: str) -> None:
    assert counted_as(address) == counted


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("+1 900 234-56-78", "premium, United States"),
        ("+7 809 123-45-67", "premium, Russia"),
        ("+44 871 234 5678", "premium, United Kingdom"),
        ("+7 800 123-45-67", "free to call"),
        ("+7 495 123-45-67", "a line in a wall"),
        ("+44 70 0123 4567", "a personal number, which costs its caller"),
        ("+883 510 012 345 678", "an international network"),
        ("+881 6 1234 5678", "a satellite, Iridium"),
        ("+870 773 123 456", "a satellite, Inmarsat"),
        ("+882 16 1234 5678", "a satellite, Thuraya"),
        ("+979 123 456 789", "premium, international"),
        ("+808 1234 5678", "a shared cost, international"),
        ("+1 700 234 5678", "a carrier's own"),
        ("+1 976 234 5678", "premium, the local form"),
        ("+999 999 999 999", "no country"),
    ],
)
def test_number_that_takes_no_texts_or_costs_a_premium_is_refused(number: str, what: str) -> None:
    with pytest.raises((NotReachable, NotAnAddress)):
        phone_address(number)


@pytest.mark.parametrize(
    "number",
    [
        "+7 900 000-00-01",
        "+7 (900) 000-00-01",
        "+79000000001;ext=5",
        "tel:+7-900-000-00-01",
        "tel:9000000001;phone-context=+7",
        "\uff0b\uff17\uff19\uff10\uff10 000-00-01",
        "+\u0667\u0669\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0661",
        "+7 8 900 000-00-01",
        "+7\u00a0900\u200b0000001",
        "+7 900 000-00-01,,123#",
    ],
)
def test_phone_is_one_however_it_is_written(number: str) -> None:
    assert phone_address(number).value == "+79000000001"

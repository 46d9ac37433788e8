"""What a push service carries is read by its browser alone."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_server.keys import base64url, bytes_of
from loyalty_server.pushes.encryption import CURVE, LONGEST_TEXT, Reader, encrypted
from tests.server.pushes.browser import Browser

READER = Reader(
    bytes_of(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    ),
    bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
)
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWA"
    "mS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_example_of_the_standard_is_made_byte_for_byte() -> None:
    own = ec.derive_private_key(int.from_bytes(bytes_of(SENDER), "big"), CURVE)
    plain = b"When I grow up, I want to be a watermelon"
    assert base64url(encrypted(plain, READER, own, bytes_of(SALT))) == SENT


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.text(max_size=LONGEST_TEXT // 4))
def test_another_implementation_reads_what_was_sent(said: str) -> None:
    browser = Browser("https://push.example/1")
    sent = encrypted(said.encode(), browser.reader)
    assert browser.read(sent) == said
    assert not said.encode() or said.encode() not in sent or len(said) < 3


def test_no_two_messages_look_alike() -> None:
    reader = Browser("https://push.example/1").reader
    assert len({encrypted(b"same", reader)[:100] for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("point", "auth"),
    [(READER.point[:-1], READER.auth), (b"\x04" + bytes(64), READER.auth), (READER.point, b"")],
)
def test_keys_that_are_none_are_refused(point: bytes, auth: bytes) -> None:
    with pytest.raises(ValueError):
        Reader(point, auth).require_sound()

"""What was asked once and is asked no more keeps its words: with others nobody would see what they granted."""

import pytest

from loyalty_server.members.consents import standard_texts

IN_0_1_0 = {
    "advertising_sms": "f87d2097fe5de33d",
    "advertising_email": "2dea395d960174ac",
    "partners": "55f556719a06d11c",
    "location": "fa51d1123ad6f700",
}
"""How the SHA-256 of the texts begins that new members were asked then."""


@pytest.mark.parametrize("purpose", IN_0_1_0)
def test_who_granted_it_in_the_first_version_can_still_withdraw_it(purpose: str) -> None:
    text = standard_texts().about(purpose)
    assert text
    assert not text.asked
    assert (text.version, text.digest[:16]) == ("2026-01", IN_0_1_0[purpose])

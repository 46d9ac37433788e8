"""How long a push service asks for patience."""

import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from loyalty_server.pushes.encryption import CURVE
from loyalty_server.pushes.pusher import (
    LONGEST_WAIT,
    Answered,
    Notice,
    Outcome,
    Parcel,
    WebPusher,
)
from loyalty_server.pushes.sender_key import SenderKey
from tests.server.pushes.browser import Browser


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        ("Fri, 20 Nov 2026 09:10:00 GMT", timedelta(minutes=10)),
        ("Fri, 20 Nov 2026 09:10:00 -0000", timedelta(minutes=10)),
        ("Fri, 20 Nov 2026 08:10:00 -0100", timedelta(minutes=10)),
        ("Fri, 20 Nov 2026 08:50:00 GMT", timedelta()),
        ("Fri, 31 Dec 9999 23:59:59 -0100", LONGEST_WAIT),
        (f"Fri, 20 Nov {10**30} 09:10:00 GMT", timedelta()),
        (f"Fri, 20 Nov 2026 09:10:00 +{10**30}", timedelta()),
        ("Fri, 20 Nov 2026 09:10:00 +9999", timedelta()),
    ],
)
def test_date_of_a_service_is_a_moment_whatever_zone_it_names(
    monkeypatch: pytest.MonkeyPatch, told: str, waits: timedelta
) -> None:
    pusher = WebPusher(
        SenderKey(ec.derive_private_key(2, CURVE), "mailto:it@shop.example"),
        transport=httpx.MockTransport(lambda _: httpx.Response(429, headers={"Retry-After": told})),
    )
    browser = Browser("https://web.push.apple.com/a")
    parcel = Parcel(browser.endpoint, browser.reader, Notice("x", "y"), "t", timedelta(hours=1))
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    monkeypatch.setenv("TZ", "Asia/Vladivostok")
    time.tzset()
    try:
        answered = pusher.push(parcel, now)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert answered == Answered(Outcome.LATER, waits)

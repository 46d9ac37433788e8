"""The card in the phone's own wallet where another engine keeps the points: what it said last, and news of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loyalty_server.housekeeping import keep_with_engine_once, tell_wallets_once
from loyalty_server.passes.issuers import Issuers
from tests.server.engines.jar import JarEngine
from tests.server.house import House, Phone
from tests.server.passes.apple import PUSH_TOKEN, Apns, AppleDevice, described
from tests.server.passes.certificates import apple_files
from tests.server.passes.kiosk import apple_issuer, giving

pytestmark = pytest.mark.slow


@pytest.fixture
def apns() -> Apns:
    return Apns()


@pytest.fixture
async def kiosk(house: House, apns: Apns, tmp_path: Path) -> AsyncIterator[House]:
    async with giving(house, Issuers(apple=apple_issuer(apple_files(tmp_path), apns))) as opened:
        yield opened


async def asked(kiosk: House, phone: Phone) -> dict[str, Any]:
    told: dict[str, Any] = (await kiosk.http.get("/v1/wallet", headers=phone.bearer)).json()
    return told


def balance_on(device: AppleDevice) -> int:
    (headline,) = device.shown["storeCard"]["headerFields"]
    return int(headline["value"])


async def test_pass_shows_the_engines_points_and_hears_of_others(
    kiosk: House, jars: JarEngine, apns: Apns
) -> None:
    phone = await kiosk.sign_in()
    assert (await asked(kiosk, phone))["capabilities"] == ["apple_pass"]
    jars.move("jar-1", 70, "Покупка")
    kiosk.clock.forward(seconds=10)
    assert (await asked(kiosk, phone))["points"]["balance"] == 70
    given = await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)
    device = AppleDevice(kiosk.http, given.content, modified=given.headers["last-modified"])
    assert (await device.register()).status_code == 201
    assert balance_on(device) == 70
    keep_with_engine_once(kiosk.settings)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == []
    kiosk.clock.forward(minutes=1)
    jars.move("jar-1", 5, "Покупка")
    keep_with_engine_once(kiosk.settings)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == [PUSH_TOKEN]
    assert (await device.ask()).status_code == 200
    assert balance_on(device) == 75
    jars.is_away = True
    kiosk.clock.forward(days=2)
    tell_wallets_once(kiosk.settings)
    assert (await device.ask()).status_code == 304


async def test_engine_without_tiers_has_none_on_the_pass(
    kiosk: House, jars: JarEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = jars.standing
    monkeypatch.setattr(jars, "standing", lambda *of: replace(said(*of), tier=None))
    phone = await kiosk.sign_in()
    assert (await asked(kiosk, phone))["tier"]["name"] == ""
    given = await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)
    shown = described(given.content)["storeCard"]["secondaryFields"]
    assert "tier" not in [one["key"] for one in shown]

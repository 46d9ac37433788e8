"""The exchange of the card's key on the device: unseen, and never at the price of a card that fails."""

import asyncio
from typing import Any

import pytest

from kopilka.domain import NotKept
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.local.device_key import DEVICE_KEY
from kopilka.repository import Repository
from loyalty_api.card_code import CodeType, parse_code
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

EXCHANGE = "PUT /v1/auth/credential"


class FullKeyring(FileSecrets):
    """Gives what it has; takes no new key."""

    async def put(self, name: str, text: str) -> None:
        if name == DEVICE_KEY:
            raise NotKept("no room")
        await super().put(name, text)


@pytest.fixture
async def old_phone(phone: Device) -> Device:
    """Its key is due to be exchanged."""
    phone.house.clock.forward(days=30)
    return phone


async def kid_on(wallet: Repository) -> str:
    code = await wallet.card_code(CodeType.PAY)
    assert code
    return parse_code(code.text).kid


async def test_key_is_exchanged_after_30_days_and_the_card_goes_on(old_phone: Device) -> None:
    before = await kid_on(old_phone.wallet)
    await old_phone.wallet.sync()
    assert await kid_on(old_phone.wallet) != before
    assert await old_phone.scanned()
    await old_phone.restart()
    old_phone.house.clock.forward(hours=25)
    old_phone.network.cut()
    assert await kid_on(old_phone.wallet) != before
    assert await old_phone.scanned()


async def test_key_is_asked_for_only_when_it_is_due(phone: Device) -> None:
    asked = phone.network.asked_for(EXCHANGE)
    for _ in range(5):
        phone.house.clock.forward(days=5)
        await phone.wallet.sync()
    assert phone.network.asked_for(EXCHANGE) == asked
    await phone.restart()
    phone.house.clock.forward(days=5)
    await phone.wallet.sync()
    assert phone.network.asked_for(EXCHANGE) == asked + 2


async def test_key_whose_answer_was_lost_is_given_again(old_phone: Device) -> None:
    before = await kid_on(old_phone.wallet)
    old_phone.network.loses_answer_to = lambda request: request.method == "PUT"
    await old_phone.wallet.sync()
    assert await kid_on(old_phone.wallet) == before
    assert not old_phone.wallet.view.offline
    old_phone.house.clock.forward(days=3)
    assert await old_phone.scanned()
    old_phone.network.loses_answer_to = lambda _: False
    await old_phone.wallet.sync()
    assert await kid_on(old_phone.wallet) != before
    assert await old_phone.scanned()


async def test_kill_at_any_moment_of_the_exchange_leaves_a_card(old_phone: Device) -> None:
    for steps in range(0, 400, 20):
        syncing = asyncio.create_task(old_phone.wallet.sync())
        for _ in range(steps):
            await asyncio.sleep(0)
        await old_phone.kill(syncing)
        assert await old_phone.scanned()
    await old_phone.wallet.sync()
    old_phone.house.clock.forward(hours=25)
    assert await old_phone.scanned()


async def test_session_renewed_in_vain_for_weeks_keeps_its_card(old_phone: Device) -> None:
    old_phone.network.loses_answer_to = lambda request: request.url.path == "/v1/auth/refresh"
    for _ in range(5):
        await old_phone.wallet.sync()
        await old_phone.restart()
        old_phone.house.clock.forward(days=5)
        assert await old_phone.scanned()
    old_phone.network.loses_answer_to = lambda _: False
    await old_phone.wallet.sync()
    assert not old_phone.wallet.view.offline
    assert old_phone.wallet.view.signed_in


async def test_exchange_that_the_server_never_heard_to_be_kept_leaves_both_keys(
    old_phone: Device,
) -> None:
    confirmed = False

    def lose_the_second(request: Any) -> bool:
        nonlocal confirmed
        is_second, confirmed = confirmed, confirmed or request.method == "PUT"
        return is_second and request.method == "PUT"

    window = old_phone.another_run()
    await window.open()
    old_phone.network.loses_answer_to = lose_the_second
    await old_phone.wallet.sync()
    old_phone.network.loses_answer_to = lambda _: False
    assert await kid_on(window) == await kid_on(old_phone.wallet)
    old_phone.house.clock.forward(days=3)
    assert await old_phone.scanned()
    await old_phone.wallet.sync()
    assert await old_phone.scanned()


async def test_device_that_cannot_keep_the_new_key_goes_on_with_the_old_one(
    old_phone: Device,
) -> None:
    before = await kid_on(old_phone.wallet)
    old_phone.secrets_of = FullKeyring
    await old_phone.restart()
    await old_phone.wallet.sync()
    old_phone.house.clock.forward(days=20)
    assert await kid_on(old_phone.wallet) == before
    assert await old_phone.scanned()


async def test_two_windows_exchange_the_key_once_and_show_the_same_card(old_phone: Device) -> None:
    window = old_phone.another_run()
    await window.open()
    asked = old_phone.network.asked_for(EXCHANGE)
    await asyncio.gather(old_phone.wallet.sync(), window.sync())
    assert old_phone.network.asked_for(EXCHANGE) == asked + 2
    assert await kid_on(window) == await kid_on(old_phone.wallet)
    old_phone.house.clock.forward(hours=25)
    assert await old_phone.scanned()


async def test_sign_out_during_the_exchange_leaves_no_key_behind(old_phone: Device) -> None:
    asked = old_phone.network.asked_for(EXCHANGE)
    syncing = asyncio.ensure_future(old_phone.wallet.sync())
    await old_phone.happenings.until(lambda: old_phone.network.asked_for(EXCHANGE) > asked)
    await old_phone.wallet.sign_out()
    await syncing
    assert await old_phone.secrets.get(DEVICE_KEY) is None


async def test_key_kept_before_keys_were_exchanged_still_makes_codes(phone: Device) -> None:
    kept = await phone.secrets.get(DEVICE_KEY)
    assert kept
    await phone.secrets.put(DEVICE_KEY, " ".join(kept.split(" ")[:2]))
    await phone.restart()
    assert await phone.scanned()
    phone.house.clock.forward(days=30)
    await phone.wallet.sync()
    assert await kid_on(phone.wallet) != kept.split(" ")[0]

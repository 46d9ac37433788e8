"""The family on screen, over the real server: inviting, what joining means, limits, leaving."""

import asyncio

import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from loyalty_api.family import FamilyInvitation, Relative
from tests.server.house import BORIS, Phone
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]

SAY = RUSSIAN.family
FAMILY = "/profile/family"


async def boris(device: Device) -> Phone:
    """Another member with points."""
    phone = await device.house.sign_in(BORIS)
    await device.house.buy(phone)
    return phone


async def invited(device: Device, phone: Phone) -> str:
    """The code with which this phone's member invites."""
    made = await device.house.http.post("/v1/family/invitations", headers=phone.bearer)
    code: str = made.json()["code"]
    return code


async def joins(device: Device, phone: Phone, code: str) -> None:
    answer = await device.house.http.put(
        f"/v1/family/invitations/{code}/acceptance", headers=phone.bearer
    )
    assert answer.status_code == 204, answer.text


def members(device: Device) -> tuple[Relative, ...]:
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.family
    return wallet.family.members


async def with_boris(screen: Screen, device: Device, body: Body) -> Phone:
    """Anna has invited Boris, who joined."""
    phone = await boris(device)
    await screen.client.go(FAMILY)
    await screen.tap(SAY.invite)
    await screen.tap(SAY.copy)
    await screen.until_shown(SAY.copied)
    await joins(device, phone, body.copied[-1].rpartition("/")[2])
    await device.wallet.sync()
    await screen.until_shown(SAY.head)
    return phone


async def test_link_is_copied_and_who_joins_is_shown_with_the_familys_points(
    screen: Screen, device: Device, body: Body
) -> None:
    await with_boris(screen, device, body)
    assert body.copied[-1].startswith("https://loyalty.example/family/")
    await screen.client.go("/")
    await screen.until_shown(SAY.balance)
    assert any("59" in words for words in screen.texts)
    await screen.client.go("/history")
    await screen.until_shown(SAY.by_somebody)


async def test_head_limits_and_removes(screen: Screen, device: Device, body: Body) -> None:
    await with_boris(screen, device, body)
    await screen.tap(SAY.limit)
    await screen.tap("100\u00a0баллов")
    await screen.until_shown("Тратит за сутки не больше 100")
    assert members(device)[1].points_a_day == 100
    await screen.tap(SAY.remove)
    await screen.until_shown(SAY.removed_means)
    await screen.confirm(SAY.remove)
    await screen.until(lambda: members(device) == ())
    await screen.until_shown(SAY.about)


async def test_invited_member_agrees_to_what_is_told_and_leaves_without_points(
    screen: Screen, device: Device
) -> None:
    head = await boris(device)
    await device.buy()
    await device.wallet.sync()
    code = await invited(device, head)
    await screen.client.go(f"/family/{code}")
    await screen.until_shown("Вы внесёте на общий счёт 59")
    await screen.until_shown("Счёт принадлежит её главе")
    assert members(device) == ()
    await screen.tap(SAY.join)
    await screen.until(lambda: screen.page.route == FAMILY)
    await screen.until(lambda: len(members(device)) == 2)
    await screen.tap(SAY.leave)
    await screen.until_shown(SAY.leave_means)
    await screen.confirm(SAY.leave)
    await screen.until(lambda: members(device) == ())
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.points.balance == 0


async def test_link_that_opens_nothing_says_so(screen: Screen) -> None:
    await screen.client.go("/family/nothing")
    await screen.until_shown("Приглашение больше не действует")
    assert SAY.join not in screen.texts


async def test_family_is_told_that_it_needs_the_network(screen: Screen, device: Device) -> None:
    await screen.client.go(FAMILY)
    await screen.until_shown(SAY.about)
    device.network.cut()
    await device.wallet.sync()
    await screen.until_shown(SAY.offline)


async def test_link_that_was_used_is_not_shown_any_more(
    screen: Screen, device: Device, body: Body
) -> None:
    await with_boris(screen, device, body)
    await screen.until_shown(SAY.invite)
    assert body.copied[-1] not in screen.texts


async def test_link_that_comes_after_a_copy_is_not_called_copied(
    screen: Screen, device: Device, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, answered = device.wallet.family, asyncio.Event()
    invite = life.invite

    async def answer() -> FamilyInvitation:
        await answered.wait()
        return await invite()

    await screen.client.go(FAMILY)
    await screen.tap(SAY.invite)
    await screen.until_shown(SAY.invite_again)
    monkeypatch.setattr(life, "invite", answer)
    another = asyncio.create_task(screen.tap(SAY.invite_again))
    await screen.tap(SAY.copy)
    await screen.until_shown(SAY.copied)
    answered.set()
    await another
    await screen.until(lambda: body.copied[-1] not in screen.texts)
    assert screen.shows(SAY.copy)
    assert not screen.shows(SAY.copied)

"""Inviting friends on screen, over the real server: the link, what accepting means, how far a friend is."""

from datetime import timedelta

import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from loyalty_api.referral import Referral
from loyalty_server.members.enrolment import enrol
from loyalty_server.publishing import publish
from tests.server.house import BORIS, PROGRAM, House, Phone
from tests.server.referrals.home import REFERRAL
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]

SAY = RUSSIAN.friends
FRIENDS = "/profile/friends"


@pytest.fixture(autouse=True)
def rewarding(house: House) -> None:
    """The shop rewards friends."""
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + REFERRAL, house.clock())


def referral(device: Device) -> Referral:
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.referral
    return wallet.referral


async def newcomer(device: Device) -> Phone:
    """Another member, who joins later and elsewhere."""
    device.house.clock.forward(minutes=2)
    device.house.http.cookies.clear()
    return await device.house.sign_in(BORIS)


async def test_link_is_copied_and_the_friends_way_is_shown_without_a_name(
    screen: Screen, device: Device, body: Body
) -> None:
    await device.wallet.sync()
    await screen.client.go(FRIENDS)
    await screen.until_shown(SAY.none_yet)
    assert any("вам 200" in words and "другу 100" in words for words in screen.texts)
    await screen.tap(SAY.copy)
    await screen.until_shown(SAY.copied)
    assert body.copied == [referral(device).url]
    code = body.copied[0].rpartition("/")[2]
    boris = await newcomer(device)
    path = f"/v1/referrals/{code}/acceptance"
    answer = await device.house.http.put(path, headers=boris.bearer)
    assert answer.status_code == 204, answer.text
    await device.wallet.sync()
    await screen.until_shown("Первая покупка считается до")
    await device.house.buy(boris)
    await device.wallet.sync()
    await screen.until_shown("Вам 200")


async def test_link_that_the_sheet_takes_is_not_copied(
    screen: Screen, device: Device, body: Body
) -> None:
    body.can_send = True
    await device.wallet.sync()
    await screen.client.go(FRIENDS)
    await screen.tap(SAY.send)
    assert body.sent == [referral(device).url]
    assert (body.copied, body.said) == ([], [])
    await screen.until_shown(SAY.send)


async def test_link_that_the_sheet_refuses_is_copied(
    screen: Screen, device: Device, body: Body
) -> None:
    body.can_send, body.takes = True, {"clipboard"}
    await device.wallet.sync()
    await screen.client.go(FRIENDS)
    await screen.tap(SAY.send)
    await screen.until_shown(SAY.copied)
    link = referral(device).url
    assert (body.sent, body.copied, body.said) == ([link], [link], [SAY.copied])


async def test_link_that_nothing_takes_is_not_told_to_be_copied_and_can_be_by_another_press(
    screen: Screen, device: Device, body: Body
) -> None:
    body.can_send, body.takes = True, set()
    await device.wallet.sync()
    await screen.client.go(FRIENDS)
    await screen.tap(SAY.send)
    await screen.until_shown(RUSSIAN.common.not_copied)
    assert screen.shows(SAY.copy)
    assert (body.copied, body.said) == ([], [])
    body.takes = {"clipboard"}
    await screen.tap(SAY.copy)
    await screen.until_shown(SAY.copied)
    assert not screen.shows(RUSSIAN.common.not_copied)
    link = referral(device).url
    assert (body.sent, body.copied, body.said) == ([link], [link], [SAY.copied])


async def test_invited_member_agrees_to_what_the_friend_will_see(
    screen: Screen, device: Device
) -> None:
    with device.house.settings.database.writing() as session:
        before = device.house.clock() - timedelta(days=300)
        inviter = enrol(session, before, "bronze").referral_code
    await device.wallet.sync()
    await screen.client.go(f"/friend/{inviter}")
    await screen.until_shown(SAY.offer_told)
    await screen.until_shown("вам 100")
    assert referral(device).mine is None
    await screen.tap(SAY.accept)
    await screen.until(lambda: screen.page.route == FRIENDS)
    await screen.until_shown("Вы пришли по приглашению")
    await device.buy()
    await device.wallet.sync()
    await screen.until_shown("Покупка сделана")


async def test_link_that_is_not_for_this_member_says_so(screen: Screen, device: Device) -> None:
    await device.wallet.sync()
    code = referral(device).url.rpartition("/")[2]
    await screen.client.go(f"/friend/{code}")
    await screen.until_shown("Приглашение принимают те, кто только что вступил")
    assert SAY.accept not in screen.texts

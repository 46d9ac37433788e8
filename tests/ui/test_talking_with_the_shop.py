"""Messages, reviews and missed points over the real server: read, said, claimed, also without a network."""

from datetime import datetime, timedelta

import flet as ft

from kopilka.ui.bell import MESSAGES
from loyalty_api.actions import ReviewPurchase
from loyalty_api.messages import MessageKind
from loyalty_server.broadcasting import send_to_all
from loyalty_server.broadcasts import Broadcast
from loyalty_server.replies import reply
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body
from tests.wallet.device import Device

__all__ = ["body", "device", "house", "new_house", "screen"]

SUPPORT = f"{MESSAGES}/support"


def unread(device: Device) -> int:
    assert device.wallet.view.wallet
    return device.wallet.view.wallet.unread


def tell_all(device: Device, broadcast: Broadcast) -> None:
    """The shop writes to everybody."""
    send_to_all(device.house.settings.database, broadcast, device.house.clock())


def tasting(now: datetime) -> Broadcast:
    return Broadcast(
        "tasting",
        MessageKind.EVENT,
        "Дегустация сыров",
        "Приходите пробовать",
        starts_at=now + timedelta(days=8),
        ends_at=now + timedelta(days=8, hours=2),
        place="Тверская, 1",
    )


def answer_member(device: Device, text: str) -> None:
    """Support writes to Anna."""
    assert device.wallet.view.wallet
    member_id = device.wallet.view.wallet.member.id
    with device.house.settings.database.writing() as session:
        reply(session, member_id, text, device.house.clock())


async def test_unread_messages_are_marked_and_what_is_shown_is_read(
    screen: Screen, device: Device
) -> None:
    tell_all(device, Broadcast("shop", MessageKind.NEWS, "Новый магазин", "Открылись на Арбате"))
    await device.wallet.sync()
    await screen.until_shown("Сообщения: 1 новое")
    await screen.tap("Сообщения: 1 новое")
    await screen.until_shown("Открылись на Арбате")
    await screen.until(lambda: unread(device) == 0)
    await screen.until(lambda: device.network.asked_for("PUT /v1/messages/read") == 1)
    assert "новое" in screen.texts
    await screen.client.go("/")
    await screen.until_shown("Ваша карта")
    await screen.client.go(MESSAGES)
    await screen.until_shown("Открылись на Арбате")
    await screen.until(lambda: "новое" not in screen.texts)
    assert device.network.asked_for("PUT /v1/messages/read") == 1


async def test_messages_that_were_seen_are_there_without_a_network(
    screen: Screen, device: Device
) -> None:
    tell_all(device, Broadcast("shop", MessageKind.NEWS, "Новый магазин", "Открылись на Арбате"))
    await screen.client.go(MESSAGES)
    await screen.until_shown("Открылись на Арбате")
    device.network.cut()
    await screen.client.go("/")
    await screen.client.go(MESSAGES)
    await screen.until_shown("Открылись на Арбате")


async def test_event_goes_into_the_calendar(screen: Screen, device: Device, body: Body) -> None:
    tell_all(device, tasting(device.house.clock()))
    await screen.client.go(MESSAGES)
    await screen.until_shown("Тверская, 1")
    await screen.tap("В календарь")
    file = body.given["event.ics"].decode()
    assert "SUMMARY:Дегустация сыров" in file
    assert "Событие сохранено" in body.said[-1]


async def test_member_and_support_write_to_each_other(
    screen: Screen, device: Device, body: Body
) -> None:
    await screen.client.go(SUPPORT)
    await screen.until_shown("Здесь пока тихо")
    await screen.tap_last("Отправить")
    await screen.until_shown("Напишите хотя бы слово")
    await screen.type(" Потеряла карту ")
    await screen.tap_last("Отправить")
    await screen.until_shown("Потеряла карту")
    await screen.until(lambda: body.said == ["Сообщение отправлено"])
    answer_member(device, "Нашли, ждёт на кассе")
    await device.wallet.sync()
    await screen.until_shown("Нашли, ждёт на кассе")
    await screen.until(lambda: unread(device) == 0)


async def test_message_that_could_not_be_sent_stays_in_the_field(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(SUPPORT)
    await screen.until(lambda: screen.controls(ft.TextField))
    device.network.cut()
    await screen.type("Потеряла карту")
    await screen.tap_last("Отправить")
    await screen.until_shown("Нет связи с магазином")
    (field,) = screen.controls(ft.TextField)
    assert field.value == "Потеряла карту"


async def test_visit_is_reviewed_at_once_though_there_is_no_network(
    screen: Screen, device: Device
) -> None:
    purchase_id = await device.buy()
    await screen.client.go(f"/history/{purchase_id}")
    await screen.until_shown("Как прошёл визит?")
    device.network.cut()
    await screen.tap_last("4 из 5")
    await screen.until_shown("Что понравилось")
    await screen.type("Быстро", field=-1)
    await screen.tap_last("Отправить отзыв")
    await screen.until_shown("Ваша оценка")
    (action,) = device.wallet.view.waiting
    assert isinstance(action, ReviewPurchase)
    device.network.restore()
    await device.wallet.sync()
    review = (await device.wallet.purchase(purchase_id)).review
    assert review is not None
    assert (review.rating, review.text) == (4, "Быстро")
    assert screen.shows("Быстро")


async def test_missed_points_are_explained_and_claimed(screen: Screen, device: Device) -> None:
    purchase_id = await device.buy()
    await screen.client.go(f"/history/{purchase_id}")
    await screen.until_shown("Упущено: 20\u00a0баллов")
    assert screen.shows("Предложение «+20 баллов за кофе» не было активно")
    await screen.tap_last("Забрать 20\u00a0баллов")
    await screen.until_shown("Получено: 20\u00a0баллов")


async def test_points_missed_too_long_ago_are_not_offered(screen: Screen, device: Device) -> None:
    purchase_id = await device.buy()
    device.house.clock.forward(days=4)
    await screen.client.go(f"/history/{purchase_id}")
    await screen.until_shown("Упущено: 20\u00a0баллов")
    assert not screen.shows("Забрать")

"""Messages, reviews and missed points over the real server: read, said, claimed, also without a network."""

from dataclasses import replace
from datetime import datetime, timedelta

import flet as ft
import httpx
import pytest

from kopilka.ui.hooks.urls import MESSAGES, SUPPORT
from loyalty_api.actions import ClaimMissed, ReviewPurchase, WriteToSupport
from loyalty_api.messages import Folder, MessageKind
from loyalty_server.messages.broadcasting import Sent, send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.replies import reply
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


__all__ = ["body", "device", "house", "new_house", "screen"]


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


async def receipt_of_a_visit(screen: Screen, device: Device) -> str:
    """The member has bought and looks at the receipt; the purchase's id."""
    purchase_id = await device.buy()
    await screen.client.go(f"/history/{purchase_id}")
    await screen.until_shown("Как прошёл визит?")
    return purchase_id


async def rate(screen: Screen, stars: int, words: str) -> None:
    """How the visit was."""
    await screen.tap_last(f"{stars} из 5")
    await screen.until_shown("Что понравилось")
    await screen.type(words, field=-1)
    await screen.tap_last("Отправить отзыв")


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
    await screen.until(lambda: body.said == ["Отправляем сообщение"])
    answer_member(device, "Нашли, ждёт на кассе")
    await device.wallet.sync()
    await screen.until_shown("Нашли, ждёт на кассе")
    await screen.until(lambda: unread(device) == 0)


async def write_in_a_dead_zone(screen: Screen, device: Device, words: str) -> None:
    await screen.client.go(SUPPORT)
    await screen.until(lambda: screen.controls(ft.TextField))
    device.network.cut()
    await screen.type(words)
    await screen.tap_last("Отправить")
    await screen.until_shown("Вы · отправится, когда появится связь")


async def test_message_written_in_a_dead_zone_stands_in_the_thread_and_arrives_once(
    screen: Screen, device: Device
) -> None:
    await write_in_a_dead_zone(screen, device, "Потеряла карту")
    (field,) = screen.controls(ft.TextField)
    assert field.value == ""
    await device.restart()
    assert [type(action) for action in device.wallet.view.waiting] == [WriteToSupport]
    device.network.restore()
    device.network.loses_answer_to = lambda request: request.url.path == "/v1/messages"
    await device.wallet.sync()
    device.network.loses_answer_to = lambda _: False
    await device.wallet.sync()
    (message,) = (await device.wallet.messages(Folder.SUPPORT)).messages
    assert (message.text, message.is_mine) == ("Потеряла карту", True)


async def test_message_is_never_gone_from_the_thread_while_it_travels(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(SUPPORT)
    await screen.until_shown("Здесь пока тихо")
    device.network.answers_instead = lambda request: (
        httpx.Response(503) if request.url.path == "/v1/messages" else None
    )
    await screen.type("Потеряла карту")
    await screen.tap_last("Отправить")
    await screen.until_shown("Потеряла карту")
    gone: list[bool] = []
    unsubscribe = device.wallet.subscribe(lambda _: gone.append(not screen.shows("Потеряла карту")))
    device.network.answers_instead = lambda _: None
    await device.wallet.sync()
    await screen.until(lambda: _is_told(screen, device))
    unsubscribe()
    assert not any(gone)
    assert screen.texts.count("Потеряла карту") == 1


async def test_impatient_finger_sends_a_message_a_review_and_a_claim_once(
    screen: Screen, device: Device
) -> None:
    purchase_id = await device.buy()
    device.network.cut()
    await screen.client.go(SUPPORT)
    await screen.until(lambda: screen.controls(ft.TextField))
    await screen.type("Потеряла карту")
    await screen.tap_twice("Отправить")
    await screen.until_shown("Потеряла карту")
    assert not screen.shows("Напишите хотя бы слово")
    device.network.restore()
    await screen.client.go(f"/history/{purchase_id}")
    await screen.until_shown("Упущено: 20\u00a0баллов")
    device.network.cut()
    await screen.tap_twice("Забрать 20\u00a0баллов")
    await screen.until_shown("Получено: 20\u00a0баллов")
    await screen.tap_last("4 из 5")
    await screen.tap_twice("Отправить отзыв")
    await screen.until_shown("Ваша оценка")
    kinds = [type(action) for action in device.wallet.view.waiting]
    assert kinds == [WriteToSupport, ClaimMissed, ReviewPurchase]


async def test_message_the_shop_will_not_take_now_says_when_and_is_sent_anew(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(SUPPORT)
    await screen.until_shown("Здесь пока тихо")
    device.network.answers_instead = lambda request: (
        too_often(40 * 60) if request.method == "POST" else None
    )
    await screen.type("Потеряла карту")
    await screen.tap_last("Отправить")
    await screen.until_shown("Слишком много попыток. Подождите 40\u00a0минут.")
    assert screen.shows("Вы · не отправлено")
    assert not device.wallet.view.offline
    device.network.answers_instead = lambda _: None
    await screen.tap_last("Повторить")
    await screen.until(lambda: _is_told(screen, device))
    assert not screen.shows("Слишком много попыток")


async def test_refused_message_is_kept_until_it_is_taken_up_and_comes_back_into_the_field(
    screen: Screen, device: Device
) -> None:
    device.network.answers_instead = lambda request: (
        too_often(40 * 60) if request.method == "POST" else None
    )
    await device.wallet.act(WriteToSupport("k-1", "Потеряла карту", device.house.clock.now))
    await device.wallet.sync()
    await screen.until_shown("Слишком много попыток")
    assert not screen.shows("Готово")
    await screen.tap("Открыть")
    await screen.until_shown("Вы · не отправлено")
    assert screen.page.route == SUPPORT
    await screen.type("И ещё:")
    await screen.tap_last("Изменить")
    await screen.until(lambda: not device.wallet.view.refusals)
    await screen.until(lambda: written_in(screen) == "И ещё:\nПотеряла карту")
    assert not screen.shows("не отправлено")
    device.network.answers_instead = lambda _: None
    await screen.tap_last("Отправить")
    await screen.until(lambda: _is_told(screen, device))


async def test_characters_that_no_reader_takes_are_left_out_and_the_words_outlive_a_restart(
    screen: Screen, device: Device
) -> None:
    await write_in_a_dead_zone(screen, device, "Потеряла\x00 карту \ud83d")
    await device.restart()
    (action,) = device.wallet.view.waiting
    assert isinstance(action, WriteToSupport)
    assert action.text == "Потеряла карту \ufffd"


def _is_told(screen: Screen, device: Device) -> bool:
    return not device.wallet.view.waiting and any("Сегодня" in words for words in screen.texts)


def written_in(screen: Screen) -> str:
    """What stands in the only field."""
    return screen.control(ft.TextField).value


def too_often(seconds: int) -> httpx.Response:
    """As the server says it to who asks too much."""
    headers = {"Content-Type": "application/problem+json", "Retry-After": str(seconds)}
    return httpx.Response(429, json={"code": "rate_limited"}, headers=headers)


async def test_visit_is_reviewed_at_once_though_there_is_no_network(
    screen: Screen, device: Device
) -> None:
    purchase_id = await receipt_of_a_visit(screen, device)
    device.network.cut()
    await rate(screen, 4, "Быстро")
    await screen.until_shown("Ваша оценка")
    (action,) = device.wallet.view.waiting
    assert isinstance(action, ReviewPurchase)
    device.network.restore()
    await device.wallet.sync()
    review = (await device.wallet.purchase(purchase_id)).review
    assert review is not None
    assert (review.rating, review.text) == (4, "Быстро")
    assert screen.shows("Быстро")


async def test_review_the_shop_refused_is_undone_and_its_words_are_still_there(
    screen: Screen, device: Device
) -> None:
    await receipt_of_a_visit(screen, device)
    device.network.answers_instead = lambda request: (
        too_often(40 * 60) if request.url.path.endswith("/review") else None
    )
    await rate(screen, 2, "Долго")
    await screen.until_shown("Слишком много попыток. Подождите 40\u00a0минут.")
    assert screen.form[-1].value == "Долго"
    await screen.client.go("/offers")
    await screen.tap("Открыть")
    await screen.until(lambda: screen.form)
    assert screen.form[-1].value == "Долго"
    device.network.answers_instead = lambda _: None
    await screen.tap_last("Отправить отзыв")
    await screen.until_shown("Ваша оценка")
    await screen.until(lambda: not device.wallet.view.waiting)
    assert not screen.shows("Слишком много попыток")


async def test_missed_points_are_explained_and_claimed(screen: Screen, device: Device) -> None:
    await receipt_of_a_visit(screen, device)
    assert screen.shows("Упущено: 20\u00a0баллов")
    assert screen.shows("Предложение «+20 баллов за кофе» не было активно")
    await screen.tap_last("Забрать 20\u00a0баллов")
    await screen.until_shown("Получено: 20\u00a0баллов")


async def test_missed_points_are_claimed_in_a_dead_zone_and_undone_when_it_was_too_late(
    screen: Screen, device: Device
) -> None:
    await receipt_of_a_visit(screen, device)
    assert screen.shows("Упущено: 20\u00a0баллов")
    device.network.cut()
    await screen.tap_last("Забрать 20\u00a0баллов")
    await screen.until_shown("Получено: 20\u00a0баллов")
    assert [type(action) for action in device.wallet.view.waiting] == [ClaimMissed]
    device.house.clock.forward(days=12)
    device.network.restore()
    await device.wallet.sync()
    await screen.until_shown("забрать эти баллы уже нельзя")
    assert not screen.shows("Получено")


async def test_points_missed_too_long_ago_are_not_offered(screen: Screen, device: Device) -> None:
    purchase_id = await device.buy()
    device.house.clock.forward(days=4)
    await screen.client.go(f"/history/{purchase_id}")
    await screen.until_shown("Упущено: 20\u00a0баллов")
    assert not screen.shows("Забрать")


async def test_one_tap_spares_a_topic_and_another_takes_it_back(
    screen: Screen, device: Device
) -> None:
    about_cheese = replace(tasting(device.house.clock()), topic="Дегустации")
    tell_all(device, about_cheese)
    await device.wallet.sync()
    await screen.client.go(MESSAGES)
    await screen.tap("Не писать о таком")
    await screen.until_shown("Снова писать о таком")
    await device.wallet.sync()
    tell_all(device, replace(about_cheese, id="another", title="Дегустация хлеба"))
    await device.wallet.sync()
    assert not screen.shows("Дегустация хлеба")
    await screen.client.go("/profile/sent")
    await screen.until_shown("Дегустации")
    await screen.client.go(MESSAGES)
    await screen.tap("Снова писать о таком")
    await screen.until_shown("Не писать о таком")
    await device.wallet.sync()
    assert send_to_all(
        device.house.settings.database, replace(about_cheese, id="third"), device.house.clock()
    ) == Sent(1)


async def test_message_without_a_topic_has_nothing_to_spare(screen: Screen, device: Device) -> None:
    tell_all(device, Broadcast("shop", MessageKind.NEWS, "Новый магазин", "Открылись на Арбате"))
    await device.wallet.sync()
    await screen.client.go(MESSAGES)
    await screen.until_shown("Открылись на Арбате")
    assert not screen.shows("Не писать о таком")

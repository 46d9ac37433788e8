"""Stores: open or not, how far, the way there."""

from dataclasses import replace

import flet as ft
import pytest

from kopilka.ui.profile.store_box import route_to
from loyalty_api.programme import Manager, OpenHours, Partner, Place, SpecialDay, Store
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone

WEEK = tuple(OpenHours(day, "08:00", "22:00") for day in range(1, 8))
NEAR = Store("near", "Садовая, 31", "Садовая улица, 31", "+78120000031", Place(59.93, 30.32), WEEK)
FAR = Store("far", "Невский, 48", "Невский проспект, 48", None, Place(59.99, 30.35), WEEK)
PLAIN = Store("plain", "Лесная, 12", "Лесная улица, 12")


@pytest.fixture
async def screen(phone: Phone, open_screen: Open) -> Screen:
    """The stores, at five past two in the afternoon in UTC."""
    near = replace(NEAR, special_days=(SpecialDay(NOW.date().replace(day=25)),))
    program = replace(WALLET.program, time_zone="Europe/Moscow")
    await phone.keep_member(replace(WALLET, stores=(FAR, near, PLAIN), program=program))
    screen = await open_screen("/profile/shops")
    await screen.until_shown("Рядом со мной")
    return screen


def names(screen: Screen) -> list[str]:
    shown = [text for text in screen.texts if text in {one.name for one in (NEAR, FAR, PLAIN)}]
    return list(dict.fromkeys(shown))


async def test_store_says_until_when_it_is_open_by_its_own_clock(screen: Screen) -> None:
    assert sum(text == "Открыто до\u00a022:00" for text in screen.texts) == 2
    assert names(screen) == [FAR.name, NEAR.name, PLAIN.name]


async def test_store_that_stays_open_for_days_is_open_day_and_night(
    phone: Phone, open_screen: Open
) -> None:
    """NOW is a Friday: by its own clock this one closes on Sunday night, and the hour alone would be tonight's."""
    hours = tuple(OpenHours(day, "00:00", "00:00") for day in range(5, 8))
    store = replace(NEAR, hours=hours, special_days=())
    await phone.keep_member(replace(WALLET, stores=(store,)))
    screen = await open_screen("/profile/shops")
    await screen.until_shown("Круглосуточно")
    assert not screen.shows("Открыто до")


async def test_partner_says_its_terms_above_its_own_stores(phone: Phone, open_screen: Open) -> None:
    florist = Partner("aster", "Цветы «Астра»", "Карта работает на кассе", rate=3.5, share=30)
    theirs = replace(NEAR, id="florist", name="Астра, Лиговский", partner="aster")
    await phone.keep_member(replace(WALLET, stores=(theirs, FAR), partners=(florist,)))
    screen = await open_screen("/profile/shops")
    await screen.until_shown("3,5\u00a0% баллами с покупки")
    shown = [text for text in screen.texts if text in (FAR.name, florist.name, theirs.name)]
    assert list(dict.fromkeys(shown)) == [FAR.name, florist.name, theirs.name]
    assert screen.shows("Баллами\u00a0— до 30\u00a0% чека")


async def test_place_is_asked_for_by_a_press_alone(screen: Screen, phone: Phone) -> None:
    assert "located" not in phone.body.done
    phone.body.stands_at = Place(59.931, 30.32)
    await screen.tap("Рядом со мной")
    await screen.until_shown("110\u00a0м")
    assert names(screen) == [NEAR.name, FAR.name, PLAIN.name]
    assert screen.shows("6,8\u00a0км")
    assert not screen.shows("Рядом со мной")


async def test_refused_place_is_told_and_may_be_asked_again(screen: Screen) -> None:
    await screen.tap("Рядом со мной")
    await screen.until_shown("Не удалось узнать, где вы")
    assert screen.shows("Рядом со мной")


async def test_hours_unfold_with_the_holidays(screen: Screen) -> None:
    assert not screen.shows("пн–вс")
    await screen.tap("Часы работы: Садовая, 31")
    await screen.until_shown("пн–вс")
    assert screen.shows("08:00–22:00")
    assert screen.shows("25\u00a0ноября")
    assert screen.shows("+7\u00a0812\u00a0000-00-31")


async def test_way_and_call_are_the_device_s_own_apps(screen: Screen, phone: Phone) -> None:
    await screen.tap("Маршрут")
    await screen.tap("Позвонить")
    await screen.until(lambda: len(phone.body.opened) == 2)
    assert phone.body.opened == [route_to(FAR, apples=False), "tel:+78120000031"]


async def test_no_way_leads_to_a_shop_on_the_internet(phone: Phone, open_screen: Open) -> None:
    online = Store("online", "Интернет-магазин", "", "+78120000011")
    await phone.keep_member(replace(WALLET, stores=(online,)))
    screen = await open_screen("/profile/shops")
    await screen.until_shown("Интернет-магазин")
    assert screen.shows("Позвонить")
    assert not screen.shows("Маршрут")
    assert not screen.shows("Скопировать адрес")


@pytest.mark.parametrize(
    ("store", "apples", "link"),
    [
        (NEAR, True, "maps:?daddr=59.93,30.32"),
        (NEAR, False, "geo:59.93,30.32?q=59.93,30.32("),
        (PLAIN, True, "maps:?daddr=%D0%9B"),
        (PLAIN, False, "geo:0,0?q=%D0%9B"),
    ],
)
def test_route_names_the_place_to_no_server(store: Store, apples: bool, link: str) -> None:
    assert route_to(store, apples=apples).startswith(link)


async def test_manager_says_when_to_call_and_is_called_by_a_tap(
    phone: Phone, open_screen: Open
) -> None:
    week = tuple(OpenHours(day, "10:00", "19:00") for day in range(1, 8))
    manager = Manager("Ольга", "Доставка и счета", "+78120000099", week)
    program = replace(WALLET.program, time_zone="Europe/Moscow")
    await phone.keep_member(replace(WALLET, manager=manager, program=program))
    screen = await open_screen("/profile")
    await screen.until_shown("На связи до 19:00")
    await screen.tap("Позвонить: Ольга")
    await screen.until(lambda: phone.body.opened == ["tel:+78120000099"])


async def test_shop_without_an_address_shows_its_phone(phone: Phone, open_screen: Open) -> None:
    online = Store("online", "Интернет-магазин", "", "+78120000011")
    nameless = Store("plain", "Касса у входа", "")
    await phone.keep_member(replace(WALLET, stores=(online, nameless)))
    screen = await open_screen("/profile/shops")
    await screen.until_shown("+7\u00a0812\u00a0000-00-11")
    assert not any(row.wrap and not row.controls for row in screen.controls(ft.Row))


async def test_address_that_is_not_copied_says_so(phone: Phone, open_screen: Open) -> None:
    phone.body.has_maps, phone.body.takes = False, set()
    await phone.keep_member(replace(WALLET, stores=(PLAIN,)))
    screen = await open_screen("/profile/shops")
    await screen.tap("Скопировать адрес: Лесная, 12")
    await screen.until_shown("Не удалось скопировать")
    assert phone.body.said == []
    phone.body.takes.add("clipboard")
    await screen.tap("Скопировать адрес: Лесная, 12")
    await screen.until(lambda: not screen.shows("Не удалось скопировать"))
    assert (phone.body.copied, phone.body.said) == ([PLAIN.address], ["Адрес скопирован"])


async def test_place_without_an_address_has_none_to_copy(phone: Phone, open_screen: Open) -> None:
    phone.body.has_maps = False
    pinned = Store("pinned", "Киоск в парке", "", None, Place(59.93, 30.32))
    await phone.keep_member(replace(WALLET, stores=(pinned,)))
    screen = await open_screen("/profile/shops")
    await screen.until_shown("Киоск в парке")
    assert not screen.shows("Скопировать адрес")

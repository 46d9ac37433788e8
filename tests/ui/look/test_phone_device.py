"""The wallet inside the Android app: the phone around the page is asked, and asked to stop."""

import re
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kopilka.ui.look.device import Wish
from kopilka.ui.look.phone_device import Order, PhoneDevice
from tests.ui.headless import Screen

CLASSES = Path(__file__).parents[3] / "assets/android/classes"


class HeardPhone:
    """Writes down what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def ask(self, order: Order, *values: float | bool | str) -> None:
        self.asked.append((order.value, *values))


@pytest.fixture
async def screen() -> AsyncIterator[Screen]:
    screen = Screen()
    screen.page.web = True
    yield screen
    await screen.close()


async def test_screen_is_as_the_member_had_it_when_the_code_is_gone(screen: Screen) -> None:
    phone = HeardPhone()
    device = PhoneDevice(screen.page, phone)
    assert (await device.traits()).can_brighten
    await device.stay_awake()
    await device.stay_awake()
    await device.brighten()
    await device.give_brightness_back()
    await device.may_sleep()
    assert phone.asked == [("awake", True)] * 2 + [("brightness", 1.0), ("brightness", -1.0)]
    await device.may_sleep()
    assert phone.asked[-1] == ("awake", False)


async def test_window_is_as_it_was_wished(screen: Screen) -> None:
    phone = HeardPhone()
    device = PhoneDevice(screen.page, phone)
    assert (await device.traits()).in_app
    for wish in Wish:
        await device.wish(wish, True)
    assert phone.asked == [("hidden", True), ("overLock", True), ("quiet", True)]


async def test_file_and_tap_reach_the_phone_whole(screen: Screen) -> None:
    phone = HeardPhone()
    device = PhoneDevice(screen.page, phone)
    await device.tap()
    await device.give_file("данные.json", '{"ё": 1}'.encode())
    (tap,), (give, name, _, content) = phone.asked
    assert (tap, give, name) == ("tap", "give", "данные.json")
    assert b64decode(str(content)).decode() == '{"ё": 1}'


async def test_words_are_handed_to_the_app_that_the_member_chooses(screen: Screen) -> None:
    phone = HeardPhone()
    device = PhoneDevice(screen.page, phone)
    assert device.can_send
    assert await device.send_text("Вступайте: https://card.shop.example/family/1")
    assert phone.asked == [("send", "Вступайте: https://card.shop.example/family/1")]


def test_android_app_knows_every_order_and_no_other() -> None:
    text = (CLASSES / "Device.smali").read_text()
    method = r"\.method public (\w+)\(.*?\)V\n    \.registers \d\n    \.annotation runtime Landroid/webkit/JavascriptInterface;"
    assert sorted(re.findall(method, text)) == sorted(Order)

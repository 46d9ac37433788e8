"""Moments: each has its own celebration, nothing moves where stillness is wished, the icon tells what is unread."""

from dataclasses import replace

import flet as ft

from kopilka.domain import AtTill
from kopilka.ui.parts.celebration import SPARKS
from loyalty_api.pictures import Image
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone
from tests.ui.window import MOVING

JAR = Image("/v1/pictures/1a", "/v1/pictures/1b", 1080, 720, "Копилка", "#FFB547")
GOLD = AtTill("tier", NOW, tier="Золото", raised=True)


def stars(screen: Screen) -> int:
    icons = screen.controls(ft.Icon, icon=ft.Icons.STAR_ROUNDED)
    return sum(icon.size == 16 for icon in icons)


async def test_new_tier_comes_with_its_picture_stars_and_a_tap(
    phone: Phone, open_screen: Open
) -> None:
    tier = replace(WALLET.tier, name="Золото", image=JAR)
    await phone.keep_member(replace(WALLET, tier=tier))
    screen = await open_screen(traits=MOVING)
    phone.till_says(GOLD)
    await screen.until_shown("Золото")
    await screen.until(lambda: stars(screen) == SPARKS)
    assert [one.src for one in screen.controls(ft.Image) if "/v1/" in str(one.src)]
    assert "tap" in phone.body.done


async def test_nothing_flies_where_stillness_is_wished(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen()
    phone.till_says(GOLD)
    await screen.until_shown("Золото")
    await screen.until(lambda: phone.body.said)
    assert stars(screen) == 0
    assert "tap" not in phone.body.done


async def test_icon_tells_what_is_unread(phone: Phone, open_screen: Open) -> None:
    await phone.keep_member(replace(WALLET, unread=3))
    screen = await open_screen()
    await screen.until(lambda: phone.body.badges[-1:] == [3])
    await phone.hears(replace(WALLET, unread=0))
    await screen.until(lambda: phone.body.badges[-1:] == [0])

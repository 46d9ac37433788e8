"""What a tap changes stays where the finger is."""

from dataclasses import replace

import flet as ft

from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import WALLET
from tests.ui.offers.test_offline import BREAD
from tests.ui.phone import Phone


def places_of(screen: Screen, words: str) -> list[int]:
    return [at for at, text in enumerate(screen.texts) if words in text]


async def test_activated_offer_is_as_high_as_before_and_nothing_comes_above_it(
    phone: Phone, open_screen: Open
) -> None:
    await phone.keep_member(replace(WALLET, offers=(BREAD,)))
    screen = await open_screen("/offers")
    await screen.until_shown("Активировать")
    (button,) = [one for one in screen.controls(ft.FilledButton) if one.height]
    (above,) = places_of(screen, BREAD.title)
    await screen.tap("Активировать")
    await screen.until_shown("Активно")
    assert places_of(screen, BREAD.title) == [above]
    assert screen.controls(ft.Container, height=button.height)

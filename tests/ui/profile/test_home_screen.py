"""The wallet on the device's home screen: offered where the browser does it, shown how where the member does."""

from dataclasses import dataclass

import pytest

from kopilka.domain import Settings
from kopilka.ui.look.device import Traits, WayHome
from tests.ui.conftest import Open
from tests.ui.phone import Phone

IN_TAB = Traits(language="ru-RU", reduced_motion=True, in_tab=True)
PAGE = "/profile/home-screen"
LINK = "Открыть в одно касание"
STEPS = ("«Поделиться»", "Выберите «На экран", "Открывайте карту отсюда")


@dataclass
class HomeScreen:
    """Of a browser whose owner agrees or not to what it offers, which it does once."""

    is_way: WayHome
    agrees: bool = True

    async def way(self) -> WayHome:
        return self.is_way

    async def add(self) -> bool:
        self.is_way = WayHome.BY_MENU
        return self.agrees


async def test_profile_of_a_browsers_page_leads_to_it_and_that_of_an_app_does_not(
    phone: Phone, open_screen: Open
) -> None:
    phone.body.home_screen = HomeScreen(WayHome.BY_HAND)
    screen = await open_screen("/profile", traits=IN_TAB)
    await screen.until_shown(LINK)
    await screen.tap(LINK)
    await screen.until_shown(STEPS[0])
    app = await open_screen("/profile")
    await app.until_shown("Ваши данные")
    assert not app.shows(LINK)


async def test_steps_are_told_where_the_member_does_it(phone: Phone, open_screen: Open) -> None:
    phone.body.home_screen = HomeScreen(WayHome.BY_HAND)
    screen = await open_screen(PAGE, traits=IN_TAB)
    for step in STEPS:
        await screen.until_shown(step)


@pytest.mark.parametrize(("agrees", "told"), [(True, "Готово"), (False, "меню браузера")])
async def test_offer_of_the_browser_is_taken_up_once(
    phone: Phone, open_screen: Open, agrees: bool, told: str
) -> None:
    phone.body.home_screen = HomeScreen(WayHome.OFFERED, agrees)
    screen = await open_screen(PAGE, traits=IN_TAB)
    await screen.tap("Добавить на экран")
    await screen.until_shown(told)
    assert not screen.shows("Добавить на экран")


async def test_wallet_that_opens_from_there_says_so(open_screen: Open) -> None:
    screen = await open_screen(PAGE, Settings(language="en"))
    await screen.until_shown("Done: the wallet is on your Home Screen")

"""What a member sets on this device is kept, and seen at once."""

import flet as ft
import flet.canvas as cv
import pytest

from kopilka.domain import Settings
from kopilka.ui.look.device import Traits, Wish
from tests.ui.conftest import Open
from tests.ui.phone import Phone


async def test_language_changes_every_word_at_once(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/profile/settings")
    await screen.tap("English")
    await screen.until_shown("Language")
    await screen.client.go("/profile")
    await screen.until_shown("Your tier")
    assert screen.control(ft.NavigationBar).destinations[0].label == "Card"
    assert phone.repository.view.settings.language == "en"


async def test_wallet_speaks_the_devices_language_until_told_otherwise(open_screen: Open) -> None:
    screen = await open_screen("/", Settings(), Traits(language="en-GB"))
    await screen.until_shown("Your card")


async def test_dark_theme_is_the_members_or_the_devices(open_screen: Open) -> None:
    screen = await open_screen("/profile/settings")
    light = screen.page.views
    assert screen.page.theme_mode is ft.ThemeMode.SYSTEM
    await screen.tap("Тёмная")
    await screen.until(lambda: screen.page.theme_mode is ft.ThemeMode.DARK)
    assert light


async def test_code_stays_black_on_white_in_the_dark(open_screen: Open) -> None:
    screen = await open_screen("/", Settings(language="ru", theme="dark"))
    await screen.until(lambda: screen.controls(cv.Points))
    assert screen.control(cv.Points).paint.color == "#000000"
    assert screen.control(cv.Fill).paint.color == "#FFFFFF"
    assert not screen.control(cv.Points).paint.anti_alias


async def test_text_at_twice_its_size_keeps_the_code_and_the_number_on_screen(
    open_screen: Open,
) -> None:
    screen = await open_screen("/", Settings(language="ru", text_scale=2.0), size=(360, 640))
    await screen.until(lambda: screen.controls(cv.Canvas))
    assert screen.shows("2912 3456 7890 6")
    assert (screen.control(cv.Canvas).width or 0) >= 148


async def test_larger_code_is_drawn_larger(open_screen: Open) -> None:
    usual = await open_screen()
    await usual.until(lambda: usual.controls(cv.Canvas))
    width = usual.control(cv.Canvas).width or 0
    larger = await open_screen("/", Settings(language="ru", code_scale=1.4))
    await larger.until(lambda: larger.controls(cv.Canvas))
    assert (larger.control(cv.Canvas).width or 0) > width


async def test_without_a_network_the_card_says_how_old_it_is(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    await phone.repository.sync()
    await screen.until_shown("Баланс · данные на ")
    assert screen.shows("Нет связи")
    assert screen.control(ft.Semantics, live_region=True)


@pytest.mark.parametrize(
    ("offset", "russian", "english"),
    [
        (-40, "спешат на 1\u00a0минуту", "1\u00a0minute fast"),
        (-600, "спешат на 10\u00a0минут", "10\u00a0minutes fast"),
        (7200, "отстают на 2\u00a0часа", "2\u00a0hours slow"),
        (-5 * 3600, "спешат на 5\u00a0часов", "5\u00a0hours fast"),
        (3 * 86400, "отстают на 3\u00a0дня", "3\u00a0days slow"),
    ],
)
async def test_wrong_clock_is_told_in_plain_words(
    phone: Phone, open_screen: Open, offset: int, russian: str, english: str
) -> None:
    await phone.keep_clock(offset)
    screen = await open_screen()
    await screen.until_shown(f"Часы устройства {russian}")
    in_english = await open_screen(settings=Settings(language="en"))
    await in_english.until_shown(f"clock is {english}")


async def test_clock_within_half_a_minute_is_not_worth_a_word(
    phone: Phone, open_screen: Open
) -> None:
    await phone.keep_clock(offset=29)
    screen = await open_screen()
    await screen.until_shown("Ваша карта")
    assert not screen.shows("Часы устройства")


async def test_brightness_can_be_switched_only_where_the_device_has_it(open_screen: Open) -> None:
    on_web = await open_screen("/profile/settings")
    await on_web.until_shown("Размер кода")
    assert not on_web.shows("Яркость на кассе")
    on_phone = await open_screen("/profile/settings", traits=Traits(can_brighten=True))
    await on_phone.until_shown("Яркость на кассе")
    await on_phone.fire(on_phone.control(ft.Switch), "change", "false")
    await on_phone.until(lambda: not on_phone.control(ft.Switch).value)


WINDOW = ("Код кассы поверх блокировки", "Не платить телефоном", "Запретить снимки экрана")


async def test_browser_has_no_settings_of_an_apps_window(open_screen: Open) -> None:
    screen = await open_screen("/profile/settings")
    assert not [words for words in WINDOW if screen.shows(words)]


async def test_windows_settings_are_off_until_the_member_wants_them(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen(
        "/profile/settings", traits=Traits(language="ru", reduced_motion=True, in_app=True)
    )
    assert [words for words in WINDOW if screen.shows(words)] == list(WINDOW)
    assert not any(switch.value for switch in screen.controls(ft.Switch))
    for number in range(len(WINDOW)):
        await screen.fire(screen.controls(ft.Switch)[number], "change")
    await screen.until(lambda: all(switch.value for switch in screen.controls(ft.Switch)))
    kept = phone.repository.view.settings
    assert (kept.over_lock, kept.quiet, kept.hidden) == (True, True, True)
    assert phone.body.wishes == [(Wish.HIDDEN, False), (Wish.HIDDEN, True)]


async def test_till_mode_alone_is_over_the_lock_and_quiet(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/", Settings(language="ru", over_lock=True, quiet=True))
    assert phone.body.wishes == [(Wish.HIDDEN, False)]
    await screen.client.go("/card/till")
    await screen.until(lambda: len(phone.body.wishes) == 3)
    assert set(phone.body.wishes[1:]) == {(Wish.OVER_LOCK, True), (Wish.QUIET, True)}
    await screen.client.go("/")
    await screen.until(lambda: len(phone.body.wishes) == 5)
    assert set(phone.body.wishes[3:]) == {(Wish.OVER_LOCK, False), (Wish.QUIET, False)}

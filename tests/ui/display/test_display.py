"""The screen beside a till, as a shopper in front of it sees it."""

from datetime import timedelta

import flet as ft
import pytest

from kopilka.domain import Idle, Joining, Scanned, Thanks
from tests.ui.conftest import Open
from tests.ui.member import NOW
from tests.ui.phone import Phone

WALL = (1456, 819)
ON_END = (820, 1180)
SOON = NOW + timedelta(minutes=1, seconds=42)
JOIN = Joining("3", "https://shop.example/join/abc", 59, NOW - timedelta(minutes=3), SOON)
BRAND_WORDS = "С картой каждая покупка выгоднее"


async def test_nobody_in_front_sees_the_brand(open_screen: Open) -> None:
    screen = await open_screen("/display", size=WALL)
    await screen.until_shown(BRAND_WORDS)
    assert not screen.controls(ft.Semantics, identifier="join-code")


async def test_shopper_without_a_card_is_offered_the_points_of_this_receipt(
    open_screen: Open, phone: Phone
) -> None:
    screen = await open_screen("/display", size=WALL)
    phone.display_shows(JOIN)
    await screen.until_shown("Заберите 59 баллов за\u00a0этот\u00a0чек")
    assert screen.shows("Копилка · касса 3")
    assert screen.shows("код действует ещё 1:42")
    assert screen.control(ft.Semantics, identifier="join-code").label


async def test_join_code_that_has_run_out_gives_way_to_the_brand(
    open_screen: Open, phone: Phone
) -> None:
    screen = await open_screen("/display", size=WALL)
    phone.display_shows(JOIN)
    await screen.until_shown("Заберите 59 баллов")
    phone.clock.set(SOON)
    await screen.until_shown(BRAND_WORDS)
    assert phone.display.view.shown == Idle()


async def test_receipt_without_points_still_offers_a_card(open_screen: Open, phone: Phone) -> None:
    screen = await open_screen("/display", size=WALL)
    phone.display_shows(Joining("3", JOIN.url, 0, JOIN.since, JOIN.until))
    await screen.until_shown("Заведите карту за минуту")
    assert screen.control(ft.Semantics, identifier="join-code").label
    assert not screen.shows("0 баллов")


async def test_member_in_front_sees_an_initial_and_the_tier_and_nothing_more(
    open_screen: Open, phone: Phone
) -> None:
    screen = await open_screen("/display", size=WALL)
    phone.display_shows(Scanned("3", "А", "Серебро", SOON))
    await screen.until_shown("Карта прочитана")
    assert screen.shows("Серебро")
    assert "А" in screen.texts
    assert not screen.shows("Анна")


@pytest.mark.parametrize(
    ("earned", "burned", "words"),
    [(86, 0, "+86 баллов"), (1, 0, "+1 балл"), (42, 500, "Списано 500 баллов")],
)
async def test_shopper_is_thanked_with_what_was_earned_and_spent(
    open_screen: Open, phone: Phone, earned: int, burned: int, words: str
) -> None:
    screen = await open_screen("/display", size=WALL)
    phone.display_shows(Thanks("3", "А", earned, burned, SOON))
    await screen.until_shown("Спасибо за покупку")
    assert screen.shows(words)


@pytest.mark.parametrize(("size", "stage"), [(WALL, ft.Row), (ON_END, ft.Column)])
async def test_words_stand_beside_the_code_or_under_it_when_the_display_stands_on_end(
    open_screen: Open, phone: Phone, size: tuple[int, int], stage: type[ft.Row | ft.Column]
) -> None:
    screen = await open_screen("/display", size=size)
    phone.display_shows(JOIN)
    await screen.until_shown("Заберите 59 баллов")
    code = screen.control(ft.Semantics, identifier="join-code")
    words = screen.control(ft.Semantics, live_region=True)
    assert any(
        [id(part) for part in around.controls] == [id(code), id(words)]
        for around in screen.controls(stage)
    )


async def test_staff_are_asked_for_the_key_only_when_it_is_wanted(
    open_screen: Open, phone: Phone
) -> None:
    screen = await open_screen("/display", size=WALL)
    await screen.until_shown(BRAND_WORDS)
    assert not screen.shows("Ключ кассы")
    phone.display_wants_key()
    await screen.until_shown("Ключ кассы")
    assert screen.control(ft.TextField).password

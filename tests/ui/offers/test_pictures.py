"""Pictures of offers: those that the API has, and drawn ones where there are none."""

from collections.abc import Sequence
from dataclasses import replace

import flet as ft
import pytest

from loyalty_api.pictures import Image
from loyalty_api.programme import Store
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import WALLET
from tests.ui.offers.test_offline import BREAD, COFFEE
from tests.ui.phone import Phone

CUP = Image("/v1/pictures/1a", "/v1/pictures/1b", 1080, 720, "Стакан кофе", "#7A4A1E")
ELSEWHERE = replace(CUP, url="//ads.example/1.webp", small_url="//ads.example/1.webp")


@pytest.fixture
async def phone(phone: Phone) -> Phone:
    stores = (Store("s1", "Лесная, 12", ""), Store("s2", "Невский, 48", ""))
    offers = (
        replace(COFFEE, image=CUP),
        replace(BREAD, stores=("s2",)),
        replace(BREAD, id="o4", image=ELSEWHERE),
    )
    await phone.keep_member(replace(WALLET, offers=offers, stores=stores))
    return phone


def shown(screen: Screen) -> Sequence[ft.Image]:
    return [one for one in screen.controls(ft.Image) if "/v1/" in str(one.src) or "ads" in one.src]


@pytest.mark.parametrize("place", ["/", "/offers"])
async def test_lists_show_the_small_picture_of_the_api_and_nobody_elses(
    open_screen: Open, place: str
) -> None:
    screen = await open_screen(place)
    await screen.until_shown("Тройные баллы за кофе")
    (one,) = shown(screen)
    assert one.src == "https://api.example/v1/pictures/1b"
    assert one.exclude_from_semantics
    assert one.error_content


async def test_offer_in_full_says_what_is_on_its_picture(open_screen: Open) -> None:
    screen = await open_screen("/offers/o1")
    await screen.until(lambda: shown(screen))
    large = next(one for one in shown(screen) if not one.exclude_from_semantics)
    assert (large.src, large.semantics_label) == (
        "https://api.example/v1/pictures/1a",
        "Стакан кофе",
    )


@pytest.mark.parametrize(
    ("offer_id", "said"),
    [
        ("o1", ["Во всех магазинах", "Нажимать ничего не нужно.", "Баллы начислим"]),
        ("o2", ["Невский, 48", "Активируйте предложение", "Показать код карты"]),
    ],
)
async def test_offer_in_full_says_when_where_and_how(
    open_screen: Open, offer_id: str, said: list[str]
) -> None:
    screen = await open_screen(f"/offers/{offer_id}")
    for words in ("Когда", "Где", "Почему вы это видите", "Как это работает", *said):
        await screen.until_shown(words)
    assert not screen.shows("Лесная, 12")

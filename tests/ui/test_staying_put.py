"""What comes by itself moves nothing under the finger: it stands last until the member looks anew."""

import flet as ft
import pytest

from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.phone import RUSSIAN, Phone
from tests.ui.window import PHONE, Size

NOT_KEPT = "Устройство не сохраняет данные"


@pytest.mark.parametrize(
    ("place", "size", "words"),
    [
        ("/", PHONE, "2912 3456 7890 6"),
        ("/", (1280, 800), "2912 3456 7890 6"),
        ("/offers", PHONE, "Есть промокод?"),
        ("/profile", PHONE, "Список устройств"),
    ],
)
async def test_remark_that_comes_while_a_place_is_open_stands_below_everything(
    phone: Phone, open_screen: Open, place: str, size: Size, words: str
) -> None:
    screen = await open_screen(place, size=size)
    await screen.until_shown(words)
    before = screen.texts
    phone.store.lasts = False
    await phone.repository.change_settings(lambda _: RUSSIAN)
    await screen.until_shown(NOT_KEPT)
    above = screen.texts[: _at(screen.texts, NOT_KEPT)]
    assert above == before[: len(above)]
    assert any(words in text for text in above)
    assert any(NOT_KEPT in said for said in _announced(screen))


async def test_remark_stands_first_when_the_member_comes_back(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/profile")
    await screen.until_shown("На этом устройстве")
    phone.store.lasts = False
    await phone.repository.change_settings(lambda _: RUSSIAN)
    await screen.until_shown(NOT_KEPT)
    await screen.client.go("/history")
    await screen.until_shown("Накоплено за ноябрь")
    await screen.client.go("/profile")
    await screen.until(
        lambda: _at(screen.texts, NOT_KEPT) < _at(screen.texts, "На этом устройстве")
    )


@pytest.mark.parametrize(
    ("place", "words"), [("/", "2912 3456 7890 6"), ("/offers", "Есть промокод?")]
)
async def test_remark_that_goes_by_itself_leaves_its_room_until_the_member_comes_back(
    phone: Phone, open_screen: Open, place: str, words: str
) -> None:
    phone.store.lasts = False
    await phone.repository.open()
    await phone.repository.change_settings(lambda _: RUSSIAN)
    screen = await open_screen(place)
    await screen.until_shown(NOT_KEPT)
    await screen.until_shown(words)
    phone.store.lasts = True
    await phone.repository.change_settings(lambda _: RUSSIAN)
    await screen.until(lambda: _rooms(screen))
    assert len(_rooms(screen)) == 1
    await screen.client.go("/history")
    await screen.until_shown("Накоплено за ноябрь")
    await screen.client.go(place)
    await screen.until_shown(words)
    assert not screen.shows(NOT_KEPT)


def _rooms(screen: Screen) -> list[ft.Container]:
    """What nobody sees any more, and still takes its room."""
    unseen = screen.controls(ft.Container, opacity=0)
    return [one for one in unseen if one.ignore_interactions]


def _at(texts: list[str], words: str) -> int:
    return next((at for at, text in enumerate(texts) if words in text), len(texts))


def _announced(screen: Screen) -> list[str]:
    live = [named.content for named in screen.controls(ft.Semantics, live_region=True)]
    return [box.content.value for box in live if isinstance(box, ft.Container)]

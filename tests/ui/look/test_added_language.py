"""A member whose language the brand added by a file."""

from pathlib import Path

import pytest

from kopilka.domain import Settings
from kopilka.ui.look.brand import Brand, load_brand
from kopilka.ui.look.device import Traits
from tests.languages.brand import kazakh_brand
from tests.ui.conftest import Open
from tests.ui.phone import Phone


@pytest.fixture
def brand(tmp_path: Path) -> Brand:
    return load_brand(kazakh_brand(tmp_path))


async def test_phone_in_kazakh_shows_the_card_in_kazakh(open_screen: Open, brand: Brand) -> None:
    screen = await open_screen("/", Settings(), Traits(language="kk-KZ"), brand=brand)
    await screen.until_shown("Сіздің картаңыз")
    assert screen.shows("Кассаға")
    assert screen.shows("30\u00a0қар күйеді")
    assert screen.shows("«Золото» деңгейіне дейін")


async def test_language_is_chosen_by_its_own_name_and_russian_stands_in(
    phone: Phone, open_screen: Open, brand: Brand
) -> None:
    screen = await open_screen("/profile/settings", brand=brand)
    await screen.tap("Қазақша")
    await screen.until(lambda: phone.repository.view.settings.language == "kk")
    await screen.client.go("/")
    await screen.until_shown("Сіздің картаңыз")
    await screen.client.go("/profile/settings")
    await screen.until_shown("Язык")

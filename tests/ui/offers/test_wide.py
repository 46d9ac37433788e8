"""A very wide window: challenges and contests side by side where no offer is open, and all else no wider than a page."""

from dataclasses import replace

import flet as ft
import pytest

from kopilka.ui.look.frame import frame_for
from loyalty_api.challenges import Challenge
from loyalty_api.contests import Contest, Prize
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.offers.test_offline import BREAD
from tests.ui.phone import Phone

WIDTH = 1920
GOALS = tuple(
    Challenge(title, title, "", steps=3, done=1, ends_at=None, reward=50)
    for title in ("Три завтрака", "Три ужина")
)
DRAWS = tuple(
    Contest(title, title, "", "purchase", NOW, NOW, (Prize("Ужин"),), "cd" * 32)
    for title in ("Ужин на двоих", "Завтрак на двоих")
)
FRAME = frame_for(WIDTH, 1.0)


@pytest.fixture
async def phone(phone: Phone) -> Phone:
    await phone.keep_member(replace(WALLET, offers=(BREAD,), challenges=GOALS, contests=DRAWS))
    return phone


def widths(screen: Screen) -> list[float]:
    """Of what stands beside the list, from above."""
    columns = screen.controls(ft.Column, visible=True)
    return [one.width for one in columns if one.width in (FRAME.page, FRAME.beside)]


def lines_of_two(screen: Screen) -> int:
    rows = screen.controls(ft.Row, intrinsic_height=True)
    return sum(len(row.controls) == 2 for row in rows)


async def test_challenges_and_contests_share_a_line_until_an_offer_is_open(
    open_screen: Open,
) -> None:
    screen = await open_screen("/offers", size=(WIDTH, 1080))
    await screen.until_shown("Завтрак на двоих")
    assert lines_of_two(screen) == 2
    assert widths(screen) == [FRAME.page, FRAME.beside, FRAME.beside]
    screen = await open_screen("/offers/o2", size=(WIDTH, 1080))
    await screen.until_shown("Завтрак на двоих")
    assert lines_of_two(screen) == 0
    assert set(widths(screen)) == {FRAME.page}

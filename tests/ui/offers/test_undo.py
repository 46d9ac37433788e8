"""An activation is taken back: for some seconds from the list, from the offer in full while it is unused."""

from dataclasses import replace

import flet as ft
import pytest

from loyalty_api.actions import ActivateOffer, DeactivateOffer
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import WALLET
from tests.ui.offers.test_offline import BREAD
from tests.ui.phone import Phone


@pytest.fixture
async def phone(phone: Phone) -> Phone:
    await phone.keep_member(replace(WALLET, offers=(BREAD,)))
    return phone


def bars(screen: Screen) -> list[ft.SnackBar]:
    return [bar for bar in screen.controls(ft.SnackBar) if bar.open]


async def test_list_offers_to_take_it_back_without_moving(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/offers")
    await screen.tap("Активировать")
    await screen.until(lambda: bars(screen))
    (bar,) = bars(screen)
    assert bar.behavior is ft.SnackBarBehavior.FLOATING
    assert isinstance(bar.action, ft.SnackBarAction)
    await screen.fire(bar.action, "click")
    await screen.until_shown("Активировать")
    assert [type(one) for one in await phone.waiting()] == [ActivateOffer, DeactivateOffer]
    assert phone.body.said == ["Предложение активно", "Активация отменена"]


async def test_offer_in_full_offers_it_beside_the_remark(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/offers/o2")
    await screen.tap_last("Активировать")
    await screen.until_shown("Отменить")
    assert not bars(screen)
    await screen.tap("Отменить")
    await screen.until(lambda: not screen.shows("Отменить"))
    await screen.tap_last("Активировать")
    await screen.until_shown("Отменить")
    kinds = [ActivateOffer, DeactivateOffer, ActivateOffer]
    assert [type(one) for one in await phone.waiting()] == kinds


async def test_engine_of_others_knows_no_way_back(phone: Phone, open_screen: Open) -> None:
    await phone.keep_member(replace(WALLET, offers=(BREAD,), features=("offers",)))
    screen = await open_screen("/offers/o2")
    await screen.tap_last("Активировать")
    await screen.until_shown("Активно")
    assert not screen.shows("Отменить")

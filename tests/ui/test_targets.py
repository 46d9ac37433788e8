"""Whatever can be pressed is as high as a finger needs, in every place and in windows of both kinds."""

from dataclasses import replace
from datetime import timedelta

import flet as ft
import pytest

from kopilka.ui.look.theme import TOUCH
from loyalty_api.card import StaticCode, Symbology
from loyalty_api.models import Survey
from loyalty_api.offers import Activation, Offer
from loyalty_api.rewards import Coupon, Reward
from tests.ui.conftest import Open
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone
from tests.ui.tall import least_height

PLACES = {
    "/": "Карта",
    "/history": "История",
    "/history/p1": "Чек",
    "/history/missing/receipt": "Чек без карты",
    "/profile": "Профиль",
    "/profile/details": "Ваши данные",
    "/profile/settings": "На этом устройстве",
    "/profile/privacy": "Согласия и данные",
    "/profile/messages/support": "Поддержка",
    "/profile/about": "О приложении",
    "/profile/sent": "Что вам присылать",
    "/profile/family": "Семья",
    "/profile/friends": "Пригласить друга",
    "/profile/lock": "Замок на списание",
    "/offers": "Для вас",
    "/offers/o1": "Тройные баллы за кофе",
    "/rewards": "Награды",
    "/rewards/k1": "Кофе в подарок",
    "/surveys/s1": "Как вам покупка?",
    "/card/till": "На кассу",
}
"""Every kind of place, by its address, with the title of its page."""
END = NOW + timedelta(days=9)
CHOSEN = Activation.OPT_IN
COFFEE = Offer("o1", PLACES["/offers/o1"], "", "", "multiplier", 3, "", NOW, END, CHOSEN)
CODE = StaticCode(Symbology.CODE_128, "KOP-7731")
SCALE = {"elements": [{"type": "rating", "name": "all", "title": "В целом?"}]}
WITH_ALL = replace(
    WALLET,
    offers=(COFFEE,),
    rewards=(Reward("r1", "Кофе", "Любой", 210),),
    coupons=(Coupon("k1", PLACES["/rewards/k1"], "", CODE, NOW, END),),
    surveys=(Survey("s1", PLACES["/surveys/s1"], "Сегодня", 20, END, SCALE),),
)


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
async def test_what_is_pressed_is_as_high_as_a_finger_needs(
    phone: Phone, open_screen: Open, size: tuple[int, int]
) -> None:
    await phone.keep_member(WITH_ALL)
    screen = await open_screen(size=size)
    for route, title in PLACES.items():
        await screen.client.go(route)
        await screen.until(lambda title=title: screen.page.title == f"{title} · Копилка")
        pressed = [each for each in screen.controls(ft.Control) if getattr(each, "on_click", None)]
        assert pressed, route
        low = {str(each): least_height(each) for each in pressed if least_height(each) < TOUCH}
        assert not low, route

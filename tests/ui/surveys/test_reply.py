"""A member with a complaint can have a survey answered by support, and is not made to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import flet as ft
import pytest

from loyalty_api.actions import AnswerSurvey, WriteToSupport
from loyalty_api.models import Survey
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone

ASKS = "Пусть магазин мне ответит"
SERVICE = {"type": "rating", "name": "service", "title": "Как вас встретили?"}
WHY = {"type": "comment", "name": "why", "title": "Что исправить?"}
SPENT = {"type": "slider", "name": "spent", "title": "Сколько потратили?", "max": 9000}
HOW = {"type": "radiogroup", "name": "how", "title": "Как платили?", "choices": ["card|Картой"]}


async def asked(phone: Phone, *elements: dict[str, Any], unlinkable: bool = False) -> None:
    definition = {"elements": list(elements)}
    ends = NOW + timedelta(days=3)
    survey = Survey("s1", "Как прошёл визит?", "Лесная, 12", 20, ends, definition, unlinkable)
    await phone.keep_member(replace(WALLET, surveys=(survey,)))


async def rated(open_screen: Open, stars: int) -> Screen:
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Как вас встретили?")
    await screen.tap_last(f"{stars} из 5")
    return screen


async def test_who_asks_for_it_writes_to_support_with_the_answers_once(
    phone: Phone, open_screen: Open
) -> None:
    await asked(phone, SERVICE, HOW | {"showOtherItem": True}, WHY)
    screen = await rated(open_screen, 2)
    await screen.tap_last("Картой")
    await screen.type("Никто не поздоровался")
    await screen.until_shown(ASKS)
    await screen.fire(screen.control(ft.Switch), "change", "true")
    await screen.until(lambda: screen.control(ft.Switch).value)
    await screen.tap_twice("Отправить")
    await screen.until_shown("Спасибо!")
    letter, answer = await phone.waiting()
    assert isinstance(letter, WriteToSupport)
    assert isinstance(answer, AnswerSurvey)
    assert letter.text.splitlines() == [
        "По опросу «Как прошёл визит?» · Лесная, 12",
        "Как вас встретили?\u00a0— 2",
        "Как платили?\u00a0— Картой",
        "Что исправить?\u00a0— Никто не поздоровался",
    ]


async def test_who_does_not_ask_writes_to_nobody(phone: Phone, open_screen: Open) -> None:
    await asked(phone, SERVICE)
    screen = await rated(open_screen, 1)
    await screen.until_shown(ASKS)
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    (answer,) = await phone.waiting()
    assert isinstance(answer, AnswerSurvey)


@pytest.mark.parametrize(("stars", "unlinkable"), [(5, False), (1, True)])
async def test_praise_calls_for_no_reply_and_an_unlinkable_answer_can_have_none(
    phone: Phone, open_screen: Open, stars: int, unlinkable: bool
) -> None:
    await asked(phone, SERVICE, SPENT, unlinkable=unlinkable)
    screen = await rated(open_screen, stars)
    await screen.type("700")
    await screen.until(lambda: screen.control(ft.TextField).value == "700")
    chosen = [f"{stars} из 5"]
    await screen.until(
        lambda: [star.label for star in screen.controls(ft.Semantics, selected=True)] == chosen
    )
    assert not screen.shows(ASKS)


async def test_wish_to_be_answered_outlasts_the_screen(phone: Phone, open_screen: Open) -> None:
    await asked(phone, SERVICE)
    screen = await rated(open_screen, 1)
    await screen.until_shown(ASKS)
    await screen.fire(screen.control(ft.Switch), "change", "true")
    await screen.until(lambda: screen.control(ft.Switch).value)
    again = await open_screen("/surveys/s1")
    await again.until(lambda: [one.value for one in again.controls(ft.Switch)] == [True])

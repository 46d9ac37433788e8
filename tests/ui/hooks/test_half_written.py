"""What a member has begun to write is there again, wherever and whenever they come back to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import flet as ft
import pytest

from kopilka.ui.hooks.urls import CLAIM, SUPPORT
from kopilka.ui.surveys.answering import Said, SurveyDraft
from loyalty_api.actions import ReviewPurchase, WriteToSupport
from loyalty_api.models import Survey
from loyalty_api.reviews import Review
from loyalty_api.surveys.definition import read_definition
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone
from tests.ui.window import PHONE, Size

DESKTOP: Size = (1280, 800)
DEFINITION = {
    "elements": [
        {"type": "rating", "name": "all", "title": "В целом?"},
        {"type": "comment", "name": "why", "title": "Почему?"},
    ]
}
SURVEY = Survey("s1", "Как вам покупка?", "Сегодня", 20, NOW + timedelta(days=3), DEFINITION)


async def _at_once(screen: Screen) -> None:
    await screen.until(lambda: screen.form)


async def _after_four_stars(screen: Screen) -> None:
    await screen.until_shown("Как прошёл визит?")
    await screen.tap_last("4 из 5")
    await _at_once(screen)


async def _after_opening_it(screen: Screen) -> None:
    await screen.tap("Есть промокод?")
    await _at_once(screen)


@dataclass(frozen=True)
class Form:
    """Where it is, which of its fields is the member's, and how they come to type into it."""

    route: str
    field: int = -1
    begin: Callable[[Screen], Awaitable[None]] = _at_once


FORMS = {
    "message": Form(SUPPORT),
    "review": Form("/history/p1", begin=_after_four_stars),
    "claim": Form(CLAIM, field=-3),
    "promo code": Form("/offers", begin=_after_opening_it),
    "survey": Form("/surveys/s1"),
    "details": Form("/profile/details", field=-2),
}


@pytest.fixture
async def phone() -> Phone:
    phone = Phone()
    await phone.keep_member(replace(WALLET, surveys=(SURVEY,)))
    return phone


def written(screen: Screen, form: Form) -> str | None:
    """What stands in the member's field."""
    fields = screen.form
    return fields[form.field].value if len(fields) >= -form.field else None


async def turn(screen: Screen, size: Size) -> None:
    """The window has another size, and what it shows has followed."""
    await screen.resize(*size)
    await screen.until(lambda: bool(screen.controls(ft.NavigationBar)) == (size == PHONE))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
async def test_half_written_words_outlast_a_turned_phone_another_place_and_a_kill(
    phone: Phone, open_screen: Open, form: Form
) -> None:
    screen = await open_screen(form.route)
    await form.begin(screen)
    await screen.type("Не забыть", field=form.field)
    await turn(screen, DESKTOP)
    await screen.until(lambda: written(screen, form) == "Не забыть")
    await turn(screen, PHONE)
    await screen.until(lambda: written(screen, form) == "Не забыть")
    await screen.client.go("/")
    await screen.until(lambda: not screen.form)
    await screen.client.go(form.route)
    await screen.until(lambda: written(screen, form) == "Не забыть")
    await screen.close()
    reopened = await Phone(phone.store, phone.pocket).open(form.route)
    await reopened.until(lambda: written(reopened, form) == "Не забыть")
    await reopened.close()


async def test_message_that_was_sent_is_not_in_the_field_again(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen(SUPPORT)
    await _at_once(screen)
    await screen.type("Потеряла карту")
    await screen.tap_last("Отправить")
    await screen.until_shown("Вы · отправляем")
    await screen.close()
    reopened = await Phone(phone.store, phone.pocket).open(SUPPORT)
    await reopened.until_shown("Вы · отправляем")
    assert reopened.control(ft.TextField).value == ""
    await reopened.close()


async def test_refused_words_that_were_taken_up_are_kept_as_typed_ones(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen(SUPPORT)
    phone.refuses(WriteToSupport("k-1", "Потеряла карту", NOW), "invalid")
    await screen.tap_last("Изменить")
    await screen.until(lambda: not phone.repository.view.refusals)
    await screen.close()
    reopened = await Phone(phone.store, phone.pocket).open(SUPPORT)
    await reopened.until(lambda: written(reopened, FORMS["message"]) == "Потеряла карту")
    await reopened.close()


async def test_words_changed_after_a_refusal_stand_before_the_refused_ones(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/history/p1")
    phone.refuses(ReviewPurchase("p1", Review(2, NOW, "Долго")), "invalid")
    await screen.until(lambda: written(screen, FORMS["review"]) == "Долго")
    await screen.type("Очень долго", field=-1)
    await turn(screen, DESKTOP)
    await screen.until(lambda: written(screen, FORMS["review"]) == "Очень долго")
    await screen.tap_last("Отправить отзыв")
    await screen.until_shown("Ваша оценка")
    (action,) = await phone.waiting()
    assert isinstance(action, ReviewPurchase)
    assert action.review.text == "Очень долго"


async def test_words_that_were_dropped_are_gone(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/history/p1")
    phone.refuses(ReviewPurchase("p1", Review(2, NOW, "Долго")), "invalid")
    await screen.until(lambda: written(screen, FORMS["review"]) == "Долго")
    await screen.type("Очень долго", field=-1)
    await screen.tap_last("Не отправлять")
    await screen.until(lambda: not screen.form)
    await turn(screen, DESKTOP)
    await screen.until_shown("Как прошёл визит?")
    assert not screen.form
    assert not phone.repository.view.refusals


async def test_half_written_words_leave_with_the_member(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen(SUPPORT)
    await _at_once(screen)
    await screen.type("Личное")
    await phone.repository.sign_out()
    await screen.until(lambda: not screen.shows("Отправить"))
    await phone.keep_member()
    next_member = await Phone(phone.store, phone.pocket).open(SUPPORT)
    await next_member.until(lambda: written(next_member, FORMS["message"]) == "")
    await next_member.close()


def test_answers_that_a_changed_survey_cannot_take_are_left_out() -> None:
    questionnaire = read_definition(DEFINITION)
    said = Said({"all": 9, "why": "Долго", "gone": True}, at=7)
    draft = SurveyDraft.of(questionnaire, said)
    assert draft.to_send == {"why": "Долго"}
    assert draft.page is not None


async def test_field_takes_the_focus_when_it_is_opened_and_not_when_one_comes_back(
    phone: Phone, open_screen: Open
) -> None:
    form = FORMS["promo code"]
    screen = await open_screen(form.route)
    await form.begin(screen)
    await screen.until(lambda: has_taken_focus(screen))
    await screen.type("LAT")
    await screen.close()
    reopened = await Phone(phone.store, phone.pocket).open(form.route)
    await reopened.until(lambda: written(reopened, form) == "LAT")
    await reopened.type("LATTE")
    await reopened.until(lambda: written(reopened, form) == "LATTE")
    assert not has_taken_focus(reopened)
    await reopened.close()


def has_taken_focus(screen: Screen) -> bool:
    """Whether the client was told to focus something."""
    return "focus" in (name for name, _ in screen.client.asked)

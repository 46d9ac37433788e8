"""Every question of a survey is answered by taps and keys, without a network, and sent as it is meant."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import flet as ft
import pytest

from loyalty_api.actions import AnswerSurvey
from loyalty_api.models import Survey
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone

DRINKS = ["tea|Чай", "coffee|Кофе", {"value": 3, "text": "Вода"}]
Steps = Callable[[Screen], Awaitable[None]]


async def asked(phone: Phone, *elements: dict[str, Any], **more: object) -> None:
    """The member's wallet has this survey, all on one page."""
    definition = {"elements": list(elements), **more}
    survey = Survey("s1", "Опрос", "", 20, NOW + timedelta(days=3), definition)
    await phone.keep_member(replace(WALLET, surveys=(survey,)))


async def sent(phone: Phone) -> object:
    (action,) = await phone.waiting()
    assert isinstance(action, AnswerSurvey)
    return action.answers


def taps(*words: str) -> Steps:
    async def steps(screen: Screen) -> None:
        for each in words:
            await screen.tap(each)

    return steps


def types(words: str, field: int = 0, *, after: str = "") -> Steps:
    async def steps(screen: Screen) -> None:
        if after:
            await screen.tap_last(after)
        await screen.until(lambda: len(screen.controls(ft.TextField)) > field)
        await screen.type(words, field)

    return steps


ANSWERED: dict[str, tuple[dict[str, Any], Steps, object]] = {
    "one": ({"type": "radiogroup", "choices": DRINKS}, taps("Вода"), 3),
    "none of them": (
        {"type": "radiogroup", "choices": DRINKS, "showNoneItem": True},
        taps("Ничего из этого"),
        "none",
    ),
    "none beside nothing": (
        {"type": "checkbox", "choices": DRINKS, "showNoneItem": True},
        taps("Чай", "Ничего из этого", "Кофе"),
        ("coffee",),
    ),
    "not known": (
        {
            "type": "tagbox",
            "choices": DRINKS,
            "minSelectedChoices": 2,
            "showDontKnowItem": True,
            "showRefuseItem": True,
        },
        taps("Чай", "Не хочу отвечать", "Не знаю"),
        ("dontknow",),
    ),
    "a button": ({"type": "buttongroup", "choices": DRINKS}, taps("Чай"), "tea"),
    "a place on a scale": ({"type": "slider", "step": 0.5}, types("2,5"), 2.5),
    "no more than two": (
        {"type": "checkbox", "choices": DRINKS, "maxSelectedChoices": 2},
        taps("Чай", "Кофе", "Вода"),
        ("tea", "coffee"),
    ),
    "from a list": ({"type": "dropdown", "choices": DRINKS}, taps("Кофе"), "coffee"),
    "some of a list": (
        {"type": "tagbox", "choices": DRINKS},
        taps("Кофе", "Чай"),
        ("coffee", "tea"),
    ),
    "values of a rating": (
        {"type": "rating", "rateValues": ["bad|Плохо", "good|Хорошо"]},
        taps("Хорошо"),
        "good",
    ),
    "yes": (
        {"type": "boolean", "valueTrue": "yes", "valueFalse": "no", "labelTrue": "Конечно"},
        taps("Конечно"),
        "yes",
    ),
    "rows": (
        {"type": "matrix", "rows": ["price|Цены", "staff|Кассиры"], "columns": ["Плохо", "Хорошо"]},
        taps("Цены: Плохо", "Кассиры: Хорошо"),
        {"price": "Плохо", "staff": "Хорошо"},
    ),
    "an order": (
        {"type": "ranking", "choices": DRINKS},
        taps("Кофе", "Вода"),
        ("coffee", 3, "tea"),
    ),
    "a picture": (
        {"type": "imagepicker", "choices": [{"value": "lion", "text": "Лев"}, "tiger"]},
        taps("Лев"),
        "lion",
    ),
    "texts": (
        {"type": "multipletext", "items": [{"name": "a", "title": "Город"}, {"name": "b"}]},
        types("Тверь"),
        {"a": "Тверь"},
    ),
    "a number": ({"type": "text", "inputType": "number"}, types("2,5"), 2.5),
    "a number in other digits": ({"type": "text", "inputType": "number"}, types("٢٥"), 25),
    "a day in other digits": (
        {"type": "text", "inputType": "date"},
        types("۱.۰۲.۲۰۲۶"),
        "2026-02-01",
    ),
    "a day": ({"type": "text", "inputType": "date"}, types("1.02.2026"), "2026-02-01"),
}


@pytest.mark.parametrize("name", ANSWERED)
async def test_answer_is_given_by_hand_and_sent_as_it_is_meant(
    phone: Phone, open_screen: Open, name: str
) -> None:
    element, steps, answer = ANSWERED[name]
    await asked(phone, {"name": "q", "title": "Что?", "isRequired": True, **element})
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Что?")
    await steps(screen)
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"q": answer}


async def test_other_is_said_in_words_of_ones_own(phone: Phone, open_screen: Open) -> None:
    await asked(
        phone, {"type": "radiogroup", "name": "q", "choices": DRINKS, "showOtherItem": True}
    )
    screen = await open_screen("/surveys/s1")
    await types("Квас", after="Другое")(screen)
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"q": "other", "q-Comment": "Квас"}


async def test_other_without_words_cannot_be_sent(phone: Phone, open_screen: Open) -> None:
    await asked(
        phone, {"type": "radiogroup", "name": "q", "choices": DRINKS, "showOtherItem": True}
    )
    screen = await open_screen("/surveys/s1")
    await screen.tap_last("Другое")
    await screen.until(lambda: screen.controls(ft.TextField))
    await screen.tap_last("Отправить")
    await screen.until_shown("Нужен ответ, чтобы идти дальше")
    assert await phone.waiting() == []


async def test_long_list_is_narrowed_by_typing(phone: Phone, open_screen: Open) -> None:
    choices = [{"value": place, "text": f"Магазин {place}"} for place in range(60)]
    await asked(phone, {"type": "dropdown", "name": "q", "choices": choices})
    screen = await open_screen("/surveys/s1")
    await types("зин 57")(screen)
    await screen.until(lambda: not screen.shows("Магазин 3"))
    await screen.tap_last("Магазин 57")
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"q": 57}


async def test_question_names_what_was_answered_and_appears_with_it(
    phone: Phone, open_screen: Open
) -> None:
    await asked(
        phone,
        {"type": "radiogroup", "name": "q", "choices": DRINKS},
        {
            "type": "comment",
            "name": "why",
            "title": {"default": "Why {q}?", "ru": "Почему {q}?"},
            "visibleIf": "{q} notempty",
        },
        {"type": "html", "name": "note", "html": "<p>Мы <b>читаем</b> всё</p><script>x</script>"},
        {"type": "expression", "name": "e", "title": "Итого", "expression": "iif({q} = 3, 7, 8)"},
    )
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Мы читаем всё")
    assert not screen.shows("Почему")
    await screen.tap_last("Вода")
    await screen.until_shown("Почему Вода?")
    await screen.until_shown("7")
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"q": 3, "e": 7}


async def test_answer_that_does_not_fit_is_told_in_the_authors_words(
    phone: Phone, open_screen: Open
) -> None:
    rule = {"type": "regex", "regex": "^[0-9]+$", "text": "Только цифры"}
    await asked(phone, {"type": "text", "name": "q", "validators": [rule]})
    screen = await open_screen("/surveys/s1")
    await types("abc")(screen)
    await screen.tap_last("Отправить")
    await screen.until_shown("Только цифры")
    await types("12")(screen)
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")


async def test_survey_ends_where_a_trigger_ends_it(phone: Phone, open_screen: Open) -> None:
    survey = {
        "pages": [
            {"elements": [{"type": "boolean", "name": "was", "title": "Вы были у нас?"}]},
            {"elements": [{"type": "comment", "name": "how", "title": "Как?"}]},
        ],
        "triggers": [{"type": "complete", "expression": "{was} = false"}],
    }
    one = Survey("s1", "Опрос", "", 20, NOW + timedelta(days=3), survey)
    await phone.keep_member(replace(WALLET, surveys=(one,)))
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Вопрос 1 из 2")
    await screen.tap_last("Нет")
    await screen.until_shown("Вопрос 1 из 1")
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"was": False}


async def test_default_answer_stands_until_another_is_given(
    phone: Phone, open_screen: Open
) -> None:
    await asked(
        phone, {"type": "radiogroup", "name": "q", "choices": DRINKS, "defaultValue": "tea"}
    )
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Чай")
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"q": "tea"}


async def test_other_that_is_chosen_from_the_start_shows_where_to_write(
    phone: Phone, open_screen: Open
) -> None:
    other = {"showOtherItem": True, "defaultValue": "Какао"}
    await asked(phone, {"type": "radiogroup", "name": "q", "choices": DRINKS, **other})
    screen = await open_screen("/surveys/s1")
    await screen.until(lambda: [one.value for one in screen.controls(ft.TextField)] == ["Какао"])
    await types("Морс")(screen)
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    assert await sent(phone) == {"q": "other", "q-Comment": "Морс"}

"""Offers, rewards and surveys, with no network: done at once, told to the server later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import flet as ft
import flet.canvas as cv
import pytest

from kopilka.domain import AtTill, Settings
from kopilka.ui.look.texts.english import ENGLISH
from kopilka.ui.look.texts.russian import RUSSIAN
from kopilka.ui.rewards.screen import by_reach
from loyalty_api.actions import ActivateOffer, AnswerSurvey
from loyalty_api.card import StaticCode, Symbology
from loyalty_api.challenges import Challenge
from loyalty_api.models import Survey
from loyalty_api.offers import Activation, Category, Offer
from loyalty_api.rewards import Coupon, Reward
from tests.ui.conftest import Open
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone
from tests.ui.window import MOVING

pytestmark = pytest.mark.slow


COFFEE = Offer(
    "o1",
    "Тройные баллы за кофе",
    "За любой напиток",
    "Во всех магазинах",
    "multiplier",
    3,
    "Вы берёте кофе по утрам",
    NOW,
    NOW + timedelta(days=2, hours=3),
    Activation.AUTOMATIC,
    icon="coffee",
)
BREAD = replace(COFFEE, id="o2", title="Скидка на хлеб", activation=Activation.OPT_IN)
LATE = replace(BREAD, id="o3", title="Гость", partner="Аптека", ends_at=NOW + timedelta(hours=5))
DRAWN: Mapping[str, object] = {"type": "signaturepad", "name": "unknown"}
DEFINITION: Mapping[str, object] = {
    "pages": [
        {"elements": [{"type": "rating", "name": "all", "title": "В целом?", "isRequired": True}]},
        {
            "elements": [
                {"type": "boolean", "name": "queue", "title": "Была очередь?"},
                {
                    "type": "comment",
                    "name": "why",
                    "title": "Долго ждали?",
                    "visibleIf": "{queue} = true",
                },
            ]
        },
        {
            "elements": [
                {
                    "type": "checkbox",
                    "name": "good",
                    "title": "Что хорошо?",
                    "choices": ["Выбор", "Цены"],
                },
                DRAWN,
            ]
        },
    ]
}
SURVEY = Survey("s1", "Как вам покупка?", "Сегодня", 20, NOW + timedelta(days=3), DEFINITION)
QUICK = replace(
    SURVEY, id="s2", definition={"elements": [{"type": "rating", "name": "all", "title": "Как?"}]}
)
CUP = Reward("r1", "Кофе", "Любой", 210)
TEA = Reward("r2", "Чай", "Любой", 100, stock=0)
COAT = Reward("r3", "Зонт", "Зелёный", 1500, stock=3)
COUPON = Coupon(
    "k1",
    "Кофе в подарок",
    "Любой напиток",
    StaticCode(Symbology.CODE_128, "KOP-7731"),
    NOW,
    NOW + timedelta(days=20),
)


@pytest.fixture
async def phone() -> Phone:
    phone = Phone()
    await phone.keep_member(
        replace(
            WALLET,
            offers=(COFFEE, BREAD, LATE),
            challenges=(Challenge("c1", "Пять завтраков", "До конца месяца", 5, 3, NOW, 150),),
            rewards=(CUP, COAT, TEA),
            coupons=(COUPON,),
            surveys=(SURVEY, QUICK),
        )
    )
    return phone


async def test_places_appear_when_there_is_something_in_them(open_screen: Open) -> None:
    screen = await open_screen()
    bar = screen.control(ft.NavigationBar)
    names = [place.label for place in bar.destinations]
    assert names == ["Карта", "Для вас", "Награды", "История", "Профиль"]


async def test_offer_says_why_it_is_here_and_how_long_it_lasts(open_screen: Open) -> None:
    screen = await open_screen("/offers")
    await screen.until_shown("Вы берёте кофе по утрам")
    assert screen.shows("ещё 2 дня")
    assert screen.shows("ещё 5 часов")
    assert screen.shows("Автоматически")
    assert screen.shows("3 из 5")
    await screen.tap("Партнёры")
    await screen.until(lambda: not screen.shows("Скидка на хлеб"))
    assert screen.shows("Гость")


async def test_offer_is_active_at_once_though_there_is_no_network(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/offers/o2")
    await screen.until_shown("Во всех магазинах")
    await screen.tap_last("Активировать")
    await screen.until_shown("Активно")
    (action,) = await phone.waiting()
    assert isinstance(action, ActivateOffer)
    assert action.offer_id == "o2"
    assert phone.body.said == ["Предложение активно"]


async def test_offers_are_chosen_by_what_they_are_about(phone: Phone, open_screen: Open) -> None:
    coffee = replace(COFFEE, category="coffee")
    named = tuple(Category(*one) for one in (("tea", "Чай"), ("coffee", "Кофе")))
    await phone.keep_member(replace(WALLET, offers=(coffee, BREAD, LATE), categories=named))
    screen = await open_screen("/offers")
    await screen.until_shown("Скидка на хлеб")
    assert [words for words in ("Все", "Чай", "Кофе", "Партнёры") if screen.shows(words)] == [
        "Все",
        "Кофе",
        "Партнёры",
    ]
    await screen.tap("Кофе")
    await screen.until(lambda: not screen.shows("Скидка на хлеб"))
    assert screen.shows("Тройные баллы за кофе")
    await phone.hears(replace(WALLET, offers=(BREAD,), categories=named))
    await screen.until_shown("Скидка на хлеб")


async def test_impatient_finger_activates_and_votes_once(phone: Phone, open_screen: Open) -> None:
    await phone.keep_member(replace(WALLET, offers=(BREAD,), surveys=(QUICK,)))
    screen = await open_screen("/offers")
    await screen.tap_twice("Активировать")
    await screen.until_shown("Активно")
    await screen.client.go("/")
    await screen.tap_twice("5 из 5")
    await screen.until(lambda: not screen.shows("Как вам покупка?"))
    assert [type(action) for action in await phone.waiting()] == [ActivateOffer, AnswerSurvey]


async def test_offer_that_was_refused_is_undone_where_it_was_taken_with_the_reason(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/offers")
    phone.refuses(ActivateOffer("o2", NOW), "offer_ended")
    await screen.until_shown("Предложение закончилось")
    assert screen.shows("Активировать")
    await screen.tap("Готово")
    await screen.until(lambda: not screen.shows("Предложение закончилось"))


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("/offers", ("Have a promo code?", "Challenges", "3 of 5")),
        ("/rewards", ("My coupons", "Get for 210\u00a0баллов", "260\u00a0баллов to go")),
        ("/rewards/k1", ("Show this code at the till", "until 10\u00a0December")),
        ("/history", ("Points missing?",)),
        ("/history/p1", ("How was your visit?",)),
        ("/history/missing/receipt", ("A receipt without the card", "Check the receipt")),
        ("/profile", ("Messages", "Questions, complaints and ideas")),
        ("/profile/messages", ("Messages", "Support", "The shop cannot be reached")),
        ("/profile/messages/support", ("Your message", "The shop cannot be reached")),
    ],
)
async def test_every_place_speaks_english_and_stands_without_a_network(
    open_screen: Open, route: str, words: tuple[str, ...]
) -> None:
    screen = await open_screen(route, Settings(language="en", text_scale=2.0))
    for each in words:
        await screen.until_shown(each)


async def test_offer_that_has_ended_says_so(open_screen: Open) -> None:
    screen = await open_screen("/offers/gone")
    await screen.until_shown("Это предложение закончилось")


def test_what_is_within_reach_comes_first_and_what_is_gone_last() -> None:
    wallet = replace(WALLET, rewards=(COAT, TEA, CUP))
    assert [reward.id for reward in by_reach(wallet)] == ["r1", "r3", "r2"]


async def test_reward_says_how_far_it_is(open_screen: Open) -> None:
    screen = await open_screen("/rewards")
    await screen.until_shown("не хватает 260\u00a0баллов")
    assert screen.shows("осталось 3")
    assert screen.shows("закончилось")


async def test_coupon_shows_its_own_code(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/rewards/k1")
    await screen.until(lambda: screen.controls(cv.Canvas))
    assert screen.shows("KOP-7731")
    assert screen.shows("до 10\u00a0декабря")
    assert screen.shows("Код купона «Кофе в подарок»")
    assert phone.body.done == ["awake"]


async def test_coupon_that_was_used_says_when_and_shows_no_code(
    phone: Phone, open_screen: Open
) -> None:
    used = replace(COUPON, used_at=NOW - timedelta(days=1))
    await phone.keep_member(replace(WALLET, coupons=(used,)))
    screen = await open_screen("/rewards/k1")
    await screen.until_shown("Использован 19\u00a0ноября")
    assert not screen.shows("KOP-7731")


async def test_reward_is_not_offered_without_a_network(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/rewards")
    await phone.repository.sync()
    await screen.until_shown("Взять можно, когда появится связь")
    assert not screen.shows("Взять за")


async def test_challenge_shows_its_stamps_its_streak_and_the_time_left(
    phone: Phone, open_screen: Open
) -> None:
    until = NOW + timedelta(days=3, hours=2)
    daily = Challenge("c1", "Пять завтраков", "Кофе и выпечка", 5, 3, until, 150, "streak_days")
    weekly = Challenge(
        "c2",
        "Двенадцать недель",
        "Раз в неделю",
        12,
        12,
        until,
        90,
        "streak_weeks",
        completed_at=NOW,
    )
    await phone.keep_member(replace(WALLET, challenges=(daily, weekly)))
    screen = await open_screen("/offers")
    await screen.until_shown("3 из 5 · каждый день без пропусков")
    assert screen.shows("ещё 3 дня")
    assert screen.shows("12 из 12 · каждую неделю без пропусков")
    assert screen.shows("Выполнено")


@pytest.mark.parametrize(("language", "words"), [("ru", "бессрочно"), ("en", "no end date")])
async def test_challenge_that_never_ends_says_so(
    phone: Phone, open_screen: Open, language: str, words: str
) -> None:
    await phone.keep_member(
        replace(WALLET, challenges=(Challenge("c1", "Cups", "", 5, 3, None, 1),))
    )
    screen = await open_screen("/offers", Settings(language=language))
    await screen.until_shown(words)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Задание выполнено! Завтраки: +21\u00a0балл"), ("en", "Challenge completed!")],
)
async def test_challenge_that_was_completed_is_celebrated_once(
    phone: Phone, open_screen: Open, language: str, words: str
) -> None:
    begun = Challenge("c1", "Завтраки", "", 5, 4, NOW + timedelta(days=3), 21)
    await phone.keep_member(replace(WALLET, challenges=(begun,)))
    screen = await open_screen("/history", Settings(language=language), traits=MOVING)
    await phone.hears(replace(WALLET, challenges=(replace(begun, done=5, completed_at=NOW),)))
    await screen.until(lambda: phone.body.said)
    assert words in phone.body.said[0]
    assert phone.body.done == ["tap"]
    done = "Готово" if language == "ru" else "Done"
    await screen.tap_last(done)
    await screen.until(lambda: not screen.shows("+21"))


async def test_challenge_is_celebrated_once_the_till_has_had_its_say(
    phone: Phone, open_screen: Open
) -> None:
    begun = Challenge("c1", "Завтраки", "", 5, 4, NOW + timedelta(days=3), 21)
    await phone.keep_member(replace(WALLET, challenges=(begun,)))
    screen = await open_screen()
    phone.till_says(AtTill("points", NOW, points=59))
    await phone.hears(replace(WALLET, challenges=(replace(begun, done=5, completed_at=NOW),)))
    await screen.until(lambda: any("Завтраки" in said for said in phone.body.said))
    assert not screen.shows("+21")
    await screen.tap_last("Готово")
    await screen.until_shown("+21")


async def test_survey_asks_page_by_page_and_is_answered_without_a_network(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Вопрос 1 из 3")
    await screen.tap("Дальше")
    await screen.until_shown("Нужен ответ")
    await screen.tap_last("4 из 5")
    await screen.tap("Дальше")
    await screen.until_shown("Была очередь?")
    assert not screen.shows("Долго ждали?")
    await screen.tap("Да")
    await screen.until_shown("Долго ждали?")
    await screen.type("Минут пять")
    await screen.tap("Дальше")
    await screen.tap("Выбор")
    await screen.tap("Цены")
    await screen.tap_twice("Отправить")
    await screen.until_shown("Спасибо!")
    (action,) = await phone.waiting()
    assert isinstance(action, AnswerSurvey)
    assert dict(action.answers) == {
        "all": 4,
        "queue": True,
        "why": "Минут пять",
        "good": ("Выбор", "Цены"),
    }


async def test_screen_reader_hears_which_star_is_chosen(open_screen: Open) -> None:
    screen = await open_screen("/surveys/s1")
    await screen.until_shown("Вопрос 1 из 3")
    await screen.tap_last("4 из 5")
    await screen.until(
        lambda: [star.label for star in screen.controls(ft.Semantics, selected=True)] == ["4 из 5"]
    )


@pytest.mark.parametrize(("scale", "rows"), [(1.0, [11]), (1.25, [6, 6]), (2.0, [4, 4, 4])])
async def test_numbers_to_choose_from_are_as_wide_as_their_digits_need(
    phone: Phone, open_screen: Open, scale: float, rows: list[int]
) -> None:
    likely = {"type": "rating", "name": "nps", "title": "Как?", "rateMin": 0, "rateMax": 10}
    survey = replace(SURVEY, definition={"elements": [likely]})
    await phone.keep_member(replace(WALLET, surveys=(survey,)))
    screen = await open_screen("/surveys/s1", Settings(language="ru", text_scale=scale))
    await screen.until_shown("Вопрос 1 из 1")
    scales = [row for row in screen.controls(ft.Row) if len(row.controls) in (4, 6, 11)]
    assert [len(row.controls) for row in scales][-len(rows) :] == rows


async def test_answers_the_shop_did_not_take_are_there_to_be_sent_again(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/offers")
    phone.refuses(AnswerSurvey("s1", NOW, {"all": 4, "queue": True, "why": "Долго"}), "invalid")
    await screen.tap("Открыть")
    await screen.until_shown("Вопрос 1 из 3")
    await screen.tap_last("Дальше")
    await screen.until_shown("Долго ждали?")
    assert screen.controls(ft.TextField)[-1].value == "Долго"
    await screen.tap_last("Дальше")
    await screen.tap_last("Отправить")
    await screen.until_shown("Спасибо!")
    (action,) = await phone.waiting()
    assert isinstance(action, AnswerSurvey)
    assert dict(action.answers) == {"all": 4, "queue": True, "why": "Долго"}
    assert not phone.repository.view.refusals


async def test_answer_that_hides_a_question_takes_its_answer_along(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    await screen.tap("5 из 5")
    await screen.until_shown("Вопрос 1 из 3")
    await screen.tap("Дальше")
    await screen.tap("Да")
    await screen.until_shown("Долго ждали?")
    await screen.type("Минут пять")
    await screen.tap("Нет")
    await screen.until(lambda: not screen.shows("Долго ждали?"))
    await screen.tap("Дальше")
    await screen.tap("Отправить")
    await screen.until_shown("Спасибо!")
    (action,) = await phone.waiting()
    assert isinstance(action, AnswerSurvey)
    assert dict(action.answers) == {"all": 5, "queue": False}


async def test_survey_of_one_question_is_answered_on_the_cards_page(
    phone: Phone, open_screen: Open
) -> None:
    await phone.keep_member(replace(WALLET, surveys=(QUICK,)))
    screen = await open_screen()
    await screen.until_shown("+20\u00a0баллов за\u00a0ответ")
    await screen.tap("5 из 5")
    await screen.until(lambda: not screen.shows("Как вам покупка?"))
    (action,) = await phone.waiting()
    assert isinstance(action, AnswerSurvey)
    assert dict(action.answers) == {"all": 5}


@pytest.mark.parametrize(
    ("language", "closed"), [("ru", "Этот опрос уже закрыт"), ("en", "This survey is closed")]
)
@pytest.mark.parametrize("definition", [{}, {"pages": 1}, {"elements": [DRAWN]}])
async def test_survey_that_cannot_be_asked_never_stands_in_the_way(
    phone: Phone,
    open_screen: Open,
    definition: Mapping[str, object],
    language: str,
    closed: str,
) -> None:
    await phone.keep_member(replace(WALLET, surveys=(replace(SURVEY, definition=definition),)))
    screen = await open_screen("/", Settings(language=language))
    await screen.until_shown("2912 3456 7890 6")
    assert not screen.shows("Как вам покупка?")
    await screen.client.go("/surveys/s1")
    await screen.until_shown(closed)


@pytest.mark.parametrize(
    ("language", "place", "rated", "send", "thanks"),
    [
        ("ru", "Вопрос 1 из 1", "4 из 5", "Отправить", "Спасибо!"),
        ("en", "Question 1 of 1", "4 of 5", "Send", "Thank you!"),
    ],
)
async def test_survey_with_a_question_of_an_unknown_type_asks_the_others(
    phone: Phone, open_screen: Open, language: str, place: str, rated: str, send: str, thanks: str
) -> None:
    asked = {"type": "rating", "name": "all", "title": "В целом?"}
    pages = [{"elements": [{**DRAWN, "isRequired": True}]}, {"elements": [asked, DRAWN]}]
    survey = replace(SURVEY, definition={"pages": pages})
    await phone.keep_member(replace(WALLET, surveys=(survey,)))
    screen = await open_screen("/surveys/s1", Settings(language=language))
    await screen.until_shown(place)
    await screen.tap_last(rated)
    await screen.tap_last(send)
    await screen.until_shown(thanks)
    (action,) = await phone.waiting()
    assert isinstance(action, AnswerSurvey)
    assert dict(action.answers) == {"all": 4}


@pytest.mark.parametrize(
    ("language", "ended", "last"),
    [("ru", "Закончилось", "меньше часа"), ("en", "Ended", "less than an hour left")],
)
async def test_offer_that_ended_since_the_last_snapshot_says_so_and_asks_for_nothing(
    phone: Phone, open_screen: Open, language: str, ended: str, last: str
) -> None:
    over = replace(BREAD, ends_at=NOW - timedelta(hours=9))
    active = replace(over, id="o4", title="Было", activated_at=NOW - timedelta(days=1))
    soon = replace(BREAD, id="o5", title="Скоро", ends_at=NOW + timedelta(minutes=20))
    await phone.keep_member(replace(WALLET, offers=(over, active, soon)))
    say = RUSSIAN.offers if language == "ru" else ENGLISH.offers
    screen = await open_screen("/offers", Settings(language=language))
    await screen.until_shown(last)
    assert screen.texts.count(ended) == 2
    assert screen.texts.count(say.activate) <= 1
    assert not screen.shows(say.active)
    for one in (over, active):
        await screen.client.go(f"/offers/{one.id}")
        await screen.until(lambda one=one: screen.texts.count(one.title) > 1)
        assert not screen.shows(say.undo)
        assert not screen.shows(say.how)


async def test_challenge_that_ended_since_the_last_snapshot_says_so(
    phone: Phone, open_screen: Open
) -> None:
    over = Challenge("c1", "Завтраки", "", 5, 3, NOW - timedelta(hours=9), 150)
    await phone.keep_member(replace(WALLET, challenges=(over,)))
    screen = await open_screen("/offers")
    await screen.until_shown("Закончилось")
    assert not screen.shows("ещё 1 час")


@pytest.mark.parametrize(
    ("route", "gone"),
    [
        ("/offers/o2", "Это предложение закончилось"),
        ("/rewards/k1", "Этого купона больше нет"),
        ("/surveys/s1", "Этот опрос уже закрыт"),
    ],
)
async def test_nothing_is_called_over_before_the_first_snapshot(
    phone: Phone, open_screen: Open, route: str, gone: str
) -> None:
    await phone.lose_snapshot()
    screen = await open_screen(route)
    await screen.until_shown("Загружаем")
    assert not screen.shows(gone)
    assert gone not in (screen.page.title or "")
    await phone.hears(
        replace(WALLET, offers=(BREAD,), coupons=(COUPON,), surveys=(SURVEY,)),
    )
    await screen.until(lambda: not screen.shows("Загружаем"))
    assert not screen.shows(gone)


async def test_survey_that_ended_since_the_last_snapshot_is_not_asked(
    phone: Phone, open_screen: Open
) -> None:
    over = replace(SURVEY, ends_at=NOW - timedelta(hours=9))
    await phone.keep_member(replace(WALLET, surveys=(over,)))
    screen = await open_screen()
    await screen.until_shown("2912 3456 7890 6")
    assert not screen.shows("Как вам покупка?")
    await screen.client.go("/surveys/s1")
    await screen.until_shown("Этот опрос уже закрыт")

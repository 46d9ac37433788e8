"""Русский: предложения, задания, награды, опросы."""

from typing import Final

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.catalogue_shape import (
    ChallengeTexts,
    ChoiceTexts,
    OfferTexts,
    PromoTexts,
    RewardTexts,
    SurveyTexts,
)

OFFERS: Final = OfferTexts(
    empty="Пока ничего особенного",
    empty_hint="Предложения появятся здесь после первых покупок.",
    activate="Активировать",
    active="Активно",
    automatic="Действует автоматически",
    for_good="бессрочно",
    days_left=Plural("ещё {count} день", "ещё {count} дня", "ещё {count} дней"),
    hours_left=Plural("ещё {count} час", "ещё {count} часа", "ещё {count} часов"),
    partners="Партнёры",
    partner="Партнёр",
    terms="Условия",
    why="Почему вы это видите",
    gone="Это предложение закончилось",
    activated="Предложение активно",
)

REWARDS: Final = RewardTexts(
    empty="Каталог пока пуст",
    empty_hint="Здесь появится то, что можно взять за баллы.",
    missing="не хватает {points}",
    stock=Plural("остался {count}", "осталось {count}", "осталось {count}"),
    sold_out="закончилось",
    coupons="Мои купоны",
    until="до {day}",
    take="Взять за {points}",
    take_ask="Взять «{title}»?",
    donate="Отдать {points}",
    donate_ask="Отдать {points}?",
    costs="Спишем {points}. Останется {left}.",
    pay_more="На кассе доплатите {price}.",
    with_money="{points} и {price}",
    gets_coupon="Купон появится сразу. Передумали\u00a0— верните его, пока не показали на кассе.",
    for_good="Получит «{charity}». Вернуть эти баллы нельзя.",
    yes_take="Взять",
    yes_donate="Отдать",
    taken="Купон ваш",
    thanks="Спасибо! «{charity}» получит {points}",
    together="Вместе уже отдали {points}",
    partner="У партнёра: {partner}",
    online_only="Взять можно, когда появится связь",
    show_code="Покажите код на кассе",
    code="Код купона «{title}»",
    used_on="Использован {day}",
    coupon_gone="Этого купона больше нет",
    give_back="Вернуть награду",
    give_back_until="Вернуть можно до {time}",
    give_back_ask="Вернуть «{title}»?",
    give_back_hint="Купон перестанет действовать, баллы вернутся на карту целиком.",
    yes_give_back="Вернуть",
    came_back="Награда возвращена: +{points}. Теперь на карте {balance}",
)

SURVEY: Final = SurveyTexts(
    prompt="{points} за ответ",
    question="Вопрос {number} из {total}",
    next="Дальше",
    send="Отправить",
    back="К прошлому вопросу",
    optional="по желанию",
    yes="Да",
    no="Нет",
    offline="Нет связи? Ответы отправятся сами, когда она появится.",
    thanks="Спасибо!",
    thanks_hint="Начислим {points}, как только ответ дойдёт.",
    gone="Этот опрос уже закрыт",
    required="Нужен ответ, чтобы идти дальше",
    unfit="Такой ответ не подходит",
    at_most="Не больше {count}",
    at_least="Не меньше {count}",
    rank="Нажимайте по порядку: сначала самое важное",
    find="Найти в списке",
    own_words="Своими словами",
    nothing="Нет ответа",
    reply="Пусть магазин мне ответит",
    reply_hint="Поддержка получит эти ответы и напишет вам в «Сообщения».",
    stars=Plural("{count} из {total}", "{count} из {total}", "{count} из {total}"),
)

PROMO: Final = PromoTexts(
    title="Есть промокод?",
    hint="Введите\u00a0— применим сразу",
    field="Промокод",
    apply="Применить",
    missing="Введите промокод: буквы и цифры",
    applied="Промокод применён",
    to_coupon="Показать купон",
    another="Ещё один промокод",
)

CHOICE: Final = ChoiceTexts(
    title="Категории месяца",
    hint="{rate} в категориях, которые вы выберете: до {count} на месяц",
    chosen="{month}: {categories}",
    choose="Выбрать на {month}",
    change="Изменить на {month}",
    once="На этот месяц выбирают один раз, для покупок после этого",
    too_many="Не больше {count}",
    cancel="Не сейчас",
)

CHALLENGES: Final = ChallengeTexts(
    title="Задания",
    steps="{done} из {steps}",
    daily="каждый день без пропусков",
    weekly="каждую неделю без пропусков",
    completed="Выполнено",
    just_completed="Задание выполнено!",
    losing=Plural("{count} сгорит {day}", "{count} сгорят {day}", "{count} сгорят {day}"),
)

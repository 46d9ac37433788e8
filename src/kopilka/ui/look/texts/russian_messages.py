"""Русский: сообщения, отзывы о визите, упущенные баллы."""

from typing import Final

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.catalogue_shape import ClaimTexts, EventTexts, MessageTexts, VisitTexts

MESSAGES: Final = MessageTexts(
    title="Сообщения",
    unread=Plural("{count} новое", "{count} новых", "{count} новых"),
    new="новое",
    support="Поддержка",
    support_hint="Вопросы, жалобы и идеи",
    your_words="Ваше сообщение",
    send="Отправить",
    nothing_written="Напишите хотя бы слово",
    is_going="Отправляем сообщение",
    not_sent="не отправлено",
    you="Вы",
    shop="Поддержка",
    news="Новость",
    event="Событие",
    note="Сделано",
    reminder="Напоминание",
    about="По опросу «{survey}»",
    your_review="Ваш отзыв о визите",
    to_calendar="В календарь",
    calendar_kept="Событие сохранено: откройте файл, чтобы добавить его в календарь",
    older="Показать более ранние",
    empty="Новостей пока нет",
    empty_hint="Здесь появятся новости, события и ответы на ваши отзывы.",
    support_empty="Здесь пока тихо. Напишите\u00a0— ответим в этой же переписке.",
)

EVENTS: Final = EventTexts(
    left=Plural("Осталось {count} место", "Осталось {count} места", "Осталось {count} мест"),
    full="Свободных мест не осталось",
    book="Записаться",
    give_back="Отменить запись",
    booked="Вы записаны",
    given_back="Запись отменена",
    came="Вы отмечены на входе",
    show_code="На входе покажите код карты.",
    online_only="Записаться и отменить запись можно, когда есть связь.",
)

VISIT: Final = VisitTexts(
    ask="Как прошёл визит?",
    ask_of_order="Как вам заказ?",
    yours="Ваша оценка",
    words="Что понравилось, а что исправить?",
    send="Отправить отзыв",
    thanks="Спасибо за отзыв",
    public="Можно показать другим",
    public_hint="Магазин может показать ваши слова без имени. Передумаете\u00a0— измените отзыв.",
    is_public="Магазин может показать эти слова другим, без вашего имени",
    missed="Упущено: {points}",
    missed_why="Предложение «{offer}» не было активно",
    claim="Забрать {points}",
    claim_until="Забрать можно до {moment}",
    claimed="Получено: {points}",
)

CLAIM: Final = ClaimTexts(
    ask="Не хватает баллов?",
    title="Чек без карты",
    hint="Забыли показать карту? Перепишите три строки с чека\u00a0— проверим и начислим.",
    number="Номер чека",
    day="День покупки",
    day_hint="20.11",
    total="Сумма чека",
    send="Проверить чек",
    is_going="Проверяем чек",
    number_wrong="Номер стоит внизу чека: перепишите его целиком",
    day_wrong="Напишите день и месяц: 20.11",
    total_wrong="Напишите сумму цифрами: 1184,50",
    granted="Чек найден: +{points}",
    waiting="Чек принят. Проверим и начислим баллы или напишем, почему не вышло.",
    refused="Магазин не подтвердил этот чек. Причина\u00a0— в переписке с поддержкой.",
    earlier="Ваши обращения",
    receipt="Чек {number} · {total}",
    is_waiting="проверяем",
    is_refused="не подтверждён",
)

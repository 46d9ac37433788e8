"""Русский: страницы профиля."""

from typing import Final

from kopilka.ui.texts.account import AccountTexts

ACCOUNT: Final = AccountTexts(
    details="Ваши данные",
    details_hint="Имя и день рождения",
    address="Вы входите по {address}",
    first_name="Имя",
    birthday="День рождения",
    birthday_example="14.03.1990",
    birthday_why="Ко дню рождения бывают подарки. Можно не указывать.",
    birthday_wrong="Напишите день, месяц и год: например, 14.03.1990",
    save="Сохранить",
    saved="Сохранено",
    shops="Магазины и партнёры",
    shops_hint="Где работает карта",
    stores="Магазины",
    partners="Партнёры",
    notifications="Уведомления",
    notifications_hint="Куда, как часто и когда не беспокоить",
    notifications_remark="Рекламу присылаем, только если вы на неё согласились.",
    channels="Куда писать",
    push="В приложение",
    push_hint="Уведомления на этом телефоне",
    sms="СМС",
    email="Почта",
    budget="Сообщений в месяц, не больше",
    budget_hint="Новости и предложения вместе",
    quiet="Не беспокоить ночью",
    quiet_hint="Сообщение придёт утром",
    quiet_from="С",
    quiet_until="До",
    privacy="Согласия и данные",
    privacy_hint="Что разрешено, копия данных, удаление карты",
    consents="Ваши согласия",
    copy="Копия ваших данных",
    copy_hint="Всё, что программа знает о вас, одним файлом",
    take_copy="Скачать",
    leave="Удалить карту",
    leave_ask="Удалить карту и все данные?",
    leave_lost="Пропадут {points}, история и всё, что мы о вас знаем. "
    "Назовём день удаления — до него можно передумать.",
    going="Карта будет удалена {day}. До этого дня можно передумать.",
    stay="Оставить карту",
)

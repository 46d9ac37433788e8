"""Русский: магазины."""

from typing import Final

from kopilka.ui.look.texts.stores import ManagerTexts, StoreTexts

STORES: Final = StoreTexts(
    near="Рядом со мной",
    near_hint="Расстояние посчитает само устройство: где вы, никто больше не узнает.",
    no_place="Не удалось узнать, где вы. Разрешите это сайту в настройках браузера.",
    metres="{count}\u00a0м",
    kilometres="{count}\u00a0км",
    open_until="Открыто до\u00a0{time}",
    always="Круглосуточно",
    opens_at="Закрыто, откроется в\u00a0{time}",
    opens_tomorrow="Закрыто, откроется завтра в\u00a0{time}",
    opens_on="Закрыто, откроется {day} в\u00a0{time}",
    closed="Закрыто",
    hours="Часы",
    hours_of="Часы работы: {store}",
    span="{opens}\u2013{closes}",
    days="{first}\u2013{last}",
    call="Позвонить",
    call_of="Позвонить: {store}",
    route="Маршрут",
    route_of="Маршрут: {store}",
    copy="Адрес",
    copy_of="Скопировать адрес: {store}",
    copied="Адрес скопирован",
)


MANAGER: Final = ManagerTexts(
    title="Ваш менеджер",
    open_until="На связи до {time}",
    always="На связи круглосуточно",
    opens_at="Ответит с {time}",
    opens_tomorrow="Ответит завтра с {time}",
    opens_on="Ответит {day} с {time}",
    closed="Пока не отвечает",
)

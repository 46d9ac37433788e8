"""Russian: a member's year."""

from typing import Final

from kopilka.ui.look.texts.year import YearTexts

YEAR: Final = YearTexts(
    open="Итоги {year}\u00a0года",
    title="Ваш {year}-й",
    until="С начала года по {day}",
    chart="Покупки по месяцам",
    busiest="Больше всего покупок",
    stores="Магазинов",
    favourite="Чаще всего",
    saved="Сэкономлено скидками",
    earned="Накоплено",
    spent="Потрачено",
    rewards="Взято наград",
    counted="Покупки, которые вернули целиком, не считаются.",
    lacking="На этом устройстве итогов пока нет: откроются, когда появится связь.",
    nothing="За этот год рассказывать пока нечего.",
    share="Отправить картинкой",
    save_picture="Сохранить картинкой",
)

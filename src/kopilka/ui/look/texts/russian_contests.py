"""Русский: розыгрыши."""

from typing import Final

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.contests import ContestTexts

CONTESTS: Final = ContestTexts(
    title="Розыгрыши",
    enter="Участвовать",
    entered="Вы участвуете",
    enter_until="Принять участие можно до {day} включительно",
    own_numbers="Номер: {numbers}",
    draws="Розыгрыш {day}",
    waits="Новых участников больше нет. Розыгрыш {day}",
    among=Plural(
        "Выбрано из {count} номера", "Выбрано из {count} номеров", "Выбрано из {count} номеров"
    ),
    won="Вы выиграли: {prize}",
    not_won="В этот раз выпали другие номера",
    winning="Выиграли: {numbers}",
    seed="Случайное число: {seed}",
    seed_hash="Случайное число уже выбрано. Его SHA-256: {seed}",
    online_only="Принять участие можно, когда есть связь.",
)

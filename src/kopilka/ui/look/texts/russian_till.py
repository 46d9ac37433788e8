"""Русский: касса и экран покупателя."""

from typing import Final

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.till_shape import DisplayTexts, TillTexts

TILL: Final = TillTexts(
    bright="Яркость на максимум",
    brighter="Прибавьте яркость экрана",
    changes_in="код обновится через {seconds}\u00a0с",
    works_offline="работает без сети",
    save="Накопить",
    spend="Списать баллы",
    on_card="На карте",
    can_spend="Можно списать",
    up_to="до {amount}",
    share_of_receipt="не больше {share} чека",
    nothing_to_spend="пока нечего",
    not_read="Не считалось?",
    larger="Крупнее",
    as_barcode="Штрихкод",
    as_qr="QR-код",
    as_manual="Цифры",
    print_card="Напечатать карту",
    for_apple="Добавить в Apple Wallet",
    for_google="Сохранить в Google Кошелёк",
    barcode="Штрихкод вашей карты",
    earn_only="Штрихкод только накапливает: чтобы списать баллы, нужен QR-код или цифры",
    manual_code="Код для кассира",
    manual_hint="Назовите кассиру номер карты и этот код",
    scanned="Считано",
    scanned_hint="Касса узнала вашу карту",
    earned="Начислено",
    spent="Списано",
    saved="Вы сэкономили",
    now_balance="Теперь на карте {points}",
    new_tier="Новый уровень: {tier}",
    lower_tier="Теперь ваш уровень: {tier}",
    cancelled="Покупку отменили",
    cancelled_hint="Баллы не изменились.",
    receipt="Открыть чек",
)

DISPLAY: Final = DisplayTexts(
    title="С картой каждая покупка выгоднее",
    hint="Покажите карту кассиру до оплаты",
    till="касса {till}",
    join_title=Plural(
        "Заберите {count} балл за\u00a0этот\u00a0чек",
        "Заберите {count} балла за\u00a0этот\u00a0чек",
        "Заберите {count} баллов за\u00a0этот\u00a0чек",
    ),
    join_money="Заберите {money} за\u00a0этот\u00a0чек",
    join_nothing="Заведите карту за минуту",
    join_hint="Наведите камеру\u00a0— карта откроется сразу в\u00a0браузере, без установки",
    join_left="код действует ещё {time}",
    join_qr="QR-код, по которому открывается карта",
    scanned="Карта прочитана",
    scanned_hint="Осталось оплатить покупку",
    thanks="Спасибо за покупку",
    earned=Plural("+{count} балл", "+{count} балла", "+{count} баллов"),
    burned=Plural("Списан {count} балл", "Списано {count} балла", "Списано {count} баллов"),
    earned_money="+{money}",
    burned_money="Списано {money} кешбэка",
    saved="Сэкономлено {money}",
    pair="Подключить к кассе",
    till_key="Ключ кассы",
)

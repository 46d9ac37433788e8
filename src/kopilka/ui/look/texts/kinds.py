"""What is said differently where the member collects no points: money back, or a lower price."""

from collections.abc import Mapping
from typing import Final

from kopilka.ui.look.formats import Language
from loyalty_api.programme import ProgramKind

Words = Mapping[str, str]


def words_of(kind: ProgramKind, language: Language) -> Words:
    """By `group.word`, as a brand file says them."""
    return _WORDS[kind][language]


_CASHBACK: Final[Mapping[Language, Words]] = {
    Language.EN: {
        "card.debt": "A debt after a refund: new cashback covers it first",
        "card.begins_gain": "Collect cashback and pay with it.",
        "offers.how_points": "The cashback is added for that purchase.",
        "till.spend": "Spend cashback",
        "till.earn_only": "The barcode only collects cashback: to spend it, show the QR code or the digits",
        "till.cancelled_hint": "Your cashback has not changed.",
        "history.by_points": "Paid with cashback",
        "history.first_gain": "How much cashback came, and for what",
        "account.partner_earn": "{rate} back",
        "account.partner_burn": "Cashback pays up to {share} of a receipt",
        "profile.rate": "{rate} back on every purchase",
        "profile.sign_out_hint": "The card and history leave this device. "
        "Your cashback stays on your account.",
        "sign_in.session_ended": "Your session has ended. Sign in again: your cashback is safe.",
        "rewards.empty_hint": "What cashback can buy will appear here.",
        "rewards.give_back_hint": "The coupon stops working and all its cashback returns to your card.",
        "claim.ask": "Cashback missing?",
        "claim.hint": "Forgot to show your card? Copy three lines of the receipt: "
        "we will check it and add the cashback.",
        "claim.waiting": "Received. We will check it and add the cashback, or tell you why not.",
    },
    Language.RU: {
        "card.debt": "Долг после возврата: новый кешбэк сначала покроет его",
        "card.begins_gain": "Копите кешбэк и платите им.",
        "offers.how_points": "Кешбэк начислим за эту же покупку.",
        "till.spend": "Списать кешбэк",
        "till.earn_only": "Штрихкод только накапливает: чтобы списать кешбэк, нужен QR-код или цифры",
        "till.cancelled_hint": "Кешбэк не изменился.",
        "history.by_points": "Оплачено кешбэком",
        "history.first_gain": "Сколько кешбэка пришло и\u00a0за что",
        "account.partner_earn": "{rate} кешбэком с покупки",
        "account.partner_burn": "Кешбэком\u00a0— до {share} чека",
        "profile.rate": "{rate} кешбэком с каждой покупки",
        "profile.sign_out_hint": "Карта и история исчезнут с этого устройства. Кешбэк останется на счёте.",
        "sign_in.session_ended": "Сеанс закончился. Войдите снова\u00a0— кешбэк на месте.",
        "rewards.empty_hint": "Здесь появится то, что можно взять за кешбэк.",
        "rewards.give_back_hint": "Купон перестанет действовать, кешбэк вернётся на карту целиком.",
        "claim.ask": "Не хватает кешбэка?",
        "claim.hint": "Забыли показать карту? Перепишите с чека три строки\u00a0— проверим и начислим.",
        "claim.waiting": "Чек принят. Проверим и начислим кешбэк или напишем, почему не вышло.",
    },
}
_DISCOUNT: Final[Mapping[Language, Words]] = {
    Language.EN: {
        "card.begins_gain": "The till takes your discount off by itself.",
        "till.earn_only": "The barcode gives your discount too",
        "till.cancelled_hint": "Nothing was paid.",
        "history.empty_hint": "Show your card at the till, and the first saving appears here.",
        "history.first_gain": "How much your card saved",
        "account.partner_earn": "{rate} off",
        "profile.rate": "{rate} off every purchase",
        "profile.sign_out_hint": "The card and history leave this device. Your discount stays yours.",
        "sign_in.session_ended": "Your session has ended. Sign in again: your discount is safe.",
        "claim.ask": "Purchase missing?",
        "claim.hint": "Forgot to show your card? Copy three lines of the receipt and we will add the purchase.",
        "claim.waiting": "Received. We will check it and add the purchase, or tell you why not.",
    },
    Language.RU: {
        "card.begins_gain": "Скидку касса посчитает сама.",
        "till.earn_only": "По штрихкоду скидка тоже действует",
        "till.cancelled_hint": "Ничего не оплачено.",
        "history.empty_hint": "Покажите карту на кассе\u00a0— и первая скидка появится здесь.",
        "history.first_gain": "Сколько вы\u00a0сберегли по\u00a0карте",
        "account.partner_earn": "Скидка {rate}",
        "profile.rate": "скидка {rate} на каждую покупку",
        "profile.sign_out_hint": "Карта и история исчезнут с этого устройства. Скидка останется за вами.",
        "sign_in.session_ended": "Сеанс закончился. Войдите снова\u00a0— скидка на месте.",
        "claim.ask": "Не видите покупку?",
        "claim.hint": "Забыли показать карту? Перепишите с чека три строки\u00a0— добавим покупку.",
        "claim.waiting": "Чек принят. Проверим и добавим покупку или напишем, почему не вышло.",
    },
}
_POINTS: Final[Mapping[Language, Words]] = {Language.EN: {}, Language.RU: {}}
_WORDS: Final[Mapping[ProgramKind, Mapping[Language, Words]]] = {
    ProgramKind.POINTS: _POINTS,
    ProgramKind.CASHBACK: _CASHBACK,
    ProgramKind.DISCOUNT: _DISCOUNT,
}

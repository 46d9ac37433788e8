"""What a cashier reads, in the language of the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Words:
    """One language."""

    away: str
    other: str
    by_code: Mapping[str, str]
    on_card: str
    earns_only: str
    paid_by_card: str
    no_discounts: str
    discounts: str

    def refused(self, code: str) -> str:
        """Why not."""
        return self.by_code.get(code, f"{self.other} ({code})")

    def balance(self, kopecks: int, can_burn: int) -> str:
        """What the card's points or cashback are worth, and whether they can pay."""
        money = f"{kopecks // 100}.{kopecks % 100:02}"
        return self.on_card.format(money) + ("" if can_burn else f". {self.earns_only}")


RUSSIAN: Final = Words(
    away="Сервер лояльности не отвечает",
    other="Не принято",
    by_code={
        "code_expired": "Код устарел: попросите показать новый",
        "code_used": "Код уже использован: попросите показать новый",
        "code_not_yet_valid": "Часы телефона спешат: введите номер карты",
        "device_revoked": "На этом телефоне карта больше не действует",
        "scan_expired": "Прошло пять минут: считайте карту ещё раз",
        "till_rate_limited": "Слишком много неверных кодов: подождите минуту",
        "burn_too_much": "Столько списать нельзя",
        "burn_not_allowed": "По номеру карты только начисление",
        "unlock_required": "Списание заблокировано на телефоне покупателя",
        "receipt_used": "Чек с этим номером уже есть",
        "refund_too_much": "Этот чек уже возвращён",
        "not_found": "Такого чека нет",
        "sums_differ": "Сумма не сходится: проведите чек без карты",
    },
    on_card="На карте на сумму {}",
    earns_only="По номеру только начисление",
    paid_by_card="Оплата с карты лояльности",
    no_discounts="Сервер лояльности скидок не считает",
    discounts="Скидки по карте",
)
ENGLISH: Final = Words(
    away="The loyalty server does not answer",
    other="Not accepted",
    by_code={
        "code_expired": "The code is too old: ask for the next one",
        "code_used": "The code has been used: ask for the next one",
        "code_not_yet_valid": "The phone's clock is ahead: type the card's number",
        "device_revoked": "The card is no longer valid on this phone",
        "scan_expired": "Five minutes have passed: read the card again",
        "till_rate_limited": "Too many wrong codes: wait a minute",
        "burn_too_much": "That much cannot be spent",
        "burn_not_allowed": "The card's number earns but cannot spend",
        "unlock_required": "Spending is locked on the member's phone",
        "receipt_used": "There is already a check with this number",
        "refund_too_much": "This check has already been returned",
        "not_found": "There is no such check",
        "sums_differ": "The sums differ: settle the check without the card",
    },
    on_card="On the card, worth {}",
    earns_only="The card's number only earns",
    paid_by_card="Paid from the loyalty card",
    no_discounts="The loyalty server calculates no discounts",
    discounts="Discounts of the card",
)
LANGUAGES: Final = {"ru": RUSSIAN, "en": ENGLISH}

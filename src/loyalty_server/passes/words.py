"""What a pass says beside the programme's own texts."""

from dataclasses import dataclass
from typing import Final

from loyalty_server.languages import Language, Phrases


@dataclass(frozen=True)
class PassWords:
    """Labels of a pass; `{}` is what a notice of a change puts in."""

    description: str
    balance: str
    balance_changed: str
    discount: str
    tier: str
    expiring: str
    expires_on: str
    store: str
    stores: str
    number: str
    about: str
    note: str
    closed: str


WORDS: Final = Phrases(
    "pass",
    {
        Language.RU: PassWords(
            description="Карта лояльности",
            balance="Баланс",
            balance_changed="Теперь на карте %@",
            discount="Скидка",
            tier="Уровень",
            expiring="Скоро сгорят",
            expires_on="Последний день",
            store="Ваш магазин",
            stores="Где принимают карту",
            number="Номер карты",
            about="Об этой карте",
            note="По этой карте баллы начисляются, а списываются кодом из приложения",
            closed="Карта закрыта",
        ),
        Language.EN: PassWords(
            description="Loyalty card",
            balance="Balance",
            balance_changed="The card now holds %@",
            discount="Discount",
            tier="Tier",
            expiring="Expiring soon",
            expires_on="Last day",
            store="Your store",
            stores="Where the card works",
            number="Card number",
            about="About this card",
            note="This card earns points; the code in the app spends them",
            closed="This card is closed",
        ),
    },
)

"""What a pass says beside the programme's own texts."""

from dataclasses import dataclass
from typing import Final

from loyalty_api.programme import ProgramKind
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
    note_cashback: str
    note_discount: str
    closed: str

    def note_of(self, kind: ProgramKind) -> str:
        """What such a card does at the till."""
        match kind:
            case ProgramKind.CASHBACK:
                return self.note_cashback
            case ProgramKind.DISCOUNT:
                return self.note_discount
            case ProgramKind.POINTS:
                return self.note


WORDS: Final = Phrases(
    "pass",
    {
        Language.RU: PassWords(
            description="Карта лояльности",
            balance="Баланс",
            balance_changed="Теперь на карте %@",
            discount="Скидка",
            tier="Уровень",
            expiring="Скоро сгорит",
            expires_on="Последний день",
            store="Ваш магазин",
            stores="Где принимают карту",
            number="Номер карты",
            about="Об этой карте",
            note="По этой карте баллы начисляются, а списываются кодом из приложения",
            note_cashback="По этой карте кешбэк начисляется, а списывается кодом из приложения",
            note_discount="Покажите карту на кассе\u00a0— скидка посчитается сама",
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
            note_cashback="This card earns cashback; the code in the app spends it",
            note_discount="Show this card at the till and your discount comes off by itself",
            closed="This card is closed",
        ),
    },
)

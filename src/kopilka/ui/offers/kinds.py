"""What kinds of offers a member can choose between: groups of goods, and partners."""

from typing import Final

from kopilka.ui.look.look import Look
from loyalty_api.models import Wallet
from loyalty_api.offers import Category, Offer

ALL: Final = ""
PARTNERS: Final = " partners"
"""No category's id: ids in a programme file have no spaces."""


def kind_of(offer: Offer) -> str | None:
    """Where it belongs; an offer on the whole basket belongs nowhere and shows among all."""
    return PARTNERS if offer.partner else offer.category


def offer_kinds(look: Look, wallet: Wallet) -> list[Category]:
    """All, then what there are offers for and a name, in the programme's order; partners last."""
    kinds = {kind_of(offer) for offer in wallet.offers}
    partners = Category(PARTNERS, look.say.offers.partners)
    named = [each for each in (*wallet.categories, partners) if each.id in kinds]
    return [Category(ALL, look.say.common.all), *named]

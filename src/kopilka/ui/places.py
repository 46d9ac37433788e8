"""The places of the navigation. A place is one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import flet as ft

from kopilka.ui.card.screen import CardScreen
from kopilka.ui.history.screen import HistoryScreen
from kopilka.ui.hooks.urls import CLAIM, MESSAGES, SUPPORT
from kopilka.ui.look.texts.shape import PlaceTexts, Texts
from kopilka.ui.offers.screen import OffersScreen
from kopilka.ui.profile.pages import page_at
from kopilka.ui.profile.screen import ProfileScreen
from kopilka.ui.rewards.screen import RewardsScreen
from loyalty_api.models import Feature, Wallet


@dataclass(frozen=True)
class Place:
    """Where a member can go: its URL, its name and icon, its screen, and whether it is there at all.

    `made_of` is what a loyalty engine behind must have some of, so that the URL leads there.
    """

    route: str
    name: Callable[[PlaceTexts], str]
    icon: ft.IconData
    screen: Callable[[], ft.Control]
    is_there: Callable[[Wallet], bool] = lambda _: True
    made_of: tuple[Feature, ...] = ()

    def can_be(self, wallet: Wallet) -> bool:
        """Whether it is there, or may be one day."""
        has_some = not self.made_of or any(wallet.has(one) for one in self.made_of)
        return has_some or self.is_there(wallet)


FOR_YOU: Final = (Feature.OFFERS, Feature.PROMO_CODES, Feature.CHALLENGES)
PLACES = (
    Place("/", lambda say: say.card, ft.Icons.CREDIT_CARD_OUTLINED, CardScreen),
    Place(
        "/offers",
        lambda say: say.offers,
        ft.Icons.SELL_OUTLINED,
        OffersScreen,
        lambda wallet: any(wallet.has(one) for one in FOR_YOU),
        FOR_YOU,
    ),
    Place(
        "/rewards",
        lambda say: say.rewards,
        ft.Icons.CARD_GIFTCARD_OUTLINED,
        RewardsScreen,
        lambda wallet: bool(wallet.rewards or wallet.coupons),
        (Feature.REWARDS,),
    ),
    Place(
        "/history",
        lambda say: say.history,
        ft.Icons.SCHEDULE_OUTLINED,
        HistoryScreen,
        lambda wallet: wallet.has(Feature.HISTORY),
        (Feature.HISTORY,),
    ),
    Place("/profile", lambda say: say.profile, ft.Icons.PERSON_OUTLINE_ROUNDED, ProfileScreen),
)


def places_of(wallet: Wallet | None) -> tuple[Place, ...]:
    """The places that exist for this member now."""
    return tuple(place for place in PLACES if wallet is None or place.is_there(wallet))


def place_at(places: tuple[Place, ...], path: str) -> int:
    """The place that a URL belongs to: the one with the longest route that begins it."""
    fitting = [
        at
        for at, place in enumerate(places)
        if path == place.route or (place.route != "/" and path.startswith(place.route + "/"))
    ]
    return fitting[0] if fitting else 0


def title_at(say: Texts, wallet: Wallet | None, path: str) -> str:
    """What is open beside the list of a place on a wide window; nothing where the list is alone."""
    place, _, opened = path.removeprefix("/").partition("/")
    if not opened or wallet is None:
        return ""
    match place:
        case "offers":
            return next((one.title for one in wallet.offers if one.id == opened), "")
        case "rewards":
            return next((one.title for one in wallet.coupons if one.id == opened), "")
        case "history" if opened.startswith("year/"):
            return say.year.open.format(year=opened.removeprefix("year/"))
        case "history":
            return say.claim.title if path == CLAIM else say.history.receipt
        case "profile" if path in (MESSAGES, SUPPORT):
            return say.messages.support if path == SUPPORT else say.messages.title
        case "profile":
            return page_at(path).title(say)
        case _:
            return ""

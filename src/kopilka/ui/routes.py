"""Every URL of the wallet and what it shows, for a member or for somebody who has yet to sign in."""

from collections.abc import Callable, Mapping

import flet as ft

from kopilka.domain import View
from kopilka.ui.card.screen import CardScreen
from kopilka.ui.display.screen import DisplayView
from kopilka.ui.history.claim import ClaimView
from kopilka.ui.history.receipt import ReceiptView
from kopilka.ui.history.screen import HistoryScreen
from kopilka.ui.history.year import YearView
from kopilka.ui.look.look import Window
from kopilka.ui.messages.inbox import InboxScreen
from kopilka.ui.messages.support import SupportView
from kopilka.ui.offers.detail import OfferView
from kopilka.ui.offers.screen import OffersScreen
from kopilka.ui.places import PLACES, Place
from kopilka.ui.profile.family_offer import FamilyInvitationView
from kopilka.ui.profile.friend_offer import FriendInvitationView
from kopilka.ui.profile.pages import PROFILE_PAGES, ProfilePageView
from kopilka.ui.profile.screen import ProfileScreen
from kopilka.ui.rewards.coupon import CouponView
from kopilka.ui.rewards.screen import RewardsScreen
from kopilka.ui.shell import Shell
from kopilka.ui.sign_in.screen import SignInView
from kopilka.ui.surveys.screen import SurveyView
from kopilka.ui.till.screen import TillView

Draw = Callable[[], ft.Control]


def routes_for(view: View, window: Window) -> list[ft.Route]:
    """The routes that exist now; an unknown URL is the card, and without a card every URL is the sign-in."""
    display = ft.Route(path="display", component=DisplayView)
    if view.wallet is None and not view.signed_in:
        return [display, ft.Route(path=":anything*", component=SignInView)]
    there = [place for place in PLACES if view.wallet is None or place.can_be(view.wallet)]
    places = [_place(place) for place in there]
    of_places = {place.route.strip("/") for place in there}
    details = [
        detail
        for detail in (_BESIDE if window.wide else _ABOVE)
        if str(detail.path).partition("/")[0] in of_places
    ]
    unknown = ft.Route(path=":anything*", component=CardScreen)
    shell = ft.Route(component=Shell, outlet=True, children=[*details, *places, unknown])
    ways_in = [] if view.signed_in else [ft.Route(path="sign-in", component=SignInView)]
    alone = [
        ft.Route(path="card/till", component=TillView, modal=True),
        ft.Route(path="family/:code", component=FamilyInvitationView, modal=True),
        ft.Route(path="friend/:code", component=FriendInvitationView, modal=True),
        ft.Route(path="surveys/:survey_id", component=SurveyView, modal=True),
    ]
    return [display, *alone, *ways_in, shell]


def _place(place: Place) -> ft.Route:
    if place.route == "/":
        return ft.Route(index=True, component=place.screen)
    return ft.Route(path=place.route[1:], component=place.screen)


_BESIDE = [
    ft.Route(path="history/:purchase_id", component=HistoryScreen),
    ft.Route(path="history/missing/receipt", component=HistoryScreen),
    ft.Route(path="history/year/:year", component=HistoryScreen),
    ft.Route(path="offers/:offer_id", component=OffersScreen),
    ft.Route(path="rewards/:coupon_id", component=RewardsScreen),
    ft.Route(path="profile/messages", component=InboxScreen),
    ft.Route(path="profile/messages/support", component=InboxScreen),
    *(ft.Route(path=page.route[1:], component=ProfileScreen) for page in PROFILE_PAGES),
]
"""A wide window shows a detail beside the list it was chosen from."""


def _above(path: str, screen: Draw, details: Mapping[str, Draw]) -> ft.Route:
    above = [ft.Route(path=detail, component=view, modal=True) for detail, view in details.items()]
    return ft.Route(path=path, component=screen, children=above)


_ABOVE = [
    _above(
        "history",
        HistoryScreen,
        {":purchase_id": ReceiptView, "missing/receipt": ClaimView, "year/:year": YearView},
    ),
    _above("offers", OffersScreen, {":offer_id": OfferView}),
    _above("rewards", RewardsScreen, {":coupon_id": CouponView}),
    _above("profile/messages", InboxScreen, {"support": SupportView}),
    _above("profile", ProfileScreen, {page.path: ProfilePageView for page in PROFILE_PAGES}),
]
"""A phone shows it as a view above the list; going back uncovers the list."""

"""The pages behind the profile. A page is one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.look.frame import PAGE
from kopilka.ui.look.look import Look
from kopilka.ui.look.texts.shape import Texts
from kopilka.ui.parts.blocks import heading
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.links import Link
from kopilka.ui.parts.points import collects
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.profile.about import About
from kopilka.ui.profile.details_form import DetailsForm
from kopilka.ui.profile.family import FamilyPage
from kopilka.ui.profile.friends import FriendsPage
from kopilka.ui.profile.home_screen import HomeScreenPage
from kopilka.ui.profile.lock import SpendingLock
from kopilka.ui.profile.notifying import NotifyingPage
from kopilka.ui.profile.privacy import Privacy
from kopilka.ui.profile.settings import SettingsBox
from kopilka.ui.profile.shops import Shops
from loyalty_api.models import Wallet

PROFILE: Final = "/profile"


@dataclass(frozen=True)
class ProfilePage:
    """Its URL below the profile, its icon, its words, and what it shows of a wallet, in a browser's tab alone or
    anywhere."""

    path: str
    icon: ft.IconData
    title: Callable[[Texts], str]
    hint: Callable[[Texts], str]
    content: Callable[[Wallet], ft.Control]
    is_there: Callable[[Wallet], bool] = lambda _: True
    in_tab: bool = False

    @property
    def route(self) -> str:
        return f"{PROFILE}/{self.path}"

    def is_for(self, look: Look, wallet: Wallet) -> bool:
        """Whether the profile leads to it here."""
        return self.is_there(wallet) and (look.traits.in_tab or not self.in_tab)

    def link(self, look: Look) -> Link:
        """The row in the profile that leads here."""
        say = look.say
        return Link(self.route, self.icon, self.title(say), self.hint(say))


PROFILE_PAGES: Final = (
    ProfilePage(
        "details",
        ft.Icons.BADGE_OUTLINED,
        lambda say: say.account.details,
        lambda say: say.account.details_hint,
        DetailsForm,
    ),
    ProfilePage(
        "settings",
        ft.Icons.TUNE_ROUNDED,
        lambda say: say.account.settings,
        lambda say: say.account.settings_hint,
        lambda _: SettingsBox(),
    ),
    ProfilePage(
        "home-screen",
        ft.Icons.ADD_TO_HOME_SCREEN_ROUNDED,
        lambda say: say.home_screen.title,
        lambda say: say.home_screen.hint,
        lambda _: HomeScreenPage(),
        in_tab=True,
    ),
    ProfilePage(
        "sent",
        ft.Icons.NOTIFICATIONS_ACTIVE_OUTLINED,
        lambda say: say.notify.title,
        lambda say: say.notify.hint,
        NotifyingPage,
    ),
    ProfilePage(
        "family",
        ft.Icons.GROUP_OUTLINED,
        lambda say: say.family.title,
        lambda say: say.family.hint,
        FamilyPage,
        lambda wallet: wallet.family is not None,
    ),
    ProfilePage(
        "friends",
        ft.Icons.PERSON_ADD_ALT_ROUNDED,
        lambda say: say.friends.title,
        lambda say: say.friends.hint,
        FriendsPage,
        lambda wallet: wallet.referral is not None,
    ),
    ProfilePage(
        "shops",
        ft.Icons.STOREFRONT_OUTLINED,
        lambda say: say.account.shops,
        lambda say: say.account.shops_hint,
        Shops,
        lambda wallet: bool(wallet.stores or wallet.partners),
    ),
    ProfilePage(
        "privacy",
        ft.Icons.SHIELD_OUTLINED,
        lambda say: say.account.privacy,
        lambda say: say.account.privacy_hint,
        Privacy,
    ),
    ProfilePage(
        "lock",
        ft.Icons.LOCK_OUTLINE_ROUNDED,
        lambda say: say.account.lock,
        lambda say: say.account.lock_hint,
        SpendingLock,
        lambda wallet: wallet.limits is not None and collects(wallet),
    ),
    ProfilePage(
        "about",
        ft.Icons.INFO_OUTLINE_ROUNDED,
        lambda say: say.account.about,
        lambda say: say.account.about_hint,
        lambda _: About(),
    ),
)


def page_at(path: str) -> ProfilePage:
    """The page of this URL; the settings where it names none."""
    pages = {page.route: page for page in PROFILE_PAGES}
    return pages.get(path, pages[f"{PROFILE}/settings"])


@view_component
def ProfilePageView() -> ft.View:
    """A page above the profile, on a phone."""
    look, page = use_scene().look, page_at(ft.use_view_path())
    title = page.title(look.say)
    return detail_view(look, PageContent(page), back_to=PROFILE, title=title)


@component
def PageContent(page: ProfilePage) -> ft.Control:
    """Scrolls by itself; says its title too where there is no way back above it."""
    scene = use_scene()
    wallet = scene.view.wallet
    if wallet is None:
        return skeleton(scene.look)
    look = scene.look
    title = [heading(look, page.title(look.say))]
    rows = [*(title if look.window.wide else []), page.content(wallet)]
    return ft.Column(
        [*rows, ft.Container(height=16)],
        spacing=16,
        width=look.frame.page if look.window.wide else min(PAGE, look.window.width - 40),
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )

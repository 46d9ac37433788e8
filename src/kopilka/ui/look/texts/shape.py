"""Every word a member reads, in groups by screen; `{name}` marks what is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.account import (
    AccountTexts,
    HomeScreenTexts,
    LockTexts,
    NotifyTexts,
    SupportTexts,
    WindowTexts,
)
from kopilka.ui.look.texts.catalogue_shape import (
    ChallengeTexts,
    ChoiceTexts,
    ClaimTexts,
    EventTexts,
    MessageTexts,
    OfferTexts,
    PromoTexts,
    RewardTexts,
    SurveyTexts,
    VisitTexts,
)
from kopilka.ui.look.texts.contests import ContestTexts
from kopilka.ui.look.texts.family import FamilyTexts
from kopilka.ui.look.texts.friends import FriendsTexts
from kopilka.ui.look.texts.stores import ManagerTexts, StoreTexts
from kopilka.ui.look.texts.till_shape import DisplayTexts, TillTexts
from kopilka.ui.look.texts.way_in_shape import JoinTexts, ShellTexts, SignInTexts
from kopilka.ui.look.texts.year import YearTexts


@dataclass(frozen=True)
class PlaceTexts:
    """The places of the navigation."""

    card: str
    offers: str
    rewards: str
    history: str
    profile: str


@dataclass(frozen=True)
class CommonTexts:
    """Words that several screens share."""

    close: str
    back: str
    cancel: str
    done: str
    retry: str
    change: str
    open: str
    drop: str
    all: str
    show_all: str
    loading: str
    refresh: str
    refreshed: str
    offline: str
    outdated: str
    as_of: str
    waiting: Plural
    goes_later: str
    is_going: str
    sent_later: str
    failed: str
    not_copied: str
    not_kept: str
    clock_behind: str
    clock_ahead: str
    seconds: Plural
    minutes: Plural
    hours: Plural
    days: Plural


@dataclass(frozen=True)
class CardTexts:
    """The card and what stands around it."""

    yours: str
    qr: str
    number: str
    tier: str
    changes_in: str
    to_till: str
    balance: str
    debt: str
    pending: str
    held: str
    expires: Plural
    purchases: Plural
    to_tier: str
    keeps_tier: str
    tier_reached: str
    tier_kept: str
    by: str
    tier_rate: str
    or_ways: str
    all_years: str
    counted_ever: str
    given_tier: str
    given_tier_until: str
    progress: str
    latest: str
    discount: str
    discount_hint: str
    first_sync: str
    begins: str
    begins_show: str
    begins_gain: str
    begins_code: str


@dataclass(frozen=True)
class HistoryTexts:
    """The ledger, its chart and the receipt; `delivered` and `delivered_free` take `{moment}`."""

    earned_in: str
    chart: str
    expires: Plural
    then: str
    earned: str
    spent: str
    check: str
    pending: str
    empty: str
    empty_hint: str
    unreachable: str
    more: str
    receipt: str
    delivered: str
    delivered_free: str
    receipt_number: str
    total: str
    discount: str
    saved: str
    by_points: str
    paid: str
    earned_points: str
    burned_points: str
    refund: str
    restored: str
    reversed: str
    open: str
    cancelled: str
    expired: str
    search: str
    search_ends: str
    searched_here: str
    all_stores: str
    nothing_found: str
    nothing_earned: str
    nothing_spent: str
    share: str
    print: str
    save_picture: str
    first: str
    first_goods: str
    first_gain: str
    first_picture: str
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class ProfileTexts:
    """The member, this device and what can be set on it; `free_delivery_from` takes `{money}`."""

    tier: str
    rate: str
    free_delivery: str
    free_delivery_from: str
    devices: str
    this_device: str
    seen: str
    sign_out_device: str
    sign_out_device_ask: str
    language: str
    as_device: str
    theme: str
    light: str
    dark: str
    text_size: str
    code_size: str
    bright: str
    bright_hint: str
    sign_out: str
    sign_out_ask: str
    sign_out_hint: str
    pending_lost: Plural
    devices_offline: str
    member: str


@dataclass(frozen=True)
class Texts:
    """One language's catalogue; `problems` words every `ProblemCode`."""

    places: PlaceTexts
    common: CommonTexts
    card: CardTexts
    till: TillTexts
    history: HistoryTexts
    profile: ProfileTexts
    account: AccountTexts
    lock: LockTexts
    window: WindowTexts
    home_screen: HomeScreenTexts
    notify: NotifyTexts
    support: SupportTexts
    family: FamilyTexts
    stores: StoreTexts
    manager: ManagerTexts
    year: YearTexts
    friends: FriendsTexts
    sign_in: SignInTexts
    offers: OfferTexts
    promo: PromoTexts
    choice: ChoiceTexts
    challenges: ChallengeTexts
    contests: ContestTexts
    rewards: RewardTexts
    survey: SurveyTexts
    messages: MessageTexts
    visit: VisitTexts
    events: EventTexts
    claim: ClaimTexts
    display: DisplayTexts
    join: JoinTexts
    shell: ShellTexts
    problems: Mapping[str, str]
    refused: str
    unreachable: str
    wait: str

    def problem(self, code: str) -> str:
        """What to tell the member about a problem; an unknown code gets a general sentence."""
        return self.problems.get(code, self.refused)

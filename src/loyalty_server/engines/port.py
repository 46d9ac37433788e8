"""What a loyalty engine answers. `docs/engines.md` says how one is written; `conformance` tries it.

Sign-in, devices, the code on the card, streams, consents, messages and surveys are this server's own: an
engine knows the member by a reference of its own (`ref`) and is asked for points and what comes of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from loyalty_api.challenges import Challenge
from loyalty_api.history import EntryKind, History
from loyalty_api.models import Expiring, Feature, Tier
from loyalty_api.offers import Offer, PromoApplied
from loyalty_api.programme import Money
from loyalty_api.receipts import Purchase
from loyalty_api.rewards import Coupon, Redeemed, Reward
from loyalty_server.languages import Language


class EngineAway(Exception):
    """The engine cannot be asked now: it may or may not have done what it was asked to do.

    What was asked is asked again later, under the same key.
    """

    def __init__(self, why: str, retry_after: timedelta = timedelta(seconds=5)) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class NoSuchRef(Exception):
    """The engine knows nobody by this reference, or not any more."""


class Can(StrEnum):
    """What an engine can do. Those that are named like a `Feature` are told to the wallet."""

    ENROL = "enrol"
    ERASE = "erase"
    GIVE = "give"
    CHANGED = "changed"
    HISTORY = Feature.HISTORY.value
    RECEIPTS = Feature.RECEIPTS.value
    TIERS = Feature.TIERS.value
    OFFERS = Feature.OFFERS.value
    PROMO_CODES = Feature.PROMO_CODES.value
    REWARDS = Feature.REWARDS.value
    GIVE_BACK = Feature.GIVE_BACK.value
    CHALLENGES = Feature.CHALLENGES.value


TOLD: Final = frozenset(feature.value for feature in Feature)


@dataclass(frozen=True)
class Person:
    """Who a member is to the engine. The phone or the e-mail was proved by a one-time code."""

    member_id: str
    phone: str | None
    email: str | None
    first_name: str
    card_number: str


@dataclass(frozen=True)
class Standing:
    """What a member has there. Without a `worth` the programme's own rate says what points pay for."""

    balance: int
    pending: int = 0
    held: int = 0
    lifetime: int = 0
    worth: Money | None = None
    expiring: tuple[Expiring, ...] = ()
    tier: Tier | None = None
    offers: tuple[Offer, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    rewards: tuple[Reward, ...] = ()
    challenges: tuple[Challenge, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Whose standing may have changed, and where the next question goes on."""

    refs: Sequence[str]
    cursor: str


class Engine(Protocol):
    """One engine. Every verb may raise `EngineAway`, and `NoSuchRef` where it takes a `ref`.

    A verb with a `key` has one effect a key: asked again it gives its first answer. "No" is a `Refused`
    with its code. Only verbs that `can` names are asked for, `identify` and `standing` always. It is
    called from several threads and from several servers.
    """

    @property
    def can(self) -> frozenset[Can]:
        """What this engine does."""
        ...

    def identify(self, person: Person) -> str | None:
        """The reference of who has this phone or e-mail, if anybody."""
        ...

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        """What the member has now."""
        ...

    def enrol(self, key: str, person: Person) -> str:
        """Make this person a member; returns the reference."""
        ...

    def erase(self, key: str, ref: str) -> None:
        """Forget who this was. One who is gone already is no fault."""
        ...

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        """One page, newest first. A cursor that was not given is refused as `invalid`."""
        ...

    def receipt(self, ref: str, purchase_id: str, language: Language) -> Purchase:
        """A purchase of the member's own. Refuses `not_found`."""
        ...

    def activate(self, key: str, ref: str, offer_id: str, at: datetime) -> None:
        """Opt in to an offer. Refuses `not_found`, `offer_ended`."""
        ...

    def apply_promo(self, key: str, ref: str, code: str) -> PromoApplied:
        """Refuses `promo_code_wrong` and the other codes of that name."""
        ...

    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        """Burn the reward's points. Refuses `not_found`, `not_enough_points`, `out_of_stock`."""
        ...

    def give_back(self, key: str, ref: str, redemption_id: str) -> Redeemed:
        """Undo a redemption. Refuses `not_found`, `redemption_final`."""
        ...

    def give(self, key: str, ref: str, points: int, why: str) -> int:
        """Points for something else than a purchase, like an answered survey; returns the balance."""
        ...

    def changed(self, cursor: str | None) -> Changes:
        """Who may have changed since; None begins now, with nobody."""
        ...

"""What was fetched beside a snapshot that holds only a part of the offers and the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from kopilka.domain.pending import offers_with_pending
from loyalty_api.actions import Action
from loyalty_api.models import Wallet
from loyalty_api.offers import Offer
from loyalty_api.rewards import Reward


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True)
class Rest:
    """Offers and rewards that were asked for; `all_offers` and `all_rewards` where all of them were, and the
    etags of the snapshots they were fetched beside."""

    offers: tuple[Offer, ...] = ()
    rewards: tuple[Reward, ...] = ()
    all_offers: bool = False
    all_rewards: bool = False
    offers_etag: str | None = None
    rewards_etag: str | None = None

    def offer(self, offer_id: str) -> Offer | None:
        """That with this id, if it was fetched."""
        return next((one for one in self.offers if one.id == offer_id), None)

    def with_offer(self, offer: Offer) -> "Rest":
        """With this one as it is now, in its place; one that was not known comes last."""
        offers = tuple(offer if one.id == offer.id else one for one in self.offers)
        return replace(self, offers=_beside(offers, (offer,)))

    def without_offer(self, offer_id: str) -> "Rest":
        """The member has it no more."""
        return replace(self, offers=tuple(one for one in self.offers if one.id != offer_id))

    def with_offers(self, offers: tuple[Offer, ...], etag: str | None) -> "Rest":
        """These are all of them, beside the snapshot with this etag."""
        return replace(self, offers=offers, all_offers=True, offers_etag=etag)

    def with_seen_offers(self, seen: "Rest") -> "Rest":
        """And the others as they were seen before."""
        return self.with_offers(_beside(self.offers, seen.offers), seen.offers_etag)

    def with_rewards(self, rewards: tuple[Reward, ...], etag: str | None) -> "Rest":
        """These are the whole catalogue, beside the snapshot with this etag."""
        return replace(self, rewards=rewards, all_rewards=True, rewards_etag=etag)

    def after(self, told: Iterable[Action]) -> "Rest":
        """As it is now that the server has heard these actions, oldest first."""
        return replace(self, offers=offers_with_pending(self.offers, told))


def with_rest(wallet: Wallet, rest: Rest) -> Wallet:
    """The snapshot, and after its own what else was fetched; what is missing still is counted.

    A snapshot that holds everything knows better.
    """
    if wallet.more_offers and rest.offers:
        offers = _beside(wallet.offers, rest.offers)
        missing = 0 if rest.all_offers else _missing(wallet.more_offers, wallet.offers, offers)
        wallet = replace(wallet, offers=offers, more_offers=missing)
    if wallet.more_rewards and rest.rewards:
        rewards = _beside(wallet.rewards, rest.rewards)
        missing = 0 if rest.all_rewards else _missing(wallet.more_rewards, wallet.rewards, rewards)
        wallet = replace(wallet, rewards=rewards, more_rewards=missing)
    return wallet


def _beside(own: tuple[T, ...], others: Iterable[T]) -> tuple[T, ...]:
    known = {one.id for one in own}
    return (*own, *(one for one in others if one.id not in known))


def _missing(more: int, own: tuple[T, ...], known: tuple[T, ...]) -> int:
    return max(0, more - (len(known) - len(own)))

"""What a bounded wallet leaves out: the offers and the catalogue page by page, and one offer by its id."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from loyalty_api.offers import Offer, Offers
from loyalty_api.rewards import Rewards
from loyalty_server.offers.shown import OwnOffers, own_offers
from loyalty_server.offers.tastes import has_consented, shopper_of
from loyalty_server.offers.usage import FirstTime
from loyalty_server.pictures.kept import pictures_in
from loyalty_server.rewards.catalogue import rewards_page
from loyalty_server.tiers.tier import tier_of
from loyalty_server.wallet.images import offers_with_images, rewards_with_images
from loyalty_server.wallet.snapshot import Reading, one_each


def offers_at(
    session: Session, member_id: str, reading: Reading, cursor: str | None
) -> tuple[Offers, Sequence[FirstTime]]:
    """A page of the member's offers, and which of them they are given, or held back from, for the first time.

    Raises `NotACursor`.
    """
    page, new = _own(session, member_id, reading).page(cursor)
    return replace(page, offers=_pictured(page.offers, reading)), new


def offer_of(
    session: Session, member_id: str, reading: Reading, offer_id: str
) -> tuple[Offer | None, Sequence[FirstTime]]:
    """The offer as this member has it; None where they have none with this id."""
    shown = _own(session, member_id, reading).one(offer_id)
    return next(iter(_pictured(shown.offers, reading)), None), shown.new


def rewards_at(session: Session, reading: Reading, cursor: str | None) -> Rewards:
    """A page of the catalogue. Raises `NotACursor`."""
    page = rewards_page(session, reading.program, cursor)
    pictures = pictures_in(reading.pictures)
    return replace(page, rewards=rewards_with_images(page.rewards, reading.program, pictures))


def _own(session: Session, member_id: str, reading: Reading) -> OwnOffers:
    program, now = reading.program, reading.now
    member, _, _, _, taste, _ = one_each(session, member_id)
    agrees = has_consented(session, member_id)
    shopper = shopper_of(program, member, taste, now, has_consented=agrees)
    tier = tier_of(session, program, member, now)
    return own_offers(session, program, member_id, shopper, tier, now)


def _pictured(offers: tuple[Offer, ...], reading: Reading) -> tuple[Offer, ...]:
    return offers_with_images(offers, reading.program, pictures_in(reading.pictures))

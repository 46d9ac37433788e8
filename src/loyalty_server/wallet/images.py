"""The pictures of what a member has in a wallet, put beside it."""

from collections.abc import Iterable
from dataclasses import replace

from loyalty_api.models import Wallet
from loyalty_api.offers import Offer
from loyalty_api.rewards import Reward
from loyalty_server.pictures.kept import Pictures, image_of
from loyalty_server.programme.pictured import pictures_by_id
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level


def with_images(wallet: Wallet, program: Program, level: Level, pictures: Pictures) -> Wallet:
    """The wallet with those that this programme names and that are kept; the member has this `level`."""
    return replace(
        wallet,
        tier=replace(wallet.tier, image=image_of(level.picture, pictures)),
        offers=offers_with_images(wallet.offers, program, pictures),
        rewards=rewards_with_images(wallet.rewards, program, pictures),
    )


def offers_with_images(
    offers: Iterable[Offer], program: Program, pictures: Pictures
) -> tuple[Offer, ...]:
    """These offers, each with its picture if one is kept."""
    named = pictures_by_id(program.offers)
    return tuple(replace(one, image=image_of(named.get(one.id), pictures)) for one in offers)


def rewards_with_images(
    rewards: Iterable[Reward], program: Program, pictures: Pictures
) -> tuple[Reward, ...]:
    """These rewards, each with its picture if one is kept."""
    named = pictures_by_id(program.rewards)
    return tuple(replace(one, image=image_of(named.get(one.id), pictures)) for one in rewards)

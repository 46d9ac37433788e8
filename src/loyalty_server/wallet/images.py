"""The pictures of what a member has in a wallet, put beside it."""

from dataclasses import replace

from loyalty_api.models import Wallet
from loyalty_server.pictures.kept import Pictures, image_of
from loyalty_server.programme.pictured import pictures_by_id
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level


def with_images(wallet: Wallet, program: Program, level: Level, pictures: Pictures) -> Wallet:
    """The wallet with those that this programme names and that are kept; the member has this `level`."""
    offers, rewards = pictures_by_id(program.offers), pictures_by_id(program.rewards)
    return replace(
        wallet,
        tier=replace(wallet.tier, image=image_of(level.picture, pictures)),
        offers=tuple(
            replace(one, image=image_of(offers.get(one.id), pictures)) for one in wallet.offers
        ),
        rewards=tuple(
            replace(one, image=image_of(rewards.get(one.id), pictures)) for one in wallet.rewards
        ),
    )

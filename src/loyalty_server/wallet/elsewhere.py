"""The part of a wallet that a loyalty engine of somebody else's keeps, put in the place of our own."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loyalty_api.models import Feature, Points, Tier, Wallet
from loyalty_api.programme import Money
from loyalty_server.engines.accounts import KnownStanding
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.port import Can
from loyalty_server.programme.program import Program

NAMELESS: Final = Tier("", 0.0)


@dataclass(frozen=True)
class Elsewhere:
    """What the engine said, when it is true, and what it has. `gives` is whether we can give points there."""

    known: KnownStanding
    as_of: datetime
    features: tuple[str, ...]
    gives: bool

    @classmethod
    def of(cls, known: KnownStanding, behind: Behind, now: datetime) -> "Elsewhere":
        """What was said a moment ago holds now."""
        as_of = now if behind.is_fresh(known.as_of, now) else known.as_of
        return cls(known, as_of, behind.features, behind.can(Can.GIVE))

    def mark(self, now: datetime) -> str:
        """The same for what looks the same but for the time."""
        late = "" if self.as_of == now else f"@{self.as_of.isoformat()}"
        return self.known.digest + late


def with_theirs(wallet: Wallet, elsewhere: Elsewhere, program: Program) -> Wallet:
    """The wallet with the engine's points and what comes of them; what it has not is empty."""
    said = elsewhere.known.standing
    has = {feature: feature.value in elsewhere.features for feature in Feature}
    worth = said.worth or Money(program.burn.money(max(0, said.balance)), program.currency)
    return replace(
        wallet,
        points=Points(
            balance=said.balance,
            pending=said.pending,
            held=said.held,
            lifetime=said.lifetime,
            worth=worth,
            expiring=said.expiring,
            as_of=elsewhere.as_of,
        ),
        tier=said.tier if said.tier and has[Feature.TIERS] else NAMELESS,
        offers=said.offers if has[Feature.OFFERS] else (),
        coupons=said.coupons,
        rewards=said.rewards if has[Feature.REWARDS] else (),
        challenges=said.challenges if has[Feature.CHALLENGES] else (),
        surveys=tuple(
            survey if elsewhere.gives else replace(survey, reward=0) for survey in wallet.surveys
        ),
        choice=None,
        limits=None,
        features=elsewhere.features,
        family=None,
        referral=None,
        contests=(),
        more_offers=0,
        more_rewards=0,
    )

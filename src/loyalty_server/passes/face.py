"""What a pass shows of its member's card: no name, phone or address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from loyalty_api.codec import dumps
from loyalty_api.models import Expiring
from loyalty_api.programme import ProgramKind, Store
from loyalty_server import languages
from loyalty_server.engines.accounts import known_standing
from loyalty_server.engines.port import Standing
from loyalty_server.languages import Language
from loyalty_server.points.summary import points_in
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import BalanceRow, CardRow, MemberRow, PurchaseRow
from loyalty_server.tiers.level import level_of


@dataclass(frozen=True)
class Programme:
    """The programme's face on a pass; texts by language."""

    name: Mapping[Language, str]
    kind: ProgramKind
    currency: str
    seed: str


@dataclass(frozen=True)
class Held:
    """What the member has: `balance` in points (of cashback in minor units), `expiring` what goes first.

    `store` is where the member bought last, or the first of all. Another engine may have no tiers: `tier` is empty then.
    """

    number: str
    balance: int
    rate: float
    tier: Mapping[Language, str]
    expiring: Expiring | None
    store: Mapping[Language, Store]
    stores: Mapping[Language, tuple[Store, ...]]


@dataclass(frozen=True)
class PassFace:
    """One pass as it is to be shown; nothing is held when the card was closed."""

    programme: Programme
    held: Held | None

    @property
    def digest(self) -> str:
        """Equal for passes that look the same."""
        return sha256(dumps(self).encode()).hexdigest()[:32]


def face_of(
    session: Session, member_id: str | None, now: datetime, *, elsewhere: bool = False
) -> PassFace:
    """The pass of this member; of nobody, who was erased, the programme alone.

    Where the points are kept `elsewhere`, it shows what that engine said last.
    """
    spoken = {language: rules_at(session, now, language).program for language in languages.spoken()}
    program = rules_at(session, now).program
    programme = Programme(
        {language: one.name for language, one in spoken.items()},
        program.kind,
        program.currency,
        program.brand.seed,
    )
    if member_id is None:
        return PassFace(programme, None)
    held = _held(session, member_id, program, spoken, now)
    if elsewhere:
        known = known_standing(session, member_id)
        held = _theirs(held, known.standing if known else Standing(0))
    return PassFace(programme, held)


def _held(
    session: Session,
    member_id: str,
    program: Program,
    spoken: Mapping[Language, Program],
    now: datetime,
) -> Held:
    own = aliased(BalanceRow)
    member, card, balance = session.execute(
        select(MemberRow, CardRow, BalanceRow)
        .join(CardRow, CardRow.member_id == MemberRow.id)
        .join(own, own.member_id == MemberRow.id)
        .join(BalanceRow, BalanceRow.member_id == func.coalesce(own.kept_with, own.member_id))
        .where(MemberRow.id == member_id)
    ).one()
    points = points_in(session, balance, program, now)
    level = level_of(program, member, now)
    stores = {language: _stores(one) for language, one in spoken.items()}
    store_id = _bought_last(session, member_id)
    return Held(
        number=card.number,
        balance=points.balance,
        rate=level.rate,
        tier={language: one.tiers.level(level.id).name for language, one in spoken.items()},
        expiring=points.expiring[0] if points.expiring else None,
        store={
            language: next((one for one in all_ if one.id == store_id), all_[0])
            for language, all_ in stores.items()
            if all_
        },
        stores=stores,
    )


def _theirs(held: Held, said: Standing) -> Held:
    tier = dict.fromkeys(languages.spoken(), said.tier.name) if said.tier and said.tier.name else {}
    rate = said.tier.rate if said.tier else 0.0
    expiring = said.expiring[0] if said.expiring else None
    return replace(held, balance=said.balance, rate=rate, tier=tier, expiring=expiring)


def _stores(program: Program) -> tuple[Store, ...]:
    return program.stores_seen


def _bought_last(session: Session, member_id: str) -> str | None:
    own = select(PurchaseRow.store_id).where(PurchaseRow.member_id == member_id)
    return session.scalar(own.order_by(PurchaseRow.at.desc()).limit(1))

"""The member's whole wallet as one snapshot, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from loyalty_api.models import Card, StaticCode, Store, Wallet
from loyalty_api.models import Program as ProgramFace
from loyalty_server.consents import ConsentTexts, consents_of
from loyalty_server.coupons import coupons_of
from loyalty_server.details import member_seen, preferences_in
from loyalty_server.languages import Language
from loyalty_server.offers import offers_of
from loyalty_server.program import Program
from loyalty_server.rewards import rewards_of
from loyalty_server.standing import points_in
from loyalty_server.survey_invitations import surveys_of
from loyalty_server.tables import BalanceRow, CardRow, MemberRow, PreferencesRow
from loyalty_server.tiers import tier_of


@dataclass(frozen=True)
class Reading:
    """What a wallet is read with: the rules of the day, the texts in force, in whose language, when."""

    program: Program
    texts: ConsentTexts
    language: Language
    now: datetime


def wallet_of(session: Session, member_id: str, reading: Reading) -> Wallet:
    """Everything the member's first screens show."""
    program, now = reading.program, reading.now
    member, card, balance, preferences = _one_each(session, member_id)
    points = points_in(session, balance, program, now)
    return Wallet(
        server_time=now,
        program=_face_of(program),
        member=member_seen(member),
        card=Card(card.number, StaticCode(card.symbology, card.payload)),
        points=points,
        tier=tier_of(session, program, member, now),
        offers=offers_of(session, member_id, program, now),
        coupons=coupons_of(session, member_id, now),
        rewards=rewards_of(session, program, points.balance),
        surveys=surveys_of(session, member_id, now),
        consents=consents_of(session, member_id, reading.texts, reading.language),
        preferences=preferences_in(preferences),
        stores=tuple(Store(shop.id, shop.name, shop.address) for shop in program.stores),
    )


def _one_each(
    session: Session, member_id: str
) -> Row[MemberRow, CardRow, BalanceRow, PreferencesRow | None]:
    """What a member has one of, in one statement."""
    return session.execute(
        select(MemberRow, CardRow, BalanceRow, PreferencesRow)
        .join(CardRow, CardRow.member_id == MemberRow.id)
        .join(BalanceRow, BalanceRow.member_id == MemberRow.id)
        .outerjoin(PreferencesRow, PreferencesRow.member_id == MemberRow.id)
        .where(MemberRow.id == member_id)
    ).one()


def _face_of(program: Program) -> ProgramFace:
    return ProgramFace(
        name=program.name,
        points_name=program.points_name,
        currency=program.currency,
        brand=program.brand,
        kind=program.kind,
        time_zone=program.time_zone,
    )

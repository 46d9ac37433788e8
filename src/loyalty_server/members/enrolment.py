"""A new member: a card with its number, a referral code, and an empty balance."""

import secrets
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card import Symbology
from loyalty_api.card_number import card_number
from loyalty_server.members.plastic import taken_numbers
from loyalty_server.tables import BalanceRow, CardRow, MemberRow

REFERRAL_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
REFERRAL_LENGTH = 8


def enrol(
    session: Session,
    now: datetime,
    tier: str,
    *,
    phone: str | None = None,
    email: str | None = None,
    first_name: str = "",
) -> MemberRow:
    """A member in the given (lowest) tier; the phone or e-mail must not be anyone's yet."""
    member = MemberRow(
        id=uuid4().hex,
        first_name=first_name,
        phone=phone,
        email=email,
        referral_code=_new_referral_code(session),
        created_at=now,
        tier=tier,
        tier_since=now,
        event_sequence=0,
    )
    session.add(member)
    session.flush()
    number = _new_card_number(session)
    session.add_all(
        [
            CardRow(number=number, member_id=member.id, symbology=Symbology.EAN_13, payload=number),
            BalanceRow(member_id=member.id),
        ]
    )
    session.flush()
    return member


def _new_card_number(session: Session) -> str:
    while True:
        number = random_number()
        if not taken_numbers(session, [number]):
            return number


def random_number() -> str:
    """A card's number, which may be somebody's."""
    return card_number(secrets.randbelow(10**11))


def random_referral_code() -> str:
    """A referral code, which may be somebody's."""
    return "".join(secrets.choice(REFERRAL_LETTERS) for _ in range(REFERRAL_LENGTH))


def _new_referral_code(session: Session) -> str:
    while True:
        code = random_referral_code()
        if session.scalar(select(MemberRow.id).filter_by(referral_code=code)) is None:
            return code

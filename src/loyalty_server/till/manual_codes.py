"""A code typed by hand: the card's number and 8 digits that one of the member's devices shows."""

import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card_code import MANUAL_INFO, derive_key, manual_code, step_at
from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys
from loyalty_server.tables import CardRow, CredentialRow
from loyalty_server.till.bad_scans import BadCode, require_tries_left
from loyalty_server.till.code_steps import STEPS_AROUND, use_up
from loyalty_server.till.recognised import Recognised


def recognise_typed(
    session: Session, keys: ServerKeys, number: str, digits: str, now: datetime
) -> Recognised:
    """The member whose card this is, if one of their devices shows these digits now.

    The step is used up as by a scan. Raises `code_invalid`, `code_used`, `till_rate_limited`.
    """
    require_tries_left(session, number, now)
    card = session.get(CardRow, number)
    made = _maker(session, keys, card.member_id, digits, now) if card else None
    if card is None or made is None:
        raise BadCode(ProblemCode.CODE_INVALID, card_number=number)
    kid, step = made
    use_up(session, kid, step)
    return Recognised(card.member_id, True, now, kid, step, by_hand=True)


def _maker(
    session: Session, keys: ServerKeys, member_id: str, digits: str, now: datetime
) -> tuple[str, int] | None:
    """Which device made these digits, and for which step."""
    credentials = session.scalars(select(CredentialRow).filter_by(member_id=member_id))
    current = step_at(now.timestamp())
    for credential in credentials:
        if credential.is_of_pass or not credential.is_alive(now):
            continue
        device_key = keys.unseal(credential.encrypted_key, credential.kid)
        manual_key = derive_key(device_key, MANUAL_INFO)
        for step in range(current - STEPS_AROUND, current + STEPS_AROUND + 1):
            if hmac.compare_digest(manual_code(manual_key, step), digits):
                return credential.kid, step
    return None

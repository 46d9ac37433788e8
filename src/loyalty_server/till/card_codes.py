"""Whose card a scanner read: a rotating code, a code typed by hand, or the bare number."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.card_code import (
    MANUAL_DIGITS,
    QR_INFO,
    CardCode,
    CodeType,
    MalformedCode,
    canonical,
    derive_key,
    is_authentic,
    parse_code,
)
from loyalty_api.card_number import is_card_number
from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys
from loyalty_server.tables import CardRow, CredentialRow
from loyalty_server.till.bad_scans import BadCode
from loyalty_server.till.code_steps import (
    is_earlier,
    is_late,
    require_current,
    require_unused,
    use_up,
)
from loyalty_server.till.manual_codes import recognise_typed
from loyalty_server.till.recognised import Recognised

NUMBER_DIGITS = 13
DUMMY_KEY = bytes(32)


def recognise(
    session: Session, keys: ServerKeys, raw: str, till_time: datetime, now: datetime
) -> Recognised:
    """Whose code this is. A rotating or typed code is used up by this. Raises `BadCode`."""
    text = canonical(raw)
    number, digits = text[:NUMBER_DIGITS], text[NUMBER_DIGITS:]
    if not is_card_number(number):
        return _by_code(session, keys, raw, till_time, now)
    if not digits:
        return _by_number(session, number, till_time, now)
    if len(digits) != MANUAL_DIGITS or not digits.isdigit():
        raise BadCode(ProblemCode.CODE_MALFORMED)
    return recognise_typed(session, keys, number, digits, now)


def _by_number(session: Session, number: str, till_time: datetime, now: datetime) -> Recognised:
    card = session.get(CardRow, number)
    if card is None:
        raise BadCode(ProblemCode.CODE_INVALID)
    late = is_earlier(till_time, now)
    return Recognised(card.member_id, False, till_time if late else now, is_late=late)


def _by_code(
    session: Session, keys: ServerKeys, raw: str, till_time: datetime, now: datetime
) -> Recognised:
    try:
        code = parse_code(raw)
    except MalformedCode:
        raise BadCode(ProblemCode.CODE_MALFORMED) from None
    credential = _authentic(session, keys, code)
    if not credential.is_alive(now):
        raise BadCode(ProblemCode.DEVICE_REVOKED, kid=code.kid, step=code.step)
    if late := is_late(code.step, till_time, now):
        require_unused(session, code.kid, code.step)
    else:
        require_current(code, now)
        use_up(session, code.kid, code.step)
    return Recognised(
        member_id=credential.member_id,
        may_burn=code.type is CodeType.PAY and not late,
        bought_at=till_time if late else now,
        kid=code.kid,
        step=code.step,
        is_late=late,
    )


def _authentic(session: Session, keys: ServerKeys, code: CardCode) -> CredentialRow:
    """The credential that made this code; an unknown one and a wrong MAC take the same way."""
    credential = session.get(CredentialRow, code.kid)
    sealed = credential and keys.unseal(credential.encrypted_key, credential.kid)
    is_right = is_authentic(code, derive_key(sealed or DUMMY_KEY, QR_INFO))
    if credential is None or not is_right:
        raise BadCode(ProblemCode.CODE_INVALID)
    return credential

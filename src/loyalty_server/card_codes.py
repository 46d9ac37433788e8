"""Whose card a scanner read: the rotating code, accepted once, or the number, which only earns."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.card_code import (
    QR_INFO,
    CardCode,
    CodeType,
    MalformedCode,
    canonical,
    derive_key,
    is_authentic,
    parse_code,
    step_at,
)
from loyalty_api.card_number import is_card_number
from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.tables import CardRow, CredentialRow, ScanRow

STEPS_AROUND = 1
LATE_AT_MOST = timedelta(hours=24)
DUMMY_KEY = bytes(32)


@dataclass(frozen=True)
class Recognised:
    """The member behind a code; `bought_at` is earlier than the scan when the till was offline."""

    member_id: str
    may_burn: bool
    bought_at: datetime
    kid: str | None = None
    step: int | None = None
    is_late: bool = False


def recognise(
    session: Session, keys: ServerKeys, raw: str, till_time: datetime, now: datetime
) -> Recognised:
    """Whose code this is. A rotating code is used up by this. Raises the `code_…` refusals."""
    if is_card_number(number := canonical(raw)):
        return _by_number(session, number, till_time, now)
    try:
        code = parse_code(raw)
    except MalformedCode:
        raise Refused(ProblemCode.CODE_MALFORMED) from None
    credential = _authentic(session, keys, code)
    if credential.revoked_at or (credential.valid_until and credential.valid_until <= now):
        raise Refused(ProblemCode.DEVICE_REVOKED)
    if is_late := _is_late(code.step, till_time, now):
        _require_unused(session, code)
    else:
        _require_current(code.step, now)
        _use_up(session, code)
    return Recognised(
        member_id=credential.member_id,
        may_burn=code.type is CodeType.PAY and not is_late,
        bought_at=till_time if is_late else now,
        kid=code.kid,
        step=code.step,
        is_late=is_late,
    )


def _by_number(session: Session, number: str, till_time: datetime, now: datetime) -> Recognised:
    card = session.get(CardRow, number)
    if card is None:
        raise Refused(ProblemCode.CODE_INVALID)
    is_late = _is_earlier(till_time, now)
    return Recognised(card.member_id, False, till_time if is_late else now, is_late=is_late)


def _authentic(session: Session, keys: ServerKeys, code: CardCode) -> CredentialRow:
    """The credential that made this code; an unknown one and a wrong MAC take the same way."""
    credential = session.get(CredentialRow, code.kid)
    sealed = credential and keys.unseal(credential.encrypted_key, credential.kid)
    is_right = is_authentic(code, derive_key(sealed or DUMMY_KEY, QR_INFO))
    if credential is None or not is_right:
        raise Refused(ProblemCode.CODE_INVALID)
    return credential


def _require_current(step: int, now: datetime) -> None:
    current = step_at(now.timestamp())
    if step < current - STEPS_AROUND:
        raise Refused(ProblemCode.CODE_EXPIRED, server_time=now)
    if step > current + STEPS_AROUND:
        raise Refused(ProblemCode.CODE_NOT_YET_VALID, server_time=now)


def _is_late(step: int, till_time: datetime, now: datetime) -> bool:
    """Whether an offline till kept this code: its own clock agrees with the code and is behind us."""
    agrees = abs(step_at(till_time.timestamp()) - step) <= STEPS_AROUND
    is_old = step < step_at(now.timestamp()) - STEPS_AROUND
    return agrees and is_old and now - till_time <= LATE_AT_MOST


def _is_earlier(till_time: datetime, now: datetime) -> bool:
    steps = step_at(now.timestamp()) - step_at(till_time.timestamp())
    return steps > STEPS_AROUND and now - till_time <= LATE_AT_MOST


def _use_up(session: Session, code: CardCode) -> None:
    used = session.execute(
        update(CredentialRow)
        .where(CredentialRow.kid == code.kid, CredentialRow.last_step < code.step)
        .values(last_step=code.step)
        .returning(CredentialRow.kid)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if used is None:
        raise Refused(ProblemCode.CODE_USED)


def _require_unused(session: Session, code: CardCode) -> None:
    """A late code may be older than the last accepted step, so each accepted step is looked up."""
    session.get(CredentialRow, code.kid, with_for_update=True)
    if session.scalar(select(ScanRow.id).filter_by(kid=code.kid, step=code.step)):
        raise Refused(ProblemCode.CODE_USED)

"""Whose card a scanner read: a rotating code, a pass's code, a code typed by hand, or a bare number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card_code import (
    MANUAL_DIGITS,
    PREFIX,
    QR_INFO,
    CardCode,
    CodeType,
    MalformedCode,
    canonical,
    derive_key,
    is_authentic,
    parse_codes,
)
from loyalty_api.card_number import is_card_number
from loyalty_api.passes import PassCode, is_pass_authentic, is_pass_code, parse_pass_codes
from loyalty_api.problems import ProblemCode
from loyalty_server.database.prepared import told
from loyalty_server.keys import ServerKeys
from loyalty_server.members.plastic import NUMBER_DIGITS, whose_plastic
from loyalty_server.points.account import locking
from loyalty_server.points.device_lock import opens
from loyalty_server.tables import BalanceRow, CardRow, CredentialRow, DeviceRow
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

DUMMY_KEY = bytes(32)


@dataclass(frozen=True)
class _Shown:
    """A code that this credential did make for this step, as a till read it."""

    credential: CredentialRow
    step: int
    till_time: datetime
    unlocked: bool = False
    own: BalanceRow | None = None


def recognise(
    session: Session, keys: ServerKeys, raw: str, till_time: datetime, now: datetime
) -> Recognised:
    """Whose code this is. A rotating or typed code is used up by this. Raises `BadCode`."""
    if is_pass_code(raw):
        return _by_pass(session, keys, raw, till_time, now)
    text = canonical(raw)
    number, digits = text[:NUMBER_DIGITS], text[NUMBER_DIGITS:]
    if not is_card_number(number):
        plastic = None if text.startswith(PREFIX) else whose_plastic(session, text)
        if plastic is None:
            return _by_code(session, keys, raw, till_time, now)
        return _by_number(plastic, till_time, now)
    if not digits:
        return _by_number(_owner(session, number), till_time, now)
    if len(digits) != MANUAL_DIGITS or not digits.isdigit():
        raise BadCode(ProblemCode.CODE_MALFORMED)
    return recognise_typed(session, keys, number, digits, now)


def _owner(session: Session, number: str) -> str:
    card = session.get(CardRow, number)
    member_id = card.member_id if card else whose_plastic(session, number)
    if member_id is None:
        raise BadCode(ProblemCode.CODE_INVALID)
    return member_id


def _by_number(member_id: str, till_time: datetime, now: datetime) -> Recognised:
    """By a number, the app's or a plastic card's, which earns and never burns."""
    late = is_earlier(till_time, now)
    return Recognised(member_id, False, till_time if late else now, is_late=late)


def _by_code(
    session: Session, keys: ServerKeys, raw: str, till_time: datetime, now: datetime
) -> Recognised:
    try:
        codes = parse_codes(raw)
    except MalformedCode:
        raise BadCode(ProblemCode.CODE_MALFORMED) from None
    for code in codes:
        if shown := _shown(session, keys, code, till_time):
            return _recognised(session, shown, may_burn=code.type is CodeType.PAY, now=now)
    raise BadCode(ProblemCode.CODE_INVALID)


def _shown(
    session: Session, keys: ServerKeys, code: CardCode, till_time: datetime
) -> _Shown | None:
    """None if this code is not authentic; an unknown credential and a wrong one take the same way."""
    credential, device, own = _maker(session, code.kid)
    key = derive_key(_key_of(keys, credential), QR_INFO)
    is_right, unlocked = is_authentic(code, key), opens(keys, device, code)
    if credential is None or not (is_right or unlocked):
        return None
    return _Shown(credential, code.step, till_time, unlocked, own)


def _maker(
    session: Session, kid: str
) -> tuple[CredentialRow | None, DeviceRow | None, BalanceRow | None]:
    """The credential that makes LW1 under this kid, its device, and the member's balance, locked."""
    found = _MAKER.row(session, {"by": kid})
    if found is None or found[0].is_of_pass:
        return None, None, None
    credential, device, own = found
    return credential, device, own


_MAKER: Final = locking(
    select(CredentialRow, DeviceRow, BalanceRow)
    .select_from(CredentialRow)
    .join(BalanceRow, BalanceRow.member_id == CredentialRow.member_id)
    .outerjoin(DeviceRow, DeviceRow.id == CredentialRow.device_id)
    .where(CredentialRow.kid == told("by"))
)


def _by_pass(
    session: Session, keys: ServerKeys, raw: str, till_time: datetime, now: datetime
) -> Recognised:
    """By the pass in Google's wallet, which earns and never burns."""
    try:
        codes = parse_pass_codes(raw)
    except MalformedCode:
        raise BadCode(ProblemCode.CODE_MALFORMED) from None
    for code in codes:
        if known := _pass_of(session, keys, code):
            shown = _Shown(known, code.step, till_time)
            return _recognised(session, shown, may_burn=False, now=now)
    raise BadCode(ProblemCode.CODE_INVALID)


def _pass_of(session: Session, keys: ServerKeys, code: PassCode) -> CredentialRow | None:
    """None if this code is not authentic; an unknown pass and a wrong code take the same way."""
    credential = session.get(CredentialRow, code.kid)
    if credential and not credential.is_of_pass:
        credential = None
    is_right = is_pass_authentic(code, _key_of(keys, credential))
    return credential if is_right else None


def _recognised(session: Session, shown: _Shown, *, may_burn: bool, now: datetime) -> Recognised:
    """The member, when the code counts now or did when an offline till read it; the step is used up."""
    credential, step, till_time = shown.credential, shown.step, shown.till_time
    kid = credential.kid
    if not credential.is_alive(now):
        raise BadCode(ProblemCode.DEVICE_REVOKED, kid=kid, step=step)
    if late := is_late(step, till_time, now):
        require_unused(session, kid, step)
    else:
        require_current(kid, step, now)
        use_up(session, kid, step)
    return Recognised(
        member_id=credential.member_id,
        may_burn=may_burn and not late,
        bought_at=till_time if late else now,
        kid=kid,
        step=step,
        is_late=late,
        unlocked=shown.unlocked,
        own=shown.own,
    )


def _key_of(keys: ServerKeys, credential: CredentialRow | None) -> bytes:
    return keys.unseal(credential.encrypted_key, credential.kid) if credential else DUMMY_KEY

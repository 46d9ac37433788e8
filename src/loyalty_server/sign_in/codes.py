"""One-time codes: opened for an address, limited, tried at most five times, used once."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import CodeSent
from loyalty_server.addresses import Address, Channel
from loyalty_server.database.transactions import take_turns
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.tables import SignInCodeRow

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=5)
WRONG_TRIES = 5
FIRST_RESEND = timedelta(seconds=60)
CODES_PER_ADDRESS = 5
ADDRESS_WINDOW = timedelta(days=1)
CODES_PER_ASKER = 20
ASKER_WINDOW = timedelta(hours=1)
SUBNET_BITS = 64


@dataclass(frozen=True)
class Challenge:
    """A code on its way and when another may be asked for; the code stays out of `repr`."""

    sent: CodeSent
    code: str = field(repr=False)


def open_challenge(
    session: Session, keys: ServerKeys, address: Address, asker: str, now: datetime
) -> Challenge:
    """A new code for an address, asked for from the IP address `asker`. Raises `rate_limited`.

    The limits count requests and never look whether the address is a member's, so the answer
    tells nothing about it.
    """
    asked_from = keys.digest("asker", _place(asker))
    address_hash = keys.digest("address", address.value)
    take_turns(session, asked_from)
    take_turns(session, address_hash)
    _check_asker(session, asked_from, now)
    is_same = SignInCodeRow.address_hash == address_hash
    earlier = _sent_since(session, is_same, now - ADDRESS_WINDOW)
    _check_address(earlier, now)
    wait = FIRST_RESEND * 2 ** len(earlier)
    return _kept(session, keys, address, asked_from, now, now + wait)


def open_challenge_for(
    session: Session, keys: ServerKeys, address: Address, now: datetime
) -> Challenge:
    """A new code that an operator hands over; it is under no limit and counts towards none."""
    return _kept(session, keys, address, None, now, now)


def take_back(session: Session, challenge: Challenge) -> None:
    """The code never left: it opens nothing, and another may be asked for at once."""
    session.execute(delete(SignInCodeRow).where(SignInCodeRow.id == challenge.sent.challenge_id))


def try_code(
    session: Session, keys: ServerKeys, challenge_id: str, code: str, now: datetime
) -> Address:
    """The address that the code proves; `use_code` then ends the challenge.

    Raises `sign_in_code_expired` and `sign_in_code_wrong`, which is remembered as a wrong try.
    """
    row = session.get(SignInCodeRow, challenge_id, with_for_update=True)
    if row is None or row.used_at or row.wrong_tries >= WRONG_TRIES or now >= row.expires_at:
        raise Refused(ProblemCode.SIGN_IN_CODE_EXPIRED, detail="ask for a new code")
    if not hmac.compare_digest(row.code_hash, _code_hash(keys, challenge_id, code)):
        row.wrong_tries += 1
        left = WRONG_TRIES - row.wrong_tries
        raise Refused(ProblemCode.SIGN_IN_CODE_WRONG, is_remembered=True, tries_left=left)
    channel, _, value = keys.unseal(row.encrypted_address, challenge_id).decode().partition(":")
    return Address(Channel(channel), value)


def use_code(session: Session, challenge_id: str, now: datetime) -> None:
    """From here on the code opens nothing."""
    session.get_one(SignInCodeRow, challenge_id).used_at = now


def forget_codes(session: Session, now: datetime) -> None:
    """Remove the challenges that no limit counts any more."""
    session.execute(delete(SignInCodeRow).where(SignInCodeRow.sent_at < now - ADDRESS_WINDOW))


def forget_address(session: Session, keys: ServerKeys, address: str) -> None:
    """Remove every challenge that was sent to this address."""
    address_hash = keys.digest("address", address)
    session.execute(delete(SignInCodeRow).where(SignInCodeRow.address_hash == address_hash))


def _place(asker: str) -> str:
    """An IPv4 address, or the network of an IPv6 one: a household has all of its 2**64 (RFC 6177)."""
    try:
        address = ip_address(asker)
    except ValueError:
        return asker
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), SUBNET_BITS), strict=False))


def _check_asker(session: Session, asked_from: str, now: datetime) -> None:
    sent = _sent_since(session, SignInCodeRow.asked_from == asked_from, now - ASKER_WINDOW)
    if len(sent) >= CODES_PER_ASKER:
        _refuse_until(sent[0].sent_at + ASKER_WINDOW, now)


def _check_address(sent: list[SignInCodeRow], now: datetime) -> None:
    if len(sent) >= CODES_PER_ADDRESS:
        _refuse_until(sent[0].sent_at + ADDRESS_WINDOW, now)
    if sent and now < sent[-1].resend_at:
        _refuse_until(sent[-1].resend_at, now)


def _refuse_until(moment: datetime, now: datetime) -> None:
    raise Refused(ProblemCode.RATE_LIMITED, retry_after=moment - now)


def _sent_since(
    session: Session, whose: ColumnElement[bool], since: datetime
) -> list[SignInCodeRow]:
    counted = select(SignInCodeRow).where(
        whose, SignInCodeRow.sent_at > since, SignInCodeRow.asked_from.is_not(None)
    )
    return list(session.scalars(counted.order_by(SignInCodeRow.sent_at)))


def _kept(
    session: Session,
    keys: ServerKeys,
    address: Address,
    asked_from: str | None,
    now: datetime,
    resend_at: datetime,
) -> Challenge:
    challenge_id = uuid4().hex
    code = str(secrets.randbelow(10**CODE_DIGITS)).zfill(CODE_DIGITS)
    plain = f"{address.channel}:{address.value}".encode()
    row = SignInCodeRow(
        id=challenge_id,
        address_hash=keys.digest("address", address.value),
        encrypted_address=keys.seal(plain, challenge_id),
        asked_from=asked_from,
        code_hash=_code_hash(keys, challenge_id, code),
        sent_at=now,
        expires_at=now + CODE_LASTS,
        resend_at=resend_at,
        wrong_tries=0,
    )
    session.add(row)
    return Challenge(CodeSent(challenge_id, row.expires_at, resend_at), code)


def _code_hash(keys: ServerKeys, challenge_id: str, code: str) -> str:
    return keys.digest("sign-in code", f"{challenge_id}:{code}")

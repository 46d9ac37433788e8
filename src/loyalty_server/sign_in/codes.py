"""One-time codes: opened for an address, limited, tried at most five times, used once."""

import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import CodeSent, SignInLink
from loyalty_server.database.forgetting import Over
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.sign_in.addresses import Address, Channel, counted_as
from loyalty_server.sign_in.code_limits import (
    ADDRESS_WINDOW,
    KNOWN_FOR,
    CodeAsker,
    Place,
    place_of,
    wait_for_next,
)
from loyalty_server.tables import SignInCodeRow

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=5)
WRONG_TRIES = 5
ADDRESS = "address"
CODE = "sign-in code"


@dataclass(frozen=True)
class Challenge:
    """A code on its way and when another may be asked for; the code stays out of `repr`."""

    sent: CodeSent
    code: str = field(repr=False)


def open_challenge(
    session: Session, keys: ServerKeys, address: Address, asker: CodeAsker, now: datetime
) -> Challenge:
    """A new code for an address. Raises `rate_limited`."""
    place = place_of(keys, asker)
    wait = wait_for_next(session, counted_hash(keys, address.value), place, now)
    return _kept(session, keys, address, place, now, now + wait)


def open_challenge_for(
    session: Session,
    keys: ServerKeys,
    address: Address,
    now: datetime,
    browser: str | None = None,
) -> Challenge:
    """A new code that an operator hands over, to a browser that is known where it has a digest.

    It is under no limit and counts towards none.
    """
    return _kept(session, keys, address, Place(None, None, browser), now, now)


def try_code(
    session: Session, keys: ServerKeys, challenge_id: str, code: str, now: datetime
) -> Address:
    """The address that the code proves; `use_code` then ends the challenge.

    Raises `sign_in_code_expired` and `sign_in_code_wrong`, which is remembered as a wrong try.
    """
    row = session.get(SignInCodeRow, challenge_id, with_for_update=True)
    if row is None or row.used_at or row.wrong_tries >= WRONG_TRIES or now >= row.expires_at:
        raise Refused(ProblemCode.SIGN_IN_CODE_EXPIRED, detail="ask for a new code")
    if not any(
        hmac.compare_digest(row.code_hash, right)
        for right in keys.digests(CODE, f"{challenge_id}:{code}")
    ):
        row.wrong_tries += 1
        left = WRONG_TRIES - row.wrong_tries
        raise Refused(ProblemCode.SIGN_IN_CODE_WRONG, is_remembered=True, tries_left=left)
    return address_of(row, keys)


def address_of(row: SignInCodeRow, keys: ServerKeys) -> Address:
    """Where the code of this challenge goes."""
    channel, _, value = keys.unseal(row.encrypted_address, row.id).decode().partition(":")
    return Address(Channel(channel), value)


def look_at_code(
    session: Session,
    keys: ServerKeys,
    challenge_id: str,
    code: str,
    browser: str | None,
    now: datetime,
) -> SignInLink:
    """What a link with this code would do in this browser. Raises what `try_code` raises."""
    address = try_code(session, keys, challenge_id, code, now)
    asked_by = session.get_one(SignInCodeRow, challenge_id).asked_by
    return SignInLink(address.value, browser is not None and browser == asked_by)


def use_code(session: Session, challenge_id: str, now: datetime) -> None:
    """From here on the code opens nothing."""
    session.get_one(SignInCodeRow, challenge_id).used_at = now


def codes_over(now: datetime) -> Iterator[Over]:
    """The challenges that no limit counts any more, and later those that tell who was here."""
    is_over = SignInCodeRow.sent_at < now - ADDRESS_WINDOW
    was_never_used = SignInCodeRow.used_at.is_(None)
    is_long_ago = SignInCodeRow.sent_at < now - KNOWN_FOR
    yield Over(SignInCodeRow, is_over & was_never_used | is_long_ago)


def forget_address(session: Session, keys: ServerKeys, address: str) -> None:
    """Remove every challenge that was sent to this address."""
    hashes = keys.digests(ADDRESS, counted_as(address))
    session.execute(delete(SignInCodeRow).where(SignInCodeRow.address_hash.in_(hashes)))


def _kept(
    session: Session,
    keys: ServerKeys,
    address: Address,
    place: Place,
    now: datetime,
    resend_at: datetime,
) -> Challenge:
    challenge_id = uuid4().hex
    code = str(secrets.randbelow(10**CODE_DIGITS)).zfill(CODE_DIGITS)
    plain = f"{address.channel}:{address.value}".encode()
    row = SignInCodeRow(
        id=challenge_id,
        address_hash=counted_hash(keys, address.value),
        encrypted_address=keys.seal(plain, challenge_id),
        asked_from=place.network,
        asked_from_wide=place.wide,
        asked_by=place.browser,
        code_hash=keys.digest(CODE, f"{challenge_id}:{code}"),
        sent_at=now,
        expires_at=now + CODE_LASTS,
        resend_at=resend_at,
        wrong_tries=0,
    )
    session.add(row)
    return Challenge(CodeSent(challenge_id, row.expires_at, resend_at), code)


def counted_hash(keys: ServerKeys, address: str) -> str:
    """Under which the limits count this address."""
    return keys.digest(ADDRESS, counted_as(address))

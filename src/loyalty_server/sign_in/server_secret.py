"""The database and the server's secret belong together, and the secret can be replaced.

Everything encrypted is encrypted anew under the new secret. What is kept as a keyed hash alone cannot
be: refresh tokens, until each is refreshed, cashiers' PINs, until each is typed, printed promo codes
and what erased members were given once are known by the replaced secret, which therefore stays in the
keys file until nothing needs it.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_server.database.transactions import Database, add_new
from loyalty_server.keys import ServerKeys, keys_in, make_secret
from loyalty_server.sign_in.codes import address_of, counted_hash
from loyalty_server.sign_in.credentials import KEY_BYTES
from loyalty_server.sign_in.devices import revoke_device
from loyalty_server.sign_in.earlier_membership import remembered_until
from loyalty_server.tables import (
    CashierRow,
    CodeDeliveryRow,
    CredentialRow,
    DeviceRow,
    EarlierRightRow,
    PassDeviceRow,
    PassRow,
    PromoCodeRow,
    PushDeviceRow,
    RefreshTokenRow,
    ServerSecretRow,
    SignInCodeRow,
)

Column = InstrumentedAttribute[Any]

SEALED: Final[tuple[tuple[Column, Column], ...]] = (
    (CredentialRow.encrypted_key, CredentialRow.kid),
    (DeviceRow.encrypted_unlock_key, DeviceRow.id),
    (SignInCodeRow.encrypted_address, SignInCodeRow.id),
    (CodeDeliveryRow.encrypted_code, CodeDeliveryRow.challenge_id),
    (RefreshTokenRow.encrypted_successor, RefreshTokenRow.hash),
    (PassRow.encrypted_token, PassRow.id),
    (PassDeviceRow.encrypted_push_token, PassDeviceRow.id),
    (PushDeviceRow.encrypted_subscription, PushDeviceRow.device_id),
)
"""What is kept encrypted, and the column whose value each is bound to."""
AT_ONCE: Final = 500


class NotOurSecret(Exception):
    """The keys file is missing or not this database's; says what to do about it."""


@dataclass(frozen=True)
class Needed:
    """What only a replaced secret still knows; `until` is when the last of the sessions ends,
    `remembered_until` when the last of what erased members had is forgotten."""

    sessions: int = 0
    until: datetime | None = None
    promo_codes: int = 0
    pins: int = 0
    remembered_until: date | None = None

    def __bool__(self) -> bool:
        return self != Needed()


def keys_for(database: Database, file: Path, now: datetime) -> ServerKeys:
    """The keys in this file, which is made for a database that never had any.

    Raises `NotOurSecret`.
    """
    if not file.exists():
        with database.reading() as session:
            if _is_used(session):
                raise NotOurSecret(f"there is no {file}; {_remedy(session)}")
        _make_unless_there(file)
    try:
        keys = keys_in(file)
    except ValueError as fault:
        raise NotOurSecret(str(fault)) from fault
    database.write(lambda session: _require_ours(session, keys, file, now))
    return keys


def put_in_force(session: Session, keys: ServerKeys, now: datetime) -> None:
    """From now on the database is this secret's; what the secrets before it sealed is sealed anew."""
    if _in_force(session) != keys.fingerprint:
        _note(session, keys, now)
    for sealed, bound_to in SEALED:
        _seal_anew(session, keys, sealed, bound_to)
    for row in session.scalars(select(SignInCodeRow)):
        # Browsers and networks were known by hashes that nobody can make from now on.
        row.address_hash = counted_hash(keys, address_of(row, keys).value)
        row.asked_from, row.asked_from_wide, row.asked_by = row.asked_from and "", None, None


def needed_of_replaced(session: Session, keys: ServerKeys, now: datetime) -> Needed:
    """What would be lost without the secrets before the one in force."""
    if not keys.before:
        return Needed()
    since = session.scalars(select(func.max(ServerSecretRow.since))).one()
    signed_in = (
        select(func.count(), func.max(RefreshTokenRow.expires_at))
        .join(DeviceRow, DeviceRow.id == RefreshTokenRow.device_id)
        .where(
            RefreshTokenRow.issued_at < since,
            RefreshTokenRow.expires_at > now,
            RefreshTokenRow.replaced_at.is_(None),
            DeviceRow.revoked_at.is_(None),
        )
    )
    sessions, until = session.execute(signed_in).one()
    unused = PromoCodeRow.used_at.is_(None) & (PromoCodeRow.made_at < since)
    promo_codes = session.scalars(select(func.count()).where(unused)).one()
    older = CashierRow.pin_secret.is_(None) | (CashierRow.pin_secret != keys.fingerprint)
    pins = session.scalars(select(func.count()).where(older, CashierRow.revoked_at.is_(None))).one()
    return Needed(sessions, until, promo_codes, pins, remembered_until(session, since, now))


def start_over(session: Session, keys: ServerKeys, now: datetime) -> None:
    """The earlier secret is lost: nobody can open what it sealed, so everybody signs in again
    and takes the card into the phone's wallet anew. What erased members had is unknown from now on."""
    session.execute(delete(CodeDeliveryRow))
    session.execute(delete(SignInCodeRow))
    session.execute(delete(RefreshTokenRow))
    session.execute(delete(PassDeviceRow))
    session.execute(delete(PassRow))
    session.execute(delete(EarlierRightRow))
    for device in session.scalars(select(DeviceRow).where(DeviceRow.revoked_at.is_(None))):
        revoke_device(session, device, now)
    session.execute(update(DeviceRow).values(encrypted_unlock_key=None))
    for credential in session.scalars(select(CredentialRow)):
        credential.encrypted_key = keys.seal(secrets.token_bytes(KEY_BYTES), credential.kid)
    _note(session, keys, now)


def _require_ours(session: Session, keys: ServerKeys, file: Path, now: datetime) -> None:
    ours = _in_force(session)
    if ours is None:
        if not _opens_what_is_sealed(session, keys):
            raise NotOurSecret(f"{file} holds another secret; {_remedy(session)}")
        _note(session, keys, now)
    elif ours in {replaced.fingerprint for replaced in keys.before}:
        put_in_force(session, keys, now)
    elif ours != keys.fingerprint:
        raise NotOurSecret(f"{file} holds another secret; {_remedy(session)}")


def _note(session: Session, keys: ServerKeys, now: datetime) -> None:
    """Servers that start together may all do so."""
    add_new(session, ServerSecretRow, [{"fingerprint": keys.fingerprint, "since": now}])


def _remedy(session: Session) -> str:
    ours = _in_force(session)
    named = f" (its fingerprint is {ours})" if ours else ""
    return (
        f"give --keys the file that this database was run with{named}; "
        "if it is lost, `kopilka keys new --lost` makes another, and every member signs in again"
    )


def _in_force(session: Session) -> str | None:
    newest = select(ServerSecretRow.fingerprint).order_by(ServerSecretRow.since.desc())
    return session.scalar(newest.limit(1))


def _is_used(session: Session) -> bool:
    if _in_force(session):
        return True
    return any(
        session.scalar(select(bound_to).where(sealed.is_not(None)).limit(1))
        for sealed, bound_to in SEALED
    )


def _opens_what_is_sealed(session: Session, keys: ServerKeys) -> bool:
    newest = select(CredentialRow).order_by(CredentialRow.created_at.desc()).limit(1)
    credential = session.scalar(newest)
    if credential is None:
        return True
    try:
        keys.unseal(credential.encrypted_key, credential.kid)
    except InvalidTag:
        return False
    return True


def _seal_anew(session: Session, keys: ServerKeys, sealed: Column, bound_to: Column) -> None:
    names = session.scalars(select(bound_to).where(sealed.is_not(None))).all()
    for start in range(0, len(names), AT_ONCE):
        some = bound_to.in_(names[start : start + AT_ONCE])
        for name, kept in session.execute(select(bound_to, sealed).where(some)).all():
            anew = keys.seal(keys.unseal(kept, name), name)
            session.execute(
                update(sealed.class_)
                .where(bound_to == name)
                .values({sealed: anew})
                .execution_options(synchronize_session=False)
            )


def _make_unless_there(file: Path) -> None:
    try:
        make_secret(file)
    except FileExistsError:
        return

"""A member's pass: made when it is first asked for, looked at anew when something may have changed."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.card_code import new_kid
from loyalty_api.passes import SEED_BYTES
from loyalty_server.database.transactions import take_turns
from loyalty_server.keys import ServerKeys, base64url
from loyalty_server.passes.face import PassFace, face_of
from loyalty_server.tables import CredentialRow, PassDeviceRow, PassRow, WalletMarkRow
from loyalty_server.tables.member import IN_GOOGLES_WALLET
from loyalty_server.tables.wallet_pass import PassKind

KID_BITS: Final = 60
TOKEN_BYTES: Final = 32
A_SECOND: Final = timedelta(seconds=1)
"""HTTP dates count whole ones, so changes are at least that far apart."""


@dataclass(frozen=True)
class Issued:
    """A pass as it stands: its row's `id`, its face, when it changed last, and its secret, which is
    Apple's token in base64url or the seed of Google's codes."""

    id: str
    face: PassFace
    changed_at: datetime
    secret: bytes = field(repr=False)
    kid: str | None = None

    @property
    def token(self) -> str:
        return base64url(self.secret)


def issue(
    session: Session,
    keys: ServerKeys,
    member_id: str,
    kind: PassKind,
    now: datetime,
    *,
    elsewhere: bool = False,
) -> Issued:
    """The member's pass of this kind, the same each time."""
    take_turns(session, f"pass {kind} {member_id}")
    row = session.scalar(select(PassRow).filter_by(member_id=member_id, kind=kind))
    if row is None:
        row = _made(session, keys, member_id, kind, now)
    return look_again(session, keys, row, now, elsewhere=elsewhere)


def look_again(
    session: Session, keys: ServerKeys, row: PassRow, now: datetime, *, elsewhere: bool = False
) -> Issued:
    """The pass as it is now; who keeps it is told if it is another than before.

    `elsewhere`: another loyalty engine keeps the points.
    """
    mark = session.scalar(select(WalletMarkRow.mark).filter_by(member_id=row.member_id))
    face = face_of(session, row.member_id, now, elsewhere=elsewhere)
    if row.digest not in {"", face.digest}:
        row.changed_at = max(now, row.changed_at + A_SECOND)
        _have_told(session, row, now)
    row.digest, row.mark, row.looked_at = face.digest, mark or "", now
    return Issued(row.id, face, row.changed_at, _secret_of(session, keys, row), row.kid)


def _have_told(session: Session, row: PassRow, now: datetime) -> None:
    if row.kind is PassKind.GOOGLE:
        row.due_at, row.tries = now, 0
        return
    session.execute(
        update(PassDeviceRow)
        .where(PassDeviceRow.pass_id == row.id)
        .values(due_at=now, tries=0)
        .execution_options(synchronize_session=False)
    )


def _made(
    session: Session, keys: ServerKeys, member_id: str, kind: PassKind, now: datetime
) -> PassRow:
    row = PassRow(
        id=uuid4().hex,
        member_id=member_id,
        kind=kind,
        made_at=now,
        digest="",
        changed_at=now,
        mark="",
        looked_at=now,
    )
    match kind:
        case PassKind.APPLE:
            row.encrypted_token = keys.seal(secrets.token_bytes(TOKEN_BYTES), row.id)
        case PassKind.GOOGLE:
            row.kid = _new_seed(session, keys, row, now)
    session.add(row)
    session.flush()
    return row


def _new_seed(session: Session, keys: ServerKeys, row: PassRow, now: datetime) -> str:
    kid = new_kid(secrets.randbits(KID_BITS))
    session.add(
        CredentialRow(
            kid=kid,
            member_id=row.member_id,
            device_id=row.id,
            encrypted_key=keys.seal(secrets.token_bytes(SEED_BYTES), kid),
            platform=IN_GOOGLES_WALLET,
            last_step=0,
            created_at=now,
        )
    )
    session.flush()
    return kid


def _secret_of(session: Session, keys: ServerKeys, row: PassRow) -> bytes:
    if row.encrypted_token is not None:
        return keys.unseal(row.encrypted_token, row.id)
    if row.kid is None:
        return b""
    credential = session.get_one(CredentialRow, row.kid)
    return keys.unseal(credential.encrypted_key, credential.kid)

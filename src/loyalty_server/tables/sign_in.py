"""Signing in: one-time codes, devices, their refresh tokens, and what the member agreed to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_api.sign_in import Platform
from loyalty_server.database.columns import Base, SpokenLanguage, choice
from loyalty_server.languages import Language


class SignInCodeRow(Base):
    """A one-time code on its way. Address, asker and code are keyed hashes.

    The address itself is encrypted, because a new member is made from it. `asked_from` is empty
    when an operator opened the challenge: such a code counts towards no limit. `asked_by` is the
    browser that asked, where one did.
    """

    __tablename__ = "sign_in_code"

    id: Mapped[str] = mapped_column(primary_key=True)
    address_hash: Mapped[str] = mapped_column(index=True)
    encrypted_address: Mapped[bytes] = mapped_column(LargeBinary)
    asked_from: Mapped[str | None] = mapped_column(index=True)
    asked_from_wide: Mapped[str | None] = mapped_column(index=True)
    asked_by: Mapped[str | None] = mapped_column(index=True)
    code_hash: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    resend_at: Mapped[datetime]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class CodeDeliveryRow(Base):
    """A one-time code that has yet to be sent, encrypted, and when it is tried next."""

    __tablename__ = "code_delivery"

    challenge_id: Mapped[str] = mapped_column(
        ForeignKey("sign_in_code.id", ondelete="CASCADE"), primary_key=True
    )
    encrypted_code: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[Language] = mapped_column(SpokenLanguage())
    tries: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(index=True)


class DeviceRow(Base):
    """A place where the member signed in; one family of refresh tokens hangs on it until `ends_at`.

    `unheard_since` is when its tokens were replaced last, while nothing that was sent then has come
    back; in whole seconds, as access tokens count. Above `unlock_above` points in 24 hours the device
    spends by codes of the key in `encrypted_unlock_key` alone, which its own unlock gives.
    """

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str]
    platform: Mapped[Platform] = mapped_column(choice(Platform))
    signed_in_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    unheard_since: Mapped[datetime | None]
    unlock_above: Mapped[int | None]
    encrypted_unlock_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class RefreshTokenRow(Base):
    """One refresh token of a device, as a hash; its successor is kept encrypted for a lost answer."""

    __tablename__ = "refresh_token"

    hash: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    encrypted_successor: Mapped[bytes | None] = mapped_column(LargeBinary)


class ConsentRow(Base):
    """One grant or withdrawal of one purpose; only added to, the newest row of a purpose holds."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    purpose: Mapped[str]
    version: Mapped[str]
    text_hash: Mapped[str]
    granted: Mapped[bool]
    at: Mapped[datetime]
    app_version: Mapped[str | None]


class PreferencesRow(Base):
    """How the programme may write to the member, as the contract's `Preferences`; set when is known
    since step m19. What is sent besides is in the `language` in which they were set last."""

    __tablename__ = "preferences"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    set_at: Mapped[datetime | None]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[Language | None] = mapped_column(SpokenLanguage())

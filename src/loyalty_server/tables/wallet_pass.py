"""Passes: the card in Apple's or Google's wallet, and the devices that want to hear of its changes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base, choice


class PassKind(StrEnum):
    """Whose wallet the pass is in."""

    APPLE = "apple"
    GOOGLE = "google"


class PassRow(Base):
    """One member's pass of one kind; nobody's once the member was erased, until its devices know.

    `encrypted_token` is what Apple's devices ask with, `kid` the credential of a Google pass's code.
    `digest` is of what the pass showed at `changed_at`, `mark` the wallet's mark (`WalletMarkRow`) when it
    was looked at last. A Google pass with `due_at` has yet to be told there, the next time then.
    """

    __tablename__ = "wallet_pass"
    __table_args__ = (UniqueConstraint("member_id", "kind"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[PassKind] = mapped_column(choice(PassKind))
    encrypted_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    kid: Mapped[str | None] = mapped_column(ForeignKey("credential.kid"))
    made_at: Mapped[datetime]
    digest: Mapped[str]
    changed_at: Mapped[datetime]
    mark: Mapped[str]
    looked_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


class PassDeviceRow(Base):
    """A device of Apple's that keeps a pass; with `due_at` it has yet to be told of a change."""

    __tablename__ = "wallet_pass_device"
    __table_args__ = (UniqueConstraint("pass_id", "library_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    pass_id: Mapped[str] = mapped_column(ForeignKey("wallet_pass.id", ondelete="CASCADE"))
    library_id: Mapped[str] = mapped_column(index=True)
    encrypted_push_token: Mapped[bytes] = mapped_column(LargeBinary)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)

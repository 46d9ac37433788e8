"""Stores, tills, the programme's versions, and the answers kept for repeated requests."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from loyalty_server.database.columns import Base


class StoreRow(Base):
    """A shop, as the programme file last named it."""

    __tablename__ = "store"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]


class TillRow(Base):
    """A till and the hash of its key; a revoked till is refused at once.

    With `takes_all_returns` it takes back what any store sold, otherwise what its own did.
    `event_sequence` is the number of the last event of the display beside it. Its store is read along with it.
    """

    __tablename__ = "till"

    id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("store.id"), index=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    takes_all_returns: Mapped[bool] = mapped_column(default=False, server_default=false())
    event_sequence: Mapped[int] = mapped_column(default=0)
    store: Mapped[StoreRow] = relationship(lazy="joined", innerjoin=True)


class TillEventRow(Base):
    """Something the display beside a till shows: join, scanned, thanks; nothing personal."""

    __tablename__ = "till_event"
    __table_args__ = (Index("ix_till_event_at", "at"),)

    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class ProgramVersionRow(Base):
    """The programme file as it was from `valid_from` on; a purchase is judged by the rules of its day.

    `pictures` are what became of those it names, by their sources.
    """

    __tablename__ = "program_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid_from: Mapped[datetime]
    digest: Mapped[str]
    text: Mapped[str]
    pictures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")


class IdempotencyRow(Base):
    """The answer a client gets again for the same key, written with the effect it describes."""

    __tablename__ = "idempotency"

    client: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)

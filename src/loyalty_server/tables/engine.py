"""Members' accounts in a loyalty engine of somebody else's, and what that engine is still to be told."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class EngineAccountRow(Base):
    """Who a member is there, and what the engine said last: `standing` (JSON) as it was at `read_at`.

    It `is_stale` when something has happened since.
    """

    __tablename__ = "engine_account"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    ref: Mapped[str] = mapped_column(index=True)
    standing: Mapped[str | None]
    read_at: Mapped[datetime | None]
    is_stale: Mapped[bool]


class EngineCallRow(Base):
    """A call that waits until the engine has taken it; `key` is what it is told once by.

    A call for a member needs that member's account; that of an erased one carries its `ref`. One that
    was `refused` waits for the operator.
    """

    __tablename__ = "engine_call"

    key: Mapped[str] = mapped_column(primary_key=True)
    verb: Mapped[str]
    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"), index=True)
    ref: Mapped[str | None]
    points: Mapped[int | None]
    why: Mapped[str | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    refused: Mapped[str | None]


class EngineFeedRow(Base):
    """How far the engine's feed of changes was read."""

    __tablename__ = "engine_feed"

    engine: Mapped[str] = mapped_column(primary_key=True)
    cursor: Mapped[str]

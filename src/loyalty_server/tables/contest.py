"""Contests that are open or were drawn, and who is in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base

WAITS = text("prize IS NOT NULL AND given_at IS NULL")


class ContestRow(Base):
    """A contest of the programme: its `seed` is secret until it is drawn, and the hash of it never was.

    What was drawn is kept as it is published: all `numbers`, and the `wins` among them. It names no member.
    Prizes are those of `program_version`, which it was drawn by.
    """

    __tablename__ = "contest"

    id: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    seed: Mapped[str]
    drawn_at: Mapped[datetime | None]
    program_version: Mapped[int | None]
    wins: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    prizes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    entries: Mapped[int | None]
    numbers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), deferred=True)


class ContestEntryRow(Base):
    """A member's number: of a tap from then on, of everything else from the draw on.

    One that won names the `prize`, and since when it is `given_at`.
    """

    __tablename__ = "contest_entry"
    __table_args__ = (
        Index(
            "ix_contest_entry_waits",
            "contest_id",
            "number",
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
    )

    contest_id: Mapped[str] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]
    prize: Mapped[str | None]
    given_at: Mapped[datetime | None]

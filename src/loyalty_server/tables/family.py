"""Families: who shares the account of whom, and the invitations that wait."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base

# SQLite uses a partial index only where a query says the same, letter by letter.
IN_IT = text("left_at IS NULL")


class FamilyMemberRow(Base):
    """A member whose card used the head's account from `joined_at` until `left_at`; the head has no row.

    While it does, the head lets it spend `points_a_day` in 24 hours, None without such a limit. `joined_by`
    is the hash of the link, which opens nothing since.
    """

    __tablename__ = "family_member"
    __table_args__ = (
        Index(
            "uq_family_member_in_it",
            "member_id",
            unique=True,
            sqlite_where=IN_IT,
            postgresql_where=IN_IT,
        ),
        Index("ix_family_member_head_id", "head_id", "joined_at"),
        Index("ix_family_member_member_id", "member_id", "joined_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    head_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    joined_by: Mapped[str]
    points_a_day: Mapped[int | None]


class FamilyInvitationRow(Base):
    """A link with which one person joins the family of this member; a new one takes its place."""

    __tablename__ = "family_invitation"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]

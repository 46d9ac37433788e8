"""Surveys: their definitions as they were asked, whom they were put to, what was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class SurveyDefinitionRow(Base):
    """A definition under its SHA-256: an answer is judged by the questions that were shown."""

    __tablename__ = "survey_definition"

    digest: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class SurveyInvitationRow(Base):
    """A survey put to a member: open from `starts_at` until it is answered or `ends_at`.

    It carries title, store and reward as they were when the member was asked.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (Index("ix_survey_invitation_member", "member_id", "starts_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    survey_id: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("survey_definition.digest"))
    title: Mapped[str]
    about: Mapped[str]
    reward: Mapped[int]
    is_unlinkable: Mapped[bool]
    store_id: Mapped[str | None] = mapped_column(ForeignKey("store.id"))
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class SurveyAnswerRow(Base):
    """What was answered, once per invitation.

    An unlinkable answer has neither member nor invitation, its time is the first moment of the month
    and its key is random (see `surveys.unlinkable`); SQLite keeps it in the order of the key.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (
        Index("ix_survey_answer_survey_at", "survey_id", "at"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("survey_definition.digest"))
    invitation_id: Mapped[str | None] = mapped_column(
        ForeignKey("survey_invitation.id"), unique=True
    )
    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"), index=True)
    store_id: Mapped[str | None] = mapped_column(ForeignKey("store.id"))
    at: Mapped[datetime]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)

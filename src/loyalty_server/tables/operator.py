"""The people who run the programme, their sessions at the desk, and what each did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base, choice

EVERYTHING = '["owner"]'
"""Who was there before there were roles keeps what they could do."""


class DeedKind(StrEnum):
    """What an operator did."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SEE_MEMBER = "see_member"
    ASK_CORRECTION = "ask_correction"
    APPROVE_CORRECTION = "approve_correction"
    REPLY = "reply"
    GRANT_CLAIM = "grant_claim"
    REFUSE_CLAIM = "refuse_claim"
    ANSWER_REVIEW = "answer_review"
    PUBLISH = "publish"
    ROLL_BACK = "roll_back"
    TRY_BROADCAST = "try_broadcast"
    SEND_BROADCAST = "send_broadcast"
    STOP_BROADCAST = "stop_broadcast"
    ADD_TILL = "add_till"
    REVOKE_TILL = "revoke_till"
    PAIR_TILL = "pair_till"
    MAKE_PROMO = "make_promo"
    TAKE_ANSWERS = "take_answers"
    DRAW_CONTEST = "draw_contest"


class OperatorRow(Base):
    """A person, their roles and the hash of their key; nobody gets a name that somebody had."""

    __tablename__ = "operator"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    roles: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=EVERYTHING)


class OperatorSessionRow(Base):
    """An operator at the desk, and the hash of what their browser shows; over when it was not `seen_at`
    for a while, at the latest at `ends_at`. `place` is where they were then.
    """

    __tablename__ = "operator_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operator.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class OperatorDeedRow(Base):
    """Something an operator did; only added to. `about` is the id of what it was done to, `told` what else
    belongs to it. Nothing here says who the member is.
    """

    __tablename__ = "operator_deed"
    __table_args__ = (Index("ix_operator_deed_operator_id_id", "operator_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operator.id"))
    kind: Mapped[DeedKind] = mapped_column(choice(DeedKind))
    about: Mapped[str] = mapped_column(index=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)

"""Receipts that members say were paid without their card."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_api.claims import ClaimState
from loyalty_server.database.columns import Base, choice


class ReceiptClaimRow(Base):
    """One receipt claimed by one member; `total` in minor units, `paid_at` as the member said."""

    __tablename__ = "receipt_claim"
    __table_args__ = (UniqueConstraint("member_id", "receipt_id", "total", "paid_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    receipt_id: Mapped[str] = mapped_column(index=True)
    paid_at: Mapped[datetime]
    total: Mapped[int]
    claimed_at: Mapped[datetime]
    state: Mapped[ClaimState] = mapped_column(choice(ClaimState), index=True)
    decided_at: Mapped[datetime | None]
    points: Mapped[int] = mapped_column(default=0)
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"))

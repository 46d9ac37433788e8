"""Reviews of visits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class ReviewRow(Base):
    """What the member said about one purchase, last; `public` if others may read it."""

    __tablename__ = "review"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating_1_to_5"),)

    purchase_id: Mapped[str] = mapped_column(ForeignKey("purchase.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("store.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    rating: Mapped[int]
    text: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False, server_default=false())
    answered_at: Mapped[datetime | None]

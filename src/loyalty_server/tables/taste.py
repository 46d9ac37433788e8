"""What and where each member buys, kept up with every purchase."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class TasteRow(Base):
    """Weights of categories and stores as they were at `last_at`; they fade as time passes.

    `rhythm` holds those of categories in each part of the week.
    """

    __tablename__ = "taste"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    purchases: Mapped[int]
    last_at: Mapped[datetime]
    categories: Mapped[dict[str, float]] = mapped_column(JSON)
    stores: Mapped[dict[str, float]] = mapped_column(JSON)
    rhythm: Mapped[dict[str, dict[str, float]]] = mapped_column(
        JSON, default=dict, server_default="{}"
    )

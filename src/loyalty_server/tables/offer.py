"""What members did about offers."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.db import Base


class OfferActivationRow(Base):
    """The member opted in to an offer, once."""

    __tablename__ = "offer_activation"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

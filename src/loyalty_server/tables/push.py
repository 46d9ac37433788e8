"""Browsers that want notifications, and what is on its way to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base, SpokenLanguage
from loyalty_server.languages import Language


class PushDeviceRow(Base):
    """A signed-in device whose member asked for notifications there.

    `encrypted_subscription` is what its browser said, which lets anybody with a key write to it;
    `endpoint_hash` finds a browser again in which somebody else signs in.
    """

    __tablename__ = "push_device"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    endpoint_hash: Mapped[str] = mapped_column(index=True)
    encrypted_subscription: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[Language] = mapped_column(SpokenLanguage())
    time_zone: Mapped[str]
    since: Mapped[datetime]


class PushDeliveryRow(Base):
    """A message that one device has yet to be notified of, and when it is tried next."""

    __tablename__ = "push_delivery"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    device_id: Mapped[str] = mapped_column(
        ForeignKey("push_device.device_id", ondelete="CASCADE"), primary_key=True
    )
    due_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)

"""Who stands at a till: cashiers with their PINs, devices paired with a till, shifts, and what was done."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base, choice

NOT_CLOSED = text("closed_at IS NULL")


class DeedKind(StrEnum):
    """What a cashier did."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    WRONG_PIN = "wrong_pin"
    SCAN = "scan"
    OPEN = "open"
    COMPLETE = "complete"
    CANCEL = "cancel"
    REFUND = "refund"
    JOIN = "join"
    DELIVER = "deliver"
    LET_IN = "let_in"


class CashierRow(Base):
    """One of a store's staff; of the PIN a salted hash is kept, made with the server's secret.

    `pin_secret` is that secret's fingerprint; PINs from before it was noted have none.
    """

    __tablename__ = "cashier"

    id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("store.id"), index=True)
    name: Mapped[str]
    pin_salt: Mapped[str]
    pin_hash: Mapped[str]
    pin_secret: Mapped[str | None]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class TillPairingRow(Base):
    """A one-time code that makes a browser a device of this till; `code_hash` finds it."""

    __tablename__ = "till_pairing"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TillDeviceRow(Base):
    """A phone or tablet that works as this till, and the hash of the key in its cookie."""

    __tablename__ = "till_device"

    id: Mapped[str] = mapped_column(primary_key=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"), index=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    paired_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class CashierShiftRow(Base):
    """A cashier at a device, from the PIN to the way out; a device has one at a time."""

    __tablename__ = "cashier_shift"
    __table_args__ = (
        Index(
            "uq_cashier_shift_open",
            "device_id",
            unique=True,
            sqlite_where=NOT_CLOSED,
            postgresql_where=NOT_CLOSED,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("till_device.id"), index=True)
    cashier_id: Mapped[str] = mapped_column(ForeignKey("cashier.id"), index=True)
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class CashierDeedRow(Base):
    """Something a cashier did; only added to. `at` is when the server heard of it, `happened_at` when
    it was done: earlier for what was sold without the network, which `sent_by` may have sent later.

    Money is in minor units. Nothing here says who the member is.
    """

    __tablename__ = "cashier_deed"
    __table_args__ = (Index("ix_cashier_deed_cashier_id_at", "cashier_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    happened_at: Mapped[datetime]
    kind: Mapped[DeedKind] = mapped_column(choice(DeedKind))
    cashier_id: Mapped[str] = mapped_column(ForeignKey("cashier.id"))
    sent_by: Mapped[str | None] = mapped_column(ForeignKey("cashier.id"))
    device_id: Mapped[str] = mapped_column(ForeignKey("till_device.id"), index=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"))
    scan_id: Mapped[str | None] = mapped_column(index=True)
    purchase_id: Mapped[str | None] = mapped_column(index=True)
    receipt_id: Mapped[str | None]
    money: Mapped[int | None]
    earned: Mapped[int | None]
    burned: Mapped[int | None]

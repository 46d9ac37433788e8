"""What happens at a till: scans, purchases with their lines, refunds, receipts waiting for a member."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_api.receipts import PIECE, PurchaseState
from loyalty_server.database.columns import Base, choice
from loyalty_server.database.millionths import Millionths

# SQLite uses a partial index only where a query says the same, letter by letter.
OPEN = text("state = 'open'")
UNRESOLVED_OR_DONE = text("state IN ('open', 'completed')")


class ScanRow(Base):
    """A member recognised at a till; a step of a credential is accepted once.

    `unlocked` by a code that the device's own unlock was asked for.
    """

    __tablename__ = "scan"
    __table_args__ = (UniqueConstraint("kid", "step"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    kid: Mapped[str | None] = mapped_column(ForeignKey("credential.kid"))
    step: Mapped[int | None]
    may_burn: Mapped[bool]
    late: Mapped[bool]
    by_hand: Mapped[bool] = mapped_column(server_default=false())
    unlocked: Mapped[bool] = mapped_column(default=False, server_default=false())
    bought_at: Mapped[datetime]
    at: Mapped[datetime]
    expires_at: Mapped[datetime]


class BadScanRow(Base):
    """A code that a till was refused: counted against the till, and a signal of fraud.

    `kid` and `step` only when a credential of ours made the code (an old screenshot, a used code);
    `card_number` when a typed code did not belong to that card.
    """

    __tablename__ = "bad_scan"
    __table_args__ = (
        Index("ix_bad_scan_till_id_at", "till_id", "at"),
        Index("ix_bad_scan_card_number_at", "card_number", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    code: Mapped[str]
    kid: Mapped[str | None] = mapped_column(index=True)
    step: Mapped[int | None]
    card_number: Mapped[str | None]


class PurchaseRow(Base):
    """A receipt with a member. Money in minor units; resolved once; one per till, receipt and business day.

    `grants` are the points it earns when completed, one lot each; of those `earned`, `claimed` came later,
    for offers that were missed. `refunded` is money that went
    back, `restored` burned points that did, `reversed` earned points taken again. `missed` are points
    that offers the member had not opted in to would have given; `offers` are those that worked for the
    member, whether they had an effect or not (not known of purchases before they were kept).
    `earn_room` is what the caps of its day and month left it to earn, None without such caps.
    `deposits` is what was given back for bottles, which made `to_pay` less. `chosen` are the categories that
    the member had chosen for its month. Of what it `earned`, points `aside` do not count towards tiers, and of
    those `aside_back` were taken again. `judged_by` is the number of the way in which it was judged
    (`judging.JUDGED_BY`), 0 before these were kept.
    """

    __tablename__ = "purchase"
    __table_args__ = (
        Index(
            "uq_purchase_receipt",
            "till_id",
            "receipt_id",
            "business_day",
            unique=True,
            sqlite_where=UNRESOLVED_OR_DONE,
            postgresql_where=UNRESOLVED_OR_DONE,
        ),
        Index("ix_purchase_store_receipt", "store_id", "receipt_id", "business_day"),
        Index("ix_purchase_member_at", "member_id", "at"),
        Index("ix_purchase_expires_at", "expires_at", sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("burned >= restored", name="restored_at_most_burned"),
        CheckConstraint("earned >= reversed", name="reversed_at_most_earned"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    scan_id: Mapped[str | None] = mapped_column(ForeignKey("scan.id"), index=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"))
    store_id: Mapped[str] = mapped_column(ForeignKey("store.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    receipt_id: Mapped[str]
    reference: Mapped[str | None]
    business_day: Mapped[date] = mapped_column(server_default="1970-01-01")
    state: Mapped[PurchaseState] = mapped_column(choice(PurchaseState))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    program_version: Mapped[int] = mapped_column(ForeignKey("program_version.version"))
    tier: Mapped[str]
    total: Mapped[int]
    discount: Mapped[int]
    to_pay: Mapped[int]
    held: Mapped[int]
    will_earn: Mapped[int]
    earned: Mapped[int] = mapped_column(default=0)
    claimed: Mapped[int] = mapped_column(default=0, server_default="0")
    burned: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    restored: Mapped[int] = mapped_column(default=0)
    reversed: Mapped[int] = mapped_column(default=0)
    breakdown: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    grants: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    missed: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    offers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    earn_room: Mapped[int | None]
    deposits: Mapped[int] = mapped_column(default=0, server_default="0")
    chosen: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    delivered_at: Mapped[datetime | None]

    aside: Mapped[int] = mapped_column(default=0, server_default="0")
    aside_back: Mapped[int] = mapped_column(default=0, server_default="0")
    judged_by: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")

    @hybrid_property
    def for_goods(self) -> int:
        """What was paid for the goods, in money and by deposits given back."""
        return self.to_pay + self.deposits

    @hybrid_property
    def goods_cost(self) -> int:
        """What the goods cost before anything was taken off; deposits given back are none of them."""
        return self.total + self.deposits

    @hybrid_property
    def all_paid_back(self) -> bool:
        """Whether of what was paid, in money or by points, nothing stayed."""
        is_back = (self.refunded > 0) | (self.restored > 0)
        return is_back & (self.refunded >= self.for_goods) & (self.restored >= self.burned)


class PurchaseLineRow(Base):
    """One position of a receipt: `amount` is the line's price, offers and coupons took `off` of it,
    both in minor units; of that is `by_card` what the `card_price` of the line took. Of the purchase's money, `paid` lies on it, of its points `burned` and
    `earned` (docs/returns.md); purchases before the split was kept have none. Of those earned `aside` do not count towards tiers.
    """

    __tablename__ = "purchase_line"

    purchase_id: Mapped[str] = mapped_column(ForeignKey("purchase.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sku: Mapped[str]
    title: Mapped[str]
    category: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Millionths())
    unit: Mapped[str] = mapped_column(default=PIECE, server_default=PIECE)
    amount: Mapped[int]
    off: Mapped[int] = mapped_column(default=0, server_default="0")
    card_price: Mapped[int | None]
    by_card: Mapped[int] = mapped_column(default=0, server_default="0")
    paid: Mapped[int | None]
    burned: Mapped[int | None]
    earned: Mapped[int | None]
    aside: Mapped[int] = mapped_column(default=0, server_default="0")


class RefundRow(Base):
    """A return: money back in minor units, burned points restored, earned points reversed.

    `by_amount` when money was asked back without naming lines. `number` is which of the purchase's
    returns it is, from 1; before these were counted it is not known. Of the points `reversed` those `aside` had
    not counted towards tiers.
    """

    __tablename__ = "refund"

    id: Mapped[str] = mapped_column(primary_key=True)
    purchase_id: Mapped[str] = mapped_column(ForeignKey("purchase.id"), index=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"))
    at: Mapped[datetime]
    by_amount: Mapped[bool]
    number: Mapped[int | None]
    amount: Mapped[int]
    restored: Mapped[int]
    reversed: Mapped[int]
    aside: Mapped[int] = mapped_column(default=0, server_default="0")


class RefundLineRow(Base):
    """How much of a receipt's position went back."""

    __tablename__ = "refund_line"

    refund_id: Mapped[str] = mapped_column(ForeignKey("refund.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quantity: Mapped[Decimal] = mapped_column(Millionths())


class JoinRow(Base):
    """A receipt without a member, waiting for whoever opens its link first; `code_hash` finds it."""

    __tablename__ = "receipt_join"
    __table_args__ = (
        UniqueConstraint("till_id", "receipt_id", "business_day"),
        Index("ix_receipt_join_expires_at", "expires_at"),
    )

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    till_id: Mapped[str] = mapped_column(ForeignKey("till.id"))
    receipt_id: Mapped[str]
    business_day: Mapped[date] = mapped_column(server_default="1970-01-01")
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    total: Mapped[int]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"))
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"))
    taken_at: Mapped[datetime | None]

"""The ledger: transfers, entries, lots. Transfers, entries and lot moves are only added to.

An earn moves points from the programme's `issued` account to the member's `points` (or `pending`);
a burn moves them on to `redeemed`, and so on. Every entry, the programme's side too, hangs on the
chain of the member it concerns, so that one lock and one chain per member are enough.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base, choice

# SQLite uses a partial index only where a query says the same, letter by letter.
NOT_EMPTY = text("remaining > 0")
PENDING = text("pending AND remaining > 0")
BY_ANOTHER = text("by_member_id IS NOT NULL")
KEPT_ELSEWHERE = text("kept_with IS NOT NULL")


class Account(StrEnum):
    """Where points are: the member's two accounts and the programme's six.

    `brought_in` is what members had before this programme kept their points, `family` what went from one
    member's account to another's: it sums to zero over all members.
    """

    POINTS = "points"
    PENDING = "pending"
    ISSUED = "issued"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    BROUGHT_IN = "brought_in"
    FAMILY = "family"


class TransferKind(StrEnum):
    """Why points moved. The member is not shown the last two: pending points that became spendable,
    and points that came free and paid a debt.
    """

    ACCRUAL = "accrual"
    REDEMPTION = "redemption"
    EXPIRY = "expiry"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"
    MATURITY = "maturity"
    DEBT_PAYMENT = "debt_payment"


class TransferRow(Base):
    """One movement of one member's points; its entries sum to zero.

    `by_member_id` is the member of the family whose card moved them, where it is not the account's own.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        Index("ix_transfer_member", "member_id", "id"),
        Index(
            "ix_transfer_by_member",
            "by_member_id",
            "id",
            sqlite_where=BY_ANOTHER,
            postgresql_where=BY_ANOTHER,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    kind: Mapped[TransferKind] = mapped_column(choice(TransferKind))
    reason: Mapped[str]
    detail: Mapped[str | None]
    late: Mapped[bool] = mapped_column(default=False)
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    refund_id: Mapped[str | None] = mapped_column(ForeignKey("refund.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    by_member_id: Mapped[str | None]


class EntryRow(Base):
    """Signed points on one account; `hash` covers this entry and the member's previous one."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("member_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    position: Mapped[int]
    account: Mapped[Account] = mapped_column(choice(Account))
    points: Mapped[int]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class LotRow(Base):
    """The points of one accrual with one expiry date.

    `remaining` can be spent or, while `pending`, will be; what an open purchase holds is not in it.
    `returned_at` is when held or burned points last came back, or the lot into this account; `graced` once
    coming back prolonged its life.
    A purchase prolonged it last at `prolonged_at`, and never one that has an `own_end`.
    """

    __tablename__ = "lot"
    __table_args__ = (
        CheckConstraint("remaining >= 0", name="no_lot_below_zero"),
        Index("ix_lot_member_expiry", "member_id", "expires_at", "id"),
        Index(
            "ix_lot_member_not_empty",
            "member_id",
            "expires_at",
            "id",
            "remaining",
            "pending",
            sqlite_where=NOT_EMPTY,
            postgresql_where=NOT_EMPTY,
        ),
        Index(
            "ix_lot_member_pending",
            "member_id",
            "spendable_at",
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        Index(
            "ix_lot_expires_at", "expires_at", sqlite_where=NOT_EMPTY, postgresql_where=NOT_EMPTY
        ),
        Index(
            "ix_lot_spendable_at", "spendable_at", sqlite_where=PENDING, postgresql_where=PENDING
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    points: Mapped[int]
    remaining: Mapped[int]
    pending: Mapped[bool]
    earned_at: Mapped[datetime]
    spendable_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    graced: Mapped[bool] = mapped_column(default=False, server_default=false())
    own_end: Mapped[bool] = mapped_column(default=False, server_default=false())
    prolonged_at: Mapped[datetime | None]


class LotMoveRow(Base):
    """How a transfer changes the member's lots; without a lot it makes a debt or pays one."""

    __tablename__ = "lot_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True)
    points: Mapped[int]


class AllocationRow(Base):
    """Points of a lot that a purchase holds, captured, and gave back."""

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("held >= 0", name="held_not_below_zero"),
        CheckConstraint("captured BETWEEN 0 AND taken - held", name="captured_at_most_taken"),
        CheckConstraint("restored BETWEEN 0 AND captured", name="restored_at_most_captured"),
    )

    purchase_id: Mapped[str] = mapped_column(ForeignKey("purchase.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True, index=True)
    at: Mapped[datetime]
    taken: Mapped[int]
    held: Mapped[int]
    captured: Mapped[int] = mapped_column(default=0)
    restored: Mapped[int] = mapped_column(default=0)


class BalanceRow(Base):
    """What the member has, kept beside the entries: locked by whoever moves this member's points.

    available = posted - held = what is in spendable lots - debt. `position` and `hash` are the end
    of the member's chain of entries.

    Who is in a family has points in the account of its head, whom `kept_with` names, and none here. Once
    that was so, lots of the member's purchases may stay in another account: it `has_moved`. A head's account
    is `shared_by` so many others.
    """

    __tablename__ = "balance"
    __table_args__ = (
        Index(
            "ix_balance_kept_with",
            "kept_with",
            sqlite_where=KEPT_ELSEWHERE,
            postgresql_where=KEPT_ELSEWHERE,
        ),
        CheckConstraint("held >= 0", name="held_not_below_zero"),
        CheckConstraint("pending >= 0", name="pending_not_below_zero"),
        CheckConstraint("debt >= 0", name="debt_not_below_zero"),
    )

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    posted: Mapped[int] = mapped_column(default=0)
    pending: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    debt: Mapped[int] = mapped_column(default=0)
    lifetime: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")
    kept_with: Mapped[str | None]
    has_moved: Mapped[bool] = mapped_column(default=False, server_default=false())
    shared_by: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def account_id(self) -> str:
        """Whose account this member's card uses."""
        return self.kept_with or self.member_id

    @property
    def available(self) -> int:
        """What can be spent now; below zero it is a debt."""
        return self.posted - self.held


class AdjustmentRow(Base):
    """A correction that was proposed; `transfer_id` is set when it was applied."""

    __tablename__ = "adjustment"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    points: Mapped[int]
    reason: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))


class AdjustmentApprovalRow(Base):
    """An operator who approved it, by id; nobody counts twice."""

    __tablename__ = "adjustment_approval"

    adjustment_id: Mapped[str] = mapped_column(ForeignKey("adjustment.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

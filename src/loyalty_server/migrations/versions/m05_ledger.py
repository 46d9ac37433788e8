"""The ledger, and the guards that refuse to rewrite it."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.append_only import guards

revision = "m05"
down_revision = "m04"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "balance",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("posted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pending", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("debt", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lifetime", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("debt >= 0", name="ck_balance_debt_not_below_zero"),
        sa.CheckConstraint("held >= 0", name="ck_balance_held_not_below_zero"),
        sa.CheckConstraint("pending >= 0", name="ck_balance_pending_not_below_zero"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_balance_member_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_balance"),
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("purchase_id", sa.String(), nullable=True),
        sa.Column("refund_id", sa.String(), nullable=True),
        sa.Column(
            "corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(["corrects_id"], ["transfer.id"], name="fk_transfer_corrects_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_transfer_member_id"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name="fk_transfer_purchase_id"),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name="fk_transfer_refund_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"),
    )
    op.create_index("ix_transfer_member", "transfer", ["member_id", "id"])
    op.create_index("ix_transfer_purchase_id", "transfer", ["purchase_id"])
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_entry_member_id"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_entry_transfer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("member_id", "position", name="uq_entry_member_id_position"),
    )
    op.create_index("ix_entry_transfer_id", "entry", ["transfer_id"])
    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column(
            "transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("purchase_id", sa.String(), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "remaining", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spendable_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("remaining >= 0", name="ck_lot_no_lot_below_zero"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_lot_member_id"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name="fk_lot_purchase_id"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_lot_transfer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
    )
    op.create_index(
        "ix_lot_expires_at",
        "lot",
        ["expires_at"],
        sqlite_where=sa.text("remaining > 0"),
        postgresql_where=sa.text("remaining > 0"),
    )
    op.create_index("ix_lot_member_expiry", "lot", ["member_id", "expires_at", "id"])
    op.create_index("ix_lot_purchase_id", "lot", ["purchase_id"])
    op.create_index(
        "ix_lot_spendable_at",
        "lot",
        ["spendable_at"],
        sqlite_where=sa.text("pending AND remaining > 0"),
        postgresql_where=sa.text("pending AND remaining > 0"),
    )
    op.create_index("ix_lot_transfer_id", "lot", ["transfer_id"])
    op.create_table(
        "allocation",
        sa.Column("purchase_id", sa.String(), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("captured", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("restored", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "captured BETWEEN 0 AND taken - held", name="ck_allocation_captured_at_most_taken"
        ),
        sa.CheckConstraint("held >= 0", name="ck_allocation_held_not_below_zero"),
        sa.CheckConstraint(
            "restored BETWEEN 0 AND captured", name="ck_allocation_restored_at_most_captured"
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_allocation_lot_id"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name="fk_allocation_purchase_id"),
        sa.PrimaryKeyConstraint("purchase_id", "lot_id", name="pk_allocation"),
    )
    op.create_index("ix_allocation_lot_id", "allocation", ["lot_id"])
    op.create_table(
        "lot_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_move_lot_id"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_lot_move_transfer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_move"),
    )
    op.create_index("ix_lot_move_lot_id", "lot_move", ["lot_id"])
    op.create_index("ix_lot_move_transfer_id", "lot_move", ["transfer_id"])
    for statement in guards(op.get_bind().dialect.name, ("transfer", "entry", "lot_move")):
        op.execute(statement)

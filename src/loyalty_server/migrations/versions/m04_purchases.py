"""Scans, purchases, refunds, receipts waiting for a member."""

import sqlalchemy as sa
from alembic import op

revision = "m04"
down_revision = "m03"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "scan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kid", sa.String(), nullable=True),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("may_burn", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("bought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kid"], ["credential.kid"], name="fk_scan_kid"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_scan_member_id"),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_scan_till_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scan"),
        sa.UniqueConstraint("kid", "step", name="uq_scan_kid_step"),
    )
    op.create_index("ix_scan_member_id", "scan", ["member_id"])
    op.create_index("ix_scan_till_id", "scan", ["till_id"])
    op.create_table(
        "purchase",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=True),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "program_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("discount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_pay", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "will_earn", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("burned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refunded", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("restored", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("breakdown", sa.JSON(), nullable=False),
        sa.Column("grants", sa.JSON(), nullable=False),
        sa.CheckConstraint("burned >= restored", name="ck_purchase_restored_at_most_burned"),
        sa.CheckConstraint("earned >= reversed", name="ck_purchase_reversed_at_most_earned"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_purchase_member_id"),
        sa.ForeignKeyConstraint(
            ["program_version"], ["program_version.version"], name="fk_purchase_program_version"
        ),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_purchase_scan_id"),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name="fk_purchase_store_id"),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_purchase_till_id"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase"),
    )
    op.create_index(
        "ix_purchase_expires_at",
        "purchase",
        ["expires_at"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_purchase_member_at", "purchase", ["member_id", "at"])
    op.create_index("ix_purchase_scan_id", "purchase", ["scan_id"])
    op.create_index(
        "uq_purchase_receipt",
        "purchase",
        ["till_id", "receipt_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'completed')"),
        postgresql_where=sa.text("state IN ('open', 'completed')"),
    )
    op.create_table(
        "purchase_line",
        sa.Column("purchase_id", sa.String(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name="fk_purchase_line_purchase_id"
        ),
        sa.PrimaryKeyConstraint("purchase_id", "position", name="pk_purchase_line"),
    )
    op.create_table(
        "receipt_join",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("purchase_id", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_receipt_join_member_id"),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name="fk_receipt_join_purchase_id"
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_receipt_join_till_id"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_receipt_join"),
        sa.UniqueConstraint("till_id", "receipt_id", name="uq_receipt_join_till_id_receipt_id"),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("purchase_id", sa.String(), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_amount", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("restored", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name="fk_refund_purchase_id"),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_refund_till_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refund"),
    )
    op.create_index("ix_refund_purchase_id", "refund", ["purchase_id"])
    op.create_table(
        "refund_line",
        sa.Column("refund_id", sa.String(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name="fk_refund_line_refund_id"),
        sa.PrimaryKeyConstraint("refund_id", "position", name="pk_refund_line"),
    )

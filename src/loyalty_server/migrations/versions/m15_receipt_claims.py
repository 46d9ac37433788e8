"""Receipts paid without the card."""

import sqlalchemy as sa
from alembic import op

revision = "m15"
down_revision = "m14"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "receipt_claim",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purchase_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_receipt_claim_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_receipt_claim_purchase_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_claim")),
        sa.UniqueConstraint(
            "member_id",
            "receipt_id",
            "total",
            name=op.f("uq_receipt_claim_member_id_receipt_id_total"),
        ),
    )
    op.create_index(
        op.f("ix_receipt_claim_receipt_id"), "receipt_claim", ["receipt_id"], unique=False
    )
    op.create_index(op.f("ix_receipt_claim_state"), "receipt_claim", ["state"], unique=False)

"""Refused codes, typed codes, adjustments with their approvals."""

import sqlalchemy as sa
from alembic import op

revision = "m06"
down_revision = "m05"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "bad_scan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kid", sa.String(), nullable=True),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("card_number", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_bad_scan_till_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bad_scan"),
    )
    op.create_index("ix_bad_scan_at", "bad_scan", ["at"])
    op.create_index("ix_bad_scan_card_number_at", "bad_scan", ["card_number", "at"])
    op.create_index("ix_bad_scan_kid", "bad_scan", ["kid"])
    op.create_index("ix_bad_scan_till_id_at", "bad_scan", ["till_id", "at"])
    op.create_table(
        "adjustment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_adjustment_member_id"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_adjustment_transfer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_adjustment"),
    )
    op.create_index("ix_adjustment_member_id", "adjustment", ["member_id"])
    op.create_table(
        "adjustment_approval",
        sa.Column("adjustment_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["adjustment.id"], name="fk_adjustment_approval_adjustment_id"
        ),
        sa.PrimaryKeyConstraint("adjustment_id", "person", name="pk_adjustment_approval"),
    )
    op.add_column(
        "scan", sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False)
    )

"""What was bought without a card, by store and month: nothing was told of it yet."""

import sqlalchemy as sa
from alembic import op

revision = "m69"
down_revision = "m68"


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "without_card",
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("receipts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("squares", sa.Float(), nullable=False),
        sa.Column("buyers", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visits", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "visit_squares", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_without_card_store_id")),
        sa.PrimaryKeyConstraint("store_id", "month", name=op.f("pk_without_card")),
    )

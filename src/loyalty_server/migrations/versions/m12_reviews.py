"""Reviews of visits."""

import sqlalchemy as sa
from alembic import op

revision = "m12"
down_revision = "m11"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "review",
        sa.Column("purchase_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_review_rating_1_to_5")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_review_member_id")),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_review_purchase_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_review_store_id")),
        sa.PrimaryKeyConstraint("purchase_id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_at"), "review", ["at"], unique=False)
    op.create_index(op.f("ix_review_member_id"), "review", ["member_id"], unique=False)

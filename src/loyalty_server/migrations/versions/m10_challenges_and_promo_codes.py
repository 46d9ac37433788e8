"""Challenges and promo codes."""

import sqlalchemy as sa
from alembic import op

revision = "m10"
down_revision = "m09"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "challenge_progress",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("challenge_id", sa.String(), nullable=False),
        sa.Column("done", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_period", sa.Date(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_challenge_progress_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "challenge_id", name=op.f("pk_challenge_progress")),
    )
    op.create_table(
        "promo_use",
        sa.Column("promo_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_promo_use_member_id")),
        sa.PrimaryKeyConstraint("promo_id", "member_id", name=op.f("pk_promo_use")),
    )
    op.create_table(
        "wrong_promo_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_wrong_promo_code_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_promo_code")),
    )
    op.create_index(
        "ix_wrong_promo_code_member_at", "wrong_promo_code", ["member_id", "at"], unique=False
    )

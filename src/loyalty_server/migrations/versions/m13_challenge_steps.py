"""The steps of challenges, and promo codes that are used once."""

import sqlalchemy as sa
from alembic import op

revision = "m13"
down_revision = "m12"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "promo_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("promo_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_promo_code")),
    )
    op.create_index(op.f("ix_promo_code_promo_id"), "promo_code", ["promo_id"], unique=False)
    op.create_table(
        "challenge_step",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("challenge_id", sa.String(), nullable=False),
        sa.Column("deed_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("steps", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_challenge_step_member_id")
        ),
        sa.PrimaryKeyConstraint(
            "member_id", "challenge_id", "deed_id", name=op.f("pk_challenge_step")
        ),
    )
    op.add_column("challenge_progress", sa.Column("coupon_id", sa.String(), nullable=True))

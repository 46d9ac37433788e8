"""Coupons that are given for an occasion, once each."""

import sqlalchemy as sa
from alembic import op

revision = "m61"
down_revision = "m60"


def upgrade() -> None:
    """Of those there are, none is."""
    op.add_column("coupon", sa.Column("given_for", sa.String(), nullable=True))
    op.create_index("uq_coupon_given_for", "coupon", ["member_id", "given_for"], unique=True)

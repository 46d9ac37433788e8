"""Prices by the card, and what they took off: no line had one till now."""

import sqlalchemy as sa
from alembic import op

revision = "m47"
down_revision = "m46"

MONEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.add_column("purchase_line", sa.Column("card_price", MONEY, nullable=True))
    op.add_column("purchase_line", sa.Column("by_card", MONEY, server_default="0", nullable=False))

"""What of a receipt lies on each of its lines, the order of returns, the offers that worked."""

import sqlalchemy as sa
from alembic import op

revision = "m26"
down_revision = "m25"

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    for share in ("paid", "burned", "earned"):
        op.add_column("purchase_line", sa.Column(share, WHOLE_NUMBER, nullable=True))
    op.add_column("refund", sa.Column("number", WHOLE_NUMBER, nullable=True))
    op.add_column(
        "purchase", sa.Column("claimed", WHOLE_NUMBER, nullable=False, server_default="0")
    )
    op.add_column("purchase", sa.Column("offers", sa.JSON(), nullable=True))

"""The stores that take a coupon: every store took those before."""

import sqlalchemy as sa
from alembic import op

revision = "m38"
down_revision = "m37"


def upgrade() -> None:
    """Make it."""
    op.add_column("coupon", sa.Column("stores", sa.JSON(), server_default="[]", nullable=False))

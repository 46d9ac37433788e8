"""What was given back for bottles: nothing was till now."""

import sqlalchemy as sa
from alembic import op

revision = "m43"
down_revision = "m42"

MONEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.add_column("purchase", sa.Column("deposits", MONEY, server_default="0", nullable=False))

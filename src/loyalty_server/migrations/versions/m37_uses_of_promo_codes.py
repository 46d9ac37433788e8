"""How often a member used a promo code: those before were used once."""

import sqlalchemy as sa
from alembic import op

revision = "m37"
down_revision = "m36"
WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.add_column("promo_use", sa.Column("times", WHOLE_NUMBER, server_default="1", nullable=False))

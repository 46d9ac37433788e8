"""Points that do not count towards tiers: of what was earned till now, all did."""

import sqlalchemy as sa
from alembic import op

revision = "m74"
down_revision = "m73"

OF = (
    ("purchase", "aside"),
    ("purchase", "aside_back"),
    ("purchase_line", "aside"),
    ("refund", "aside"),
)
POINTS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    for table, name in OF:
        op.add_column(table, sa.Column(name, POINTS, server_default="0", nullable=False))

"""When the goods of an order were handed over."""

import sqlalchemy as sa
from alembic import op

revision = "m72"
down_revision = "m71"


def upgrade() -> None:
    """Of deliveries before, nobody wrote down when."""
    when = sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("purchase", when)

"""What the caps of a day and a month left a purchase to earn: nothing limited those before."""

import sqlalchemy as sa
from alembic import op

revision = "m35"
down_revision = "m34"
WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.add_column("purchase", sa.Column("earn_room", WHOLE_NUMBER, nullable=True))

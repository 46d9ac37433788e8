"""Goals of members' own: nobody has one yet."""

import sqlalchemy as sa
from alembic import op

revision = "m67"
down_revision = "m66"


def upgrade() -> None:
    """Add what is asked and what is usual."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("challenge_progress", sa.Column("asked", number, nullable=True))
    op.add_column("challenge_progress", sa.Column("usual", number, nullable=True))

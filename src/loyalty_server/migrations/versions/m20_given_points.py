"""How many points a completed challenge gave."""

import sqlalchemy as sa
from alembic import op

revision = "m20"
down_revision = "m19"


def upgrade() -> None:
    """Make it."""
    whole_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("challenge_progress", sa.Column("given", whole_number, nullable=True))

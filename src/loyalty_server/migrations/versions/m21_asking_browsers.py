"""Which browser asked for a one-time code."""

import sqlalchemy as sa
from alembic import op

revision = "m21"
down_revision = "m20"


def upgrade() -> None:
    """Make it."""
    op.add_column("sign_in_code", sa.Column("asked_by", sa.String(), nullable=True))

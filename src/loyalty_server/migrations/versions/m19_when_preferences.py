"""When a member's preferences were set."""

import sqlalchemy as sa
from alembic import op

revision = "m19"
down_revision = "m18"


def upgrade() -> None:
    """Make it."""
    op.add_column("preferences", sa.Column("set_at", sa.DateTime(timezone=True), nullable=True))

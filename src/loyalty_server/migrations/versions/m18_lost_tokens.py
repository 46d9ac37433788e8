"""Since when nothing was heard of the tokens that a device was sent last."""

import sqlalchemy as sa
from alembic import op

revision = "m18"
down_revision = "m17"


def upgrade() -> None:
    """Make it."""
    op.add_column("device", sa.Column("unheard_since", sa.DateTime(timezone=True), nullable=True))

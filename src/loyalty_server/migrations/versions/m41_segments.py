"""The retailer's own groups that members are in: nobody was in one."""

import sqlalchemy as sa
from alembic import op

revision = "m41"
down_revision = "m40"


def upgrade() -> None:
    """Make it."""
    op.add_column("member", sa.Column("segments", sa.JSON(), server_default="[]", nullable=False))

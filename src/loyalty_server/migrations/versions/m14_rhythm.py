"""When members buy what."""

import sqlalchemy as sa
from alembic import op

revision = "m14"
down_revision = "m13"


def upgrade() -> None:
    """Make them."""
    op.add_column("taste", sa.Column("rhythm", sa.JSON(), server_default="{}", nullable=False))

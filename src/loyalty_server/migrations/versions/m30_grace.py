"""Which lots have had their week more: those known to be returned to may have one yet."""

import sqlalchemy as sa
from alembic import op

revision = "m30"
down_revision = "m29"


def upgrade() -> None:
    """Make it."""
    op.add_column(
        "lot", sa.Column("graced", sa.Boolean(), nullable=False, server_default=sa.false())
    )

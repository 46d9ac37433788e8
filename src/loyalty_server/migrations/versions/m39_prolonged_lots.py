"""When a purchase prolonged points, and which it never does: none had an end of their own till now."""

import sqlalchemy as sa
from alembic import op

revision = "m39"
down_revision = "m38"


def upgrade() -> None:
    """Make them."""
    op.add_column(
        "lot", sa.Column("own_end", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("lot", sa.Column("prolonged_at", sa.DateTime(timezone=True), nullable=True))

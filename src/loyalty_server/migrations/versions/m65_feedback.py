"""Reviews that others may read, notes about a review, calls that were asked for: there are none yet."""

import sqlalchemy as sa
from alembic import op

revision = "m65"
down_revision = "m64"


def upgrade() -> None:
    """Make them."""
    op.add_column(
        "review", sa.Column("public", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "message", sa.Column("call_back", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("message", sa.Column("purchase_id", sa.String(), nullable=True))

"""What was given once to whoever had an address, after its member was erased."""

import sqlalchemy as sa
from alembic import op

revision = "m31"
down_revision = "m30"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "earlier_right",
        sa.Column("right_hash", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("right_hash", name="pk_earlier_right"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_earlier_right_until", "earlier_right", ["until"])
    op.add_column("member", sa.Column("had", sa.JSON(), nullable=False, server_default="[]"))

"""Which secret a database belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "m27"
down_revision = "m26"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "server_secret",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_server_secret"),
    )

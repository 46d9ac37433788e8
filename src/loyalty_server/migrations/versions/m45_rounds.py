"""What one server does for all, in rounds."""

import sqlalchemy as sa
from alembic import op

revision = "m45"
down_revision = "m44"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "round",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_round")),
    )

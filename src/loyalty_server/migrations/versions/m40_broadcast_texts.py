"""What broadcasts say in other languages than the programme's own."""

import sqlalchemy as sa
from alembic import op

revision = "m40"
down_revision = "m39"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "broadcast_text",
        sa.Column("broadcast_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "language", name=op.f("pk_broadcast_text")),
    )

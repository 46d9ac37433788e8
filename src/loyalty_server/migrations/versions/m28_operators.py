"""The people who run the programme, with keys of their own."""

import sqlalchemy as sa
from alembic import op

revision = "m28"
down_revision = "m27"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "operator",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_operator"),
        sa.UniqueConstraint("name", name="uq_operator_name"),
        sa.UniqueConstraint("key_hash", name="uq_operator_key_hash"),
    )

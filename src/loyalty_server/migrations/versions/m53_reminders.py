"""Messages have a topic, and reminders come once."""

import sqlalchemy as sa
from alembic import op

revision = "m53"
down_revision = "m52"


def upgrade() -> None:
    """Make them."""
    op.add_column("message", sa.Column("topic", sa.String(), server_default="", nullable=False))
    op.add_column("message", sa.Column("reminds_of", sa.String(), nullable=True))
    op.create_index("ix_message_reminds_of", "message", ["member_id", "reminds_of"], unique=True)

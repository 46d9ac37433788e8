"""The key that a member's message was sent as."""

import sqlalchemy as sa
from alembic import op

revision = "m16"
down_revision = "m15"


def upgrade() -> None:
    """Make them."""
    op.add_column("message", sa.Column("sent_as", sa.String(), nullable=True))
    op.create_index("ix_message_sent_as", "message", ["member_id", "sent_as"], unique=True)

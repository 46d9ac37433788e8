"""Indexes for what is forgotten by its age."""

from alembic import op

revision = "m17"
down_revision = "m16"


def upgrade() -> None:
    """Make them."""
    op.create_index("ix_member_event_at", "member_event", ["at"], unique=False)
    op.create_index("ix_receipt_join_expires_at", "receipt_join", ["expires_at"], unique=False)
    op.create_index("ix_till_event_at", "till_event", ["at"], unique=False)

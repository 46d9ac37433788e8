"""What erasure leaves of a member: when it was asked for and done."""

import sqlalchemy as sa
from alembic import op

revision = "m08"
down_revision = "m07"


def upgrade() -> None:
    """Make them."""
    op.add_column("member", sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_member_erase_at"), "member", ["erase_at"], unique=False)

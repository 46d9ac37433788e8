"""The wide network that a one-time code was asked from."""

import sqlalchemy as sa
from alembic import op

revision = "m25"
down_revision = "m24"


def upgrade() -> None:
    """Make it."""
    op.add_column("sign_in_code", sa.Column("asked_from_wide", sa.String(), nullable=True))
    op.create_index("ix_sign_in_code_asked_from_wide", "sign_in_code", ["asked_from_wide"])

"""Offers are held back from some members, who show what they bring: from nobody yet."""

import sqlalchemy as sa
from alembic import op

revision = "m68"
down_revision = "m67"


def upgrade() -> None:
    """Say it of everybody, and let an offer's members be found."""
    op.add_column(
        "offer_shown",
        sa.Column("held_out", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index("ix_offer_shown_offer_id", "offer_shown", ["offer_id", "held_out"])

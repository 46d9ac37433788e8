"""Which steps of a challenge are alive, where they live for so many days."""

import sqlalchemy as sa
from alembic import op

revision = "m46"
down_revision = "m45"


def upgrade() -> None:
    """Make them."""
    op.add_column(
        "challenge_progress", sa.Column("alive", sa.JSON(none_as_null=True), nullable=True)
    )

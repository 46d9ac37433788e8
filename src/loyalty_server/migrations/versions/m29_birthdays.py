"""From which day a member's birthday counts: none of those known now was ever changed as far as we know."""

import sqlalchemy as sa
from alembic import op

revision = "m29"
down_revision = "m28"


def upgrade() -> None:
    """Make it."""
    op.add_column("member", sa.Column("birthday_from", sa.Date(), nullable=True))

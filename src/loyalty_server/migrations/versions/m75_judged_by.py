"""By which way a purchase was judged: those till now by an earlier one, for all that is known."""

import sqlalchemy as sa
from alembic import op

revision = "m75"
down_revision = "m74"


def upgrade() -> None:
    """Make it."""
    number = sa.Column("judged_by", sa.SmallInteger(), server_default="0", nullable=False)
    op.add_column("purchase", number)

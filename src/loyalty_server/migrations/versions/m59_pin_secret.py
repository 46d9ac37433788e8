"""Which secret a cashier's PIN is kept under."""

import sqlalchemy as sa
from alembic import op

revision = "m59"
down_revision = "m58"


def upgrade() -> None:
    """Of PINs from before, nobody knows."""
    op.add_column("cashier", sa.Column("pin_secret", sa.String(), nullable=True))

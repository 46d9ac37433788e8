"""What the till's own system calls a sale: nothing was said till now."""

import sqlalchemy as sa
from alembic import op

revision = "m49"
down_revision = "m48"


def upgrade() -> None:
    """Make them."""
    op.add_column("purchase", sa.Column("reference", sa.String(), nullable=True))

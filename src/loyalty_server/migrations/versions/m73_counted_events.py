"""Events are counted by the database as they are written."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.event_counts import counters

revision = "m73"
down_revision = "m72"


def upgrade() -> None:
    """Have them counted; their numbers go on."""
    for statement in counters(op.get_bind().dialect.name):
        op.execute(sa.text(statement))

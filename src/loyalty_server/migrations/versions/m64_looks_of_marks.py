"""A mark that is there already is only looked at."""

from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m64"
down_revision = "m63"


def upgrade() -> None:
    """PostgreSQL's function is made anew; SQLite has none."""
    dialect = op.get_bind().dialect.name
    if dialect != "sqlite":
        for statement in markers(dialect, ()):
            op.execute(statement)

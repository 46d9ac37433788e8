"""By which rules a contest was drawn, and what of its prizes waits."""

import sqlalchemy as sa
from alembic import op

revision = "m71"
down_revision = "m70"
WAITS = sa.text("prize IS NOT NULL AND given_at IS NULL")


def upgrade() -> None:
    """Contests that are drawn already were by the rules of that moment."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("contest", sa.Column("program_version", number, nullable=True))
    op.execute(
        sa.text(
            "UPDATE contest SET program_version = (SELECT coalesce(max(CASE WHEN kept.valid_from"
            " <= contest.drawn_at THEN kept.version END), min(kept.version))"
            " FROM program_version AS kept) WHERE drawn_at IS NOT NULL"
        )
    )
    op.create_index(
        "ix_contest_entry_waits",
        "contest_entry",
        ["contest_id", "number"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )

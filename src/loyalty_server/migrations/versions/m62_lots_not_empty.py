"""What is due and what can be spent is found without the lots that are spent."""

import sqlalchemy as sa
from alembic import op

revision = "m62"
down_revision = "m61"


def upgrade() -> None:
    """Lots of a member in which something is, and those of them that are pending."""
    for name, columns, where in (
        (
            "ix_lot_member_not_empty",
            ["member_id", "expires_at", "id", "remaining", "pending"],
            "remaining > 0",
        ),
        ("ix_lot_member_pending", ["member_id", "spendable_at"], "pending AND remaining > 0"),
    ):
        said = sa.text(where)
        op.create_index(name, "lot", columns, sqlite_where=said, postgresql_where=said)

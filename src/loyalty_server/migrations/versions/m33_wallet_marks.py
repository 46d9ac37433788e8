"""Marks of wallets: one that was not written to since has none yet."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import WATCHED, markers

revision = "m33"
down_revision = "m32"
WATCHED_LATER = frozenset(
    {
        "chosen_categories",
        "contest_entry",
        "family_member",
        "push_device",
        "redemption",
        "referral",
    }
)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "wallet_mark",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_wallet_mark_member_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_wallet_mark"),
    )
    of_then = WATCHED.keys() - WATCHED_LATER
    for statement in markers(op.get_bind().dialect.name, sorted(of_then)):
        op.execute(sa.text(statement))

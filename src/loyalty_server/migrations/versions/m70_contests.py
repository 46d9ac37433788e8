"""Contests: none is open yet."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m70"
down_revision = "m69"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "contest",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wins", sa.JSON(), nullable=True),
        sa.Column("prizes", sa.JSON(), nullable=True),
        sa.Column("entries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
    )
    op.create_table(
        "contest_entry",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prize", sa.String(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_entry_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_contest_entry_member_id")
        ),
        sa.PrimaryKeyConstraint("contest_id", "number", name=op.f("pk_contest_entry")),
    )
    op.create_index(
        op.f("ix_contest_entry_member_id"), "contest_entry", ["member_id"], unique=False
    )
    for statement in markers(op.get_bind().dialect.name, ["contest_entry"]):
        op.execute(sa.text(statement))

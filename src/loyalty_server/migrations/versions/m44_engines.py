"""Members' accounts in a loyalty engine of somebody else's, and what it is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "m44"
down_revision = "m43"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "engine_account",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_engine_account_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_engine_account")),
    )
    op.create_index(op.f("ix_engine_account_ref"), "engine_account", ["ref"], unique=False)
    op.create_table(
        "engine_call",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refused", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_engine_call_member_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_engine_call")),
    )
    op.create_index(op.f("ix_engine_call_member_id"), "engine_call", ["member_id"], unique=False)
    op.create_index(op.f("ix_engine_call_due_at"), "engine_call", ["due_at"], unique=False)
    op.create_table(
        "engine_feed",
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("engine", name=op.f("pk_engine_feed")),
    )

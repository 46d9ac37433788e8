"""The messages of members, and what the support desk is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "m11"
down_revision = "m10"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_mine", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("broadcast_id", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_message_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "broadcast_id", "member_id", name=op.f("uq_message_broadcast_id_member_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_member", "message", ["member_id", "id"], unique=False)
    op.create_table(
        "support_letter",
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_support_letter_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_support_letter")),
    )
    op.create_index(op.f("ix_support_letter_due_at"), "support_letter", ["due_at"], unique=False)

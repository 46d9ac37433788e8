"""Messages by e-mail and text message: nobody has turned them on yet."""

import sqlalchemy as sa
from alembic import op

revision = "m63"
down_revision = "m62"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "message_dispatch",
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_message_dispatch_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", "channel", name=op.f("pk_message_dispatch")),
    )
    op.create_index(op.f("ix_message_dispatch_due_at"), "message_dispatch", ["due_at"])
    op.add_column("member", sa.Column("phone_proven_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("member", sa.Column("email_proven_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("preferences", sa.Column("language", sa.String(length=32), nullable=True))

"""Browsers that want notifications, and what is on its way to them."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m51"
down_revision = "m50"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "push_device",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("endpoint_hash", sa.String(), nullable=False),
        sa.Column("encrypted_subscription", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_push_device_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_push_device_member_id")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_push_device")),
    )
    op.create_index(
        op.f("ix_push_device_endpoint_hash"), "push_device", ["endpoint_hash"], unique=False
    )
    op.create_index(op.f("ix_push_device_member_id"), "push_device", ["member_id"], unique=False)
    op.create_table(
        "push_delivery",
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["push_device.device_id"],
            name=op.f("fk_push_delivery_device_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_push_delivery_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", "device_id", name=op.f("pk_push_delivery")),
    )
    op.create_index(op.f("ix_push_delivery_due_at"), "push_delivery", ["due_at"], unique=False)
    for statement in markers(op.get_bind().dialect.name, ("push_device",)):
        op.execute(sa.text(statement))

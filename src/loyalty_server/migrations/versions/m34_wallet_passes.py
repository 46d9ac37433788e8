"""Passes in Apple's and Google's wallets, and the devices that hear of them."""

import sqlalchemy as sa
from alembic import op

revision = "m34"
down_revision = "m33"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "wallet_pass",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("encrypted_token", sa.LargeBinary(), nullable=True),
        sa.Column("kid", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["kid"], ["credential.kid"], name=op.f("fk_wallet_pass_kid")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_wallet_pass_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_pass")),
        sa.UniqueConstraint("member_id", "kind", name=op.f("uq_wallet_pass_member_id_kind")),
    )
    op.create_index(op.f("ix_wallet_pass_due_at"), "wallet_pass", ["due_at"], unique=False)
    op.create_index(op.f("ix_wallet_pass_ended_at"), "wallet_pass", ["ended_at"], unique=False)
    op.create_index(op.f("ix_wallet_pass_looked_at"), "wallet_pass", ["looked_at"], unique=False)
    op.create_table(
        "wallet_pass_device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pass_id", sa.String(), nullable=False),
        sa.Column("library_id", sa.String(), nullable=False),
        sa.Column("encrypted_push_token", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["pass_id"],
            ["wallet_pass.id"],
            name=op.f("fk_wallet_pass_device_pass_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_pass_device")),
        sa.UniqueConstraint(
            "pass_id", "library_id", name=op.f("uq_wallet_pass_device_pass_id_library_id")
        ),
    )
    op.create_index(
        op.f("ix_wallet_pass_device_due_at"), "wallet_pass_device", ["due_at"], unique=False
    )
    op.create_index(
        op.f("ix_wallet_pass_device_library_id"), "wallet_pass_device", ["library_id"], unique=False
    )

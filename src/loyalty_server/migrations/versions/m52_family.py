"""Families: nobody shared an account."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m52"
down_revision = "m51"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "family_invitation",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_family_invitation_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_family_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_invitation_code_hash")),
    )
    op.create_table(
        "family_member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("head_id", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_by", sa.String(), nullable=False),
        sa.Column(
            "points_a_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(["head_id"], ["member.id"], name=op.f("fk_family_member_head_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_family_member_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_member")),
    )
    op.create_index(
        "ix_family_member_head_id", "family_member", ["head_id", "joined_at"], unique=False
    )
    op.create_index(
        "ix_family_member_member_id", "family_member", ["member_id", "joined_at"], unique=False
    )
    op.create_index(
        "uq_family_member_in_it",
        "family_member",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.add_column("balance", sa.Column("kept_with", sa.String(), nullable=True))
    op.add_column(
        "balance",
        sa.Column("has_moved", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "balance",
        sa.Column(
            "shared_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
    )
    op.create_index(
        "ix_balance_kept_with",
        "balance",
        ["kept_with"],
        sqlite_where=sa.text("kept_with IS NOT NULL"),
        postgresql_where=sa.text("kept_with IS NOT NULL"),
    )
    op.add_column("transfer", sa.Column("by_member_id", sa.String(), nullable=True))
    op.create_index(
        "ix_transfer_by_member",
        "transfer",
        ["by_member_id", "id"],
        sqlite_where=sa.text("by_member_id IS NOT NULL"),
        postgresql_where=sa.text("by_member_id IS NOT NULL"),
    )
    for statement in markers(op.get_bind().dialect.name, ["family_member"]):
        op.execute(sa.text(statement))

"""Invitations of friends: nobody came by one."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m58"
down_revision = "m57"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "referral",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("inviter_id", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "program_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("network", sa.String(), nullable=True),
        sa.Column("purchase_id", sa.String(), nullable=True),
        sa.Column("rewarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spendable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "friend_transfer_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "inviter_transfer_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["friend_transfer_id"], ["transfer.id"], name=op.f("fk_referral_friend_transfer_id")
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["member.id"], name=op.f("fk_referral_inviter_id")),
        sa.ForeignKeyConstraint(
            ["inviter_transfer_id"], ["transfer.id"], name=op.f("fk_referral_inviter_transfer_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_referral_member_id")),
        sa.ForeignKeyConstraint(
            ["program_version"],
            ["program_version.version"],
            name=op.f("fk_referral_program_version"),
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_referral_purchase_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_referral")),
        sa.UniqueConstraint("purchase_id", name=op.f("uq_referral_purchase_id")),
    )
    op.create_index(
        "ix_referral_inviter_id", "referral", ["inviter_id", "accepted_at"], unique=False
    )
    op.create_index(op.f("ix_sign_in_code_asked_by"), "sign_in_code", ["asked_by"], unique=False)
    for statement in markers(op.get_bind().dialect.name, ["referral"]):
        op.execute(sa.text(statement))

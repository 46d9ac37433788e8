"""Members, cards, credentials and the wallet's events."""

import sqlalchemy as sa
from alembic import op

revision = "m01"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("referral_code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("tier_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tier_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "event_sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("email", name="uq_member_email"),
        sa.UniqueConstraint("phone", name="uq_member_phone"),
        sa.UniqueConstraint("referral_code", name="uq_member_referral_code"),
    )
    op.create_index("ix_member_tier_until", "member", ["tier_until"])
    op.create_table(
        "card",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("symbology", sa.String(32), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_card_member_id"),
        sa.PrimaryKeyConstraint("number", name="pk_card"),
        sa.UniqueConstraint("member_id", name="uq_card_member_id"),
        sa.UniqueConstraint("payload", name="uq_card_payload"),
    )
    op.create_table(
        "credential",
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("encrypted_key", sa.LargeBinary(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column(
            "last_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_credential_member_id"),
        sa.PrimaryKeyConstraint("kid", name="pk_credential"),
    )
    op.create_index("ix_credential_device_id", "credential", ["device_id"])
    op.create_index("ix_credential_member_id", "credential", ["member_id"])
    op.create_table(
        "member_event",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_event_member_id"),
        sa.PrimaryKeyConstraint("member_id", "sequence", name="pk_member_event"),
    )

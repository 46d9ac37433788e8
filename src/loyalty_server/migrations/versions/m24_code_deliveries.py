"""One-time codes that have yet to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "m24"
down_revision = "m23"


def upgrade() -> None:
    """Make it."""
    whole_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "code_delivery",
        sa.Column("challenge_id", sa.String(), nullable=False),
        sa.Column("encrypted_code", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("tries", whole_number, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["sign_in_code.id"],
            name="fk_code_delivery_challenge_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_code_delivery"),
    )
    op.create_index("ix_code_delivery_due_at", "code_delivery", ["due_at"])

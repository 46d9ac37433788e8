"""Members who came out of a file, and the numbers of their plastic cards."""

import sqlalchemy as sa
from alembic import op

revision = "m36"
down_revision = "m35"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "brought_in",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_brought_in_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_brought_in")),
    )
    op.create_table(
        "plastic_card",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_plastic_card_member_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_plastic_card")),
    )
    op.create_index(op.f("ix_plastic_card_member_id"), "plastic_card", ["member_id"], unique=False)

"""When members took an opt-in back."""

import sqlalchemy as sa
from alembic import op

revision = "m57"
down_revision = "m56"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "offer_taken_back",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_offer_taken_back_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "offer_id", name=op.f("pk_offer_taken_back")),
    )

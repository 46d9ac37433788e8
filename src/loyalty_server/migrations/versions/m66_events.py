"""Events with places to book: there are none yet."""

import sqlalchemy as sa
from alembic import op

revision = "m66"
down_revision = "m65"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_starts_at"), "event", ["starts_at"])
    op.create_table(
        "event_place",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_place_event_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_event_place_member_id")
        ),
        sa.PrimaryKeyConstraint("event_id", "member_id", name=op.f("pk_event_place")),
    )
    op.create_index(op.f("ix_event_place_member_id"), "event_place", ["member_id"])
    op.add_column("member", sa.Column("first_booked_at", sa.DateTime(timezone=True), nullable=True))

"""What members choose for a month, and what of it purchases knew."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m50"
down_revision = "m49"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "chosen_categories",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_chosen_categories_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "month", name=op.f("pk_chosen_categories")),
    )
    op.add_column("purchase", sa.Column("chosen", sa.JSON(none_as_null=True), nullable=True))
    for statement in markers(op.get_bind().dialect.name, ("chosen_categories",)):
        op.execute(sa.text(statement))

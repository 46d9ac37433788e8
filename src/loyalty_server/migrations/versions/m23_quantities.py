"""Quantities in exact millionths, and the unit they are counted in."""

import sqlalchemy as sa
from alembic import op

revision = "m23"
down_revision = "m22"

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them of the binary numbers that were there."""
    for table in ("purchase_line", "refund_line"):
        quantity: sa.ColumnClause[float] = sa.column("quantity")
        op.execute(
            sa.table(table, quantity).update().values({quantity: sa.func.round(quantity * 1000000)})
        )
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                "quantity",
                existing_type=sa.Double(),
                type_=WHOLE_NUMBER,
                existing_nullable=False,
                postgresql_using="quantity::bigint",
            )
    op.add_column(
        "purchase_line", sa.Column("unit", sa.String(), nullable=False, server_default="piece")
    )

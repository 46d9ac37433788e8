"""Spending above a limit needs the device's own unlock: no device had asked for one."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.wallet_marks import markers

revision = "m48"
down_revision = "m47"


def upgrade() -> None:
    """Make them."""
    op.add_column(
        "device",
        sa.Column(
            "unlock_above", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
    )
    op.add_column("device", sa.Column("encrypted_unlock_key", sa.LargeBinary(), nullable=True))
    op.add_column(
        "redemption",
        sa.Column("unlocked", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "scan", sa.Column("unlocked", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for statement in markers(op.get_bind().dialect.name, ["redemption"]):
        op.execute(sa.text(statement))

"""Pictures of programmes, and which version has which."""

import sqlalchemy as sa
from alembic import op

revision = "m56"
down_revision = "m55"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "picture",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_picture")),
    )
    op.add_column(
        "program_version",
        sa.Column("pictures", sa.JSON(), server_default="{}", nullable=False),
    )

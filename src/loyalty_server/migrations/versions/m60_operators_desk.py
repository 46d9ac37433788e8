"""Operators' roles, their sessions at the desk, the log of what they did, and when a review was answered."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.append_only import guards

revision = "m60"
down_revision = "m59"


def upgrade() -> None:
    """Make them; the log is only added to. Operators of before may do everything, as they could."""
    op.create_table(
        "operator_deed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name="fk_operator_deed_operator_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_operator_deed"),
    )
    op.create_index("ix_operator_deed_about", "operator_deed", ["about"], unique=False)
    op.create_index("ix_operator_deed_at", "operator_deed", ["at"], unique=False)
    op.create_index(
        "ix_operator_deed_operator_id_id", "operator_deed", ["operator_id", "id"], unique=False
    )
    op.create_table(
        "operator_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("operator_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name="fk_operator_session_operator_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_operator_session"),
        sa.UniqueConstraint("token_hash", name="uq_operator_session_token_hash"),
    )
    op.create_index("ix_operator_session_ends_at", "operator_session", ["ends_at"], unique=False)
    op.create_index(
        "ix_operator_session_operator_id", "operator_session", ["operator_id"], unique=False
    )
    op.add_column(
        "operator", sa.Column("roles", sa.JSON(), server_default='["owner"]', nullable=False)
    )
    op.add_column("review", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    for statement in guards(op.get_bind().dialect.name, ("operator_deed",)):
        op.execute(statement)

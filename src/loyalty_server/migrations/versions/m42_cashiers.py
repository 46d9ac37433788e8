"""Cashiers with their PINs, paired devices, shifts, and the log of what each did."""

import sqlalchemy as sa
from alembic import op

from loyalty_server.database.append_only import guards

revision = "m42"
down_revision = "m41"


def upgrade() -> None:
    """Make them; the log is only added to."""
    op.create_table(
        "cashier",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pin_salt", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name="fk_cashier_store_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cashier"),
    )
    op.create_index("ix_cashier_store_id", "cashier", ["store_id"], unique=False)
    op.create_table(
        "till_device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_till_device_till_id"),
        sa.PrimaryKeyConstraint("id", name="pk_till_device"),
        sa.UniqueConstraint("key_hash", name="uq_till_device_key_hash"),
    )
    op.create_index("ix_till_device_till_id", "till_device", ["till_id"], unique=False)
    op.create_table(
        "till_pairing",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_till_pairing_till_id"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_till_pairing"),
    )
    op.create_index("ix_till_pairing_till_id", "till_pairing", ["till_id"], unique=False)
    op.create_table(
        "cashier_deed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("cashier_id", sa.String(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("till_id", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=True),
        sa.Column("purchase_id", sa.String(), nullable=True),
        sa.Column("receipt_id", sa.String(), nullable=True),
        sa.Column("money", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("burned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["cashier_id"], ["cashier.id"], name="fk_cashier_deed_cashier_id"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["till_device.id"], name="fk_cashier_deed_device_id"
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["cashier.id"], name="fk_cashier_deed_sent_by"),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name="fk_cashier_deed_till_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cashier_deed"),
    )
    op.create_index("ix_cashier_deed_at", "cashier_deed", ["at"], unique=False)
    op.create_index(
        "ix_cashier_deed_cashier_id_at", "cashier_deed", ["cashier_id", "at"], unique=False
    )
    op.create_index("ix_cashier_deed_device_id", "cashier_deed", ["device_id"], unique=False)
    op.create_index("ix_cashier_deed_purchase_id", "cashier_deed", ["purchase_id"], unique=False)
    op.create_index("ix_cashier_deed_scan_id", "cashier_deed", ["scan_id"], unique=False)
    op.create_table(
        "cashier_shift",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("cashier_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cashier_id"], ["cashier.id"], name="fk_cashier_shift_cashier_id"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["till_device.id"], name="fk_cashier_shift_device_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cashier_shift"),
    )
    op.create_index("ix_cashier_shift_cashier_id", "cashier_shift", ["cashier_id"], unique=False)
    op.create_index("ix_cashier_shift_device_id", "cashier_shift", ["device_id"], unique=False)
    op.create_index(
        "uq_cashier_shift_open",
        "cashier_shift",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    for statement in guards(op.get_bind().dialect.name, ("cashier_deed",)):
        op.execute(statement)

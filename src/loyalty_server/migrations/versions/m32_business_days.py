"""On which business day of its till a receipt was rung up: receipt numbers start again each day.

Of purchases known before it is the day in the programme's time zone.
"""

import tomllib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "m32"
down_revision = "m31"

OPEN_OR_DONE = sa.text("state IN ('open', 'completed')")
UNKNOWN = "1970-01-01"
MANY = 1000
versions = sa.table("program_version", sa.column("version"), sa.column("text", sa.String))
purchase = sa.table(
    "purchase",
    sa.column("id", sa.String),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("business_day", sa.Date),
)
join = sa.table(
    "receipt_join",
    sa.column("code_hash", sa.String),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("business_day", sa.Date),
)


def upgrade() -> None:
    """Make it."""
    for table in ("purchase", "receipt_join"):
        op.add_column(
            table, sa.Column("business_day", sa.Date(), nullable=False, server_default=UNKNOWN)
        )
    _fill(purchase.c.id, purchase)
    _fill(join.c.code_hash, join)
    op.drop_index("uq_purchase_receipt", "purchase")
    op.create_index(
        "uq_purchase_receipt",
        "purchase",
        ["till_id", "receipt_id", "business_day"],
        unique=True,
        sqlite_where=OPEN_OR_DONE,
        postgresql_where=OPEN_OR_DONE,
    )
    with op.batch_alter_table("receipt_join") as batch:
        batch.drop_constraint("uq_receipt_join_till_id_receipt_id", type_="unique")
        batch.create_unique_constraint(
            "uq_receipt_join_till_id_receipt_id_business_day",
            ["till_id", "receipt_id", "business_day"],
        )
    op.create_index(
        "ix_purchase_store_receipt", "purchase", ["store_id", "receipt_id", "business_day"]
    )
    op.add_column(
        "till",
        sa.Column("takes_all_returns", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _fill(key: sa.ColumnClause[str], table: sa.TableClause) -> None:
    connection = op.get_bind()
    newest = sa.select(versions.c.text).order_by(versions.c.version.desc()).limit(1)
    text = connection.scalar(newest)
    if text is None:
        return
    zone = ZoneInfo(tomllib.loads(text).get("time_zone", "UTC"))
    change = (
        sa.update(table)
        .where(key == sa.bindparam("which"))
        .values(business_day=sa.bindparam("day"))
    )
    found = connection.execute(sa.select(key, table.c.at)).all()
    for start in range(0, len(found), MANY):
        connection.execute(
            change,
            [
                {"which": which, "day": _in_utc(at).astimezone(zone).date()}
                for which, at in found[start : start + MANY]
            ],
        )


def _in_utc(at: datetime) -> datetime:
    """SQLite keeps no offset."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at

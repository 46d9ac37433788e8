"""Of returns made before they were, purchases paid back in whole are not counted as bought."""

import sqlalchemy as sa
from alembic import op

revision = "m76"
down_revision = "m75"

TILLS_WAIT = "LOCK TABLE taste IN SHARE ROW EXCLUSIVE MODE"
"""A purchase that a till completes meanwhile would be counted in its taste and not among the purchases."""

taste = sa.table("taste", sa.column("member_id"), sa.column("purchases"))
purchase = sa.table(
    "purchase",
    *map(sa.column, ("member_id", "state", "to_pay", "deposits", "refunded", "burned", "restored")),
)


def upgrade() -> None:
    """Count them again; never more than were counted."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(TILLS_WAIT))
    bought = purchase.c
    went_back = sa.or_(bought.refunded > 0, bought.restored > 0)
    is_all = sa.and_(
        went_back,
        bought.refunded >= bought.to_pay + bought.deposits,
        bought.restored >= bought.burned,
    )
    kept = (
        sa.select(sa.func.count())
        .where(
            bought.member_id == taste.c.member_id,
            bought.state == "completed",
            sa.not_(is_all),
        )
        .correlate(taste)
        .scalar_subquery()
    )
    with_returns = sa.select(bought.member_id).where(went_back)
    op.execute(
        sa.update(taste)
        .where(taste.c.purchases > kept, taste.c.member_id.in_(with_returns))
        .values(purchases=kept)
    )

"""Of returns made before they were, purchases paid back in whole are not counted as bought."""

import sqlalchemy as sa
from alembic import op

revision = "m76"
down_revision = "m75"

TILLS_WAIT = "LOCK TABLE taste IN SHARE ROW EXCLUSIVE MODE"
"""A purchase that a till completes meanwhile would be counted in its taste and not among the purchases."""

KEPT = """
SELECT count(*) FROM purchase WHERE purchase.member_id = taste.member_id AND state = 'completed'
AND NOT ((refunded > 0 OR restored > 0) AND refunded >= to_pay + deposits AND restored >= burned)
"""
RECOUNTED = f"""
UPDATE taste SET purchases = ({KEPT}) WHERE purchases > ({KEPT})
AND member_id IN (SELECT member_id FROM purchase WHERE refunded > 0 OR restored > 0)
"""  # noqa: S608


def upgrade() -> None:
    """Count them again; never more than were counted."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(TILLS_WAIT))
    op.execute(sa.text(RECOUNTED))

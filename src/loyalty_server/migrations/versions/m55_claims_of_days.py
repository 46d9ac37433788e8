"""Receipt numbers start again each day, so one member may claim the same number and sum of two days."""

from alembic import op

revision = "m55"
down_revision = "m54"


def upgrade() -> None:
    """Make it."""
    with op.batch_alter_table("receipt_claim") as batch:
        batch.drop_constraint("uq_receipt_claim_member_id_receipt_id_total", type_="unique")
        batch.create_unique_constraint(
            "uq_receipt_claim_member_id_receipt_id_total_paid_at",
            ["member_id", "receipt_id", "total", "paid_at"],
        )

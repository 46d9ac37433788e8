"""Checks of kept answers: what a till was told, and is told again, is what the ledger holds."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.tables import IdempotencyRow, PurchaseRow, RefundRow

ROWS_AT_ONCE = 1000


def untrue_answers(session: Session) -> Iterator[str]:
    """Answers about purchases and refunds that are not there, or ended otherwise."""
    kept = select(IdempotencyRow).where(IdempotencyRow.client.startswith("till:"))
    for rows in session.scalars(kept).partitions(ROWS_AT_ONCE):
        told = [(row.key, json.loads(row.body)) for row in rows]
        of_purchases = {answer.get("purchase_id") for _, answer in told}
        found = select(PurchaseRow).where(PurchaseRow.id.in_(of_purchases - {None}))
        purchases = {purchase.id: purchase for purchase in session.scalars(found)}
        given_back = select(RefundRow.id).where(RefundRow.purchase_id.in_(purchases))
        refunds = set(session.scalars(given_back))
        for key, answer in told:
            if "purchase_id" in answer and not _is_true(answer, purchases, refunds):
                yield f"the answer kept for key {key} is not true of {answer['purchase_id']}"


def _is_true(
    answer: Mapping[str, Any], purchases: Mapping[str, PurchaseRow], refunds: set[str]
) -> bool:
    purchase = purchases.get(answer["purchase_id"])
    if purchase is None:
        return False
    match answer:
        case {"refund_id": refund_id}:
            return refund_id in refunds
        case {"state": PurchaseState.COMPLETED | PurchaseState.CANCELLED as state}:
            told = (state, answer["earned"], answer["burned"])
            earned_at_once = purchase.earned - purchase.claimed
            return told == (purchase.state, earned_at_once, purchase.burned)
    return True

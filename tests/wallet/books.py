"""What a server has of what members did, read from its tables."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from loyalty_server.tables import (
    MemberEventRow,
    MessageRow,
    OfferActivationRow,
    OfferUseRow,
    ReceiptClaimRow,
)
from tests.server.house import House


def activations(house: House) -> int:
    """How many offers were opted in to."""
    return len(_all(house, select(OfferActivationRow.offer_id)))


def times_told_of_offers(house: House) -> int:
    """How many events about offers were made."""
    return len(_all(house, select(MemberEventRow.sequence).where(MemberEventRow.kind == "offer")))


def messages_written(house: House) -> Counter[str]:
    """What members wrote to support, and how often."""
    return Counter(_all(house, select(MessageRow.text).where(MessageRow.is_mine)))


def receipts_claimed(house: House) -> Counter[str]:
    """The numbers of receipts that were claimed, and how often."""
    return Counter(_all(house, select(ReceiptClaimRow.receipt_id)))


def missed_points_claimed(house: House) -> int:
    """Points of offers that were claimed after the purchase."""
    return sum(_all(house, select(OfferUseRow.points).where(OfferUseRow.is_claim)))


def _all(house: House, rows: Select[Any]) -> Sequence[Any]:
    with house.settings.database.reading() as session:
        return session.scalars(rows).all()

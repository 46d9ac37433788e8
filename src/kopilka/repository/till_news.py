"""What a till did with the card, as an event tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kopilka.domain import AtTill
from loyalty_api import codec
from loyalty_api.receipts import RuleEffect

JUST_NOW: Final = timedelta(minutes=2)
"""What happened longer ago is replayed to bring the snapshot up to date, not to be celebrated."""

AT_TILL: Final = ("scanned", "points", "tier")


@dataclass(frozen=True)
class _Told:
    at: datetime
    store: str = ""
    purchase_id: str | None = None
    earned: int = 0
    burned: int = 0
    restored: int = 0
    reversed: int = 0
    balance: int | None = None
    tier: str = ""
    breakdown: tuple[RuleEffect, ...] = ()


def news_of(kind: str, data: Mapping[str, object], now: datetime) -> AtTill | None:
    """What to show of an event; None when it is not of a till, long past or not understood."""
    if kind not in AT_TILL:
        return None
    try:
        told = codec.decode(_Told, data)
    except codec.Malformed:
        return None
    if abs(now - told.at) > JUST_NOW or (kind == "points" and told.purchase_id is None):
        return None
    return AtTill(
        kind,
        told.at,
        points=told.earned + told.restored - told.reversed,
        burned=told.burned,
        balance=told.balance,
        purchase_id=told.purchase_id,
        store=told.store,
        tier=told.tier,
        breakdown=told.breakdown,
    )

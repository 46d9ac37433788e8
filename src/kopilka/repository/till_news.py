"""What a till did with the card, as an event tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kopilka.domain import AtTill
from loyalty_api import codec
from loyalty_api.malformed import Malformed
from loyalty_api.programme import Money
from loyalty_api.receipts import RuleEffect

JUST_NOW: Final = timedelta(minutes=2)
"""What happened longer ago is replayed to bring the snapshot up to date, not to be celebrated."""

AT_TILL: Final = ("scanned", "points", "tier", "cancelled")


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
    raised: bool = True
    refund_id: str | None = None
    paid: int = 0
    saved: int = 0
    by_points: int = 0
    currency: str = ""
    breakdown: tuple[RuleEffect, ...] = ()


def news_of(kind: str, data: Mapping[str, object], now: datetime) -> AtTill | None:
    """What to show of an event; None when it is not of a till, long past or not understood."""
    if kind not in AT_TILL:
        return None
    try:
        told = codec.decode(_Told, data)
    except Malformed:
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
        raised=told.raised,
        refund=told.refund_id is not None,
        paid=_money(told, told.paid),
        saved=_money(told, told.saved),
        by_points=_money(told, told.by_points),
        breakdown=told.breakdown,
    )


def _money(told: _Told, amount: int) -> Money | None:
    return Money(amount, told.currency) if told.currency else None

"""What a purchase took off its price, told apart: what was saved, and what points paid for."""

from collections.abc import Iterable
from dataclasses import dataclass

from loyalty_api.receipts import LineShare, PurchaseState
from loyalty_server.purchases.earning import Share
from loyalty_server.tables import PurchaseRow


@dataclass(frozen=True)
class Amounts:
    """In minor units: by offers, coupons and the card, and by points; together the discount."""

    saved: int
    by_points: int


def by_line(
    prices: Iterable[int], shares: Iterable[Share], by_card: Iterable[int]
) -> tuple[LineShare, ...]:
    """The shares of lines that had these prices, as tills and members are told them."""
    return tuple(
        LineShare(price - share.paid, share.paid, share.burned, share.earned, less)
        for price, share, less in zip(prices, shares, by_card, strict=True)
    )


def amounts_of(purchase: PurchaseRow) -> Amounts:
    """The breakdown says what was saved; where no points were spent, everything was."""
    if purchase.state is PurchaseState.COMPLETED and not purchase.burned:
        return Amounts(purchase.discount, 0)
    saved = sum(int(effect.get("money", 0)) for effect in purchase.breakdown)
    return Amounts(saved, purchase.discount - saved)

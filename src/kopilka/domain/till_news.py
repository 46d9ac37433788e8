"""What tills did with the card: what goes on now, and what happened and was not seen yet."""

from dataclasses import dataclass, replace
from datetime import datetime

from loyalty_api.programme import Money
from loyalty_api.receipts import RuleEffect


@dataclass(frozen=True)
class AtTill:
    """What a till did with this card just now: `kind` is "scanned", "points", "tier" or "cancelled".

    `points` came by it: what a purchase earned, or what a refund gave back less what it took away.
    `burned` were spent on it. In money: `paid`, `saved` by offers, coupons and the card, and paid
    `by_points`; None where the server does not tell. `refund` when it is one. A tier that was not `raised` was lowered.
    """

    kind: str
    at: datetime
    points: int = 0
    burned: int = 0
    balance: int | None = None
    purchase_id: str | None = None
    store: str = ""
    tier: str = ""
    raised: bool = True
    refund: bool = False
    paid: Money | None = None
    saved: Money | None = None
    by_points: Money | None = None
    breakdown: tuple[RuleEffect, ...] = ()


@dataclass(frozen=True)
class TillNews:
    """A scan goes on until its sale has an end; what happened waits in order until it was seen."""

    scan: AtTill | None = None
    happened: tuple[AtTill, ...] = ()

    @property
    def first(self) -> AtTill | None:
        """What to show now: a member at the till sees the scan, then what came of it."""
        return self.scan or next(iter(self.happened), None)

    def after(self, news: AtTill) -> "TillNews":
        """With one thing more; a card that is read again is in one place only."""
        if news.kind == "scanned":
            return replace(self, scan=news)
        scan = None if _ends_a_sale(news) else self.scan
        return TillNews(scan, (*self.happened, news))

    def without(self, seen: AtTill) -> "TillNews":
        """When the member has seen this."""
        scan = None if self.scan == seen else self.scan
        return TillNews(scan, tuple(news for news in self.happened if news != seen))


def _ends_a_sale(news: AtTill) -> bool:
    return news.kind == "cancelled" or (news.kind == "points" and not news.refund)

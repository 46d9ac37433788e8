"""A shop with one of the programmes that stand beside the demo's, and its calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import loyalty_server.demo
from loyalty_api.models import Tier
from loyalty_api.receipts import Line, Quantity
from loyalty_api.till import PurchaseRequest, Quote, Refunded, RefundLine, RefundRequest, Resolved
from loyalty_server.database.transactions import Database
from loyalty_server.moving.segments import Span, set_segment
from loyalty_server.offers.promo_codes import apply_promo_code
from loyalty_server.purchases.purchase import open_purchase
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import (
    BalanceRow,
    ChallengeProgressRow,
    CouponRow,
    MemberRow,
    WalletMarkRow,
)
from loyalty_server.tiers.tier import tier_of
from tests.server.shop import Clock, Phone, Shop

EXAMPLES = Path(loyalty_server.demo.__file__).parent / "examples"
FIRST = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def good(sku: str, category: str, price: int, quantity: Quantity = 1, unit: str = "piece") -> Line:
    """So much of a good at this price of one, in minor units."""
    return Line(sku, sku, category, quantity, int(price * Decimal(quantity)), unit)


@dataclass
class Month:
    """One member at one till: what a day in the programme's time brings."""

    shop: Shop
    member: Phone
    zone: ZoneInfo

    @classmethod
    def of(cls, database: Database, name: str) -> "Month":
        text = (EXAMPLES / f"{name}.toml").read_text("utf-8")
        shop = Shop(database, Clock(FIRST), program_text=text)
        return cls(shop, shop.join_programme(), ZoneInfo(shop.program().time_zone))

    def on(self, day: int, hour: int = 12, *, month: int = 11, year: int = 2026) -> "Month":
        """The same shop at this hour of this day."""
        self.shop.clock.now = datetime(year, month, day, hour, 30, tzinfo=self.zone)
        return self

    def open(self, *lines: Line, burn: int = 0, coupons: Iterable[str] = ()) -> Quote:
        scan = self.shop.scan_phone(self.member)
        total = sum(line.amount for line in lines)
        receipt = f"{self.shop.clock.now:%d%H%M%S}"
        request = PurchaseRequest(scan.scan_id, receipt, lines, total, burn, tuple(coupons))
        return self.shop.at_till(open_purchase, request)

    def buy(self, *lines: Line, burn: int = 0, coupons: Iterable[str] = ()) -> Resolved:
        quote = self.open(*lines, burn=burn, coupons=coupons)
        return self.shop.complete(quote.purchase_id)

    def give_back(self, bought: Resolved, sku: str, quantity: Quantity = 1) -> Refunded:
        back = RefundRequest(lines=(RefundLine(sku, quantity),))
        return self.shop.at_till(refund, bought.purchase_id, back)

    def give_back_money(self, bought: Resolved, money: int) -> Refunded:
        return self.shop.at_till(refund, bought.purchase_id, RefundRequest(amount=money))

    def swept(self, day: int, *, month: int, year: int) -> None:
        """What the night before this day brings."""
        self.on(day, month=month, year=year)
        sweep(self.shop.database, self.shop.clock)

    def let_be_in(self, segment: str, until: date | None = None) -> None:
        """The retailer's word, from now to the end of that day."""
        set_segment(self.shop.database, segment, {self.member.member_id: Span(None, until)})

    def type_code(self, code: str) -> int:
        """A promo code; the balance after it."""
        shop = self.shop
        given = shop.write(
            lambda session: apply_promo_code(
                session, shop.keys, shop.program(), self.member.member_id, code, shop.clock.now
            )
        )
        return given.balance

    @property
    def balance(self) -> int:
        (row,) = self.shop.rows(BalanceRow)
        return row.available

    @property
    def tier(self) -> str:
        (row,) = self.shop.rows(MemberRow)
        return row.tier

    @property
    def tier_seen(self) -> Tier:
        """As the wallet shows it."""
        shop = self.shop
        return shop.read(
            lambda session: tier_of(
                session,
                shop.program(),
                session.get_one(MemberRow, self.member.member_id),
                shop.clock.now,
            )
        )

    @property
    def mark(self) -> str:
        """Another one whenever the wallet was written to."""
        (row,) = self.shop.rows(WalletMarkRow)
        return row.mark

    @property
    def coupons(self) -> list[str]:
        """The codes of those that can be used."""
        rows = self.shop.rows(CouponRow)
        return [row.code for row in rows if not row.purchase_id and not row.cancelled_at]

    @property
    def completed(self) -> int:
        """How many challenges were completed, each time counting."""
        rows = self.shop.rows(ChallengeProgressRow)
        return sum(row.completed_at is not None for row in rows)


def told(bought: Resolved | Quote) -> Mapping[str, tuple[int, int]]:
    """What each rule did: points, and money off."""
    return {effect.rule: (effect.points, effect.money) for effect in bought.breakdown}

"""What of a receipt goes back, in the plainest form (docs/returns.md): goods with exact fractions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from loyalty_api.receipts import Line, LineShare

Three = tuple[int, int, int]
"""Minor units paid, points burned, points earned."""


@dataclass
class ModelGood:
    """Equal goods of a receipt: how much was bought and is kept, what lies on all of it, and the part
    of that which good will left.
    """

    bought: Decimal = Decimal()
    kept: Decimal = Decimal()
    whole: Three = (0, 0, 0)
    part: Fraction = Fraction(1)

    @property
    def exactly_left(self) -> list[Fraction]:
        kept = Fraction(self.kept) / Fraction(self.bought) * self.part
        return [one * kept for one in self.whole]


@dataclass
class ReceiptModel:
    """A paid receipt of which goods and money go back; each return says what it gives.

    Deposits given back are no goods.
    """

    goods: dict[str, ModelGood] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line], shares: Iterable[LineShare]) -> "ReceiptModel":
        model = cls()
        for line, share in zip(lines, shares, strict=True):
            if line.amount < 0:
                continue
            good = model.goods.setdefault(line.sku, ModelGood())
            good.bought += line.quantity
            good.kept += line.quantity
            paid, burned, earned = good.whole
            good.whole = (paid + share.to_pay, burned + share.burned, earned + share.earned)
        return model

    @property
    def left(self) -> Three:
        paid, burned, earned = (
            sum(_nearest(good.exactly_left[which]) for good in self.goods.values())
            for which in range(3)
        )
        return paid, burned, earned

    @property
    def is_gone(self) -> bool:
        """Whether of each good all went back, or all of its money."""
        return not any(good.kept and good.part for good in self.goods.values())

    def take_goods(self, sku: str, quantity: Decimal) -> Three:
        before = self.left
        self.goods[sku].kept -= quantity
        return _less(before, self.left)

    def take_money(self, amount: int) -> Three:
        """From each good by what is left of its money, in whole units that grow with the sum so far."""
        before = self.left
        weighed = given = 0
        for _, good in sorted(self.goods.items()):
            money = good.exactly_left[0]
            weighed += _nearest(money)
            due = _nearest(Fraction(amount * weighed, before[0]))
            if due > given:
                good.part *= (_nearest(money) - (due - given)) / money
            given = due
        return _less(before, self.left)


def _nearest(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


def _less(before: Three, after: Three) -> Three:
    return before[0] - after[0], before[1] - after[1], before[2] - after[2]

"""Whatever was sold, in whatever parts and order it goes back: all of it comes back, and not a kopeck more."""

from decimal import Decimal
from random import Random
from typing import Any, Final

import pytest

from tests.server.strangers.conftest import Opens
from tests.server.strangers.counter import BASE, Counter, Good, exact, offer, reward

pytestmark = pytest.mark.slow

NO_GIFTS: Final = BASE.replace(
    "share = 100.0", 'share = 100.0\nexcluded_categories = ["giftcard"]'
).replace(
    "expires_after_days = 365", 'expires_after_days = 365\nexcluded_categories = ["giftcard"]'
)
MANY: Final = (
    NO_GIFTS.replace("rate = 10.0", "rate = 7.7")
    .replace("worth = 100", "worth = 1")
    .replace('language = "en"', 'language = "en"\ndeposits = ["deposit"]')
    + "\n[stacking]\nmoney = 'all'\n"
    + offer("buy_x_get_y", 2, id="three", category="dairy")
    + offer("percent_off", 7.5, id="bread", category="bread")
    + offer("bundle", 19_999, id="bundle", skus=["TEA"], pieces=3)
    + offer("multiplier", 1.5, id="half-more", category="fruit")
    + offer("bonus", 7, id="bottles", per_piece=True, skus=["WINE"])
    + offer("amount_off", 333, id="less", minimum_basket=50_000)
    + reward("bun", 10, kind="fixed_price", value=0, category="bread", pieces=1)
)
BREAD: Final[Good] = ("BREAD", "bread", 3, 10_000)
YOGHURT: Final[Good] = ("YOG", "dairy", 3, 14_999)
SECOND_YOGHURT: Final[Good] = ("YOG", "dairy", 2, 9_998)
APPLES: Final[Good] = ("APPLE", "fruit", "0.347", 4_163, "kg")
FIGS: Final[Good] = ("FIG", "fruit", 0.3, 10_001, "kg")
SAME_FIGS: Final[Good] = ("FIG", "fruit", 0.1, 3_333, "kg")
TEA: Final[Good] = ("TEA", "tea", 4, 31_996)
WINE: Final[Good] = ("WINE", "wine", 2, 70_001)
GIFT: Final[Good] = ("GIFT", "giftcard", 2, 99_999)
EMPTIES: Final[Good] = ("EMPTY", "deposit", 3, -3_001)
BASKETS: Final[tuple[tuple[str, tuple[Good, ...], int], ...]] = (
    (NO_GIFTS, (BREAD, GIFT, FIGS, SAME_FIGS), 77),
    (MANY, (SECOND_YOGHURT, YOGHURT, BREAD, APPLES, TEA, WINE, GIFT, EMPTIES), 12_345),
)
WAYS: Final = ("whole", "parts", "amount", "amount then goods", "goods then amount")


Back = dict[str, str] | int | None


def parts_of(goods: tuple[Good, ...], random: Random) -> list[dict[str, str]]:
    """The goods in returns of some of them each; nobody takes empty bottles back."""
    left: dict[str, Decimal] = {}
    by_weight = {good[0] for good in goods if len(good) > 4}
    for sku, _, quantity, amount, *_ in goods:
        if amount >= 0:
            left[sku] = left.get(sku, Decimal()) + exact(quantity)
    parts = []
    while left:
        part = {}
        for sku in random.sample(sorted(left), random.randint(1, len(left))):
            step = Decimal("0.001") if sku in by_weight else Decimal(1)
            some = random.randint(1, int(left[sku] / step)) * step
            left[sku] -= some
            part[sku] = str(some)
        left = {sku: some for sku, some in left.items() if some}
        parts.append(part)
    return parts


def whole_of(goods: tuple[Good, ...]) -> dict[str, str]:
    whole: dict[str, Decimal] = {}
    for sku, _, quantity, amount, *_ in goods:
        if amount >= 0:
            whole[sku] = whole.get(sku, Decimal()) + exact(quantity)
    return {sku: str(some) for sku, some in whole.items()}


async def refundable(shop: Counter, receipt: str) -> int:
    found = (await shop.key(f"/receipts?receipt_id={receipt}")).json()["receipts"]
    money: int = found[0]["refundable"]
    return money


def sums(refunds: list[dict[str, Any]]) -> tuple[int, int, int]:
    money = sum(one["amount"]["amount"] for one in refunds)
    return money, sum(one["restored"] for one in refunds), sum(one["reversed"] for one in refunds)


def returns_of(way: str, goods: tuple[Good, ...], paid: int, random: Random) -> list[Back]:
    """What goes back one after another; nothing said is an amount of what is left."""
    parts: list[Back] = [*parts_of(goods, random)]
    match way:
        case "whole":
            return [whole_of(goods)]
        case "amount":
            first = random.randint(1, paid - 1)
            return [first, paid - first, whole_of(goods)]
        case "amount then goods":
            return [None, *parts]
        case "goods then amount":
            return [*parts[:-1], None, parts[-1]]
        case _:
            return parts


async def test_all_of_it_comes_back_in_any_order(shop_of: Opens) -> None:
    random = Random(12)
    async with shop_of() as shop:
        anna = await shop.join()
        await shop.buy(anna, [("START", "start", 1, 20_000_000)])
        for program, goods, burn in BASKETS:
            shop.publish(program)
            deposits = -sum(good[3] for good in goods if good[3] < 0)
            bun = [await shop.take(anna, "bun")] if program == MANY else []
            for way in WAYS:
                before, receipt = await shop.balance(anna), f"r{shop.clock.now:%d%H%M%S}"
                bought = await shop.buy(anna, goods, burn=burn, receipt_id=receipt, coupons=bun)
                paid = bought["to_pay"] + deposits
                refunds = []
                for back in returns_of(way, goods, paid, random):
                    left = await refundable(shop, receipt) if back is None else 0
                    if back is not None or left:
                        some = random.randint(1, left) if back is None else back
                        refunds.append(await shop.back(bought, some))
                assert sums(refunds) == (paid, bought["burned"], bought["earned"]), way
                assert await refundable(shop, receipt) == 0, way
                assert await shop.balance(anna) == before, way
                over = await shop.ask_back(bought, 1)
                assert over.json()["code"] == "refund_too_much", way
        shop.require_sound_ledger()

"""What counts as a piece: what scales write does not, whole or not, with a unit or without."""

from typing import Any

import pytest

from tests.server.house import Phone
from tests.server.strangers.conftest import Opens
from tests.server.strangers.counter import BASE, Counter, Good, offer, stamps

pytestmark = pytest.mark.slow

TWO_AND_ONE = offer("buy_x_get_y", 2, category="dairy")


async def card_of(shop: Counter, member: Phone) -> tuple[int, int]:
    """Stamps on the card, and coupons won."""
    wallet: dict[str, Any] = await shop.wallet(member)
    return wallet["challenges"][0]["done"], len(wallet["coupons"])


async def test_cheese_is_no_piece_whatever_the_scales_say(shop_of: Opens) -> None:
    async with shop_of(BASE + TWO_AND_ONE) as shop:
        anna = await shop.join()

        async def saved(*goods: Good) -> int:
            cheese: int = (await shop.open(anna, goods))["saved"]
            return cheese

        weighed: list[float | str] = [2.998, 3.0, 3.002, "3.000", "2.998", "3.0", 6.0]
        for quantity in weighed:
            amount = round(float(quantity) * 100_000)
            assert await saved(("CHEESE", "dairy", quantity, amount)) == 0, quantity
        for unit in ("kg", "g", "l", "ml", "m", "cm", "m2", "m3", "measure"):
            assert await saved(("CHEESE", "dairy", 3, 300_000, unit)) == 0, unit
        for count in (3, "3"):
            assert await saved(("YOGHURT", "dairy", count, 300_000)) == 100_000
        for written in (3, 3.0, "3.000"):
            assert await saved(("YOGHURT", "dairy", written, 300_000, "piece")) == 100_000
        assert await saved(*[("YOGHURT", "dairy", 1, 100_000)] * 3) == 100_000
        assert await saved(*[("CHEESE", "dairy", 1.0, 100_000)] * 3) == 0


async def test_a_line_by_weight_is_one_stamp(shop_of: Opens) -> None:
    async with shop_of(BASE + stamps(100)) as shop:
        anna, done = await shop.join(), 0
        for quantity in (1.99, 2.0, 2.01, "2.000", 0.1, "5.0"):
            await shop.buy(anna, [("BEANS", "coffee", quantity, 1_000)])
            done += 1
            assert await card_of(shop, anna) == (done, 0), quantity
        await shop.buy(anna, [("CUP", "coffee", 3, 3_000), ("BEANS", "coffee", 2.0, 1_000)])
        assert await card_of(shop, anna) == (done + 4, 0)


@pytest.mark.parametrize(
    ("more", "after"),
    [
        ({}, [(2, 0), (0, 2), (1, 2)]),
        ({"repeats": True}, [(2, 0), (0, 2), (1, 2)]),
        ({"repeats": False}, [(2, 0), (3, 1), (3, 1)]),
        ({"kind": "steps"}, [(1, 0), (2, 0), (3, 1)]),
        ({"kind": "steps", "repeats": True}, [(1, 0), (2, 0), (0, 1)]),
    ],
)
async def test_third_coffee_is_free_for_ever(
    shop_of: Opens, more: dict[str, object], after: list[tuple[int, int]]
) -> None:
    async with shop_of(BASE + stamps(3, **more)) as shop:
        anna, seen = await shop.join(), []
        for cups in (2, 4, 1):
            await shop.buy(anna, [("CUP", "coffee", cups, cups * 20_000)])
            seen.append(await card_of(shop, anna))
        assert seen == after
        shop.require_sound_ledger()

"""What a refund takes back beside the purchase's own points, and what it gives free again."""

import pytest

from tests.server.house import BREAD, COFFEE, House, purchase_body
from tests.server.offers.test_offers import agree_to_profiling, claim, offers_of
from tests.server.visits import balance_of, post, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow


EVERYTHING = {
    "lines": [{"sku": COFFEE["sku"], "quantity": 1}, {"sku": BREAD["sku"], "quantity": 1}]
}


@pytest.mark.parametrize(
    ("refund", "kept"),
    [
        ({"amount": 59_200}, 40),
        ({"lines": [{"sku": BREAD["sku"], "quantity": 1}]}, 33),
        ({"lines": [{"sku": COFFEE["sku"], "quantity": 1}]}, 46),
        (EVERYTHING, 0),
        ({"amount": 118_400}, 0),
    ],
)
async def test_claimed_points_go_with_the_goods_they_were_given_for(
    house: House, refund: dict[str, object], kept: int
) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    assert (await claim(house, anna, bought["purchase_id"])).is_success
    await house.at_till(f"/purchases/{bought['purchase_id']}/refunds", refund)
    receipt = f"/v1/purchases/{bought['purchase_id']}"
    purchase = (await house.http.get(receipt, headers=anna.bearer)).json()
    taken = sum(one["reversed"] for one in purchase["refunds"])
    assert await balance_of(house, anna) == purchase["earned"] - taken == kept
    require_sound_ledger(house)


async def test_offer_can_be_used_again_when_everything_went_back(house: House) -> None:
    anna = await house.sign_in()
    await house.buy(anna)
    await agree_to_profiling(house, anna)
    bought = [(await house.buy(anna))["purchase_id"] for _ in range(2)]
    assert "bread-5" not in await offers_of(house, anna)
    await house.at_till(
        f"/purchases/{bought[0]}/refunds", {"lines": [{"sku": COFFEE["sku"], "quantity": 1}]}
    )
    assert "bread-5" not in await offers_of(house, anna)
    await house.at_till(
        f"/purchases/{bought[0]}/refunds", {"lines": [{"sku": BREAD["sku"], "quantity": 1}]}
    )
    assert "bread-5" in await offers_of(house, anna)


async def test_coupon_can_be_shown_again_when_everything_went_back(house: House) -> None:
    anna = await house.sign_in()
    await house.buy(anna)
    taken = await post(house, anna, "/redemptions", {"reward_id": "coffee"})
    code = taken.json()["coupon"]["code"]["payload"]
    scan = await house.scan(anna)
    body = purchase_body(scan["scan_id"]) | {"coupons": [code]}
    opened = (await house.at_till("/purchases", body)).json()
    await house.at_till(f"/purchases/{opened['purchase_id']}/complete")
    (coupon,) = (await wallet_of(house, anna))["coupons"]
    assert coupon["used_at"]
    await house.at_till(f"/purchases/{opened['purchase_id']}/refunds", EVERYTHING)
    (coupon,) = (await wallet_of(house, anna))["coupons"]
    assert coupon["used_at"] is None

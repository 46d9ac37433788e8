"""Coupons at the till: shown, applied, used once, free again when nothing was sold."""

from typing import Any

import httpx
import pytest

from tests.keyboards import KEYBOARDS
from tests.server.house import BORIS, House, Phone, problem_of, purchase_body
from tests.server.visits import member_with_points, post, put, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow


async def coupon_of(house: House, member: Phone, reward: str = "coffee") -> dict[str, Any]:
    """A coupon just taken from the catalogue."""
    taken = await post(house, member, "/redemptions", {"reward_id": reward})
    coupon: dict[str, Any] = taken.json()["coupon"]
    return coupon


async def show(house: House, member: Phone, *codes: str, burn: int = 0) -> httpx.Response:
    """A purchase of coffee and bread for which these coupons are shown."""
    scan = await house.scan(member)
    body = purchase_body(scan["scan_id"], burn) | {"coupons": list(codes)}
    return await house.at_till("/purchases", body)


async def test_coupon_that_does_not_exist_is_refused(house: House) -> None:
    refused = await show(house, await house.sign_in(), "KC0000000000000000")
    assert problem_of(refused)["code"] == "coupon_invalid"


async def test_somebody_elses_coupon_is_refused_as_if_it_did_not_exist(house: House) -> None:
    anna, boris = await member_with_points(house), await house.sign_in(BORIS)
    coupon = await coupon_of(house, anna)
    refused = await show(house, boris, coupon["code"]["payload"])
    assert problem_of(refused)["code"] == "coupon_invalid"


async def test_coupon_lowers_the_price_and_is_used_with_the_purchase(house: House) -> None:
    anna = await member_with_points(house)
    coupon = await coupon_of(house, anna)
    quote = (await show(house, anna, coupon["code"]["payload"].lower())).json()
    assert (quote["discount"], quote["to_pay"]) == (20_000, 98_400)
    assert quote["breakdown"][0]["money"] == 20_000
    assert quote["breakdown"][0]["text"] == "Капучино"
    assert quote["will_earn"] == 49
    await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
    (used,) = (await wallet_of(house, anna))["coupons"]
    assert used["used_at"]
    path = f"/redemptions/{coupon['id']}/cancellation"
    assert problem_of(await put(house, anna, path, None))["code"] == "redemption_final"
    require_sound_ledger(house)


@pytest.mark.parametrize("between", [" ", "-", "\u2013", "\u200b"])
async def test_coupon_is_taken_as_the_wallet_writes_it_and_a_cashier_types_it(
    house: House, between: str
) -> None:
    anna = await member_with_points(house)
    code = (await coupon_of(house, anna))["code"]["payload"]
    grouped = between.join(code[at : at + 4] for at in range(0, len(code), 4))
    typed = grouped.replace("0", "o").replace("1", "l")
    assert (await show(house, anna, typed)).json()["discount"] == 20_000
    assert problem_of(await show(house, anna, code, grouped))["code"] == "coupon_used"


@pytest.mark.parametrize("layout", sorted(KEYBOARDS))
async def test_coupon_is_read_under_another_layout_of_the_keyboard(
    house: House, layout: str
) -> None:
    anna = await member_with_points(house)
    code = (await coupon_of(house, anna))["code"]["payload"]
    typed = code.translate(KEYBOARDS[layout])
    assert (await show(house, anna, typed)).json()["discount"] == 20_000


async def test_coupon_shown_again_is_used_once(house: House) -> None:
    anna = await member_with_points(house)
    code = (await coupon_of(house, anna))["code"]["payload"]
    assert (await show(house, anna, code)).status_code == 201
    assert problem_of(await show(house, anna, code))["code"] == "coupon_used"
    assert problem_of(await show(house, anna, code, code))["code"] == "coupon_used"


async def test_coupon_is_free_again_when_the_purchase_is_cancelled(house: House) -> None:
    anna = await member_with_points(house)
    code = (await coupon_of(house, anna))["code"]["payload"]
    quote = (await show(house, anna, code)).json()
    await house.at_till(f"/purchases/{quote['purchase_id']}/cancel")
    assert (await show(house, anna, code)).status_code == 201


async def test_coupon_ends(house: House) -> None:
    anna = await member_with_points(house)
    code = (await coupon_of(house, anna))["code"]["payload"]
    house.clock.forward(days=31)
    anna = await house.sign_in()
    assert problem_of(await show(house, anna, code))["code"] == "coupon_ended"
    assert (await wallet_of(house, anna))["coupons"] == []


async def test_coupon_given_back_is_not_taken_at_the_till(house: House) -> None:
    anna = await member_with_points(house)
    coupon = await coupon_of(house, anna)
    await put(house, anna, f"/redemptions/{coupon['id']}/cancellation", None)
    refused = await show(house, anna, coupon["code"]["payload"])
    assert problem_of(refused)["code"] == "coupon_invalid"


async def test_goods_that_are_handed_over_are_told_to_the_cashier(house: House) -> None:
    anna = await member_with_points(house)
    await house.buy(anna)
    code = (await coupon_of(house, anna, "mug"))["code"]["payload"]
    quote = (await show(house, anna, code)).json()
    assert quote["to_pay"] == 118_400
    assert quote["breakdown"][0]["text"] == "Кружка"


@pytest.mark.parametrize(("sku", "back"), [("c1", 7000), ("b1", 91_400)])
async def test_returned_goods_give_back_what_was_paid_for_them(
    house: House, sku: str, back: int
) -> None:
    anna = await member_with_points(house)
    quote = (await show(house, anna, (await coupon_of(house, anna))["code"]["payload"])).json()
    path = f"/purchases/{quote['purchase_id']}"
    await house.at_till(f"{path}/complete")
    refund = await house.at_till(f"{path}/refunds", {"lines": [{"sku": sku, "quantity": 1}]})
    assert refund.json()["amount"]["amount"] == back


async def test_coupon_that_takes_nothing_off_stays_the_members_and_says_so(house: House) -> None:
    anna = await member_with_points(house)
    coupon = await coupon_of(house, anna)
    code = coupon["code"]["payload"]
    scan = await house.scan(anna)
    bread = [line for line in purchase_body("")["lines"] if line["category"] == "bakery"]
    body = purchase_body(scan["scan_id"]) | {"lines": bread, "total": 91_400}
    body |= {"coupons": [code]}
    quote = (await house.at_till("/purchases", body)).json()
    assert quote["discount"] == 0
    assert "Капучино: здесь нечего уменьшить, купон остаётся у вас" in {
        effect["text"] for effect in quote["breakdown"]
    }
    await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
    (kept,) = (await wallet_of(house, anna))["coupons"]
    assert kept["used_at"] is None
    quote = (await show(house, anna, code)).json()
    assert quote["discount"] == 20_000
    await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
    (used,) = (await wallet_of(house, anna))["coupons"]
    assert used["used_at"]
    require_sound_ledger(house)


@pytest.mark.parametrize("by_amount", [False, True])
async def test_what_was_handed_over_stays_when_the_receipt_goes_back(
    house: House, by_amount: bool
) -> None:
    """A mug is on no receipt: nobody can tell that it came back too."""
    anna = await member_with_points(house)
    for _ in range(3):
        await house.buy(anna)
    mug, coffee = await coupon_of(house, anna, "mug"), await coupon_of(house, anna)
    shown = await show(house, anna, mug["code"]["payload"], coffee["code"]["payload"])
    path = f"/purchases/{shown.json()['purchase_id']}"
    await house.at_till(f"{path}/complete")
    lines = {"lines": [{"sku": sku, "quantity": 1} for sku in ("c1", "b1")]}
    body = {"amount": shown.json()["to_pay"]} if by_amount else lines
    assert (await house.at_till(f"{path}/refunds", body)).is_success
    coupons = (await wallet_of(house, anna))["coupons"]
    used = {one["id"]: one["used_at"] is not None for one in coupons}
    assert used == {mug["id"]: True, coffee["id"]: False}
    given_back = await put(house, anna, f"/redemptions/{mug['id']}/cancellation", None)
    assert problem_of(given_back)["code"] == "redemption_final"
    assert (await show(house, anna, coffee["code"]["payload"])).json()["discount"] == 20_000
    require_sound_ledger(house)

"""Challenges: moved by purchases and surveys, rewarded once, taken back with what is returned."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import select, update

from loyalty_api.challenges import ChallengeKind
from loyalty_server.programme.challenge_rules import ChallengeRule, Step
from loyalty_server.tables import ChallengeStepRow
from tests.server.house import BREAD, COFFEE, House, Phone, purchase_body
from tests.server.offers.test_limits import change
from tests.server.visits import balance_of, put, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow


async def challenge(house: House, member: Phone, challenge_id: str) -> dict[str, Any]:
    found = {one["id"]: one for one in (await wallet_of(house, member))["challenges"]}
    seen: dict[str, Any] = found[challenge_id]
    return seen


async def buy_coffees(house: House, member: Phone, count: float | str, unit: str = "piece") -> str:
    """So many cups (or so much coffee) and nothing else; the purchase's id."""
    scan = await house.scan(member)
    total = round(COFFEE["amount"] * float(count))
    line = COFFEE | {"quantity": count, "amount": total, "unit": unit}
    body = {"scan_id": scan["scan_id"], "receipt_id": f"c{house.clock.now:%H%M%S}"}
    body |= {"lines": [line], "total": total, "burn": 0}
    opened = (await house.at_till("/purchases", body)).json()
    await house.at_till(f"/purchases/{opened['purchase_id']}/complete")
    purchase_id: str = opened["purchase_id"]
    return purchase_id


async def give_back(house: House, purchase_id: str, sku: str, quantity: int = 1) -> None:
    body = {"lines": [{"sku": sku, "quantity": quantity}]}
    refund = await house.at_till(f"/purchases/{purchase_id}/refunds", body)
    assert refund.is_success, refund.text


async def test_second_coffee_completes_the_challenge_and_a_third_adds_nothing(
    house: House,
) -> None:
    anna = await house.sign_in()
    balances = []
    for _ in range(3):
        await house.buy(anna)
        balances.append(await balance_of(house, anna))
    assert balances == [59, 59 * 2 + 40, 59 * 3 + 40]
    seen = await challenge(house, anna, "three-coffees")
    assert (seen["done"], seen["kind"], seen["reward"]) == (2, "steps", 40)
    assert seen["completed_at"]
    require_sound_ledger(house)


async def test_returned_goods_take_their_step_and_the_reward_back_once(house: House) -> None:
    anna = await house.sign_in()
    first, second = [(await house.buy(anna))["purchase_id"] for _ in range(2)]
    await give_back(house, first, BREAD["sku"])
    assert (await challenge(house, anna, "three-coffees"))["completed_at"]
    before = await balance_of(house, anna)
    await give_back(house, second, COFFEE["sku"])
    seen = await challenge(house, anna, "three-coffees")
    assert (seen["done"], seen["completed_at"]) == (1, None)
    assert await balance_of(house, anna) == before - 13 - 40
    history = (await house.http.get("/v1/history", headers=anna.bearer)).json()
    assert (history["entries"][0]["points"], history["entries"][0]["detail"]) == (
        -40,
        "покупку вернули",
    )
    await house.buy(anna)
    assert (await challenge(house, anna, "three-coffees"))["completed_at"]
    require_sound_ledger(house)


async def test_third_purchase_keeps_the_reward_when_one_of_three_goes_back(house: House) -> None:
    anna = await house.sign_in()
    bought = [(await house.buy(anna))["purchase_id"] for _ in range(3)]
    await give_back(house, bought[0], COFFEE["sku"])
    assert (await challenge(house, anna, "three-coffees"))["done"] == 2


async def test_return_takes_the_points_that_were_given_whatever_the_reward_is_now(
    house: House,
) -> None:
    anna = await house.sign_in()
    await house.buy(anna)
    before = await balance_of(house, anna)
    second = (await house.buy(anna))["purchase_id"]
    change(house, "steps = 2\nreward = 40", "steps = 2\nreward = 400")
    for line in (BREAD, COFFEE):
        await give_back(house, second, str(line["sku"]))
    assert await balance_of(house, anna) == before
    require_sound_ledger(house)


async def test_reward_stays_when_more_steps_are_asked_for_afterwards(house: House) -> None:
    anna = await house.sign_in()
    first = (await house.buy(anna))["purchase_id"]
    await house.buy(anna)
    change(house, "steps = 2\nreward = 40", "steps = 9\nreward = 40")
    before = await balance_of(house, anna)
    await house.buy(anna)
    await give_back(house, first, BREAD["sku"])
    assert (await challenge(house, anna, "three-coffees"))["completed_at"]
    assert await balance_of(house, anna) == before + 59 - 46
    require_sound_ledger(house)


async def test_each_cup_is_a_stamp_and_the_full_card_gives_a_coupon_that_a_return_takes(
    house: House,
) -> None:
    anna = await house.sign_in()
    purchase = await buy_coffees(house, anna, 4)
    seen = await challenge(house, anna, "stamps")
    assert (seen["done"], seen["steps"], seen["coupon"]) == (4, 5, "Кофе в подарок")
    await buy_coffees(house, anna, 2)
    wallet = await wallet_of(house, anna)
    assert [coupon["title"] for coupon in wallet["coupons"]] == ["Кофе в подарок"]
    await give_back(house, purchase, COFFEE["sku"], 2)
    assert (await wallet_of(house, anna))["coupons"] == []
    assert (await challenge(house, anna, "stamps"))["done"] == 4


async def test_beans_by_weight_give_one_stamp_a_purchase_whatever_the_scales_say(
    house: House,
) -> None:
    anna = await house.sign_in()
    stamps = []
    for kilos in (1.99, "2", 2.0, "2.010"):
        await buy_coffees(house, anna, kilos, "kg")
        stamps.append((await challenge(house, anna, "stamps"))["done"])
    assert stamps == [1, 2, 3, 4]


async def test_beans_weighed_in_two_bags_are_one_stamp(house: House) -> None:
    anna = await house.sign_in()
    scan = await house.scan(anna)
    bags = [COFFEE | {"unit": "kg", "quantity": kilos} for kilos in ("0.2", "0.3")]
    body = purchase_body(scan["scan_id"]) | {"lines": bags, "total": 2 * COFFEE["amount"]}
    opened = (await house.at_till("/purchases", body)).json()
    await house.at_till(f"/purchases/{opened['purchase_id']}/complete")
    assert (await challenge(house, anna, "stamps"))["done"] == 1


def as_if_made(house: House, purchase_id: str, stamps: int) -> None:
    """The purchase gave so many, by the rule of its day."""
    with house.settings.database.writing() as session:
        made = update(ChallengeStepRow).filter_by(challenge_id="stamps", deed_id=purchase_id)
        session.execute(made.values(steps=stamps))


def stamps_of(house: House, purchase_id: str) -> int:
    with house.settings.database.reading() as session:
        made = select(ChallengeStepRow.steps).filter_by(challenge_id="stamps", deed_id=purchase_id)
        return session.scalars(made).one()


async def test_return_takes_no_stamp_that_what_is_left_still_makes(house: House) -> None:
    anna = await house.sign_in()
    bought = await buy_coffees(house, anna, 3)
    as_if_made(house, bought, 1)
    left = []
    for _ in range(3):
        await give_back(house, bought, str(COFFEE["sku"]))
        left.append(stamps_of(house, bought))
    assert left == [1, 1, 0]


async def test_stamps_of_an_earlier_rule_stay_until_their_own_goods_go_back(house: House) -> None:
    anna = await house.sign_in()
    scan = await house.scan(anna)
    bags = [COFFEE | {"unit": "kg", "quantity": kilos} for kilos in (1, 2)]
    total = BREAD["amount"] + 2 * COFFEE["amount"]
    body = purchase_body(scan["scan_id"]) | {"lines": [BREAD, *bags], "total": total}
    bought = (await house.at_till("/purchases", body)).json()["purchase_id"]
    await house.at_till(f"/purchases/{bought}/complete")
    as_if_made(house, bought, 2)
    await buy_coffees(house, anna, 3)
    assert (await challenge(house, anna, "stamps"))["done"] == 0
    left = []
    for sku, quantity in ((BREAD["sku"], 1), (COFFEE["sku"], 1), (COFFEE["sku"], 2)):
        await give_back(house, bought, str(sku), quantity)
        coupons = len((await wallet_of(house, anna))["coupons"])
        left.append(((await challenge(house, anna, "stamps"))["done"], coupons))
    assert left == [(0, 1), (0, 1), (3, 0)]


async def test_unit_that_nobody_knows_is_refused_with_its_place(house: House) -> None:
    anna = await house.sign_in()
    scan = await house.scan(anna)
    body = purchase_body(scan["scan_id"])
    body["lines"][1] = BREAD | {"unit": "loaf"}
    refused = await house.at_till("/purchases", body)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "$.lines[1].unit" in refused.text


async def test_cup_bought_at_night_gives_no_stamp(house: House) -> None:
    anna = await house.sign_in()
    house.clock.forward(hours=11)
    anna = await house.sign_in()
    await buy_coffees(house, anna, 1)
    assert (await challenge(house, anna, "stamps"))["done"] == 0


async def test_streak_counts_a_day_once_and_starts_again_after_a_gap(house: House) -> None:
    anna = await house.sign_in()
    seen = []
    for days in (0, 0, 1, 2, 1):
        house.clock.forward(days=days)
        anna = await house.sign_in() if days else anna
        seen.append((await challenge(house, anna, "every-day"))["done"])
        await house.buy(anna)
    assert seen == [0, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("kind", "days", "done"),
    [
        (ChallengeKind.STREAK_DAYS, (1, 2, 2, 3), 3),
        (ChallengeKind.STREAK_DAYS, (1, 2, 4), 1),
        (ChallengeKind.STREAK_DAYS, (3, 1, 2), 3),
        (ChallengeKind.STREAK_DAYS, (1, 2, 3, 5), 3),
        (ChallengeKind.STREAK_DAYS, (), 0),
        (ChallengeKind.STREAK_WEEKS, (1, 2, 9), 3),
        (ChallengeKind.STREAK_WEEKS, (2, 16), 1),
    ],
)
def test_streak_is_a_run_of_days_or_weeks_without_a_gap(
    kind: ChallengeKind, days: tuple[int, ...], done: int
) -> None:
    bounds = (date(2026, 11, 1), date(2026, 11, 30))
    rule = ChallengeRule("run", "Серия", "", 3, *bounds, kind=kind, reward=1)
    assert rule.done(Step(date(2026, 11, day), 1) for day in days) == done


async def test_challenge_that_has_not_begun_is_not_shown_and_an_answer_moves_it_later(
    house: House,
) -> None:
    anna = await house.sign_in()
    assert "opinion" not in {one["id"] for one in (await wallet_of(house, anna))["challenges"]}
    house.clock.forward(days=12)
    anna = await house.sign_in()
    (survey,) = (await wallet_of(house, anna))["surveys"]
    answers = {"at": "2026-11-30T09:00:00Z", "answers": {"likes": ["coffee"]}}
    await put(house, anna, f"/surveys/{survey['id']}/answer", answers)
    assert await balance_of(house, anna) == 30 + 5

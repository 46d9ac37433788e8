"""Missed receipts: given at once when a till told of them, decided by the shop otherwise, given once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from loyalty_server.problems import Refused
from loyalty_server.purchases.receipt_claims import grant_claim, refuse_claim, waiting_claims
from tests.server.house import BORIS, House, Phone, bearer, join_body, problem_of, purchase_body
from tests.server.visits import (
    balance_of,
    forget_a_week_of_answers,
    post,
    require_sound_ledger,
    wallet_of,
)

pytestmark = pytest.mark.slow


MISSED = {"receipt_id": "77-12", "at": "2026-11-19T18:00:00Z", "total": 118_400}


async def claims_of(house: House, member: Phone) -> list[dict[str, Any]]:
    answer = await house.http.get("/v1/claims", headers=member.bearer)
    claims: list[dict[str, Any]] = answer.json()["claims"]
    return claims


async def bought_by(house: House, member: Phone) -> dict[str, Any]:
    """What somebody would claim who found the receipt of what this member bought."""
    bought = await house.buy(member)
    path = f"/v1/purchases/{bought['purchase_id']}"
    receipt = (await house.http.get(path, headers=member.bearer)).json()
    return {"receipt_id": receipt["receipt_id"], "at": receipt["at"], "total": 118_400}


async def test_stranger_claims_nothing(house: House) -> None:
    for headers in ({"Idempotency-Key": "k1"}, bearer("nonsense")):
        refused = await house.http.post("/v1/claims", json=MISSED, headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"
        assert (await house.http.get("/v1/claims", headers=headers)).status_code == 401


async def test_claim_is_of_the_receipt_whose_number_is_read(house: House) -> None:
    anna = await house.sign_in()
    first, again = [
        (await post(house, anna, "/claims", MISSED | {"receipt_id": written})).json()
        for written in ("77-12", " ٧٧-１２\u200b")
    ]
    assert first == again
    bought = await bought_by(house, await house.sign_in(BORIS))
    used = await post(house, anna, "/claims", bought | {"receipt_id": f"{bought['receipt_id']} "})
    assert problem_of(used)["code"] == "receipt_used"


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = {sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)}


@pytest.mark.parametrize("script", [ARABIC, WIDE])
async def test_receipt_is_used_in_whatever_digits_its_number_is_told(
    house: House, script: dict[int, int]
) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    bought = await bought_by(house, boris)
    typed = bought["receipt_id"].translate(script)
    assert typed != bought["receipt_id"]
    used = await post(house, anna, "/claims", bought | {"receipt_id": typed})
    assert problem_of(used)["code"] == "receipt_used"


async def test_till_may_tell_the_number_of_a_receipt_in_digits_of_its_own(house: House) -> None:
    boris = await house.sign_in(BORIS)
    scan = await house.scan(boris)
    body = purchase_body(scan["scan_id"]) | {"receipt_id": "r-٤٥٦"}
    quote = (await house.at_till("/purchases", body)).json()
    await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
    claim = MISSED | {"receipt_id": "r-456", "at": house.clock.now.isoformat()}
    used = await post(house, await house.sign_in(), "/claims", claim)
    assert problem_of(used)["code"] == "receipt_used"


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"receipt_id": ""}, "$.receipt_id"),
        ({"receipt_id": "\u200b "}, "$.receipt_id"),
        ({"total": 0}, "$.total"),
        ({"at": "2026-11-22T18:00:00Z"}, "$.at"),
    ],
)
async def test_claim_that_cannot_be_is_refused_with_its_place(
    house: House, wrong: dict[str, Any], path: str
) -> None:
    refused = await post(house, await house.sign_in(), "/claims", MISSED | wrong)
    assert problem_of(refused)["errors"][0]["path"] == path


async def test_receipt_of_long_ago_is_too_late(house: House) -> None:
    old = MISSED | {"at": "2026-10-20T18:00:00Z"}
    refused = await post(house, await house.sign_in(), "/claims", old)
    assert problem_of(refused)["code"] == "claim_ended"


async def test_receipt_claimed_in_time_is_accepted_though_told_up_to_a_week_later(
    house: House,
) -> None:
    in_time = MISSED | {"claimed_at": "2026-12-19T17:59:00Z"}
    too_late = MISSED | {"claimed_at": "2026-12-19T18:00:00Z"}
    house.clock.forward(days=36)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    assert (await post(house, anna, "/claims", in_time)).status_code == 201
    assert problem_of(await post(house, boris, "/claims", too_late))["code"] == "claim_ended"
    house.clock.forward(days=1)
    boris = await house.sign_in(BORIS)
    assert problem_of(await post(house, boris, "/claims", in_time))["code"] == "claim_ended"


async def test_receipt_that_has_its_member_is_used(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    claim = await bought_by(house, anna)
    for member in (boris, anna):
        assert problem_of(await post(house, member, "/claims", claim))["code"] == "receipt_used"


async def test_receipt_that_a_till_told_of_is_given_at_once_and_once(house: House) -> None:
    body = join_body()
    await house.at_till("/joins", body)
    house.clock.forward(hours=3)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    claim = {"receipt_id": body["receipt_id"], "at": "2026-11-20T09:05:00Z", "total": 118_400}
    granted = await post(house, anna, "/claims", claim)
    assert (granted.json()["state"], granted.json()["points"]) == ("granted", 59)
    again = await post(house, anna, "/claims", claim)
    assert again.json() == granted.json()
    assert problem_of(await post(house, boris, "/claims", claim))["code"] == "receipt_used"
    assert await balance_of(house, anna) == 59
    require_sound_ledger(house)


async def test_claim_sent_again_after_its_answer_was_forgotten_is_the_same_claim(
    house: House,
) -> None:
    first = await post(house, await house.sign_in(), "/claims", MISSED, key="k1")
    for _ in range(5):
        forget_a_week_of_answers(house)
    anna = await house.sign_in()
    assert (await post(house, anna, "/claims", MISSED, key="k1")).json() == first.json()
    assert len(await claims_of(house, anna)) == 1


async def test_number_and_sum_of_another_day_are_another_receipt(house: House) -> None:
    claim = await bought_by(house, await house.sign_in(BORIS))
    house.clock.forward(days=1)
    anna, later = await house.sign_in(), claim | {"at": house.clock().isoformat()}
    assert problem_of(await post(house, anna, "/claims", claim))["code"] == "receipt_used"
    waiting = (await post(house, anna, "/claims", later)).json()
    assert waiting["state"] == "waiting"
    with house.settings.database.writing() as session:
        assert grant_claim(session, waiting["id"], house.clock()) == 59
    assert (await post(house, anna, "/claims", later)).json()["id"] == waiting["id"]
    house.clock.forward(days=1)
    anna, third = await house.sign_in(), claim | {"at": house.clock().isoformat()}
    assert (await post(house, anna, "/claims", third)).json()["state"] == "waiting"
    assert len(await claims_of(house, anna)) == 2
    require_sound_ledger(house)


async def test_receipt_of_before_midnight_is_the_same_after_it(house: House) -> None:
    house.clock.now = datetime(2026, 11, 20, 20, 55, tzinfo=UTC)
    claim = await bought_by(house, await house.sign_in(BORIS))
    house.clock.forward(hours=2)
    anna, later = await house.sign_in(), claim | {"at": house.clock().isoformat()}
    assert problem_of(await post(house, anna, "/claims", later))["code"] == "receipt_used"


async def test_shop_grants_a_claim_once_and_the_points_follow_its_rules(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for member in (anna, boris):
        assert (await post(house, member, "/claims", MISSED)).json()["state"] == "waiting"
        house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        first, second = waiting_claims(session)
        assert grant_claim(session, first.id, house.clock()) == 59
    for claim_id, code in ((first.id, "not_found"), (second.id, "receipt_used")):
        with (
            pytest.raises(Refused, match=code),
            house.settings.database.writing() as session,
        ):
            grant_claim(session, claim_id, house.clock())
    assert await balance_of(house, anna) == 59
    (claim,) = await claims_of(house, anna)
    assert (claim["state"], claim["points"]) == ("granted", 59)
    require_sound_ledger(house)


async def test_member_reads_why_a_claim_was_refused(house: House) -> None:
    anna = await house.sign_in()
    claim = (await post(house, anna, "/claims", MISSED)).json()
    with house.settings.database.writing() as session:
        refuse_claim(session, claim["id"], "Чек уже возвращён", house.clock())
    assert [one["state"] for one in await claims_of(house, anna)] == ["refused"]
    assert (await wallet_of(house, anna))["unread"] == 1


async def test_five_claims_a_day_are_enough(house: House) -> None:
    anna = await house.sign_in()
    for number in range(5):
        body = MISSED | {"receipt_id": f"77-{number}"}
        assert (await post(house, anna, "/claims", body)).status_code == 201
    assert problem_of(await post(house, anna, "/claims", MISSED))["code"] == "rate_limited"

"""Promo codes: a clear answer to each, once for a member, and no guessing."""

import pytest
from sqlalchemy import select

from loyalty_server.offers.promo_codes import make_promo_codes
from loyalty_server.tables import PromoCodeRow
from tests.keyboards import KEYBOARDS
from tests.server.house import BORIS, House, bearer, problem_of
from tests.server.visits import balance_of, post, wallet_of

pytestmark = pytest.mark.slow


AUTUMN = {"code": " autumn-25 "}


def made(house: House, count: int) -> list[str]:
    """A batch of single-use codes."""
    with house.settings.database.writing() as session:
        keys, now = house.settings.keys, house.clock()
        return list(make_promo_codes(session, keys, "friends", count, now))


async def test_stranger_uses_no_promo_code(house: House) -> None:
    for headers in ({"Idempotency-Key": "k1"}, bearer("nonsense")):
        refused = await house.http.post("/v1/promo-codes", json=AUTUMN, headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_code_that_does_not_exist_is_wrong(house: House) -> None:
    refused = await post(house, await house.sign_in(), "/promo-codes", {"code": "SUMMER"})
    assert problem_of(refused)["code"] == "promo_code_wrong"


async def test_member_types_the_code_and_gets_its_points_once(house: House) -> None:
    anna = await house.sign_in()
    first = await post(house, anna, "/promo-codes", AUTUMN, key="k1")
    assert (first.status_code, first.json()["points"], first.json()["balance"]) == (201, 25, 25)
    assert (await post(house, anna, "/promo-codes", AUTUMN, key="k1")).json() == first.json()
    again = await post(house, anna, "/promo-codes", AUTUMN)
    assert problem_of(again)["code"] == "promo_code_used"
    assert await balance_of(house, anna) == 25


async def test_code_is_gone_when_all_of_it_is_used(house: House) -> None:
    await post(house, await house.sign_in(), "/promo-codes", AUTUMN)
    refused = await post(house, await house.sign_in(BORIS), "/promo-codes", AUTUMN)
    assert problem_of(refused)["code"] == "promo_code_gone"


async def test_code_ends_with_its_day(house: House) -> None:
    house.clock.forward(days=11)
    refused = await post(house, await house.sign_in(), "/promo-codes", AUTUMN)
    assert problem_of(refused)["code"] == "promo_code_ended"


@pytest.mark.parametrize(
    ("code", "refusal"), [("WINTER", "promo_code_not_yet"), ("SILVER", "promo_code_not_for_you")]
)
async def test_code_that_is_not_for_now_or_not_for_this_member_says_so(
    house: House, code: str, refusal: str
) -> None:
    refused = await post(house, await house.sign_in(), "/promo-codes", {"code": code})
    assert problem_of(refused)["code"] == refusal


async def test_single_use_code_gives_its_coupon_to_whoever_types_it_first(house: House) -> None:
    code, other = made(house, 2)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    typed = {"code": f" {code.lower().replace('-', '').replace('0', 'o')} "}
    applied = await post(house, anna, "/promo-codes", typed)
    assert applied.status_code == 201, applied.text
    assert applied.json()["coupon"]["title"] == "Хлеб в подарок"
    assert len((await wallet_of(house, anna))["coupons"]) == 1
    taken = await post(house, boris, "/promo-codes", {"code": code})
    assert problem_of(taken)["code"] == "promo_code_taken"
    for own in (code, other):
        again = await post(house, anna, "/promo-codes", {"code": own})
        assert problem_of(again)["code"] == "promo_code_used"
    assert (await post(house, boris, "/promo-codes", {"code": other})).status_code == 201


async def test_single_use_code_is_taken_when_another_alphabet_was_on(house: House) -> None:
    (code,) = made(house, 1)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    typed = {"code": code.translate(KEYBOARDS["Russian"])}
    applied = await post(house, anna, "/promo-codes", typed)
    assert applied.status_code == 201, applied.text
    taken = await post(house, boris, "/promo-codes", {"code": code})
    assert problem_of(taken)["code"] == "promo_code_taken"


async def test_single_use_codes_cannot_be_read_from_the_database(house: House) -> None:
    codes = made(house, 3)
    with house.settings.database.reading() as session:
        kept = session.scalars(select(PromoCodeRow.code_hash)).all()
    assert len(set(kept)) == 3
    assert not any(code.replace("-", "") in hashed for code in codes for hashed in kept)


async def test_codes_that_others_used_count_as_guesses(house: House) -> None:
    codes = made(house, 1)
    await post(house, await house.sign_in(), "/promo-codes", {"code": codes[0]})
    boris = await house.sign_in(BORIS)
    answers = [await post(house, boris, "/promo-codes", {"code": codes[0]}) for _ in range(6)]
    assert problem_of(answers[4])["code"] == "promo_code_taken"
    assert problem_of(answers[5])["code"] == "rate_limited"


async def test_five_wrong_codes_stop_the_guessing_for_an_hour(house: House) -> None:
    anna = await house.sign_in()
    for number in range(5):
        await post(house, anna, "/promo-codes", {"code": f"GUESS-{number}"})
    refused = await post(house, anna, "/promo-codes", AUTUMN)
    assert problem_of(refused)["code"] == "rate_limited"
    assert refused.headers["retry-after"] == "3600"
    house.clock.forward(hours=1)
    anna = await house.sign_in()
    assert (await post(house, anna, "/promo-codes", AUTUMN)).status_code == 201

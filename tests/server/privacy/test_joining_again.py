"""Whoever was erased and joins again is welcome, and gets no welcome money for a second time."""

from datetime import UTC, datetime

import pytest

from loyalty_server.housekeeping import tidy
from loyalty_server.publishing import publish
from loyalty_server.tables import EarlierRightRow
from tests.server.challenges.test_challenges import give_back
from tests.server.house import BORIS, House, Phone
from tests.server.offers.test_birthdays import GIFT, TODAY, be_born
from tests.server.offers.test_offers import agree_to_profiling, offers_of
from tests.server.surveys.test_surveys import answer, asked
from tests.server.visits import PROGRAM, balance_of, post, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow

WELCOME = """
[[offers]]
id = "welcome"
title = "Первая покупка"
text = "Плюс 500"
terms = "Раз"
reason = "Для всех"
kind = "first_purchase"
value = 500
starts_on = "always"
ends_on = "never"

[[offers]]
id = "twice"
title = "Дважды"
text = "Плюс 7"
terms = "Два раза"
reason = "Для всех"
kind = "bonus"
value = 7
uses_per_member = 2
starts_on = "always"
ends_on = "never"

[[promo_codes]]
id = "hello"
title = "Привет"
ends_on = "never"
code = "HELLO"
points = 100

[[promo_codes]]
id = "thrice"
title = "Трижды"
ends_on = "never"
code = "THRICE"
points = 1
uses_per_member = 3
"""


async def erased(house: House, member: Phone) -> None:
    """The member leaves, and two weeks pass."""
    assert (await house.http.delete("/v1/member", headers=member.bearer)).status_code == 202
    house.clock.forward(days=14, minutes=1)
    tidy(house.settings)


async def rules_of_a_purchase(house: House, member: Phone) -> list[str]:
    return [one["rule"] for one in (await house.buy(member))["breakdown"]]


def open_with(house: House, offers: str) -> None:
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + offers, house.clock())


def remembered(house: House) -> list[EarlierRightRow]:
    with house.settings.database.reading() as session:
        return list(session.query(EarlierRightRow))


async def test_first_purchase_is_paid_for_once_a_person(house: House) -> None:
    open_with(house, WELCOME)
    anna = await house.sign_in()
    assert "welcome" in await rules_of_a_purchase(house, anna)
    for _ in range(2):
        await erased(house, anna)
        anna = await house.sign_in()
        assert await balance_of(house, anna) == 0
        assert "welcome" not in await offers_of(house, anna)
        assert "welcome" not in await rules_of_a_purchase(house, anna)
    assert "welcome" in await rules_of_a_purchase(house, await house.sign_in(BORIS))
    require_sound_ledger(house)


async def test_who_brought_everything_back_has_bought_nothing(house: House) -> None:
    open_with(house, WELCOME)
    anna = await house.sign_in()
    bought = await house.buy(anna)
    for sku in ("c1", "b1"):
        await give_back(house, bought["purchase_id"], sku)
    await erased(house, anna)
    assert "welcome" in await rules_of_a_purchase(house, await house.sign_in())
    require_sound_ledger(house)


async def test_offer_of_two_uses_has_those_left_that_were_not_used(house: House) -> None:
    open_with(house, WELCOME)
    anna = await house.sign_in()
    assert "twice" in await rules_of_a_purchase(house, anna)
    await erased(house, anna)
    anna = await house.sign_in()
    assert "twice" in await rules_of_a_purchase(house, anna)
    await erased(house, anna)
    anna = await house.sign_in()
    assert "twice" not in await rules_of_a_purchase(house, anna)


async def test_offer_of_one_use_a_year_is_had_again_in_the_next_year_only(house: House) -> None:
    open_with(house, WELCOME.replace("uses_per_member = 2", "uses_per_year = 1"))
    anna = await house.sign_in()
    assert "twice" in await rules_of_a_purchase(house, anna)
    assert "twice" not in await rules_of_a_purchase(house, anna)
    await erased(house, anna)
    anna = await house.sign_in()
    assert "twice" not in await rules_of_a_purchase(house, anna)
    house.clock.now = datetime(house.clock.now.year + 1, 1, 1, 12, tzinfo=UTC)
    assert "twice" in await rules_of_a_purchase(house, anna)
    assert "twice" not in await rules_of_a_purchase(house, anna)


async def test_points_for_joining_are_given_once_a_person(house: House) -> None:
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(
            session,
            PROGRAM.replace("[earn.chosen]", "[earn]\nwelcome = 100\n\n[earn.chosen]"),
            house.clock(),
        )
    anna = await house.sign_in()
    assert await balance_of(house, anna) == 100
    (entry,) = (await house.http.get("/v1/history", headers=anna.bearer)).json()["entries"]
    assert (entry["points"], entry["reason"]) == (100, "Приветственные баллы")
    await erased(house, anna)
    assert await balance_of(house, await house.sign_in()) == 0
    assert await balance_of(house, await house.sign_in(BORIS)) == 100
    require_sound_ledger(house)


async def test_promo_code_gives_once_a_person(house: House) -> None:
    open_with(house, WELCOME)
    anna = await house.sign_in()
    assert (await post(house, anna, "/promo-codes", {"code": "HELLO"})).is_success
    await erased(house, anna)
    anna = await house.sign_in()
    refused = await post(house, anna, "/promo-codes", {"code": "HELLO"})
    assert refused.json()["code"] == "promo_code_used"


async def test_uses_of_a_promo_code_before_leaving_count_after_it(house: House) -> None:
    open_with(house, WELCOME)
    anna = await house.sign_in()
    for _ in range(2):
        assert (await post(house, anna, "/promo-codes", {"code": "THRICE"})).status_code == 201
    await erased(house, anna)
    anna = await house.sign_in()
    assert (await post(house, anna, "/promo-codes", {"code": "THRICE"})).status_code == 201
    refused = await post(house, anna, "/promo-codes", {"code": "THRICE"})
    assert refused.json()["code"] == "promo_code_used"


async def test_birthdays_gift_comes_once_a_year_to_a_person(house: House) -> None:
    open_with(house, GIFT)
    anna = await house.sign_in()
    await agree_to_profiling(house, anna)
    await be_born(house, anna, TODAY.replace(year=1990))
    assert "birthday" in await rules_of_a_purchase(house, anna)
    await erased(house, anna)
    anna = await house.sign_in()
    await agree_to_profiling(house, anna)
    await be_born(house, anna, TODAY.replace(year=1990, month=12, day=5))
    assert "birthday" not in await rules_of_a_purchase(house, anna)
    house.clock.forward(days=365)
    assert "birthday" in await rules_of_a_purchase(house, anna)


async def test_survey_about_joining_is_asked_once_a_person(house: House) -> None:
    anna = await house.sign_in()
    survey = await asked(house, anna, "Давайте знакомиться")
    assert (await answer(house, anna, survey, {"likes": ["coffee"]})).is_success
    assert await balance_of(house, anna) == 30
    await erased(house, anna)
    anna = await house.sign_in()
    assert (await wallet_of(house, anna))["surveys"] == []


async def test_survey_not_answered_is_asked_again_after_joining_anew(house: House) -> None:
    await erased(house, await house.sign_in())
    assert await asked(house, await house.sign_in(), "Давайте знакомиться")


async def test_what_is_remembered_names_nobody_and_ends_after_two_years(house: House) -> None:
    open_with(house, WELCOME)
    anna = await house.sign_in()
    await rules_of_a_purchase(house, anna)
    assert remembered(house) == []
    await erased(house, anna)
    rows = remembered(house)
    assert rows
    assert {row.until.day for row in rows} == {1}
    assert len({row.right_hash[:8] for row in rows}) == len(rows)
    house.clock.forward(days=730)
    tidy(house.settings)
    assert remembered(house) == []
    assert "welcome" in await rules_of_a_purchase(house, await house.sign_in())

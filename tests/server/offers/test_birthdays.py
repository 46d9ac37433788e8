"""A birthday's gift comes once a year, whatever becomes of the birthday."""

from datetime import date, timedelta

import pytest

from loyalty_server.publishing import publish
from tests.server.face.test_account import change
from tests.server.house import House, Phone
from tests.server.offers.test_offers import agree_to_profiling, offers_of
from tests.server.visits import PROGRAM

pytestmark = pytest.mark.slow

GIFT = """
[[offers]]
id = "birthday"
title = "Подарок"
text = "Плюс 300"
terms = "Раз в год"
reason = "Для всех"
kind = "birthday"
value = 300
starts_on = "always"
ends_on = "never"
"""
TODAY = date(2026, 11, 20)
LIMITS = ("", "uses_per_member = 1")


async def member_born(house: House, born: date, limit: str = "") -> Phone:
    """A member with personal offers and this birthday, where there is a gift for it."""
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + GIFT + limit, house.clock())
    member = await house.sign_in()
    await agree_to_profiling(house, member)
    await be_born(house, member, born)
    return member


async def be_born(house: House, member: Phone, day: date) -> None:
    changed = await change(house, member, {"birthday": day.isoformat()})
    assert changed.status_code == 200, changed.text


async def gifts(house: House, member: Phone) -> int:
    """How many gifts one purchase brings."""
    return [one["rule"] for one in (await house.buy(member))["breakdown"]].count("birthday")


@pytest.mark.parametrize("limit", LIMITS)
async def test_birthday_brings_its_gift_once_and_again_next_year(house: House, limit: str) -> None:
    member = await member_born(house, TODAY.replace(year=1990), limit)
    assert "birthday" in await offers_of(house, member)
    assert [await gifts(house, member) for _ in range(2)] == [1, 0]
    assert "birthday" not in await offers_of(house, member)
    house.clock.forward(days=363)
    assert [await gifts(house, member) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("limit", LIMITS)
async def test_birthday_moved_about_brings_nothing_more_this_year(house: House, limit: str) -> None:
    member = await member_born(house, TODAY.replace(year=1990), limit)
    assert await gifts(house, member) == 1
    for days in (-3, 2, 5):
        await be_born(house, member, TODAY.replace(year=1990) + timedelta(days))
        assert await gifts(house, member) == 0
    house.clock.forward(days=365)
    assert [await gifts(house, member) for _ in range(2)] == [1, 0]


async def test_changed_birthday_counts_from_next_year(house: House) -> None:
    member = await member_born(house, date(1990, 5, 1))
    await be_born(house, member, TODAY.replace(year=1990))
    assert "birthday" not in await offers_of(house, member)
    assert await gifts(house, member) == 0
    house.clock.forward(days=365)
    assert await gifts(house, member) == 1


async def test_birthday_of_january_brings_no_second_gift_when_moved_back_to_december(
    house: House,
) -> None:
    member = await member_born(house, date(1990, 1, 2))
    house.clock.forward(days=38)
    member = await house.sign_in()
    assert await gifts(house, member) == 1
    await be_born(house, member, date(1990, 12, 31))
    house.clock.forward(days=5)
    assert await gifts(house, member) == 0


async def test_same_birthday_written_again_changes_nothing(house: House) -> None:
    member = await member_born(house, TODAY.replace(year=1990))
    await be_born(house, member, TODAY.replace(year=1990))
    assert await gifts(house, member) == 1


async def test_gift_may_say_that_it_comes_more_than_once_a_year(house: House) -> None:
    member = await member_born(house, TODAY.replace(year=1990), "uses_per_member = 2")
    assert [await gifts(house, member) for _ in range(3)] == [1, 1, 0]

"""Points that come back after their day live a week more, once, however often a reward is taken."""

from datetime import UTC, datetime, timedelta

import pytest

from loyalty_server.tables import LotRow
from tests.server.house import House, Phone
from tests.server.visits import balance_of, member_with_points, post, put, require_sound_ledger

pytestmark = pytest.mark.slow


def lot_ends_at(house: House) -> datetime:
    with house.settings.database.reading() as session:
        return session.query(LotRow).one().expires_at


async def took_and_gave_back_over(house: House, moment: datetime) -> Phone:
    """The reward is taken four minutes before this moment and given back four minutes after it."""
    house.clock.now = moment - timedelta(minutes=4)
    member = await house.sign_in()
    taken = (await post(house, member, "/redemptions", {"reward_id": "coffee"})).json()
    house.clock.now = moment + timedelta(minutes=4)
    back = await put(house, member, f"/redemptions/{taken['redemption_id']}/cancellation", None)
    assert back.status_code == 200, back.text
    assert back.json()["balance"] == await balance_of(house, member)
    return member


async def test_points_of_a_reward_given_back_late_live_a_week_more_once(house: House) -> None:
    await member_with_points(house)
    member = await took_and_gave_back_over(house, lot_ends_at(house))
    assert await balance_of(house, member) == 50
    after = house.clock().astimezone(UTC) + timedelta(days=7)
    assert lot_ends_at(house) == after
    member = await took_and_gave_back_over(house, after)
    assert await balance_of(house, member) == 0
    require_sound_ledger(house)

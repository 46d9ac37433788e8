"""The demo's contests: one is on and counts its members' receipts, one was drawn and is honest."""

from loyalty_api.contests import faults_of
from loyalty_server.contests.drawing import drawn
from loyalty_server.contests.overview import standings, winners
from tests.demo.house import TODAY, DemoHouse


def test_one_contest_is_on_and_one_was_drawn(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        on, over = standings(session, TODAY)
        assert on.entries > 0
        assert on.drawn_at is None
        draw = drawn(session, over.id)
        assert not [*faults_of(draw)]
        won = winners(session, over.id)
        assert [one.number for one in won] == [win.number for win in draw.wins]
        assert all(one.given_at for one in won)

"""The demo's contests: one is on and counts its members' receipts, one was drawn and is honest."""

from sqlalchemy import select

from loyalty_api.contests import faults_of
from loyalty_server.contests.drawing import drawn
from loyalty_server.contests.overview import standings, winners
from loyalty_server.contests.seen import contests_of
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import MemberRow
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


def test_some_have_won_and_some_see_that_other_numbers_were_drawn(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        own = [
            next(one for one in contests_of(session, member, program, TODAY) if one.outcome)
            for member in session.scalars(select(MemberRow.id))
        ]
    has_won = [
        any(win.number in contest.numbers for win in contest.outcome.wins)
        for contest in own
        if contest.numbers and contest.outcome
    ]
    assert sorted(has_won) == [False, False, True]

"""Contests at the desk: what stands, the draw, who may know whose number won."""

import re
from datetime import timedelta

import pytest

from loyalty_api.codec import loads
from loyalty_api.contests import Draw, faults_of
from loyalty_server.publishing import publish
from tests.server.contests.test_contests import CONTESTS, with_contests
from tests.server.desk.operators import at_desk
from tests.server.house import House
from tests.server.visits import PROGRAM

pytestmark = pytest.mark.slow


async def test_contest_is_drawn_proved_and_stays_when_the_programme_drops_it(house: House) -> None:
    with_contests(house)
    anna = await house.sign_in()
    await house.buy(anna)
    async with at_desk(house, "Olga") as olga:
        page = await olga.see("contests")
        assert re.search(r"Numbers</dt><dd[^>]*>1<", page)
        assert "Draw now" not in page
        await olga.send("contests/basket/draw", status=409)
        await olga.see("contests/basket/proof", 404)
    house.clock.forward(days=4)
    async with at_desk(house, "Pyotr") as pyotr, at_desk(house, "Mary", "marketing") as mary:
        assert (await mary.see("contests")).count("Draw now") == 2
        await mary.send("contests/basket/draw")
        draw = loads(Draw, (await mary.see("contests/basket/proof")).encode())
        assert not [*faults_of(draw)]
        told, seen = await mary.see("contests"), await pyotr.see("contests")
        for page in (told, seen):
            assert f"<code>{draw.wins[0].number}</code>" in page
        assert "/desk/members/" not in told
        assert "/desk/members/" in seen
        assert "Drew a contest" in await pyotr.see("log")
        database, later = house.settings.database, house.clock.now + timedelta(seconds=1)
        database.write(lambda session: publish(session, PROGRAM, later))
        house.clock.now = later
        assert draw.wins[0].number in await pyotr.see("contests")


async def test_prize_that_the_shop_hands_over_says_so(house: House) -> None:
    with_contests(house)
    anna = await house.sign_in()
    await house.http.put("/v1/contests/tap/entry", headers=anna.bearer)
    house.clock.forward(days=4)
    async with at_desk(house, "Olga") as olga:
        await olga.send("contests/tap/draw")
        assert "you hand it over" in await olga.see("contests")
        assert CONTESTS.count("[[contests]]") == (await olga.see("contests")).count("<section")

"""Places at an event: booked by who was told of it, never more than there are, taken at a till."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from loyalty_api.messages import MessageKind, Topic
from loyalty_server.database.transactions import Database
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.events import Attendance, attendances
from loyalty_server.messages.reminders import remind
from tests.server.face.test_cashiers import a_tablet, hired, log_of
from tests.server.house import BORIS, House, Phone, bearer, furnish, open_house_on, problem_of

pytestmark = pytest.mark.slow
PLACE = "/v1/events/tasting/place"


@pytest.fixture
async def anywhere(database: Database) -> AsyncIterator[House]:
    """On SQLite and on PostgreSQL."""
    async with open_house_on(database, furnish(database)) as house:
        yield house


def announce(house: House, places: int) -> None:
    starts_at = house.clock.now + timedelta(days=3)
    tasting = Broadcast(
        "tasting", MessageKind.EVENT, "Дегустация", "Сыры", starts_at=starts_at, places=places
    )
    send_to_all(house.settings.database, tasting, house.clock())


async def event_of(house: House, member: Phone) -> dict[str, Any]:
    answer = await house.http.get("/v1/messages?folder=inbox", headers=member.bearer)
    event: dict[str, Any] = answer.json()["messages"][-1]["event"]
    return event


async def test_last_place_is_one_members_however_many_want_it_at_once(anywhere: House) -> None:
    members = [await anywhere.sign_in(f"+7900000000{number}") for number in range(1, 5)]
    announce(anywhere, places=2)
    answers = await asyncio.gather(
        *(anywhere.http.put(PLACE, headers=one.bearer) for one in members for _ in range(2))
    )
    booked = {number // 2 for number, one in enumerate(answers) if one.status_code == 200}
    assert len(booked) == 2
    refused = {problem_of(one)["code"] for one in answers if one.status_code != 200}
    assert refused == {"event_full"}
    assert (await event_of(anywhere, members[0]))["left"] == 0


async def test_place_that_is_given_back_is_anybodys(anywhere: House) -> None:
    anna, boris = await anywhere.sign_in(), await anywhere.sign_in(BORIS)
    announce(anywhere, places=1)
    first = await anywhere.http.put(PLACE, headers=anna.bearer)
    assert first.json()["left"] == 0
    assert (await event_of(anywhere, anna))["booked_at"] is not None
    assert (await event_of(anywhere, boris))["booked_at"] is None
    for _ in range(2):
        given = await anywhere.http.delete(PLACE, headers=anna.bearer)
        assert given.json() == {"left": 1, "booked_at": None}
    assert (await anywhere.http.put(PLACE, headers=boris.bearer)).status_code == 200


async def test_who_was_not_told_books_nothing_and_nobody_after_the_beginning(house: House) -> None:
    await house.sign_in()
    announce(house, places=1)
    boris = await house.sign_in(BORIS)
    refused = await house.http.put(PLACE, headers=boris.bearer)
    assert problem_of(refused)["code"] == "not_found"
    house.clock.forward(days=3)
    anna = await house.sign_in()
    for ask in (house.http.put, house.http.delete):
        late = await ask(PLACE, headers=anna.bearer)
        assert problem_of(late)["code"] == "event_begun"


async def test_guest_is_let_in_by_the_scan_of_the_card(anywhere: House) -> None:
    anna, boris = await anywhere.sign_in(), await anywhere.sign_in(BORIS)
    announce(anywhere, places=2)
    await anywhere.http.put(PLACE, headers=anna.bearer)
    till = bearer(anywhere.till_key)

    async def let_in(member: Phone) -> Any:
        scan = await anywhere.scan(member)
        path = f"/v1/till/events/tasting/guests/{scan['scan_id']}"
        return await anywhere.http.put(path, headers=till)

    first, again = await let_in(anna), await let_in(anna)
    assert first.status_code == 200, first.text
    assert (first.json()["title"], first.json()["came_before"]) == ("Дегустация", False)
    assert again.json() == first.json() | {"came_before": True}
    assert problem_of(await let_in(boris))["code"] == "not_booked"
    assert (await event_of(anywhere, anna))["came_at"] is not None
    with anywhere.settings.database.reading() as session:
        (seen,) = attendances(session)
    starts_at = anywhere.clock.now.replace(microsecond=0)
    assert seen == Attendance("tasting", "Дегустация", seen.starts_at, 2, 1, 1)
    assert seen.starts_at > starts_at


async def test_who_has_a_place_is_reminded_once_within_a_day(house: House) -> None:
    anna, _ = await house.sign_in(), await house.sign_in(BORIS)
    announce(house, places=2)
    await house.http.put(PLACE, headers=anna.bearer)
    database = house.settings.database
    assert remind(database, house.clock.now) == 0
    house.clock.forward(days=2, minutes=1)
    assert [remind(database, house.clock.now), remind(database, house.clock.now)] == [1, 0]
    signed_in = await house.sign_in()
    answer = await house.http.get("/v1/messages?folder=inbox", headers=signed_in.bearer)
    newest = answer.json()["messages"][0]
    assert (newest["topic"], newest["reason"]) == (Topic.EVENT, "Вы записались")


async def test_till_is_told_of_a_guest_about_the_time_of_the_event(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    announce(house, places=2)
    await house.http.put(PLACE, headers=anna.bearer)
    too_early = (await house.scan(anna))["events"]
    house.clock.forward(days=3, hours=-2)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    (kept,) = (await house.scan(anna))["events"]
    assert (kept["event_id"], kept["title"], kept["came_at"]) == ("tasting", "Дегустация", None)
    assert too_early == (await house.scan(boris))["events"] == []
    house.clock.forward(hours=15)
    assert (await house.scan(await house.sign_in()))["events"] == []


async def test_event_that_is_sent_again_with_more_places_has_more(house: House) -> None:
    anna = await house.sign_in()
    announce(house, places=1)
    await house.http.put(PLACE, headers=anna.bearer)
    announce(house, places=3)
    assert (await event_of(house, anna))["left"] == 2


async def test_cashier_who_let_a_guest_in_has_it_in_the_log_once(house: House) -> None:
    tablet, olya, anna = await a_tablet(house), hired(house, "Оля"), await house.sign_in()
    announce(house, places=2)
    await house.http.put(PLACE, headers=anna.bearer)
    await tablet.sign_in(olya)
    scan = await tablet.scan(anna)
    for _ in range(2):
        let_in = await tablet.ask("PUT", f"/v1/till/events/tasting/guests/{scan['scan_id']}")
        assert let_in.status_code == 200, let_in.text
    assert log_of(house)[-2:] == [("Оля", "scan"), ("Оля", "let_in")]

"""Messages, letters, claims and promo codes on both databases, locks and all."""

from dataclasses import replace

import httpx
import pytest

from loyalty_api.messages import MessageKind
from loyalty_server.app import create_app
from loyalty_server.messages.broadcasting import Sent, send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.support_desk import SupportDesk
from loyalty_server.messages.support_webhook import send_due
from loyalty_server.offers.promo_codes import make_promo_codes
from loyalty_server.publishing import publish
from tests.server.house import BORIS, PROGRAM, House, join_body

pytestmark = pytest.mark.slow


NEWS = Broadcast("news", MessageKind.NEWS, "Новое", "Открылись")
FRIENDS = """
[[promo_codes]]
id = "friends"
title = "Для друзей"
points = 30
ends_on = 2026-12-31
"""


async def test_news_reach_every_member_once(house: House) -> None:
    members = [await house.sign_in(), await house.sign_in(BORIS)]
    now = house.clock()
    assert send_to_all(house.settings.database, NEWS, now) == Sent(sent=2)
    assert send_to_all(house.settings.database, NEWS, now) == Sent()
    for member in members:
        page = (await house.http.get("/v1/messages", headers=member.bearer)).json()
        assert [message["title"] for message in page["messages"]] == ["Новое"]


async def test_letter_is_sent_until_the_desk_takes_it(house: House) -> None:
    answers = iter((503, 200))
    taken: list[str] = []

    def desk(request: httpx.Request) -> httpx.Response:
        taken.append(request.headers["webhook-id"])
        return httpx.Response(next(answers))

    support = SupportDesk("https://desk.example", b"secret", httpx.MockTransport(desk))
    settings = replace(house.settings, support=support)
    anna = await house.sign_in()
    transport = httpx.ASGITransport(create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        headers = anna.bearer | {"Idempotency-Key": "k1"}
        await http.post("/v1/messages", json={"text": "Где баллы?"}, headers=headers)
    for _ in range(3):
        send_due(settings.database, support, settings.clock)
        house.clock.forward(minutes=1)
    assert len(taken) == 2
    assert len(set(taken)) == 1


async def test_missed_receipt_that_a_till_told_of_is_given(house: House) -> None:
    body = join_body()
    await house.at_till("/joins", body)
    anna = await house.sign_in()
    claim = {"receipt_id": body["receipt_id"], "at": "2026-11-20T09:00:00Z", "total": 118_400}
    headers = anna.bearer | {"Idempotency-Key": "k1"}
    granted = (await house.http.post("/v1/claims", json=claim, headers=headers)).json()
    assert granted["state"] == "granted"
    assert granted["points"] > 0


async def test_single_use_code_is_used_by_one_member(house: House) -> None:
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + FRIENDS, house.clock())
        (code,) = make_promo_codes(session, house.settings.keys, "friends", 1, house.clock())
    statuses = []
    for phone in ("+79000000001", BORIS):
        member = await house.sign_in(phone)
        headers = member.bearer | {"Idempotency-Key": phone}
        answer = await house.http.post("/v1/promo-codes", json={"code": code}, headers=headers)
        statuses.append(answer.status_code)
    assert statuses == [201, 409]

"""Messages: a thread with support that loses nothing, an inbox, and what was read."""

from typing import Any

import pytest

from loyalty_server.messages.replies import reply
from tests.server.house import ANNA, BORIS, House, Phone, bearer, problem_of, session_body
from tests.server.visits import forget_a_week_of_answers, post, put, wallet_of

pytestmark = pytest.mark.slow


HELLO = {"text": " Потеряла карту \n"}


async def page_of(house: House, member: Phone, query: str = "") -> dict[str, Any]:
    answer = await house.http.get(f"/v1/messages{query}", headers=member.bearer)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def answered(house: House, member: Phone, text: str) -> None:
    """Support writes to the member."""
    member_id = (await wallet_of(house, member))["member"]["id"]
    with house.settings.database.writing() as session:
        reply(session, member_id, text, house.clock())


async def test_stranger_neither_reads_nor_writes_messages(house: House) -> None:
    for headers in ({"Idempotency-Key": "k1"}, bearer("nonsense")):
        refusals = (
            await house.http.get("/v1/messages", headers=headers),
            await house.http.post("/v1/messages", json=HELLO, headers=headers),
            await house.http.put("/v1/messages/read", json={}, headers=headers),
        )
        assert {problem_of(one)["code"] for one in refusals} == {"unauthenticated"}


async def test_message_without_a_key_is_not_taken(house: House) -> None:
    anna = await house.sign_in()
    refused = await house.http.post("/v1/messages", json=HELLO, headers=anna.bearer)
    assert problem_of(refused)["code"] == "idempotency_key_required"


@pytest.mark.parametrize("text", ["", " \n ", "a" * 4001])
async def test_message_that_says_nothing_or_too_much_is_refused(house: House, text: str) -> None:
    refused = await post(house, await house.sign_in(), "/messages", {"text": text})
    assert problem_of(refused)["errors"][0]["path"] == "$.text"


async def test_cursor_of_another_list_is_refused(house: House) -> None:
    anna = await house.sign_in()
    for cursor in ("aDE", "bTE5OTk5OTk5OTk5OTk5OTk5OTk5", "%21"):
        refused = await house.http.get(f"/v1/messages?cursor={cursor}", headers=anna.bearer)
        assert problem_of(refused)["code"] == "invalid"


async def test_somebody_elses_messages_are_neither_seen_nor_marked(house: House) -> None:
    anna, boris = await house.sign_in(ANNA), await house.sign_in(BORIS)
    await answered(house, anna, "Нашли")
    (message,) = (await page_of(house, anna))["messages"]
    assert (await page_of(house, boris))["messages"] == []
    body = {"message_ids": [message["id"], "77", "x"], "at": "2026-11-20T09:00:00Z"}
    assert (await put(house, boris, "/messages/read", body)).status_code == 204
    assert (await wallet_of(house, anna))["unread"] == 1


async def test_member_writes_to_support_and_is_answered(house: House) -> None:
    anna = await house.sign_in()
    written = await post(house, anna, "/messages", HELLO)
    assert written.status_code == 201
    assert written.json()["text"] == "Потеряла карту"
    assert (await wallet_of(house, anna))["unread"] == 0
    await answered(house, anna, "Выпустим новую")
    assert (await wallet_of(house, anna))["unread"] == 1
    newest, first = (await page_of(house, anna, "?folder=support"))["messages"]
    assert (newest["text"], newest["is_mine"], newest["read_at"]) == ("Выпустим новую", False, None)
    assert first == written.json()
    assert (await page_of(house, anna, "?folder=inbox"))["messages"] == []


async def test_message_sent_twice_with_one_key_is_written_once(house: House) -> None:
    anna = await house.sign_in()
    first = await post(house, anna, "/messages", HELLO, key="k1")
    assert (await post(house, anna, "/messages", HELLO, key="k1")).json() == first.json()
    assert len((await page_of(house, anna))["messages"]) == 1


async def test_message_sent_again_after_its_answer_was_forgotten_is_written_once(
    house: House,
) -> None:
    first = await post(house, await house.sign_in(), "/messages", HELLO, key="k1")
    forget_a_week_of_answers(house)
    anna = await house.sign_in()
    assert (await post(house, anna, "/messages", HELLO, key="k1")).json() == first.json()
    assert len((await page_of(house, anna))["messages"]) == 1
    another = await post(house, anna, "/messages", {"text": "Нашла"}, key="k1")
    assert problem_of(another)["code"] == "idempotency_key_reused"
    boris = await house.sign_in(BORIS)
    assert (await post(house, boris, "/messages", HELLO, key="k1")).status_code == 201


async def test_read_messages_are_marked_once_with_the_time_they_were_read(house: House) -> None:
    anna = await house.sign_in()
    await answered(house, anna, "Нашли")
    (message,) = (await page_of(house, anna))["messages"]
    for at in ("2026-11-20T08:59:00Z", "2026-11-20T09:00:00Z"):
        body = {"message_ids": [message["id"]], "at": at}
        assert (await put(house, anna, "/messages/read", body)).status_code == 204
    (message,) = (await page_of(house, anna))["messages"]
    assert message["read_at"] == "2026-11-20T08:59:00Z"
    assert (await wallet_of(house, anna))["unread"] == 0
    too_many = {"message_ids": ["1"] * 101, "at": "2026-11-20T09:00:00Z"}
    refused = await put(house, anna, "/messages/read", too_many)
    assert problem_of(refused)["errors"][0]["path"] == "$.message_ids"


async def test_long_thread_is_read_page_by_page_and_nothing_is_lost(house: House) -> None:
    anna = await house.sign_in()
    for number in range(35):
        await answered(house, anna, str(number))
    first = await house.http.get("/v1/messages?folder=support", headers=anna.bearer)
    assert first.links["next"]["url"].endswith("&folder=support")
    rest = await page_of(house, anna, f"?cursor={first.json()['next']}")
    texts = [one["text"] for one in (*first.json()["messages"], *rest["messages"])]
    assert texts == [str(number) for number in reversed(range(35))]
    assert rest["next"] is None


async def test_twenty_messages_in_an_hour_are_enough(house: House) -> None:
    anna = await house.sign_in()
    for number in range(20):
        assert (await post(house, anna, "/messages", {"text": str(number)})).status_code == 201
    refused = await post(house, anna, "/messages", HELLO)
    assert problem_of(refused)["code"] == "rate_limited"
    assert refused.headers["retry-after"] == "3600"


async def test_member_asks_to_be_called_at_the_phone_of_the_card(house: House) -> None:
    anna = await house.sign_in()
    asked = await post(house, anna, "/messages", {"text": "Где карта?", "call_back": True})
    assert asked.status_code == 201
    assert asked.json()["call_back"] is True
    challenge = (await house.ask_code(email="boris@example.com")).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    boris = Phone((await house.http.post("/v1/auth/sessions", json=body)).json())
    refused = await post(house, boris, "/messages", {"text": "Где карта?", "call_back": True})
    assert problem_of(refused)["errors"][0]["path"] == "$.call_back"

"""News, events and notes: each member gets one once, as often as they allow, and reads why."""

from typing import Any

import pytest

from loyalty_api.messages import MessageKind
from loyalty_server.messages.broadcasting import Sent, send_to_all
from loyalty_server.messages.broadcasts import Broadcast, parse_broadcasts
from loyalty_server.programme.file import parse_program
from loyalty_server.toml_file import FileRefused
from tests.server.house import ANNA, BORIS, House, Phone
from tests.server.visits import AT, PROGRAM, put, wallet_of

pytestmark = pytest.mark.slow


FILE = """
[[messages]]
id = "tasting"
kind = "event"
title = "Дегустация сыров"
text = "Приходите пробовать"
topic = "Дегустации"
starts_at = 2026-12-05T12:00:00+03:00
ends_at = 2026-12-05T14:00:00+03:00
place = "Тверская, 1"

[[messages]]
id = "queue"
kind = "note"
title = "Вторая касса"
text = "Вы просили быстрее"
survey = "welcome"
"""
TASTING, QUEUE = parse_broadcasts(FILE, "messages.toml", parse_program(PROGRAM, "p"))


async def inbox(house: House, member: Phone) -> list[dict[str, Any]]:
    page = await house.http.get("/v1/messages?folder=inbox", headers=member.bearer)
    messages: list[dict[str, Any]] = page.json()["messages"]
    return messages


def send(house: House, broadcast: Broadcast) -> Sent:
    return send_to_all(house.settings.database, broadcast, house.clock())


async def prefer(house: House, member: Phone, **preferences: Any) -> None:
    answer = await put(house, member, "/preferences", {"preferences": preferences, "at": AT})
    assert answer.is_success, answer.text


async def test_event_comes_once_with_its_times_place_and_reason(house: House) -> None:
    anna = await house.sign_in()
    assert [send(house, TASTING).sent for _ in range(2)] == [1, 0]
    (event,) = await inbox(house, anna)
    told = {name: said for name, said in event["event"].items() if said is not None}
    assert told == {
        "starts_at": "2026-12-05T09:00:00Z",
        "ends_at": "2026-12-05T11:00:00Z",
        "place": "Тверская, 1",
    }
    assert event["reason"] == "Вы участник программы"
    assert (await wallet_of(house, anna))["unread"] == 1
    boris = await house.sign_in(BORIS)
    assert send(house, TASTING).sent == 1
    assert len(await inbox(house, boris)) == 1


async def test_member_gets_as_many_news_a_month_as_they_allow(house: House) -> None:
    anna, boris = await house.sign_in(ANNA), await house.sign_in(BORIS)
    await prefer(house, anna, messages_per_month=2)
    await prefer(house, boris, messages_per_month=0)
    for number in range(3):
        send(house, Broadcast(str(number), MessageKind.NEWS, "Новое", "Открылись"))
    assert len(await inbox(house, anna)) == 2
    assert await inbox(house, boris) == []
    house.clock.forward(days=11)
    anna = await house.sign_in()
    result = send(house, Broadcast("december", MessageKind.NEWS, "Новое", "Открылись"))
    assert result == Sent(sent=1, held_back=1)
    assert len(await inbox(house, anna)) == 3


async def test_member_who_chose_topics_gets_these_only(house: House) -> None:
    anna, boris = await house.sign_in(ANNA), await house.sign_in(BORIS)
    await prefer(house, anna, topics=["Дегустации"])
    await prefer(house, boris, topics=["Скидки"])
    send(house, TASTING)
    (event,) = await inbox(house, anna)
    assert event["reason"] == "Вы выбрали тему «Дегустации»"
    assert await inbox(house, boris) == []


async def test_note_comes_to_those_who_answered_even_when_they_want_no_news(house: House) -> None:
    anna, boris = await house.sign_in(ANNA), await house.sign_in(BORIS)
    await prefer(house, anna, messages_per_month=0)
    (survey,) = (await wallet_of(house, anna))["surveys"]
    answers = {"at": AT, "answers": {"likes": ["coffee"]}}
    await put(house, anna, f"/surveys/{survey['id']}/answer", answers)
    assert send(house, QUEUE) == Sent(sent=1)
    (note,) = await inbox(house, anna)
    assert (note["about"], note["reason"]) == ("Давайте знакомиться", "Вы ответили на опрос")
    assert await inbox(house, boris) == []


HEARD = """
[[messages]]
id = "heard"
kind = "note"
title = "Вы сказали — мы сделали"
text = "Открыли вторую кассу"
reviewed = "tverskaya"
"""


async def test_note_about_reviews_reaches_who_rated_a_purchase_in_that_store(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    bought = await house.buy(anna)
    await house.buy(boris)
    review = {"rating": 2, "text": "Очередь", "at": AT}
    await put(house, anna, f"/purchases/{bought['purchase_id']}/review", review)
    (heard,) = parse_broadcasts(HEARD, "messages.toml", parse_program(PROGRAM, "p"))
    assert [send(house, heard), send(house, heard)] == [Sent(sent=1), Sent()]
    (note,) = await inbox(house, anna)
    assert (note["kind"], note["about"]) == ("note", None)
    assert note["purchase_id"] == bought["purchase_id"]
    assert note["reason"] == "Вы оценили покупку: Тверская, 1"
    assert await inbox(house, boris) == []


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ('reviewed = "moon"', "reviewed: the programme has no store 'moon'"),
        ('reviewed = "tverskaya"\nsurvey = "welcome"', "reviewed: a note is about a survey or"),
        ("", "survey: the programme has no survey None"),
    ],
)
def test_note_is_about_one_thing_that_was_said(instead: str, told: str) -> None:
    text = HEARD.replace('reviewed = "tverskaya"', instead)
    with pytest.raises(FileRefused, match=told):
        parse_broadcasts(text, "messages.toml", parse_program(PROGRAM, "p"))


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('kind = "event"', 'kind = "party"', "4: messages[0].kind: one of"),
        ('kind = "event"', 'kind = "support"', "4: messages[0].kind: support is answered"),
        ("starts_at = 2026", "when = 2026", "8: messages[0].when: an unknown field"),
        ("T12:00:00+03:00", "T12:00:00", "8: messages[0].starts_at: a time with its offset"),
        ("T14:00:00", "T11:00:00", "9: messages[0].ends_at: the event ends before"),
        ('survey = "welcome"', 'survey = "gone"', "17: messages[1].survey: the programme has no"),
        ('id = "queue"', 'id = "tasting"', "13: messages[1].id: 'tasting' is already used"),
        ('title = "Вторая касса"', 'title = ""', "15: messages[1].title: 1 to 120"),
        ('title = "Вторая касса"', "title = ", "15: "),
        ('title = "Вторая касса"', "said = {}", "15: messages[1].said: an unknown field"),
        (
            'place = "Тверская, 1"',
            'place = { en = "1 Tverskaya" }',
            "10: messages[0].place: no text",
        ),
        ('"Вторая касса"', '{ ru = "Вторая касса", en = "" }', "15: messages[1].title: 1 to 120"),
    ],
)
def test_file_that_makes_no_sense_is_refused_with_its_line(
    written: str, instead: str, told: str
) -> None:
    text = FILE.replace(written, instead)
    with pytest.raises(FileRefused) as refused:
        parse_broadcasts(text, "messages.toml", parse_program(PROGRAM, "p"))
    assert str(refused.value).startswith(f"messages.toml:{told}")

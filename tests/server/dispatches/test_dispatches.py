"""A message goes by e-mail and text message to whom turned that on, as they wish, and says how to end it."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loyalty_api.messages import MessageKind
from loyalty_server.database.forgetting import forget
from loyalty_server.dispatches.carriers import Never, NotNow
from loyalty_server.dispatches.deliveries import FIRST_WAIT, TRIES_AT_MOST, dispatches_over
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast, Wording
from loyalty_server.messages.log import log_of
from loyalty_server.messages.replies import reply
from loyalty_server.messages.results import ByChannel, results_of
from loyalty_server.messages.thread import read_messages
from loyalty_server.tables import MemberRow, MessageDispatchRow, MessageRow
from tests.server.dispatches.conftest import Outside
from tests.server.house import Phone, session_body
from tests.server.visits import put, wallet_of

pytestmark = pytest.mark.slow
MAILBOX = "anna@example.com"
SALE = Broadcast(
    "sale",
    MessageKind.NEWS,
    "Сыр дешевле",
    "Всю неделю.",
    topic="Сыр",
    said={"en": Wording("Cheese for less", "All week.")},
)


async def member_by_mail(outside: Outside) -> Phone:
    house = outside.house
    challenge = (await house.ask_code(email=MAILBOX)).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    opened = await house.http.post("/v1/auth/sessions", json=body)
    assert opened.status_code == 201, opened.text
    return Phone(opened.json())


async def turned_on(
    outside: Outside, member: Phone, channel: str, language: str = "ru", **other: Any
) -> None:
    at = outside.house.clock.now.isoformat()
    body = {"preferences": {"channels": [channel], **other}, "at": at}
    headers = member.bearer | {"Accept-Language": language}
    answer = await outside.house.http.put("/v1/preferences", json=body, headers=headers)
    assert answer.status_code == 204, answer.text


async def agreed(outside: Outside, member: Phone, purpose: str) -> None:
    change = {"version": "2026-01", "granted": True, "at": outside.house.clock.now.isoformat()}
    answer = await put(outside.house, member, f"/consents/{purpose}", change)
    assert answer.status_code == 204, answer.text


def sent(outside: Outside, broadcast: Broadcast = SALE) -> None:
    send_to_all(outside.house.settings.database, broadcast, outside.house.clock())
    outside.brought()


def endings(outside: Outside) -> list[str | None]:
    with outside.house.settings.database.reading() as session:
        rows = select(MessageDispatchRow.outcome).order_by(MessageDispatchRow.message_id)
        return list(session.scalars(rows))


async def test_channel_is_offered_only_where_it_serves(outside: Outside) -> None:
    anna, boris = await member_by_mail(outside), await outside.house.sign_in()
    by_mail, by_text = await wallet_of(outside.house, anna), await wallet_of(outside.house, boris)
    assert (by_mail["channels"], by_text["channels"]) == (["email"], ["sms"])
    asked = {consent["purpose"] for consent in by_mail["consents"]}
    assert "advertising_email" in asked
    assert "advertising_sms" not in asked


async def test_mailbox_that_a_file_brought_is_not_written_to_before_it_is_proven(
    outside: Outside,
) -> None:
    boris = await outside.house.sign_in()
    with outside.house.settings.database.writing() as session:
        session.scalars(select(MemberRow)).one().email = MAILBOX
    assert (await wallet_of(outside.house, boris))["channels"] == ["sms"]
    assert (await wallet_of(outside.house, await member_by_mail(outside)))["channels"] == [
        "email",
        "sms",
    ]


async def test_letter_is_in_the_members_language_and_says_why_and_how_to_end_it(
    outside: Outside,
) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email", "en")
    await agreed(outside, anna, "advertising_email")
    sent(outside)
    (letter,) = outside.mail.letters
    assert letter.to == MAILBOX
    assert letter.subject.endswith("Cheese for less")
    assert "All week." in letter.text
    assert "https://loyalty.example/profile/messages" in letter.text
    assert "Why you got this: " in letter.text
    assert letter.unsubscribe in letter.text
    assert endings(outside) == ["sent"]
    outside.brought()
    assert len(outside.mail.letters) == 1


async def test_text_message_is_short(outside: Outside) -> None:
    boris = await outside.house.sign_in()
    await turned_on(outside, boris, "sms")
    await agreed(outside, boris, "advertising_sms")
    sent(outside, replace(SALE, title="Очень длинное название " * 5, said={}))
    (letter,) = outside.texts.letters
    assert len(letter.text) <= 134
    assert letter.text.endswith("… https://loyalty.example/profile/messages")


async def test_of_supports_answer_only_that_it_came(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email")
    member_id = (await wallet_of(outside.house, anna))["member"]["id"]
    with outside.house.settings.database.writing() as session:
        reply(session, member_id, "Ваша карта в аптеке", outside.house.clock())
    outside.brought()
    (letter,) = outside.mail.letters
    assert "аптеке" not in letter.text
    assert "Поддержка ответила" in letter.text


async def test_who_does_not_want_it_gets_none_and_the_log_says_why(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    sent(outside, replace(SALE, id="before"))
    await turned_on(outside, anna, "email")
    sent(outside)
    await agreed(outside, anna, "advertising_email")
    without = [{"topic": "Сыр", "channel": "email"}]
    await turned_on(outside, anna, "email", without=without)
    sent(outside, replace(SALE, id="again"))
    assert outside.mail.letters == []
    assert endings(outside) == ["consent", "topic"]
    member_id = (await wallet_of(outside.house, anna))["member"]["id"]
    with outside.house.settings.database.reading() as session:
        log = log_of(session, member_id)
    assert [dict(one.channels) for one in log] == [{}, {"email": "consent"}, {"email": "topic"}]
    assert all(one.reason for one in log)


async def test_quiet_hours_of_the_members_zone_are_waited_for(outside: Outside) -> None:
    """It is 12:00 in the member's Kamchatka, and early morning in the programme's Moscow."""
    anna = await member_by_mail(outside)
    await agreed(outside, anna, "advertising_email")
    now = outside.house.clock.now
    there = now.astimezone(__import__("zoneinfo").ZoneInfo("Asia/Kamchatka"))
    hours = {
        "quiet_from": f"{there - timedelta(minutes=5):%H:%M}",
        "quiet_until": f"{there + timedelta(hours=1):%H:%M}",
        "time_zone": "Asia/Kamchatka",
    }
    await turned_on(outside, anna, "email", **hours)
    sent(outside)
    assert outside.mail.letters == []
    outside.house.clock.forward(minutes=61)
    outside.brought()
    assert len(outside.mail.letters) == 1


async def test_read_meanwhile_or_turned_off_since_is_not_sent(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email")
    await agreed(outside, anna, "advertising_email")
    database, now = outside.house.settings.database, outside.house.clock()
    send_to_all(database, SALE, now)
    with database.writing() as session:
        (row,) = session.scalars(select(MessageRow))
        read_messages(session, row.member_id, [str(row.id)], now, now)
    send_to_all(database, replace(SALE, id="again"), now)
    answer = await put(
        outside.house, anna, "/preferences", {"preferences": {}, "at": now.isoformat()}
    )
    assert answer.status_code == 204
    outside.brought()
    assert (outside.mail.letters, endings(outside)) == ([], ["read", "off"])


@pytest.mark.parametrize("kind", [Never, NotNow])
async def test_carrier_that_fails_is_asked_again_unless_it_refused(
    outside: Outside, kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email")
    await agreed(outside, anna, "advertising_email")
    outside.mail.fails = kind("SMTPServerDisconnected")
    with caplog.at_level(logging.DEBUG):
        sent(outside)
        for tried in range(TRIES_AT_MOST):
            outside.brought()
            outside.house.clock.now += FIRST_WAIT * 2**tried
    assert endings(outside) == ["failed"]
    asked = [one for one in caplog.records if "message" in one.getMessage()]
    assert len([one for one in asked if "SMTPServer" in one.getMessage()]) == (
        1 if kind is Never else TRIES_AT_MOST
    )
    assert MAILBOX not in caplog.text


async def test_what_nobody_carries_ends_by_itself(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email")
    database = outside.house.settings.database
    send_to_all(database, SALE, outside.house.clock())
    outside.house.clock.forward(days=3)
    forget(database, dispatches_over(outside.house.clock()))
    assert endings(outside) == ["late"]


async def test_results_count_channels(outside: Outside) -> None:
    house = outside.house
    anna, boris = await member_by_mail(outside), await house.sign_in()
    for member, channel in ((anna, "email"), (boris, "sms")):
        await turned_on(outside, member, channel)
    await agreed(outside, anna, "advertising_email")
    sent(outside)
    await house.buy(anna)
    with house.settings.database.writing() as session:
        row = session.scalars(select(MessageRow).order_by(MessageRow.id)).first()
        assert row
        read_messages(session, row.member_id, [str(row.id)], house.clock(), house.clock())
    with house.settings.database.reading() as session:
        results = results_of(session, "sale")
    assert results.sent == 2
    opened = 1 if results.channels["email"].opened else 0
    assert results.channels == {
        "email": ByChannel(sent=1, opened=opened, bought=1),
        "sms": ByChannel(held={"consent": 1}),
    }
    assert results.opened == 1

"""A browser that asked is notified of what its member is written, and of nothing else."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select, update

from loyalty_api.messages import MessageKind, Topic
from loyalty_api.models import Channel, Preferences, Without
from loyalty_server.housekeeping import tidy
from loyalty_server.keys import bytes_of
from loyalty_server.members.details import set_preferences
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast, Wording
from loyalty_server.messages.reminders import remind
from loyalty_server.messages.replies import reply
from loyalty_server.pushes.deliveries import FIRST_WAIT, TRIES_AT_MOST, send_due
from loyalty_server.pushes.encryption import CURVE
from loyalty_server.tables import DeviceRow, MemberRow, PushDeliveryRow, PushDeviceRow
from tests.server.house import BORIS, PATIENCE_SECONDS, House, Phone, listening, problem_of
from tests.server.pushes.browser import Browser
from tests.server.pushes.service import PushService
from tests.server.visits import put, wallet_of

pytestmark = pytest.mark.slow
PLACE = "/devices/this/push"
SECRET_WORDS = "Ваша карта найдена в аптеке"
SALE = Broadcast(
    "sale", MessageKind.NEWS, "Сыр дешевле", "Всю неделю.", said={"en": Wording("Cheese", "Week.")}
)
IN_ENGLISH = {"Accept-Language": "en"}


async def subscribed(house: House, browser: Browser, phone: str = "", **other: object) -> Phone:
    member = await house.sign_in(phone or "+79000000001", platform="android")
    answer = await put(house, member, PLACE, browser.subscription(**other))
    assert answer.status_code == 204, answer.text
    return member


async def id_of(house: House, member: Phone) -> str:
    wallet = await wallet_of(house, member)
    return str(wallet["member"]["id"])


async def answered(house: House, member: Phone, text: str = SECRET_WORDS) -> None:
    member_id = await id_of(house, member)
    with house.settings.database.writing() as session:
        reply(session, member_id, text, house.clock())


async def allow_advertising(house: House, member: Phone, *, granted: bool = True) -> None:
    change = {"version": "2026-01", "granted": granted, "at": house.clock.now.isoformat()}
    answer = await put(house, member, "/consents/advertising_push", change)
    assert answer.status_code == 204, answer.text


def brought(house: House) -> None:
    """Everything that is due is sent."""
    settings = house.settings
    assert settings.pusher
    send_due(settings.database, settings.keys, settings.pusher, house.clock)


def count(house: House, table: type[Any]) -> int:
    with house.settings.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_browser_is_notified_and_reads_a_title_and_a_place(
    anywhere: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(anywhere, browser)
    await answered(anywhere, anna)
    brought(anywhere)
    (pushed,) = service.heard
    assert pushed.path == "/wpush/v2/secret-of-this-browser"
    told = json.loads(browser.read(pushed.body))
    assert told == {"title": "Поддержка ответила", "place": "/profile/messages/support"}
    assert pushed.headers["content-encoding"] == "aes128gcm"
    assert 0 < int(pushed.headers["ttl"]) <= 86_400
    brought(anywhere)
    assert len(service.heard) == 1


async def test_service_is_told_who_sends_in_a_signed_token(
    notifying: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(notifying, browser)
    key = (await wallet_of(notifying, anna))["push"]["key"]
    await answered(notifying, anna)
    brought(notifying)
    scheme, _, said = service.heard[0].headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in said.split(","))
    assert scheme == "vapid"
    assert parts["k"] == key
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes_of(key))
    claims = jwt.decode(
        parts["t"],
        public,
        ["ES256"],
        audience=service.origin,
        options={"verify_exp": False},
    )
    assert claims["sub"] == "mailto:it@shop.example"
    ahead = claims["exp"] - notifying.clock.now.timestamp()
    assert 0 < ahead <= 86_400


async def test_wallet_says_whether_this_device_is_notified(
    anywhere: House, browser: Browser
) -> None:
    anna = await subscribed(anywhere, browser)
    anywhere.clock.forward(minutes=2)
    other = await anywhere.sign_in()
    assert (await wallet_of(anywhere, anna))["push"]["is_on"] is True
    assert (await wallet_of(anywhere, other))["push"]["is_on"] is False
    gone = await anywhere.http.delete(f"/v1{PLACE}", headers=anna.bearer)
    assert gone.status_code == 204
    assert (await wallet_of(anywhere, anna))["push"]["is_on"] is False


async def test_server_without_a_key_notifies_nobody(house: House, browser: Browser) -> None:
    anna = await house.sign_in()
    refused = await put(house, anna, PLACE, browser.subscription())
    assert problem_of(refused)["code"] == "not_found"
    assert (await wallet_of(house, anna))["push"] is None


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"endpoint": "https://169.254.169.254/latest"}, "$.endpoint"),
        ({"endpoint": "https://fcm.googleapis.com.evil.example/"}, "$.endpoint"),
        ({"p256dh": "AAAA"}, "$.p256dh"),
        ({"auth": "not base64!"}, "$.p256dh"),
        ({"time_zone": "../../etc/passwd"}, "$.time_zone"),
        ({"time_zone": ""}, "$.time_zone"),
    ],
)
async def test_subscription_that_cannot_be_is_refused(
    notifying: House, browser: Browser, wrong: dict[str, str], path: str
) -> None:
    anna = await notifying.sign_in()
    refused = await put(notifying, anna, PLACE, browser.subscription(**wrong))
    assert problem_of(refused)["errors"][0]["path"] == path
    assert count(notifying, PushDeviceRow) == 0


async def test_advertising_comes_only_to_whom_agreed_and_in_their_language(
    notifying: House, service: PushService, browser: Browser
) -> None:
    anna = await notifying.sign_in()
    headers = anna.bearer | IN_ENGLISH
    await notifying.http.put(f"/v1{PLACE}", json=browser.subscription(), headers=headers)
    send_to_all(notifying.settings.database, SALE, notifying.clock())
    brought(notifying)
    assert service.heard == []
    assert count(notifying, PushDeliveryRow) == 0
    await allow_advertising(notifying, anna)
    send_to_all(notifying.settings.database, replace(SALE, id="again"), notifying.clock())
    brought(notifying)
    told = json.loads(browser.read(service.heard[0].body))
    assert told == {"title": "Cheese", "place": "/profile/messages"}
    await allow_advertising(notifying, anna, granted=False)
    send_to_all(notifying.settings.database, replace(SALE, id="more"), notifying.clock())
    brought(notifying)
    assert len(service.heard) == 1


async def test_reminder_leads_to_its_place_unless_its_topic_is_spared_here(
    notifying: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(notifying, browser)
    await notifying.buy(anna)
    notifying.clock.forward(days=335)
    with notifying.settings.database.writing() as session:
        session.execute(update(DeviceRow).values(ends_at=notifying.clock.now + timedelta(days=99)))
    remind(notifying.settings.database, notifying.clock.now)
    brought(notifying)
    told = json.loads(browser.read(service.heard[0].body))
    assert told == {"title": "Скоро сгорят баллы", "place": "/history"}
    spared = Preferences(without=(Without(Topic.EXPIRY, Channel.PUSH),))
    with notifying.settings.database.writing() as session:
        member_id = session.scalars(select(MemberRow.id)).one()
        set_preferences(session, member_id, spared, notifying.clock.now)
    notifying.clock.forward(days=23)
    assert remind(notifying.settings.database, notifying.clock.now) == 1
    brought(notifying)
    assert len(service.heard) == 1


async def test_quiet_hours_of_the_device_are_kept(
    anywhere: House, service: PushService, browser: Browser
) -> None:
    """09:00 UTC is 18:00 in Tokyo and noon in Moscow."""
    anna = await subscribed(anywhere, browser, time_zone="Asia/Tokyo")
    quiet = {"quiet_from": "17:30", "quiet_until": "08:00"}
    wishes = {"preferences": quiet, "at": anywhere.clock.now.isoformat()}
    assert (await put(anywhere, anna, "/preferences", wishes)).status_code == 204
    await answered(anywhere, anna)
    brought(anywhere)
    assert service.heard == []
    anywhere.clock.forward(hours=13, minutes=59)
    brought(anywhere)
    assert service.heard == []
    anywhere.clock.forward(minutes=1)
    brought(anywhere)
    assert len(service.heard) == 1


async def test_what_was_read_meanwhile_does_not_ring(
    notifying: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(notifying, browser)
    await answered(notifying, anna)
    page = (await notifying.http.get("/v1/messages", headers=anna.bearer)).json()
    seen = [message["id"] for message in page["messages"]]
    read = {"message_ids": seen, "at": notifying.clock.now.isoformat()}
    assert (await put(notifying, anna, "/messages/read", read)).status_code == 204
    brought(notifying)
    assert service.heard == []


@pytest.mark.parametrize("status", [404, 410])
async def test_browser_that_is_gone_is_not_asked_again(
    notifying: House, service: PushService, browser: Browser, status: int
) -> None:
    anna = await subscribed(notifying, browser)
    service.status = status
    await answered(notifying, anna)
    await answered(notifying, anna)
    brought(notifying)
    assert len(service.heard) == 1
    assert count(notifying, PushDeviceRow) == count(notifying, PushDeliveryRow) == 0
    assert (await wallet_of(notifying, anna))["push"]["is_on"] is False


@pytest.mark.parametrize("status", [406, 429, 500, 503])
async def test_service_that_cannot_now_is_asked_again_so_many_times(
    notifying: House, service: PushService, browser: Browser, status: int
) -> None:
    anna = await subscribed(notifying, browser)
    service.status = status
    await answered(notifying, anna)
    for tried in range(TRIES_AT_MOST + 1):
        brought(notifying)
        notifying.clock.now += FIRST_WAIT * 2**tried
    assert len(service.heard) == TRIES_AT_MOST
    assert len({pushed.headers["topic"] for pushed in service.heard}) == 1
    tidy(notifying.settings)
    assert count(notifying, PushDeliveryRow) == 0
    assert count(notifying, PushDeviceRow) == 1


@pytest.mark.parametrize("is_moment", [False, True])
async def test_service_that_asks_for_patience_is_given_it(
    anywhere: House, service: PushService, browser: Browser, is_moment: bool
) -> None:
    anna = await subscribed(anywhere, browser)
    until = format_datetime(anywhere.clock.now + timedelta(seconds=600), usegmt=True)
    service.status, service.headers = 429, {"Retry-After": until if is_moment else "600"}
    await answered(anywhere, anna)
    brought(anywhere)
    anywhere.clock.forward(seconds=590)
    brought(anywhere)
    assert len(service.heard) == 1
    service.status = 201
    anywhere.clock.forward(seconds=11)
    brought(anywhere)
    assert len(service.heard) == 2
    assert count(anywhere, PushDeliveryRow) == 0


@pytest.mark.parametrize("status", [301, 307, 400, 403, 413])
async def test_service_that_refuses_or_points_elsewhere_is_asked_once(
    notifying: House, service: PushService, browser: Browser, status: int
) -> None:
    anna = await subscribed(notifying, browser)
    service.status, service.headers = status, {"Location": f"{service.origin}/inside"}
    await answered(notifying, anna)
    brought(notifying)
    notifying.clock.forward(hours=1)
    brought(notifying)
    assert [pushed.path for pushed in service.heard] == ["/wpush/v2/secret-of-this-browser"]
    assert count(notifying, PushDeviceRow) == 1


async def test_day_later_it_is_no_news_any_more(
    notifying: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(notifying, browser)
    await answered(notifying, anna)
    notifying.clock.forward(days=1)
    brought(notifying)
    assert service.heard == []
    assert count(notifying, PushDeliveryRow) == 0


async def test_who_signs_out_is_notified_of_nothing(
    anywhere: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(anywhere, browser)
    anywhere.clock.forward(minutes=2)
    other = await anywhere.sign_in()
    await answered(anywhere, anna)
    await anywhere.http.delete("/v1/auth/session", headers=anna.bearer)
    await answered(anywhere, other)
    brought(anywhere)
    assert service.heard == []
    assert count(anywhere, PushDeviceRow) == count(anywhere, PushDeliveryRow) == 0


async def test_session_that_has_ended_is_notified_of_nothing(
    notifying: House, service: PushService, browser: Browser
) -> None:
    await subscribed(notifying, browser)
    with notifying.settings.database.writing() as session:
        session.execute(update(DeviceRow).values(ends_at=notifying.clock.now))
        member_id = session.scalars(select(MemberRow.id)).one()
        reply(session, member_id, SECRET_WORDS, notifying.clock())
    brought(notifying)
    assert service.heard == []


async def test_browser_in_which_another_signs_in_is_theirs(
    anywhere: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(anywhere, browser)
    boris = await subscribed(anywhere, browser, BORIS)
    await answered(anywhere, anna)
    brought(anywhere)
    assert service.heard == []
    await answered(anywhere, boris)
    brought(anywhere)
    assert len(service.heard) == 1


async def test_erasure_takes_the_subscription_along(anywhere: House, browser: Browser) -> None:
    anna = await subscribed(anywhere, browser)
    await answered(anywhere, anna)
    assert (await anywhere.http.delete("/v1/member", headers=anna.bearer)).status_code == 202
    anywhere.clock.forward(days=15)
    tidy(anywhere.settings)
    assert count(anywhere, PushDeviceRow) == count(anywhere, PushDeliveryRow) == 0


async def test_export_tells_that_and_not_where(notifying: House, browser: Browser) -> None:
    anna = await subscribed(notifying, browser)
    told = await notifying.http.post("/v1/privacy/exports", headers=anna.bearer)
    (device,) = told.json()["records"]["push_device"]
    assert device["time_zone"] == "Europe/Moscow"
    assert "secret-of-this-browser" not in told.text
    assert "encrypted_subscription" not in device


async def test_address_of_a_browser_is_in_no_log_and_no_table(
    notifying: House, service: PushService, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    anna = await subscribed(notifying, browser)
    service.status = 500
    await answered(notifying, anna)
    brought(notifying)
    assert "a push service answered 500" in caplog.text
    assert "secret-of-this-browser" not in caplog.text
    with notifying.settings.database.reading() as session:
        row = session.scalars(select(PushDeviceRow)).one()
    assert b"secret-of-this-browser" not in row.encrypted_subscription


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():  # noqa: ASYNC110, a thread's doing is awaited
            await asyncio.sleep(0.01)


async def test_service_that_hangs_keeps_no_till_waiting(
    anywhere: House, service: PushService, browser: Browser
) -> None:
    anna = await subscribed(anywhere, browser)
    service.let_go.clear()
    async with listening(anywhere) as http:
        for _ in range(8):
            await answered(anywhere, anna)
        await until(lambda: len(service.heard) == 4)
        at_till = replace(anywhere, http=http)
        assert (await at_till.scan(anna))["scan_id"]
        assert (await http.get("/readyz")).status_code == 200
        assert len(service.heard) == 4
        service.let_go.set()
        await until(lambda: len(service.heard) == 8)
        await until(lambda: count(anywhere, PushDeliveryRow) == 0)

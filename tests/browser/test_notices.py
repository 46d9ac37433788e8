"""Notifications in Chromium: asked for by a press, shown by the service worker, opened at their place.

Chromium's own push service is a vendor's: the page is given a subscription of that shape, and what such a
service would bring comes through the browser's protocol.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo
from tests.server.pushes.browser import Browser

pytestmark = pytest.mark.browser

SWITCH = "Уведомления на этом устройстве"
TITLE = "Сыр дешевле на треть"
SUBSCRIBING = """
  const made = (keys) => ({ toJSON: () => given, unsubscribe: async () => true });
  PushManager.prototype.subscribe = async function ({ applicationServerKey }) {
    globalThis.subscribedWith = applicationServerKey;
    return made();
  };
"""


def subscription() -> dict[str, Any]:
    """As Chromium's service gives it, with keys of its own."""
    said = Browser("https://fcm.googleapis.com/fcm/send/browser-of-a-test").subscription()
    keys = {"p256dh": said["p256dh"], "auth": said["auth"]}
    return {"endpoint": said["endpoint"], "keys": keys}


def at_page(demo: Demo, page: Page) -> WalletPage:
    page.goto(demo.wallet_signed_in)
    wallet = WalletPage(page).in_app().with_names()
    return wallet.goes_to("/profile/sent")


def shown(page: Page) -> list[dict[str, Any]]:
    """The notifications on this device now."""
    told: list[dict[str, Any]] = page.evaluate(
        """async () => {
          const { getNotifications } = ServiceWorkerRegistration.prototype;
          const registration = await navigator.serviceWorker.ready;
          const shown = await getNotifications.call(registration);
          return shown.map(({ title, body, data }) => ({ title, body, data }));
        }"""
    )
    return told


def push(page: Page, demo: Demo, told: dict[str, str]) -> None:
    """What a push service would bring to the service worker."""
    page.evaluate("navigator.serviceWorker.ready")
    protocol = page.context.new_cdp_session(page)
    registrations: list[str] = []
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.extend(one["registrationId"] for one in said["registrations"]),
    )
    protocol.send("ServiceWorker.enable")
    WalletPage(page).eventually(lambda: registrations or None, "a registration")
    message = {
        "origin": demo.wallet.rstrip("/"),
        "registrationId": registrations[0],
        "data": json.dumps(told),
    }
    protocol.send("ServiceWorker.deliverPushMessage", message)


def rows(demo: Demo) -> int:
    with closing(sqlite3.connect(demo.database)) as database:
        (count,) = database.execute("SELECT count(*) FROM push_device").fetchone()
    return int(count)


def test_notification_is_asked_for_by_a_press_and_opens_its_place(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    page.context.grant_permissions(["notifications"], origin=demo.wallet.rstrip("/"))
    page.add_init_script(f"const given = {json.dumps(subscription())};{SUBSCRIBING}")
    wallet = at_page(demo, page)
    before = rows(demo)
    assert page.evaluate("globalThis.subscribedWith") is None
    page.get_by_role("switch", name=SWITCH).click()
    wallet.sees("Тихие часы")
    assert rows(demo) == before + 1
    assert len(page.evaluate("globalThis.subscribedWith")) == 87
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    wallet.in_app().with_names()
    push(page, demo, {"title": TITLE, "place": "/profile/messages"})
    told = wallet.eventually(lambda: shown(page) or None, "a notification")
    assert told == [{"title": TITLE, "body": "", "data": "/profile/messages"}]
    (worker,) = page.context.service_workers
    with page.expect_navigation(url="**/profile/messages"):
        worker.evaluate(
            """async () => {
              const [notification] = await registration.getNotifications();
              dispatchEvent(new NotificationEvent("notificationclick", { notification }));
            }"""
        )
    wallet.in_app().with_names()
    wallet.sees("Сообщения")
    assert shown(page) == []
    wallet.goes_to("/profile/sent")
    page.get_by_role("switch", name=SWITCH).click()
    wallet.eventually(lambda: True if rows(demo) == before else None, "nobody to notify")


def test_place_of_another_site_is_not_opened(demo: Demo, open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    page.context.grant_permissions(["notifications"], origin=demo.wallet.rstrip("/"))
    wallet = at_page(demo, page)
    push(page, demo, {"title": TITLE, "place": "https://evil.example/"})
    wallet.eventually(lambda: shown(page) or None, "a notification")
    (worker,) = page.context.service_workers
    worker.evaluate(
        """async () => {
          const [notification] = await registration.getNotifications();
          dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }"""
    )
    wallet.eventually(lambda: None if shown(page) else True, "a notification that was pressed")
    assert page.url == demo.wallet + "profile/sent"


def test_browser_that_refuses_is_told_of(demo: Demo, open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    page.add_init_script("Notification.requestPermission = async () => 'denied'")
    wallet = at_page(demo, page)
    page.get_by_role("switch", name=SWITCH).click()
    wallet.sees("Браузер не разрешил уведомления")

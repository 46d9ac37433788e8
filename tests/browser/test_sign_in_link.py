"""A sign-in link shows the card before the app is there, and leaves to the app what needs a question."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from loyalty_api.card_code import parse_code
from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
_KID = """
async () => {
  const opened = indexedDB.open("kopilka", 1);
  await new Promise((done) => (opened.onsuccess = done));
  const keys = opened.result.transaction("keys").objectStore("keys").getAllKeys();
  await new Promise((done) => (keys.onsuccess = done));
  return keys.result;
}
"""


def without_the_app(page: Page) -> Page:
    """Python never comes to this page."""
    page.route("**/worker.js", lambda route: route.abort())
    return page


def test_link_opens_the_card_that_a_till_takes_while_the_app_is_still_away(
    demo: Demo, open_page: OpenPage
) -> None:
    page = without_the_app(open_page("about:blank"))
    page.goto(demo.wallet_signed_in)
    page.locator("#shell canvas").wait_for()
    expect(page).to_have_url(demo.wallet)
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        assert "scan_id" in TillCalls(http, demo.till_key).scan(WalletPage(page).code())


def test_link_that_was_not_asked_for_here_opens_nothing_by_itself(
    demo: Demo, open_page: OpenPage
) -> None:
    page = without_the_app(open_page("about:blank"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(httpx.URL(request.url).path))
    page.goto(link_of_another_browser(demo))
    page.get_by_role("alert").wait_for()
    assert "/v1/auth/links" in asked
    assert "/v1/auth/sessions" not in asked
    expect(page.locator("#shell canvas")).to_have_count(0)
    assert page.evaluate(_KID) == []


def test_link_leaves_the_card_that_is_here_to_the_apps_question(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page(demo.wallet_signed_in)
    kid = parse_code(WalletPage(page).code()).kid
    without_the_app(page).goto(link_of_another_browser(demo))
    page.get_by_role("alert").wait_for()
    assert page.evaluate(_KID) == [kid]


def link_of_another_browser(demo: Demo) -> str:
    """A link as the demo makes it, for whoever asked it with other cookies."""
    return str(httpx.get(demo.wallet_signed_in).next_request.url)  # type: ignore[union-attr]

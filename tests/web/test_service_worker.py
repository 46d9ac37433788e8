"""The app kept in the browser: offline after one visit, and updates that never break a visit."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.kept_card import KeptCard
from tests.web.small_site import SmallSite

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]
_UPDATED = """
async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update().catch(() => {});
  const coming = registration.installing ?? registration.waiting ?? registration.active;
  while (!["activated", "redundant"].includes(coming.state)) {
    await new Promise((changed) => coming.addEventListener("statechange", changed, { once: true }));
  }
  return coming.state;
}
"""
_PERSISTENCE = """
globalThis.asked = 0;
StorageManager.prototype.persisted = async () => asked > 0;
globalThis.kept = new Promise((granted) => {
  StorageManager.prototype.persist = async () => { asked += 1; granted(); return true; };
});
"""
_READ = "path => fetch(path, { cache: 'no-store' }).then(answer => answer.text())"
_FORGOTTEN = """
async (part) => {
  const keepers = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = async () => (await Promise.all(keepers.map((keeper) => keeper.keys()))).flat();
  const patience = AbortSignal.timeout(10_000);
  while ((await kept()).some(({ url }) => url.includes(part))) {
    patience.throwIfAborted();
    await new Promise(requestAnimationFrame);
  }
}
"""


@pytest.fixture
def visitor(site: SmallSite, new_page: NewPage) -> BrowserContext:
    """A browser that has visited version 1 once, to the end, and has closed the page."""
    site.publish(1)
    page = new_page()
    KeptCard().put(page, site.address)
    with page.expect_worker() as python:
        page.goto(site.address)
    python.value.evaluate("postMessage('shown')")
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    context = page.context
    context.new_page()
    page.close()
    return context


def opened(visitor: BrowserContext, site: SmallSite, path: str = "/") -> Page:
    page = visitor.pages[0]
    page.goto(site.address + path)
    page.locator("#shell").wait_for()
    return page


def test_browser_is_asked_once_to_keep_the_wallet_for_good(
    site: SmallSite, new_page: NewPage
) -> None:
    site.publish(1)
    page = new_page()
    page.add_init_script(_PERSISTENCE)
    KeptCard().put(page, site.address)
    with page.expect_worker() as python:
        page.goto(site.address)
    assert page.evaluate("asked") == 0
    python.value.evaluate("postMessage('shown')")
    assert page.evaluate("kept.then(() => asked)") == 1


def test_installed_app_has_a_way_straight_to_the_code(site: SmallSite, new_page: NewPage) -> None:
    site.publish(1)
    page = new_page()
    page.goto(site.address)
    read = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert read["errors"] == []
    manifest = json.loads(read["data"])
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/card/till"]
    assert {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]} == {
        (purpose, size) for purpose in ("any", "maskable") for size in ("192x192", "512x512")
    }


@pytest.mark.parametrize("path", ["/", "/card/till", "/history", "/offers/42"])
def test_app_opens_with_no_network_after_one_visit(
    site: SmallSite, visitor: BrowserContext, path: str
) -> None:
    visitor.set_offline(True)
    page = opened(visitor, site, path)
    page.locator("script[src$='flutter.js']").wait_for(state="attached")
    expect(page).to_have_title("Kopilka 1")


def test_parts_are_there_with_no_network(site: SmallSite, visitor: BrowserContext) -> None:
    visitor.set_offline(True)
    page = opened(visitor, site)
    archive = f"/app-{1:016x}/modules.zip"
    assert page.evaluate(_READ, archive) == "1"


def test_what_a_start_without_memory_needs_is_kept_once_it_was_asked_for(
    site: SmallSite, visitor: BrowserContext
) -> None:
    page = opened(visitor, site)
    archive = f"/plain-{1:016x}/modules.zip"
    visitor.set_offline(True)
    with pytest.raises(Exception, match="Failed to fetch"):
        page.evaluate(_READ, archive)
    visitor.set_offline(False)
    page.evaluate(_READ, archive)
    visitor.set_offline(True)
    assert page.evaluate(_READ, archive) == "plain 1"


@pytest.mark.parametrize(
    "path", ["/v1/wallet", "/till", "/demo/sign-in/x", "/readyz", "/licences.html"]
)
def test_what_the_server_answers_is_left_to_the_server(
    site: SmallSite, visitor: BrowserContext, path: str
) -> None:
    visitor.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        visitor.pages[0].goto(site.address + path)


def test_new_version_comes_with_the_next_visit_and_not_under_the_hands(
    site: SmallSite, visitor: BrowserContext
) -> None:
    page = opened(visitor, site)
    site.publish(2)
    assert page.evaluate(_UPDATED) == "activated"
    expect(page).to_have_title("Kopilka 1")
    page.reload()
    expect(page).to_have_title("Kopilka 2")


def test_open_page_keeps_the_parts_of_its_version_as_long_as_it_lives(
    site: SmallSite, visitor: BrowserContext
) -> None:
    first = opened(visitor, site)
    first.evaluate(_READ, f"/plain-{1:016x}/modules.zip")
    site.publish(2)
    first.evaluate(_UPDATED)
    second = visitor.new_page()
    second.goto(site.address)
    expect(second).to_have_title("Kopilka 2")
    second.evaluate(_READ, f"/plain-{2:016x}/modules.zip")
    visitor.set_offline(True)
    assert first.evaluate(_READ, f"/app-{1:016x}/modules.zip") == "1"
    assert second.evaluate(_READ, f"/app-{2:016x}/modules.zip") == "2"
    first.close()
    second.reload()
    second.evaluate(_FORGOTTEN, f"{1:016x}")
    assert second.evaluate(_READ, f"/plain-{2:016x}/modules.zip") == "plain 2"
    assert second.evaluate(_READ, f"/app-{2:016x}/modules.zip") == "2"


def test_update_that_fails_leaves_the_app_as_it_was(
    site: SmallSite, visitor: BrowserContext
) -> None:
    page = opened(visitor, site)
    site.publish(2, missing="app")
    page.evaluate(_UPDATED)
    visitor.set_offline(True)
    page.reload()
    expect(page).to_have_title("Kopilka 1")
    visitor.set_offline(False)
    site.publish(3)
    page.reload()
    page.evaluate(_UPDATED)
    page.reload()
    expect(page).to_have_title("Kopilka 3")

"""The real app in browsers that are not what they say, or in which something does not work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from loyalty_api.card_code import CardCode, parse_code
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Safari/605.1.15"
)
IPAD_LIKE_A_MAC = """
Object.defineProperty(Object.getPrototypeOf(navigator), "platform", { get: () => "MacIntel" });
Object.defineProperty(Object.getPrototypeOf(navigator), "maxTouchPoints", { get: () => 5 });
"""
NO_LANGUAGE = """
Object.defineProperty(navigator, "languages", { value: ["C"], configurable: true });
Object.defineProperty(navigator, "language", { value: "C", configurable: true });
"""
NO_WEBGL = """
for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
  const { getContext } = prototype;
  prototype.getContext = function (kind, ...more) {
    return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...more);
  };
}
"""
EMPTY_MEMORY = """
const { fetch } = globalThis;
globalThis.fetch = async (address, ...more) => {
  const answer = await fetch(address, ...more);
  if (!String(address).endsWith("/memory.bin")) return answer;
  const words = new Uint32Array(await answer.arrayBuffer());
  return new Response(words.fill(0, 1 + Math.ceil(words[0] / 4)));
};
"""
"""A memory whose head is right and in which nothing is what it was."""

EVICTED = """
async () => {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });
  }
  for (const name of await caches.keys()) await caches.delete(name);
  for (const keeper of await navigator.serviceWorker.getRegistrations()) await keeper.unregister();
  localStorage.clear();
}
"""
"""What Safari does to a site's script-written storage after seven days without a visit."""

KEPT_FOR_NEXT_TIME = (
    "() => navigator.serviceWorker.getRegistration().then((kept) => !!kept?.active)"
)


def app_opens(page: Page, address: str) -> WalletPage:
    page.goto(address)
    return WalletPage(page).in_app()


def code_in_app(page: Page, address: str) -> CardCode:
    """The code that the app itself shows there."""
    return parse_code(app_opens(page, address).code())


def in_worker(page: Page, script: str) -> None:
    """Let this script run in Python's worker before anything else."""

    def before(worker: Route) -> None:
        answer = worker.fetch()
        worker.fulfill(response=answer, body=script + answer.text())

    page.route("**/worker.js", before)


def test_app_opens_in_a_browser_that_says_it_is_an_iphone(demo: Demo, open_page: OpenPage) -> None:
    page = open_page("about:blank", user_agent=IPHONE, is_mobile=True, has_touch=True)
    assert code_in_app(page, demo.wallet_signed_in).type == "P"


def test_app_opens_on_an_ipad_that_says_it_is_a_mac(demo: Demo, open_page: OpenPage) -> None:
    page = open_page("about:blank", user_agent=MAC, has_touch=True, service_workers="block")
    page.add_init_script(IPAD_LIKE_A_MAC)
    in_worker(page, IPAD_LIKE_A_MAC)
    assert code_in_app(page, demo.wallet_signed_in).type == "P"


def test_app_opens_in_a_browser_without_a_language(demo: Demo, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.add_init_script(NO_LANGUAGE)
    app_opens(page, demo.wallet_signed_in).with_names().sees("Your card")


def test_app_opens_without_webgl(demo: Demo, open_page: OpenPage) -> None:
    page = open_page("about:blank", service_workers="block")
    page.add_init_script(NO_WEBGL)
    assert code_in_app(page, demo.wallet_signed_in).type == "P"


def test_app_opens_without_its_memory_and_then_with_no_network_either(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page("about:blank")
    in_worker(page, EMPTY_MEMORY)
    assert code_in_app(page, demo.wallet_signed_in).type == "P"
    WalletPage(page).eventually(lambda: page.evaluate(KEPT_FOR_NEXT_TIME) or None, "its keeper")
    before = code_in_app(page, demo.wallet)
    page.context.set_offline(True)
    assert code_in_app(page, demo.wallet).kid == before.kid


def test_card_that_was_evicted_is_rebuilt_by_one_sign_in_with_a_code_from_a_message(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page("about:blank")
    kid = code_in_app(page, demo.wallet_signed_in).kid
    page.goto(f"{demo.wallet}healthz")
    page.evaluate(EVICTED)
    wallet = WalletPage(page)
    page.goto(demo.wallet)
    page.get_by_label("Телефон или e-mail").fill(demo.phone)
    with demo.next_code(demo.phone) as code:
        wallet.press("Получить код")
    page.get_by_label("Код из сообщения").fill(wallet.eventually(code, "a message"))
    assert parse_code(wallet.code()).kid != kid

"""Pictures come from our own host, and are there without a network when they were shown once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const cache = await caches.open("kopilka pictures");
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}"""
SHOWN = """async (path) => {
  const answer = await fetch(path).catch(() => null);
  if (!answer) return null;
  const image = await createImageBitmap(await answer.blob());
  return [answer.headers.get("content-type"), image.width];
}"""


def test_picture_that_was_shown_is_there_without_a_network(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo.wallet_signed_in)
    wallet = WalletPage(page).in_app()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(demo.wallet.rstrip("/") + "/offers")
    wallet.in_app()
    path = wallet.eventually(lambda: next(iter(page.evaluate(KEPT)), None), "a kept picture")
    page.context.set_offline(True)
    assert page.evaluate(SHOWN, path) == ["image/webp", 480]
    page.context.set_offline(False)
    own = demo.wallet.rstrip("/")
    assert all(url.startswith((own, "blob:", "data:", "about:")) for url in asked)

"""Chromium's offer to put the wallet on the home screen, and what the page does where iOS offers nothing.

`navigator.standalone` is what tells browsers of iOS; Chromium has none, so the page is given one.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

ON_IOS = "Object.defineProperty(navigator, 'standalone', { value: false });"
OFFERS = """() => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = async () => { globalThis.wasAsked = true; };
  offer.userChoice = Promise.resolve({ outcome: "accepted" });
  return dispatchEvent(offer);
}"""
LAUNCHES = """async () => {
  const links = [...document.querySelectorAll("link[rel=apple-touch-startup-image]")];
  return Promise.all(links.map(async ({ href, media }) => {
    const picture = new Image();
    picture.src = href;
    await picture.decode();
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const at = (x, y) => pen.getImageData(x, y, 1, 1).data.join();
    const middle = at(picture.width / 2 - 40, picture.height / 2);
    return [media, picture.width, picture.height, at(1, 1) !== middle];
  }));
}"""


def test_member_is_shown_how_or_takes_up_what_the_browser_offers(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank", device_scale_factor=2, screen={"width": 390, "height": 844})
    page.add_init_script(ON_IOS)
    page.goto(demo.wallet_signed_in)
    wallet = WalletPage(page).in_app().with_names()
    wallet.goes_to("/profile/home-screen").sees("Открывайте карту отсюда")
    assert wallet.eventually(lambda: page.evaluate(LAUNCHES) or None, "pictures of the start") == [
        ["(orientation: portrait)", 780, 1688, True],
        ["(orientation: landscape)", 1688, 780, True],
    ]
    assert not page.evaluate(OFFERS), "the browser shows nothing by itself"
    wallet.goes_to("/profile")
    page.get_by_role("button", name=re.compile("На главный экран")).click()
    wallet.press("Добавить на экран")
    wallet.sees("Готово: кошелёк на главном экране")
    assert page.evaluate("wasAsked")

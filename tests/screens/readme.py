"""`python -m tests.screens.readme`: the README's two pictures, of the running product.

It starts the demo from `dist/web` (see `./build/web`) and Chromium by itself, rings up one purchase on
the till's page, and keeps what the member's phone and the shop see.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.wallet_page import WalletPage
from tests.chromium import running_chromium
from tests.running_demo import Demo, running_demo

PICTURES: Final = Path(__file__).parents[2] / "docs/pictures"
PHONE: Final = ViewportSize(width=390, height=844)
SHOP: Final = ViewportSize(width=1280, height=800)
BASKET: Final = ("cappuccino", "croissant", "coffee-beans")
HEIGHT: Final = 620
GAP: Final = 24
QUALITY: Final = 82
LOOKS_EVERY_MS: Final = 150
STILL_FOR: Final = 2
COLOURS_OF_A_SPLASH: Final = 200
LOOKS: Final = 300
ARRIVES_WITHIN_MS: Final = 3_000

Still = Image.Image


def main() -> None:
    """Make both and say what they weigh."""
    PICTURES.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        running_chromium() as browser,
        running_demo(Path(folder), "--lang", "en") as demo,
    ):
        card, at_the_till, arrived = _purchase(browser, demo)
        offers = _looked_at(browser, demo, "light", "/offers")
        history = _looked_at(browser, demo, "dark", "/history")
        _keep("wallet", (card, arrived, offers, history))
        _keep("till", (at_the_till,))


def _purchase(browser: Browser, demo: Demo) -> tuple[Still, Still, Still]:
    """The card, the till that has read it, and the phone once the points are there."""
    phone = _window(browser, PHONE, "light")
    wallet = WalletPage(phone.new_page())
    with wallet.page.expect_request("**/v1/wallet/events*"):
        wallet.page.goto(demo.wallet_signed_in)
    code = wallet.code()
    card = _still(wallet.page)
    till = _window(browser, SHOP, "light").new_page()
    till.goto(demo.till)
    for sku in BASKET:
        till.locator(f'[data-key="tile-{sku}"]').click()
    till.locator('[data-key="code"]').fill(code)
    till.locator('[data-key="code"]').press("Enter")
    till.locator('[data-key="checkout"]').click()
    paid = till.locator('[data-key="paid"]:enabled')
    paid.wait_for()
    quoted = _still(till)
    paid.click()
    till.locator('[data-key="next"]').wait_for()
    wallet.page.wait_for_timeout(ARRIVES_WITHIN_MS)
    arrived = _still(wallet.page)
    phone.close()
    return card, quoted, arrived


def _looked_at(browser: Browser, demo: Demo, theme: str, path: str) -> Still:
    window = _window(browser, PHONE, theme)
    wallet = WalletPage(window.new_page())
    wallet.page.goto(demo.wallet_signed_in)
    wallet.code()
    wallet.page.goto(demo.wallet.rstrip("/") + path)
    still = _still(wallet.page)
    window.close()
    return still


def _window(browser: Browser, viewport: ViewportSize, theme: str) -> BrowserContext:
    return browser.new_context(
        viewport=viewport,
        locale="en-GB",
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )


def _still(page: Page) -> Still:
    """What the page shows once it stands still and is more than a splash."""
    same, before = 0, b""
    for _ in range(LOOKS):
        page.wait_for_timeout(LOOKS_EVERY_MS)
        now = page.screenshot()
        same = same + 1 if now == before else 0
        before = now
        still = Image.open(io.BytesIO(now)).convert("RGB")
        if same >= STILL_FOR and still.getcolors(COLOURS_OF_A_SPLASH) is None:
            return still
    raise SystemExit(f"{page.url} never stood still")


def _keep(name: str, stills: Sequence[Still]) -> None:
    """The pictures side by side on nothing, each as high as the others."""
    scaled = [still.resize(_by_height(still), Image.Resampling.LANCZOS) for still in stills]
    width = sum(one.width for one in scaled) + GAP * (len(scaled) - 1)
    row = Image.new("RGBA", (width, HEIGHT))
    left = 0
    for one in scaled:
        row.paste(one, (left, 0))
        left += one.width + GAP
    file = PICTURES / f"{name}.webp"
    row.save(file, quality=QUALITY, method=6)
    print(f"{file.name}: {file.stat().st_size // 1024} KiB")


def _by_height(still: Still) -> tuple[int, int]:
    return round(still.width * HEIGHT / still.height), HEIGHT


if __name__ == "__main__":
    main()

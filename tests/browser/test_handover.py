"""The app takes the place of the page's shell without a jump: each part is where it was."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.handing_over import code_of_shell, parts_of_shell, shift
from tests.browser.ideal import Sighting, sighting
from tests.browser.stage import Stage
from tests.browser.wallet_page import PATIENCE_SECONDS, WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

ENGINE = re.compile(r"/(engine|packages|app)-")
SCREENS = ((390, 844, 2.0), (408, 912, 2.625), (900, 1100, 1.0), (1280, 800, 1.0))
PHONE = SCREENS[0]
LOOKS = 12
"""After so many the window changes once more: a busy browser may stretch what was drawn for the one before."""

TICK_MS = 300
"""In which the shell looks at its clock."""

KEEP_SETTINGS = """(chosen) => new Promise((done, failed) => {
  const opening = indexedDB.open("kopilka");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("kept", "readwrite");
    const kept = change.objectStore("kept");
    const settings = { language: null, theme: "system", code_scale: 1, code_form: "qr", bright: true };
    kept.put({ ...settings, text_scale: 1, ...chosen }, "settings");
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""

Screen = tuple[int, int, float]


def darken(page: Page) -> None:
    page.emulate_media(color_scheme="dark")


def chosen(**settings: object) -> Callable[[Page], None]:
    """A device on which the member has set this."""

    def choose(page: Page) -> None:
        page.emulate_media(color_scheme="light")
        page.evaluate(KEEP_SETTINGS, settings)

    return choose


PLACES = (
    pytest.param("/", darken, id="card in the dark"),
    pytest.param("/card/till", darken, id="till in the dark"),
    pytest.param("/", chosen(text_scale=2.0), id="card at 200 % text"),
    pytest.param("/card/till", chosen(text_scale=2.0), id="till at 200 % text"),
    pytest.param("/", chosen(code_scale=0.8), id="card with a smaller code"),
    pytest.param("/card/till", chosen(code_form="larger"), id="larger at the till"),
    pytest.param("/card/till", chosen(code_form="barcode"), id="lines at the till"),
    pytest.param("/card/till", chosen(code_form="manual"), id="digits at the till"),
)


@pytest.fixture(scope="module")
def pages(demo: Demo, chromium: Browser) -> Iterator[tuple[Stage, Stage]]:
    """The app, and the shell of a page to which the engine never comes, on one device."""
    with chromium.new_context(no_viewport=True, locale="ru-RU", service_workers="block") as context:
        app, shell = Stage(context.new_page()), Stage(context.new_page())
        shell.page.route(ENGINE, lambda route: route.abort())
        app.set(*PHONE)
        app.page.goto(demo.wallet_signed_in)
        WalletPage(app.page).in_app()
        shell.set(*PHONE)
        shell.page.goto(demo.wallet)
        yield app, shell


@pytest.mark.parametrize(("path", "change"), PLACES)
def test_each_part_is_where_it_was(
    pages: tuple[Stage, Stage], demo: Demo, path: str, change: Callable[[Page], None]
) -> None:
    app, shell = pages
    for stage in pages:
        stage.page.bring_to_front()
        change(stage.page)
        stage.set(*PHONE)
        stage.page.goto(demo.wallet + path[1:])
    shell.page.locator("#shell .number").wait_for()
    WalletPage(app.page).in_app()
    for screen in SCREENS:
        differences: list[str] = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        for look in count():
            assert time.monotonic() < deadline, (screen, differences)
            if look % LOOKS == 0:
                for stage in pages:
                    stage.set(*screen)
            if alike(app, shell, screen, differences):
                break


def alike(app: Stage, shell: Stage, screen: Screen, told: list[str]) -> bool:
    """Whether both show the same at the same second: text within a CSS pixel, the code on the very
    pixels of the device. What differs is told."""
    app.page.bring_to_front()
    moment, after = datetime.now(UTC), app.picture()
    shell.page.bring_to_front()
    shell.page.clock.set_fixed_time(moment)
    shell.page.wait_for_timeout(TICK_MS)
    before, ratio = shell.picture(), screen[2]
    parts = parts_of_shell(shell.page, before, ratio)
    shifts = {name: shift(box, before, after) for name, box in parts.items()}
    moved = {name: by for name, by in shifts.items() if by is None or max(map(abs, by)) > ratio}
    code = code_of_shell(shell.page, ratio)
    same_code = code is None or np.array_equal(code.inside(before), code.inside(after))
    told[:] = [f"{name} by {by}" if by else f"{name} is gone" for name, by in moved.items()]
    told += [] if same_code else ["the code"]
    return bool(parts) and not told


def test_code_is_on_whole_pixels_when_only_the_ratio_changes(
    pages: tuple[Stage, Stage], demo: Demo
) -> None:
    app, _ = pages
    app.page.bring_to_front()
    chosen()(app.page)
    app.set(*PHONE)
    app.page.goto(demo.wallet)
    wallet = WalletPage(app.page).in_app()
    before = wallet.eventually(lambda: sighting(app.picture()), "the code")
    app.set_ratio(3.0)
    after = wallet.eventually(lambda: larger_than(before.module, app), "the code on other pixels")
    assert after.wrong == 0


def larger_than(module: int, stage: Stage) -> Sighting | None:
    code = sighting(stage.picture())
    return code if code and code.wrong == 0 and code.module > module else None

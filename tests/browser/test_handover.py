"""The app takes the place of the page's shell without a jump: each part is where it was."""

import re
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.handing_over import KEEP_SETTINGS, alike
from tests.browser.ideal import Sighting, sighting
from tests.browser.stage import Stage
from tests.browser.wallet_page import PATIENCE_SECONDS, WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

ENGINE = re.compile(r"/(engine|packages|app)-")
PHONE = (390, 844, 2.0)
SCREENS = ((PHONE, (900, 1100, 1.0)), ((408, 912, 2.625), (1280, 800, 1.0)))
"""Two halves, a phone and a wider one in each."""

LOOKS = 12
"""After so many the window changes once more: a busy browser may stretch what was drawn for the one before."""

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
    ("card in the dark", "/", darken),
    ("till in the dark", "/card/till", darken),
    ("card at 200 % text", "/", chosen(text_scale=2.0)),
    ("till at 200 % text", "/card/till", chosen(text_scale=2.0)),
    ("card with a smaller code", "/", chosen(code_scale=0.8)),
    ("larger at the till", "/card/till", chosen(code_form="larger")),
    ("lines at the till", "/card/till", chosen(code_form="barcode")),
    ("digits at the till", "/card/till", chosen(code_form="manual")),
)


def shown() -> Iterator[object]:
    """Every place on half of the screens, both of the card's and of the till's on each; the rest for long."""
    for turn, (name, path, change) in enumerate(PLACES):
        for half, screens in enumerate(SCREENS):
            marks = () if (turn + turn // 2) % 2 == half else pytest.mark.long
            yield pytest.param(path, change, screens, id=f"{name}, {half}", marks=marks)


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


@pytest.mark.parametrize(("path", "change", "screens"), tuple(shown()))
def test_each_part_is_where_it_was(
    pages: tuple[Stage, Stage],
    demo: Demo,
    path: str,
    change: Callable[[Page], None],
    screens: tuple[Screen, ...],
) -> None:
    app, shell = pages
    for stage in pages:
        stage.front()
        change(stage.page)
        stage.set(*PHONE)
        stage.page.goto(demo.wallet + path[1:])
    shell.page.locator("#shell .number").wait_for()
    WalletPage(app.page).in_app()
    for screen in screens:
        differences: list[str] = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        for look in count():
            assert time.monotonic() < deadline, (screen, differences)
            if look % LOOKS == 0:
                for stage in pages:
                    stage.set(*screen)
            if alike(app, shell, screen[2], differences):
                break


def test_code_is_on_whole_pixels_when_only_the_ratio_changes(
    pages: tuple[Stage, Stage], demo: Demo
) -> None:
    app, _ = pages
    app.front()
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

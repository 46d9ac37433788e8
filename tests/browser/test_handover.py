"""The app takes the place of the page's shell without a jump: each part is where it was."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Demo
from tests.browser.handing_over import Drawn, parts_of_shell, shift
from tests.browser.ideal import sighting
from tests.browser.stage import Stage
from tests.browser.wallet_page import WalletPage

pytestmark = pytest.mark.browser

ENGINE = re.compile(r"/(engine|packages|app)-")
SCREENS = ((390, 844, 2.0), (412, 915, 2.625), (1280, 800, 1.0))
PHONE = SCREENS[0]
KEEP_TEXT_SIZE = """(scale) => new Promise((done, failed) => {
  const opening = indexedDB.open("kopilka");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("kept", "readwrite");
    const kept = change.objectStore("kept");
    const settings = { language: null, theme: "system", code_scale: 1, code_form: "qr", bright: true };
    kept.put({ ...settings, text_scale: scale }, "settings");
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""

Screen = tuple[int, int, float]


def stay(page: Page) -> None:
    """As it was opened."""


def darken(page: Page) -> None:
    page.emulate_media(color_scheme="dark")


def enlarge_text(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.evaluate(KEEP_TEXT_SIZE, 2.0)


PLACES = (
    pytest.param("/", darken, id="card in the dark"),
    pytest.param("/card/till", stay, id="till in the dark"),
    pytest.param("/", enlarge_text, id="card at 200 % text"),
    pytest.param("/card/till", stay, id="till at 200 % text"),
)


@pytest.fixture(scope="module")
def pages(demo: Demo, chromium: Browser) -> Iterator[tuple[Stage, Stage]]:
    """The app, and the shell of a page to which the engine never comes, on one device."""
    with chromium.new_context(no_viewport=True, locale="ru-RU", service_workers="block") as context:
        app, shell = Stage(context.new_page()), Stage(context.new_page())
        shell.page.route(ENGINE, lambda route: route.abort())
        app.set(*PHONE)
        app.page.goto(demo.wallet_signed_in)
        WalletPage(app.page).code()
        shell.set(*PHONE)
        shell.page.goto(demo.wallet)
        yield app, shell


@pytest.mark.parametrize(("path", "change"), PLACES)
def test_each_part_is_where_it_was(
    pages: tuple[Stage, Stage], demo: Demo, path: str, change: Callable[[Page], None]
) -> None:
    app, shell = pages
    after, before = (drawn(stage, demo.wallet + path[1:], change) for stage in (app, shell))
    for (screen, one), other in zip(before.items(), after.values(), strict=True):
        assert one.code
        assert other.code
        assert one.code.place == other.code.place, screen
        for name, box in one.parts.items():
            moved = shift(box, one.picture, other.picture)
            assert max(map(abs, moved)) <= screen[2], (name, screen, moved)


def test_code_is_on_whole_pixels_when_only_the_ratio_changes(pages: tuple[Stage, Stage]) -> None:
    app, _ = pages
    app.page.bring_to_front()
    app.set(*PHONE)
    before = sighting(app.picture())
    assert before
    app.set_ratio(3.0)
    wallet = WalletPage(app.page)
    wallet.eventually(lambda: larger_than(before.module, app) or None, "the code on other pixels")


def larger_than(module: int, stage: Stage) -> bool:
    code = sighting(stage.picture())
    return code is not None and code.wrong == 0 and code.module > module


def drawn(stage: Stage, address: str, change: Callable[[Page], None]) -> dict[Screen, Drawn]:
    stage.page.bring_to_front()
    change(stage.page)
    stage.set(*PHONE)
    stage.page.goto(address)
    WalletPage(stage.page).code()
    return {screen: seen(stage, screen) for screen in SCREENS}


def seen(stage: Stage, screen: Screen) -> Drawn:
    stage.shot("", *screen)
    picture = stage.picture()
    return Drawn(picture, sighting(picture), parts_of_shell(stage.page, picture, screen[2]))

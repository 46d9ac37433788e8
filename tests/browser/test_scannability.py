"""Every code the wallet shows is as good to a scanner as an ideal picture of the same code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import sqrt

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.browser.decoders import READERS
from tests.browser.degradations import STYLES
from tests.browser.ideal import SIDE
from tests.browser.stage import Shot, Stage
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

RATIOS = (1.0, 1.5, 2.0, 2.75, 3.0)
PHONES = ((320, 568), (360, 640), (393, 852), (430, 932))
DESKTOP, SHARPEST_DESKTOP = (1280, 800), 2.0
WINDOWS = (*PHONES, DESKTOP)
SMALLEST_SIDE = 4 * SIDE
"""CSS pixels: about 24 mm on a phone, with the largest text on the smallest screen."""

WORSE_AT_MOST = 0.02
CHANCE = 3
"""Standard deviations by which the two may differ by chance alone."""

ENGINE = re.compile(r"/(engine|packages|app)-")
PHONE = (390, 844, 2.0)
TALL = (390, 2400, 1.0)
"""So high that all of the profile is on it."""


@dataclass(frozen=True)
class Place:
    """A code of the wallet, and how a member comes to see it from the place before."""

    name: str
    go: Callable[[Stage, WalletPage], None]


def stay(stage: Stage, wallet: WalletPage) -> None:
    """The wallet opens on the card."""


def darken(stage: Stage, wallet: WalletPage) -> None:
    wallet.page.emulate_media(color_scheme="dark")


def go_to_till(stage: Stage, wallet: WalletPage) -> None:
    wallet.press("На кассу")


def spend_in_daylight(stage: Stage, wallet: WalletPage) -> None:
    wallet.page.emulate_media(color_scheme="light")
    wallet.press("Списать баллы")


def show_larger(stage: Stage, wallet: WalletPage) -> None:
    wallet.press("Крупнее")


def enlarge_text(stage: Stage, wallet: WalletPage) -> None:
    wallet.press("Закрыть")
    wallet.press_place("Профиль")
    wallet.press("На этом устройстве")
    stage.set(*TALL)
    wallet.press("200\u00a0%")
    stage.set(*PHONE)
    wallet.press("Назад")
    wallet.press_place("Карта")


def open_shell(stage: Stage, wallet: WalletPage) -> None:
    """The app never comes, so the page's own card stays."""
    card = wallet.page.url
    wallet.page.route(ENGINE, lambda route: route.abort())
    wallet.page.goto(card)
    wallet.page.locator("#shell canvas").wait_for()


def go_to_shells_till(stage: Stage, wallet: WalletPage) -> None:
    wallet.page.locator("#shell .to-till").click()
    wallet.page.locator("#shell a.close").wait_for()


PLACES = (
    Place("card", stay),
    Place("card in the dark", darken),
    Place("till in the dark", go_to_till),
    Place("till to spend", spend_in_daylight),
    Place("larger at the till", show_larger),
    Place("card at 200 % text", enlarge_text),
    Place("shell's card at 200 % text", open_shell),
    Place("shell's till", go_to_shells_till),
)


Screen = tuple[tuple[int, int], float]


def some_screens(turn: int) -> Iterator[Screen]:
    """Every pixel ratio and every window; over five places all pairs of these that there are."""
    for at, ratio in enumerate(RATIOS):
        window = WINDOWS[(turn + 2 * at) % len(WINDOWS)]
        yield (window if exists(window, ratio) else PHONES[turn % len(PHONES)]), ratio


def all_screens(turn: int) -> Iterator[Screen]:
    """Every pair at every place, and one more ratio that telephones have."""
    yield from (pair for pair in product(WINDOWS, (*RATIOS, 2.625)) if exists(*pair))


def exists(window: tuple[int, int], ratio: float) -> bool:
    """Whether there are such screens; a wide one drawn without a graphics card takes seconds more each time."""
    return window != DESKTOP or ratio <= SHARPEST_DESKTOP


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(some_screens, id="some"),
        pytest.param(all_screens, id="all", marks=pytest.mark.long),
    ],
)
def shots(demo: Demo, chromium: Browser, request: pytest.FixtureRequest) -> tuple[Shot, ...]:
    """Each place as the demo member sees it, in one page from the first to the last.

    A service worker would bring the engine all the same when the shell is to be seen alone.
    """
    with chromium.new_context(no_viewport=True, locale="ru-RU", service_workers="block") as context:
        stage = Stage(context.new_page())
        wallet = WalletPage(stage.page)
        stage.set(*PHONE)
        stage.page.goto(demo.wallet_signed_in)
        wallet.in_app().with_names()
        return tuple(
            stage.shot(place.name, *window, ratio)
            for turn, place in enumerate(PLACES)
            for window, ratio in screens_after(place, stage, wallet, request.param(turn))
        )


def screens_after(
    place: Place, stage: Stage, wallet: WalletPage, screens: Iterator[Screen]
) -> Iterator[Screen]:
    stage.set(*PHONE)
    place.go(stage, wallet)
    yield from screens


def test_every_pixel_is_that_of_an_ideal_picture(shots: tuple[Shot, ...]) -> None:
    flawed = [str(shot) for shot in shots if shot.code is None or shot.code.wrong]
    assert not flawed


def test_code_is_large_enough_for_a_scanner(shots: tuple[Shot, ...]) -> None:
    small = [
        str(shot) for shot in shots if shot.code and shot.code.side / shot.ratio < SMALLEST_SIDE - 1
    ]
    assert not small


def test_every_reader_reads_every_screen(shots: tuple[Shot, ...]) -> None:
    """But for a code of which it reads no ideal picture either: OpenCV's cannot two of three hundred."""
    for shot in shots:
        seen, perfect = shot.by_camera()
        assert shot.code
        failing = [
            name
            for name, reader in READERS.items()
            if reader(seen) != shot.code.text and reader(perfect) == shot.code.text
        ]
        assert failing == [], shot


@pytest.mark.parametrize("style", STYLES)
def test_screen_is_read_as_often_as_an_ideal_picture(shots: tuple[Shot, ...], style: str) -> None:
    reads = [pair for shot in shots for pair in reads_of(shot, style)]
    lost, gained = reads.count((False, True)), reads.count((True, False))
    both = reads.count((True, True))
    print(f"{style}: {both + gained} and {both + lost} of {len(reads)}")
    assert lost - gained <= WORSE_AT_MOST * len(reads) + CHANCE * sqrt(lost + gained)


def reads_of(shot: Shot, style: str) -> Iterator[tuple[bool, bool]]:
    """Whether each reader reads the screen, and whether it reads the ideal under the same conditions."""
    assert shot.code
    seed = [list(STYLES).index(style), round(8 * shot.ratio), shot.width]
    real, perfect = (
        STYLES[style](picture, np.random.default_rng(seed)) for picture in shot.by_camera()
    )
    for reader in READERS.values():
        yield reader(real) == shot.code.text, reader(perfect) == shot.code.text

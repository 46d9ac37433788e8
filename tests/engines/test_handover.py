"""The app takes the place of the page's shell in other engines as in Chromium, where more screens are tried."""

import time
from collections.abc import Iterator, Mapping
from itertools import count

import pytest

from tests.browser.handing_over import KEEP_SETTINGS, alike
from tests.engines import OTHERS, Engine, View
from tests.engines.altered import altered
from tests.engines.person import PATIENCE_SECONDS, Person
from tests.engines.wallet_view import SHELL_IS_THERE, signed_in, with_app
from tests.engines.what_engines_can import BESIDE, TEXT_WITHIN
from tests.running_demo import Demo

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engines,
    pytest.mark.parametrize("engine", OTHERS, indirect=True, scope="package"),
]

ALONE = "?alone"
WITHOUT_THE_APP = f"""
if (location.search === "{ALONE}") {{
  const site = document.getElementById("site");
  site.textContent = JSON.stringify({{ ...JSON.parse(site.textContent), app: "/nowhere.js" }});
}}
"""
RATIO = 2
SCREENS = ((460, 844), (640, 900))
"""No narrower than a second window of WebKit here; at 640 the lines begin in the middle of a pixel."""

LOOKS = 12
"""After so many the window changes once more: a busy browser may stretch what was drawn for the one before."""

PLACES = (
    pytest.param("", {}, id="card"),
    pytest.param("card/till", {"text_scale": 2.0}, id="till at 200 % text"),
    pytest.param(
        "card/till", {"code_form": "barcode"}, id="lines at the till", marks=pytest.mark.long
    ),
    pytest.param(
        "card/till", {"code_form": "manual"}, id="digits at the till", marks=pytest.mark.long
    ),
)


@pytest.fixture(scope="module")
def wallet(demo: Demo) -> Iterator[str]:
    with altered(demo.wallet, page=WITHOUT_THE_APP) as wallet:
        yield wallet


@pytest.fixture(scope="module")
def windows(engine: Engine, demo: Demo, wallet: str) -> Iterator[tuple[View, View]]:
    """The app, and the shell of a page to which the engine never comes, on one device."""
    with engine.visit() as app:
        app.open(signed_in(wallet, demo))
        with_app(app)
        shell = app.another()
        yield app, shell


@pytest.mark.parametrize(("path", "chosen"), PLACES)
def test_each_part_is_where_it_was(
    engine: Engine,
    windows: tuple[View, View],
    wallet: str,
    path: str,
    chosen: Mapping[str, object],
) -> None:
    app, shell = windows
    may = {
        "within": TEXT_WITHIN[engine.name],
        "halves": 0 if "WebGL 2" in BESIDE[engine.name] else 1,
    }
    app.evaluate(KEEP_SETTINGS, chosen)
    app.open(wallet + path)
    shell.open(wallet + path + ALONE)
    with_app(app)
    person = Person(shell)
    person.eventually(lambda: shell.evaluate(SHELL_IS_THERE) or None, "the shell")
    for width, height in SCREENS:
        differences: list[str] = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        for look in count():
            assert time.monotonic() < deadline, (width, differences)
            if look % LOOKS == 0:
                for view in windows:
                    view.resize(width, height + 2 * (look // LOOKS % 2))
            if alike(app, shell, RATIO, differences, **may):
                break

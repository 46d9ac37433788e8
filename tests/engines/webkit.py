"""WebKitGTK, the engine of every browser on an iPhone, driven by its WebDriver on a screen of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Remote
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from urllib3.exceptions import HTTPError

from tests.engines.view import PHONE, Gone, View, Visitor

SCREEN = "2600x2000x24"
BROWSERS = "webkit2gtk-4.*/MiniBrowser"
DRIVER = "WebKitWebDriver"
PATIENCE_SECONDS = 120
ANSWERS_WITHIN_SECONDS = 15
"""WebKitWebDriver loses a command now and then, most often while a page is beginning; asked again, it answers."""

BEGINS_WITHIN_SECONDS = 40
BEGINS_AT_MOST = 3
"""It may lose the first command of all, too, and never answers that."""

WITHOUT_COMPOSITOR = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
"""With no graphics card its compositor may lose the window, which stays black from edge to edge (decision 0344)."""

BARS = "() => outerHeight - innerHeight"
"""A second window has them, and is for their sake never narrower than 447."""

INSERT = "(text) => document.execCommand('insertText', false, text)"
_ASYNC = """
const [given, done] = arguments;
Promise.resolve(given).then(%s).then((value) => done({ value }), (error) => done({ error: `${error}` }));
"""


@contextmanager
def screen() -> Iterator[str]:
    """An X display that nobody sees."""
    if shutil.which("Xvfb") is None:
        pytest.fail("Xvfb is needed: apt-get install xvfb")
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(tells,), stderr=subprocess.DEVNULL)
    os.close(tells)
    try:
        with os.fdopen(told) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class WebKitView:
    """A window of a MiniBrowser; WebDriver speaks to one of them at a time."""

    driver: Remote
    window: str
    visitor: Visitor
    answers_within: float

    @property
    def address(self) -> str:
        return str(self.evaluate("() => location.href"))

    def open(self, address: str) -> None:
        self.front()
        self.driver.get(address)

    def reload(self) -> None:
        self.front()
        self.driver.refresh()

    def back(self) -> None:
        self.evaluate("() => history.back()")  # the driver's own waits for a document that stays

    def evaluate(self, function: str, given: object = None) -> Any:
        with self._heard():
            self.front()
            answer = self.driver.execute_async_script(_ASYNC % f"({function})", given)
        if "error" in answer:
            raise Gone(answer["error"])
        return answer.get("value")

    def screenshot(self) -> bytes:
        with self._heard():
            self.front()
            return self.driver.get_screenshot_as_png()

    def resize(self, width: int, height: int) -> None:
        bars = self.evaluate(BARS)
        self.driver.set_window_rect(0, 0, width, height + bars)

    def click(self, x: float, y: float) -> None:
        self.front()
        actions = ActionBuilder(self.driver)
        actions.pointer_action.move_to_location(round(x), round(y)).click()
        actions.perform()

    def type(self, text: str) -> None:
        self.evaluate(INSERT, text)

    def another(self) -> View:
        self.front()
        self.driver.switch_to.new_window("window")
        opened = replace(self, window=self.driver.current_window_handle)
        opened.resize(self.visitor.width, self.visitor.height)
        return opened

    def front(self) -> None:
        self.driver.switch_to.window(self.window)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """What is not answered in time counts as gone: whoever waits asks again."""
        config = self.driver.command_executor.client_config
        config.timeout = self.answers_within
        try:
            yield
        except (WebDriverException, HTTPError) as error:
            raise Gone(str(error)) from None
        finally:
            config.timeout = PATIENCE_SECONDS

    def die(self) -> None:
        self.close()

    def close(self) -> None:
        self.front()
        self.driver.close()


@dataclass(frozen=True)
class WebKit:
    """WebKitGTK's MiniBrowser; each visitor is a session, and a process, of its own.

    What is not answered in so many seconds is asked again.
    """

    display: str
    answers_within: float = ANSWERS_WITHIN_SECONDS
    name: str = "webkit"

    @contextmanager
    def visit(self, visitor: Visitor = PHONE) -> Iterator[View]:
        with self._driver(visitor) as driver:
            view = WebKitView(driver, driver.current_window_handle, visitor, self.answers_within)
            view.resize(visitor.width, visitor.height)
            yield view

    @contextmanager
    def _driver(self, visitor: Visitor) -> Iterator[Remote]:
        """Of a browser of its own; one that does not begin in time is given up for another."""
        with ExitStack() as ends:
            for _ in range(BEGINS_AT_MOST):
                service = self._service(visitor)
                service.start()
                ends.callback(service.stop)
                driver = _begun(service.service_url)
                if driver:
                    ends.callback(driver.quit)
                    yield driver
                    return
            pytest.fail(f"WebKit did not begin in {BEGINS_AT_MOST} times {BEGINS_WITHIN_SECONDS} s")

    def _service(self, visitor: Visitor) -> Service:
        theme = "Adwaita:dark" if visitor.dark else "Adwaita"
        shown = {"DISPLAY": self.display, "GDK_SCALE": str(visitor.ratio), "GTK_THEME": theme}
        environment = {**os.environ, **shown, **WITHOUT_COMPOSITOR, "LANG": "en_US.UTF-8"}
        return Service(shutil.which(DRIVER), env=environment)


def _begun(address: str) -> Remote | None:
    config = ClientConfig(address, timeout=BEGINS_WITHIN_SECONDS)
    options = Options()
    options.binary_location = str(_minibrowser())
    options.page_load_strategy = "eager"
    for flag in ("--automation", "--full-screen"):  # without its bars a window may be narrow
        options.add_argument(flag)
    with suppress(HTTPError):
        driver = Remote(RemoteConnection(client_config=config), options=options)
        config.timeout = PATIENCE_SECONDS
        return driver
    return None


def _minibrowser() -> Path:
    """It has no place in PATH."""
    found = next(iter(Path("/usr/lib").glob(f"*/{BROWSERS}")), None)
    if found is None or shutil.which(DRIVER) is None:
        pytest.fail("WebKit is needed: apt-get install webkit2gtk-driver")
    return found

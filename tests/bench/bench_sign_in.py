"""From an address to the first card, cold: by the join page and by a code, on loopback and at 1.6 Mbit/s and 150 ms.

The goals are 1.5 times the join page on loopback and 2.5 s on the slow line. The member types at once; how long the message
takes is left out. `usable` is when the first letter can be typed, `card` when the QR can be read.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Page

from tests.bench.bench_join import PHONE, SLOW
from tests.bench.line import Line, opened
from tests.browser.decoders import READERS, picture_of
from tests.browser.till_calls import BREAD, COFFEE, TillCalls
from tests.chromium import running_chromium
from tests.running_demo import Demo, running_demo

VISITS = 3
LINES = {"loopback": {}, "1.6 Mbit/s, 150 ms": SLOW}


class Stopwatch:
    """Seconds since it was made, without those of `paused`."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()

    @property
    def seconds(self) -> float:
        """So far."""
        return time.perf_counter() - self._begun

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done meanwhile takes no time."""
        before = time.perf_counter()
        yield
        self._begun += time.perf_counter() - before


def main() -> None:
    """Print a line for each visit, each by a browser that has never been there."""
    print(f"{'':46} {'usable, s':>9} {'card, s':>9}")
    with running_chromium() as browser:
        for name, terms in LINES.items():
            for _ in range(
                VISITS
            ):  # a code for the known member is sent once a minute, but by each demo
                with TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
                    line = Line(demo.wallet.rstrip("/"), **terms)
                    for way, path, phone in (
                        ("join, newcomer", join_path(demo), None),
                        ("code, newcomer", "/", None),
                        ("code, known", "/", demo.phone),
                    ):
                        times = first_card(browser, demo, line, path, phone)
                        print(f"{f'{name}: {way}':46} {times[0]:9.2f} {times[1]:9.2f}", flush=True)


def join_path(demo: Demo) -> str:
    """The link of a receipt that nobody has taken yet."""
    receipt = {"receipt_id": uuid.uuid4().hex[:10], "lines": [COFFEE, BREAD], "total": 37000}
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        return urlsplit(TillCalls(http, demo.till_key).post("/till/joins", receipt)["url"]).path


def first_card(
    browser: Browser, demo: Demo, line: Line, path: str, known: str | None
) -> tuple[float, float]:
    """Seconds to the first letter and to the card; a newcomer, who is not known, agrees first."""
    phone = known or f"+7999{uuid.uuid4().int % 10**7:07d}"
    with opened(line), browser.new_context(**PHONE) as context:
        page = context.new_page()
        watch = Stopwatch()
        page.goto(line.address + path, wait_until="commit")
        page.get_by_role("textbox").press_sequentially("+")
        usable = watch.seconds
        page.get_by_role("textbox").fill(phone)
        with demo.next_code(phone) as sent:
            page.get_by_role("button", name="Получить код").click()
        with watch.paused():
            code = _waited_for(sent)
        page.get_by_label("Код из сообщения").fill(code)
        if not known:
            _agree(page)
        _code_on(page)
        return usable, watch.seconds


def _agree(page: Page) -> None:
    agree = page.get_by_role("button", name="Согласиться")
    agree.wait_for()
    for box in page.get_by_role("checkbox", name="обязательно").all():
        box.check()
    agree.click()
    page.get_by_role("button", name="Открыть карту").click()


def _waited_for(sent: Callable[[], str | None]) -> str:
    while (code := sent()) is None:
        time.sleep(0.01)
    return code


def _code_on(page: Page) -> str:
    while (code := READERS["zxing-cpp"](picture_of(page.screenshot()))) is None:
        pass
    return code

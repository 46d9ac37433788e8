"""The join page on a slow line: bytes and time until a newcomer can type, cold, at 1.6 Mbit/s and 150 ms.

The goals are 60 kB and 2 s; a quick line beside it tells what the browser itself takes.
"""

import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser

from tests.bench.line import Line, opened
from tests.browser.till_calls import BREAD, COFFEE, TillCalls
from tests.chromium import running_chromium
from tests.running_demo import Demo, running_demo

SLOW = {"bits_per_second": 1.6e6, "delay": 0.075}
VISITS = 3
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ru-RU"}


def main() -> None:
    """Print a line for each visit, each by a browser that has never been there."""
    print(f"{'':34} {'reqs':>5} {'kB':>10} {'usable, s':>9}")
    with TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
        path = urlsplit(_link(demo)).path
        with running_chromium() as browser:
            for name, terms in (("loopback", {}), ("1.6 Mbit/s, 150 ms", SLOW)):
                for _ in range(VISITS):
                    _visit(browser, Line(demo.wallet.rstrip("/"), **terms), name, path)


def _link(demo: Demo) -> str:
    receipt = {"receipt_id": uuid.uuid4().hex[:10], "lines": [COFFEE, BREAD], "total": 37000}
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        return str(TillCalls(http, demo.till_key).post("/till/joins", receipt)["url"])


def _visit(browser: Browser, line: Line, name: str, path: str) -> None:
    with opened(line), browser.new_context(**PHONE) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        begun = time.perf_counter()
        page.goto(line.address + path, wait_until="commit")
        page.get_by_role("textbox").press_sequentially("+")
        usable = time.perf_counter() - begun
        page.wait_for_load_state("networkidle")
        print(f"{name:34} {len(asked):5} {line.received / 1000:10.1f} {usable:9.2f}", flush=True)

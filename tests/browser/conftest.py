"""The demo as a newcomer starts it, and Chromium in front of it."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import chromium

__all__ = ["chromium"]

READY_WITHIN_SECONDS = 120


@dataclass(frozen=True)
class Demo:
    """A running demo: the addresses and keys of its ready file."""

    wallet: str
    wallet_signed_in: str
    till: str
    display: str
    api: str
    till_key: str
    phone: str
    log: Path

    @property
    def database(self) -> Path:
        return self.log.with_name("data") / "kopilka.db"

    def sign_in_code(self) -> str:
        """The newest one-time code that was sent to the demo member's phone."""
        return re.findall(
            rf"sign-in code for {re.escape(self.phone)}: (\d+)", self.log.read_text()
        )[-1]


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """A demo of its own, with all it keeps in `folder`."""
    ready_file = folder / "ready.json"
    command = [sys.executable, "-m", "kopilka_cli.main", "demo", "--port", "0", "--no-browser"]
    command += ["--data", str(folder / "data"), "--ready-file", str(ready_file)]
    with (folder / "log").open("w") as log:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            yield _when_ready(process, ready_file, folder / "log")
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


def _when_ready(process: "subprocess.Popen[bytes]", ready_file: Path, log: Path) -> Demo:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not ready_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the demo did not start:\n{log.read_text()}")
        time.sleep(0.05)
    return Demo(**json.loads(ready_file.read_text()), log=log)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address as a fresh visitor; keywords go to the browser context."""
    contexts: list[BrowserContext] = []

    def open_(address: str, **options: object) -> Page:
        defaults = {"viewport": {"width": 390, "height": 844}, "locale": "ru-RU"}
        context = chromium.new_context(**{**defaults, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()

"""Browsers in front of the demo."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.engines import NAMES, Engine, running
from tests.running_demo import Demo, running_demo


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Stopped with this room: its loop in this thread would stop every asynchronous test."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package", params=NAMES)
def engine(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Engine]:
    """Each browser that shoppers have, in turn."""
    with running(request.param, playwright, plain=True) as engine:
        yield engine


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One of its own: every engine has its newcomers, and one network may bring only so many in an hour."""
    with running_demo(tmp_path_factory.mktemp("engines")) as demo:
        yield demo

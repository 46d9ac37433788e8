"""The start behind the card: Python with its memory or without, in browsers old and odd."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Worker, expect

from tests.web.kept_card import KeptCard
from tests.web.small_site import SmallSite

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]
_WITHOUT = {
    "HTTPS": "Object.defineProperty(globalThis, 'isSecureContext', { value: false })",
    "WebAssembly": "delete globalThis.WebAssembly",
    "Web Crypto": "Object.defineProperty(crypto, 'subtle', { value: undefined })",
    "Web Locks": "Object.defineProperty(navigator, 'locks', { value: undefined })",
}
_OLD_ENGINE = "WebAssembly.validate = () => false"
_KEPT_NOWHERE = """
Object.defineProperty(globalThis, "indexedDB", { get: () => undefined });
Object.defineProperty(navigator, "serviceWorker", { value: undefined });
"""
_TOLD = """
async () => {
  while (!globalThis.told) await new Promise((later) => setTimeout(later, 5));
  return told[0];
}
"""


@pytest.fixture(autouse=True)
def published(site: SmallSite) -> None:
    site.publish(1)


def python_of(page: Page, open_page: Callable[[], object]) -> Worker:
    """The next worker that the page begins while it does this."""
    with page.expect_worker() as python:
        open_page()
    return python.value


def comes_back(page: Page, site: SmallSite) -> None:
    """A member opens it whose card is still to be fetched: nothing stands before the engine."""
    KeptCard(wallet=None).put(page, site.address)
    page.goto(site.address)


def starts_plainly(python: Worker) -> bool:
    return bool(python.evaluate(_TOLD)["plainly"])


def says(python: Worker, *words: str) -> None:
    for word in words:
        python.evaluate(f"postMessage({json.dumps(word)})")


def test_memory_that_does_not_wake_is_done_without_and_not_tried_again(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    first = python_of(page, lambda: comes_back(page, site))
    assert not starts_plainly(first)
    second = python_of(page, lambda: says(first, "arrived", "asleep"))
    assert starts_plainly(second)
    says(second, "awake", "shown")
    page.locator("#shell").wait_for(state="detached")
    assert starts_plainly(python_of(page, page.reload))
    site.publish(2)
    assert not starts_plainly(python_of(page, page.reload))


def test_memory_that_is_silent_is_done_without(site: SmallSite, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    first = python_of(page, lambda: comes_back(page, site))
    says(first, "arrived")
    second = python_of(page, lambda: page.clock.run_for(60_000))
    assert starts_plainly(second)


def test_memory_that_woke_may_take_its_time_for_the_rest(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    page.clock.install()
    python = python_of(page, lambda: comes_back(page, site))
    says(python, "arrived", "awake")
    page.clock.run_for(60_000)
    assert page.workers == [python]
    expect(page.get_by_role("alert")).to_have_count(0)


def test_app_that_neither_comes_nor_says_why_is_told_of(site: SmallSite, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    python_of(page, lambda: comes_back(page, site))
    page.clock.run_for(90_000)
    expect(page.get_by_role("alert")).to_contain_text("Приложение не открылось")


def test_app_that_cannot_start_without_its_memory_either_says_so(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    first = python_of(page, lambda: comes_back(page, site))
    second = python_of(page, lambda: says(first, "arrived", "asleep"))
    says(second, "Error: no network")
    expect(page.get_by_role("alert")).to_contain_text("Приложение не открылось")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(("name", "removed"), [*_WITHOUT.items(), ("WebAssembly", _OLD_ENGINE)])
def test_member_reads_what_their_browser_lacks(
    site: SmallSite, new_page: NewPage, name: str, removed: str
) -> None:
    page = new_page(locale="en-GB")
    page.add_init_script(removed)
    page.goto(site.address)
    expect(page.get_by_role("alert")).to_contain_text(f"This browser lacks {name}")
    assert page.workers == []


def test_card_stays_in_a_browser_that_cannot_run_the_app(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    KeptCard().put(page, site.address)
    page.add_init_script(_OLD_ENGINE)
    page.goto(site.address)
    expect(page.get_by_role("alert")).to_contain_text("Этот браузер не умеет: WebAssembly")
    expect(page.locator("#shell canvas")).to_be_visible()


def test_browser_that_keeps_nothing_is_told_of_and_starts(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    page.add_init_script(_KEPT_NOWHERE)
    python_of(page, lambda: page.goto(site.address))
    expect(page.get_by_role("status")).to_contain_text("не умеет IndexedDB, Service Worker")


@pytest.mark.parametrize(
    ("languages", "left"),
    [(["C", "ru-RU", "en_US.UTF-8", "en"], ["ru-RU", "en"]), (["C"], []), (["ru"], ["ru"])],
)
def test_languages_that_are_none_do_not_reach_flutter(
    site: SmallSite, new_page: NewPage, languages: list[str], left: list[str]
) -> None:
    page = new_page()
    page.add_init_script(
        f"Object.defineProperty(navigator, 'languages', {{ value: {languages}, configurable: true }})"
    )
    comes_back(page, site)
    page.locator("script[src$='flutter.js']").wait_for(state="attached")
    assert page.evaluate("navigator.languages") == left


def test_page_that_is_left_gives_python_up_and_begins_anew_when_it_is_come_back_to(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    python = python_of(page, lambda: comes_back(page, site))
    with python.expect_event("close"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.evaluate("globalThis.left = true")
    with page.expect_worker() as anew, page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert anew.value != python
    assert page.evaluate("globalThis.left") is None

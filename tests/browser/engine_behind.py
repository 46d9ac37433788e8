"""The engine that is loaded behind a form, in a browser that has nothing yet."""

from playwright.sync_api import Page, expect

_IS_LOADED = (
    "() => globalThis._flutter?.loader && performance.getEntriesByType('resource')"
    ".some(({ name, responseEnd }) => name.includes('main.dart') && responseEnd > 0)"
)


def wait_for_engine_behind(page: Page) -> None:
    """Until it could run, and does not: nobody but the form has the address, keys and screen."""
    page.wait_for_function(_IS_LOADED, timeout=60_000)
    page.wait_for_load_state("networkidle")
    expect(page.locator("flutter-view")).to_have_count(0)

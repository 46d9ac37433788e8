"""A browser that dies keeps yesterday's cookie: Chromium writes a new one down half a minute later."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.wallet_page import WalletPage
from tests.chromium import FLAGS
from tests.running_demo import Demo

pytestmark = pytest.mark.browser


@contextmanager
def browser_with(profile: Path) -> Iterator[Page]:
    """A page of Chromium with this profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=FLAGS,
            viewport={"width": 390, "height": 844},
            locale="en-US",
        )
        try:
            yield browser.pages[0]
        finally:
            browser.close()


def kill(profile: Path) -> None:
    """End all processes of this browser at once, as when the phone takes its memory away."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}" in (process / "cmdline").read_text().split("\0"):
                os.killpg(os.getpgid(int(process.name)), signal.SIGKILL)


def session_on_disk(profile: Path) -> bytes:
    """The session's cookie as it was written down, sealed."""
    found = next(path for path in profile.rglob("Cookies") if path.is_file())
    with closing(sqlite3.connect(found)) as cookies:
        rows = cookies.execute(
            "SELECT encrypted_value FROM cookies WHERE name = 'loyalty_refresh'"
        ).fetchall()
    return b"".join(value for (value,) in rows)


def let_an_hour_pass(database: Path) -> None:
    """The tokens that were replaced were so an hour ago."""
    earlier = "strftime('%Y-%m-%d %H:%M:%f000', replaced_at, '-1 hour')"
    with closing(sqlite3.connect(database)) as rows, rows:
        rows.execute(f"UPDATE refresh_token SET replaced_at = {earlier}")


def test_browser_that_dies_right_after_its_session_was_renewed_keeps_the_card(
    demo: Demo, tmp_path: Path
) -> None:
    with browser_with(tmp_path) as first:
        first.goto(demo.wallet_signed_in)
        WalletPage(first).in_app().with_names().sees("Your card")
    written = session_on_disk(tmp_path)
    for _ in range(2):
        with browser_with(tmp_path) as cut_off:
            with cut_off.expect_response("**/v1/auth/refresh") as renewed:
                cut_off.goto(demo.wallet)
            assert renewed.value.ok
            WalletPage(cut_off).in_app().with_names().sees("Your card")
            with cut_off.context.expect_event("close"):
                kill(tmp_path)
        assert session_on_disk(tmp_path) == written
    let_an_hour_pass(demo.database)
    with browser_with(tmp_path) as last:
        with last.expect_response("**/v1/wallet*") as told:
            last.goto(demo.wallet)
        assert told.value.status in (200, 304)

"""What a browser keeps, shared by its tabs and damaged on the way: the card comes back by itself."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page

from loyalty_api.card_code import parse_code
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

DAMAGE = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("kopilka");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("kept", "readwrite");
    const kept = change.objectStore("kept");
    kept.get("wallet").onsuccess = ({ target }) => kept.put({ ...target.result, json: "{half" }, "wallet");
    kept.put("not settings", "settings");
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""

KEY = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("kopilka");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const keys = opening.result.transaction("keys", "readwrite").objectStore("keys");
    keys.openCursor().onsuccess = ({ target }) => {
      const { due_at, ...key } = target.result.value;
      const readable = key.qr.extractable || key.manual.extractable;
      const was = due_at === undefined ? null : { due_at, readable };
      if (was) target.result.update(key);
      target.source.transaction.oncomplete = () => { opening.result.close(); done(was); };
    };
  };
})"""
"""What the browser says of its key once it knows when it is due, and makes it due at once."""


def a_month_passes(demo: Demo) -> None:
    with closing(sqlite3.connect(demo.database, timeout=30)) as database, database:
        database.execute("UPDATE credential SET created_at = datetime(created_at, '-30 days')")


def test_key_is_exchanged_for_one_that_no_script_can_read_either(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    kid = parse_code(wallet.code()).kid
    a_month_passes(demo)
    wallet.eventually(lambda: wallet.page.evaluate(KEY), "the day of the exchange")
    wallet.page.reload()
    wallet.eventually(lambda: parse_code(wallet.code()).kid != kid or None, "a new key")
    kept = wallet.eventually(lambda: wallet.page.evaluate(KEY), "the next exchange")
    assert not kept["readable"]


def test_damaged_card_is_fetched_anew_and_two_tabs_share_it(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    kid = parse_code(wallet.code()).kid
    wallet.in_app()
    wallet.page.evaluate(DAMAGE)
    wallet.page.reload()
    assert parse_code(wallet.code()).kid == kid
    second = WalletPage(wallet.page.context.new_page())
    second.page.goto(demo.wallet)
    assert parse_code(second.code()).kid == kid
    wallet.page.bring_to_front()
    assert parse_code(wallet.code()).kid == kid

"""A receipt goes to the browser's printers as a page of words, and to its sheet as a picture."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

NO_PRINTER = "window.print = () => { window.wasAsked = true; }"
SHEET = """navigator.canShare = () => true;
navigator.share = async ({ files: [file] }) => {
  if (window.refuses) throw new DOMException("too late after the press", "NotAllowedError");
  window.sent = [file.type, file.size > 1000];
};"""


def test_receipt_is_printed_as_words_and_sent_as_a_picture(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank", locale="ru-RU")
    page.add_init_script(NO_PRINTER)
    page.add_init_script(SHEET)
    page.goto(demo.wallet_signed_in)
    wallet = WalletPage(page).in_app().with_names()
    wallet.sees("На кассу")
    wallet.goes_to("/history")
    expect(page.get_by_role("button", name="На кассу")).to_have_count(0)
    page.get_by_role("button", name=re.compile("· чек")).first.click()
    wallet.press("Отправить чек")
    sent = wallet.eventually(lambda: page.evaluate("window.sent"), "a picture on the sheet")
    assert sent == ["image/png", True]
    page.evaluate("window.refuses = true")
    with page.expect_download() as kept:
        wallet.press("Отправить чек")
    assert kept.value.suggested_filename.endswith(".png")
    wallet.press("Распечатать чек")
    wallet.eventually(lambda: page.evaluate("window.wasAsked"), "the browser was asked to print")
    page.emulate_media(media="print")
    paper = page.locator("#paper")
    expect(paper).to_be_visible()
    expect(paper.locator("h1")).to_have_text("Копилка")
    expect(paper).to_contain_text("Оплачено")
    expect(page.locator("flutter-view")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)

"""`/docs` shows the contract and tries it, all from the shop's own files."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.running_demo import Demo

pytestmark = pytest.mark.browser


def test_contract_is_read_and_tried_with_nothing_asked_of_another_host(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank", viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{demo.wallet}docs")
    call = page.locator(".opblock", has_text="/v1/openapi.json")
    call.locator(".opblock-summary-control").click()
    call.get_by_role("button", name="Execute").click()
    expect(call.locator(".live-responses-table .response-col_status").last).to_have_text("200")
    page.get_by_role("button", name="Authorize").first.click()
    expect(page.get_by_role("dialog").or_(page.locator(".modal-ux"))).to_contain_text("till")
    assert {url.startswith((demo.wallet, "data:", "blob:")) for url in asked} == {True}
    assert faults == []

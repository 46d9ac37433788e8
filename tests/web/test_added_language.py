"""The page speaks a language that the brand adds by a file."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.languages.brand import kazakh_brand
from tests.web.kept_card import KeptCard
from tests.web.small_site import SmallSite
from tests.web.test_shell import NewPage, opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def published(site: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> None:
    site.publish(1, brand_file=kazakh_brand(Path(tmp_path_factory.mktemp("brand"))))


def test_card_is_in_the_browser_s_language(site: SmallSite, new_page: NewPage) -> None:
    page = opened(new_page(locale="kk-KZ"), site, KeptCard(settings={}))
    expect(page.locator("#shell")).to_contain_text("Сіздің картаңыз")
    expect(page.locator("#shell .countdown")).to_have_text("жаңа код 30 с кейін")
    assert page.locator("html").get_attribute("lang") == "kk"


def test_way_in_says_in_russian_what_the_file_does_not(site: SmallSite, new_page: NewPage) -> None:
    page = new_page(locale="kk-KZ")
    page.goto(site.address)
    expect(page.locator("#shell")).to_contain_text("Карта за минуту")


def test_code_is_asked_for_in_kazakh_and_else_in_russian(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page(locale="kk-KZ")
    page.goto(site.address)
    page.get_by_label("Телефон или e-mail").fill("+77010000001")
    with page.expect_request("**/v1/auth/codes") as asked:
        page.get_by_role("button", name="Получить код").click()
    assert asked.value.headers["accept-language"] == "kk, ru;q=0.9"

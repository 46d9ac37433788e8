"""The desk in Chromium: a correction by two people with the keyboard, and every place looked at by axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from loyalty_server.tables import CardRow
from tests.chromium import open_page
from tests.demo.house import DemoHouse
from tests.scripts.__main__ import checkers

__all__ = ["open_page"]

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 900, "height": 1200}
DESKTOP = {"width": 1280, "height": 800}
VIOLATIONS = """axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
SMALL = """[...document.querySelectorAll("button, a.button, nav a, input, select, summary")]
    .filter((one) => one.checkVisibility() && one.type !== "hidden")
    .filter((one) => one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML)"""


def enter(page: Page, words: str) -> None:
    """Into the field that has the focus once the page is drawn."""
    expect(page.locator("[autofocus]")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def sign_in(page: Page, house: DemoHouse, name: str) -> None:
    enter(page, house.links.desk_keys[name])
    expect(page.locator("nav")).to_be_visible()


def a_card(house: DemoHouse) -> str:
    with house.settings.database.reading() as session:
        return session.scalars(select(CardRow.number).order_by(CardRow.number)).first() or ""


def test_correction_is_asked_for_and_approved_with_the_keyboard_alone(
    open_page: Callable[..., Page], served: DemoHouse
) -> None:
    vera = open_page(served.links.desk, viewport=DESKTOP)
    sign_in(vera, served, "Vera")
    vera.goto(f"{served.links.desk}/members")
    enter(vera, a_card(served))
    expect(vera.locator("h1")).to_contain_text(a_card(served)[:4])
    vera.get_by_label("Сколько, со знаком").focus()
    vera.keyboard.type("+77")
    vera.keyboard.press("Tab")
    vera.keyboard.type("Разбитая банка")
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("status")).to_contain_text("ждёт согласия")
    oleg = open_page(served.links.desk, viewport=TABLET, locale="en-GB")
    sign_in(oleg, served, "Oleg")
    oleg.goto(f"{served.links.desk}/members")
    oleg.get_by_role("listitem").filter(has_text="Разбитая банка").get_by_role("button").focus()
    oleg.keyboard.press("Enter")
    expect(oleg.get_by_role("status")).to_contain_text("applied")
    expect(oleg.get_by_role("row").filter(has_text="Разбитая банка")).to_contain_text("+77")


@pytest.mark.parametrize(
    ("viewport", "locale", "scheme"),
    [(TABLET, "ru-RU", "dark"), (DESKTOP, "en-GB", "light")],
)
def test_every_place_is_right_for_axe_and_fits(
    open_page: Callable[..., Page],
    served: DemoHouse,
    viewport: dict[str, int],
    locale: str,
    scheme: str,
) -> None:
    page = open_page(
        f"{served.links.desk}/sign-in",
        viewport=viewport,
        locale=locale,
        color_scheme=scheme,
        bypass_csp=True,
    )
    axe = (checkers() / "axe-core/axe.min.js").read_text(encoding="utf-8")

    def looked_at() -> None:
        """Once its styles are there: a form's answer shows its first table long before its last byte."""
        page.wait_for_load_state()
        page.evaluate(axe)
        assert page.evaluate(VIOLATIONS) == [], page.url
        assert not page.evaluate(TOO_WIDE), page.url
        assert page.evaluate(SMALL) == [], page.url

    looked_at()
    sign_in(page, served, "Oleg")
    for path in page.locator("nav a").evaluate_all("all => all.map((one) => one.href)"):
        page.goto(path)
        looked_at()
    page.goto(f"{served.links.desk}/members")
    page.locator("[name=card]").fill(a_card(served))
    page.keyboard.press("Enter")
    expect(page.locator("dl")).to_be_visible()
    looked_at()
    page.locator("a[href*=purchases]").first.click()
    page.wait_for_url("**/purchases/*")
    looked_at()
    page.goto(f"{served.links.desk}/programme")
    page.locator("[name=month]").click()
    expect(page.locator(".table")).to_have_count(2)
    looked_at()
    page.set_viewport_size(PHONE)
    looked_at()
    page.goto(f"{served.links.desk}/figures")
    expect(page.locator("main .box.table")).to_be_visible()
    looked_at()

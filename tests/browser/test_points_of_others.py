"""The wallet before an engine of somebody else's: `kopilka serve --engine csv` with a whole programme of ours beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kopilka_cli.web.places import REPOSITORY
from tests.browser.test_sign_in import OpenPage, address, agrees, code_field
from tests.browser.wallet_page import WalletPage
from tests.server.house import ANNA
from tests.server.server_process import ServerProcess, serving

pytestmark = pytest.mark.browser

HEAD = "card,phone,email,at,points,reason\n"
TWO = (
    f"0421,{ANNA},anna@example.com,2026-11-01T10:00:00,1200,Покупка 17\n"
    f"0421,{ANNA},anna@example.com,2026-11-03,-20,Скидка\n"
)


@pytest.fixture
def balances(tmp_path: Path) -> Path:
    file = tmp_path / "balances.csv"
    file.write_text(HEAD + TWO, "utf-8")
    return file


@pytest.fixture
def server(tmp_path: Path, balances: Path) -> Iterator[ServerProcess]:
    engine = (
        "--engine",
        "csv",
        "--engine-file",
        str(balances),
        "--site",
        str(REPOSITORY / "dist/web"),
    )
    database = f"sqlite:///{tmp_path / 'wallet.db'}"
    with serving(database, tmp_path / "keys", sender=("--sender", "console", *engine)) as started:
        yield started


@pytest.fixture
def page(server: ServerProcess, open_page: OpenPage) -> Page:
    """Anna, whom the engine knows by her phone, signed in."""
    page = open_page(server.address)
    address(page).fill(ANNA)
    page.get_by_role("button", name="Получить код").click()
    code_field(page).fill(server.sign_in_code(ANNA))
    agrees(page)
    WalletPage(page).in_app().with_names()
    return page


def test_member_sees_what_a_file_of_balances_has_and_nothing_of_our_programme(
    server: ServerProcess, balances: Path, page: Page
) -> None:
    wallet = WalletPage(page)
    wallet.sees("1 180")
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(3)
    assert [tab.get_attribute("aria-label") or tab.inner_text() for tab in tabs.all()]
    for name in ("Карта", "История", "Профиль"):
        expect(page.get_by_role("tab", name=name)).to_have_count(1)
    for ours in ("Бронза", "Для вас", "Награды", "Apple Wallet", "Google Кошелёк"):
        expect(page.get_by_text(ours)).to_have_count(0)
    wallet.press_place("История")
    wallet.sees("Покупка 17")
    wallet.sees("Скидка")
    expect(page.get_by_text("Не хватает баллов?")).to_have_count(0)
    balances.write_text(HEAD + TWO + f"0421,{ANNA},,2026-11-20,7,Подарок\n", "utf-8")
    wallet.sees("Подарок")
    wallet.press_place("Карта")
    wallet.sees("1 187")


@pytest.mark.parametrize("route", ["offers", "rewards"])
def test_place_that_the_engine_has_not_is_the_card(
    server: ServerProcess, page: Page, route: str
) -> None:
    page.goto(f"{server.address}/{route}")
    WalletPage(page).in_app().with_names().sees("1 180")
    expect(page.get_by_text("Пока ничего")).to_have_count(0)

"""The cashier's page as tests open it: a device that was paired, a cashier who may sign in."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from loyalty_server.cashiers.devices import offer_pairing
from loyalty_server.cashiers.staff import NewCashier, add_cashier
from loyalty_server.till.tills import till_of
from tests.demo.house import DemoHouse


def key(page: Page, name: str) -> Any:
    return page.locator(f'[data-key="{name}"]')


@dataclass(frozen=True)
class Staff:
    """A shop's cashiers and the codes that pair its devices."""

    house: DemoHouse

    def hire(self, name: str) -> NewCashier:
        settings = self.house.settings
        with settings.database.writing() as session:
            till = till_of(session, self.house.shop.till_key)
            assert till
            return add_cashier(session, settings.keys, till.store_id, name, settings.clock())

    def pairing_code(self) -> str:
        settings = self.house.settings
        with settings.database.writing() as session:
            till = till_of(session, self.house.shop.till_key)
            assert till
            return offer_pairing(session, settings.keys, till.id, settings.clock())

    def pair(self, page: Page) -> None:
        """From the link to the list of cashiers."""
        page.goto(f"{self.house.links.wallet}cashier")
        key(page, "pairing").fill(self.pairing_code())
        key(page, "pairing").press("Enter")
        expect(page.locator(".staff")).to_be_visible()

    def sign_in(self, page: Page, who: NewCashier) -> None:
        key(page, f"staff-{who.id}").click()
        for digit in who.pin:
            key(page, f"pin-{digit}").click()
        expect(page.locator("#gate")).to_be_hidden()


def type_amount(page: Page, digits: str) -> None:
    for digit in digits:
        key(page, f"key-{digit}").click()

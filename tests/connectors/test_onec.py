"""1C's tills: its own calls tell a card's bonuses and spend them, each payment once.

The peer asks as 1C's library does (`loyaltyservice`, parameters in the address, answers in JSON or words), and knows
nothing of the connector.
"""

from asyncio import to_thread
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from threading import Thread
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kopilka_tills.onec import OneC
from kopilka_tills.rkeeper import RKeeper
from kopilka_tills.serving import Door
from kopilka_tills.words import RUSSIAN
from loyalty_server.tables import BalanceRow
from tests.connectors.conftest import SECRET, Line
from tests.server.house import House, Phone
from tests.serving import POLLS

pytestmark = pytest.mark.slow


CARD = {
    *("ClientName", "IsPerson", "DateOfBirth", "Phone", "Email", "Barcode", "MagneticCode"),
    *("CardGUID", "ClientGUID", "IsBlocked", "BonusData", "SellCount", "SearchType", "Valid"),
    "TypeCard",
}
BONUS_DATA = {
    *("PaymentPercent", "BonusCount", "BonusRate", "BonusName", "BonusGUID", "BonusLimitBalance"),
    "BonusCurrency",
}
"""The fields of a loyalty card as the library writes them."""


@dataclass(frozen=True)
class Rmk:
    """The cashier's place of 1C, with the address of the loyalty server in its settings."""

    base: str

    def get(self, call: str, **parameters: str) -> httpx.Response:
        return httpx.get(f"{self.base}/{call}/", params=parameters, timeout=30)

    def post(self, call: str, **parameters: str) -> httpx.Response:
        return httpx.post(f"{self.base}/{call}/", params=parameters, timeout=30)

    def bonuses(self, card: str) -> dict[str, Any]:
        told: dict[str, Any] = self.get("getclientbonuses", ClientCardID=card, Store="7").json()
        return told

    def found(self, **by: str) -> dict[str, Any]:
        told: dict[str, Any] = self.get("findclientcard", Store="7", **by).json()
        return told

    def write_off(self, card: str, count: str) -> httpx.Response:
        return self.post("writeoffclientbonuses", ClientCardID=card, Store="7", BonusesCount=count)


@pytest.fixture
def rmk(connector: RKeeper) -> Iterator[Rmk]:
    (till,) = connector.tills.values()
    onec = OneC({"7": till}, Fraction(100), 30, "643", RUSSIAN, connector.clock)
    server = Door(("127.0.0.1", 0), SECRET, onec.answer)
    serving = Thread(target=server.serve_forever, args=(POLLS,))
    serving.start()
    try:
        yield Rmk(f"http://127.0.0.1:{server.server_address[1]}/{SECRET}/loyaltyservice")
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
async def anna(house: House) -> Phone:
    phone = await house.sign_in()
    await house.buy(phone)
    house.clock.forward(seconds=30)
    return phone


def balance(house: House) -> int:
    """Of the only member."""
    with house.settings.database.reading() as session:
        return session.scalars(select(BalanceRow)).one().available


async def test_server_answers_ping_and_leaves_discounts_to_1c(rmk: Rmk) -> None:
    ping = await to_thread(rmk.get, "ping")
    assert (ping.status_code, ping.json()["Error"], ping.json()["Connection"]) == (200, False, True)
    told = (await to_thread(rmk.get, "useautomaticdiscounts")).json()
    assert (told["Error"], told["UseAutomaticDiscounts"]) == (False, False)
    for ask in (rmk.get, rmk.post):
        discounts = (await to_thread(ask, "calculatediscounts", Store="7")).json()
        assert (discounts["Error"], discounts["ErrorMessage"]) == (True, RUSSIAN.no_discounts)
    assert (await to_thread(rmk.get, "accrueclientbonuses")).status_code == 404
    assert (await to_thread(rmk.post, "ping")).status_code == 404


async def test_code_of_the_app_tells_its_bonuses_and_spends_them_once(
    house: House, anna: Phone, rmk: Rmk
) -> None:
    before = balance(house)
    code = anna.card_code(house.clock.now)
    for _again in range(2):
        told = await to_thread(rmk.bonuses, code)
        assert (told["Error"], told["ClientNotFound"], told["BonusCount"]) == (False, False, before)
        assert (told["BonusRate"], told["BonusCurrency"], told["PaymentPercent"]) == (1, "643", 30)
    for _sending in range(3):
        assert (await to_thread(rmk.write_off, code, "20")).status_code == 200
    assert balance(house) == before - 20
    assert (await to_thread(rmk.bonuses, code))["BonusCount"] == before
    assert (await to_thread(rmk.post, "unlockclientbonuses", Store="7")).text == "ok"
    house.clock.forward(minutes=5)
    late = await to_thread(rmk.write_off, code, "20")
    assert (late.status_code, late.text) == (500, "Прошло пять минут: считайте карту ещё раз")
    used = await to_thread(rmk.bonuses, code)
    assert (used["Error"], used["BonusCount"]) == (True, 0)
    assert "устарел" in used["ErrorMessage"] or "использован" in used["ErrorMessage"]


async def test_card_that_was_found_pays_by_the_identifier_it_was_given(
    house: House, anna: Phone, rmk: Rmk
) -> None:
    before = balance(house)
    code = anna.card_code(house.clock.now)
    found = await to_thread(rmk.found, ClientCardID=code, BlockBonuses="1")
    assert (found["Error"], len(found["LoyaltyCardsList"])) == (False, 1)
    (card,) = found["LoyaltyCardsList"]
    assert set(card) == CARD
    assert set(card["BonusData"]) == BONUS_DATA
    assert (card["BonusData"]["BonusCount"], card["Barcode"], card["Valid"]) == (before, code, True)
    assert (card["Phone"], card["Email"], card["ClientGUID"], card["DateOfBirth"]) == ("",) * 4
    again = await to_thread(rmk.found, CardGUID=card["CardGUID"])
    assert again["LoyaltyCardsList"][0]["CardGUID"] == card["CardGUID"]
    paid = {"CardGUID": card["CardGUID"], "Store": "7", "BonusesCount": "20"}
    for _sending in range(2):
        told = (await to_thread(rmk.post, "writeoffclientbonuses3_0", **paid)).json()
        assert (told["Error"], told["TextMessage"]) == (False, "ok")
    assert balance(house) == before - 20
    many = (
        await to_thread(rmk.post, "writeoffclientbonuses3_0", **{**paid, "BonusesCount": "9000"})
    ).json()
    assert (many["Error"], many["TextMessage"]) == (True, "")
    assert many["ErrorMessage"]
    assert balance(house) == before - 20
    unlocked = (await to_thread(rmk.post, "unlockclientbonuses3_0", **paid)).json()
    assert (unlocked["Error"], unlocked["TextMessage"]) == (False, "ok")


@pytest.mark.parametrize(
    "by",
    [
        {"Phone": "+79000000001"},
        {"Email": "anna@example.com"},
        {"ClientID": "Анна"},
        {"ClientCardID": "2000000000008"},
        {"CardGUID": "5e0c0d0e-0000-4000-8000-000000000000"},
    ],
)
async def test_nobody_is_found_but_by_a_card_or_a_code(
    anna: Phone, rmk: Rmk, by: dict[str, str]
) -> None:
    assert anna
    found = await to_thread(rmk.found, **by)
    assert (found["Error"], found["LoyaltyCardsList"]) == (False, [])


async def test_used_code_is_told_as_a_fault(house: House, anna: Phone, rmk: Rmk) -> None:
    code = anna.card_code(house.clock.now)
    await to_thread(rmk.found, ClientCardID=code)
    house.clock.forward(minutes=6)
    told = await to_thread(rmk.found, ClientCardID=code)
    assert (told["Error"], told["LoyaltyCardsList"]) == (True, [])
    assert told["ErrorMessage"]


async def test_number_of_the_card_has_nothing_to_spend(house: House, anna: Phone, rmk: Rmk) -> None:
    wallet = (await house.http.get("/v1/wallet", headers=anna.bearer)).json()
    number = wallet["card"]["number"]
    told = await to_thread(rmk.bonuses, number)
    assert (told["ClientNotFound"], told["Barcode"], told["BonusCount"]) == (False, number, 0)
    before = balance(house)
    refused = await to_thread(rmk.write_off, number, "20")
    assert refused.status_code == 500
    assert balance(house) == before


@pytest.mark.parametrize("count", ["0", "-5", "1e3", "20.5", "", "9" * 30, "२०"])
async def test_what_is_no_number_of_bonuses_moves_nothing(
    house: House, anna: Phone, rmk: Rmk, count: str
) -> None:
    before = balance(house)
    code = anna.card_code(house.clock.now)
    await to_thread(rmk.bonuses, code)
    assert (await to_thread(rmk.write_off, code, count)).status_code in (400, 500)
    assert balance(house) == before


async def test_nobody_is_told_and_other_stores_are_refused(rmk: Rmk) -> None:
    assert (await to_thread(rmk.bonuses, "4600000000015"))["ClientNotFound"] is True
    assert (await to_thread(rmk.bonuses, "Карта\0№"))["ClientNotFound"] is True
    other = await to_thread(rmk.get, "getclientbonuses", ClientCardID="1", Store="8")
    assert other.status_code == 400


@pytest.mark.parametrize("silent", ["", "purchases", "complete"])
async def test_lost_answers_spend_once(
    house: House, anna: Phone, line: Line, rmk: Rmk, silent: str
) -> None:
    before = balance(house)
    code = anna.card_code(house.clock.now)
    await to_thread(rmk.bonuses, code)
    line.loses_first, line.silent = True, silent
    lost = await to_thread(rmk.write_off, code, "20")
    assert lost.status_code == (500 if silent else 200)
    line.silent = ""
    assert (await to_thread(rmk.write_off, code, "20")).status_code == 200
    assert balance(house) == before - 20

"""1C's cashier's place has the programme take its discounts off a receipt while it is rung up.

The peer asks with the fields that 1C's own place sends, and takes the answer as that does: line by line by `LineUID`, the sum
from the price without discounts, the discounts by the number of the line.
"""

from asyncio import to_thread
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from threading import Thread
from typing import Any

import httpx
import pytest

from kopilka_tills.onec import OneC
from kopilka_tills.onec_discounts import receipt_in
from kopilka_tills.rkeeper import RKeeper
from kopilka_tills.serving import Door
from kopilka_tills.words import RUSSIAN
from kopilka_tills.xml_in import Unreadable
from loyalty_server.publishing import publish
from tests.connectors.conftest import SECRET
from tests.server.house import PROGRAM, House, Phone
from tests.serving import POLLS

pytestmark = pytest.mark.slow

LATTE, BREAD = "4c1b7b2e-1111-11ee-8000-000000000001", "4c1b7b2e-1111-11ee-8000-000000000002"
STORE = "4c1b7b2e-1111-11ee-8000-00000000000f"
TEN_OFF = f"""
[[offers]]
id = "latte-10"
title = "Латте −10 %"
text = "t"
terms = "t"
reason = "r"
kind = "percent_off"
value = 10
skus = ["{LATTE}"]
starts_on = 2026-11-01
ends_on = 2026-11-30
"""
ALL_OFF = """
[[offers]]
id = "all-5"
title = "5 % на всё"
text = "t"
terms = "t"
reason = "r"
kind = "percent_off"
value = 5
starts_on = 2026-11-01
ends_on = 2026-11-30
"""


def ref(guid: str, name: str = "") -> dict[str, str]:
    return {"Ref": guid, "Name": name}


@dataclass
class Place:
    """РМК with a receipt on it."""

    base: str
    card: str = ""
    is_return: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)

    def ring(self, item: str, price: float, count: float = 1, manual: float = 0) -> None:
        number = len(self.rows) + 1
        sum_before = round(price * count, 2)
        self.rows.append(
            {
                **dict.fromkeys(("PercentOfAutomaticDiscount", "AmountOfAutomaticDiscount"), 0),
                **dict.fromkeys(("AmountOfBonusPay", "MRCPrice"), 0),
                "LineUID": f"line-{number}",
                "Count": count,
                "PackagesCount": count,
                "Item": ref(item, "Товар"),
                "Price": price,
                "MRC": False,
                "GiftSale": False,
                "PercentOfManualDiscount": 0,
                "VATRate": "НДС 20%",
                "Amount": round(sum_before - manual, 2),
                "TotalAmount": sum_before,
                "VATAmount": 0,
                "AmountOfManualDiscount": manual,
                "Package": ref("00000000-0000-0000-0000-000000000000"),
                "Variant": ref("00000000-0000-0000-0000-000000000000"),
                "Order": ref("00000000-0000-0000-0000-000000000000"),
            }
        )

    def asked(self) -> dict[str, Any]:
        return {
            "RecoverManagedDiscounts": False,
            "ObjectTime": "2026-11-20T12:00:00",
            "CurrentDate": "2026-11-20T12:00:00",
            "LoyaltyCardPresented": bool(self.card),
            "HasGifts": False,
            "LoyaltyCardsList": [self.card] if self.card else [],
            "PromocodesList": [],
            "ControlledDiscountsList": [],
            "RetailStore": ref(STORE, "Магазин"),
            "WorkPlace": ref(STORE, "Касса"),
            "Goods": self.rows,
            "GetLoyaltyCardData": bool(self.card),
            "GetMaxBonusPay": True,
            "BlockBonuses": "1",
            "Currency": "643",
            "Return": self.is_return,
            "PayTypes": [],
            "BonusesGUID": "",
        }

    def calculated(self) -> dict[str, Any]:
        told = httpx.post(f"{self.base}/calculatediscounts", json=self.asked(), timeout=30)
        answer: dict[str, Any] = told.json()
        return answer

    def left_to_pay(self, answer: dict[str, Any]) -> list[float]:
        """Of each line, as the place sets it."""
        off = {row["LineUID"]: row for row in answer["Goods"]}
        return [
            round(
                row["TotalAmount"]
                - off[row["LineUID"]]["AmountOfAutomaticDiscount"]
                - off[row["LineUID"]]["AmountOfManualDiscount"],
                2,
            )
            for row in self.rows
        ]


@pytest.fixture
def place(connector: RKeeper) -> Iterator[Place]:
    (till,) = connector.tills.values()
    onec = OneC({STORE: till}, Fraction(100), 30, "643", RUSSIAN, connector.clock, discounts=True)
    server = Door(("127.0.0.1", 0), SECRET, onec.answer)
    serving = Thread(target=server.serve_forever, args=(POLLS,))
    serving.start()
    try:
        yield Place(f"http://127.0.0.1:{server.server_address[1]}/{SECRET}/loyaltyservice")
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
async def phone(house: House) -> Phone:
    return await house.sign_in()


def rules(house: House, text: str) -> None:
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + text, house.clock.now)


async def number_of(house: House, phone: Phone) -> str:
    wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    number: str = wallet["card"]["number"]
    return number


async def test_discount_of_the_programme_comes_off_its_line(
    house: House, phone: Phone, place: Place
) -> None:
    rules(house, TEN_OFF)
    use = (await to_thread(httpx.get, f"{place.base}/useautomaticdiscounts")).json()
    assert use["UseAutomaticDiscounts"] is True
    place.card = phone.card_code(house.clock.now)
    place.ring(BREAD, 914.00)
    place.ring(LATTE, 240.00, count=2, manual=30.00)
    for _after_each_good in range(3):
        answer = await to_thread(place.calculated)
        assert (answer["Error"], place.left_to_pay(answer)) == (False, [914.00, 405.00])
        (discount,) = answer["DiscountsList"]
        assert (discount["KeyRelation"], discount["LineUID"]) == (2, "line-2")
        assert (discount["Amount"], discount["DiscountValue"]) == (45.00, 10.0)
        assert discount["Discount"]["Name"] == "Латте −10 %"
    assert [row["Amount"] for row in answer["Goods"]] == [914.00, 405.00]
    card = answer["LoyaltyCardDescription"]
    assert (card["CardNotFound"], card["LoyaltyCard"]["Barcode"]) == (False, place.card)
    events = await house.http.get(
        "/v1/wallet/events", params={"once": "true"}, headers=phone.bearer | {"Last-Event-ID": "0"}
    )
    assert (events.text.count("event: scanned"), "cancelled" in events.text) == (1, False)


async def test_what_was_shown_is_what_the_till_api_then_takes_off(
    house: House, phone: Phone, place: Place
) -> None:
    rules(house, TEN_OFF + ALL_OFF)
    place.card = await number_of(house, phone)
    place.ring(LATTE, 99.99, count=3)
    place.ring(BREAD, 50.05, count=0.415)
    answer = await to_thread(place.calculated)
    shown = place.left_to_pay(answer)
    scan = await house.scan(phone)
    lines = [
        {
            "sku": row["Item"]["Ref"],
            "title": "Товар",
            "category": "1c",
            "quantity": str(row["Count"]),
            "amount": round(row["Amount"] * 100),
        }
        for row in place.rows
    ]
    total = sum(line["amount"] for line in lines)
    sold = await house.at_till(
        "/purchases",
        {"scan_id": scan["scan_id"], "receipt_id": "1", "lines": lines, "total": total},
    )
    assert sold.status_code == 201, sold.text
    assert [line["to_pay"] / 100 for line in sold.json()["by_line"]] == shown


@pytest.mark.parametrize("why", ["no card", "unknown card", "return"])
async def test_who_has_no_card_and_what_comes_back_has_nothing_off(
    house: House, phone: Phone, place: Place, why: str
) -> None:
    rules(house, ALL_OFF)
    number = await number_of(house, phone)
    place.card = {"no card": "", "unknown card": "4600000000015", "return": number}[why]
    place.is_return = why == "return"
    place.ring(LATTE, 100.00)
    answer = await to_thread(place.calculated)
    assert (answer["Error"], answer["DiscountsList"]) == (False, [])
    assert place.left_to_pay(answer) == [100.00]
    assert answer["GetDiscountsFromParentDocument"] is False


async def test_gifts_for_nothing_and_an_empty_receipt_are_told_again(
    house: House, phone: Phone, place: Place
) -> None:
    rules(house, ALL_OFF)
    place.card = await number_of(house, phone)
    assert (await to_thread(place.calculated))["Goods"] == []
    place.ring(BREAD, 0)
    place.ring(LATTE, 100.00)
    answer = await to_thread(place.calculated)
    assert place.left_to_pay(answer) == [0, 95.00]
    assert [one["KeyRelation"] for one in answer["DiscountsList"]] == [2]


async def test_code_that_was_read_too_long_ago_is_told_as_a_fault(
    house: House, phone: Phone, place: Place
) -> None:
    place.card = phone.card_code(house.clock.now)
    place.ring(LATTE, 100.00)
    assert (await to_thread(place.calculated))["Error"] is False
    house.clock.forward(minutes=6)
    answer = await to_thread(place.calculated)
    assert (answer["Error"], bool(answer["ErrorMessage"])) == (True, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"LoyaltyCardsList": []}',
        b'{"LoyaltyCardsList": [], "Goods": [{"Count": 1}]}',
        b'{"LoyaltyCardsList": [], "Goods": [{"Count": 1, "Amount": "many"}]}',
        b'{"LoyaltyCardsList": [], "Goods": [{"Count": 1, "Amount": 1.005}]}',
        b'{"LoyaltyCardsList": [], "Goods": [{"Count": "Infinity", "Amount": 1}]}',
        b'{"LoyaltyCardsList": [], "Goods": [{"Count": 1, "Amount": "NaN"}]}',
        b'{"LoyaltyCardsList": [], "Goods": 7}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_receipt_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        receipt_in(body)

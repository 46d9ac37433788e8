"""The demo's online shop: an order that was brought home, and delivery that costs some members nothing."""

from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from loyalty_server.demo.shop import ONLINE
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.settings import utc_now
from loyalty_server.tables import MemberRow, PurchaseRow
from loyalty_server.till.tills import add_till
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.demo.house import TODAY, DemoHouse, new_phone

pytestmark = pytest.mark.slow


def test_order_was_delivered_and_the_member_is_asked_about_it(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        anna = session.scalars(select(MemberRow).filter_by(phone=demo.links.phone)).one()
        ordered = select(PurchaseRow).filter_by(store_id=ONLINE)
        (order,) = session.scalars(ordered)
        receipt = receipt_of(session, anna.id, order.id, program)
        reading = Reading(program, standard_texts(), Language.RU, TODAY)
        wallet = wallet_of(session, anna.id, reading).wallet
    assert receipt.store == "Интернет-магазин"
    assert receipt.earned
    assert receipt.burned == 160
    assert receipt.delivered_at
    assert receipt.at < receipt.delivered_at < TODAY
    about = [survey for survey in wallet.surveys if survey.title == "Опрос о доставке"]
    assert [survey.about for survey in about] == ["Как привезли заказ? · Интернет-магазин"]


def test_online_shop_asks_from_which_sum_delivery_is_free(served: DemoHouse) -> None:
    with served.settings.database.writing() as session:
        key = add_till(session, ONLINE, "web", served.settings.clock()).key
    ahead = served.settings.clock() - utc_now()
    shop = httpx.Client(base_url=served.links.api, headers={"Authorization": f"Bearer {key}"})
    with shop:
        for price, is_free in ((2_999_00, False), (3_000_00, True)):
            body = {
                "raw": new_phone(served).code(),
                "till_time": (utc_now() + ahead).isoformat(),
            }
            scan = _posted(shop, "/till/scans", body)
            assert scan["free_delivery_from"] == 3_000_00
            line = {
                "sku": "gift-box",
                "title": "Набор",
                "category": "gifts",
                "quantity": 1,
                "amount": price,
            }
            basket = {
                "scan_id": scan["scan_id"],
                "receipt_id": uuid4().hex[:8],
                "lines": [line],
                "total": price,
            }
            assert _posted(shop, "/till/purchases", basket)["free_delivery"] is is_free


def _posted(shop: httpx.Client, path: str, body: object) -> dict[str, object]:
    answer = shop.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
    assert answer.status_code == httpx.codes.CREATED, answer.text
    said: dict[str, object] = answer.json()
    return said

"""What a basket would cost, asked after each good: nothing is held, and nobody hears of it."""

from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from loyalty_api.till import Estimate
from loyalty_server.database.columns import Base
from loyalty_server.purchases import purchase
from tests.server.house import BREAD, House, Phone, bearer, problem_of, purchase_body

pytestmark = pytest.mark.slow
ALL = tuple(one.name for one in fields(Estimate))


def rows_in(house: House) -> dict[str, int]:
    """How much every table holds."""
    with house.settings.database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


async def scanned_with_points(house: House) -> tuple[Phone, str]:
    phone = await house.sign_in()
    await house.buy(phone)
    house.clock.forward(seconds=30)
    return phone, (await house.scan(phone))["scan_id"]


async def test_quote_says_what_the_purchase_then_says(house: House) -> None:
    _, scan_id = await scanned_with_points(house)
    body = purchase_body(scan_id, burn=20)
    before = rows_in(house)
    quotes = [(await house.at_till("/quotes", body)) for _ in range(2)]
    assert rows_in(house) == before
    assert {quote.status_code for quote in quotes} == {200}
    opened = (await house.at_till("/purchases", body)).json()
    assert [quote.json() for quote in quotes] == [{name: opened[name] for name in ALL}] * 2


async def test_basket_may_grow_before_it_is_sold_as_something_else(house: House) -> None:
    phone, scan_id = await scanned_with_points(house)
    whole = purchase_body(scan_id)
    half = whole | {"lines": [BREAD], "total": BREAD["amount"]}
    less, more = [(await house.at_till("/quotes", body)).json() for body in (half, whole)]
    assert (less["to_pay"], more["to_pay"]) == (91_400, 118_400)
    sold = (await house.at_till("/purchases", half)).json()
    assert sold["to_pay"] == less["to_pay"]
    events = await house.http.get(
        "/v1/wallet/events", params={"once": "true"}, headers=phone.bearer | {"Last-Event-ID": "0"}
    )
    assert "cancelled" not in events.text


async def test_quote_is_refused_as_the_purchase_is(house: House) -> None:
    _, scan_id = await scanned_with_points(house)
    many = await house.at_till("/quotes", purchase_body(scan_id, burn=10_000))
    assert problem_of(many)["code"] == "burn_too_much"
    wrong = await house.at_till("/quotes", purchase_body(scan_id) | {"total": 1})
    assert problem_of(wrong)["code"] == "total_mismatch"
    house.clock.forward(minutes=5)
    late = await house.at_till("/quotes", purchase_body(scan_id))
    assert problem_of(late)["code"] == "scan_expired"


class Deadlock(Exception):
    sqlstate = "40P01"


async def test_quote_that_lost_a_conflict_is_judged_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, scan_id = await scanned_with_points(house)
    judge, asked = purchase.estimated, [0]

    def second(*args: Any) -> Estimate:
        asked[0] += 1
        if asked[0] == 1:
            raise OperationalError("SELECT", {}, Deadlock())
        return judge(*args)

    monkeypatch.setattr(purchase, "estimated", second)
    quote = await house.at_till("/quotes", purchase_body(scan_id))
    assert (quote.status_code, quote.json()["to_pay"], asked) == (200, 118_400, [2])


async def test_only_a_till_may_ask(house: House) -> None:
    phone, scan_id = await scanned_with_points(house)
    body = purchase_body(scan_id)
    nobody = await house.http.post("/v1/till/quotes", json=body)
    assert problem_of(nobody)["code"] == "unauthenticated"
    member = await house.http.post("/v1/till/quotes", json=body, headers=phone.bearer)
    assert problem_of(member)["code"] == "forbidden"
    keyless = await house.http.post("/v1/till/quotes", json=body, headers=bearer(house.till_key))
    assert keyless.status_code == 200

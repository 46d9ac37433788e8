"""Receipts by their paper: numbers that start again each day, and goods brought to another shop."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, update

from loyalty_server.tables import PurchaseRow, StoreRow
from loyalty_server.till.tills import add_till, take_returns, till_of
from tests.server.house import BORIS, House, Phone, bearer, join_body, problem_of, purchase_body
from tests.server.visits import require_sound_ledger

pytestmark = pytest.mark.slow

TODAY = "2026-11-20"


async def ring_up(house: House, phone: Phone, number: str, **said: str) -> httpx.Response:
    scan = await house.scan(phone)
    body = purchase_body(scan["scan_id"]) | {"receipt_id": number} | said
    return await house.at_till("/purchases", body)


async def paid(house: House, phone: Phone, number: str, **said: str) -> str:
    opened = await ring_up(house, phone, number, **said)
    assert opened.status_code == 201, opened.text
    purchase_id: str = opened.json()["purchase_id"]
    assert (await house.at_till(f"/purchases/{purchase_id}/complete")).is_success
    return purchase_id


def till_elsewhere(house: House, *, takes_all: bool) -> str:
    """The key of a till in another store."""
    here = store_of_the_till(house)
    with house.settings.database.writing() as session:
        store = session.scalars(select(StoreRow.id).where(StoreRow.id != here)).first()
        assert store
        till = add_till(session, store, "2", house.clock())
        take_returns(session, till.id, of_all_stores=takes_all)
    return till.key


async def found(house: House, key: str = "", **asked: str) -> httpx.Response:
    return await house.http.get(
        "/v1/till/receipts", params=asked, headers=bearer(key or house.till_key)
    )


def store_of_the_till(house: House) -> str:
    with house.settings.database.reading() as session:
        till = till_of(session, house.till_key)
        assert till
        return till.store_id


async def take_back(house: House, purchase_id: str, key: str) -> httpx.Response:
    return await house.at_till(
        f"/purchases/{purchase_id}/refunds", {"amount": 100}, str(uuid4()), till_key=key
    )


async def test_number_used_yesterday_is_a_new_receipt_today(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    first = await paid(house, anna, "1")
    again = await ring_up(house, boris, "1")
    assert problem_of(again)["code"] == "receipt_used"
    house.clock.forward(days=1)
    second = await paid(house, boris, "1")
    assert first != second
    assert problem_of(await ring_up(house, boris, "1"))["code"] == "receipt_used"
    require_sound_ledger(house)


async def test_shift_that_goes_on_after_midnight_keeps_its_day(house: House) -> None:
    anna = await house.sign_in()
    await paid(house, anna, "1", business_day=TODAY)
    house.clock.forward(hours=14)
    used = await ring_up(house, anna, "1", business_day=TODAY)
    assert problem_of(used)["code"] == "receipt_used"
    await paid(house, anna, "1")


@pytest.mark.parametrize("day", ["2026-11-12", "2026-11-22", "1970-01-01", "9999-12-31"])
async def test_business_day_of_no_shift_is_refused(house: House, day: str) -> None:
    refused = await ring_up(house, await house.sign_in(), "1", business_day=day)
    assert refused.status_code == 400
    assert problem_of(refused)["errors"][0]["path"] == "$.business_day"


async def test_paper_finds_the_purchase_of_its_day(house: House) -> None:
    anna = await house.sign_in()
    first = await paid(house, anna, "1")
    house.clock.forward(days=1)
    second = await paid(house, anna, "1")
    (today,) = (await found(house, receipt_id="1")).json()["receipts"]
    (yesterday,) = (await found(house, receipt_id="1", day=TODAY)).json()["receipts"]
    assert (today["purchase_id"], yesterday["purchase_id"]) == (second, first)
    assert (await found(house, receipt_id="2")).json() == {"receipts": []}


UNSEEN = (" 1", "1 ", "1\n", "\u00a01", "\u200b1", "1\ufeff", "\u20281\u00ad")


async def test_number_is_the_same_with_what_nobody_sees(house: House) -> None:
    anna = await house.sign_in()
    bought = await paid(house, anna, " 1\u200b", reference="\ufeffpos/1 ")
    for written in ("1", *UNSEEN):
        used = problem_of(await ring_up(house, anna, written))
        assert (used["code"], used["purchase_id"]) == ("receipt_used", bought)
        (receipt,) = (await found(house, receipt_id=written)).json()["receipts"]
        assert (receipt["purchase_id"], receipt["reference"]) == (bought, "pos/1")
    await paid(house, anna, "1 1")
    await paid(house, anna, "11")
    await paid(house, anna, "12\t3")
    await paid(house, anna, "1\t23")


async def test_number_that_was_kept_as_it_was_written_is_known_as_it_is_written(
    house: House,
) -> None:
    """Earlier versions kept it so."""
    anna = await house.sign_in()
    bought = await paid(house, anna, "5")
    with house.settings.database.writing() as session:
        session.execute(update(PurchaseRow).values(receipt_id=" 5"))
    used = problem_of(await ring_up(house, anna, " 5"))
    assert (used["code"], used["purchase_id"]) == ("receipt_used", bought)
    joined = await house.at_till("/joins", join_body() | {"receipt_id": " 5"})
    assert problem_of(joined)["code"] == "receipt_used"
    await paid(house, anna, " 6")


async def test_store_of_a_paper_is_the_same_with_what_nobody_sees(house: House) -> None:
    bought = await paid(house, await house.sign_in(), "1")
    here = store_of_the_till(house)
    for written in (here, f" {here}", f"{here}\u200b"):
        (receipt,) = (await found(house, receipt_id="1", store=written)).json()["receipts"]
        assert receipt["purchase_id"] == bought


@pytest.mark.parametrize("written", ["&é", "+ě", "١٢", "１２"])
async def test_number_is_found_as_other_keyboards_type_its_digits(
    house: House, written: str
) -> None:
    bought = await paid(house, await house.sign_in(), "12")
    (receipt,) = (await found(house, receipt_id=written)).json()["receipts"]
    assert (receipt["purchase_id"], receipt["receipt_id"]) == (bought, "12")


async def test_letters_of_a_number_are_what_they_are(house: House) -> None:
    await paid(house, await house.sign_in(), "A-12")
    for other in ("Ф-12", "Q-12"):
        assert (await found(house, receipt_id=other)).json() == {"receipts": []}


@pytest.mark.parametrize("written", [" ", "\u200b", "\r\n"])
async def test_number_of_which_nothing_is_seen_is_refused(house: House, written: str) -> None:
    refused = await ring_up(house, await house.sign_in(), written)
    assert problem_of(refused)["errors"][0]["path"] == "$.receipt_id"


async def test_same_sending_of_a_number_with_spaces_gives_the_same_answer(house: House) -> None:
    scan = await house.scan(await house.sign_in())
    body = purchase_body(scan["scan_id"]) | {"receipt_id": " 1 "}
    first, again = [await house.at_till("/purchases", body, "key-of-1") for _ in range(2)]
    assert (first.status_code, again.text) == (201, first.text)


async def test_receipt_comes_back_by_what_the_tills_own_system_calls_it(house: House) -> None:
    phone = await house.sign_in()
    await paid(house, phone, "0007", reference="pos-order/4711")
    await paid(house, phone, "0008")
    for number, reference in (("0007", "pos-order/4711"), ("0008", None)):
        (receipt,) = (await found(house, receipt_id=number)).json()["receipts"]
        assert receipt.get("reference") == reference
    for wrong in ("", "x" * 201):
        refused = await ring_up(house, phone, "0009", reference=wrong)
        assert problem_of(refused)["errors"][0]["path"] == "$.reference"


async def test_paper_says_what_may_still_go_back(house: House) -> None:
    purchase_id = await paid(house, await house.sign_in(), "1")
    (whole,) = (await found(house, receipt_id="1")).json()["receipts"]
    good = whole["lines"][0]
    back = {"lines": [{"sku": good["sku"], "quantity": good["quantity"]}]}
    refunded = await house.at_till(f"/purchases/{purchase_id}/refunds", back)
    assert refunded.status_code == 201, refunded.text
    (left,) = (await found(house, receipt_id="1")).json()["receipts"]
    assert left["refundable"] == whole["refundable"] - refunded.json()["amount"]["amount"]
    assert left["lines"] == whole["lines"][1:]


async def test_open_purchase_is_not_found_by_its_paper(house: House) -> None:
    assert (await ring_up(house, await house.sign_in(), "1")).status_code == 201
    assert (await found(house, receipt_id="1")).json() == {"receipts": []}


@pytest.mark.parametrize(("takes_all", "status"), [(False, 404), (True, 201)])
async def test_other_shop_takes_goods_back_when_the_retailer_lets_it(
    house: House, takes_all: bool, status: int
) -> None:
    purchase_id = await paid(house, await house.sign_in(), "1")
    key = till_elsewhere(house, takes_all=takes_all)
    asked: dict[str, Any] = {"receipt_id": "1", "store": store_of_the_till(house)}
    looked = await found(house, key, **asked)
    if takes_all:
        assert [one["purchase_id"] for one in looked.json()["receipts"]] == [purchase_id]
    else:
        assert problem_of(looked)["code"] == "forbidden"
    assert (await take_back(house, purchase_id, key)).status_code == status
    require_sound_ledger(house)


async def test_other_shop_neither_completes_nor_cancels_a_sale(house: House) -> None:
    opened = (await ring_up(house, await house.sign_in(), "1")).json()
    key = till_elsewhere(house, takes_all=True)
    for verb in ("complete", "cancel"):
        path = f"/purchases/{opened['purchase_id']}/{verb}"
        assert (await house.at_till(path, till_key=key)).status_code == 404


async def test_stranger_finds_no_receipts(house: House) -> None:
    assert (await house.http.get("/v1/till/receipts?receipt_id=1")).status_code == 401
    assert (await found(house, "nonsense", receipt_id="1")).status_code == 401

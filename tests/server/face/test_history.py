"""The ledger as its member reads it, and the receipts behind it."""

import pytest

from loyalty_api.years import ENOUGH
from tests.server.house import BORIS, House, problem_of, purchase_body

pytestmark = pytest.mark.slow


async def test_stranger_sees_no_history(house: House) -> None:
    assert (await house.http.get("/v1/history")).status_code == 401


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=aDEyeA", "kind=gift", "cursor=%00"])
async def test_page_that_never_was_is_refused(house: House, query: str) -> None:
    phone = await house.sign_in()
    refused = await house.http.get(f"/v1/history?{query}", headers=phone.bearer)
    assert problem_of(refused)["code"] == "invalid"


async def test_member_sees_nothing_of_another_member(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    await house.buy(anna)
    page = (await house.http.get("/v1/history", headers=boris.bearer)).json()
    assert page["entries"] == []


async def test_entries_come_newest_first_with_their_reasons(house: House) -> None:
    phone = await house.sign_in()
    resolved = await house.buy(phone)
    await house.buy(phone, burn=10)
    page = (await house.http.get("/v1/history", headers=phone.bearer)).json()
    kinds = [entry["kind"] for entry in page["entries"]]
    assert kinds == ["accrual", "accrual", "redemption", "accrual", "accrual"]
    oldest = page["entries"][-1]
    assert oldest["purchase_id"] == resolved["purchase_id"]
    assert oldest["points"] == 59
    assert oldest["expires_at"] == "2027-11-20T21:00:00Z"
    assert oldest["total"] == {"amount": 118_400, "currency": "RUB"}
    assert [month["points"] for month in page["months"]][:5] == [0, 0, 0, 0, 0]
    assert page["months"][-1]["month"] == "2026-11-01"


async def test_purchase_that_moved_no_points_is_there_with_its_receipt(house: House) -> None:
    phone = await house.sign_in()
    body = {
        "lines": [
            {"sku": "1", "title": "Спички", "category": "grocery", "quantity": 1, "amount": 100}
        ],
        "total": 100,
    }
    scan = await house.scan(phone)
    opened = await house.at_till("/purchases", purchase_body(scan["scan_id"]) | body)
    await house.at_till(f"/purchases/{opened.json()['purchase_id']}/complete")
    page = (await house.http.get("/v1/history", headers=phone.bearer)).json()
    (entry,) = page["entries"]
    assert (entry["points"], entry["kind"], entry["reason"]) == (0, "accrual", "Тверская, 1")
    assert entry["total"] == {"amount": 100, "currency": "RUB"}
    path = f"/v1/purchases/{entry['purchase_id']}"
    assert (await house.http.get(path, headers=phone.bearer)).json()["earned"] == 0
    spent = await house.http.get("/v1/history?kind=redemption", headers=phone.bearer)
    assert spent.json()["entries"] == []


async def test_history_can_be_read_by_kind(house: House) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    await house.buy(phone, burn=10)
    page = (await house.http.get("/v1/history?kind=redemption", headers=phone.bearer)).json()
    assert [entry["points"] for entry in page["entries"]] == [-10]


async def test_pages_together_are_the_whole_history(house: House) -> None:
    phone = await house.sign_in()
    for _ in range(16):
        await house.buy(phone)
    first = await house.http.get("/v1/history", headers=phone.bearer)
    assert first.headers["link"] == f'</v1/history?cursor={first.json()["next"]}>; rel="next"'
    rest = await house.http.get(f"/v1/history?cursor={first.json()['next']}", headers=phone.bearer)
    assert rest.json()["months"] == []
    assert rest.json()["next"] is None
    ids = [int(entry["id"]) for page in (first, rest) for entry in page.json()["entries"]]
    assert len(ids) == 32
    assert ids == sorted(ids, reverse=True)


async def test_stranger_sees_no_receipt(house: House) -> None:
    assert (await house.http.get("/v1/purchases/p1")).status_code == 401


@pytest.mark.parametrize("purchase_id", ["unknown", "%00", "a" * 65, "..%2Fwallet"])
async def test_receipt_that_does_not_exist_is_not_found(house: House, purchase_id: str) -> None:
    phone = await house.sign_in()
    missing = await house.http.get(f"/v1/purchases/{purchase_id}", headers=phone.bearer)
    assert missing.status_code == 404
    assert problem_of(missing)["code"] == "not_found"


async def test_receipt_of_another_member_is_not_found(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    purchase_id = (await house.buy(anna))["purchase_id"]
    other = await house.http.get(f"/v1/purchases/{purchase_id}", headers=boris.bearer)
    assert other.status_code == 404


async def test_receipt_shows_lines_and_points_rule_by_rule(house: House) -> None:
    phone = await house.sign_in()
    purchase_id = (await house.buy(phone))["purchase_id"]
    receipt = (await house.http.get(f"/v1/purchases/{purchase_id}", headers=phone.bearer)).json()
    assert [line["title"] for line in receipt["lines"]] == ["Капучино", "Хлеб"]
    assert receipt["store"] == "Тверская, 1"
    assert receipt["earned"] == sum(effect["points"] for effect in receipt["breakdown"]) == 86
    assert receipt["paid"] == {"amount": 118_400, "currency": "RUB"}


async def test_search_looks_at_the_whole_history_in_the_readers_language(house: House) -> None:
    phone = await house.sign_in()
    for _ in range(16):
        await house.buy(phone)
    asked = phone.bearer | {"Accept-Language": "ru"}
    address = "/v1/history?words=%D1%82%D0%92%D0%95%D1%80%D1%81%D0%BA%D0%B0%D1%8F"
    found = (await house.http.get(address, headers=asked)).json()
    assert len(found["entries"]) == 32
    assert (found["months"], found["years"], found["next"]) == ([], [], None)
    nothing = await house.http.get("/v1/history?words=Nowhere", headers=asked)
    assert nothing.json()["entries"] == []


async def test_search_gives_a_purchase_with_all_that_it_moved(house: House) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    whole = (await house.http.get("/v1/history", headers=phone.bearer)).json()["entries"]
    word = next(one["reason"] for one in whole if one["reason"] != one["store"])
    found = (
        await house.http.get("/v1/history", params={"words": word}, headers=phone.bearer)
    ).json()
    assert [one["id"] for one in found["entries"]] == [one["id"] for one in whole]


async def test_year_is_told_once_there_is_enough(house: House) -> None:
    phone = await house.sign_in()
    assert (await house.http.get("/v1/history", headers=phone.bearer)).json()["years"] == []
    missing = await house.http.get("/v1/years/2026", headers=phone.bearer)
    assert problem_of(missing)["code"] == "not_found"
    for _ in range(ENOUGH):
        await house.buy(phone)
    assert (await house.http.get("/v1/history", headers=phone.bearer)).json()["years"] == [2026]
    review = (await house.http.get("/v1/years/2026", headers=phone.bearer)).json()
    assert (review["purchases"], review["until"]) == (ENOUGH, "2026-11-20")
    assert (await house.http.get("/v1/years/2026")).status_code == 401

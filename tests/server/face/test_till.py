"""The till's calls: its own key, one effect per Idempotency-Key."""

import pytest

from loyalty_server.till.tills import revoke_till, till_of
from tests.server.house import BREAD, COFFEE, House, bearer, join_body, problem_of, purchase_body

pytestmark = pytest.mark.slow


WRITES = {
    "/scans": {"raw": "nonsense", "till_time": "2026-11-20T09:00:00Z"},
    "/purchases": purchase_body("s1"),
    "/purchases/p1/complete": None,
    "/purchases/p1/cancel": None,
    "/purchases/p1/refunds": {"amount": 100},
    "/joins": join_body(),
}
each_write = pytest.mark.parametrize("path", WRITES)


@each_write
async def test_stranger_cannot_act_as_a_till(house: House, path: str) -> None:
    keyed = {"Idempotency-Key": "k1"}
    for headers in (keyed, keyed | bearer("nonsense")):
        refused = await house.http.post(f"/v1/till{path}", json=WRITES[path], headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


@each_write
async def test_member_cannot_act_as_a_till(house: House, path: str) -> None:
    phone = await house.sign_in()
    headers = phone.bearer | {"Idempotency-Key": "k1"}
    refused = await house.http.post(f"/v1/till{path}", json=WRITES[path], headers=headers)
    assert refused.status_code == 403
    assert problem_of(refused)["code"] == "forbidden"


@each_write
async def test_revoked_till_is_refused_at_once(house: House, path: str) -> None:
    with house.settings.database.writing() as session:
        till = till_of(session, house.till_key)
        assert till
        revoke_till(session, till.id, house.clock())
    assert (await house.at_till(path, WRITES[path])).status_code == 401


@each_write
async def test_write_without_an_idempotency_key_is_refused(house: House, path: str) -> None:
    headers = bearer(house.till_key)
    refused = await house.http.post(f"/v1/till{path}", json=WRITES[path], headers=headers)
    assert problem_of(refused)["code"] == "idempotency_key_required"


async def test_purchase_that_does_not_exist_is_not_found(house: House) -> None:
    for verb in ("complete", "cancel"):
        missing = await house.at_till(f"/purchases/unknown/{verb}")
        assert missing.status_code == 404


async def test_till_sees_an_initial_and_a_tier_and_nothing_more_of_the_member(
    house: House,
) -> None:
    scan = await house.scan(await house.sign_in())
    assert scan["member"] == {"initial": "", "tier": "Базовый"}
    assert scan["may_burn"] is True
    assert scan["balance"] == 0


async def test_repeated_scan_gets_the_same_answer_and_a_new_one_is_refused(house: House) -> None:
    phone = await house.sign_in()
    body = {"raw": phone.card_code(house.clock.now), "till_time": "2026-11-20T09:00:00Z"}
    first = await house.at_till("/scans", body, key="k1")
    again = await house.at_till("/scans", body, key="k1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = await house.at_till("/scans", body, key="k2")
    assert problem_of(other)["code"] == "code_used"


async def test_key_of_another_request_is_refused(house: House) -> None:
    phone = await house.sign_in()
    scan = await house.scan(phone)
    assert (await house.at_till("/purchases", purchase_body(scan["scan_id"]), "k1")).is_success
    other = await house.at_till("/purchases", purchase_body(scan["scan_id"], 1), "k1")
    assert other.status_code == 422
    assert problem_of(other)["code"] == "idempotency_key_reused"


async def test_refused_request_keeps_its_key_to_itself(house: House) -> None:
    phone = await house.sign_in()
    scan = await house.scan(phone)
    wrong = purchase_body(scan["scan_id"]) | {"total": 1}
    for _ in range(2):
        refused = await house.at_till("/purchases", wrong, "k1")
        assert problem_of(refused)["code"] == "total_mismatch"
    right = wrong | {"total": 118_400}
    other = await house.at_till("/purchases", right, "k1")
    assert other.status_code == 422
    assert problem_of(other)["code"] == "idempotency_key_reused"
    assert (await house.at_till("/purchases", right, "k2")).status_code == 201


async def test_key_of_a_receipt_that_cannot_be_is_kept_for_it_too(house: House) -> None:
    scan = await house.scan(await house.sign_in())
    sound = purchase_body(scan["scan_id"])
    spoilt = sound | {"lines": [COFFEE | {"quantity": -1}, BREAD]}
    for _ in range(2):
        refused = await house.at_till("/purchases", spoilt, key="one")
        assert problem_of(refused)["code"] == "invalid"
    other = await house.at_till("/purchases", sound, key="one")
    assert problem_of(other)["code"] == "idempotency_key_reused"
    assert (await house.at_till("/purchases", sound, key="two")).status_code == 201


async def test_refused_request_may_be_granted_later_under_its_key(house: House) -> None:
    phone = await house.sign_in()
    body = {"raw": phone.card_code(house.clock.now), "till_time": "2026-11-20T09:00:00Z"}
    house.clock.forward(seconds=-90)
    early = await house.at_till("/scans", body, "k1")
    assert problem_of(early)["code"] == "code_not_yet_valid"
    house.clock.forward(seconds=90)
    first, again = [await house.at_till("/scans", body, "k1") for _ in range(2)]
    assert first.status_code == 201, first.text
    assert (first.status_code, first.content) == (again.status_code, again.content)


async def test_repeated_completion_pays_once(house: House) -> None:
    phone = await house.sign_in()
    quote = await house.ring_up(phone)
    path = f"/purchases/{quote['purchase_id']}/complete"
    first = await house.at_till(path, key="k1")
    again = await house.at_till(path, key="k1")
    assert first.json() == again.json()
    assert first.json()["balance"] == quote["will_earn"]
    other = await house.at_till(path, key="k2")
    assert problem_of(other)["code"] == "purchase_resolved"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"total": "118400"}, "$.total"),
        ({"total": 118400.5}, "$.total"),
        ({"total": True}, "$.total"),
        ({"total": 10**30}, "$.total"),
        ({"lines": [{"sku": "c1"}]}, "$.lines[0].title"),
        ({"balance": 1000}, "$.balance"),
        ({"receipt_id": "\x00"}, "$.receipt_id"),
    ],
)
async def test_wrong_field_is_refused_with_its_place(
    house: House, change: dict[str, object], path: str
) -> None:
    body = purchase_body("s1") | change
    refused = await house.at_till("/purchases", body)
    assert problem_of(refused)["errors"][0]["path"] == path

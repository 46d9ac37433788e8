"""What a member may do with what is known about them: see all of it, and have it destroyed."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.columns import Base
from loyalty_server.housekeeping import tidy
from loyalty_server.privacy.erasure import DESTROYED
from loyalty_server.privacy.export import WITHHELD
from tests.server.house import ANNA, BORIS, House, Phone, problem_of, purchase_body

pytestmark = pytest.mark.slow


OF_NOBODY = {
    "idempotency",
    "offer_total",
    "program_version",
    "reward_stock",
    "sign_in_code",
    "store",
    "till",
    "till_event",
}


async def with_a_life(house: House, phone_number: str = ANNA) -> Phone:
    """A member who has done everything at least once."""
    phone = await house.sign_in(phone_number)
    etag = (await house.http.get("/v1/member", headers=phone.bearer)).headers["etag"]
    headers = phone.bearer | {"If-Match": etag}
    details = {"first_name": "Аннушка", "birthday": "1990-02-28"}
    await house.http.patch("/v1/member", json=details, headers=headers)
    at = {"at": "2026-11-20T09:00:00Z"}
    await house.http.put("/v1/offers/bread-plus-20/activation", json=at, headers=phone.bearer)
    preferences = {"preferences": {"channels": ["push"]}} | at
    await house.http.put("/v1/preferences", json=preferences, headers=phone.bearer)
    headers = phone.bearer | {"Idempotency-Key": f"{phone_number} writes"}
    await house.http.post("/v1/messages", json={"text": "Моя тайна"}, headers=headers)
    await house.buy(phone)
    bought = await house.buy(phone, burn=10)
    review = {"rating": 2, "text": "Грубо"} | at
    path = f"/v1/purchases/{bought['purchase_id']}/review"
    await house.http.put(path, json=review, headers=phone.bearer)
    stale = {"raw": phone.card_code(house.clock.now), "till_time": house.clock.now.isoformat()}
    assert (await house.at_till("/scans", stale)).status_code == 409
    return phone


async def export(house: House, phone: Phone) -> dict[str, list[dict[str, Any]]]:
    answer = await house.http.post("/v1/privacy/exports", headers=phone.bearer)
    assert answer.headers["cache-control"] == "no-store"
    records: dict[str, list[dict[str, Any]]] = answer.json()["records"]
    return records


def counts(session: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    found = {
        table.name: session.scalar(select(func.count()).select_from(table)) for table in tables
    }
    return {name: count for name, count in found.items() if count}


def everything(session: Session) -> str:
    tables = Base.metadata.sorted_tables
    rows = [tuple(row) for table in tables for row in session.execute(select(table))]
    return json.dumps(rows, default=str, ensure_ascii=False)


async def test_stranger_can_neither_see_nor_destroy(house: House) -> None:
    assert (await house.http.post("/v1/privacy/exports")).status_code == 401
    assert (await house.http.delete("/v1/member")).status_code == 401
    assert (await house.http.delete("/v1/member/erasure")).status_code == 401


async def test_export_holds_every_row_about_the_member(house: House) -> None:
    records = await export(house, await with_a_life(house))
    with house.settings.database.reading() as session:
        held = counts(session)
    for name in OF_NOBODY:
        held.pop(name, None)
    assert {name: len(rows) for name, rows in records.items() if rows} == held
    assert records["member"][0]["phone"] == ANNA
    assert [row["text"] for row in records["message"]] == ["Моя тайна"]
    assert [row["title"] for row in records["purchase_line"]][:2] == ["Капучино", "Хлеб"]


async def test_export_holds_nothing_of_another_member_and_nothing_that_opens_doors(
    house: House,
) -> None:
    anna = await with_a_life(house)
    before = {name: len(rows) for name, rows in (await export(house, anna)).items()}
    await with_a_life(house, BORIS)
    records = await export(house, anna)
    assert {name: len(rows) for name, rows in records.items()} == before
    assert BORIS not in json.dumps(records)
    for name, secrets in WITHHELD.items():
        assert all(not secrets & row.keys() for row in records[name])


async def test_leaving_needs_a_fresh_sign_in(house: House) -> None:
    phone = await house.sign_in()
    refresh = {"refresh_token": phone.session["refresh_token"]}
    house.clock.forward(minutes=11)
    token = (await house.http.post("/v1/auth/refresh", json=refresh)).json()["access_token"]
    refused = await house.http.delete("/v1/member", headers={"Authorization": f"Bearer {token}"})
    assert problem_of(refused)["code"] == "fresh_sign_in_required"


async def test_leaving_says_when_and_how_many_points_are_lost(house: House) -> None:
    phone = await with_a_life(house)
    for _ in range(2):
        leaving = await house.http.delete("/v1/member", headers=phone.bearer)
        assert leaving.status_code == 202
        assert leaving.json() == {"erased_at": "2026-12-04T09:01:00Z", "points_lost": 200}
    wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    assert wallet["member"]["erased_at"] == "2026-12-04T09:01:00Z"
    assert wallet["points"]["balance"] == 200


async def test_member_who_stays_after_all_keeps_everything(house: House) -> None:
    phone = await with_a_life(house)
    await house.http.delete("/v1/member", headers=phone.bearer)
    for _ in range(2):
        stayed = await house.http.delete("/v1/member/erasure", headers=phone.bearer)
        assert stayed.status_code == 204
    house.clock.forward(days=15)
    tidy(house.settings)
    again = await house.sign_in()
    wallet = (await house.http.get("/v1/wallet", headers=again.bearer)).json()
    assert (wallet["member"]["first_name"], wallet["points"]["balance"]) == ("Аннушка", 200)


async def test_nothing_personal_is_left_after_two_weeks_and_the_ledger_still_holds(
    house: House,
) -> None:
    phone = await with_a_life(house)
    card = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    await house.http.delete("/v1/member", headers=phone.bearer)
    house.clock.forward(days=14)
    tidy(house.settings)
    with house.settings.database.reading() as session:
        left = everything(session)
    for personal in (ANNA, ANNA[1:], "Аннушка", "Моя тайна", "Грубо", "1990-02-28", card, "Pixel"):
        assert personal not in left
    assert (await house.http.get("/v1/wallet", headers=phone.bearer)).status_code == 401
    body = {"raw": phone.card_code(house.clock.now), "till_time": house.clock.now.isoformat()}
    assert not (await house.at_till("/scans", body)).is_success
    with house.settings.database.reading() as session:
        assert broken_invariants(session) == ()


STAYS = {
    "adjustment": "what operators corrected, by number",
    "balance": "the ledger",
    "consent": "what was agreed to, which has to be shown; names nobody",
    "coupon": "what was promised, by number",
    "credential": "scans name it; its key is drawn anew",
    "device": "scans and consents hang on it; its name and key are blanked",
    "engine_account": "deleted when the engine is told",
    "engine_call": "deleted when the engine is told",
    "entry": "the ledger",
    "family_member": "whose card used which account, by number; its joins are counted for a year",
    "lot": "the ledger",
    "offer_use": "how often an offer was used, by number",
    "purchase": "the ledger hangs on it",
    "referral": "who came by whose invitation, by number; limits count it, a return takes it back",
    "receipt_join": "the code of a receipt, by number",
    "redemption": "the ledger hangs on it",
    "scan": "the purchase hangs on it",
    "survey_invitation": "who was asked, by number; the answers go",
    "transfer": "the ledger",
    "wallet_mark": "a counter",
    "wallet_pass": "ended, and removed once the wallets were told",
}
"""Tables with a member's id that an erasure does not empty, and why that names nobody."""


def test_every_table_of_a_member_is_emptied_or_stays_for_a_reason() -> None:
    naming = {table.name for table in Base.metadata.sorted_tables if "member_id" in table.c}
    emptied = {table.__tablename__ for table in DESTROYED}
    assert naming - emptied == STAYS.keys()


async def test_goods_of_an_erased_member_can_be_brought_back_and_leave_no_trace(
    house: House,
) -> None:
    phone = await with_a_life(house)
    bought = await house.buy(phone)
    await house.http.delete("/v1/member", headers=phone.bearer)
    house.clock.forward(days=14)
    tidy(house.settings)
    path = f"/purchases/{bought['purchase_id']}/refunds"
    assert (await house.at_till(path, {"amount": 118_400})).status_code == 201
    with house.settings.database.reading() as session:
        assert broken_invariants(session) == ()


async def test_phone_of_an_erased_member_joins_anew(house: House) -> None:
    phone = await with_a_life(house)
    await house.http.delete("/v1/member", headers=phone.bearer)
    house.clock.forward(days=14)
    tidy(house.settings)
    again = await house.sign_in()
    assert again.session["is_new_member"] is True
    wallet = (await house.http.get("/v1/wallet", headers=again.bearer)).json()
    assert (wallet["member"]["first_name"], wallet["points"]["balance"]) == ("", 0)


async def test_member_at_the_till_is_erased_only_when_the_purchase_is_over(house: House) -> None:
    phone = await with_a_life(house)
    await house.http.delete("/v1/member", headers=phone.bearer)
    house.clock.forward(days=13, hours=23, minutes=55)
    phone = await house.sign_in()
    quote = await house.ring_up(phone, burn=10)
    house.clock.forward(minutes=6)
    tidy(house.settings)
    done = await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
    assert done.status_code == 200
    tidy(house.settings)
    assert (await house.http.get("/v1/wallet", headers=phone.bearer)).status_code == 401


async def test_member_who_is_erased_between_scan_and_receipt_buys_nothing(house: House) -> None:
    phone = await with_a_life(house)
    await house.http.delete("/v1/member", headers=phone.bearer)
    house.clock.forward(days=13, hours=23, minutes=58)
    scan = await house.scan(await house.sign_in())
    house.clock.forward(minutes=2)
    tidy(house.settings)
    refused = await house.at_till("/purchases", purchase_body(scan["scan_id"]))
    assert problem_of(refused)["code"] == "scan_expired"
    with house.settings.database.reading() as session:
        assert broken_invariants(session) == ()

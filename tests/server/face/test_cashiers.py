"""A shop without till software: a paired device, a cashier's PIN, and a log of what each did."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from hashlib import scrypt
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from loyalty_server.app import create_app
from loyalty_server.cashiers import pins
from loyalty_server.cashiers.deeds import deeds
from loyalty_server.cashiers.devices import offer_pairing, revoke_device
from loyalty_server.cashiers.staff import NewCashier, add_cashier, give_pin, revoke_cashier
from loyalty_server.tables import CashierRow, TillDeviceRow
from loyalty_server.till.tills import revoke_till, till_of
from tests.keyboards import KEYBOARDS
from tests.server.house import (
    OWN_PAGE,
    House,
    Phone,
    bearer,
    join_body,
    problem_of,
    purchase_body,
)

pytestmark = pytest.mark.slow
COOKIE = "__Host-loyalty_till"


@dataclass
class Tablet:
    """A browser of its own on the cashier's page."""

    house: House
    http: httpx.AsyncClient
    shift: str = ""

    async def ask(self, method: str, path: str, body: object = None, **more: str) -> httpx.Response:
        headers = OWN_PAGE | {"Cashier-Shift": self.shift, "Idempotency-Key": str(uuid4())} | more
        return await self.http.request(method, path, json=body, headers=headers)

    async def sign_in(self, who: NewCashier, pin: str = "") -> httpx.Response:
        body = {"cashier": who.id, "pin": pin or who.pin}
        answer = await self.ask("PUT", "/v1/cashier/shift", body)
        if answer.is_success:
            self.shift = answer.json()["shift"]["id"]
        return answer

    async def scan(self, phone: Phone) -> dict[str, Any]:
        now = self.house.clock.now
        body = {"raw": phone.card_code(now), "till_time": now.isoformat()}
        return dict((await self.ask("POST", "/v1/till/scans", body)).json())


async def sale(tablet: Tablet, phone: Phone) -> str:
    """Scanned, rung up, paid; returns the purchase."""
    tablet.house.clock.forward(seconds=30)
    scan = await tablet.scan(phone)
    quote = await tablet.ask("POST", "/v1/till/purchases", purchase_body(scan["scan_id"]))
    purchase = quote.json()["purchase_id"]
    done = await tablet.ask("POST", f"/v1/till/purchases/{purchase}/complete")
    assert done.status_code == 200, done.text
    return str(purchase)


def pairing_code(house: House) -> str:
    with house.settings.database.writing() as session:
        till = till_of(session, house.till_key)
        assert till
        return offer_pairing(session, house.settings.keys, till.id, house.clock())


def hired(house: House, name: str) -> NewCashier:
    with house.settings.database.writing() as session:
        till = till_of(session, house.till_key)
        assert till
        return add_cashier(session, house.settings.keys, till.store_id, name, house.clock())


async def a_tablet(house: House) -> Tablet:
    transport = house.http._transport
    tablet = Tablet(house, httpx.AsyncClient(transport=transport, base_url=house.http.base_url))
    paired = await tablet.ask("POST", "/v1/cashier/device", {"code": pairing_code(house)})
    assert paired.status_code == 201, paired.text
    return tablet


def log_of(house: House) -> list[tuple[str, str]]:
    """Who did what, in order."""
    now = house.clock()
    with house.settings.database.reading() as session:
        names = {one.id: one.name for one in session.scalars(select(CashierRow))}
        day = deeds(session, now - timedelta(days=2), now + timedelta(seconds=1))
        return [(names[row.cashier_id], row.kind.value) for row in day]


async def test_device_gets_a_key_of_its_own_that_no_script_and_no_other_site_reads(
    house: House,
) -> None:
    tablet = await a_tablet(house)
    paired = await tablet.ask("GET", "/v1/cashier")
    cookie = paired.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for term in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert term in cookie
    key = tablet.http.cookies[COOKIE]
    assert key not in paired.text
    assert key != house.till_key
    refused = await house.at_till(
        "/scans", {"raw": "x", "till_time": "2026-11-20T09:00:00Z"}, till_key=key
    )
    assert refused.status_code == 401


async def test_code_pairs_one_device_within_ten_minutes_however_it_is_typed(house: House) -> None:
    code = pairing_code(house)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    first, second = await asyncio.gather(
        *(
            house.http.post("/v1/cashier/device", json={"code": one}, headers=OWN_PAGE)
            for one in (code, typed)
        )
    )
    assert sorted((first.status_code, second.status_code)) == [201, 403]
    late, newer = pairing_code(house), pairing_code(house)
    house.clock.forward(minutes=9)
    replaced = await house.http.post("/v1/cashier/device", json={"code": late}, headers=OWN_PAGE)
    assert problem_of(replaced)["code"] == "sign_in_code_wrong"
    house.clock.forward(minutes=1)
    over = await house.http.post("/v1/cashier/device", json={"code": newer}, headers=OWN_PAGE)
    assert problem_of(over)["code"] == "sign_in_code_wrong"


async def test_code_pairs_when_another_alphabet_was_on(house: House) -> None:
    code = pairing_code(house).translate(KEYBOARDS["Russian"])
    paired = await house.http.post("/v1/cashier/device", json={"code": code}, headers=OWN_PAGE)
    assert paired.status_code == 201, paired.text


async def test_cookie_of_a_device_is_worth_nothing_to_another_page(house: House) -> None:
    tablet = await a_tablet(house)
    await tablet.sign_in(hired(house, "Оля"))
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    for method, path, body in (
        ("GET", "/v1/cashier", None),
        ("DELETE", "/v1/cashier/shift", None),
        ("POST", "/v1/till/joins", join_body()),
        ("GET", "/v1/till/receipts?receipt_id=r1", None),
    ):
        refused = await tablet.ask(method, path, body, **elsewhere)
        assert problem_of(refused)["code"] == "forbidden", path
    paired = await house.http.post(
        "/v1/cashier/device", json={"code": pairing_code(house)}, headers=elsewhere
    )
    assert problem_of(paired)["code"] == "forbidden"


async def test_device_without_a_cashier_rings_nothing_up(house: House) -> None:
    tablet, olya = await a_tablet(house), hired(house, "Оля")
    refused = await tablet.ask("POST", "/v1/till/joins", join_body())
    assert problem_of(refused)["code"] == "fresh_sign_in_required"
    assert (await tablet.sign_in(olya)).json()["shift"]["cashier"]["name"] == "Оля"
    assert (await tablet.ask("POST", "/v1/till/joins", join_body())).status_code == 201
    assert (await tablet.ask("DELETE", "/v1/cashier/shift")).json()["shift"] is None
    assert (await tablet.ask("POST", "/v1/till/joins", join_body())).status_code == 403
    await tablet.sign_in(olya)
    house.clock.forward(hours=12)
    assert (await tablet.ask("POST", "/v1/till/joins", join_body())).status_code == 403


async def test_pin_is_guessed_five_times_at_a_device_and_colleagues_still_get_in(
    house: House,
) -> None:
    tablet, olya, petya = await a_tablet(house), hired(house, "Оля"), hired(house, "Петя")
    wrong = "000000" if olya.pin != "000000" else "000001"
    tries = await asyncio.gather(*(tablet.sign_in(olya, wrong) for _ in range(8)))
    assert sorted(one.status_code for one in tries) == [403] * 5 + [429] * 3
    right = await tablet.sign_in(olya)
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) <= 15 * 60
    assert (await tablet.sign_in(petya)).status_code == 200
    assert (await (await a_tablet(house)).sign_in(olya)).status_code == 200
    house.clock.forward(minutes=15)
    assert (await tablet.sign_in(olya)).status_code == 200
    assert log_of(house).count(("Оля", "wrong_pin")) == 5


async def test_guesses_are_counted_over_a_restart_and_at_each_device_by_itself(
    house: House,
) -> None:
    tablet, olya = await a_tablet(house), hired(house, "Оля")
    for _ in range(5):
        await tablet.sign_in(olya, "wrong")
    restarted = httpx.ASGITransport(create_app(house.settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=restarted, base_url=house.http.base_url, cookies=tablet.http.cookies
    ) as http:
        assert (await Tablet(house, http).sign_in(olya)).status_code == 429
    other = await a_tablet(house)
    assert (await other.sign_in(olya)).status_code == 200


async def test_device_guesses_twenty_times_at_all_colleagues(house: House) -> None:
    tablet = await a_tablet(house)
    staff = [hired(house, name) for name in ("Оля", "Петя", "Вера", "Глеб", "Яна")]
    tries = [(await tablet.sign_in(one, "wrong")).status_code for one in staff for _ in range(5)]
    assert tries == [403] * 20 + [429] * 5


async def test_who_has_no_guess_left_costs_no_slow_hash(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, olya = await a_tablet(house), hired(house, "Оля")
    made: list[bytes] = []

    def counted(password: bytes, **terms: Any) -> bytes:
        made.append(password)
        return scrypt(password, **terms)

    monkeypatch.setattr(pins, "scrypt", counted)
    tries = [(await tablet.sign_in(olya, "wrong")).status_code for _ in range(9)]
    assert tries == [403] * 5 + [429] * 4
    assert len(made) == 5


async def test_database_alone_tells_no_pin(house: House) -> None:
    olya = hired(house, "Оля")
    with house.settings.database.reading() as session:
        row = session.get_one(CashierRow, olya.id)
    assert olya.pin not in row.pin_hash + row.pin_salt
    assert len(bytes.fromhex(row.pin_hash)) == 64


async def test_another_pin_ends_the_one_before(house: House) -> None:
    tablet, olya = await a_tablet(house), hired(house, "Оля")
    with house.settings.database.writing() as session:
        pin = give_pin(session, house.settings.keys, olya.id)
    if pin != olya.pin:
        assert (await tablet.sign_in(olya)).status_code == 403
    assert (await tablet.sign_in(olya, pin)).status_code == 200


async def test_cashier_of_another_store_is_nobody_here(house: House) -> None:
    tablet, olya = await a_tablet(house), hired(house, "Оля")
    with house.settings.database.writing() as session:
        session.execute(text("INSERT INTO store (id, name, address) VALUES ('far', 'Far', '')"))
        session.execute(update(CashierRow).values(store_id="far"))
    assert (await tablet.ask("GET", "/v1/cashier")).json()["staff"] == []
    assert (await tablet.sign_in(olya)).status_code == 404


@pytest.mark.parametrize("what", ["cashier", "device", "till"])
async def test_who_is_revoked_is_refused_at_once(house: House, what: str) -> None:
    tablet, olya = await a_tablet(house), hired(house, "Оля")
    await tablet.sign_in(olya)
    with house.settings.database.writing() as session:
        device = session.scalars(select(TillDeviceRow)).one()
        match what:
            case "cashier":
                revoke_cashier(session, olya.id, house.clock())
            case "device":
                revoke_device(session, device.id, house.clock())
            case _:
                revoke_till(session, device.till_id, house.clock())
    refused = await tablet.ask("POST", "/v1/till/joins", join_body())
    code = "fresh_sign_in_required" if what == "cashier" else "unauthenticated"
    assert problem_of(refused)["code"] == code
    assert (await tablet.sign_in(olya)).status_code in {401, 404}


async def test_each_deed_is_noted_once_under_whoever_did_it(house: House) -> None:
    tablet, olya, petya = await a_tablet(house), hired(house, "Оля"), hired(house, "Петя")
    phone = await house.sign_in()
    await tablet.sign_in(olya)
    purchase = await sale(tablet, phone)
    again = {"Idempotency-Key": "once"}
    await tablet.sign_in(petya)
    for _ in range(2):
        back = await tablet.ask(
            "POST", f"/v1/till/purchases/{purchase}/refunds", {"amount": 100}, **again
        )
        assert back.status_code == 201
    assert log_of(house) == [
        ("Оля", "sign_in"),
        ("Оля", "scan"),
        ("Оля", "open"),
        ("Оля", "complete"),
        ("Петя", "sign_in"),
        ("Петя", "refund"),
    ]


async def test_what_a_till_does_by_its_own_key_is_no_cashiers_deed(house: House) -> None:
    await house.buy(await house.sign_in())
    assert log_of(house) == []


async def test_sold_without_the_network_is_the_sellers_deed_whoever_sends_it(house: House) -> None:
    tablet, olya, petya = await a_tablet(house), hired(house, "Оля"), hired(house, "Петя")
    phone = await house.sign_in()
    await tablet.sign_in(olya)
    hers = tablet.shift
    house.clock.forward(minutes=1)
    sold_at = house.clock.now
    code = phone.card_code(sold_at)
    house.clock.forward(hours=2)
    await tablet.sign_in(petya)
    told = {"Cashier-Shift": hers}
    body = {"raw": code, "till_time": sold_at.isoformat()}
    scan = await tablet.ask("POST", "/v1/till/scans", body, **told)
    assert scan.json()["may_burn"] is False
    quote = await tablet.ask(
        "POST", "/v1/till/purchases", purchase_body(scan.json()["scan_id"]), **told
    )
    purchase = quote.json()["purchase_id"]
    await tablet.ask("POST", f"/v1/till/purchases/{purchase}/complete", **told)
    assert log_of(house)[-3:] == [("Оля", "scan"), ("Оля", "open"), ("Оля", "complete")]
    house.clock.forward(minutes=2)
    scanned = await tablet.ask(
        "POST",
        "/v1/till/scans",
        {"raw": phone.card_code(house.clock.now), "till_time": house.clock.now.isoformat()},
        **told,
    )
    assert scanned.status_code == 201
    assert log_of(house)[-1] == ("Петя", "scan")


async def test_log_is_only_added_to(house: House) -> None:
    await (await a_tablet(house)).sign_in(hired(house, "Оля"))
    for change in ("DELETE FROM cashier_deed", "UPDATE cashier_deed SET money = 0"):
        with pytest.raises(DatabaseError, match="only added to"):  # noqa: SIM117
            with house.settings.database.writing() as session:
                session.execute(text(change))


async def test_member_and_stranger_are_no_cashiers(house: House) -> None:
    phone = await house.sign_in()
    for headers in ({}, phone.bearer, bearer("nonsense"), {"Cookie": f"{COOKIE}=nonsense"}):
        refused = await house.http.get("/v1/cashier", headers=OWN_PAGE | headers)
        assert problem_of(refused)["code"] == "unauthenticated"

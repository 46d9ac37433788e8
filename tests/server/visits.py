"""What the tests of this folder do again and again: look into the wallet, put, post."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.forgetting import forget
from loyalty_server.face.idempotency import answers_over
from loyalty_server.publishing import publish
from tests.server.house import ANNA, House, Phone

PROGRAM = Path(__file__).with_name("whole_programme.toml").read_text("utf-8")
AT = "2026-11-20T09:00:00Z"


def change(house: House, written: str, instead: str) -> None:
    """Another version of the programme holds from now on."""
    assert written in PROGRAM
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(session, PROGRAM.replace(written, instead, 1), house.clock())


async def wallet_of(house: House, phone: Phone) -> dict[str, Any]:
    """The member's snapshot now."""
    answer = await house.http.get("/v1/wallet", headers=phone.bearer)
    assert answer.status_code == 200, answer.text
    wallet: dict[str, Any] = answer.json()
    return wallet


async def balance_of(house: House, phone: Phone) -> int:
    """The points the member can spend now."""
    balance: int = (await wallet_of(house, phone))["points"]["balance"]
    return balance


async def member_with_points(house: House, phone: str = ANNA) -> Phone:
    """A member who has bought once: 59 points of base rate."""
    member = await house.sign_in(phone)
    await house.buy(member)
    return member


def require_sound_ledger(house: House) -> None:
    """Every invariant of the ledger holds."""
    with house.settings.database.reading() as session:
        assert broken_invariants(session) == ()


def forget_a_week_of_answers(house: House) -> None:
    """So much time passes that no answer is kept any more."""
    house.clock.forward(days=8)
    forget(house.settings.database, answers_over(house.clock()))


async def put(house: House, phone: Phone, path: str, body: object) -> httpx.Response:
    return await house.http.put(f"/v1{path}", json=body, headers=phone.bearer)


async def post(
    house: House, phone: Phone, path: str, body: object, key: str = ""
) -> httpx.Response:
    """One write of the member, under a key of its own unless one is given."""
    headers = phone.bearer | {"Idempotency-Key": key or str(uuid4())}
    return await house.http.post(f"/v1{path}", json=body, headers=headers)

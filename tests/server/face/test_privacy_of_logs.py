"""Logs never carry who somebody is or what opens a door."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tests.server.face.conftest import on_sqlite
from tests.server.house import ANNA, BORIS, House, listening, problem_of, session_body

pytestmark = pytest.mark.slow


@on_sqlite
async def test_log_of_a_whole_visit_holds_no_secret_and_no_address(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone = await house.sign_in()
    challenge = (await house.ask_code(phone=BORIS)).json()["challenge_id"]
    code = house.postbox.last_code  # before the open server sends some by itself
    refresh = {"refresh_token": phone.session["refresh_token"]}
    async with listening(house) as http:
        await http.get("/v1/wallet", headers=phone.bearer)
        await http.post("/v1/auth/codes", json={"phone": ANNA})
        await http.post("/v1/auth/sessions", json=session_body("unknown", "123456"))
        successor = (await http.post("/v1/auth/refresh", json=refresh)).json()["refresh_token"]
        await house.buy(phone)
        with house.settings.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE member RENAME COLUMN phone TO lost"))
        failed = await http.post("/v1/auth/sessions", json=session_body(challenge, code))
    assert failed.status_code == 500
    assert "OperationalError from OperationalError" in caplog.text
    assert "in open_session" in caplog.text
    secrets = [
        ANNA.removeprefix("+"),
        BORIS.removeprefix("+"),
        code,
        house.postbox.last_code,
        house.till_key,
        phone.session["access_token"],
        phone.session["refresh_token"],
        phone.session["credential"]["key"],
        successor,
        phone.card_code(house.clock.now)[-16:],
    ]
    assert [secret for secret in secrets if secret in caplog.text] == []


@pytest.mark.parametrize(
    "house", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_database_that_quotes_what_it_refuses_does_not_bring_it_into_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    challenge = (await house.ask_code(phone=BORIS)).json()["challenge_id"]
    refuse = f"ALTER TABLE member ADD CONSTRAINT no_boris CHECK (phone <> '{BORIS}')"
    with _altered(house, refuse, "ALTER TABLE member DROP CONSTRAINT no_boris"):
        async with listening(house) as http:
            body = session_body(challenge, house.postbox.last_code)
            failed = await http.post("/v1/auth/sessions", json=body)
    assert problem_of(failed)["code"] == "internal"
    assert "IntegrityError from CheckViolation" in caplog.text
    assert BORIS not in caplog.text


@contextmanager
def _altered(house: House, spoil: str, mend: str) -> Iterator[None]:
    engine = house.settings.database.engine
    with engine.begin() as connection:
        connection.execute(text(spoil))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(mend))

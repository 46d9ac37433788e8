"""Logs never carry who somebody is or what opens a door."""

import logging

import pytest
from sqlalchemy import text

from tests.server_face.conftest import on_sqlite
from tests.server_face.house import ANNA, BORIS, House, listening, session_body


@on_sqlite
async def test_log_of_a_whole_visit_holds_no_secret_and_no_address(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone = await house.sign_in()
    refresh = {"refresh_token": phone.session["refresh_token"]}
    async with listening(house) as http:
        await http.get("/v1/wallet", headers=phone.bearer)
        await http.post("/v1/auth/codes", json={"phone": ANNA})
        await http.post("/v1/auth/sessions", json=session_body("unknown", "123456"))
        successor = (await http.post("/v1/auth/refresh", json=refresh)).json()["refresh_token"]
        await house.buy(phone)
        challenge = (await house.ask_code(phone=BORIS)).json()["challenge_id"]
        with house.settings.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE member RENAME COLUMN phone TO lost"))
        failed = await http.post(
            "/v1/auth/sessions", json=session_body(challenge, house.postbox.last_code)
        )
    assert failed.status_code == 500
    assert "no such column: member.phone" in caplog.text
    secrets = [
        ANNA.removeprefix("+"),
        BORIS.removeprefix("+"),
        house.postbox.last_code,
        house.till_key,
        phone.session["access_token"],
        phone.session["refresh_token"],
        phone.session["credential"]["key"],
        successor,
        phone.card_code(house.clock.now)[-16:],
    ]
    assert [secret for secret in secrets if secret in caplog.text] == []

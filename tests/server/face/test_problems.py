"""Whatever goes wrong is a problem (RFC 9457), never the framework's own shape."""

from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text

from loyalty_server.app import create_app
from loyalty_server.database.engine import Patience
from loyalty_server.database.transactions import Database
from loyalty_server.face.bodies import MAX_BODY_BYTES
from tests.server.face.conftest import on_sqlite
from tests.server.house import House, problem_of

JSON = {"Content-Type": "application/json"}
pytestmark = pytest.mark.slow


async def test_unknown_path_is_not_found(house: House) -> None:
    assert problem_of(await house.http.get("/v1/nowhere"))["code"] == "not_found"


async def test_wrong_method_is_refused_with_the_right_ones(house: House) -> None:
    refused = await house.http.delete("/v1/wallet")
    assert problem_of(refused)["code"] == "method_not_allowed"
    assert refused.headers["allow"] == "GET"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"phone": NaN}'])
async def test_body_that_is_not_json_is_refused(house: House, content: bytes) -> None:
    refused = await house.http.post("/v1/auth/codes", content=content, headers=JSON)
    assert problem_of(refused)["code"] == "invalid"


@pytest.mark.parametrize("content", [b'{"\\ud800": 1}', b'{"\\u0000": 1}'])
async def test_name_that_no_answer_could_repeat_is_refused(house: House, content: bytes) -> None:
    refused = await house.http.post("/v1/auth/codes", content=content, headers=JSON)
    assert problem_of(refused)["detail"] == "$: a text of whole Unicode characters is needed"


@pytest.mark.parametrize("depth", [400, 700, 900, 20_000])
async def test_values_deep_within_each_other_are_refused(house: House, depth: int) -> None:
    phone = await house.sign_in()
    nested = b"[" * depth + b"]" * depth
    content = b'{"at": "2026-11-20T09:00:00Z", "answers": {"why": ' + nested + b"}}"
    path = "/v1/surveys/no-survey/answer"
    refused = await house.http.put(path, content=content, headers=phone.bearer | JSON)
    assert problem_of(refused)["code"] in ("invalid", "not_found")


async def test_oversized_body_is_refused(house: House) -> None:
    content = b'{"phone": "' + b"1" * MAX_BODY_BYTES + b'"}'
    refused = await house.http.post("/v1/auth/codes", content=content, headers=JSON)
    assert refused.status_code == 413
    assert problem_of(refused)["code"] == "body_too_large"


@on_sqlite
async def test_fault_of_the_server_tells_nothing_of_its_inside(house: House) -> None:
    phone = await house.sign_in()
    with house.settings.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE balance RENAME TO lost"))
    failed = await house.http.get("/v1/wallet", headers=phone.bearer)
    assert failed.status_code == 500
    assert problem_of(failed).keys() == {"type", "title", "status", "code"}


async def test_server_is_alive_and_ready(house: House) -> None:
    for path in ("/healthz", "/readyz"):
        assert (await house.http.get(path)).status_code == 200


async def test_answers_carry_security_headers(house: House) -> None:
    for path in ("/healthz", "/v1/wallet", "/v1/nowhere"):
        headers = (await house.http.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"] == "max-age=63072000"
        assert headers["referrer-policy"] == "no-referrer"


async def test_only_configured_origins_may_call_from_a_browser(house: House) -> None:
    allowed = {}
    for origin in ("https://card.example", "https://evil.example"):
        asked = await house.http.options(
            "/v1/wallet",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "authorization,if-none-match",
            },
        )
        allowed[origin] = asked.headers.get("access-control-allow-origin")
    assert allowed == {"https://card.example": "https://card.example", "https://evil.example": None}


@on_sqlite
async def test_busy_database_is_told_as_unavailable_and_nothing_is_done(house: House) -> None:
    phone = await house.sign_in()
    engine = house.settings.database.engine
    impatient = Database(str(engine.url), Patience(busy=0.01))
    hurried = create_app(replace(house.settings, database=impatient))
    transport = httpx.ASGITransport(hurried, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        with house.settings.database.writing():
            busy = await http.delete("/v1/auth/session", headers=phone.bearer)
        assert busy.status_code == 503
        assert problem_of(busy)["code"] == "unavailable"
        assert busy.headers["retry-after"] == "2"
        assert (await http.get("/v1/wallet", headers=phone.bearer)).status_code == 200
    impatient.close()

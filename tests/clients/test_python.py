"""A till's and a wallet's program in Python, on the package that `openapi-python-client` makes."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

from kopilka_cli.web.programs import run
from loyalty_server.openapi_file import PUBLISHED
from tests.server.house import BREAD, COFFEE, CONSENTS, House, Phone, listening

pytestmark = pytest.mark.slow

NAME = "kopilka_client"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The generated package, imported for one test."""
    made = ("--meta", "none", "--output-path", tmp_path / NAME)
    run(
        Path(sys.executable).with_name("openapi-python-client"),
        "generate",
        "--path",
        PUBLISHED,
        *made,
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module(NAME)
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


def call_of(tag: str, name: str) -> Any:
    """One generated call."""
    return importlib.import_module(f"{NAME}.api.{tag}.{name}").asyncio_detailed


async def test_program_in_python_signs_in_reads_the_wallet_and_rings_up(
    house: House, client: ModuleType
) -> None:
    models = importlib.import_module(f"{NAME}.models")
    challenge = (await house.ask_code()).json()["challenge_id"]
    device = models.ThisDevice("Python", models.Platform.DESKTOP)
    consents = [models.GrantedConsent(**consent) for consent in CONSENTS]
    body = models.SessionRequest(challenge, house.postbox.last_code, device, consents)
    async with listening(house) as http:
        server = str(http.base_url)
        async with client.Client(server) as stranger:
            session = (await call_of("sign_in", "sign_in")(client=stranger, body=body)).parsed
        async with client.AuthenticatedClient(server, session.access_token) as member:
            wallet = (await call_of("member", "wallet")(client=member)).parsed
        async with client.AuthenticatedClient(server, house.till_key) as till:
            quote = await _rung_up(models, till, Phone(session.to_dict()), house)
    assert wallet.program.currency == "RUB"
    assert (quote.state, quote.will_earn) == (models.PurchaseState.OPEN, 86)


async def _rung_up(models: ModuleType, till: object, phone: Phone, house: House) -> Any:
    """The quote of a scanned member's basket."""
    raw, now = phone.card_code(house.clock.now), house.clock.now
    scan = await call_of("till", "scan_card")(
        client=till, body=models.ScanRequest(raw, now), idempotency_key=str(uuid4())
    )
    lines = [models.Line(**line) for line in (COFFEE, BREAD)]
    total = sum(line.amount for line in lines)
    body = models.PurchaseRequest(scan.parsed.scan_id, "py-1", lines, total)
    ring_up = call_of("till", "ring_up")
    with pytest.raises(TypeError, match="idempotency_key"):
        ring_up(client=till, body=body)
    return (await ring_up(client=till, body=body, idempotency_key=str(uuid4()))).parsed

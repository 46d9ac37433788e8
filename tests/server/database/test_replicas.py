"""Two servers on one PostgreSQL: what happens at one is heard at the other."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.orm import Session

from loyalty_api.card_code import QR_INFO, CodeType, derive_key, make_code, step_at
from loyalty_api.problems import ProblemCode
from loyalty_server.database.replicas import hear_replicas
from loyalty_server.database.transactions import Database, wake
from loyalty_server.keys import bytes_of
from loyalty_server.problems import Refused
from loyalty_server.till.tills import add_till
from tests.server.postgres import Cluster
from tests.server.server_process import PATIENCE_SECONDS, ServerProcess, serving

PHONE = "+79000000001"
CONSENTS = [
    {"purpose": "rules", "version": "2026-11"},
    {"purpose": "personal_data", "version": "2026-11"},
]


def signed_in(server: ServerProcess, *replicas: ServerProcess) -> dict[str, Any]:
    with httpx.Client(base_url=f"{server.address}/v1/auth") as http:
        challenge = http.post("/codes", json={"phone": PHONE}).json()["challenge_id"]
        body = {
            "challenge_id": challenge,
            "code": server.sign_in_code(PHONE, *replicas),
            "device": {"name": "Pixel", "platform": "android"},
            "consents": CONSENTS,
        }
        session: dict[str, Any] = http.post("/sessions", json=body).json()
        return session


def code_of(session: dict[str, Any], moment: datetime) -> str:
    credential = session["credential"]
    qr_key = derive_key(bytes_of(credential["key"]), QR_INFO)
    return make_code(qr_key, credential["kid"], step_at(moment.timestamp()), CodeType.PAY)


def kinds(lines: Iterator[str]) -> Iterator[str]:
    return (line.removeprefix("event: ") for line in lines if line.startswith("event: "))


@pytest.mark.postgres
async def test_bell_rings_for_what_another_server_commits(
    cluster: Cluster, open_database: Callable[[str], Database]
) -> None:
    url = cluster.wiped_database()
    here, there = open_database(url), open_database(url)
    hearing = asyncio.create_task(hear_replicas(here))
    async with asyncio.timeout(PATIENCE_SECONDS):
        with here.bell.listening("member:m1") as m1, here.bell.listening("member:m2") as m2:
            await asyncio.gather(m1.wait(), m2.wait())
            m1.clear()
            m2.clear()
            there.write(lambda session: wake(session, "member:m2"))
            await m2.wait()
            assert not m1.is_set()
            there.write(lambda session: wake(session, "member:m1"))
            await m1.wait()
    hearing.cancel()


@pytest.mark.postgres
async def test_refused_change_rings_nowhere(
    cluster: Cluster, open_database: Callable[[str], Database]
) -> None:
    url = cluster.wiped_database()
    here, there = open_database(url), open_database(url)
    hearing = asyncio.create_task(hear_replicas(here))

    def refuse(session: Session) -> None:
        wake(session, "member:m1")
        raise Refused(ProblemCode.INVALID)

    async with asyncio.timeout(PATIENCE_SECONDS):
        with here.bell.listening("member:m1") as rung, here.bell.listening("last") as last:
            await last.wait()
            rung.clear()
            last.clear()
            with pytest.raises(Refused):
                there.write(refuse)
            there.write(lambda session: wake(session, "last"))
            await last.wait()
            assert not rung.is_set()
    hearing.cancel()


@pytest.mark.postgres
def test_wallet_at_one_server_hears_of_a_scan_at_another(cluster: Cluster, tmp_path: Path) -> None:
    url, keys = cluster.wiped_database(), tmp_path / "keys"
    with serving(url, keys) as one, serving(url, keys) as other:
        session = signed_in(one, other)
        database = Database(url)
        with database.writing() as writing:
            till = add_till(writing, "lesnaya", "1", datetime.now(UTC))
        database.close()
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        with httpx.stream(
            "GET", f"{one.address}/v1/wallet/events", headers=bearer, timeout=30
        ) as stream:
            lines = stream.iter_lines()
            next(lines)
            now = datetime.now(UTC)
            scanned = httpx.post(
                f"{other.address}/v1/till/scans",
                json={"raw": code_of(session, now), "till_time": now.isoformat()},
                headers={
                    "Authorization": f"Bearer {till.key}",
                    "Idempotency-Key": str(uuid4()),
                },
            )
            assert scanned.status_code == 201, scanned.text
            assert next(kinds(lines)) == "scanned"

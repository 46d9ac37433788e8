"""A server that cannot show who it is, as behind a prying proxy: nothing is sent to it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kopilka.api import LoyaltyApi
from kopilka.domain import Unreachable
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.local.secrets import KeptSession
from tests.wallet.wallets import NOW

pytestmark = pytest.mark.slow


NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loyalty.example")])


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Signed by nobody that anybody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    unsigned = (
        x509.CertificateBuilder(NAME, NAME, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3650))
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + unsigned.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def heard() -> list[bytes]:
    return []


@pytest.fixture
async def port(tmp_path: Path, heard: list[bytes]) -> AsyncIterator[int]:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1))
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=own_certificate(tmp_path))
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_nothing_is_told_to_a_server_with_a_foreign_certificate(
    port: int, heard: list[bytes], tmp_path: Path
) -> None:
    session = KeptSession(FileSecrets(tmp_path / "secrets.json"))
    async with httpx.AsyncClient(base_url=f"https://127.0.0.1:{port}") as client:
        api = LoyaltyApi(client, session, lambda _: None)
        with pytest.raises(Unreachable):
            await api.send_code("+79000000001")
    assert heard == []

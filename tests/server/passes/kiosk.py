"""A server that can give passes, and what stands in for Apple and Google."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from loyalty_server.app import create_app
from loyalty_server.passes.apple_push import ApnsPusher
from loyalty_server.passes.google_issuer import GoogleIssuer, service_account_in
from loyalty_server.passes.issuers import AppleIssuer, Issuers
from tests.server.house import House
from tests.server.passes.apple import Apns
from tests.server.passes.certificates import AppleFiles, apple_files
from tests.server.passes.google import ISSUER, Google, account_json


def apple_issuer(files: AppleFiles, apns: Apns) -> AppleIssuer:
    """Signs with these certificates and pushes to this service."""
    signer = files.signer
    transport = httpx.MockTransport(apns)
    return AppleIssuer(signer, ApnsPusher(signer.pass_type, ssl.create_default_context, transport))


def google_issuer(key: rsa.RSAPrivateKey, google: Google, origin: str) -> GoogleIssuer:
    """Speaks to this Google with this account's key."""
    account = service_account_in(account_json(key))
    return GoogleIssuer(ISSUER, account, origin, transport=httpx.MockTransport(google))


def passes_in(folder: Path) -> Issuers:
    """Both kinds, with certificates and an account that are made in this folder for nothing else."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return Issuers(
        apple_issuer(apple_files(folder), Apns()),
        google_issuer(key, Google(key.public_key()), "https://loyalty.example"),
    )


@asynccontextmanager
async def giving(house: House, passes: Issuers) -> AsyncIterator[House]:
    """The same house, which gives these passes."""
    settings = replace(house.settings, passes=passes)
    transport = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        yield replace(house, settings=settings, http=http)

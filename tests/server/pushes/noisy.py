"""A house that notifies browsers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from loyalty_server.app import create_app
from loyalty_server.pushes.encryption import CURVE
from loyalty_server.pushes.pusher import WebPusher
from loyalty_server.pushes.sender_key import SenderKey
from loyalty_server.pushes.services import PushServices
from tests.server.house import House


@asynccontextmanager
async def notifying(house: House, service: str) -> AsyncIterator[House]:
    """The same house, with a key for notifications and this service beside the known ones."""
    key = SenderKey(ec.derive_private_key(2, CURVE), "mailto:it@shop.example")
    transport = httpx.HTTPTransport()
    settings = replace(house.settings, pusher=WebPusher(key, PushServices((service,)), transport))
    asgi = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=asgi, base_url="https://loyalty.example") as http:
        yield replace(house, settings=settings, http=http)
    transport.close()

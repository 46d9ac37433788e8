"""Operators at the desk of a house: each with a browser of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from loyalty_server.operators.people import add_operator
from tests.server.house import OWN_PAGE, House


@dataclass(frozen=True)
class Operator:
    """Somebody signed in."""

    name: str
    key: str
    http: httpx.AsyncClient

    async def see(self, path: str, status: int = 200) -> str:
        seen = await self.http.get(f"/desk/{path}")
        assert seen.status_code == status, seen.text
        return seen.text

    async def is_in(self) -> bool:
        """Whether a place opens; who is out is led to the way in."""
        seen = await self.http.get("/desk/members")
        if seen.status_code == HTTPStatus.OK:
            return True
        assert (seen.status_code, seen.headers["location"]) == (303, "/desk/sign-in")
        return False

    async def send(self, path: str, status: int = 303, **fields: str) -> httpx.Response:
        sent = await self.http.post(f"/desk/{path}", data=fields, headers=OWN_PAGE)
        assert sent.status_code == status, sent.text
        return sent


@asynccontextmanager
async def at_desk(house: House, name: str, *roles: str) -> AsyncIterator[Operator]:
    """Add them with these roles, and sign them in, reading English."""
    now = house.clock.now
    with house.settings.database.writing() as session:
        key = add_operator(session, name, now, roles or ("owner",)).key
    async with httpx.AsyncClient(
        transport=house.http._transport,
        base_url=house.http.base_url,
        headers={"Accept-Language": "en"},
    ) as http:
        operator = Operator(name, key, http)
        await operator.send("sign-in", key=key)
        yield operator

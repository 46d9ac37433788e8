"""Apple's side as a test plays it: a phone that keeps passes, and the push service that wakes it."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import httpx

LIBRARY = "b33e3a3dccb3030333e3333da33333a3"
PUSH_TOKEN = "33e3f0a3" * 8


def opened(pkpass: bytes) -> dict[str, bytes]:
    """The files of a pass."""
    with ZipFile(BytesIO(pkpass)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def described(pkpass: bytes) -> dict[str, Any]:
    """What its `pass.json` says."""
    told: dict[str, Any] = json.loads(opened(pkpass)["pass.json"])
    return told


@dataclass
class Apns:
    """Apple's push service: says what it is told to say, and wakes who it reaches."""

    heard: list[httpx.Request] = field(default_factory=list)
    says: httpx.Response = field(default_factory=lambda: httpx.Response(200))
    is_away: bool = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_away:
            raise httpx.ConnectError("away")
        self.heard.append(request)
        return self.says

    @property
    def tokens(self) -> list[str]:
        """Whom it woke."""
        return [request.url.path.removeprefix("/3/device/") for request in self.heard]


@dataclass
class AppleDevice:
    """A phone with one pass in its wallet, which speaks as Apple's do and knows nothing else of us."""

    http: httpx.AsyncClient
    pkpass: bytes
    library: str = LIBRARY
    push_token: str = PUSH_TOKEN
    tag: str | None = None
    modified: str = ""

    @property
    def shown(self) -> dict[str, Any]:
        return described(self.pkpass)

    @property
    def serial(self) -> str:
        return str(self.shown["serialNumber"])

    @property
    def pass_type(self) -> str:
        return str(self.shown["passTypeIdentifier"])

    @property
    def door(self) -> dict[str, str]:
        return {"Authorization": f"ApplePass {self.shown['authenticationToken']}"}

    def address(self, path: str) -> str:
        return urlsplit(self.shown["webServiceURL"]).path + "/v1" + path

    @property
    def registrations(self) -> str:
        return self.address(f"/devices/{self.library}/registrations/{self.pass_type}")

    async def register(self, **headers: str) -> httpx.Response:
        return await self.http.post(
            f"{self.registrations}/{self.serial}",
            content=json.dumps({"pushToken": self.push_token}),
            headers=self.door | headers,
        )

    async def unregister(self) -> httpx.Response:
        return await self.http.delete(f"{self.registrations}/{self.serial}", headers=self.door)

    async def changed(self) -> list[str]:
        """The serial numbers that changed since it asked last."""
        since = {"passesUpdatedSince": self.tag} if self.tag else {}
        told = await self.http.get(self.registrations, params=since)
        if told.status_code == 204:
            return []
        assert told.status_code == 200, told.text
        self.tag = told.json()["lastUpdated"]
        serials: list[str] = told.json()["serialNumbers"]
        return serials

    async def ask(self) -> httpx.Response:
        """For the newest pass, which it keeps if there is one."""
        known = {"If-Modified-Since": self.modified} if self.modified else {}
        path = self.address(f"/passes/{self.pass_type}/{self.serial}")
        told = await self.http.get(path, headers=self.door | known)
        if told.status_code == 200:
            self.pkpass, self.modified = told.content, told.headers["last-modified"]
        return told

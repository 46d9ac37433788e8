"""The demo as a test sees it: its server in-process, its links, a phone that signs in by them."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI

from loyalty_api.card_code import (
    MANUAL_INFO,
    QR_INFO,
    CodeType,
    derive_key,
    make_code,
    manual_code,
    step_at,
)
from loyalty_api.programme import ProgramKind
from loyalty_server.app import create_app
from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.demo.mount import DemoLinks, mount_demo
from loyalty_server.demo.pictures import shipped_pictures
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import DemoShop, open_shop
from loyalty_server.keys import keys_of
from loyalty_server.languages import Language
from loyalty_server.settings import ServerSettings
from loyalty_server.till_page.look import PageLook

TODAY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
DEVICE = {"name": "Pixel", "platform": "android"}


@dataclass(frozen=True)
class DemoHouse:
    """A demo that has been opened on a database."""

    settings: ServerSettings
    shop: DemoShop
    app: FastAPI
    links: DemoLinks


def open_demo(
    database_file: Path,
    clock: Callable[[], datetime] = lambda: TODAY,
    language: Language = Language.RU,
    public_url: str = "http://shop.example",
    kind: ProgramKind = ProgramKind.POINTS,
    look: PageLook | None = None,
) -> DemoHouse:
    """The demo on this database, whether it is new or was opened before."""
    database = Database(f"sqlite:///{database_file}")
    Base.metadata.create_all(database.engine)
    settings = ServerSettings(
        database=database,
        keys=keys_of(bytes(range(32))),
        clock=clock,
        language=language,
        public_url=public_url,
        look=look or PageLook(),
    )
    shop = open_shop(settings, program_text(language, clock().date(), kind), shipped_pictures())
    app = create_app(settings)
    return DemoHouse(settings, shop, app, mount_demo(app, settings, shop))


def challenge_of(answer: httpx.Response) -> dict[str, str]:
    """The one-time code that a visit of the sign-in link leads to."""
    assert answer.status_code == httpx.codes.SEE_OTHER
    target = urlsplit(answer.headers["location"])
    assert target.path == "/sign-in"
    (challenge,) = parse_qs(target.query)["challenge"]
    (code,) = parse_qs(target.query)["code"]
    return {"challenge_id": challenge, "code": code}


@dataclass(frozen=True)
class NewPhone:
    """A phone that has just been signed in by the demo's link, at this moment of the server."""

    card_number: str
    kid: str
    key: bytes
    step: int

    def code(self, code_type: CodeType = CodeType.PAY) -> str:
        """What its screen shows as a QR."""
        return make_code(derive_key(self.key, QR_INFO), self.kid, self.step, code_type)

    def typed(self) -> str:
        """What a cashier types when nothing can be scanned."""
        digits = manual_code(derive_key(self.key, MANUAL_INFO), self.step)
        return f"{self.card_number} {digits}"


def new_phone(house: DemoHouse) -> NewPhone:
    """One more device of the demo member."""
    with httpx.Client(base_url=house.links.wallet) as http:
        challenge = challenge_of(http.get(house.links.wallet_signed_in))
        opened = http.post("/v1/auth/sessions", json={**challenge, "device": DEVICE}).json()
        bearer = {"Authorization": f"Bearer {opened['access_token']}"}
        wallet = http.get("/v1/wallet", headers=bearer).json()
    credential = opened["credential"]
    return NewPhone(
        wallet["card"]["number"],
        credential["kid"],
        urlsafe_b64decode(credential["key"] + "="),
        step_at(house.settings.clock().timestamp()),
    )

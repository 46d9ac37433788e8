"""A server with a member, and the connector at its door."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Thread

import httpx
import pytest

from kopilka_tills.kopilka import KopilkaTill
from kopilka_tills.rkeeper import RKeeper
from kopilka_tills.serving import Door
from kopilka_tills.words import RUSSIAN
from tests.connectors.far_cards import FarCards
from tests.server.house import House, build_house, listening, open_house
from tests.serving import POLLS

SECRET = "a1b2c3d4e5f6a7b8c9d0"


@dataclass
class Line(httpx.BaseTransport):
    """The network between connector and server: it can lose the first answer to each request, or every
    answer to paths with `silent` in them."""

    loses_first: bool = False
    silent: str = ""
    wire: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    asked: set[tuple[str, str]] = field(default_factory=set)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.wire.handle_request(request)
        answer.read()
        this = (request.url.path, request.headers.get("Idempotency-Key", ""))
        is_first = this not in self.asked
        self.asked.add(this)
        if (self.loses_first and is_first) or (self.silent and self.silent in request.url.path):
            raise httpx.ReadTimeout("lost")
        return answer

    def close(self) -> None:
        self.wire.close()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("house") / "new.db"
    return file, build_house(file)


@pytest.fixture
async def house(furnished: tuple[Path, str], tmp_path: Path) -> AsyncIterator[House]:
    file, till_key = furnished
    async with open_house(Path(shutil.copy(file, tmp_path / "loyalty.db")), till_key) as opened:
        yield opened


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
async def connector(house: House, line: Line) -> AsyncIterator[RKeeper]:
    async with listening(house) as there:
        with httpx.Client(base_url=str(there.base_url), timeout=10, transport=line) as http:
            till = KopilkaTill(http, house.till_key)
            yield RKeeper({(9999, 2): till}, Fraction(100), RUSSIAN, house.clock)


@pytest.fixture
def far_cards(connector: RKeeper) -> Iterator[FarCards]:
    server = Door(("127.0.0.1", 0), SECRET, connector.answer)
    serving = Thread(target=server.serve_forever, args=(POLLS,))
    serving.start()
    try:
        yield FarCards(f"http://127.0.0.1:{server.server_address[1]}/{SECRET}")
    finally:
        server.shutdown()
        serving.join()
        server.server_close()

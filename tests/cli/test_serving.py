"""What a server sees to when it begins."""

import gc
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kopilka_cli.serving import Server, uvicorn_config
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from tests.server.house import MovableClock, Postbox, settings_on

pytestmark = pytest.mark.slow


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
async def test_what_is_there_at_the_start_is_never_looked_through_again(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'shop.db'}")) as database:
        migrate(database)
        settings = settings_on(database, MovableClock(), Postbox())
        app = create_app(settings)
        config = uvicorn_config(app, log_config=None, lifespan="off")
        config.load()
        with socket.create_server(("127.0.0.1", 0)) as door:
            server = Server(config, settings)
            server.lifespan = config.lifespan_class(config)
            await server.startup([door])
            await server.shutdown([door])
        assert all(one is not app for one in gc.get_objects())

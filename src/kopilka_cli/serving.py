"""How uvicorn runs the server: bounded before anybody has said who they are."""

import gc
import os
import resource
import socket
from typing import Any, Final

import uvicorn

from kopilka_cli.bounded_http import Bounds, Door, protocol_behind
from kopilka_cli.proxies import NAMED_BY, proxies_in
from kopilka_cli.terminal import visible
from loyalty_server.settings import ServerSettings

MOST_CONNECTIONS: Final = 8192
FILES_FOR_THE_REST: Final = 256
HEAD_BYTES: Final = 16 * 1024
IDLE_SECONDS: Final = 15
ONLY_OURS: Final = 0o077
"""The umask of a server: its database, log and secret are for its own user alone."""


def uvicorn_config(app: Any, bounds: Bounds | None = None, **more: Any) -> uvicorn.Config:
    """The settings of one server. h11 rather than httptools: only h11 bounds a head.

    What `X-Forwarded-For` says counts only from proxies that `FORWARDED_ALLOW_IPS` names: anybody
    can send it. Exits in words where it names nobody. Nothing here speaks WebSocket, whose
    connections no bound would count.
    """
    try:
        proxies = proxies_in(os.environ.get(NAMED_BY, ""))
    except ValueError as fault:
        raise SystemExit(visible(str(fault))) from fault
    bounds = bounds or Bounds(connections=_room())
    return uvicorn.Config(
        app,
        http=protocol_behind(Door(bounds, proxies)),
        ws="none",
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=IDLE_SECONDS,
        access_log=False,
        proxy_headers=bool(proxies.networks),
        forwarded_allow_ips=proxies.in_words(),
        **more,
    )


class Server(uvicorn.Server):
    """Ends the streams that go on before it waits for what is being answered.

    What is there when it begins stays, and is no business of the garbage collector's: looking
    through all of it stops every answer for 0.1 to 0.2 s (`gc.freeze`).
    """

    def __init__(self, config: uvicorn.Config, settings: ServerSettings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._settings.open_streams.end_all(self._settings.database.bell)
        await super().shutdown(sockets)


def _room() -> int:
    """As many connections as there are files for, beside the database's and our own."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_FOR_THE_REST
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if files < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(16, min(MOST_CONNECTIONS, files - FILES_FOR_THE_REST))

"""A site of this process on a port of its own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

POLLS: Final = 0.02
"""Seconds after which a server of the standard library sees that it shall stop; by itself half a second."""


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address, without a slash at its end, at which this app answers while this lasts; whatever it
    still tells somebody then is broken off."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()

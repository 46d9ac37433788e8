"""A line to a server with a speed and a delay of its own, for all that goes through it, workers too."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 16_384


@dataclass
class Line:
    """`bits_per_second` (None is unlimited) to the browser, `delay` in seconds each way."""

    target: str
    bits_per_second: float | None = None
    delay: float = 0.0
    received: int = 0
    port: int = 0
    _free_at: float = field(default=0.0, repr=False)

    @property
    def address(self) -> str:
        """Where a browser finds the server through this line."""
        return f"http://127.0.0.1:{self.port}"

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        place = urlsplit(self.target)
        await asyncio.sleep(2 * self.delay)
        far_reader, far_writer = await asyncio.open_connection(place.hostname, place.port)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._up(reader, far_writer), self._down(far_reader, writer))

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await _read(reader):
            await asyncio.sleep(self.delay)
            writer.write(chunk)
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop()
        while chunk := await _read(reader):
            self.received += len(chunk)
            if self.bits_per_second:
                begins = max(clock.time(), self._free_at)
                self._free_at = begins + len(chunk) * 8 / self.bits_per_second
                await asyncio.sleep(self._free_at - clock.time())
            clock.call_later(self.delay, writer.write, chunk)
        clock.call_later(self.delay, writer.close)


@contextmanager
def opened(line: Line) -> Iterator[Line]:
    """The line carries while this lasts."""
    loop = asyncio.new_event_loop()
    door = socket.create_server(("127.0.0.1", 0))
    line.port = door.getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(asyncio.start_server(line.carry, sock=door), loop).result()
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _hang_up() -> None:
    """End every connection that a browser still holds open."""
    carrying = asyncio.all_tasks() - {asyncio.current_task()}
    for connection in carrying:
        connection.cancel()
    await asyncio.gather(*carrying, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(CHUNK)
    except ConnectionError:
        return b""

"""A line to a server with a speed and a delay of its own, for all that goes through it, workers too."""

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 16_384
_REQUEST = re.compile(rb"^[A-Z]+ \S+ HTTP/1\.1\r$", re.MULTILINE)


@dataclass
class Line:
    """`bits_per_second` (None is unlimited) to the browser, `delay` in seconds each way.

    `asked` counts requests, `received` bytes of their answers.
    """

    target: str
    bits_per_second: float | None = None
    delay: float = 0.0
    asked: int = 0
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
        with closing(writer), suppress(asyncio.CancelledError):
            await asyncio.sleep(2 * self.delay)
            far_reader, far_writer = await asyncio.open_connection(place.hostname, place.port)
            with closing(far_writer):
                await asyncio.gather(self._up(reader, far_writer), self._down(far_reader, writer))

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await _read(reader):
            self.asked += len(_REQUEST.findall(chunk))
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
    """The line carries while this lasts; then whoever comes is refused."""
    told: Future[Callable[[], None]] = Future()
    with socket.create_server(("127.0.0.1", 0)) as door:
        line.port = door.getsockname()[1]
        thread = threading.Thread(target=asyncio.run, args=(_carry(line, door, told),))
        thread.start()
        hang_up = told.result()
        try:
            yield line
        finally:
            hang_up()
            thread.join()


async def _carry(line: Line, door: socket.socket, told: "Future[Callable[[], None]]") -> None:
    """Until the function is called that `told` is given; then all that is open is hung up."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    server = await asyncio.start_server(line.carry, sock=door)
    told.set_result(lambda: loop.call_soon_threadsafe(ended.set))
    await ended.wait()
    server.close()


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(CHUNK)
    except ConnectionError:
        return b""

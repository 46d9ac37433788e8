"""Waiting for what a test expects, without looking again and again."""

import asyncio
from collections.abc import Callable


class Happenings:
    """Told of everything that happens around a device; whoever waits looks again then."""

    def __init__(self) -> None:
        self._happened = asyncio.Event()

    def tell(self, *_: object) -> None:
        happened, self._happened = self._happened, asyncio.Event()
        happened.set()

    async def until(
        self, holds: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        async with asyncio.timeout(30):
            while not holds():
                happened = self._happened
                meanwhile()
                await happened.wait()

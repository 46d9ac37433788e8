"""Errors that nobody foresaw, told by their kinds and place and never by their message.

PostgreSQL's messages quote the row that was refused, others a value: a phone, a name, a code.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine, Iterator
from types import TracebackType
from typing import Any

AGAIN_SECONDS = 1.0
log = logging.getLogger(__name__)


class Unforeseen(Exception):
    """Stands for another error, in the log too; raise it `from None`."""

    def __init__(self, error: Exception) -> None:
        kinds = " from ".join(type(each).__name__ for each in _with_causes(error))
        super().__init__(f"{kinds}\n{''.join(traceback.format_tb(error.__traceback__))}")


class OneOfMany:
    """Around one of the things that wait their turn: when it breaks, the log tells of it and the next goes on."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: object, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        log.error("%s", Unforeseen(error))
        return True


async def keep_up(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do work that ends when it is cancelled or has nothing to do; begin again when it breaks."""
    while True:
        with OneOfMany():
            return await work()
        await asyncio.sleep(AGAIN_SECONDS)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)

"""Request bodies: bounded in size and decoded strictly; an unknown field is refused."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request

from loyalty_api.codec import loads
from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused

T = TypeVar("T")

MAX_BODY_BYTES = 256 * 1024


def body_of(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """A dependency that reads the body as this kind. Raises `Malformed` and `body_too_large`."""

    async def body(request: Request) -> T:
        return loads(kind, await _bounded(request), refuse_unknown=True)

    return body


async def _bounded(request: Request) -> bytes:
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MAX_BODY_BYTES:
            raise Refused(ProblemCode.BODY_TOO_LARGE, detail=f"at most {MAX_BODY_BYTES} bytes")
    return bytes(read)

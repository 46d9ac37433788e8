"""Request bodies: bounded in size and decoded strictly; an unknown field is refused."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from fastapi import Request

from loyalty_api.codec import loads
from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused

T = TypeVar("T")

MAX_BODY_BYTES: Final = 256 * 1024


@dataclass(frozen=True)
class Body(Generic[T]):
    """A dependency that reads the body as `kind`. Raises `Malformed` and `body_too_large`."""

    kind: type[T]

    async def __call__(self, request: Request) -> T:
        return loads(self.kind, await read_bounded(request), refuse_unknown=True)


async def read_bounded(request: Request) -> bytes:
    """The body as it came. Raises `body_too_large`."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MAX_BODY_BYTES:
            raise Refused(ProblemCode.BODY_TOO_LARGE, detail=f"at most {MAX_BODY_BYTES} bytes")
    return bytes(read)

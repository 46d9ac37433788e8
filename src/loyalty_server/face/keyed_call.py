"""What every write carries that must not happen twice: its Idempotency-Key."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from loyalty_api.problems import ProblemCode
from loyalty_server.face.idempotency import Attempt
from loyalty_server.problems import Refused

_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="Required: a UUID made and stored before sending.",
    ),
]


@dataclass(frozen=True)
class KeyedCall:
    """One sending of a write: its key and the method and path it was sent to."""

    key: str
    operation: str

    def by(self, client: str, payload: object) -> Attempt:
        """This sending as an attempt of this client."""
        return Attempt(client, self.key, self.operation, payload)


async def keyed_call(request: Request, key: _Key = None) -> KeyedCall:
    """The call of this request. Raises `idempotency_key_required`."""
    if not key:
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_REQUIRED)
    return KeyedCall(key, f"{request.method} {request.url.path}")


Keyed = Annotated[KeyedCall, Depends(keyed_call)]

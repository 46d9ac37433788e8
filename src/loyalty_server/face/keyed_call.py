"""What every write carries that must not happen twice: its Idempotency-Key."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Header, Request

from loyalty_server.face.idempotency import Attempt

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_Key = Annotated[
    str,
    Header(
        alias=IDEMPOTENCY_KEY,
        min_length=1,
        max_length=255,
        description="A UUID made and stored before sending.",
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


async def keyed_call(request: Request, key: _Key) -> KeyedCall:
    """The call of this request; one without a key is answered `idempotency_key_required`."""
    return KeyedCall(key, f"{request.method} {request.url.path}")


Keyed = Annotated[KeyedCall, Depends(keyed_call)]

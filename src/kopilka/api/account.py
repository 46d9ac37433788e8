"""The calls about what is the member's own: details, a copy of everything, leaving."""

from base64 import urlsafe_b64encode
from http import HTTPStatus

from kopilka.api.answers import decoded, strong_etag
from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask
from kopilka.domain import Refused
from loyalty_api.devices import PushSubscription
from loyalty_api.models import Member
from loyalty_api.problems import ProblemCode
from loyalty_api.requests import Erasure, MemberChange
from loyalty_api.sign_in import DeviceLock


class AccountCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def change_details(self, seen: Member, change: MemberChange) -> None:
        """`PATCH /v1/member`, for details that are still as they were `seen`.

        `Refused` is `precondition_failed` when they are not.
        """
        answer = await self._bearer.ask(Ask("GET", "/v1/member"))
        etag = strong_etag(answer)
        if etag is None or decoded(Member, answer) != seen:
            raise Refused(ProblemCode.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_FAILED)
        await self._bearer.ask(Ask("PATCH", "/v1/member", change, {"If-Match": etag}))

    async def export(self) -> bytes:
        """`POST /v1/privacy/exports`: JSON with every record about the member."""
        answer = await self._bearer.ask(Ask("POST", "/v1/privacy/exports"))
        decoded(dict, answer)
        return answer.body

    async def leave(self) -> Erasure:
        """`DELETE /v1/member`. Doing it again changes nothing."""
        return decoded(Erasure, await self._bearer.ask(Ask("DELETE", "/v1/member")))

    async def stay(self) -> None:
        """`DELETE /v1/member/erasure`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("DELETE", "/v1/member/erasure"))

    async def lock(self, key: bytes | None, above: int, code: str | None) -> None:
        """`PUT /v1/auth/lock`: this device spends more than that unlocked only; no `key` takes it back."""
        text = urlsafe_b64encode(key).rstrip(b"=").decode() if key else None
        await self._bearer.ask(Ask("PUT", "/v1/auth/lock", DeviceLock(text, above, code)))

    async def notify(self, subscription: PushSubscription) -> None:
        """`PUT /v1/devices/this/push`: this device is notified of messages. Saying it again changes nothing."""
        await self._bearer.ask(Ask("PUT", "/v1/devices/this/push", subscription))

    async def leave_alone(self) -> None:
        """`DELETE /v1/devices/this/push`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("DELETE", "/v1/devices/this/push"))

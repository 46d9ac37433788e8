"""The calls about the member's family."""

from urllib.parse import quote

from kopilka.api.answers import decoded
from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask
from loyalty_api.family import FamilyInvitation, FamilyOffer, RelativeLimit


class FamilyCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def invite(self) -> FamilyInvitation:
        """`POST /v1/family/invitations`. The link before opens nothing any more."""
        return decoded(
            FamilyInvitation, await self._bearer.ask(Ask("POST", "/v1/family/invitations"))
        )

    async def offer(self, code: str) -> FamilyOffer:
        """`GET /v1/family/invitations/{code}`."""
        return decoded(FamilyOffer, await self._bearer.ask(Ask("GET", _invitation(code))))

    async def join(self, code: str) -> None:
        """`PUT /v1/family/invitations/{code}/acceptance`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("PUT", f"{_invitation(code)}/acceptance"))

    async def leave(self) -> None:
        """`DELETE /v1/family/membership`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("DELETE", "/v1/family/membership"))

    async def remove(self, membership_id: str) -> None:
        """`DELETE /v1/family/members/{id}`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("DELETE", _member(membership_id)))

    async def limit(self, membership_id: str, points_a_day: int | None) -> None:
        """`PUT /v1/family/members/{id}/limit`."""
        limit = RelativeLimit(points_a_day)
        await self._bearer.ask(Ask("PUT", f"{_member(membership_id)}/limit", limit))


def _invitation(code: str) -> str:
    return f"/v1/family/invitations/{quote(code, '')}"


def _member(membership_id: str) -> str:
    return f"/v1/family/members/{quote(membership_id, '')}"

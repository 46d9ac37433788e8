"""The calls about a friend's invitation."""

from urllib.parse import quote

from kopilka.api.answers import decoded
from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask
from loyalty_api.referral import ReferralOffer


class FriendsCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def offer(self, code: str) -> ReferralOffer:
        """`GET /v1/referrals/{code}`."""
        return decoded(ReferralOffer, await self._bearer.ask(Ask("GET", _referral(code))))

    async def accept(self, code: str) -> None:
        """`PUT /v1/referrals/{code}/acceptance`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("PUT", f"{_referral(code)}/acceptance"))


def _referral(code: str) -> str:
    return f"/v1/referrals/{quote(code, '')}"

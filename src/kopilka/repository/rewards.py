"""What a member takes for points or a promo code, and gives back: each once, however often it is asked for."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from kopilka.repository.account import AsMember, Online
from kopilka.repository.attempts import Attempts
from kopilka.repository.live_view import LiveView
from kopilka.repository.lock import Lock
from loyalty_api.offers import PromoApplied
from loyalty_api.rewards import Redeemed

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi

T = TypeVar("T")


class Rewards(Online):
    """What is bought beside the till."""

    def __init__(
        self,
        live: LiveView,
        attempts: Attempts,
        lock: Lock,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        super().__init__(api, as_member, sync)
        self._live = live
        self._attempts = attempts
        self._lock = lock

    async def apply_promo_code(self, code: str) -> PromoApplied:
        """What the code gave. Raises `NotKept` before anything is sent, too."""
        api = self._api()
        return await self._once(f"promo-code/{code}", lambda key: api.apply_promo_code(code, key))

    async def redeem(self, reward_id: str) -> Redeemed:
        """Burn points for a reward; a locked device is unlocked first where that is needed.

        Raises `NotUnlocked`, and `NotKept` before anything is sent, too.
        """
        api = self._api()
        return await self._lock.opening(
            lambda code: self._once(
                f"redemption/{reward_id}", lambda key: api.redeem(reward_id, key, code)
            )
        )

    async def give_back(self, coupon_id: str) -> Redeemed:
        """Give a reward back for its points."""
        given_back = await self._as_member(self._api().give_back(coupon_id))
        await self._sync()
        return given_back

    async def _once(self, what: str, call: Callable[[str], Coroutine[Any, Any, T]]) -> T:
        """The view holds what came of it when this returns, unless the network is lost again."""
        kid = self._live.known.kid
        done = await self._as_member(self._attempts.once(kid, what, call))
        await self._sync()
        return done
